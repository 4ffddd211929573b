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
    /// Too short, a ratchet key of low order, or a stored state that cannot be.
    Malformed,
    /// No key of this session fits: not for this session, changed on its way, or read long ago.
    Unauthenticated,
    /// The header is true, but the message was read before or its key has expired.
    AlreadyRead,
    /// It would make us skip more than ratchetMaxSkip messages.
    TooFarAhead,
    /// The inviter cannot send before the accepter's first message has arrived.
    NoSendingChain,
    /// As many messages in one chain as the suite can number.
    Exhausted,
};

/// Most keys of messages that have not arrived that one session keeps, and most that one message may skip in a chain
/// (the figure of libsignal: 2,000).
inline constexpr std::size_t ratchetMaxSkip = 2000;
/// Most chains those keys may belong to: each costs one trial decryption of a header (about 1 us) per foreign message.
inline constexpr std::size_t ratchetMaxSkippedChains = 64;
/// A skipped key is forgotten after 14 days: kept longer, it would let a thief of the device read what was lost.
inline constexpr Duration ratchetSkippedLife = std::chrono::hours(14 * 24);

/// Takes part in the key of each message, beside the Double Ratchet; the key of a message is mixed once when it is
/// sealed and once for every attempt to open it.
class MessageKeyMix {
public:
    virtual ~MessageKeyMix() = default;
    /// Gives the epoch for the header.
    virtual std::uint32_t forSending(RatchetKey& key) = 0;
    /// `late`: a later message has come before. False when no message of that epoch can come (any more).
    [[nodiscard]] virtual bool forReceiving(RatchetKey& key, std::uint32_t epoch, bool late) = 0;
};

/// The Double Ratchet with header encryption: Perrin, Marlinspike, "The Double Ratchet Algorithm", revision 1,
/// section 4. The accepter of an invitation is Alice there, the inviter Bob. The algorithm is in ratchetcore.h; this
/// header is all that users of `Ratchet` need.
///
/// A copy is a snapshot of the same session; only one of the two may go on, or keys would be used twice.
template <class Suite>
class BasicRatchet {
public:
    /// Bytes that encryption adds.
    static constexpr std::size_t overhead = Suite::overhead;

    /// RatchetInitAliceHE; nothing when the inviter's ratchet key is of low order.
    [[nodiscard]] static std::optional<BasicRatchet> asAccepter(const SessionSecrets& secrets,
                                                                const PublicKey& inviterRatchetKey,
                                                                RandomSource& random);
    /// RatchetInitBobHE; the inviter's one-time pair is its first ratchet pair.
    [[nodiscard]] static BasicRatchet asInviter(const SessionSecrets& secrets, const KeyPair& inviterRatchetPair);

    /// RatchetEncryptHE: sealed header, then sealed body. The state must be stored before the message leaves.
    [[nodiscard]] Result<Bytes, RatchetError> encrypt(ByteView plaintext, RandomSource& random,
                                                      MessageKeyMix* mix = nullptr);
    /// RatchetDecryptHE. A message that is refused, for whatever reason, leaves the state as it was.
    [[nodiscard]] Result<Bytes, RatchetError> decrypt(ByteView message, Instant now, RandomSource& random,
                                                      MessageKeyMix* mix = nullptr);

    [[nodiscard]] bool canSend() const { return m_live.sending.has_value(); }
    /// Forgets skipped keys of ratchetSkippedLife and older; how many.
    std::size_t expire(Instant now);
    /// Keys kept for messages that have not arrived.
    [[nodiscard]] std::size_t skippedCount() const;

    /// The whole state, secret: the caller stores it encrypted and wipes it (base/secret.h).
    [[nodiscard]] Bytes serialize() const;
    [[nodiscard]] static Result<BasicRatchet, RatchetError> deserialize(ByteView stored);

private:
    /// CKs and HKs, or CKr and HKr.
    struct Chain {
        RatchetKey key;
        RatchetKey header;
    };
    /// All but the skipped keys: small enough to be copied for a decryption that may fail.
    struct Live {
        RatchetKey ownSecret;  // DHs
        PublicKey ownPublic;
        RatchetKey root;  // RK
        std::optional<Chain> sending;
        std::optional<Chain> receiving;
        RatchetKey nextSendingHeader;    // NHKs
        RatchetKey nextReceivingHeader;  // NHKr
        std::uint32_t sent = 0;          // Ns
        std::uint32_t received = 0;      // Nr
        std::uint32_t previousSent = 0;  // PN
    };
    struct SkippedKey {
        std::uint32_t number = 0;
        std::int64_t storedMs = 0;
        RatchetKey message;
    };
    /// MKSKIPPED by chain. Numbers ascend within a chain and chains stand in the order in which they were received, so
    /// the front of all is the oldest key.
    struct SkippedChain {
        RatchetKey header;
        std::deque<SkippedKey> keys;
    };

    BasicRatchet() = default;

    [[nodiscard]] Result<Bytes, RatchetError> decryptSkipped(const RatchetKey& chainHeader, const RatchetHeader& header,
                                                             ByteView message, MessageKeyMix* mix);
    [[nodiscard]] static bool mixIn(RatchetKey& key, const RatchetHeader& header, bool late, MessageKeyMix* mix);
    /// SkipMessageKeysHE; the keys go to `fresh`. False when that would be too many.
    [[nodiscard]] static bool skipTo(Live& live, std::uint32_t until, Instant now, std::deque<SkippedChain>& fresh);
    /// DHRatchetHE. False for a key of low order.
    [[nodiscard]] static bool stepDh(Live& live, const PublicKey& peer, RandomSource& random);
    void keep(std::deque<SkippedChain>& fresh);

    Bytes m_associated;  // AD: the transcript of the handshake
    Live m_live;
    std::deque<SkippedChain> m_skipped;
};

extern template class BasicRatchet<Nj1Suite>;

/// The session between two people.
using Ratchet = BasicRatchet<Nj1Suite>;

}  // namespace nightjar::crypto
