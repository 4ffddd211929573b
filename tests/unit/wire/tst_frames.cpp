// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "wire/frames.h"
#include "wirevectors.h"

using namespace nightjar;
using namespace nightjar::wire;

namespace {

Bytes encoded(const Frame& frame) {
    ByteWriter out;
    encodeFrame(out, frame);
    return out.take();
}

/// The only frame in the bytes, written again.
Bytes rewritten(ByteView bytes) {
    FrameReader reader(bytes);
    const auto frame = reader.next();
    return frame && !reader.next() && reader.ok() ? encoded(*frame) : Bytes{};
}

AckFrame exampleAck() {
    AckFrame ack;
    ack.delayMs = 25;
    ack.add({990, 1000});
    ack.add({980, 985});
    ack.add({7, 7});
    return ack;
}

}  // namespace

class TestFrames : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void codesTheVectors_data() {
        QTest::addColumn<QString>("name");
        for (const auto* name : {"padding", "ping", "ack", "path_challenge", "path_response", "message", "part",
                                 "datagram", "close", "stored", "ask_stored"}) {
            QTest::newRow(name) << QStringLiteral("frame.%1").arg(QLatin1String(name));
        }
    }
    void codesTheVectors() {
        QFETCH(QString, name);
        const auto bytes = vector(name.toLatin1().constData());
        QCOMPARE(rewritten(bytes), bytes);
        QVERIFY(framesWellFormed(bytes));
        FrameReader reader(bytes);
        QCOMPARE(encodedSize(*reader.next()), bytes.size());
        if (name != QStringLiteral("frame.padding")) {
            QCOMPARE(firstAcceptedPrefix(bytes, framesWellFormed), bytes.size());
        }
    }

    void writesWhatItIsGiven() {
        const auto data = pattern(0, 616);
        QCOMPARE(encoded(PaddingFrame{5}), vector("frame.padding"));
        QCOMPARE(encoded(PingFrame{}), vector("frame.ping"));
        QCOMPARE(encoded(exampleAck()), vector("frame.ack"));
        QCOMPARE(encoded(PathChallengeFrame{pattern<8>(1)}), vector("frame.path_challenge"));
        QCOMPARE(encoded(PathResponseFrame{pattern<8>(1)}), vector("frame.path_response"));
        QCOMPARE(encoded(MessageFrame{70, ByteView(data).first(100)}), vector("frame.message"));
        QCOMPARE(encoded(PartFrame{71, 17000, 16384, data}), vector("frame.part"));
        QCOMPARE(encoded(DatagramFrame{ByteView(data).first(40)}), vector("frame.datagram"));
        QCOMPARE(encoded(CloseFrame{CloseReason::Idle}), vector("frame.close"));
        QCOMPARE(encoded(StoredFrame{297, 300}), vector("frame.stored"));
        QCOMPARE(encoded(AskStoredFrame{300}), vector("frame.ask_stored"));
        QCOMPARE(encoded(LastMessageFrame{70, ByteView(data).first(100)}), vector("frame.last_message"));
    }

    void theLastMessageTakesTheRest() {
        const auto bytes = vector("frame.last_message");
        QCOMPARE(rewritten(bytes), bytes);
        QCOMPARE(rewritten(withByte(bytes, 1)), withByte(bytes, 1));
        QVERIFY(!framesWellFormed(encoded(LastMessageFrame{0, pattern(0, maxMessageSize + 1)})));
    }

    void refusesStoredBelowZero() { QVERIFY(!framesWellFormed(*fromHex("0c0203"))); }

    void readsAckRanges() {
        const auto bytes = vector("frame.ack");
        FrameReader good(bytes);
        const auto frame = good.next();
        QVERIFY(frame);
        QCOMPARE(std::get<AckFrame>(*frame), exampleAck());
    }

    void refusesAcksBelowZero() {
        const auto ack = [](std::initializer_list<std::uint64_t> fields) {
            ByteWriter out;
            out.u8(2);
            for (const auto field : fields) {
                out.varint(field);
            }
            return framesWellFormed(out.view());
        };
        QVERIFY(ack({10, 0, 0, 10}));
        QVERIFY(!ack({10, 0, 0, 11}));
        QVERIFY(ack({10, 0, 1, 0, 8, 0}));   // 10 and 0
        QVERIFY(!ack({10, 0, 1, 0, 9, 0}));  // 10 and -1
        QVERIFY(!ack({10, 0, 1, 0, 8, 1}));
        QVERIFY(!ack({10, 0, 1, 0, (std::uint64_t(1) << 62) - 1, 0}));
    }

    void boundsAckRanges() {
        AckFrame ack;
        for (std::size_t i = 0; i <= maxAckRanges; ++i) {
            QVERIFY(ack.add({1000 - i * 2, 1000 - i * 2}));
        }
        QVERIFY(!ack.add({1, 1}));
        auto bytes = encoded(ack);
        QVERIFY(framesWellFormed(bytes));
        // type 1, largest 2, delay 1, then the count
        QCOMPARE(bytes[4], std::uint8_t(maxAckRanges));
        bytes[4] = maxAckRanges + 1;
        append(bytes, Bytes{0, 0});
        QVERIFY(!framesWellFormed(bytes));
    }

    void refusesPartsThatDoNotFit() {
        const auto data = pattern(0, 100);
        const auto fits = [&](std::uint64_t total, std::uint64_t offset, std::size_t size) {
            return framesWellFormed(encoded(PartFrame{1, total, offset, ByteView(data).first(size)}));
        };
        QVERIFY(fits(100, 0, 100));
        QVERIFY(fits(maxMessageSize, maxMessageSize - 1, 1));
        QVERIFY(!fits(maxMessageSize + 1, 0, 100));
        QVERIFY(!fits(100, 1, 100));
        QVERIFY(!fits(100, 100, 1));
        QVERIFY(!fits(100, (std::uint64_t(1) << 62) - 1, 1));
        QVERIFY(!fits(100, 0, 0));
    }

    void refusesAWholePacketForOneBadFrame() {
        auto bytes = encoded(PingFrame{});
        append(bytes, encoded(exampleAck()));
        append(bytes, encoded(PaddingFrame{3}));
        append(bytes, encoded(CloseFrame{}));
        QVERIFY(framesWellFormed(bytes));
        FrameReader reader(bytes);
        int count = 0;
        while (reader.next()) {
            ++count;
        }
        QCOMPARE(count, 4);
        QVERIFY(!framesWellFormed(withByte(bytes, 9)));                   // no such type
        QVERIFY(!framesWellFormed(withByte(bytes, 0x40)));                // nor this
        QVERIFY(!framesWellFormed(changed(bytes, bytes.size() - 1, 3)));  // no such reason
        QVERIFY(!framesWellFormed({}));
    }

    void knowsWhatAsksForAck() {
        QVERIFY(asksForAck(PingFrame{}));
        QVERIFY(asksForAck(PathChallengeFrame{}));
        QVERIFY(asksForAck(MessageFrame{}));
        QVERIFY(asksForAck(PartFrame{}));
        QVERIFY(!asksForAck(PaddingFrame{}));
        QVERIFY(!asksForAck(AckFrame{}));
        QVERIFY(!asksForAck(PathResponseFrame{}));
        QVERIFY(!asksForAck(DatagramFrame{}));
        QVERIFY(!asksForAck(CloseFrame{}));
    }

    void knowsItsOverheads() {
        const auto data = pattern(0, 1000);
        QCOMPARE(encodedSize(MessageFrame{70, data}), messageFrameOverhead(70) + 1000);
        QCOMPARE(encodedSize(PartFrame{70, 17000, 3000, data}), partFrameOverhead(70, 17000, 3000) + 1000);
        QCOMPARE(encodedSize(DatagramFrame{data}), datagramFrameOverhead + 1000);
    }
};

QTEST_APPLESS_MAIN(TestFrames)
#include "tst_frames.moc"
