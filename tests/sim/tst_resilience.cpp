// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "store/invitations.h"
#include "support/simworld.h"

using namespace nightjar;
using namespace nightjar::sim;
using namespace std::chrono_literals;

using Strings = std::vector<std::string>;

/// Full disks, full mailboxes, slow links and servers that go away at the wrong moment.
class TestResilience : public QObject {
    Q_OBJECT

private:
    static std::size_t problems(const SimPeer& peer, ErrorCode code) {
        const auto heard = peer.heard<Problem>();
        return static_cast<std::size_t>(
            std::count_if(heard.begin(), heard.end(), [code](const Problem& one) { return one.code == code; }));
    }
    /// Writes until nothing more fits.
    static void fillUp(SimPeer& peer) {
        peer.setDiskFull(true);
        for (std::size_t size = 20'000; size > 4; size /= 2) {
            for (int i = 0; i < 1000; ++i) {
                const auto request = peer.request();
                peer.post(SetSetting{request, "filler-" + std::to_string(size) + "-" + std::to_string(i),
                                     std::string(size, 'x')});
                if (peer.failure(request)) {
                    break;
                }
            }
        }
    }

private Q_SLOTS:
    // ---- the outbox

    void whatLiesAtTheHubDoesNotHideWhatWaits() {
        SimWorld world(81);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        bob.switchOff();
        world.run(10s);
        MessageId last;
        for (int i = 0; i < 150; ++i) {
            last = alice.say(friends.bobAtAlice, std::to_string(i));
        }
        QVERIFY(world.runUntil([&] { return alice.stateOf(last) == MessageState::Sent; }, 60s));
        alice.switchOff();
        alice.switchOn();
        world.run(10s);
        const auto one = alice.say(friends.bobAtAlice, "one more");
        QVERIFY(world.runUntil([&] { return alice.stateOf(one) == MessageState::Sent; }, 60s));
    }

