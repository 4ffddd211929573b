// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/random.h"
#include "crypto/keys.h"
#include "crypto/wiped.h"

namespace nightjar::crypto {

/// What a ratchet message says about its place in the conversation.
struct RatchetHeader {
    /// The sender's current ratchet key.
    PublicKey dh;
    /// Length of the sender's previous sending chain.
    std::uint32_t previousCount = 0;
    /// Number of the message in its chain.
    std::uint32_t number = 0;
};

/// A 32-byte key of the ratchet.
using RatchetKey = WipedArray<32>;

/// Everything about the Double Ratchet that is a parameter and not the algorithm ("The Double Ratchet Algorithm",
/// section 7.2): key derivation, AEAD and header codec of Nightjar, suite NJ1. The algorithm in ratchetcore.h takes
/// such a struct as its template argument, so that tests can run the very same code with the parameters of other
/// published protocols against their implementations.
struct Nj1Suite {
    /// Random nonce 12, sealed flags 1 + DH 32 + PN 4 + N 4, tag 16.
    static constexpr std::size_t sealedHeaderSize = 69;
    /// Tag of the body.
    static constexpr std::size_t bodyOverhead = 16;

    /// KDF_RK: HKDF-SHA-512(salt = root, ikm = dh, "NJ1 ratchet root"). Replaces `root`, sets the other two.
    static void kdfRoot(RatchetKey& root, ByteView dh, RatchetKey& chain, RatchetKey& nextHeader);
    /// KDF_CK: message key HMAC-SHA-512(chain, 0x01)[0..32], next chain key HMAC-SHA-512(chain, 0x02)[0..32].
    static void kdfChain(RatchetKey& chain, RatchetKey& message);
    /// Appends sealedHeaderSize bytes to `out`.
    static void sealHeader(Bytes& out, const RatchetKey& key, const RatchetHeader& header, RandomSource& random);
    /// Nothing when the header was not sealed with this key.
    [[nodiscard]] static std::optional<RatchetHeader> openHeader(const RatchetKey& key, ByteView sealed);
    /// Appends plaintext.size() + bodyOverhead bytes to `out`. ChaCha20-Poly1305 (RFC 8439) with a zero nonce under
    /// HKDF-SHA-512(message key, "NJ1 message key"), which is used for this one message.
    static void sealBody(Bytes& out, const RatchetKey& message, ByteView associated, ByteView sealedHeader,
                         ByteView plaintext);
    [[nodiscard]] static std::optional<Bytes> openBody(const RatchetKey& message, ByteView associated,
                                                       ByteView sealedHeader, ByteView sealed);
};

}  // namespace nightjar::crypto
