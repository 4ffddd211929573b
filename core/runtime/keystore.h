// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "vault/devicekeystore.h"

namespace nightjar::runtime {

/// The keystores of this machine: the large file, and that file together with the desktop's keyring
/// (runtime/secretservice.h). Secure hardware will be a further implementation of vault::Keystore.
using vault::DeviceKeystore;
using vault::FileKeystore;

}  // namespace nightjar::runtime
