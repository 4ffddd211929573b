// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "crypto/stunauth.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

namespace nightjar::crypto {

namespace {

/// Hashes the parts with a colon between each two.
void hashJoined(const EVP_MD* hash, std::initializer_list<ByteView> parts, MutableByteView out) {
    EVP_MD_CTX* const context = EVP_MD_CTX_new();
    EVP_DigestInit_ex(context, hash, nullptr);
    bool first = true;
    for (const auto& part : parts) {
        if (!first) {
            EVP_DigestUpdate(context, ":", 1);
        }
        first = false;
        EVP_DigestUpdate(context, part.data(), part.size());
    }
    EVP_DigestFinal_ex(context, out.data(), nullptr);
    EVP_MD_CTX_free(context);
}

Bytes hmac(const EVP_MD* hash, ByteView key, ByteView data) {
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> out{};
    unsigned size = 0;
    HMAC(hash, key.data(), static_cast<int>(key.size()), data.data(), data.size(), out.data(), &size);
    return {out.begin(), out.begin() + size};
}

}  // namespace

SecretBytes stunKey(StunAlgorithm algorithm, std::string_view user, std::string_view realm, ByteView password) {
    const bool md5 = algorithm == StunAlgorithm::Md5;
    SecretBytes key(md5 ? 16 : 32);
    hashJoined(md5 ? EVP_md5() : EVP_sha256(), {asBytes(user), asBytes(realm), password}, key.mutableView());
    return key;
}

ByteArray<32> stunUserHash(std::string_view user, std::string_view realm) {
    ByteArray<32> out{};
    hashJoined(EVP_sha256(), {asBytes(user), asBytes(realm)}, out);
    return out;
}

Bytes hmacSha1(ByteView key, ByteView data) {
    return hmac(EVP_sha1(), key, data);
}

Bytes hmacSha256(ByteView key, ByteView data) {
    return hmac(EVP_sha256(), key, data);
}

}  // namespace nightjar::crypto
