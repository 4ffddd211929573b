// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "crypto/headerseal.h"

#include <sodium.h>

#include <cassert>

#include "crypto/wiped.h"

namespace nightjar::crypto {
namespace {

using Tag = ByteArray<HeaderSeal::tagSize>;

/// Both keys of one header key.
class Keys {
public:
    explicit Keys(ByteView key) {
        static constexpr std::uint8_t personal[crypto_generichash_blake2b_PERSONALBYTES + 1] = "NJ1 header keys\0";
        assert(key.size() == HeaderSeal::keySize);
        crypto_generichash_blake2b_salt_personal(m_keys.data(), m_keys.size(), nullptr, 0, key.data(), key.size(),
                                                 nullptr, personal);
    }
    [[nodiscard]] Tag tag(ByteView plaintext) const {
        Tag out;
        crypto_generichash_blake2b(out.data(), out.size(), plaintext.data(), plaintext.size(), m_keys.data(), 32);
        return out;
    }
    void apply(ByteView tag, MutableByteView text) const {
        ByteArray<crypto_stream_xchacha20_NONCEBYTES> nonce{};
        std::memcpy(nonce.data(), tag.data(), HeaderSeal::tagSize);
        crypto_stream_xchacha20_xor(text.data(), text.data(), text.size(), nonce.data(), m_keys.data() + 32);
    }

private:
    WipedArray<64> m_keys;
};

}  // namespace

void HeaderSeal::sealInPlace(ByteView key, MutableByteView buffer) {
    const Keys keys(key);
    const auto text = buffer.subspan(tagSize);
    const auto tag = keys.tag(text);
    std::memcpy(buffer.data(), tag.data(), tagSize);
    keys.apply(tag, text);
}

bool HeaderSeal::openInPlace(ByteView key, MutableByteView buffer) {
    if (buffer.size() < tagSize) {
        return false;
    }
    const Keys keys(key);
    const auto text = buffer.subspan(tagSize);
    keys.apply(buffer.first(tagSize), text);
    return constantTimeEqual(keys.tag(text), buffer.first(tagSize));
}

}  // namespace nightjar::crypto
