// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "runtime/vaultservice.h"

#include <QFileInfo>
#include <QThread>
#include <QTimer>
#include <functional>

#include "base/log.h"
#include "runtime/devicespeed.h"
#include "runtime/disk.h"
#include "runtime/folderblobs.h"
#include "runtime/keystore.h"
#include "runtime/memorycare.h"
#include "runtime/ports/clock.h"
#include "runtime/restore.h"
#include "runtime/secretservice.h"
#include "runtime/vaultproblem.h"
#include "runtime/wipenotices.h"
#include "store/database.h"
#include "store/migrations.h"
#include "vault/calibration.h"
#include "vault/vault.h"

namespace nightjar {

namespace {

constexpr std::string_view databaseName = "identity.db";
constexpr std::string_view blobsName = "blobs";
constexpr std::string_view lockName = "lock";

std::string containerFolder(const std::string& profile, const vault::Container& container) {
    return profile + "/" + vault::Vault::folderOf(container.name);
}

std::string databasePath(const std::string& folder) {
    return folder + "/" + std::string(databaseName);
}

/// The container gets its empty database and what else is in each; no error when it has them.
Result<void, VaultProblem> furnish(const std::string& profile, const vault::Container& container) {
    UnlockedIdentity identity;
    identity.folder = containerFolder(profile, container);
    identity.key = container.key.clone();
    const auto opened =
        store::openIdentity(databasePath(identity.folder), container.key, store::OpenMode::CreateIfMissing);
    if (!opened) {
        return Unexpected{problemOf(opened.error())};
    }
    ensureNoticeFile(identity);
    return {};
}

/// The containers besides the one that is open.
struct Spares {
    vault::Container decoy;
    std::optional<vault::Container> reserve;
};

}  // namespace

/// The vault itself is touched by the worker thread only (and before that starts).
class VaultService::Impl {
public:
    using Identity = std::shared_ptr<UnlockedIdentity>;
    /// What a piece of work ends with: told to the service in its own thread.
    using Report = std::function<void()>;

    Impl(VaultService& owner, const QString& folder, Duration answerPace)
        : service(owner), profile(folder.toStdString()), pace(answerPace) {
        vault.setRaise([this] { return dearer(); });
        state = look();
        thread.setObjectName(QStringLiteral("nightjar-vault"));
        worker.moveToThread(&thread);
        QObject::connect(&thread, &QThread::finished, &worker, &store::Database::leaveThread, Qt::DirectConnection);
        thread.start();
        // Where there is no profile, what an interrupted creation or erasure left may still be there.
        if (lock) {
            tidyUp();
        }
    }
    ~Impl() {
        // After the work that is under way, so that a command that ends at once tidies up, too.
        QMetaObject::invokeMethod(
            &worker, [this] { thread.quit(); }, Qt::QueuedConnection);
        thread.wait();
    }

    /// Takes the lock where there is a profile (or an empty folder) to lock. Leaves foreign folders alone.
    ProfileState look() {
        if (!lock && QFileInfo::exists(QString::fromStdString(disk.pathOf(lockName)))) {
            if (!takeLock()) {
                return ProfileState::InUse;
            }
        }
        const auto checked = vault.check();
        if (!checked) {
            switch (checked.error().code) {
                case vault::VaultError::NoProfile:
                    return ProfileState::None;
                case vault::VaultError::Foreign:
                    return ProfileState::Foreign;
                case vault::VaultError::KeyringLocked:
                case vault::VaultError::KeyringLost:
                    break;  // told at the first PIN, and when it is mended the next one opens
                default:
                    return ProfileState::Damaged;
            }
        }
        return lock || takeLock() ? ProfileState::Locked : ProfileState::InUse;
    }

    bool takeLock() {
        auto taken = runtime::ProfileLock::take(profile);
        if (!taken) {
            lockError = taken.error();
            return false;
        }
        lock.emplace(std::move(*taken));
        return true;
    }

