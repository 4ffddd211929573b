// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "base/random.h"
#include "speech.h"
#include "voice/notecodec.h"
#include "voice/tempo.h"

using namespace nightjar;
using namespace nightjar::voice;
using namespace nightjar::voice::test;

namespace {

void take(NotePiece& whole, const std::optional<NotePiece>& piece) {
    if (piece) {
        append(whole.levels, piece->levels);
        append(whole.small, piece->small);
        append(whole.better, piece->better);
    }
}

NotePiece coded(const Pcm& pcm) {
    NoteEncoder encoder;
    NotePiece whole;
    for (std::size_t at = 0; at + frameSamples <= pcm.size(); at += frameSamples) {
        take(whole, encoder.add(PcmView(pcm).subspan(at, frameSamples)));
    }
    take(whole, encoder.flush());
    return whole;
}

Bytes form(NoteForm kind, const Bytes& blocks) {
    return wholeNote(kind, blocks);
}

Pcm decoded(NoteDecoder& decoder) {
    Pcm out;
    while (const auto pcm = decoder.next()) {
        out.insert(out.end(), pcm->begin(), pcm->end());
    }
    return out;
}

/// Periods in a second of sound, by its crossings of zero.
double pitchOf(const Pcm& pcm) {
    int crossings = 0;
    for (std::size_t i = 1; i < pcm.size(); ++i) {
        crossings += pcm[i - 1] < 0 && pcm[i] >= 0 ? 1 : 0;
    }
    return static_cast<double>(crossings) * voiceSampleRate / static_cast<double>(pcm.size());
}

}  // namespace

