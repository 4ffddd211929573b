// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/ids.h"
#include "base/result.h"
#include "base/secret.h"
#include "vault/rules.h"

namespace nightjar::vault {

/// What one guess of a PIN costs (Argon2id, one lane). Stored in the keyslot file, so that it can be raised later.
struct KdfCost {
    std::uint32_t memoryKiB = 0;
    std::uint32_t passes = 0;

    [[nodiscard]] static constexpr KdfCost desktop() { return {256 * 1024, 3}; }
    [[nodiscard]] static constexpr KdfCost phone() { return {64 * 1024, 3}; }
    auto operator<=>(const KdfCost&) const = default;
};
inline constexpr std::size_t keyslotFileSize = 4096;  ///< one page, one sector group: written in one piece
inline constexpr std::size_t slotCount = 8;
inline constexpr std::size_t nameCount = 8;
inline constexpr std::size_t slotSize = 176;
inline constexpr std::size_t saltSize = 16;
inline constexpr std::size_t maxRaises = 4;
/// The version that is written; profiles of earlier ones are moved to it when a PIN opens them.
inline constexpr std::uint16_t keyslotVersion = 3;

/// One more derivation, from the key of the one before: how the cost of a guess is raised when only one PIN is at hand.
struct KdfStage {
    KdfCost cost;
    ByteArray<saltSize> salt{};
};

/// What happens when the PIN of a slot is entered. Known only to who opens the slot.
enum class SlotKind : std::uint8_t { Open = 1, Wipe = 2 };

/// The content of a slot, once both seals are open.
struct SlotContent {
    SlotKind kind = SlotKind::Open;
    ContainerId own;  ///< what opens
    SecretBytes ownKey;
    ContainerId decoy;  ///< of Open: the container that a wipe leaves. Of Wipe: zero
    SecretBytes decoyKey;
    // Of Open. Which slots are for what is settled when a profile is made, whether they are used or not.
    std::size_t wipeSlot = slotCount;    ///< for the wipe PIN. Until version 3 slotCount where there is none
    std::size_t hiddenSlot = slotCount;  ///< for a hidden identity's PIN; slotCount in a hidden one
    bool hasWipePin = false;             ///< of the main identity. Nothing like it says whether there is a hidden one
    bool hidden = false;                 ///< this is the hidden identity
};

/// The keyslot file (docs/storage.md). No field tells which slots and names are used; nor does the device key: it has
/// sealed all slots, and under its seal an unused one is random as one is whose PIN is not known.
struct KeyslotFile {
    std::uint16_t version = keyslotVersion;  ///< 1 and 2: the device key's seal is on the used slots only
    std::uint64_t generation = 0;
    std::uint8_t alias = 0;  ///< which device key the outer seals are made with
    KdfCost cost;
    ByteArray<saltSize> salt{};
    std::array<ContainerId, nameCount> names{};  ///< containers that stay, among random ones
    std::array<ByteArray<slotSize>, slotCount> slots{};
    SealedRules rules{};
    std::vector<KdfStage> raises;  ///< at most maxRaises

    /// Names and slots random, so that nothing opens it, no device key has sealed it, and it names no container there
    /// is.
    [[nodiscard]] static KeyslotFile random(RandomSource& random);
    /// Whether the container is one that stays.
    [[nodiscard]] bool namesContainer(const ContainerId& container) const;
};

enum class KeyslotError : std::uint8_t {
    Damaged,  ///< wrong length or checksum, or a field out of its bounds
    Foreign,  ///< the file is something else
    TooNew,
};

/// Exactly keyslotFileSize bytes; the unused part is random.
[[nodiscard]] Bytes encodeKeyslots(const KeyslotFile& file, RandomSource& random);
[[nodiscard]] Result<KeyslotFile, KeyslotError> decodeKeyslots(ByteView bytes);
/// Replaces the last bytes of a whole file by its checksum.
[[nodiscard]] Bytes withChecksum(Bytes bytes);

/// The inner key of a PIN. Takes `cost.memoryKiB` of memory; nothing when there is not so much.
[[nodiscard]] std::optional<SecretBytes> derivePinKey(const SecretBytes& pin, const ByteArray<saltSize>& salt,
                                                      KdfCost cost);

/// The inner keys of a PIN, one for each derivation, the dearest last. A slot is sealed with the one that was the last
/// when it was written, so all of them are tried, for every PIN. Nothing when there is not enough memory.
[[nodiscard]] std::optional<std::vector<SecretBytes>> derivePinKeys(const SecretBytes& pin, const KeyslotFile& file);

/// Seals twice: inner with the PIN's key, outer with the device key. The slot's number is bound in.
[[nodiscard]] ByteArray<slotSize> sealSlot(const SlotContent& content, std::size_t slot, const SecretBytes& pinKey,
                                           const SecretBytes& deviceKey, RandomSource& random);

struct OpenedSlot {
    std::size_t slot = 0;
    SlotContent content;
};
/// Tries every slot, whichever opens, without an early exit.
[[nodiscard]] std::optional<OpenedSlot> openSlots(const KeyslotFile& file, const SecretBytes& pinKey,
                                                  const SecretBytes& deviceKey);

/// The same with each of these keys.
[[nodiscard]] std::optional<OpenedSlot> openSlots(const KeyslotFile& file, const std::vector<SecretBytes>& pinKeys,
                                                  const SecretBytes& deviceKey);

/// An unused slot: the device key's seal on random bytes.
[[nodiscard]] ByteArray<slotSize> sealDummy(std::size_t slot, const SecretBytes& deviceKey, RandomSource& random);
/// Makes all slots unused ones.
void sealDummies(KeyslotFile& file, const SecretBytes& deviceKey, RandomSource& random);

/// Puts every slot, and the rules, under another device key without knowing its PIN; what was not sealed with `from`
/// becomes an unused slot.
void resealAll(KeyslotFile& file, const SecretBytes& from, const SecretBytes& to, RandomSource& random);

/// Which slots the device key's seals are on: all of a living profile, none of an erased one. Of versions 1 and 2 the
/// used ones.
[[nodiscard]] std::array<bool, slotCount> sealedSlots(const KeyslotFile& file, const SecretBytes& deviceKey);

}  // namespace nightjar::vault
