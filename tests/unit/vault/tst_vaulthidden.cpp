// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// A hidden identity, and who can tell that there is one.

#include "crypto/aead.h"
#include "vaultfixture.h"

using namespace nightjar;
using namespace nightjar::vault;
using namespace std::chrono_literals;

namespace {

using Fault = FaultyDisk::Fault;

bool hide(Installed& device, std::string_view pin = hiddenPin) {
    device.later(2min);
    auto vault = device.start();
    return vault.setHidden(pinOf(mainPin), pinOf(pin), device.furnish(), device.now).has_value() &&
           vault.sweep().has_value();
}

Unlocked opened(Installed& device, std::string_view pin) {
    device.later(2min);
    auto unlocked = device.start().unlock(pinOf(pin), device.now);
    if (!unlocked) {
        qFatal("unlock: %s", vaultErrorName(unlocked.error().code).data());
    }
    return std::move(*unlocked);
}

/// What the main PIN's slot says.
OpenedSlot slotOf(Device& device, std::string_view pin) {
    const auto file = device.keyslots();
    auto found = openSlots(file, *derivePinKeys(pinOf(pin), file), device.deviceKey());
    if (!found) {
        qFatal("the slot does not open");
    }
    return std::move(*found);
}

/// Names are random: the folder as sizes only.
std::multiset<std::size_t> sizes(const FaultyDisk& disk) {
    std::multiset<std::size_t> out;
    for (const auto& [name, content] : disk.files) {
        out.insert(content.size());
    }
    return out;
}

}  // namespace

