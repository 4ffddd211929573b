// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "support/simworld.h"

using namespace nightjar;
using namespace nightjar::sim;
using namespace std::chrono_literals;

/// Public addresses: docs/protocol.md section 12.
class TestSimAddresses : public QObject {
    Q_OBJECT

private:
    template <class C>
    static std::optional<ErrorCode> refusal(SimWorld& world, SimPeer& peer, C command) {
        command.request = peer.request();
        const auto id = command.request;
        peer.post(std::move(command));
        (void)world.runUntil([&] { return peer.failure(id).has_value(); }, 120s);
        return peer.failure(id);
    }
    static PublicAddress make(SimPeer& owner, std::uint32_t perHour, std::uint32_t perDay, std::uint32_t effort = 8) {
        return owner.ask<PublicAddressAnswer>(CreatePublicAddress{0, perHour, perDay, effort}).address;
    }
    static ContactId come(SimPeer& who, const std::string& link) {
        return who.ask<ContactAnswer>(AcceptInvitation{0, link, ""}).contact.id;
    }
    static PublicAddress standing(SimPeer& owner) {
        const auto all = owner.ask<PublicAddressesAnswer>(ListPublicAddresses{}).addresses;
        return all.empty() ? PublicAddress{} : all.front();
    }

private Q_SLOTS:
    void everybodyMayAsk() {
        SimWorld world(3001);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob", gprs(), portRestricted());
        auto& carol = world.addPeer("carol");
        const auto address = make(alice, 10, 50, 16);
        QVERIFY(address.link.starts_with("nightjar:1p/"));
        QVERIFY2(address.link.size() <= 130, address.link.c_str());
        world.run(30s);
        QCOMPARE(standing(alice).inStock, std::uint32_t(16));
        QVERIFY(alice.ask<InvitationsAnswer>(ListInvitations{}).invitations.empty());
        QCOMPARE(refusal(world, alice, AcceptInvitation{0, address.link, ""}), ErrorCode::OwnInvitation);

        const auto aliceAtBob = come(bob, address.link);
        const auto aliceAtCarol = come(carol, address.link);
        QVERIFY(!aliceAtBob.isNull() && !aliceAtCarol.isNull());
        (void)bob.say(aliceAtBob, "May I?");
        QVERIFY(world.runUntil([&] { return alice.heard<ContactAdded>().size() == 2; }, 60s));
        for (const auto& added : alice.heard<ContactAdded>()) {
            QCOMPARE(added.contact.state, ContactState::Requested);
        }
        QVERIFY(world.runUntil([&] { return alice.textsShown() == 1; }, 60s));
        QVERIFY(alice.heard<InvitationEnded>().empty());
        const auto contacts = alice.ask<ContactsAnswer>(ListContacts{}).contacts;
        const auto& bobAtAlice = contacts[0].name == "bob" ? contacts[0] : contacts[1];
        const auto& carolAtAlice = contacts[0].name == "bob" ? contacts[1] : contacts[0];
        alice.post(AcceptContact{alice.request(), bobAtAlice.id});
        alice.post(RefuseContact{alice.request(), carolAtAlice.id});
        QVERIFY(world.runUntil(
            [&] {
                const auto changed = bob.heard<ContactChanged>();
                return !changed.empty() && changed.back().contact.state == ContactState::Active;
            },
            60s));
        const auto message = bob.say(aliceAtBob, "Thank you");
        QVERIFY(world.runUntil([&] { return bob.stateOf(message) == MessageState::Delivered; }, 60s));
        // What was taken is replaced.
        world.run(60s);
        QCOMPARE(standing(alice).inStock, std::uint32_t(16));
        QCOMPARE(standing(alice).takenToday, std::uint32_t(2));
    }

    void worksWhileItsOwnerIsAway() {
        SimWorld world(3002);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto address = make(alice, 10, 50);
        world.run(30s);
        alice.switchOff();
        world.run(std::chrono::hours(20 * 24));
        const auto aliceAtBob = come(bob, address.link);
        QVERIFY(!aliceAtBob.isNull());
        (void)bob.say(aliceAtBob, "Hello?");
        world.run(std::chrono::hours(3 * 24));
        alice.switchOn();
        QVERIFY(world.runUntil([&] { return alice.textsShown() == 1; }, 60s));
        QCOMPARE(alice.ask<ContactsAnswer>(ListContacts{}).contacts.front().state, ContactState::Requested);
    }

    void aQuotaHoldsAndPasses() {
        SimWorld world(3003);
        auto& alice = world.addPeer("alice");
        const auto address = make(alice, 2, 3);
        world.run(30s);
        std::vector<SimPeer*> people;
        for (int i = 0; i < 5; ++i) {
            people.push_back(&world.addPeer("p" + std::to_string(i)));
        }
        world.run(5s);
        QVERIFY(!come(*people[0], address.link).isNull());
        QVERIFY(!come(*people[1], address.link).isNull());
        QCOMPARE(refusal(world, *people[2], AcceptInvitation{0, address.link, ""}), ErrorCode::AddressUsedUp);
        world.run(1h);
        QVERIFY(!come(*people[2], address.link).isNull());
        world.run(1h);
        QCOMPARE(refusal(world, *people[3], AcceptInvitation{0, address.link, ""}), ErrorCode::AddressUsedUp);
        // Its owner may think better of it.
        const auto changed = alice.ask<PublicAddressAnswer>(ChangePublicAddress{0, address.id, 5, 10, 4}).address;
        QCOMPARE(changed.perDay, std::uint32_t(10));
        world.run(10s);
        QVERIFY(!come(*people[3], address.link).isNull());
        QCOMPARE(standing(alice).perHour, std::uint32_t(5));
    }

