// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

// The algorithm of ratchet.h for any suite. Only files that instantiate it include this header.

#include <algorithm>
#include <limits>

#include "base/buffer.h"
#include "crypto/ratchet.h"

namespace nightjar::crypto {

// Stored state, version 1, big-endian:
//   version 1 | flags 1: sending 1, receiving 2 | AD length 1, AD | own secret 32, own public 32 | root 32 |
//   next sending header 32, next receiving header 32 | sending key 32, header 32, if any |
//   receiving key 32, header 32, if any | sent 4 | received 4 | previous sent 4 |
//   chains 1, each: header 32, keys 2, each: number 4, stored unix ms 6, message key 32
namespace ratchetstate {
inline constexpr std::uint8_t version = 1;
inline constexpr std::uint8_t hasSending = 1;
inline constexpr std::uint8_t hasReceiving = 2;
inline constexpr std::size_t fixedSize = 3 + 5 * 32 + 3 * 4 + 1;
inline constexpr std::size_t chainSize = 64;
inline constexpr std::size_t skippedChainSize = 32 + 2;
inline constexpr std::size_t skippedKeySize = 4 + 6 + 32;
/// Moments are stored in 6 bytes, so that none lies beyond the range of an Instant.
inline constexpr std::int64_t lastMs = (std::int64_t{1} << 48) - 1;
/// The transcript of the handshake.
inline constexpr std::size_t associatedSize = 64;
}  // namespace ratchetstate

template <class Suite>
std::optional<BasicRatchet<Suite>> BasicRatchet<Suite>::asAccepter(const SessionSecrets& secrets,
                                                                   const PublicKey& inviterRatchetKey,
                                                                   RandomSource& random) {
    BasicRatchet out;
    out.m_associated = toBytes(secrets.transcript);
    Live& live = out.m_live;
    random.fill(live.ownSecret.mutableView());
    live.ownPublic = publicKeyOf(live.ownSecret.view());
    live.root = RatchetKey(secrets.rootKey.view());
    live.sending.emplace().header = RatchetKey(secrets.headerKeyAccepter.view());
    live.nextReceivingHeader = RatchetKey(secrets.nextHeaderKeyInviter.view());
    RatchetKey shared;
    if (!agreeInto(shared.mutableView(), live.ownSecret.view(), inviterRatchetKey)) {
        return std::nullopt;
    }
    Suite::kdfRoot(live.root, shared.view(), live.sending->key, live.nextSendingHeader);
    return out;
}

template <class Suite>
BasicRatchet<Suite> BasicRatchet<Suite>::asInviter(const SessionSecrets& secrets, const KeyPair& inviterRatchetPair) {
    BasicRatchet out;
    out.m_associated = toBytes(secrets.transcript);
    Live& live = out.m_live;
    live.ownSecret = RatchetKey(inviterRatchetPair.secret.view());
    live.ownPublic = inviterRatchetPair.publicKey;
    live.root = RatchetKey(secrets.rootKey.view());
    live.nextSendingHeader = RatchetKey(secrets.nextHeaderKeyInviter.view());
    live.nextReceivingHeader = RatchetKey(secrets.headerKeyAccepter.view());
    return out;
}

template <class Suite>
Result<Bytes, RatchetError> BasicRatchet<Suite>::encrypt(ByteView plaintext, RandomSource& random, MessageKeyMix* mix) {
    if (!m_live.sending) {
        return Unexpected{RatchetError::NoSendingChain};
    }
    if (m_live.sent >= Suite::maxNumber) {
        return Unexpected{RatchetError::Exhausted};
    }
    RatchetKey message;
    Suite::kdfChain(m_live.sending->key, message);
    const auto epoch = mix == nullptr ? 0 : mix->forSending(message);
    const RatchetHeader header{m_live.ownPublic, m_live.previousSent, m_live.sent, epoch};
    ++m_live.sent;
    return Suite::seal(m_live.sending->header, header, message, m_associated, plaintext, random);
}

template <class Suite>
Result<Bytes, RatchetError> BasicRatchet<Suite>::decrypt(ByteView message, Instant now, RandomSource& random,
                                                         MessageKeyMix* mix) {
    if (message.size() < Suite::overhead) {
        return Unexpected{RatchetError::Malformed};
    }
    // The specification looks through the skipped keys first. With sealed headers the order cannot be seen, and this
    // one finds the usual message with a single trial. The next chain comes last for suites whose headers are not
    // sealed: it takes any key that no chain is known by.
    std::optional<RatchetHeader> header;
    bool isNextChain = false;
    if (m_live.receiving) {
        header = Suite::openHeader(m_live.receiving->header, message);
        if (header && header->number < m_live.received) {
            return decryptSkipped(m_live.receiving->header, *header, message, mix);
        }
    }
    if (!header) {
        for (const auto& chain : m_skipped) {
            if (const auto old = Suite::openHeader(chain.header, message)) {
                return decryptSkipped(chain.header, *old, message, mix);
            }
        }
        header = Suite::openHeader(m_live.nextReceivingHeader, message);
        isNextChain = header.has_value();
    }
    if (!header) {
        return Unexpected{RatchetError::Unauthenticated};
    }

    Live live = m_live;
    std::deque<SkippedChain> fresh;
    if (isNextChain) {
        if (!skipTo(live, header->previousCount, now, fresh)) {
            return Unexpected{RatchetError::TooFarAhead};
        }
        if (!stepDh(live, header->dh, random)) {
            return Unexpected{RatchetError::Malformed};
        }
    }
    if (!skipTo(live, header->number, now, fresh)) {
        return Unexpected{RatchetError::TooFarAhead};
    }
    if (live.received == std::numeric_limits<std::uint32_t>::max()) {
        return Unexpected{RatchetError::Exhausted};
    }
    RatchetKey key;
    Suite::kdfChain(live.receiving->key, key);
    ++live.received;
    auto plaintext = mixIn(key, *header, false, mix) ? Suite::openBody(key, m_associated, message) : std::nullopt;
    if (!plaintext) {
        return Unexpected{RatchetError::Unauthenticated};
    }
    m_live = live;
    keep(fresh);
    return std::move(*plaintext);
}

template <class Suite>
bool BasicRatchet<Suite>::mixIn(RatchetKey& key, const RatchetHeader& header, bool late, MessageKeyMix* mix) {
    return mix == nullptr ? header.epoch == 0 : mix->forReceiving(key, header.epoch, late);
}

template <class Suite>
Result<Bytes, RatchetError> BasicRatchet<Suite>::decryptSkipped(const RatchetKey& chainHeader,
                                                                const RatchetHeader& header, ByteView message,
                                                                MessageKeyMix* mix) {
    const auto chain = std::find_if(m_skipped.begin(), m_skipped.end(), [&](const SkippedChain& one) {
        return constantTimeEqual(one.header.view(), chainHeader.view());
    });
    if (chain == m_skipped.end()) {
        return Unexpected{RatchetError::AlreadyRead};
    }
    auto& keys = chain->keys;
    const auto found = std::lower_bound(keys.begin(), keys.end(), header.number,
                                        [](const SkippedKey& one, std::uint32_t value) { return one.number < value; });
    if (found == keys.end() || found->number != header.number) {
        return Unexpected{RatchetError::AlreadyRead};
    }
    RatchetKey key = found->message;
    auto plaintext = mixIn(key, header, true, mix) ? Suite::openBody(key, m_associated, message) : std::nullopt;
    if (!plaintext) {
        return Unexpected{RatchetError::Unauthenticated};
    }
    keys.erase(found);
    if (keys.empty()) {
        m_skipped.erase(chain);
    }
    return std::move(*plaintext);
}

template <class Suite>
bool BasicRatchet<Suite>::skipTo(Live& live, std::uint32_t until, Instant now, std::deque<SkippedChain>& fresh) {
    if (!live.receiving || until <= live.received) {
        return true;
    }
    if (until - live.received > ratchetMaxSkip) {
        return false;
    }
    auto& chain = fresh.emplace_back();
    chain.header = live.receiving->header;
    while (live.received < until) {
        auto& key = chain.keys.emplace_back();
        key.number = live.received;
        key.storedMs = std::clamp<std::int64_t>(toUnixMs(now), 0, ratchetstate::lastMs);
        Suite::kdfChain(live.receiving->key, key.message);
        ++live.received;
    }
    return true;
}

template <class Suite>
bool BasicRatchet<Suite>::stepDh(Live& live, const PublicKey& peer, RandomSource& random) {
    RatchetKey shared;
    if (!agreeInto(shared.mutableView(), live.ownSecret.view(), peer)) {
        return false;
    }
    live.receiving.emplace().header = Suite::chainHeader(live.nextReceivingHeader, peer);
    Suite::kdfRoot(live.root, shared.view(), live.receiving->key, live.nextReceivingHeader);

    random.fill(live.ownSecret.mutableView());
    live.ownPublic = publicKeyOf(live.ownSecret.view());
    if (!agreeInto(shared.mutableView(), live.ownSecret.view(), peer)) {
        return false;
    }
    live.sending.emplace().header = live.nextSendingHeader;
    Suite::kdfRoot(live.root, shared.view(), live.sending->key, live.nextSendingHeader);

    live.previousSent = live.sent;
    live.sent = 0;
    live.received = 0;
    return true;
}

template <class Suite>
void BasicRatchet<Suite>::keep(std::deque<SkippedChain>& fresh) {
    for (auto& chain : fresh) {
        // Only the chain that is being received grows, and it stands last.
        if (!m_skipped.empty() && constantTimeEqual(m_skipped.back().header.view(), chain.header.view())) {
            auto& keys = m_skipped.back().keys;
            keys.insert(keys.end(), chain.keys.begin(), chain.keys.end());
        } else {
            m_skipped.push_back(std::move(chain));
        }
    }
    while (m_skipped.size() > ratchetMaxSkippedChains) {
        m_skipped.pop_front();
    }
    for (auto count = skippedCount(); count > ratchetMaxSkip; --count) {
        m_skipped.front().keys.pop_front();
        if (m_skipped.front().keys.empty()) {
            m_skipped.pop_front();
        }
    }
}

template <class Suite>
std::size_t BasicRatchet<Suite>::expire(Instant now) {
    const auto before = skippedCount();
    const auto latest = toUnixMs(now) - toMs(ratchetSkippedLife);
    for (auto& chain : m_skipped) {
        std::erase_if(chain.keys, [&](const SkippedKey& key) { return key.storedMs <= latest; });
    }
    std::erase_if(m_skipped, [](const SkippedChain& chain) { return chain.keys.empty(); });
    return before - skippedCount();
}

template <class Suite>
std::size_t BasicRatchet<Suite>::skippedCount() const {
    std::size_t count = 0;
    for (const auto& chain : m_skipped) {
        count += chain.keys.size();
    }
    return count;
}

template <class Suite>
Bytes BasicRatchet<Suite>::serialize() const {
    namespace state = ratchetstate;
    // Reserved in full: a vector that grows would leave copies of the keys behind.
    Bytes out;
    out.reserve(state::fixedSize + m_associated.size() + 2 * state::chainSize +
                m_skipped.size() * state::skippedChainSize + skippedCount() * state::skippedKeySize);
    const auto integer = [&out](std::uint64_t value, int bytes) {
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            out.push_back(static_cast<std::uint8_t>(value >> shift));
        }
    };
    integer(state::version, 1);
    integer((m_live.sending ? state::hasSending : 0u) | (m_live.receiving ? state::hasReceiving : 0u), 1);
    integer(m_associated.size(), 1);
    append(out, m_associated);
    append(out, m_live.ownSecret.view());
    append(out, m_live.ownPublic.view());
    append(out, m_live.root.view());
    append(out, m_live.nextSendingHeader.view());
    append(out, m_live.nextReceivingHeader.view());
    for (const auto* chain : {&m_live.sending, &m_live.receiving}) {
        if (*chain) {
            append(out, (*chain)->key.view());
            append(out, (*chain)->header.view());
        }
    }
    integer(m_live.sent, 4);
    integer(m_live.received, 4);
    integer(m_live.previousSent, 4);
    integer(m_skipped.size(), 1);
    for (const auto& chain : m_skipped) {
        append(out, chain.header.view());
        integer(chain.keys.size(), 2);
        for (const auto& key : chain.keys) {
            integer(key.number, 4);
            integer(static_cast<std::uint64_t>(key.storedMs), 6);
            append(out, key.message.view());
        }
    }
    return out;
}