    /// Runs in the worker; the answer comes no sooner than `wait` after now.
    void work(Duration wait, std::function<Report()> job) {
        if (busy) {
            qCWarning(lcRuntime) << "the vault is busy; request ignored";
            return;
        }
        busy = true;
        const auto due = clock.now() + wait;
        QMetaObject::invokeMethod(
            &worker,
            [this, due, job = std::move(job)] {
                auto report = job();
                QMetaObject::invokeMethod(
                    &service, [this, due, report = std::move(report)] { answerAt(due, report); }, Qt::QueuedConnection);
            },
            Qt::QueuedConnection);
    }

    void answerAt(Instant due, const Report& report) {
        const auto left = std::max(Duration::zero(), due - clock.now());
        QTimer::singleShot(std::chrono::ceil<std::chrono::milliseconds>(left), Qt::PreciseTimer, &service,
                           [this, report] {
                               busy = false;
                               report();
                           });
    }

    void setState(ProfileState to) {
        if (std::exchange(state, to) != to) {
            Q_EMIT service.stateChanged();
        }
    }

    /// Shreds what an interruption may have left, and gives the spare containers their databases: after the wipe PIN
    /// they are new ones. Behind the screen: nobody waits for it, so that the time to an answer does not tell how much
    /// there was to do.
    void tidyUp(const std::shared_ptr<Spares>& spares = {}) {
        QMetaObject::invokeMethod(
            &worker,
            [this, spares] {
                const auto swept = vault.sweep();
                if (!swept && swept.error().code == vault::VaultError::NoProfile) {
                    // It was wiped by wrong PINs, and nothing was to remain; or there was none.
                    QMetaObject::invokeMethod(
                        &service, [this] { setState(ProfileState::None); }, Qt::QueuedConnection);
                } else if (!swept) {
                    qCWarning(lcRuntime) << "sweep:" << vault::vaultErrorName(swept.error().code).data();
                }
                if (spares) {
                    (void)disk.makeFolder(vault::Vault::folderOf(spares->decoy.name));
                    if (const auto furnished = furnish(profile, spares->decoy); !furnished) {
                        qCWarning(lcRuntime) << "spare container:" << problemName(furnished.error().kind).data();
                    }
                }
                if (spares && spares->reserve) {
                    fillReserve(*spares->reserve);
                }
            },
            Qt::QueuedConnection);
    }

    /// If there is no database in it; nobody has the key of one that is there. Made under a name that is nobody's and
    /// then renamed, because a half-made one could not be told from another's.
    void fillReserve(const vault::Container& reserve) {
        const auto folder = vault::Vault::folderOf(reserve.name);
        if (QFileInfo::exists(QString::fromStdString(databasePath(disk.pathOf(folder))))) {
            return;
        }
        const vault::Container made{ContainerId::draw(random), reserve.key.clone()};
        const auto place = vault::Vault::folderOf(made.name);
        if (!disk.makeFolder(place) || !furnish(profile, made) || !disk.shred(folder) || !disk.rename(place, folder)) {
            qCWarning(lcRuntime) << "the reserve could not be made";
        }
    }

    Report fail(VaultProblem problem) {
        return [this, problem = std::move(problem)] { Q_EMIT service.failed(problem); };
    }
    /// What stands in the way of everything but create().
    std::optional<VaultProblem> obstacle() const {
        switch (state) {
            case ProfileState::Locked:
                return std::nullopt;
            case ProfileState::None:
                return problemOfKind(VaultProblem::Kind::Missing);
            case ProfileState::Foreign:
                return problemOfKind(VaultProblem::Kind::Foreign);
            case ProfileState::Damaged:
                return problemOf(lookAgain());
            case ProfileState::InUse:
                return lockError == runtime::ProfileLock::Error::InUse ? problemOfKind(VaultProblem::Kind::InUse)
                                                                       : problemOfKind(VaultProblem::Kind::NoAccess);
        }
        return problemOfKind(VaultProblem::Kind::Internal);
    }
    vault::VaultFailure lookAgain() const {
        const auto checked = vault.check();
        return checked ? vault::VaultFailure{vault::VaultError::Damaged} : checked.error();
    }
    /// False, and failed() is on its way, when the profile is not there to be opened.
    bool ready() {
        auto problem = obstacle();
        if (problem) {
            QMetaObject::invokeMethod(
                &service, [this, problem = *problem] { Q_EMIT service.failed(problem); }, Qt::QueuedConnection);
        }
        return !problem;
    }

