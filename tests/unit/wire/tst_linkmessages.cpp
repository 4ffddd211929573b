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
};

QTEST_APPLESS_MAIN(TestLinkMessages)
#include "tst_linkmessages.moc"
