// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <algorithm>
#include <optional>

#include "engine/context.h"
#include "link/hubsession.h"
#include "link/mappinglife.h"
#include "link/networkmemory.h"

namespace nightjar::engine {

struct Parts;

/// What is learned of every network that the device is in, and remembered for the next time: how a hub is reached
/// there, and how seldom it is enough to say something so that the NAT keeps us reachable.
///
/// The interval starts at link::HubSession::safeKeepAlive. A minute after the home hub is reached by UDP, and once a
/// day, link::MappingLife finds out what the NAT bears; what is proven is used, less a margin. When the hub sees us
/// move though we did not, it was too long: then the safe one is used again, or half of it.
class Networks {
public:
    explicit Networks(Parts& parts);

    /// Before the sessions are told: at start and at every change.
    void moved(const LocalAddresses& local);
    /// How this hub was reached the last time in this network.
    [[nodiscard]] Way wayTo(const std::string& hub) const;
    /// It is reached, and in this way.
    void reached(const std::string& hub, Way way);

    void homeCameOnline();
    void homeWentOffline() { abandon(); }
    /// The NAT had forgotten the mapping of a session.
    void mappingLost();
    /// True when the datagram was an answer to a question about the life of mappings.
    [[nodiscard]] bool handle(const Datagram& datagram);
    void drain();
    [[nodiscard]] Instant nextDeadline() const { return std::min(m_life.nextDeadline(), m_learnAt); }

    [[nodiscard]] Duration keepAlive() const { return m_keepAlive; }
    void describe(Status& status) const;

private:
    void abandon();
    void beginToLearn();
    void use(Duration keepAlive);
    void learned(Duration keepAlive);
    [[nodiscard]] link::NetworkFacts factsFor(const std::string& hub) const;
    void remember(const std::string& hub, const link::NetworkFacts& facts);
    [[nodiscard]] link::OutsideMark outsideMark();
    [[nodiscard]] Bytes secret();
    [[nodiscard]] std::uint32_t today() const;

    Parts& m_parts;
    link::MappingLife m_life;
    std::optional<link::NetworkId> m_network;
    link::OutsideMark m_outside;  ///< where m_keepAlive holds; null: nowhere
    Duration m_keepAlive = link::HubSession::safeKeepAlive;
    Instant m_learnAt = never;
    Instant m_lostAt{};
    Duration m_afterLoss{};  ///< how long nothing was learned after the last mapping that was lost
};

}  // namespace nightjar::engine
