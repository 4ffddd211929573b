// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>
#include <algorithm>

#include "chat/renewals.h"
#include "store/outbox.h"
#include "support/forger.h"

using namespace nightjar;
using namespace nightjar::sim;
using namespace std::chrono_literals;

using Strings = std::vector<std::string>;

/// A store is put back from a backup: docs/protocol.md section 7, Renewal.
class TestSimRepair : public QObject {
    Q_OBJECT

private:
    struct Stage {
        explicit Stage(std::uint64_t seed, LinkProfile link = lan())
            : world(seed),
              alice(world.addPeer("alice", link)),
              bob(world.addPeer("bob", link)),
              friends(world.befriend(alice, bob)) {
            world.run(10s);
        }
        /// Enough for the ratchet to go on a good way, in both directions.
        void talk(const std::string& about, int rounds = 5) {
            for (int i = 0; i < rounds; ++i) {
                alice.say(friends.bobAtAlice, about + " a" + std::to_string(i));
                world.run(5s);
                bob.say(friends.aliceAtBob, about + " b" + std::to_string(i));
                world.run(5s);
            }
        }
        MessageId aliceSays(const std::string& text) { return alice.say(friends.bobAtAlice, text); }
        MessageId bobSays(const std::string& text) { return bob.say(friends.aliceAtBob, text); }
        bool delivered(SimPeer& who, const MessageId& message, Duration limit = 60s) {
            return world.runUntil([&] { return who.stateOf(message) == MessageState::Delivered; }, limit);
        }
        static std::size_t notices(const SimPeer& peer) {
            const auto added = peer.heard<MessageAdded>();
            return static_cast<std::size_t>(std::count_if(added.begin(), added.end(), [](const MessageAdded& one) {
                return one.message.kind == MessageKind::Notice && one.message.text == noticeSessionRenewed;
            }));
        }
        /// Texts of the other side that were shown since.
        static Strings shown(const SimPeer& peer, std::size_t since) {
            Strings out;
            for (const auto& added : peer.heard<MessageAdded>(since)) {
                if (!added.message.mine && added.message.kind == MessageKind::Text) {
                    out.push_back(added.message.text);
                }
            }
            return out;
        }
        /// Each hears the other, with receipts, and nothing more is repaired.
        bool works() {
            const auto before = notices(alice) + notices(bob);
            const auto there = aliceSays("do you hear me?");
            if (!delivered(alice, there)) {
                return false;
            }
            const auto back = bobSays("I do");
            return delivered(bob, back) && notices(alice) + notices(bob) == before;
        }
        SimWorld world;
        SimPeer& alice;
        SimPeer& bob;
        Friends friends;
    };

    /// Texts of one word in a store, of one side.
    static Strings kept(SimPeer& peer, const ContactId& with, bool mine) {
        Strings out;
        for (const auto& message : peer.ask<MessagesAnswer>(ListMessages{0, with, {}, 500}).messages) {
            if (message.mine == mine && message.kind == MessageKind::Text &&
                message.text.find(' ') == std::string::npos) {
                out.push_back(message.text);
            }
        }
        return out;
    }

private Q_SLOTS:
    void whoWasPutBackWrites() {
        Stage stage(201);
        stage.talk("before");
        stage.alice.backUp();
        stage.talk("lost");
        stage.alice.restoreBackup();
        stage.world.run(10s);
        const auto mark = stage.bob.mark();
        const auto message = stage.aliceSays("I was put back");
        QVERIFY(stage.delivered(stage.alice, message, 10s));
        QCOMPARE(Stage::shown(stage.bob, mark), Strings{"I was put back"});
        QCOMPARE(Stage::notices(stage.alice), std::size_t(1));
        QCOMPARE(Stage::notices(stage.bob), std::size_t(1));
        QVERIFY(stage.works());
        QVERIFY(stage.world.runUntil([&] { return stage.world.envelopesAtHub() == 0; }, 2min));
    }

