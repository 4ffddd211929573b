// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "crypto/addresskeys.h"

#include "crypto/kdf.h"

namespace nightjar::crypto {

AddressKeys AddressKeys::derive(const VerifyKey& key) {
    return {hash128({asBytes("NJ1 address id"), key.view()}), hkdfSha512(key.view(), "NJ1 address item")};
}

}  // namespace nightjar::crypto
