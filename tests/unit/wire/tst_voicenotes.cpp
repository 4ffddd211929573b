// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "wire/content.h"
#include "wire/envelope.h"

using namespace nightjar;
using namespace nightjar::wire;

namespace {

const auto at = fromUnixMs(1'700'000'000'000);

NoteContent sample() {
    NoteContent note;
    note.message.value = {1, 2, 3, 4, 5, 6, 7, 8};
    note.quote = MessageId{{8, 7, 6, 5, 4, 3, 2, 1}};
    note.frames = 1'500;
    note.waveform = Bytes(maxWaveformBars, 200);
    note.blob[0] = 9;
    note.key = SecretBytes(32);
    note.size = 60'000;
    note.smallSize = 30'000;
    note.small = Bytes(maxNotePartBytes, 7);
    return note;
}

std::optional<Content> roundTrip(ContentBody body, std::uint64_t order = 1) {
    return decodeContent(encodeContent({order, at, std::move(body)}));
}

}  // namespace

class TestVoiceNotes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aNoteComesBackAsItWas() {
        const auto content = roundTrip(sample());
        QVERIFY(content);
        const auto& note = std::get<NoteContent>(content->body);
        const auto wanted = sample();
        QCOMPARE(note.message, wanted.message);
        QVERIFY(note.quote == wanted.quote);
        QCOMPARE(note.frames, wanted.frames);
        QCOMPARE(note.waveform, wanted.waveform);
        QVERIFY(note.blob == wanted.blob);
        QCOMPARE(note.size, wanted.size);
        QCOMPARE(note.smallSize, wanted.smallSize);
        QCOMPARE(note.small, wanted.small);
        // The largest fits an envelope, also one that opens the session.
        QVERIFY(encodeContent({~0ull >> 2, at, sample()}).size() <= maxContentSize(EnvelopeType::FirstMessage));
        auto plain = sample();
        plain.quote.reset();
        QVERIFY(!std::get<NoteContent>(roundTrip(std::move(plain))->body).quote);
    }

    void noLengthIsTrusted() {
        const auto refused = [](const std::function<void(NoteContent&)>& spoil) {
            auto note = sample();
            spoil(note);
            return !roundTrip(std::move(note)).has_value();
        };
        QVERIFY(refused([](NoteContent& n) { n.frames = 0; }));
        QVERIFY(refused([](NoteContent& n) { n.frames = maxNoteFrames + 1; }));
        QVERIFY(refused([](NoteContent& n) { n.waveform.clear(); }));
        QVERIFY(refused([](NoteContent& n) { n.waveform.push_back(1); }));
        QVERIFY(refused([](NoteContent& n) { n.size = 0; }));
        QVERIFY(refused([](NoteContent& n) { n.size = maxNoteFileBytes + 1; }));
        QVERIFY(refused([](NoteContent& n) { n.smallSize = maxNoteSmallBytes + 1; }));
        QVERIFY(refused([](NoteContent& n) { n.smallSize = 13'999; }));
        QVERIFY(refused([](NoteContent& n) { n.small.clear(); }));
        QVERIFY(refused([](NoteContent& n) { n.small.push_back(1); }));
        const auto whole = encodeContent({1, at, sample()});
        for (std::size_t length = 0; length < 100; ++length) {
            QVERIFY(!decodeContent(ByteView(whole).first(length)));
        }
    }

    void aPartIsNeitherEmptyNorTooLong() {
        const MessageId id{{1}};
        QVERIFY(roundTrip(NotePartContent{id, Bytes(maxNotePartBytes, 1)}));
        QVERIFY(!roundTrip(NotePartContent{id, {}}));
        QVERIFY(!roundTrip(NotePartContent{id, Bytes(maxNotePartBytes + 1, 1)}));
    }

    void aHoldHasATurn() {
        const auto hold = roundTrip(CallHoldContent{CallId{{5}}, 300, true}, 0);
        QVERIFY(hold);
        QCOMPARE(std::get<CallHoldContent>(hold->body).turn, std::uint64_t(300));
        QVERIFY(std::get<CallHoldContent>(hold->body).held);
        QVERIFY(!roundTrip(CallHoldContent{CallId{{5}}, 0, true}, 0));
        auto bytes = encodeContent({0, at, CallHoldContent{CallId{{5}}, 1, true}});
        bytes.back() = 2;
        QVERIFY(!decodeContent(bytes));
    }
};

QTEST_APPLESS_MAIN(TestVoiceNotes)
#include "tst_voicenotes.moc"
