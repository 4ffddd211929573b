// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QtTest>

#include "crypto/kdf.h"
#include "cryptotest.h"

using namespace nightjar;
using namespace nightjar::crypto;
using namespace nightjar::crypto::test;

namespace {

/// first, first + 1, … last
Bytes range(int first, int last) {
    Bytes out;
    for (int i = first; i <= last; ++i) {
        out.push_back(static_cast<std::uint8_t>(i));
    }
    return out;
}

}  // namespace

class TestKdf : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void blake2bVectors() {
        // RFC 7693 appendix A
        QCOMPARE(
            toHex(hash512(asBytes("abc"))),
            std::string("ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d17d87c5392aab792dc252d5de4533"
                        "cc9518d38aa8dbf1925ab92386edd4009923"));
        // BLAKE2 reference, blake2b-kat, first keyed vector
        QCOMPARE(
            toHex(hash512(ByteView{}, range(0, 63))),
            std::string("10ebb67700b1868efb4417987acf4690ae9d972fb7a590c2f02871799aaa4786b5e996e8f0f4eb981fc214b005f4"
                        "2d2ff4233499391653df7aefcbc13fc51568"));
        // Python hashlib
        QCOMPARE(toHex(hash256(asBytes("abc"))),
                 std::string("bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"));
        QCOMPARE(toHex(hash256(asBytes("abc"), range(0, 31))),
                 std::string("d63a32d3e44738d7907f964316c241adaba0abfeabc32349677578a15a203f7f"));
        QCOMPARE(toHex(hash128({asBytes("NJ1 blob id"), range(0, 31)})),
                 std::string("4be0e906b2c41f272c2bddf75dc45545"));
    }

    void partsAreHashedAsIfJoined() {
        const auto all = range(0, 199);
        const ByteView view(all);
        const Parts parts = {view.first(1), view.subspan(1, 127), ByteView{}, view.subspan(128)};
        QVERIFY(hash256(parts) == hash256(all));
        QVERIFY(hash512(parts) == hash512(all));
        QVERIFY(sha512(parts) == sha512(all));
        QVERIFY(hmacSha512(asBytes("key"), parts) == hmacSha512(asBytes("key"), all));
    }

    // FIPS 180-4 examples
    void sha512Vectors() {
        QCOMPARE(
            toHex(sha512(asBytes("abc"))),
            std::string("ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3fe"
                        "ebbd454d4423643ce80e2a9ac94fa54ca49f"));
        QCOMPARE(
            toHex(sha512(ByteView{})),
            std::string("cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877e"
                        "ec2f63b931bd47417a81a538327af927da3e"));
    }

    // RFC 4231 test cases 1, 2 and 6 (a key longer than a block)
    void hmacVectors() {
        QCOMPARE(
            toHex(hmacSha512(Bytes(20, 0x0b), asBytes("Hi There"))),
            std::string("87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3"
                        "f4e4be9d914eeb61f1702e696c203a126854"));
        QCOMPARE(
            toHex(hmacSha512(asBytes("Jefe"), asBytes("what do ya want for nothing?"))),
            std::string("164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0"
                        "e6fdcaeab1a34d4a6b4b636e070a38bce737"));
        QCOMPARE(
            toHex(hmacSha512(Bytes(131, 0xaa), asBytes("Test Using Larger Than Block-Size Key - Hash Key First"))),
            std::string("80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f3526b56d037e05f2598bd0fd2215d6a"
                        "1e5295e64f73f63f0aec8b915a985d786598"));
    }

    // Inputs of RFC 5869 appendix A.1 to A.3, outputs for SHA-512 from OpenSSL
    void hkdfVectors() {
        const Bytes ikm(22, 0x0b);
        QCOMPARE(
            toHex(hkdfExtract(range(0, 12), {ikm})),
            std::string("665799823737ded04a88e47e54a5890bb2c3d247c7a4254a8e61350723590a26c36238127d8661b88cf80ef802d5"
                        "7e2f7cebcf1e00e083848be19929c61b4237"));
        QCOMPARE(toHex(hkdfSha512(ikm, range(0, 12), range(0xf0, 0xf9), 42).view()),
                 std::string("832390086cda71fb47625bb5ceb168e4c8e26a1a16ed34d9fc7fe92c1481579338da362cb8d9f925d7cb"));
        QCOMPARE(
            toHex(hkdfSha512(range(0, 0x4f), range(0x60, 0xaf), range(0xb0, 0xff), 82).view()),
            std::string("ce6c97192805b346e6161e821ed165673b84f400a2b514b2fe23d84cd189ddf1b695b48cbd1c8388441137b3ce28"
                        "f16aa64ba33ba466b24df6cfcb021ecff235f6a2056ce3af1de44d572097a8505d9e7a93"));
        QCOMPARE(toHex(hkdfSha512(ikm, ByteView{}, ByteView{}, 42).view()),
                 std::string("f5fa02b18298a72a8c23898a8703472c6eb179dc204c03425c970e3b164bf90fff22d04836d0e2343bac"));
    }

    void hkdfEmptySaltIsZeros() {
        QVERIFY(hkdfExtract({}, {asBytes("ikm")}) == hkdfExtract(Bytes(64, 0), {asBytes("ikm")}));
    }

    void hkdfOutputIsAPrefixOfALongerOne() {
        const auto longest = hkdfSha512(asBytes("ikm"), "label", 255 * 64);
        QCOMPARE(longest.size(), std::size_t{16320});
        for (const std::size_t size : {1, 63, 64, 65, 96, 129}) {
            const auto shorter = hkdfSha512(asBytes("ikm"), "label", size);
            QCOMPARE(toHex(shorter.view()), toHex(longest.view().first(size)));
        }
    }

    // One lane, no secret: what libsodium's interface can express. Values from OpenSSL's Argon2id v1.3 (RFC 9106).
    void argon2idVectors() {
        QCOMPARE(toHex(argon2id(asBytes("123456"), toArray<16>(range(0, 15)), {64, 1}).view()),
                 std::string("8690aca49c94d0beaca4f6669cebe9b5acdf625c8f5c91a0d13fa3a7f4ab7908"));
        QCOMPARE(toHex(argon2id(asBytes("password"), toArray<16>(asBytes("somesaltsomesalt")), {256, 3}).view()),
                 std::string("45712205ca8e0777e07eeb552e27165d3450b42ba9d9e646b9be536116b192cc"));
        QCOMPARE(toHex(argon2id(Bytes(32, 1), toArray<16>(Bytes(16, 2)), {32, 3}).view()),
                 std::string("30e0b44b7e23423b7282859ea36f02825b5828dde3c25f124d59d42d7235e132"));
    }

    void argon2idRefusesParametersOutOfBounds() {
        const ByteArray<16> salt{};
        for (const auto params : {Argon2Params{7, 1}, Argon2Params{64, 0}, Argon2Params{argon2MaxMemKiB + 1, 1},
                                  Argon2Params{64, argon2MaxPasses + 1}, Argon2Params{0, 1}}) {
            QVERIFY(argon2id(asBytes("1234"), salt, params).empty());
        }
        QVERIFY(!argon2id(ByteView{}, salt, {8, 1}).empty());
    }
};

QTEST_APPLESS_MAIN(TestKdf)
#include "tst_kdf.moc"
