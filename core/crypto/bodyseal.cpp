// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "crypto/bodyseal.h"

#include <sodium.h>

#include <cassert>

#include "crypto/wiped.h"

namespace nightjar::crypto {
namespace {

using Tag = ByteArray<BodySeal::tagSize>;

/// Both keys of one message key.
class Keys {
public:
    explicit Keys(ByteView key) {
        static constexpr std::uint8_t personal[crypto_generichash_blake2b_PERSONALBYTES + 1] = "NJ1 message keys";
        assert(key.size() == BodySeal::keySize);
        crypto_generichash_blake2b_salt_personal(m_keys.data(), m_keys.size(), nullptr, 0, key.data(), key.size(),
                                                 nullptr, personal);
    }
    [[nodiscard]] Tag tag(ByteView associated, ByteView plaintext) const {
        Tag out;
        crypto_generichash_blake2b_state state;
        crypto_generichash_blake2b_init(&state, m_keys.data(), 32, out.size());
        crypto_generichash_blake2b_update(&state, associated.data(), associated.size());
        crypto_generichash_blake2b_update(&state, plaintext.data(), plaintext.size());
        crypto_generichash_blake2b_final(&state, out.data(), out.size());
        sodium_memzero(&state, sizeof(state));
        return out;
    }
    void apply(ByteView tag, MutableByteView text) const {
        ByteArray<crypto_stream_xchacha20_NONCEBYTES> nonce{};
        std::memcpy(nonce.data(), tag.data(), BodySeal::tagSize);
        crypto_stream_xchacha20_xor(text.data(), text.data(), text.size(), nonce.data(), m_keys.data() + 32);
    }

private:
    WipedArray<64> m_keys;
};

}  // namespace

void BodySeal::sealInPlace(ByteView key, ByteView associated, MutableByteView buffer) {
    const Keys keys(key);
    const auto text = buffer.first(buffer.size() - tagSize);
    const auto tag = keys.tag(associated, text);
    keys.apply(tag, text);
    std::memcpy(buffer.data() + text.size(), tag.data(), tagSize);
}

std::optional<Bytes> BodySeal::open(ByteView key, ByteView associated, ByteView sealed) {
    const Keys keys(key);
    const auto tag = sealed.last(tagSize);
    auto text = toBytes(sealed.first(sealed.size() - tagSize));
    keys.apply(tag, text);
    if (!constantTimeEqual(keys.tag(associated, text), tag)) {
        wipe(text);
        return std::nullopt;
    }
    return text;
}

}  // namespace nightjar::crypto
