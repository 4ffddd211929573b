// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "wire/renewmessage.h"

#include "base/buffer.h"

namespace nightjar::wire {

namespace {

constexpr std::uint8_t renewVersion = 1;

/// Order numbers are varints elsewhere.
constexpr std::uint64_t maxOrder = (std::uint64_t{1} << 62) - 1;

static_assert(1 + 32 + kemKeySize + 8 + 8 + 1 + maxUnopened * EnvelopeId::length <= renewEnvelopeSize - renewOverhead);

}  // namespace

Bytes encodeRenewMessage(const RenewMessage& message) {
    ByteWriter out;
    out.u8(renewVersion);
    out.bytes(message.oneTime);
    out.bytes(message.kemOneTime);
    out.u64(message.lowest);
    out.u64(message.expected);
    out.u8(static_cast<std::uint8_t>(message.unopened.size()));
    for (const auto& id : message.unopened) {
        out.bytes(id.value);
    }
    auto plaintext = out.take();
    plaintext.resize(renewEnvelopeSize - renewOverhead);
    return plaintext;
}

std::optional<RenewMessage> decodeRenewMessage(ByteView plaintext) {
    ByteReader in(plaintext);
    if (plaintext.size() != renewEnvelopeSize - renewOverhead || in.u8() != renewVersion) {
        return std::nullopt;
    }
    RenewMessage message;
    message.oneTime = in.array<32>();
    message.kemOneTime = in.array<kemKeySize>();
    message.lowest = in.u64();
    message.expected = in.u64();
    const std::size_t count = in.u8();
    if (count == 0 || count > maxUnopened || message.lowest > maxOrder || message.expected > maxOrder) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < count; ++i) {
        message.unopened.push_back({in.array<EnvelopeId::length>()});
    }
    in.skipZeros();
    return in.complete() ? std::optional(std::move(message)) : std::nullopt;
}

}  // namespace nightjar::wire