    void theOtherSideWrites() {
        Stage stage(202);
        stage.talk("before");
        stage.alice.backUp();
        stage.talk("lost");
        stage.alice.restoreBackup();
        stage.world.run(10s);
        const auto mark = stage.alice.mark();
        const auto message = stage.bobSays("are you there?");
        QVERIFY(stage.delivered(stage.bob, message, 10s));
        QCOMPARE(Stage::shown(stage.alice, mark), Strings{"are you there?"});
        QCOMPARE(Stage::notices(stage.alice), std::size_t(1));
        QCOMPARE(Stage::notices(stage.bob), std::size_t(1));
        QVERIFY(stage.works());
    }

    void bothWriteAtOnce() {
        for (const std::uint64_t seed : {203, 204, 205, 206, 207, 208}) {
            Stage stage(seed);
            stage.talk("before");
            stage.alice.backUp();
            stage.talk("lost");
            stage.alice.restoreBackup();
            stage.world.run(10s);
            const auto atAlice = stage.alice.mark();
            const auto atBob = stage.bob.mark();
            Strings fromAlice;
            Strings fromBob;
            MessageId lastOfAlice;
            MessageId lastOfBob;
            for (int i = 0; i < 30; ++i) {
                fromAlice.push_back("a" + std::to_string(i));
                fromBob.push_back("b" + std::to_string(i));
                lastOfAlice = stage.aliceSays(fromAlice.back());
                lastOfBob = stage.bobSays(fromBob.back());
                stage.world.run(20ms);
            }
            QVERIFY(stage.delivered(stage.alice, lastOfAlice, 90s));
            QVERIFY(stage.delivered(stage.bob, lastOfBob, 90s));
            stage.world.run(2min);
            QCOMPARE(Stage::shown(stage.bob, atBob), fromAlice);
            QCOMPARE(Stage::shown(stage.alice, atAlice), fromBob);
            QVERIFY(stage.works());
        }
    }

    void bothWerePutBack() {
        Stage stage(211);
        stage.talk("before");
        stage.alice.backUp();
        stage.talk("between");
        stage.bob.backUp();
        stage.talk("lost");
        stage.alice.restoreBackup();
        stage.bob.restoreBackup();
        stage.world.run(10s);
        const auto atAlice = stage.alice.mark();
        const auto atBob = stage.bob.mark();
        const auto one = stage.aliceSays("from alice");
        const auto two = stage.bobSays("from bob");
        QVERIFY(stage.delivered(stage.alice, one));
        QVERIFY(stage.delivered(stage.bob, two));
        QCOMPARE(Stage::shown(stage.bob, atBob), Strings{"from alice"});
        QCOMPARE(Stage::shown(stage.alice, atAlice), Strings{"from bob"});
        QVERIFY(stage.works());
    }

    /// What waited on both sides comes once and in order; the other side is away in between.
    void whatWaitsIsSealedAnew() {
        Stage stage(212);
        stage.talk("before");
        stage.alice.backUp();
        stage.talk("lost");
        stage.alice.restoreBackup();
        stage.world.run(5s);
        const auto atBob = stage.bob.mark();
        stage.bob.switchOff();
        Strings fromAlice;
        MessageId last;
        for (int i = 0; i < 100; ++i) {
            fromAlice.push_back(std::to_string(i));
            last = stage.aliceSays(fromAlice.back());
        }
        QVERIFY(stage.world.runUntil([&] { return stage.alice.stateOf(last) == MessageState::Sent; }, 60s));
        stage.alice.switchOff();
        stage.bob.switchOn();
        const auto reply = stage.bobSays("meanwhile");
        stage.world.run(60s);
        const auto atAlice = stage.alice.mark();
        stage.alice.switchOn();
        QVERIFY(stage.delivered(stage.alice, last));
        QVERIFY(stage.delivered(stage.bob, reply));
        stage.world.run(2min);
        QCOMPARE(Stage::shown(stage.bob, atBob), fromAlice);
        QCOMPARE(Stage::shown(stage.alice, atAlice), Strings{"meanwhile"});
        QCOMPARE(Stage::notices(stage.bob), std::size_t(1));
        QVERIFY(stage.works());
    }

