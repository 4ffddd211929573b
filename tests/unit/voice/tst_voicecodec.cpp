// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "base/random.h"
#include "packets.h"
#include "speech.h"

using namespace nightjar;
using namespace nightjar::voice;

namespace {

void appendTo(Pcm& to, const Pcm& pcm) {
    to.insert(to.end(), pcm.begin(), pcm.end());
}

Pcm decodeAll(const std::vector<test::Packet>& packets) {
    VoiceDecoder decoder;
    Pcm out;
    for (const auto& packet : packets) {
        const auto& plan = planOf(packet.rung);
        for (const auto& frame : packet.payload.opus) {
            if (const auto pcm = decoder.decodeOpus(frame)) {
                appendTo(out, *pcm);
            }
        }
        if (plan.opusFrames == 0) {
            const int chunks = packet.payload.historyChunks > 0 ? packet.payload.historyChunks : plan.plainChunks;
            if (decoder.loadDred(packet.payload.dred, chunks)) {
                for (int back = plan.frames - 1; back >= 0; --back) {
                    appendTo(out, decoder.dred(back));
                }
            }
        }
    }
    return out;
}

}  // namespace

class TestVoiceCodec : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyRungCarriesSpeechWithinItsRate_data() {
        QTest::addColumn<int>("rung");
        QTest::addColumn<double>("leastLikeness");
        for (int rung = 0; rung < 4; ++rung) {
            QTest::addRow("L%d", rung) << rung << 0.93;
        }
        for (int rung = 4; rung < 7; ++rung) {
            QTest::addRow("L%d", rung) << rung << 0.95;
        }
    }
    void everyRungCarriesSpeechWithinItsRate() {
        QFETCH(int, rung);
        QFETCH(double, leastLikeness);
        const auto speech = test::speech(8);
        const auto packets = test::packets(speech, static_cast<Rung>(rung), Protection::None);
        const auto out = decodeAll(packets);
        QVERIFY(out.size() + 48 * frameSamples > speech.size());
        const auto like = test::likeness(test::envelope(speech), test::envelope(out), 5);
        QVERIFY2(like.correlation > leastLikeness, qPrintable(QString::number(like.correlation)));
        std::size_t wire = 0;
        for (const auto& packet : packets) {
            wire += encodeVoicePayload(packet.rung, packet.payload)->size() + 38;
        }
        const double kbit = static_cast<double>(wire) * 8 / 8 / 1000;
        const double most = planOf(static_cast<Rung>(rung)).wireKbit * 1.02;
        QVERIFY2(kbit < most, qPrintable(QString::number(kbit)));
    }
    void everyPacketOfARungHasTheSameLength() {
        for (int rung = 0; rung < 4; ++rung) {
            for (const auto protection : {Protection::None, Protection::Full}) {
                const auto packets = test::packets(test::speech(10, 3), static_cast<Rung>(rung), protection);
                const auto sizeOf = [](const test::Packet& p) { return encodeVoicePayload(p.rung, p.payload)->size(); };
                // In the first second there is not yet a past to be carried.
                for (auto packet = packets.begin(); packet != packets.end(); ++packet) {
                    QVERIFY(packet->sequence < 100 || sizeOf(*packet) == sizeOf(packets.back()));
                }
            }
        }
    }
    void protectionReachesAsFarAsAPacketHolds() {
        const auto speech = test::speech(4);
        const auto reach = [&](Rung rung, Protection protection) {
            return test::packets(speech, rung, protection).back().payload.historyChunks;
        };
        QCOMPARE(reach(Rung::L3, Protection::None), 0);
        QVERIFY(reach(Rung::L3, Protection::Full) >= 24);  // 960 ms
        QVERIFY(reach(Rung::L2, Protection::None) >= 14);
        QVERIFY(reach(Rung::L2, Protection::Full) >= 22);
        int carrying = 0;
        const auto light = test::packets(speech, Rung::L3, Protection::Light);
        for (const auto& packet : light) {
            carrying += packet.payload.historyChunks >= 6 ? 1 : 0;
        }
        QCOMPARE(carrying, static_cast<int>(light.size()) / 4);
    }
    void aReportTakesItsRoomFromTheSound() {
        VoiceEncoder encoder;
        encoder.setProtection(Protection::None);
        const auto speech = test::speech(3);
        for (std::size_t i = 0; i + frameSamples <= speech.size(); i += frameSamples) {
            if (auto packet = encoder.encode(PcmView(speech).subspan(i, frameSamples), 3)) {
                VoicePayload payload;
                payload.report = ReceiverReport{};
                payload.dred = std::move(packet->dred);
                QCOMPARE(encodeVoicePayload(packet->rung, payload)->size(), std::size_t(32));
            }
        }
    }
    void theRungChangesAtThePacketBorder() {
        VoiceEncoder encoder;
        const Pcm frame(frameSamples, 0);
        QVERIFY(!encoder.encode(frame));
        encoder.setRung(Rung::L6);
        QCOMPARE(encoder.rung(), startRung);
        std::vector<Rung> rungs;
        for (int i = 0; i < 9; ++i) {
            if (const auto packet = encoder.encode(frame)) {
                rungs.push_back(packet->rung);
            }
        }
        QCOMPARE(rungs, (std::vector<Rung>{Rung::L3, Rung::L6, Rung::L6}));
    }
    void aPacketThatDidNotGetAwayComesAsHistory() {
        const auto speech = test::speech(2);
        VoiceEncoder encoder;
        int packets = 0;
        std::optional<CodedPacket> last;
        for (std::size_t i = 0; packets < 13; i += frameSamples) {
            if (auto packet = encoder.encode(PcmView(speech).subspan(i, frameSamples))) {
                if (++packets >= 6 && packets < 13) {
                    encoder.gaveUp();
                    encoder.gaveUp();
                    encoder.gaveUp();
                }
                last = std::move(packet);
            }
        }
        // Three packets of 120 ms and its own: 480 ms are 12 chunks; more where there is room.
        QVERIFY(last->historyChunks >= 12);
        VoiceDecoder decoder;
        QVERIFY(decoder.loadDred(last->dred, last->historyChunks));
        Pcm out;
        for (int back = 23; back >= 0; --back) {
            appendTo(out, decoder.dred(back));
        }
        const auto from = static_cast<std::size_t>(13 * 6 - 24);
        const auto wanted = test::envelope(PcmView(speech).subspan(from * frameSamples, 24 * frameSamples));
        QVERIFY(test::likeness(wanted, test::envelope(out), 1).correlation > 0.85);
    }
    void concealmentGoesOnFromTheSound() {
        const auto packets = test::packets(test::speech(1.2), Rung::L5);
        VoiceDecoder decoder;
        double before = 0;
        for (std::size_t i = 0; i < 10; ++i) {
            before = test::envelope(*decoder.decodeOpus(packets[i].payload.opus[0])).back();
        }
        const auto first = test::envelope(decoder.conceal())[0];
        QVERIFY(first > before / 4 && first < before * 4);
    }
    void junkIsOnlyConcealed() {
        SeededRandom random(7);
        VoiceDecoder decoder;
        for (int i = 0; i < 300; ++i) {
            Bytes junk(random.below(200));
            random.fill(junk);
            if (const auto pcm = decoder.decodeOpus(junk)) {
                QVERIFY(pcm->size() % frameSamples == 0 && pcm->size() <= 6 * frameSamples);
            }
            if (decoder.loadDred(junk, static_cast<int>(random.below(40)))) {
                QCOMPARE(decoder.dred(static_cast<int>(random.below(60))).size(), std::size_t(frameSamples));
            }
        }
        QVERIFY(!decoder.decodeOpus({}));
        QVERIFY(!decoder.loadDred({}, 3));
        QVERIFY(!decoder.loadDred(Bytes(20, 1), 0));
        QCOMPARE(decoder.conceal().size(), std::size_t(frameSamples));
    }
};

QTEST_APPLESS_MAIN(TestVoiceCodec)
#include "tst_voicecodec.moc"