    /// False, and failed() is on its way, when no profile can be made there.
    bool readyToCreate() {
        const auto refuse = [this](VaultProblem::Kind kind) {
            QMetaObject::invokeMethod(
                &service, [this, kind] { Q_EMIT service.failed(problemOfKind(kind)); }, Qt::QueuedConnection);
            return false;
        };
        if (state == ProfileState::Locked) {
            return refuse(VaultProblem::Kind::Exists);
        }
        if (state != ProfileState::None) {
            return ready();
        }
        if (!lock && !takeLock()) {
            return refuse(lockError == runtime::ProfileLock::Error::InUse ? VaultProblem::Kind::InUse
                                                                          : VaultProblem::Kind::NoAccess);
        }
        return true;
    }

    Identity identityOf(vault::Container&& container) const {
        auto identity = std::make_shared<UnlockedIdentity>();
        identity->folder = containerFolder(profile, container);
        identity->key = std::move(container.key);
        return identity;
    }
    Identity identityOf(vault::Unlocked&& opened) const {
        auto identity = identityOf(std::move(opened.own));
        identity->hidden = opened.hidden;
        if (!opened.hidden) {
            identity->decoy = identityOf(std::move(opened.decoy));
        }
        identity->hasWipePin = opened.hasWipePin;
        identity->wipesAfterFailures = opened.wipesAfterFailures;
        return identity;
    }

    /// Asked in the worker, when the keys of a right PIN are derived.
    std::optional<vault::KdfCost> dearer() const {
        if (fixedCost) {
            return std::nullopt;
        }
        const auto took = clock.now() - derivationBegan;
        if (took > vault::wantedKdfTime / 2) {
            return std::nullopt;
        }
        return vault::raiseFor(took, runtime::timeKdfTrial(), runtime::freeMemory());
    }

    /// Fills a new container; why it could not is kept in `problem`.
    vault::Vault::Furnish furnisher(std::optional<VaultProblem>& problem) const {
        return [this, &problem](const vault::Container& container) {
            const auto made = furnish(profile, container);
            if (!made) {
                problem = made.error();
            }
            return made.has_value();
        };
    }

    /// `backup`: what the new identity is made of; else it is empty.
    Report create(const SecretBytes& pin, const std::optional<SecretBytes>& wipePin,
                  const runtime::BackupSource* backup = nullptr) {
        std::optional<VaultProblem> storeProblem;
        const auto populate = [&](const vault::Container& own, const vault::Container& decoy,
                                  const vault::Container& reserve) {
            if (backup != nullptr) {
                if (const auto restored = runtime::restoreContainer(*backup, containerFolder(profile, own), own.key);
                    !restored) {
                    storeProblem = restored.error();
                    return false;
                }
            }
            const auto fill = furnisher(storeProblem);
            return fill(own) && fill(decoy) && fill(reserve);
        };
        const auto cost = fixedCost ? *fixedCost : vault::costFor(runtime::timeKdfTrial(), runtime::freeMemory());
        auto made = vault.create(cost, pin, wipePin, populate);
        if (!made) {
            return fail(storeProblem ? *storeProblem : problemOf(made.error()));
        }
        return [this, identity = identityOf(std::move(*made))] {
            setState(ProfileState::Locked);
            Q_EMIT service.created(identity);
        };
    }

    Report unlock(const SecretBytes& pin) {
        const bool wasOpen = vault.isOpen();
        derivationBegan = clock.now();
        auto opened = vault.unlock(pin, derivationBegan);
        if (!opened) {
            // The sweep as after a right one: wrong PINs may have wiped.
            return [this, problem = problemOf(opened.error()), lost = wasOpen && !vault.isOpen()] {
                Q_EMIT service.failed(problem);
                if (lost) {
                    Q_EMIT service.wiped();
                }
                tidyUp();
            };
        }
        // std::function wants something it could copy.
        const auto spares = std::make_shared<Spares>(
            Spares{{opened->decoy.name, opened->decoy.key.clone()}, std::move(opened->reserve)});
        return [this, identity = identityOf(std::move(*opened)), spares] {
            Q_EMIT service.unlocked(identity);
            tidyUp(spares);
        };
    }

