// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "hub/memoryqueuestore.h"
#include "hub/stunserver.h"
#include "wire/stun.h"

using namespace nightjar;
using namespace nightjar::hub;

namespace {

constexpr std::uint16_t port = 33445;
const Endpoint first = Endpoint::v4(203, 0, 113, 10, port);
const Endpoint second = Endpoint::v4(203, 0, 113, 11, port);
const Endpoint client = Endpoint::v4(198, 51, 100, 1, 40000);

/// A question with attributes in hex, padded by a PADDING attribute to `size` bytes.
Bytes question(std::string_view attributesHex, std::size_t size) {
    auto attributes = *fromHex(attributesHex);
    const std::size_t rest = size - wire::stunHeaderSize - attributes.size();
    if (rest >= 4) {
        append(attributes, *fromHex("0026"));
        attributes.push_back(static_cast<std::uint8_t>((rest - 4) >> 8));
        attributes.push_back(static_cast<std::uint8_t>(rest - 4));
        attributes.resize(size - wire::stunHeaderSize);
    }
    Bytes out = *fromHex(
        "00010000"
        "2112a442"
        "b0b1b2b3b4b5b6b7b8b9babb");
    out[2] = static_cast<std::uint8_t>(attributes.size() >> 8);
    out[3] = static_cast<std::uint8_t>(attributes.size());
    append(out, attributes);
    return out;
}

constexpr auto changeAddress = "0003000400000004";
constexpr auto changePort = "0003000400000002";
constexpr auto changeBoth = "0003000400000006";

}  // namespace

class TestStunServer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsWhereTheQuestionCameFrom() {
        const StunConfig config{port, {first, {}}, false};
        const auto out = StunServer(config).answer({Port::Main, client, question("", 44), first});
        QVERIFY(out);
        QCOMPARE(out->to, client);
        QVERIFY(out->port == Port::Main);
        const auto answer = wire::decodeStun(out->datagram);
        QCOMPARE(answer->mapped.value(), client);
        QCOMPARE(answer->origin.value(), first);
        QVERIFY(!answer->other);  // RFC 5780 section 7.4: only of who has one
        QVERIFY(!answer->fingerprint);
    }

    void answersFromWhereItIsAsked_data() {
        QTest::addColumn<QString>("change");
        QTest::addColumn<bool>("atSecond");
        QTest::addColumn<bool>("atAlternate");
        QTest::addColumn<QString>("origin");
        QTest::addColumn<QString>("other");
        const auto both = QString::fromLatin1(changeBoth);
        QTest::newRow("nothing changed") << "" << false << false << "203.0.113.10:33445"
                                         << "203.0.113.11:33446";
        QTest::newRow("port") << changePort << false << false << "203.0.113.10:33446"
                              << "203.0.113.11:33446";
        QTest::newRow("address") << changeAddress << false << false << "203.0.113.11:33445"
                                 << "203.0.113.11:33446";
        QTest::newRow("both") << both << false << false << "203.0.113.11:33446"
                              << "203.0.113.11:33446";
        QTest::newRow("both, from the other corner") << both << true << true << "203.0.113.10:33445"
                                                     << "203.0.113.10:33445";
        QTest::newRow("port, at the second") << changePort << true << false << "203.0.113.11:33446"
                                             << "203.0.113.10:33446";
    }
    void answersFromWhereItIsAsked() {
        QFETCH(QString, change);
        QFETCH(bool, atSecond);
        QFETCH(bool, atAlternate);
        QFETCH(QString, origin);
        QFETCH(QString, other);
        const StunConfig config{port, {first, second}, false};
        const auto out = StunServer(config).answer({atAlternate ? Port::Alternate : Port::Main, client,
                                                    question(change.toStdString(), 64), atSecond ? second : first});
        QVERIFY(out);
        const auto answer = wire::decodeStun(out->datagram);
        QCOMPARE(answer->origin.value().toString(), origin.toStdString());
        QCOMPARE(answer->other.value().toString(), other.toStdString());
        QCOMPARE(out->via.withPort(1), answer->origin->withPort(1));
        QCOMPARE(out->port == Port::Main, answer->origin->port() == port);
    }

    void refusesWhatItCannot() {
        const StunConfig config{port, {first, {}}, false};
        const StunServer server(config);
        const auto codeOf = [&](std::string_view attributes, ConnectionId connection = 0) {
            const auto out = server.answer({Port::Main, client, question(attributes, 64), first, connection});
            return out ? wire::decodeStun(out->datagram)->errorCode.value_or(0) : -1;
        };
        QCOMPARE(codeOf(changePort), 0);
        QCOMPARE(codeOf(changeAddress), 420);
        QCOMPARE(codeOf(changeBoth), 420);
        QCOMPARE(codeOf("000c000440000000"), 420);  // of TURN
        QCOMPARE(codeOf("8055000400000000"), 0);    // optional
        QCOMPARE(codeOf(changePort, 7), 420);       // a connection has one port
        QCOMPARE(codeOf("0027000200500000", 7), 420);
        QCOMPARE(codeOf("", 7), 0);
    }

    void answersElsewhereAtTheSameAddress() {
        const StunConfig config{port, {}, false};
        const auto out = StunServer(config).answer({Port::Main, client, question("0027000215b30000", 44)});
        QVERIFY(out);
        QCOMPARE(out->to, client.withPort(5555));
        QCOMPARE(wire::decodeStun(out->datagram)->mapped.value(), client);
    }

    /// Whatever is asked in however many bytes, no answer is longer, unless the operator wants it so.
    void neverAmplifies() {
        const Endpoint clientV6 = *Endpoint::parse("[2001:db8::9]:4000");
        for (const bool open : {false, true}) {
            const StunConfig config{port, {first, second}, open};
            int answers = 0;
            for (const auto* attributes : {"", changePort, changeAddress, changeBoth, "000c0000", "0027000215b30000"}) {
                for (std::size_t size = wire::stunHeaderSize + std::string_view(attributes).size() / 2; size <= 120;
                     size += 4) {
                    for (const auto& from : {client, clientV6}) {
                        const auto asked = question(attributes, size);
                        const auto out = StunServer(config).answer({Port::Main, from, asked, first});
                        QVERIFY(open || !out || out->datagram.size() <= asked.size());
                        QVERIFY(!open || out);
                        answers += out ? 1 : 0;
                    }
                }
            }
            QVERIFY(answers > 100);
        }
    }

    void saysNothingToNoise() {
        const StunConfig config{port, {first, second}, true};
        const StunServer server(config);
        auto answer = question("", 44);
        answer[0] = 1;  // an answer, which would make two hubs talk for ever
        QVERIFY(!server.answer({Port::Main, client, answer, first}));
        answer[1] = 0x11;
        QVERIFY(!server.answer({Port::Main, client, answer, first}));
        QVERIFY(!server.answer({Port::Main, client, Bytes(44, 0), first}));
        QVERIFY(!server.answer({Port::Main, client, Bytes{}, first}));
    }
};

QTEST_APPLESS_MAIN(TestStunServer)
#include "tst_stunserver.moc"
