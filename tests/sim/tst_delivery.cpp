// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "store/contacts.h"
#include "support/simworld.h"

using namespace nightjar;
using namespace nightjar::sim;
using namespace std::chrono_literals;

/// docs/protocol.md section 8, Delivery, as promises.
class TestDelivery : public QObject {
    Q_OBJECT

private:
    /// Three texts for Bob, who is away, of which his hub has lost the second.
    struct Lossy {
        explicit Lossy(std::uint64_t seed)
            : world(seed),
              alice(world.addPeer("alice")),
              bob(world.addPeer("bob")),
              friends(world.befriend(alice, bob)) {
            world.run(10s);
            bob.switchOff();
            world.run(3min);  // the link is gone
            for (const auto* text : {"one", "two", "three"}) {
                sent.push_back(alice.say(friends.bobAtAlice, text));
                world.run(2s);
            }
            const auto queue = store::Contacts(*bob.openStore()).find(friends.aliceAtBob)->receive->id;
            const auto stored = world.mailboxes().envelopes(queue, 0, 10);
            lost = stored.size() == 3;
            if (lost) {
                world.mailboxes().acknowledge(queue, stored[1].number);
            }
        }
        SimWorld world;
        SimPeer& alice;
        SimPeer& bob;
        Friends friends;
        std::vector<MessageId> sent;
        bool lost = false;
    };

private Q_SLOTS:
    void everyTextArrivesOnceAndInOrderOverALossyLink() {
        SimWorld world(11);
        auto lossy = wifi();
        lossy.loss = 0.15;
        lossy.delay = 300ms;
        auto& alice = world.addPeer("alice", lossy, portRestricted());
        auto& bob = world.addPeer("bob", lossy, portRestricted());
        const auto friends = world.befriend(alice, bob);
        QVERIFY(!friends.bobAtAlice.isNull());
        std::vector<std::string> said;
        std::vector<std::string> answered;
        for (int i = 0; i < 150; ++i) {
            said.push_back("from alice " + std::to_string(i));
            alice.say(friends.bobAtAlice, said.back());
            answered.push_back("from bob " + std::to_string(i));
            bob.say(friends.aliceAtBob, answered.back());
            world.run(100ms);
        }
        QVERIFY(world.runUntil([&] { return bob.texts().size() >= said.size() && alice.texts().size() >= said.size(); },
                               5min));
        world.run(2min);
        QCOMPARE(bob.texts(), said);
        QCOMPARE(alice.texts(), answered);
    }

    void statesAreFacts() {
        SimWorld world(12);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        world.net().setUp(alice.host(), false);
        const auto message = alice.say(friends.bobAtAlice, "one");
        world.run(30s);
        QCOMPARE(alice.stateOf(message), MessageState::Queued);
        world.net().setUp(bob.host(), false);
        world.net().setUp(alice.host(), true);
        QVERIFY(world.runUntil([&] { return alice.stateOf(message) == MessageState::Sent; }, 60s));
        world.run(60s);
        QCOMPARE(alice.stateOf(message), MessageState::Sent);
        world.net().setUp(bob.host(), true);
        QVERIFY(world.runUntil([&] { return alice.stateOf(message) == MessageState::Delivered; }, 60s));
        bob.post(MarkRead{friends.aliceAtBob});
        QVERIFY(world.runUntil([&] { return alice.stateOf(message) == MessageState::Read; }, 60s));
    }

    void aLongTextCrossesGprs() {
        SimWorld world(13);
        auto& alice = world.addPeer("alice", gprs(), portRestricted());
        auto& bob = world.addPeer("bob", gprs(), portRestricted());
        const auto friends = world.befriend(alice, bob);
        const std::string text(maxTextBytes, 'x');
        const auto message = alice.say(friends.bobAtAlice, text);
        QVERIFY(world.runUntil([&] { return alice.stateOf(message) == MessageState::Delivered; }, 2min));
        QCOMPARE(bob.texts(), std::vector<std::string>{text});
    }

    void badTextsAreRefusedWithAReason() {
        SimWorld world(14);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        const auto refusal = [&](const std::string& text, const ContactId& to) {
            const auto id = alice.request();
            alice.post(SendText{id, to, text});
            return alice.failure(id);
        };
        QCOMPARE(refusal(" \n\t ", friends.bobAtAlice), ErrorCode::BadArgument);
        QCOMPARE(refusal("\xc3\x28", friends.bobAtAlice), ErrorCode::BadArgument);
        QCOMPARE(refusal(std::string(maxTextBytes + 1, 'x'), friends.bobAtAlice), ErrorCode::MessageTooLong);
        QCOMPARE(refusal("hello", friends.aliceAtBob), ErrorCode::UnknownContact);
    }

    void aConversationIsReadFromAnyMessageOn() {
        SimWorld world(18);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto with = world.befriend(alice, bob).bobAtAlice;
        std::vector<MessageId> said;
        for (int i = 0; i < 5; ++i) {
            said.push_back(alice.say(with, std::to_string(i)));
        }
        auto page = alice.ask<MessagesAnswer>(ListMessages{0, with, {}, 2, said[1]});
        QCOMPARE(page.messages.size(), 2u);
        QCOMPARE(page.messages.front().id, said[1]);
        QCOMPARE(page.messages.back().id, said[2]);
        QVERIFY(page.more);
        page = alice.ask<MessagesAnswer>(ListMessages{0, with, {}, 2, said[3]});
        QCOMPARE(page.messages.back().id, said[4]);
        QVERIFY(!page.more);
        alice.post(ListMessages{7, with, {}, 2, MessageId{}});
        QCOMPARE(alice.failure(7), ErrorCode::UnknownMessage);
        alice.post(ListMessages{8, with, said[1], 2, said[3]});
        QCOMPARE(alice.failure(8), ErrorCode::BadArgument);
    }

