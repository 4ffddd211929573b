// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "vault/vault.h"

namespace nightjar::vault {

/// Shorthands for leaving a function of the vault with an error.
[[nodiscard]] Unexpected<VaultFailure> failure(VaultError code, Duration retryAfter = {});
[[nodiscard]] Unexpected<VaultFailure> failure(DiskError error);
[[nodiscard]] Unexpected<VaultFailure> failure(KeystoreError error);

}  // namespace nightjar::vault
