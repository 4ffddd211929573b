// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "channel/confirmations.h"

#include <algorithm>

namespace nightjar::channel {

namespace {

/// A disk may be slow without anything being wrong.
constexpr Duration shortestPatience = 2s;
constexpr Duration longestPatience = 60s;
/// After so many questions (some minutes) the other end has forgotten or never will; a repetition of the message is
/// what helps then.
constexpr unsigned maxQuestions = 8;
/// So many messages before the newest are told again with it, in one byte: it mends what was lost.
constexpr std::uint64_t told = 63;

}  // namespace

void Confirmations::confirm(std::uint64_t number) {
    if (rangeOf(number) == nullptr) {
        auto after = std::find_if(m_remembered.begin(), m_remembered.end(),
                                  [number](const auto& range) { return range.smallest > number; });
        const bool joinsBefore = after != m_remembered.begin() && std::prev(after)->largest + 1 == number;
        const bool joinsAfter = after != m_remembered.end() && number + 1 == after->smallest;
        if (joinsBefore && joinsAfter) {
            std::prev(after)->largest = after->largest;
            m_remembered.erase(after);
        } else if (joinsBefore) {
            std::prev(after)->largest = number;
        } else if (joinsAfter) {
            after->smallest = number;
        } else {
            m_remembered.insert(after, {number, number});
        }
        if (m_remembered.size() > maxRemembered) {
            m_remembered.erase(m_remembered.begin());
        }
    }
    m_news.push_back(number);
}

void Confirmations::asked(std::uint64_t number) {
    if (rangeOf(number) != nullptr && m_news.size() < maxExpected) {
        m_news.push_back(number);
    }
}

const wire::StoredFrame* Confirmations::rangeOf(std::uint64_t number) const {
    const auto found = std::find_if(m_remembered.begin(), m_remembered.end(), [number](const auto& range) {
        return range.smallest <= number && number <= range.largest;
    });
    return found == m_remembered.end() ? nullptr : &*found;
}

void Confirmations::expect(Instant now, std::uint64_t number, MessageKey message, Duration patience) {
    const auto wait = std::clamp(patience, shortestPatience, longestPatience);
    if (m_expected.size() < maxExpected && m_expected.try_emplace(number, Expected{message, now + wait, wait}).second) {
        m_nextQuestion = std::min(m_nextQuestion, now + wait);
    }
}

void Confirmations::stored(const wire::StoredFrame& frame, std::vector<MessageKey>& messages) {
    const auto begin = m_expected.lower_bound(frame.smallest);
    const auto end = m_expected.upper_bound(frame.largest);
    for (auto it = begin; it != end; ++it) {
        messages.push_back(it->second.message);
    }
    if (begin != end) {
        m_expected.erase(begin, end);
        plan();
    }
}

void Confirmations::plan() {
    m_nextQuestion = never;
    for (const auto& [number, expected] : m_expected) {
        m_nextQuestion = std::min(m_nextQuestion, expected.askAt);
    }
}

void Confirmations::write(Instant now, ByteWriter& out, std::size_t room) {
    const auto end = out.size() + room;
    const auto put = [&out, end](const wire::Frame& frame) {
        const bool fits = out.size() + wire::encodedSize(frame) <= end;
        if (fits) {
            wire::encodeFrame(out, frame);
        }
        return fits;
    };
    std::sort(m_news.begin(), m_news.end());
    while (!m_news.empty()) {
        const auto number = m_news.back();
        const auto* const range = rangeOf(number);
        const auto smallest = std::max(range == nullptr ? number : range->smallest, number - std::min(number, told));
        if (!put(wire::StoredFrame{smallest, number})) {
            return;
        }
        std::erase_if(m_news, [smallest](std::uint64_t one) { return one >= smallest; });
    }
    if (m_nextQuestion > now) {
        return;
    }
    for (auto& [number, expected] : m_expected) {
        if (expected.askAt > now) {
            continue;
        }
        if (!put(wire::AskStoredFrame{number})) {
            break;
        }
        expected.wait = std::min(2 * expected.wait, longestPatience);
        expected.askAt = ++expected.asked < maxQuestions ? now + expected.wait : never;
    }
    plan();
}

void Confirmations::clear() {
    m_news.clear();
    m_expected.clear();
    m_nextQuestion = never;
}

}  // namespace nightjar::channel
