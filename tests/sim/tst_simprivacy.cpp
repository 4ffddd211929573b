// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "support/simworld.h"

using namespace nightjar;
using namespace nightjar::sim;
using namespace std::chrono_literals;

namespace {

/// Counts what travels between two hosts without the hub, in both directions.
struct DirectTraffic {
    explicit DirectTraffic(SimWorld& world) {
        world.net().watchDelivered([this, &world](const Endpoint& from, const Endpoint& to, ByteView) {
            const auto hub = world.hubEndpoint();
            const auto isHub = [&](const Endpoint& one) { return one.withPort(1) == hub.withPort(1); };
            if (!isHub(from) && !isHub(to)) {
                ++(from.withPort(1) == watched.withPort(1) ? sent : others);
            }
        });
    }
    Endpoint watched;
    int sent = 0;    ///< by the watched host
    int others = 0;  ///< towards anybody, by others
};

}  // namespace

/// Who does not want to be seen is not: no candidate, no direct packet, no answer to one.
class TestSimPrivacy : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void invisiblePersonSendsNoDirectPacketWhateverThePeerTries() {
        SimWorld world(31);
        auto& alice = world.addPeer("alice");  // a public address: whatever is sent there arrives
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        // Bob knows Alice's address from the time before.
        alice.say(friends.bobAtAlice, "Here I am.");
        QVERIFY(world.runUntil([&] { return bob.path(friends.aliceAtBob) == Path::Direct; }, 10s));

        (void)alice.ask<CommandDone>(SetInvisible{0, true});
        QVERIFY(alice.ask<StatusAnswer>(GetStatus{}).status.invisible);
        world.run(1s);  // what is on its way arrives
        DirectTraffic traffic(world);
        traffic.watched = world.net().addressOf(alice.host(), SimPeer::port);
        for (int i = 0; i < 20; ++i) {
            bob.say(friends.aliceAtBob, "Where are you?");
            alice.say(friends.bobAtAlice, "You hear me.");
            world.run(5s);
        }
        QCOMPARE(traffic.sent, 0);
        QVERIFY(traffic.others > 0);  // Bob did try
        QCOMPARE(alice.texts().size(), std::size_t(20));
        QCOMPARE(bob.texts().size(), std::size_t(21));
        QCOMPARE(alice.path(friends.bobAtAlice), Path::Relayed);
        QCOMPARE(bob.path(friends.aliceAtBob), Path::Relayed);
        // A link that is made now names no address at all.
        world.run(5min);
        bob.say(friends.aliceAtBob, "Again.");
        QVERIFY(world.runUntil([&] { return bob.path(friends.aliceAtBob) == Path::Relayed; }, 10s));
        const auto info = bob.ask<LinkInfoAnswer>(GetLinkInfo{0, friends.aliceAtBob}).info;
        QCOMPARE(info.remoteCandidates.size(), std::size_t(1));
        QCOMPARE(info.remoteCandidates.front().kind, std::string("relay"));
        QVERIFY(!info.relayOnly);
        QVERIFY(alice.ask<LinkInfoAnswer>(GetLinkInfo{0, friends.bobAtAlice}).info.relayOnly);
        QCOMPARE(traffic.sent, 0);
    }

    /// Neither guesses nor mappings for guesses, at whichever end the invisible person is.
    void invisiblePersonGuessesNoPorts_data() {
        QTest::addColumn<bool>("random");
        QTest::newRow("behind a random NAT") << true;
        QTest::newRow("towards a random NAT") << false;
    }
    void invisiblePersonGuessesNoPorts() {
        QFETCH(bool, random);
        SimWorld world(34);
        auto& alice = world.addPeer("alice", wan(), random ? symmetric() : portRestricted());
        auto& bob = world.addPeer("bob", wan(), random ? portRestricted() : symmetric());
        const auto friends = world.befriend(alice, bob);
        world.run(5min);
        // What a path would be found by, were she visible.
        alice.say(friends.bobAtAlice, "Here I am.");
        QVERIFY(world.runUntil([&] { return bob.path(friends.aliceAtBob) == Path::Direct; }, 10s));
        (void)alice.ask<CommandDone>(SetInvisible{0, true});
        world.run(5min);
        DirectTraffic traffic(world);
        traffic.watched = Endpoint(world.net().natOf(alice.host())->address(), 1);
        for (int i = 0; i < 3; ++i) {
            bob.say(friends.aliceAtBob, "Where are you?");
            alice.say(friends.bobAtAlice, "You hear me.");
            world.run(150s);
        }
        QCOMPARE(traffic.sent, 0);
        QCOMPARE(alice.openSockets(), std::size_t(1));
        QCOMPARE(alice.streamsTried(), 0);
        QCOMPARE(alice.texts().size(), std::size_t(3));
        QCOMPARE(bob.texts().size(), std::size_t(4));
    }

    void relayOnlyHoldsForOneContactAndSurvivesARestart() {
        SimWorld world(32);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        auto& carol = world.addPeer("carol");
        const auto withBob = world.befriend(alice, bob);
        const auto withCarol = world.befriend(alice, carol);
        (void)alice.ask<CommandDone>(SetRelayOnly{0, withBob.bobAtAlice, true});
        alice.switchOff();
        alice.switchOn();
        for (const auto& contact : alice.ask<ContactsAnswer>(ListContacts{}).contacts) {
            QCOMPARE(contact.relayOnly, contact.id == withBob.bobAtAlice);
        }
        world.run(2s);
        alice.say(withBob.bobAtAlice, "By the relay.");
        alice.say(withCarol.bobAtAlice, "Straight.");
        QVERIFY(world.runUntil([&] { return alice.path(withCarol.bobAtAlice) == Path::Direct; }, 10s));
        world.run(20s);
        QCOMPARE(alice.path(withBob.bobAtAlice), Path::Relayed);
        QCOMPARE(bob.path(withBob.aliceAtBob), Path::Relayed);
        // And back again.
        (void)alice.ask<CommandDone>(SetRelayOnly{0, withBob.bobAtAlice, false});
        alice.say(withBob.bobAtAlice, "Now straight.");
        QVERIFY(world.runUntil([&] { return bob.path(withBob.aliceAtBob) == Path::Direct; }, 3min));
    }

    void unknownContactIsRefused() {
        SimWorld world(33);
        auto& alice = world.addPeer("alice");
        SetRelayOnly command{alice.request(), ContactId{}, true};
        alice.post(command);
        QCOMPARE(alice.failure(command.request), std::optional(ErrorCode::UnknownContact));
    }
};

QTEST_GUILESS_MAIN(TestSimPrivacy)
#include "tst_simprivacy.moc"
