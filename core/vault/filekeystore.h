// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/random.h"
#include "vault/disk.h"
#include "vault/keystore.h"

namespace nightjar::vault {

/// The last resort where the machine has no place for keys: D is the BLAKE2b hash of a file of 256 KiB of random bytes
/// (device.key.0, device.key.1). To know D one must have every byte of the file, so one overwritten or remapped sector
/// that cannot be recovered destroys it.
class FileKeystore final : public Keystore {
public:
    static constexpr std::size_t fileSize = 256 * 1024;

    FileKeystore(Disk& disk, RandomSource& random) : m_disk(disk), m_random(random) {}

    [[nodiscard]] Result<SecretBytes, KeystoreError> load(int alias) override;
    [[nodiscard]] Result<void, KeystoreError> renew(int alias) override;
    [[nodiscard]] Result<void, KeystoreError> destroy(int alias) override;

    /// "device.key.0", "device.key.1".
    [[nodiscard]] static std::string fileOf(int alias);

private:
    Disk& m_disk;
    RandomSource& m_random;
};

}  // namespace nightjar::vault
