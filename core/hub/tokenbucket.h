// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <algorithm>

#include "base/instant.h"

namespace nightjar::hub {

/// So much per second on average, so much at once.
struct Rate {
    double perSecond = 0;
    double burst = 0;
};

/// Holds somebody to a Rate. Starts full.
class TokenBucket {
public:
    /// True and takes `amount` when there is as much.
    [[nodiscard]] bool take(Instant now, const Rate& rate, double amount = 1) {
        if (!m_started) {
            m_started = true;
            m_tokens = rate.burst;
        } else if (now > m_at) {
            const auto seconds = std::chrono::duration<double>(now - m_at).count();
            m_tokens = std::min(rate.burst, m_tokens + seconds * rate.perSecond);
        }
        m_at = std::max(m_at, now);
        if (m_tokens < amount) {
            return false;
        }
        m_tokens -= amount;
        return true;
    }

private:
    double m_tokens = 0;
    Instant m_at;
    bool m_started = false;
};

}  // namespace nightjar::hub
