// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "support/simworld.h"

using namespace nightjar;
using namespace nightjar::sim;
using namespace std::chrono_literals;

namespace {

void setTurn(SimPeer& peer, const std::string& password) {
    peer.post(SetTurnServer{peer.request(), SimWorld::turnAddress, "anna",
                            std::make_shared<const SecretBytes>(asBytes(password))});
}

ByteArray<16> v6(std::uint8_t host) {
    return {0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, host};
}

}  // namespace

/// How two people behind different NATs find a direct path, technique by technique.
class TestSimTraversal : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsADirectPath_data() {
        QTest::addColumn<int>("a");
        QTest::addColumn<int>("b");
        QTest::addColumn<QString>("method");
        const char* names[] = {"full cone", "restricted", "port-restricted", "sequential", "symmetric"};
        for (int a = 0; a < 5; ++a) {
            for (int b = 0; b < 5; ++b) {
                // Of two ends that change their ports and one of them at random, nothing can be foretold or guessed.
                const bool relay = (a == 4 && b >= 3) || (b == 4 && a >= 3);
                const bool guess = (a == 4 && b == 2) || (b == 4 && a == 2);
                const auto* const method = relay ? "" : guess ? "probing" : a == 3 || b == 3 ? "prediction" : "punch";
                QTest::addRow("%s, %s", names[a], names[b]) << a << b << QString::fromLatin1(method);
            }
        }
    }

    void findsADirectPath() {
        QFETCH(int, a);
        QFETCH(int, b);
        QFETCH(QString, method);
        const NatBehaviour types[] = {fullCone(), restricted(), portRestricted(), symmetricSequential(), symmetric()};
        SimWorld world(static_cast<std::uint64_t>(100 + 10 * a + b));
        auto& alice = world.addPeer("alice", wan(), types[a]);
        auto& bob = world.addPeer("bob", wan(), types[b]);
        const auto friends = world.befriend(alice, bob);
        world.run(5min);  // the link of that time is over
        // As often as one likes: what was foretold once is used up, and foretold anew.
        for (int i = 0; i < 3; ++i) {
            const auto start = world.now();
            alice.say(friends.bobAtAlice, "Hello.");
            const bool direct = world.runUntil(
                [&] {
                    return alice.path(friends.bobAtAlice) == Path::Direct &&
                           bob.path(friends.aliceAtBob) == Path::Direct;
                },
                method.isEmpty() ? 15s : 3s);
            QCOMPARE(direct, !method.isEmpty());
            const auto info = alice.ask<LinkInfoAnswer>(GetLinkInfo{0, friends.bobAtAlice}).info;
            QCOMPARE(QString::fromStdString(info.method), method);
            if (direct) {
                const auto limit = method == QLatin1String("probing") ? 2500ms : 500ms;
                QVERIFY2(world.now() - start < limit, std::to_string(toMs(world.now() - start)).c_str());
            }
            world.run(5min);
        }
        QCOMPARE(bob.texts().size(), std::size_t(3));
    }

    /// The socket that won carries everything from then on, the others are closed, and the pace is kept.
    void guessesPortsWithinItsLimits() {
        SimWorld world(300);
        auto& alice = world.addPeer("alice", wan(), symmetric());
        auto& bob = world.addPeer("bob", wan(), portRestricted());
        const auto friends = world.befriend(alice, bob);
        world.run(5min);
        int probes = 0;
        world.net().watchDelivered(
            [&](const Endpoint&, const Endpoint&, ByteView bytes) { probes += bytes.size() == 1 ? 1 : 0; });
        alice.say(friends.bobAtAlice, "Hello.");
        const auto isDirect = [&] {
            return alice.path(friends.bobAtAlice) == Path::Direct && bob.path(friends.aliceAtBob) == Path::Direct;
        };
        QVERIFY(world.runUntil(isDirect, 3s));
        world.run(1s);
        QVERIFY(probes > 0);
        QVERIFY2(probes <= 256 + 1250, std::to_string(probes).c_str());
        QCOMPARE(alice.openSockets(), std::size_t(2));  // the one of everything, and the winner
        QCOMPARE(bob.openSockets(), std::size_t(1));
        const auto before = probes;
        for (int i = 0; i < 5; ++i) {
            alice.say(friends.bobAtAlice, "Here I am.");
            bob.say(friends.aliceAtBob, "And here I am.");
            world.run(40s);  // longer than the mapping of a silent path lives
        }
        QVERIFY(isDirect());
        QCOMPARE(probes, before);
        QCOMPARE(bob.texts().size(), std::size_t(6));
        QCOMPARE(alice.texts().size(), std::size_t(5));
        world.run(5min);  // the link is over: so is its socket
        QCOMPARE(alice.openSockets(), std::size_t(1));
    }

    /// Whoever pays by the byte or has few of them is spared.
    void guessesNoPortsOnNarrowLinks_data() {
        QTest::addColumn<bool>("slowAlice");
        QTest::addColumn<bool>("slowBob");
        QTest::addColumn<bool>("metered");
        QTest::newRow("edge at the random end") << true << false << false;
        QTest::newRow("edge at the other end") << false << true << false;
        QTest::newRow("metered at the other end") << false << false << true;
    }
    void guessesNoPortsOnNarrowLinks() {
        QFETCH(bool, slowAlice);
        QFETCH(bool, slowBob);
        QFETCH(bool, metered);
        SimWorld world(301);
        auto& alice = world.addPeer("alice", slowAlice ? edge() : wan(), symmetric());
        auto& bob = world.addPeer("bob", slowBob ? edge() : wan(), portRestricted());
        bob.setMetered(metered);
        const auto friends = world.befriend(alice, bob);
        world.run(5min);
        int probes = 0;
        world.net().watch([&](ByteView bytes) { probes += bytes.size() == 1 ? 1 : 0; });
        alice.say(friends.bobAtAlice, "Hello.");
        world.run(30s);
        QCOMPARE(alice.path(friends.bobAtAlice), Path::Relayed);
        QCOMPARE(bob.texts().size(), std::size_t(1));
        QCOMPARE(probes, 0);
        QCOMPARE(alice.openSockets(), std::size_t(1));
    }

    /// Hundreds of packets look like a scan: not again and again.
    void guessesADozenTimesAnHour() {
        SimWorld world(302);
        auto& alice = world.addPeer("alice", wan(), symmetric());
        auto& bob = world.addPeer("bob", wan(), portRestricted());
        const auto friends = world.befriend(alice, bob);
        int tries = 0;
        Instant last{};
        world.net().watch([&](ByteView bytes) {
            if (bytes.size() == 1) {
                tries += world.now() - last > 60s ? 1 : 0;
                last = world.now();
            }
        });
        for (int i = 0; i < 20; ++i) {
            alice.say(friends.bobAtAlice, "Hello.");
            world.run(150s);  // each time the link has ended before
        }
        QVERIFY(bob.texts().size() == 20);
        QVERIFY2(tries >= 10 && tries <= 12, std::to_string(tries).c_str());
    }

    void aPortOfTheRouterMakesSymmetricNatsMeet() {
        SimWorld world(300);
        auto gives = symmetric();
        gives.givesPorts = true;
        auto& alice = world.addPeer("alice", wan(), gives);
        auto& bob = world.addPeer("bob", wan(), symmetric());
        const auto friends = world.befriend(alice, bob);
        world.run(5min);
        const auto status = alice.ask<StatusAnswer>(GetStatus{}).status;
        QCOMPARE(status.portMapping, std::string("pcp"));
        QVERIFY(status.mappedAddress.ends_with(":30000"));
        QCOMPARE(bob.ask<StatusAnswer>(GetStatus{}).status.portMapping, std::string());
        const auto start = world.now();
        bob.say(friends.aliceAtBob, "Hello.");
        QVERIFY(world.runUntil(
            [&] {
                return alice.path(friends.bobAtAlice) == Path::Direct && bob.path(friends.aliceAtBob) == Path::Direct;
            },
            2s));
        QVERIFY2(world.now() - start < 500ms, std::to_string(toMs(world.now() - start)).c_str());
        const auto info = bob.ask<LinkInfoAnswer>(GetLinkInfo{0, friends.aliceAtBob}).info;
        QVERIFY(std::any_of(info.remoteCandidates.begin(), info.remoteCandidates.end(),
                            [&](const auto& one) { return one.kind == "mapped"; }));
        // It is kept as long as it is wanted, …
        world.run(6h);
        QCOMPARE(world.net().natOf(alice.host())->promised(world.now()), std::size_t{1});
        // … and given back when the program ends.
        alice.leave();
        QCOMPARE(world.net().natOf(alice.host())->promised(world.now()), std::size_t{0});
    }

    void whoeverIsInvisibleOrDoesNotWantOneAsksForNoPort() {
        SimWorld world(301);
        auto gives = portRestricted();
        gives.givesPorts = true;
        auto& alice = world.addPeer("alice", wan(), gives);
        world.run(10s);
        auto* const router = world.net().natOf(alice.host());
        QCOMPARE(router->promised(world.now()), std::size_t{1});
        alice.post(SetInvisible{alice.request(), true});
        world.run(10s);
        QCOMPARE(router->promised(world.now()), std::size_t{0});
        QCOMPARE(alice.ask<StatusAnswer>(GetStatus{}).status.mappedAddress, std::string());
        alice.switchOff();
        alice.switchOn();
        world.run(10min);
        QCOMPARE(router->promised(world.now()), std::size_t{0});
        alice.post(SetInvisible{alice.request(), false});
        world.run(10s);
        QCOMPARE(router->promised(world.now()), std::size_t{1});
        alice.post(SetSetting{alice.request(), "port-mapping", "off"});
        world.run(10s);
        QCOMPARE(router->promised(world.now()), std::size_t{0});
        alice.post(SetSetting{alice.request(), "port-mapping", ""});
        world.run(10s);
        QCOMPARE(router->promised(world.now()), std::size_t{1});
    }

    void meetByIpv6_data() {
        QTest::addColumn<bool>("bobHasIt");
        QTest::addColumn<bool>("firewalls");
        QTest::newRow("both have IPv6") << true << false;
        QTest::newRow("both have IPv6 and a firewall") << true << true;
        QTest::newRow("one has not") << false << false;
    }
    void meetByIpv6() {
        QFETCH(bool, bobHasIt);
        QFETCH(bool, firewalls);
        SimWorld world(310);
        auto& alice = world.addPeer("alice", wan(), symmetric());
        auto& bob = world.addPeer("bob", wan(), symmetric());
        world.net().giveV6(alice.host(), v6(1), firewalls);
        alice.lookAround();
        if (bobHasIt) {
            world.net().giveV6(bob.host(), v6(2), firewalls);
            bob.lookAround();
        }
        const auto friends = world.befriend(alice, bob);
        world.run(5min);
        const auto start = world.now();
        alice.say(friends.bobAtAlice, "Hello.");
        QCOMPARE(world.runUntil(
                     [&] {
                         return alice.path(friends.bobAtAlice) == Path::Direct &&
                                bob.path(friends.aliceAtBob) == Path::Direct;
                     },
                     bobHasIt ? 2s : 10s),
                 bobHasIt);
        if (bobHasIt) {
            QVERIFY2(world.now() - start < 500ms, std::to_string(toMs(world.now() - start)).c_str());
            const auto info = alice.ask<LinkInfoAnswer>(GetLinkInfo{0, friends.bobAtAlice}).info;
            QCOMPARE(info.remoteAddress, std::string("[2001:db8::2]:40000"));
            world.run(1s);
            bob.say(friends.aliceAtBob, "By six.");
            world.run(1s);
            QCOMPARE(alice.texts().back(), std::string("By six."));
        }
    }

    void aHubByIpv6() {
        SimWorld world(311);
        auto& alice = world.addPeer("alice", wan(), portRestricted());
        auto& bob = world.addPeer("bob", wan(), portRestricted());
        const auto line = world.giveHubV6(v6(0x99));
        for (auto* const peer : {&alice, &bob}) {
            world.net().giveV6(peer->host(), v6(peer == &alice ? 1 : 2), true);
            peer->lookAround();
            peer->post(SetHub{peer->request(), line});
        }
        world.run(10s);
        const auto status = alice.ask<StatusAnswer>(GetStatus{}).status;
        QCOMPARE(status.hub, HubState::Online);
        QCOMPARE(QString::fromStdString(status.publicAddress), QStringLiteral("[2001:db8::1]:40000"));
        QCOMPARE(status.natType, std::string("firewall"));
        const auto friends = world.befriend(alice, bob);
        alice.say(friends.bobAtAlice, "Hello.");
        world.run(5s);
        QCOMPARE(bob.texts().size(), std::size_t{1});
        QVERIFY(bob.path(friends.aliceAtBob) == Path::Direct);
    }

    void aHubWithBothFamiliesTellsBothAddresses() {
        SimWorld world(312);
        auto& alice = world.addPeer("alice", wan(), portRestricted());
        (void)world.giveHubV6(v6(0x99));
        const auto line = world.giveHubName("hub.example.org");
        world.net().giveV6(alice.host(), v6(1), true);
        alice.lookAround();
        alice.post(SetHub{alice.request(), line});
        world.run(10s);
        // The NAT is what there is of IPv4, whichever family the session took.
        const auto status = alice.ask<StatusAnswer>(GetStatus{}).status;
        QCOMPARE(status.natType, std::string("port-restricted"));
        QVERIFY(status.publicAddress.starts_with("203.0.113.1:"));
        // One of the families stops to work: the other carries on.
        world.net().giveV6(alice.host(), {}, false);
        alice.lookAround();
        world.run(30s);
        QCOMPARE(alice.ask<StatusAnswer>(GetStatus{}).status.hub, HubState::Online);
    }

    void aTurnServerCarriesWhatHasNoDirectPath() {
        SimWorld world(320);
        auto& turn = world.giveTurn();
        auto& alice = world.addPeer("alice", wan(), symmetric());
        auto& bob = world.addPeer("bob", wan(), symmetric());
        setTurn(alice, turn.password);
        const auto friends = world.befriend(alice, bob);
        world.run(15min);
        QCOMPARE(turn.allocations(world.now()), std::size_t{0});  // no link, no allocation
        alice.say(friends.bobAtAlice, "Hello.");
        const auto isThere = [&] {
            return alice.ask<LinkInfoAnswer>(GetLinkInfo{0, friends.bobAtAlice}).info.method == "turn" &&
                   bob.ask<LinkInfoAnswer>(GetLinkInfo{0, friends.aliceAtBob}).info.method == "turn";
        };
        QVERIFY(world.runUntil(isThere, 5s));
        QVERIFY(alice.path(friends.bobAtAlice) == Path::Relayed);
        const auto status = alice.ask<StatusAnswer>(GetStatus{}).status;
        QCOMPARE(status.turnState, std::string("ready"));
        QCOMPARE(status.turnAddresses.front(), std::string("198.51.100.9:50000"));
        // The hub is not needed for it.
        world.setHubUp(false);
        alice.say(friends.bobAtAlice, "By TURN.");
        bob.say(friends.aliceAtBob, "The same.");
        world.run(2s);
        QCOMPARE(bob.texts().back(), std::string("By TURN."));
        QCOMPARE(alice.texts().back(), std::string("The same."));
        world.setHubUp(true);
        world.run(30min);  // the link has ended, and the allocation is given back
        QCOMPARE(turn.allocations(world.now()), std::size_t{0});
    }

    void aDirectPathIsBetterThanTurn() {
        SimWorld world(321);
        auto& turn = world.giveTurn();
        auto& alice = world.addPeer("alice", wan(), portRestricted());
        auto& bob = world.addPeer("bob", wan(), portRestricted());
        setTurn(alice, turn.password);
        setTurn(bob, turn.password);
        const auto friends = world.befriend(alice, bob);
        world.run(5min);
        alice.say(friends.bobAtAlice, "Hello.");
        world.run(5s);
        QCOMPARE(alice.ask<LinkInfoAnswer>(GetLinkInfo{0, friends.bobAtAlice}).info.method, std::string("punch"));
        QCOMPARE(bob.ask<LinkInfoAnswer>(GetLinkInfo{0, friends.aliceAtBob}).info.method, std::string("punch"));
    }

    void aTurnServerThatDoesNotKnowUsChangesNothing() {
        SimWorld world(322);
        world.giveTurn();
        auto& alice = world.addPeer("alice", wan(), symmetric());
        auto& bob = world.addPeer("bob", wan(), symmetric());
        setTurn(alice, "wrong");
        const auto friends = world.befriend(alice, bob);
        alice.say(friends.bobAtAlice, "Hello.");
        world.run(10s);
        QCOMPARE(bob.texts().size(), std::size_t{1});
        const auto status = alice.ask<StatusAnswer>(GetStatus{}).status;
        QCOMPARE(status.turnState, std::string("resting"));
        QCOMPARE(status.turnProblem, std::string("credentials"));
        // Nobody is told the password.
        QCOMPARE(alice.ask<SettingAnswer>(GetSetting{0, "turn/password"}).value, std::string());
        for (const auto* bad : {"turn:", "stun:host", "turns:host?transport=udp", "turn:host:0", "turn:a b"}) {
            SetTurnServer command{alice.request(), bad, "anna", nullptr};
            alice.post(command);
            QCOMPARE(alice.failure(command.request).value_or(ErrorCode::None), ErrorCode::BadArgument);
        }
        alice.post(SetTurnServer{alice.request(), "", "", nullptr});
        QCOMPARE(alice.ask<StatusAnswer>(GetStatus{}).status.turnServer, std::string());
    }

    void whoeverIsInvisibleUsesNoTurn() {
        SimWorld world(323);
        auto& turn = world.giveTurn();
        auto& alice = world.addPeer("alice", wan(), symmetric());
        auto& bob = world.addPeer("bob", wan(), symmetric());
        setTurn(alice, turn.password);
        alice.post(SetInvisible{alice.request(), true});
        const auto friends = world.befriend(alice, bob);
        alice.say(friends.bobAtAlice, "Hello.");
        world.run(10s);
        QCOMPARE(bob.texts().size(), std::size_t{1});
        QCOMPARE(turn.requests(), std::size_t{0});
    }

    void tellsWhatTheNatIs() {
        SimWorld world(200);
        const auto typeOf = [&](SimPeer& peer) { return peer.ask<StatusAnswer>(GetStatus{}).status; };
        auto& open = world.addPeer("open", wan());
        auto& cone = world.addPeer("cone", wan(), portRestricted());
        auto& sequential = world.addPeer("sequential", wan(), symmetricSequential());
        auto& random = world.addPeer("random", wan(), symmetric());
        QCOMPARE(typeOf(open).natType, std::string("unknown"));
        auto& friendly = world.addPeer("friendly", wan(), fullCone());
        world.run(3s);
        QCOMPARE(typeOf(open).natType, std::string("none"));
        QCOMPARE(typeOf(cone).natType, std::string("port-restricted"));
        QCOMPARE(typeOf(friendly).natType, std::string("restricted"));  // the hub has one address
        QCOMPARE(typeOf(sequential).natType, std::string("symmetric-sequential"));
        QCOMPARE(typeOf(sequential).natPortStep, 1);
        QCOMPARE(typeOf(random).natType, std::string("symmetric"));
        QCOMPARE(typeOf(random).natPortStep, 0);
    }
};

QTEST_GUILESS_MAIN(TestSimTraversal)
#include "tst_simtraversal.moc"
