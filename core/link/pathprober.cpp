// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "link/pathprober.h"

#include <algorithm>
#include <utility>

namespace nightjar::link {

namespace {

// docs/protocol.md, section 9
constexpr Duration shortestFirstWait = 200ms;
constexpr Duration longestWait = 2s;
/// One path is proven: another may still be better, but its answer takes hardly longer than so many round trips.
constexpr Duration shortestFurther = 1s;
constexpr int furtherRoundTrips = 3;
/// A challenge that was just sent is not sent again because something came from there.
constexpr Duration shortestWait = 100ms;
/// Challenges of one path that may still be answered.
constexpr std::size_t maxSent = 8;
/// How long a doubted path has for its answer.
constexpr Duration shortestPatience = 1s;
constexpr int patienceInRoundTrips = 4;
/// A path replaces the one in use if it is faster by an eighth and a little: not for noise.
constexpr Duration smallGain = 2ms;

}  // namespace

PathProber::PathProber(RandomSource& random) : m_random(&random), m_firstWait(shortestFirstWait) {
}

PathProber::Path* PathProber::find(const Route& route) {
    const auto it = std::find_if(m_paths.begin(), m_paths.end(), [&](const Path& p) { return p.route == route; });
    return it == m_paths.end() ? nullptr : &*it;
}

void PathProber::probe(Instant now, Path& path) {
    path.nextAt = now;
    path.wait = std::max(m_firstWait, shortestFirstWait);
    path.until = now + probingTime;
}

void PathProber::add(Instant now, std::span<const Route> candidates) {
    for (const auto& candidate : candidates) {
        if (candidate.remote.isValid() && find(candidate) == nullptr && m_paths.size() < maxPaths) {
            auto& path = m_paths.emplace_back();
            path.route = candidate;
            probe(now, path);
        }
    }
}

void PathProber::restart(Instant now) {
    for (auto& path : m_paths) {
        path.rtt.reset();
        path.failsAt = never;
        probe(now, path);
    }
}

void PathProber::relax(Instant now) {
    if (std::exchange(m_carefulUntil, never) == never) {
        return;
    }
    for (auto& path : m_paths) {
        if (!path.rtt) {
            probe(now, path);
        }
    }
}

void PathProber::heardFrom(Instant now, const Route& route) {
    auto* path = find(route);
    if (path == nullptr) {
        if (m_paths.size() >= maxPaths) {
            const auto stale = std::find_if(m_paths.rbegin(), m_paths.rend(), [](const Path& p) { return !p.rtt; });
            if (stale == m_paths.rend()) {
                return;
            }
            m_paths.erase(std::next(stale).base());
        }
        path = &m_paths.emplace_back();
        path->route = route;
        probe(now, *path);
    } else if (!path->rtt) {
        if (path->nextAt == never) {
            probe(now, *path);
        }
        const auto earliest = path->sent.empty() ? now : path->sent.back().at + shortestWait;
        path->nextAt = std::min(path->nextAt, std::max(now, earliest));
    }
}

void PathProber::doubt(Instant now, const Route& route) {
    auto* const path = find(route);
    if (path != nullptr && path->rtt && path->failsAt == never) {
        path->failsAt = now + std::max<Duration>(shortestPatience, patienceInRoundTrips * *path->rtt);
        probe(now, *path);
    }
}

void PathProber::believe(Instant now, const Route& route, Duration rtt) {
    auto* const path = find(route);
    if (path != nullptr && !path->rtt) {
        path->rtt = rtt;
        path->failsAt = now + std::max<Duration>(shortestPatience, patienceInRoundTrips * rtt);
    }
}

bool PathProber::answered(Instant now, const channel::PathData& data) {
    for (auto& path : m_paths) {
        const auto sent =
            std::find_if(path.sent.begin(), path.sent.end(), [&](const Sent& s) { return s.data == data; });
        if (sent != path.sent.end()) {
            path.rtt = std::max(now - sent->at, Duration(1));
            path.sent.clear();
            path.nextAt = never;
            path.failsAt = never;
            const auto until = now + std::max<Duration>(shortestFurther, furtherRoundTrips * *path.rtt);
            for (auto& other : m_paths) {
                // Through a TURN server is no reason to stop looking for a straight one.
                other.until = isRelayed(path.route) ? other.until : std::min(other.until, until);
            }
            return true;
        }
    }
    return false;
}

std::vector<PathProber::Challenge> PathProber::due(Instant now) {
    if (m_carefulUntil <= now) {
        relax(now);
    }
    std::vector<Challenge> out;
    for (auto& path : m_paths) {
        if (path.failsAt <= now) {
            path.rtt.reset();
            path.failsAt = never;
        }
        if (path.nextAt > now) {
            continue;
        }
        if (now >= path.until) {
            path.nextAt = never;
            continue;
        }
        Sent sent{{}, now};
        m_random->fill(sent.data);
        if (path.sent.size() == maxSent) {
            path.sent.erase(path.sent.begin());
        }
        path.sent.push_back(sent);
        path.nextAt = now + path.wait;
        path.wait = std::max(path.wait, std::min(2 * path.wait, longestWait));
        out.push_back({path.route, sent.data, m_carefulUntil != never ? carefulHops : std::uint8_t{0}});
    }
    return out;
}

bool PathProber::isRelayed(const Route& route) const {
    return route.socket == throughTurn || std::find(m_relays.begin(), m_relays.end(), route.remote) != m_relays.end();
}

std::optional<PathProber::Proven> PathProber::best(Instant now, const std::optional<Route>& current) const {
    const Path* best = nullptr;
    const Path* used = nullptr;
    for (const auto& path : m_paths) {
        if (!path.rtt || path.failsAt <= now) {
            continue;
        }
        if (best == nullptr ||
            std::pair(isRelayed(path.route), *path.rtt) < std::pair(isRelayed(best->route), *best->rtt)) {
            best = &path;
        }
        if (current && path.route == *current) {
            used = &path;
        }
    }
    if (used != nullptr && isRelayed(used->route) == isRelayed(best->route) &&
        *best->rtt + *used->rtt / 8 + smallGain >= *used->rtt) {
        best = used;
    }
    return best == nullptr ? std::nullopt : std::optional(Proven{best->route, *best->rtt});
}

bool PathProber::isProven(const Route& route) const {
    return std::any_of(m_paths.begin(), m_paths.end(), [&](const Path& p) { return p.rtt && p.route == route; });
}

bool PathProber::hasProven() const {
    return std::any_of(m_paths.begin(), m_paths.end(), [&](const Path& p) { return p.rtt && !isRelayed(p.route); });
}

bool PathProber::isProbing(SocketNumber socket) const {
    return std::any_of(m_paths.begin(), m_paths.end(),
                       [&](const Path& p) { return p.route.socket == socket && p.nextAt != never; });
}

void PathProber::forget(const Route& route) {
    std::erase_if(m_paths, [&](const Path& p) { return p.route == route; });
}

bool PathProber::isProbing(const Route& route) const {
    return std::any_of(m_paths.begin(), m_paths.end(),
                       [&](const Path& p) { return p.route == route && p.nextAt != never; });
}

void PathProber::forget(SocketNumber socket) {
    std::erase_if(m_paths, [&](const Path& p) { return p.route.socket == socket; });
}

Instant PathProber::nextDeadline() const {
    auto earliest = m_paths.empty() ? never : m_carefulUntil;
    for (const auto& path : m_paths) {
        earliest = std::min({earliest, path.nextAt, path.failsAt});
    }
    return earliest;
}

}  // namespace nightjar::link
