// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "hub/hub.h"
#include "hub/memoryqueuestore.h"
#include "support/simpeer.h"
#include "support/turnserver.h"
#include "wire/address.h"

namespace nightjar::sim {

/// Two people who know each other, as each of them sees the other.
struct Friends {
    ContactId bobAtAlice;
    ContactId aliceAtBob;
};

/// Peers, a hub and the network between them, in virtual time. The same seed gives the same world to the last byte.
class SimWorld {
public:
    explicit SimWorld(std::uint64_t seed, const hub::StoreQuota& quota = {});
    ~SimWorld();

    [[nodiscard]] SimNet& net() { return m_net; }
    [[nodiscard]] Instant now() const { return m_net.now(); }
    [[nodiscard]] std::uint64_t seed() const { return m_seed; }

    /// A new person, who has set the world's hub.
    SimPeer& addPeer(const std::string& name, LinkProfile link = lan(), std::optional<NatBehaviour> nat = {});
    [[nodiscard]] std::string hubAddress() const { return m_hubAddress.toString(); }
    [[nodiscard]] Endpoint hubEndpoint() const { return m_net.addressOf(m_hubHost, m_hubAddress.port); }
    /// The hub has an IPv6 address, too: the address line with it alone.
    [[nodiscard]] std::string giveHubV6(const ByteArray<16>& address);
    /// The hub has a name that leads to all its addresses: the address line with it.
    [[nodiscard]] std::string giveHubName(const std::string& name);
    /// What a look-up finds, ports are 1; empty: no such name.
    [[nodiscard]] std::vector<Endpoint> addressesOf(const std::string& name) const;
    /// A TURN server that everybody can reach, from now on.
    TurnServer& giveTurn();
    /// As SetTurnServer wants it.
    static constexpr const char* turnAddress = "turn:198.51.100.9";
    /// The hub's process ends and starts again; its store stays.
    void restartHub();
    void setHubUp(bool up) { m_net.setUp(m_hubHost, up); }
    /// What the hub keeps. What a test puts there itself is noticed when a receiver attaches.
    [[nodiscard]] hub::MemoryQueueStore& mailboxes() { return m_store; }
    [[nodiscard]] std::size_t envelopesAtHub() const { return m_store.envelopeCount(); }

    void run(Duration howLong);
    /// Until it is true; false when it is not after `limit`.
    [[nodiscard]] bool runUntil(const std::function<bool()>& condition, Duration limit);

    /// Makes them know each other through an invitation; null ids when that fails.
    Friends befriend(SimPeer& alice, SimPeer& bob);

private:
    /// Does what is due now and moves to the next moment at which something is, `until` at the latest.
    void step(Instant until);
    void sendHub(std::vector<hub::Outgoing> outputs);

    std::uint64_t m_seed;
    SimNet m_net;
    std::string m_folder;
    SeededRandom m_hubRandom;
    hub::MemoryQueueStore m_store;
    crypto::KeyPair m_hubKeys;
    wire::HubAddress m_hubAddress;
    SimNet::HostId m_hubHost = 0;
    std::string m_hubName;
    std::unique_ptr<TurnServer> m_turn;
    std::unique_ptr<hub::Hub> m_hub;
    std::vector<std::unique_ptr<SimPeer>> m_peers;
    int m_stuck = 0;
};

}  // namespace nightjar::sim