    void aDeletedAddressIsGone() {
        SimWorld world(3004);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        auto& carol = world.addPeer("carol");
        const auto address = make(alice, 10, 50);
        world.run(30s);
        QVERIFY(!come(bob, address.link).isNull());
        QVERIFY(world.runUntil([&] { return !alice.heard<ContactAdded>().empty(); }, 30s));
        (void)alice.ask<CommandDone>(DeletePublicAddress{0, address.id});
        QCOMPARE(refusal(world, carol, AcceptInvitation{0, address.link, ""}), ErrorCode::AddressGone);
        QVERIFY(alice.ask<PublicAddressesAnswer>(ListPublicAddresses{}).addresses.empty());
        QCOMPARE(refusal(world, alice, DeletePublicAddress{0, address.id}), ErrorCode::AddressGone);
        // Who came before can still be accepted.
        alice.post(AcceptContact{alice.request(), alice.heard<ContactAdded>().front().contact.id});
        QVERIFY(world.runUntil(
            [&] {
                const auto all = bob.heard<ContactChanged>();
                return !all.empty() && all.back().contact.state == ContactState::Active;
            },
            60s));
    }

    void deletedWhileTheHubIsAway() {
        SimWorld world(3005);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto address = make(alice, 10, 50);
        world.run(30s);
        world.setHubUp(false);
        world.run(60s);
        (void)alice.ask<CommandDone>(DeletePublicAddress{0, address.id});
        QVERIFY(alice.ask<PublicAddressesAnswer>(ListPublicAddresses{}).addresses.empty());
        alice.switchOff();
        alice.switchOn();
        world.setHubUp(true);
        world.run(2min);
        QCOMPARE(refusal(world, bob, AcceptInvitation{0, address.link, ""}), ErrorCode::AddressGone);
    }

    void aFloodCostsItsMakerAndEndsAtTheQuota() {
        SimWorld world(3006);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        auto& eve = world.addPeer("eve");
        const auto address = make(alice, 4, 8, 4);
        world.run(30s);
        // Eve makes one acceptance after the other: each link counts as the same, so she deletes what she got.
        int taken = 0;
        for (int i = 0; i < 20; ++i) {
            const auto contact = come(eve, address.link);
            if (contact.isNull()) {
                break;
            }
            ++taken;
            (void)eve.ask<CommandDone>(DeleteContact{0, contact, false});
        }
        QCOMPARE(taken, 4);
        QCOMPARE(refusal(world, bob, AcceptInvitation{0, address.link, ""}), ErrorCode::AddressUsedUp);
        QVERIFY(alice.ask<ContactsAnswer>(ListContacts{}).contacts.size() <= 4);
        world.run(1h);
        QVERIFY(!come(bob, address.link).isNull());
    }

    void theOwnerMayCrashAtAnyMoment() {
        for (int i = 0; i < 24; ++i) {
            SimWorld world(3100 + static_cast<std::uint64_t>(i));
            auto& alice = world.addPeer("alice", umts(), portRestricted());
            auto& bob = world.addPeer("bob");
            world.run(3s);
            alice.crashWithin(static_cast<std::size_t>(2 + 8 * i));
            alice.post(CreatePublicAddress{alice.request(), 10, 50, 4});
            world.run(20s);
            alice.switchOff();
            alice.switchOn();
            world.run(60s);
            auto address = standing(alice);
            if (address.id.isNull()) {
                address = make(alice, 10, 50, 4);  // it never was
                world.run(30s);
            }
            const auto inStock = standing(alice).inStock;
            QCOMPARE(inStock, std::uint32_t(16));
            // Every invitation that the hub hands out is answered.
            const auto contact = come(bob, address.link);
            QVERIFY(!contact.isNull());
            QVERIFY2(world.runUntil([&] { return !alice.heard<ContactAdded>().empty(); }, 60s),
                     std::to_string(i).c_str());
        }
    }

    void theTakerMayCrashAtAnyMoment() {
        for (int i = 0; i < 12; ++i) {
            SimWorld world(3200 + static_cast<std::uint64_t>(i));
            auto& alice = world.addPeer("alice");
            auto& bob = world.addPeer("bob", umts(), portRestricted());
            const auto address = make(alice, 10, 50, 14);
            world.run(30s);
            bob.post(AcceptInvitation{bob.request(), address.link, ""});
            world.run(std::chrono::milliseconds(60 * i));
            bob.switchOff();
            world.run(5s);
            bob.switchOn();
            QVERIFY(world.runUntil([&] { return !alice.heard<ContactAdded>().empty(); }, 60s));
            world.run(10s);
            QCOMPARE(bob.ask<ContactsAnswer>(ListContacts{}).contacts.size(), std::size_t(1));
            QCOMPARE(standing(alice).takenToday, std::uint32_t(1));
        }
    }

    void aRestartOfTheHubCostsOnlyWork() {
        SimWorld world(3007);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto address = make(alice, 10, 50, 18);
        world.run(30s);
        const auto request = bob.request();
        bob.post(AcceptInvitation{request, address.link, ""});
        world.run(50ms);  // the work has begun
        world.restartHub();
        QVERIFY(world.runUntil([&] { return bob.answer<ContactAnswer>(request).has_value(); }, 120s));
    }
};

QTEST_GUILESS_MAIN(TestSimAddresses)
#include "tst_simaddresses.moc"
