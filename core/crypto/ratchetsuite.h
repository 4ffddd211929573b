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
    /// The post-quantum epoch whose key takes part in that of the message (tripleratchet.h).
    std::uint32_t epoch = 0;
};

/// A 32-byte key of the ratchet.
using RatchetKey = WipedArray<32>;

/// docs/protocol.md section 7. Everything about the Double Ratchet that is a parameter and not the algorithm ("The
/// Double Ratchet Algorithm", section 5.2): key derivation, AEAD and header codec of Nightjar, suite NJ1. The algorithm
/// in ratchetcore.h takes such a struct as its template argument, so that tests can run the very same code with the
/// parameters of other published protocols against their implementations.
struct Nj1Suite {
    /// Tag 16, sealed DH 32 + PN 3 + N 3 + epoch 4.
    static constexpr std::size_t sealedHeaderSize = 58;
    /// Numbers are 3 bytes on the wire.
    static constexpr std::uint32_t maxNumber = (1u << 24) - 1;
    /// What a message is longer than its plaintext: the sealed header and the tag of the body.
    static constexpr std::size_t overhead = sealedHeaderSize + 16;

    /// KDF_RK: HKDF-SHA-512(salt = root, ikm = dh, "NJ1 ratchet root"). Replaces `root`, sets the other two.
    static void kdfRoot(RatchetKey& root, ByteView dh, RatchetKey& chain, RatchetKey& nextHeader);
    /// KDF_CK: message key HMAC-SHA-512(chain, 0x01)[0..32], next chain key HMAC-SHA-512(chain, 0x02)[0..32].
    static void kdfChain(RatchetKey& chain, RatchetKey& message);

    /// The header key of a receiving chain that begins: the one agreed upon a step before. Protocols that do not seal
    /// their headers know a chain by the ratchet key of its sender instead.
    [[nodiscard]] static const RatchetKey& chainHeader(const RatchetKey& agreed, const PublicKey& /*sender*/) {
        return agreed;
    }

    /// HENCRYPT and ENCRYPT: the whole message. Both are sealed without a nonce (headerseal.h, bodyseal.h): a store
    /// that was put back from a backup seals other messages under keys that it used before, and that must show no more
    /// than whether two are equal. The associated data of the body are those of the session followed by the sealed
    /// header.
    [[nodiscard]] static Bytes seal(const RatchetKey& headerKey, const RatchetHeader& header, const RatchetKey& message,
                                    ByteView associated, ByteView plaintext, RandomSource& random);
    /// HDECRYPT: nothing when the header of this message was not sealed with this key. `sealed` has at least `overhead`
    /// bytes.
    [[nodiscard]] static std::optional<RatchetHeader> openHeader(const RatchetKey& headerKey, ByteView sealed);
    /// DECRYPT. `sealed` has at least `overhead` bytes.
    [[nodiscard]] static std::optional<Bytes> openBody(const RatchetKey& message, ByteView associated, ByteView sealed);
};

}  // namespace nightjar::crypto
