// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "filepair.h"
#include "store/files.h"
#include "wire/filegeometry.h"

using namespace nightjar;
using namespace nightjar::sim;

class TestSimFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFileArrivesWhenItIsAskedFor() {
        Pair pair(1);
        const auto content = noise(3'000'000);
        pair.alice.files.put(doc, content);
        const auto message = pair.send(doc);
        QVERIFY(message);
        QVERIFY(pair.offered(*message));
        const auto attachment = *pair.seen(*message);
        QCOMPARE(attachment.name, std::string("paper.pdf"));
        QCOMPARE(attachment.size, std::uint64_t{3'000'000});
        QCOMPARE(attachment.state, TransferState::Offered);
        pair.world.run(30s);
        QCOMPARE(pair.bob.files.writes, std::size_t{0});
        QVERIFY(pair.order<FetchFile>(pair.bob, *message));
        QVERIFY(pair.world.runUntil([&] { return Pair::is(pair.alice, *message, TransferState::Done); }, 60s));
        QVERIFY(Pair::is(pair.bob, *message, TransferState::Done));
        QVERIFY(pair.saved(*message) == content);
        QCOMPARE(pair.bob.files.writes, std::size_t{wire::fileChunkCount(content.size())});
        // What lies on the disk is not the file.
        for (const auto& [name, blob] : pair.bob.files.blobs) {
            QVERIFY(std::search(blob.begin(), blob.end(), content.begin(), content.begin() + 64) == blob.end());
        }
    }

    void aSmallPhotoComesByItselfAndIsKeptByItsSender() {
        Pair pair(2);
        const auto content = noise(200'000);
        pair.alice.files.put("/home/alice/cat.jpg", content);
        const auto message = pair.send("/home/alice/cat.jpg", true);
        QVERIFY(message);
        pair.alice.files.documents.clear();
        QVERIFY(pair.world.runUntil([&] { return Pair::is(pair.bob, *message, TransferState::Done); }, 60s));
        QVERIFY(pair.bob.ask<FileAnswer>(ReadFile{0, *message}).content == content);
        QVERIFY(pair.alice.ask<FileAnswer>(ReadFile{0, *message}).content == content);
    }

    void aPartOfAFileIsRead() {
        Pair pair(2);
        const auto content = noise(200'000);
        pair.alice.files.put("/home/alice/walk.mp4", content);
        const auto message = pair.send("/home/alice/walk.mp4");
        QVERIFY(message);
        QVERIFY(pair.world.runUntil([&] { return Pair::is(pair.bob, *message, TransferState::Done); }, 60s));
        const auto part = [&](auto& who, std::uint64_t from, std::uint32_t length) {
            return who.template ask<FileAnswer>(ReadFile{0, *message, from, length}).content;
        };
        const auto expected = [&](std::size_t from, std::size_t length) {
            const auto begin = content.begin() + static_cast<std::ptrdiff_t>(from);
            return Bytes(begin, begin + static_cast<std::ptrdiff_t>(length));
        };
        for (auto* who : {&pair.alice, &pair.bob}) {  // hers is the document itself
            QVERIFY(part(*who, 0, 10) == expected(0, 10));
            QVERIFY(part(*who, 16'380, 40'000) == expected(16'380, 40'000));
            QVERIFY(part(*who, 199'990, 1'000) == expected(199'990, 10));
            QVERIFY(part(*who, 200'000, 1'000).empty());
            QVERIFY(part(*who, ~std::uint64_t{0}, 1'000).empty());
        }
        const auto tooLong = pair.bob.ask<CommandFailed>(ReadFile{0, *message, 0, maxReadablePart + 1});
        QCOMPARE(tooLong.code, ErrorCode::BadArgument);
    }

    void anEmptyFileIsAFile() {
        Pair pair(3);
        pair.alice.files.put(doc, {});
        const auto message = pair.send(doc);
        QVERIFY(message);
        QVERIFY(pair.world.runUntil([&] { return Pair::is(pair.bob, *message, TransferState::Done); }, 60s));
        const auto done = pair.bob.ask<CommandDone>(SaveFile{0, *message, "/home/bob/saved"});
        QVERIFY(done.request != 0);
        QVERIFY(pair.bob.files.documents.contains("/home/bob/saved"));
    }

    void killedAHundredTimesItIsNotSentTwice() {
        Pair pair(4);
        const auto content = noise(64 * 1024 * 1024);
        pair.alice.files.put(doc, content);
        const auto message = pair.send(doc);
        QVERIFY(message);
        QVERIFY(pair.offered(*message));
        QVERIFY(pair.order<FetchFile>(pair.bob, *message));
        const auto sentBefore = pair.world.net().bytesSent(pair.alice.host());
        SeededRandom dice(4);
        int cuts = 0;
        while (!Pair::is(pair.bob, *message, TransferState::Done) && cuts < 100) {
            // Long enough to be linked again, and then somewhere in the middle.
            const auto before = pair.bob.files.writes;
            QVERIFY(pair.world.runUntil([&] { return pair.bob.files.writes > before; }, 120s));
            pair.world.run(Duration(static_cast<std::int64_t>(dice.below(300'000))));
            auto& victim = dice.below(2) == 0 ? pair.alice : pair.bob;
            if (dice.below(2) == 0) {
                victim.crashWithin(1 + dice.below(20));
                pair.world.run(200ms);
            }
            victim.switchOff();
            ++cuts;
            pair.world.run(1s);
            victim.switchOn();
        }
        QVERIFY(pair.world.runUntil([&] { return Pair::is(pair.bob, *message, TransferState::Done); }, 600s));
        QVERIFY(pair.world.runUntil([&] { return Pair::is(pair.alice, *message, TransferState::Done); }, 60s));
        const auto chunks = wire::fileChunkCount(content.size());
        qInfo("%d cuts, %u chunks written of %u, %.1f MB left the sender", cuts,
              static_cast<unsigned>(pair.bob.files.writes), chunks,
              static_cast<double>(pair.world.net().bytesSent(pair.alice.host()) - sentBefore) / 1e6);
        // What was on the disk is never fetched again.
        QCOMPARE(pair.bob.files.writes, std::size_t{chunks});
        QVERIFY(pair.saved(*message) == content);
    }

    void itGoesOnAfterAnOutageAndOverAnotherPath() {
        Pair pair(5);
        const auto content = noise(8'000'000);
        pair.alice.files.put(doc, content);
        const auto message = pair.send(doc);
        QVERIFY(message && pair.offered(*message));
        QVERIFY(pair.order<FetchFile>(pair.bob, *message));
        pair.world.run(1s);
        pair.world.net().setUp(pair.bob.host(), false);
        pair.world.run(40s);
        pair.world.net().setUp(pair.bob.host(), true);
        QVERIFY(pair.world.runUntil([&] { return Pair::is(pair.bob, *message, TransferState::Done); }, 120s));
        QCOMPARE(pair.bob.files.writes, std::size_t{wire::fileChunkCount(content.size())});
        QVERIFY(pair.saved(*message) == content);
    }

    void pausedByEitherSideItWaitsAndGoesOn() {
        Pair pair(6);
        pair.alice.files.put(doc, noise(20'000'000));
        const auto message = pair.send(doc);
        QVERIFY(message && pair.offered(*message));
        QVERIFY(pair.order<FetchFile>(pair.bob, *message));
        QVERIFY(pair.world.runUntil([&] { return pair.bob.files.writes > 50; }, 60s));
        for (auto* who : {&pair.bob, &pair.alice}) {
            QVERIFY(pair.order<PauseTransfer>(*who, *message));
            pair.world.run(2s);
            const auto before = pair.bob.files.writes;
            pair.world.run(30s);
            QCOMPARE(pair.bob.files.writes, before);
            QVERIFY(pair.order<ResumeTransfer>(*who, *message));
            QVERIFY(pair.world.runUntil([&] { return pair.bob.files.writes > before + 50; }, 30s));
        }
        QVERIFY(pair.world.runUntil([&] { return Pair::is(pair.bob, *message, TransferState::Done); }, 120s));
        QVERIFY(pair.saved(*message) == noise(20'000'000));
    }

    void cancelledByOneItIsGoneAtBoth() {
        for (const bool bySender : {true, false}) {
            Pair pair(7);
            pair.alice.files.put(doc, noise(20'000'000));
            const auto message = pair.send(doc);
            QVERIFY(message && pair.offered(*message));
            QVERIFY(pair.order<FetchFile>(pair.bob, *message));
            QVERIFY(pair.world.runUntil([&] { return pair.bob.files.writes > 50; }, 60s));
            QVERIFY(pair.order<CancelTransfer>(bySender ? pair.alice : pair.bob, *message));
            QVERIFY(pair.world.runUntil(
                [&] {
                    return Pair::is(pair.alice, *message, TransferState::Cancelled) &&
                           Pair::is(pair.bob, *message, TransferState::Cancelled);
                },
                60s));
            pair.world.run(60s);
            QVERIFY(pair.bob.files.blobs.empty());
        }
    }

    void aFullDiskIsToldAndTheRestIsKept() {
        Pair pair(8);
        const auto content = noise(4'000'000);
        pair.alice.files.put(doc, content);
        const auto message = pair.send(doc);
        QVERIFY(message && pair.offered(*message));
        pair.bob.files.claimedRoom = 1'000'000;
        const auto asked = pair.bob.request();
        pair.bob.post(FetchFile{asked, *message});
        QCOMPARE(pair.bob.failure(asked), std::optional(ErrorCode::DiskFull));

        pair.bob.files.claimedRoom = UINT64_MAX;
        QVERIFY(pair.order<FetchFile>(pair.bob, *message));
        QVERIFY(pair.world.runUntil([&] { return pair.bob.files.writes > 0; }, 60s));
        pair.bob.files.room = 1'000'000;  // something else takes the rest
        QVERIFY(pair.world.runUntil([&] { return Pair::is(pair.bob, *message, TransferState::Failed); }, 60s));
        QCOMPARE(Pair::last(pair.bob, *message)->reason, ErrorCode::DiskFull);
        const auto kept = pair.bob.files.writes;
        pair.bob.files.room = UINT64_MAX;
        QVERIFY(pair.order<ResumeTransfer>(pair.bob, *message));
        QVERIFY(pair.world.runUntil([&] { return Pair::is(pair.bob, *message, TransferState::Done); }, 60s));
        QVERIFY(kept > 10);
        QCOMPARE(pair.bob.files.writes, std::size_t{wire::fileChunkCount(content.size())});
        QVERIFY(pair.saved(*message) == content);
    }

    void aFileThatChangedOrVanishedIsToldToBoth() {
        for (const bool vanishes : {true, false}) {
            Pair pair(9);
            pair.alice.files.put(doc, noise(20'000'000));
            const auto message = pair.send(doc);
            QVERIFY(message && pair.offered(*message));
            QVERIFY(pair.order<FetchFile>(pair.bob, *message));
            QVERIFY(pair.world.runUntil([&] { return pair.bob.files.writes > 50; }, 60s));
            vanishes ? pair.alice.files.documents.clear() : pair.alice.files.put(doc, noise(20'000'000, 2));
            QVERIFY(pair.world.runUntil([&] { return Pair::is(pair.bob, *message, TransferState::Failed); }, 60s));
            QCOMPARE(Pair::last(pair.bob, *message)->reason,
                     vanishes ? ErrorCode::FileWithdrawn : ErrorCode::FileChanged);
            QCOMPARE(Pair::last(pair.alice, *message)->reason,
                     vanishes ? ErrorCode::FileUnreadable : ErrorCode::FileChanged);
        }
    }

    void aFileFillsTheLineAndNothingIsSentTwice_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<int>("size");
        QTest::newRow("edge") << "edge" << 600'000;
        QTest::newRow("3g") << "3g" << 3'000'000;
        QTest::newRow("wifi that loses one packet in fifty") << "wifi" << 20'000'000;
    }
    void aFileFillsTheLineAndNothingIsSentTwice() {
        QFETCH(QString, line);
        QFETCH(int, size);
        const auto link = line == QLatin1String("edge") ? edge() : line == QLatin1String("3g") ? umts() : wifi();
        Pair pair(12, link);
        pair.alice.files.put(doc, noise(static_cast<std::size_t>(size)));
        const auto message = pair.send(doc);
        QVERIFY(message && pair.offered(*message) && pair.order<FetchFile>(pair.bob, *message));
        const auto written = [&] { return pair.bob.files.writes * wire::fileChunkBytes; };
        QVERIFY(pair.world.runUntil([&] { return written() > static_cast<std::size_t>(size) / 4; }, 10min));
        const auto start = pair.world.now();
        const auto from = written();
        const auto sentBefore = pair.world.net().bytesSent(pair.alice.host());
        QVERIFY(pair.world.runUntil([&] { return Pair::is(pair.bob, *message, TransferState::Done); }, 10min));
        const auto seconds = static_cast<double>((pair.world.now() - start).count()) / 1e6;
        const auto bytes = static_cast<double>(static_cast<std::size_t>(size) - from);
        const auto share = bytes * 8 / seconds / static_cast<double>(link.up.bitsPerSecond);
        const auto sent = static_cast<double>(pair.world.net().bytesSent(pair.alice.host()) - sentBefore);
        qInfo("%.1f %% of the line, %.1f %% sent beside the file", 100 * share, 100 * (sent / bytes - 1));
        QVERIFY(share > 0.87);
        QVERIFY(sent < 1.12 * bytes);
    }

    void aTextIsNotHeldUpByAFile() {
        Pair pair(10, edge());
        pair.alice.files.put(doc, noise(2'000'000));
        const auto message = pair.send(doc);
        QVERIFY(message && pair.offered(*message));
        QVERIFY(pair.order<FetchFile>(pair.bob, *message));
        QVERIFY(pair.world.runUntil([&] { return pair.bob.files.writes > 5; }, 120s));
        for (int i = 0; i < 10; ++i) {
            const auto text = "text " + std::to_string(i);
            const auto said = pair.world.now();
            (void)pair.alice.say(pair.friends.bobAtAlice, text);
            QVERIFY(pair.world.runUntil([&] { return pair.bob.shownAt(text).has_value(); }, 10s));
            const auto took = *pair.bob.shownAt(text) - said;
            QVERIFY2(took < 1200ms, qPrintable(QString::number(toMs(took))));
            pair.world.run(3s);
        }
    }

    void deletingTheMessageTakesTheFileAlong() {
        Pair pair(11);
        const auto content = noise(100'000);
        pair.alice.files.put("/home/alice/cat.jpg", content);
        const auto message = pair.send("/home/alice/cat.jpg", true);
        QVERIFY(message);
        QVERIFY(pair.world.runUntil([&] { return Pair::is(pair.alice, *message, TransferState::Done); }, 60s));
        QVERIFY(!pair.alice.files.blobs.empty() && !pair.bob.files.blobs.empty());
        (void)pair.alice.ask<CommandDone>(DeleteMessage{0, *message, true});
        QVERIFY(pair.world.runUntil([&] { return !pair.bob.heard<MessageRemoved>().empty(); }, 60s));
        QVERIFY(pair.alice.files.blobs.empty());
        QVERIFY(pair.bob.files.blobs.empty());
        pair.bob.switchOff();
        const auto store = pair.bob.openStore();
        QVERIFY(store::Files(*store).withMessage(*message).empty());
    }

    void whatIsNotThereCannotBeSent() {
        Pair pair(12);
        SendFile command;
        command.contact = pair.friends.bobAtAlice;
        command.path = "/nowhere";
        command.request = pair.alice.request();
        pair.alice.post(command);
        QCOMPARE(pair.alice.failure(command.request), std::optional(ErrorCode::FileUnreadable));
        command.path = doc;
        command.name = "../../etc/passwd";
        command.request = pair.alice.request();
        pair.alice.post(command);
        QCOMPARE(pair.alice.failure(command.request), std::optional(ErrorCode::BadArgument));
    }
};

QTEST_GUILESS_MAIN(TestSimFiles)
#include "tst_simfiles.moc"
