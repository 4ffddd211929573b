// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <deque>

#include "base/instant.h"
#include "base/result.h"
#include "crypto/handshake.h"
#include "crypto/ratchetsuite.h"

namespace nightjar::crypto {

enum class RatchetError : std::uint8_t {
    /// Too short, or a stored state that cannot be.
    Malformed,
    /// No key of this session fits: not for this session, or changed on its way.
    Unauthenticated,
    /// The place in its chain was read before, or its key has expired.
    AlreadyRead,
    /// It would make us keep more than ratchetMaxSkip keys.
    TooFarAhead,
    /// The inviter cannot send before the accepter's first message has arrived.
    NoSendingChain,
    /// 2^32 - 1 messages in one chain, or a ratchet key of low order.
    Exhausted,
};

/// Most keys of messages that have not arrived that one session keeps, and most that one message may skip
/// (research figure and that of libsignal: 2,000).
inline constexpr std::size_t ratchetMaxSkip = 2000;
/// Most chains those keys may belong to: each costs one trial decryption of a header for a foreign message.
inline constexpr std::size_t ratchetMaxSkippedChains = 64;
/// A skipped key is forgotten after 14 days: longer, a stolen device would read messages that never arrived.
inline constexpr Duration ratchetSkippedLife = std::chrono::hours(14 * 24);
/// Longest associated data of a session.
inline constexpr std::size_t ratchetMaxAssociated = 128;

/// The Double Ratchet with header encryption: Perrin, Marlinspike, "The Double Ratchet Algorithm", revision 1,
/// section 4. Names of the state are those of section 4.2. The accepter of an invitation is Alice there, the inviter
/// Bob. The definition is in ratchetcore.h; this header is all that users of `Ratchet` need.
template <class Suite>
class BasicRatchet {
public:
    /// Bytes that encryption adds.
    static constexpr std::size_t overhead = Suite::sealedHeaderSize + Suite::bodyOverhead;

    /// RatchetInitAliceHE; nothing when the inviter's ratchet key is of low order.
    [[nodiscard]] static std::optional<BasicRatchet> asAccepter(const SessionSecrets& secrets,
                                                                const PublicKey& inviterRatchetKey,
                                                                RandomSource& random);
    /// RatchetInitBobHE; the inviter's one-time pair is its first ratchet pair.
    [[nodiscard]] static BasicRatchet asInviter(const SessionSecrets& secrets, const KeyPair& inviterRatchetPair);

    /// RatchetEncryptHE: sealed header, then sealed body. The state must be stored before the message leaves.
    [[nodiscard]] Result<Bytes, RatchetError> encrypt(ByteView plaintext, RandomSource& random);
    /// RatchetDecryptHE. A message that is refused, for whatever reason, leaves the state as it was.
    [[nodiscard]] Result<Bytes, RatchetError> decrypt(ByteView message, Instant now, RandomSource& random);

    [[nodiscard]] bool canSend() const { return m_live.sendingChain.has_value(); }
    /// Forgets skipped keys older than ratchetSkippedLife; how many.
    std::size_t expire(Instant now);
    /// Keys kept for messages that have not arrived.
    [[nodiscard]] std::size_t skippedCount() const;

    /// The whole state, secret: the caller stores it encrypted and wipes it.
    [[nodiscard]] Bytes serialize() const;
    [[nodiscard]] static Result<BasicRatchet, RatchetError> deserialize(ByteView stored);

private:
    struct SkippedKey {
        std::uint32_t number = 0;
        std::int64_t storedMs = 0;
        RatchetKey message;
    };
    /// Numbers ascend within a chain and chains are in the order in which they ended, so the front is the oldest.
    struct SkippedChain {
        RatchetKey headerKey;
        std::deque<SkippedKey> keys;
    };
    /// All but the skipped keys: small enough to be copied for a decryption that may fail.
    struct Live {
        RatchetKey ownSecret;
        PublicKey ownPublic;
        RatchetKey rootKey;
        std::optional<RatchetKey> sendingChain;
        std::optional<RatchetKey> receivingChain;
        std::optional<RatchetKey> sendingHeader;
        std::optional<RatchetKey> receivingHeader;
        RatchetKey nextSendingHeader;
        RatchetKey nextReceivingHeader;
        std::uint32_t sent = 0;
        std::uint32_t received = 0;
        std::uint32_t previousSent = 0;
    };

    BasicRatchet() = default;

    [[nodiscard]] Result<Bytes, RatchetError> decryptSkipped(SkippedChain& chain, std::uint32_t number,
                                                             ByteView message);
    [[nodiscard]] std::optional<RatchetError> skipTo(Live& live, std::uint32_t until, Instant now,
                                                     std::deque<SkippedChain>& fresh) const;
    [[nodiscard]] static bool dhStep(Live& live, const RatchetHeader& header, RandomSource& random);
    void keep(std::deque<SkippedChain>& fresh);
    void trimSkipped();

    Bytes m_associated;
    Live m_live;
    std::deque<SkippedChain> m_skipped;
};

extern template class BasicRatchet<Nj1Suite>;

/// The session between two people.
using Ratchet = BasicRatchet<Nj1Suite>;

}  // namespace nightjar::crypto
