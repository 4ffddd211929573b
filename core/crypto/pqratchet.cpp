// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "crypto/pqratchet.h"

#include <algorithm>
#include <limits>

#include "base/buffer.h"
#include "crypto/kdf.h"

namespace nightjar::crypto {
namespace {

constexpr std::uint8_t keyRun = 1;
constexpr std::uint8_t ciphertextRun = 2;

static_assert(kemKeySize % erasureChunkSize == 0 && kemCiphertextSize % erasureChunkSize == 0);

// Stored state, big-endian:
//   flags 1: accepter 1, pair 2, key arrived 4, answered 8, arriving 16 | epoch 4, sending 4, heard 4 | root 32 | next
//   1 | keys 1, each: epoch 4, ended unix ms 6, key 32 | seed 64, public key 1,184 if pair | ciphertext 1,088 if
//   answered | chunks if arriving
constexpr std::uint8_t isAccepter = 1;
constexpr std::uint8_t hasPair = 2;
constexpr std::uint8_t keyHasArrived = 4;
constexpr std::uint8_t hasAnswered = 8;
constexpr std::uint8_t isArriving = 16;
constexpr std::int64_t lastMs = (std::int64_t{1} << 48) - 1;

/// Numbers of epochs do not come round.
constexpr std::uint32_t lastEpoch = std::numeric_limits<std::uint32_t>::max();

std::uint8_t low(std::uint32_t epoch) {
    return static_cast<std::uint8_t>(epoch);
}

}  // namespace

PqRatchet PqRatchet::begin(const SessionSecrets& secrets, bool accepter) {
    PqRatchet out;
    out.m_accepter = accepter;
    out.m_root = WipedArray<32>(secrets.pqRoot.view());
    out.m_keys.push_back({0, 0, WipedArray<32>(secrets.pqKey.view())});
    return out;
}

std::optional<ByteView> PqRatchet::key(std::uint32_t epoch) const {
    const auto found =
        std::find_if(m_keys.begin(), m_keys.end(), [epoch](const EpochKey& one) { return one.epoch == epoch; });
    return found == m_keys.end() ? std::nullopt : std::optional(found->key.view());
}

void PqRatchet::heard(std::uint32_t epoch, Instant now) {
    m_heard = std::max(m_heard, epoch);
    if (epoch > m_sending) {
        // They have what we answered with.
        m_sending = epoch;
        m_answered.reset();
        m_next = 0;
    }
    for (auto& one : m_keys) {
        if (one.epoch < std::min(m_sending, m_heard) && one.endedMs == 0) {
            one.endedMs = std::clamp<std::int64_t>(toUnixMs(now), 1, lastMs);
        }
    }
}

void PqRatchet::forgetPast(Instant endedBefore) {
    std::erase_if(m_keys, [&](const EpochKey& one) {
        return one.endedMs != 0 && (endedBefore == Instant::max() || one.endedMs <= toUnixMs(endedBefore));
    });
}

// ---- what rides in the padding

void PqRatchet::fill(MutableByteView padding, RandomSource& random) {
    if (padding.size() < pqRunHeader + erasureChunkSize) {
        return;
    }
    std::uint8_t kind = 0;
    std::uint32_t epoch = m_epoch;
    ByteView data;
    if (awaitsHearing() && m_answered) {
        kind = ciphertextRun;
        data = *m_answered;
    } else if (!awaitsHearing() && sendsKey(m_epoch + 1) && !m_keyArrived && m_epoch != lastEpoch) {
        if (!m_pair) {
            const auto pair = generateKemKeyPair(random);
            m_pair = Pair{WipedArray<kemSeedSize>(pair.seed.view()), pair.publicKey};
            m_arriving = ErasureCollector(kemCiphertextSize);
            m_next = 0;
        }
        kind = keyRun;
        epoch = m_epoch + 1;
        data = m_pair->publicKey;
    } else {
        return;
    }
    const auto count = std::min((padding.size() - pqRunHeader) / erasureChunkSize, data.size() / erasureChunkSize);
    padding[0] = kind;
    padding[1] = low(epoch);
    padding[2] = m_next;
    padding[3] = static_cast<std::uint8_t>(count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto chunk = erasureChunk(data, m_next);
        std::copy(chunk.begin(), chunk.end(),
                  padding.begin() + static_cast<std::ptrdiff_t>(pqRunHeader + i * erasureChunkSize));
        m_next = static_cast<std::uint8_t>((m_next + 1) % maxErasureChunks);
    }
}

bool PqRatchet::take(ByteView padding, RandomSource& random) {
    ByteReader in(padding);
    if (padding.empty() || padding[0] == 0) {
        in.skipZeros();
        if (padding.size() >= pqRunHeader + erasureChunkSize) {
            // Who answers fills such a padding. If they did before, they lost our key: put back from a backup.
            m_keyArrived = m_keyArrived && !in.complete();
        }
        return in.complete();
    }
    const auto kind = in.u8();
    const auto epoch = in.u8();
    const std::size_t first = in.u8();
    const std::size_t count = in.u8();
    const auto chunks = in.bytes(count * erasureChunkSize);
    in.skipZeros();
    if (!in.complete() || kind > ciphertextRun || first >= maxErasureChunks || count == 0 ||
        count > kemKeySize / erasureChunkSize) {
        return false;
    }
    // Late ones belong to an exchange that is over. No envelope can be so late that the number comes round.
    for (std::size_t i = 0; i < count && m_epoch != lastEpoch && epoch == low(m_epoch + 1); ++i) {
        const auto index = static_cast<std::uint8_t>((first + i) % maxErasureChunks);
        const auto chunk = chunks.subspan(i * erasureChunkSize, erasureChunkSize);
        kind == keyRun ? takeKeyChunk(index, chunk, random) : takeCiphertextChunk(index, chunk);
    }
    return true;
}

void PqRatchet::takeKeyChunk(std::uint8_t index, ByteView chunk, RandomSource& random) {
    if (sendsKey(m_epoch + 1)) {
        return;
    }
    if (m_arriving.count() == 0) {
        m_arriving = ErasureCollector(kemKeySize);
    }
    m_arriving.add(index, chunk);
    if (!m_arriving.isComplete()) {
        return;
    }
    const auto key = toArray<kemKeySize>(m_arriving.data());
    m_arriving = {};
    if (const auto made = encapsulate(key, random)) {
        step(made->sharedSecret.view(), key, made->ciphertext);
        m_answered = made->ciphertext;
        m_next = 0;
    }
}

void PqRatchet::takeCiphertextChunk(std::uint8_t index, ByteView chunk) {
    if (!sendsKey(m_epoch + 1) || !m_pair) {
        return;
    }
    m_keyArrived = true;
    m_arriving.add(index, chunk);
    if (!m_arriving.isComplete()) {
        return;
    }
    const auto ciphertext = toArray<kemCiphertextSize>(m_arriving.data());
    const auto secret = decapsulate(m_pair->seed.view(), ciphertext);
    step(secret.view(), m_pair->publicKey, ciphertext);
    m_sending = m_epoch;
    m_pair.reset();
    m_keyArrived = false;
    m_arriving = {};
    m_next = 0;
}

void PqRatchet::step(ByteView sharedSecret, const KemKey& key, const KemCiphertext& ciphertext) {
    ++m_epoch;
    ByteWriter number;
    number.u32(m_epoch);
    const auto exchanged = sha512({key, ciphertext});
    auto prk = hkdfExtract(m_root.view(), {sharedSecret});
    WipedArray<64> out;
    hkdfExpand(out.mutableView(), prk, {asBytes("NJ1 pq ratchet"), number.view(), exchanged});
    wipe(prk);
    m_root = WipedArray<32>(out.part(0, 32));
    m_keys.push_back({m_epoch, 0, WipedArray<32>(out.part(32, 32))});
    while (m_keys.size() > maxPastEpochs) {
        m_keys.pop_front();
    }
}

// ---- disk

Bytes PqRatchet::serialize() const {
    ByteWriter out;
    out.u8(static_cast<std::uint8_t>((m_accepter ? isAccepter : 0) | (m_pair ? hasPair : 0) |
                                     (m_keyArrived ? keyHasArrived : 0) | (m_answered ? hasAnswered : 0) |
                                     (m_arriving.count() > 0 ? isArriving : 0)));
    out.u32(m_epoch);
    out.u32(m_sending);
    out.u32(m_heard);
    out.bytes(m_root.view());
    out.u8(m_next);
    out.u8(static_cast<std::uint8_t>(m_keys.size()));
    for (const auto& one : m_keys) {
        out.u32(one.epoch);
        out.u16(static_cast<std::uint16_t>(one.endedMs >> 32));
        out.u32(static_cast<std::uint32_t>(one.endedMs));
        out.bytes(one.key.view());
    }
    if (m_pair) {
        out.bytes(m_pair->seed.view());
        out.bytes(m_pair->publicKey);
    }
    if (m_answered) {
        out.bytes(*m_answered);
    }
    if (m_arriving.count() > 0) {
        auto chunks = m_arriving.serialize();
        out.bytes(chunks);
    }
    return out.take();
}

std::optional<PqRatchet> PqRatchet::deserialize(ByteView stored) {
    ByteReader in(stored);
    PqRatchet out;
    const auto flags = in.u8();
    out.m_accepter = (flags & isAccepter) != 0;
    out.m_keyArrived = (flags & keyHasArrived) != 0;
    out.m_epoch = in.u32();
    out.m_sending = in.u32();
    out.m_heard = in.u32();
    const auto root = in.bytes(32);
    out.m_next = in.u8();
    const std::size_t keys = in.u8();
    const bool possible = in.ok() && flags < 2 * isArriving && keys > 0 && keys <= maxPastEpochs &&
                          out.m_next < maxErasureChunks && out.m_sending <= out.m_epoch && out.m_heard <= out.m_epoch &&
                          out.m_epoch - out.m_sending <= 1;
    if (!possible) {
        return std::nullopt;
    }
    out.m_root = WipedArray<32>(root);
    for (std::size_t i = 0; i < keys; ++i) {
        EpochKey one;
        one.epoch = in.u32();
        one.endedMs = static_cast<std::int64_t>(std::uint64_t{in.u16()} << 32);
        one.endedMs |= in.u32();
        const auto key = in.bytes(32);
        if (!in.ok() || (i > 0 && one.epoch <= out.m_keys.back().epoch)) {
            return std::nullopt;
        }
        one.key = WipedArray<32>(key);
        out.m_keys.push_back(one);
    }
    if (out.m_keys.back().epoch != out.m_epoch || !out.key(out.m_sending)) {
        return std::nullopt;
    }
    if ((flags & hasPair) != 0) {
        const auto seed = in.bytes(kemSeedSize);
        const auto publicKey = in.array<kemKeySize>();
        if (!in.ok()) {
            return std::nullopt;
        }
        out.m_pair = Pair{WipedArray<kemSeedSize>(seed), publicKey};
    }
    if ((flags & hasAnswered) != 0) {
        out.m_answered = in.array<kemCiphertextSize>();
    }
    const bool sends = out.sendsKey(out.m_epoch + 1);
    const bool fits = (out.m_answered.has_value() == out.awaitsHearing()) && (!out.awaitsHearing() || sends) &&
                      (!out.m_pair || (sends && !out.awaitsHearing())) && (!out.m_keyArrived || out.m_pair);
    if (!in.ok() || !fits) {
        return std::nullopt;
    }
    if (sends && out.m_pair) {
        out.m_arriving = ErasureCollector(kemCiphertextSize);
    }
    if ((flags & isArriving) != 0) {
        auto arriving = ErasureCollector::deserialize(in.rest(), sends ? kemCiphertextSize : kemKeySize);
        if (!arriving || arriving->count() == 0 || arriving->isComplete() || (sends && !out.m_pair)) {
            return std::nullopt;
        }
        out.m_arriving = std::move(*arriving);
    }
    return in.complete() ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace nightjar::crypto