    void overALinkThatLosesALot() {
        for (const std::uint64_t seed : {221, 222, 223}) {
            auto link = edge();
            link.loss = 0.2;
            Stage stage(seed, link);
            stage.talk("before");
            stage.alice.backUp();
            stage.talk("lost");
            stage.world.run(3min);  // nothing is on its way any more
            stage.alice.restoreBackup();
            const auto atAlice = stage.alice.mark();
            const auto atBob = stage.bob.mark();
            Strings fromAlice;
            Strings fromBob;
            MessageId lastOfAlice;
            MessageId lastOfBob;
            for (int i = 0; i < 20; ++i) {
                fromAlice.push_back("a" + std::to_string(i));
                lastOfAlice = stage.aliceSays(fromAlice.back());
                fromBob.push_back("b" + std::to_string(i));
                lastOfBob = stage.bobSays(fromBob.back());
                stage.world.run(1s);
            }
            QVERIFY(stage.delivered(stage.alice, lastOfAlice, 10min));
            QVERIFY(stage.delivered(stage.bob, lastOfBob, 10min));
            stage.world.run(3min);
            // What was put back may by chance seal one of the first under a key that the other side still waits for:
            // that one is shown as it comes. Everything once, all the same.
            auto shown = Stage::shown(stage.bob, atBob);
            std::sort(shown.begin(), shown.end());
            std::sort(fromAlice.begin(), fromAlice.end());
            QCOMPARE(shown, fromAlice);
            QCOMPARE(Stage::shown(stage.alice, atAlice), fromBob);
        }
    }

    /// Killed at any point of it, it still comes to an end, and nothing is told twice.
    void killedInBetween() {
        for (std::uint64_t seed = 231; seed < 243; ++seed) {
            Stage stage(seed);
            stage.talk("before", 2);
            stage.alice.backUp();
            stage.talk("lost", 2);
            stage.alice.restoreBackup();
            stage.world.run(1s);
            stage.aliceSays("first");
            stage.bob.crashWithin(1 + seed % 6);
            stage.alice.crashWithin(1 + seed / 2 % 7);
            stage.aliceSays("second");
            stage.world.run(Duration(20ms) * static_cast<int>(seed % 5));
            for (auto* const peer : {&stage.alice, &stage.bob}) {
                if (!peer->isOn()) {
                    peer->switchOn();
                }
            }
            stage.world.run(5min);
            for (auto* const peer : {&stage.alice, &stage.bob}) {
                peer->switchOff();  // whoever was not killed yet is not any more
                peer->switchOn();
            }
            QVERIFY(stage.delivered(stage.alice, stage.aliceSays("third"), 5min));
            const auto said = kept(stage.alice, stage.friends.bobAtAlice, true);
            QCOMPARE(kept(stage.bob, stage.friends.aliceAtBob, false), said);
            QCOMPARE(said.front(), std::string("first"));
            QCOMPARE(said.back(), std::string("third"));
        }
    }

    /// A receipt that cannot be opened is reason enough: the text it is for was taken long ago.
    void aReceiptThatDoesNotOpen() {
        Stage stage(251);
        stage.talk("before");
        stage.bob.switchOff();
        const auto message = stage.aliceSays("take this");
        QVERIFY(stage.world.runUntil([&] { return stage.alice.stateOf(message) == MessageState::Sent; }, 60s));
        stage.alice.backUp();
        stage.bob.switchOn();
        QVERIFY(stage.delivered(stage.alice, message));
        stage.talk("lost");
        stage.alice.restoreBackup();
        stage.alice.switchOff();
        stage.bob.switchOff();
        stage.world.run(31 * 24h);  // until it is put to the hub again
        stage.alice.switchOn();
        stage.bob.switchOn();
        stage.world.run(2min);
        QCOMPARE(Stage::notices(stage.alice), std::size_t(1));
        QCOMPARE(Stage::notices(stage.bob), std::size_t(1));
        QVERIFY(stage.works());
        const auto found = stage.bob.ask<MessagesAnswer>(ListMessages{0, stage.friends.aliceAtBob, {}, 500}).messages;
        QCOMPARE(std::count_if(found.begin(), found.end(), [](const Message& one) { return one.text == "take this"; }),
                 1);
    }

