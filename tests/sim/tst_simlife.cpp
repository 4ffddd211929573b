// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "engine/life.h"
#include "store/lives.h"
#include "support/simworld.h"

using namespace nightjar;
using namespace nightjar::sim;
using namespace std::chrono_literals;

namespace {

LifeRule sent(Duration life) {
    return {LifeFrom::Sent, life};
}
LifeRule read(Duration life) {
    return {LifeFrom::Read, life};
}

}  // namespace

/// Messages that delete themselves on both sides: docs/protocol.md section 15.
class TestSimLife : public QObject {
    Q_OBJECT

private:
    static Contact contactAt(SimPeer& peer, const ContactId& contact) {
        for (const auto& one : peer.ask<ContactsAnswer>(ListContacts{}).contacts) {
            if (one.id == contact) {
                return one;
            }
        }
        return {};
    }
    static std::optional<Message> messageAt(SimPeer& peer, const ContactId& contact, const std::string& text) {
        for (const auto& one : peer.ask<MessagesAnswer>(ListMessages{0, contact, {}, 500}).messages) {
            if (one.text == text) {
                return one;
            }
        }
        return std::nullopt;
    }
    static bool has(SimPeer& peer, const ContactId& contact, const std::string& text) {
        return messageAt(peer, contact, text).has_value();
    }
    /// The notices about the rule, oldest first.
    static std::vector<Message> notices(SimPeer& peer, const ContactId& contact) {
        auto messages = peer.ask<MessagesAnswer>(ListMessages{0, contact, {}, 500}).messages;
        std::erase_if(messages, [](const Message& one) {
            return one.kind != MessageKind::Notice || one.text != engine::noticeLifeChanged;
        });
        return messages;
    }
    static bool setLife(SimWorld& world, SimPeer& alice, SimPeer& bob, const Friends& friends, const LifeRule& rule) {
        (void)alice.ask<CommandDone>(SetLife{0, friends.bobAtAlice, rule});
        return world.runUntil([&] { return contactAt(bob, friends.aliceAtBob).life == rule; }, 60s);
    }
    /// Whether any table of the store has this text; looks at all that is kept, envelopes on their way included.
    static bool keeps(SimPeer& peer, const std::string& needle) {
        const auto database = peer.openStore();
        std::vector<std::string> tables;
        {
            auto row =
                database->query("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search%'");
            while (row.next()) {
                tables.push_back(row.text(0));
            }
        }
        for (const auto& table : tables) {
            std::string columns;
            {
                auto row = database->query("SELECT name FROM pragma_table_info('" + table + "')");
                while (row.next()) {
                    columns += (columns.empty() ? "" : " OR ") +
                               ("instr(CAST(\"" + row.text(0) + "\" AS BLOB), CAST(?1 AS BLOB)) > 0");
                }
            }
            auto row = database->query("SELECT count(*) FROM " + table + " WHERE " + columns, needle);
            if (row.next() && row.integer(0) > 0) {
                return true;
            }
        }
        return false;
    }

private Q_SLOTS:
    void bothSidesDeleteWhatWasSent() {
        SimWorld world(901);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        QVERIFY(setLife(world, alice, bob, friends, sent(60s)));
        QVERIFY(contactAt(alice, friends.bobAtAlice).life == sent(60s));
        QCOMPARE(notices(alice, friends.bobAtAlice).size(), std::size_t(1));
        QVERIFY(notices(alice, friends.bobAtAlice).front().mine);
        QCOMPARE(notices(bob, friends.aliceAtBob).size(), std::size_t(1));
        QVERIFY(!notices(bob, friends.aliceAtBob).front().mine);
        QVERIFY(notices(bob, friends.aliceAtBob).front().life == sent(60s));

        const auto at = world.now();
        const auto id = alice.say(friends.bobAtAlice, "burn after a minute");
        QVERIFY(world.runUntil([&] { return has(bob, friends.aliceAtBob, "burn after a minute"); }, 10s));
        bob.say(friends.aliceAtBob, "so does this");
        QVERIFY(world.runUntil([&] { return has(alice, friends.bobAtAlice, "so does this"); }, 10s));
        const auto message = messageAt(bob, friends.aliceAtBob, "burn after a minute");
        QVERIFY(message->life == sent(60s));
        QVERIFY(message->ends && std::chrono::abs(*message->ends - (at + 60s)) < 2s);
        world.run(at + 57s - world.now());
        QVERIFY(has(alice, friends.bobAtAlice, "burn after a minute"));
        QVERIFY(has(bob, friends.aliceAtBob, "burn after a minute"));
        world.run(15s);
        for (auto* const side : {&alice, &bob}) {
            const auto& contact = side == &alice ? friends.bobAtAlice : friends.aliceAtBob;
            QVERIFY(!has(*side, contact, "burn after a minute"));
            QVERIFY(!has(*side, contact, "so does this"));
            QVERIFY(side->ask<MessagesAnswer>(SearchMessages{0, "burn", {}, 50}).messages.empty());
            const auto removed = side->heard<MessageRemoved>();
            QVERIFY(std::any_of(removed.begin(), removed.end(), [&](const auto& one) { return one.message == id; }));
            side->switchOff();
            QVERIFY(!keeps(*side, "burn after"));
            QVERIFY(!keeps(*side, "so does this"));
        }
    }

