// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <deque>

#include "base/instant.h"
#include "crypto/erasure.h"
#include "crypto/handshake.h"
#include "crypto/mlkem.h"
#include "crypto/wiped.h"

namespace nightjar::crypto {

/// Most keys of epochs that are kept: the present ones, and past ones for messages that are late.
inline constexpr std::size_t maxPastEpochs = 64;
/// Kind, epoch, first index and count before the chunks in a padding.
inline constexpr std::size_t pqRunHeader = 4;

/// The sparse post-quantum ratchet: docs/protocol.md section 7, after Auerbach, Dodis, Jost, Katsumata, Schmidt, "How
/// to Compare Bandwidth Constrained Two-Party Secure Messaging Protocols" (USENIX Security 2025, the first protocol of
/// its section on KEMs), and Signal's sparse post-quantum ratchet. One side sends a fresh ML-KEM-768 key, in chunks
/// that ride in the padding of envelopes; the other answers with a ciphertext, likewise; then they change places. Each
/// such exchange is an epoch and gives a key that is mixed into the keys of all messages of that epoch
/// (tripleratchet.h).
class PqRatchet {
public:
    [[nodiscard]] static PqRatchet begin(const SessionSecrets& secrets, bool accepter);

    /// The latest epoch whose key the other side surely has.
    [[nodiscard]] std::uint32_t sendingEpoch() const { return m_sending; }
    /// The latest epoch that the other side has used.
    [[nodiscard]] std::uint32_t heardEpoch() const { return m_heard; }
    /// The latest epoch whose key we have.
    [[nodiscard]] std::uint32_t epoch() const { return m_epoch; }
    /// Nothing for an epoch to come and for one that is over.
    [[nodiscard]] std::optional<ByteView> key(std::uint32_t epoch) const;

    /// An authentic message of this epoch came.
    void heard(std::uint32_t epoch, Instant now);
    /// Puts as many chunks as fit into the padding of a message, which is all zeros.
    void fill(MutableByteView padding, RandomSource& random);
    /// Takes what the other side put there. False when it cannot be read.
    [[nodiscard]] bool take(ByteView padding, RandomSource& random);
    /// Forgets keys of epochs that both sides have left: those that ended before then, or all.
    void forgetPast(Instant endedBefore = Instant::max());

    [[nodiscard]] Bytes serialize() const;
    [[nodiscard]] static std::optional<PqRatchet> deserialize(ByteView stored);

private:
    struct EpochKey {
        std::uint32_t epoch = 0;
        std::int64_t endedMs = 0;  ///< since when nobody begins a message with it; zero: not yet
        WipedArray<32> key;
    };
    /// A key pair of ours; copied often, so not in locked memory (wiped.h).
    struct Pair {
        WipedArray<kemSeedSize> seed;
        KemKey publicKey{};
    };
    PqRatchet() = default;

    /// Whose key begins an epoch: in turns, the accepter's first.
    [[nodiscard]] bool sendsKey(std::uint32_t epoch) const { return (epoch % 2 == 1) == m_accepter; }
    [[nodiscard]] bool awaitsHearing() const { return m_sending < m_epoch; }
    void takeKeyChunk(std::uint8_t index, ByteView chunk, RandomSource& random);
    void takeCiphertextChunk(std::uint8_t index, ByteView chunk);
    /// R, K = KDF(R, SS): the next epoch.
    void step(ByteView sharedSecret, const KemKey& key, const KemCiphertext& ciphertext);

    bool m_accepter = false;
    std::uint32_t m_epoch = 0;
    std::uint32_t m_sending = 0;
    std::uint32_t m_heard = 0;
    WipedArray<32> m_root;
    std::deque<EpochKey> m_keys;  ///< ascending, the last one is that of m_epoch
    // The exchange under way.
    std::optional<Pair> m_pair;               ///< ours, of the next epoch
    bool m_keyArrived = false;                ///< the other side has all of its public half: it answers
    std::optional<KemCiphertext> m_answered;  ///< ours, of m_epoch, until the other side uses that
    std::uint8_t m_next = 0;                  ///< index of the next chunk that we send
    ErasureCollector m_arriving;              ///< of what the other side sends
};

}  // namespace nightjar::crypto
