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

    void codesStored() {
        const StoredMessage stored{{patternId<EnvelopeId>(1), patternId<EnvelopeId>(9)}};
        const auto bytes = vector("link.stored");
        QCOMPARE(encodeLinkMessage(stored), bytes);
        const auto decoded = decodeLinkMessage(bytes);
        QVERIFY(decoded);
        QCOMPARE(std::get<StoredMessage>(*decoded).envelopes, stored.envelopes);
        QVERIFY(!decodeLinkMessage(withByte(bytes, 0)));
    }

    void boundsStored() {
        const auto accepts = [](std::size_t count) {
            return decodeLinkMessage(encodeLinkMessage(StoredMessage{std::vector<EnvelopeId>(count)})).has_value();
        };
        QVERIFY(!accepts(0));
        QVERIFY(accepts(1));
        QVERIFY(accepts(maxStoredIds));
        QVERIFY(!accepts(maxStoredIds + 1));
    }
};

QTEST_APPLESS_MAIN(TestLinkMessages)
#include "tst_linkmessages.moc"
