// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "crypto/stunauth.h"
#include "wire/streamframe.h"
#include "wire/turn.h"
#include "wire/turnaddress.h"
#include "wirevectors.h"

using namespace nightjar;
using namespace nightjar::wire;

namespace {

// RFC 5769 section 2.4: a request with long-term credentials.
constexpr auto rfc5769LongTerm =
    "000100602112a44278ad3433c6ad72c029da412e00060012e3839ee38388e383aae38383e382afe382b900000015001c662f2f3439396b39"
    "353464364f4c33346f4c394653547679363473410014000b6578616d706c652e6f72670000080014f67024656dd64a3e02b8e0712e85c9a2"
    "8ca89666";
constexpr auto matrix = "\xe3\x83\x9e\xe3\x83\x88\xe3\x83\xaa\xe3\x83\x83\xe3\x82\xaf\xe3\x82\xb9";

}  // namespace

/// TURN messages (RFC 8656) and what signs them (RFC 8489).
class TestTurn : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void signsAsRfc5769() {
        const auto bytes = *fromHex(rfc5769LongTerm);
        const auto read = decodeTurn(bytes);
        QVERIFY(read && read->integrity);
        QCOMPARE(read->realm.value(), std::string("example.org"));
        QCOMPARE(read->nonce.value(), std::string("f//499k954d6OL34oL9FSTvy64sA"));
        QCOMPARE(toText(*read->user), std::string(matrix));
        const auto key = crypto::stunKey(crypto::StunAlgorithm::Md5, matrix, "example.org", asBytes("TheMatrIX"));
        QCOMPARE(crypto::hmacSha1(key.view(), read->integrity->over), toBytes(read->integrity->mac));
        // And written anew it is the same.
        TurnWriter out(TurnMethod::Binding, StunClass::Request, read->transaction);
        out.username(matrix);
        out.nonce("f//499k954d6OL34oL9FSTvy64sA");
        out.realm("example.org");
        out.integrity(false, [&](ByteView over) { return crypto::hmacSha1(key.view(), over); });
        QCOMPARE(out.take(), bytes);
    }

    void hidesTheName() {
        // RFC 8489 appendix B.1
        QCOMPARE(toHex(crypto::stunUserHash(matrix, "example.org")),
                 std::string("4a3cf38fef6992bda952c6780417da0f24819415569e60b205c46e41407f1704"));
        // RFC 4231 section 4.3
        QCOMPARE(toHex(crypto::hmacSha256(asBytes("Jefe"), asBytes("what do ya want for nothing?"))),
                 std::string("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
    }

    void readsWhatItWrites() {
        const auto id = patternId<StunTransaction>(0xb0);
        const auto v4 = Endpoint::v4(192, 0, 2, 1, 32853);
        const auto v6 = *Endpoint::parse("[2001:db8:1234:5678:11:2233:4455:6677]:32853");
        for (const auto method : {TurnMethod::Allocate, TurnMethod::Refresh, TurnMethod::Send, TurnMethod::Data,
                                  TurnMethod::CreatePermission, TurnMethod::ChannelBind}) {
            for (const auto kind : {StunClass::Request, StunClass::Indication, StunClass::Success, StunClass::Error}) {
                TurnWriter out(method, kind, id);
                out.relayed(v4);
                out.relayed(v6);
                out.mapped(v4);
                out.peer(v6);
                out.lifetime(600);
                out.channelNumber(0x4001);
                out.data(asBytes("odd"));
                out.error(438);
                out.integrity(true, [](ByteView over) { return crypto::hmacSha256(asBytes("key"), over); });
                const auto bytes = out.take();
                const auto read = decodeTurn(bytes);
                QVERIFY(read && read->method == method && read->kind == kind && read->transaction == id);
                QVERIFY((read->relayed == std::vector<Endpoint>{v4, v6}));
                QVERIFY(read->mapped == v4 && read->peer == v6 && read->lifetime == 600u && read->channel == 0x4001);
                QVERIFY(read->error == 438 && toText(*read->data) == "odd" && !read->hasUnknown);
                QVERIFY(read->integrity && read->integrity->sha256);
                QCOMPARE(crypto::hmacSha256(asBytes("key"), read->integrity->over), toBytes(read->integrity->mac));
                for (std::size_t length = 0; length < bytes.size(); ++length) {
                    QVERIFY(!decodeTurn(ByteView(bytes).first(length)));
                }
            }
        }
    }

    void doesNotReadWhatNobodySigned() {
        TurnWriter out(TurnMethod::Refresh, StunClass::Success, patternId<StunTransaction>(1));
        out.integrity(false, [](ByteView over) { return crypto::hmacSha1(asBytes("key"), over); });
        out.lifetime(1);
        const auto read = decodeTurn(out.take());
        QVERIFY(read && !read->lifetime);
    }

    void aFamilyThatIsNotGivenDoesNotSpoilTheOther() {
        const auto v4 = Endpoint::v4(192, 0, 2, 1, 32853);
        TurnWriter out(TurnMethod::Allocate, StunClass::Success, patternId<StunTransaction>(1));
        out.relayed(v4);
        out.relayed(v4.withPort(0));
        const auto read = decodeTurn(out.take());
        QVERIFY((read && read->relayed == std::vector<Endpoint>{v4}));
    }

    void readsAddressesAsOperatorsWriteThem() {
        const auto plain = TurnAddress::parse("turn:turn.example.org");
        QVERIFY(plain && plain->host == "turn.example.org" && plain->port == 3478 && plain->way == Way::Udp);
        const auto tcp = TurnAddress::parse("turn:192.0.2.1:3479?transport=tcp");
        QVERIFY(tcp && tcp->way == Way::TurnTcp && tcp->endpoint() == Endpoint::v4(192, 0, 2, 1, 3479));
        const auto tls = TurnAddress::parse("turns:[2001:db8::1]");
        QVERIFY(tls && tls->way == Way::TurnTls && tls->port == 5349 && !tls->endpoint()->isV4());
        for (const auto* good :
             {"turn:turn.example.org", "turn:192.0.2.1:3479?transport=tcp", "turns:[2001:db8::1]:443"}) {
            QCOMPARE(TurnAddress::parse(good)->toString(), std::string(good));
        }
        QCOMPARE(TurnAddress::parse("turn:a:3478?transport=udp")->toString(), std::string("turn:a"));
        for (const auto* bad :
             {"", "turn:", "turn", "stun:a", "turns:a?transport=udp", "turn:a:", "turn:a:0", "turn:a:65536", "turn:a b",
              "turn:a?transport=sctp", "turn:[::1", "turn:[zz]", "turn:a/b", "turn:a:1x"}) {
            QVERIFY2(!TurnAddress::parse(bad), bad);
        }
    }

    void framesChannelData() {
        const auto plain = encodeChannelData(0x4000, asBytes("hello"), false);
        QCOMPARE(toHex(plain), std::string("4000000568656c6c6f"));
        const auto padded = encodeChannelData(0x4000, asBytes("hello"), true);
        QCOMPARE(padded.size(), std::size_t{12});
        for (const auto& bytes : {plain, padded}) {
            const auto read = decodeChannelData(bytes);
            QVERIFY(read && read->channel == 0x4000 && toText(read->data) == "hello");
        }
        QVERIFY(!decodeChannelData(ByteView(plain).first(8)));
        QVERIFY(!decodeChannelData(*fromHex("500000056868686868")));
        QVERIFY(!decodeChannelData(*fromHex("3fff0000")));
        QVERIFY(!decodeChannelData(*fromHex("4000000000000000")));  // more than padding
    }

    void findsTheEndOfAMessage() {
        QVERIFY(!turnFrameSize(*fromHex("400000")));
        QCOMPARE(turnFrameSize(*fromHex("40000005")).value(), std::size_t{12});
        QCOMPARE(turnFrameSize(*fromHex("40000004")).value(), std::size_t{8});
        QCOMPARE(turnFrameSize(*fromHex("00010060")).value(), std::size_t{0x60 + 20});
        QCOMPARE(turnFrameSize(*fromHex("80010060")).value(), std::size_t{0});
    }
};

QTEST_APPLESS_MAIN(TestTurn)
#include "tst_turn.moc"
