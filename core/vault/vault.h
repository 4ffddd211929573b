// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <functional>

#include "base/ids.h"
#include "base/instant.h"
#include "vault/disk.h"
#include "vault/keyslots.h"
#include "vault/keystore.h"

namespace nightjar::vault {

enum class VaultError : std::uint8_t {
    WrongPin,
    TooSoon,        ///< too many wrong PINs; see retryAfter. The PIN was not looked at
    BadPin,         ///< empty, or longer than maxPinBytes
    PinInUse,       ///< the new PIN opens something already; the two PINs must differ
    NotUnlocked,    ///< wipeNow() is for who is inside
    NoProfile,      ///< an empty folder, or none
    ProfileExists,  ///< create() never replaces anything
    Foreign,        ///< the folder holds something else, or was copied without its device key
    Damaged,        ///< both copies of the keyslot file are unreadable
    TooNew,         ///< made by a newer Nightjar
    DiskFull,
    ReadOnly,
    Io,
    KeyringLocked,  ///< the system's keyring, which has a half of the device key, is locked or does not answer
    KeyringLost,    ///< the keyring answers, and that half is not in it any more
    NotHere,        ///< only the main identity can do that, or only a hidden one
};
/// A stable, lower-case name such as "wrong-pin".
[[nodiscard]] std::string_view vaultErrorName(VaultError error);

struct VaultFailure {
    VaultError code = VaultError::Io;
    Duration retryAfter{};  ///< of WrongPin and TooSoon: how long the next attempt will be refused
};

/// A container and the key that opens its database (store::openIdentity).
struct Container {
    ContainerId name;
    SecretBytes key;
};

/// What a PIN opened. The types and the work are the same for every PIN, and nothing here tells which one it was.
struct Unlocked {
    Container own;
    /// The container that the wipe PIN would leave, whether there is such a PIN or not. Whoever opens the profile makes
    /// sure that there is an identity in it.
    Container decoy;
    /// The third container, for whoever opens the profile to make sure that there is an identity in it: the reserve, or
    /// the hidden identity, which is not known here. The key is a new one that nobody shall keep. Nothing in the hidden
    /// identity.
    std::optional<Container> reserve{};
    bool hasWipePin = false;          ///< false in the hidden identity, which does not know
    bool wipesAfterFailures = false;  ///< failuresThatWipe wrong PINs in a row wipe
    bool hidden = false;              ///< this is the hidden identity
};

/// The longest PIN or passphrase, in bytes: long enough for ten words, short enough to keep in locked memory.
inline constexpr std::size_t maxPinBytes = 256;

/// From a PIN to the key of a container (docs/storage.md). All state is on the disk and in the keystore, so that a
/// process may be killed between any two operations and the next start finds a legal state:
///
/// - no profile: keyslots missing, nothing named;
/// - locked: a PIN may be tried;
/// - unlocked: this object knows which slot it came through (wipeNow needs it), and no key any more.
///
/// Blocking (Argon2id takes about a second): not for the UI thread.
class Vault {
public:
    /// The ports outlive the vault.
    Vault(Disk& disk, Keystore& keystore, RandomSource& random);

    /// Fills the three new containers before anything names them; false abandons the creation. The key of the reserve
    /// shall not be kept.
    using Populate = std::function<bool(const Container& own, const Container& decoy, const Container& reserve)>;
    /// The same for one.
    using Furnish = std::function<bool(const Container& container)>;

    /// A new profile in an empty or missing folder. The containers' folders exist when `populate` is called. An
    /// interruption leaves no profile, or the finished one. The profile is unlocked then.
    [[nodiscard]] Result<Unlocked, VaultFailure> create(KdfCost cost, const SecretBytes& pin,
                                                        const std::optional<SecretBytes>& wipePin,
                                                        const Populate& populate = {});

