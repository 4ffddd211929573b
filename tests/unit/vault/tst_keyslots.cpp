// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "vaultfixture.h"

using namespace nightjar;
using namespace nightjar::vault;

namespace {

SecretBytes secret(RandomSource& random) {
    SecretBytes out(32);
    random.fill(out.mutableView());
    return out;
}

bool same(const SecretBytes& a, const SecretBytes& b) {
    return constantTimeEqual(a.view(), b.view());
}

}  // namespace

class TestKeyslots : public QObject {
    Q_OBJECT

    SeededRandom m_random{3};

    KeyslotFile file() {
        auto out = KeyslotFile::random(m_random);
        out.generation = 0x0102030405060708;
        out.alias = 1;
        out.cost = cheap;
        return out;
    }
    SlotContent content() {
        SlotContent out;
        out.kind = SlotKind::Open;
        out.own = ContainerId::draw(m_random);
        out.ownKey = secret(m_random);
        out.decoy = ContainerId::draw(m_random);
        out.decoyKey = secret(m_random);
        out.wipeSlot = 3;
        out.hiddenSlot = 6;
        out.hasWipePin = true;
        return out;
    }

private Q_SLOTS:
    void theFileComesBack() {
        const auto before = file();
        const auto bytes = encodeKeyslots(before, m_random);
        QCOMPARE(bytes.size(), keyslotFileSize);
        const auto after = decodeKeyslots(bytes);
        QVERIFY(after.has_value());
        QCOMPARE(after->generation, before.generation);
        QCOMPARE(after->alias, before.alias);
        QVERIFY(after->cost == before.cost);
        QCOMPARE(after->salt, before.salt);
        QVERIFY(after->names == before.names);
        QVERIFY(after->slots == before.slots);
        for (const auto& name : before.names) {
            QVERIFY(after->namesContainer(name));
        }
        QVERIFY(!after->namesContainer(ContainerId::draw(m_random)));
    }

