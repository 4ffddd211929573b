// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "wire/discovery.h"

using namespace nightjar;
using namespace nightjar::wire;

class DiscoveryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void questionIsAsTheProtocolSays() {
        const auto probe = encodeDiscoveryProbe(nonce);
        QCOMPARE(probe.size(), std::size_t{160});
        QCOMPARE(toText(ByteView(probe).first(8)), std::string("NJ-FIND?"));
        QCOMPARE(toHex(ByteView(probe).subspan(8, 8)), std::string("0102030405060708"));
        const auto read = decodeDiscoveryProbe(probe);
        QVERIFY(read.has_value());
        QCOMPARE(*read, nonce);
    }

    void questionOfAnotherLengthOrPaddingIsRefused() {
        auto probe = encodeDiscoveryProbe(nonce);
        QVERIFY(!decodeDiscoveryProbe(ByteView(probe).first(159)));
        probe.push_back(0);
        QVERIFY(!decodeDiscoveryProbe(probe));
        probe.pop_back();
        probe.back() = 1;
        QVERIFY(!decodeDiscoveryProbe(probe));
        probe.back() = 0;
        probe[0] = 'M';
        QVERIFY(!decodeDiscoveryProbe(probe));
    }

    void answerComesBack() {
        const DiscoveryAnswer answer{nonce, "nightjar-hub://:3478/AAAA"};
        const auto bytes = encodeDiscoveryAnswer(answer);
        QVERIFY(bytes.has_value());
        QCOMPARE(toText(*bytes).substr(0, 8), std::string("NJ-HERE!"));
        const auto read = decodeDiscoveryAnswer(*bytes);
        QVERIFY(read.has_value());
        QCOMPARE(read->nonce, nonce);
        QCOMPARE(read->address, answer.address);
    }

    void answerIsNeverLongerThanTheQuestion() {
        DiscoveryAnswer answer{nonce, std::string(maxDiscoveryAddressBytes, 'a')};
        answer.address.replace(0, 15, "nightjar-hub://");
        const auto bytes = encodeDiscoveryAnswer(answer);
        QVERIFY(bytes.has_value());
        QCOMPARE(bytes->size(), discoveryProbeBytes);
        QVERIFY(decodeDiscoveryAnswer(*bytes).has_value());
        answer.address += 'a';
        QVERIFY(!encodeDiscoveryAnswer(answer));
        answer.address.clear();
        QVERIFY(!encodeDiscoveryAnswer(answer));
    }

    void hostileAnswersAreRefused_data() {
        QTest::addColumn<QByteArray>("datagram");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("cut in the nonce") << QByteArray("NJ-HERE!1234");
        QTest::newRow("no address") << QByteArray("NJ-HERE!12345678");
        QTest::newRow("another scheme") << QByteArray("NJ-HERE!12345678https://example.org/");
        QTest::newRow("control characters") << QByteArray("NJ-HERE!12345678nightjar-hub://a\n:1/K");
        QTest::newRow("not ASCII") << QByteArray("NJ-HERE!12345678nightjar-hub://\xc3\xa4:1/K");
        QTest::newRow("too long") << QByteArray("NJ-HERE!12345678nightjar-hub://") + QByteArray(200, 'x');
    }
    void hostileAnswersAreRefused() {
        QFETCH(QByteArray, datagram);
        const ByteView view(reinterpret_cast<const std::uint8_t*>(datagram.constData()),
                            static_cast<std::size_t>(datagram.size()));
        QVERIFY(!decodeDiscoveryAnswer(view).has_value());
    }

    void emptyHostMeansTheSender() {
        QCOMPARE(withHost("nightjar-hub://:3478/K", "192.0.2.1"), std::string("nightjar-hub://192.0.2.1:3478/K"));
        QCOMPARE(withHost("nightjar-hub://:3478/K", "2001:db8::1"), std::string("nightjar-hub://[2001:db8::1]:3478/K"));
        QCOMPARE(withHost("nightjar-hub://hub.example:3478/K", "192.0.2.1"),
                 std::string("nightjar-hub://hub.example:3478/K"));
    }

private:
    const DiscoveryNonce nonce{1, 2, 3, 4, 5, 6, 7, 8};
};

QTEST_APPLESS_MAIN(DiscoveryTest)
#include "tst_discovery.moc"
