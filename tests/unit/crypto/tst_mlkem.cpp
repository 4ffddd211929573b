// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <openssl/evp.h>

#include <QtTest>
#include <set>

#include "crypto/mlkem.h"
#include "cryptotest.h"

using namespace nightjar;
using namespace nightjar::crypto;
using namespace nightjar::crypto::test;

namespace {

Bytes shake128(ByteView input, std::size_t size) {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    Bytes out(size);
    if (EVP_DigestInit_ex(context.get(), EVP_shake128(), nullptr) != 1 ||
        EVP_DigestUpdate(context.get(), input.data(), input.size()) != 1 ||
        EVP_DigestFinalXOF(context.get(), out.data(), out.size()) != 1) {
        qFatal("SHAKE128");
    }
    return out;
}

std::string text(const SecretBytes& secret) {
    return toHex(secret.view());
}

}  // namespace

class TestMlKem : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bothSidesAgree() {
        SeededRandom random(1);
        for (int i = 0; i < 50; ++i) {
            const auto pair = generateKemKeyPair(random);
            const auto made = encapsulate(pair.publicKey, random);
            QVERIFY(made);
            QCOMPARE(made->sharedSecret.size(), kemSecretSize);
            QCOMPARE(text(decapsulate(pair.seed.view(), made->ciphertext)), text(made->sharedSecret));
        }
    }

    // "Accumulated" vectors of ML-KEM-768 (Community Cryptography Test Vectors, C2SP): SHAKE128 of nothing gives seed,
    // message and a random ciphertext in turn; SHAKE128 of all that comes out is compared. Foreign ciphertexts are
    // among it, so it pins implicit rejection too.
    void agreesWithTheAccumulatedVectors() {
        constexpr int rounds = 100;
        constexpr std::size_t perRound = kemSeedSize + 32 + kemCiphertextSize;
        const auto stream = shake128({}, rounds * perRound);
        Bytes all;
        for (int i = 0; i < rounds; ++i) {
            ByteView in = ByteView(stream).subspan(static_cast<std::size_t>(i) * perRound, perRound);
            const auto pair = kemFromSeed(in.first(kemSeedSize));
            ScriptedRandom message(toBytes(in.subspan(kemSeedSize, 32)));
            const auto made = encapsulate(pair.publicKey, message);
            QVERIFY(made);
            const auto foreign = toArray<kemCiphertextSize>(in.subspan(kemSeedSize + 32));
            append(all, pair.publicKey);
            append(all, made->ciphertext);
            append(all, made->sharedSecret.view());
            append(all, decapsulate(pair.seed.view(), foreign).view());
            QCOMPARE(text(decapsulate(pair.seed.view(), made->ciphertext)), text(made->sharedSecret));
        }
        QCOMPARE(toHex(shake128(all, 32)),
                 std::string("1114b1b6699ed191734fa339376afa7e285c9e6acf6ff0177d346696ce564415"));
    }

    void aPairComesBackFromItsSeed() {
        SeededRandom random(2);
        const auto pair = generateKemKeyPair(random);
        QCOMPARE(pair.seed.size(), kemSeedSize);
        const auto again = kemFromSeed(pair.seed.view());
        QCOMPARE(again.publicKey, pair.publicKey);
        QCOMPARE(text(again.seed), text(pair.seed));
        QVERIFY(generateKemKeyPair(random).publicKey != pair.publicKey);
    }

    void aChangedCiphertextGivesAnotherSecretEveryTime() {
        SeededRandom random(3);
        const auto pair = generateKemKeyPair(random);
        const auto made = encapsulate(pair.publicKey, random);
        std::set<std::string> secrets{text(made->sharedSecret)};
        constexpr std::size_t tries = 64;
        for (std::size_t i = 0; i < tries; ++i) {
            auto changed = made->ciphertext;
            changed[i * kemCiphertextSize / tries] ^= 1;
            const auto rejected = text(decapsulate(pair.seed.view(), changed));
            QCOMPARE(text(decapsulate(pair.seed.view(), changed)), rejected);
            secrets.insert(rejected);
        }
        QCOMPARE(secrets.size(), tries + 1);
    }

    // FIPS 203 section 7.2: each coefficient, 12 bits wide, has to be below q = 3329.
    void keysOutOfRangeAreRefused() {
        SeededRandom random(4);
        const auto good = generateKemKeyPair(random).publicKey;
        for (std::size_t coefficient = 0; coefficient < 768; coefficient += 37) {
            for (const unsigned value : {3329u, 4095u}) {
                auto key = good;
                const auto at = coefficient / 2 * 3;
                if (coefficient % 2 == 0) {
                    key[at] = static_cast<std::uint8_t>(value);
                    key[at + 1] = static_cast<std::uint8_t>((key[at + 1] & 0xf0) | value >> 8);
                } else {
                    key[at + 1] = static_cast<std::uint8_t>((key[at + 1] & 0x0f) | (value << 4 & 0xf0));
                    key[at + 2] = static_cast<std::uint8_t>(value >> 4);
                }
                QVERIFY(!encapsulate(key, random));
            }
        }
        QVERIFY(encapsulate(KemKey{}, random));  // zero is in range, if nobody's key
        QVERIFY(encapsulate(good, random));
    }
};

QTEST_APPLESS_MAIN(TestMlKem)
#include "tst_mlkem.moc"
