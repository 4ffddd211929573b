// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "support/simnet.h"

#include <algorithm>

#include "wire/pcp.h"

namespace nightjar::sim {

namespace {
/// IP and UDP headers.
std::size_t headersTo(const Endpoint& to) {
    return to.isV4() ? 28 : 48;
}
}  // namespace

LinkProfile gprs() {
    return {DataRate::kbit(26.8), DataRate::kbit(40.2), 350ms, 30ms, 0, 20 * 1024};
}

LinkProfile gprsCs1() {
    return {DataRate::kbit(9.05), DataRate::kbit(9.05), 500ms, 40ms, 0, 12 * 1024};
}

LinkProfile edge() {
    return {DataRate::kbit(60), DataRate::kbit(200), 200ms, 20ms, 0, 32 * 1024};
}

LinkProfile umts() {
    return {DataRate::kbit(384), DataRate::kbit(2000), 60ms, 10ms, 0.001};
}

LinkProfile wifi() {
    return {DataRate::kbit(20'000), DataRate::kbit(20'000), 3ms, 4ms, 0.01};
}

LinkProfile wan() {
    return {DataRate::kbit(20'000), DataRate::kbit(100'000), 20ms};
}

LinkProfile lan() {
    return {DataRate::kbit(1'000'000), DataRate::kbit(1'000'000), 500us};
}

SimNet::HostId SimNet::addHost(ByteArray<4> publicAddress, LinkProfile link, std::optional<NatBehaviour> nat,
                               Receiver receiver) {
    Host host;
    host.link = link;
    host.receiver = std::move(receiver);
    if (nat) {
        host.nat = std::make_unique<NatBox>(publicAddress, *nat);
        host.inner = Endpoint(ByteArray<4>{192, 168, static_cast<std::uint8_t>(m_hosts.size()), 2}, 1);
    } else {
        host.inner = Endpoint(publicAddress, 1);
    }
    m_hosts.push_back(std::move(host));
    return m_hosts.size() - 1;
}

Endpoint SimNet::addressOf(HostId host, std::uint16_t port) const {
    return m_hosts[host].inner.withPort(port);
}

void SimNet::move(HostId id, ByteArray<4> publicAddress) {
    auto& host = m_hosts[id];
    if (host.nat) {
        host.nat = std::make_unique<NatBox>(publicAddress, host.nat->behaviour());
        const auto now = host.inner.address();
        host.inner = Endpoint(ByteArray<4>{now[0], now[1], now[2], static_cast<std::uint8_t>(now[3] + 1)}, 1);
    } else {
        host.inner = Endpoint(publicAddress, 1);
    }
}

NatBox* SimNet::natOf(HostId host) {
    return m_hosts[host].nat.get();
}

void SimNet::giveV6(HostId id, const ByteArray<16>& address, bool firewall) {
    m_hosts[id].six = address == ByteArray<16>{} ? Endpoint() : Endpoint(address, 1);
    m_hosts[id].firewall = firewall;
}

Endpoint SimNet::v6Of(HostId host, std::uint16_t port) const {
    const auto& six = m_hosts[host].six;
    return six.isValid() ? six.withPort(port) : Endpoint{};
}

std::optional<Endpoint> SimNet::routerOf(HostId id) const {
    const auto& host = m_hosts[id];
    if (!host.nat || !host.nat->givesPorts()) {
        return std::nullopt;
    }
    auto address = toArray<4>(host.inner.address());
    address[3] = 1;
    return Endpoint(address, wire::portControlPort);
}

std::optional<Instant> SimNet::pass(Pipe& pipe, DataRate rate, const LinkProfile& link, std::size_t size) {
    if (size > link.mtu) {
        return std::nullopt;
    }
    const auto start = std::max(m_now, pipe.busyUntil);
    const auto waiting =
        std::chrono::duration<double>(start - m_now).count() * static_cast<double>(rate.bitsPerSecond) / 8;
    if (waiting > static_cast<double>(link.queueBytes)) {
        return std::nullopt;
    }
    pipe.busyUntil = start + rate.timeFor({static_cast<std::int64_t>(size)});
    const Duration jitter(static_cast<Duration::rep>(m_random.unit() * static_cast<double>(link.jitter.count())));
    const auto arrival = std::max(pipe.lastArrival, pipe.busyUntil + link.delay + jitter);
    pipe.lastArrival = arrival;
    if (m_random.unit() < link.loss) {
        return std::nullopt;
    }
    return arrival;
}

void SimNet::send(HostId id, std::uint16_t fromPort, const Endpoint& to, ByteView bytes) {
    auto& host = m_hosts[id];
    const auto size = bytes.size() + headersTo(to);
    if (!host.up || (!to.isV4() && !host.six.isValid())) {
        return;
    }
    if (m_tap) {
        m_tap(bytes);
    }
    if (const auto router = routerOf(id); router && to == *router) {
        // In the same room: neither the line nor the core sees it.
        auto answer = host.nat->portControl(m_now, host.inner.withPort(fromPort), bytes);
        if (!answer.empty()) {
            at(m_now + 1ms, [this, id, fromPort, router, answer = std::move(answer)] {
                m_hosts[id].receiver(*router, fromPort, answer);
            });
        }
        return;
    }
    host.bytesSent += static_cast<std::int64_t>(size);
    const auto arrival = pass(host.upstream, host.link.up, host.link, size);
    if (!arrival) {
        return;
    }
    at(*arrival, [this, id, fromPort, to, copy = toBytes(bytes)] {
        auto& sender = m_hosts[id];
        if (!sender.up || (sender.nat && to.isPrivate())) {
            return;  // private addresses do not route
        }
        if (!to.isV4()) {
            if (!sender.six.isValid()) {
                return;
            }
            sender.opened.insert({fromPort, to});
            return deliver(sender.six.withPort(fromPort), to, copy);
        }
        const auto inner = sender.inner.withPort(fromPort);
        const auto from = sender.nat ? sender.nat->outbound(m_now, inner, to, m_random) : inner;
        deliver(from, to, copy);
    });
}

void SimNet::deliver(const Endpoint& from, const Endpoint& to, const Bytes& bytes) {
    if (m_coreTap) {
        m_coreTap(from, to, bytes);
    }
    for (HostId id = 0; id < m_hosts.size(); ++id) {
        auto& host = m_hosts[id];
        std::uint16_t port = to.port();
        if (!to.isV4()) {
            if (!host.six.isValid() || host.six.withPort(port) != to) {
                continue;
            }
            if (host.firewall && !host.opened.contains({port, from})) {
                return;
            }
        } else if (host.nat) {
            if (!std::equal(host.nat->address().begin(), host.nat->address().end(), to.address().begin())) {
                continue;
            }
            const auto inner = host.nat->inbound(m_now, from, to.port());
            if (!inner) {
                return;
            }
            port = inner->port();
        } else if (host.inner.withPort(port) != to) {
            continue;
        }
        if (!host.up) {
            return;
        }
        const auto arrival = pass(host.downstream, host.link.down, host.link, bytes.size() + headersTo(to));
        if (arrival) {
            at(*arrival, [this, id, from, to, port, bytes] {
                auto& receiver = m_hosts[id];
                if (receiver.up) {
                    receiver.bytesReceived += static_cast<std::int64_t>(bytes.size() + headersTo(to));
                    receiver.receiver(from, port, bytes);
                }
            });
        }
        return;
    }
}

void SimNet::at(Instant when, std::function<void()> what) {
    m_events.push(std::make_shared<Event>(Event{std::max(when, m_now), m_order++, std::move(what)}));
}

void SimNet::advance(Instant to) {
    m_now = std::max(m_now, std::min(to, nextEvent()));
}

void SimNet::doDue() {
    while (!m_events.empty() && m_events.top()->when <= m_now) {
        const auto event = m_events.top();
        m_events.pop();
        event->what();
    }
}

}  // namespace nightjar::sim