    void aFullMailboxIsAskedNowAndThen() {
        SimWorld world(82);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        world.run(10s);
        bob.switchOff();
        Strings said;
        MessageId last;
        for (int i = 0; i < 1100; ++i) {
            said.push_back(std::to_string(i));
            last = alice.say(friends.bobAtAlice, said.back());
        }
        world.run(5min);
        QCOMPARE(world.envelopesAtHub(), hub::maxQueueEnvelopes);
        QCOMPARE(alice.stateOf(last), MessageState::Queued);
        const auto changes = alice.heard<MessageStateChanged>();
        QCOMPARE(changes.back().reason, ErrorCode::MailboxFull);
        const auto before = world.net().bytesSent(alice.host());
        world.run(1h);
        QVERIFY(world.net().bytesSent(alice.host()) - before < 30'000);
        bob.switchOn();
        QVERIFY(world.runUntil([&] { return alice.stateOf(last) == MessageState::Delivered; }, 5min));
        QCOMPARE(bob.texts(), said);
    }

    void whatAHubForgotIsPutThereAgain() {
        SimWorld world(83);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        world.run(10s);
        bob.switchOff();
        const auto message = alice.say(friends.bobAtAlice, "I can wait");
        QVERIFY(world.runUntil([&] { return alice.stateOf(message) == MessageState::Sent; }, 60s));
        world.net().setUp(alice.host(), false);  // a month of keep-alives is long
        alice.switchOff();
        world.run(31 * 24h);
        QCOMPARE(world.envelopesAtHub(), std::size_t(0));
        world.net().setUp(alice.host(), true);
        alice.switchOn();
        bob.switchOn();
        QVERIFY(world.runUntil([&] { return alice.stateOf(message) == MessageState::Delivered; }, 60s));
        QCOMPARE(bob.texts(), Strings{"I can wait"});
    }

    /// It forgets a while after the 30 days; until then it would hold two.
    void aHubNeverHoldsAnEnvelopeTwice() {
        SimWorld world(183);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        world.run(10s);
        bob.switchOff();
        const auto message = alice.say(friends.bobAtAlice, "I can wait");
        QVERIFY(world.runUntil([&] { return alice.stateOf(message) == MessageState::Sent; }, 60s));
        world.net().setUp(alice.host(), false);
        alice.switchOff();
        world.run(30 * 24h - 10min);
        QCOMPARE(world.envelopesAtHub(), std::size_t(1));
        world.net().setUp(alice.host(), true);
        alice.switchOn();
        for (int i = 0; i < 14 * 12; ++i) {
            world.run(5min);
            QVERIFY(world.envelopesAtHub() <= 1);
        }
        QCOMPARE(world.envelopesAtHub(), std::size_t(1));
        bob.switchOn();
        QVERIFY(world.runUntil([&] { return alice.stateOf(message) == MessageState::Delivered; }, 60s));
        QCOMPARE(bob.texts(), Strings{"I can wait"});
    }

    void longTextsCrossASlowLinkOnce() {
        SimWorld world(84);
        auto& alice = world.addPeer("alice", gprs(), portRestricted());
        auto& bob = world.addPeer("bob", gprs(), portRestricted());
        const auto friends = world.befriend(alice, bob);
        const auto hello = alice.say(friends.bobAtAlice, "Something long comes now.");
        QVERIFY(world.runUntil([&] { return alice.stateOf(hello) == MessageState::Delivered; }, 60s));
        QVERIFY(world.runUntil([&] { return alice.path(friends.bobAtAlice) == Path::Direct; }, 60s));
        world.run(10s);
        const auto before = world.net().bytesSent(alice.host());
        MessageId last;
        for (int i = 0; i < 5; ++i) {
            last = alice.say(friends.bobAtAlice, std::string(maxTextBytes, static_cast<char>('a' + i)));
        }
        QVERIFY(world.runUntil([&] { return alice.stateOf(last) == MessageState::Delivered; }, 3min));
        const auto sent = world.net().bytesSent(alice.host()) - before;
        qInfo("five texts of 16 KB: %lld bytes", static_cast<long long>(sent));
        QVERIFY(sent < 5 * 16384 * 13 / 10);
        QCOMPARE(alice.path(friends.bobAtAlice), Path::Direct);
    }

    // ---- the disk

    void aFullDiskRefusesCommandsWhole() {
        SimWorld world(85);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        const auto link = bob.ask<InvitationAnswer>(CreateInvitation{}).link;
        world.run(10s);
        fillUp(alice);
        const auto refusal = [&](auto command) {
            command.request = alice.request();
            const auto id = command.request;
            alice.post(std::move(command));
            world.run(1s);
            return alice.failure(id);
        };
        QCOMPARE(refusal(SendText{0, friends.bobAtAlice, std::string(maxTextBytes, 'x')}), ErrorCode::DiskFull);
        QCOMPARE(refusal(SetSetting{0, "more", std::string(60'000, 'x')}), ErrorCode::DiskFull);
        // These fit or they do not; half of them never.
        for (int i = 0; i < 3; ++i) {
            for (const auto& outcome :
                 {refusal(CreateInvitation{}), refusal(AcceptInvitation{0, link, ""}),
                  refusal(StartCall{0, friends.bobAtAlice}), refusal(SetName{0, std::string(64, 'n')}),
                  refusal(RenameContact{0, friends.bobAtAlice, std::string(64, 'n')})}) {
                QVERIFY(!outcome || outcome == ErrorCode::DiskFull || outcome == ErrorCode::AlreadyInCall ||
                        outcome == ErrorCode::InvitationUsed);
            }
        }
        alice.setDiskFull(false);
        world.run(2min);
        const auto message = alice.say(friends.bobAtAlice, "there is room again");
        QVERIFY(world.runUntil([&] { return alice.stateOf(message) == MessageState::Delivered; }, 60s));
        QCOMPARE(bob.texts(), Strings{"there is room again"});
    }

    void whatAFullDiskCouldNotTakeComesLater() {
        SimWorld world(86);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        world.run(10s);
        fillUp(bob);
        const std::string text(maxTextBytes, 'x');
        const auto byHubOrLink = alice.say(friends.bobAtAlice, text);
        world.run(5min);
        QVERIFY(bob.texts().empty());
        QVERIFY(alice.stateOf(byHubOrLink) != MessageState::Delivered);
        const auto told = problems(bob, ErrorCode::DiskFull);
        QVERIFY2(told >= 1 && told <= 20, std::to_string(told).c_str());
        bob.setDiskFull(false);
        QVERIFY(world.runUntil([&] { return alice.stateOf(byHubOrLink) == MessageState::Delivered; }, 3min));
        QCOMPARE(bob.texts(), Strings{text});
    }

    void aFullDiskKeepsNobodyBusy() {
        SimWorld world(87);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        world.run(10s);
        (void)alice.ask<InvitationAnswer>(CreateInvitation{});
        bob.switchOff();
        for (int i = 0; i < 40; ++i) {
            alice.say(friends.bobAtAlice, std::string(maxTextBytes, 'x'));
        }
        fillUp(alice);
        // What the hub answers cannot be noted; the invitation ends and cannot be ended.
        const auto before = world.net().bytesSent(alice.host());
        world.run(8 * 24h);
        const auto bytes = world.net().bytesSent(alice.host()) - before;
        qInfo("eight days with a full disk: %lld bytes", static_cast<long long>(bytes));
        QVERIFY(bytes < 8 * 24 * 40'000);
        alice.setDiskFull(false);
        bob.switchOn();
        QVERIFY(world.runUntil([&] { return bob.texts().size() == 40; }, 5min));
    }

    // ---- servers and people who go away

    void aQuestionEndsThoughTheServerWentAwayMeanwhile() {
        SimWorld world(88);
        auto& alice = world.addPeer("alice");
        world.run(10s);
        world.setHubUp(false);
        const auto request = alice.request();
        alice.post(CreateInvitation{request});  // the session still looks alive
        QVERIFY(world.runUntil([&] { return alice.failure(request).has_value(); }, 60s));
        QCOMPARE(alice.failure(request), ErrorCode::HubUnreachable);
    }

    void theSameInvitationAcceptedTwiceMakesOneContact() {
        SimWorld world(89);
        auto& alice = world.addPeer("alice", umts());
        auto& bob = world.addPeer("bob", umts());
        const auto link = alice.ask<InvitationAnswer>(CreateInvitation{}).link;
        const auto first = bob.request();
        const auto second = bob.request();
        bob.post(AcceptInvitation{first, link, ""});
        bob.post(AcceptInvitation{second, link, ""});
        QVERIFY(world.runUntil([&] { return bob.answer<ContactAnswer>(second).has_value(); }, 30s));
        QCOMPARE(bob.answer<ContactAnswer>(first)->contact.id, bob.answer<ContactAnswer>(second)->contact.id);
        world.run(30s);
        QCOMPARE(bob.ask<ContactsAnswer>(ListContacts{}).contacts.size(), std::size_t(1));
    }

    void anAcceptanceGoesOnWhenTheServerIsBack() {
        SimWorld world(90);
        auto& alice = world.addPeer("alice", umts());
        auto& bob = world.addPeer("bob", umts());
        const auto link = alice.ask<InvitationAnswer>(CreateInvitation{}).link;
        bob.post(AcceptInvitation{bob.request(), link, ""});
        bob.switchOff();
        world.setHubUp(false);
        bob.switchOn();
        world.run(5min);
        // Somebody who asks meanwhile is told; nobody hears of what they did not ask.
        const auto request = bob.request();
        bob.post(AcceptInvitation{request, link, ""});
        QVERIFY(world.runUntil([&] { return bob.failure(request).has_value(); }, 60s));
        QCOMPARE(bob.heard<CommandFailed>().size(), std::size_t(1));
        world.setHubUp(true);
        QVERIFY(world.runUntil([&] { return !alice.heard<ContactAdded>().empty(); }, 2min));
    }

    void anInvitationThatNobodySawIsEnded() {
        SimWorld world(91);
        auto& alice = world.addPeer("alice", umts());
        world.run(5s);
        alice.post(CreateInvitation{alice.request()});
        alice.switchOff();
        QCOMPARE(store::Invitations(*alice.openStore()).open().size(), std::size_t(1));
        alice.switchOn();
        world.run(10s);
        alice.switchOff();
        QCOMPARE(store::Invitations(*alice.openStore()).open().size(), std::size_t(0));
    }

    void aCallIsMadeOverALinkWithoutTheServer() {
        SimWorld world(92);
        auto& alice = world.addPeer("alice", wifi(), portRestricted());
        auto& bob = world.addPeer("bob", wifi(), portRestricted());
        const auto friends = world.befriend(alice, bob);
        alice.say(friends.bobAtAlice, "I call you.");
        QVERIFY(world.runUntil([&] { return alice.path(friends.bobAtAlice) == Path::Direct; }, 20s));
        world.setHubUp(false);
        alice.say(friends.bobAtAlice, "The server is gone.");
        world.run(60s);  // the next keep-alive shows it
        QCOMPARE(alice.ask<StatusAnswer>(GetStatus{}).status.hub, HubState::Unreachable);
        alice.post(StartCall{0, friends.bobAtAlice});
        QVERIFY(world.runUntil([&] { return !bob.heard<CallIncoming>().empty(); }, 10s));
        bob.post(AcceptCall{0, bob.heard<CallIncoming>().back().call});
        QVERIFY(world.runUntil(
            [&] { return alice.callState() == CallState::Active && bob.callState() == CallState::Active; }, 10s));
    }

    void whoCalledIsRemembered() {
        SimWorld world(93);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        alice.post(StartCall{0, friends.bobAtAlice});
        QVERIFY(world.runUntil([&] { return !bob.heard<CallIncoming>().empty(); }, 10s));
        bob.post(EndCall{0, bob.heard<CallIncoming>().back().call});
        world.run(10s);
        world.net().setUp(alice.host(), false);
        bob.post(StartCall{0, friends.aliceAtBob});
        world.run(3min);
        world.net().setUp(alice.host(), true);
        world.run(60s);
        const auto calls = alice.ask<MessagesAnswer>(ListMessages{0, friends.bobAtAlice, {}, 10}).messages;
        QCOMPARE(calls.size(), std::size_t(2));
        QVERIFY(calls.front().mine);
        QCOMPARE(calls.front().text, std::string("declined"));
        QVERIFY(!calls.back().mine);
        QCOMPARE(calls.back().text, std::string("missed"));
    }

    void killedAtEveryDrawAMessageArrivesOnce() {
        for (std::size_t draws = 1; draws <= 24; ++draws) {
            SimWorld world(9400 + draws);
            auto& alice = world.addPeer("alice", umts(), portRestricted());
            auto& bob = world.addPeer("bob", umts(), portRestricted());
            const auto friends = world.befriend(alice, bob);
            (draws % 2 == 0 ? alice : bob).crashWithin(draws / 2);
            const auto message = alice.say(friends.bobAtAlice, "whatever happens");
            world.run(30s);
            alice.switchOff();  // whoever has not drawn so often yet would die later
            bob.switchOff();
            alice.switchOn();
            bob.switchOn();
            world.run(2min);
            Strings atBob;
            for (const auto& one : bob.ask<MessagesAnswer>(ListMessages{0, friends.aliceAtBob, {}, 10}).messages) {
                atBob.push_back(one.text);
            }
            Strings atAlice;
            for (const auto& one : alice.ask<MessagesAnswer>(ListMessages{0, friends.bobAtAlice, {}, 10}).messages) {
                atAlice.push_back(one.text);
                QCOMPARE(one.state, MessageState::Delivered);
            }
            QCOMPARE(atBob, atAlice);
            QVERIFY(message.isNull() || !atAlice.empty());
            QCOMPARE(world.envelopesAtHub(), std::size_t(0));
        }
    }
};

QTEST_GUILESS_MAIN(TestResilience)
#include "tst_resilience.moc"