class TestNoteCodec : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void bothFormsSoundLikeWhatWasSaid() {
        const auto said = speech(7.3);
        const auto whole = coded(said);
        QCOMPARE(whole.levels.size(), std::size_t(365));
        auto small = NoteDecoder::open(form(NoteForm::Small, whole.small));
        auto better = NoteDecoder::open(form(NoteForm::Better, whole.better));
        QVERIFY(small && better);
        QCOMPARE(small->frames(), 365u);
        QCOMPARE(better->frames(), 365u);
        // Gates: what a narrow link has to carry, and what both sound like.
        QVERIFY2(whole.small.size() <= 7.3 * 250, qPrintable(QString::number(whole.small.size() / 7.3)));
        QVERIFY2(whole.better.size() <= 7.3 * 2600, qPrintable(QString::number(whole.better.size() / 7.3)));
        const auto ofSmall = likeness(envelope(said), envelope(decoded(*small)), 4).correlation;
        const auto ofBetter = likeness(envelope(said), envelope(decoded(*better)), 4).correlation;
        qInfo("small %.0f B/s likeness %.3f, better %.0f B/s likeness %.3f", whole.small.size() / 7.3, ofSmall,
              whole.better.size() / 7.3, ofBetter);
        QVERIFY(ofSmall > 0.85);
        QVERIFY(ofBetter > 0.9);
    }
    void aPauseAddsNoSound() {
        NoteEncoder encoder;
        NotePiece whole;
        const auto said = speech(3);
        std::size_t frames = 0;
        for (std::size_t at = 0; at + frameSamples <= said.size(); at += frameSamples) {
            take(whole, encoder.add(PcmView(said).subspan(at, frameSamples)));
            if (++frames % 37 == 0) {
                take(whole, encoder.flush());
            }
        }
        take(whole, encoder.flush());
        QVERIFY(!encoder.flush());
        QCOMPARE(whole.levels.size(), frames);
        QCOMPARE(NoteDecoder::open(form(NoteForm::Small, whole.small))->frames(), frames);
        QCOMPARE(NoteDecoder::open(form(NoteForm::Better, whole.better))->frames(), frames);
    }
    void seekingFindsTheBlock() {
        const auto whole = coded(speech(4));
        auto decoder = NoteDecoder::open(form(NoteForm::Better, whole.better));
        QCOMPARE(decoder->seek(100), 99u);
        QCOMPARE(decoded(*decoder).size(), std::size_t(101) * frameSamples);
        QCOMPARE(decoder->seek(100000), 200u);
        QVERIFY(!decoder->next());
        QCOMPARE(decoder->seek(0), 0u);
        QVERIFY(decoder->next());
    }
    void nonsenseCostsNoMoreThanItSays() {
        QVERIFY(!NoteDecoder::open({}));
        QVERIFY(!NoteDecoder::open({1}));
        QVERIFY(!NoteDecoder::open({3, 24}));
        QVERIFY(!NoteDecoder::open({1, 0}));
        QVERIFY(!NoteDecoder::open({1, 23}));
        QVERIFY(!NoteDecoder::open({1, 200}));
        QVERIFY(!NoteDecoder::open({2, 7}));
        // A block that claims more bytes than there are, or frames that it cannot have.
        QVERIFY(!NoteDecoder::open({2, 3, 3, 200, 1, 2})->next());
        QVERIFY(!NoteDecoder::open({2, 3, 4, 1, 2})->next());
        SeededRandom random(5);
        for (int round = 0; round < 200; ++round) {
            Bytes junk(300);
            random.fill(junk);
            junk[0] = static_cast<std::uint8_t>(1 + round % 2);
            junk[1] = round % 2 == 0 ? 24 : 3;
            for (std::size_t at = 2; at + 20 < junk.size(); at += 19) {
                junk[at] = static_cast<std::uint8_t>(1 + round % junk[1]);
                junk[at + 1] = 17;
            }
            auto decoder = NoteDecoder::open(junk);
            QVERIFY(decoder);
            const auto frames = decoder->frames();
            QCOMPARE(decoded(*decoder).size(), std::size_t(frames) * frameSamples);
        }
    }
    void aWaveformHasAsManyBarsAsThereIsRoomFor() {
        QVERIFY(waveformOf({}, 64).empty());
        QCOMPARE(waveformOf(Bytes{1, 9, 3}, 64), (Bytes{1, 9, 3}));
        QCOMPARE(waveformOf(Bytes{1, 9, 3, 4, 5, 2}, 3), (Bytes{9, 4, 5}));
        QCOMPARE(waveformOf(Bytes(45'000, 7), 64), Bytes(64, 7));
        QCOMPARE(noteLevel(Pcm(frameSamples, 0)), std::uint8_t(0));
        QVERIFY(noteLevel(Pcm(frameSamples, 32767)) >= 254);
    }
    void theTempoChangesAndThePitchStays_data() {
        QTest::addColumn<double>("speed");
        for (const double speed : {0.5, 0.75, 1.0, 1.25, 1.5, 2.0}) {
            QTest::addRow("%.2f", speed) << speed;
        }
    }
    void theTempoChangesAndThePitchStays() {
        QFETCH(double, speed);
        Pcm tone(4 * voiceSampleRate);
        for (std::size_t i = 0; i < tone.size(); ++i) {
            tone[i] = static_cast<std::int16_t>(
                8000 * std::sin(2 * std::numbers::pi * 170 * static_cast<double>(i) / voiceSampleRate));
        }
        Tempo tempo(speed);
        Pcm out;
        // In crumbs, as a decoder gives them.
        for (std::size_t at = 0; at < tone.size(); at += 333) {
            tempo.put(PcmView(tone).subspan(at, std::min<std::size_t>(333, tone.size() - at)));
            const auto ready = tempo.take(tempo.available());
            out.insert(out.end(), ready.begin(), ready.end());
        }
        tempo.finish();
        const auto rest = tempo.take(tempo.available());
        out.insert(out.end(), rest.begin(), rest.end());
        const auto wanted = static_cast<double>(tone.size()) / speed;
        QVERIFY2(std::abs(static_cast<double>(out.size()) - wanted) < 0.03 * wanted + 500,
                 qPrintable(QString::number(out.size())));
        QVERIFY2(std::abs(pitchOf(out) - 170) < 4, qPrintable(QString::number(pitchOf(out))));
        // No clicks: a step is never larger than the tone's own.
        int largest = 0;
        for (std::size_t i = 1; i + 1000 < out.size(); ++i) {
            largest = std::max(largest, std::abs(out[i] - out[i - 1]));
        }
        QVERIFY2(largest < 1200, qPrintable(QString::number(largest)));
    }
};

QTEST_APPLESS_MAIN(TestNoteCodec)
#include "tst_notecodec.moc"
