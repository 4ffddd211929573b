// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <span>
#include <vector>

#include "base/endpoint.h"
#include "base/random.h"
#include "channel/channel.h"
#include "link/outgoing.h"

namespace nightjar::link {

/// Finds out which addresses of a peer can be reached straight (docs/protocol.md, section 9): when to challenge which,
/// what an answer proves, and which proven path is the best.
///
/// States of a path:
///   probing   challenges go out: at once, after 200 ms (setPace()), doubled up to 2 s, for 10 s
///   believed  something authentic came from there while it was probed; without a proof in time it is failed
///   proven    a challenge came back; its round-trip time is known
///   doubted   proven, but challenged again: without an answer in time it is failed
///   failed    no answer; probed again by restart(), or when something authentic comes from there
class PathProber {
public:
    struct Challenge {
        Route to;
        channel::PathData data{};
        std::uint8_t ttl = 0;  ///< 0: as usual
    };
    struct Proven {
        Route route;
        Duration rtt{};
    };

    /// `random` must outlive the prober.
    explicit PathProber(RandomSource& random);

    /// The other side does not know us yet: challenges open our own NAT and die before theirs, which may otherwise
    /// answer for itself and spoil the mapping that is to come. Ends with relax(), or at that time.
    void beCareful(Instant until) { m_carefulUntil = until; }
    /// How long the first challenge of a path has before it is sent again: on narrow links several would be on their
    /// way before one can be answered.
    void setPace(Duration firstWait) { m_firstWait = firstWait; }
    /// They know us: what was careful is said again, aloud.
    void relax(Instant now);
    /// Probes these addresses too.
    void add(Instant now, std::span<const Route> candidates);
    /// Forgets all proofs and probes all addresses, the learned ones too.
    void restart(Instant now);
    /// These are addresses at a TURN server: whatever is straight is better.
    void setRelays(std::vector<Endpoint> relays) { m_relays = std::move(relays); }
    /// A path through a TURN server, ours or theirs.
    [[nodiscard]] bool isRelayed(const Route& route) const;
    /// Forgets all addresses.
    void clear() { m_paths.clear(); }
    /// Something authentic came from there: if it is not proven, it is challenged at once.
    void heardFrom(Instant now, const Route& route);
    /// It is as good as proven, by what came from there, until the proof fails to come. `rtt` is a guess.
    void believe(Instant now, const Route& route, Duration rtt);
    /// Proves a proven path again.
    void doubt(Instant now, const Route& route);
    /// A PATH_RESPONSE came. True if it proves a path.
    [[nodiscard]] bool answered(Instant now, const channel::PathData& data);

    /// The challenges to send now.
    [[nodiscard]] std::vector<Challenge> due(Instant now);
    /// The proven path with the lowest round-trip time; another than `current` only if it is clearly better.
    [[nodiscard]] std::optional<Proven> best(Instant now, const std::optional<Route>& current) const;
    [[nodiscard]] bool isProven(const Route& route) const;
    /// A straight one.
    [[nodiscard]] bool hasProven() const;
    /// A path through that socket is being probed.
    [[nodiscard]] bool isProbing(SocketNumber socket) const;
    /// The socket is no more.
    void forget(SocketNumber socket);
    /// The connection is no more, or never was.
    void forget(const Route& route);
    [[nodiscard]] bool isProbing(const Route& route) const;
    [[nodiscard]] Instant nextDeadline() const;

    /// How long an address is challenged that does not answer.
    static constexpr Duration probingTime = 10s;
    /// Hops of a careful challenge: past a home router, or that and a carrier's NAT, and hardly further.
    static constexpr std::uint8_t carefulHops = 3;
    /// Candidates (16 at most) and learned addresses.
    static constexpr std::size_t maxPaths = 32;

private:
    struct Sent {
        channel::PathData data{};
        Instant at;
    };
    struct Path {
        Route route;
        std::vector<Sent> sent;  ///< challenges without an answer, the last maxSent
        Instant nextAt = never;
        Duration wait{};
        Instant until{};
        std::optional<Duration> rtt;  ///< proven
        Instant failsAt = never;      ///< doubted
    };
    void probe(Instant now, Path& path);
    [[nodiscard]] Path* find(const Route& route);

    RandomSource* m_random;
    std::vector<Endpoint> m_relays;
    std::vector<Path> m_paths;
    Duration m_firstWait;
    Instant m_carefulUntil = never;  ///< never: not careful
};

}  // namespace nightjar::link
