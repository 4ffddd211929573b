// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <cstdlib>

#include "wire/discovery.h"

using namespace nightjar;

// Whatever is accepted is written back as the same bytes: there is one form only.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView input(data, size);
    if (const auto nonce = wire::decodeDiscoveryProbe(input)) {
        if (wire::encodeDiscoveryProbe(*nonce) != toBytes(input)) {
            std::abort();
        }
    }
    if (const auto answer = wire::decodeDiscoveryAnswer(input)) {
        const auto again = wire::encodeDiscoveryAnswer(*answer);
        if (!again || *again != toBytes(input)) {
            std::abort();
        }
        (void)wire::withHost(answer->address, "2001:db8::1");
    }
    return 0;
}
