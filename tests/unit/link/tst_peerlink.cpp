// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>
#include <functional>
#include <map>
#include <set>

#include "crypto/keys.h"
#include "link/hubsession.h"
#include "link/linkkeys.h"
#include "link/peerlink.h"
#include "wire/envelope.h"

using namespace nightjar;
using namespace nightjar::link;
using channel::Priority;

namespace {

/// Two peers, a relay that takes 150 ms, and the ways between their addresses, in virtual time.
class World {
public:
    struct Peer {
        bool stores = true;  ///< what arrives, and says so
        std::unique_ptr<PeerLink> link;
        std::vector<Endpoint> addresses;  ///< its own; packets leave from the first that can reach the target
        bool relayUp = true;
        std::multiset<Bytes> envelopes;
        std::vector<Instant> arrived;
        std::vector<EnvelopeId> stored;
        std::vector<PathNews> paths;
        std::vector<LinkClosed> closed;
        std::size_t direct = 0;   ///< datagrams sent
        std::size_t relayed = 0;  ///< packets sent by relay
    };
    /// Decides whether a datagram passes, and from where it seems to come.
    using Route = std::function<std::optional<Endpoint>(int from, const Endpoint& to)>;

    explicit World(bool directAllowed = true) : m_random(3) {
        m_peers[0].addresses = {Endpoint::v4(203, 0, 113, 1, 1000)};
        m_peers[1].addresses = {Endpoint::v4(203, 0, 113, 2, 2000)};
        const auto id = wire::LinkId::draw(m_random);
        const auto one = crypto::generateKeyPair(m_random);
        const auto two = crypto::generateKeyPair(m_random);
        const auto first = deriveLinkSecrets(id, one, two.publicKey, true);
        const auto second = deriveLinkSecrets(id, two, one.publicKey, false);
        PeerLinkSetup setup{first->view(), wire::ChannelId{{1}}, wire::ChannelId{{2}}, candidatesOf(1), directAllowed};
        a().link = std::make_unique<PeerLink>(setup, m_random, m_now);
        setup = {second->view(), wire::ChannelId{{2}}, wire::ChannelId{{1}}, candidatesOf(0), directAllowed};
        b().link = std::make_unique<PeerLink>(setup, m_random, m_now);
    }

    Peer& a() { return m_peers[0]; }
    Peer& b() { return m_peers[1]; }
    std::vector<wire::Candidate> candidatesOf(int peer) {
        std::vector<wire::Candidate> out;
        for (const auto& address : m_peers[static_cast<std::size_t>(peer)].addresses) {
            out.push_back({wire::CandidateKind::Host, address});
        }
        return out;
    }
    Bytes sendEnvelope(Peer& from, std::uint8_t fill, std::size_t size = wire::envelopeSizes[0]) {
        Bytes envelope(size, fill);
        from.link->sendEnvelope(m_now, wire::envelopeId(envelope), envelope, Priority::Text);
        return envelope;
    }
    void run(Duration duration) {
        const auto end = m_now + duration;
        while (step(end)) {
        }
    }
    template <class Condition>
    bool runUntil(Condition condition, Duration most) {
        const auto end = m_now + most;
        while (!condition()) {
            if (!step(end)) {
                return condition();
            }
        }
        return true;
    }
    bool bothDirect() { return a().link->isDirect() && b().link->isDirect(); }

