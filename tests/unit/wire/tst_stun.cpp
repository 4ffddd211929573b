// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "wire/stun.h"
#include "wire/stunanswers.h"
#include "wirevectors.h"

using namespace nightjar;
using namespace nightjar::wire;

namespace {

// RFC 5769: with a USERNAME, integrity and fingerprint that we do not read.
constexpr auto rfc5769Request =
    "000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e74002400046e0001ff80290008932ff9b151"
    "263b36000600096576746a3a68367659202020000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf";
constexpr auto rfc5769ResponseV4 =
    "0101003c2112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220002000080001a147e112a643000800142b91f599fd"
    "9e90c38c7489f92af9ba53f06be7d780280004c07d4c96";
constexpr auto rfc5769ResponseV6 =
    "010100482112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220002000140002a1470113a9faa5d3f179bc25f4b5be"
    "d2b9d900080014a382954e4be67bf11784c97c8292c275bfe3ed4180280004c8fb0b4c";

Bytes message(std::uint16_t type, std::string_view attributesHex) {
    const auto attributes = *fromHex(attributesHex);
    ByteWriter out;
    out.u16(type);
    out.u16(static_cast<std::uint16_t>(attributes.size()));
    out.u32(0x2112a442);
    out.bytes(pattern(0xb0, 12));
    out.bytes(attributes);
    return out.take();
}

}  // namespace

class TestStun : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsRfc5769() {
        const auto request = decodeStun(*fromHex(rfc5769Request));
        QVERIFY(request);
        QCOMPARE(request->kind, StunClass::Request);
        QCOMPARE(request->transaction.toString(), std::string("b7e7a701bc34d686fa87dfae"));
        QVERIFY(request->unknownRequired.empty());
        QVERIFY(!request->mapped);
        QVERIFY(request->fingerprint);
        for (const int i : {20, 60, 107}) {  // one wrong bit anywhere, and it is no STUN
            QVERIFY(!decodeStun(changed(*fromHex(rfc5769Request), static_cast<std::size_t>(i), 0xa5)));
        }

        const auto v4 = decodeStun(*fromHex(rfc5769ResponseV4));
        QVERIFY(v4);
        QCOMPARE(v4->kind, StunClass::Success);
        QCOMPARE(v4->mapped.value().toString(), std::string("192.0.2.1:32853"));

