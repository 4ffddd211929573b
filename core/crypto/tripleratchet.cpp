// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "crypto/tripleratchet.h"

#include "base/buffer.h"
#include "crypto/kdf.h"

namespace nightjar::crypto {
namespace {

constexpr std::uint8_t stateVersion = 2;

/// What the Double Ratchet asks for each message.
class Mixer final : public MessageKeyMix {
public:
    explicit Mixer(const PqRatchet& pq) : m_pq(pq) {}

    std::uint32_t forSending(RatchetKey& key) override {
        m_epoch = m_pq.sendingEpoch();
        if (const auto epochKey = m_pq.key(m_epoch)) {
            TripleRatchet::mix(key, *epochKey);
        }
        return m_epoch;
    }
    bool forReceiving(RatchetKey& key, std::uint32_t epoch, bool late) override {
        const auto epochKey = m_pq.key(epoch);
        // Who has stolen an old epoch must not go on in it: nobody goes back.
        if (!epochKey || (!late && epoch < m_pq.heardEpoch())) {
            return false;
        }
        TripleRatchet::mix(key, *epochKey);
        m_epoch = epoch;
        return true;
    }
    [[nodiscard]] std::uint32_t epoch() const { return m_epoch; }

private:
    const PqRatchet& m_pq;
    std::uint32_t m_epoch = 0;
};

}  // namespace

std::optional<TripleRatchet> TripleRatchet::asAccepter(const SessionSecrets& secrets,
                                                       const PublicKey& inviterRatchetKey, RandomSource& random) {
    auto doubleRatchet = Ratchet::asAccepter(secrets, inviterRatchetKey, random);
    if (!doubleRatchet) {
        return std::nullopt;
    }
    return TripleRatchet(std::move(*doubleRatchet), PqRatchet::begin(secrets, true));
}

TripleRatchet TripleRatchet::asInviter(const SessionSecrets& secrets, const KeyPair& inviterRatchetPair) {
    return {Ratchet::asInviter(secrets, inviterRatchetPair), PqRatchet::begin(secrets, false)};
}

void TripleRatchet::mix(RatchetKey& key, ByteView epochKey) {
    auto out = hmacSha512(epochKey, {key.view(), asBytes("NJ1 message key")});
    key = RatchetKey(ByteView(out).first(keySize));
    wipe(out);
}

Result<Bytes, RatchetError> TripleRatchet::encrypt(ByteView plaintext, RandomSource& random) {
    Mixer mixer(m_pq);
    return m_double.encrypt(plaintext, random, &mixer);
}

Result<Bytes, RatchetError> TripleRatchet::decrypt(ByteView message, Instant now, RandomSource& random) {
    Mixer mixer(m_pq);
    auto plaintext = m_double.decrypt(message, now, random, &mixer);
    if (plaintext) {
        m_pq.heard(mixer.epoch(), now);
        if (m_double.skippedCount() == 0) {
            m_pq.forgetPast();  // nothing can be late
        }
    }
    return plaintext;
}

void TripleRatchet::expire(Instant now) {
    m_double.expire(now);
    m_pq.forgetPast(m_double.skippedCount() == 0 ? Instant::max() : now - ratchetSkippedLife);
}

Bytes TripleRatchet::serialize() const {
    auto first = m_double.serialize();
    auto second = m_pq.serialize();
    ByteWriter out;
    out.u8(stateVersion);
    out.u32(static_cast<std::uint32_t>(first.size()));
    out.bytes(first);
    out.bytes(second);
    wipe(first);
    wipe(second);
    return out.take();
}

Result<TripleRatchet, RatchetError> TripleRatchet::deserialize(ByteView stored) {
    constexpr Unexpected malformed{RatchetError::Malformed};
    ByteReader in(stored);
    if (in.u8() != stateVersion) {
        return malformed;
    }
    const auto size = in.u32();
    auto doubleRatchet = Ratchet::deserialize(in.bytes(size));
    auto pq = in.ok() ? PqRatchet::deserialize(in.rest()) : std::nullopt;
    if (!doubleRatchet || !pq) {
        return malformed;
    }
    return TripleRatchet(std::move(*doubleRatchet), std::move(*pq));
}

}  // namespace nightjar::crypto
