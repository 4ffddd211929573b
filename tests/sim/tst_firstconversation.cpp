// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "support/simworld.h"

using namespace nightjar;
using namespace nightjar::sim;
using namespace std::chrono_literals;

/// Read this one first: what Nightjar is for, in five scenarios.
class TestFirstConversation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void twoPeopleBehindPortRestrictedNatsTalkDirectly() {
        SimWorld world(1);
        auto& alice = world.addPeer("alice", wifi(), portRestricted());
        auto& bob = world.addPeer("bob", umts(), portRestricted());
        const auto friends = world.befriend(alice, bob);
        QVERIFY(!friends.bobAtAlice.isNull());

        const auto hello = alice.say(friends.bobAtAlice, "Hello Bob, is this really you?");
        QCOMPARE(alice.stateOf(hello), MessageState::Queued);
        QVERIFY(world.runUntil([&] { return alice.stateOf(hello) == MessageState::Delivered; }, 10s));
        QCOMPARE(bob.texts(), std::vector<std::string>{"Hello Bob, is this really you?"});

        const auto answer = bob.say(friends.aliceAtBob, "Да, это я.");
        QVERIFY(world.runUntil([&] { return bob.stateOf(answer) == MessageState::Delivered; }, 10s));
        QCOMPARE(alice.texts(), std::vector<std::string>{"Да, это я."});

        QVERIFY(world.runUntil([&] { return alice.path(friends.bobAtAlice) == Path::Direct; }, 10s));
        QVERIFY(world.runUntil([&] { return bob.path(friends.aliceAtBob) == Path::Direct; }, 10s));
        const auto direct = alice.say(friends.bobAtAlice, "Now nobody stands between us.");
        QVERIFY(world.runUntil([&] { return alice.stateOf(direct) == MessageState::Delivered; }, 5s));
        QCOMPARE(bob.texts().back(), std::string("Now nobody stands between us."));
    }

    void twoPeopleBehindSymmetricNatsTalkThroughTheRelay() {
        SimWorld world(2);
        auto& alice = world.addPeer("alice", wifi(), symmetric());
        auto& bob = world.addPeer("bob", wifi(), symmetric());
        const auto friends = world.befriend(alice, bob);
        const auto hello = alice.say(friends.bobAtAlice, "Hello?");
        QVERIFY(world.runUntil([&] { return alice.stateOf(hello) == MessageState::Delivered; }, 10s));
        world.run(30s);
        QCOMPARE(alice.path(friends.bobAtAlice), Path::Relayed);
        const auto again = bob.say(friends.aliceAtBob, "Hello.");
        QVERIFY(world.runUntil([&] { return bob.stateOf(again) == MessageState::Delivered; }, 5s));
    }

    void messageToSomebodyOfflineArrivesOnceAfterBothRestarted() {
        SimWorld world(3);
        auto& alice = world.addPeer("alice", lan(), portRestricted());
        auto& bob = world.addPeer("bob", edge(), portRestricted());
        const auto friends = world.befriend(alice, bob);
        bob.switchOff();
        world.run(10s);

        const auto message = alice.say(friends.bobAtAlice, "Read this when you are back.");
        QVERIFY(world.runUntil([&] { return alice.stateOf(message) == MessageState::Sent; }, 60s));
        alice.switchOff();
        world.run(1h);
        alice.switchOn();
        world.run(10s);
        bob.switchOn();
        QVERIFY(world.runUntil([&] { return alice.stateOf(message) == MessageState::Delivered; }, 60s));
        world.run(60s);
        QCOMPARE(bob.texts(), std::vector<std::string>{"Read this when you are back."});
        QCOMPARE(world.envelopesAtHub(), std::size_t(0));
    }

    void linkThatDiesForTenMinutesLosesNothing() {
        SimWorld world(4);
        auto& alice = world.addPeer("alice", gprs(), portRestricted());
        auto& bob = world.addPeer("bob", wifi(), portRestricted());
        const auto friends = world.befriend(alice, bob);
        std::vector<std::string> said;
        for (int i = 0; i < 5; ++i) {
            said.push_back("before " + std::to_string(i));
            alice.say(friends.bobAtAlice, said.back());
        }
        world.run(500ms);
        world.net().setUp(alice.host(), false);
        MessageId last;
        for (int i = 0; i < 5; ++i) {
            said.push_back("during " + std::to_string(i));
            last = alice.say(friends.bobAtAlice, said.back());
            world.run(2min);
        }
        QVERIFY(alice.stateOf(last) == MessageState::Queued);
        world.net().setUp(alice.host(), true);
        QVERIFY(world.runUntil([&] { return alice.stateOf(last) == MessageState::Delivered; }, 2min));
        world.run(2min);
        QCOMPARE(bob.texts(), said);
    }

    void peopleAndServerRestartAtAnyMoment() {
        SimWorld world(5);
        auto& alice = world.addPeer("alice", umts(), portRestricted());
        auto& bob = world.addPeer("bob", umts(), restricted());
        const auto friends = world.befriend(alice, bob);
        SeededRandom random(5);
        std::vector<std::string> said;
        for (int i = 0; i < 60; ++i) {
            said.push_back("message " + std::to_string(i));
            alice.say(friends.bobAtAlice, said.back());
            world.run(std::chrono::milliseconds(random.below(3000)));
            auto& victim = random.below(2) == 0 ? alice : bob;
            switch (random.below(4)) {
                case 0:
                    world.restartHub();
                    break;
                case 1:
                    victim.switchOff();
                    world.run(std::chrono::milliseconds(random.below(8000)));
                    victim.switchOn();
                    break;
                default:
                    break;
            }
        }
        QVERIFY(world.runUntil([&] { return bob.texts().size() >= said.size(); }, 10min));
        world.run(2min);
        QCOMPARE(bob.texts(), said);
        QCOMPARE(world.envelopesAtHub(), std::size_t(0));
    }
};

QTEST_GUILESS_MAIN(TestFirstConversation)
#include "tst_firstconversation.moc"
