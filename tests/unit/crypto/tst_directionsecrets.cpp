// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QtTest>

#include "crypto/directionsecrets.h"
#include "cryptotest.h"

using namespace nightjar;
using namespace nightjar::crypto;
using namespace nightjar::crypto::test;

class TestDirectionSecrets : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        SeededRandom random(1);
        m_first = generateKeyPair(random);
        m_second = generateKeyPair(random);
    }

    void linkSidesMirrorEachOther() {
        const ByteArray<8> id{1, 2, 3};
        const auto offerer = linkSecrets(m_first, m_second.publicKey, id, true);
        const auto answerer = linkSecrets(m_second, m_first.publicKey, id, false);
        QVERIFY(offerer && answerer);
        QCOMPARE(toHex(offerer->send.view()), toHex(answerer->receive.view()));
        QCOMPARE(toHex(offerer->receive.view()), toHex(answerer->send.view()));
        QVERIFY(toHex(offerer->send.view()) != toHex(offerer->receive.view()));
        QVERIFY(toHex(linkSecrets(m_first, m_second.publicKey, {9}, true)->send.view()) != toHex(offerer->send.view()));
        QVERIFY(toHex(linkSecrets(m_first, m_second.publicKey, id, false)->receive.view()) !=
                toHex(offerer->send.view()));
    }

    void callSidesMirrorEachOther() {
        const Bytes secret(32, 7);
        const CallId call{{1, 2, 3}};
        const auto caller = mediaSecrets(m_first, m_second.publicKey, secret, call, true);
        const auto callee = mediaSecrets(m_second, m_first.publicKey, secret, call, false);
        QVERIFY(caller && callee);
        QCOMPARE(toHex(caller->send.view()), toHex(callee->receive.view()));
        QCOMPARE(toHex(caller->receive.view()), toHex(callee->send.view()));
        const auto otherSecret = mediaSecrets(m_first, m_second.publicKey, Bytes(32, 8), call, true);
        QVERIFY(toHex(otherSecret->send.view()) != toHex(caller->send.view()));
        const auto otherCall = mediaSecrets(m_first, m_second.publicKey, secret, CallId{{4}}, true);
        QVERIFY(toHex(otherCall->send.view()) != toHex(caller->send.view()));
    }

    void pointsOfLowOrderAreRefused() {
        for (const auto& point : lowOrderPoints()) {
            QVERIFY(!linkSecrets(m_first, point, {}, true));
            QVERIFY(!mediaSecrets(m_first, point, Bytes(32, 7), {}, false));
        }
    }

private:
    KeyPair m_first;
    KeyPair m_second;
};

QTEST_APPLESS_MAIN(TestDirectionSecrets)
#include "tst_directionsecrets.moc"
