// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "wire/frames.h"

#include <algorithm>

#include "base/overload.h"

namespace nightjar::wire {

namespace {

enum FrameType : std::uint8_t {
    Padding = 0,
    Ping = 1,
    Ack = 2,
    PathChallenge = 3,
    PathResponse = 4,
    Message = 5,
    Part = 6,
    Datagram = 7,
    Close = 8,
    Stored = 12,
    AskStored = 13,
    LastMessage = 14,
};

constexpr std::size_t longLength = 2;

std::size_t varintSize(std::uint64_t value) {
    return value < 0x40 ? 1 : value < 0x4000 ? 2 : value < 0x40000000 ? 4 : 8;
}

std::size_t sizedSize(ByteView data) {
    return varintSize(data.size()) + data.size();
}

/// What a frame writes its fields to: a buffer, or only a count of bytes.
struct SizeCounter {
    std::size_t total = 0;
    void u8(std::uint8_t) { ++total; }
    void bytes(ByteView value) { total += value.size(); }
    void varint(std::uint64_t value) { total += varintSize(value); }
    void sized(ByteView value) { total += sizedSize(value); }
};

template <class Out>
void writeAck(Out& out, const AckFrame& ack) {
    const auto ranges = ack.ranges();
    if (ranges.empty()) {
        return;
    }
    out.u8(Ack);
    out.varint(ranges[0].largest);
    out.varint(ack.delayMs);
    out.varint(ranges.size() - 1);
    out.varint(ranges[0].largest - ranges[0].smallest);
    for (std::size_t i = 1; i < ranges.size(); ++i) {
        out.varint(ranges[i - 1].smallest - ranges[i].largest - 2);
        out.varint(ranges[i].largest - ranges[i].smallest);
    }
}

template <class Out>
void write(Out& out, const Frame& frame) {
    std::visit(Overload{
                   [&](const PaddingFrame& padding) {
                       for (std::size_t i = 0; i < padding.count; ++i) {
                           out.u8(Padding);
                       }
                   },
                   [&](const PingFrame&) { out.u8(Ping); },
                   [&](const AckFrame& ack) { writeAck(out, ack); },
                   [&](const PathChallengeFrame& challenge) {
                       out.u8(PathChallenge);
                       out.bytes(challenge.data);
                   },
                   [&](const PathResponseFrame& response) {
                       out.u8(PathResponse);
                       out.bytes(response.data);
                   },
                   [&](const MessageFrame& message) {
                       out.u8(Message);
                       out.varint(message.number);
                       out.sized(message.data);
                   },
                   [&](const PartFrame& part) {
                       out.u8(Part);
                       out.varint(part.number);
                       out.varint(part.total);
                       out.varint(part.offset);
                       out.sized(part.data);
                   },
                   [&](const DatagramFrame& datagram) {
                       out.u8(Datagram);
                       out.sized(datagram.data);
                   },
                   [&](const CloseFrame& close) {
                       out.u8(Close);
                       out.u8(static_cast<std::uint8_t>(close.reason));
                   },
                   [&](const StoredFrame& stored) {
                       out.u8(Stored);
                       out.varint(stored.largest);
                       out.varint(stored.largest - stored.smallest);
                   },
                   [&](const AskStoredFrame& ask) {
                       out.u8(AskStored);
                       out.varint(ask.number);
                   },
                   [&](const LastMessageFrame& message) {
                       out.u8(LastMessage);
                       out.varint(message.number);
                       out.bytes(message.data);
                   },
               },
               frame);
}

/// RFC 9000 section 19.3.1: every range is counted down from the one before and none may pass zero.
std::optional<AckFrame> readAck(ByteReader& in) {
    AckFrame ack;
    auto largest = in.varint();
    ack.delayMs = in.varint();
    const auto more = in.varint();
    auto length = in.varint();
    if (!in.ok() || more > maxAckRanges || length > largest || !ack.add({largest - length, largest})) {
        return std::nullopt;
    }
    for (std::uint64_t i = 0; i < more; ++i) {
        const auto smallestBefore = ack.ranges().back().smallest;
        const auto gap = in.varint();
        length = in.varint();
        if (!in.ok() || gap + 2 > smallestBefore) {
            return std::nullopt;
        }
        largest = smallestBefore - gap - 2;
        if (length > largest || !ack.add({largest - length, largest})) {
            return std::nullopt;
        }
    }
    return ack;
}

std::optional<PartFrame> readPart(ByteReader& in) {
    PartFrame part;
    part.number = in.varint();
    part.total = in.varint();
    part.offset = in.varint();
    part.data = in.sized(maxMessageSize);
    const bool fits = part.total <= maxMessageSize && part.offset < part.total && !part.data.empty() &&
                      part.data.size() <= part.total - part.offset;
    return in.ok() && fits ? std::optional(part) : std::nullopt;
}

std::optional<Frame> readFrame(ByteReader& in, std::uint8_t type) {
    switch (type) {
        case Ping:
            return PingFrame{};
        case Ack: {
            auto ack = readAck(in);
            return ack ? std::optional<Frame>(*ack) : std::nullopt;
        }
        case PathChallenge:
            return PathChallengeFrame{in.array<8>()};
        case PathResponse:
            return PathResponseFrame{in.array<8>()};
        case Message: {
            const auto number = in.varint();
            return MessageFrame{number, in.sized(maxMessageSize)};
        }
        case Part: {
            auto part = readPart(in);
            return part ? std::optional<Frame>(*part) : std::nullopt;
        }
        case Datagram:
            return DatagramFrame{in.sized(maxMessageSize)};
        case Close: {
            const auto reason = in.u8();
            return reason <= static_cast<std::uint8_t>(CloseReason::Idle)
                       ? std::optional<Frame>(CloseFrame{static_cast<CloseReason>(reason)})
                       : std::nullopt;
        }
        case Stored: {
            const auto largest = in.varint();
            const auto before = in.varint();
            return before <= largest ? std::optional<Frame>(StoredFrame{largest - before, largest}) : std::nullopt;
        }
        case AskStored:
            return AskStoredFrame{in.varint()};
        case LastMessage: {
            const auto number = in.varint();
            const bool fits = in.remaining() <= maxMessageSize;
            return fits ? std::optional<Frame>(LastMessageFrame{number, in.rest()}) : std::nullopt;
        }
        default:
            return std::nullopt;
    }
}

}  // namespace

bool AckFrame::add(PacketRange range) {
    if (count == storage.size()) {
        return false;
    }
    storage[count++] = range;
    return true;
}

bool AckFrame::operator==(const AckFrame& other) const {
    return delayMs == other.delayMs &&
           std::equal(ranges().begin(), ranges().end(), other.ranges().begin(), other.ranges().end());
}

bool asksForAck(const Frame& frame) {
    return std::holds_alternative<PingFrame>(frame) || std::holds_alternative<PathChallengeFrame>(frame) ||
           std::holds_alternative<MessageFrame>(frame) || std::holds_alternative<PartFrame>(frame) ||
           std::holds_alternative<LastMessageFrame>(frame);
}

void encodeFrame(ByteWriter& out, const Frame& frame) {
    write(out, frame);
}

std::size_t encodedSize(const Frame& frame) {
    SizeCounter counter;
    write(counter, frame);
    return counter.total;
}

std::size_t messageFrameOverhead(std::uint64_t number) {
    return 1 + varintSize(number) + longLength;
}

std::size_t partFrameOverhead(std::uint64_t number, std::uint64_t total, std::uint64_t offset) {
    return 1 + varintSize(number) + varintSize(total) + varintSize(offset) + longLength;
}

std::optional<Frame> FrameReader::next() {
    if (!m_ok || m_in.remaining() == 0) {
        return std::nullopt;
    }
    const auto type = m_in.u8();
    std::optional<Frame> frame;
    if (type == Padding) {
        frame = PaddingFrame{1 + m_in.skipZeros()};
    } else {
        frame = readFrame(m_in, type);
    }
    if (!frame || !m_in.ok()) {
        m_ok = false;
        return std::nullopt;
    }
    return frame;
}

bool framesWellFormed(ByteView plaintext) {
    if (plaintext.empty()) {
        return false;
    }
    FrameReader reader(plaintext);
    while (reader.next()) {
    }
    return reader.ok();
}

}  // namespace nightjar::wire
