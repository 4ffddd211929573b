// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QThread>
#include <QTimer>
#include <deque>
#include <map>

#include "base/random.h"
#include "runtime/audiodesk.h"
#include "runtime/node.h"
#include "runtime/nodehousehold.h"
#include "runtime/ports/clock.h"
#include "vault/guard.h"

namespace nightjar {

/// Behind runtime/nodehousehold.h. Everything but the jobs of work() happens in the thread of the household.
class NodeHousehold::Impl {
public:
    Impl(NodeHousehold& owner, UnlockedIdentity identity);
    ~Impl();

    /// An open container. The seat at the sound devices outlives the Node.
    struct Room {
        ContainerInfo info;
        std::unique_ptr<AudioPort> seat;
        std::unique_ptr<Node> node;
        std::unique_ptr<QTimer> closesAfter;
    };
    using Key = std::shared_ptr<const SecretBytes>;
    using Then = std::function<void(const Event&)>;
    /// What is posted to a fresh Node before anybody else hears of it.
    using Prepare = std::function<void(Node&)>;

    // ---- household.cpp: what is open

    [[nodiscard]] Result<void, VaultProblem> openOuter();
    void closeOuter();
    void heard(const Event& event);
    /// Of the outer engine, as soon as it is there; the answer, or CommandFailed.
    void ask(Command command, Then then);
    /// Reads the list anew, and goes on.
    void refresh(std::function<void()> then);
    /// After start(): clears away, destroys what is due, opens what opens itself.
    void arrange();
    /// Later, as soon as the outer container has told what there is and nothing is moving.
    void whenSettled(std::function<void()> what);
    void settle();

    /// Makes a container of this kind and opens it.
    void make(ContainerKind kind, const std::string& label, Prepare prepare, Done done);
    /// Makes a secret chat and carries out the command in it; a refusal undoes everything.
    void makeSecretChat(const Command& command, const std::string& nickname, const Done& done);
    void openWith(const ContainerInfo& info, const Key& key, Prepare prepare, Done done);
    void close(const ContainerId& container);
    void destroy(const ContainerId& container, const Done& done);
    void put(PutContainer command, const Done& done);
    /// Destroys what is due, and comes back for the next.
    void watchEnds();
    void secretChatEnds(const ContainerId& container, Instant ends);

    // ---- householdlocks.cpp: PINs, and conversations on the move

    using Opened = std::function<void(const ContainerId&, const Key&)>;
    /// Counts, stores the count, derives once and tries every one of the containers.
    void tryPin(const std::vector<ContainerId>& containers, SecretBytes pin, Done failed, Opened opened);
    void lockChat(const ContactId& contact, const std::string& label, SecretBytes pin, bool hidden, Done done);
    void openLocked(const std::vector<ContainerId>& containers, SecretBytes pin, Duration howLong, const Done& done);
    void unlockChat(const ContainerId& container, SecretBytes pin, const Done& done);
    /// Runs the work on the outer database while its Node is closed; `then` gets what came of it.
    void whileClosed(std::function<Result<void, VaultProblem>()> work,
                     std::function<void(const Result<void, VaultProblem>&)> then);

    // ---- householdbackup.cpp

    /// Has everything within copied before the outer engine writes the backup. False: it was, and the engine goes on.
    bool backUp(const ExportBackup& command);
    struct Copies;
    void copyNext(const std::shared_ptr<Copies>& copies);
    void copyOpen(const std::shared_ptr<Copies>& copies, const ContainerId& container);
    void copyClosed(const std::shared_ptr<Copies>& copies, const ContainerId& container);
    void copied(const std::shared_ptr<Copies>& copies);

    /// Runs `job` in the worker and then `then` with its result here.
    template <class Job, class Next>
    void work(Job job, Next then) {
        QMetaObject::invokeMethod(
            &worker,
            [this, job = std::move(job), then = std::move(then)]() mutable {
                const auto result = std::make_shared<std::invoke_result_t<Job>>(job());
                QMetaObject::invokeMethod(
                    &owner, [result, then = std::move(then)]() mutable { then(std::move(*result)); },
                    Qt::QueuedConnection);
            },
            Qt::QueuedConnection);
    }
    [[nodiscard]] const ContainerInfo* info(const ContainerId& container) const;
    [[nodiscard]] Room* room(const ContainerId& container);

    NodeHousehold& owner;
    const std::string folder;
    const SecretBytes key;
    SystemClock clock;
    SystemRandom random;
    vault::KdfCost cost = vault::KdfCost::desktop();
    AudioDesk sound;
    std::unique_ptr<AudioPort> seat;
    std::unique_ptr<Node> outer;
    std::map<RequestId, Then> asked;
    std::vector<ContainerInfo> all;
    std::map<ContainerId, Room> rooms;
    std::uint64_t tenure = 0;  ///< of the outer container
    int opening = 0;           ///< containers whose store is open and not with a Node yet
    RequestId backup = 0;      ///< under way
    bool isSettled = false;
    std::deque<std::function<void()>> waiting;  ///< until it is
    std::function<void()> moving;               ///< until nothing is asked of the outer engine
    QTimer ends;
    QThread thread;
    QObject worker;
};

[[nodiscard]] inline HouseholdProblem refused(ErrorCode code) {
    return {code, std::nullopt};
}
[[nodiscard]] inline HouseholdProblem refused(VaultProblem problem) {
    return {ErrorCode::None, std::move(problem)};
}

}  // namespace nightjar
