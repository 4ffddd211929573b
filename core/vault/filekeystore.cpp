// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "vault/filekeystore.h"

#include <algorithm>

#include "crypto/kdf.h"

namespace nightjar::vault {

namespace {

KeystoreError errorOf(DiskError error) {
    switch (error) {
        case DiskError::NotFound:
        case DiskError::TooLarge:  // not the file we made
            return KeystoreError::NotFound;
        case DiskError::Full:
            return KeystoreError::Full;
        case DiskError::ReadOnly:
            return KeystoreError::ReadOnly;
        case DiskError::Exists:
        case DiskError::Io:
            break;
    }
    return KeystoreError::Io;
}

}  // namespace

std::string FileKeystore::fileOf(int alias) {
    return "device.key." + std::to_string(alias);
}

Result<SecretBytes, KeystoreError> FileKeystore::load(int alias) {
    auto file = m_disk.read(fileOf(alias), fileSize);
    if (!file) {
        return Unexpected{errorOf(file.error())};
    }
    if (file->size() != fileSize) {
        return Unexpected{KeystoreError::NotFound};
    }
    static constexpr std::string_view purpose = "nightjar device key";
    auto hash = crypto::hash256({asBytes(purpose), *file});
    wipe(*file);
    SecretBytes key{ByteView(hash)};
    wipe(hash);
    return key;
}

Result<void, KeystoreError> FileKeystore::renew(int alias) {
    Bytes content(fileSize);
    m_random.fill(content);
    const auto name = fileOf(alias);
    auto present = m_disk.read(name, fileSize);
    // In place, so that the old bytes are the ones that are overwritten.
    auto done = present && present->size() == fileSize ? m_disk.overwrite(name, 0, content)
                                                       : Result<void, DiskError>(Unexpected{DiskError::NotFound});
    if (present) {
        wipe(*present);
    }
    if (!done && done.error() == DiskError::NotFound) {
        // A file of another length is what an interruption of the first creation left.
        done = m_disk.shred(name);
        if (done) {
            done = m_disk.create(name, content);
        }
    }
    wipe(content);
    if (!done) {
        return Unexpected{errorOf(done.error())};
    }
    return {};
}

Result<void, KeystoreError> FileKeystore::destroy(int alias) {
    if (const auto done = m_disk.shred(fileOf(alias)); !done) {
        return Unexpected{errorOf(done.error())};
    }
    return {};
}

}  // namespace nightjar::vault
