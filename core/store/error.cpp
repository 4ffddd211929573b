// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "store/error.h"

namespace nightjar::store {

std::string_view storeErrorName(StoreError error) {
    switch (error) {
        case StoreError::NotFound:
            return "not-found";
        case StoreError::Exists:
            return "exists";
        case StoreError::Locked:
            return "locked";
        case StoreError::WrongKey:
            return "wrong-key";
        case StoreError::Damaged:
            return "damaged";
        case StoreError::Foreign:
            return "foreign";
        case StoreError::TooNew:
            return "too-new";
        case StoreError::DiskFull:
            return "disk-full";
        case StoreError::ReadOnly:
            return "read-only";
        case StoreError::Io:
            return "io";
        case StoreError::Aborted:
            return "aborted";
    }
    return "unknown";
}

}  // namespace nightjar::store
