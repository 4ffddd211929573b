// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include "runtime/ports/clock.h"
#include "runtime/ports/gateway.h"
#include "runtime/ports/localaddresses.h"
#include "runtime/ports/tcptransport.h"
#include "runtime/ports/udptransport.h"
#include "wire/streamframe.h"

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
        QVERIFY(std::all_of(sizes.begin(), sizes.end(), [](std::size_t size) { return size <= 17'000; }));
    }

    void streamsCarryDatagrams() {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const auto at = Endpoint::v4(127, 0, 0, 1, server.serverPort());
        TcpTransport streams;
        std::vector<std::string> heard;
        int ended = 0;
        streams.open(
            [&](Way way, const Endpoint& from, ByteView bytes) {
                QCOMPARE(way, Way::Tcp);
                QCOMPARE(from, at);
                heard.push_back(toText(bytes));
            },
            [&](Way, const Endpoint&) { ++ended; });
        streams.send(Way::Tcp, at, asBytes("before there is a connection"));
        streams.send(Way::Tcp, at, asBytes("in order"));
        QTRY_VERIFY(server.hasPendingConnections());
        auto* const peer = server.nextPendingConnection();
        wire::StreamReader reader;
        std::vector<std::string> atServer;
        const auto arrivedAtServer = [&] {
            const auto bytes = peer->readAll();
            reader.push(asBytes(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size()))));
            while (const auto datagram = reader.next()) {
                atServer.push_back(toText(*datagram));
            }
            return atServer.size();
        };
        QTRY_COMPARE(arrivedAtServer(), std::size_t{2});
        QCOMPARE(atServer[1], std::string("in order"));
        const auto answer = wire::encodeStreamFrame(asBytes("answer"));
        peer->write(reinterpret_cast<const char*>(answer.data()), static_cast<qint64>(answer.size()));
        QTRY_COMPARE(heard.size(), std::size_t{1});
        QCOMPARE(heard[0], std::string("answer"));
        peer->write("GET / HTTP/1.1");  // not one of ours
        QTRY_COMPARE(ended, 1);
        streams.send(Way::Tcp, at, asBytes("again"));
        QTRY_VERIFY(server.hasPendingConnections());
        streams.hangUp(Way::Tcp, at);
        QTest::qWait(50);
        QCOMPARE(ended, 1);
    }

    void aConnectionThatNobodyTakesEnds() {
        TcpTransport streams;
        std::vector<Way> ended;
        streams.open([](Way, const Endpoint&, ByteView) {}, [&](Way way, const Endpoint&) { ended.push_back(way); });
        streams.send(Way::Tcp, Endpoint::v4(127, 0, 0, 1, 1), asBytes("nobody there"));
        streams.send(Way::Tls, Endpoint::v4(127, 0, 0, 1, 1), asBytes("nobody there"));
        QTRY_COMPARE(ended.size(), std::size_t{2});
    }

    void aReaderThatSleepsCostsLittleMemoryAndOldDatagrams() {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const auto at = Endpoint::v4(127, 0, 0, 1, server.serverPort());
        TcpTransport streams;
        streams.open([](Way, const Endpoint&, ByteView) {}, [](Way, const Endpoint&) {});
        streams.send(Way::Tcp, at, Bytes(1000));
        QTRY_VERIFY(server.hasPendingConnections());
        auto* const peer = server.nextPendingConnection();
        peer->setReadBufferSize(1024);
        constexpr std::size_t many = 20'000;  // 20 MB: more than the system takes for a loopback connection
        for (std::size_t i = 0; i < many; ++i) {
            Bytes datagram(1000);
            datagram[0] = static_cast<std::uint8_t>(i >> 8);
            datagram[1] = static_cast<std::uint8_t>(i);
            streams.send(Way::Tcp, at, datagram);
            if (i % 256 == 0) {
                QCoreApplication::processEvents();
            }
        }
        QTest::qWait(500);  // what waited so long is old
        streams.send(Way::Tcp, at, asBytes("fresh"));
        peer->setReadBufferSize(0);
        wire::StreamReader reader;
        std::size_t arrived = 0;
        std::string last;
        const auto caughtUp = [&] {
            const auto bytes = peer->readAll();
            reader.push(asBytes(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size()))));
            while (const auto datagram = reader.next()) {
                ++arrived;
                last = toText(*datagram);
            }
            return last == "fresh";
        };
        QTRY_VERIFY_WITH_TIMEOUT(caughtUp(), 10'000);
        QVERIFY2(arrived < many * 3 / 4, qPrintable(QString::number(arrived)));
    }

    void findsTheRouterInTheTableOfRoutes() {
        const auto router = readDefaultRouter(
            "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
            "wlan0\t00000000\t0100A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\n"
            "eth0\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n"
            "tun0\t00000000\t00000000\t0001\t0\t0\t50\t00000000\t0\t0\t0\n"
            "tun1\t00000000\t0102A8C0\t0003\t0\t0\t10\t00000080\t0\t0\t0\n"
            "eth0\t0001A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0\n");
        QVERIFY(router && router->withPort(1) == Endpoint::v4(192, 168, 1, 1, 1));
        for (const auto* bad : {"", "Iface\n", "Iface\nnonsense", "Iface\neth0\t00000000\t0101A8C0\n",
                                "Iface\neth0\tzz\t0101A8C0\t0003\t0\t0\t0\t00000000\n"}) {
            QVERIFY2(!readDefaultRouter(bad), bad);
        }
        if (const auto gateway = defaultGateway(4711)) {
            QVERIFY(gateway->router.isV4() && gateway->own.isV4());
            QCOMPARE(gateway->own.port(), std::uint16_t{4711});
        }
    }

    void familiesTakeTurns() {
        std::vector<Endpoint> many;
        for (std::uint8_t i = 1; i < 40; ++i) {
            many.push_back(Endpoint::v4(10, 0, 0, i, 1));
            many.push_back(Endpoint::v4(10, 0, 0, i, 1));
        }
        const auto six = *Endpoint::parse("[2001:db8::1]:1");
        many.push_back(six);
        const auto turns = inTurn(many);
        QCOMPARE(turns.size(), maxLocalAddresses);
        QVERIFY(turns[0] == six && turns[1] == many[0] && turns[2] == many[2]);
        QVERIFY(inTurn({}).empty());
    }

    void knowsTemporaryAddresses() {
        const auto found = readTemporaryAddresses(
            "20010db8000000000000000000000001 02 40 00 80    eth0\n"
            "20010db800000000aaaaaaaaaaaaaaaa 02 40 00 01    eth0\n"
            "20010db800000000bbbbbbbbbbbbbbbb 02 40 00 21    eth0\n"
            "20010db800000000cccccccccccccccc 02 40 00 41    eth0\n"
            "fe8000000000000002deadfffebeef00 02 40 20 80    eth0\n"
            "nonsense\n\n");
        QCOMPARE(found.size(), std::size_t{1});
        QVERIFY(found[0].withPort(9) == *Endpoint::parse("[2001:db8::aaaa:aaaa:aaaa:aaaa]:9"));
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