    Instant m_now{1'700'000'000s};
    SeededRandom m_random;
    Duration m_directDelay = 20ms;
    double m_loss = 0;
    std::size_t m_directDelivered = 0;
    /// By default everybody reaches everybody.
    Route m_route = [this](int from, const Endpoint&) -> std::optional<Endpoint> {
        return m_peers[static_cast<std::size_t>(from)].addresses[0];
    };

private:
    struct Flight {
        int to = 0;
        std::optional<Endpoint> from;  ///< nothing: by relay
        Endpoint target;
        Bytes bytes;
    };

    void drain(int index) {
        auto& peer = m_peers[static_cast<std::size_t>(index)];
        auto events = peer.link->takeEvents();
        for (auto& event : events) {
            if (const auto* envelope = std::get_if<EnvelopeArrived>(&event); envelope != nullptr && peer.stores) {
                peer.link->confirmStored(envelope->number);
            }
        }
        auto out = peer.link->poll(m_now);
        std::move(out.events.begin(), out.events.end(), std::back_inserter(events));
        for (auto& datagram : out.datagrams) {
            ++peer.direct;
            const auto source = m_route(index, datagram.to);
            if (source && m_random.unit() >= m_loss) {
                m_inFlight.emplace(m_now + m_directDelay,
                                   Flight{1 - index, source, datagram.to, std::move(datagram.bytes)});
            }
        }
        for (auto& bytes : out.relayed) {
            ++peer.relayed;
            if (bytes.size() > HubSession::maxRelayPayload) {
                qFatal("a packet that no relay takes");
            }
            if (a().relayUp && b().relayUp) {
                m_inFlight.emplace(m_now + 150ms, Flight{1 - index, std::nullopt, {}, std::move(bytes)});
            }
        }
        for (auto& event : events) {
            if (auto* envelope = std::get_if<EnvelopeArrived>(&event)) {
                peer.envelopes.insert(std::move(envelope->envelope));
                peer.arrived.push_back(m_now);
            } else if (const auto* stored = std::get_if<StoredArrived>(&event)) {
                peer.stored.insert(peer.stored.end(), stored->envelopes.begin(), stored->envelopes.end());
            } else if (const auto* path = std::get_if<PathNews>(&event)) {
                peer.paths.push_back(*path);
            } else if (const auto* closed = std::get_if<LinkClosed>(&event)) {
                peer.closed.push_back(*closed);
            }
        }
        if (peer.link->nextDeadline() <= m_now) {
            qFatal("a deadline that poll() did not meet");
        }
    }
    bool step(Instant end) {
        drain(0);
        drain(1);
        auto next = std::min(a().link->nextDeadline(), b().link->nextDeadline());
        if (!m_inFlight.empty()) {
            next = std::min(next, m_inFlight.begin()->first);
        }
        if (next > end) {
            m_now = end;
            return false;
        }
        m_now = next;
        while (!m_inFlight.empty() && m_inFlight.begin()->first <= m_now) {
            const auto flight = std::move(m_inFlight.begin()->second);
            m_inFlight.erase(m_inFlight.begin());
            auto& peer = m_peers[static_cast<std::size_t>(flight.to)];
            if (flight.from) {
                const auto& own = peer.addresses;
                if (std::find(own.begin(), own.end(), flight.target) != own.end()) {
                    ++m_directDelivered;
                    (void)peer.link->handleDirect(m_now, *flight.from, flight.bytes);
                }
            } else {
                (void)peer.link->handleRelayed(m_now, flight.bytes);
            }
        }
        return true;
    }

    std::array<Peer, 2> m_peers;
    std::multimap<Instant, Flight> m_inFlight;
};

}  // namespace

class TestPeerLink : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keysOfBothSidesMatch();
    void relaysAtFirstThenGoesDirect();
    void staysRelayedWhereNothingPasses();
    void relayOnlyNeverProbesOrAnswers();
    void punchesThroughNatsThatWaitForUs();
    void findsTheAddressThatNobodyToldOf();
    void takesTheFasterPath();
    void changesOverWithoutLosingMessages();
    void fallsBackWhenTheDirectPathDies();
    void fallsBackSoonerInACall();
    void followsAPeerBackToTheRelay();
    void goesWhereTheyAreNow();
    void opensTcpWhereBothKnowTheirs();
    void followsAPeerThatMoved();
    void followsBothWhenBothMoved();
    void keepsADirectPathOpen();
    void closesWhenIdle();
    void closesOnBothSides();
    void tellsWhatIsStored();
    void resumesWhenTheRelayComesBack();
    void triesAgainAfterAWhile();
    void survivesGarbage();
};

