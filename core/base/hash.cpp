// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "base/hash.h"

#include <sodium.h>

namespace nightjar {

ByteArray<32> blake2b256(ByteView bytes) {
    ByteArray<32> out{};
    crypto_generichash(out.data(), out.size(), bytes.data(), bytes.size(), nullptr, 0);
    return out;
}

}  // namespace nightjar