template <class Suite>
Result<BasicRatchet<Suite>, RatchetError> BasicRatchet<Suite>::deserialize(ByteView stored) {
    namespace state = ratchetstate;
    constexpr auto malformed = Unexpected{RatchetError::Malformed};
    ByteReader reader(stored);
    const auto readKey = [&reader](RatchetKey& key) {
        const auto bytes = reader.bytes(RatchetKey::size());
        if (bytes.size() == RatchetKey::size()) {
            key = RatchetKey(bytes);
        }
    };
    BasicRatchet out;
    Live& live = out.m_live;
    if (reader.u8() != state::version) {
        return malformed;
    }
    const auto flags = reader.u8();
    if ((flags & ~(state::hasSending | state::hasReceiving)) != 0 || reader.u8() != state::associatedSize) {
        return malformed;
    }
    out.m_associated = toBytes(reader.bytes(state::associatedSize));
    readKey(live.ownSecret);
    live.ownPublic = PublicKey{reader.array<keySize>()};
    readKey(live.root);
    readKey(live.nextSendingHeader);
    readKey(live.nextReceivingHeader);
    if ((flags & state::hasSending) != 0) {
        readKey(live.sending.emplace().key);
        readKey(live.sending->header);
    }
    if ((flags & state::hasReceiving) != 0) {
        readKey(live.receiving.emplace().key);
        readKey(live.receiving->header);
    }
    live.sent = reader.u32();
    live.received = reader.u32();
    live.previousSent = reader.u32();

    const std::size_t chains = reader.u8();
    if (!reader.ok() || chains > ratchetMaxSkippedChains) {
        return malformed;
    }
    std::size_t total = 0;
    for (std::size_t i = 0; i < chains; ++i) {
        auto& chain = out.m_skipped.emplace_back();
        readKey(chain.header);
        const std::size_t count = reader.u16();
        total += count;
        if (count == 0 || total > ratchetMaxSkip || reader.remaining() < count * state::skippedKeySize) {
            return malformed;
        }
        for (std::size_t k = 0; k < count; ++k) {
            SkippedKey key;
            key.number = reader.u32();
            key.storedMs = static_cast<std::int64_t>(std::uint64_t{reader.u16()} << 32);
            key.storedMs |= reader.u32();
            readKey(key.message);
            if (k > 0 && key.number <= chain.keys.back().number) {
                return malformed;
            }
            chain.keys.push_back(key);
        }
    }
    if (!reader.complete()) {
        return malformed;
    }
    return out;
}

}  // namespace nightjar::crypto
