// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "support/simworld.h"

using namespace nightjar;
using namespace nightjar::sim;

/// What it costs to be reachable, and that one is.
class TestSimIdle : public QObject {
    Q_OBJECT

    static NatBehaviour living(Duration life) {
        auto nat = portRestricted();
        nat.life = life;
        return nat;
    }
    static Status status(SimPeer& peer) { return peer.ask<StatusAnswer>(GetStatus{}).status; }
    static std::int64_t bytes(SimWorld& world, const SimPeer& peer) {
        return world.net().bytesSent(peer.host()) + world.net().bytesReceived(peer.host());
    }

private Q_SLOTS:
    void idleCostsWhatTheNatDemands_data() {
        QTest::addColumn<int>("life");
        QTest::addColumn<int>("keepAlive");
        QTest::addColumn<int>("most");
        QTest::newRow("mappings of 30 s") << 30 << 27 << 8'000;
        QTest::newRow("mappings of 60 s") << 60 << 50 << 5'000;
        QTest::newRow("mappings of 120 s") << 120 << 110 << 2'200;
        QTest::newRow("mappings of 180 s") << 180 << 170 << 2'000;
    }
    /// And whoever is idle hears a text at once, at any time.
    void idleCostsWhatTheNatDemands() {
        QFETCH(int, life);
        QFETCH(int, keepAlive);
        QFETCH(int, most);
        SimWorld world(301);
        auto& alice = world.addPeer("alice", wan(), living(std::chrono::seconds(life)));
        auto& bob = world.addPeer("bob", wan(), portRestricted());
        const auto friends = world.befriend(alice, bob);
        world.run(20min);
        QCOMPARE(status(alice).keepAliveSeconds, keepAlive);
        const auto before = bytes(world, alice);
        world.run(1h);
        const auto spent = bytes(world, alice) - before;
        qInfo("idle: %lld bytes an hour, %lld foretold", static_cast<long long>(spent),
              static_cast<long long>(status(alice).idleBytesPerHour));
        QVERIFY(spent > 0);
        QVERIFY(spent <= most);
        QVERIFY(std::abs(spent - status(alice).idleBytesPerHour) < spent / 10);
        SeededRandom dice(5);
        for (int i = 0; i < 8; ++i) {
            world.run(20min + std::chrono::seconds(dice.below(600)));
            const auto text = "Are you there, " + std::to_string(i) + "?";
            bob.say(friends.aliceAtBob, text);
            const auto said = world.now();
            QVERIFY(world.runUntil([&] { return alice.shownAt(text).has_value(); }, 60s));
            QVERIFY(world.now() - said < 500ms);
        }
        QCOMPARE(status(alice).keepAliveSeconds, keepAlive);
    }

    void aServerThatStartedAnewIsNoticed() {
        SimWorld world(302);
        auto& alice = world.addPeer("alice", wan(), living(180s));
        auto& bob = world.addPeer("bob", wan(), living(180s));
        const auto friends = world.befriend(alice, bob);
        world.run(20min);
        QCOMPARE(status(alice).keepAliveSeconds, 170);
        world.restartHub();
        world.run(171s);  // the next keep-alive is answered by "unknown"
        bob.say(friends.aliceAtBob, "still there?");
        QVERIFY(world.runUntil([&] { return alice.shownAt("still there?").has_value(); }, 1s));
    }

    void whatWasLearnedIsRememberedWhereItWasLearned() {
        SimWorld world(303);
        auto& alice = world.addPeer("alice", wan(), living(180s));
        world.run(20min);
        QCOMPARE(status(alice).keepAliveSeconds, 170);
        alice.switchOff();
        world.run(10s);
        alice.switchOn();
        world.run(2s);
        QCOMPARE(status(alice).keepAliveSeconds, 170);
        // The same addresses inside, but another provider.
        world.net().natOf(alice.host())->moveTo({203, 0, 113, 77});
        alice.switchOff();
        alice.switchOn();
        world.run(2s);
        QCOMPARE(status(alice).keepAliveSeconds, 27);
        world.run(20min);
        QCOMPARE(status(alice).keepAliveSeconds, 170);
    }

    /// A mapping that died between two keep-alives shows when the hub sees us come from elsewhere.
    void whatIsTooLongIsTakenBack() {
        SimWorld world(304);
        auto& alice = world.addPeer("alice", wan(), living(180s));
        auto& bob = world.addPeer("bob", wan(), living(180s));
        const auto friends = world.befriend(alice, bob);
        world.run(20min);
        QCOMPARE(status(alice).keepAliveSeconds, 170);
        world.net().natOf(alice.host())->setLife(60s);
        world.run(4min);
        QCOMPARE(status(alice).keepAliveSeconds, 27);
        world.run(20min);
        QCOMPARE(status(alice).keepAliveSeconds, 50);
        bob.say(friends.aliceAtBob, "hello");
        QVERIFY(world.runUntil([&] { return alice.shownAt("hello").has_value(); }, 1s));
        // Even the safe interval may be too long.
        world.net().natOf(alice.host())->setLife(20s);
        world.run(5min);
        QCOMPARE(status(alice).keepAliveSeconds, 14);
    }

    void nothingIsLearnedFromALineThatIsDown() {
        SimWorld world(305);
        auto& alice = world.addPeer("alice", wan(), living(180s));
        world.run(20min);
        QCOMPARE(status(alice).keepAliveSeconds, 170);
        alice.switchOff();
        world.run(24h);
        alice.switchOn();
        world.run(100s);  // it asks again
        world.net().setUp(alice.host(), false);
        world.run(10min);
        world.net().setUp(alice.host(), true);
        world.run(20min);
        QCOMPARE(status(alice).keepAliveSeconds, 170);
    }
};

QTEST_GUILESS_MAIN(TestSimIdle)
#include "tst_simidle.moc"
