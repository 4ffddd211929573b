// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "vaultfixture.h"

using namespace nightjar;
using namespace nightjar::vault;
using namespace std::chrono_literals;

namespace {

using Fault = FaultyDisk::Fault;

/// The PINs and what each opens, tried on copies of the device, after the start that every installation makes.
struct Outcome {
    std::string main;
    std::string duress;
    std::string fresh;  ///< the PIN that changePin() sets
    bool ownThere = false;

    bool operator==(const Outcome&) const = default;
    [[nodiscard]] std::string text() const {
        return "main: " + main + ", duress: " + duress + ", fresh: " + fresh + (ownThere ? ", container" : "");
    }
};

constexpr std::string_view freshPin = "5555";

Outcome examine(const Installed& device, bool swept) {
    const auto attempt = [&device, swept](std::string_view pin) {
        Installed copy(device);
        if (swept) {
            (void)copy.start().sweep();
        }
        return std::pair(tryPin(copy, pin), copy.disk.folders.contains(Vault::folderOf(copy.own)));
    };
    const auto [fresh, ownThere] = attempt(freshPin);
    return {attempt(mainPin).first, attempt(duressPin).first, fresh, ownThere};
}

const Outcome before{"main", "decoy", "wrong-pin", true};
const Outcome wiped{"wrong-pin", "decoy", "wrong-pin", false};
const Outcome changed{"wrong-pin", "decoy", "main", true};
const Outcome gone{"no-profile", "no-profile", "no-profile", false};

/// How many different ways of tearing are tried at each operation: a few in every run, many where there is time.
std::uint64_t rounds() {
    const int wanted = qEnvironmentVariableIntValue("NIGHTJAR_FAULT_ROUNDS");
    return wanted > 0 ? static_cast<std::uint64_t>(wanted) : 2;
}

using Work = std::function<bool(Installed&, Vault&)>;

/// Runs the work with the fault at operation 1, 2, 3 … until it happens no more. After each, what a start finds must be
/// one of the legal outcomes; and the work's own answer must be true to it.
int loop(Fault fault, const std::vector<Outcome>& legal, const Outcome& whenDone, const Work& work,
         bool withWipePin = true) {
    int operations = 0;
    for (std::uint64_t seed = 1; seed <= rounds(); ++seed) {
        const Installed installed(withWipePin, seed);
        for (int at = 1;; ++at) {
            Installed device(installed);
            device.later(2min);
            auto vault = device.start();
            device.disk.arm(fault, at);
            const bool done = work(device, vault);
            const bool struck = device.disk.struck();
            device.disk.revive();
            for (const bool swept : {false, true}) {
                const auto outcome = examine(device, swept);
                // Before the sweep the folder of what is gone may still lie there.
                const bool found = std::any_of(legal.begin(), legal.end(), [&](const Outcome& one) {
                    return outcome == one || (!swept && outcome.main == one.main && outcome.duress == one.duress &&
                                              outcome.fresh == one.fresh);
                });
                if (!found || (done && swept && !(outcome == whenDone))) {
                    qFatal("seed %llu, operation %d, %s, %s: %s", static_cast<unsigned long long>(seed), at,
                           swept ? "swept" : "not swept", done ? "done" : "not done", outcome.text().c_str());
                }
            }
            if (!struck) {
                operations = std::max(operations, at - 1);
                break;
            }
        }
    }
    return operations;
}

}  // namespace

