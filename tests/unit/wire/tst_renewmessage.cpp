// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "wire/renewmessage.h"
#include "wirevectors.h"

using namespace nightjar;
using namespace nightjar::wire;

namespace {

RenewMessage example() {
    return {pattern<32>(0x10), pattern<kemKeySize>(0x30), 7, 300, {patternId<EnvelopeId>(1), patternId<EnvelopeId>(9)}};
}

}  // namespace

class TestRenewMessage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void codesTheVector() {
        const auto bytes = vector("renew.plaintext");
        QCOMPARE(bytes.size(), renewEnvelopeSize - renewOverhead);
        QCOMPARE(encodeRenewMessage(example()), bytes);
        const auto message = decodeRenewMessage(bytes);
        QVERIFY(message);
        QCOMPARE(message->lowest, std::uint64_t(7));
        QCOMPARE(message->unopened, example().unopened);
        QCOMPARE(encodeRenewMessage(*message), bytes);
    }

    void namesUpToSixteen() {
        auto message = example();
        message.unopened.assign(maxUnopened, patternId<EnvelopeId>(1));
        QVERIFY(decodeRenewMessage(encodeRenewMessage(message)));
        message.unopened.push_back(patternId<EnvelopeId>(1));
        QVERIFY(!decodeRenewMessage(encodeRenewMessage(message)));
        message.unopened.clear();
        QVERIFY(!decodeRenewMessage(encodeRenewMessage(message)));
    }

    void refusesWhatIsBroken() {
        const auto good = vector("renew.plaintext");
        QCOMPARE(firstAcceptedPrefix(good, decodeRenewMessage), good.size());
        QVERIFY(!decodeRenewMessage(withByte(good, 0)));
        QVERIFY(!decodeRenewMessage(changed(good, 0, 2)));
        QVERIFY(!decodeRenewMessage(changed(good, good.size() - 1, 1)));
        auto message = example();
        message.lowest = std::uint64_t{1} << 62;
        QVERIFY(!decodeRenewMessage(encodeRenewMessage(message)));
        message = example();
        message.expected = std::uint64_t{1} << 62;
        QVERIFY(!decodeRenewMessage(encodeRenewMessage(message)));
    }
};

QTEST_APPLESS_MAIN(TestRenewMessage)
#include "tst_renewmessage.moc"
