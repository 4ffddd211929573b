// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "vault/keyslots.h"

#include <algorithm>
#include <cassert>

#include "base/buffer.h"
#include "crypto/aead.h"
#include "crypto/kdf.h"

namespace nightjar::vault {

namespace {

using Aead = crypto::XChaCha20Poly1305;

constexpr std::string_view magic = "NJKS";
constexpr std::uint16_t plainVersion = 1;
constexpr std::uint16_t raisedVersion = 2;  ///< as before, with further derivations
constexpr std::size_t checksumSize = 32;
constexpr std::size_t keySize = 32;

// A slot: outer nonce, outer seal over {inner nonce, inner seal over the content}.
constexpr std::size_t contentSize = 96;
constexpr std::uint8_t flagHasWipePin = 1;
constexpr std::uint8_t flagHidden = 2;
constexpr std::size_t innerSize = Aead::nonceSize + contentSize + Aead::tagSize;
static_assert(slotSize == Aead::nonceSize + innerSize + Aead::tagSize);

/// Names the seal and the slot it belongs to, so that slots cannot change places.
std::array<std::uint8_t, 12> associated(std::string_view seal, std::size_t slot) {
    std::array<std::uint8_t, 12> out{};
    std::copy(seal.begin(), seal.end(), out.begin());
    out.back() = static_cast<std::uint8_t>(slot);
    return out;
}
constexpr std::string_view innerSeal = "nj pin seal";
constexpr std::string_view outerSeal = "nj dev seal";
static_assert(innerSeal.size() == 11 && outerSeal.size() == 11);

SecretBytes encodeContent(const SlotContent& content) {
    SecretBytes out(contentSize);
    auto* at = out.data();
    const auto put = [&at](ByteView bytes) { at = std::copy(bytes.begin(), bytes.end(), at); };
    const ByteArray<keySize> none{};
    *at++ = static_cast<std::uint8_t>(content.kind);
    *at++ = static_cast<std::uint8_t>(content.wipeSlot);
    put(content.own.value);
    put(content.ownKey.view());
    put(content.decoy.value);
    put(content.decoyKey.empty() ? ByteView(none) : content.decoyKey.view());
    *at++ = static_cast<std::uint8_t>(content.hiddenSlot);
    *at++ = static_cast<std::uint8_t>((content.hasWipePin ? flagHasWipePin : 0) | (content.hidden ? flagHidden : 0));
    return out;
}

SlotContent decodeContent(ByteView bytes, std::uint16_t version) {
    ByteReader in(bytes);
    SlotContent content;
    content.kind = in.u8() == static_cast<std::uint8_t>(SlotKind::Wipe) ? SlotKind::Wipe : SlotKind::Open;
    content.wipeSlot = std::min<std::size_t>(in.u8(), slotCount);
    content.own.value = in.array<ContainerId::length>();
    content.ownKey = SecretBytes(in.bytes(keySize));
    content.decoy.value = in.array<ContainerId::length>();
    content.decoyKey = SecretBytes(in.bytes(keySize));
    if (version < keyslotVersion) {
        content.hasWipePin = content.wipeSlot < slotCount;
        return content;
    }
    content.hiddenSlot = std::min<std::size_t>(in.u8(), slotCount);
    const auto flags = in.u8();
    content.hasWipePin = (flags & flagHasWipePin) != 0 && content.wipeSlot < slotCount;
    content.hidden = (flags & flagHidden) != 0;
    return content;
}

/// {inner nonce, inner seal} of a slot, if the outer seal is this device key's. What it leaves in `inner` otherwise is
/// worthless.
bool openOuter(SecretBytes& inner, const ByteArray<slotSize>& slot, std::size_t number, const SecretBytes& deviceKey) {
    const auto sealed = ByteView(slot).subspan(Aead::nonceSize);
    inner = SecretBytes(sealed);
    return Aead::openInPlace(deviceKey.view(), ByteView(slot).first(Aead::nonceSize), associated(outerSeal, number),
                             inner.mutableView());
}

/// Puts the outer seal on the first innerSize bytes of `inner`.
ByteArray<slotSize> sealOuter(ByteView inner, std::size_t number, const SecretBytes& deviceKey, RandomSource& random) {
    ByteArray<slotSize> out{};
    const auto all = MutableByteView(out);
    random.fill(all.first(Aead::nonceSize));
    std::copy(inner.begin(), inner.end(), all.begin() + Aead::nonceSize);
    Aead::sealInPlace(deviceKey.view(), all.first(Aead::nonceSize), associated(outerSeal, number),
                      all.subspan(Aead::nonceSize));
    return out;
}

/// A forged file must not exhaust the machine.
bool sane(KdfCost cost) {
    return cost.memoryKiB >= 8 && cost.passes >= 1 && cost.memoryKiB <= crypto::argon2MaxMemKiB &&
           cost.passes <= crypto::argon2MaxPasses;
}

/// all = choose ? from : all, without a branch on `choose`.
void select(MutableByteView all, ByteView from, bool choose) {
    const auto mask = static_cast<std::uint8_t>(0 - static_cast<unsigned>(choose));
    for (std::size_t i = 0; i < all.size(); ++i) {
        all[i] = static_cast<std::uint8_t>((all[i] & ~mask) | (from[i] & mask));
    }
}

}  // namespace

KeyslotFile KeyslotFile::random(RandomSource& random) {
    KeyslotFile file;
    random.fill(file.salt);
    for (auto& name : file.names) {
        name = ContainerId::draw(random);
    }
    for (auto& slot : file.slots) {
        random.fill(slot);
    }
    random.fill(file.rules);
    return file;
}

bool KeyslotFile::namesContainer(const ContainerId& container) const {
    return std::find(names.begin(), names.end(), container) != names.end();
}

Bytes encodeKeyslots(const KeyslotFile& file, RandomSource& random) {
    ByteWriter out;
    out.bytes(asBytes(magic));
    const auto version = file.version >= keyslotVersion ? keyslotVersion
                         : file.raises.empty()          ? plainVersion
                                                        : raisedVersion;
    out.u16(version);
    out.u8(0);
    out.u8(file.alias);
    out.u64(file.generation);
    out.u32(file.cost.memoryKiB);
    out.u32(file.cost.passes);
    out.bytes(file.salt);
    for (const auto& name : file.names) {
        out.bytes(name.value);
    }
    for (const auto& slot : file.slots) {
        out.bytes(slot);
    }
    out.bytes(file.rules);
    if (version != plainVersion) {
        out.u8(static_cast<std::uint8_t>(file.raises.size()));
        for (const auto& raise : file.raises) {
            out.u32(raise.cost.memoryKiB);
            out.u32(raise.cost.passes);
            out.bytes(raise.salt);
        }
    }
    auto bytes = out.take();
    const auto used = bytes.size();
    bytes.resize(keyslotFileSize);
    random.fill(MutableByteView(bytes).subspan(used));
    return withChecksum(std::move(bytes));
}

Bytes withChecksum(Bytes bytes) {
    const auto checked = bytes.size() - checksumSize;
    const auto checksum = crypto::hash256(ByteView(bytes).first(checked));
    std::copy(checksum.begin(), checksum.end(), bytes.begin() + static_cast<std::ptrdiff_t>(checked));
    return bytes;
}

Result<KeyslotFile, KeyslotError> decodeKeyslots(ByteView bytes) {
    ByteReader in(bytes);
    if (toText(in.bytes(magic.size())) != magic) {
        return Unexpected{KeyslotError::Foreign};
    }
    const auto version = in.u16();
    if (version > keyslotVersion) {
        return Unexpected{KeyslotError::TooNew};
    }
    if (bytes.size() != keyslotFileSize) {
        return Unexpected{KeyslotError::Damaged};
    }
    const auto checked = bytes.first(keyslotFileSize - checksumSize);
    if (!constantTimeEqual(crypto::hash256(checked), bytes.last(checksumSize))) {
        return Unexpected{KeyslotError::Damaged};
    }
    KeyslotFile file;
    file.version = version;
    (void)in.u8();
    file.alias = in.u8();
    file.generation = in.u64();
    file.cost.memoryKiB = in.u32();
    file.cost.passes = in.u32();
    file.salt = in.array<saltSize>();
    for (auto& name : file.names) {
        name.value = in.array<ContainerId::length>();
    }
    for (auto& slot : file.slots) {
        slot = in.array<slotSize>();
    }
    file.rules = in.array<sealedRulesSize>();
    bool good = file.alias <= 1 && sane(file.cost);
    if (version >= raisedVersion) {
        const std::size_t count = in.u8();
        good = good && count <= maxRaises && (count >= 1 || version > raisedVersion);
        for (std::size_t i = 0; good && i < count; ++i) {
            KdfStage raise;
            raise.cost.memoryKiB = in.u32();
            raise.cost.passes = in.u32();
            raise.salt = in.array<saltSize>();
            good = sane(raise.cost);
            file.raises.push_back(raise);
        }
    }
    if (!in.ok() || !good) {
        return Unexpected{KeyslotError::Damaged};
    }
    return file;
}

std::optional<SecretBytes> derivePinKey(const SecretBytes& pin, const ByteArray<saltSize>& salt, KdfCost cost) {
    auto key = crypto::argon2id(pin.view(), salt, {cost.memoryKiB, cost.passes});
    return key.empty() ? std::nullopt : std::optional(std::move(key));
}

std::optional<std::vector<SecretBytes>> derivePinKeys(const SecretBytes& pin, const KeyslotFile& file) {
    std::vector<SecretBytes> keys;
    const auto derive = [&keys](const SecretBytes& from, const ByteArray<saltSize>& salt, KdfCost cost) {
        auto key = derivePinKey(from, salt, cost);
        const bool derived = key.has_value();
        if (derived) {
            keys.push_back(std::move(*key));
        }
        return derived;
    };
    bool all = derive(pin, file.salt, file.cost);
    for (const auto& raise : file.raises) {
        all = all && derive(keys.back(), raise.salt, raise.cost);
    }
    return all ? std::optional(std::move(keys)) : std::nullopt;
}

ByteArray<slotSize> sealSlot(const SlotContent& content, std::size_t slot, const SecretBytes& pinKey,
                             const SecretBytes& deviceKey, RandomSource& random) {
    assert(content.ownKey.size() == keySize && slot < slotCount);
    SecretBytes inner(innerSize);
    const auto nonce = inner.mutableView().first(Aead::nonceSize);
    const auto sealed = inner.mutableView().subspan(Aead::nonceSize);
    random.fill(nonce);
    const auto plain = encodeContent(content);
    std::copy(plain.view().begin(), plain.view().end(), sealed.begin());
    Aead::sealInPlace(pinKey.view(), nonce, associated(innerSeal, slot), sealed);
    return sealOuter(inner.view(), slot, deviceKey, random);
}

std::optional<OpenedSlot> openSlots(const KeyslotFile& file, const SecretBytes& pinKey, const SecretBytes& deviceKey) {
    SecretBytes found(contentSize);
    bool any = false;
    std::size_t slot = 0;
    for (std::size_t i = 0; i < slotCount; ++i) {
        SecretBytes inner;
        const bool outer = openOuter(inner, file.slots[i], i, deviceKey);
        const auto nonce = inner.view().first(Aead::nonceSize);
        const auto sealed = inner.mutableView().subspan(Aead::nonceSize, contentSize + Aead::tagSize);
        const bool both = Aead::openInPlace(pinKey.view(), nonce, associated(innerSeal, i), sealed) && outer;
        select(found.mutableView(), sealed.first(contentSize), both);
        slot = both ? i : slot;
        any |= both;
    }
    if (!any) {
        return std::nullopt;
    }
    return OpenedSlot{slot, decodeContent(found.view(), file.version)};
}

std::optional<OpenedSlot> openSlots(const KeyslotFile& file, const std::vector<SecretBytes>& pinKeys,
                                    const SecretBytes& deviceKey) {
    std::optional<OpenedSlot> found;
    for (const auto& key : pinKeys) {
        if (auto opened = openSlots(file, key, deviceKey)) {
            found = std::move(opened);
        }
    }
    return found;
}

ByteArray<slotSize> sealDummy(std::size_t slot, const SecretBytes& deviceKey, RandomSource& random) {
    ByteArray<innerSize> inner{};
    random.fill(inner);
    return sealOuter(inner, slot, deviceKey, random);
}

void sealDummies(KeyslotFile& file, const SecretBytes& deviceKey, RandomSource& random) {
    for (std::size_t i = 0; i < slotCount; ++i) {
        file.slots[i] = sealDummy(i, deviceKey, random);
    }
}

void resealAll(KeyslotFile& file, const SecretBytes& from, const SecretBytes& to, RandomSource& random) {
    for (std::size_t i = 0; i < slotCount; ++i) {
        SecretBytes inner;
        if (openOuter(inner, file.slots[i], i, from)) {
            file.slots[i] = sealOuter(inner.view().first(innerSize), i, to, random);
        } else {
            file.slots[i] = sealDummy(i, to, random);
        }
    }
    file.rules = sealRules(openRules(file.rules, from), to, random);
}

std::array<bool, slotCount> sealedSlots(const KeyslotFile& file, const SecretBytes& deviceKey) {
    std::array<bool, slotCount> out{};
    for (std::size_t i = 0; i < slotCount; ++i) {
        SecretBytes inner;
        out[i] = openOuter(inner, file.slots[i], i, deviceKey);
    }
    return out;
}

}  // namespace nightjar::vault
