// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "crypto/kdf.h"

#include <sodium.h>

#include <algorithm>
#include <cassert>

#include "crypto/wiped.h"

namespace nightjar::crypto {
namespace {

constexpr std::size_t sha512Size = crypto_hash_sha512_BYTES;

template <std::size_t N>
ByteArray<N> blake2b(Parts parts, ByteView key) {
    assert(key.empty() || (key.size() >= crypto_generichash_blake2b_KEYBYTES_MIN &&
                           key.size() <= crypto_generichash_blake2b_KEYBYTES_MAX));
    crypto_generichash_blake2b_state state;
    crypto_generichash_blake2b_init(&state, key.data(), key.size(), N);
    for (const auto part : parts) {
        crypto_generichash_blake2b_update(&state, part.data(), part.size());
    }
    ByteArray<N> out{};
    crypto_generichash_blake2b_final(&state, out.data(), out.size());
    sodium_memzero(&state, sizeof(state));
    return out;
}

/// Never null: an empty view may have no address, which libsodium does not accept even for no bytes.
const std::uint8_t* addressOf(ByteView bytes) {
    static constexpr std::uint8_t none = 0;
    return bytes.empty() ? &none : bytes.data();
}

/// One HMAC-SHA-512 computation whose state is zeroed when it goes.
class Hmac {
public:
    explicit Hmac(ByteView key) { crypto_auth_hmacsha512_init(&m_state, addressOf(key), key.size()); }
    Hmac(const Hmac&) = default;
    Hmac& operator=(const Hmac&) = delete;
    ~Hmac() { sodium_memzero(&m_state, sizeof(m_state)); }

    void update(ByteView part) { crypto_auth_hmacsha512_update(&m_state, part.data(), part.size()); }
    void update(Parts parts) {
        for (const auto part : parts) {
            update(part);
        }
    }
    void finish(std::uint8_t* out) { crypto_auth_hmacsha512_final(&m_state, out); }

private:
    crypto_auth_hmacsha512_state m_state{};
};

}  // namespace

ByteArray<32> hash256(Parts parts, ByteView key) {
    return blake2b<32>(parts, key);
}

ByteArray<64> hash512(Parts parts, ByteView key) {
    return blake2b<64>(parts, key);
}

ByteArray<16> hash128(Parts parts) {
    return blake2b<16>(parts, {});
}

ByteArray<64> sha512(Parts parts) {
    crypto_hash_sha512_state state;
    crypto_hash_sha512_init(&state);
    for (const auto part : parts) {
        crypto_hash_sha512_update(&state, part.data(), part.size());
    }
    ByteArray<64> out{};
    crypto_hash_sha512_final(&state, out.data());
    sodium_memzero(&state, sizeof(state));
    return out;
}

ByteArray<64> hmacSha512(ByteView key, Parts parts) {
    Hmac hmac(key);
    hmac.update(parts);
    ByteArray<64> out{};
    hmac.finish(out.data());
    return out;
}

std::array<ByteArray<64>, 2> hmacSha512Twice(ByteView key, ByteView first, ByteView second) {
    Hmac one(key);
    Hmac other(one);
    one.update(first);
    other.update(second);
    std::array<ByteArray<64>, 2> out{};
    one.finish(out[0].data());
    other.finish(out[1].data());
    return out;
}

ByteArray<64> hkdfExtract(ByteView salt, Parts inputKey) {
    // HMAC fills a short key with zeros, so the empty salt is the 64 zero bytes that RFC 5869 asks for.
    return hmacSha512(salt, inputKey);
}

void hkdfExpand(MutableByteView out, ByteView prk, Parts info) {
    assert(prk.size() == sha512Size && out.size() <= 255 * sha512Size);
    WipedArray<sha512Size> block;
    std::uint8_t counter = 0;
    for (std::size_t done = 0; done < out.size(); done += sha512Size) {
        Hmac hmac(prk);
        if (counter > 0) {
            hmac.update(block.view());
        }
        ++counter;
        hmac.update(info);
        hmac.update(ByteView(&counter, 1));
        hmac.finish(block.data());
        std::copy_n(block.data(), std::min(sha512Size, out.size() - done), out.data() + done);
    }
}

void hkdfSha512Into(MutableByteView out, ByteView inputKey, ByteView salt, ByteView info) {
    auto prk = hkdfExtract(salt, {inputKey});
    hkdfExpand(out, prk, {info});
    wipe(prk);
}

SecretBytes hkdfSha512(ByteView inputKey, ByteView salt, ByteView info, std::size_t size) {
    SecretBytes out(size);
    hkdfSha512Into(out.mutableView(), inputKey, salt, info);
    return out;
}

SecretBytes hkdfSha512(ByteView inputKey, std::string_view info, std::size_t size) {
    return hkdfSha512(inputKey, {}, asBytes(info), size);
}

SecretBytes argon2id(ByteView pin, const ByteArray<16>& salt, Argon2Params params) {
    if (params.memKiB > argon2MaxMemKiB || params.passes > argon2MaxPasses) {
        return {};
    }
    SecretBytes out(32);
    // libsodium itself refuses less than 8 KiB and no pass at all.
    if (crypto_pwhash(out.data(), out.size(), reinterpret_cast<const char*>(addressOf(pin)), pin.size(), salt.data(),
                      params.passes, static_cast<std::size_t>(params.memKiB) * 1024,
                      crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return {};
    }
    return out;
}

}  // namespace nightjar::crypto
