// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <array>
#include <utility>
#include <vector>

#include "base/instant.h"
#include "base/random.h"
#include "link/outgoing.h"
#include "wire/stun.h"

namespace nightjar::link {

/// Finds out how long the NAT (or firewall) before us keeps a mapping over which nothing goes (RFC 5780 section 4.6),
/// without risk for the socket that matters: a second one gets a mapping of its own and falls silent; then the hub is
/// asked from the first socket to answer to the second (RESPONSE-PORT). What comes through proves that a mapping lives
/// so long, and the next rung of the ladder is tried.
///
/// The mapping speaks to the hub's port P, twice and with a pause, since some NATs keep what was used once for a
/// shorter time (Linux: 30 s instead of 120 s for the first two seconds).
///
/// Sans-IO: after start() and handle(), and at nextDeadline(), fetch poll().
///
/// States:
///   idle     nothing is being found out
///   opening  the second socket asks, and asks again after a pause
///   silent   it waits until the rung is over
///   asking   the hub was asked to answer to it
///   checking nothing came; the hub is asked for an answer to the first socket, so that a line that is down proves
///   nothing
class MappingLife {
public:
    /// `random` must outlive it.
    explicit MappingLife(RandomSource& random) : m_random(&random) {}

    /// Starts (over). `hub`: with port P. `outside`: our address as the hub sees it, whatever the port: where the
    /// second socket is given another one, nothing can be found out. `roundTrip`: to the hub.
    void start(Instant now, const Endpoint& hub, const Endpoint& outside, Duration roundTrip);
    /// Finds out no more; what was proven stays.
    void stop();
    /// True when the datagram, which came to this socket of ours, was an answer to one of our questions.
    [[nodiscard]] bool handle(Instant now, const Endpoint& from, ByteView datagram, SocketNumber socket);
    [[nodiscard]] std::vector<OutgoingDatagram> poll(Instant now);
    [[nodiscard]] Instant nextDeadline() const { return m_next; }

    [[nodiscard]] bool isBusy() const { return m_phase != Phase::Idle; }
    /// A silent mapping was seen alive after so long, since start(); zero: none was.
    [[nodiscard]] Duration proven() const { return m_proven; }
    /// What was not proven does not live; false where the line or the hub was away instead.
    [[nodiscard]] bool isCertain() const { return m_certain; }
    /// True once after the second socket was used for the last time: it can be closed.
    [[nodiscard]] bool takeUsedSocket() { return std::exchange(m_socketUsed, false); }

    /// Lives that NATs are given (30, 60, 120 and 180 s) less what timers and the way may differ by. Beyond the last
    /// nothing is saved that anybody would notice.
    static constexpr std::array<Duration, 3> rungs{55s, 115s, 175s};
    static constexpr SocketNumber socket = maxSockets - 4;

private:
    enum class Phase : std::uint8_t { Idle, Opening, Pause, Settling, Silent, Asking, Checking };
    void enter(Phase phase, Instant next);
    void end(bool certain);
    void succeeded(Instant now, const Endpoint& mapped);

    RandomSource* m_random;
    Endpoint m_hub;
    Endpoint m_outside;
    Duration m_patience{};
    Phase m_phase = Phase::Idle;
    Instant m_next = never;
    wire::StunTransaction m_transaction;
    int m_sent = 0;
    std::uint16_t m_port = 0;  ///< of the second socket's mapping
    std::size_t m_rung = 0;
    Duration m_proven{};
    bool m_certain = false;
    bool m_socketUsed = false;
};

}  // namespace nightjar::link
