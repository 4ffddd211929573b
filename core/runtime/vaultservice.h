// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QObject>
#include <memory>
#include <optional>
#include <string>

#include "base/instant.h"
#include "base/result.h"
#include "base/secret.h"
#include "runtime/identitystore.h"

namespace nightjar {

/// What lies in a profile folder.
enum class ProfileState {
    None,     ///< nothing yet: create() may be called
    Locked,   ///< a vault; a PIN opens it
    Foreign,  ///< files that are not Nightjar's; they are left alone
    Damaged,  ///< a vault that cannot be read; it is left alone
    InUse,    ///< another process has it open
};
/// "none", "locked", "foreign", "damaged", "in-use".
[[nodiscard]] std::string_view profileStateName(ProfileState state);

/// Why a profile could not be made, opened or wiped.
struct VaultProblem {
    enum class Kind {
        WrongPin,  ///< no slot opens with it
        TooSoon,   ///< after wrong PINs one must wait: retryAfter
        BadPin,    ///< empty, too long, or twice the same for two purposes
        Exists,    ///< create() on a folder that holds a profile
        Missing,   ///< unlock() on a folder that holds none
        Foreign,
        Damaged,
        InUse,
        DiskFull,
        NoAccess,  ///< the system does not let us read or write there
        TooNew,    ///< written by a later version of Nightjar
        Disk,      ///< the device failed to read or write
        Internal,
        KeyringLocked,     ///< the system's keyring has a half of the device key and is locked, or does not answer
        KeyringLost,       ///< the keyring answers and has it no more
        BackupUnreadable,  ///< there is no backup at this path, or it may not be read
        BackupDamaged,     ///< not a whole backup, or the passphrase is another
        BackupTooNew,
        NotHere,  ///< only the main identity can do that, or only a hidden one
    };
    Kind kind = Kind::Internal;
    Duration retryAfter{};  ///< WrongPin, TooSoon: how long the next attempt has to wait
    std::string sentence;   ///< short English sentence a user can act on
};
/// A lower-case, dash-separated stable name such as "wrong-pin".
[[nodiscard]] std::string_view problemName(VaultProblem::Kind kind);

/// What a PIN opened: where the identity's container lies and the key to it. Shared between the vault service and
/// whoever opens the store; the key goes with the last of them.
struct UnlockedIdentity {
    std::string folder;  ///< of the container
    SecretBytes key;     ///< 32 bytes
    /// What the wipe PIN leaves, for its owner to fill; null in the decoy's own, and in the hidden identity.
    std::shared_ptr<UnlockedIdentity> decoy{};
    bool hasWipePin = false;
    bool wipesAfterFailures = false;  ///< ten wrong PINs in a row wipe
    bool hidden = false;              ///< this is the hidden identity
};

/// The vault of one profile folder: makes it, opens it with a PIN, destroys it. The heavy work (Argon2id) happens in
/// a worker; every signal comes in the thread of this object. The folder belongs to this process for as long as the
/// object lives. One request at a time: a second one while busy() is ignored.
class VaultService final : public QObject {
    Q_OBJECT

public:
    /// `pace`: how long after a PIN was handed over the answer comes, whichever PIN it was; work that takes longer
    /// answers when it is done. Zero: as soon as it is known.
    explicit VaultService(const QString& folder, nightjar::Duration pace = std::chrono::seconds(1),
                          QObject* parent = nullptr);
    ~VaultService() override;

    [[nodiscard]] nightjar::ProfileState state() const;
    [[nodiscard]] bool busy() const;
    /// What a guess of a PIN shall cost in the next create(): Argon2id memory and passes. If it is not set, it is
    /// measured, and raised at later unlocks where the device has become faster.
    void setKdfCost(std::uint32_t memoryKiB, std::uint32_t passes);
    /// Whether the next create() puts a half of the device key into the desktop's keyring, if there is one that works.
    /// An existing profile has its key where it was made.
    void preferKeyring(bool prefer);

    /// Makes the vault and its first identity, opened by `pin`. With `wipePin`, that PIN destroys everything.
    void create(nightjar::SecretBytes pin, std::optional<nightjar::SecretBytes> wipePin);
    /// The same with the identity of a backup (docs/storage.md, Backup) in it. When anything is wrong with it nothing
    /// is made.
    void restore(nightjar::SecretBytes pin, std::optional<nightjar::SecretBytes> wipePin, const QString& backup,
                 nightjar::SecretBytes passphrase);
    void unlock(nightjar::SecretBytes pin);
    /// Each asks for the PIN that opens the profile; answered by pinChanged().
    void changePin(nightjar::SecretBytes pin, nightjar::SecretBytes newPin);
    void setWipePin(nightjar::SecretBytes pin, nightjar::SecretBytes wipePin);
    void removeWipePin(nightjar::SecretBytes pin);
    /// Makes the hidden identity; one that was there is destroyed.
    void setHidden(nightjar::SecretBytes pin, nightjar::SecretBytes hiddenPin);
    /// Destroys the hidden identity that is open. Answered by hiddenRemoved() or failed().
    void removeHidden(nightjar::SecretBytes pin);
    /// Whether ten wrong PINs in a row wipe.
    void setWipeAfterFailures(nightjar::SecretBytes pin, bool on);
    /// Whether this is the wipe PIN of the open profile; changes nothing. Answered by trialPassed() or failed().
    void tryWipePin(nightjar::SecretBytes wipePin);
    /// Destroys the keys, then overwrites and removes what they opened. Close every Node first. With a wipe PIN the
    /// decoy stays and opens with it; otherwise nothing does.
    void wipe();
    /// Back to Locked. Close every Node first.
    void lock();

Q_SIGNALS:
    void created(const std::shared_ptr<nightjar::UnlockedIdentity>& identity);
    void unlocked(const std::shared_ptr<nightjar::UnlockedIdentity>& identity);
    void pinChanged();
    void trialPassed();
    /// Nothing is open any more: close every Node. Its files are overwritten after that.
    void hiddenRemoved();
    /// By wipe(), or because wrong PINs wiped what was open: close every Node.
    void wiped();
    void failed(const nightjar::VaultProblem& problem);
    void stateChanged();

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

/// Opens the identity's database and brings it up to date. May be called in any thread; blocks for the disk.
[[nodiscard]] Result<IdentityStore, VaultProblem> openIdentity(const UnlockedIdentity& identity);

}  // namespace nightjar
