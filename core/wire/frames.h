// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <span>
#include <variant>

#include "base/buffer.h"

namespace nightjar::wire {

// The frames inside a channel packet: docs/protocol.md, section 4. Views point into the packet they were read from.

/// Largest reliable message: an envelope of 16,384 bytes with the fields of the largest request around it.
inline constexpr std::size_t maxMessageSize = 17'000;
/// Ranges in an ACK after the first.
inline constexpr std::size_t maxAckRanges = 32;

/// A run of padding bytes.
struct PaddingFrame {
    std::size_t count = 1;
    bool operator==(const PaddingFrame&) const = default;
};
struct PingFrame {
    bool operator==(const PingFrame&) const = default;
};
/// Packet numbers from smallest to largest, both included.
struct PacketRange {
    std::uint64_t smallest = 0;
    std::uint64_t largest = 0;
    bool operator==(const PacketRange&) const = default;
};
/// What was received, newest first. The ranges descend and leave at least one number between two of them.
struct AckFrame {
    std::uint64_t delayMs = 0;
    std::array<PacketRange, 1 + maxAckRanges> storage{};
    std::size_t count = 0;

    [[nodiscard]] std::span<const PacketRange> ranges() const { return {storage.data(), count}; }
    /// False when it is full.
    bool add(PacketRange range);
    bool operator==(const AckFrame& other) const;
};
struct PathChallengeFrame {
    ByteArray<8> data{};
    bool operator==(const PathChallengeFrame&) const = default;
};
struct PathResponseFrame {
    ByteArray<8> data{};
    bool operator==(const PathResponseFrame&) const = default;
};
/// A whole reliable message.
struct MessageFrame {
    std::uint64_t number = 0;
    ByteView data;
};
/// A part of one. 0 < data and offset + data <= total <= maxMessageSize.
struct PartFrame {
    std::uint64_t number = 0;
    std::uint64_t total = 0;
    std::uint64_t offset = 0;
    ByteView data;
};
struct DatagramFrame {
    ByteView data;
};
/// "The reliable messages smallest … largest are done with here": on our disk.
struct StoredFrame {
    std::uint64_t smallest = 0;
    std::uint64_t largest = 0;
    bool operator==(const StoredFrame&) const = default;
};
/// "Tell me again whether this message is stored."
struct AskStoredFrame {
    std::uint64_t number = 0;
    bool operator==(const AskStoredFrame&) const = default;
};
/// As MESSAGE, with all the rest of the packet: there is none behind it.
struct LastMessageFrame {
    std::uint64_t number = 0;
    ByteView data;
};
enum class CloseReason : std::uint8_t { Done = 0, Replaced = 1, Idle = 2 };
struct CloseFrame {
    CloseReason reason = CloseReason::Done;
    bool operator==(const CloseFrame&) const = default;
};
using Frame = std::variant<PaddingFrame, PingFrame, AckFrame, PathChallengeFrame, PathResponseFrame, MessageFrame,
                           PartFrame, DatagramFrame, CloseFrame, StoredFrame, AskStoredFrame, LastMessageFrame>;

/// Whether the receiver of the frame owes an acknowledgement.
[[nodiscard]] bool asksForAck(const Frame& frame);

void encodeFrame(ByteWriter& out, const Frame& frame);
/// What encodeFrame() will write.
[[nodiscard]] std::size_t encodedSize(const Frame& frame);
/// Bytes of a MESSAGE, PART or DATAGRAM frame besides its data, so that a sender can fill a packet to its end. The
/// length prefix is taken at two bytes, what any data that fills a packet needs.
[[nodiscard]] std::size_t messageFrameOverhead(std::uint64_t number);
[[nodiscard]] std::size_t partFrameOverhead(std::uint64_t number, std::uint64_t total, std::uint64_t offset);
inline constexpr std::size_t datagramFrameOverhead = 3;

/// True when the plaintext is one frame or more and nothing else. A packet that is not is dropped as a whole, so this
/// is asked before the first frame is acted upon. Allocates nothing.
[[nodiscard]] bool framesWellFormed(ByteView plaintext);

/// Reads one frame after the other without allocation.
class FrameReader {
public:
    explicit FrameReader(ByteView plaintext) : m_in(plaintext) {}
    /// Nothing at the end, or at the first byte that is no frame; ok() tells which.
    [[nodiscard]] std::optional<Frame> next();
    [[nodiscard]] bool ok() const { return m_ok; }

private:
    ByteReader m_in;
    bool m_ok = true;
};

}  // namespace nightjar::wire