    void aRuleCanBeTakenBackAndNoticesStay() {
        SimWorld world(902);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        QVERIFY(setLife(world, alice, bob, friends, sent(60s)));
        (void)bob.ask<CommandDone>(SetLife{0, friends.aliceAtBob, {}});
        QVERIFY(world.runUntil([&] { return contactAt(alice, friends.bobAtAlice).life == LifeRule{}; }, 60s));
        QCOMPARE(notices(alice, friends.bobAtAlice).size(), std::size_t(2));
        QCOMPARE(notices(bob, friends.aliceAtBob).size(), std::size_t(2));
        alice.say(friends.bobAtAlice, "this stays");
        bob.say(friends.aliceAtBob, "this, too");
        world.run(1h);
        QVERIFY(has(bob, friends.aliceAtBob, "this stays"));
        QVERIFY(has(alice, friends.bobAtAlice, "this, too"));
        for (const auto& bad :
             {LifeRule{LifeFrom::Sent, 4s}, LifeRule{LifeFrom::Read, longestLife + 1s}, LifeRule{LifeFrom::Never, 5s},
              LifeRule{LifeFrom::Creation, 60s}, LifeRule{LifeFrom::Sent, 5500ms}}) {
            const auto request = alice.request();
            alice.post(SetLife{request, friends.bobAtAlice, bad});
            QCOMPARE(alice.failure(request), ErrorCode::BadArgument);
        }
    }

    void whatBothChangeAtOnceEndsTheSame() {
        SimWorld world(903);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        alice.post(SetLife{alice.request(), friends.bobAtAlice, sent(1h)});
        bob.post(SetLife{bob.request(), friends.aliceAtBob, read(5min)});
        world.run(30s);
        QVERIFY(contactAt(alice, friends.bobAtAlice).life == read(5min));
        QVERIFY(contactAt(bob, friends.aliceAtBob).life == read(5min));
    }

    void fromReadingCountsFromWhenItWasShown() {
        SimWorld world(904);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        QVERIFY(setLife(world, alice, bob, friends, read(30s)));
        alice.say(friends.bobAtAlice, "look at me");
        world.run(5h);
        QVERIFY(has(alice, friends.bobAtAlice, "look at me"));
        QVERIFY(has(bob, friends.aliceAtBob, "look at me"));
        QVERIFY(!messageAt(bob, friends.aliceAtBob, "look at me")->ends);
        bob.post(MarkRead{friends.aliceAtBob});
        world.run(5s);
        QVERIFY(messageAt(bob, friends.aliceAtBob, "look at me")->ends);
        QVERIFY(messageAt(alice, friends.bobAtAlice, "look at me")->ends);
        world.run(30s);
        QVERIFY(!has(alice, friends.bobAtAlice, "look at me"));
        QVERIFY(!has(bob, friends.aliceAtBob, "look at me"));
    }

