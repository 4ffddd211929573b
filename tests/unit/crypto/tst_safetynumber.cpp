// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QtTest>

#include <algorithm>

#include "crypto/safetynumber.h"
#include "cryptotest.h"

using namespace nightjar;
using namespace nightjar::crypto;
using namespace nightjar::crypto::test;

class TestSafetyNumber : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Vector of libsignal (fingerprint tests, version 1), whose keys carry a type byte and whose ids are phone numbers
    void signalVector() {
        const auto alice = fingerprint(hex("0506863bc66d02b40d27b8d49ca7c09e9239236f9d7d25d6fcca5ce13c7064d868"),
                                       asBytes("+14152222222"));
        const auto bob = fingerprint(hex("05f781b6fb32fed9ba1cf2de978d4d5da28dc34046ae814402b5c0dbd96fda907b"),
                                     asBytes("+14153333333"));
        QCOMPARE(toHex(ByteView(alice).first(32)),
                 std::string("1e301a0353dce3dbe7684cb8336e85136cdc0ee96219494ada305d62a7bd61df"));
        QCOMPARE(toHex(ByteView(bob).first(32)),
                 std::string("d62cbf73a11592015b6b9f1682ac306fea3aaf3885b84d12bca631e9d4fb3a4d"));
        QCOMPARE(fingerprintDigits(alice) + fingerprintDigits(bob),
                 std::string("300354477692869396892869876765458257569162576843440918079131"));
    }

    void bothSidesShowTheSame() {
        SeededRandom random(1);
        const auto a = generateKeyPair(random).publicKey;
        const auto b = generateKeyPair(random).publicKey;
        const auto number = safetyNumber(a, b);
        QCOMPARE(number, safetyNumber(b, a));
        QCOMPARE(number.size(), std::size_t{60});
        QVERIFY(std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; }));
        QVERIFY(number.substr(0, 30) <= number.substr(30));
        QVERIFY(fingerprintBytes(a, b) == fingerprintBytes(b, a));
        QCOMPARE(int(fingerprintBytes(a, b)[0]), 1);
    }

    void anotherKeyGivesAnotherNumber() {
        SeededRandom random(2);
        const auto a = generateKeyPair(random).publicKey;
        const auto b = generateKeyPair(random).publicKey;
        const auto c = generateKeyPair(random).publicKey;
        QVERIFY(safetyNumber(a, b) != safetyNumber(a, c));
        QVERIFY(fingerprintBytes(a, b) != fingerprintBytes(a, c));
    }
};

QTEST_APPLESS_MAIN(TestSafetyNumber)
#include "tst_safetynumber.moc"