class TestVaultHidden : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itOpensWithItsPin() {
        Installed device;
        QCOMPARE(tryPin(device, hiddenPin), std::string("wrong-pin"));
        QVERIFY(hide(device));
        const auto hidden = opened(device, hiddenPin);
        QVERIFY(hidden.hidden && !hidden.hasWipePin && !hidden.reserve);
        QVERIFY(device.holds(hidden.own));
        QVERIFY(hidden.own.name != device.own && hidden.own.name != device.decoy);
        QCOMPARE(hidden.decoy.name, device.decoy);
        QVERIFY(device.holds(hidden.decoy));
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(tryPin(device, hiddenPin), std::string("hidden"));
            QCOMPARE(tryPin(device, mainPin), std::string("main"));
            QVERIFY(device.start().sweep().has_value());
        }
        QCOMPARE(tryPin(device, duressPin), std::string("decoy"));
    }

    /// The same words and the same work, whether there was one or not.
    void aSecondOneTakesTheRoomOfTheFirst() {
        Installed device;
        std::vector<int> operations;
        std::vector<std::multiset<std::size_t>> shapes{sizes(device.disk)};
        ContainerId first;
        for (const auto pin : {std::string_view("4711"), std::string_view("4712")}) {
            device.later(2min);
            auto vault = device.start();
            device.disk.arm(Fault::None, 0);
            QVERIFY(vault.setHidden(pinOf(mainPin), pinOf(pin), device.furnish(), device.now).has_value());
            operations.push_back(device.disk.operations());
            QVERIFY(vault.sweep().has_value());
            shapes.push_back(sizes(device.disk));
            QCOMPARE(device.disk.folders.size(), 3u);
            if (pin == "4711") {
                first = opened(device, pin).own.name;
                QVERIFY(device.disk.folders.contains(Vault::folderOf(first)));
            }
        }
        QVERIFY(!device.disk.folders.contains(Vault::folderOf(first)));
        QCOMPARE(tryPin(device, "4711"), std::string("wrong-pin"));
        QCOMPARE(tryPin(device, "4712"), std::string("hidden"));
        QCOMPARE(operations[0], operations[1]);
        QVERIFY(shapes[0] == shapes[1] && shapes[1] == shapes[2]);
    }

    void itsPinOpensNothingElse() {
        Installed device;
        auto vault = device.start();
        const auto attempt = [&](std::string_view pin, const SecretBytes& hidden) {
            device.later(2min);
            return vault.setHidden(pinOf(pin), hidden, device.furnish(), device.now).error().code;
        };
        QCOMPARE(attempt(mainPin, SecretBytes()), VaultError::BadPin);
        QCOMPARE(attempt(mainPin, pinOf(mainPin)), VaultError::PinInUse);
        QCOMPARE(attempt(mainPin, pinOf(duressPin)), VaultError::PinInUse);
        QCOMPARE(attempt("0000", pinOf(hiddenPin)), VaultError::WrongPin);
        QCOMPARE(attempt(duressPin, pinOf(hiddenPin)), VaultError::WrongPin);
        QCOMPARE(vault.setHidden(pinOf(mainPin), pinOf(hiddenPin), device.furnish(), device.now).error().code,
                 VaultError::TooSoon);
        QCOMPARE(device.disk.folders.size(), 3u);
        QVERIFY(hide(device));
        QCOMPARE(attempt(mainPin, pinOf(hiddenPin)), VaultError::PinInUse);
        QCOMPARE(vault.setWipePin(pinOf(mainPin), pinOf(hiddenPin), device.now).error().code, VaultError::PinInUse);
        QCOMPARE(vault.changePin(pinOf(mainPin), pinOf(hiddenPin), device.now).error().code, VaultError::PinInUse);
    }

    void whatConcernsTheProfileIsNotChangedFromWithin() {
        Installed device;
        QVERIFY(hide(device));
        auto vault = device.start();
        QVERIFY(vault.unlock(pinOf(hiddenPin), device.now).has_value());
        const auto pin = pinOf(hiddenPin);
        const auto fresh = pinOf("5555");
        QCOMPARE(vault.setWipePin(pin, fresh, device.now).error().code, VaultError::NotHere);
        QCOMPARE(vault.removeWipePin(pin, device.now).error().code, VaultError::NotHere);
        QCOMPARE(vault.setWipeAfterFailures(pin, true, device.now).error().code, VaultError::NotHere);
        QCOMPARE(vault.setHidden(pin, fresh, device.furnish(), device.now).error().code, VaultError::NotHere);
        // Another identity's PIN is a wrong one to who is inside.
        QCOMPARE(vault.changePin(pinOf(mainPin), fresh, device.now).error().code, VaultError::WrongPin);
        device.later(2min);
        QVERIFY(vault.changePin(pin, fresh, device.now).has_value());
        QCOMPARE(tryPin(device, hiddenPin), std::string("wrong-pin"));
        QCOMPARE(tryPin(device, "5555"), std::string("hidden"));
        QCOMPARE(tryPin(device, mainPin), std::string("main"));
        auto main = device.start();
        QVERIFY(main.unlock(pinOf(mainPin), device.now).has_value());
        QCOMPARE(main.changePin(fresh, pinOf("6666"), device.now).error().code, VaultError::WrongPin);
        device.later(2min);
        QCOMPARE(main.removeHidden(pinOf(mainPin), device.furnish(), device.now).error().code, VaultError::NotHere);
        QCOMPARE(tryPin(device, "5555"), std::string("hidden"));
    }

    void theMainIdentityGoesOnBesideIt() {
        Installed device;
        QVERIFY(hide(device));
        auto vault = device.start();
        device.later(2min);
        QVERIFY(vault.changePin(pinOf(mainPin), pinOf("5555"), device.now).has_value());
        QVERIFY(vault.changePin(pinOf("5555"), pinOf(mainPin), device.now).has_value());
        QVERIFY(vault.removeWipePin(pinOf(mainPin), device.now).has_value());
        QCOMPARE(tryPin(device, hiddenPin), std::string("hidden"));
        device.later(2min);
        QVERIFY(vault.setWipePin(pinOf(mainPin), pinOf("7777"), device.now).has_value());
        QCOMPARE(tryPin(device, hiddenPin), std::string("hidden"));
        QCOMPARE(tryPin(device, "7777"), std::string("decoy"));
    }

    void itIsDestroyedFromWithin() {
        Installed device;
        const auto before = sizes(device.disk);
        QVERIFY(hide(device));
        const auto name = opened(device, hiddenPin).own.name;
        const auto old = device.disk.files;
        auto vault = device.start();
        QVERIFY(vault.unlock(pinOf(hiddenPin), device.now).has_value());
        QCOMPARE(vault.removeHidden(pinOf("0000"), device.furnish(), device.now).error().code, VaultError::WrongPin);
        device.later(2min);
        QVERIFY(vault.removeHidden(pinOf(hiddenPin), device.furnish(), device.now).has_value());
        QVERIFY(!vault.isOpen());
        QVERIFY(vault.sweep().has_value());
        QVERIFY(!device.disk.folders.contains(Vault::folderOf(name)));
        QCOMPARE(device.disk.folders.size(), 3u);
        QVERIFY(sizes(device.disk) == before);
        QCOMPARE(tryPin(device, hiddenPin), std::string("wrong-pin"));
        QCOMPARE(tryPin(device, mainPin), std::string("main"));
        // Nor does a copy of the keyslots bring it back.
        {
            Installed stolen(device);
            stolen.disk.files["keyslots.a"] = old.at("keyslots.a");
            stolen.disk.files["keyslots.b"] = old.at("keyslots.b");
            QCOMPARE(tryPin(stolen, hiddenPin), std::string("wrong-pin"));
        }
        QVERIFY(hide(device));
        QCOMPARE(tryPin(device, hiddenPin), std::string("hidden"));
        QCOMPARE(tryPin(device, duressPin), std::string("decoy"));
    }

    void aWipeTakesItAlong() {
        Installed device;
        device.later(2min);
        QVERIFY(device.start().setWipeAfterFailures(pinOf(mainPin), true, device.now).has_value());
        QVERIFY(hide(device));
        const auto expectGone = [](Installed& of) {
            QVERIFY(of.start().sweep().has_value());
            QCOMPARE(of.disk.folders.size(), 1u);  // the others are made by whoever opens
            QCOMPARE(tryPin(of, hiddenPin), std::string("wrong-pin"));
            QCOMPARE(tryPin(of, mainPin), std::string("wrong-pin"));
            QCOMPARE(tryPin(of, duressPin), std::string("decoy"));
        };
        {
            Installed other(device);
            QCOMPARE(tryPin(other, duressPin), std::string("decoy"));
            expectGone(other);
        }
        {
            Installed other(device);
            for (int i = 0; i < 10; ++i) {
                QCOMPARE(tryPin(other, "0000"), std::string("wrong-pin"));
            }
            expectGone(other);
        }
        {
            Installed other(device);
            auto vault = other.start();
            QVERIFY(vault.unlock(pinOf(mainPin), other.now).has_value());
            QVERIFY(vault.wipeNow().has_value());
            expectGone(other);
        }
        // Inside it one does not know whether there is a wipe PIN: nothing stays.
        auto vault = device.start();
        QVERIFY(vault.unlock(pinOf(hiddenPin), device.now).has_value());
        QVERIFY(vault.wipeNow().has_value());
        QVERIFY(device.disk.files.empty());
    }

    /// The decoy's profile is like any other: three containers, and room for a hidden one.
    void afterAWipeThereIsRoomAgain() {
        Installed device;
        QVERIFY(hide(device));
        const auto decoy = opened(device, duressPin);
        QVERIFY(decoy.reserve && !decoy.hidden && !decoy.hasWipePin);
        QVERIFY(device.keyslots().namesContainer(decoy.reserve->name));
        QVERIFY(device.keyslots().namesContainer(decoy.decoy.name));
        QVERIFY(decoy.reserve->name != decoy.decoy.name && decoy.reserve->name != decoy.own.name);
        for (const auto* container : {&decoy.decoy, &*decoy.reserve}) {
            QVERIFY(device.disk.makeFolder(Vault::folderOf(container->name)).has_value());
            QVERIFY(device.fill(*container));
        }
        QVERIFY(device.start().sweep().has_value());
        QCOMPARE(device.disk.folders.size(), 3u);
        QCOMPARE(opened(device, duressPin).reserve->name, decoy.reserve->name);
        device.later(2min);
        auto vault = device.start();
        QVERIFY(vault.setHidden(pinOf(duressPin), pinOf(hiddenPin), device.furnish(), device.now).has_value());
        QVERIFY(vault.sweep().has_value());
        QVERIFY(!device.disk.folders.contains(Vault::folderOf(decoy.reserve->name)));
        QCOMPARE(device.disk.folders.size(), 3u);
        QCOMPARE(tryPin(device, hiddenPin), std::string("hidden"));
    }

    /// With the device key and no PIN: every slot is sealed, and under the seal no byte is ever the same in one kind of
    /// profile and not in another.
    void theDeviceKeyDoesNotTell() {
        using Aead = crypto::XChaCha20Poly1305;
        constexpr std::size_t innerSize = slotSize - Aead::nonceSize - Aead::tagSize;
        std::vector<std::vector<bool>> constants;
        std::vector<double> ones;
        for (const bool withWipePin : {false, true}) {
            for (const bool withHidden : {false, true}) {
                std::vector<std::array<bool, 256>> seen(slotCount * innerSize);
                std::size_t bits = 0;
                constexpr int rounds = 15;
                for (std::uint64_t seed = 0; seed < rounds; ++seed) {
                    Installed device(withWipePin, seed);
                    if (withHidden) {
                        QVERIFY(hide(device));
                    }
                    const auto file = device.keyslots();
                    const auto key = device.deviceKey();
                    for (std::size_t i = 0; i < slotCount; ++i) {
                        ByteArray<12> associated{};
                        const std::string_view label = "nj dev seal";
                        std::copy(label.begin(), label.end(), associated.begin());
                        associated.back() = static_cast<std::uint8_t>(i);
                        const auto slot = ByteView(file.slots[i]);
                        const auto inner = Aead::open(key.view(), slot.first(Aead::nonceSize), associated,
                                                      slot.subspan(Aead::nonceSize));
                        QVERIFY(inner.has_value());
                        for (std::size_t at = 0; at < innerSize; ++at) {
                            seen[i * innerSize + at][(*inner)[at]] = true;
                            bits += static_cast<std::size_t>(std::popcount((*inner)[at]));
                        }
                    }
                    QCOMPARE(device.disk.folders.size(), 3u);
                    QCOMPARE(device.disk.files.size(), 8u);
                    QVERIFY(openRules(file.rules, key) == Rules());
                }
                std::vector<bool> constant;
                for (const auto& values : seen) {
                    constant.push_back(std::count(values.begin(), values.end(), true) == 1);
                }
                constants.push_back(constant);
                ones.push_back(static_cast<double>(bits) / (8.0 * rounds * slotCount * innerSize));
            }
        }
        for (const auto& constant : constants) {
            QVERIFY(constant == std::vector<bool>(slotCount * innerSize, false));
        }
        for (const double share : ones) {
            QVERIFY2(std::abs(share - 0.5) < 0.01,
                     qPrintable(QString::number(share)));  // of 130,560 bits: 7 deviations
        }
    }

    /// With the main PIN as well: its slot says the same before and after.
    void theMainPinDoesNotTell() {
        Installed device;
        const auto told = [&device] {
            const auto slot = slotOf(device, mainPin);
            return std::tuple(slot.slot, slot.content.wipeSlot, slot.content.hiddenSlot, slot.content.hasWipePin,
                              slot.content.hidden, slot.content.own, slot.content.decoy);
        };
        const auto before = told();
        QVERIFY(std::get<2>(before) < slotCount);
        const auto unlocked = opened(device, mainPin);
        QVERIFY(hide(device));
        QVERIFY(told() == before);
        const auto after = opened(device, mainPin);
        QVERIFY(after.reserve && unlocked.reserve);
        QCOMPARE(after.hasWipePin, unlocked.hasWipePin);
        QVERIFY(!after.hidden);
        // The keys of the third are drawn anew each time; they open neither.
        QVERIFY(!device.holds(*after.reserve) && !device.holds(*unlocked.reserve));
    }

    void rolesAreDrawnAtRandom() {
        std::set<std::size_t> mains;
        std::set<std::size_t> wipes;
        std::set<std::size_t> hiddens;
        for (std::uint64_t seed = 0; seed < 100; ++seed) {
            Installed device(seed % 2 == 0, seed);
            const auto slot = slotOf(device, mainPin);
            const auto& content = slot.content;
            QVERIFY(slot.slot != content.wipeSlot && slot.slot != content.hiddenSlot);
            QVERIFY(content.wipeSlot != content.hiddenSlot);
            mains.insert(slot.slot);
            wipes.insert(content.wipeSlot);
            hiddens.insert(content.hiddenSlot);
        }
        QCOMPARE(mains.size(), slotCount);
        QCOMPARE(wipes.size(), slotCount);
        QCOMPARE(hiddens.size(), slotCount);
    }

    void everyPinDoesTheSameWork() {
        Installed device;
        QVERIFY(hide(device));
        for (const auto pin : {mainPin, hiddenPin, duressPin}) {
            Installed other(device);
            other.later(2min);
            auto vault = other.start();
            other.disk.arm(Fault::None, 0);
            QVERIFY(vault.unlock(pinOf(pin), other.now).has_value());
            QCOMPARE(other.disk.operations(), 5);  // count, copy A, device key, copy B, reset
        }
    }

    void making_data() { kinds(); }
    void making() {
        QFETCH(int, kind);
        const auto make = [](Installed& device, Vault& vault) {
            return vault.setHidden(pinOf(mainPin), pinOf("5555"), device.furnish(), device.now).has_value();
        };
        const auto fault = static_cast<Fault>(kind);
        loop(fault, false, make, "main decoy wrong-pin wrong-pin", "main decoy wrong-pin hidden");
        loop(fault, true, make, "main decoy hidden wrong-pin", "main decoy wrong-pin hidden");
    }

    void removing_data() { kinds(); }
    void removing() {
        QFETCH(int, kind);
        loop(
            static_cast<Fault>(kind), true,
            [](Installed& device, Vault& vault) {
                return vault.removeHidden(pinOf(hiddenPin), device.furnish(), device.now).has_value();
            },
            "main decoy hidden wrong-pin", "main decoy wrong-pin wrong-pin");
    }

