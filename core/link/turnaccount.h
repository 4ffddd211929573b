// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "crypto/stunauth.h"
#include "wire/turn.h"

namespace nightjar::link {

/// An account at a TURN server: long-term credentials (RFC 8489 section 9.2), with the stronger algorithms and a hidden
/// name where the server offers them.
class TurnAccount {
public:
    TurnAccount() = default;
    TurnAccount(std::string user, SecretBytes password) : m_user(std::move(user)), m_password(std::move(password)) {}

    /// An error 401 or 438 told the realm and a nonce. False when it cannot be heeded: something is missing, or it
    /// offers less than its nonce says, as somebody on the way would have it.
    [[nodiscard]] bool challenge(const wire::TurnMessage& error);
    /// The server has told what it wants.
    [[nodiscard]] bool isKnown() const { return !m_key.empty(); }
    [[nodiscard]] const std::string& currentNonce() const { return m_nonce; }
    /// Everything at the end of a request that proves who we are.
    void sign(wire::TurnWriter& request) const;
    /// The answer was made by somebody who knows the password.
    [[nodiscard]] bool verifies(const wire::TurnMessage& answer) const;
    [[nodiscard]] bool isSha256() const { return m_algorithm == crypto::StunAlgorithm::Sha256; }

private:
    std::string m_user;
    SecretBytes m_password;
    std::string m_realm;
    std::string m_nonce;
    Bytes m_offered;  ///< PASSWORD-ALGORITHMS as it came
    bool m_hidden = false;
    crypto::StunAlgorithm m_algorithm = crypto::StunAlgorithm::Md5;
    SecretBytes m_key;
};

}  // namespace nightjar::link
