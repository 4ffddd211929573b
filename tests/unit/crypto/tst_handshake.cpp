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
    KemKeyPair kemOneTime;
    Encapsulation encapsulated;
    ByteArray<16> linkId{};

    explicit People(std::uint64_t seed) {
        SeededRandom random(seed);
        for (auto* pair : {&inviterIdentity, &oneTime, &accepterIdentity, &ephemeral}) {
            *pair = generateKeyPair(random);
        }
        kemOneTime = generateKemKeyPair(random);
        encapsulated = std::move(*encapsulate(kemOneTime.publicKey, random));
        random.fill(linkId);
    }
    [[nodiscard]] HandshakeKem kem() const {
        return {encapsulated.sharedSecret.view(), kemOneTime.publicKey, encapsulated.ciphertext};
    }
    [[nodiscard]] std::optional<SessionSecrets> accept() const {
        return acceptHandshake(accepterIdentity, ephemeral, inviterIdentity.publicKey, oneTime.publicKey, linkId,
                               kem());
    }
    /// With the ciphertext as it arrived; what it holds follows from it.
    [[nodiscard]] std::optional<SessionSecrets> complete(const KemCiphertext& arrived) const {
        const auto secret = decapsulate(kemOneTime.seed.view(), arrived);
        return completeWith({secret.view(), kemOneTime.publicKey, arrived});
    }
    [[nodiscard]] std::optional<SessionSecrets> completeWith(const HandshakeKem& given) const {
        return completeHandshake(inviterIdentity, oneTime, accepterIdentity.publicKey, ephemeral.publicKey, linkId,
                                 given);
    }
};

std::string all(const SessionSecrets& secrets) {
    return toHex(secrets.rootKey.view()) + toHex(secrets.headerKeyAccepter.view()) +
           toHex(secrets.nextHeaderKeyInviter.view()) + toHex(secrets.transcript) + toHex(secrets.pqRoot.view()) +
           toHex(secrets.pqKey.view());
}

}  // namespace

class TestHandshake : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bothSidesAgree() {
        const People people(1);
        const auto accepted = people.accept();
        const auto completed = people.complete(people.encapsulated.ciphertext);
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
        append(ikm, p.encapsulated.sharedSecret.view());
        Bytes hashed{1};
        for (const auto* pair : {&p.inviterIdentity, &p.accepterIdentity, &p.oneTime, &p.ephemeral}) {
            append(hashed, pair->publicKey.view());
        }
        append(hashed, p.linkId);
        append(hashed, p.kemOneTime.publicKey);
        append(hashed, p.encapsulated.ciphertext);
        const auto transcript = sha512(hashed);
        Bytes info = toBytes(asBytes("NJ1"));
        append(info, transcript);
        const auto keys = hkdfSha512(ikm, Bytes(64, 0), info, 160);
        QCOMPARE(all(*p.accept()),
                 toHex(ByteView(keys.view()).first(96)) + toHex(transcript) + toHex(ByteView(keys.view()).subspan(96)));
    }

    void everyInputChangesEverySecret() {
        const People base(3);
        const auto reference = *base.accept();
        const People other(4);
        std::vector<SessionSecrets> changed;
        const auto tryAll = [&](const KeyPair& ikb, const KeyPair& ekb, const PublicKey& ika, const PublicKey& opka,
                                const ByteArray<16>& link) {
            changed.push_back(std::move(*acceptHandshake(ikb, ekb, ika, opka, link, base.kem())));
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
            QVERIFY(toHex(one.pqRoot.view()) != toHex(reference.pqRoot.view()));
            QVERIFY(toHex(one.pqKey.view()) != toHex(reference.pqKey.view()));
            QVERIFY(one.transcript != reference.transcript);
        }
    }

    void kemIsBoundInFull() {
        const People people(5);
        const auto reference = all(*people.accept());
        const auto& [ciphertext, secret] = people.encapsulated;
        QCOMPARE(all(*people.completeWith({secret.view(), people.kemOneTime.publicKey, ciphertext})), reference);
        const auto flipped = [](auto bytes) {
            bytes.back() ^= 1;
            return bytes;
        };
        const auto otherSecret = flipped(toBytes(secret.view()));
        const auto otherKey = flipped(people.kemOneTime.publicKey);
        const auto otherCiphertext = flipped(ciphertext);
        QVERIFY(reference != all(*people.completeWith({otherSecret, people.kemOneTime.publicKey, ciphertext})));
        QVERIFY(reference != all(*people.completeWith({secret.view(), otherKey, ciphertext})));
        QVERIFY(reference != all(*people.completeWith({secret.view(), people.kemOneTime.publicKey, otherCiphertext})));
    }

    // Implicit rejection: the inviter gets secrets all the same, and nobody else has them.
    void aChangedCiphertextEndsInOtherSecrets() {
        const People people(7);
        auto changed = people.encapsulated.ciphertext;
        changed[500] ^= 0x10;
        const auto completed = people.complete(changed);
        QVERIFY(completed);
        QVERIFY(toHex(completed->rootKey.view()) != toHex(people.accept()->rootKey.view()));
    }

    void pointsOfLowOrderAreRefused() {
        const People p(6);
        for (const auto& point : lowOrderPoints()) {
            QVERIFY(!acceptHandshake(p.accepterIdentity, p.ephemeral, point, p.oneTime.publicKey, p.linkId, p.kem()));
            QVERIFY(!acceptHandshake(p.accepterIdentity, p.ephemeral, p.inviterIdentity.publicKey, point, p.linkId,
                                     p.kem()));
            QVERIFY(!completeHandshake(p.inviterIdentity, p.oneTime, point, p.ephemeral.publicKey, p.linkId, p.kem()));
            QVERIFY(!completeHandshake(p.inviterIdentity, p.oneTime, p.accepterIdentity.publicKey, point, p.linkId,
                                       p.kem()));
        }
    }
};

QTEST_APPLESS_MAIN(TestHandshake)
#include "tst_handshake.moc"
