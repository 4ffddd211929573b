// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "runtime/vaultservice.h"
#include "store/error.h"
#include "vault/vault.h"

namespace nightjar {

// From the reasons of the vault and the store to what a person is told.

[[nodiscard]] VaultProblem problemOfKind(VaultProblem::Kind kind);
[[nodiscard]] VaultProblem problemOf(const vault::VaultFailure& failure);
[[nodiscard]] VaultProblem problemOf(store::StoreError error);

}  // namespace nightjar
