// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "wire/invitationblob.h"
#include "wirevectors.h"

using namespace nightjar;
using namespace nightjar::wire;

namespace {

InvitationBlob example(std::string name = "Zoë") {
    return {pattern<32>(0x10), pattern<32>(0x30), pattern<kemKeySize>(0x50), exampleQueue(), std::move(name)};
}

}  // namespace

class TestInvitationBlob : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void codesTheVector() {
        const auto bytes = vector("invitation.plaintext");
        QCOMPARE(bytes.size(), invitationBlobSizes.front() - invitationOverhead);
        QCOMPARE(encodeInvitationBlob(example()), bytes);
        const auto blob = decodeInvitationBlob(bytes);
        QVERIFY(blob);
        QCOMPARE(blob->name, std::string("Zoë"));
        QCOMPARE(encodeInvitationBlob(*blob), bytes);
    }

    void takesTheLargerSizeForALongName() {
        auto blob = example();
        blob.queue.hub.host = std::string(150, 'a');
        QCOMPARE(encodeInvitationBlob(blob).size(), invitationBlobSizes.back() - invitationOverhead);
    }

    void refusesWhatIsBroken() {
        const auto good = vector("invitation.plaintext");
        QCOMPARE(firstAcceptedPrefix(good, decodeInvitationBlob), good.size());
        QVERIFY(!decodeInvitationBlob(withByte(good, 0)));
        QVERIFY(!decodeInvitationBlob(changed(good, 0, 2)));
        QVERIFY(!decodeInvitationBlob(changed(good, good.size() - 1, 1)));
        QVERIFY(!decodeInvitationBlob(encodeInvitationBlob(example("\xff"))));
        QVERIFY(decodeInvitationBlob(encodeInvitationBlob(example(std::string(64, 'a')))));
        QVERIFY(!decodeInvitationBlob(encodeInvitationBlob(example(std::string(65, 'a')))));
    }
};

QTEST_APPLESS_MAIN(TestInvitationBlob)
#include "tst_invitationblob.moc"
