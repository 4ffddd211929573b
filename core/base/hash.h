// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/bytes.h"

namespace nightjar {

/// BLAKE2b (RFC 7693) without a key, 32 bytes out: names public things such as envelopes. Keyed hashing and key
/// derivation are in crypto/kdf.h.
[[nodiscard]] ByteArray<32> blake2b256(ByteView bytes);

}  // namespace nightjar
