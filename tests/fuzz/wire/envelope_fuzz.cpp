// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "roundtrip.h"
#include "wire/envelope.h"

using namespace nightjar;
using namespace nightjar::wire;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView input(data, size);
    checkRoundTrip(input, decodeFirstEnvelope,
                   [](const FirstEnvelopeView& e) { return encodeFirstEnvelope(e.nonce, e.body); });
    checkRoundTrip(input, decodeFirstMessage, encodeFirstMessage);
    if (const auto parts = unpadContent(input)) {
        const auto padded = padContent(EnvelopeType::Message, parts->content);
        if (padded && toBytes(unpadContent(*padded).value().content) != toBytes(parts->content)) {
            std::abort();
        }
    }
    return 0;
}
