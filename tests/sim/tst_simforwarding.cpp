// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "sim/filepair.h"
#include "sim/speechlike.h"
#include "store/files.h"
#include "voice/wav.h"

using namespace nightjar;
using namespace nightjar::sim;
using namespace std::chrono_literals;

namespace {

constexpr auto paper = "/home/bob/paper.pdf";
constexpr auto words = "/home/alice/words.wav";
constexpr auto saved = "/home/saved.wav";

/// Alice and Carol know Bob, and not each other.
struct Trio {
    explicit Trio(std::uint64_t seed, const LinkProfile& bobsLink = wifi())
        : world(seed),
          alice(world.addPeer("alice")),
          bob(world.addPeer("bob", bobsLink)),
          carol(world.addPeer("carol")),
          first(world.befriend(alice, bob)),
          second(world.befriend(bob, carol)),
          bobAtAlice(first.bobAtAlice),
          aliceAtBob(first.aliceAtBob),
          carolAtBob(second.bobAtAlice),
          bobAtCarol(second.aliceAtBob) {}

    static Message send(SimPeer& who, const ContactId& to, Bytes content, bool photo = true) {
        SendFile command;
        command.contact = to;
        command.content = std::move(content);
        command.name = "nest.jpg";
        command.mime = "image/jpeg";
        command.asPhoto = photo;
        command.caption = "look";
        command.width = 640;
        command.height = 480;
        command.thumbnail = noise(500, 77);
        return who.ask<MessageAnswer>(command).message;
    }
    static std::optional<Message> find(SimPeer& who, const ContactId& with, const MessageId& id) {
        for (auto& one : who.ask<MessagesAnswer>(ListMessages{0, with, {}, 50}).messages) {
            if (one.id == id) {
                return one;
            }
        }
        return std::nullopt;
    }
    bool arrives(SimPeer& who, const ContactId& with, const MessageId& id, Duration patience = 2min) {
        return !id.isNull() && world.runUntil([&] { return find(who, with, id).has_value(); }, patience);
    }
    bool isHere(SimPeer& who, const ContactId& with, const MessageId& id, Duration patience = 5min) {
        const auto here = [&] {
            const auto message = find(who, with, id);
            return message && message->attachment && message->attachment->state == TransferState::Done;
        };
        for (const auto end = world.now() + patience; world.now() < end && !here();) {
            world.run(500ms);
        }
        return here();
    }
    static Bytes content(SimPeer& who, const MessageId& id) { return who.ask<FileAnswer>(ReadFile{0, id}).content; }
    /// To Carol.
    Message forward(const ContactId& from, const MessageId& id, bool withName = false) {
        return bob.ask<MessageAnswer>(ForwardMessage{0, from, id, carolAtBob, withName}).message;
    }
    static void remove(SimPeer& who, const MessageId& id, bool both = false) {
        (void)who.ask<CommandDone>(DeleteMessage{0, id, both});
    }
    template <class C>
    static std::optional<ErrorCode> refusal(SimPeer& peer, C command) {
        command.request = peer.request();
        const auto id = command.request;
        peer.post(std::move(command));
        return peer.failure(id);
    }

    SimWorld world;
    SimPeer& alice;
    SimPeer& bob;
    SimPeer& carol;
    Friends first;
    Friends second;
    ContactId bobAtAlice;
    ContactId aliceAtBob;
    ContactId carolAtBob;
    ContactId bobAtCarol;
};

Bytes wavOf(double seconds) {
    voice::Wav wav;
    for (std::uint64_t n = 0; n < static_cast<std::uint64_t>(seconds * 16000); ++n) {
        wav.samples.push_back(speech(n));
    }
    return voice::encodeWav(wav);
}

}  // namespace

