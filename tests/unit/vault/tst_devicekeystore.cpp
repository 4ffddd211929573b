// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "fakekeyring.h"
#include "vault/devicekeystore.h"
#include "vaultfixture.h"

using namespace nightjar;
using namespace nightjar::vault;
using namespace std::chrono_literals;

namespace {

/// A device with a keyring; start() is a new process on it.
struct Desktop {
    FaultyDisk disk;
    StreamRandom random{7};
    FakeKeyring keyring;
    DeviceKeystore keystore{disk, random, &keyring};
    Instant now = fromUnixMs(1'700'000'000'000);

    Desktop() { keystore.preferKeyring(true); }
    [[nodiscard]] Vault start() { return Vault(disk, keystore, random); }
    [[nodiscard]] bool make(const std::optional<std::string_view>& wipePin = {}) {
        return start()
            .create(cheap, pinOf(mainPin), wipePin ? std::optional(pinOf(*wipePin)) : std::nullopt)
            .has_value();
    }
    [[nodiscard]] std::string open(std::string_view pin) {
        now += 2min;
        const auto opened = start().unlock(pinOf(pin), now);
        return opened ? "open" : std::string(vaultErrorName(opened.error().code));
    }
};

}  // namespace

class TestDeviceKeystore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withAKeyringTheKeyHasTwoHalves() {
        Desktop desktop;
        QVERIFY(desktop.make());
        QVERIFY(desktop.disk.files.contains("keyring"));
        QCOMPARE(desktop.keyring.entries.size(), 2u);
        QVERIFY(desktop.keystore.usesKeyring());
        QCOMPARE(desktop.open(mainPin), std::string("open"));
        // The file alone is not the key, and the folder without the keyring opens nothing.
        const auto whole = desktop.keystore.load(0);
        const auto half = FileKeystore(desktop.disk, desktop.random).load(0);
        QVERIFY(whole && half && !constantTimeEqual(whole->view(), half->view()));
        desktop.keyring.entries.clear();
        QCOMPARE(desktop.open(mainPin), std::string("keyring-lost"));
    }

    void withoutOneItIsTheFile_data() {
        QTest::addColumn<QString>("kind");
        for (const auto* name : {"none", "not wanted", "locked", "silent", "forgets", "clings"}) {
            QTest::newRow(name) << QString::fromLatin1(name);
        }
    }
    void withoutOneItIsTheFile() {
        QFETCH(QString, kind);
        Desktop desktop;
        DeviceKeystore none(desktop.disk, desktop.random, nullptr);
        none.preferKeyring(true);
        desktop.keystore.preferKeyring(kind != QLatin1String("not wanted"));
        if (kind == QLatin1String("locked") || kind == QLatin1String("silent")) {
            desktop.keyring.closed = kind == QLatin1String("locked") ? KeyringError::Locked : KeyringError::Unavailable;
        }
        desktop.keyring.forgets = kind == QLatin1String("forgets");
        desktop.keyring.clings = kind == QLatin1String("clings");
        auto& keystore = kind == QLatin1String("none") ? none : desktop.keystore;
        Vault vault(desktop.disk, keystore, desktop.random);
        QVERIFY(vault.create(cheap, pinOf(mainPin), {}).has_value());
        QVERIFY(!desktop.disk.files.contains("keyring"));
        QVERIFY(!keystore.usesKeyring());
        // And stays so when a good keyring comes later.
        desktop.keyring = {};
        DeviceKeystore later(desktop.disk, desktop.random, &desktop.keyring);
        later.preferKeyring(true);
        Vault again(desktop.disk, later, desktop.random);
        QVERIFY(again.unlock(pinOf(mainPin), desktop.now).has_value());
        QVERIFY(again.sweep().has_value());
        QVERIFY(again.unlock(pinOf(mainPin), desktop.now).has_value());
        QVERIFY(desktop.keyring.entries.empty());
    }

    void aLockedKeyringIsToldAndNothingIsWritten() {
        Desktop desktop;
        QVERIFY(desktop.make());
        const auto files = desktop.disk.files;
        const auto entries = desktop.keyring.entries;
        desktop.keyring.closed = KeyringError::Locked;
        QCOMPARE(desktop.open(mainPin), std::string("keyring-locked"));
        QCOMPARE(desktop.open("0000"), std::string("keyring-locked"));
        QVERIFY(!desktop.start().sweep().has_value());
        QCOMPARE(desktop.start().check().error().code, VaultError::KeyringLocked);
        QVERIFY(desktop.disk.files == files);
        QVERIFY(desktop.keyring.entries == entries);
        desktop.keyring.closed.reset();
        QCOMPARE(desktop.open(mainPin), std::string("open"));
    }

    void eitherHalfDestroysTheKey() {
        Desktop desktop;
        QVERIFY(desktop.make());
        const auto before = desktop.keystore.load(1);
        // The keyring refuses: the file is enough.
        desktop.keyring.closed = KeyringError::Locked;
        QVERIFY(!desktop.keystore.renew(1).has_value());
        desktop.keyring.closed.reset();
        const auto between = desktop.keystore.load(1);
        QVERIFY(between && !constantTimeEqual(before->view(), between->view()));
        const auto entries = desktop.keyring.entries;
        QVERIFY(desktop.keystore.renew(1).has_value());
        QVERIFY(desktop.keyring.entries != entries);
        QVERIFY(!constantTimeEqual(desktop.keystore.load(1)->view(), between->view()));
        QVERIFY(desktop.keystore.destroy(1).has_value());
        QCOMPARE(desktop.keystore.load(1).error(), KeystoreError::NotFound);
        QCOMPARE(desktop.keyring.entries.size(), 1u);
        QVERIFY(desktop.keystore.load(0).has_value());
        QVERIFY(desktop.keystore.destroy(0).has_value());
        QVERIFY(desktop.keyring.entries.empty());
        for (const auto* name : {"device.key.0", "device.key.1", "keyring"}) {
            QVERIFY(!desktop.disk.files.contains(name));
        }
    }

    void theWipePinWorksTheSame() {
        Desktop desktop;
        QVERIFY(desktop.make(duressPin));
        const auto files = desktop.disk.files;
        const auto entries = desktop.keyring.entries;
        QCOMPARE(desktop.open(duressPin), std::string("open"));
        QCOMPARE(desktop.open(mainPin), std::string("wrong-pin"));
        // Not even who copied the folder before opens it with the keyring as it is now …
        FaultyDisk copied;
        copied.files = files;
        copied.folders = desktop.disk.folders;
        DeviceKeystore thief(copied, desktop.random, &desktop.keyring);
        Vault stolen(copied, thief, desktop.random);
        const auto opened = stolen.unlock(pinOf(mainPin), desktop.now + 2min);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, VaultError::WrongPin);
        // … nor who copied the keyring before, with the folder as it is now.
        desktop.keyring.entries = entries;
        QCOMPARE(desktop.open(mainPin), std::string("wrong-pin"));
    }

    void wipingDoesNotWaitForAKeyring() {
        Desktop desktop;
        auto vault = desktop.start();
        QVERIFY(vault.create(cheap, pinOf(mainPin), pinOf(duressPin)).has_value());
        const auto alias = decodeKeyslots(desktop.disk.files["keyslots.a"])->alias;
        const auto key = desktop.disk.files[FileKeystore::fileOf(alias)];
        desktop.keyring.closed = KeyringError::Unavailable;
        (void)vault.wipeNow();
        QVERIFY(desktop.disk.files[FileKeystore::fileOf(alias)] != key);
        desktop.keyring.closed.reset();
        QVERIFY(desktop.open(mainPin) != "open");
        QVERIFY(desktop.open(duressPin) != "open");
    }

    void aDamagedNameIsNotTakenForAKeyInTheFile() {
        Desktop desktop;
        QVERIFY(desktop.make());
        desktop.disk.files["keyring"].pop_back();
        QCOMPARE(desktop.open(mainPin), std::string("keyring-lost"));
    }

    void anInterruptedCreationLeavesNothing() {
        for (int at = 1; at < 60; ++at) {
            Desktop desktop;
            desktop.disk.arm(FaultyDisk::Fault::Death, at);
            const bool made = desktop.make();
            const bool struck = desktop.disk.struck();
            desktop.disk.revive();
            (void)desktop.start().sweep();
            const auto state = desktop.start().check();
            QVERIFY2(state.has_value() || state.error().code == VaultError::NoProfile,
                     state ? "" : vaultErrorName(state.error().code).data());
            QVERIFY(state.has_value() ? desktop.open(mainPin) == "open"
                                      : desktop.make() && desktop.open(mainPin) == "open");
            QVERIFY(desktop.keyring.entries.size() <= 4);  // of a place whose name was torn away with it
            if (!struck) {
                QVERIFY(made);
                return;
            }
        }
        QFAIL("creating never ends");
    }
};

QTEST_APPLESS_MAIN(TestDeviceKeystore)
#include "tst_devicekeystore.moc"