class TestVaultFaults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void unlock_data() { kinds(); }
    void unlock() {
        QFETCH(int, kind);
        const auto count = loop(static_cast<Fault>(kind), {before}, before, [](Installed& device, Vault& vault) {
            return vault.unlock(pinOf(mainPin), device.now).has_value() && vault.sweep().has_value();
        });
        QVERIFY(kind == static_cast<int>(Fault::Full) || count >= 6);
    }

    void wipe_data() { kinds(); }
    void wipe() {
        QFETCH(int, kind);
        const auto count = loop(static_cast<Fault>(kind), {before, wiped}, wiped, [](Installed& device, Vault& vault) {
            return vault.unlock(pinOf(duressPin), device.now).has_value() && vault.sweep().has_value();
        });
        QVERIFY(kind == static_cast<int>(Fault::Full) || count >= 7);
    }

    /// The answer "here is the decoy" is never given while the main PIN still works.
    void theDecoyIsShownOnlyAfterTheAct() {
        for (const auto fault : {Fault::Error, Fault::Full, Fault::Death}) {
            loop(fault, {before, wiped}, wiped, [](Installed& device, Vault& vault) {
                return vault.unlock(pinOf(duressPin), device.now).has_value();
            });
        }
    }

    void changePin_data() { kinds(); }
    void changePin() {
        QFETCH(int, kind);
        loop(static_cast<Fault>(kind), {before, changed}, changed, [](Installed& device, Vault& vault) {
            return vault.changePin(pinOf(mainPin), pinOf(freshPin), device.now).has_value();
        });
    }

    void wipeNowWithADecoy_data() { kinds(); }
    void wipeNowWithADecoy() {
        QFETCH(int, kind);
        loop(static_cast<Fault>(kind), {before, wiped}, wiped, [](Installed& device, Vault& vault) {
            return vault.unlock(pinOf(mainPin), device.now).has_value() && vault.wipeNow().has_value();
        });
    }

    void wipeNowWithoutADecoy_data() { kinds(); }
    void wipeNowWithoutADecoy() {
        QFETCH(int, kind);
        const Outcome single{"main", "wrong-pin", "wrong-pin", true};
        const Outcome shut{"wrong-pin", "wrong-pin", "wrong-pin", false};  // until the sweep clears it away
        loop(
            static_cast<Fault>(kind), {single, shut, gone}, gone,
            [](Installed& device, Vault& vault) {
                return vault.unlock(pinOf(mainPin), device.now).has_value() && vault.wipeNow().has_value();
            },
            false);
    }

    /// What an interrupted wipeNow() left is cleared away by the next start, whatever it was.
    void anInterruptedEraseIsFinished() {
        for (std::uint64_t seed = 1; seed <= rounds(); ++seed) {
            for (int at = 1;; ++at) {
                Installed device(false, seed);
                device.later(2min);
                auto vault = device.start();
                QVERIFY(vault.unlock(pinOf(mainPin), device.now).has_value());
                device.disk.arm(Fault::Death, at);
                (void)vault.wipeNow();
                const bool struck = device.disk.struck();
                device.disk.revive();
                const bool decided = examine(device, false).main != "main";
                (void)device.start().sweep();
                if (decided) {
                    QCOMPARE(device.start().check().error().code, VaultError::NoProfile);
                    QVERIFY(device.disk.folders.empty());
                    QVERIFY(device.start().create(cheap, pinOf("1"), {}, device.populate()).has_value());
                }
                if (!struck) {
                    break;
                }
            }
        }
    }

    void create_data() { kinds(); }
    void create() {
        QFETCH(int, kind);
        for (std::uint64_t seed = 1; seed <= rounds(); ++seed) {
            for (int at = 1;; ++at) {
                Device device(seed);
                auto vault = device.start();
                device.disk.arm(static_cast<Fault>(kind), at);
                const auto made = vault.create(cheap, pinOf(mainPin), pinOf(duressPin), device.populate());
                const bool struck = device.disk.struck();
                device.disk.revive();
                const auto state = device.start().check();
                QVERIFY(state.has_value() || state.error().code == VaultError::NoProfile);
                QVERIFY(state.has_value() || !made.has_value());
                if (state) {
                    QVERIFY(device.start().sweep().has_value());
                    const auto opened = device.start().unlock(pinOf(mainPin), device.now);
                    QVERIFY(opened.has_value());
                    QVERIFY(device.holds(opened->own));
                    QVERIFY(device.holds(opened->decoy));
                } else {
                    // A second try works, whatever the first one left.
                    (void)device.start().sweep();
                    QVERIFY(device.start().create(cheap, pinOf("1"), {}, device.populate()).has_value());
                    QCOMPARE(device.disk.folders.size(), 3u);
                }
                if (!struck) {
                    break;
                }
            }
        }
    }

private:
    static void kinds() {
        QTest::addColumn<int>("kind");
        QTest::addRow("an operation fails") << static_cast<int>(Fault::Error);
        QTest::addRow("the disk is full") << static_cast<int>(Fault::Full);
        QTest::addRow("the power goes") << static_cast<int>(Fault::Death);
    }
};

QTEST_APPLESS_MAIN(TestVaultFaults)
#include "tst_vaultfaults.moc"
