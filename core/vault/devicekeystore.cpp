// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "vault/devicekeystore.h"

#include <algorithm>

#include "crypto/kdf.h"

namespace nightjar::vault {

namespace {

constexpr std::size_t nameSize = 16;

Keyring::Place placeOf(const ByteArray<nameSize>& name, int alias) {
    static constexpr std::string_view purpose = "nightjar keyring entry";
    const auto number = static_cast<std::uint8_t>(alias);
    return crypto::hash128({asBytes(purpose), name, {&number, 1}});
}

SecretBytes drawHalf(RandomSource& random) {
    SecretBytes half(Keystore::keySize);
    random.fill(half.mutableView());
    return half;
}

}  // namespace

DeviceKeystore::DeviceKeystore(Disk& disk, RandomSource& random, Keyring* keyring)
    : m_disk(disk), m_random(random), m_keyring(keyring), m_file(disk, random) {
}

bool DeviceKeystore::usesKeyring() {
    const auto found = name();
    return !found || found->has_value();
}

Result<DeviceKeystore::Name, KeystoreError> DeviceKeystore::name() {
    const auto bytes = m_disk.read(nameFile, nameSize);
    if (!bytes) {
        switch (bytes.error()) {
            case DiskError::NotFound:
                return Name();
            case DiskError::TooLarge:
                return Unexpected{KeystoreError::Lost};
            default:
                return Unexpected{KeystoreError::Io};
        }
    }
    if (bytes->size() != nameSize) {
        return Unexpected{KeystoreError::Lost};
    }
    return Name(toArray<nameSize>(*bytes));
}

Result<SecretBytes, KeystoreError> DeviceKeystore::load(int alias) {
    const auto called = name();
    if (!called) {
        return Unexpected{called.error()};
    }
    auto inFile = m_file.load(alias);
    if (!*called || !inFile) {
        return inFile;
    }
    if (!m_keyring) {
        return Unexpected{KeystoreError::Unavailable};
    }
    const auto half = m_keyring->load(placeOf(**called, alias));
    if (!half) {
        return Unexpected{half.error() == KeyringError::NotFound ? KeystoreError::Lost : KeystoreError::Unavailable};
    }
    static constexpr std::string_view purpose = "nightjar device key of two halves";
    auto hash = crypto::hash256({asBytes(purpose), inFile->view(), half->view()});
    SecretBytes key{ByteView(hash)};
    wipe(hash);
    return key;
}

Result<void, KeystoreError> DeviceKeystore::renew(int alias) {
    auto called = name();
    if (called && !*called && m_prefer && !hasKeyFile()) {
        called = choose();
    }
    if (!called && called.error() != KeystoreError::Lost) {
        return Unexpected{called.error()};
    }
    // The file first: with it the old key is gone, whatever the keyring says.
    if (auto done = m_file.renew(alias); !done || (called && !*called)) {
        return done;
    }
    if (!called || !m_keyring) {
        return Unexpected{called ? KeystoreError::Unavailable : called.error()};
    }
    const auto place = placeOf(**called, alias);
    if (!m_keyring->store(place, drawHalf(m_random)) && !m_keyring->load(place)) {
        return Unexpected{KeystoreError::Unavailable};
    }
    return {};  // an old half with a new file is a new key as well
}

Result<void, KeystoreError> DeviceKeystore::destroy(int alias) {
    const auto called = name();
    if (auto done = m_file.destroy(alias); !done) {
        return done;
    }
    if (called && !*called) {
        return {};
    }
    if (called && m_keyring) {
        // A half alone is worth nothing, so a keyring that is away now does not keep anybody from beginning anew.
        (void)m_keyring->erase(placeOf(**called, alias));
    }
    if (hasKeyFile()) {
        return {};
    }
    return m_disk.shred(nameFile) ? Result<void, KeystoreError>() : Unexpected{KeystoreError::Io};
}

bool DeviceKeystore::hasKeyFile() {
    for (int alias = 0; alias < aliases; ++alias) {
        const auto file = m_disk.read(FileKeystore::fileOf(alias), FileKeystore::fileSize);
        if (file || file.error() != DiskError::NotFound) {
            return true;
        }
    }
    return false;
}

Result<DeviceKeystore::Name, KeystoreError> DeviceKeystore::choose() {
    if (!keyringWorks()) {
        return Name();
    }
    ByteArray<nameSize> fresh{};
    m_random.fill(fresh);
    if (const auto made = m_disk.create(nameFile, fresh); !made) {
        return Unexpected{made.error() == DiskError::Full       ? KeystoreError::Full
                          : made.error() == DiskError::ReadOnly ? KeystoreError::ReadOnly
                                                                : KeystoreError::Io};
    }
    return Name(fresh);
}

bool DeviceKeystore::keyringWorks() {
    if (!m_keyring) {
        return false;
    }
    Keyring::Place place{};
    m_random.fill(place);
    const auto written = drawHalf(m_random);
    if (!m_keyring->store(place, written)) {
        return false;
    }
    const auto read = m_keyring->load(place);
    const bool erased = m_keyring->erase(place).has_value();
    const auto after = m_keyring->load(place);
    return read && constantTimeEqual(read->view(), written.view()) && erased && !after &&
           after.error() == KeyringError::NotFound;
}

}  // namespace nightjar::vault
