// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "roundtrip.h"
#include "wire/stun.h"

using namespace nightjar;
using namespace nightjar::wire;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView input(data, size);
    const auto message = decodeStun(input);
    if (message && message->mapped) {
        checkRoundTrip(encodeBindingSuccess(message->transaction, *message->mapped), decodeStun,
                       [](const StunMessage& m) { return encodeBindingSuccess(m.transaction, m.mapped.value()); });
    }
    return 0;
}
