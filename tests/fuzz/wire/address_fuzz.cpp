// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "roundtrip.h"
#include "wire/address.h"

using namespace nightjar;
using namespace nightjar::wire;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView input(data, size);
    const auto text = [](const auto& value) { return toBytes(asBytes(value.toString())); };
    checkRoundTrip(
        input, [](ByteView bytes) { return HubAddress::parse(toText(bytes)); }, text);
    checkRoundTrip(
        input, [](ByteView bytes) { return InvitationLink::parse(toText(bytes)); }, text);
    checkRoundTrip(
        input,
        [](ByteView bytes) {
            ByteReader in(bytes);
            return readQueueAddress(in);
        },
        [](const QueueAddress& address) {
            ByteWriter out;
            encodeQueueAddress(out, address);
            return out.take();
        });
    return 0;
}
