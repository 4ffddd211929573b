// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <string>

#include "base/result.h"
#include "crypto/keys.h"

namespace nightjar::signald {

/// The pair that the address line names, from `folder`/server.key: two lines after a title, secret and public key in
/// base64url, readable by the owner alone. Drawn and written when there is no such file. A file that cannot be read or
/// does not fit together is an error (a sentence) and stays as it is: a new key would cut everybody off.
[[nodiscard]] Result<crypto::KeyPair, std::string> loadOrCreateServerKey(const std::string& folder,
                                                                         RandomSource& random);

}  // namespace nightjar::signald
