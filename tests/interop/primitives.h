// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <optional>

#include "base/bytes.h"
#include "crypto/keys.h"
#include "crypto/wiped.h"

namespace nightjar::interop {

// What Olm and the Signal protocol are made of besides X25519, through OpenSSL: nothing of it is part of Nightjar.

/// HMAC-SHA-256 (RFC 2104).
[[nodiscard]] Bytes hmacSha256(ByteView key, ByteView data);
/// HKDF-SHA-256 (RFC 5869).
[[nodiscard]] Bytes hkdfSha256(ByteView salt, ByteView ikm, std::string_view info, std::size_t size);
/// AES-256-CBC with the padding of PKCS #7; 32 bytes of key, 16 of IV.
[[nodiscard]] Bytes aesCbcEncrypt(ByteView key, ByteView iv, ByteView plaintext);
[[nodiscard]] std::optional<Bytes> aesCbcDecrypt(ByteView key, ByteView iv, ByteView ciphertext);

/// The fields of a message in the encoding of Protocol Buffers.
class ProtobufWriter {
public:
    void number(unsigned field, std::uint64_t value);
    void bytes(unsigned field, ByteView value);
    [[nodiscard]] Bytes take() { return std::move(m_out); }

private:
    void varint(std::uint64_t value);
    Bytes m_out;
};

/// The same, read at once; fields that are not asked for are passed over.
class ProtobufReader {
public:
    explicit ProtobufReader(ByteView in);
    [[nodiscard]] bool ok() const { return m_ok; }
    /// 0 where it is missing, as the encoding has it.
    [[nodiscard]] std::uint64_t number(unsigned field) const;
    /// Empty where it is missing.
    [[nodiscard]] ByteView bytes(unsigned field) const;
    /// A public key in `size` bytes: 32, or 33 with Signal's leading 5.
    [[nodiscard]] std::optional<crypto::PublicKey> key(unsigned field, std::size_t size) const;

private:
    static constexpr unsigned fields = 16;
    bool m_ok = true;
    std::array<std::uint64_t, fields> m_numbers{};
    std::array<ByteView, fields> m_bytes{};
};

/// X25519 agreements, one after the other.
[[nodiscard]] Bytes agreements(
    std::initializer_list<std::pair<const crypto::KeyPair*, const crypto::PublicKey*>> pairs);

// What both suites share. Their headers are not sealed, so a chain is known by the ratchet key of its sender: that key
// stands in the place of the header key, and zeros in the place of one that is still to come, which any key may take.
struct PlainHeaders {
    static crypto::WipedArray<32> chainHeader(const crypto::WipedArray<32>&, const crypto::PublicKey& peer) {
        return crypto::WipedArray<32>(peer.view());
    }
    [[nodiscard]] static bool fits(const crypto::WipedArray<32>& headerKey, const crypto::PublicKey& sender) {
        const crypto::WipedArray<32> any;
        return constantTimeEqual(headerKey.view(), any.view()) || constantTimeEqual(headerKey.view(), sender.view());
    }
    /// Message key HMAC-SHA-256(chain, 1), next chain key HMAC-SHA-256(chain, 2).
    static void kdfChain(crypto::WipedArray<32>& chain, crypto::WipedArray<32>& message);
    /// HKDF-SHA-256(salt = root, ikm = dh, info): root, then chain key.
    static void kdfRoot(crypto::WipedArray<32>& root, ByteView dh, std::string_view info, crypto::WipedArray<32>& chain,
                        crypto::WipedArray<32>& nextHeader);
};

}  // namespace nightjar::interop
