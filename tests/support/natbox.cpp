// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "support/natbox.h"

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

std::optional<Endpoint> NatBox::inbound(Instant now, const Endpoint& from, std::uint16_t outerPort) const {
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
