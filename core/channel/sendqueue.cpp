// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "channel/sendqueue.h"

#include <algorithm>
#include <cassert>

namespace nightjar::channel {

namespace {

/// Smaller parts cost more in headers than they save in waiting; also bounds the holes at the receiver.
constexpr std::size_t smallestPart = 64;
/// A message that fits whole into the smallest packet: it never takes one of the places for incomplete messages.
constexpr std::size_t alwaysWhole = 150;
/// A length from here on takes four bytes where frame overheads are told with two (wire/frames.h).
constexpr std::size_t longestShortLength = 0x3fff;
constexpr std::size_t longLengthMore = 2;
/// Stands for the fields of a frame where it need not be exact.
constexpr std::size_t frameEstimate = 12;

[[nodiscard]] ByteView viewOf(const Bytes& data, ByteRange range) {
    return ByteView(data).subspan(range.begin, range.size());
}

}  // namespace

MessageKey SendQueue::add(Bytes message, Priority priority, Confirm confirm) {
    assert(!message.empty() && message.size() <= wire::maxMessageSize);
    const auto key = ++m_lastKey;
    Message entry;
    entry.priority = priority;
    entry.confirm = confirm;
    entry.toSend.add({0, static_cast<std::uint32_t>(message.size())});
    entry.data = std::move(message);
    m_bytes += entry.data.size();
    m_ready[static_cast<std::size_t>(priority)].insert(key);
    m_messages.emplace(key, std::move(entry));
    return key;
}

bool SendQueue::mayStart(bool inParts) const {
    return (m_numbers.empty() || m_nextNumber < *m_numbers.begin() + numberWindow) &&
           (!inParts || m_incomplete < maxIncomplete);
}

bool SendQueue::maySend(const Message& message) const {
    const bool maySplit = message.data.size() > alwaysWhole;
    if (message.number) {
        return !maySplit || message.inParts || m_incomplete < maxIncomplete;
    }
    return mayStart(maySplit);
}

bool SendQueue::isReady() const {
    for (const auto& keys : m_ready) {
        for (const auto key : keys) {
            if (maySend(m_messages.at(key))) {
                return true;
            }
        }
    }
    return false;
}

std::size_t SendQueue::readyBytes(std::size_t most) const {
    std::size_t sum = 0;
    for (const auto& keys : m_ready) {
        for (const auto key : keys) {
            sum += m_messages.at(key).toSend.total() + frameEstimate;
            if (sum >= most) {
                return sum;
            }
        }
    }
    return sum;
}

void SendQueue::fill(ByteWriter& out, std::size_t room, std::vector<Chunk>& chunks, std::size_t enough) {
    m_lastWhole = {};
    fillAll(out, out.size() + room, chunks, enough);
    if (m_lastWhole.end == out.size() && m_lastWhole.end != 0) {
        out.truncate(m_lastWhole.begin);
        wire::encodeFrame(out, wire::LastMessageFrame{m_lastWhole.number, m_lastWhole.data});
    }
}

void SendQueue::fillAll(ByteWriter& out, std::size_t end, std::vector<Chunk>& chunks, std::size_t enough) {
    const auto begin = out.size();
    for (auto& keys : m_ready) {
        for (auto it = keys.begin(); it != keys.end();) {
            if (out.size() - begin >= enough) {
                return;
            }
            const auto key = *it++;
            auto& message = m_messages.at(key);
            const auto result = fillFrom(key, message, out, end - out.size(), chunks);
            if (message.toSend.empty()) {
                keys.erase(key);
            }
            if (result == Fill::NoRoom) {
                return;
            }
        }
    }
}

SendQueue::Fill SendQueue::fillFrom(MessageKey key, Message& message, ByteWriter& out, std::size_t room,
                                    std::vector<Chunk>& chunks) {
    const ByteRange whole{0, static_cast<std::uint32_t>(message.data.size())};
    const auto end = out.size() + room;
    while (!message.toSend.empty()) {
        auto space = end - out.size();
        space -= space > longestShortLength ? longLengthMore : 0;
        const auto number = message.number.value_or(m_nextNumber);
        auto range = message.toSend.first();
        const bool asOne = range == whole && wire::messageFrameOverhead(number) + whole.size() <= space;
        if (!asOne) {
            const auto overhead = wire::partFrameOverhead(number, whole.end, range.begin);
            const auto least = std::min<std::size_t>(range.size(), smallestPart);
            if (space < overhead + least) {
                return Fill::NoRoom;
            }
            range.end = static_cast<std::uint32_t>(std::min<std::size_t>(range.end, range.begin + space - overhead));
        }
        if ((!message.number && !mayStart(!asOne)) ||
            (message.number && !asOne && !message.inParts && m_incomplete >= maxIncomplete)) {
            return Fill::MustWait;
        }
        if (!message.number) {
            message.number = m_nextNumber++;
            m_numbers.insert(*message.number);
        }
        if (asOne) {
            const auto begin = out.size();
            wire::encodeFrame(out, wire::MessageFrame{number, message.data});
            m_lastWhole = {begin, out.size(), number, message.data};
        } else {
            if (!message.inParts) {
                message.inParts = true;
                ++m_incomplete;
            }
            wire::encodeFrame(out, wire::PartFrame{number, whole.end, range.begin, viewOf(message.data, range)});
        }
        message.toSend.subtract(range);
        chunks.push_back({key, range});
    }
    return Fill::Done;
}

bool SendQueue::onAcked(const Chunk& chunk) {
    const auto it = m_messages.find(chunk.message);
    if (it == m_messages.end()) {
        return false;
    }
    auto& message = it->second;
    message.acked.add(chunk.range);
    message.toSend.subtract(chunk.range);
    auto& ready = m_ready[static_cast<std::size_t>(message.priority)];
    if (!message.acked.covers({0, static_cast<std::uint32_t>(message.data.size())})) {
        if (message.toSend.empty()) {
            ready.erase(chunk.message);
        }
        return false;
    }
    ready.erase(chunk.message);
    m_numbers.erase(*message.number);
    m_incomplete -= message.inParts ? 1 : 0;
    m_bytes -= message.data.size();
    m_messages.erase(it);
    return true;
}

std::optional<std::uint64_t> SendQueue::numberToConfirm(MessageKey key) const {
    const auto it = m_messages.find(key);
    return it != m_messages.end() && it->second.confirm == Confirm::Wanted ? it->second.number : std::nullopt;
}

void SendQueue::onLost(const Chunk& chunk) {
    const auto it = m_messages.find(chunk.message);
    if (it == m_messages.end()) {
        return;
    }
    auto& message = it->second;
    message.toSend.add(chunk.range);
    for (const auto& range : message.acked.ranges()) {
        message.toSend.subtract(range);
    }
    if (!message.toSend.empty()) {
        m_ready[static_cast<std::size_t>(message.priority)].insert(chunk.message);
    }
}

void SendQueue::clear() {
    m_messages.clear();
    for (auto& keys : m_ready) {
        keys.clear();
    }
    m_numbers.clear();
    m_incomplete = 0;
    m_bytes = 0;
}

}  // namespace nightjar::channel
