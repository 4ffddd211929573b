// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "wire/envelope.h"

#include <algorithm>

#include "base/buffer.h"
#include "base/hash.h"

namespace nightjar::wire {

namespace {

/// Tag of XChaCha20-Poly1305.
constexpr std::size_t sealTag = 16;

}  // namespace

EnvelopeId envelopeId(ByteView envelope) {
    return {toArray<EnvelopeId::length>(blake2b256(envelope))};
}

std::optional<Bytes> padContent(EnvelopeType type, ByteView content) {
    if (content.empty() || content.size() > maxContentSize(type)) {
        return std::nullopt;
    }
    const auto needed = envelopeOverhead(type) + contentLengthSize + content.size();
    const auto size = *std::lower_bound(envelopeSizes.begin(), envelopeSizes.end(), needed);
    ByteWriter out;
    out.u16(static_cast<std::uint16_t>(content.size()));
    out.bytes(content);
    auto plaintext = out.take();
    plaintext.resize(size - envelopeOverhead(type));
    return plaintext;
}

std::optional<PaddedContent> unpadContent(ByteView plaintext) {
    ByteReader in(plaintext);
    const auto size = in.u16();
    const auto content = in.bytes(size);
    const auto padding = in.rest();
    return in.ok() && !content.empty() ? std::optional(PaddedContent{content, padding}) : std::nullopt;
}

std::optional<FirstEnvelopeView> decodeFirstEnvelope(ByteView envelope) {
    if (!isEnvelopeSize(envelope.size()) || envelope.size() < envelopeOverhead(EnvelopeType::FirstMessage)) {
        return std::nullopt;
    }
    return FirstEnvelopeView{envelope.first(firstMessageNonceSize), envelope.subspan(firstMessageNonceSize)};
}

Bytes encodeFirstEnvelope(ByteView nonce, ByteView sealed) {
    ByteWriter out;
    out.bytes(nonce);
    out.bytes(sealed);
    return out.take();
}

Bytes encodeFirstMessage(const FirstMessage& message) {
    ByteWriter out;
    out.bytes(message.ephemeral);
    out.bytes(message.identity);
    out.bytes(message.kemCiphertext);
    out.bytes(message.ratchetMessage);
    return out.take();
}

std::optional<FirstMessage> decodeFirstMessage(ByteView plaintext) {
    ByteReader in(plaintext);
    FirstMessage message{in.array<32>(), in.array<32>(), in.array<kemCiphertextSize>(), in.rest()};
    const auto envelope = firstMessageNonceSize + plaintext.size() + sealTag;
    return in.ok() && isEnvelopeSize(envelope) ? std::optional(message) : std::nullopt;
}

}  // namespace nightjar::wire
