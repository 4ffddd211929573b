// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "vaultfixture.h"

using namespace nightjar;
using namespace nightjar::vault;
using namespace std::chrono_literals;

class TestVault : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aNewProfileOpensWithItsPin() {
        Device device;
        auto vault = device.start();
        QCOMPARE(vault.check().error().code, VaultError::NoProfile);
        QCOMPARE(vault.unlock(pinOf(mainPin), device.now).error().code, VaultError::NoProfile);
        const auto made = vault.create(cheap, pinOf(mainPin), {}, device.populate());
        QVERIFY(made.has_value());
        QVERIFY(made->own.name != made->decoy.name);
        QVERIFY(!constantTimeEqual(made->own.key.view(), made->decoy.key.view()));
        QCOMPARE(made->own.key.size(), 32u);

        auto later = device.start();
        QVERIFY(later.check().has_value());
        const auto opened = later.unlock(pinOf(mainPin), device.now);
        QVERIFY(opened.has_value());
        QCOMPARE(opened->own.name, made->own.name);
        QVERIFY(constantTimeEqual(opened->own.key.view(), made->own.key.view()));
        QCOMPARE(opened->decoy.name, made->decoy.name);
        QVERIFY(constantTimeEqual(opened->decoy.key.view(), made->decoy.key.view()));
        QCOMPARE(later.create(cheap, pinOf("x"), {}).error().code, VaultError::ProfileExists);
    }

    void pinsAreChecked() {
        Device device;
        auto vault = device.start();
        const auto tooLong = std::string(maxPinBytes + 1, '1');
        QCOMPARE(vault.create(cheap, SecretBytes(), {}).error().code, VaultError::BadPin);
        QCOMPARE(vault.create(cheap, pinOf(tooLong), {}).error().code, VaultError::BadPin);
        QCOMPARE(vault.create(cheap, pinOf("1"), SecretBytes()).error().code, VaultError::BadPin);
        QCOMPARE(vault.create(cheap, pinOf("1"), pinOf("1")).error().code, VaultError::PinInUse);
        QVERIFY(device.disk.files.empty());
        QVERIFY(vault.create(cheap, pinOf(std::string(maxPinBytes, '1')), {}).has_value());
    }

    void wrongPinsWaitLongerAndLonger() {
        Installed device;
        auto vault = device.start();
        for (const auto delay : {1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s}) {
            const auto refused = vault.unlock(pinOf("0000"), device.now);
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, VaultError::WrongPin);
            QVERIFY(refused.error().retryAfter == Duration(delay));
            device.later(delay - 1ms);
            const auto tooSoon = device.start().unlock(pinOf(mainPin), device.now);
            QVERIFY(!tooSoon);
            QCOMPARE(tooSoon.error().code, VaultError::TooSoon);
            QVERIFY(tooSoon.error().retryAfter == Duration(1ms));
            QVERIFY(vault.retryAfter(device.now) == Duration(1ms));
            device.later(1ms);
        }
        QVERIFY(vault.unlock(pinOf(mainPin), device.now).has_value());
        QVERIFY(vault.retryAfter(device.now) == Duration::zero());
        const auto first = vault.unlock(pinOf("0000"), device.now);
        QVERIFY(first.error().retryAfter == Duration(1s));
    }

    void theWipePinLeavesTheDecoyOnly() {
        Installed device;
        const auto before = device.disk.files;
        QCOMPARE(tryPin(device, duressPin), std::string("decoy"));
        // The irrecoverable act is done when the PIN returns: the key and both copies of the slots are other bytes.
        for (const auto& name : {"keyslots.a", "keyslots.b"}) {
            QVERIFY(device.disk.files[name] != before.at(name));
        }
        const auto alias = decodeKeyslots(before.at("keyslots.a"))->alias;
        QVERIFY(device.disk.files[FileKeystore::fileOf(alias)] != before.at(FileKeystore::fileOf(alias)));
        QCOMPARE(tryPin(device, mainPin), std::string("wrong-pin"));
        QVERIFY(device.start().sweep().has_value());
        QVERIFY(!device.disk.folders.contains(Vault::folderOf(device.own)));
        QVERIFY(!device.disk.files.contains(Vault::folderOf(device.own) + "/db"));
        QVERIFY(device.disk.folders.contains(Vault::folderOf(device.decoy)));
        // From now on it is an ordinary PIN of an ordinary profile.
        QCOMPARE(tryPin(device, duressPin), std::string("decoy"));
        QCOMPARE(tryPin(device, duressPin), std::string("decoy"));
        QVERIFY(device.start().sweep().has_value());
        QCOMPARE(tryPin(device, duressPin), std::string("decoy"));
    }

    /// An image of the disk from before is worthless without the device key of that time.
    void oldKeyslotsDoNotOpenAfterAWipe() {
        Installed device;
        const auto before = device.disk.files;
        QCOMPARE(tryPin(device, duressPin), std::string("decoy"));
        device.disk.files["keyslots.a"] = before.at("keyslots.a");
        device.disk.files["keyslots.b"] = before.at("keyslots.b");
        QCOMPARE(tryPin(device, mainPin), std::string("wrong-pin"));
    }

    void anOrdinaryUnlockKeepsEverything() {
        Installed device;
        for (int i = 0; i < 5; ++i) {
            QCOMPARE(tryPin(device, mainPin), std::string("main"));
            QVERIFY(device.start().sweep().has_value());
        }
        QCOMPARE(tryPin(device, duressPin), std::string("decoy"));
    }

    /// The same operations on the same files in the same order, whichever PIN it is.
    void bothPinsDoTheSameWork() {
        Installed real;
        Installed forced;
        real.later(2min);
        forced.later(2min);
        auto first = real.start();
        auto second = forced.start();
        real.disk.arm(FaultyDisk::Fault::None, 0);
        forced.disk.arm(FaultyDisk::Fault::None, 0);
        QVERIFY(first.unlock(pinOf(mainPin), real.now).has_value());
        QVERIFY(second.unlock(pinOf(duressPin), forced.now).has_value());
        QCOMPARE(real.disk.operations(), forced.disk.operations());
        QCOMPARE(real.disk.operations(), 5);  // count, copy A, device key, copy B, reset
        const auto sizes = [](const FaultyDisk& disk) {
            std::vector<std::size_t> out;
            for (const auto& [name, content] : disk.files) {
                out.push_back(content.size());
            }
            std::sort(out.begin(), out.end());
            return out;
        };
        QVERIFY(sizes(real.disk) == sizes(forced.disk));
    }

    /// Files with and without a wipe PIN look alike: same names, same sizes, no byte that is ever constant in one kind
    /// and not in the other.
    void aWipePinCannotBeSeen() {
        const auto shape = [](bool withWipePin) {
            std::vector<std::array<bool, 256>> seen(keyslotFileSize);
            for (std::uint64_t seed = 0; seed < 40; ++seed) {
                const Installed device(withWipePin, seed);
                const auto& bytes = device.disk.files.at("keyslots.a");
                for (std::size_t i = 0; i < bytes.size(); ++i) {
                    seen[i][bytes[i]] = true;
                }
            }
            std::vector<bool> constant;
            for (const auto& values : seen) {
                constant.push_back(std::count(values.begin(), values.end(), true) == 1);
            }
            return constant;
        };
        QVERIFY(shape(true) == shape(false));
    }

    void pinsChange() {
        Installed device;
        auto vault = device.start();
        QCOMPARE(vault.changePin(pinOf("0000"), pinOf("5555"), device.now).error().code, VaultError::WrongPin);
        device.later(2min);
        QCOMPARE(vault.changePin(pinOf(mainPin), pinOf(duressPin), device.now).error().code, VaultError::PinInUse);
        QCOMPARE(vault.changePin(pinOf(mainPin), SecretBytes(), device.now).error().code, VaultError::BadPin);
        const auto before = device.disk.files;
        QVERIFY(vault.changePin(pinOf(mainPin), pinOf("5555"), device.now).has_value());
        QCOMPARE(tryPin(device, mainPin), std::string("wrong-pin"));
        QCOMPARE(tryPin(device, "5555"), std::string("main"));
        QVERIFY(device.start().sweep().has_value());
        // An old copy of the keyslots does not bring the old PIN back.
        auto stolen = device.disk.files;
        std::swap(device.disk.files, stolen);
        device.disk.files["keyslots.a"] = before.at("keyslots.a");
        device.disk.files["keyslots.b"] = before.at("keyslots.b");
        QCOMPARE(tryPin(device, mainPin), std::string("wrong-pin"));
        std::swap(device.disk.files, stolen);
        QCOMPARE(tryPin(device, duressPin), std::string("decoy"));
        QCOMPARE(tryPin(device, "5555"), std::string("wrong-pin"));
    }

    void wipePinsComeAndGo() {
        Installed device(false);
        auto vault = device.start();
        QCOMPARE(tryPin(device, duressPin), std::string("wrong-pin"));
        device.later(2min);
        QCOMPARE(vault.setWipePin(pinOf(mainPin), pinOf(mainPin), device.now).error().code, VaultError::PinInUse);
        QVERIFY(vault.setWipePin(pinOf(mainPin), pinOf("7777"), device.now).has_value());
        QVERIFY(vault.setWipePin(pinOf(mainPin), pinOf(duressPin), device.now).has_value());  // replaces it
        QCOMPARE(tryPin(device, "7777"), std::string("wrong-pin"));
        QCOMPARE(tryPin(device, mainPin), std::string("main"));
        device.later(2min);
        QVERIFY(vault.removeWipePin(pinOf(mainPin), device.now).has_value());
        QVERIFY(vault.removeWipePin(pinOf(mainPin), device.now).has_value());
        QCOMPARE(tryPin(device, duressPin), std::string("wrong-pin"));
        device.later(2min);
        QVERIFY(vault.setWipePin(pinOf(mainPin), pinOf(duressPin), device.now).has_value());
        QCOMPARE(tryPin(device, duressPin), std::string("decoy"));
        // The decoy is a profile like any other: it can have a wipe PIN, too.
        device.later(2min);
        QVERIFY(device.start().setWipePin(pinOf(duressPin), pinOf("7777"), device.now).has_value());
        QCOMPARE(tryPin(device, duressPin), std::string("decoy"));
        QVERIFY(tryPin(device, "7777").starts_with("something else"));
        QCOMPARE(tryPin(device, duressPin), std::string("wrong-pin"));
    }

    /// Entered where PINs are changed, the wipe PIN is wrong and nothing more.
    void theWipePinActsOnTheUnlockScreenOnly() {
        Installed device;
        auto vault = device.start();
        const auto refused = vault.changePin(pinOf(duressPin), pinOf("5555"), device.now);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, VaultError::WrongPin);
        QVERIFY(refused.error().retryAfter == Duration(1s));
        QCOMPARE(tryPin(device, mainPin), std::string("main"));
    }

    void wipeNowLeavesNothing() {
        Installed device(false);
        auto vault = device.start();
        QCOMPARE(vault.wipeNow().error().code, VaultError::NotUnlocked);
        QVERIFY(vault.unlock(pinOf(mainPin), device.now).has_value());
        QVERIFY(vault.wipeNow().has_value());
        QVERIFY(device.disk.files.empty());
        QVERIFY(device.disk.folders.empty());
        QCOMPARE(vault.check().error().code, VaultError::NoProfile);
        QVERIFY(vault.create(cheap, pinOf("new"), {}).has_value());
    }

    void wipeNowLeavesTheDecoyToItsPin() {
        Installed device;
        auto vault = device.start();
        QVERIFY(vault.unlock(pinOf(mainPin), device.now).has_value());
        QVERIFY(vault.wipeNow().has_value());
        QVERIFY(!device.disk.folders.contains(Vault::folderOf(device.own)));
        QCOMPARE(tryPin(device, mainPin), std::string("wrong-pin"));
        QCOMPARE(tryPin(device, duressPin), std::string("decoy"));
        QVERIFY(device.start().sweep().has_value());
        QCOMPARE(tryPin(device, duressPin), std::string("decoy"));
        // And what the decoy leaves is nothing.
        auto decoy = device.start();
        device.later(2min);
        QVERIFY(decoy.unlock(pinOf(duressPin), device.now).has_value());
        QVERIFY(decoy.wipeNow().has_value());
        QVERIFY(device.disk.files.empty());
    }

    void aFullDiskDoesNotSaveTheMainContainer() {
        Installed device;
        auto vault = device.start();
        device.disk.arm(FaultyDisk::Fault::Full, 1);
        const auto opened = vault.unlock(pinOf(duressPin), device.now);
        QVERIFY(opened.has_value());
        QCOMPARE(opened->own.name, device.decoy);
        QVERIFY(vault.sweep().has_value());
        QCOMPARE(tryPin(device, mainPin), std::string("wrong-pin"));
        QVERIFY(!device.disk.folders.contains(Vault::folderOf(device.own)));
    }

    void oneDamagedCopyIsRepaired() {
        for (const auto* name : {"keyslots.a", "keyslots.b"}) {
            Installed device;
            device.disk.files[name][700] ^= 1;
            QCOMPARE(tryPin(device, mainPin), std::string("main"));
            device.disk.files[name][700] ^= 1;
            QVERIFY(device.start().sweep().has_value());
            QVERIFY(decodeKeyslots(device.disk.files[name]).has_value());
            device.disk.files.erase(name);
            QVERIFY(device.start().sweep().has_value());
            QVERIFY(decodeKeyslots(device.disk.files[name]).has_value());
            device.disk.files[name].resize(17);
            QVERIFY(device.start().sweep().has_value());
            QVERIFY(decodeKeyslots(device.disk.files[name]).has_value());
            QCOMPARE(tryPin(device, mainPin), std::string("main"));
        }
    }

    void whatCannotBeReadIsLeftAlone() {
        const auto expectUntouched = [](Installed& device, VaultError code) {
            const auto files = device.disk.files;
            const auto folders = device.disk.folders;
            auto vault = device.start();
            QCOMPARE(vault.check().error().code, code);
            QCOMPARE(vault.unlock(pinOf(mainPin), device.now).error().code, code);
            QCOMPARE(vault.create(cheap, pinOf("5"), {}).error().code, code);
            QCOMPARE(vault.sweep().error().code, code);
            QVERIFY(device.disk.files == files);
            QVERIFY(device.disk.folders == folders);
        };
        {
            Installed both;
            both.disk.files["keyslots.a"][700] ^= 1;
            both.disk.files["keyslots.b"].clear();
            expectUntouched(both, VaultError::Damaged);
        }
        {
            Installed lost;
            lost.disk.files.erase("keyslots.a");
            lost.disk.files.erase("keyslots.b");
            expectUntouched(lost, VaultError::Damaged);
        }
        {
            Installed newer;
            newer.disk.files["keyslots.b"][5] = 4;
            expectUntouched(newer, VaultError::TooNew);
        }
        {
            Installed copied;  // without its device key
            copied.disk.files.erase("device.key.0");
            copied.disk.files.erase("device.key.1");
            expectUntouched(copied, VaultError::Foreign);
        }
        {
            Installed photos;
            photos.disk.files.clear();
            photos.disk.folders.clear();
            photos.disk.files["holiday.jpg"] = Bytes(100);
            expectUntouched(photos, VaultError::Foreign);
        }
        {
            Installed other;
            other.disk.folders.clear();
            other.disk.files = {{"keyslots.a", Bytes(4096, 'x')}};
            expectUntouched(other, VaultError::Foreign);
        }
    }

    /// A device key gone bad must not look like an erased profile.
    void aDamagedDeviceKeyLosesNoContainer() {
        Installed device;
        for (const auto* name : {"device.key.0", "device.key.1"}) {
            device.disk.files[name][5] ^= 1;
        }
        QCOMPARE(tryPin(device, mainPin), std::string("wrong-pin"));
        const auto alias = decodeKeyslots(device.disk.files["keyslots.a"])->alias;
        QVERIFY(device.start().sweep().has_value());
        QVERIFY(device.disk.folders.contains(Vault::folderOf(device.own)));
        device.disk.files[FileKeystore::fileOf(alias)][5] ^= 1;
        QCOMPARE(tryPin(device, mainPin), std::string("main"));
    }

    void theSweepKeepsToItsOwn() {
        Installed device;
        device.disk.folders.insert("c-0000000000000000");
        device.disk.files["c-0000000000000000/db"] = Bytes(10);
        device.disk.files["notes.txt"] = Bytes(10);
        device.disk.files["c-draft"] = Bytes(10);
        QVERIFY(device.start().sweep().has_value());
        QVERIFY(!device.disk.folders.contains("c-0000000000000000"));
        QVERIFY(!device.disk.files.contains("c-0000000000000000/db"));
        QVERIFY(device.disk.files.contains("notes.txt"));
        QVERIFY(device.disk.files.contains("c-draft"));
        QCOMPARE(tryPin(device, mainPin), std::string("main"));
    }

    void anAbandonedCreationLeavesNothing() {
        Device device;
        auto vault = device.start();
        QCOMPARE(vault
                     .create(cheap, pinOf("1"), {},
                             [](const Container&, const Container&, const Container&) { return false; })
                     .error()
                     .code,
                 VaultError::Io);
        QVERIFY(device.disk.files.empty());
        QVERIFY(device.disk.folders.empty());
    }
};

QTEST_APPLESS_MAIN(TestVault)
#include "tst_vault.moc"
