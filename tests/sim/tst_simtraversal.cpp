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
                // Two random ends, or one against filtering by port, have nothing that could be foretold.
                const bool relay = (a == 4 && b >= 2) || (b == 4 && a >= 2);
                const auto* const method = relay ? "" : a == 3 || b == 3 ? "prediction" : "punch";
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
                method.isEmpty() ? 15s : 2s);
            QCOMPARE(direct, !method.isEmpty());
            const auto info = alice.ask<LinkInfoAnswer>(GetLinkInfo{0, friends.bobAtAlice}).info;
            QCOMPARE(QString::fromStdString(info.method), method);
            if (direct) {
                QVERIFY2(world.now() - start < 500ms, std::to_string(toMs(world.now() - start)).c_str());
            }
            world.run(5min);
        }
        QCOMPARE(bob.texts().size(), std::size_t(3));
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
