// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "sim/filepair.h"
#include "support/simworld.h"

using namespace nightjar;
using namespace nightjar::sim;
using namespace std::chrono_literals;

/// Backup in one file, and what happens to the device that it was made on: docs/storage.md, Backup; docs/protocol.md
/// section 5, Tenure.
class TestSimBackup : public QObject {
    Q_OBJECT

private:
    static constexpr const char* passphrase = "correct horse battery staple";
    static constexpr const char* path = "/backup.njbk";

    static std::optional<ErrorCode> refusal(SimWorld& world, SimPeer& peer, Command command, RequestId request) {
        peer.post(std::move(command));
        (void)world.runUntil([&] { return peer.failure(request) || peer.answer<CommandDone>(request); }, 60s);
        return peer.failure(request);
    }
    static std::optional<ErrorCode> backUp(SimWorld& world, SimPeer& peer, const std::string& to = path) {
        const auto request = peer.request();
        return refusal(world, peer, ExportBackup{request, to, std::make_shared<const SecretBytes>(asBytes(passphrase))},
                       request);
    }
    static std::vector<std::string> said(SimPeer& peer, const ContactId& contact) {
        std::vector<std::string> out;
        for (const auto& message : peer.ask<MessagesAnswer>(ListMessages{0, contact, {}, 500}).messages) {
            if (message.kind == MessageKind::Text) {
                out.push_back(message.text);
            }
        }
        return out;
    }

private Q_SLOTS:
    /// The old device is off while the new one takes over, and comes back later. What was written to them arrives once.
    void theOldDeviceStops() {
        SimWorld world(71);
        auto& old = world.addPeer("old");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(old, bob);
        old.say(friends.bobAtAlice, "before the backup");
        bob.say(friends.aliceAtBob, "answer");
        world.run(10s);
        QVERIFY(!backUp(world, old));
        old.say(friends.bobAtAlice, "after the backup");
        world.run(10s);
        old.switchOff();
        const auto waiting = bob.say(friends.aliceAtBob, "waiting at the server");
        world.run(10s);

        auto& fresh = world.addPeer("fresh");
        fresh.switchOff();
        QVERIFY(!fresh.restoreFrom(old.files.documents.at(path).content, passphrase));
        fresh.switchOn();
        QVERIFY(world.runUntil([&] { return bob.stateOf(waiting) == MessageState::Delivered; }, 5min));
        const auto greeting = fresh.say(friends.bobAtAlice, "from the new device");
        QVERIFY(world.runUntil([&] { return fresh.stateOf(greeting) == MessageState::Delivered; }, 5min));
        const std::vector<std::string> log{"before the backup", "answer", "waiting at the server",
                                           "from the new device"};
        QCOMPARE(said(fresh, friends.bobAtAlice), log);

        old.switchOn();
        QVERIFY(world.runUntil([&] { return !old.heard<Problem>().empty(); }, 60s));
        QCOMPARE(old.heard<Problem>().back().code, ErrorCode::Superseded);
        QCOMPARE(old.ask<StatusAnswer>(GetStatus{}).status.hubProblem, ErrorCode::Superseded);
        const auto tried = old.request();
        old.post(SendText{tried, friends.bobAtAlice, "from the old one"});
        QCOMPARE(old.failure(tried), ErrorCode::Superseded);
        for (int i = 0; i < 5; ++i) {
            const auto text = bob.say(friends.aliceAtBob, "number " + std::to_string(i));
            QVERIFY(world.runUntil([&] { return bob.stateOf(text) == MessageState::Delivered; }, 5min));
            world.run(2min);
        }
        QCOMPARE(said(fresh, friends.bobAtAlice).size(), std::size_t(9));
        const std::vector<std::string> oldLog{"before the backup", "answer", "after the backup"};
        QCOMPARE(said(old, friends.bobAtAlice), oldLog);  // it can still be read
        old.switchOff();
        old.switchOn();
        world.run(30s);
        QCOMPARE(said(old, friends.bobAtAlice), oldLog);
        QCOMPARE(old.ask<StatusAnswer>(GetStatus{}).status.hubProblem, ErrorCode::Superseded);
    }