    /// Counts the attempt, derives one key, tries every slot, writes the keyslots anew, replaces one device key. For
    /// the wipe PIN the replaced one is the key that the main container hung on: with that it is gone for ever, and
    /// what opens is the decoy. A wrong PIN changes nothing for who is inside already, unless it was the one that
    /// wipes. Follow with sweep() when the screen is up.
    [[nodiscard]] Result<Unlocked, VaultFailure> unlock(const SecretBytes& pin, Instant now);

    // The wipe PIN is as wrong in the following as any other: it only acts on the unlock screen. So is, for who is
    // inside, a PIN that opens something else. What concerns the whole profile is the main identity's to change:
    // NotHere.
    /// Of the identity that `pin` opens.
    [[nodiscard]] Result<void, VaultFailure> changePin(const SecretBytes& pin, const SecretBytes& newPin, Instant now);
    /// Sets or replaces it.
    [[nodiscard]] Result<void, VaultFailure> setWipePin(const SecretBytes& pin, const SecretBytes& wipePin,
                                                        Instant now);
    [[nodiscard]] Result<void, VaultFailure> removeWipePin(const SecretBytes& pin, Instant now);
    /// Makes the hidden identity, which `hiddenPin` opens; one that was there before is destroyed, and nothing tells
    /// whether there was. Its folder exists when `furnish` is called. Follow with sweep().
    [[nodiscard]] Result<void, VaultFailure> setHidden(const SecretBytes& pin, const SecretBytes& hiddenPin,
                                                       const Furnish& furnish, Instant now);
    /// Destroys the hidden identity that `pin` opens; `furnish` fills the new reserve. Nothing is open then. Follow
    /// with sweep(), when its database is closed.
    [[nodiscard]] Result<void, VaultFailure> removeHidden(const SecretBytes& pin, const Furnish& furnish, Instant now);
    /// Whether failuresThatWipe wrong PINs in a row, on the unlock screen, do what the wipe PIN does: the decoy stays
    /// if there is a wipe PIN, else nothing does.
    [[nodiscard]] Result<void, VaultFailure> setWipeAfterFailures(const SecretBytes& pin, bool on, Instant now);
    /// Whether this is the wipe PIN of the open profile, for a trial: counts nothing, writes nothing. WrongPin when it
    /// is not; NotUnlocked when nothing is open. Needs the same derivation as an attempt.
    [[nodiscard]] Result<void, VaultFailure> tryWipePin(const SecretBytes& wipePin);

    /// Asked once for every right PIN, when its keys are derived: what shall be added to the cost of a guess from now
    /// on. Nothing: it is dear enough.
    using RaiseWanted = std::function<std::optional<KdfCost>()>;
    void setRaise(RaiseWanted wanted) { m_raise = std::move(wanted); }

    /// Destroys the main container's key and sweeps. If there is a wipe PIN, the decoy stays and opens with it;
    /// otherwise nothing stays, and the folder is as before the first start. Nor does anything when this is the hidden
    /// identity, which does not know whether there is a wipe PIN. The databases must be closed.
    [[nodiscard]] Result<void, VaultFailure> wipeNow();

    /// At every start and after every unlock: repairs the second copy of the keyslots, shreds every container that they
    /// do not name, renews the spare device key. Finishes what an interruption left, and is the same work in every
    /// installation.
    [[nodiscard]] Result<void, VaultFailure> sweep();

    /// Whether a PIN may be asked for: success, NoProfile, Foreign, Damaged, TooNew, Io. Changes nothing.
    [[nodiscard]] Result<void, VaultFailure> check();

    /// How long the next attempt will be refused; zero when one may be made.
    [[nodiscard]] Duration retryAfter(Instant now);

    /// Whether a PIN opened it and neither lock() nor a wipe ended that.
    [[nodiscard]] bool isOpen() const { return m_session.has_value(); }
    /// Forgets the slot.
    void lock() { m_session.reset(); }

