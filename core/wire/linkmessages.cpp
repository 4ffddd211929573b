// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "wire/linkmessages.h"

#include "base/buffer.h"
#include "wire/envelope.h"

namespace nightjar::wire {

namespace {

constexpr std::uint8_t envelopeByte = 64;

}  // namespace

Bytes encodeLinkMessage(const LinkMessage& message) {
    ByteWriter out;
    out.u8(envelopeByte);
    out.bytes(std::get<EnvelopeMessage>(message).envelope);
    return out.take();
}

std::optional<LinkMessage> decodeLinkMessage(ByteView message) {
    ByteReader in(message);
    const auto type = in.u8();
    if (type == envelopeByte && isEnvelopeSize(in.remaining())) {
        return EnvelopeMessage{in.rest()};
    }
    return std::nullopt;
}

}  // namespace nightjar::wire
