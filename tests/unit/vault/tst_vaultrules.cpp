// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Wiping after wrong PINs, the trial of the wipe PIN, and the cost of a guess.

#include "vault/attempts.h"
#include "vault/calibration.h"
#include "vaultfixture.h"

using namespace nightjar;
using namespace nightjar::vault;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t gib = 1024ull * 1024 * 1024;

void failTimes(Installed& device, int times) {
    for (int i = 0; i < times; ++i) {
        QCOMPARE(tryPin(device, "0000"), std::string("wrong-pin"));
    }
}

bool setLimit(Installed& device, bool on) {
    device.later(2min);
    return device.start().setWipeAfterFailures(pinOf(mainPin), on, device.now).has_value();
}

}  // namespace

class TestVaultRules : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tenWrongPinsDoNothingUnlessThatIsWanted() {
        Installed device;
        failTimes(device, 25);
        QCOMPARE(tryPin(device, mainPin), std::string("main"));
    }

    void tenWrongPinsLeaveTheDecoy() {
        Installed device;
        QVERIFY(setLimit(device, true));
        failTimes(device, 9);
        const auto before = device.disk.files;
        {
            Installed other(device);
            QCOMPARE(tryPin(other, mainPin), std::string("main"));  // the tenth may be right
            failTimes(other, 9);
            QCOMPARE(tryPin(other, mainPin), std::string("main"));  // and it begins anew
        }
        failTimes(device, 1);
        const auto alias = decodeKeyslots(before.at("keyslots.a"))->alias;
        QVERIFY(device.disk.files[FileKeystore::fileOf(alias)] != before.at(FileKeystore::fileOf(alias)));
        QVERIFY(device.start().sweep().has_value());
        QVERIFY(!device.disk.folders.contains(Vault::folderOf(device.own)));
        QCOMPARE(tryPin(device, mainPin), std::string("wrong-pin"));
        QCOMPARE(tryPin(device, duressPin), std::string("decoy"));
        // The decoy is an ordinary profile, in which nothing is set.
        QVERIFY(device.start().sweep().has_value());
        failTimes(device, 12);
        QCOMPARE(tryPin(device, duressPin), std::string("decoy"));
    }

    void withoutAWipePinNothingStays() {
        Installed device(false);
        QVERIFY(setLimit(device, true));
        failTimes(device, 10);
        QCOMPARE(device.start().sweep().error().code, VaultError::NoProfile);
        QVERIFY(device.disk.files.empty());
        QCOMPARE(tryPin(device, mainPin), std::string("no-profile"));
    }

    void theRuleFollowsTheWipePin() {
        Installed device(false);
        QVERIFY(setLimit(device, true));
        device.later(2min);
        QVERIFY(device.start().setWipePin(pinOf(mainPin), pinOf(duressPin), device.now).has_value());
        {
            Installed other(device);
            failTimes(other, 10);
            (void)other.start().sweep();
            QCOMPARE(tryPin(other, duressPin), std::string("decoy"));
        }
        QVERIFY(device.start().removeWipePin(pinOf(mainPin), device.now).has_value());
        {
            Installed other(device);
            failTimes(other, 10);
            QCOMPARE(other.start().sweep().error().code, VaultError::NoProfile);
        }
        QVERIFY(setLimit(device, false));
        failTimes(device, 15);
        QCOMPARE(tryPin(device, mainPin), std::string("main"));
    }

    void whatIsSetIsToldToWhoIsInside() {
        Installed device;
        const auto told = [&device] {
            device.later(2min);
            return device.start().unlock(pinOf(mainPin), device.now)->wipesAfterFailures;
        };
        QVERIFY(!told());
        QVERIFY(setLimit(device, true));
        QVERIFY(told());
        QVERIFY(device.start().changePin(pinOf(mainPin), pinOf("5555"), device.now).has_value());
        device.later(2min);
        const auto opened = device.start().unlock(pinOf("5555"), device.now);
        QVERIFY(opened->wipesAfterFailures && opened->hasWipePin);
        QVERIFY(!device.start().unlock(pinOf(duressPin), device.now)->wipesAfterFailures);
    }

    void whoIsInsideStaysInsideWhateverIsTyped() {
        Installed device;
        QVERIFY(setLimit(device, true));
        auto vault = device.start();
        QVERIFY(vault.unlock(pinOf(mainPin), device.now).has_value());
        for (int i = 0; i < 9; ++i) {
            device.later(2min);
            QVERIFY(!vault.unlock(pinOf("0000"), device.now).has_value());
            QVERIFY(vault.isOpen());
        }
        {
            Installed other(device);
            auto same = other.start();
            QCOMPARE(same.wipeNow().error().code, VaultError::NotUnlocked);
        }
        device.later(2min);
        QVERIFY(!vault.unlock(pinOf("0000"), device.now).has_value());
        QVERIFY(!vault.isOpen());
    }

    void noPlainByteTells() {
        // Everything but the seals is of the same form, set or not.
        for (const bool on : {false, true}) {
            Installed device;
            QVERIFY(setLimit(device, on));
            QCOMPARE(device.disk.files["keyslots.a"].size(), keyslotFileSize);
            QCOMPARE(device.disk.files["keyslots.a"][5], std::uint8_t{3});
            QCOMPARE(device.disk.files["attempts"].size(), 8192u);
            const auto file = *decodeKeyslots(device.disk.files["keyslots.a"]);
            const auto key = device.keystore.load(file.alias);
            QCOMPARE(openRules(file.rules, *key).wipeAfter, on ? failuresThatWipe : 0u);
            QVERIFY(openRules(file.rules, *device.keystore.load(1 - file.alias)) == Rules{});
        }
    }

    void thePowerMayGoAtTheTenth() {
        for (std::uint64_t seed = 1; seed <= 3; ++seed) {
            Installed installed(true, seed);
            QVERIFY(setLimit(installed, true));
            failTimes(installed, 9);
            for (int at = 1;; ++at) {
                Installed device(installed);
                device.later(2min);
                auto vault = device.start();
                device.disk.arm(FaultyDisk::Fault::Death, at);
                (void)vault.unlock(pinOf("0000"), device.now);
                const bool struck = device.disk.struck();
                device.disk.revive();
                (void)device.start().sweep();
                Installed other(device);
                const auto outcome = tryPin(device, mainPin);
                const bool wiped = outcome == "wrong-pin" && !device.disk.folders.contains(Vault::folderOf(device.own));
                QVERIFY2(outcome == "main" || wiped, outcome.c_str());
                QCOMPARE(tryPin(other, duressPin), std::string("decoy"));
                if (!struck) {
                    QVERIFY(wiped);
                    break;
                }
            }
        }
    }

    void theTrialHarmsNothing() {
        Installed device;
        auto vault = device.start();
        QCOMPARE(vault.tryWipePin(pinOf(duressPin)).error().code, VaultError::NotUnlocked);
        QVERIFY(vault.unlock(pinOf(mainPin), device.now).has_value());
        const auto files = device.disk.files;
        QVERIFY(vault.tryWipePin(pinOf(duressPin)).has_value());
        QCOMPARE(vault.tryWipePin(pinOf(mainPin)).error().code, VaultError::WrongPin);
        QCOMPARE(vault.tryWipePin(pinOf("0000")).error().code, VaultError::WrongPin);
        QCOMPARE(vault.tryWipePin(SecretBytes()).error().code, VaultError::BadPin);
        QVERIFY(device.disk.files == files);
        QCOMPARE(tryPin(device, mainPin), std::string("main"));
    }

    void theCostFollowsTheDevice() {
        using Cost = KdfCost;
        QVERIFY((costFor(60ms, 16 * gib) == Cost{256 * 1024, 3}));  // 60 ms for each 64 MiB and pass
        QVERIFY((costFor(40ms, 16 * gib) == Cost{256 * 1024, 5}));
        QVERIFY((costFor(15ms, 16 * gib) == Cost{1024 * 1024, 3}));
        QVERIFY((costFor(1ms, 64 * gib) == Cost{1024 * 1024, 16}));
        QVERIFY((costFor(15ms, 1 * gib) == Cost{256 * 1024, 13}));  // a quarter of what is free
        QVERIFY((costFor(1s, 16 * gib) == Cost{64 * 1024, 3}));     // never less than the least
        QVERIFY((costFor(60ms, 0) == Cost{256 * 1024, 3}));
        QVERIFY(!raiseFor(500ms, 15ms, 16 * gib));
        QVERIFY(!raiseFor(300ms, 200ms, 16 * gib));  // the least addition would be too much
        QVERIFY((raiseFor(200ms, 15ms, 16 * gib) == Cost{512 * 1024, 5}));
    }

    void aRaiseIsPaidByEveryPinAndLosesNone() {
        Device device;
        auto vault = device.start();
        constexpr KdfCost least{leastMemoryKiB, 1};
        const auto made = vault.create(least, pinOf(mainPin), pinOf(duressPin), device.populate());
        QVERIFY(made.has_value());
        const auto fileOf = [](const Device& of) { return *decodeKeyslots(of.disk.files.at("keyslots.a")); };
        const auto old = device.disk.files;
        int asked = 0;
        const auto wanted = [&asked]() -> std::optional<KdfCost> {
            ++asked;
            return KdfCost{16, 2};
        };
        {
            Device other(device);
            auto duress = other.start();
            duress.setRaise(wanted);
            QCOMPARE(duress.unlock(pinOf(duressPin), other.now)->own.name, made->decoy.name);
            QCOMPARE(asked, 1);
            QCOMPARE(fileOf(other).raises.size(), 1u);
            QCOMPARE(other.start().unlock(pinOf(duressPin), other.now)->own.name, made->decoy.name);
        }
        vault.setRaise(wanted);
        QVERIFY(vault.unlock(pinOf(mainPin), device.now).has_value());
        QCOMPARE(asked, 2);
        QCOMPARE(fileOf(device).raises.size(), 1u);
        QCOMPARE(device.disk.files["keyslots.a"][5], std::uint8_t{3});
        QVERIFY(device.disk.files["keyslots.a"] == device.disk.files["keyslots.b"]);
        // The slots of before do not open any more: their device key is gone.
        const auto before = *decodeKeyslots(old.at("keyslots.a"));
        QVERIFY(device.disk.files[FileKeystore::fileOf(before.alias)] != old.at(FileKeystore::fileOf(before.alias)));
        vault.setRaise({});
        QVERIFY(vault.unlock(pinOf(mainPin), device.now).has_value());
        QVERIFY(vault.changePin(pinOf(mainPin), pinOf("5555"), device.now).has_value());
        QCOMPARE(vault.setWipePin(pinOf("5555"), pinOf("5555"), device.now).error().code, VaultError::PinInUse);
        QCOMPARE(vault.changePin(pinOf("5555"), pinOf(duressPin), device.now).error().code, VaultError::PinInUse);
        QVERIFY(vault.unlock(pinOf("5555"), device.now).has_value());
        // The wipe PIN, whose slot is under the first derivation still.
        QCOMPARE(vault.unlock(pinOf(duressPin), device.now)->own.name, made->decoy.name);
        QCOMPARE(vault.unlock(pinOf("5555"), device.now).error().code, VaultError::WrongPin);
    }

    void thePowerMayGoWhileTheCostIsRaised() {
        Device installed;
        constexpr KdfCost least{leastMemoryKiB, 1};
        const auto made = installed.start().create(least, pinOf(mainPin), pinOf(duressPin), installed.populate());
        QVERIFY(made.has_value());
        for (int at = 1;; ++at) {
            Device device(installed);
            auto vault = device.start();
            vault.setRaise([] { return std::optional(KdfCost{16, 1}); });
            device.disk.arm(FaultyDisk::Fault::Death, at);
            (void)vault.unlock(pinOf(mainPin), device.now);
            const bool struck = device.disk.struck();
            device.disk.revive();
            (void)device.start().sweep();
            device.later(2min);
            const auto opened = device.start().unlock(pinOf(mainPin), device.now);
            QVERIFY2(opened.has_value(), opened ? "" : vaultErrorName(opened.error().code).data());
            QCOMPARE(opened->own.name, made->own.name);
            if (!struck) {
                break;
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestVaultRules)
#include "tst_vaultrules.moc"
