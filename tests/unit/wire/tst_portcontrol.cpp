// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "wire/natpmp.h"
#include "wire/pcp.h"
#include "wirevectors.h"

using namespace nightjar;
using namespace nightjar::wire;

namespace {

const Endpoint own = Endpoint::v4(192, 168, 1, 20, 40000);
const Endpoint outer = Endpoint::v4(203, 0, 113, 9, 51234);

PcpMapRequest request() {
    return {own, 3600, patternId<PcpNonce>(0x10), Endpoint(ByteArray<4>{}, 0)};
}

PcpMapAnswer answer() {
    return {PcpResult::Success, 3600, 1000, PcpMapAnswer::Mapping{patternId<PcpNonce>(0x10), 40000, outer}};
}

}  // namespace

/// PCP (RFC 6887) and NAT-PMP (RFC 6886), written out by hand from their figures.
class TestPortControl : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesPcpRequests() {
        QCOMPARE(toHex(encodePcpMapRequest(request())),
                 std::string("0201000000000e1000000000000000000000ffffc0a80114"  // figures 2 and 9
                             "101112131415161718191a1b110000009c40000000000000000000000000ffff00000000"));
        QCOMPARE(encodePcpMapRequest(request()).size(), pcpMapSize);
        const auto read = decodePcpMapRequest(encodePcpMapRequest(request()));
        QVERIFY(read);
        QVERIFY(read->client == own && read->nonce == request().nonce && read->lifetime == 3600);
    }

    void readsPcpAnswers() {
        const auto bytes = *fromHex(
            "0281000000000e10000003e8000000000000000000000000"
            "101112131415161718191a1b110000009c40c82200000000000000000000ffffcb007109");
        const auto read = decodePcpMapAnswer(bytes);
        QVERIFY(read);
        QCOMPARE(read->epoch, 1000u);
        QCOMPARE(read->lifetime, 3600u);
        QVERIFY(read->mapping && read->mapping->external == outer && read->mapping->internalPort == 40000);
        QCOMPARE(encodePcpMapAnswer(answer()), bytes);
        // An error may be the header alone.
        const PcpMapAnswer refused{PcpResult::NotAuthorised, 1800, 7, std::nullopt};
        const auto error = decodePcpMapAnswer(encodePcpMapAnswer(refused));
        QVERIFY(error && error->result == PcpResult::NotAuthorised && !error->mapping && error->lifetime == 1800);
    }

    void refusesBadPcpAnswers() {
        const auto good = encodePcpMapAnswer(answer());
        const auto with = [&](std::size_t at, std::uint8_t value) {
            auto bytes = good;
            bytes[at] = value;
            return decodePcpMapAnswer(bytes).has_value();
        };
        QVERIFY(with(0, 2));
        QVERIFY(!with(0, 1));     // another version
        QVERIFY(!with(1, 0x01));  // a request
        QVERIFY(!with(1, 0x82));  // PEER
        QVERIFY(!with(36, 6));    // TCP
        auto noPort = good;
        noPort[42] = noPort[43] = 0;
        QVERIFY(!decodePcpMapAnswer(noPort));
        for (std::size_t length = 0; length < good.size(); ++length) {
            const auto cut = decodePcpMapAnswer(ByteView(good).first(length));
            QVERIFY2(!cut, std::to_string(length).c_str());
        }
        auto longer = good;
        longer.resize(longer.size() + 4);  // options that we do not know
        QVERIFY(decodePcpMapAnswer(longer));
        longer.resize(longer.size() + 1);
        QVERIFY(!decodePcpMapAnswer(longer));
        longer.resize(pcpMaxSize + 4);
        QVERIFY(!decodePcpMapAnswer(longer));
    }

    void speaksNatPmp() {
        QCOMPARE(toHex(encodeNatPmpAddressRequest()), std::string("0000"));
        QCOMPARE(toHex(encodeNatPmpMapRequest(40000, 51234, 3600)), std::string("000100009c40c82200000e10"));
        const auto address = decodeNatPmpAnswer(*fromHex("00800000000003e8cb007109"));
        QVERIFY(address && address->epoch == 1000);
        QVERIFY((std::get<NatPmpAnswer::Address>(address->what).address == ByteArray<4>{203, 0, 113, 9}));
        const auto mapping = decodeNatPmpAnswer(*fromHex("00810000000003e89c40c82200000e10"));
        QVERIFY(mapping);
        const auto& port = std::get<NatPmpAnswer::Mapping>(mapping->what);
        QVERIFY(port.internalPort == 40000 && port.externalPort == 51234 && port.lifetime == 3600);
        // What an elder router says to PCP (RFC 6887 appendix A).
        const auto elder = decodeNatPmpAnswer(*fromHex("00810001000003e8"));
        QVERIFY(elder && elder->result == NatPmpResult::UnsupportedVersion);
    }

    void refusesBadNatPmpAnswers() {
        for (const auto* bad :
             {"", "00", "0080000000", "00000000000003e8cb007109", "01800000000003e8cb007109", "00800000000003e8cb0071",
              "00800000000003e8cb00710900", "00810000000003e89c40c82200000e", "00810000000003e89c40000000000e10",
              "00820000000003e89c40c82200000e10"}) {
            QVERIFY2(!decodeNatPmpAnswer(*fromHex(bad)), bad);
        }
    }
};

QTEST_APPLESS_MAIN(TestPortControl)
#include "tst_portcontrol.moc"
