// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "crypto/packetprotection.h"

#include <sodium.h>

#include <cassert>

#include "crypto/aead.h"
#include "crypto/kdf.h"

namespace nightjar::crypto {
namespace {

ByteArray<8> bigEndian(std::uint64_t value) {
    ByteArray<8> out{};
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] = static_cast<std::uint8_t>(value >> (56 - 8 * i));
    }
    return out;
}

ByteArray<12> nonceOf(std::uint64_t number) {
    ByteArray<12> nonce{};
    const auto tail = bigEndian(number);
    std::memcpy(nonce.data() + 4, tail.data(), tail.size());
    return nonce;
}

}  // namespace

PacketKey::PacketKey(ByteView directionSecret) {
    assert(directionSecret.size() == 32);
    hkdfSha512Into(m_key.mutableView(), directionSecret, {}, asBytes("NJ1 channel key"));
}

Bytes PacketKey::seal(std::uint64_t packetNumber, ByteView header, ByteView plaintext) const {
    return ChaCha20Poly1305::seal(m_key.view(), nonceOf(packetNumber), header, plaintext);
}

std::optional<Bytes> PacketKey::open(std::uint64_t packetNumber, ByteView header, ByteView sealed) const {
    return ChaCha20Poly1305::open(m_key.view(), nonceOf(packetNumber), header, sealed);
}

void PacketKey::sealInPlace(std::uint64_t packetNumber, ByteView header, MutableByteView buffer) const {
    ChaCha20Poly1305::sealInPlace(m_key.view(), nonceOf(packetNumber), header, buffer);
}

bool PacketKey::openInPlace(std::uint64_t packetNumber, ByteView header, MutableByteView buffer) const {
    return ChaCha20Poly1305::openInPlace(m_key.view(), nonceOf(packetNumber), header, buffer);
}

VoiceKey::VoiceKey(ByteView directionSecret) {
    assert(directionSecret.size() == 32);
    WipedArray<64> keys;
    hkdfSha512Into(keys.mutableView(), directionSecret, {}, asBytes("NJ1 voice key"));
    m_encryption = WipedArray<32>(keys.part(0, 32));
    m_mac = WipedArray<32>(keys.part(32, 32));
}

Bytes VoiceKey::seal(std::uint64_t sequence, ByteView header, ByteView plaintext) const {
    const auto nonce = nonceOf(sequence);
    Bytes out;
    out.reserve(plaintext.size() + tagSize);
    append(out, plaintext);
    crypto_stream_chacha20_ietf_xor(out.data(), out.data(), out.size(), nonce.data(), m_encryption.data());
    append(out, tag(sequence, header, out));
    return out;
}

std::optional<Bytes> VoiceKey::open(std::uint64_t sequence, ByteView header, ByteView sealed) const {
    if (sealed.size() < tagSize) {
        return std::nullopt;
    }
    const auto nonce = nonceOf(sequence);
    const auto ciphertext = sealed.first(sealed.size() - tagSize);
    if (!constantTimeEqual(tag(sequence, header, ciphertext), sealed.last(tagSize))) {
        return std::nullopt;
    }
    Bytes out = toBytes(ciphertext);
    if (!out.empty()) {
        crypto_stream_chacha20_ietf_xor(out.data(), out.data(), out.size(), nonce.data(), m_encryption.data());
    }
    return out;
}

ByteArray<VoiceKey::tagSize> VoiceKey::tag(std::uint64_t sequence, ByteView header, ByteView ciphertext) const {
    return toArray<tagSize>(hash256({header, bigEndian(sequence), ciphertext}, m_mac.view()));
}

}  // namespace nightjar::crypto
