// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QtTest>

#include "crypto/kdf.h"
#include "crypto/queueauth.h"
#include "cryptotest.h"

using namespace nightjar;
using namespace nightjar::crypto;
using namespace nightjar::crypto::test;

class TestQueueAuth : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        SeededRandom random(1);
        m_role = generateKeyPair(random);
        m_hub = generateKeyPair(random);
        random.fill(m_hash);
        m_queue = QueueId::draw(random);
    }

    void theHubAcceptsTheHolderOfTheRole() {
        const auto client = QueueAuth::atClient(m_role.secret.view(), m_hub.publicKey);
        const auto hub = QueueAuth::atHub(m_hub.secret.view(), m_role.publicKey);
        QVERIFY(client && hub);
        QVERIFY(hub->verify(m_hash, m_queue, 1, client->mac(m_hash, m_queue, 1)));
        // The hub could have made the same MAC: it proves nothing to others.
        QVERIFY(hub->mac(m_hash, m_queue, 1) == client->mac(m_hash, m_queue, 1));
    }

    // docs/protocol.md section 5, written out
    void followsTheProtocol() {
        const auto key = hkdfSha512(agree(m_role.secret.view(), m_hub.publicKey)->view(), "NJ1 queue auth");
        Bytes text = toBytes(m_hash);
        append(text, m_queue.value);
        text.push_back(2);
        const auto whole = hmacSha512(key.view(), text);
        const auto mac = QueueAuth::atClient(m_role.secret.view(), m_hub.publicKey)->mac(m_hash, m_queue, 2);
        QCOMPARE(toHex(mac), toHex(ByteView(whole).first(16)));
    }

    void everythingIsBound() {
        SeededRandom random(2);
        const auto hub = *QueueAuth::atHub(m_hub.secret.view(), m_role.publicKey);
        const auto mac = hub.mac(m_hash, m_queue, 1);
        QVERIFY(!hub.verify(m_hash, m_queue, 2, mac));
        QVERIFY(!hub.verify(m_hash, QueueId::draw(random), 1, mac));
        for (std::size_t i = 0; i < m_hash.size(); ++i) {
            auto otherSession = m_hash;
            otherSession[i] ^= 1;
            QVERIFY(!hub.verify(otherSession, m_queue, 1, mac));
        }
        for (std::size_t i = 0; i < mac.size(); ++i) {
            auto changed = mac;
            changed[i] ^= 1;
            QVERIFY(!hub.verify(m_hash, m_queue, 1, changed));
            QVERIFY(!hub.verify(m_hash, m_queue, 1, ByteView(mac).first(i)));
        }
        const auto stranger = generateKeyPair(random);
        const auto forged = QueueAuth::atClient(stranger.secret.view(), m_hub.publicKey)->mac(m_hash, m_queue, 1);
        QVERIFY(!hub.verify(m_hash, m_queue, 1, forged));
    }

    void pointsOfLowOrderAreRefused() {
        for (const auto& point : lowOrderPoints()) {
            QVERIFY(!QueueAuth::atClient(m_role.secret.view(), point));
            QVERIFY(!QueueAuth::atHub(m_hub.secret.view(), point));
        }
    }

private:
    KeyPair m_role;
    KeyPair m_hub;
    ByteArray<64> m_hash{};
    QueueId m_queue;
};

QTEST_APPLESS_MAIN(TestQueueAuth)
#include "tst_queueauth.moc"
