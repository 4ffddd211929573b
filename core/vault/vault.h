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
    bool hasWipePin = false;
    bool wipesAfterFailures = false;  ///< failuresThatWipe wrong PINs in a row wipe
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

    /// Fills the two new containers before anything names them; false abandons the creation.
    using Populate = std::function<bool(const Container& own, const Container& decoy)>;

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

    /// The wipe PIN is as wrong here as any other: it only acts on the unlock screen.
    [[nodiscard]] Result<void, VaultFailure> changePin(const SecretBytes& pin, const SecretBytes& newPin, Instant now);
    /// Sets or replaces it.
    [[nodiscard]] Result<void, VaultFailure> setWipePin(const SecretBytes& pin, const SecretBytes& wipePin,
                                                        Instant now);
    [[nodiscard]] Result<void, VaultFailure> removeWipePin(const SecretBytes& pin, Instant now);
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
    /// otherwise nothing stays, and the folder is as before the first start. The databases must be closed.
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
        std::size_t wipeSlot;  ///< slotCount: none
        ContainerId decoy;
    };
    /// What a right PIN gave, and the keys at hand then.
    struct Entry {
        OpenedSlot opened;
        SecretBytes pinKey;
        SecretBytes deviceKey;
        SecretBytes spareKey;
    };
    /// What is to be done to the slots by rewrite().
    struct Change {
        const SecretBytes* newPin = nullptr;
        const SecretBytes* newWipePin = nullptr;
        bool removeWipePin = false;
        std::optional<bool> wipeAfterFailures{};
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
    /// Adds a derivation and moves everything under the other device key. `content` is what the slot holds.
    [[nodiscard]] Outcome<void> raise(const KeyslotFile& file, std::size_t slot, const SlotContent& content,
                                      const SecretBytes& pinKey, KdfCost cost);
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
