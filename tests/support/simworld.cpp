// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "support/simworld.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace nightjar::sim {

namespace {

constexpr std::uint16_t hubPort = 33445;

/// A folder in memory where there is one: a simulated hour syncs thousands of times.
std::string makeFolder() {
    std::error_code ignored;
    const bool shared = std::filesystem::is_directory("/dev/shm", ignored);
    std::string pattern =
        (shared ? std::string("/dev/shm") : std::filesystem::temp_directory_path().string()) + "/nightjar-sim-XXXXXX";
    if (mkdtemp(pattern.data()) == nullptr) {
        std::perror("mkdtemp");
        std::abort();
    }
    return pattern;
}

}  // namespace

SimWorld::SimWorld(std::uint64_t seed, const hub::StoreQuota& quota)
    : m_seed(seed),
      m_net(seed),
      m_folder(makeFolder()),
      m_hubRandom(seed + 1),
      m_store(quota),
      m_hubKeys(crypto::generateKeyPair(m_hubRandom)) {
    std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
    const ByteArray<4> address{198, 51, 100, 1};
    m_hubAddress = {"198.51.100.1", hubPort, m_hubKeys.publicKey.value};
    m_hubHost =
        m_net.addHost(address, lan(), std::nullopt, [this](const Endpoint& from, std::uint16_t port, ByteView bytes) {
            if (port == hubPort || port == hubPort + 1) {
                sendHub(m_hub->handle(m_net.now(),
                                      {port == hubPort ? hub::Port::Main : hub::Port::Alternate, from, bytes}));
            }
        });
    restartHub();
}

SimWorld::~SimWorld() {
    m_peers.clear();
    std::error_code ignored;
    std::filesystem::remove_all(m_folder, ignored);
}

std::string SimWorld::giveHubV6(const ByteArray<16>& address) {
    m_net.giveV6(m_hubHost, address, false);
    auto line = m_hubAddress;
    const auto text = m_net.v6Of(m_hubHost, 1).toString();  // "[2001:db8::1]:1"
    line.host = text.substr(1, text.rfind(']') - 1);
    return line.toString();
}

std::string SimWorld::giveHubName(const std::string& name) {
    m_hubName = name;
    auto line = m_hubAddress;
    line.host = name;
    return line.toString();
}

std::vector<Endpoint> SimWorld::addressesOf(const std::string& name) const {
    if (name.empty() || name != m_hubName) {
        return {};
    }
    std::vector<Endpoint> out{m_net.addressOf(m_hubHost, 1)};
    if (const auto six = m_net.v6Of(m_hubHost, 1); six.isValid()) {
        out.insert(out.begin(), six);  // as RFC 6724 would have it
    }
    return out;
}

TurnServer& SimWorld::giveTurn() {
    const ByteArray<4> address{198, 51, 100, 9};
    m_turn = std::make_unique<TurnServer>(Endpoint(address, 3478));
    const auto host = std::make_shared<SimNet::HostId>();
    *host = m_net.addHost(address, lan(), std::nullopt,
                          [this, host](const Endpoint& from, std::uint16_t port, ByteView bytes) {
                              const auto at = m_net.addressOf(*host, port);
                              for (const auto& out : m_turn->handle(now(), from, at, bytes)) {
                                  m_net.send(*host, out.from.port(), out.to, out.bytes);
                              }
                          });
    return *m_turn;
}

void SimWorld::restartHub() {
    m_hub = std::make_unique<hub::Hub>(m_hubKeys, m_store, m_hubRandom);
}

void SimWorld::sendHub(std::vector<hub::Outgoing> outputs) {
    for (const auto& output : outputs) {
        m_net.send(m_hubHost, output.port == hub::Port::Main ? hubPort : hubPort + 1, output.to, output.datagram);
    }
}

SimPeer& SimWorld::addPeer(const std::string& name, LinkProfile link, std::optional<NatBehaviour> nat) {
    const auto number = static_cast<std::uint8_t>(m_peers.size() + 1);
    const auto index = m_peers.size();
    const auto host = m_net.addHost(
        {203, 0, 113, number}, link, nat, [this, index](const Endpoint& from, std::uint16_t port, ByteView bytes) {
            m_peers[index]->receive(from, static_cast<SocketNumber>(port - SimPeer::port), bytes);
        });
    m_peers.push_back(std::make_unique<SimPeer>(*this, name, host, m_folder, m_seed * 100 + number));
    auto& peer = *m_peers.back();
    peer.post(SetName{peer.request(), name});
    peer.post(SetHub{peer.request(), hubAddress()});
    return peer;
}

void SimWorld::step(Instant until) {
    Instant next = std::min(until, m_hub->nextDeadline());
    for (const auto& peer : m_peers) {
        next = std::min(next, peer->nextDeadline());
    }
    const auto before = m_net.now();
    m_net.advance(next);
    m_stuck = m_net.now() == before ? m_stuck + 1 : 0;
    if (m_stuck > 100'000) {
        std::fprintf(stderr, "the world does not move on: somebody's deadline never passes\n");
        std::abort();
    }
    m_net.doDue();
    for (const auto& peer : m_peers) {
        if (peer->nextDeadline() <= m_net.now()) {
            peer->tick();
        }
    }
    if (m_hub->nextDeadline() <= m_net.now()) {
        sendHub(m_hub->tick(m_net.now()));
    }
}

void SimWorld::run(Duration howLong) {
    const auto end = now() + howLong;
    while (now() < end) {
        step(end);
    }
}

bool SimWorld::runUntil(const std::function<bool()>& condition, Duration limit) {
    const auto end = now() + limit;
    while (!condition()) {
        if (now() >= end) {
            return false;
        }
        step(end);
    }
    return true;
}

Friends SimWorld::befriend(SimPeer& alice, SimPeer& bob) {
    const auto before = alice.mark();
    const auto link = alice.ask<InvitationAnswer>(CreateInvitation{}).link;
    const auto contact = bob.ask<ContactAnswer>(AcceptInvitation{0, link, ""}).contact;
    const auto known = [&] {
        const auto changed = bob.heard<ContactChanged>();
        return !alice.heard<ContactAdded>(before).empty() &&
               std::any_of(changed.begin(), changed.end(), [&](const auto& one) {
                   return one.contact.id == contact.id && one.contact.state == ContactState::Active;
               });
    };
    if (!runUntil(known, 120s)) {
        return {};
    }
    return {alice.heard<ContactAdded>(before).front().contact.id, contact.id};
}

}  // namespace nightjar::sim
