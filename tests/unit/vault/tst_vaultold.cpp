// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Profiles whose keyslots are of version 1 or 2.

#include "vaultfixture.h"

using namespace nightjar;
using namespace nightjar::vault;
using namespace std::chrono_literals;

namespace {

using Fault = FaultyDisk::Fault;

class Old : public Installed {
public:
    explicit Old(bool withWipePin = true, std::uint64_t seed = 1) : Installed(withWipePin, seed) { makeOld(*this); }
};

std::size_t sealedOf(Device& device) {
    const auto sealed = sealedSlots(device.keyslots(), device.deviceKey());
    return static_cast<std::size_t>(std::count(sealed.begin(), sealed.end(), true));
}

}  // namespace

class TestVaultOld : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anOldOneTellsHowManySlotsAreUsed() {
        for (const bool withWipePin : {false, true}) {
            Old device(withWipePin);
            QCOMPARE(device.keyslots().version, std::uint16_t{1});
            QCOMPARE(sealedOf(device), withWipePin ? 2u : 1u);
            QCOMPARE(device.disk.folders.size(), 2u);
        }
    }

    void theNextUnlockMovesIt() {
        for (const bool withWipePin : {false, true}) {
            Old device(withWipePin);
            const auto before = device.disk.files;
            const auto alias = device.keyslots().alias;
            device.later(2min);
            const auto unlocked = device.start().unlock(pinOf(mainPin), device.now);
            QVERIFY(unlocked.has_value());
            QCOMPARE(unlocked->own.name, device.own);
            QCOMPARE(unlocked->hasWipePin, withWipePin);
            QVERIFY(!unlocked->hidden);
            QCOMPARE(device.keyslots().version, keyslotVersion);
            QVERIFY(device.disk.files["keyslots.a"] == device.disk.files["keyslots.b"]);
            QCOMPARE(sealedOf(device), slotCount);
            QCOMPARE(device.disk.folders.size(), 3u);
            QVERIFY(device.disk.folders.contains(Vault::folderOf(unlocked->reserve->name)));
            // Copies of before do not tell any more: their device key is gone.
            QVERIFY(device.disk.files[FileKeystore::fileOf(alias)] != before.at(FileKeystore::fileOf(alias)));
            QVERIFY(device.start().sweep().has_value());
            QCOMPARE(device.disk.folders.size(), 3u);
            QCOMPARE(tryPin(device, mainPin), std::string("main"));
            QCOMPARE(tryPin(device, duressPin), std::string(withWipePin ? "decoy" : "wrong-pin"));
        }
    }

    void aWrongPinChangesNothingInIt() {
        Old device;
        const auto before = device.disk.files.at("keyslots.a");
        QCOMPARE(tryPin(device, "0000"), std::string("wrong-pin"));
        QVERIFY(device.disk.files.at("keyslots.a") == before);
    }

    void furtherDerivationsStay() {
        Old device;
        auto file = device.keyslots();
        const auto key = device.deviceKey();
        const auto keys = *derivePinKeys(pinOf(mainPin), file);
        const auto opened = openSlots(file, keys, key);
        file.raises.push_back({KdfCost{16, 1}, {}});
        file.version = 2;
        const auto dear = derivePinKey(keys.back(), file.raises[0].salt, file.raises[0].cost);
        file.slots[opened->slot] = sealSlot(opened->content, opened->slot, *dear, key, device.random);
        device.disk.files["keyslots.a"] = device.disk.files["keyslots.b"] = encodeKeyslots(file, device.random);
        QCOMPARE(device.keyslots().version, std::uint16_t{2});
        QCOMPARE(tryPin(device, mainPin), std::string("main"));
        QCOMPARE(device.keyslots().version, keyslotVersion);
        QCOMPARE(device.keyslots().raises.size(), 1u);
        QCOMPARE(tryPin(device, mainPin), std::string("main"));
        QCOMPARE(tryPin(device, duressPin), std::string("decoy"));
    }

    void aWipeInAnOldOneIsAsEver() {
        Old device;
        Installed young;
        std::vector<int> operations;
        for (auto* of : {static_cast<Installed*>(&device), &young}) {
            of->later(2min);
            auto vault = of->start();
            of->disk.arm(Fault::None, 0);
            QVERIFY(vault.unlock(pinOf(duressPin), of->now).has_value());
            operations.push_back(of->disk.operations());
            QVERIFY(vault.sweep().has_value());
        }
        QCOMPARE(operations[0], operations[1]);
        QCOMPARE(device.keyslots().version, keyslotVersion);
        QCOMPARE(sealedOf(device), slotCount);
        QCOMPARE(tryPin(device, mainPin), std::string("wrong-pin"));
        QCOMPARE(tryPin(device, duressPin), std::string("decoy"));
    }

    void byCommandAndByFailuresToo() {
        for (const bool withWipePin : {false, true}) {
            Old device(withWipePin);
            device.later(2min);
            QVERIFY(device.start().setWipeAfterFailures(pinOf(mainPin), true, device.now).has_value());
            makeOld(device);
            for (int i = 0; i < 10; ++i) {
                QCOMPARE(tryPin(device, "0000"), std::string("wrong-pin"));
            }
            (void)device.start().sweep();
            QCOMPARE(tryPin(device, duressPin), std::string(withWipePin ? "decoy" : "no-profile"));
        }
    }

    /// Where the move at the unlock did not succeed, the first change does it.
    void aChangeMovesItToo() {
        Old device;
        QVERIFY(device.start().changePin(pinOf(mainPin), pinOf("5555"), device.now).has_value());
        QCOMPARE(device.keyslots().version, keyslotVersion);
        QCOMPARE(sealedOf(device), slotCount);
        QCOMPARE(tryPin(device, "5555"), std::string("main"));
        Old other;
        QVERIFY(other.start().setHidden(pinOf(mainPin), pinOf(hiddenPin), other.furnish(), other.now).has_value());
        QVERIFY(other.start().sweep().has_value());
        QCOMPARE(other.disk.folders.size(), 3u);
        QCOMPARE(tryPin(other, hiddenPin), std::string("hidden"));
        QCOMPARE(tryPin(other, duressPin), std::string("decoy"));
    }

    void aFullDiskOnlyPutsItOff() {
        Old device;
        device.later(2min);
        auto vault = device.start();
        device.disk.arm(Fault::Full, 1);
        QVERIFY(vault.unlock(pinOf(mainPin), device.now).has_value());
        device.disk.revive();
        QCOMPARE(device.keyslots().version, std::uint16_t{1});
        QCOMPARE(tryPin(device, mainPin), std::string("main"));
        QCOMPARE(device.keyslots().version, keyslotVersion);
    }

    void thePowerMayGoWhileItIsMoved() {
        for (std::uint64_t seed = 1; seed <= 2; ++seed) {
            const Old installed(true, seed);
            std::set<std::uint16_t> versions;
            for (int at = 1;; ++at) {
                Installed device(installed);
                device.later(2min);
                auto vault = device.start();
                device.disk.arm(Fault::Death, at);
                (void)vault.unlock(pinOf(mainPin), device.now);
                const bool struck = device.disk.struck();
                device.disk.revive();
                (void)device.start().sweep();
                versions.insert(device.keyslots().version);
                for (const auto& [pin, what] : {std::pair(mainPin, "main"), std::pair(duressPin, "decoy")}) {
                    Installed copy(device);
                    QCOMPARE(tryPin(copy, pin), std::string(what));
                }
                QCOMPARE(tryPin(device, mainPin), std::string("main"));
                QCOMPARE(device.keyslots().version, keyslotVersion);
                (void)device.start().sweep();
                QCOMPARE(device.disk.folders.size(), 3u);
                if (!struck) {
                    break;
                }
            }
            QCOMPARE(versions.size(), 2u);
        }
    }
};

QTEST_APPLESS_MAIN(TestVaultOld)
#include "tst_vaultold.moc"
