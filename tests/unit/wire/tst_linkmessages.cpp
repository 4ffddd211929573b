// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "wire/linkmessages.h"
#include "wirevectors.h"

using namespace nightjar;
using namespace nightjar::wire;

class TestLinkMessages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void codesEnvelopes() {
        const auto envelope = vector("envelope");
        const auto bytes = vector("link.envelope");
        QCOMPARE(encodeLinkMessage(EnvelopeMessage{envelope}), bytes);
        const auto decoded = decodeLinkMessage(bytes);
        QVERIFY(decoded);
        QCOMPARE(toBytes(std::get<EnvelopeMessage>(*decoded).envelope), envelope);
        QCOMPARE(firstAcceptedPrefix(bytes, decodeLinkMessage), bytes.size());
        QVERIFY(!decodeLinkMessage(withByte(bytes, 0)));
        QVERIFY(!decodeLinkMessage(changed(bytes, 0, 66)));
    }

    void codesCandidates() {
        const std::vector<Candidate> candidates{{CandidateKind::Mapped, *Endpoint::parse("203.0.113.7:40001")},
                                                {CandidateKind::Relayed, *Endpoint::parse("[2001:db8::7]:50000")}};
        const auto bytes = encodeLinkMessage(CandidatesMessage{candidates});
        QCOMPARE(toHex(bytes), std::string("49020304cb0071079c41051020010db8000000000000000000000007c350"));
        const auto decoded = decodeLinkMessage(bytes);
        QVERIFY(decoded);
        QVERIFY(std::get<CandidatesMessage>(*decoded).candidates == candidates);
        QCOMPARE(firstAcceptedPrefix(bytes, decodeLinkMessage), bytes.size());
        QVERIFY(!decodeLinkMessage(withByte(bytes, 0)));
        QVERIFY(!decodeLinkMessage(changed(bytes, 1, 17)));
        QVERIFY(!decodeLinkMessage(changed(bytes, 2, 8)));  // no such kind
    }

    void codesGuesses() {
        for (const auto* text : {"203.0.113.7:40001", "[2001:db8::7]:40001"}) {
            const auto from = *Endpoint::parse(text);
            const auto bytes = encodeLinkMessage(GuessMessage{from});
            QCOMPARE(bytes[0], std::uint8_t{76});
            const auto decoded = decodeLinkMessage(bytes);
            QVERIFY(decoded);
            QVERIFY(std::get<GuessMessage>(*decoded).from == from);
            QCOMPARE(firstAcceptedPrefix(bytes, decodeLinkMessage), bytes.size());
            QVERIFY(!decodeLinkMessage(withByte(bytes, 0)));
            QVERIFY(!decodeLinkMessage(changed(bytes, 1, 5)));
        }
        // No port; and an IPv4 address in the long form.
        QVERIFY(!decodeLinkMessage(*fromHex("4c04cb0071070000")));
        QVERIFY(!decodeLinkMessage(*fromHex("4c1000000000000000000000ffffcb0071079c41")));
        QVERIFY(decodeLinkMessage(*fromHex("4c04cb0071079c41")));
    }
};

QTEST_APPLESS_MAIN(TestLinkMessages)
#include "tst_linkmessages.moc"
