// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "roundtrip.h"
#include "wire/packet.h"

using namespace nightjar;
using namespace nightjar::wire;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView input(data, size);
    (void)kindOf(input);
    checkRoundTrip(input, decodeHubHello, [](const HubHello& h) { return encodeHubHello(h.client, h.noise); });
    checkRoundTrip(input, decodeHubWelcome, [](const HubWelcome& w) { return encodeHubWelcome(w.client, w.noise); });
    checkRoundTrip(input, decodeHubCookie, encodeHubCookie);
    (void)splitProvenHello(input);
    checkRoundTrip(input, decodeWelcomePayload, encodeWelcomePayload);
    checkRoundTrip(input, decodeChannelUnknown, [](const ChannelId& id) { return toBytes(encodeChannelUnknown(id)); });
    if (const auto header = decodeChannelHeader(input)) {
        (void)recoverPacketNumber(size, header->numberLow);
    }
    return 0;
}
