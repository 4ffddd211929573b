// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "support/natbox.h"

#include <algorithm>

#include "wire/pcp.h"

namespace nightjar::sim {

NatBehaviour fullCone() {
    return {.filtering = NatBehaviour::Filtering::EndpointIndependent};
}

NatBehaviour restricted() {
    return {.filtering = NatBehaviour::Filtering::AddressDependent};
}

NatBehaviour portRestricted() {
    return {};
}

NatBehaviour symmetric() {
    return {.mapping = NatBehaviour::Mapping::AddressAndPortDependent};
}

NatBehaviour symmetricSequential() {
    auto behaviour = symmetric();
    behaviour.sequentialPorts = true;
    return behaviour;
}

Endpoint NatBox::keyOf(const Endpoint& to) const {
    switch (m_behaviour.mapping) {
        case NatBehaviour::Mapping::EndpointIndependent:
            return {};
        case NatBehaviour::Mapping::AddressDependent:
            return to.withPort(1);
        case NatBehaviour::Mapping::AddressAndPortDependent:
            return to;
    }
    return {};
}

Endpoint NatBox::permissionOf(const Endpoint& peer) const {
    switch (m_behaviour.filtering) {
        case NatBehaviour::Filtering::EndpointIndependent:
            return {};
        case NatBehaviour::Filtering::AddressDependent:
            return peer.withPort(1);
        case NatBehaviour::Filtering::AddressAndPortDependent:
            return peer;
    }
    return {};
}

Endpoint NatBox::outbound(Instant now, const Endpoint& inside, const Endpoint& to, RandomSource& random) {
    std::erase_if(m_mappings, [&](const auto& entry) { return entry.second.used + m_behaviour.life < now; });
    if (const auto flow = m_flows.find({inside, to}); flow != m_flows.end() && m_promises.contains(flow->second)) {
        return {m_address, flow->second};  // the answer to what came by a promised port leaves by it
    }
    const auto key = keyOf(to);
    for (auto& [port, mapping] : m_mappings) {
        if (mapping.inside == inside && mapping.key == key) {
            mapping.used = now;
            mapping.permissions[permissionOf(to)] = now;
            return {m_address, port};
        }
    }
    std::uint16_t port = m_nextPort;
    do {
        port = m_behaviour.sequentialPorts ? m_nextPort++ : static_cast<std::uint16_t>(1024 + random.below(64000));
    } while (m_mappings.contains(port));
    m_mappings[port] = {inside, key, now, {{permissionOf(to), now}}};
    return {m_address, port};
}

Bytes NatBox::portControl(Instant now, const Endpoint& inside, ByteView request) {
    const auto asked = m_behaviour.givesPorts ? wire::decodePcpMapRequest(request) : std::nullopt;
    if (!asked) {
        return {};
    }
    const auto wanted = inside.withPort(asked->client.port());
    std::erase_if(m_promises, [&](const auto& entry) { return entry.second.inside == wanted; });
    std::uint16_t port = 30000;
    while (m_promises.contains(port)) {
        ++port;
    }
    if (asked->lifetime > 0) {
        m_promises[port] = {wanted, now + std::chrono::seconds(asked->lifetime)};
    }
    return wire::encodePcpMapAnswer(
        {wire::PcpResult::Success, asked->lifetime, 1,
         wire::PcpMapAnswer::Mapping{asked->nonce, asked->client.port(), Endpoint(m_address, port)}});
}

std::size_t NatBox::promised(Instant now) const {
    return static_cast<std::size_t>(std::count_if(m_promises.begin(), m_promises.end(),
                                                  [&](const auto& entry) { return entry.second.until > now; }));
}

std::optional<Endpoint> NatBox::inbound(Instant now, const Endpoint& from, std::uint16_t outerPort) const {
    if (const auto promise = m_promises.find(outerPort); promise != m_promises.end() && promise->second.until > now) {
        m_flows[{promise->second.inside, from}] = outerPort;
        return promise->second.inside;
    }
    const auto found = m_mappings.find(outerPort);
    if (found == m_mappings.end() || found->second.used + m_behaviour.life < now) {
        return std::nullopt;
    }
    if (m_behaviour.filtering != NatBehaviour::Filtering::EndpointIndependent) {
        const auto permission = found->second.permissions.find(permissionOf(from));
        if (permission == found->second.permissions.end() || permission->second + m_behaviour.life < now) {
            return std::nullopt;
        }
    }
    return found->second.inside;
}

}  // namespace nightjar::sim
