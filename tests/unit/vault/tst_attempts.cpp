// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "vault/attempts.h"
#include "vaultfixture.h"

using namespace nightjar;
using namespace nightjar::vault;
using namespace std::chrono_literals;

class TestAttempts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void delaysDouble() {
        const std::array<Duration, 10> expected{0s, 1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s, 60s};
        for (std::uint32_t failures = 0; failures < expected.size(); ++failures) {
            QVERIFY(Attempts::delayAfter(failures) == expected[failures]);
        }
        QVERIFY(Attempts::delayAfter(UINT32_MAX) == Duration(60s));
    }

    void whatWasCountedSurvives() {
        Device device;
        QVERIFY(*Attempts(device.disk).waiting(device.now) == Duration::zero());
        QVERIFY(*Attempts(device.disk).count(device.now) == Duration(1s));
        QVERIFY(*Attempts(device.disk).count(device.now) == Duration(2s));
        QVERIFY(*Attempts(device.disk).waiting(device.now) == Duration(2s));
        QVERIFY(*Attempts(device.disk).waiting(device.now + 1500ms) == Duration(500ms));
        QVERIFY(*Attempts(device.disk).waiting(device.now + 2s) == Duration::zero());
        QVERIFY(Attempts(device.disk).reset().has_value());
        QVERIFY(*Attempts(device.disk).waiting(device.now) == Duration::zero());
        QVERIFY(*Attempts(device.disk).count(device.now) == Duration(1s));
    }

    void turningTheClockBackWinsNothingAndLocksNobodyOut() {
        Device device;
        Attempts attempts(device.disk);
        for (int i = 0; i < 3; ++i) {
            QVERIFY(attempts.count(device.now).has_value());
        }
        const auto past = device.now - 24h;
        QVERIFY(*attempts.waiting(past) == Duration(4s));
        QVERIFY(*attempts.waiting(past + 3s) == Duration(1s));
        QVERIFY(*attempts.waiting(past + 4s) == Duration::zero());
    }

    void aDamagedFileMeansTheLongestDelayOnce() {
        Device device;
        QVERIFY(Attempts(device.disk).create().has_value());
        for (auto& byte : device.disk.files["attempts"]) {
            byte = 0xee;
        }
        QVERIFY(*Attempts(device.disk).waiting(device.now) == Duration(60s));
        QVERIFY(*Attempts(device.disk).waiting(device.now + 59s) == Duration(1s));
        QVERIFY(*Attempts(device.disk).waiting(device.now + 60s) == Duration::zero());
    }

    /// Dying while the count is written, wherever: the count before or the count after, never less.
    void aTornWriteLosesNothing() {
        for (std::uint64_t seed = 0; seed < 200; ++seed) {
            Device device(seed);
            Attempts attempts(device.disk);
            for (std::uint64_t i = 0; i < 3 + seed % 2; ++i) {
                QVERIFY(attempts.count(device.now).has_value());
            }
            const auto before = *attempts.waiting(device.now);
            device.disk.arm(FaultyDisk::Fault::Death, 1);
            QVERIFY(!attempts.count(device.now));
            device.disk.revive();
            const auto after = *attempts.waiting(device.now);
            QVERIFY(after == before || after == before * 2);
        }
    }

    void aDiskThatCannotCountAllowsNoGuess() {
        Installed device;
        device.disk.arm(FaultyDisk::Fault::Error, 1, DiskError::ReadOnly);
        Vault vault(device.disk, device.keystore, device.random);
        QCOMPARE(vault.unlock(pinOf(mainPin), device.now).error().code, VaultError::ReadOnly);
    }
};

QTEST_APPLESS_MAIN(TestAttempts)
#include "tst_attempts.moc"
