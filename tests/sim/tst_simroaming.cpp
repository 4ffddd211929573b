// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "support/simworld.h"

using namespace nightjar;
using namespace nightjar::sim;
using namespace std::chrono_literals;

/// The network changes under a conversation, and the conversation goes on: nothing lost, nothing twice, and soon.
class TestSimRoaming : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void followsOneWhoMoves() { roam(portRestricted(), portRestricted(), false); }
    void followsBothWhoMove() { roam(portRestricted(), portRestricted(), true); }
    void followsWhoHasAPublicAddress() { roam(std::nullopt, portRestricted(), false); }

    /// The router forgets everything, or gets another address, and nobody is told.
    void findsOutThatTheRouterForgot_data() {
        QTest::addColumn<bool>("address");
        QTest::newRow("its table is empty") << false;
        QTest::newRow("its address is another") << true;
    }
    void findsOutThatTheRouterForgot() {
        QFETCH(bool, address);
        SimWorld world(410);
        Two two(world, portRestricted(), portRestricted());
        auto& nat = *world.net().natOf(two.alice.host());
        address ? nat.moveTo({203, 0, 113, 99}) : nat.flush();
        const auto start = world.now();
        two.alice.say(two.friends.bobAtAlice, "Do you hear me?");
        two.bob.say(two.friends.aliceAtBob, "And you me?");
        QVERIFY(world.runUntil([&] { return two.bob.texts().size() == 2 && two.alice.texts().size() == 2; }, 10s));
        // A direct path that is silent is given up, then a link that is, then the hub has it.
        QVERIFY2(world.now() - start <= 3500ms, std::to_string(toMs(world.now() - start)).c_str());
        QVERIFY(world.runUntil([&] { return two.areDirect(); }, 10s));
        world.run(60s);
        two.expectTexts(2);
    }

    void comesOutOfATunnel() {
        SimWorld world(420);
        Two two(world, portRestricted(), portRestricted());
        world.net().setUp(two.alice.host(), false);
        world.run(5s);
        two.alice.say(two.friends.bobAtAlice, "From within.");
        two.bob.say(two.friends.aliceAtBob, "From outside.");
        world.run(10s);
        world.net().setUp(two.alice.host(), true);
        const auto start = world.now();
        QVERIFY(world.runUntil([&] { return two.bob.texts().size() == 2; }, 5s));
        QVERIFY2(world.now() - start <= 300ms, std::to_string(toMs(world.now() - start)).c_str());
        QVERIFY(world.runUntil([&] { return two.alice.texts().size() == 2; }, 5s));
        QVERIFY2(world.now() - start <= 500ms, std::to_string(toMs(world.now() - start)).c_str());
        world.run(60s);
        two.expectTexts(2);
    }

    void wakesUp() {
        SimWorld world(430);
        Two two(world, portRestricted(), portRestricted());
        two.alice.setAsleep(true);
        world.run(30min);
        two.bob.say(two.friends.aliceAtBob, "While you slept.");
        world.run(30min);
        two.alice.setAsleep(false);
        two.alice.wake();
        const auto start = world.now();
        QVERIFY(world.runUntil([&] { return two.alice.texts().size() == 2; }, 10s));
        QVERIFY2(world.now() - start <= 500ms, std::to_string(toMs(world.now() - start)).c_str());
        two.alice.say(two.friends.bobAtAlice, "Awake.");
        QVERIFY(world.runUntil([&] { return two.bob.texts().size() == 2; }, 1s));
        QVERIFY(world.runUntil([&] { return two.areDirect(); }, 5s));
        two.expectTexts(2);
    }

private:
    /// Two people on good lines who talk over a direct path.
    struct Two {
        Two(SimWorld& inWorld, std::optional<NatBehaviour> a, std::optional<NatBehaviour> b)
            : world(inWorld),
              alice(world.addPeer("alice", wan(), a)),
              bob(world.addPeer("bob", wan(), b)),
              friends(world.befriend(alice, bob)) {
            world.run(5s);
            alice.say(friends.bobAtAlice, "Hello.");
            bob.say(friends.aliceAtBob, "Hello.");
            (void)world.runUntil([this] { return areDirect() && texts() == 2; }, 20s);
            world.run(5s);
        }
        [[nodiscard]] bool areDirect() {
            return alice.path(friends.bobAtAlice) == Path::Direct && bob.path(friends.aliceAtBob) == Path::Direct;
        }
        [[nodiscard]] std::size_t texts() const { return alice.texts().size() + bob.texts().size(); }
        void expectTexts(std::size_t each) const {
            QCOMPARE(alice.texts().size(), each);
            QCOMPARE(bob.texts().size(), each);
        }
        SimWorld& world;
        SimPeer& alice;
        SimPeer& bob;
        Friends friends;
    };

    void roam(std::optional<NatBehaviour> a, std::optional<NatBehaviour> b, bool both) {
        SimWorld world(400);
        Two two(world, a, b);
        QVERIFY(two.areDirect());
        for (std::uint8_t i = 0; i < 3; ++i) {
            const auto start = world.now();
            two.alice.move({203, 0, 113, static_cast<std::uint8_t>(100 + i)});
            if (both) {
                two.bob.move({203, 0, 113, static_cast<std::uint8_t>(110 + i)});
            }
            two.alice.say(two.friends.bobAtAlice, "I moved.");
            const auto seen = two.bob.texts().size();
            QVERIFY(world.runUntil([&] { return two.bob.texts().size() > seen; }, 5s));
            QVERIFY2(world.now() - start <= 200ms, std::to_string(toMs(world.now() - start)).c_str());
            // And the answer does not go where they were.
            const auto asked = world.now();
            const auto heard = two.alice.texts().size();
            two.bob.say(two.friends.aliceAtBob, "I see.");
            QVERIFY(world.runUntil([&] { return two.alice.texts().size() > heard; }, 5s));
            QVERIFY2(world.now() - asked <= 200ms, std::to_string(toMs(world.now() - asked)).c_str());
            QVERIFY(world.runUntil([&] { return two.areDirect(); }, 5s));
            QVERIFY2(world.now() - start <= 500ms, std::to_string(toMs(world.now() - start)).c_str());
            world.run(20s);
            QVERIFY(two.areDirect());
        }
        two.expectTexts(4);
    }
};

QTEST_GUILESS_MAIN(TestSimRoaming)
#include "tst_simroaming.moc"