    Report setHidden(const SecretBytes& pin, const SecretBytes& hiddenPin) {
        std::optional<VaultProblem> storeProblem;
        const auto done = vault.setHidden(pin, hiddenPin, furnisher(storeProblem), clock.now());
        return [this, answer = done           ? pinWork(done)
                               : storeProblem ? fail(*storeProblem)
                                              : fail(problemOf(done.error()))] {
            answer();
            tidyUp();  // the container that was the third before
        };
    }

    Report removeHidden(const SecretBytes& pin) {
        std::optional<VaultProblem> storeProblem;
        const auto done = vault.removeHidden(pin, furnisher(storeProblem), clock.now());
        if (!done) {
            return fail(storeProblem ? *storeProblem : problemOf(done.error()));
        }
        return [this] {
            Q_EMIT service.hiddenRemoved();
            tidyUp();
        };
    }

    Report pinWork(const Result<void, vault::VaultFailure>& done) {
        if (!done) {
            return fail(problemOf(done.error()));
        }
        return [this] { Q_EMIT service.pinChanged(); };
    }

    Report tryWipePin(const SecretBytes& wipePin) {
        const auto right = vault.tryWipePin(wipePin);
        if (!right) {
            return fail(problemOf(right.error()));
        }
        return [this] { Q_EMIT service.trialPassed(); };
    }

    Report wipe() {
        const auto done = vault.wipeNow();
        if (!done) {
            return fail(problemOf(done.error()));
        }
        const auto after = look();
        return [this, after] {
            setState(after);
            Q_EMIT service.wiped();
        };
    }