    void whatNobodyReadsGoesAfterFourWeeks() {
        SimWorld world(905);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        QVERIFY(setLife(world, alice, bob, friends, read(60s)));
        alice.say(friends.bobAtAlice, "unread");
        world.run(10s);
        alice.switchOff();
        bob.switchOff();
        world.run(27 * 24h);
        alice.switchOn();
        bob.switchOn();
        QVERIFY(has(bob, friends.aliceAtBob, "unread"));
        world.run(25h);
        QVERIFY(!has(bob, friends.aliceAtBob, "unread"));
        QVERIFY(!has(alice, friends.bobAtAlice, "unread"));
    }

    void whoDoesNotTellWhenTheyReadLetsTheSenderCountFromDelivery() {
        SimWorld world(906);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        QVERIFY(setLife(world, alice, bob, friends, read(60s)));
        (void)bob.ask<CommandDone>(SetSetting{0, "read-receipts", "off"});
        world.run(10s);
        alice.say(friends.bobAtAlice, "who knows");
        world.run(75s);
        QVERIFY(!has(alice, friends.bobAtAlice, "who knows"));
        QVERIFY(has(bob, friends.aliceAtBob, "who knows"));  // not read yet
        bob.post(MarkRead{friends.aliceAtBob});
        world.run(61s);
        QVERIFY(!has(bob, friends.aliceAtBob, "who knows"));
    }

    void whatComesAfterItsEndIsNeverShown() {
        SimWorld world(907);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        QVERIFY(setLife(world, alice, bob, friends, sent(1h)));
        bob.switchOff();
        alice.say(friends.bobAtAlice, "too late");
        world.run(2h);
        QVERIFY(!has(alice, friends.bobAtAlice, "too late"));
        alice.say(friends.bobAtAlice, "in time");
        bob.switchOn();
        QVERIFY(world.runUntil([&] { return has(bob, friends.aliceAtBob, "in time"); }, 60s));
        QVERIFY(!bob.shownAt("too late"));
        world.run(60s);
        for (auto* const side : {&alice, &bob}) {
            side->switchOff();
            QVERIFY(!keeps(*side, "too late"));
        }
    }

    void whatWasNeverSentLeavesNothingBehind() {
        SimWorld world(908);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        QVERIFY(setLife(world, alice, bob, friends, sent(60s)));
        world.run(5min);
        world.setHubUp(false);
        bob.switchOff();
        const auto id = alice.say(friends.bobAtAlice, "stuck here");
        alice.post(EditMessage{alice.request(), friends.bobAtAlice, id, "stuck here, changed"});
        world.run(5min);
        alice.switchOff();
        QVERIFY(!keeps(alice, "stuck here"));
        alice.switchOn();
        world.setHubUp(true);
        bob.switchOn();
        alice.say(friends.bobAtAlice, "the next one");
        // The order has no gap, so nobody waits for what will not come.
        QVERIFY(world.runUntil([&] { return has(bob, friends.aliceAtBob, "the next one"); }, 3min));
        QVERIFY(!bob.shownAt("stuck here"));
        QVERIFY(!bob.shownAt("stuck here, changed"));
    }

    void whatEndsWhileADeviceIsOffGoesAtItsStart() {
        SimWorld world(909);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        QVERIFY(setLife(world, alice, bob, friends, sent(1h)));
        alice.say(friends.bobAtAlice, "an hour");
        QVERIFY(world.runUntil([&] { return has(bob, friends.aliceAtBob, "an hour"); }, 60s));
        bob.switchOff();
        world.run(61min);
        world.setHubUp(false);
        bob.switchOn();
        QVERIFY(!has(bob, friends.aliceAtBob, "an hour"));
    }

    void aClockThatIsTurnedBackKeepsNothing() {
        SimWorld world(910);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        QVERIFY(setLife(world, alice, bob, friends, sent(1h)));
        alice.say(friends.bobAtAlice, "an hour");
        QVERIFY(world.runUntil([&] { return has(bob, friends.aliceAtBob, "an hour"); }, 60s));
        world.run(20min);
        bob.switchOff();
        world.run(10min);
        bob.setClockAhead(-240h);
        world.setHubUp(false);
        bob.switchOn();  // nobody tells it what time it is: what is left of the hour runs on
        QVERIFY(has(bob, friends.aliceAtBob, "an hour"));
        world.run(30min);
        QVERIFY(has(bob, friends.aliceAtBob, "an hour"));
        bob.switchOff();
        bob.setClockAhead(-480h);  // once more
        bob.switchOn();
        world.run(21min);
        QVERIFY(!has(bob, friends.aliceAtBob, "an hour"));
    }

