// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <deque>

#include "base/instant.h"

namespace nightjar {

/// How many bytes an hour costs as things are, from a counter that is looked at now and then.
class ByteMeter {
public:
    /// What lies further back says nothing about the present.
    static constexpr Duration window = std::chrono::minutes(10);
    /// Shorter than this is chance.
    static constexpr Duration least = std::chrono::minutes(1);

    void note(Instant now, std::int64_t bytes) {
        if (!m_seen.empty() && (bytes < m_seen.back().bytes || now < m_seen.back().at)) {
            m_seen.clear();  // counted anew
        }
        m_seen.push_back({now, bytes});
        while (now - m_seen.front().at > window) {
            m_seen.pop_front();
        }
    }
    /// -1: not watched long enough.
    [[nodiscard]] double perHour() const {
        if (m_seen.empty() || m_seen.back().at - m_seen.front().at < least) {
            return -1;
        }
        const auto hours = static_cast<double>(toMs(m_seen.back().at - m_seen.front().at)) / 3'600'000;
        return static_cast<double>(m_seen.back().bytes - m_seen.front().bytes) / hours;
    }

private:
    struct Seen {
        Instant at;
        std::int64_t bytes;
    };
    std::deque<Seen> m_seen;
};

}  // namespace nightjar
