// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "roundtrip.h"
#include "wire/hubmessages.h"

using namespace nightjar;
using namespace nightjar::wire;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView input(data, size);
    checkRoundTrip(input, decodeHubRequest, encodeHubRequest);
    checkRoundTrip(input, decodeHubReply, encodeHubReply);
    checkRoundTrip(input, decodeRelay, [](const RelayDatagram& r) { return encodeRelay(r.handle, r.payload); });
    if (const auto request = decodeHubRequest(input)) {
        const bool hasNumber = !std::holds_alternative<AckRequest>(*request);
        if (requestNumber(input).has_value() != hasNumber) {
            std::abort();
        }
    }
    return 0;
}
