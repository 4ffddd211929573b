// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "crypto/linkkeys.h"

#include <cassert>

#include "crypto/kdf.h"

namespace nightjar::crypto {

LinkKeys LinkKeys::derive(ByteView invitationSecret) {
    assert(invitationSecret.size() == 32);
    return {hash128({asBytes("NJ1 blob id"), invitationSecret}), hkdfSha512(invitationSecret, "NJ1 blob key"),
            hkdfSha512(invitationSecret, "NJ1 revoke", 16), hkdfSha512(invitationSecret, "NJ1 first message")};
}

}  // namespace nightjar::crypto