    // ---- order: what came later waits for what is still to come

    void whatAHubLostIsSentAgain() {
        Lossy three(4001);
        QVERIFY(three.lost);
        three.bob.switchOn();
        three.world.run(30s);
        QCOMPARE(three.bob.texts(), std::vector<std::string>{"one"});
        QVERIFY(three.world.runUntil([&] { return three.bob.textsShown() == 3; }, 2min));
        QCOMPARE(three.bob.texts(), (std::vector<std::string>{"one", "two", "three"}));
    }

    void whatWillNotComeIsNotWaitedFor() {
        Lossy three(4002);
        QVERIFY(three.lost);
        three.alice.switchOff();
        three.alice.openStore()->run("DELETE FROM outbox WHERE seq = 2");  // given up
        three.alice.switchOn();
        three.bob.switchOn();
        three.world.run(30s);
        QCOMPARE(three.bob.texts(), std::vector<std::string>{"one"});
        QVERIFY(three.world.runUntil([&] { return three.bob.textsShown() == 2; }, 2min));
        QCOMPARE(three.bob.texts(), (std::vector<std::string>{"one", "three"}));
    }

    void whoIsAwayIsWaitedFor() {
        Lossy three(4003);
        QVERIFY(three.lost);
        three.alice.switchOff();
        three.bob.switchOn();
        three.world.run(std::chrono::hours(24));
        three.bob.switchOff();
        three.bob.switchOn();
        three.world.run(std::chrono::hours(24));
        QCOMPARE(three.bob.texts(), std::vector<std::string>{"one"});
        three.alice.switchOn();
        QVERIFY(three.world.runUntil([&] { return three.bob.textsShown() == 3; }, 10min));
        QCOMPARE(three.bob.texts(), (std::vector<std::string>{"one", "two", "three"}));
    }

    void whoSaysNothingIsNotWaitedForForEver() {
        Lossy three(4004);
        QVERIFY(three.lost);
        three.alice.switchOff();
        three.bob.switchOn();
        QVERIFY(three.world.runUntil([&] { return three.bob.textsShown() == 2; }, std::chrono::hours(8 * 24)));
        QCOMPARE(three.bob.texts(), (std::vector<std::string>{"one", "three"}));
    }

    void aDeletedMessageGoesOnBothSides() {
        SimWorld world(15);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        const auto message = alice.say(friends.bobAtAlice, "I did not want to say this");
        QVERIFY(world.runUntil([&] { return !bob.texts().empty(); }, 10s));
        alice.post(DeleteMessage{alice.request(), message, true});
        QVERIFY(world.runUntil([&] { return !bob.heard<MessageRemoved>().empty(); }, 10s));
        QVERIFY(alice.ask<MessagesAnswer>(ListMessages{0, friends.bobAtAlice, {}, 50}).messages.empty());
        QVERIFY(bob.ask<MessagesAnswer>(ListMessages{0, friends.aliceAtBob, {}, 50}).messages.empty());
        QVERIFY(bob.ask<MessagesAnswer>(SearchMessages{0, "want", {}, 50}).messages.empty());
    }

    void plaintextIsNeverOnTheWire() {
        SimWorld world(16);
        const std::string needle = "a needle in the haystack";
        bool seen = false;
        std::size_t datagrams = 0;
        world.net().watch([&](ByteView bytes) {
            ++datagrams;
            seen = seen || toText(bytes).find(needle.substr(0, 8)) != std::string::npos ||
                   toText(bytes).find("alice") != std::string::npos;
        });
        auto& alice = world.addPeer("alice", wifi(), portRestricted());
        auto& bob = world.addPeer("bob", wifi(), symmetric());
        const auto friends = world.befriend(alice, bob);
        const auto message = alice.say(friends.bobAtAlice, needle);
        QVERIFY(world.runUntil([&] { return alice.stateOf(message) == MessageState::Delivered; }, 10s));
        QVERIFY(datagrams > 10);
        QVERIFY(!seen);
    }

    void twoIdleFriendsCostLittle() {
        SimWorld world(17);
        auto& alice = world.addPeer("alice", wifi(), portRestricted());
        auto& bob = world.addPeer("bob", wifi(), portRestricted());
        const auto friends = world.befriend(alice, bob);
        const auto message = alice.say(friends.bobAtAlice, "good night");
        QVERIFY(world.runUntil([&] { return alice.stateOf(message) == MessageState::Delivered; }, 10s));
        world.run(10min);
        const auto before = world.net().bytesSent(alice.host()) + world.net().bytesReceived(alice.host());
        world.run(1h);
        const auto bytes = world.net().bytesSent(alice.host()) + world.net().bytesReceived(alice.host()) - before;
        qInfo("idle: %lld bytes an hour", static_cast<long long>(bytes));
        QVERIFY(bytes > 0);
        QVERIFY(bytes < 32'000);
    }
};

QTEST_GUILESS_MAIN(TestDelivery)
#include "tst_delivery.moc"
