// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "base/random.h"
#include "voice/voicepacket.h"

using namespace nightjar;
using namespace nightjar::voice;

class TestVoicePacket : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void headerGoldenVectors() {
        // 10 011 0 0000000101 and 10 110 1 1111111111
        QVERIFY((encodeVoiceHeader(Rung::L3, false, 5) == ByteArray<2>{0x98, 0x05}));
        QVERIFY((encodeVoiceHeader(Rung::L6, true, 4095) == ByteArray<2>{0xb7, 0xff}));
        const auto header = decodeVoiceHeader(ByteArray<3>{0xb7, 0xff, 0x00});
        QVERIFY(header && (*header == VoiceHeader{Rung::L6, true, 1023}));
    }
    void foreignFirstBytesAreNotVoice() {
        int voice = 0;
        for (int first = 0; first < 256; ++first) {
            const ByteArray<3> packet{static_cast<std::uint8_t>(first), 0, 0};
            QCOMPARE(isVoicePacket(packet), first >= 128 && first < 192);
            voice += decodeVoiceHeader(packet) ? 1 : 0;
        }
        QCOMPARE(voice, 56);  // the eighth rung does not exist
        QVERIFY(!decodeVoiceHeader(ByteArray<1>{0x98}));
        QVERIFY(!isVoicePacket(ByteArray<2>{0x98, 0x05}));
    }
    void theNearestSequenceComesFirst() {
        for (const std::uint64_t sequence : {std::uint64_t(0), std::uint64_t(1023), std::uint64_t(1024),
                                             std::uint64_t(70'000), std::uint64_t(1) << 40}) {
            const auto header = decodeVoiceHeader(encodeVoiceHeader(Rung::L3, false, sequence));
            for (const int off : {-500, -1, 0, 1, 511}) {
                if (off < 0 && sequence < static_cast<std::uint64_t>(-off)) {
                    continue;
                }
                const auto all = sequenceCandidates(*header, sequence + static_cast<std::uint64_t>(off));
                QCOMPARE(all.size(), std::size_t(3));
                QCOMPARE(all[0], sequence);
            }
            // 30 s of silence from the network: still among the three.
            const auto all = sequenceCandidates(*header, sequence + 1500);
            QVERIFY(std::find(all.begin(), all.end(), sequence) != all.end());
        }
    }
    void payloadGoldenVector() {
        VoicePayload payload;
        payload.report = ReceiverReport{7, 320ms};
        payload.silenceFollows = true;
        payload.historyChunks = 9;
        payload.counter = 5;
        payload.dred = Bytes(10, 0xab);
        const auto bytes = encodeVoicePayload(Rung::L3, payload);
        QVERIFY(bytes);
        QCOMPARE(toHex(*bytes),
                 "e5"
                 "0714"
                 "09"
                 "abababababababababab" +
                     std::string(36, '0'));
    }
    void payloadsComeBack_data() {
        QTest::addColumn<int>("rung");
        for (int rung = 0; rung < 7; ++rung) {
            QTest::addRow("L%d", rung) << rung;
        }
    }
    void payloadsComeBack() {
        QFETCH(int, rung);
        const auto r = static_cast<Rung>(rung);
        SeededRandom random(42);
        for (int i = 0; i < 200; ++i) {
            VoicePayload payload;
            payload.counter = static_cast<std::uint8_t>(random.below(16));
            payload.silenceFollows = random.below(2) == 1;
            if (random.below(2) == 1) {
                payload.report = ReceiverReport{static_cast<int>(random.below(101)), random.below(256) * 16ms};
            }
            payload.keepAlive = random.below(8) == 0;
            if (!payload.keepAlive) {
                payload.historyChunks = static_cast<int>(random.below(27));
                for (int f = 0; f < planOf(r).opusFrames; ++f) {
                    Bytes frame(1 + random.below(100));
                    random.fill(frame);
                    payload.opus.push_back(frame);
                }
                if (planOf(r).plainChunks > 0 || payload.historyChunks > 0) {
                    payload.dred.resize(8 + random.below(100));
                    random.fill(payload.dred);
                }
            }
            const auto bytes = encodeVoicePayload(r, payload);
            QVERIFY(bytes);
            const auto sizes = sizeBuckets(r);
            QVERIFY(payload.keepAlive ? bytes->size() == 4
                                      : std::find(sizes.begin(), sizes.end(), bytes->size()) != sizes.end());
            auto back = decodeVoicePayload(r, *bytes);
            QVERIFY(back);
            QVERIFY(back->dred.size() >= payload.dred.size());
            QVERIFY(std::all_of(back->dred.begin() + std::ssize(payload.dred), back->dred.end(),
                                [](auto b) { return b == 0; }));
            back->dred.resize(payload.dred.size());
            QVERIFY(*back == payload);
        }
    }
    void tooMuchDoesNotFit() {
        VoicePayload payload;
        payload.dred = Bytes(maxVoicePayload, 1);
        QVERIFY(!encodeVoicePayload(Rung::L3, payload));
    }
    void malformedPayloadsAreRefused() {
        QVERIFY(!decodeVoicePayload(Rung::L3, {}));
        QVERIFY(!decodeVoicePayload(Rung::L3, Bytes(8, 0)));                                // too little DRED
        QVERIFY(!decodeVoicePayload(Rung::L3, Bytes(maxVoicePayload + 1, 0)));              // too long
        QVERIFY(!decodeVoicePayload(Rung::L3, *fromHex("80ff00" + std::string(64, '0'))));  // 255 % loss
        QVERIFY(!decodeVoicePayload(Rung::L3, *fromHex("2000" + std::string(64, '0'))));    // no chunks
        QVERIFY(!decodeVoicePayload(Rung::L3, *fromHex("201b" + std::string(64, '0'))));    // 27 chunks
        QVERIFY(!decodeVoicePayload(Rung::L3, *fromHex("3001")));                           // history of nothing
        QVERIFY(!decodeVoicePayload(Rung::L3, *fromHex("10000001")));                       // filling that is not zero
        QVERIFY(!decodeVoicePayload(Rung::L4, *fromHex("0003010203")));                     // one frame of two
        QVERIFY(!decodeVoicePayload(Rung::L5, *fromHex("0000")));                           // an empty frame
        QVERIFY(!decodeVoicePayload(Rung::L5, *fromHex("00440102")));                       // length beyond the end
        QVERIFY(!decodeVoicePayload(Rung::L5, *fromHex("00020102ff")));                     // DRED without history
    }
};

QTEST_APPLESS_MAIN(TestVoicePacket)
#include "tst_voicepacket.moc"
