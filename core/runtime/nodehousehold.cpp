// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "runtime/nodehousehold.h"

#include <algorithm>
#include <set>

#include "base/log.h"
#include "runtime/containerfolder.h"
#include "runtime/farewell.h"
#include "runtime/householdimpl.h"
#include "runtime/requests.h"
#include "runtime/vaultproblem.h"
#include "store/database.h"

namespace nightjar {

namespace {

constexpr std::size_t containerKeySize = 32;
// A timer further away than this is set again on the way: it would miss that the machine slept.
constexpr auto longestTimer = std::chrono::minutes(1);

}  // namespace

NodeHousehold::Impl::Impl(NodeHousehold& household, UnlockedIdentity identity)
    : owner(household), folder(std::move(identity.folder)), key(std::move(identity.key)) {
    ends.setSingleShot(true);
    QObject::connect(&ends, &QTimer::timeout, &owner, [this] { watchEnds(); });
    thread.setObjectName(QStringLiteral("nightjar-household"));
    worker.moveToThread(&thread);
    QObject::connect(&thread, &QThread::finished, &worker, &store::Database::leaveThread, Qt::DirectConnection);
    thread.start();
}

NodeHousehold::Impl::~Impl() {
    rooms.clear();
    outer.reset();
    thread.quit();
    thread.wait();
}

const ContainerInfo* NodeHousehold::Impl::info(const ContainerId& container) const {
    const auto at = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.id == container; });
    return at == all.end() ? nullptr : &*at;
}

NodeHousehold::Impl::Room* NodeHousehold::Impl::room(const ContainerId& container) {
    const auto at = rooms.find(container);
    return at == rooms.end() ? nullptr : &at->second;
}

// ---- the outer container

Result<void, VaultProblem> NodeHousehold::Impl::openOuter() {
    auto store = openIdentity({folder, key.clone()});
    if (!store) {
        return Unexpected{store.error()};
    }
    if (!seat) {
        seat = sound.seat();
    }
    outer = std::make_unique<Node>(std::move(*store));
    outer->setAudioPort(seat.get());
    outer->setOverseer([this](const Command& command) {
        const auto* wanted = std::get_if<ExportBackup>(&command);
        return wanted && backUp(*wanted);
    });
    QObject::connect(outer.get(), &Messenger::event, &owner, [this](const Event& event) { heard(event); });
    return {};
}

void NodeHousehold::Impl::closeOuter() {
    if (outer) {
        Q_EMIT owner.outerClosing();
        outer.reset();
        backup = 0;
    }
}

void NodeHousehold::Impl::heard(const Event& event) {
    const auto request = requestOf(event);
    if (!request) {
        return;
    }
    if (*request == backup) {
        backup = 0;
    }
    if (auto node = asked.extract(*request); !node.empty()) {
        node.mapped()(event);
    }
    if (moving && asked.empty()) {
        // Not from inside an event of the Node that is going to be closed.
        QMetaObject::invokeMethod(&owner, std::exchange(moving, {}), Qt::QueuedConnection);
    }
}

void NodeHousehold::Impl::ask(Command command, Then then) {
    if (!outer) {
        waiting.push_back([this, command = std::move(command), then = std::move(then)] { ask(command, then); });
        return;
    }
    const auto request = outer->newRequest();
    setRequest(command, request);
    asked.emplace(request, std::move(then));
    outer->post(std::move(command));
}

void NodeHousehold::Impl::refresh(std::function<void()> then) {
    ask(ListContainers{}, [this, then = std::move(then)](const Event& event) {
        if (const auto* answer = std::get_if<ContainersAnswer>(&event)) {
            all = answer->containers;
            tenure = answer->tenure;
            for (auto& [id, open] : rooms) {
                if (const auto* now = info(id)) {
                    open.info = *now;
                }
            }
            Q_EMIT owner.changed();
        }
        then();
    });
}

