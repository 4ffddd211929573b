// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "sim/filepair.h"
#include "support/simworld.h"

using namespace nightjar;
using namespace nightjar::sim;
using namespace std::chrono_literals;

/// What the disk has spoilt is told clearly, the rest stays usable, and nothing is overwritten.
class TestSimDamage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Pages of the database with old messages.
    void aPageOfTheDatabase() {
        SimWorld world(81);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        for (int i = 0; i < 120; ++i) {
            bob.say(friends.aliceAtBob, "an old text, number " + std::to_string(i) + std::string(200, '.'));
            world.run(100ms);
        }
        world.run(10s);
        alice.switchOff();
        const auto spoilt = alice.damagePagesWith("an old text, number 17.");
        QVERIFY(spoilt > 0);
        alice.switchOn();
        // The newest are elsewhere; whoever scrolls back is told.
        const auto newest = alice.ask<MessagesAnswer>(ListMessages{0, friends.bobAtAlice, {}, 10}).messages;
        QCOMPARE(newest.size(), std::size_t(10));
        const auto all = alice.request();
        alice.post(ListMessages{all, friends.bobAtAlice, {}, 500});
        QCOMPARE(alice.failure(all), ErrorCode::StoreDamaged);
        // And goes on talking.
        QCOMPARE(alice.ask<MessagesAnswer>(ListMessages{0, friends.bobAtAlice, {}, 10}).messages.size(),
                 std::size_t(10));
        const auto text = alice.say(friends.bobAtAlice, "still here");
        QVERIFY(world.runUntil([&] { return alice.stateOf(text) == MessageState::Delivered; }, 60s));
        const auto answer = bob.say(friends.aliceAtBob, "so am I");
        QVERIFY(world.runUntil([&] { return bob.stateOf(answer) == MessageState::Delivered; }, 60s));
        QVERIFY(alice.shownAt("so am I"));
        // What could not be read was not replaced.
        const auto again = alice.request();
        alice.post(ListMessages{again, friends.bobAtAlice, {}, 500});
        QCOMPARE(alice.failure(again), ErrorCode::StoreDamaged);
        // Neither is it lost by compacting: that is refused.
        const auto compacting = alice.request();
        alice.post(CompactStore{compacting});
        QCOMPARE(alice.failure(compacting), ErrorCode::StoreDamaged);
        QCOMPARE(alice.ask<MessagesAnswer>(ListMessages{0, friends.bobAtAlice, {}, 10}).messages.size(),
                 std::size_t(10));
    }

    /// A chunk of a photo.
    void aBlob() {
        Pair pair(82);
        auto& alice = pair.alice;
        SendFile photo;
        photo.contact = pair.friends.bobAtAlice;
        photo.asPhoto = true;
        photo.name = "a.jpg";
        photo.content = noise(60'000);
        const auto broken = alice.ask<MessageAnswer>(photo).message.id;
        const auto file = alice.files.blobs.begin()->first;
        photo.name = "b.jpg";
        const auto whole = alice.ask<MessageAnswer>(photo).message.id;
        alice.files.blobs[file][20'000] ^= 1;
        const auto spoilt = alice.files.blobs[file];
        const auto read = alice.request();
        alice.post(ReadFile{read, broken});
        QCOMPARE(alice.failure(read), ErrorCode::StoreDamaged);
        const auto save = alice.request();
        alice.post(SaveFile{save, broken, "/saved.jpg"});
        pair.world.run(5s);
        QCOMPARE(alice.failure(save), ErrorCode::StoreDamaged);
        QVERIFY(!alice.files.documents.contains("/saved.jpg"));
        QCOMPARE(alice.ask<FileAnswer>(ReadFile{0, whole}).content, photo.content);
        QCOMPARE(alice.files.blobs[file], spoilt);
        const auto text = alice.say(pair.friends.bobAtAlice, "still here");
        QVERIFY(pair.world.runUntil([&] { return alice.stateOf(text) == MessageState::Delivered; }, 60s));
    }
};

QTEST_GUILESS_MAIN(TestSimDamage)
#include "tst_simdamage.moc"
