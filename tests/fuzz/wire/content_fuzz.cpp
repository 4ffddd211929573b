// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "roundtrip.h"
#include "wire/content.h"

using namespace nightjar;
using namespace nightjar::wire;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView input(data, size);
    checkRoundTrip(input, decodeContent, encodeContent);
    checkRoundTrip(input, decodeAnyContent, encodeContent);
    return 0;
}