    /// The layout is a promise to files that exist: docs/storage.md.
    void theLayoutIsFixed() {
        auto f = file();
        f.salt.fill(0xaa);
        const auto bytes = encodeKeyslots(f, m_random);
        QCOMPARE(toHex(ByteView(bytes).first(40)), std::string("4e4a4b53"
                                                               "0003"
                                                               "00"
                                                               "01"
                                                               "0102030405060708"
                                                               "00000008"
                                                               "00000001"
                                                               "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
        QCOMPARE(toHex(ByteView(bytes).subspan(40, 8)), f.names[0].toString());
        QCOMPARE(toHex(ByteView(bytes).subspan(104, slotSize)), toHex(f.slots[0]));
        QCOMPARE(toHex(ByteView(bytes).subspan(104 + 7 * slotSize, slotSize)), toHex(f.slots[7]));
        QCOMPARE(bytes[1568], std::uint8_t{0});  // no further derivation
        // Until a PIN opens it, a file of an earlier version stays one.
        f.version = 1;
        QCOMPARE(encodeKeyslots(f, m_random)[5], std::uint8_t{1});
        f.raises.push_back({cheap, {}});
        QCOMPARE(encodeKeyslots(f, m_random)[5], std::uint8_t{2});
        QCOMPARE(decodeKeyslots(encodeKeyslots(f, m_random))->version, std::uint16_t{2});
    }

    void ofAnOldFileTheRolesAreWhatItHad() {
        const auto pin = secret(m_random);
        const auto device = secret(m_random);
        for (const std::size_t wipeSlot : {std::size_t{5}, slotCount}) {
            auto f = file();
            f.version = 1;
            auto before = content();
            before.wipeSlot = wipeSlot;
            before.hiddenSlot = 0;  // zeros there
            f.slots[1] = sealSlot(before, 1, pin, device, m_random);
            const auto opened = openSlots(f, pin, device);
            QVERIFY(opened.has_value());
            QCOMPARE(opened->content.hasWipePin, wipeSlot < slotCount);
            QCOMPARE(opened->content.hiddenSlot, slotCount);
            QVERIFY(!opened->content.hidden);
        }
    }

    void anUnusedSlotIsLikeOneOfAPinThatIsNotKnown() {
        const auto device = secret(m_random);
        auto f = file();
        QCOMPARE(sealedSlots(f, device), (std::array<bool, slotCount>{}));
        sealDummies(f, device, m_random);
        f.slots[4] = sealSlot(content(), 4, secret(m_random), device, m_random);
        std::array<bool, slotCount> all{};
        all.fill(true);
        QCOMPARE(sealedSlots(f, device), all);
        QVERIFY(!openSlots(f, secret(m_random), device));
    }

    void anyFlippedByteIsNoticed() {
        const auto bytes = encodeKeyslots(file(), m_random);
        for (std::size_t at = 0; at < bytes.size(); ++at) {
            auto damaged = bytes;
            damaged[at] ^= 0x40;
            const auto decoded = decodeKeyslots(damaged);
            QVERIFY(!decoded);
            QCOMPARE(decoded.error(), at < 4   ? KeyslotError::Foreign
                                      : at < 6 ? KeyslotError::TooNew
                                               : KeyslotError::Damaged);
        }
        for (const std::size_t size : {0, 3, 4, 5, 6, 100, 4095}) {
            QVERIFY(!decodeKeyslots(ByteView(bytes).first(size)));
        }
        auto longer = bytes;
        longer.push_back(0);
        QCOMPARE(decodeKeyslots(longer).error(), KeyslotError::Damaged);
    }

    void absurdCostsAreRefused() {
        for (const auto cost : {KdfCost{7, 1}, KdfCost{8, 0}, KdfCost{UINT32_MAX, 1}, KdfCost{8, 65}}) {
            auto f = file();
            f.cost = cost;
            QCOMPARE(decodeKeyslots(encodeKeyslots(f, m_random)).error(), KeyslotError::Damaged);
        }
        auto f = file();
        f.alias = 2;
        QCOMPARE(decodeKeyslots(encodeKeyslots(f, m_random)).error(), KeyslotError::Damaged);
    }

    void everySlotOpensWithItsTwoKeysOnly() {
        const auto pin = secret(m_random);
        const auto device = secret(m_random);
        const auto wrong = secret(m_random);
        for (std::size_t slot = 0; slot < slotCount; ++slot) {
            auto f = file();
            const auto before = content();
            f.slots[slot] = sealSlot(before, slot, pin, device, m_random);
            const auto opened = openSlots(f, pin, device);
            QVERIFY(opened.has_value());
            QCOMPARE(opened->slot, slot);
            QCOMPARE(opened->content.kind, before.kind);
            QCOMPARE(opened->content.own, before.own);
            QVERIFY(same(opened->content.ownKey, before.ownKey));
            QCOMPARE(opened->content.decoy, before.decoy);
            QVERIFY(same(opened->content.decoyKey, before.decoyKey));
            QCOMPARE(opened->content.wipeSlot, before.wipeSlot);
            QCOMPARE(opened->content.hiddenSlot, before.hiddenSlot);
            QVERIFY(opened->content.hasWipePin && !opened->content.hidden);
            QVERIFY(!openSlots(f, wrong, device));
            QVERIFY(!openSlots(f, pin, wrong));
            // A slot does not open in another place.
            std::swap(f.slots[slot], f.slots[(slot + 1) % slotCount]);
            QVERIFY(!openSlots(f, pin, device));
        }
    }

    void slotsMoveToAnotherDeviceKeyWithoutTheirPins() {
        const auto pin = secret(m_random);
        const auto from = secret(m_random);
        const auto to = secret(m_random);
        auto f = file();
        f.slots[2] = sealSlot(content(), 2, pin, from, m_random);
        f.slots[6] = sealSlot(content(), 6, secret(m_random), from, m_random);
        const auto before = f.slots;
        resealAll(f, from, to, m_random);
        QVERIFY(openSlots(f, pin, to).has_value());
        QVERIFY(!openSlots(f, pin, from));
        const auto sealed = sealedSlots(f, to);
        for (std::size_t i = 0; i < slotCount; ++i) {
            QVERIFY(sealed[i]);                // the unused ones, too
            QVERIFY(f.slots[i] != before[i]);  // the unused ones change, too
        }
    }

    void theDeviceKeyNeedsEveryByteOfItsFile() {
        FaultyDisk disk;
        FileKeystore keystore(disk, m_random);
        QCOMPARE(keystore.load(0).error(), KeystoreError::NotFound);
        QVERIFY(keystore.renew(0).has_value());
        QVERIFY(keystore.renew(1).has_value());
        const auto key = keystore.load(0);
        QVERIFY(key.has_value());
        QVERIFY(!same(*key, *keystore.load(1)));
        QVERIFY(same(*key, *keystore.load(0)));
        auto& file = disk.files["device.key.0"];
        QCOMPARE(file.size(), FileKeystore::fileSize);
        for (const std::size_t at : {std::size_t{0}, file.size() / 2, file.size() - 1}) {
            file[at] ^= 1;
            QVERIFY(!same(*key, *keystore.load(0)));
            file[at] ^= 1;
        }
        file.pop_back();
        QCOMPARE(keystore.load(0).error(), KeystoreError::NotFound);
        QVERIFY(keystore.renew(0).has_value());
        QVERIFY(!same(*key, *keystore.load(0)));
        QVERIFY(keystore.destroy(0).has_value());
        QVERIFY(keystore.destroy(0).has_value());
        QVERIFY(!disk.files.contains("device.key.0"));
    }

    void renewalNeedsNoSpace() {
        FaultyDisk disk;
        FileKeystore keystore(disk, m_random);
        QVERIFY(keystore.renew(0).has_value());
        const auto key = keystore.load(0);
        disk.arm(FaultyDisk::Fault::Full, 1);
        QVERIFY(keystore.renew(0).has_value());
        QVERIFY(!same(*key, *keystore.load(0)));
        QCOMPARE(keystore.renew(1).error(), KeystoreError::Full);
    }
};

QTEST_APPLESS_MAIN(TestKeyslots)
#include "tst_keyslots.moc"
