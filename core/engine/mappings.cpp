// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/mappings.h"

#include "base/log.h"
#include "engine/parts.h"
#include "store/profile.h"

namespace nightjar::engine {

namespace {
/// Beyond such a round trip to the hub, the questions (about 1 kB in all) would hold up what a slow line has to carry,
/// and whoever is at its other end is no router in the next room.
constexpr Duration slowLine = 300ms;
}  // namespace

Mappings::Mappings(Parts& parts) : m_parts(parts), m_mapper(parts.context.random) {
}

bool Mappings::isWanted() const {
    const auto& nat = m_parts.hubs.nat();
    const bool behindNat = nat.publicAddress().isValid() && nat.mapping() != link::NatMapping::None;
    return m_gateway && behindNat && !m_parts.links.isInvisible() &&
           store::Profile(m_parts.context.database).text("setting/" + std::string(settingKey)) != "off";
}

void Mappings::setGateway(const std::optional<Gateway>& gateway) {
    m_gateway = gateway;
    reconsider();
}

void Mappings::reconsider() {
    const auto now = m_parts.context.now;
    if (!isWanted()) {
        if (m_asked) {
            m_mapper.stop(now);
            m_asked.reset();
        }
        return;
    }
    const auto seen = m_parts.hubs.nat().publicAddress();
    const bool asNew = m_asked != m_gateway;
    if (asNew && m_parts.hubs.homeStats().rtt > slowLine) {
        return;
    }
    if (asNew || seen != m_public) {
        m_mapper.start(now, m_gateway->router, m_gateway->own);
        m_asked = m_gateway;
        m_public = seen;
    }
}

void Mappings::checkAgain() {
    if (m_asked) {
        m_mapper.start(m_parts.context.now, m_asked->router, m_asked->own);
    }
}

void Mappings::handle(const Datagram& datagram) {
    (void)m_mapper.handle(m_parts.context.now, datagram.from, datagram.bytes);
}

void Mappings::upnpAnswered(const UpnpAnswered& answer) {
    m_mapper.upnpAnswered(m_parts.context.now, answer.external, answer.life);
}

void Mappings::leave() {
    if (m_asked) {
        m_mapper.stop(m_parts.context.now);
        m_asked.reset();
    }
}

void Mappings::describe(Status& status) const {
    status.portMapping = link::PortMapper::protocolName(m_mapper.protocol());
    if (address().isValid()) {
        status.mappedAddress = address().toString();
    }
}

void Mappings::drain() {
    auto& context = m_parts.context;
    auto outputs = m_mapper.poll(context.now);
    for (auto& datagram : outputs.datagrams) {
        context.transmit(datagram.to, std::move(datagram.bytes), datagram.way, datagram.socket);
    }
    for (const auto& wish : outputs.upnp) {
        const auto own = m_gateway ? m_gateway->own.withPort(wish.port) : Endpoint({}, wish.port);
        context.outputs.emplace_back(UpnpWanted{own, wish.external, wish.life});
    }
    if (outputs.closeSocket) {
        context.outputs.emplace_back(CloseSocket{link::PortMapper::socket});
    }
    if (outputs.changed) {
        m_parts.links.candidatesChanged();
        qCInfo(lcLink) << "port mapping:" << QLatin1String(link::PortMapper::protocolName(m_mapper.protocol()).data())
                       << "dropped" << m_mapper.dropped();
    }
}

}  // namespace nightjar::engine
