// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "chat/wipenotice.h"
#include "support/simworld.h"

using namespace nightjar;
using namespace nightjar::sim;
using namespace std::chrono_literals;

namespace {

std::vector<std::string> notices(const SimPeer& peer) {
    std::vector<std::string> out;
    for (const auto& added : peer.heard<MessageAdded>()) {
        if (added.message.kind == MessageKind::Notice) {
            out.push_back(added.message.text);
        }
    }
    return out;
}

/// What lies in the decoy's folder when this person is forced to wipe: their own store is gone then.
std::vector<chat::NoticeParcel> leftBy(SimWorld& world, SimPeer& peer) {
    world.run(5s);
    peer.switchOff();
    SeededRandom random(99);
    SecretBytes decoyKey(32);
    random.fill(decoyKey.mutableView());
    const auto store = peer.openStore();
    const auto file = chat::sealNoticeFile(chat::armedNotices(*store, random), decoyKey, random);
    return chat::openNoticeFile(file, decoyKey);
}

/// Somebody who is nobody says it, and is thrown away.
bool say(SimWorld& world, const std::vector<chat::NoticeParcel>& parcels, const std::string& name = "carrier") {
    auto& carrier = world.addPeer(name);
    carrier.switchOff();
    SeededRandom random(100);
    if (!chat::loadCarrier(*carrier.openStore(), parcels, random, toUnixMs(world.now()))) {
        return false;
    }
    carrier.switchOn();
    const bool said = world.runUntil([&] { return carrier.ask<StatusAnswer>(GetStatus{}).status.waiting == 0; }, 60s);
    carrier.switchOff();
    return said;
}

SetWipeNotice wanted(const ContactId& contact, bool on, bool wipesThere = false) {
    SetWipeNotice command;
    command.contact = contact;
    command.on = on;
    command.wipesThere = wipesThere;
    return command;
}

}  // namespace

