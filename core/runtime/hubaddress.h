// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <string_view>

namespace nightjar {

/// Whether this is an address line nightjar-hub://HOST:PORT/KEY, for a form to tell before anything is done with it.
[[nodiscard]] bool isHubAddress(std::string_view line);

}  // namespace nightjar
