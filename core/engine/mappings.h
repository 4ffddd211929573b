// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "engine/context.h"
#include "link/portmapper.h"

namespace nightjar::engine {

struct Parts;

/// A port of the router that leads to our socket: wanted when we are behind a NAT, have a router, and may be found.
class Mappings {
public:
    /// A setting of the identity: "off" asks no router for anything.
    static constexpr std::string_view settingKey = "port-mapping";

    explicit Mappings(Parts& parts);

    void setGateway(const std::optional<Gateway>& gateway);
    /// What it depends on may have changed: the NAT that is known, the hub, what the person wants.
    void reconsider();
    /// The way to the hub was lost and found: the router may have forgotten us.
    void checkAgain();
    void handle(const Datagram& datagram);
    void upnpAnswered(const UpnpAnswered& answer);
    /// The program ends: the port is given back.
    void leave();
    /// Reachable from outside by agreement with the router; invalid while there is none.
    [[nodiscard]] const Endpoint& address() const { return m_mapper.mapped(); }
    void describe(Status& status) const;

    void drain();
    [[nodiscard]] Instant nextDeadline() const { return m_mapper.nextDeadline(); }

private:
    [[nodiscard]] bool isWanted() const;

    Parts& m_parts;
    link::PortMapper m_mapper;
    std::optional<Gateway> m_gateway;
    /// What a port was asked for with, and how we looked from outside then.
    std::optional<Gateway> m_asked;
    Endpoint m_public;
};

}  // namespace nightjar::engine
