// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>
#include <algorithm>

#include "support/forger.h"

using namespace nightjar;
using namespace nightjar::sim;
using namespace std::chrono_literals;

namespace {

constexpr std::uint8_t fromTheFuture = 250;

wire::UnknownContent newer(bool ordered = true) {
    return {fromTheFuture, ordered, Bytes(40, 7)};
}

}  // namespace

/// Contents of versions to come: docs/protocol.md section 8, Unknown.
class TestSimUnknown : public QObject {
    Q_OBJECT

private:
    struct Stage {
        explicit Stage(std::uint64_t seed)
            : world(seed),
              alice(world.addPeer("alice")),
              bob(world.addPeer("bob")),
              friends(world.befriend(alice, bob)) {
            world.run(10s);
        }
        /// What Alice's newer program says, and Bob finds when he comes.
        template <class Say>
        void say(const Say& what) {
            bob.switchOff();
            {
                Forger forger(world, alice);
                what(forger);
            }
            bob.switchOn();
            world.run(10s);
            alice.switchOn();
            world.run(60s);
        }
        std::vector<Message> at(SimPeer& who, const ContactId& with) const {
            return who.ask<MessagesAnswer>(ListMessages{0, with, {}, 100}).messages;
        }
        std::size_t notices() const {
            const auto all = at(bob, friends.aliceAtBob);
            return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [](const Message& one) {
                return one.kind == MessageKind::Notice && one.text == noticeUnknownContent;
            }));
        }
        /// Each hears the other, in order, and no keys were renewed.
        bool works() {
            const auto there = alice.say(friends.bobAtAlice, "do you hear me?");
            const auto back = bob.say(friends.aliceAtBob, "I do");
            const bool delivered = world.runUntil(
                [&] {
                    return alice.stateOf(there) == MessageState::Delivered &&
                           bob.stateOf(back) == MessageState::Delivered;
                },
                60s);
            const auto all = at(bob, friends.aliceAtBob);
            return delivered && std::none_of(all.begin(), all.end(),
                                             [](const Message& one) { return one.text == noticeSessionRenewed; });
        }

        SimWorld world;
        SimPeer& alice;
        SimPeer& bob;
        Friends friends;
    };

private Q_SLOTS:
    void itIsToldOnceUntilSomethingElseIsSaid() {
        Stage stage(4101);
        const auto to = stage.friends.bobAtAlice;
        stage.say([&](Forger& alice) {
            alice.put(to, alice.text("before"));
            alice.put(to, newer());
            alice.put(to, newer());
            alice.put(to, newer());
            alice.put(to, alice.text("after"));
        });
        const auto all = stage.at(stage.bob, stage.friends.aliceAtBob);
        QCOMPARE(all.size(), std::size_t(3));  // nothing waits for what was not understood
        QCOMPARE(all[0].text, std::string("before"));
        QVERIFY(all[1].kind == MessageKind::Notice && !all[1].mine);
        QCOMPARE(all[1].text, std::string(noticeUnknownContent));
        QCOMPARE(all[2].text, std::string("after"));
        stage.say([&](Forger& alice) { alice.put(to, newer()); });
        QCOMPARE(stage.notices(), std::size_t(2));
        QVERIFY(stage.works());
        QCOMPARE(stage.notices(), std::size_t(2));
    }

    void whatOvertookWaitsForItsTurn() {
        Stage stage(4102);
        const auto to = stage.friends.bobAtAlice;
        stage.say([&](Forger& alice) {
            const auto text = alice.seal(to, alice.text("first"));
            const auto unknown = alice.seal(to, newer());
            alice.put(to, unknown);
            alice.put(to, text);
        });
        const auto all = stage.at(stage.bob, stage.friends.aliceAtBob);
        QCOMPARE(all.size(), std::size_t(2));
        QCOMPARE(all[0].text, std::string("first"));
        QCOMPARE(all[1].text, std::string(noticeUnknownContent));
        QVERIFY(stage.works());
    }

    void fieldsThatAreNewerAreUnknown() {
        Stage stage(4103);
        const auto to = stage.friends.bobAtAlice;
        stage.say([&](Forger& alice) {
            // An EDIT without its message.
            alice.put(to, wire::UnknownContent{wire::EditContent::type, true, Bytes(3, 1)});
        });
        QCOMPARE(stage.notices(), std::size_t(1));
        QVERIFY(stage.works());
    }

    void whatHasNoOrderIsNotTold() {
        Stage stage(4104);
        stage.say([&](Forger& alice) {
            for (int i = 0; i < 5; ++i) {
                alice.put(stage.friends.bobAtAlice, newer(false));
            }
        });
        QCOMPARE(stage.notices(), std::size_t(0));
        QVERIFY(stage.works());
    }

    void whoIsNotListenedToTellsNothing() {
        Stage stage(4105);
        QVERIFY(stage.bob.ask<CommandDone>(BlockContact{0, stage.friends.aliceAtBob}).request != 0);
        stage.say([&](Forger& alice) { alice.put(stage.friends.bobAtAlice, newer()); });
        QVERIFY(stage.bob.ask<CommandDone>(UnblockContact{0, stage.friends.aliceAtBob}).request != 0);
        stage.world.run(60s);
        QCOMPARE(stage.notices(), std::size_t(0));
        QVERIFY(stage.works());
    }
};

QTEST_GUILESS_MAIN(TestSimUnknown)
#include "tst_simunknown.moc"
