// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "wire/packet.h"
#include "wirevectors.h"

using namespace nightjar;
using namespace nightjar::wire;

class TestPacket : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsKindsByTheFirstByte() {
        const auto kind = [](int first) { return kindOf(Bytes{static_cast<std::uint8_t>(first)}); };
        QCOMPARE(kindOf({}), DatagramKind::Unknown);
        for (int first = 0; first < 256; ++first) {
            auto expected = DatagramKind::Unknown;
            if (first <= 3) {
                expected = DatagramKind::Stun;
            } else if (first == 78) {
                expected = DatagramKind::Discovery;
            } else if (first >= 128 && first <= 191) {
                expected = DatagramKind::Voice;
            } else if (first == 192) {
                expected = DatagramKind::HubHello;
            } else if (first == 193) {
                expected = DatagramKind::HubWelcome;
            } else if (first == 194) {
                expected = DatagramKind::HubCookie;
            } else if (first == 196) {
                expected = DatagramKind::ChannelPacket;
            } else if (first == 197) {
                expected = DatagramKind::ChannelUnknown;
            } else if (first == portProbe[0]) {
                expected = DatagramKind::PortProbe;  // this byte alone
            }
            QCOMPARE(kind(first), expected);
        }
    }

    void codesHellos() {
        const auto good = vector("hub.hello");
        QCOMPARE(good.size(), hubHelloSize);
        QCOMPARE(encodeHubHello(patternId<ChannelId>(0xc1), pattern(0, hubHelloSize - 5)), good);
        const auto hello = decodeHubHello(good);
        QVERIFY(hello);
        QCOMPARE(hello->client, patternId<ChannelId>(0xc1));
        QCOMPARE(hello->noise.size(), hubHelloPayloadSize + 96);
        QCOMPARE(firstAcceptedPrefix(good, decodeHubHello), good.size());
        QVERIFY(!decodeHubHello(withByte(good, 0)));
        QVERIFY(!decodeHubHello(changed(good, 1, 2)));  // another version
    }

    void codesCookies() {
        const auto good = vector("hub.cookie");
        QCOMPARE(good.size(), hubCookieSize);
        const auto cookie = decodeHubCookie(good);
        QVERIFY(cookie);
        QCOMPARE(cookie->client, patternId<ChannelId>(0xc1));
        QCOMPARE(cookie->sealed.size(), std::size_t{32});
        QCOMPARE(encodeHubCookie(*cookie), good);
        QCOMPARE(firstAcceptedPrefix(good, decodeHubCookie), good.size());
        QVERIFY(!decodeHubCookie(withByte(good, 0)));
        QVERIFY(!decodeHubCookie(changed(good, 0, 193)));

        auto proven = vector("hub.hello");
        QVERIFY(!splitProvenHello(proven));
        append(proven, pattern(0x77, hubHelloMacSize));
        const auto parts = splitProvenHello(proven);
        QVERIFY(parts && decodeHubHello(parts->hello));
        QCOMPARE(toBytes(parts->mac), pattern(0x77, hubHelloMacSize));
        QVERIFY(!decodeHubHello(proven));
    }

    void codesWelcomes() {
        for (const auto* name : {"hub.welcome.v4", "hub.welcome.v6"}) {
            const auto good = vector(name);
            QVERIFY(good.size() < hubHelloSize);
            const auto welcome = decodeHubWelcome(good);
            QVERIFY(welcome);
            QCOMPARE(encodeHubWelcome(welcome->client, welcome->noise), good);
            QVERIFY(!decodeHubWelcome(withByte(good, 0)));
            QVERIFY(!decodeHubWelcome(changed(good, 0, 192)));
        }
        const auto v4 = vector("hub.welcome.v4");
        QCOMPARE(firstAcceptedPrefix(v4, decodeHubWelcome), v4.size());
    }

    void codesWelcomePayloads() {
        const WelcomePayload v4{patternId<ChannelId>(0xd1), *Endpoint::parse("198.51.100.9:40000"), exampleTime};
        const WelcomePayload v6{patternId<ChannelId>(0xd1), *Endpoint::parse("[2001:db8::2]:40000"), exampleTime};
        QCOMPARE(encodeWelcomePayload(v4), vector("hub.welcome.payload.v4"));
        QCOMPARE(encodeWelcomePayload(v6), vector("hub.welcome.payload.v6"));
        for (const auto& payload : {v4, v6}) {
            const auto decoded = decodeWelcomePayload(encodeWelcomePayload(payload));
            QVERIFY(decoded);
            QCOMPARE(decoded->hub, payload.hub);
            QCOMPARE(decoded->observed, payload.observed);
            QVERIFY(decoded->time == payload.time);
        }
        QCOMPARE(firstAcceptedPrefix(encodeWelcomePayload(v4), decodeWelcomePayload), std::size_t(17));
        // A clock that would overflow, and IPv4 in the clothes of IPv6.
        QVERIFY(!decodeWelcomePayload(changed(encodeWelcomePayload(v4), 9, 0x7f)));
        auto mapped = vector("hub.welcome.payload.v6");
        std::fill(mapped.begin() + 3, mapped.begin() + 13, std::uint8_t(0));
        mapped[13] = mapped[14] = 0xff;
        QVERIFY(!decodeWelcomePayload(mapped));
    }

    void codesChannelHeaders() {
        const auto header = encodeChannelHeader(patternId<ChannelId>(0xc1), 0x12345);
        QCOMPARE(toBytes(header), vector("channel.header"));
        auto packet = toBytes(header);
        packet.resize(channelOverhead);
        QVERIFY(!decodeChannelHeader(packet));  // a tag and nothing in it
        packet.push_back(0);
        const auto decoded = decodeChannelHeader(packet);
        QVERIFY(decoded);
        QCOMPARE(decoded->to, patternId<ChannelId>(0xc1));
        QCOMPARE(decoded->numberLow, std::uint16_t(0x2345));
        QVERIFY(!decodeChannelHeader(changed(packet, 0, 195)));
    }

    void recoversPacketNumbers() {
        // The example of RFC 9000 appendix A.3.
        QCOMPARE(recoverPacketNumber(0xa82f30ea, 0x9b32), std::uint64_t(0xa82f9b32));
        QCOMPARE(recoverPacketNumber(std::nullopt, 0), std::uint64_t(0));
        QCOMPARE(recoverPacketNumber(std::nullopt, 0x7fff), std::uint64_t(0x7fff));
        QCOMPARE(recoverPacketNumber(0xffff, 0), std::uint64_t(0x10000));
        QCOMPARE(recoverPacketNumber(0x10000, 0xfffe), std::uint64_t(0xfffe));

        SeededRandom random(7);
        for (int i = 0; i < 2000; ++i) {
            const auto largest = random.u64() >> (2 + random.below(60));
            const auto distance = static_cast<std::int64_t>(random.below(0xffff)) - 0x7fff;
            const auto number = static_cast<std::uint64_t>(static_cast<std::int64_t>(largest) + 1 + distance);
            if (number >> 62 != 0) {
                continue;
            }
            QCOMPARE(recoverPacketNumber(largest, static_cast<std::uint16_t>(number)), number);
        }
    }

    void codesChannelUnknown() {
        const auto good = vector("channel.unknown");
        QCOMPARE(toBytes(encodeChannelUnknown(patternId<ChannelId>(0xc1))), good);
        QCOMPARE(decodeChannelUnknown(good).value(), patternId<ChannelId>(0xc1));
        QCOMPARE(firstAcceptedPrefix(good, decodeChannelUnknown), good.size());
        QVERIFY(!decodeChannelUnknown(withByte(good, 0)));
    }
};

QTEST_APPLESS_MAIN(TestPacket)
#include "tst_packet.moc"
