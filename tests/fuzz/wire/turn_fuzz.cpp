// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <cstdlib>

#include "wire/streamframe.h"
#include "wire/turn.h"

using namespace nightjar;
using namespace nightjar::wire;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView input(data, size);
    if (const auto message = decodeTurn(input)) {
        // What is signed is the beginning of the message but for its length.
        const bool sane =
            !message->integrity || (message->integrity->over.size() + 4 + message->integrity->mac.size() <= size &&
                                    message->integrity->over.size() >= stunHeaderSize);
        if (!sane || message->relayed.size() > 2) {
            std::abort();
        }
    }
    if (const auto channelData = decodeChannelData(input)) {
        const auto again = encodeChannelData(channelData->channel, channelData->data, false);
        if (again.size() > size || decodeChannelData(again)->data.size() != channelData->data.size()) {
            std::abort();
        }
    }
    (void)turnFrameSize(input);
    return 0;
}
