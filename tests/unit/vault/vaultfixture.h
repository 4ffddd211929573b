// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <sodium.h>

#include <QTest>

#include "../../support/faultydisk.h"
#include "vault/filekeystore.h"
#include "vault/profilefolder.h"
#include "vault/vault.h"

namespace nightjar::vault {

inline SecretBytes pinOf(std::string_view text) {
    return SecretBytes(asBytes(text));
}

/// As reproducible as SeededRandom, and faster where a device key file is filled a thousand times.
class StreamRandom final : public RandomSource {
public:
    explicit StreamRandom(std::uint64_t seed) { std::memcpy(m_seed.data(), &seed, sizeof(seed)); }
    void fill(MutableByteView out) override {
        randombytes_buf_deterministic(out.data(), out.size(), m_seed.data());
        sodium_increment(m_seed.data() + 8, m_seed.size() - 8);
    }

private:
    ByteArray<randombytes_SEEDBYTES> m_seed{};
};

/// One guess in well under a millisecond.
inline constexpr KdfCost cheap{8, 1};

inline constexpr std::string_view mainPin = "1234";
inline constexpr std::string_view duressPin = "9999";
inline constexpr std::string_view hiddenPin = "4711";

/// A device with a profile folder. start() is a new process on it.
class Device {
public:
    explicit Device(std::uint64_t seed = 1) : disk(seed), random(seed + 1000) {}
    /// The same device once more, to try on it what cannot be undone.
    Device(const Device& other) : disk(other.disk), random(other.random), now(other.now) {}
    Device& operator=(const Device&) = delete;

    FaultyDisk disk;
    StreamRandom random;
    Instant now = fromUnixMs(1'700'000'000'000);

    [[nodiscard]] Vault start() {
        disk.revive();
        return Vault(disk, keystore, random);
    }
    /// Fills the containers the way an identity would.
    [[nodiscard]] Vault::Populate populate() {
        return [this](const Container& own, const Container& decoy, const Container& reserve) {
            return fill(own) && fill(decoy) && fill(reserve);
        };
    }
    [[nodiscard]] Vault::Furnish furnish() {
        return [this](const Container& container) { return fill(container); };
    }
    [[nodiscard]] bool fill(const Container& container) {
        return disk.create(Vault::folderOf(container.name) + "/db", contentOf(container)).has_value();
    }
    /// What is found in a container: who has the key can tell that it is the right one.
    [[nodiscard]] static Bytes contentOf(const Container& container) {
        Bytes out = toBytes(asBytes("content sealed with "));
        append(out, container.key.view());
        return out;
    }
    [[nodiscard]] bool holds(const Container& container) const {
        const auto file = disk.files.find(Vault::folderOf(container.name) + "/db");
        return file != disk.files.end() && file->second == contentOf(container);
    }
    void later(Duration time) { now += time; }
    [[nodiscard]] KeyslotFile keyslots() const { return *decodeKeyslots(disk.files.at("keyslots.a")); }
    /// The one that is in use.
    [[nodiscard]] SecretBytes deviceKey() { return std::move(*keystore.load(keyslots().alias)); }

    FileKeystore keystore{disk, random};
};

/// A device with a finished profile, and what opens on it.
class Installed : public Device {
public:
    explicit Installed(bool withWipePin = true, std::uint64_t seed = 1) : Device(seed) {
        auto vault = start();
        auto made = vault.create(cheap, pinOf(mainPin), withWipePin ? std::optional(pinOf(duressPin)) : std::nullopt,
                                 populate());
        if (!made) {
            qFatal("create: %s", vaultErrorName(made.error().code).data());
        }
        own = made->own.name;
        decoy = made->decoy.name;
    }
    ContainerId own;
    ContainerId decoy;
};

/// Makes of a profile what version 1 of the keyslots had: the device key's seal on the used slots only, no role for an
/// unused one, and no reserve.
inline void makeOld(Installed& device) {
    const auto now = device.keyslots();
    const auto deviceKey = device.deviceKey();
    auto old = now;
    old.version = 1;
    for (auto& slot : old.slots) {
        device.random.fill(slot);
    }
    for (const auto pin : {mainPin, duressPin}) {
        const auto keys = *derivePinKeys(pinOf(pin), now);
        if (auto opened = openSlots(now, keys, deviceKey)) {
            auto& content = opened->content;
            content.wipeSlot = content.hasWipePin ? content.wipeSlot : slotCount;
            content.hiddenSlot = 0;
            content.hasWipePin = false;
            old.slots[opened->slot] = sealSlot(content, opened->slot, keys.back(), deviceKey, device.random);
        }
    }
    for (const auto& name : old.names) {
        if (name != device.own && name != device.decoy) {
            device.disk.files.erase(Vault::folderOf(name) + "/db");
            device.disk.folders.erase(Vault::folderOf(name));
        }
    }
    const auto bytes = encodeKeyslots(old, device.random);
    device.disk.files["keyslots.a"] = bytes;
    device.disk.files["keyslots.b"] = bytes;
}

/// The outcome of an attempt in a word: "main", "decoy", "hidden", or the error.
inline std::string tryPin(Installed& device, std::string_view pin) {
    device.later(std::chrono::minutes(2));
    auto vault = device.start();
    const auto opened = vault.unlock(pinOf(pin), device.now);
    if (!opened) {
        return std::string(vaultErrorName(opened.error().code));
    }
    const auto which = opened->own.name == device.own     ? "main"
                       : opened->own.name == device.decoy ? "decoy"
                       : opened->hidden                   ? "hidden"
                                                          : "something else";
    return device.holds(opened->own) ? which : std::string(which) + ", unreadable";
}

}  // namespace nightjar::vault
