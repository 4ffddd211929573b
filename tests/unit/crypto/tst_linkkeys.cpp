// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QtTest>

#include "crypto/linkkeys.h"
#include "cryptotest.h"

using namespace nightjar;
using namespace nightjar::crypto;
using namespace nightjar::crypto::test;

class TestLinkKeys : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Values computed with Python's hashlib and OpenSSL
    void vector() {
        const auto keys = LinkKeys::derive(hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"));
        QCOMPARE(toHex(keys.blobId), std::string("4be0e906b2c41f272c2bddf75dc45545"));
        QCOMPARE(toHex(keys.blobKey.view()),
                 std::string("f32a8d8cac2fe4139e7358cf7466b0ef24264712c352f15a7edb5bc17234eaa4"));
        QCOMPARE(toHex(keys.revokeSecret.view()), std::string("277f09b5a687849e555ddb4fd59bacd6"));
        QCOMPARE(toHex(keys.firstMessageKey.view()),
                 std::string("ca31228f54f2cb7543e788cb31bf97568fa85975d97be25fec3ba03903a53223"));
    }

    void anotherSecretChangesEverything() {
        const auto a = LinkKeys::derive(Bytes(32, 1));
        const auto b = LinkKeys::derive(Bytes(32, 2));
        QVERIFY(a.blobId != b.blobId);
        QVERIFY(toHex(a.blobKey.view()) != toHex(b.blobKey.view()));
        QVERIFY(toHex(a.revokeSecret.view()) != toHex(b.revokeSecret.view()));
        QVERIFY(toHex(a.firstMessageKey.view()) != toHex(b.firstMessageKey.view()));
    }
};

QTEST_APPLESS_MAIN(TestLinkKeys)
#include "tst_linkkeys.moc"