private:
    static void kinds() {
        QTest::addColumn<int>("kind");
        QTest::addRow("an operation fails") << static_cast<int>(Fault::Error);
        QTest::addRow("the disk is full") << static_cast<int>(Fault::Full);
        QTest::addRow("the power goes") << static_cast<int>(Fault::Death);
    }

    /// What main, wipe PIN, hidden PIN and the new one open, each on a copy after the start of every day.
    static std::string examine(const Installed& device) {
        std::string out;
        for (const auto pin : {mainPin, duressPin, hiddenPin, std::string_view("5555")}) {
            Installed copy(device);
            (void)copy.start().sweep();
            if (copy.disk.folders.size() != 3) {
                return std::to_string(copy.disk.folders.size()) + " folders";
            }
            out += (out.empty() ? "" : " ") + tryPin(copy, pin);
        }
        return out;
    }

    /// The fault at operation 1, 2, 3 … until it happens no more: there is what was before, or what was wanted.
    static void loop(Fault fault, bool withHidden, const std::function<bool(Installed&, Vault&)>& work,
                     const std::string& before, const std::string& after) {
        Installed installed;
        if (withHidden) {
            QVERIFY(hide(installed));
        }
        installed.later(2min);
        std::set<std::string> seen;
        for (int at = 1;; ++at) {
            Installed device(installed);
            auto vault = device.start();
            device.disk.arm(fault, at);
            const bool done = work(device, vault);
            const bool struck = device.disk.struck();
            device.disk.revive();
            const auto outcome = examine(device);
            QVERIFY2(outcome == after || (!done && outcome == before), outcome.c_str());
            seen.insert(outcome);
            if (!struck) {
                QVERIFY(done);
                break;
            }
        }
        QCOMPARE(seen.size(), 2u);  // struck on both sides of the decision
    }
};

QTEST_APPLESS_MAIN(TestVaultHidden)
#include "tst_vaulthidden.moc"
