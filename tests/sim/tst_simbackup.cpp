// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>
#include <filesystem>

#include "engine/restoring.h"
#include "sim/filepair.h"
#include "store/containers.h"
#include "store/durable.h"
#include "store/keyfile.h"
#include "store/migrations.h"
#include "store/tenure.h"
#include "support/simworld.h"
#include "vault/guard.h"

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

    // ---- containers within. In a SimWorld each is a device of its own; who opens them is not here.

    static constexpr vault::KdfCost cheap{8, 1};

    static ContainerInfo container(std::uint8_t number, ContainerKind kind) {
        ContainerInfo out;
        out.id.value.fill(number);
        out.kind = kind;
        out.label = "container " + std::to_string(number);
        return out;
    }
    static vault::Guard guard(const SecretBytes& key, std::string_view pin) {
        ByteArray<vault::saltSize> salt{};
        SeededRandom random(5);
        random.fill(salt);
        return vault::Guard::make(key, *vault::derivePinKey(SecretBytes(asBytes(pin)), salt, cheap), salt, cheap,
                                  random);
    }
    static void put(SimPeer& peer, PutContainer command) {
        command.request = peer.request();
        const auto request = command.request;
        peer.post(std::move(command));
        QVERIFY(peer.answer<CommandDone>(request).has_value());
    }
    /// Where the copy of a container within goes, and then the files of a backup.
    static std::string copyOf(const SimPeer& outer, const ContainerId& id) {
        const auto copies = engine::copiesFolderOf(outer.file());
        const auto folder = copies + "/" + engine::folderNameOf(id);
        if (!store::makeFolder(copies) || !store::makeFolder(folder)) {
            qFatal("no folder");
        }
        return folder + "/identity.db";
    }
    static void list(std::vector<BackupFile>& out, const ContainerId& id, const std::string& copy) {
        for (const auto file : engine::filesWithin) {
            const auto path = std::filesystem::path(copy).parent_path() / file;
            if (std::filesystem::exists(path)) {
                out.push_back({engine::PlaceWithin{id, std::string(file)}.name(), path.string()});
            }
        }
    }
    /// A device for a container that lies in the folder of another.
    static void moveIn(SimWorld& world, SimPeer& peer, const SimPeer& outer, const ContainerInfo& info,
                       const SecretBytes& root, std::uint64_t outerTenure) {
        peer.switchOff();
        for (const auto* suffix : {"", "-key", "-wal", "-shm"}) {
            std::filesystem::remove(peer.file() + suffix);
        }
        const auto folder = std::filesystem::path(outer.file()).parent_path() / engine::folderNameOf(info.id);
        const auto there = store::openIdentity(folder / "identity.db", root, store::OpenMode::Existing);
        QVERIFY(there.has_value());
        info.kind == ContainerKind::Identity ? store::Tenure(**there).follow(outerTenure, world.now(), info.id)
                                             : store::Tenure(**there).raiseTo(outerTenure);
        SeededRandom random(9);
        const auto keyFile = store::drawKeyFile(random);
        QVERIFY(store::writeFile(store::keyFileOf(peer.file()), keyFile.view()).has_value());
        QVERIFY((*there)->copyTo(peer.file(), store::databaseKey(peer.key(), keyFile.view())).has_value());
        peer.switchOn();
    }

    // ---- backups as nobody's program writes them

    struct Part {
        engine::BackupRecordType type;
        std::string name{};
        Bytes bytes = Bytes(10, 7);
    };
    static Bytes written(const std::vector<Part>& parts) {
        DeviceFiles files;
        const auto disk = makeMemoryBlobs(files);
        auto target = disk->create(path);
        SeededRandom random(3);
        engine::BackupWriter writer(**target, asBytes(passphrase), {8, 1}, random);
        for (const auto& part : parts) {
            (void)writer.write(part.type, part.bytes, part.name);
        }
        (void)writer.finish();
        return files.documents.at(path).content;
    }
    static std::vector<std::string> everythingIn(const std::filesystem::path& folder) {
        std::vector<std::string> out;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
            out.push_back(entry.path().string());
        }
        std::sort(out.begin(), out.end());
        return out;
    }

