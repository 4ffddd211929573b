// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <deque>
#include <mutex>
#include <utility>

namespace nightjar {

/// Hands values from one thread to another, in order.
template <class T>
class Mailbox {
public:
    /// True when it was empty: the taker has to be called.
    [[nodiscard]] bool put(T value) {
        const std::lock_guard lock(m_mutex);
        m_values.push_back(std::move(value));
        return m_values.size() == 1;
    }
    /// Everything since the last time.
    [[nodiscard]] std::deque<T> takeAll() {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_values, {});
    }

private:
    std::mutex m_mutex;
    std::deque<T> m_values;
};

}  // namespace nightjar
