// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <functional>
#include <memory>
#include <queue>
#include <set>
#include <vector>

#include "base/units.h"
#include "support/natbox.h"

namespace nightjar::sim {

/// The access link of a host: what lies between it and the core of the network. Losses happen after air time.
struct LinkProfile {
    DataRate up;
    DataRate down;
    Duration delay;                      ///< one way
    Duration jitter{};                   ///< added evenly, without reordering
    double loss = 0;                     ///< 0 … 1, each way
    std::size_t queueBytes = 64 * 1024;  ///< tail drop beyond
    std::size_t mtu = 1500;              ///< longer IP packets are dropped
};
/// GPRS, CS-2, two slots up and three down: 26.8/40.2 kbit/s, 700 ms there and back to the core.
[[nodiscard]] LinkProfile gprs();
/// GPRS with one slot of the weakest coding: 9.05 kbit/s both ways, 1 s.
[[nodiscard]] LinkProfile gprsCs1();
/// EDGE: 60/200 kbit/s, 400 ms.
[[nodiscard]] LinkProfile edge();
/// UMTS: 384/2,000 kbit/s, 120 ms.
[[nodiscard]] LinkProfile umts();
/// Wi-Fi with some loss: 20 Mbit/s, 6 ms, 1 %.
[[nodiscard]] LinkProfile wifi();
/// A good home line: 20/100 Mbit/s, 40 ms.
[[nodiscard]] LinkProfile wan();
/// 1 Gbit/s, 1 ms.
[[nodiscard]] LinkProfile lan();

/// A network of hosts, each behind a link and perhaps a NAT, in virtual time. Everything follows from the seed.
class SimNet {
public:
    using HostId = std::size_t;
    using Receiver = std::function<void(const Endpoint& from, std::uint16_t toPort, ByteView bytes)>;

    explicit SimNet(std::uint64_t seed) : m_random(seed) {}

    /// A host with a public address, or with a private one behind a NAT that has it.
    HostId addHost(ByteArray<4> publicAddress, LinkProfile link, std::optional<NatBehaviour> nat, Receiver receiver);
    [[nodiscard]] Endpoint addressOf(HostId host, std::uint16_t port) const;
    [[nodiscard]] NatBox* natOf(HostId host);
    /// The inner address of the router that gives ports; nothing where there is none.
    [[nodiscard]] std::optional<Endpoint> routerOf(HostId host) const;
    /// The host has an IPv6 address, too, perhaps behind a firewall that lets in only what answers.
    /// Zeros take it away.
    void giveV6(HostId host, const ByteArray<16>& address, bool firewall);
    /// Its IPv6 address; invalid where it has none.
    [[nodiscard]] Endpoint v6Of(HostId host, std::uint16_t port) const;
    void send(HostId host, std::uint16_t fromPort, const Endpoint& to, ByteView bytes);
    /// To another network, with another address there and outside, behind a NAT of the same kind.
    void move(HostId host, ByteArray<4> publicAddress);
    /// The link carries nothing while down.
    void setUp(HostId host, bool up) { m_hosts[host].up = up; }
    void setLink(HostId host, const LinkProfile& link) { m_hosts[host].link = link; }
    /// Sees every datagram that enters the network.
    void watch(std::function<void(ByteView)> tap) { m_tap = std::move(tap); }
    /// Sees every datagram that crosses the core of the network, with the addresses that it has there.
    using Tap = std::function<void(const Endpoint& from, const Endpoint& to, ByteView bytes)>;
    void watchDelivered(Tap tap) { m_coreTap = std::move(tap); }

    [[nodiscard]] Instant now() const { return m_now; }
    /// Something to do at a moment that is not past.
    void at(Instant when, std::function<void()> what);
    [[nodiscard]] Instant nextEvent() const { return m_events.empty() ? never : m_events.top()->when; }
    /// Moves the clock; to the next event at the furthest.
    void advance(Instant to);
    /// Does the events whose time has come.
    void doDue();

    /// Whole IP packets that left (entered) a host.
    [[nodiscard]] std::int64_t bytesSent(HostId host) const { return m_hosts[host].bytesSent; }
    [[nodiscard]] std::int64_t bytesReceived(HostId host) const { return m_hosts[host].bytesReceived; }

private:
    struct Pipe {
        Instant busyUntil{};
        Instant lastArrival{};
    };
    struct Host {
        Endpoint inner;
        LinkProfile link;
        std::unique_ptr<NatBox> nat;
        Endpoint six;  ///< with port 1; invalid: none
        bool firewall = false;
        std::set<std::pair<std::uint16_t, Endpoint>> opened;  ///< what the firewall lets in: to that port, from there
        Receiver receiver;
        bool up = true;
        Pipe upstream;
        Pipe downstream;
        std::int64_t bytesSent = 0;
        std::int64_t bytesReceived = 0;
    };
    struct Event {
        Instant when;
        std::uint64_t order;
        std::function<void()> what;
    };
    struct Later {
        bool operator()(const std::shared_ptr<Event>& a, const std::shared_ptr<Event>& b) const {
            return a->when != b->when ? a->when > b->when : a->order > b->order;
        }
    };
    /// When a packet comes out of the pipe; nothing when it is lost.
    [[nodiscard]] std::optional<Instant> pass(Pipe& pipe, DataRate rate, const LinkProfile& link, std::size_t size);
    void deliver(const Endpoint& from, const Endpoint& to, const Bytes& bytes);

    SeededRandom m_random;
    Instant m_now = fromUnixMs(1'700'000'000'000);
    std::vector<Host> m_hosts;
    std::priority_queue<std::shared_ptr<Event>, std::vector<std::shared_ptr<Event>>, Later> m_events;
    std::uint64_t m_order = 0;
    std::function<void(ByteView)> m_tap;
    Tap m_coreTap;
};

}  // namespace nightjar::sim
