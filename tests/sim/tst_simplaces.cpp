// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>
#include <algorithm>

#include "engine/places.h"
#include "store/outbox.h"
#include "support/simworld.h"
#include "wire/content.h"

using namespace nightjar;
using namespace nightjar::sim;
using namespace std::chrono_literals;

namespace {

const GeoPoint square = *GeoPoint::of(55.7539, 37.6208, 20);
/// So far north of the square.
GeoPoint north(double metres) {
    return *GeoPoint::of(55.7539 + metres / 111'195, 37.6208, 20);
}

}  // namespace

/// Places, also those that move, and cards: docs/protocol.md section 19.
class TestSimPlaces : public QObject {
    Q_OBJECT

private:
    static std::optional<Message> last(SimPeer& peer, const ContactId& contact) {
        const auto all = peer.ask<MessagesAnswer>(ListMessages{0, contact, {}, 1}).messages;
        return all.empty() ? std::nullopt : std::optional(all.back());
    }
    template <class C>
    static std::optional<ErrorCode> refusal(SimPeer& peer, C command) {
        command.request = peer.request();
        const auto id = command.request;
        peer.post(std::move(command));
        return peer.failure(id);
    }
    static Message share(SimPeer& peer, const ContactId& with, Duration live) {
        return peer.ask<MessageAnswer>(SendLocation{0, with, square, "The square", live}).message;
    }
    /// Walks north, a metre and a half a second, telling it each second as a receiver does.
    static void walk(SimWorld& world, SimPeer& peer, Duration howLong, double from = 0) {
        for (int second = 0; second * 1s < howLong; ++second) {
            peer.post(MoveLocation{0, north(from + 1.5 * second)});
            world.run(1s);
        }
    }
    static std::size_t moves(SimPeer& peer, std::size_t since = 0) {
        const auto all = peer.heard<MessageChanged>(since);
        return static_cast<std::size_t>(std::count_if(
            all.begin(), all.end(), [](const auto& one) { return one.message.place && one.message.place->live; }));
    }

private Q_SLOTS:
    void aPlaceArrivesAndIsFound() {
        SimWorld world(1901);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        const auto sent =
            alice.ask<MessageAnswer>(SendLocation{0, friends.bobAtAlice, square, "Красная площадь"}).message;
        QCOMPARE(sent.kind, MessageKind::Location);
        QVERIFY(world.runUntil([&] { return alice.stateOf(sent.id) == MessageState::Delivered; }, 30s));
        const auto got = last(bob, friends.aliceAtBob);
        QVERIFY(got && got->place);
        QVERIFY(got->place->point == square);
        QVERIFY(!got->place->live && !got->place->until);
        QCOMPARE(got->text, std::string("Красная площадь"));
        QCOMPARE(got->id, sent.id);
        QCOMPARE(bob.ask<MessagesAnswer>(SearchMessages{0, "площадь", {}, 10}).messages.size(), std::size_t(1));
        QCOMPARE(
            bob.ask<MessagesAnswer>(SearchMessages{0, "", friends.aliceAtBob, 10, SearchKind::Places}).messages.size(),
            std::size_t(1));
        bob.post(MarkRead{friends.aliceAtBob});
        QVERIFY(world.runUntil([&] { return alice.stateOf(sent.id) == MessageState::Read; }, 30s));

        QCOMPARE(refusal(alice, SendLocation{0, friends.bobAtAlice, {2'000'000'000, 0, 0}}), ErrorCode::BadArgument);
        QCOMPARE(refusal(alice, SendLocation{0, friends.bobAtAlice, square, std::string(201, 'x')}),
                 ErrorCode::BadArgument);
        QCOMPARE(refusal(alice, SendLocation{0, friends.bobAtAlice, square, "\xff"}), ErrorCode::BadArgument);
        QCOMPARE(refusal(alice, SendLocation{0, friends.bobAtAlice, square, "", 59s}), ErrorCode::BadArgument);
        QCOMPARE(refusal(alice, SendLocation{0, friends.bobAtAlice, square, "", longestLive + 1s}),
                 ErrorCode::BadArgument);
        QCOMPARE(refusal(alice, MoveLocation{0, {0, 1'900'000'000, 0}}), ErrorCode::BadArgument);
        QCOMPARE(refusal(alice, StopLocation{0, friends.bobAtAlice, MessageId{}}), ErrorCode::UnknownMessage);
    }

    void itMovesAtABoundedRateAndEndsByItself() {
        SimWorld world(1902);
        auto& alice = world.addPeer("alice", gprs());
        auto& bob = world.addPeer("bob", gprs());
        const auto friends = world.befriend(alice, bob);
        const auto sent = share(alice, friends.bobAtAlice, 15min);
        QVERIFY(alice.heard<PositionWanted>().back().wanted);
        QVERIFY(world.runUntil([&] { return alice.stateOf(sent.id) == MessageState::Delivered; }, 60s));
        auto mark = bob.mark();
        // Standing still costs nothing.
        for (int i = 0; i < 120; ++i) {
            alice.post(MoveLocation{0, north(i % 2 == 0 ? 0 : 49)});
            world.run(1s);
        }
        QCOMPARE(moves(bob, mark), std::size_t(0));
        // Ten minutes on foot: 900 m. Not more than one in 30 s.
        walk(world, alice, 10min);
        const auto heard = moves(bob, mark);
        QVERIFY2(heard >= 12 && heard <= 20, std::to_string(heard).c_str());
        const auto there = last(bob, friends.aliceAtBob);
        QVERIFY(there->place->live);
        QVERIFY(there->place->point.metresTo(north(900)) < 120);
        QVERIFY(last(alice, friends.bobAtAlice)->place->point == there->place->point);
        // It ends at both sides without a word.
        world.run(5min);
        QVERIFY(!last(bob, friends.aliceAtBob)->place->live);
        QVERIFY(!last(alice, friends.bobAtAlice)->place->live);
        QVERIFY(!alice.heard<PositionWanted>().back().wanted);
        mark = bob.mark();
        walk(world, alice, 2min, 2'000);
        QVERIFY(bob.heard<MessageChanged>(mark).empty());
        QVERIFY(last(bob, friends.aliceAtBob)->place->point == there->place->point ||
                last(bob, friends.aliceAtBob)->place->point.metresTo(there->place->point) < 120);
    }

    void whoIsAwayGetsTheNewestPlaceOnly() {
        SimWorld world(1903);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        const auto sent = share(alice, friends.bobAtAlice, 8h);
        QVERIFY(world.runUntil([&] { return alice.stateOf(sent.id) == MessageState::Delivered; }, 60s));
        bob.switchOff();
        world.run(1min);
        const auto before = world.envelopesAtHub();
        walk(world, alice, 30min);
        // One that was on its way; the others were never sent.
        QVERIFY2(world.envelopesAtHub() <= before + 1, std::to_string(world.envelopesAtHub()).c_str());
        const auto mark = bob.mark();
        bob.switchOn();
        QVERIFY(world.runUntil(
            [&] {
                const auto place = last(bob, friends.aliceAtBob);
                return place && place->place->point.metresTo(north(2'700)) < 60;
            },
            2min));
        QVERIFY(moves(bob, mark) <= 3);

        // Without a network nothing is kept but where we are now.
        world.setHubUp(false);
        bob.switchOff();
        world.run(3min);
        walk(world, alice, 20min, 5'000);
        {
            alice.switchOff();
            const auto database = alice.openStore();
            QVERIFY(store::Outbox(*database).countWaiting() <= 1);
        }
    }

    void itSurvivesARestartAndCanBeStopped() {
        SimWorld world(1904);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        const auto sent = share(alice, friends.bobAtAlice, 1h);
        QVERIFY(world.runUntil([&] { return alice.stateOf(sent.id) == MessageState::Delivered; }, 60s));
        alice.switchOff();
        bob.switchOff();
        world.run(5min);
        alice.switchOn();
        bob.switchOn();
        const auto live = alice.ask<MessagesAnswer>(ListLive{}).messages;
        QCOMPARE(live.size(), std::size_t(1));
        QCOMPARE(live.front().id, sent.id);
        QVERIFY(bob.ask<MessagesAnswer>(ListLive{}).messages.empty());
        world.run(10s);
        alice.post(MoveLocation{0, north(400)});
        QVERIFY(world.runUntil([&] { return last(bob, friends.aliceAtBob)->place->point == north(400); }, 60s));
        QVERIFY(last(bob, friends.aliceAtBob)->place->live);

        (void)alice.ask<CommandDone>(StopLocation{0, friends.bobAtAlice, sent.id});
        QVERIFY(world.runUntil([&] { return !last(bob, friends.aliceAtBob)->place->live; }, 60s));
        QVERIFY(alice.ask<MessagesAnswer>(ListLive{}).messages.empty());
        QVERIFY(last(bob, friends.aliceAtBob)->place->point == north(400));
        // Bob cannot stop what is Alice's.
        const auto again = share(alice, friends.bobAtAlice, 1h);
        QVERIFY(world.runUntil([&] { return alice.stateOf(again.id) == MessageState::Delivered; }, 60s));
        QCOMPARE(refusal(bob, StopLocation{0, friends.aliceAtBob, again.id}), ErrorCode::UnknownMessage);
        // A new one ends the one before, a deleted one ends itself.
        const auto third = share(alice, friends.bobAtAlice, 1h);
        QCOMPARE(alice.ask<MessagesAnswer>(ListLive{}).messages.size(), std::size_t(1));
        (void)alice.ask<CommandDone>(DeleteMessage{0, third.id, true});
        QVERIFY(alice.ask<MessagesAnswer>(ListLive{}).messages.empty());
        const auto isOver = [&] {
            const auto left = last(bob, friends.aliceAtBob);
            return left->id == again.id && !left->place->live;
        };
        QVERIFY(world.runUntil(isOver, 60s));
    }

    void whatIsStoppedWhileTheyAreAwayIsStopped() {
        SimWorld world(1905);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        const auto sent = share(alice, friends.bobAtAlice, 8h);
        QVERIFY(world.runUntil([&] { return alice.stateOf(sent.id) == MessageState::Delivered; }, 60s));
        bob.switchOff();
        world.run(1min);
        walk(world, alice, 2min);
        (void)alice.ask<CommandDone>(StopLocation{0, friends.bobAtAlice, sent.id});
        world.run(10s);
        bob.switchOn();
        QVERIFY(world.runUntil([&] { return !last(bob, friends.aliceAtBob)->place->live; }, 60s));
    }

    void aCardCarriesWhatEverybodyMayUse() {
        SimWorld world(1906);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        auto& carol = world.addPeer("carol");
        const auto friends = world.befriend(alice, bob);
        const auto address = carol.ask<PublicAddressAnswer>(CreatePublicAddress{0, 10, 50, 8}).address;
        world.run(30s);
        // Who came by a public address knows it, and may pass it on.
        const auto carolAtAlice = alice.ask<ContactAnswer>(AcceptInvitation{0, address.link, ""}).contact;
        QCOMPARE(carolAtAlice.address, address.link);
        QVERIFY(alice.ask<ContactsAnswer>(ListContacts{}).contacts.size() == 2);

        const auto once = carol.ask<InvitationAnswer>(CreateInvitation{}).link;
        QCOMPARE(refusal(alice, SendCard{0, friends.bobAtAlice, "Carol", once}), ErrorCode::OneTimeLink);
        QCOMPARE(refusal(alice, SendCard{0, friends.bobAtAlice, "Carol", "https://example.org"}),
                 ErrorCode::MalformedLink);
        QCOMPARE(refusal(alice, SendCard{0, friends.bobAtAlice, "", address.link}), ErrorCode::BadArgument);
        QCOMPARE(refusal(alice, SendCard{0, friends.bobAtAlice, std::string(65, 'x'), address.link}),
                 ErrorCode::BadArgument);

        const auto sent = alice.ask<MessageAnswer>(SendCard{0, friends.bobAtAlice, "Carol", address.link}).message;
        QVERIFY(world.runUntil([&] { return alice.stateOf(sent.id) == MessageState::Delivered; }, 30s));
        const auto got = last(bob, friends.aliceAtBob);
        QVERIFY(got && got->kind == MessageKind::Card);
        QCOMPARE(got->text, std::string("Carol"));
        QCOMPARE(got->link, address.link);
        QCOMPARE(bob.ask<MessagesAnswer>(SearchMessages{0, "carol", {}, 10}).messages.size(), std::size_t(1));
        const auto carolAtBob = bob.ask<ContactAnswer>(AcceptInvitation{0, got->link, got->text}).contact;
        QCOMPARE(carolAtBob.name, std::string("Carol"));
        QVERIFY(world.runUntil([&] { return carol.heard<ContactAdded>().size() == 2; }, 60s));
    }

    void aFullDiskLosesNothingOfIt() {
        SimWorld world(1907);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        const auto sent = share(alice, friends.bobAtAlice, 1h);
        QVERIFY(world.runUntil([&] { return alice.stateOf(sent.id) == MessageState::Delivered; }, 60s));
        // Killed at any draw of randomness while it is told that we moved: afterwards it goes on.
        for (std::size_t draws = 1; draws <= 3; ++draws) {
            alice.crashWithin(draws);
            alice.post(MoveLocation{0, north(100.0 * static_cast<double>(draws))});
            world.run(40s);
            alice.switchOff();
            alice.switchOn();
            world.run(40s);
        }
        alice.post(MoveLocation{0, north(800)});
        QVERIFY(world.runUntil([&] { return last(bob, friends.aliceAtBob)->place->point == north(800); }, 2min));
        QVERIFY(last(bob, friends.aliceAtBob)->place->live);
    }
};

QTEST_GUILESS_MAIN(TestSimPlaces)
#include "tst_simplaces.moc"