/// "I was forced to wipe", sealed beforehand and sent by an identity that knows nothing of it.
class TestSimWipeNotice : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aChosenContactIsTold() {
        SimWorld world(71);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        auto& carol = world.addPeer("carol");
        const auto friends = world.befriend(alice, bob);
        const auto others = world.befriend(alice, carol);
        QVERIFY(!others.bobAtAlice.isNull());
        QVERIFY(alice.ask<CommandDone>(wanted(friends.bobAtAlice, true)).request != 0);
        const auto parcels = leftBy(world, alice);
        QCOMPARE(parcels.size(), std::size_t(1));
        QVERIFY(say(world, parcels));
        QVERIFY(world.runUntil([&] { return !notices(bob).empty(); }, 60s));
        world.run(60s);
        QCOMPARE(notices(bob), std::vector<std::string>{std::string(chat::noticeForcedToWipe)});
        QVERIFY(notices(carol).empty());
        QCOMPARE(world.envelopesAtHub(), std::size_t(0));
        // Said once more, or by somebody who copied it: the key is used up.
        QVERIFY(say(world, parcels, "somebody else"));
        world.run(60s);
        QCOMPARE(notices(bob).size(), std::size_t(1));
    }

    void itWaitsForWhoIsAway() {
        SimWorld world(72);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        (void)alice.ask<CommandDone>(wanted(friends.bobAtAlice, true));
        const auto parcels = leftBy(world, alice);
        bob.switchOff();
        world.run(10s);
        QVERIFY(say(world, parcels));
        world.run(24h);
        bob.switchOn();
        QVERIFY(world.runUntil([&] { return !notices(bob).empty(); }, 60s));
    }

    void whoWasTakenOutIsNotTold() {
        SimWorld world(73);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        (void)alice.ask<CommandDone>(wanted(friends.bobAtAlice, true));
        world.run(5s);
        const auto early = leftBy(world, alice);
        alice.switchOn();
        (void)alice.ask<CommandDone>(wanted(friends.bobAtAlice, false));
        QVERIFY(leftBy(world, alice).empty());
        // What a thief of an old copy says is not believed either.
        QVERIFY(say(world, early));
        world.run(60s);
        QVERIFY(notices(bob).empty());
    }

    void aDeviceOfOnesOwnWipesIfItAgreed() {
        SimWorld world(74);
        auto& laptop = world.addPeer("laptop");
        auto& phone = world.addPeer("phone");
        auto& friendly = world.addPeer("friendly");
        const auto own = world.befriend(laptop, phone);
        const auto other = world.befriend(laptop, friendly);
        (void)laptop.ask<CommandDone>(wanted(own.bobAtAlice, true, true));
        (void)laptop.ask<CommandDone>(wanted(other.bobAtAlice, true, true));
        (void)phone.ask<CommandDone>(wanted(own.aliceAtBob, true, true));
        const auto parcels = leftBy(world, laptop);
        QCOMPARE(parcels.size(), std::size_t(2));
        QVERIFY(say(world, parcels));
        QVERIFY(world.runUntil([&] { return !notices(phone).empty() && !notices(friendly).empty(); }, 60s));
        QCOMPARE(notices(phone).front(), std::string(chat::noticeWipeHere));
        QCOMPARE(notices(friendly).front(), std::string(chat::noticeForcedToWipe));
    }

    /// The notice asks for the conversation to be deleted; it is where that was agreed, and the notice stays.
    void theConversationIsDeletedWhereThatWasAgreed() {
        SimWorld world(75);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        auto& carol = world.addPeer("carol");
        auto& dan = world.addPeer("dan");
        const auto atBob = world.befriend(alice, bob);
        const auto atCarol = world.befriend(alice, carol);
        const auto atDan = world.befriend(alice, dan);
        SetContactPrivacy keeps;
        keeps.contact = atCarol.aliceAtBob;
        keeps.privacy.mayErase = false;
        (void)carol.ask<CommandDone>(keeps);
        for (const auto& [there, contact] : {std::pair(&bob, atBob), {&carol, atCarol}, {&dan, atDan}}) {
            alice.say(contact.bobAtAlice, "needle");
            there->say(contact.aliceAtBob, "needle, too");
        }
        world.run(20s);
        const auto texts = [](SimPeer& peer, const ContactId& contact) {
            std::size_t count = 0;
            for (const auto& message : peer.ask<MessagesAnswer>(ListMessages{0, contact, {}, 100}).messages) {
                count += message.kind == MessageKind::Text ? 1 : 0;
            }
            return count;
        };
        const auto erasing = [](const ContactId& contact) {
            auto command = wanted(contact, true);
            command.erasesChat = true;
            return command;
        };
        (void)alice.ask<CommandDone>(erasing(atBob.bobAtAlice));
        (void)alice.ask<CommandDone>(erasing(atCarol.bobAtAlice));
        (void)alice.ask<CommandDone>(wanted(atDan.bobAtAlice, true));
        QCOMPARE(alice.ask<SettingAnswer>(GetSetting{0, "wipe-notice-erases/" + atBob.bobAtAlice.toString()}).value,
                 std::string("on"));
        const auto parcels = leftBy(world, alice);
        QVERIFY(say(world, parcels));
        QVERIFY(world.runUntil(
            [&] { return !notices(bob).empty() && !notices(carol).empty() && !notices(dan).empty(); }, 60s));
        world.run(10s);
        QCOMPARE(texts(bob, atBob.aliceAtBob), std::size_t(0));
        QCOMPARE(texts(carol, atCarol.aliceAtBob), std::size_t(2));
        QCOMPARE(texts(dan, atDan.aliceAtBob), std::size_t(2));
        const auto left = bob.ask<MessagesAnswer>(ListMessages{0, atBob.aliceAtBob, {}, 100}).messages;
        QCOMPARE(left.size(), std::size_t(1));
        QCOMPARE(left.front().text, std::string(chat::noticeForcedToWipe));
        bob.switchOff();
        const auto raw = bob.rawStore();
        QVERIFY(toText(raw).find("needle") == std::string::npos);
    }

    void theFileTellsNothing() {
        SeededRandom random(5);
        SecretBytes key(32);
        SecretBytes other(32);
        random.fill(key.mutableView());
        random.fill(other.mutableView());
        const auto empty = chat::sealNoticeFile({}, key, random);
        QCOMPARE(empty.size(), chat::noticeFileSize);
        QVERIFY(chat::openNoticeFile(empty, key).empty());
        std::vector<chat::NoticeParcel> parcels;
        for (std::size_t i = 0; i < chat::maxNoticeParcels + 5; ++i) {
            chat::NoticeParcel parcel;
            parcel.queue.hub = SimWorld(1).hubAddress();
            parcel.queue.id = QueueId::draw(random);
            parcel.queue.secret = SecretBytes(32);
            parcel.envelope = chat::sealWipeNotice(key, {true}, random);
            parcels.push_back(std::move(parcel));
        }
        const auto full = chat::sealNoticeFile(parcels, key, random);
        QCOMPARE(full.size(), chat::noticeFileSize);
        QCOMPARE(chat::openNoticeFile(full, key).size(), chat::maxNoticeParcels);
        QVERIFY(chat::openNoticeFile(full, other).empty());
        auto torn = full;
        torn[200] ^= 1;
        QVERIFY(chat::openNoticeFile(torn, key).empty());
        QVERIFY(chat::openNoticeFile({}, key).empty());
        // An envelope as any other of its size.
        QCOMPARE(parcels.front().envelope.size(), std::size_t(228));
        QVERIFY(chat::openWipeNotice(key, parcels.front().envelope)->wipesThere);
        QVERIFY(!chat::openWipeNotice(key, parcels.front().envelope)->erasesChat);
        QVERIFY(!chat::openWipeNotice(other, parcels.front().envelope));
        QVERIFY(!chat::openWipeNotice(key, Bytes(228)));
        QVERIFY(!chat::openWipeNotice(key, {}));
    }
};

QTEST_GUILESS_MAIN(TestSimWipeNotice)
#include "tst_simwipenotice.moc"
