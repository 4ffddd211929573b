// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "base/instant.h"
#include "base/random.h"
#include "channel/channel.h"

namespace nightjar::hub {

/// A session moves to where its newest packet came from, but that may be forged by the client itself, to have somebody
/// else flooded with what waits for it. So the new address is asked, and until it answers it gets no more than three
/// times what came from it (RFC 9000 sections 8.1 and 9.3).
///
/// States:
///   idle     the address is proven
///   asking   the last challenge was not answered yet
class PathCheck {
public:
    /// The session moved to another address.
    void begin(RandomSource& random) {
        random.fill(m_challenge.emplace());
        // What was sent too much to one address is not forgotten at the next.
        m_credit = std::min<std::int64_t>(m_credit, 0);
        m_nextChallenge = Instant{};
    }
    void end() {
        m_challenge.reset();
        m_credit = 0;
    }
    [[nodiscard]] bool isAsking() const { return m_challenge.has_value(); }

    void received(std::size_t bytes) { m_credit += isAsking() ? factor * static_cast<std::int64_t>(bytes) : 0; }
    void sent(std::size_t bytes) { m_credit -= isAsking() ? static_cast<std::int64_t>(bytes) : 0; }
    void answered(const std::vector<channel::PathData>& responses) {
        if (m_challenge && std::find(responses.begin(), responses.end(), *m_challenge) != responses.end()) {
            end();
        }
    }

    [[nodiscard]] bool maySend() const { return !isAsking() || m_credit > 0; }
    /// What to ask the address now; something came from it. The question is about as long, and goes out also when too
    /// much was sent already, so that who really moved twice is heard.
    [[nodiscard]] std::optional<channel::PathData> takeChallenge(Instant now) {
        if (!isAsking() || now < m_nextChallenge) {
            return std::nullopt;
        }
        m_nextChallenge = now + betweenChallenges;
        return m_challenge;
    }

private:
    static constexpr std::int64_t factor = 3;
    static constexpr Duration betweenChallenges = 200ms;

    std::optional<channel::PathData> m_challenge;
    std::int64_t m_credit = 0;
    Instant m_nextChallenge{};
};

}  // namespace nightjar::hub