void TestPeerLink::keysOfBothSidesMatch() {
    SeededRandom random(1);
    const auto id = wire::LinkId::draw(random);
    const auto one = crypto::generateKeyPair(random);
    const auto two = crypto::generateKeyPair(random);
    const auto first = deriveLinkSecrets(id, one, two.publicKey, true);
    const auto second = deriveLinkSecrets(id, two, one.publicKey, false);
    QVERIFY(first && second);
    QVERIFY(constantTimeEqual(first->view().send, second->view().receive));
    QVERIFY(constantTimeEqual(first->view().receive, second->view().send));
    QVERIFY(!constantTimeEqual(first->view().send, first->view().receive));
    QVERIFY(!deriveLinkSecrets(id, one, crypto::PublicKey{}, true));
}

void TestPeerLink::relaysAtFirstThenGoesDirect() {
    World world;
    const auto sent = world.sendEnvelope(world.a(), 7);
    QVERIFY(world.runUntil([&] { return world.b().envelopes.count(sent) == 1; }, 160ms));
    QVERIFY(world.a().relayed > 0);
    QVERIFY(world.runUntil([&] { return world.bothDirect(); }, 500ms));
    QVERIFY(*world.a().link->voiceRoute() == world.b().addresses[0]);
    QVERIFY(world.a().paths.size() == 1 && world.a().paths[0].direct);
    world.run(1s);
    const auto relayed = world.a().relayed;
    world.sendEnvelope(world.a(), 8);
    world.run(5s);
    QCOMPARE(world.a().relayed, relayed);
    QCOMPARE(world.b().envelopes.size(), std::size_t{2});
    QVERIFY(world.a().link->stats().minimumRtt < 60ms);
}

void TestPeerLink::staysRelayedWhereNothingPasses() {
    World world;
    world.m_route = [](int, const Endpoint&) { return std::nullopt; };
    for (std::uint8_t i = 0; i < 20; ++i) {
        world.sendEnvelope(world.a(), i, 1024);
        world.run(500ms);
    }
    world.run(20s);
    QCOMPARE(world.b().envelopes.size(), std::size_t{20});
    QVERIFY(!world.a().link->isDirect());
    QVERIFY(!world.a().link->voiceRoute());
    QCOMPARE(world.a().direct, std::size_t{8});  // challenges: 0, 0.2, 0.6, 1.4, 3, 5, 7, 9 s
}

void TestPeerLink::relayOnlyNeverProbesOrAnswers() {
    World world(false);
    world.sendEnvelope(world.a(), 1);
    world.run(90s);
    QCOMPARE(world.a().direct + world.b().direct, std::size_t{0});
    QCOMPARE(world.b().envelopes.size(), std::size_t{1});
    // Not even if whoever owns it makes a mistake: no mapping is opened, no guess heard, no connection made.
    auto& link = *world.a().link;
    const auto theirs = world.b().addresses[0];
    link.openMappings(world.m_now, theirs, {1, 2, 3});
    QVERIFY(!link.handlePortProbe(world.m_now, theirs, 2));
    world.b().link->tellCandidates(world.m_now, {{wire::CandidateKind::Tcp, theirs}});
    world.run(1s);
    link.openTcp(world.m_now);
    world.run(90s);
    QCOMPARE(world.a().direct, std::size_t{0});
}

void TestPeerLink::punchesThroughNatsThatWaitForUs() {
    World world;
    // Address-dependent filtering: a packet passes only after the receiver sent one to the address it comes from.
    std::set<std::pair<int, Endpoint>> opened;
    world.m_route = [&](int from, const Endpoint& to) -> std::optional<Endpoint> {
        opened.insert({from, to});
        const auto source = (from == 0 ? world.a() : world.b()).addresses[0];
        return opened.count({1 - from, source}) != 0 ? std::optional(source) : std::nullopt;
    };
    QVERIFY(world.runUntil([&] { return world.bothDirect(); }, 1s));
}

void TestPeerLink::findsTheAddressThatNobodyToldOf() {
    World world;
    // A's NAT maps to another port than it told; B has an open address.
    const auto mapped = Endpoint::v4(203, 0, 113, 1, 7777);
    world.m_route = [&](int from, const Endpoint& to) -> std::optional<Endpoint> {
        if (from == 0) {
            return mapped;
        }
        return to == mapped ? std::optional(world.b().addresses[0]) : std::nullopt;
    };
    world.a().addresses.push_back(mapped);
    QVERIFY(world.runUntil([&] { return world.bothDirect(); }, 1s));
    QVERIFY(*world.b().link->voiceRoute() == mapped);
}

