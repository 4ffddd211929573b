// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "wire/linkmessages.h"

#include "base/buffer.h"
#include "wire/envelope.h"

namespace nightjar::wire {

namespace {

constexpr std::uint8_t envelopeByte = 64;
constexpr std::uint8_t storedByte = 65;

}  // namespace

Bytes encodeLinkMessage(const LinkMessage& message) {
    ByteWriter out;
    if (const auto* envelope = std::get_if<EnvelopeMessage>(&message)) {
        out.u8(envelopeByte);
        out.bytes(envelope->envelope);
    } else {
        out.u8(storedByte);
        for (const auto& id : std::get<StoredMessage>(message).envelopes) {
            out.bytes(id.value);
        }
    }
    return out.take();
}

std::optional<LinkMessage> decodeLinkMessage(ByteView message) {
    ByteReader in(message);
    const auto type = in.u8();
    const auto size = in.remaining();
    if (type == envelopeByte && isEnvelopeSize(size)) {
        return EnvelopeMessage{in.rest()};
    }
    if (type != storedByte || size == 0 || size % EnvelopeId::length != 0 || size / EnvelopeId::length > maxStoredIds) {
        return std::nullopt;
    }
    StoredMessage stored;
    while (in.remaining() > 0) {
        stored.envelopes.push_back({in.array<EnvelopeId::length>()});
    }
    return stored;
}

}  // namespace nightjar::wire
