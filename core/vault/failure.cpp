// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "vault/failure.h"

namespace nightjar::vault {

std::string_view vaultErrorName(VaultError error) {
    switch (error) {
        case VaultError::WrongPin:
            return "wrong-pin";
        case VaultError::TooSoon:
            return "too-soon";
        case VaultError::BadPin:
            return "bad-pin";
        case VaultError::PinInUse:
            return "pin-in-use";
        case VaultError::NotUnlocked:
            return "not-unlocked";
        case VaultError::NoProfile:
            return "no-profile";
        case VaultError::ProfileExists:
            return "profile-exists";
        case VaultError::Foreign:
            return "foreign";
        case VaultError::Damaged:
            return "damaged";
        case VaultError::TooNew:
            return "too-new";
        case VaultError::DiskFull:
            return "disk-full";
        case VaultError::ReadOnly:
            return "read-only";
        case VaultError::Io:
            return "io";
        case VaultError::KeyringLocked:
            return "keyring-locked";
        case VaultError::KeyringLost:
            return "keyring-lost";
        case VaultError::NotHere:
            return "not-here";
    }
    return "unknown";
}

Unexpected<VaultFailure> failure(VaultError code, Duration retryAfter) {
    return Unexpected{VaultFailure{code, retryAfter}};
}

Unexpected<VaultFailure> failure(DiskError error) {
    switch (error) {
        case DiskError::Full:
            return failure(VaultError::DiskFull);
        case DiskError::ReadOnly:
            return failure(VaultError::ReadOnly);
        case DiskError::NotFound:
        case DiskError::Exists:
        case DiskError::TooLarge:
        case DiskError::Io:
            break;
    }
    return failure(VaultError::Io);
}

Unexpected<VaultFailure> failure(KeystoreError error) {
    switch (error) {
        case KeystoreError::NotFound:
            return failure(VaultError::Foreign);
        case KeystoreError::Full:
            return failure(VaultError::DiskFull);
        case KeystoreError::ReadOnly:
            return failure(VaultError::ReadOnly);
        case KeystoreError::Unavailable:
            return failure(VaultError::KeyringLocked);
        case KeystoreError::Lost:
            return failure(VaultError::KeyringLost);
        case KeystoreError::Io:
            break;
    }
    return failure(VaultError::Io);
}

}  // namespace nightjar::vault