    VaultService& service;
    const std::string profile;
    const Duration pace;
    ProfileState state = ProfileState::None;
    bool busy = false;
    std::optional<vault::KdfCost> fixedCost;
    Instant derivationBegan{};
    SystemClock clock;
    SystemRandom random;
    runtime::FolderDisk disk{profile};
    std::unique_ptr<vault::Keyring> keyring = runtime::makeKeyring();
    runtime::DeviceKeystore keystore{disk, random, keyring.get()};
    mutable vault::Vault vault{disk, keystore, random};
    std::optional<runtime::ProfileLock> lock;
    runtime::ProfileLock::Error lockError = runtime::ProfileLock::Error::InUse;
    QThread thread;
    QObject worker;
};

VaultService::VaultService(const QString& folder, Duration pace, QObject* parent)
    : QObject(parent), m_impl(std::make_unique<Impl>(*this, folder, pace)) {
}

VaultService::~VaultService() = default;

ProfileState VaultService::state() const {
    return m_impl->state;
}

bool VaultService::busy() const {
    return m_impl->busy;
}

void VaultService::setKdfCost(std::uint32_t memoryKiB, std::uint32_t passes) {
    m_impl->fixedCost = {memoryKiB, passes};
}

void VaultService::preferKeyring(bool prefer) {
    m_impl->keystore.preferKeyring(prefer);
}

void VaultService::create(SecretBytes pin, std::optional<SecretBytes> wipePin) {
    auto& impl = *m_impl;
    if (!impl.readyToCreate()) {
        return;
    }
    // std::function wants something it could copy.
    const auto pins =
        std::make_shared<std::pair<SecretBytes, std::optional<SecretBytes>>>(std::move(pin), std::move(wipePin));
    impl.work(impl.pace, [&impl, pins] { return impl.create(pins->first, pins->second); });
}

void VaultService::restore(SecretBytes pin, std::optional<SecretBytes> wipePin, const QString& backup,
                           SecretBytes passphrase) {
    auto& impl = *m_impl;
    if (!impl.readyToCreate()) {
        return;
    }
    struct Wanted {
        SecretBytes pin;
        std::optional<SecretBytes> wipePin;
        runtime::BackupSource backup;
    };
    const auto wanted = std::make_shared<Wanted>(
        Wanted{std::move(pin), std::move(wipePin), {backup.toStdString(), std::move(passphrase)}});
    impl.work(impl.pace, [&impl, wanted] { return impl.create(wanted->pin, wanted->wipePin, &wanted->backup); });
}

void VaultService::unlock(SecretBytes pin) {
    auto& impl = *m_impl;
    if (impl.ready()) {
        impl.work(impl.pace,
                  [&impl, pin = std::make_shared<SecretBytes>(std::move(pin))] { return impl.unlock(*pin); });
    }
}

void VaultService::changePin(SecretBytes pin, SecretBytes newPin) {
    auto& impl = *m_impl;
    if (impl.ready()) {
        const auto pins = std::make_shared<std::pair<SecretBytes, SecretBytes>>(std::move(pin), std::move(newPin));
        impl.work(impl.pace, [&impl, pins] {
            return impl.pinWork(impl.vault.changePin(pins->first, pins->second, impl.clock.now()));
        });
    }
}

void VaultService::setWipePin(SecretBytes pin, SecretBytes wipePin) {
    auto& impl = *m_impl;
    if (impl.ready()) {
        const auto pins = std::make_shared<std::pair<SecretBytes, SecretBytes>>(std::move(pin), std::move(wipePin));
        impl.work(impl.pace, [&impl, pins] {
            return impl.pinWork(impl.vault.setWipePin(pins->first, pins->second, impl.clock.now()));
        });
    }
}

void VaultService::removeWipePin(SecretBytes pin) {
    auto& impl = *m_impl;
    if (impl.ready()) {
        impl.work(impl.pace, [&impl, pin = std::make_shared<SecretBytes>(std::move(pin))] {
            return impl.pinWork(impl.vault.removeWipePin(*pin, impl.clock.now()));
        });
    }
}

void VaultService::setHidden(SecretBytes pin, SecretBytes hiddenPin) {
    auto& impl = *m_impl;
    if (impl.ready()) {
        const auto pins = std::make_shared<std::pair<SecretBytes, SecretBytes>>(std::move(pin), std::move(hiddenPin));
        impl.work(impl.pace, [&impl, pins] { return impl.setHidden(pins->first, pins->second); });
    }
}

void VaultService::removeHidden(SecretBytes pin) {
    auto& impl = *m_impl;
    if (impl.ready()) {
        impl.work(impl.pace,
                  [&impl, pin = std::make_shared<SecretBytes>(std::move(pin))] { return impl.removeHidden(*pin); });
    }
}

void VaultService::setWipeAfterFailures(SecretBytes pin, bool on) {
    auto& impl = *m_impl;
    if (impl.ready()) {
        impl.work(impl.pace, [&impl, on, pin = std::make_shared<SecretBytes>(std::move(pin))] {
            return impl.pinWork(impl.vault.setWipeAfterFailures(*pin, on, impl.clock.now()));
        });
    }
}

void VaultService::tryWipePin(SecretBytes wipePin) {
    auto& impl = *m_impl;
    if (impl.ready()) {
        impl.work(impl.pace,
                  [&impl, pin = std::make_shared<SecretBytes>(std::move(wipePin))] { return impl.tryWipePin(*pin); });
    }
}

void VaultService::wipe() {
    auto& impl = *m_impl;
    if (impl.ready()) {
        impl.work(Duration::zero(), [&impl] { return impl.wipe(); });
    }
}

void VaultService::lock() {
    QMetaObject::invokeMethod(
        &m_impl->worker,
        [impl = m_impl.get()] {
            impl->vault.lock();
            runtime::forgetFreedMemory();
        },
        Qt::QueuedConnection);
}

Result<IdentityStore, VaultProblem> openIdentity(const UnlockedIdentity& identity) {
    auto opened = store::openIdentity(databasePath(identity.folder), identity.key, store::OpenMode::Existing);
    if (!opened) {
        return Unexpected{problemOf(opened.error())};
    }
    return IdentityStore(std::move(*opened),
                         std::make_unique<runtime::FolderBlobs>(identity.folder + "/" + std::string(blobsName)));
}

}  // namespace nightjar

#include "moc_vaultservice.cpp"
