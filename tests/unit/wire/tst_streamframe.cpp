// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "base/random.h"
#include "wire/streamframe.h"

using namespace nightjar;
using namespace nightjar::wire;

class TestStreamFrame : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void framesAreTheDatagramWithItsLength() {
        QCOMPARE(encodeStreamFrame(Bytes{196, 1, 2}), (Bytes{0, 3, 196, 1, 2}));
        QVERIFY(encodeStreamFrame({}).empty());
        QVERIFY(encodeStreamFrame(Bytes(maxDatagramRead + 1)).empty());
        QCOMPARE(encodeStreamFrame(Bytes(maxDatagramRead)).size(), maxDatagramRead + streamHeaderSize);
    }

    void datagramsComeOutHoweverTheStreamIsCut() {
        SeededRandom random(7);
        std::vector<Bytes> sent;
        Bytes stream;
        for (int i = 0; i < 50; ++i) {
            Bytes datagram(1 + static_cast<std::size_t>(random.unit() * 1400));
            random.fill(datagram);
            append(stream, encodeStreamFrame(datagram));
            sent.push_back(std::move(datagram));
        }
        for (const std::size_t piece : {std::size_t{1}, std::size_t{2}, std::size_t{999}, stream.size()}) {
            StreamReader reader;
            std::vector<Bytes> got;
            for (std::size_t at = 0; at < stream.size(); at += piece) {
                reader.push(ByteView(stream).subspan(at, std::min(piece, stream.size() - at)));
                while (const auto datagram = reader.next()) {
                    got.push_back(toBytes(*datagram));
                }
            }
            QCOMPARE(got, sent);
            QVERIFY(!reader.isIncomplete());
            QVERIFY(!reader.isBroken());
        }
    }

    void aWrongLengthEndsTheStream() {
        for (const auto& header : {Bytes{0, 0}, Bytes{0x05, 0xdd}, Bytes{0xff, 0xff}, Bytes{'G', 'E'}}) {
            StreamReader reader;
            reader.push(header);
            QVERIFY(!reader.next());
            QVERIFY(reader.isBroken());
            reader.push(encodeStreamFrame(Bytes{1}));
            QVERIFY(!reader.next());
        }
    }

    void tlsIsToldByItsFirstByte() {
        QVERIFY(beginsTls(0x16));
        for (std::size_t size : {std::size_t{1}, std::size_t{256}, maxDatagramRead}) {
            QVERIFY(!beginsTls(encodeStreamFrame(Bytes(size)).front()));
        }
    }
};

QTEST_GUILESS_MAIN(TestStreamFrame)
#include "tst_streamframe.moc"
