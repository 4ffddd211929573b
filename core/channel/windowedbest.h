// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <optional>

#include "base/instant.h"

namespace nightjar::channel {

/// The best value of the last one to two windows of time, by two buckets: what is older is forgotten, as links change.
/// Better(a, b): a is better than b.
template <class T, class Better>
class WindowedBest {
public:
    explicit WindowedBest(Duration window) : m_window(window) {}

    void add(Instant now, T value) {
        if (now - m_start >= m_window) {
            m_previous = now - m_start < 2 * m_window ? m_current : std::nullopt;
            m_current.reset();
            m_start = now;
        }
        if (!m_current || Better()(value, *m_current)) {
            m_current = value;
        }
    }
    [[nodiscard]] std::optional<T> best() const {
        if (!m_current || (m_previous && Better()(*m_previous, *m_current))) {
            return m_previous ? m_previous : m_current;
        }
        return m_current;
    }
    void reset() {
        m_current.reset();
        m_previous.reset();
    }

private:
    Duration m_window;
    Instant m_start{};
    std::optional<T> m_current;
    std::optional<T> m_previous;
};

}  // namespace nightjar::channel