void NodeHousehold::Impl::arrange() {
    refresh([this] {
        std::set<ContainerId> named;
        for (const auto& one : all) {
            named.insert(one.id);
        }
        work(
            [outerFolder = folder, named] {
                runtime::shredUnnamed(outerFolder, named);
                return true;
            },
            [](bool) {});
        watchEnds();
        // What is due is on its way out, and not opened before.
        const auto left = std::make_shared<int>(1);
        const auto one = [this, left] {
            if (--*left == 0) {
                settle();
                Q_EMIT owner.settled();
            }
        };
        for (const auto& container : std::vector<ContainerInfo>(all)) {
            const bool due = container.ends && *container.ends <= clock.now();
            if (container.guarded || !container.opensItself || due) {
                continue;
            }
            ++*left;
            ask(GetContainerKey{0, container.id}, [this, container, one](const Event& event) {
                const auto* answer = std::get_if<ContainerKeyAnswer>(&event);
                if (!answer || !answer->key) {
                    return one();
                }
                openWith(container, answer->key, {}, [one](const Outcome&) { one(); });
            });
        }
        one();
    });
}

void NodeHousehold::Impl::whenSettled(std::function<void()> what) {
    QMetaObject::invokeMethod(
        &owner,
        [this, what = std::move(what)] {
            if (isSettled) {
                what();
            } else {
                waiting.push_back(what);
            }
        },
        Qt::QueuedConnection);
}

void NodeHousehold::Impl::settle() {
    isSettled = true;
    while (isSettled && !waiting.empty()) {
        const auto next = std::move(waiting.front());
        waiting.pop_front();
        next();
    }
}

// ---- those within

void NodeHousehold::Impl::openWith(const ContainerInfo& container, const Key& containerKey, Prepare prepare,
                                   Done done) {
    if (room(container.id)) {
        return done(container.id);
    }
    using Store = Result<IdentityStore, VaultProblem>;
    ++opening;
    work(
        [path = runtime::folderWithin(folder, container.id), containerKey, container, outerTenure = tenure] {
            return std::make_shared<Store>(runtime::openWithin({path, containerKey->clone()}, container, outerTenure));
        },
        [this, container, prepare = std::move(prepare), done = std::move(done)](const std::shared_ptr<Store>& store) {
            --opening;
            if (!*store) {
                return done(Unexpected{refused(store->error())});
            }
            if (room(container.id)) {
                return done(container.id);
            }
            auto& open = rooms[container.id];
            open.info = container;
            open.seat = sound.seat();
            open.node = std::make_unique<Node>(std::move(**store));
            open.node->setAudioPort(open.seat.get());
            QObject::connect(open.node.get(), &Messenger::event, &owner, [this, id = container.id](const Event& event) {
                if (const auto* end = std::get_if<SecretChatEnds>(&event)) {
                    secretChatEnds(id, end->ends);
                }
            });
            if (prepare) {
                prepare(*open.node);
            }
            Q_EMIT owner.opened(open.info, open.node.get());
            done(container.id);
        });
}

void NodeHousehold::Impl::close(const ContainerId& container) {
    if (!room(container)) {
        return;
    }
    Q_EMIT owner.closing(container);
    rooms.erase(container);
    Q_EMIT owner.closed(container);
}

/// Folder, database, row: killed before the row, it is a folder that nobody names.
void NodeHousehold::Impl::make(ContainerKind kind, const std::string& label, Prepare prepare, Done done) {
    ContainerInfo made;
    made.id = ContainerId::draw(random);
    made.kind = kind;
    made.label = label;
    made.created = clock.now();
    SecretBytes drawn(containerKeySize);
    random.fill(drawn.mutableView());
    const Key containerKey = std::make_shared<const SecretBytes>(std::move(drawn));
    work(
        [path = runtime::folderWithin(folder, made.id), containerKey] {
            return runtime::furnish({path, containerKey->clone()});
        },
        [this, made, containerKey, prepare = std::move(prepare),
         done = std::move(done)](const Result<void, VaultProblem>& furnished) {
            const auto undo = [this, id = made.id, done](HouseholdProblem problem) {
                work(
                    [outerFolder = folder, id] {
                        runtime::shredWithin(outerFolder, id);
                        return true;
                    },
                    [](bool) {});
                done(Unexpected{std::move(problem)});
            };
            if (!furnished) {
                return undo(refused(furnished.error()));
            }
            ask(PutContainer{0, made, containerKey, {}},
                [this, made, containerKey, prepare, undo, done](const Event& event) {
                    if (const auto* failed = std::get_if<CommandFailed>(&event)) {
                        return undo(refused(failed->code));
                    }
                    refresh([this, made, containerKey, prepare, done] { openWith(made, containerKey, prepare, done); });
                });
        });
}

