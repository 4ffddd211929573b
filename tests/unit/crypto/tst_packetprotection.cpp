// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QtTest>

#include <set>

#include "crypto/packetprotection.h"
#include "cryptotest.h"

using namespace nightjar;
using namespace nightjar::crypto;
using namespace nightjar::crypto::test;

namespace {

const Bytes secret = hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

template <class Key>
void refusesEveryChange(const Key& key, const Key& otherKey, ByteView header, ByteView plaintext) {
    const auto sealed = key.seal(5, header, plaintext);
    QVERIFY(key.open(5, header, sealed) == toBytes(plaintext));
    QVERIFY(!key.open(6, header, sealed));
    QVERIFY(!key.open(5 + (std::uint64_t{1} << 32), header, sealed));
    QVERIFY(!otherKey.open(5, header, sealed));
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        auto changed = sealed;
        changed[i] ^= 1;
        QVERIFY(!key.open(5, header, changed));
        QVERIFY(!key.open(5, header, ByteView(sealed).first(i)));
    }
    for (std::size_t i = 0; i < header.size(); ++i) {
        auto changed = toBytes(header);
        changed[i] ^= 1;
        QVERIFY(!key.open(5, changed, sealed));
    }
}

}  // namespace

class TestPacketProtection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Values computed with OpenSSL and Python's hashlib
    void packetVector() {
        const PacketKey key(secret);
        QCOMPARE(toHex(key.seal(0x0102030405, hex("c40102030405"), asBytes("nightjar"))),
                 std::string("b7bfd56431ae366f4a838b3b35119d7c5ce86bf957a4962b"));
    }

    void voiceVector() {
        const VoiceKey key(secret);
        QCOMPARE(toHex(key.seal(0x0102030405, hex("8001"), asBytes("nightjar voice"))),
                 std::string("934c3383a1665657e6dff4a5e862eaddfe3a8324218d"));
    }

    void packetRefusesEveryChange() {
        refusesEveryChange(PacketKey(secret), PacketKey(Bytes(32, 9)), hex("c40102030405"), asBytes("frames"));
    }
    void voiceRefusesEveryChange() {
        refusesEveryChange(VoiceKey(secret), VoiceKey(Bytes(32, 9)), hex("8001"), asBytes("twenty ms of speech"));
    }

    void emptyPlaintexts() {
        const PacketKey packet(secret);
        QCOMPARE(packet.seal(0, {}, {}).size(), PacketKey::tagSize);
        QVERIFY(packet.open(0, {}, packet.seal(0, {}, {}))->empty());
        const VoiceKey voice(secret);
        QCOMPARE(voice.seal(0, {}, {}).size(), VoiceKey::tagSize);
        QVERIFY(voice.open(0, {}, voice.seal(0, {}, {}))->empty());
    }

    void inPlaceIsTheSame() {
        const PacketKey key(secret);
        const auto header = hex("c40102030405");
        auto buffer = toBytes(asBytes("frames"));
        buffer.resize(buffer.size() + PacketKey::tagSize);
        key.sealInPlace(77, header, buffer);
        QVERIFY(buffer == key.seal(77, header, asBytes("frames")));
        QVERIFY(key.openInPlace(77, header, buffer));
        QCOMPARE(toText(ByteView(buffer).first(6)), std::string("frames"));
        QVERIFY(!key.openInPlace(77, header, MutableByteView(buffer).first(15)));
    }

    void equalPacketsLookDifferentUnderEachNumber() {
        const VoiceKey key(secret);
        std::set<Bytes> seen;
        for (std::uint64_t sequence = 0; sequence < 500; ++sequence) {
            seen.insert(key.seal(sequence, {}, asBytes("the same")));
        }
        QCOMPARE(seen.size(), std::size_t{500});
    }
};

QTEST_APPLESS_MAIN(TestPacketProtection)
#include "tst_packetprotection.moc"
