// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "link/turnaccount.h"

#include <algorithm>

namespace nightjar::link {

namespace {

/// How a nonce begins that says what its server can (RFC 8489 section 9.2), followed by 24 bits in base64.
constexpr std::string_view nonceCookie = "obMatJos2";
constexpr std::size_t featureDigits = 4;
constexpr unsigned passwordAlgorithmsBit = 1;
constexpr unsigned usernameAnonymityBit = 2;

unsigned featuresOf(std::string_view nonce) {
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    if (!nonce.starts_with(nonceCookie) || nonce.size() < nonceCookie.size() + featureDigits) {
        return 0;
    }
    unsigned features = 0;
    for (const char digit : nonce.substr(nonceCookie.size(), featureDigits)) {
        const auto value = digits.find(digit);
        if (value == std::string_view::npos) {
            return 0;
        }
        features = features << 6 | static_cast<unsigned>(value);
    }
    return features;
}

/// The strongest of those offered that we know.
std::optional<crypto::StunAlgorithm> choose(ByteView offered) {
    std::optional<crypto::StunAlgorithm> best;
    ByteReader in(offered);
    while (in.remaining() >= 4) {
        const auto algorithm = static_cast<crypto::StunAlgorithm>(in.u16());
        const std::size_t parameters = in.u16();
        (void)in.bytes((parameters + 3) / 4 * 4);
        const bool known = algorithm == crypto::StunAlgorithm::Md5 || algorithm == crypto::StunAlgorithm::Sha256;
        if (in.ok() && known && parameters == 0 && (!best || algorithm > *best)) {
            best = algorithm;
        }
    }
    return best;
}

}  // namespace

bool TurnAccount::challenge(const wire::TurnMessage& error) {
    if (!error.nonce || error.nonce->empty() || (!error.realm && m_realm.empty())) {
        return false;
    }
    const auto features = featuresOf(*error.nonce);
    auto algorithm = crypto::StunAlgorithm::Md5;
    const bool offers = error.algorithms && (features & passwordAlgorithmsBit) != 0;
    if (offers) {
        const auto chosen = choose(*error.algorithms);
        if (!chosen) {
            return false;
        }
        algorithm = *chosen;
    } else if ((features & passwordAlgorithmsBit) != 0) {
        return false;
    }
    m_nonce = *error.nonce;
    m_realm = error.realm.value_or(m_realm);
    m_offered = offers ? toBytes(*error.algorithms) : Bytes{};
    m_hidden = (features & usernameAnonymityBit) != 0;
    m_algorithm = algorithm;
    m_key = crypto::stunKey(algorithm, m_user, m_realm, m_password.view());
    return true;
}

void TurnAccount::sign(wire::TurnWriter& request) const {
    if (!isKnown()) {
        return;
    }
    if (m_hidden) {
        request.userHash(crypto::stunUserHash(m_user, m_realm));
    } else {
        request.username(m_user);
    }
    request.realm(m_realm);
    request.nonce(m_nonce);
    if (!m_offered.empty()) {
        request.passwordAlgorithms(m_offered, static_cast<std::uint16_t>(m_algorithm));
    }
    // Whoever offers algorithms knows the stronger integrity, whichever of them is chosen.
    const bool sha256 = !m_offered.empty();
    request.integrity(sha256, [&](ByteView over) {
        return sha256 ? crypto::hmacSha256(m_key.view(), over) : crypto::hmacSha1(m_key.view(), over);
    });
}

bool TurnAccount::verifies(const wire::TurnMessage& answer) const {
    if (!isKnown() || !answer.integrity || answer.integrity->sha256 == m_offered.empty()) {
        return false;
    }
    const auto& [sha256, over, mac] = *answer.integrity;
    auto expected = sha256 ? crypto::hmacSha256(m_key.view(), over) : crypto::hmacSha1(m_key.view(), over);
    expected.resize(std::min(expected.size(), mac.size()));
    // In constant time: every byte counts.
    unsigned difference = expected.size() == mac.size() ? 0 : 1;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        difference |= static_cast<unsigned>(expected[i] ^ mac[i]);
    }
    return difference == 0;
}

}  // namespace nightjar::link
