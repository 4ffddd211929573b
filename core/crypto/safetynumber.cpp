// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "crypto/safetynumber.h"

#include <algorithm>

#include "crypto/kdf.h"

namespace nightjar::crypto {

ByteArray<64> fingerprint(ByteView identityKey, ByteView stableId) {
    constexpr ByteArray<2> version{0, 0};
    auto hash = sha512({version, identityKey, stableId, identityKey});
    for (int i = 1; i < safetyNumberIterations; ++i) {
        hash = sha512({hash, identityKey});
    }
    return hash;
}

std::string fingerprintDigits(ByteView fingerprint) {
    constexpr std::size_t groups = 6;
    constexpr std::size_t bytesPerGroup = 5;
    constexpr std::size_t digitsPerGroup = 5;
    std::string out(groups * digitsPerGroup, '0');
    for (std::size_t group = 0; group < groups; ++group) {
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < bytesPerGroup; ++i) {
            value = value << 8 | fingerprint[group * bytesPerGroup + i];
        }
        for (std::size_t digit = digitsPerGroup; digit-- > 0; value /= 10) {
            out[group * digitsPerGroup + digit] = static_cast<char>('0' + value % 10);
        }
    }
    return out;
}

std::string safetyNumber(const PublicKey& own, const PublicKey& peer) {
    const auto ours = fingerprintDigits(fingerprint(own.view(), own.view()));
    const auto theirs = fingerprintDigits(fingerprint(peer.view(), peer.view()));
    return ours <= theirs ? ours + theirs : theirs + ours;
}

ByteArray<65> fingerprintBytes(const PublicKey& own, const PublicKey& peer) {
    constexpr std::size_t half = 32;
    const auto ours = fingerprint(own.view(), own.view());
    const auto theirs = fingerprint(peer.view(), peer.view());
    const bool oursFirst = ours <= theirs;
    ByteArray<1 + 2 * half> out{1};
    std::copy_n((oursFirst ? ours : theirs).begin(), half, out.begin() + 1);
    std::copy_n((oursFirst ? theirs : ours).begin(), half, out.begin() + 1 + half);
    return out;
}

}  // namespace nightjar::crypto
