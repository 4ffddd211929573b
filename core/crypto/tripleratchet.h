// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "crypto/pqratchet.h"
#include "crypto/ratchet.h"

namespace nightjar::crypto {

/// The session between two people: the Double Ratchet, and beside it the sparse post-quantum ratchet. A message key is
/// made of one key of each ("The Double Ratchet Algorithm", revision 4, section 5, Triple Ratchet), so that a message
/// stays closed for whoever knows one of the two only.
///
/// The padding of a message belongs to the post-quantum half: fillPadding() before encrypt(), takePadding() after
/// decrypt().
class TripleRatchet {
public:
    /// Bytes that encryption adds.
    static constexpr std::size_t overhead = Ratchet::overhead;

    [[nodiscard]] static std::optional<TripleRatchet> asAccepter(const SessionSecrets& secrets,
                                                                 const PublicKey& inviterRatchetKey,
                                                                 RandomSource& random);
    [[nodiscard]] static TripleRatchet asInviter(const SessionSecrets& secrets, const KeyPair& inviterRatchetPair);

    void fillPadding(MutableByteView padding, RandomSource& random) { m_pq.fill(padding, random); }
    [[nodiscard]] Result<Bytes, RatchetError> encrypt(ByteView plaintext, RandomSource& random);
    /// A message that is refused, for whatever reason, leaves the state as it was.
    [[nodiscard]] Result<Bytes, RatchetError> decrypt(ByteView message, Instant now, RandomSource& random);
    /// False when the padding is none that could be; the caller abandons this state.
    [[nodiscard]] bool takePadding(ByteView padding, RandomSource& random) { return m_pq.take(padding, random); }

    [[nodiscard]] bool canSend() const { return m_double.canSend(); }
    /// Forgets keys of ratchetSkippedLife and older.
    void expire(Instant now);
    [[nodiscard]] std::size_t skippedCount() const { return m_double.skippedCount(); }
    /// The post-quantum epoch in which we send.
    [[nodiscard]] std::uint32_t epoch() const { return m_pq.sendingEpoch(); }

    /// The whole state, secret: the caller stores it encrypted and wipes it (base/secret.h). Version 1 (2), length of
    /// the state of the Double Ratchet 4, that state, the state of the post-quantum ratchet.
    [[nodiscard]] Bytes serialize() const;
    [[nodiscard]] static Result<TripleRatchet, RatchetError> deserialize(ByteView stored);

    /// The key of one message: HMAC-SHA-512(key of the post-quantum epoch, key of the Double Ratchet || "NJ1 message
    /// key")[0..32]. HMAC is a PRF by either (Backendal, Bellare, Guenther, Scarlata, "When Messages are Keys: Is HMAC
    /// a dual-PRF?", CRYPTO 2023).
    static void mix(RatchetKey& key, ByteView epochKey);

private:
    TripleRatchet(Ratchet doubleRatchet, PqRatchet pq) : m_double(std::move(doubleRatchet)), m_pq(std::move(pq)) {}

    Ratchet m_double;
    PqRatchet m_pq;
};

}  // namespace nightjar::crypto