void NodeHousehold::Impl::makeSecretChat(const Command& command, const std::string& nickname, const Done& done) {
    ask(GetStatus{}, [this, command, nickname, done](const Event& event) {
        const auto* status = std::get_if<StatusAnswer>(&event);
        const auto hub = status ? status->status.hubAddress : std::string();
        const auto carryOut = [this, command, hub, done](Node& node) {
            if (!hub.empty()) {
                node.post(SetHub{0, hub});
            }
            auto order = command;
            const auto request = node.newRequest();
            setRequest(order, request);
            QObject::connect(&node, &Messenger::event, &owner, [this, &node, request, done](const Event& answer) {
                if (requestOf(answer) != request) {
                    return;
                }
                const auto made = std::find_if(rooms.begin(), rooms.end(),
                                               [&node](const auto& one) { return one.second.node.get() == &node; });
                if (made == rooms.end()) {
                    return;
                }
                const auto id = made->first;
                const auto* failed = std::get_if<CommandFailed>(&answer);
                if (!failed) {
                    return done(id);
                }
                // Not from inside an event of the Node that goes.
                QMetaObject::invokeMethod(
                    &owner,
                    [this, id, done, code = failed->code] {
                        destroy(id, [done, code](const Outcome&) { done(Unexpected{refused(code)}); });
                    },
                    Qt::QueuedConnection);
            });
            node.post(std::move(order));
        };
        make(ContainerKind::SecretChat, nickname, carryOut, [done](const Outcome& made) {
            if (!made) {
                done(made);
            }
        });
    });
}

/// Once the outer engine has answered, no copy of the key is left.
void NodeHousehold::Impl::destroy(const ContainerId& container, const Done& done) {
    close(container);
    ask(ForgetContainer{0, container}, [this, container, done](const Event& event) {
        if (const auto* failed = std::get_if<CommandFailed>(&event)) {
            return done(Unexpected{refused(failed->code)});
        }
        refresh([this, container, done] {
            work(
                [outerFolder = folder, container] {
                    runtime::shredWithin(outerFolder, container);
                    return true;
                },
                [container, done](bool) { done(container); });
        });
    });
}

void NodeHousehold::Impl::put(PutContainer command, const Done& done) {
    const auto id = command.info.id;
    ask(std::move(command), [this, id, done](const Event& event) {
        if (const auto* failed = std::get_if<CommandFailed>(&event)) {
            return done(Unexpected{refused(failed->code)});
        }
        refresh([id, done] { done(id); });
    });
}

// ---- ends

void NodeHousehold::Impl::watchEnds() {
    if (!outer) {
        return;
    }
    auto next = never;
    for (const auto& one : std::vector<ContainerInfo>(all)) {
        if (!one.ends) {
            continue;
        }
        if (*one.ends <= clock.now()) {
            destroy(one.id, [](const Outcome& gone) {
                if (!gone) {
                    qCWarning(lcRuntime) << "a container could not be destroyed:" << gone.error().name().data();
                }
            });
            next = std::min(next, clock.now() + longestTimer);  // in case it fails
        } else {
            next = std::min(next, *one.ends);
        }
    }
    if (next != never) {
        const auto wait = std::clamp<Duration>(next - clock.now(), Duration::zero(), longestTimer);
        ends.start(std::chrono::ceil<std::chrono::milliseconds>(wait));
    }
}

