// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "support/simworld.h"

using namespace nightjar;
using namespace nightjar::sim;
using namespace std::chrono_literals;

/// Invitations and contacts.
class TestSimPeople : public QObject {
    Q_OBJECT

private:
    template <class C>
    static std::optional<ErrorCode> refusal(SimWorld& world, SimPeer& peer, C command) {
        command.request = peer.request();
        const auto id = command.request;
        peer.post(std::move(command));
        (void)world.runUntil([&] { return peer.failure(id).has_value(); }, 60s);
        return peer.failure(id);
    }

private Q_SLOTS:
    void anInvitationWorksOnce() {
        SimWorld world(21);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        auto& eve = world.addPeer("eve");
        const auto link = alice.ask<InvitationAnswer>(CreateInvitation{}).link;
        QVERIFY(!link.empty());
        QVERIFY2(link.size() <= 130, link.c_str());
        QVERIFY(!bob.ask<ContactAnswer>(AcceptInvitation{0, link, "Alice"}).contact.id.isNull());
        QCOMPARE(refusal(world, eve, AcceptInvitation{0, link, ""}), ErrorCode::InvitationUsed);
        world.run(10s);
        QCOMPARE(alice.heard<ContactAdded>().size(), std::size_t(1));
        QCOMPARE(alice.heard<ContactAdded>().front().contact.name, std::string("bob"));
        QCOMPARE(bob.heard<ContactChanged>().back().contact.name, std::string("Alice"));
    }

    void badLinksAreToldApart() {
        SimWorld world(22);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        QCOMPARE(refusal(world, bob, AcceptInvitation{0, "hello", ""}), ErrorCode::MalformedLink);
        const auto made = alice.ask<InvitationAnswer>(CreateInvitation{});
        QCOMPARE(refusal(world, bob, AcceptInvitation{0, made.link.substr(0, made.link.size() - 1), ""}),
                 ErrorCode::MalformedLink);
        QCOMPARE(refusal(world, alice, AcceptInvitation{0, made.link, ""}), ErrorCode::OwnInvitation);
        alice.post(RevokeInvitation{alice.request(), made.invitation});
        world.run(5s);
        QCOMPARE(refusal(world, bob, AcceptInvitation{0, made.link, ""}), ErrorCode::InvitationUnknown);
        const auto late = alice.ask<InvitationAnswer>(CreateInvitation{});
        world.run(std::chrono::hours(7 * 24 + 1));
        const auto reason = refusal(world, bob, AcceptInvitation{0, late.link, ""});
        QVERIFY(reason == ErrorCode::InvitationExpired || reason == ErrorCode::InvitationUnknown);
    }

    void theInviterChoosesHowLong() {
        SimWorld world(28);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        QCOMPARE(refusal(world, alice, CreateInvitation{0, 59min}), ErrorCode::BadArgument);
        QCOMPARE(refusal(world, alice, CreateInvitation{0, 169h}), ErrorCode::BadArgument);
        const auto brief = alice.ask<InvitationAnswer>(CreateInvitation{0, 1h});
        const auto lasting = alice.ask<InvitationAnswer>(CreateInvitation{});
        auto open = alice.ask<InvitationsAnswer>(ListInvitations{}).invitations;
        QCOMPARE(open.size(), std::size_t(2));
        QCOMPARE(open.front().link, brief.link);
        QCOMPARE(open.front().expires - open.front().created, Duration(1h));
        world.run(1h + 1s);
        QCOMPARE(alice.heard<InvitationEnded>().back().invitation, brief.invitation);
        QCOMPARE(alice.heard<InvitationEnded>().back().end, InvitationEnd::Expired);
        QCOMPARE(refusal(world, bob, AcceptInvitation{0, brief.link, ""}), ErrorCode::InvitationExpired);
        open = alice.ask<InvitationsAnswer>(ListInvitations{}).invitations;
        QCOMPARE(open.size(), std::size_t(1));
        QCOMPARE(open.front().id, lasting.invitation);
        QVERIFY(!bob.ask<ContactAnswer>(AcceptInvitation{0, lasting.link, ""}).contact.id.isNull());
        world.run(10s);
        QCOMPARE(alice.heard<InvitationEnded>().back().end, InvitationEnd::Used);
        QVERIFY(alice.ask<InvitationsAnswer>(ListInvitations{}).invitations.empty());
    }

