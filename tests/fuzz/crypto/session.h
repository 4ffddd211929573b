// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <cstdlib>

#include "crypto/ratchet.h"

namespace nightjar::crypto::fuzz {

inline void require(bool condition) {
    if (!condition) {
        std::abort();
    }
}

/// The secrets of one session, all known to the fuzz target, as to a peer who wishes us ill.
struct KnownSession {
    SeededRandom random{1};
    KeyPair inviterRatchet = generateKeyPair(random);
    RatchetKey headerKeyAccepter{Bytes(32, 2)};

    [[nodiscard]] SessionSecrets secrets() const {
        return {SecretBytes(Bytes(32, 1)), SecretBytes(headerKeyAccepter.view()), SecretBytes(Bytes(32, 3)), {}};
    }
    [[nodiscard]] Ratchet inviter() const { return Ratchet::asInviter(secrets(), inviterRatchet); }
    [[nodiscard]] Ratchet accepter() { return *Ratchet::asAccepter(secrets(), inviterRatchet.publicKey, random); }
};

}  // namespace nightjar::crypto::fuzz
