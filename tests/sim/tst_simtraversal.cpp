// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "support/simworld.h"

using namespace nightjar;
using namespace nightjar::sim;
using namespace std::chrono_literals;

namespace {

/// 20 ms each way to the core, as tests/lan/nat has it.
LinkProfile wan() {
    return {DataRate::kbit(20'000), DataRate::kbit(100'000), 20ms};
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