void TestPeerLink::takesTheFasterPath() {
    World world;
    QVERIFY(world.runUntil([&] { return world.bothDirect(); }, 1s));
    world.m_directDelay = 2ms;
    const auto lan = Endpoint::v4(192, 168, 0, 2, 2000);
    world.b().addresses.push_back(lan);
    world.b().link->tellCandidates(world.m_now, world.candidatesOf(1));
    world.run(1s);
    QVERIFY(*world.a().link->voiceRoute() == lan);
}

void TestPeerLink::changesOverWithoutLosingMessages() {
    for (std::uint64_t round = 0; round < 5; ++round) {
        World world;
        world.m_loss = round == 0 ? 0 : 0.2;
        std::multiset<Bytes> toA;
        std::multiset<Bytes> toB;
        // A stream of messages while the direct path comes, goes and comes back.
        for (std::uint8_t i = 0; i < 200; ++i) {
            toB.insert(world.sendEnvelope(world.a(), i, i % 8 == 0 ? 4096 : 228));
            toA.insert(world.sendEnvelope(world.b(), i, 512));
            if (i == 60) {
                world.m_route = [](int, const Endpoint&) { return std::nullopt; };
            }
            if (i == 140) {
                world.m_route = [&](int from, const Endpoint&) -> std::optional<Endpoint> {
                    return (from == 0 ? world.a() : world.b()).addresses[0];
                };
                world.a().link->networkChanged(world.m_now);
            }
            world.run(150ms + Duration(static_cast<std::int64_t>(round) * 1000));
        }
        QVERIFY(world.runUntil([&] { return world.b().envelopes.size() >= 200 && world.a().envelopes.size() >= 200; },
                               60s));
        world.run(5s);
        QVERIFY(world.b().envelopes == toB);
        QVERIFY(world.a().envelopes == toA);
        QVERIFY(world.a().paths.size() >= 3);
        QVERIFY(world.bothDirect());
    }
}

void TestPeerLink::fallsBackWhenTheDirectPathDies() {
    World world;
    QVERIFY(world.runUntil([&] { return world.bothDirect(); }, 1s));
    world.run(2s);
    world.m_route = [](int, const Endpoint&) { return std::nullopt; };
    const auto start = world.m_now;
    const auto sent = world.sendEnvelope(world.a(), 9);
    QVERIFY(world.runUntil([&] { return world.b().envelopes.count(sent) == 1; }, 10s));
    // Four probe timeouts, a second at least.
    QVERIFY(world.m_now - start >= 1s);
    QVERIFY2(world.m_now - start < 2s, std::to_string(toMs(world.m_now - start)).c_str());
    QVERIFY(!world.a().link->isDirect());
}

void TestPeerLink::fallsBackSoonerInACall() {
    World world;
    QVERIFY(world.runUntil([&] { return world.bothDirect(); }, 1s));
    world.a().link->setVoiceActive(world.m_now, true);
    world.b().link->setVoiceActive(world.m_now, true);
    const auto speak = [&](Duration duration) {
        for (const auto end = world.m_now + duration; world.m_now < end;) {
            if (world.a().link->voiceRoute()) {
                world.b().link->noteVoice(world.m_now, world.a().addresses[0]);
                world.a().link->noteVoice(world.m_now, world.b().addresses[0]);
            }
            world.run(60ms);
        }
    };
    speak(200s);  // longer than an idle link lives
    QVERIFY(world.bothDirect());
    world.m_route = [](int, const Endpoint&) { return std::nullopt; };
    // Nobody hears anybody any more, and nothing was owed.
    QVERIFY(world.runUntil([&] { return !world.a().link->isDirect() && !world.b().link->isDirect(); }, 4s));
    QVERIFY(!world.a().link->isClosed());
}

