// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <memory>

#include "vault/keyring.h"

namespace nightjar::runtime {

/// The Secret Service of the desktop (org.freedesktop.secrets: GNOME Keyring, KWallet, KeePassXC). Null where Nightjar
/// was built without it. Whether one is running is seen by using it.
[[nodiscard]] std::unique_ptr<vault::Keyring> makeKeyring();

}  // namespace nightjar::runtime
