// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <map>
#include <set>

#include "channel/byteranges.h"
#include "channel/channel.h"

namespace nightjar::channel {

/// A stretch of a message that travelled in one packet.
struct Chunk {
    MessageKey message = 0;
    ByteRange range;
};

/// The reliable messages that the other end does not have yet, and what of them has to be sent (again).
///
/// A message gets its number on the wire when its first byte goes out, not when it is queued: so bulk that waits does
/// not hold back the window of numbers (docs/protocol.md, section 4) for what is urgent.
class SendQueue {
public:
    MessageKey add(Bytes message, Priority priority, Confirm confirm = Confirm::No);
    /// There is something to send now.
    [[nodiscard]] bool isReady() const;
    /// What the next frames would take if there were room for all of them; at least so many bytes as `most` if it is
    /// more.
    [[nodiscard]] std::size_t readyBytes(std::size_t most) const;
    /// Appends frames of at most `room` bytes together, the most urgent first; notes in `chunks` what went out. No
    /// further message is begun after `enough` bytes of them. Nothing may follow in the packet.
    void fill(ByteWriter& out, std::size_t room, std::vector<Chunk>& chunks, std::size_t enough = SIZE_MAX);
    /// True when the other end has the whole message now.
    [[nodiscard]] bool onAcked(const Chunk& chunk);
    /// The number of a message that went out, if its sender wants to hear that it was stored.
    [[nodiscard]] std::optional<std::uint64_t> numberToConfirm(MessageKey key) const;
    /// All numbers used so far are below.
    [[nodiscard]] std::uint64_t nextNumber() const { return m_nextNumber; }
    /// Send it again, unless it was acknowledged by another packet.
    void onLost(const Chunk& chunk);

    [[nodiscard]] bool empty() const { return m_messages.empty(); }
    /// Bytes of all messages that are not acknowledged as a whole.
    [[nodiscard]] std::size_t bytes() const { return m_bytes; }
    void clear();

    /// Partly sent messages at a time: what the other end must be ready to hold.
    static constexpr std::size_t maxIncomplete = 64;
    /// Numbers above the lowest one that is not acknowledged.
    static constexpr std::uint64_t numberWindow = 4096;

private:
    struct Message {
        Bytes data;
        Priority priority = Priority::Text;
        Confirm confirm = Confirm::No;
        std::optional<std::uint64_t> number;
        bool inParts = false;
        ByteRanges toSend;
        ByteRanges acked;
    };
    enum class Fill : std::uint8_t { Done, NoRoom, MustWait };
    /// Where the last whole message was written: its length need not be told if nothing follows.
    struct Whole {
        std::size_t begin = 0;
        std::size_t end = 0;
        std::uint64_t number = 0;
        ByteView data;
    };
    void fillAll(ByteWriter& out, std::size_t end, std::vector<Chunk>& chunks, std::size_t enough);
    Fill fillFrom(MessageKey key, Message& message, ByteWriter& out, std::size_t room, std::vector<Chunk>& chunks);
    [[nodiscard]] bool mayStart(bool inParts) const;
    /// Fits the windows, whatever room there is in the packet.
    [[nodiscard]] bool maySend(const Message& message) const;

    std::map<MessageKey, Message> m_messages;
    std::array<std::set<MessageKey>, 3> m_ready;  ///< by priority: messages with something to send
    std::set<std::uint64_t> m_numbers;            ///< in use, not acknowledged
    std::size_t m_incomplete = 0;                 ///< messages that went out in parts, not acknowledged
    std::size_t m_bytes = 0;
    Whole m_lastWhole;  ///< of the packet that is being filled
    MessageKey m_lastKey = 0;
    std::uint64_t m_nextNumber = 0;
};

}  // namespace nightjar::channel