    /// It runs, and has a link to the other, when the new one takes over.
    void theOldDeviceStopsAtOnce() {
        SimWorld world(72);
        auto& old = world.addPeer("old");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(old, bob);
        const auto text = old.say(friends.bobAtAlice, "hello");
        QVERIFY(world.runUntil([&] { return old.stateOf(text) == MessageState::Delivered; }, 60s));
        QVERIFY(!backUp(world, old));
        auto& fresh = world.addPeer("fresh");
        fresh.switchOff();
        QVERIFY(!fresh.restoreFrom(old.files.documents.at(path).content, passphrase));
        fresh.switchOn();
        QVERIFY(world.runUntil([&] { return !old.heard<Problem>().empty(); }, 10s));
        QCOMPARE(old.heard<Problem>().back().code, ErrorCode::Superseded);
        const auto one = bob.say(friends.aliceAtBob, "whom does it reach?");
        QVERIFY(world.runUntil([&] { return bob.stateOf(one) == MessageState::Delivered; }, 5min));
        QCOMPARE(said(fresh, friends.bobAtAlice).back(), std::string("whom does it reach?"));
        QCOMPARE(said(old, friends.bobAtAlice).size(), std::size_t(1));
    }

    void everythingIsInIt() {
        Pair pair(73);
        auto& world = pair.world;
        auto& alice = pair.alice;
        SendFile photo;
        photo.contact = pair.friends.bobAtAlice;
        photo.asPhoto = true;
        photo.name = "a.jpg";
        photo.content = noise(700'000);
        const auto sent = alice.ask<MessageAnswer>(photo).message.id;
        world.run(10s);
        QVERIFY(!backUp(world, alice));
        auto& fresh = world.addPeer("fresh");
        fresh.switchOff();
        QVERIFY(!fresh.restoreFrom(alice.files.documents.at(path).content, passphrase));
        alice.switchOff();
        fresh.switchOn();
        QCOMPARE(fresh.files.blobs, alice.files.blobs);
        QCOMPARE(fresh.ask<FileAnswer>(ReadFile{0, sent}).content, photo.content);
        QCOMPARE(fresh.ask<StatusAnswer>(GetStatus{}).status.name, std::string("alice"));
    }

    void whatIsNotWholeIsRefused() {
        SimWorld world(74);
        auto& alice = world.addPeer("alice");
        QVERIFY(!backUp(world, alice));
        const auto whole = alice.files.documents.at(path).content;
        auto& fresh = world.addPeer("fresh");
        fresh.switchOff();
        using engine::BackupError;
        QCOMPARE(fresh.restoreFrom(whole, "another passphrase"), BackupError::Damaged);
        for (const auto size : {std::size_t(0), std::size_t(30), std::size_t(56), std::size_t(60'000),
                                whole.size() - 65'553, whole.size() - 1}) {
            QCOMPARE(
                fresh.restoreFrom(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)), passphrase),
                BackupError::Damaged);
        }
        auto longer = whole;
        longer.push_back(0);
        QCOMPARE(fresh.restoreFrom(longer, passphrase), BackupError::Damaged);
        for (const auto at : {std::size_t(17), std::size_t(50), whole.size() / 2, whole.size() - 10}) {
            auto changed = whole;
            changed[at] ^= 1;
            QCOMPARE(fresh.restoreFrom(changed, passphrase), BackupError::Damaged);
        }
        auto newer = whole;
        newer[5] = 2;
        QCOMPARE(fresh.restoreFrom(newer, passphrase), BackupError::TooNew);
        QVERIFY(!fresh.restoreFrom(whole, passphrase));
    }

    void nothingIsReplaced() {
        SimWorld world(75);
        auto& alice = world.addPeer("alice");
        QVERIFY(!backUp(world, alice));
        const auto before = alice.files.documents.at(path).content;
        QCOMPARE(backUp(world, alice), ErrorCode::TargetUnwritable);
        QCOMPARE(alice.files.documents.at(path).content, before);
        const auto request = alice.request();
        QCOMPARE(refusal(world, alice, ExportBackup{request, "/other", nullptr}, request), ErrorCode::BadArgument);
    }
};

QTEST_GUILESS_MAIN(TestSimBackup)
#include "tst_simbackup.moc"
