// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QObject>
#include <functional>
#include <memory>

#include "commands.h"
#include "runtime/messenger.h"
#include "runtime/vaultservice.h"
#include "values.h"

namespace nightjar {

/// Why something about a container was not done: an engine refused (`code`), or the vault or the disk did (`vault`,
/// which also tells how long to wait after a wrong PIN).
struct HouseholdProblem {
    ErrorCode code = ErrorCode::None;
    std::optional<VaultProblem> vault{};

    /// A stable name such as "wrong-pin" or "unknown-container".
    [[nodiscard]] std::string_view name() const { return vault ? problemName(vault->kind) : errorName(code); }
    /// A short English sentence a user can act on.
    [[nodiscard]] std::string sentence() const { return vault ? vault->sentence : std::string(errorSentence(code)); }
    [[nodiscard]] Duration retryAfter() const { return vault ? vault->retryAfter : Duration{}; }
};

/// What lives in one open identity: itself, the outer container, and the containers within it (docs/storage.md):
/// private identities, locked and secret chats. Each has its database, its key and, while open, a Messenger of its own;
/// none knows of another. The real one is NodeHousehold; tests of the interface have their own.
///
/// Lives in the thread of its user, where all signals and answers come, never from inside the call that caused them.
class Household : public QObject {
    Q_OBJECT

public:
    using Outcome = Result<ContainerId, HouseholdProblem>;
    using Done = std::function<void(const Outcome&)>;

    using QObject::QObject;

    /// Null while a conversation is moving.
    [[nodiscard]] virtual Messenger* outer() const = 0;
    /// Of a container within, while it is open; else null.
    [[nodiscard]] virtual Messenger* find(const ContainerId& container) const = 0;
    /// All there are, hidden ones too, the oldest first. Empty until the outer one has told.
    [[nodiscard]] virtual const std::vector<ContainerInfo>& containers() const = 0;
    [[nodiscard]] const ContainerInfo* info(const ContainerId& container) const {
        for (const auto& one : containers()) {
            if (one.id == container) {
                return &one;
            }
        }
        return nullptr;
    }

    // ---- all kinds. Each request answers exactly once, unless this object goes before.

    /// Opens one that has no PIN of its own; one that is open already is no error.
    virtual void open(const ContainerId& container, Done done) = 0;
    virtual void close(const ContainerId& container) = 0;
    /// First its key is forgotten for good, then its folder is shredded.
    virtual void destroy(const ContainerId& container, Done done) = 0;
    /// Another label, or whether it opens itself.
    virtual void change(const ContainerId& container, std::optional<std::string> label, std::optional<bool> opensItself,
                        Done done) = 0;

    // ---- private identities

    /// `hub`: empty: the outer one's.
    virtual void makeIdentity(const std::string& name, const std::string& hub, Done done) = 0;
    /// Takes leave of the server first (its queues, invitations and addresses there are deleted, as far as the server
    /// is reached within a few seconds), then destroys it.
    virtual void retire(const ContainerId& container, Done done) = 0;

    // ---- secret chats: a fresh container, in which the command is carried out. If it fails, nothing remains.

    virtual void makeSecretChat(FoundSecretChat command, Done done) = 0;
    virtual void joinSecretChat(JoinSecretChat command, Done done) = 0;

    // ---- locked chats

    /// A conversation of the outer identity moves into a container of its own, which opens with `pin`. It is closed
    /// then. `hidden`: it is in no list, and openHidden() finds it.
    virtual void lockChat(const ContactId& contact, const std::string& label, SecretBytes pin, bool hidden,
                          Done done) = 0;
    /// Opens one with its PIN, for so long; zero: until this object goes.
    virtual void openLocked(const ContainerId& container, SecretBytes pin, Duration howLong, Done done) = 0;
    /// Opens the hidden one that has this PIN.
    virtual void openHidden(SecretBytes pin, Duration howLong, Done done) = 0;
    /// The conversation goes back among the others, and the PIN is forgotten.
    virtual void unlockChat(const ContainerId& container, SecretBytes pin, Done done) = 0;

Q_SIGNALS:
    /// Also after a conversation has moved: everything about the outer one is to be read anew.
    void outerOpened(nightjar::Messenger* messenger);
    /// Right before it goes. Not when this object is destroyed.
    void outerClosing();
    /// The outer container does not open any more.
    void outerFailed(const nightjar::VaultProblem& problem);
    void opened(const nightjar::ContainerInfo& info, nightjar::Messenger* messenger);
    /// Right before the messenger goes.
    void closing(const nightjar::ContainerId& container);
    void closed(const nightjar::ContainerId& container);
    /// containers() is another.
    void changed();
    /// What opens itself is open.
    void settled();
};

}  // namespace nightjar
