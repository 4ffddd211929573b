// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Locked chats: a conversation in a container of its own, whose key is sealed with a PIN (vault/guard.h).

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "engine/fileshelf.h"
#include "runtime/containerfolder.h"
#include "runtime/descriptor.h"
#include "runtime/folderblobs.h"
#include "runtime/householdimpl.h"
#include "runtime/vaultproblem.h"
#include "store/logfile.h"
#include "store/migrations.h"
#include "store/moving.h"
#include "vault/vault.h"

namespace nightjar {

namespace {

using Kind = VaultProblem::Kind;
using store::StoreError;

constexpr std::size_t containerKeySize = 32;

/// The bytes are sealed already, and stay under the same key: copied as they are, to the disk. A message that stayed
/// may have the same file, so what lies at that name is never there in part.
store::Moving::CopyBlob copier(const std::string& from, const std::string& to) {
    return [from = runtime::blobsPath(from), to = runtime::blobsPath(to)](const std::string& name) {
        namespace fs = std::filesystem;
        std::error_code error;
        fs::create_directory(to, error);
        fs::permissions(to, fs::perms::owner_all, error);
        if (!fs::exists(from + "/" + name, error)) {
            return Result<void, StoreError>();  // nothing of it came yet
        }
        const auto coming = to + "/" + name + ".new";
        fs::copy_file(from + "/" + name, coming, fs::copy_options::overwrite_existing, error);
        const auto onDisk = [&error](const std::string& path) {
            const runtime::Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
            if (!file.valid() || ::fsync(file.get()) != 0) {
                error = std::error_code(errno, std::generic_category());
            }
        };
        if (!error) {
            onDisk(coming);
        }
        if (!error) {
            fs::rename(coming, to + "/" + name, error);
        }
        if (!error) {
            onDisk(to);
        }
        return error ? Result<void, StoreError>(Unexpected{store::errorOfErrno(error.value(), StoreError::Io)})
                     : Result<void, StoreError>();
    };
}

/// What another conversation has, too, opens in the new container by a name and a key that nobody outside has.
store::Moving::SealAnew sealer(const std::string& from, const std::string& to) {
    return [from = runtime::blobsPath(from),
            to = runtime::blobsPath(to)](const store::Moving::Blob& blob) -> Result<store::Moving::Blob, StoreError> {
        runtime::FolderBlobs source(from);
        runtime::FolderBlobs target(to);
        SystemRandom random;
        store::FileRecord file;
        file.local = blob.name;
        file.key = blob.key.clone();
        file.size = blob.size;
        store::FileRecord fresh;
        fresh.local = store::BlobName::draw(random).toString();
        fresh.key = SecretBytes(engine::fileKeySize);
        random.fill(fresh.key.mutableView());
        if (const auto done = engine::sealAnew(source, file, target, fresh, random); !done) {
            return Unexpected{done.error() == store::BlobError::Full ? StoreError::DiskFull : StoreError::Io};
        }
        return store::Moving::Blob{fresh.local, std::move(fresh.key), blob.size};
    };
}

/// The outer database between two Nodes.
Result<std::unique_ptr<store::Database>, StoreError> openOuterStore(const std::string& folder, const SecretBytes& key) {
    return store::openIdentity(runtime::databasePath(folder), key, store::OpenMode::Existing);
}

HouseholdProblem wrongPin(Kind kind, Duration retryAfter) {
    auto problem = problemOfKind(kind);
    problem.retryAfter = retryAfter;
    return refused(std::move(problem));
}

bool acceptable(const SecretBytes& pin) {
    return !pin.empty() && pin.size() <= vault::maxPinBytes;
}

}  // namespace

void NodeHousehold::Impl::whileClosed(std::function<Result<void, VaultProblem>()> job,
                                      std::function<void(const Result<void, VaultProblem>&)> then) {
    if (!isSettled) {
        waiting.push_back([this, job = std::move(job), then = std::move(then)] { whileClosed(job, then); });
        return;
    }
    isSettled = false;
    moving = [this, job = std::move(job), then = std::move(then)] {
        closeOuter();
        work(job, [this, then](const Result<void, VaultProblem>& moved) {
            if (const auto opened = openOuter(); !opened) {
                Q_EMIT owner.outerFailed(opened.error());
                return then(Unexpected{opened.error()});
            }
            Q_EMIT owner.outerOpened(outer.get());
            refresh([this, then, moved] {
                settle();
                then(moved);
            });
        });
    };
    if (asked.empty()) {
        QMetaObject::invokeMethod(&owner, std::exchange(moving, {}), Qt::QueuedConnection);
    }
}

// ---- PINs

void NodeHousehold::Impl::tryPin(const std::vector<ContainerId>& containers, SecretBytes pin, Done failed,
                                 Opened opened) {
    if (!acceptable(pin)) {
        return failed(Unexpected{wrongPin(Kind::BadPin, {})});
    }
    struct Candidate {
        ContainerInfo info;
        vault::Guard guard;
        Key key;
    };
    struct Attempt {
        SecretBytes pin;
        std::vector<Candidate> candidates;
        Duration waiting{};  ///< the longest of them refuses
        Duration delay{};    ///< that follows if it fails
        int left = 1;
        std::optional<HouseholdProblem> problem;
    };
    const auto attempt = std::make_shared<Attempt>();
    attempt->pin = std::move(pin);

    const auto finish = [this, failed, opened](const std::shared_ptr<Attempt>& tried) {
        const auto right = std::find_if(tried->candidates.begin(), tried->candidates.end(),
                                        [](const auto& one) { return one.key != nullptr; });
        if (right == tried->candidates.end()) {
            for (auto& one : tried->candidates) {
                one.guard.failed(clock.now());
                ask(PutContainer{0, one.info, nullptr, one.guard.encode()}, [](const Event&) {});
            }
            return failed(Unexpected{wrongPin(Kind::WrongPin, tried->delay)});
        }
        for (auto& one : tried->candidates) {
            one.guard.reset();
            ask(PutContainer{0, one.info, nullptr, one.guard.encode()}, [](const Event&) {});
        }
        opened(right->info.id, right->key);
    };
    // The count is on the disk before the PIN is looked at.
    const auto counted = [this, attempt, failed, finish] {
        if (--attempt->left > 0) {
            return;
        }
        if (attempt->problem) {
            return failed(Unexpected{*attempt->problem});
        }
        work(
            [attempt, usual = cost] {
                // All share one salt (lockChat), so this is one derivation; where there is nothing to open, too.
                std::map<ByteArray<vault::saltSize>, SecretBytes> keys;
                for (auto& one : attempt->candidates) {
                    auto at = keys.find(one.guard.salt());
                    if (at == keys.end()) {
                        auto derived = vault::derivePinKey(attempt->pin, one.guard.salt(), one.guard.cost());
                        at = keys.emplace(one.guard.salt(), derived ? std::move(*derived) : SecretBytes(32)).first;
                    }
                    if (auto opens = one.guard.open(at->second)) {
                        one.key = std::make_shared<const SecretBytes>(std::move(*opens));
                    }
                }
                if (attempt->candidates.empty()) {
                    (void)vault::derivePinKey(attempt->pin, {}, usual);
                }
                attempt->pin.clear();
                return attempt;
            },
            finish);
    };
    const auto gathered = [this, attempt, failed, counted] {
        if (--attempt->left > 0) {
            return;
        }
        if (attempt->problem) {
            return failed(Unexpected{*attempt->problem});
        }
        if (attempt->waiting > Duration::zero()) {
            return failed(Unexpected{wrongPin(Kind::TooSoon, attempt->waiting)});
        }
        attempt->left = static_cast<int>(attempt->candidates.size()) + 1;
        for (auto& one : attempt->candidates) {
            attempt->delay = std::max(attempt->delay, one.guard.count(clock.now()));
            ask(PutContainer{0, one.info, nullptr, one.guard.encode()}, [attempt, counted](const Event& event) {
                if (const auto* refusal = std::get_if<CommandFailed>(&event)) {
                    attempt->problem = refused(refusal->code);
                }
                counted();
            });
        }
        counted();
    };
    attempt->left = static_cast<int>(containers.size()) + 1;
    for (const auto& container : containers) {
        ask(GetContainerKey{0, container}, [this, attempt, container, gathered](const Event& event) {
            const auto* known = info(container);
            if (const auto* answer = std::get_if<ContainerKeyAnswer>(&event); answer && known) {
                if (auto guard = vault::Guard::decode(answer->guard)) {
                    attempt->waiting = std::max(attempt->waiting, guard->waiting(clock.now()));
                    attempt->candidates.push_back({*known, std::move(*guard), nullptr});
                } else {
                    attempt->problem = refused(ErrorCode::StoreDamaged);
                }
            } else if (const auto* refusal = std::get_if<CommandFailed>(&event)) {
                attempt->problem = refused(refusal->code);
            }
            gathered();
        });
    }
    gathered();
}

void NodeHousehold::Impl::openLocked(const std::vector<ContainerId>& containers, SecretBytes pin, Duration howLong,
                                     const Done& done) {
    tryPin(containers, std::move(pin), done, [this, howLong, done](const ContainerId& container, const Key& found) {
        const auto* known = info(container);
        if (!known) {
            return done(Unexpected{refused(ErrorCode::UnknownContainer)});
        }
        openWith(*known, found, {}, [this, howLong, done](const Outcome& opened) {
            auto* const open = opened ? room(*opened) : nullptr;
            if (open) {
                open->closesAfter.reset();
                if (howLong > Duration::zero()) {
                    open->closesAfter = std::make_unique<QTimer>();
                    open->closesAfter->setSingleShot(true);
                    // Queued: the timer goes with what it closes.
                    QObject::connect(
                        open->closesAfter.get(), &QTimer::timeout, &owner, [this, id = *opened] { close(id); },
                        Qt::QueuedConnection);
                    open->closesAfter->start(std::chrono::ceil<std::chrono::milliseconds>(howLong));
                }
            }
            done(opened);
        });
    });
}

// ---- on the move

void NodeHousehold::Impl::lockChat(const ContactId& contact, const std::string& label, SecretBytes pin, bool hidden,
                                   Done done) {
    if (!acceptable(pin)) {
        return done(Unexpected{wrongPin(Kind::BadPin, {})});
    }
    if (label.size() > maxNameBytes || !isUtf8(asBytes(label))) {
        return done(Unexpected{refused(ErrorCode::BadArgument)});
    }
    store::ContainerRecord record;
    record.id = ContainerId::draw(random);
    record.kind = store::ContainerKind::LockedChat;
    record.label = label;
    record.hidden = hidden;
    record.opensItself = false;
    record.createdMs = toUnixMs(clock.now());
    // One salt for all, so that looking for a hidden one takes one derivation, however many there are.
    ByteArray<vault::saltSize> salt{};
    random.fill(salt);
    const auto sealed = std::make_shared<SecretBytes>(std::move(pin));
    const auto move = [this, contact, record = std::make_shared<store::ContainerRecord>(std::move(record)), sealed,
                       done](const ByteArray<vault::saltSize>& withSalt, vault::KdfCost withCost) {
        SecretBytes drawn(containerKeySize);
        random.fill(drawn.mutableView());
        const auto inner = std::make_shared<SecretBytes>(std::move(drawn));
        const auto job = [this, contact, record, sealed, inner, withSalt, withCost]() -> Result<void, VaultProblem> {
            const auto pinKey = vault::derivePinKey(*sealed, withSalt, withCost);
            sealed->clear();
            if (!pinKey) {
                return Unexpected{problemOfKind(Kind::Internal)};
            }
            SystemRandom fresh;
            record->guard = vault::Guard::make(*inner, *pinKey, withSalt, withCost, fresh).encode();
            const auto path = runtime::folderWithin(folder, record->id);
            if (auto made = runtime::furnish({path, inner->clone()}); !made) {
                return made;
            }
            auto moved = [&]() -> Result<void, StoreError> {
                auto database = openOuterStore(folder, key);
                if (!database) {
                    return Unexpected{database.error()};
                }
                return store::Moving(**database)
                    .lockUp(contact, runtime::databasePath(path), *inner, *record, copier(folder, path),
                            sealer(folder, path));
            }();
            if (!moved) {
                runtime::shredWithin(folder, record->id);
                return Unexpected{problemOf(moved.error())};
            }
            return {};
        };
        whileClosed(job, [id = record->id, done](const Result<void, VaultProblem>& moved) {
            done(moved ? Outcome(id) : Outcome(Unexpected{refused(moved.error())}));
        });
    };
    const auto go = [this, salt, move] {
        const auto guarded = std::find_if(all.begin(), all.end(), [](const auto& one) { return one.guarded; });
        if (guarded == all.end()) {
            return move(salt, cost);
        }
        ask(GetContainerKey{0, guarded->id}, [salt, move, usual = cost](const Event& event) {
            const auto* answer = std::get_if<ContainerKeyAnswer>(&event);
            const auto guard = answer ? vault::Guard::decode(answer->guard) : std::nullopt;
            guard ? move(guard->salt(), guard->cost()) : move(salt, usual);
        });
    };
    // Whoever is not there any more must not make us close everything.
    ask(ListContacts{}, [contact, go, done](const Event& event) {
        const auto* answer = std::get_if<ContactsAnswer>(&event);
        const bool there = answer && std::any_of(answer->contacts.begin(), answer->contacts.end(),
                                                 [&](const auto& one) { return one.id == contact; });
        if (!there) {
            return done(Unexpected{refused(ErrorCode::UnknownContact)});
        }
        go();
    });
}

void NodeHousehold::Impl::unlockChat(const ContainerId& container, SecretBytes pin, const Done& done) {
    tryPin({container}, std::move(pin), done, [this, done](const ContainerId& id, const Key& inner) {
        close(id);
        const auto job = [this, id, inner]() -> Result<void, VaultProblem> {
            const auto path = runtime::folderWithin(folder, id);
            {
                auto database = openOuterStore(folder, key);
                if (!database) {
                    return Unexpected{problemOf(database.error())};
                }
                const auto moved =
                    store::Moving(**database).takeBack(id, runtime::databasePath(path), *inner, copier(path, folder));
                if (!moved) {
                    return Unexpected{problemOf(moved.error())};
                }
            }
            runtime::shredWithin(folder, id);
            return {};
        };
        whileClosed(job, [id, done](const Result<void, VaultProblem>& moved) {
            done(moved ? Outcome(id) : Outcome(Unexpected{refused(moved.error())}));
        });
    });
}

}  // namespace nightjar
