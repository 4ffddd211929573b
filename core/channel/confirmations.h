// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <map>
#include <optional>
#include <vector>

#include "channel/channel.h"

namespace nightjar::channel {

/// Who has what on disk (docs/protocol.md, section 4): an acknowledgement only says that a message arrived. STORED
/// costs four bytes in a packet that goes out anyway, and is never acknowledged itself: whoever waits for it asks
/// again.
class Confirmations {
public:
    // ---- as the receiver of messages

    /// To be told, now and whenever it is asked for.
    void confirm(std::uint64_t number);
    void asked(std::uint64_t number);
    [[nodiscard]] bool hasNews() const { return !m_news.empty(); }

    // ---- as their sender

    /// The message went out under this number and its sender waits for STORED.
    void expect(Instant now, std::uint64_t number, MessageKey message, Duration patience);
    /// Appends the messages that were waited for.
    void stored(const wire::StoredFrame& frame, std::vector<MessageKey>& messages);
    /// When write() has a question.
    [[nodiscard]] Instant deadline() const { return m_nextQuestion; }

    /// Appends what is to be said now, as far as there is room for it.
    void write(Instant now, ByteWriter& out, std::size_t room);
    void clear();

    /// Ranges that can be told again; older ones are forgotten, which costs their sender a repetition.
    static constexpr std::size_t maxRemembered = 32;
    /// Messages that can be waited for at a time: all the numbers that may be in use (section 4).
    static constexpr std::size_t maxExpected = 4096;

private:
    struct Expected {
        MessageKey message = 0;
        Instant askAt;
        Duration wait{};
        unsigned asked = 0;
    };
    [[nodiscard]] const wire::StoredFrame* rangeOf(std::uint64_t number) const;
    void plan();

    std::vector<wire::StoredFrame> m_remembered;  ///< ascending, neither overlapping nor touching
    std::vector<std::uint64_t> m_news;            ///< confirmed, to be told
    std::map<std::uint64_t, Expected> m_expected;
    Instant m_nextQuestion = never;
};

}  // namespace nightjar::channel