/// Whatever is a message goes on into another conversation: docs/decisions/0040.
class TestSimForwarding : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // ---- files and photos

    void aPhotoGoesOnAndLiesThereOnce() {
        Trio trio(4001);
        const auto picture = noise(300'000);
        const auto sent = Trio::send(trio.alice, trio.bobAtAlice, picture);
        QVERIFY(trio.isHere(trio.bob, trio.aliceAtBob, sent.id));
        const auto copy = trio.forward(trio.aliceAtBob, sent.id, true);
        QVERIFY(!copy.id.isNull() && copy.id != sent.id && copy.mine);
        QVERIFY(trio.isHere(trio.carol, trio.bobAtCarol, copy.id));
        QVERIFY(Trio::content(trio.carol, copy.id) == picture);
        const auto got = Trio::find(trio.carol, trio.bobAtCarol, copy.id);
        QVERIFY(got->kind == MessageKind::Photo);
        QCOMPARE(got->text, std::string("look"));
        QCOMPARE(got->attachment->name, std::string("nest.jpg"));
        QCOMPARE(got->attachment->mime, std::string("image/jpeg"));
        QCOMPARE(got->attachment->width, 640u);
        QVERIFY(got->attachment->thumbnail == noise(500, 77));
        QVERIFY(!got->forwarded && got->origin.empty());  // a file does not say whose it was
        // Once on the disk, and counted once.
        QCOMPARE(trio.bob.files.blobs.size(), std::size_t(1));
        QCOMPARE(trio.bob.ask<StorageAnswer>(GetStorage{}).use.photos, std::int64_t(300'000));
        // Nothing on the way tells that it is the same.
        trio.bob.switchOff();
        {
            const auto database = trio.bob.openStore();
            const store::Files files(*database);
            const auto one = files.find(trio.aliceAtBob, sent.id);
            const auto other = files.find(trio.carolAtBob, copy.id);
            QVERIFY(one && other);
            QVERIFY(one->blob != other->blob);
            QVERIFY(!std::equal(one->key.view().begin(), one->key.view().begin() + 32, other->key.view().begin()));
        }
        trio.bob.switchOn();
        // Further on, from a copy of a copy.
        const auto again = trio.forward(trio.carolAtBob, copy.id);
        QVERIFY(trio.isHere(trio.carol, trio.bobAtCarol, again.id));
        QVERIFY(Trio::content(trio.carol, again.id) == picture);
        QCOMPARE(trio.bob.files.blobs.size(), std::size_t(1));
    }

    void whicheverIsDeletedFirstTheOtherStays_data() {
        QTest::addColumn<bool>("original");
        QTest::newRow("the original") << true;
        QTest::newRow("the copy") << false;
    }
    void whicheverIsDeletedFirstTheOtherStays() {
        QFETCH(bool, original);
        Trio trio(4002);
        const auto picture = noise(200'000);
        const auto sent = Trio::send(trio.alice, trio.bobAtAlice, picture);
        QVERIFY(trio.isHere(trio.bob, trio.aliceAtBob, sent.id));
        trio.carol.switchOff();
        const auto copy = trio.forward(trio.aliceAtBob, sent.id);
        trio.world.run(1s);
        Trio::remove(trio.bob, original ? sent.id : copy.id);
        trio.world.run(1s);
        QCOMPARE(trio.bob.files.blobs.size(), std::size_t(1));
        trio.bob.switchOff();
        trio.bob.switchOn();
        QCOMPARE(trio.bob.files.blobs.size(), std::size_t(1));
        const auto kept = original ? copy.id : sent.id;
        QVERIFY(Trio::content(trio.bob, kept) == picture);
        trio.carol.switchOn();
        if (original) {
            QVERIFY(trio.isHere(trio.carol, trio.bobAtCarol, copy.id));
            QVERIFY(Trio::content(trio.carol, copy.id) == picture);
        }
        Trio::remove(trio.bob, kept);
        trio.world.run(1s);
        QVERIFY(trio.bob.files.blobs.empty());
    }

    void whoeverGoesLeavesWhatWasForwarded() {
        Trio trio(4003);
        const auto picture = noise(200'000);
        const auto sent = Trio::send(trio.alice, trio.bobAtAlice, picture);
        QVERIFY(trio.isHere(trio.bob, trio.aliceAtBob, sent.id));
        trio.carol.switchOff();
        const auto copy = trio.forward(trio.aliceAtBob, sent.id);
        QVERIFY(trio.bob.ask<CommandDone>(DeleteContact{0, trio.aliceAtBob, true}).request != 0);
        trio.world.run(20s);
        QCOMPARE(trio.bob.files.blobs.size(), std::size_t(1));
        trio.carol.switchOn();
        QVERIFY(trio.isHere(trio.carol, trio.bobAtCarol, copy.id));
        QVERIFY(Trio::content(trio.carol, copy.id) == picture);
        QVERIFY(trio.bob.ask<CommandDone>(DeleteChat{0, trio.carolAtBob, false}).request != 0);
        trio.world.run(20s);
        QVERIFY(trio.bob.files.blobs.empty());
    }

    void whoeverCancelsTakesOnlyTheirs() {
        Trio trio(4004);
        const auto picture = noise(9'000'000);  // more than comes without a question
        const auto sent = Trio::send(trio.bob, trio.aliceAtBob, picture);
        QVERIFY(trio.arrives(trio.alice, trio.bobAtAlice, sent.id));
        const auto copy = trio.forward(trio.aliceAtBob, sent.id);
        QVERIFY(trio.arrives(trio.carol, trio.bobAtCarol, copy.id));
        QVERIFY(trio.alice.ask<CommandDone>(CancelTransfer{0, sent.id}).request != 0);
        trio.world.run(10s);
        QVERIFY(!Trio::find(trio.bob, trio.aliceAtBob, sent.id)->attachment->readable);
        QCOMPARE(trio.bob.files.blobs.size(), std::size_t(1));
        QVERIFY(trio.carol.ask<CommandDone>(FetchFile{0, copy.id}).request != 0);
        QVERIFY(trio.isHere(trio.carol, trio.bobAtCarol, copy.id, 10min));
        QVERIFY(Trio::content(trio.carol, copy.id) == picture);
        // What was given up cannot be forwarded any more.
        QCOMPARE(Trio::refusal(trio.bob, ForwardMessage{0, trio.aliceAtBob, sent.id, trio.carolAtBob, false}),
                 ErrorCode::FileNotHere);
        Trio::remove(trio.bob, copy.id);
        trio.world.run(1s);
        QVERIFY(trio.bob.files.blobs.empty());
    }

    void aDocumentIsReadFromWhereItLies() {
        Trio trio(4005);
        const auto content = noise(3'000'000);
        trio.bob.files.put(paper, content);
        SendFile command;
        command.contact = trio.aliceAtBob;
        command.path = paper;
        const auto sent = trio.bob.ask<MessageAnswer>(command).message;
        QVERIFY(trio.arrives(trio.alice, trio.bobAtAlice, sent.id));
        // Alice has not fetched it: there is nothing that she could forward.
        QCOMPARE(Trio::refusal(trio.alice, ForwardMessage{0, trio.bobAtAlice, sent.id, trio.bobAtAlice, false}),
                 ErrorCode::FileNotHere);
        const auto copy = trio.forward(trio.aliceAtBob, sent.id);
        QVERIFY(trio.arrives(trio.carol, trio.bobAtCarol, copy.id));
        QVERIFY(trio.carol.ask<CommandDone>(FetchFile{0, copy.id}).request != 0);
        QVERIFY(trio.isHere(trio.carol, trio.bobAtCarol, copy.id));
        QVERIFY(Trio::content(trio.carol, copy.id) == content);
        QVERIFY(trio.bob.files.blobs.empty());
        // It is not what it was any more.
        const ForwardMessage again{0, trio.aliceAtBob, sent.id, trio.carolAtBob, false};
        trio.bob.files.put(paper, noise(3'000'000, 2));
        QCOMPARE(Trio::refusal(trio.bob, again), ErrorCode::FileChanged);
        trio.bob.files.documents.clear();
        QCOMPARE(Trio::refusal(trio.bob, again), ErrorCode::FileUnreadable);
    }

    /// kill -9 in the middle of forwarding and of deleting the original: the bytes are there as long as a message is.
    void killedAtEveryDrawNothingIsLostAndNothingLeft() {
        const auto picture = noise(100'000);
        int without = 0;
        int with = 0;
        for (std::size_t draws = 1; draws <= 24; ++draws) {
            Trio trio(4020 + draws);
            const auto sent = Trio::send(trio.alice, trio.bobAtAlice, picture);
            QVERIFY(trio.isHere(trio.bob, trio.aliceAtBob, sent.id));
            trio.bob.crashWithin(draws);
            trio.bob.post(ForwardMessage{trio.bob.request(), trio.aliceAtBob, sent.id, trio.carolAtBob, false});
            trio.bob.post(DeleteMessage{trio.bob.request(), sent.id, false});
            trio.world.run(500ms);
            trio.bob.switchOff();
            trio.bob.switchOn();
            const auto original = Trio::find(trio.bob, trio.aliceAtBob, sent.id);
            const auto page = trio.bob.ask<MessagesAnswer>(ListMessages{0, trio.carolAtBob, {}, 10}).messages;
            QVERIFY(original || page.size() == 1);
            QCOMPARE(trio.bob.files.blobs.size(), std::size_t(1));
            if (original) {
                QVERIFY(Trio::content(trio.bob, sent.id) == picture);
            }
            if (!page.empty()) {
                QVERIFY(trio.isHere(trio.carol, trio.bobAtCarol, page.front().id));
                QVERIFY(Trio::content(trio.carol, page.front().id) == picture);
                Trio::remove(trio.bob, page.front().id);
            }
            ++(page.empty() ? without : with);
            if (original) {
                Trio::remove(trio.bob, sent.id);
            }
            trio.world.run(1s);
            QVERIFY(trio.bob.files.blobs.empty());
        }
        QVERIFY2(without > 0 && with > 0, (std::to_string(without) + ", " + std::to_string(with)).c_str());
    }

    // ---- voice notes

    void aNoteGoesOnInBothForms() {
        Trio trio(4040);
        trio.alice.files.put(words, wavOf(30));
        const auto request = trio.alice.request();
        trio.alice.post(SendNote{request, trio.bobAtAlice, words});
        QVERIFY(trio.world.runUntil([&] { return trio.alice.answer<MessageAnswer>(request).has_value(); }, 60s));
        const auto sent = trio.alice.answer<MessageAnswer>(request)->message;
        QVERIFY(trio.isHere(trio.bob, trio.aliceAtBob, sent.id));
        const auto copy = trio.forward(trio.aliceAtBob, sent.id);
        QVERIFY(trio.isHere(trio.carol, trio.bobAtCarol, copy.id));
        QCOMPARE(trio.bob.files.blobs.size(), std::size_t(1));
        const auto there = Trio::find(trio.bob, trio.aliceAtBob, sent.id)->note;
        const auto got = Trio::find(trio.carol, trio.bobAtCarol, copy.id)->note;
        QVERIFY(got && got->better && got->playable && !got->heard);
        QCOMPARE(got->length, there->length);
        QVERIFY(got->waveform == there->waveform);
        QVERIFY(trio.bob.ask<CommandDone>(SaveNote{0, sent.id, saved}).request != 0);
        QVERIFY(trio.carol.ask<CommandDone>(SaveNote{0, copy.id, saved}).request != 0);
        QVERIFY(trio.bob.files.documents[saved].content == trio.carol.files.documents[saved].content);
        Trio::remove(trio.bob, sent.id);
        trio.world.run(1s);
        QVERIFY(trio.bob.ask<CommandDone>(SaveNote{0, copy.id, saved}).request != 0);
        QVERIFY(trio.bob.files.documents[saved].content == trio.carol.files.documents[saved].content);
    }

    /// On a narrow link only the small form has come: that is what goes on.
    void aNoteOfWhichTheSmallFormIsHereGoesOnAsThat() {
        Trio trio(4041, gprs());
        trio.alice.files.put(words, wavOf(30));
        const auto request = trio.alice.request();
        trio.alice.post(SendNote{request, trio.bobAtAlice, words});
        QVERIFY(trio.world.runUntil([&] { return trio.alice.answer<MessageAnswer>(request).has_value(); }, 60s));
        const auto sent = trio.alice.answer<MessageAnswer>(request)->message;
        QVERIFY(trio.arrives(trio.bob, trio.aliceAtBob, sent.id, 3min));
        trio.world.run(20s);
        const auto there = Trio::find(trio.bob, trio.aliceAtBob, sent.id)->note;
        QVERIFY(there && there->playable && !there->better);
        const auto copy = trio.forward(trio.aliceAtBob, sent.id);
        QVERIFY(trio.arrives(trio.carol, trio.bobAtCarol, copy.id));
        QVERIFY(trio.isHere(trio.carol, trio.bobAtCarol, copy.id));
        QVERIFY(Trio::find(trio.carol, trio.bobAtCarol, copy.id)->note->waveform == there->waveform);
        QVERIFY(trio.bob.ask<CommandDone>(SaveNote{0, sent.id, saved}).request != 0);
        QVERIFY(trio.carol.ask<CommandDone>(SaveNote{0, copy.id, saved}).request != 0);
        QVERIFY(!trio.carol.files.documents[saved].content.empty());
        QVERIFY(trio.bob.files.documents[saved].content == trio.carol.files.documents[saved].content);
    }

    // ---- places and cards

    void aLivePlaceGoesOnAsThePlaceItIsNow() {
        Trio trio(4050);
        const auto square = *GeoPoint::of(55.7539, 37.6208, 20);
        const auto bridge = *GeoPoint::of(55.7600, 37.6208, 20);
        const auto sent =
            trio.alice.ask<MessageAnswer>(SendLocation{0, trio.bobAtAlice, square, "Walking", 15min}).message;
        QVERIFY(trio.arrives(trio.bob, trio.aliceAtBob, sent.id));
        trio.world.run(60s);
        trio.alice.post(MoveLocation{0, bridge});
        trio.world.run(30s);
        QVERIFY(Trio::find(trio.bob, trio.aliceAtBob, sent.id)->place->point == bridge);
        const auto copy = trio.forward(trio.aliceAtBob, sent.id);
        QVERIFY(trio.arrives(trio.carol, trio.bobAtCarol, copy.id));
        trio.world.run(60s);
        trio.alice.post(MoveLocation{0, square});
        trio.world.run(60s);
        const auto got = Trio::find(trio.carol, trio.bobAtCarol, copy.id);
        QVERIFY(got && got->kind == MessageKind::Location && got->place);
        QVERIFY(!got->place->live && !got->place->until);
        QVERIFY(got->place->point == bridge);
        QCOMPARE(got->text, std::string("Walking"));
    }

    void aCardGoesOnAsACard() {
        Trio trio(4051);
        const auto address = trio.alice.ask<PublicAddressAnswer>(CreatePublicAddress{0, 10, 50, 8}).address;
        trio.world.run(30s);
        const auto sent = trio.alice.ask<MessageAnswer>(SendCard{0, trio.bobAtAlice, "Alice", address.link}).message;
        QVERIFY(trio.arrives(trio.bob, trio.aliceAtBob, sent.id));
        const auto copy = trio.forward(trio.aliceAtBob, sent.id);
        QVERIFY(trio.arrives(trio.carol, trio.bobAtCarol, copy.id));
        const auto got = Trio::find(trio.carol, trio.bobAtCarol, copy.id);
        QVERIFY(got && got->kind == MessageKind::Card);
        QCOMPARE(got->text, std::string("Alice"));
        QCOMPARE(got->link, address.link);
        trio.carol.post(AcceptInvitation{trio.carol.request(), got->link, got->text});
        QVERIFY(trio.world.runUntil([&] { return trio.alice.heard<ContactAdded>().size() == 2; }, 60s));
    }

    // ---- what holds for all of them

    void theLifeIsThatOfTheOtherConversation() {
        Trio trio(4060);
        const LifeRule aDay{LifeFrom::Sent, std::chrono::hours(24)};
        QVERIFY(trio.bob.ask<CommandDone>(SetLife{0, trio.carolAtBob, aDay}).request != 0);
        const auto sent = Trio::send(trio.alice, trio.bobAtAlice, noise(50'000));
        QVERIFY(trio.isHere(trio.bob, trio.aliceAtBob, sent.id));
        const auto copy = trio.forward(trio.aliceAtBob, sent.id);
        QVERIFY(copy.life == aDay);
        QVERIFY(trio.isHere(trio.carol, trio.bobAtCarol, copy.id));
        trio.world.run(std::chrono::hours(25));
        QVERIFY(!Trio::find(trio.bob, trio.carolAtBob, copy.id));
        QVERIFY(!Trio::find(trio.carol, trio.bobAtCarol, copy.id));
        QCOMPARE(trio.bob.files.blobs.size(), std::size_t(1));
        QVERIFY(Trio::content(trio.bob, sent.id) == noise(50'000));
    }

    void whatIsNoMessageOfSomebodyIsRefused() {
        Trio trio(4061);
        const LifeRule aDay{LifeFrom::Sent, std::chrono::hours(24)};
        QVERIFY(trio.bob.ask<CommandDone>(SetLife{0, trio.aliceAtBob, aDay}).request != 0);
        const auto page = trio.bob.ask<MessagesAnswer>(ListMessages{0, trio.aliceAtBob, {}, 10}).messages;
        QVERIFY(page.size() == 1 && page.front().kind == MessageKind::Notice);
        const auto with = [&](const ContactId& from, const MessageId& id, const ContactId& to) {
            return Trio::refusal(trio.bob, ForwardMessage{0, from, id, to, false});
        };
        QCOMPARE(with(trio.aliceAtBob, page.front().id, trio.carolAtBob), ErrorCode::BadArgument);
        const auto sent = Trio::send(trio.bob, trio.aliceAtBob, noise(1'000));
        QCOMPARE(with(trio.carolAtBob, sent.id, trio.carolAtBob), ErrorCode::UnknownMessage);
        QCOMPARE(with(trio.aliceAtBob, sent.id, ContactId{}), ErrorCode::UnknownContact);
        QVERIFY(trio.bob.ask<CommandDone>(BlockContact{0, trio.carolAtBob}).request != 0);
        QVERIFY(with(trio.aliceAtBob, sent.id, trio.carolAtBob).has_value());
        QVERIFY(trio.bob.ask<MessagesAnswer>(ListMessages{0, trio.carolAtBob, {}, 10}).messages.empty());
    }
};

QTEST_GUILESS_MAIN(TestSimForwarding)
#include "tst_simforwarding.moc"
