// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QtTest>

#include "cryptotest.h"

using namespace nightjar;
using namespace nightjar::crypto;
using namespace nightjar::crypto::test;

class TestKeys : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // RFC 7748 section 5.2
    void x25519SingleVectors() {
        const auto first = agree(hex("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4"),
                                 publicKey("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c"));
        QVERIFY(first);
        QCOMPARE(toHex(first->view()), std::string("c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"));
        const auto second = agree(hex("4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d"),
                                  publicKey("e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493"));
        QVERIFY(second);
        QCOMPARE(toHex(second->view()),
                 std::string("95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957"));
    }

    // RFC 7748 section 5.2, after one and after a thousand iterations
    void x25519IteratedVector() {
        Bytes k = hex("0900000000000000000000000000000000000000000000000000000000000000");
        Bytes u = k;
        for (int i = 1; i <= 1000; ++i) {
            const auto next = agree(k, PublicKey{toArray<keySize>(u)});
            QVERIFY(next);
            u = std::exchange(k, toBytes(next->view()));
            if (i == 1) {
                QCOMPARE(toHex(k), std::string("422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079"));
            }
        }
        QCOMPARE(toHex(k), std::string("684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51"));
    }

    // RFC 7748 section 6.1
    void x25519DiffieHellmanVector() {
        const auto alice = fromSecret(hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"));
        const auto bob = fromSecret(hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"));
        QCOMPARE(toHex(alice.publicKey.view()),
                 std::string("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"));
        QCOMPARE(toHex(bob.publicKey.view()),
                 std::string("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"));
        const auto shared = agree(alice.secret.view(), bob.publicKey);
        QVERIFY(shared);
        QCOMPARE(toHex(shared->view()),
                 std::string("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"));
        QCOMPARE(toHex(agree(bob.secret.view(), alice.publicKey)->view()), toHex(shared->view()));
    }

    void refusesPointsOfLowOrder() {
        SeededRandom random(1);
        const auto own = generateKeyPair(random);
        for (auto point : lowOrderPoints()) {
            QVERIFY(!agree(own.secret.view(), point));
            point.value[31] |= 0x80;  // the highest bit is ignored by X25519
            QVERIFY(!agree(own.secret.view(), point));
            ByteArray<32> out;
            out.fill(0xaa);
            QVERIFY(!agreeInto(out, own.secret.view(), point));
            QVERIFY(out == ByteArray<32>{});
        }
    }

    void generatedPairsAgreeAndDiffer() {
        SeededRandom random(2);
        const auto a = generateKeyPair(random);
        const auto b = generateKeyPair(random);
        QVERIFY(a.publicKey != b.publicKey);
        QCOMPARE(toHex(agree(a.secret.view(), b.publicKey)->view()),
                 toHex(agree(b.secret.view(), a.publicKey)->view()));
        QVERIFY(fromSecret(a.secret.view()).publicKey == a.publicKey);
        QVERIFY(a.clone().publicKey == a.publicKey);
        QVERIFY(!PublicKey::fromBytes(ByteView(a.publicKey.value).first(31)));
        QVERIFY(PublicKey::fromBytes(a.publicKey.view()) == a.publicKey);
    }

    // RFC 8032 section 7.1, tests 1 to 3
    void ed25519Vectors_data() {
        QTest::addColumn<QByteArray>("seed");
        QTest::addColumn<QByteArray>("publicKey");
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<QByteArray>("signature");
        QTest::newRow("1") << QByteArray("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
                           << QByteArray("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
                           << QByteArray("")
                           << QByteArray(
                                  "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
                                  "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
        QTest::newRow("2") << QByteArray("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
                           << QByteArray("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
                           << QByteArray("72")
                           << QByteArray(
                                  "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e"
                                  "458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
        QTest::newRow("3") << QByteArray("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7")
                           << QByteArray("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025")
                           << QByteArray("af82")
                           << QByteArray(
                                  "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290"
                                  "ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
    }
    void ed25519Vectors() {
        QFETCH(const QByteArray, seed);
        QFETCH(const QByteArray, publicKey);
        QFETCH(const QByteArray, message);
        QFETCH(const QByteArray, signature);
        const auto pair = signingFromSeed(hex(seed.toStdString()));
        const auto text = hex(message.toStdString());
        QCOMPARE(toHex(pair.publicKey.view()), publicKey.toStdString());
        QCOMPARE(toHex(pair.seed()), seed.toStdString());
        QCOMPARE(toHex(sign(pair, text)), signature.toStdString());
        QVERIFY(verify(pair.publicKey, text, hex(signature.toStdString())));
    }

    void verifyRefusesEveryChange() {
        SeededRandom random(3);
        const auto pair = generateSigningKeyPair(random);
        const auto other = generateSigningKeyPair(random);
        const auto message = toBytes(asBytes("nightjar"));
        const auto signature = sign(pair, message);
        QVERIFY(verify(pair.publicKey, message, signature));
        QVERIFY(!verify(other.publicKey, message, signature));
        QVERIFY(!verify(pair.publicKey, message, ByteView(signature).first(63)));
        for (std::size_t i = 0; i < signature.size(); ++i) {
            auto changed = signature;
            changed[i] ^= 1;
            QVERIFY(!verify(pair.publicKey, message, changed));
        }
        for (std::size_t i = 0; i < message.size(); ++i) {
            auto changed = message;
            changed[i] ^= 1;
            QVERIFY(!verify(pair.publicKey, changed, signature));
        }
        // The neutral element as key and as R would verify any message.
        VerifyKey neutral;
        neutral.value[0] = 1;
        Signature forged{};
        forged[0] = 1;
        QVERIFY(!verify(neutral, message, forged));
    }
};

QTEST_APPLESS_MAIN(TestKeys)
#include "tst_keys.moc"