void NodeHousehold::Impl::secretChatEnds(const ContainerId& container, Instant at) {
    // Not from inside an event of the Node that may have to go.
    QMetaObject::invokeMethod(
        &owner,
        [this, container, at] {
            whenSettled([this, container, at] {
                const auto* known = info(container);
                if (!known) {
                    return;
                }
                if (known->ends && toUnixMs(*known->ends) == toUnixMs(at)) {
                    return watchEnds();
                }
                auto fresh = *known;
                fresh.ends = at;
                put({0, std::move(fresh), nullptr, {}}, [this](const Outcome&) { watchEnds(); });
            });
        },
        Qt::QueuedConnection);
}

// ---- the front door

NodeHousehold::NodeHousehold(UnlockedIdentity identity, QObject* parent)
    : Household(parent), m_impl(std::make_unique<Impl>(*this, std::move(identity))) {
}

NodeHousehold::~NodeHousehold() = default;

void NodeHousehold::setAudioPort(AudioPort* audio) {
    m_impl->sound.setDevices(audio);
}

void NodeHousehold::setKdfCost(std::uint32_t memoryKiB, std::uint32_t passes) {
    m_impl->cost = {memoryKiB, passes};
}

Result<void, VaultProblem> NodeHousehold::start() {
    auto started = m_impl->openOuter();
    if (started) {
        m_impl->arrange();
    }
    return started;
}

Messenger* NodeHousehold::outer() const {
    return m_impl->outer.get();
}

Messenger* NodeHousehold::find(const ContainerId& container) const {
    const auto* const open = m_impl->room(container);
    return open ? open->node.get() : nullptr;
}

const std::vector<ContainerInfo>& NodeHousehold::containers() const {
    return m_impl->all;
}

void NodeHousehold::open(const ContainerId& container, Done done) {
    m_impl->whenSettled([impl = m_impl.get(), container, done = std::move(done)] {
        const auto* known = impl->info(container);
        if (!known) {
            return done(Unexpected{refused(ErrorCode::UnknownContainer)});
        }
        if (impl->room(container)) {
            return done(container);
        }
        impl->ask(GetContainerKey{0, container}, [impl, known = *known, done](const Event& event) {
            if (const auto* failed = std::get_if<CommandFailed>(&event)) {
                return done(Unexpected{refused(failed->code)});
            }
            const auto* answer = std::get_if<ContainerKeyAnswer>(&event);
            if (!answer || !answer->key) {
                return done(Unexpected{refused(problemOfKind(VaultProblem::Kind::WrongPin))});
            }
            impl->openWith(known, answer->key, {}, done);
        });
    });
}

void NodeHousehold::close(const ContainerId& container) {
    m_impl->close(container);
}

void NodeHousehold::destroy(const ContainerId& container, Done done) {
    m_impl->whenSettled([impl = m_impl.get(), container, done = std::move(done)] { impl->destroy(container, done); });
}

void NodeHousehold::change(const ContainerId& container, std::optional<std::string> label,
                           std::optional<bool> opensItself, Done done) {
    m_impl->whenSettled(
        [impl = m_impl.get(), container, label = std::move(label), opensItself, done = std::move(done)] {
            const auto* known = impl->info(container);
            if (!known) {
                return done(Unexpected{refused(ErrorCode::UnknownContainer)});
            }
            auto fresh = *known;
            fresh.label = label.value_or(fresh.label);
            fresh.opensItself = opensItself.value_or(fresh.opensItself);
            impl->put({0, std::move(fresh), nullptr, {}}, done);
        });
}

