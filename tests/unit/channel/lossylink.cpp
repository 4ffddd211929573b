// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "lossylink.h"

#include <algorithm>

namespace nightjar {

LossyLink::LossyLink(std::uint64_t seed) : m_random(seed) {
    const Bytes one(32, 1);
    const Bytes two(32, 2);
    const wire::ChannelId idA{{0xa, 0xa, 0xa}};
    const wire::ChannelId idB{{0xb, 0xb, 0xb}};
    a().channel = std::make_unique<channel::Channel>(channel::Secrets{one, two}, idA, idB, m_now);
    b().channel = std::make_unique<channel::Channel>(channel::Secrets{two, one}, idB, idA, m_now);
}

void LossyLink::setWire(const WireProperties& properties) {
    a().out = properties;
    b().out = properties;
}

void LossyLink::transmit(int from, Bytes packet) {
    auto& end = m_ends[static_cast<std::size_t>(from)];
    const auto& out = end.out;
    const auto size = packet.size() + 28;
    ++end.packetsSent;
    end.bytesSent += size;
    if (out.cut) {
        return;
    }
    auto leaves = m_now;
    if (out.bitsPerSecond > 0) {
        const auto starts = std::max(m_now, end.wireFree);
        end.worstQueue = std::max(end.worstQueue, starts - m_now);
        leaves = starts + DataRate{out.bitsPerSecond}.timeFor({static_cast<std::int64_t>(size)});
        end.wireFree = leaves;
    }
    if (m_random.unit() < out.loss) {
        return;
    }
    const auto copies = m_random.unit() < out.duplication ? 2 : 1;
    for (int i = 0; i < copies; ++i) {
        const auto extra =
            Duration(static_cast<std::int64_t>(m_random.unit() * static_cast<double>(out.jitter.count())));
        m_inFlight.emplace(leaves + out.delay + extra, InFlight{1 - from, packet});
    }
}

void LossyLink::deliver(int to, ByteView packet) {
    auto& end = m_ends[static_cast<std::size_t>(to)];
    auto received = end.channel->receive(m_now, packet);
    if (!received) {
        return;
    }
    ++end.packetsOpened;
    for (auto& message : received->messages) {
        end.messages.push_back(std::move(message.bytes));
        end.arrived.push_back(m_now);
    }
    std::move(received->datagrams.begin(), received->datagrams.end(), std::back_inserter(end.datagrams));
    end.challenges.insert(end.challenges.end(), received->challenges.begin(), received->challenges.end());
    end.responses.insert(end.responses.end(), received->responses.begin(), received->responses.end());
    end.acknowledged.insert(end.acknowledged.end(), received->acknowledged.begin(), received->acknowledged.end());
    if (received->closed) {
        end.closed = received->closed;
    }
}

void LossyLink::flush() {
    for (int i = 0; i < 2; ++i) {
        for (auto& packet : m_ends[static_cast<std::size_t>(i)].channel->poll(m_now)) {
            transmit(i, std::move(packet));
        }
    }
}

bool LossyLink::step(Instant end) {
    flush();
    auto next = std::min(a().channel->nextDeadline(), b().channel->nextDeadline());
    if (!m_inFlight.empty()) {
        next = std::min(next, m_inFlight.begin()->first);
    }
    if (next > end) {
        m_now = end;
        return false;
    }
    // A deadline that has passed but gives nothing would stand still here: such a bug shall time out, not hang.
    m_now = next > m_now ? next : m_now + Duration(1);
    while (!m_inFlight.empty() && m_inFlight.begin()->first <= m_now) {
        const auto arrival = std::move(m_inFlight.begin()->second);
        m_inFlight.erase(m_inFlight.begin());
        deliver(arrival.to, arrival.packet);
    }
    return true;
}

void LossyLink::run(Duration duration) {
    const auto end = m_now + duration;
    while (step(end)) {
    }
}

Bytes patternBytes(std::size_t size, std::uint32_t label) {
    Bytes out(size);
    auto state = label * 2654435761u + 1;
    for (auto& byte : out) {
        state = state * 1664525u + 1013904223u;
        byte = static_cast<std::uint8_t>(state >> 24);
    }
    return out;
}

}  // namespace nightjar
