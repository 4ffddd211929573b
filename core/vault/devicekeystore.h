// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "vault/filekeystore.h"
#include "vault/keyring.h"

namespace nightjar::vault {

/// The keystore of a device with or without a keyring. With one, D is the hash of the key in the large file and of a
/// secret in the keyring: who destroys either destroys D, and the folder alone opens nothing. Without one, D is the
/// key in the file.
///
/// The file "keyring" (the name of the entries in the keyring, 16 random bytes) is there if and only if D has two
/// halves. Whether it shall have is asked once, by the first renew() in a folder that has no key yet.
class DeviceKeystore final : public Keystore {
public:
    static constexpr std::string_view nameFile = "keyring";

    /// `keyring` may be null: then a key of two halves cannot be loaded (Unavailable), and none is made.
    DeviceKeystore(Disk& disk, RandomSource& random, Keyring* keyring);

    /// Whether new profiles use the keyring if it can be relied on. Off at first.
    void preferKeyring(bool prefer) { m_prefer = prefer; }

    [[nodiscard]] Result<SecretBytes, KeystoreError> load(int alias) override;
    [[nodiscard]] Result<void, KeystoreError> renew(int alias) override;
    [[nodiscard]] Result<void, KeystoreError> destroy(int alias) override;

    /// Whether D has a half in the keyring.
    [[nodiscard]] bool usesKeyring();

private:
    using Name = std::optional<ByteArray<16>>;

    /// Nothing when the key is in the file alone. An unreadable name is an error, not a key in the file alone.
    [[nodiscard]] Result<Name, KeystoreError> name();
    [[nodiscard]] Result<Name, KeystoreError> choose();
    [[nodiscard]] bool hasKeyFile();
    /// Whether what is written to the keyring can be read and removed again.
    [[nodiscard]] bool keyringWorks();

    Disk& m_disk;
    RandomSource& m_random;
    Keyring* m_keyring;
    FileKeystore m_file;
    bool m_prefer = false;
};

}  // namespace nightjar::vault