private Q_SLOTS:
    /// A private identity that is open and a chat that is locked: copied while they live, they go on on the new device,
    /// and the old ones stop. A secret chat is in no backup.
    void whatLiesWithinGoesOnToo() {
        using engine::folderNameOf;
        SimWorld world(76);
        auto& old = world.addPeer("old");
        auto& work = world.addPeer("work");
        auto& chat = world.addPeer("chat");
        auto& bob = world.addPeer("bob");
        auto& carol = world.addPeer("carol");
        const auto atWork = world.befriend(work, bob);
        const auto inChat = world.befriend(chat, carol);
        const auto first = work.say(atWork.bobAtAlice, "from work");
        chat.say(inChat.bobAtAlice, "behind the lock");
        world.run(10s);
        QCOMPARE(work.stateOf(first), MessageState::Delivered);
        chat.switchOff();

        const auto identity = container(1, ContainerKind::Identity);
        const auto locked = container(2, ContainerKind::LockedChat);
        const auto secret = container(3, ContainerKind::SecretChat);
        put(old, {0, identity, std::make_shared<const SecretBytes>(work.key())});
        put(old, {0, locked, nullptr, guard(chat.key(), "4711").encode()});
        put(old, {0, secret, std::make_shared<const SecretBytes>(SecretBytes(32))});

        ExportBackup command{0, path, std::make_shared<const SecretBytes>(asBytes(passphrase))};
        command.within.emplace();
        const auto workCopy = copyOf(old, identity.id);
        const auto request = work.request();
        QVERIFY(!refusal(world, work, CopyStore{request, workCopy}, request));
        list(*command.within, identity.id, workCopy);
        const auto chatCopy = copyOf(old, locked.id);  // closed: as it lies
        for (const auto* suffix : {"", "-key", "-wal"}) {
            if (std::filesystem::exists(chat.file() + suffix)) {
                std::filesystem::copy_file(chat.file() + suffix, chatCopy + suffix);
            }
        }
        list(*command.within, locked.id, chatCopy);
        const auto secretCopy = copyOf(old, secret.id);
        QVERIFY(store::writeFile(secretCopy, Bytes(100)).has_value());
        command.request = old.request();
        QVERIFY(!refusal(world, old, command, command.request));
        QVERIFY(!std::filesystem::exists(engine::copiesFolderOf(old.file())));
        work.say(atWork.bobAtAlice, "after the backup");
        world.run(10s);
        old.switchOff();

        auto& fresh = world.addPeer("fresh");
        auto& freshWork = world.addPeer("fresh work");
        auto& freshChat = world.addPeer("fresh chat");
        fresh.switchOff();
        QVERIFY(!fresh.restoreFrom(old.files.documents.at(path).content, passphrase));
        fresh.switchOn();
        const auto told = fresh.ask<ContainersAnswer>(ListContainers{});
        QCOMPARE(told.containers.size(), std::size_t(2));
        QCOMPARE(told.containers[0].id, identity.id);
        QCOMPARE(told.containers[1].id, locked.id);
        QVERIFY(told.tenure > 0);
        const auto folder = std::filesystem::path(fresh.file()).parent_path();
        QVERIFY(!std::filesystem::exists(folder / folderNameOf(secret.id)));

        const auto key = fresh.ask<ContainerKeyAnswer>(GetContainerKey{0, identity.id}).key;
        QVERIFY(key != nullptr);
        moveIn(world, freshWork, fresh, identity, *key, told.tenure);
        QVERIFY(world.runUntil([&] { return !work.heard<Problem>().empty(); }, 60s));
        QCOMPARE(work.heard<Problem>().back().code, ErrorCode::Superseded);
        const auto toWork = bob.say(atWork.aliceAtBob, "to the new one");
        QVERIFY(world.runUntil([&] { return bob.stateOf(toWork) == MessageState::Delivered; }, 5min));
        const std::vector<std::string> workLog{"from work", "to the new one"};
        QCOMPARE(said(freshWork, atWork.bobAtAlice), workLog);
        QVERIFY(said(work, atWork.bobAtAlice) != workLog);

        // The PIN of the chat is what it was.
        auto sealed = vault::Guard::decode(fresh.ask<ContainerKeyAnswer>(GetContainerKey{0, locked.id}).guard);
        QVERIFY(sealed.has_value());
        const auto tried = [&](std::string_view pin) {
            return sealed->open(*vault::derivePinKey(SecretBytes(asBytes(pin)), sealed->salt(), sealed->cost()));
        };
        QVERIFY(!tried("1147").has_value());
        const auto chatKey = tried("4711");
        QVERIFY(chatKey.has_value());
        const auto waiting = carol.say(inChat.aliceAtBob, "waiting at the server");
        world.run(5s);
        moveIn(world, freshChat, fresh, locked, *chatKey, told.tenure);
        QVERIFY(world.runUntil([&] { return carol.stateOf(waiting) == MessageState::Delivered; }, 5min));
        const auto answer = freshChat.say(inChat.bobAtAlice, "still behind the lock");
        QVERIFY(world.runUntil([&] { return freshChat.stateOf(answer) == MessageState::Delivered; }, 5min));
        const std::vector<std::string> chatLog{"behind the lock", "waiting at the server", "still behind the lock"};
        QCOMPARE(said(freshChat, inChat.bobAtAlice), chatLog);
        chat.switchOn();
        QVERIFY(world.runUntil([&] { return !chat.heard<Problem>().empty(); }, 60s));
        QCOMPARE(chat.heard<Problem>().back().code, ErrorCode::Superseded);
        // One number in common would tell the server that they belong together.
        QVERIFY(freshWork.ask<ContainersAnswer>(ListContainers{}).tenure != told.tenure);
    }

    /// Whoever knows the passphrase may have written it with any program.
    void aHostileBackupWritesNowhereElse() {
        using Type = engine::BackupRecordType;
        SimWorld world(77);
        auto& fresh = world.addPeer("fresh");
        fresh.switchOff();
        const auto folder = std::filesystem::path(fresh.file()).parent_path();
        const Part key{Type::DatabaseKey, {}, Bytes(32, 1)};
        const Part database{Type::Database, {}, Bytes(5000, 2)};
        const std::string in = "c-0101010101010101/";
        const std::string blob(32, 'a');
        const auto before = everythingIn(folder);
        for (const auto& name : {std::string(),
                                 std::string("identity.db"),
                                 std::string("../x"),
                                 std::string("/tmp/nightjar-x"),
                                 in + "../x",
                                 in + "x",
                                 in,
                                 in + "blobs/",
                                 in + "blobs/../identity.db",
                                 in + "blobs/" + std::string(31, 'a'),
                                 in + "blobs/" + std::string(32, 'A'),
                                 in + "identity.db/../../x",
                                 in + "identity.db-shm",
                                 std::string("C-0101010101010101/identity.db"),
                                 std::string("c-01010101010101/identity.db"),
                                 std::string("c-0101010101010101\\identity.db"),
                                 std::string("c-01010101010101AB/identity.db"),
                                 in + "identity.db" + std::string(1, '\0'),
                                 in + in + "identity.db",
                                 std::string(255, 'a')}) {
            QCOMPARE(fresh.restoreFrom(written({key, database, {Type::Within, name}}), passphrase),
                     engine::BackupError::Damaged);
        }
        for (const auto& name : {std::string(), std::string("../x"), std::string(32, 'G'), blob + "/../x"}) {
            QCOMPARE(fresh.restoreFrom(written({key, database, {Type::Blob, name}}), passphrase),
                     engine::BackupError::Damaged);
        }
        // No file twice, none in pieces; one key, before everything else; nothing unknown.
        const Part one{Type::Within, in + "identity.db"};
        const Part other{Type::Within, in + "identity.db-key"};
        const Part file{Type::Blob, blob};
        for (const auto& parts : std::vector<std::vector<Part>>{{key, database, one, other, one},
                                                                {key, database, file, one, file},
                                                                {key, database, one, database},
                                                                {key, key, database},
                                                                {{Type::DatabaseKey, {}, Bytes(31)}, database},
                                                                {database},
                                                                {key},
                                                                {}}) {
            QCOMPARE(fresh.restoreFrom(written(parts), passphrase), engine::BackupError::Damaged);
            std::filesystem::remove_all(folder / "c-0101010101010101");
        }
        QCOMPARE(fresh.restoreFrom(written({key, database, {static_cast<Type>(5)}}), passphrase),
                 engine::BackupError::TooNew);
        // What is named well and no database: no backup either.
        QVERIFY(
            fresh.restoreFrom(written({key, database, one, other, {Type::Within, in + "blobs/" + blob}}), passphrase));
        std::filesystem::remove_all(folder / "c-0101010101010101");
        for (const auto* suffix : {"", "-key", ".restore", ".restore-wal", ".restore-shm"}) {
            std::filesystem::remove(fresh.file() + suffix);
        }
        const auto others = [](std::vector<std::string> files) {
            std::erase_if(files, [](const auto& entry) { return entry.find("fresh.db") != std::string::npos; });
            return files;
        };
        QCOMPARE(others(everythingIn(folder)), others(before));
        QVERIFY(!std::filesystem::exists(folder.parent_path() / "x"));
        QVERIFY(!std::filesystem::exists("/tmp/nightjar-x"));
    }

    void namesOfFilesWithin() {
        ContainerId id;
        id.value.fill(0xab);
        for (const auto& file :
             {std::string("identity.db"), std::string("identity.db-wal"), std::string("identity.db-key"),
              std::string("identity.db-key.new"), "blobs/" + std::string(32, '0')}) {
            const engine::PlaceWithin place{id, file};
            QCOMPARE(place.name(), "c-abababababababab/" + file);
            const auto parsed = engine::PlaceWithin::parse(place.name());
            QVERIFY(parsed && parsed->container == id && parsed->file == file);
            QCOMPARE(parsed->isBlob(), file.starts_with("blobs/"));
        }
    }

    /// A later restoring of one backup takes over from an earlier one, whatever came before.
    void tenuresOnlyRise() {
        SimWorld world(78);
        auto& peer = world.addPeer("peer");
        peer.switchOff();
        const auto database = peer.openStore();
        store::Tenure tenure(*database);
        const ContainerId id{{1, 2, 3, 4, 5, 6, 7, 8}};
        QCOMPARE(tenure.get(), std::uint64_t(0));
        tenure.follow(0, world.now(), id);
        QCOMPARE(tenure.get(), std::uint64_t(0));
        tenure.follow(100, world.now(), id);
        const auto first = tenure.get();
        QVERIFY(first >= static_cast<std::uint64_t>(toUnixMs(world.now()) / 1000));
        tenure.follow(100, world.now() + 1h, id);
        QCOMPARE(tenure.get(), first);
        tenure.follow(101, world.now() + 1s, id);
        QCOMPARE(tenure.get(), first + 1);
        tenure.follow(102, world.now() - 1h, id);
        QCOMPARE(tenure.get(), first + 2);
        tenure.raiseTo(first);
        QCOMPARE(tenure.get(), first + 2);
        tenure.raiseTo(first + 9);
        QCOMPARE(tenure.get(), first + 9);
    }

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
