// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "vault/filekeystore.h"

namespace nightjar::runtime {

/// The keystore of this machine. Nightjar knows only the last resort so far; secure hardware and the system's key
/// services will be further implementations of vault::Keystore, chosen here.
using vault::FileKeystore;

}  // namespace nightjar::runtime