        const auto v6 = decodeStun(*fromHex(rfc5769ResponseV6));
        QVERIFY(v6);
        QCOMPARE(v6->mapped.value().toString(), std::string("[2001:db8:1234:5678:11:2233:4455:6677]:32853"));
    }

    void writesTheVectors() {
        const auto id = patternId<StunTransaction>(0xb0);
        QCOMPARE(encodeBindingRequest(id), vector("stun.request"));
        QCOMPARE(encodeBindingSuccess(id, *Endpoint::parse("192.0.2.1:32853")), vector("stun.success.v4"));
        QCOMPARE(encodeBindingSuccess(id, *Endpoint::parse("[2001:db8:1234:5678:11:2233:4455:6677]:32853")),
                 vector("stun.success.v6"));
        QCOMPARE(vector("stun.success.v4").size(), stunAnswerSizeV4);
        QCOMPARE(vector("stun.success.v6").size(), stunAnswerSizeV6);
        // No answer is longer than our question.
        QCOMPARE(vector("stun.request").size(), stunAnswerSizeV6);
    }

    void readsWhatItWrites() {
        for (const auto* name : {"stun.success.v4", "stun.success.v6"}) {
            const auto decoded = decodeStun(vector(name));
            QVERIFY(decoded && decoded->mapped);
            QCOMPARE(encodeBindingSuccess(decoded->transaction, *decoded->mapped), vector(name));
        }
        QVERIFY(decodeStun(vector("stun.request")));
    }

    void readsErrors() {
        const auto clean = decodeStun(message(0x0111, "0009000400000414000a000480028003"));
        QVERIFY(clean);
        QCOMPARE(clean->kind, StunClass::Error);
        QCOMPARE(clean->errorCode.value(), 420);
        QVERIFY(!decodeStun(message(0x0111, "0009000400000714")));  // 7xx
        QVERIFY(!decodeStun(message(0x0111, "0009000400000464")));  // number 100
    }

    void listsWhatMustBeUnderstood() {
        // CHANNEL-NUMBER (RFC 8656), which a hub does not do, and an optional one.
        const auto request = decodeStun(message(0x0001,
                                                "000c000440000000"
                                                "8055000400000000"));
        QVERIFY(request);
        QCOMPARE(request->unknownRequired, std::vector<std::uint16_t>{0x000c});

        std::string many;
        for (int i = 0; i < 100; ++i) {
            many += "000c0000";
        }
        QCOMPARE(decodeStun(message(0x0001, many))->unknownRequired.size(), stunMaxUnknown);
    }

    void prefersXorMapped() {
        // MAPPED-ADDRESS 10.0.0.1:1, then XOR-MAPPED-ADDRESS 192.0.2.1:32853, then again the other way round.
        for (const auto* attributes :
             {"00010008000100010a000001002000080001a147e112a643", "002000080001a147e112a64300010008000100010a000001"}) {
            QCOMPARE(decodeStun(message(0x0101, attributes))->mapped.value().toString(),
                     std::string("192.0.2.1:32853"));
        }
        QCOMPARE(decodeStun(message(0x0101, "00010008000100010a000001"))->mapped.value().toString(),
                 std::string("10.0.0.1:1"));
    }

    void readsRfc5780() {
        const auto change = decodeStun(message(0x0001, "00030004000000060027000415b30000"));
        QVERIFY(change);
        QVERIFY(change->change.address && change->change.port);
        QCOMPARE(change->responsePort.value(), std::uint16_t{5555});
        const auto port = decodeStun(message(0x0001, "0003000400000002002700029c400000"));
        QVERIFY(port);
        QVERIFY(!port->change.address && port->change.port);
        QCOMPARE(port->responsePort.value(), std::uint16_t{40000});
        QVERIFY(!decodeStun(message(0x0001, "0003000200000000")));          // CHANGE-REQUEST of two bytes
        QVERIFY(!decodeStun(message(0x0001, "0027000400000000")));          // RESPONSE-PORT 0
        QVERIFY(!decodeStun(message(0x0101, "802c000800030d960a000001")));  // OTHER-ADDRESS of family 3
        for (const StunChange wish : {StunChange{true, false}, StunChange{false, true}, StunChange{true, true}}) {
            const auto bytes = encodeBindingRequest(patternId<StunTransaction>(0xb0), wish);
            QCOMPARE(bytes.size(), stunAnswerSizeV6);
            const auto decoded = decodeStun(bytes);
            QVERIFY(decoded);
            QCOMPARE(decoded->change.address, wish.address);
            QCOMPARE(decoded->change.port, wish.port);
        }
    }

    void answersWhatFits() {
        BindingAnswer answer{patternId<StunTransaction>(0xb0), *Endpoint::parse("192.0.2.1:32853"),
                             *Endpoint::parse("198.51.100.7:33445"), *Endpoint::parse("198.51.100.8:33446"), true};
        std::size_t last = 0;
        for (std::size_t most = 0; most <= 100; ++most) {
            const auto bytes = encodeBindingAnswer(answer, most);
            QCOMPARE(bytes.has_value(), most >= 40);
            if (!bytes) {
                continue;
            }
            QVERIFY(bytes->size() <= most && bytes->size() >= last);
            last = bytes->size();
            const auto decoded = decodeStun(*bytes);
            QVERIFY(decoded && decoded->mapped && decoded->fingerprint);
            QCOMPARE(decoded->other.has_value(), most >= 52);
            QCOMPARE(decoded->origin.has_value(), most >= 64);
        }
        const auto whole = decodeStun(*encodeBindingAnswer(answer, 64));
        QCOMPARE(whole->mapped.value(), answer.mapped);
        QCOMPARE(whole->origin.value(), answer.origin);
        QCOMPARE(whole->other.value(), answer.other);

        const std::vector<std::uint16_t> unknown{0x000c, 0x0003, 0x7fff};
        for (const bool fingerprint : {false, true}) {
            const std::size_t size = fingerprint ? 48 : 40;
            QVERIFY(!encodeUnknownAttributes(answer.transaction, unknown, fingerprint, size - 1));
            const auto bytes = encodeUnknownAttributes(answer.transaction, unknown, fingerprint, size);
            QVERIFY(bytes);
            QCOMPARE(bytes->size(), size);
            const auto decoded = decodeStun(*bytes);
            QVERIFY(decoded);
            QCOMPARE(decoded->kind, StunClass::Error);
            QCOMPARE(decoded->errorCode.value(), 420);
            QCOMPARE(decoded->fingerprint, fingerprint);
            QCOMPARE(toHex(ByteView(*bytes).subspan(28, 12)), std::string("000a0006000c00037fff0000"));
        }
    }

    void refusesWhatIsBroken() {
        for (const auto* name : {"stun.request", "stun.success.v4", "stun.success.v6"}) {
            const auto good = vector(name);
            QCOMPARE(firstAcceptedPrefix(good, decodeStun), good.size());
            QVERIFY(!decodeStun(withByte(good, 0)));
            QVERIFY(!decodeStun(changed(good, 4, 0x20)));  // cookie
            QVERIFY(!decodeStun(changed(good, 1, 0x03)));  // TURN Allocate
            QVERIFY(!decodeStun(changed(good, 3, 0xff)));  // length
        }
        QVERIFY(!decodeStun(message(0x0101, "0020000800030000e112a643")));  // family 3
        QVERIFY(!decodeStun(message(0x0101, "002000080002a147e112a643")));  // IPv6 in four bytes
        QVERIFY(!decodeStun(message(0x0101, "0020ffff0001a147e112a643")));  // longer than the message
    }
};

QTEST_APPLESS_MAIN(TestStun)
#include "tst_stun.moc"
