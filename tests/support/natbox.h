// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <map>

#include "base/endpoint.h"
#include "base/instant.h"
#include "base/random.h"

namespace nightjar::sim {

/// How a NAT maps and filters, in the words of RFC 4787 sections 4 and 5.
struct NatBehaviour {
    enum class Mapping { EndpointIndependent, AddressDependent, AddressAndPortDependent };
    enum class Filtering { EndpointIndependent, AddressDependent, AddressAndPortDependent };
    Mapping mapping = Mapping::EndpointIndependent;
    Filtering filtering = Filtering::AddressAndPortDependent;
    bool sequentialPorts = false;  ///< else random ones
    Duration life = 120s;          ///< of a mapping; outbound packets refresh it
    bool givesPorts = false;       ///< speaks PCP (RFC 6887)
};

[[nodiscard]] NatBehaviour fullCone();
[[nodiscard]] NatBehaviour restricted();
[[nodiscard]] NatBehaviour portRestricted();
/// A new random port for every destination.
[[nodiscard]] NatBehaviour symmetric();
/// The next port in turn for every destination.
[[nodiscard]] NatBehaviour symmetricSequential();

/// A home router between one host and the network.
class NatBox {
public:
    NatBox(ByteArray<4> publicAddress, NatBehaviour behaviour) : m_address(publicAddress), m_behaviour(behaviour) {}

    /// The source as the network sees it.
    [[nodiscard]] Endpoint outbound(Instant now, const Endpoint& inside, const Endpoint& to, RandomSource& random);
    /// Whom a packet from outside is for; nothing when it is filtered.
    [[nodiscard]] std::optional<Endpoint> inbound(Instant now, const Endpoint& from, std::uint16_t outerPort) const;
    /// What the box answers to a PCP request from inside; empty when it does not speak it.
    [[nodiscard]] Bytes portControl(Instant now, const Endpoint& inside, ByteView request);
    /// Ports that are promised now.
    [[nodiscard]] std::size_t promised(Instant now) const;
    /// The box forgets everything, as after a power cut.
    void flush() {
        m_mappings.clear();
        m_promises.clear();
    }
    /// From now on mappings live so long.
    void setLife(Duration life) { m_behaviour.life = life; }
    [[nodiscard]] bool givesPorts() const { return m_behaviour.givesPorts; }
    [[nodiscard]] const ByteArray<4>& address() const { return m_address; }
    [[nodiscard]] const NatBehaviour& behaviour() const { return m_behaviour; }
    /// Its provider gives it another address; what was mapped is forgotten.
    void moveTo(ByteArray<4> publicAddress) {
        m_address = publicAddress;
        flush();
    }

private:
    struct Mapping {
        Endpoint inside;
        Endpoint key;  ///< the destination as far as the mapping depends on it
        Instant used;
        std::map<Endpoint, Instant> permissions;
    };
    struct Promise {
        Endpoint inside;
        Instant until;
    };
    [[nodiscard]] Endpoint keyOf(const Endpoint& to) const;
    [[nodiscard]] Endpoint permissionOf(const Endpoint& peer) const;

    ByteArray<4> m_address;
    NatBehaviour m_behaviour;
    std::map<std::uint16_t, Mapping> m_mappings;  ///< by outer port
    std::map<std::uint16_t, Promise> m_promises;  ///< by outer port
    /// Who came by a promised port, and by which.
    mutable std::map<std::pair<Endpoint, Endpoint>, std::uint16_t> m_flows;
    std::uint16_t m_nextPort = 20000;
};

}  // namespace nightjar::sim