void NodeHousehold::makeIdentity(const std::string& name, const std::string& hub, Done done) {
    if (name.empty() || name.size() > maxNameBytes || !isUtf8(asBytes(name))) {
        QMetaObject::invokeMethod(
            this, [done = std::move(done)] { done(Unexpected{refused(ErrorCode::BadArgument)}); },
            Qt::QueuedConnection);
        return;
    }
    m_impl->whenSettled([impl = m_impl.get(), name, hub, done = std::move(done)] {
        impl->ask(GetStatus{}, [impl, name, hub, done](const Event& event) {
            const auto* status = std::get_if<StatusAnswer>(&event);
            const auto server = !hub.empty() || !status ? hub : status->status.hubAddress;
            const auto introduce = [name, server](Node& node) {
                node.post(SetName{0, name});
                if (!server.empty()) {
                    node.post(SetHub{0, server});
                }
            };
            impl->make(ContainerKind::Identity, name, introduce, done);
        });
    });
}

void NodeHousehold::retire(const ContainerId& container, Done done) {
    const auto leave = [impl = m_impl.get(), container, done](const Outcome& opened) {
        auto* const open = opened ? impl->room(container) : nullptr;
        if (!open) {
            // It does not open: there is nobody to take leave.
            return impl->owner.destroy(container, done);
        }
        // A secret chat ends for everybody in it.
        const bool both = open->info.kind == ContainerKind::SecretChat;
        auto* const farewell = new Farewell(
            *open->node, both, [impl, container, done] { impl->owner.destroy(container, done); }, &impl->owner);
        QObject::connect(open->node.get(), &QObject::destroyed, farewell, &QObject::deleteLater);
    };
    open(container, [leave, done](const Outcome& opened) {
        if (!opened && opened.error().code == ErrorCode::UnknownContainer) {
            return done(opened);
        }
        leave(opened);
    });
}

void NodeHousehold::makeSecretChat(FoundSecretChat command, Done done) {
    m_impl->whenSettled([impl = m_impl.get(), command = std::move(command), done = std::move(done)] {
        impl->makeSecretChat(command, command.nickname, done);
    });
}

void NodeHousehold::joinSecretChat(JoinSecretChat command, Done done) {
    m_impl->whenSettled([impl = m_impl.get(), command = std::move(command), done = std::move(done)] {
        impl->makeSecretChat(command, command.nickname, done);
    });
}

void NodeHousehold::lockChat(const ContactId& contact, const std::string& label, SecretBytes pin, bool hidden,
                             Done done) {
    const auto shared = std::make_shared<SecretBytes>(std::move(pin));
    m_impl->whenSettled([impl = m_impl.get(), contact, label, shared, hidden, done = std::move(done)] {
        impl->lockChat(contact, label, std::move(*shared), hidden, done);
    });
}

void NodeHousehold::openLocked(const ContainerId& container, SecretBytes pin, Duration howLong, Done done) {
    const auto shared = std::make_shared<SecretBytes>(std::move(pin));
    m_impl->whenSettled([impl = m_impl.get(), container, shared, howLong, done = std::move(done)] {
        if (!impl->info(container)) {
            return done(Unexpected{refused(ErrorCode::UnknownContainer)});
        }
        impl->openLocked({container}, std::move(*shared), howLong, done);
    });
}

void NodeHousehold::openHidden(SecretBytes pin, Duration howLong, Done done) {
    const auto shared = std::make_shared<SecretBytes>(std::move(pin));
    m_impl->whenSettled([impl = m_impl.get(), shared, howLong, done = std::move(done)] {
        std::vector<ContainerId> hidden;
        for (const auto& one : impl->all) {
            if (one.guarded && one.hidden) {
                hidden.push_back(one.id);
            }
        }
        impl->openLocked(hidden, std::move(*shared), howLong, done);
    });
}

void NodeHousehold::unlockChat(const ContainerId& container, SecretBytes pin, Done done) {
    const auto shared = std::make_shared<SecretBytes>(std::move(pin));
    m_impl->whenSettled([impl = m_impl.get(), container, shared, done = std::move(done)] {
        const auto* known = impl->info(container);
        if (!known || known->kind != ContainerKind::LockedChat) {
            return done(Unexpected{refused(ErrorCode::UnknownContainer)});
        }
        impl->unlockChat(container, std::move(*shared), done);
    });
}

}  // namespace nightjar

#include "moc_nodehousehold.cpp"
