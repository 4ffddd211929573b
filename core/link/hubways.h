// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <array>
#include <utility>
#include <vector>

#include "base/instant.h"
#include "link/hubsession.h"

namespace nightjar::link {

/// Decides when to try which stream to a hub (docs/protocol.md, section 3): TCP when UDP brought no answer for a
/// second, TLS a second later, what worked the last time in this network at once.
///
/// States of each stream:
///   resting  not tried, or ended and not to be tried before `m_again`
///   tried    something was sent through it and nothing came back yet
///   working  it carries the session
class HubWays {
public:
    /// `hub` with the UDP port; tlsPort 0: no streams at all. True when that is news.
    bool setHub(const Endpoint& hub, std::uint16_t tlsPort);
    [[nodiscard]] bool hasStreams() const { return m_tlsPort != 0 && m_hub.isValid(); }
    void prefer(Way way) { m_preferred = way; }
    [[nodiscard]] Endpoint endpointOf(Way way) const;

    /// UDP is without an answer since then. Goes on until settle().
    void race(Instant since);
    [[nodiscard]] bool isRacing() const { return m_racingSince.has_value(); }
    /// The streams to say something through now, each once until it ends.
    [[nodiscard]] std::vector<Way> takeDue(Instant now);
    [[nodiscard]] Instant nextDeadline() const;

    /// The session goes this way: all other streams are over.
    void settle(Way way);
    /// A stream ended by itself; true when it was one of ours.
    bool ended(Instant now, Way way, const Endpoint& to);
    /// Ends every stream.
    void stop();
    /// The network changed: what did not work before may work now.
    void forgetFailures();
    [[nodiscard]] bool hasHangUps() const { return !m_hangUps.empty(); }
    [[nodiscard]] std::vector<StreamEnd> takeHangUps() { return std::exchange(m_hangUps, {}); }

private:
    struct Stream {
        Way way = Way::Tcp;
        bool inUse = false;
        Instant triedAt{};
        Instant again{};  ///< not before
        Duration wait{};  ///< after the next failure
    };
    [[nodiscard]] Instant dueAt(const Stream& stream) const;
    void hangUp(Stream& stream);

    Endpoint m_hub;
    std::uint16_t m_tlsPort = 0;
    Way m_preferred = Way::Udp;
    std::optional<Instant> m_racingSince;
    std::array<Stream, 2> m_streams{Stream{Way::Tcp}, Stream{Way::Tls}};
    std::vector<StreamEnd> m_hangUps;
};

}  // namespace nightjar::link
