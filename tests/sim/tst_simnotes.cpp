// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "sim/speechlike.h"
#include "store/database.h"
#include "support/simworld.h"
#include "voice/wav.h"

using namespace nightjar;
using namespace nightjar::sim;
using namespace std::chrono_literals;

namespace {

constexpr auto wavAtAlice = "/home/alice/words.wav";
constexpr auto wavAtBob = "/home/bob/words.wav";

Bytes wavOf(double seconds) {
    voice::Wav wav;
    for (std::uint64_t n = 0; n < static_cast<std::uint64_t>(seconds * 16000); ++n) {
        wav.samples.push_back(speech(n));
    }
    return voice::encodeWav(wav);
}

/// Two who know each other and can speak.
struct Two {
    explicit Two(std::uint64_t seed, LinkProfile link = wifi())
        : world(seed), alice(world.addPeer("alice", link)), bob(world.addPeer("bob", link)) {
        friends = world.befriend(alice, bob);
        alice.microphone = speech;
        bob.microphone = speech;
        alice.files.put(wavAtAlice, wavOf(6));
    }
    std::optional<Message> sendFile(const char* path = wavAtAlice) {
        const auto answer = alice.ask<MessageAnswer>(SendNote{0, friends.bobAtAlice, path});
        return answer.request != 0 ? std::optional(answer.message) : std::nullopt;
    }
    static std::optional<Message> last(const SimPeer& who, const MessageId& id) {
        std::optional<Message> out;
        for (const auto& added : who.heard<MessageAdded>()) {
            if (added.message.id == id) {
                out = added.message;
            }
        }
        for (const auto& changed : who.heard<MessageChanged>()) {
            if (changed.message.id == id) {
                out = changed.message;
            }
        }
        return out;
    }
    bool arrives(const MessageId& id, Duration patience = 60s) {
        return world.runUntil([&] { return last(bob, id).has_value(); }, patience);
    }
    bool isBetter(const MessageId& id) const {
        for (const auto& changed : bob.heard<TransferChanged>()) {
            if (changed.message == id && changed.state == TransferState::Done) {
                return true;
            }
        }
        return false;
    }
    RecordingChanged recording(const SimPeer& who) const {
        const auto heard = who.heard<RecordingChanged>();
        return heard.empty() ? RecordingChanged{} : heard.back();
    }
    /// Plays it at Bob's to the end; what his loudspeaker gave.
    std::vector<std::int16_t> played(const MessageId& id, double speed = 1, Duration from = {}) {
        const auto mark = bob.mark();
        if (bob.ask<CommandDone>(PlayNote{0, friends.aliceAtBob, id, from, speed}).request == 0) {
            return {};
        }
        const bool over = world.runUntil(
            [&] {
                const auto heard = bob.heard<NotePlaying>(mark);
                return !heard.empty() && heard.back().finished;
            },
            120s);
        return over ? bob.loudspeaker : std::vector<std::int16_t>{};
    }

    SimWorld world;
    SimPeer& alice;
    SimPeer& bob;
    Friends friends;
};

}  // namespace

