// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/result.h"
#include "base/secret.h"

namespace nightjar::cli {

/// Reads one line (or up to the end) from a descriptor: the PIN, without the line end. Byte for byte, so that what
/// comes after it stays for the next reader. The error is a sentence.
[[nodiscard]] Result<SecretBytes, std::string> readPin(int descriptor);

/// Asks at the terminal, without an echo; an error where there is none.
[[nodiscard]] Result<SecretBytes, std::string> askPin(const char* question);

}  // namespace nightjar::cli
