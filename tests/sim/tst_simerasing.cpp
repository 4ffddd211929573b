// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "sim/filepair.h"
#include "store/farewells.h"
#include "store/invitations.h"
#include "store/messages.h"
#include "store/outbox.h"
#include "support/forger.h"
#include "support/rawpages.h"
#include "support/simworld.h"

using namespace nightjar;
using namespace nightjar::sim;
using namespace std::chrono_literals;

/// Deletion at both sides: docs/protocol.md section 8, Deletion; docs/storage.md.
class TestSimErasing : public QObject {
    Q_OBJECT

private:
    template <class C>
    static std::optional<ErrorCode> refusal(SimWorld& world, SimPeer& peer, C command) {
        command.request = peer.request();
        const auto id = command.request;
        peer.post(std::move(command));
        (void)world.runUntil([&] { return peer.failure(id) || peer.answer<CommandDone>(id); }, 60s);
        return peer.failure(id);
    }
    static std::vector<Message> log(SimPeer& peer, const ContactId& contact) {
        return peer.ask<MessagesAnswer>(ListMessages{0, contact, {}, 500}).messages;
    }
    static std::vector<std::string> said(SimPeer& peer, const ContactId& contact) {
        std::vector<std::string> out;
        for (const auto& message : log(peer, contact)) {
            out.push_back(message.text);
        }
        return out;
    }
    static Contact contactAt(SimPeer& peer, const ContactId& contact) {
        for (const auto& one : peer.ask<ContactsAnswer>(ListContacts{}).contacts) {
            if (one.id == contact) {
                return one;
            }
        }
        return {};
    }
    static bool isEmpty(SimPeer& peer) { return peer.ask<ContactsAnswer>(ListContacts{}).contacts.empty(); }
    /// Those of these words that are anywhere in the files of the store. A word that is left in the search index lies
    /// there without the beginning that it shares with the one before, so the ends are looked for.
    static std::vector<std::string> left(const SimPeer& peer, const std::vector<std::string>& needles) {
        std::vector<std::string> out;
        const auto raw = peer.rawStore();
        for (const auto& needle : needles) {
            if (contains(raw, std::string_view(needle).substr(3))) {
                out.push_back(needle);
            }
        }
        return out;
    }
    /// Two who met through an invitation of the first, who may not, or may, be asked to delete.
    static Friends meet(SimWorld& world, SimPeer& alice, SimPeer& bob, bool aliceLets, bool bobLets) {
        const auto link = alice.ask<InvitationAnswer>(CreateInvitation{0, longestInvitation, aliceLets}).link;
        Friends out;
        out.aliceAtBob = bob.ask<ContactAnswer>(AcceptInvitation{0, link, "", bobLets}).contact.id;
        (void)world.runUntil([&] { return !alice.heard<ContactAdded>().empty(); }, 60s);
        out.bobAtAlice = alice.heard<ContactAdded>().back().contact.id;
        world.run(10s);
        return out;
    }

private Q_SLOTS:
    /// Text, earlier text, answer, reaction, caption, thumbnail, file: nothing of them can be read in any page.
    void aDeletedMessageLeavesNothing() {
        Pair pair(41);
        auto& world = pair.world;
        auto& alice = pair.alice;
        auto& bob = pair.bob;
        const auto friends = pair.friends;
        const std::vector<std::string> needles{"qwkfirstversion", "xjvsecondversion", "zqlcaptionwords",
                                               "jkxthumbnailbytes", "vqznameoffile"};
        const auto text = alice.say(friends.bobAtAlice, needles[0]);
        QVERIFY(world.runUntil([&] { return alice.stateOf(text) == MessageState::Delivered; }, 60s));
        (void)alice.ask<MessageAnswer>(EditMessage{0, friends.bobAtAlice, text, needles[1]});
        SendFile photo;
        photo.contact = friends.bobAtAlice;
        photo.asPhoto = true;
        photo.caption = needles[2];
        photo.name = needles[4];
        photo.content = noise(100'000);
        photo.thumbnail = toBytes(asBytes(needles[3]));
        const auto sent = alice.ask<MessageAnswer>(photo).message.id;
        QVERIFY(world.runUntil(
            [&] {
                return bob.files.blobs.size() == 1 && !bob.heard<TransferChanged>().empty() &&
                       bob.heard<TransferChanged>().back().state == TransferState::Done;
            },
            120s));
        (void)bob.ask<MessageAnswer>(ReactToMessage{0, friends.aliceAtBob, text, {"👍"}});
        world.run(10s);
        QCOMPARE(left(alice, needles).size(), needles.size());  // they would be found
        QCOMPARE(left(bob, needles).size(), needles.size());

        for (const auto& message : {text, sent}) {
            QVERIFY(!refusal(world, alice, DeleteMessage{0, message, true}));
        }
        QVERIFY(world.runUntil([&] { return bob.heard<MessageRemoved>().size() == 2; }, 60s));
        world.run(10s);
        QCOMPARE(left(alice, needles), std::vector<std::string>());
        QCOMPARE(left(bob, needles), std::vector<std::string>());
        QVERIFY(alice.files.blobs.empty());
        QVERIFY(bob.files.blobs.empty());
        for (auto* const peer : {&alice, &bob}) {
            QVERIFY(peer->ask<MessagesAnswer>(SearchMessages{0, "xjvsecondversion", {}, 10}).messages.empty());
        }
    }

    /// What waits in the outbox holds the text, too, until it has arrived.
    void neitherDoesOneThatHasNotArrived() {
        SimWorld world(42);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        bob.switchOff();
        const auto text = alice.say(friends.bobAtAlice, "qwkwaitingtext");
        world.run(5s);
        (void)alice.ask<MessageAnswer>(EditMessage{0, friends.bobAtAlice, text, "xjvwaitingedit"});
        world.run(5s);
        const std::vector<std::string> needles{"qwkwaitingtext", "xjvwaitingedit"};
        QCOMPARE(left(alice, needles).size(), needles.size());
        QVERIFY(!refusal(world, alice, DeleteMessage{0, text, true}));
        world.run(1s);
        QCOMPARE(left(alice, needles), std::vector<std::string>());
        const auto after = alice.say(friends.bobAtAlice, "afterwards");
        bob.switchOn();
        QVERIFY(world.runUntil([&] { return alice.stateOf(after) == MessageState::Delivered; }, 60s));
        QCOMPARE(said(bob, friends.aliceAtBob), std::vector<std::string>{"afterwards"});
        QCOMPARE(left(bob, needles), std::vector<std::string>());
    }

    /// What one wrote while the other cleared has not been seen by them: it is on both sides afterwards.
    void aConversationIsClearedOnBothSides() {
        SimWorld world(43);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        const std::vector<std::string> needles{"qwkfromalice", "xjvfrombob", "zqldraftwords"};
        alice.say(friends.bobAtAlice, needles[0]);
        const auto seen = bob.say(friends.aliceAtBob, needles[1]);
        QVERIFY(world.runUntil([&] { return bob.stateOf(seen) == MessageState::Delivered; }, 60s));
        (void)refusal(world, alice, SetDraft{0, friends.bobAtAlice, needles[2]});
        world.run(10s);
        QCOMPARE(left(alice, needles).size(), needles.size());
        alice.switchOff();
        world.run(1s);
        const auto crossed = bob.say(friends.aliceAtBob, "on its way meanwhile");
        bob.switchOff();  // it has not left
        alice.switchOn();
        QVERIFY(!refusal(world, alice, DeleteChat{0, friends.bobAtAlice, true}));
        QVERIFY(said(alice, friends.bobAtAlice).empty());
        QVERIFY(!contactAt(alice, friends.bobAtAlice).draft);
        QCOMPARE(alice.heard<ChatCleared>().size(), std::size_t(1));
        const auto later = alice.say(friends.bobAtAlice, "a new beginning");
        world.run(5s);
        alice.switchOff();  // they are never there together
        bob.switchOn();
        world.run(30s);
        alice.switchOn();
        QVERIFY(world.runUntil([&] { return bob.stateOf(crossed) == MessageState::Delivered; }, 60s));
        QVERIFY(world.runUntil([&] { return alice.stateOf(later) == MessageState::Delivered; }, 60s));
        const auto sorted = [](std::vector<std::string> texts) {
            std::sort(texts.begin(), texts.end());
            return texts;
        };
        const std::vector<std::string> both{"a new beginning", "on its way meanwhile"};
        QCOMPARE(sorted(said(alice, friends.bobAtAlice)), both);
        QCOMPARE(sorted(said(bob, friends.aliceAtBob)), both);
        QCOMPARE(left(alice, needles), std::vector<std::string>());
        QCOMPARE(left(bob, needles), std::vector<std::string>());
        QVERIFY(!contactAt(alice, friends.bobAtAlice).id.isNull());
    }

    void oneSideAloneMayBeCleared() {
        SimWorld world(44);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        alice.say(friends.bobAtAlice, "one");
        world.run(10s);
        QVERIFY(!refusal(world, alice, DeleteChat{0, friends.bobAtAlice, false}));
        world.run(30s);
        QVERIFY(said(alice, friends.bobAtAlice).empty());
        QCOMPARE(said(bob, friends.aliceAtBob), std::vector<std::string>{"one"});
        QCOMPARE(refusal(world, alice, DeleteChat{0, ContactId{}, true}), ErrorCode::UnknownContact);
    }

    /// Thousands of messages are out of sight at once and emptied bit by bit, whatever comes in between.
    void aLongConversationIsEmptiedInTheEnd() {
        constexpr int many = 1'500;
        SimWorld world(45);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        world.run(10s);
        alice.switchOff();
        {
            const auto database = alice.openStore();
            store::Transaction transaction(*database);
            SeededRandom random(45);
            for (int i = 0; i < many; ++i) {
                store::MessageRecord record;
                record.id = MessageId::draw(random);
                record.contact = friends.bobAtAlice;
                record.text = "qwkmany" + std::to_string(i);
                record.receivedMs = record.timeMs = toUnixMs(world.now());
                record.state = store::MessageState::Received;
                store::Messages(*database).add(record);
            }
            QVERIFY(transaction.commit());
        }
        alice.switchOn();
        QCOMPARE(said(alice, friends.bobAtAlice).size(), std::size_t(500));
        alice.post(DeleteChat{alice.request(), friends.bobAtAlice, false});
        QVERIFY(said(alice, friends.bobAtAlice).empty());
        QVERIFY(alice.ask<MessagesAnswer>(SearchMessages{0, "qwkmany7", {}, 10}).messages.empty());
        alice.switchOff();  // half-way
        alice.switchOn();
        world.run(1min);
        alice.switchOff();
        QVERIFY(store::Messages(*alice.openStore()).withHidden().empty());
        alice.switchOn();
        // With so many the index keeps beginnings of words until it is written anew.
        QVERIFY(!refusal(world, alice, CompactStore{0}));
        QCOMPARE(left(alice, {"qwkmany"}), std::vector<std::string>());
        alice.switchOff();
        const auto database = alice.openStore();
        QVERIFY(store::Messages(*database).withHidden().empty());
        QVERIFY(database->verify());
    }

    // ---- what was agreed

    void whoDoesNotLetErasesNothing() {
        SimWorld world(46);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = meet(world, alice, bob, true, false);
        QVERIFY(!contactAt(alice, friends.bobAtAlice).theyMayErase);
        QVERIFY(contactAt(alice, friends.bobAtAlice).privacy.mayErase);
        QVERIFY(contactAt(bob, friends.aliceAtBob).theyMayErase);
        QVERIFY(!contactAt(bob, friends.aliceAtBob).privacy.mayErase);
        const auto one = alice.say(friends.bobAtAlice, "one");
        alice.say(friends.bobAtAlice, "two");
        world.run(10s);
        QCOMPARE(refusal(world, alice, DeleteMessage{0, one, true}), ErrorCode::ErasureRefused);
        QCOMPARE(said(alice, friends.bobAtAlice), std::vector<std::string>{"two"});
        QCOMPARE(refusal(world, alice, DeleteChat{0, friends.bobAtAlice, true}), ErrorCode::ErasureRefused);
        QVERIFY(said(alice, friends.bobAtAlice).empty());
        world.run(10s);
        const std::vector<std::string> kept{"one", "two"};
        QCOMPARE(said(bob, friends.aliceAtBob), kept);

        // A program that asks all the same.
        alice.switchOff();
        {
            Forger forger(world, alice);
            forger.put(friends.bobAtAlice, wire::DeleteContent{one});
            forger.put(friends.bobAtAlice, wire::ClearContent{100});
            forger.put(friends.bobAtAlice, wire::EraseContent{});
        }
        bob.switchOff();
        bob.switchOn();
        world.run(30s);
        QCOMPARE(said(bob, friends.aliceAtBob), kept);
        QCOMPARE(contactAt(bob, friends.aliceAtBob).state, ContactState::Gone);
        QCOMPARE(refusal(world, bob, SendText{0, friends.aliceAtBob, "hello?"}), ErrorCode::ContactGone);
    }

    void itMayBeChangedLater() {
        SimWorld world(47);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = meet(world, alice, bob, false, true);
        QVERIFY(!contactAt(bob, friends.aliceAtBob).theyMayErase);
        ContactPrivacy privacy;
        privacy.mayErase = true;
        QVERIFY(!refusal(world, alice, SetContactPrivacy{0, friends.bobAtAlice, privacy}));
        QVERIFY(world.runUntil([&] { return contactAt(bob, friends.aliceAtBob).theyMayErase; }, 60s));
        bob.say(friends.aliceAtBob, "gone soon");
        world.run(10s);
        QVERIFY(!refusal(world, bob, DeleteChat{0, friends.aliceAtBob, true}));
        QVERIFY(world.runUntil([&] { return said(alice, friends.bobAtAlice).empty(); }, 60s));
    }

    // ---- contacts

    /// They are never there together, and not even the server is there at first.
    void aContactIsDeletedByWhoIsOffline() {
        SimWorld world(48);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        const std::vector<std::string> needles{"qwksecrettext", "xjvanothersecret"};
        alice.say(friends.bobAtAlice, needles[0]);
        bob.say(friends.aliceAtBob, needles[1]);
        world.run(10s);
        QCOMPARE(left(bob, needles).size(), needles.size());
        bob.switchOff();
        world.setHubUp(false);
        world.run(1min);
        QVERIFY(!refusal(world, alice, DeleteContact{0, friends.bobAtAlice, true}));
        QVERIFY(isEmpty(alice));
        QCOMPARE(left(alice, needles), std::vector<std::string>());
        alice.switchOff();  // the last words are on the disk
        alice.switchOn();
        world.setHubUp(true);
        world.run(2min);
        alice.switchOff();
        world.run(20 * 24h);
        bob.switchOn();
        QVERIFY(world.runUntil([&] { return !bob.heard<ContactRemoved>().empty(); }, 60s));
        world.run(10s);
        QVERIFY(isEmpty(bob));
        QCOMPARE(left(bob, needles), std::vector<std::string>());
        // Their queue is gone: so she knows.
        world.run(11 * 24h);
        alice.switchOn();
        world.run(3h);
        alice.switchOff();
        QVERIFY(store::Farewells(*alice.openStore()).all().empty());
    }

    /// Longer than a server keeps it.
    void theLastWordsAreSaidAgain() {
        SimWorld world(49);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        bob.say(friends.aliceAtBob, "hello");
        world.run(10s);
        bob.switchOff();
        QVERIFY(!refusal(world, alice, DeleteContact{0, friends.bobAtAlice, true}));
        world.run(50 * 24h);
        bob.switchOn();
        QVERIFY(world.runUntil([&] { return !bob.heard<ContactRemoved>().empty(); }, 60s));
        QVERIFY(isEmpty(bob));
    }

    void killedInBetween() {
        for (std::uint64_t seed = 500; seed < 510; ++seed) {
            SimWorld world(seed);
            auto& alice = world.addPeer("alice");
            auto& bob = world.addPeer("bob");
            const auto friends = world.befriend(alice, bob);
            alice.say(friends.bobAtAlice, "hello");
            world.run(10s);
            alice.post(DeleteContact{alice.request(), friends.bobAtAlice, true});
            bob.crashWithin(1 + seed % 5);
            world.run(std::chrono::milliseconds(20 * (seed % 7)));
            alice.switchOff();
            bob.switchOff();
            alice.switchOn();
            bob.switchOn();
            world.run(2min);
            QVERIFY(isEmpty(alice));
            if (bob.isOn()) {
                bob.switchOff();
            }
            bob.switchOn();
            world.run(1min);
            QVERIFY2(isEmpty(bob), QByteArray::number(static_cast<qulonglong>(seed)).constData());
        }
    }

    // ---- what takes room

    void oneKindIsCleared() {
        Pair pair(51);
        auto& world = pair.world;
        auto& alice = pair.alice;
        auto& bob = pair.bob;
        const auto friends = pair.friends;
        SendFile photo;
        photo.contact = friends.bobAtAlice;
        photo.asPhoto = true;
        photo.name = "a.jpg";
        photo.content = noise(50'000);
        photo.thumbnail = noise(100);
        (void)alice.ask<MessageAnswer>(photo);
        photo.asPhoto = false;
        photo.name = "b.bin";
        photo.thumbnail.clear();
        (void)alice.ask<MessageAnswer>(photo);
        alice.say(friends.bobAtAlice, "text");
        world.run(10s);
        const auto before = alice.ask<StorageAnswer>(GetStorage{}).use;
        QCOMPARE(before.photos, std::int64_t(50'000));
        QCOMPARE(before.files, std::int64_t(50'000));
        QCOMPARE(before.messageCount, std::int64_t(3));
        QVERIFY(before.messages > 100'000);
        QCOMPARE(before.chats.size(), std::size_t(1));
        QCOMPARE(before.chats.front().photos, std::int64_t(50'000));
        QVERIFY(!refusal(world, alice, ClearStorage{0, StorageKind::Photos}));
        world.run(5s);
        const auto after = alice.ask<StorageAnswer>(GetStorage{}).use;
        QCOMPARE(after.photos, std::int64_t(0));
        QCOMPARE(after.files, std::int64_t(50'000));
        QCOMPARE(after.messageCount, std::int64_t(2));
        QCOMPARE(alice.files.blobs.size(), std::size_t(1));
        QCOMPARE(log(bob, friends.aliceAtBob).size(), std::size_t(3));  // theirs stay
    }
};

QTEST_GUILESS_MAIN(TestSimErasing)
#include "tst_simerasing.moc"