void TestPeerLink::followsAPeerBackToTheRelay() {
    World world;
    QVERIFY(world.runUntil([&] { return world.bothDirect(); }, 1s));
    (void)world.sendEnvelope(world.a(), 1);
    (void)world.sendEnvelope(world.b(), 1);
    world.run(5s);
    QVERIFY(world.bothDirect());
    // A's network is another; nothing passes straight any more, and B is owed nothing that would tell.
    world.m_route = [](int, const Endpoint&) { return std::nullopt; };
    world.a().link->networkChanged(world.m_now);
    world.run(200ms);
    QVERIFY(!world.b().link->isDirect());
    const auto sent = world.sendEnvelope(world.b(), 2);
    QVERIFY(world.runUntil([&] { return world.a().envelopes.count(sent) == 1; }, 200ms));
}

void TestPeerLink::goesWhereTheyAreNow() {
    World world;
    QVERIFY(world.runUntil([&] { return world.bothDirect(); }, 1s));
    world.run(5s);
    const auto before = world.b().addresses[0];
    const auto moved = Endpoint::v4(198, 51, 100, 9, 9);
    world.b().addresses[0] = moved;
    world.b().link->networkChanged(world.m_now);
    world.b().link->tellCandidates(world.m_now, world.candidatesOf(1));
    QVERIFY(world.runUntil([&] { return world.bothDirect() && world.a().link->voiceRoute() == Route(moved); }, 500ms));
    QCOMPARE(world.a().link->remoteCandidates().size(), std::size_t{1});
    QVERIFY(world.a().link->remoteCandidates()[0].address == moved);
    QVERIFY(moved != before);
}

void TestPeerLink::opensTcpWhereBothKnowTheirs() {
    World world;
    world.m_route = [](int, const Endpoint&) { return std::nullopt; };
    auto& link = *world.a().link;
    const auto there = Endpoint::v4(203, 0, 113, 2, 7777);
    world.b().link->tellCandidates(world.m_now, {{wire::CandidateKind::Tcp, there}});
    world.run(1s);
    const auto streams = [&] {
        std::size_t count = 0;
        for (const auto& datagram : link.poll(world.m_now).datagrams) {
            count += datagram.way == Way::Tcp && datagram.to == there ? 1 : 0;
        }
        return count;
    };
    QCOMPARE(streams(), std::size_t{0});  // not before our own is known
    link.openTcp(world.m_now);
    QCOMPARE(streams(), std::size_t{1});
    // A connection that cannot be made is no path, and nothing more goes there until all are tried again.
    link.hungUp(world.m_now, Way::Tcp, there);
    world.m_now += 500ms;
    QCOMPARE(streams(), std::size_t{0});
    QVERIFY(!link.isDirect());
}

void TestPeerLink::followsAPeerThatMoved() {
    World world;
    QVERIFY(world.runUntil([&] { return world.bothDirect(); }, 1s));
    world.run(5s);
    // B's NAT forgets the mapping: B seems to come from elsewhere, its old address is dead, and B does not know.
    const auto moved = Endpoint::v4(203, 0, 113, 2, 9999);
    world.b().addresses[0] = moved;
    world.sendEnvelope(world.b(), 1);
    QVERIFY(world.runUntil([&] { return world.a().link->voiceRoute() == moved; }, 2s));
    const auto relayed = world.a().relayed;
    const auto sent = world.sendEnvelope(world.a(), 2);
    QVERIFY(world.runUntil([&] { return world.b().envelopes.count(sent) == 1; }, 100ms));
    QCOMPARE(world.a().relayed, relayed);
}

void TestPeerLink::followsBothWhenBothMoved() {
    World world;
    QVERIFY(world.runUntil([&] { return world.bothDirect(); }, 1s));
    world.run(5s);
    world.a().addresses[0] = Endpoint::v4(198, 51, 100, 1, 1);
    world.b().addresses[0] = Endpoint::v4(198, 51, 100, 2, 2);
    world.a().link->networkChanged(world.m_now);
    world.b().link->networkChanged(world.m_now);
    const auto sent = world.sendEnvelope(world.a(), 2);
    // At once by relay; direct again as soon as new candidates are told.
    QVERIFY(world.runUntil([&] { return world.b().envelopes.count(sent) == 1; }, 200ms));
    world.b().link->tellCandidates(world.m_now, world.candidatesOf(1));
    QVERIFY(world.runUntil([&] { return world.bothDirect(); }, 2s));
}