    void withoutAServerNothingIsPromised() {
        SimWorld world(23);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto link = alice.ask<InvitationAnswer>(CreateInvitation{}).link;
        world.setHubUp(false);
        world.run(5min);
        QCOMPARE(refusal(world, alice, CreateInvitation{}), ErrorCode::HubUnreachable);
        QCOMPARE(refusal(world, bob, AcceptInvitation{0, link, ""}), ErrorCode::HubUnreachable);
        QCOMPARE(alice.ask<StatusAnswer>(GetStatus{}).status.hub, HubState::Unreachable);
        world.setHubUp(true);
        world.run(60s);
        QCOMPARE(alice.ask<StatusAnswer>(GetStatus{}).status.hub, HubState::Online);
        QVERIFY(!bob.ask<ContactAnswer>(AcceptInvitation{0, link, ""}).contact.id.isNull());
    }

    void theAccepterMayCrashAtAnyMoment() {
        for (int i = 0; i < 12; ++i) {
            SimWorld world(2400 + static_cast<std::uint64_t>(i));
            auto& alice = world.addPeer("alice", umts(), portRestricted());
            auto& bob = world.addPeer("bob", umts(), portRestricted());
            const auto link = alice.ask<InvitationAnswer>(CreateInvitation{}).link;
            bob.post(AcceptInvitation{bob.request(), link, ""});
            world.run(std::chrono::milliseconds(60 * i));
            bob.switchOff();
            world.run(5s);
            bob.switchOn();
            QVERIFY(world.runUntil([&] { return !alice.heard<ContactAdded>().empty(); }, 60s));
            world.run(10s);
            const auto contacts = bob.ask<ContactsAnswer>(ListContacts{}).contacts;
            QCOMPARE(contacts.size(), std::size_t(1));
            QCOMPARE(contacts.front().state, ContactState::Active);
        }
    }

    void bothSeeTheSameSafetyNumber() {
        SimWorld world(25);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        const auto hers = alice.ask<SafetyNumberAnswer>(GetSafetyNumber{0, friends.bobAtAlice}).digits;
        const auto his = bob.ask<SafetyNumberAnswer>(GetSafetyNumber{0, friends.aliceAtBob}).digits;
        QCOMPARE(hers.size(), std::size_t(60));
        QCOMPARE(hers, his);
    }

    void aDeletedContactIsGoneOnBothSides() {
        SimWorld world(26);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        const auto message = alice.say(friends.bobAtAlice, "secret");
        QVERIFY(world.runUntil([&] { return alice.stateOf(message) == MessageState::Delivered; }, 10s));
        alice.post(DeleteContact{alice.request(), friends.bobAtAlice, true});
        QVERIFY(world.runUntil([&] { return !bob.heard<ContactRemoved>().empty(); }, 30s));
        QVERIFY(alice.ask<ContactsAnswer>(ListContacts{}).contacts.empty());
        QVERIFY(bob.ask<ContactsAnswer>(ListContacts{}).contacts.empty());
    }

    void whoWasRemovedIsTold() {
        SimWorld world(27);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        world.run(10s);
        alice.post(DeleteContact{alice.request(), friends.bobAtAlice, false});
        world.run(30s);
        const auto message = bob.say(friends.aliceAtBob, "are you there?");
        QVERIFY(world.runUntil([&] { return bob.stateOf(message) == MessageState::Failed; }, 60s));
        QCOMPARE(bob.heard<MessageStateChanged>().back().reason, ErrorCode::ContactGone);
        QCOMPARE(refusal(world, bob, SendText{0, friends.aliceAtBob, "hello?"}), ErrorCode::ContactGone);
    }
};

QTEST_GUILESS_MAIN(TestSimPeople)
#include "tst_simpeople.moc"
