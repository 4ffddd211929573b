// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "crypto/aead.h"

#include <sodium.h>

#include <cassert>

namespace nightjar::crypto {
namespace {

// libsodium allows the output to be the input for both constructions.
template <class Aead>
Bytes sealed(ByteView key, ByteView nonce, ByteView associated, ByteView plaintext) {
    Bytes out;
    out.reserve(plaintext.size() + Aead::tagSize);
    append(out, plaintext);
    out.resize(plaintext.size() + Aead::tagSize);
    Aead::sealInPlace(key, nonce, associated, out);
    return out;
}

template <class Aead>
std::optional<Bytes> opened(ByteView key, ByteView nonce, ByteView associated, ByteView sealed) {
    if (sealed.size() < Aead::tagSize) {
        return std::nullopt;
    }
    Bytes out = toBytes(sealed);
    if (!Aead::openInPlace(key, nonce, associated, out)) {
        return std::nullopt;
    }
    out.resize(out.size() - Aead::tagSize);
    return out;
}

}  // namespace

Bytes ChaCha20Poly1305::seal(ByteView key, ByteView nonce, ByteView associated, ByteView plaintext) {
    return sealed<ChaCha20Poly1305>(key, nonce, associated, plaintext);
}

std::optional<Bytes> ChaCha20Poly1305::open(ByteView key, ByteView nonce, ByteView associated, ByteView input) {
    return opened<ChaCha20Poly1305>(key, nonce, associated, input);
}

void ChaCha20Poly1305::sealInPlace(ByteView key, ByteView nonce, ByteView associated, MutableByteView buffer) {
    assert(key.size() == keySize && nonce.size() == nonceSize && buffer.size() >= tagSize);
    const auto length = buffer.size() - tagSize;
    crypto_aead_chacha20poly1305_ietf_encrypt_detached(buffer.data(), buffer.data() + length, nullptr, buffer.data(),
                                                       length, associated.data(), associated.size(), nullptr,
                                                       nonce.data(), key.data());
}

bool ChaCha20Poly1305::openInPlace(ByteView key, ByteView nonce, ByteView associated, MutableByteView buffer) {
    assert(key.size() == keySize && nonce.size() == nonceSize);
    if (buffer.size() < tagSize) {
        return false;
    }
    const auto length = buffer.size() - tagSize;
    return crypto_aead_chacha20poly1305_ietf_decrypt_detached(buffer.data(), nullptr, buffer.data(), length,
                                                              buffer.data() + length, associated.data(),
                                                              associated.size(), nonce.data(), key.data()) == 0;
}

Bytes XChaCha20Poly1305::seal(ByteView key, ByteView nonce, ByteView associated, ByteView plaintext) {
    return sealed<XChaCha20Poly1305>(key, nonce, associated, plaintext);
}

std::optional<Bytes> XChaCha20Poly1305::open(ByteView key, ByteView nonce, ByteView associated, ByteView input) {
    return opened<XChaCha20Poly1305>(key, nonce, associated, input);
}

void XChaCha20Poly1305::sealInPlace(ByteView key, ByteView nonce, ByteView associated, MutableByteView buffer) {
    assert(key.size() == keySize && nonce.size() == nonceSize && buffer.size() >= tagSize);
    const auto length = buffer.size() - tagSize;
    crypto_aead_xchacha20poly1305_ietf_encrypt_detached(buffer.data(), buffer.data() + length, nullptr, buffer.data(),
                                                        length, associated.data(), associated.size(), nullptr,
                                                        nonce.data(), key.data());
}

bool XChaCha20Poly1305::openInPlace(ByteView key, ByteView nonce, ByteView associated, MutableByteView buffer) {
    assert(key.size() == keySize && nonce.size() == nonceSize);
    if (buffer.size() < tagSize) {
        return false;
    }
    const auto length = buffer.size() - tagSize;
    return crypto_aead_xchacha20poly1305_ietf_decrypt_detached(buffer.data(), nullptr, buffer.data(), length,
                                                               buffer.data() + length, associated.data(),
                                                               associated.size(), nonce.data(), key.data()) == 0;
}

}  // namespace nightjar::crypto
