// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/networks.h"

#include <set>

#include "base/buffer.h"
#include "base/log.h"
#include "crypto/kdf.h"
#include "engine/parts.h"
#include "store/hubs.h"
#include "store/profile.h"

namespace nightjar::engine {

namespace {

/// Of the life that was proven: timers of routers are coarse, and packets are late.
constexpr Duration margin = 5s;
/// Where the safe interval is too long, this one is tried.
constexpr Duration shortKeepAlive = 14s;
/// When the network changed there is more urgent work.
constexpr Duration learnAfter = 60s;
/// Routers are replaced and get other settings.
constexpr Duration learnEvery = 24h;
/// When it was not to be found out; after a mapping was lost, doubled each time up to learnEvery.
constexpr Duration learnAfterLoss = 10min;
/// The second socket takes a port; where a NAT gives them in turn, it has taken it by then.
constexpr Duration foretellAfter = 5s;
/// The sessions with several hubs notice the same within this.
constexpr Duration sameLoss = 3min;
constexpr std::string_view secretKey = "network-secret";
constexpr std::size_t prefixV4 = 3;
constexpr std::size_t prefixV6 = 8;

/// The bytes of an address that all of its network share.
[[nodiscard]] Bytes prefixOf(const Endpoint& address) {
    return toBytes(address.address().first(address.isV4() ? prefixV4 : prefixV6));
}

}  // namespace

Networks::Networks(Parts& parts) : m_parts(parts), m_life(parts.context.random) {
}

// ---- which network it is

/// The names of networks are keyed: what is copied out of the store by mistake tells nothing without it.
Bytes Networks::secret() {
    store::Profile profile(m_parts.context.database);
    if (auto known = profile.get(secretKey)) {
        return std::move(*known);
    }
    Bytes fresh(32);
    m_parts.context.random.fill(fresh);
    store::Transaction transaction(m_parts.context.database);
    profile.set(secretKey, fresh);
    (void)transaction.commit();  // without it nothing is recognised the next time
    return fresh;
}

void Networks::moved(const LocalAddresses& local) {
    abandon();
    m_learnAt = never;
    ByteWriter out;
    if (local.gateway) {
        out.sized(local.gateway->router.address());
        out.sized(prefixOf(local.gateway->own));
    } else {
        std::set<Bytes> prefixes;
        for (const auto& address : local.addresses) {
            if (!address.isLoopback()) {
                prefixes.insert(prefixOf(address));
            }
        }
        for (const auto& prefix : prefixes) {
            out.sized(prefix);
        }
    }
    const auto network = out.size() == 0
                             ? std::nullopt
                             : link::NetworkId::fromBytes(ByteView(crypto::hash256(out.view(), secret())).first<16>());
    if (network != m_network) {
        m_network = network;
        m_outside = {};
        m_afterLoss = {};
        use(link::HubSession::safeKeepAlive);
    }
}

/// Null while it is not known.
link::OutsideMark Networks::outsideMark() {
    const auto outside = m_parts.hubs.publicAddress();
    if (!outside.isValid()) {
        return {};
    }
    const auto address = outside.isV4() ? toBytes(outside.address()) : prefixOf(outside);
    return {toArray<8>(ByteView(crypto::hash256(address, secret())).first(8))};
}

// ---- what is remembered

link::NetworkFacts Networks::factsFor(const std::string& hub) const {
    if (!m_network) {
        return {};
    }
    const auto record = store::Hubs(m_parts.context.database).find(hub);
    const auto memory = record ? link::NetworkMemory::decode(record->memory) : link::NetworkMemory{};
    const auto* const known = memory.find(*m_network);
    return known != nullptr ? *known : link::NetworkFacts{*m_network, Way::Udp, {}, 0, {}};
}

void Networks::remember(const std::string& hub, const link::NetworkFacts& facts) {
    if (!m_network) {
        return;
    }
    auto& database = m_parts.context.database;
    auto record = store::Hubs(database).find(hub).value_or(store::HubRecord{hub, {}, 0, {}});
    auto memory = link::NetworkMemory::decode(record.memory);
    memory.put(facts);
    if (auto bytes = memory.encode(); bytes != record.memory) {
        record.memory = std::move(bytes);
        store::Transaction transaction(database);
        store::Hubs(database).put(record);
        (void)transaction.commit();  // it is learned again
    }
}

Way Networks::wayTo(const std::string& hub) const {
    return factsFor(hub).way;
}

void Networks::reached(const std::string& hub, Way way) {
    auto facts = factsFor(hub);
    facts.way = way;
    remember(hub, facts);
}

// ---- the interval

void Networks::use(Duration keepAlive) {
    m_keepAlive = keepAlive;
    m_parts.hubs.setKeepAlive(keepAlive);
}

void Networks::learned(Duration keepAlive) {
    if (keepAlive != m_keepAlive) {
        qCInfo(lcLink) << "keep-alive:" << toMs(keepAlive) / 1000 << "s";
    }
    use(keepAlive);
    m_outside = outsideMark();
    if (const auto& home = m_parts.hubs.home()) {
        auto facts = factsFor(home->toString());
        facts.keepAlive = keepAlive;
        facts.learned = today();
        facts.outside = m_outside;
        remember(home->toString(), facts);
    }
}

void Networks::homeCameOnline() {
    const auto& home = m_parts.hubs.home();
    const auto now = m_parts.context.now;
    const auto outside = outsideMark();
    const auto facts = factsFor(home->toString());
    const bool known = facts.keepAlive > Duration::zero() && !outside.isNull() && facts.outside == outside;
    if (known) {
        use(facts.keepAlive);
        m_outside = outside;
    } else if (outside != m_outside) {
        use(link::HubSession::safeKeepAlive);
        m_outside = outside;
    }
    m_learnAt = now + (known && facts.learned == today() ? learnEvery : learnAfter);
}

void Networks::mappingLost() {
    if (m_parts.context.now < m_lostAt + sameLoss) {
        return;  // of another hub's session
    }
    m_lostAt = m_parts.context.now;
    abandon();
    m_afterLoss = std::clamp<Duration>(2 * m_afterLoss, learnAfterLoss, learnEvery);
    m_learnAt = m_parts.context.now + m_afterLoss;
    learned(m_keepAlive > link::HubSession::safeKeepAlive ? link::HubSession::safeKeepAlive : shortKeepAlive);
}

void Networks::abandon() {
    m_life.stop();
    if (m_life.takeUsedSocket()) {
        m_parts.context.outputs.emplace_back(CloseSocket{link::MappingLife::socket});
    }
}

void Networks::beginToLearn() {
    m_learnAt = m_parts.context.now + learnEvery;
    const auto hub = m_parts.hubs.homeByUdp();
    const auto outside = m_parts.hubs.publicAddress();
    if (hub.isValid() && outside.isValid() && outside.isV4() == hub.isV4()) {
        m_life.start(m_parts.context.now, hub, outside, m_parts.hubs.homeStats().rtt);
        m_parts.hubs.nat().refreshAt(m_parts.context.now + foretellAfter);
    }
}

bool Networks::handle(const Datagram& datagram) {
    return m_life.handle(m_parts.context.now, datagram.from, datagram.bytes, datagram.socket);
}

void Networks::drain() {
    auto& context = m_parts.context;
    if (m_learnAt <= context.now) {
        beginToLearn();
    }
    for (auto& datagram : m_life.poll(context.now)) {
        context.transmit(datagram.to, std::move(datagram.bytes), datagram.way, datagram.socket);
    }
    const auto proven = m_life.proven() > margin ? m_life.proven() - margin : link::HubSession::safeKeepAlive;
    if (m_life.takeUsedSocket()) {
        context.outputs.emplace_back(CloseSocket{link::MappingLife::socket});
        if (m_life.isCertain()) {
            learned(proven);
        } else {
            m_learnAt = context.now + learnAfterLoss;
        }
    } else if (m_life.isBusy() && proven > m_keepAlive) {
        learned(proven);
    }
}

std::uint32_t Networks::today() const {
    return static_cast<std::uint32_t>(m_parts.context.nowMs() / 86'400'000);
}

void Networks::describe(Status& status) const {
    status.keepAliveSeconds = static_cast<int>(toMs(m_keepAlive) / 1000);
}

}  // namespace nightjar::engine