    // ---- what others try

    /// A hub may show anybody anything: nobody is asked to begin anew for it.
    void rubbishRenewsNothing() {
        Stage stage(261);
        stage.talk("before");
        SeededRandom random(5);
        Bytes sent;
        stage.bob.switchOff();
        {
            Forger forger(stage.world, stage.alice);
            for (const std::size_t size : wire::envelopeSizes) {
                Bytes rubbish(size);
                random.fill(rubbish);
                forger.put(stage.friends.bobAtAlice, rubbish);
            }
            // One of hers, changed on its way.
            auto changed = forger.seal(stage.friends.bobAtAlice, forger.text("changed"));
            changed.back() ^= 1;
            forger.put(stage.friends.bobAtAlice, changed);
        }
        stage.alice.switchOn();
        stage.bob.switchOn();
        stage.world.run(10min);
        QCOMPARE(Stage::notices(stage.alice), std::size_t(0));
        QCOMPARE(Stage::notices(stage.bob), std::size_t(0));
        QVERIFY(stage.works());
    }

    /// An old request begins nothing a second time, and neither does one that was changed.
    void requestsAreGoodForOnce() {
        Stage stage(262);
        stage.talk("before");
        stage.alice.backUp();
        stage.talk("lost");
        stage.bob.switchOff();
        stage.alice.restoreBackup();
        const auto message = stage.aliceSays("put back");
        QVERIFY(stage.world.runUntil([&] { return stage.alice.stateOf(message) == MessageState::Sent; }, 60s));
        stage.alice.switchOff();
        stage.bob.switchOn();
        stage.world.run(30s);
        // Bob's request lies at the hub now.
        stage.bob.switchOff();
        QueueId queue;
        {
            const auto database = stage.alice.openStore();
            queue = store::Contacts(*database).find(stage.friends.bobAtAlice)->receive->id;
        }
        std::vector<Bytes> requests;
        for (const auto& stored : stage.world.mailboxes().envelopes(queue, 0, 100)) {
            if (stored.envelope.size() == wire::renewEnvelopeSize) {
                requests.push_back(stored.envelope);
            }
        }
        QCOMPARE(requests.size(), std::size_t(1));
        stage.alice.switchOn();
        stage.bob.switchOn();
        QVERIFY(stage.delivered(stage.alice, message));
        QCOMPARE(Stage::notices(stage.alice), std::size_t(1));
        QVERIFY(stage.works());
        for (int i = 0; i < 3; ++i) {
            auto copy = requests.front();
            if (i > 0) {
                copy[static_cast<std::size_t>(i) * 100] ^= 1;
            }
            (void)stage.world.mailboxes().put(queue, copy, stage.world.now());
        }
        stage.alice.switchOff();
        stage.alice.switchOn();
        stage.world.run(5min);
        QCOMPARE(Stage::notices(stage.alice), std::size_t(1));
        QCOMPARE(Stage::notices(stage.bob), std::size_t(1));
        QVERIFY(stage.works());
    }

    /// A contact with a modified program cannot make us begin anew without end.
    void aContactWhoAsksAgainAndAgain() {
        Stage stage(263);
        stage.talk("before");
        stage.bob.switchOff();
        stage.world.run(5s);
        for (int i = 0; i < 40; ++i) {
            stage.aliceSays(std::to_string(i));
            stage.world.run(1s);
            Forger forger(stage.world, stage.bob);
            const auto unsent = [&] {
                const auto database = stage.alice.openStore();
                const auto all = store::Outbox(*database).forContact(stage.friends.bobAtAlice, 1);
                return all.empty() ? EnvelopeId{} : all.front().id;
            };
            stage.alice.switchOff();
            forger.askForKeys(stage.friends.aliceAtBob, {unsent()});
            stage.alice.switchOn();
            stage.world.run(20s);
        }
        QVERIFY(Stage::notices(stage.alice) >= 1);
        QVERIFY(Stage::notices(stage.alice) <= 4);
    }
};

QTEST_GUILESS_MAIN(TestSimRepair)
#include "tst_simrepair.moc"
