// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <optional>
#include <string_view>

#include "values.h"

namespace nightjar {

/// What somebody joins by this link (docs/protocol.md section 16), before anything is sent: the rule, whether more than
/// two may come, and of a chat that ends as a whole, when. Nothing when it is no link into a secret chat.
[[nodiscard]] std::optional<SecretChat> readSecretLink(std::string_view link);

}  // namespace nightjar