    /// "c-0123456789abcdef": the folder of a container inside the profile folder.
    [[nodiscard]] static std::string folderOf(const ContainerId& name);

private:
    struct Session {
        std::size_t slot;
        std::size_t wipeSlot;  ///< slotCount: there is no wipe PIN, or this is the hidden identity
        ContainerId decoy;
    };
    [[nodiscard]] static Session sessionOf(std::size_t slot, const SlotContent& content);
    /// What a right PIN gave, and the keys at hand then.
    struct Entry {
        OpenedSlot opened;
        SecretBytes pinKey;
        SecretBytes deviceKey;
        SecretBytes spareKey;
    };
    /// What rewrite() is about to write, under the spare device key.
    struct Draft {
        KeyslotFile file;
        SecretBytes deviceKey;
        SlotContent& content;  ///< of the slot that was opened
        SecretBytes pinKey;    ///< what that will be sealed with
        std::optional<SecretBytes> freshKey{};
        Rules rules{};
        bool forget = false;  ///< the slot that was opened becomes an unused one
    };
    enum class Who { Any, Main, Hidden };
    /// What is to be done to the slots by rewrite(), and who may.
    struct Change {
        Who who = Who::Main;
        const SecretBytes* freshPin = nullptr;  ///< one that must not open anything yet
        std::function<Result<void, VaultFailure>(Draft&)> apply;
    };
    /// What remains after a wipe from which no right PIN is at hand.
    struct Remains {
        std::size_t wipeSlot = slotCount;  ///< slotCount: nothing
        ContainerId decoy{};
    };
    /// Destroy: the renewed key goes before the second copy is written. Keep: after both are safe.
    enum class Order { Destroy, Keep };

    template <class T>
    using Outcome = Result<T, VaultFailure>;

    [[nodiscard]] Outcome<std::vector<std::string>> entries();
    [[nodiscard]] Outcome<KeyslotFile> load();
    [[nodiscard]] Outcome<Entry> enter(const KeyslotFile& file, const SecretBytes& pin, Instant now);
    [[nodiscard]] Outcome<SecretBytes> spareKey(int alias);
    [[nodiscard]] Outcome<std::vector<SecretBytes>> keysOf(const KeyslotFile& file, const SecretBytes& pin);
    [[nodiscard]] Outcome<SecretBytes> lastKeyOf(const KeyslotFile& file, const SecretBytes& pin);
    /// Moves everything under the other device key, in the newest version of the file, with one more derivation if
    /// `dearer`. `content` is what the slot holds.
    [[nodiscard]] Outcome<void> refresh(const KeyslotFile& file, std::size_t slot, SlotContent& content,
                                        const SecretBytes& pinKey, std::optional<KdfCost> dearer);
    /// Gives a file of an earlier version the roles and the reserve that it did not have.
    [[nodiscard]] Outcome<void> modernise(KeyslotFile& file, SlotContent& content, const SecretBytes& deviceKey);
    /// Which container is the third for the main identity: the named one whose folder is there, else the first name.
    [[nodiscard]] Outcome<ContainerId> reserveOf(const KeyslotFile& file, const SlotContent& content);
    /// A new container with its folder, filled.
    [[nodiscard]] Outcome<Container> makeContainer(const Furnish& furnish);
    /// After a wrong PIN.
    void wipeIfSet(const KeyslotFile& file, Instant now);
    [[nodiscard]] Outcome<void> destroyAllBut(const KeyslotFile& file, const Remains& remains);
    [[nodiscard]] KeyslotFile afterWipe(const KeyslotFile& file, const SlotContent& wipe, const Entry& entry,
                                        SlotContent& content);
    [[nodiscard]] Outcome<void> commit(const KeyslotFile& next, int renewedAlias, Order order);
    [[nodiscard]] Outcome<void> rewrite(const SecretBytes& pin, const Change& change, Instant now);
    [[nodiscard]] Outcome<void> repairCopies(const KeyslotFile& file);
    [[nodiscard]] bool isErased(const KeyslotFile& file, const SecretBytes& deviceKey);
    [[nodiscard]] Outcome<void> removeEverything();

    Disk& m_disk;
    Keystore& m_keystore;
    RandomSource& m_random;
    RaiseWanted m_raise;
    std::optional<Session> m_session;
};

}  // namespace nightjar::vault