/// Voice notes, from the microphone to the other side's loudspeaker.
class TestSimNotes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatWasRecordedIsHeard() {
        Two two(501);
        QVERIFY(two.alice.ask<CommandDone>(RecordNote{0, two.friends.bobAtAlice}).request != 0);
        two.world.run(3s);
        QCOMPARE(two.recording(two.alice).state, RecordingState::Recording);
        QVERIFY(two.recording(two.alice).level > 0.05);
        (void)two.alice.ask<CommandDone>(PauseRecording{0, two.friends.bobAtAlice});
        const auto paused = two.recording(two.alice);
        QCOMPARE(paused.state, RecordingState::Paused);
        QVERIFY(paused.length >= 2900ms && paused.length <= 3100ms);
        two.world.run(5s);  // nothing is recorded meanwhile
        (void)two.alice.ask<CommandDone>(RecordNote{0, two.friends.bobAtAlice});
        two.world.run(3s);
        // Listening before sending stops the recording.
        (void)two.alice.ask<CommandDone>(PlayNote{0, two.friends.bobAtAlice, {}, {}, 1});
        QCOMPARE(two.recording(two.alice).state, RecordingState::Paused);
        QVERIFY(two.world.runUntil(
            [&] {
                const auto heard = two.alice.heard<NotePlaying>();
                return !heard.empty() && heard.back().finished;
            },
            20s));
        QVERIFY(heardSpeech(two.alice.loudspeaker) > 0.8);
        const auto sent = two.alice.ask<MessageAnswer>(SendRecording{0, two.friends.bobAtAlice, {}}).message;
        QVERIFY(sent.note);
        QVERIFY(sent.note->length >= 5900ms && sent.note->length <= 6100ms);
        QCOMPARE(sent.note->waveform.size(), maxWaveformBars);
        QCOMPARE(two.recording(two.alice).state, RecordingState::None);
        QVERIFY(two.arrives(sent.id));
        const auto got = *Two::last(two.bob, sent.id);
        QCOMPARE(got.note->waveform, sent.note->waveform);
        QVERIFY(got.note->playable && !got.note->heard);
        const auto played = two.played(sent.id);
        QVERIFY2(heardSpeech(played) > 0.7, qPrintable(QString::number(heardSpeech(played))));
        QVERIFY(Two::last(two.bob, sent.id)->note->heard);
        QVERIFY(two.world.runUntil([&] { return two.alice.stateOf(sent.id) == MessageState::Delivered; }, 10s));
    }

    void speedIsKeptAndSeekingWorks() {
        Two two(502);
        const auto sent = two.sendFile();
        QVERIFY(sent && two.arrives(sent->id));
        QVERIFY(two.world.runUntil([&] { return two.isBetter(sent->id); }, 20s));
        const auto seconds = [](const std::vector<std::int16_t>& pcm) {
            return static_cast<double>(pcm.size()) / 16000;
        };
        QVERIFY(std::abs(seconds(two.played(sent->id)) - 6) < 0.3);
        QVERIFY(std::abs(seconds(two.played(sent->id, 2)) - 3) < 0.3);
        QVERIFY(std::abs(seconds(two.played(sent->id, 0.5)) - 12) < 0.5);
        QVERIFY(std::abs(seconds(two.played(sent->id, 1, 4s)) - 2) < 0.3);
    }

    /// On a narrow link the small form is there long before the better one, which comes when there is room.
    void aNarrowLinkBringsTheSmallFormFirst() {
        Two two(503, gprs());
        two.alice.files.put(wavAtAlice, wavOf(20));
        const auto sent = two.sendFile();
        const auto start = two.world.now();
        QVERIFY(sent && two.arrives(sent->id, 120s));
        const auto took = two.world.now() - start;
        qInfo("20 s of speech over gprs after %lld ms", static_cast<long long>(toMs(took)));
        QVERIFY(took <= 20s);
        const auto got = *Two::last(two.bob, sent->id);
        QVERIFY(got.note->playable && !got.note->better);
        QCOMPARE(got.attachment->state, TransferState::Offered);
        QVERIFY(heardSpeech(two.played(sent->id)) > 0.7);
        two.world.run(2min);
        QVERIFY(!two.isBetter(sent->id));  // it would cost half a minute of the line, and nobody asked
        // They come into other networks, and talk on; so the link is known to be wide.
        two.world.net().setLink(two.alice.host(), wifi());
        two.world.net().setLink(two.bob.host(), wifi());
        two.alice.move({203, 0, 113, 61});
        two.bob.move({203, 0, 113, 62});
        for (int i = 0; i < 20 && !two.isBetter(sent->id); ++i) {
            two.alice.say(two.friends.bobAtAlice, "still there?");
            two.bob.say(two.friends.aliceAtBob, "yes");
            two.world.run(15s);
        }
        QVERIFY2(two.isBetter(sent->id),
                 qPrintable(QString::fromLatin1(
                     linkClassName(two.bob.ask<LinkInfoAnswer>(GetLinkInfo{0, two.friends.aliceAtBob}).info.linkClass)
                         .data())));
        QVERIFY(heardSpeech(two.played(sent->id)) > 0.8);
    }

    /// Whoever wants the better form at once asks for it.
    void theBetterFormIsFetchedOnDemand() {
        Two two(504, gprs());
        two.alice.files.put(wavAtAlice, wavOf(20));
        const auto sent = two.sendFile();
        QVERIFY(sent && two.arrives(sent->id, 120s));
        QVERIFY(two.bob.ask<CommandDone>(FetchFile{0, sent->id}).request != 0);
        QVERIFY(two.world.runUntil([&] { return two.isBetter(sent->id); }, 5min));
    }

    /// A long note's small form comes in parts, and is played only when it is whole.
    void aLongNoteComesInParts() {
        Two two(505);
        two.alice.files.put(wavAtAlice, wavOf(150));
        two.world.net().setLink(two.bob.host(), edge());
        const auto request = two.alice.request();
        two.alice.post(SendNote{request, two.friends.bobAtAlice, wavAtAlice});
        QVERIFY(two.world.runUntil([&] { return two.alice.answer<MessageAnswer>(request).has_value(); }, 60s));
        const auto sent = two.alice.answer<MessageAnswer>(request)->message;
        QCOMPARE(sent.note->length, Duration(150s));
        QVERIFY(two.arrives(sent.id, 120s));
        QVERIFY(two.world.runUntil([&] { return Two::last(two.bob, sent.id)->note->playable; }, 120s));
        QVERIFY(two.bob.ask<CommandDone>(PlayNote{0, two.friends.aliceAtBob, sent.id, 149s, 1}).request != 0);
    }

    void aWavGoesThereAndComesOut() {
        Two two(506);
        const auto sent = two.sendFile();
        QVERIFY(sent && two.arrives(sent->id));
        QVERIFY(two.bob.ask<CommandDone>(SaveNote{0, sent->id, wavAtBob}).request != 0);
        const auto wav = voice::decodeWav(two.bob.files.documents[wavAtBob].content);
        QVERIFY(wav);
        QCOMPARE(wav->samples.size(), std::size_t(6 * 16000));
        QVERIFY(heardSpeech(wav->samples) > 0.7);
        // What is no sound is refused, and says so.
        two.alice.files.put("/home/alice/paper.pdf", Bytes(2000, 7));
        const auto request = two.alice.request();
        two.alice.post(SendNote{request, two.friends.bobAtAlice, "/home/alice/paper.pdf"});
        QCOMPARE(two.alice.failure(request), std::optional(ErrorCode::NotSound));
        two.alice.post(SendNote{request + 1000, two.friends.bobAtAlice, "/home/alice/nothing.wav"});
        QCOMPARE(two.alice.failure(request + 1000), std::optional(ErrorCode::FileUnreadable));
    }

    /// kill -9 while somebody speaks: all but the last second is there at the next start, sealed.
    void aKillCostsASecond() {
        Two two(507);
        (void)two.alice.ask<CommandDone>(RecordNote{0, two.friends.bobAtAlice});
        two.world.run(10s);
        two.alice.switchOff();
        for (const auto& [name, content] : two.alice.files.blobs) {
            QVERIFY2(content.empty(), name.c_str());  // no sound beside the encrypted database
        }
        two.alice.switchOn();
        const auto contacts = two.alice.ask<ContactsAnswer>(ListContacts{}).contacts;
        QVERIFY(contacts.front().recorded >= 9s && contacts.front().recorded <= 10s);
        (void)two.alice.ask<CommandDone>(PauseRecording{0, two.friends.bobAtAlice});
        QCOMPARE(two.recording(two.alice).state, RecordingState::Paused);
        QCOMPARE(two.recording(two.alice).length, contacts.front().recorded);
        const auto sent = two.alice.ask<MessageAnswer>(SendRecording{0, two.friends.bobAtAlice, {}}).message;
        QVERIFY(two.arrives(sent.id));
        QVERIFY(heardSpeech(two.played(sent.id)) > 0.7);
    }

    void aSentNoteSurvivesKillsOnTheWay() {
        for (std::uint64_t seed = 520; seed < 526; ++seed) {
            Two two(seed, umts());
            (void)two.alice.ask<CommandDone>(RecordNote{0, two.friends.bobAtAlice});
            two.world.run(3s);
            const auto sent = two.alice.ask<MessageAnswer>(SendRecording{0, two.friends.bobAtAlice, {}}).message;
            two.world.run(std::chrono::milliseconds(40 * (seed - 519)));
            two.alice.switchOff();
            two.world.run(1s);
            two.alice.switchOn();
            two.bob.switchOff();
            two.world.run(1s);
            two.bob.switchOn();
            QVERIFY(two.world.runUntil(
                [&] {
                    const auto page = two.bob.ask<MessagesAnswer>(ListMessages{0, two.friends.aliceAtBob, {}, 10});
                    return page.messages.size() == 1 && page.messages.front().note &&
                           page.messages.front().note->better;
                },
                2min));
            QCOMPARE(two.bob.ask<MessagesAnswer>(ListMessages{0, two.friends.aliceAtBob, {}, 10}).messages.size(),
                     std::size_t(1));
            QVERIFY(two.alice.ask<ContactsAnswer>(ListContacts{}).contacts.front().recorded == Duration{});
            QVERIFY(!sent.id.isNull());
        }
    }

    void whatIsDiscardedIsGone() {
        Two two(508);
        (void)two.alice.ask<CommandDone>(RecordNote{0, two.friends.bobAtAlice});
        two.world.run(5s);
        (void)two.alice.ask<CommandDone>(DiscardRecording{0, two.friends.bobAtAlice});
        QCOMPARE(two.recording(two.alice).state, RecordingState::None);
        const auto request = two.alice.request();
        two.alice.post(SendRecording{request, two.friends.bobAtAlice, {}});
        QCOMPARE(two.alice.failure(request), std::optional(ErrorCode::BadArgument));
        two.alice.switchOff();
        auto database = two.alice.openStore();
        QVERIFY(database->verify());
        two.alice.switchOn();
        QCOMPARE(two.alice.ask<ContactsAnswer>(ListContacts{}).contacts.front().recorded, Duration{});
    }

    void aDeletedNoteTakesItsSoundAlong() {
        Two two(509);
        const auto sent = two.sendFile();
        QVERIFY(sent && two.arrives(sent->id));
        QVERIFY(two.world.runUntil([&] { return two.isBetter(sent->id); }, 20s));
        (void)two.alice.ask<CommandDone>(DeleteMessage{0, sent->id, true});
        QVERIFY(two.world.runUntil([&] { return !two.bob.heard<MessageRemoved>().empty(); }, 10s));
        two.world.run(1s);
        QVERIFY(two.bob.files.blobs.empty());
        QVERIFY(two.alice.files.blobs.empty());
        const auto request = two.bob.request();
        two.bob.post(PlayNote{request, two.friends.aliceAtBob, sent->id, {}, 1});
        QCOMPARE(two.bob.failure(request), std::optional(ErrorCode::UnknownMessage));
    }

    /// A call takes microphone and loudspeaker; what was said so far stays.
    void aCallPausesTheRecording() {
        Two two(510);
        (void)two.alice.ask<CommandDone>(RecordNote{0, two.friends.bobAtAlice});
        two.world.run(3s);
        two.bob.post(StartCall{two.bob.request(), two.friends.aliceAtBob});
        QVERIFY(two.world.runUntil([&] { return !two.alice.heard<CallIncoming>().empty(); }, 10s));
        QCOMPARE(two.recording(two.alice).state, RecordingState::Paused);
        const auto request = two.alice.request();
        two.alice.post(RecordNote{request, two.friends.bobAtAlice});
        QCOMPARE(two.alice.failure(request), std::optional(ErrorCode::AlreadyInCall));
        two.alice.post(AcceptCall{two.alice.request(), two.alice.heard<CallIncoming>().front().call});
        QVERIFY(two.world.runUntil([&] { return two.alice.callState() == CallState::Active; }, 10s));
        two.alice.post(EndCall{two.alice.request(), two.alice.heard<CallIncoming>().front().call});
        two.world.run(1s);
        (void)two.alice.ask<CommandDone>(RecordNote{0, two.friends.bobAtAlice});
        QVERIFY(two.recording(two.alice).length >= 2900ms);
    }

    void aFullDiskEndsTheRecordingAndSaysSo() {
        Two two(511);
        (void)two.alice.ask<CommandDone>(RecordNote{0, two.friends.bobAtAlice});
        two.world.run(4s);
        two.alice.setDiskFull(true);
        two.world.run(60s);
        QVERIFY(two.recording(two.alice).state != RecordingState::Recording);
        const auto problems = two.alice.heard<Problem>();
        QVERIFY(!problems.empty() && problems.back().code == ErrorCode::DiskFull);
        two.alice.setDiskFull(false);
        const auto sent = two.alice.ask<MessageAnswer>(SendRecording{0, two.friends.bobAtAlice, {}}).message;
        QVERIFY(sent.note && sent.note->length >= 2800ms);
        QVERIFY(two.arrives(sent.id));
    }
};

QTEST_GUILESS_MAIN(TestSimNotes)
#include "tst_simnotes.moc"