void TestPeerLink::keepsADirectPathOpen() {
    World world;
    QVERIFY(world.runUntil([&] { return world.bothDirect(); }, 1s));
    world.run(10s);
    const auto direct = world.a().direct;
    const auto relayed = world.a().relayed;
    world.run(60s);
    QVERIFY(world.a().direct - direct >= 4);
    QVERIFY(world.a().direct - direct <= 12);
    QCOMPARE(world.a().relayed, relayed);
}

void TestPeerLink::closesWhenIdle() {
    World world;
    world.sendEnvelope(world.a(), 1);
    world.run(110s);
    world.sendEnvelope(world.b(), 1);
    world.run(119s);
    QVERIFY(!world.a().link->isClosed());
    world.run(5s);
    QVERIFY(world.a().link->isClosed());
    QVERIFY(world.b().link->isClosed());
    QCOMPARE(world.a().closed.size(), std::size_t{1});
    QCOMPARE(world.b().closed.size(), std::size_t{1});
    QCOMPARE(world.a().closed[0].reason, wire::CloseReason::Idle);
    QVERIFY(world.a().link->nextDeadline() == never);
}

void TestPeerLink::closesOnBothSides() {
    World world;
    world.run(1s);
    world.a().link->close(world.m_now, wire::CloseReason::Done);
    world.a().link->close(world.m_now, wire::CloseReason::Done);
    world.run(1s);
    QCOMPARE(world.a().closed.size(), std::size_t{1});
    QVERIFY(!world.a().closed[0].byPeer);
    QCOMPARE(world.b().closed.size(), std::size_t{1});
    QVERIFY(world.b().closed[0].byPeer);
    QCOMPARE(world.b().closed[0].reason, wire::CloseReason::Done);
    world.sendEnvelope(world.a(), 1);
    world.run(1s);
    QVERIFY(world.b().envelopes.empty());
}

void TestPeerLink::tellsWhatIsStored() {
    World world;
    world.b().stores = false;
    const auto lost = world.sendEnvelope(world.a(), 1);
    world.run(10s);
    QCOMPARE(world.b().envelopes.size(), std::size_t{1});
    QVERIFY(world.a().stored.empty());
    world.b().stores = true;
    const auto kept = world.sendEnvelope(world.a(), 2);
    world.run(1s);
    QVERIFY(world.a().stored == std::vector{wire::envelopeId(kept)});
}

void TestPeerLink::resumesWhenTheRelayComesBack() {
    World world(false);
    world.run(1s);
    world.a().relayUp = false;
    world.a().link->setRelayAvailable(world.m_now, false);
    const auto sent = world.sendEnvelope(world.a(), 1);
    world.run(60s);
    world.a().relayUp = true;
    world.a().link->setRelayAvailable(world.m_now, true);
    QVERIFY(world.runUntil([&] { return world.b().envelopes.count(sent) == 1; }, 400ms));
}

void TestPeerLink::triesAgainAfterAWhile() {
    World world;
    const auto open = world.m_route;
    world.m_route = [](int, const Endpoint&) { return std::nullopt; };
    world.run(30s);
    world.sendEnvelope(world.a(), 1);
    world.m_route = open;
    QVERIFY(world.runUntil([&] { return world.bothDirect(); }, 35s));
}

void TestPeerLink::survivesGarbage() {
    World world;
    const auto from = Endpoint::v4(1, 2, 3, 4, 5);
    for (int i = 0; i < 3000; ++i) {
        Bytes bytes(1 + world.m_random.below(100));
        world.m_random.fill(bytes);
        bytes[0] = 196;
        QVERIFY(!world.a().link->handleDirect(world.m_now, from, bytes));
        QVERIFY(!world.a().link->handleRelayed(world.m_now, bytes));
    }
    world.run(2s);
    QVERIFY(world.bothDirect());
    QVERIFY(*world.a().link->voiceRoute() == world.b().addresses[0]);
}

QTEST_APPLESS_MAIN(TestPeerLink)
#include "tst_peerlink.moc"
