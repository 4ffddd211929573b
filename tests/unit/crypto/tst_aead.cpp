// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QtTest>

#include "crypto/aead.h"
#include "cryptotest.h"

using namespace nightjar;
using namespace nightjar::crypto;
using namespace nightjar::crypto::test;

namespace {

constexpr std::string_view sunscreen =
    "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be "
    "it.";

template <class Aead>
void checkRoundTripAndTampering() {
    SeededRandom random(7);
    Bytes key(Aead::keySize);
    Bytes nonce(Aead::nonceSize);
    random.fill(key);
    random.fill(nonce);
    for (const std::size_t size : {0, 1, 15, 16, 17, 63, 64, 65, 1200, 16384}) {
        Bytes plaintext(size);
        random.fill(plaintext);
        const auto associated = toBytes(asBytes("header"));
        const auto sealed = Aead::seal(key, nonce, associated, plaintext);
        QCOMPARE(sealed.size(), size + Aead::tagSize);
        QVERIFY(Aead::open(key, nonce, associated, sealed) == plaintext);

        auto inPlace = plaintext;
        inPlace.resize(size + Aead::tagSize);
        Aead::sealInPlace(key, nonce, associated, inPlace);
        QVERIFY(inPlace == sealed);
        QVERIFY(Aead::openInPlace(key, nonce, associated, inPlace));
        inPlace.resize(size);
        QVERIFY(inPlace == plaintext);
    }

    const auto plaintext = toBytes(asBytes("a short one"));
    const auto associated = toBytes(asBytes("header"));
    const auto sealed = Aead::seal(key, nonce, associated, plaintext);
    const auto refusesChangesOf = [&](const Bytes& original, auto open) {
        for (std::size_t i = 0; i < original.size(); ++i) {
            auto changed = original;
            changed[i] ^= 0x80;
            QVERIFY(!open(changed));
        }
    };
    refusesChangesOf(sealed, [&](const Bytes& b) { return Aead::open(key, nonce, associated, b); });
    refusesChangesOf(key, [&](const Bytes& b) { return Aead::open(b, nonce, associated, sealed); });
    refusesChangesOf(nonce, [&](const Bytes& b) { return Aead::open(key, b, associated, sealed); });
    refusesChangesOf(associated, [&](const Bytes& b) { return Aead::open(key, nonce, b, sealed); });
    for (std::size_t size = 0; size < sealed.size(); ++size) {
        QVERIFY(!Aead::open(key, nonce, associated, ByteView(sealed).first(size)));
    }
}

}  // namespace

class TestAead : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // RFC 8439 section 2.8.2
    void chacha20Poly1305Vector() {
        const auto sealed = ChaCha20Poly1305::seal(
            hex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"), hex("070000004041424344454647"),
            hex("50515253c0c1c2c3c4c5c6c7"), asBytes(sunscreen));
        QCOMPARE(
            toHex(sealed),
            std::string("d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92"
                        "728b1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b"
                        "4831d7bc3ff4def08e4b7a9de576d26586cec64b6116"
                        "1ae10b594f09e26a7e902ecbd0600691"));
    }

    // draft-irtf-cfrg-xchacha-03 appendix A.3.1
    void xchacha20Poly1305Vector() {
        const auto sealed =
            XChaCha20Poly1305::seal(hex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"),
                                    hex("404142434445464748494a4b4c4d4e4f5051525354555657"),
                                    hex("50515253c0c1c2c3c4c5c6c7"), asBytes(sunscreen));
        QCOMPARE(
            toHex(sealed),
            std::string("bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda"
                        "7e39ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b23835"
                        "65d3fff921f9664c97637da9768812f615c68b13b52e"
                        "c0875924c1c7987947deafd8780acf49"));
    }

    void chacha20Poly1305RoundTripAndTampering() { checkRoundTripAndTampering<ChaCha20Poly1305>(); }
    void xchacha20Poly1305RoundTripAndTampering() { checkRoundTripAndTampering<XChaCha20Poly1305>(); }
};

QTEST_APPLESS_MAIN(TestAead)
#include "tst_aead.moc"
