// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QtTest>

#include "crypto/kdf.h"
#include "cryptotest.h"

using namespace nightjar;
using namespace nightjar::crypto;
using namespace nightjar::crypto::test;

namespace {

struct People {
    KeyPair inviterIdentity;
    KeyPair oneTime;
    KeyPair accepterIdentity;
    KeyPair ephemeral;
    ByteArray<16> linkId{};

    explicit People(std::uint64_t seed) {
        SeededRandom random(seed);
        for (auto* pair : {&inviterIdentity, &oneTime, &accepterIdentity, &ephemeral}) {
            *pair = generateKeyPair(random);
        }
        random.fill(linkId);
    }
    [[nodiscard]] std::optional<SessionSecrets> accept(const HandshakeKem& kem = {}) const {
        return acceptHandshake(accepterIdentity, ephemeral, inviterIdentity.publicKey, oneTime.publicKey, linkId, kem);
    }
    [[nodiscard]] std::optional<SessionSecrets> complete(const HandshakeKem& kem = {}) const {
        return completeHandshake(inviterIdentity, oneTime, accepterIdentity.publicKey, ephemeral.publicKey, linkId,
                                 kem);
    }
};

std::string all(const SessionSecrets& secrets) {
    return toHex(secrets.rootKey.view()) + toHex(secrets.headerKeyAccepter.view()) +
           toHex(secrets.nextHeaderKeyInviter.view()) + toHex(secrets.transcript);
}

}  // namespace

class TestHandshake : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bothSidesAgree() {
        const People people(1);
        const auto accepted = people.accept();
        const auto completed = people.complete();
        QVERIFY(accepted && completed);
        QCOMPARE(all(*accepted), all(*completed));
        QCOMPARE(accepted->rootKey.size(), std::size_t{32});
        QVERIFY(toHex(accepted->rootKey.view()) != toHex(accepted->headerKeyAccepter.view()));
        QVERIFY(toHex(accepted->headerKeyAccepter.view()) != toHex(accepted->nextHeaderKeyInviter.view()));
    }

    // docs/protocol.md section 6, written out
    void followsTheKeySchedule() {
        const People p(2);
        Bytes ikm(32, 0xff);
        append(ikm, agree(p.accepterIdentity.secret.view(), p.oneTime.publicKey)->view());
        append(ikm, agree(p.ephemeral.secret.view(), p.inviterIdentity.publicKey)->view());
        append(ikm, agree(p.ephemeral.secret.view(), p.oneTime.publicKey)->view());
        Bytes hashed{1};
        for (const auto* pair : {&p.inviterIdentity, &p.accepterIdentity, &p.oneTime, &p.ephemeral}) {
            append(hashed, pair->publicKey.view());
        }
        append(hashed, p.linkId);
        const auto transcript = sha512(hashed);
        Bytes info = toBytes(asBytes("NJ1"));
        append(info, transcript);
        const auto keys = hkdfSha512(ikm, Bytes(64, 0), info, 96);
        QCOMPARE(all(*p.accept()), toHex(keys.view()) + toHex(transcript));
    }

    void everyInputChangesEverySecret() {
        const People base(3);
        const auto reference = *base.accept();
        const People other(4);
        std::vector<SessionSecrets> changed;
        const auto tryAll = [&](const KeyPair& ikb, const KeyPair& ekb, const PublicKey& ika, const PublicKey& opka,
                                const ByteArray<16>& link) {
            changed.push_back(std::move(*acceptHandshake(ikb, ekb, ika, opka, link)));
        };
        const auto& ika = base.inviterIdentity.publicKey;
        const auto& opka = base.oneTime.publicKey;
        tryAll(other.accepterIdentity, base.ephemeral, ika, opka, base.linkId);
        tryAll(base.accepterIdentity, other.ephemeral, ika, opka, base.linkId);
        tryAll(base.accepterIdentity, base.ephemeral, other.inviterIdentity.publicKey, opka, base.linkId);
        tryAll(base.accepterIdentity, base.ephemeral, ika, other.oneTime.publicKey, base.linkId);
        tryAll(base.accepterIdentity, base.ephemeral, ika, opka, other.linkId);
        // Identities in each other's place are not the same people.
        tryAll(base.accepterIdentity, base.ephemeral, opka, ika, base.linkId);
        for (const auto& one : changed) {
            QVERIFY(toHex(one.rootKey.view()) != toHex(reference.rootKey.view()));
            QVERIFY(toHex(one.headerKeyAccepter.view()) != toHex(reference.headerKeyAccepter.view()));
            QVERIFY(toHex(one.nextHeaderKeyInviter.view()) != toHex(reference.nextHeaderKeyInviter.view()));
            QVERIFY(one.transcript != reference.transcript);
        }
    }

    void kemIsBoundInFull() {
        const People people(5);
        const Bytes secret(32, 1);
        const Bytes key(1184, 2);
        const Bytes ciphertext(1088, 3);
        const auto reference = all(*people.accept({secret, key, ciphertext}));
        QCOMPARE(all(*people.complete({secret, key, ciphertext})), reference);
        QVERIFY(reference != all(*people.accept()));
        const auto flipped = [](Bytes bytes) {
            bytes.back() ^= 1;
            return bytes;
        };
        const auto otherSecret = flipped(secret);
        const auto otherKey = flipped(key);
        const auto otherCiphertext = flipped(ciphertext);
        QVERIFY(reference != all(*people.complete({otherSecret, key, ciphertext})));
        QVERIFY(reference != all(*people.complete({secret, otherKey, ciphertext})));
        QVERIFY(reference != all(*people.complete({secret, key, otherCiphertext})));
    }

    void pointsOfLowOrderAreRefused() {
        const People p(6);
        for (const auto& point : lowOrderPoints()) {
            QVERIFY(!acceptHandshake(p.accepterIdentity, p.ephemeral, point, p.oneTime.publicKey, p.linkId));
            QVERIFY(!acceptHandshake(p.accepterIdentity, p.ephemeral, p.inviterIdentity.publicKey, point, p.linkId));
            QVERIFY(!completeHandshake(p.inviterIdentity, p.oneTime, point, p.ephemeral.publicKey, p.linkId));
            QVERIFY(!completeHandshake(p.inviterIdentity, p.oneTime, p.accepterIdentity.publicKey, point, p.linkId));
        }
    }
};

QTEST_APPLESS_MAIN(TestHandshake)
#include "tst_handshake.moc"