    void theHubTellsHowLongADeviceWithAWrongClockWasOff() {
        SimWorld world(911);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        QVERIFY(setLife(world, alice, bob, friends, sent(10h)));
        alice.say(friends.bobAtAlice, "ten hours");
        QVERIFY(world.runUntil([&] { return has(bob, friends.aliceAtBob, "ten hours"); }, 60s));
        world.run(2min);
        bob.switchOff();
        world.run(11h);
        bob.setClockAhead(-5h);  // so that it does not look turned back
        bob.switchOn();
        QVERIFY(has(bob, friends.aliceAtBob, "ten hours"));
        QVERIFY(world.runUntil([&] { return !has(bob, friends.aliceAtBob, "ten hours"); }, 30s));
    }

    void wrongClocksOfSendersDoNotCount() {
        for (const auto ahead : {Duration(-3h), Duration(3h)}) {
            SimWorld world(912);
            auto& alice = world.addPeer("alice");
            auto& bob = world.addPeer("bob");
            const auto friends = world.befriend(alice, bob);
            alice.switchOff();
            alice.setClockAhead(ahead);
            alice.switchOn();
            world.run(10s);
            QVERIFY(setLife(world, alice, bob, friends, sent(10min)));
            alice.say(friends.bobAtAlice, "ten minutes");
            world.run(9min);
            QVERIFY(has(bob, friends.aliceAtBob, "ten minutes"));
            QVERIFY(has(alice, friends.bobAtAlice, "ten minutes"));
            world.run(2min);
            QVERIFY(!has(bob, friends.aliceAtBob, "ten minutes"));
            QVERIFY(!has(alice, friends.bobAtAlice, "ten minutes"));
        }
    }

    void aFileOnItsWayEndsWithItsMessage() {
        SimWorld world(913);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        QVERIFY(setLife(world, alice, bob, friends, sent(60s)));
        SendFile command;
        command.request = alice.request();
        command.contact = friends.bobAtAlice;
        command.asPhoto = true;
        command.name = "photo.jpg";
        command.caption = "the caption";
        command.content = Bytes(2'000'000, 7);
        alice.post(command);
        QVERIFY(world.runUntil([&] { return has(bob, friends.aliceAtBob, "the caption"); }, 30s));
        world.run(2min);
        for (auto* const side : {&alice, &bob}) {
            const auto& contact = side == &alice ? friends.bobAtAlice : friends.aliceAtBob;
            QVERIFY(!has(*side, contact, "the caption"));
            QVERIFY(side->ask<MessagesAnswer>(ListFiles{0, contact, 50}).messages.empty());
            side->switchOff();
            QVERIFY(!keeps(*side, "photo.jpg"));
            QVERIFY(side->files.blobs.empty());
        }
    }

    void aFullDiskOnlyDelaysIt() {
        SimWorld world(914);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        QVERIFY(setLife(world, alice, bob, friends, sent(60s)));
        alice.say(friends.bobAtAlice, "a minute");
        QVERIFY(world.runUntil([&] { return has(bob, friends.aliceAtBob, "a minute"); }, 30s));
        bob.setDiskFull(true);
        world.run(2min);
        bob.setDiskFull(false);
        world.run(1min);
        QVERIFY(!has(bob, friends.aliceAtBob, "a minute"));
    }

    void killedAtAnyMomentItEndsAllTheSame() {
        for (std::size_t draws = 1; draws < 40; draws += 3) {
            SimWorld world(915);
            auto& alice = world.addPeer("alice");
            auto& bob = world.addPeer("bob");
            const auto friends = world.befriend(alice, bob);
            QVERIFY(setLife(world, alice, bob, friends, sent(60s)));
            alice.crashWithin(draws);
            alice.say(friends.bobAtAlice, "a minute");
            world.run(20s);
            alice.switchOff();
            alice.switchOn();
            world.run(80s);
            QVERIFY(!has(alice, friends.bobAtAlice, "a minute"));
            QVERIFY(!has(bob, friends.aliceAtBob, "a minute"));
        }
    }
};

QTEST_GUILESS_MAIN(TestSimLife)
#include "tst_simlife.moc"
