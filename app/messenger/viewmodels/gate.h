// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QObject>
#include <optional>

#include "base/instant.h"
#include "base/secret.h"
#include "camera.h"
#include "positionsource.h"
#include "runtime/household.h"
#include "runtime/messenger.h"
#include "sounddevices.h"
#include "videoport.h"

namespace nightjar {

/// The way into an identity, as the interface sees it. The real one is VaultGate (the vault and a Node behind it);
/// tests have their own. One request at a time; every signal comes in the thread of this object, never from inside
/// the call that caused it.
class Gate : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// What lies behind the gate before it is open.
    enum class Profile {
        None,      ///< nothing yet: create()
        Locked,    ///< unlock()
        Unusable,  ///< neither: profileProblem() tells why
    };

    /// What a person chose in the first minutes.
    struct Choice {
        std::string name;
        std::string hub;  ///< empty: none yet
        SecretBytes pin;
        std::optional<SecretBytes> wipePin;
        std::string backup;      ///< path of the backup that the identity is made of; empty: a new one
        SecretBytes passphrase;  ///< of the backup
    };

    /// What is known of the vault while an identity is open.
    struct Facts {
        bool hasWipePin = false;
        bool wipesAfterFailures = false;  ///< ten wrong PINs in a row wipe
        bool hasDecoy = false;            ///< visitDecoy() is possible
        bool visiting = false;            ///< what is open is the decoy, and leaveDecoy() goes back
        bool hidden = false;              ///< what is open is the hidden identity
    };

    [[nodiscard]] virtual Profile profile() const = 0;
    [[nodiscard]] virtual Facts facts() const = 0;
    /// A stable name such as "foreign-profile" (problemName() in runtime/vaultservice.h); empty when there is none.
    [[nodiscard]] virtual QString profileProblem() const = 0;

    virtual void create(Choice choice) = 0;
    /// While an identity is open (behind the lock screen): resumed() if the PIN is its own; otherwise what the PIN
    /// opens takes its place.
    virtual void unlock(SecretBytes pin) = 0;
    /// Closes the identity and forgets its keys.
    virtual void lock() = 0;
    /// Sets a new PIN after proving the old one.
    virtual void changePin(SecretBytes current, SecretBytes fresh) = 0;
    /// Sets the wipe PIN, or takes it away when `wipePin` is empty, after proving the ordinary one.
    virtual void setWipePin(SecretBytes current, SecretBytes wipePin) = 0;
    /// Makes the hidden identity behind `hiddenPin`, after proving the ordinary one; one that was there is destroyed.
    virtual void setHidden(SecretBytes current, SecretBytes hiddenPin) = 0;
    /// Destroys the hidden identity that is open, after proving its PIN; closed() tells that it is done.
    virtual void removeHidden(SecretBytes current) = 0;
    /// Destroys everything.
    virtual void wipe() = 0;
    /// Whether ten wrong PINs in a row wipe; after proving the ordinary one.
    virtual void setWipeAfterFailures(SecretBytes current, bool on) = 0;
    /// If this is the wipe PIN: shows what it would leave, as visitDecoy() does. Changes nothing.
    virtual void tryWipePin(SecretBytes wipePin) = 0;
    /// Opens what a wipe leaves in place of the open identity, and goes back.
    virtual void visitDecoy() = 0;
    virtual void leaveDecoy() = 0;

    /// What lives within the open identity; null while none is open, or where there is no such thing.
    [[nodiscard]] virtual Household* household() { return nullptr; }

    /// Microphones and loudspeakers; null when there are none to choose from.
    [[nodiscard]] virtual SoundDevices* sound() { return nullptr; }

    /// What knows where this device is; null where nothing does.
    [[nodiscard]] virtual PositionSource* positions() { return nullptr; }

    /// How videos are played; null where they cannot be.
    [[nodiscard]] virtual VideoPort* videos() { return nullptr; }

    /// The cameras of this device; null where nothing can ask for them.
    [[nodiscard]] virtual Camera* camera() { return nullptr; }

    /// Looks for servers on this machine and in the local network.
    virtual void findHubs() = 0;

Q_SIGNALS:
    /// The identity is open; the messenger lives until closed(), or until the household says that it goes for a moment.
    void opened(nightjar::Messenger* messenger);
    /// The PIN of what is open was entered again.
    void resumed();
    /// Emitted right before the messenger goes.
    void closed();
    void pinChanged();
    /// A request was not done. `problem` is a stable name such as "wrong-pin"; retryAfter is above zero when the next
    /// attempt has to wait.
    void failed(const QString& problem, nightjar::Duration retryAfter);
    void profileChanged();
    void hubFound(const QString& address);
    void hubSearchEnded();
};

}  // namespace nightjar
