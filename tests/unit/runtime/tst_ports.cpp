// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "runtime/ports/clock.h"
#include "runtime/ports/localaddresses.h"
#include "runtime/ports/udptransport.h"

using namespace nightjar;

class PortsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void clockTellsTheTimeAndNeverGoesBack() {
        const SystemClock clock;
        const auto wall = std::chrono::duration_cast<Duration>(std::chrono::system_clock::now().time_since_epoch());
        QVERIFY(std::chrono::abs(clock.now().time_since_epoch() - wall) < 2s);
        auto last = clock.now();
        for (int i = 0; i < 10000; ++i) {
            const auto now = clock.now();
            QVERIFY(now >= last);
            last = now;
        }
    }

    void datagramsGoBothWays_data() {
        QTest::addColumn<QByteArray>("host");
        QTest::newRow("IPv4") << QByteArray("127.0.0.1");
        QTest::newRow("IPv6") << QByteArray("[::1]");
    }
    void datagramsGoBothWays() {
        QFETCH(QByteArray, host);
        UdpTransport a;
        UdpTransport b;
        std::vector<std::pair<Endpoint, Bytes>> atA;
        std::vector<std::pair<Endpoint, Bytes>> atB;
        QVERIFY(a.open([&atA](const Endpoint& from, ByteView bytes) { atA.emplace_back(from, toBytes(bytes)); }));
        QVERIFY(b.open([&atB](const Endpoint& from, ByteView bytes) { atB.emplace_back(from, toBytes(bytes)); }));
        QVERIFY(a.port() != 0 && b.port() != 0);
        const auto toB = Endpoint::parse(host.toStdString() + ":" + std::to_string(b.port()));
        QVERIFY(toB.has_value());
        a.send(*toB, asBytes("question"));
        if (host.startsWith("[") && !QTest::qWaitFor([&atB] { return !atB.empty(); }, 500)) {
            QSKIP("this machine has no IPv6");
        }
        QTRY_COMPARE(atB.size(), std::size_t{1});
        QCOMPARE(toText(atB[0].second), std::string("question"));
        QCOMPARE(atB[0].first.port(), a.port());
        QCOMPARE(atB[0].first.isV4(), !host.startsWith("["));
        b.send(atB[0].first, asBytes("answer"));
        QTRY_COMPARE(atA.size(), std::size_t{1});
        QCOMPARE(toText(atA[0].second), std::string("answer"));
        QCOMPARE(atA[0].first, *toB);
    }

    void aFloodIsTakenInTurns() {
        UdpTransport a;
        UdpTransport b;
        int received = 0;
        int mostInOneTurn = 0;
        int thisTurn = 0;
        QVERIFY(a.open([](const Endpoint&, ByteView) {}));
        QVERIFY(b.open([&](const Endpoint&, ByteView) {
            ++received;
            mostInOneTurn = std::max(mostInOneTurn, ++thisTurn);
        }));
        const auto toB = Endpoint::v4(127, 0, 0, 1, b.port());
        for (int i = 0; i < 200; ++i) {
            a.send(toB, Bytes(100));
        }
        QElapsedTimer patience;
        for (patience.start(); received < 200 && patience.elapsed() < 5000;) {
            thisTurn = 0;
            QCoreApplication::processEvents(QEventLoop::AllEvents);
        }
        QCOMPARE(received, 200);
        QVERIFY2(mostInOneTurn <= 128, qPrintable(QString::number(mostInOneTurn)));
    }

    void hugeAndEmptyDatagramsDoNoHarm() {
        UdpTransport a;
        UdpTransport b;
        std::vector<std::size_t> sizes;
        QVERIFY(a.open([](const Endpoint&, ByteView) {}));
        QVERIFY(b.open([&sizes](const Endpoint&, ByteView bytes) { sizes.push_back(bytes.size()); }));
        const auto toB = Endpoint::v4(127, 0, 0, 1, b.port());
        a.send(toB, Bytes(60000));
        a.send(toB, {});
        a.send(toB, Bytes(5));
        QTRY_VERIFY(!sizes.empty() && sizes.back() == 5);
        QVERIFY(std::all_of(sizes.begin(), sizes.end(), [](std::size_t size) { return size <= 2048; }));
    }

    void addressesAreOneself() {
        const auto all = localAddresses(4711, true);
        QVERIFY(!all.empty());
        QVERIFY(all.size() <= maxLocalAddresses);
        QVERIFY(std::any_of(all.begin(), all.end(), [](const Endpoint& e) { return e.isLoopback(); }));
        for (const auto& endpoint : all) {
            QCOMPARE(endpoint.port(), std::uint16_t{4711});
        }
        const auto outer = localAddresses(4711, false);
        QVERIFY(!outer.empty());
        const bool anyLoopback =
            std::any_of(outer.begin(), outer.end(), [](const Endpoint& e) { return e.isLoopback(); });
        const bool onlyLoopback =
            std::all_of(outer.begin(), outer.end(), [](const Endpoint& e) { return e.isLoopback(); });
        QCOMPARE(anyLoopback, onlyLoopback);
    }
};

QTEST_GUILESS_MAIN(PortsTest)
#include "tst_ports.moc"
