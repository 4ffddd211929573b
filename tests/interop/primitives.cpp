// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "primitives.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <cstdlib>
#include <memory>

namespace nightjar::interop {
namespace {

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

void require(bool condition) {
    if (!condition) {
        std::abort();
    }
}

}  // namespace

Bytes hmacSha256(ByteView key, ByteView data) {
    Bytes out(32);
    unsigned size = 0;
    require(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), data.data(), data.size(), out.data(), &size) !=
            nullptr);
    return out;
}

Bytes hkdfSha256(ByteView salt, ByteView ikm, std::string_view info, std::size_t size) {
    const auto prk = hmacSha256(salt, ikm);
    Bytes out;
    Bytes block;
    for (std::uint8_t counter = 1; out.size() < size; ++counter) {
        append(block, asBytes(info));
        block.push_back(counter);
        block = hmacSha256(prk, block);
        append(out, block);
    }
    out.resize(size);
    return out;
}

Bytes aesCbcEncrypt(ByteView key, ByteView iv, ByteView plaintext) {
    const Cipher cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
    Bytes out(plaintext.size() + 16);
    int written = 0;
    int last = 0;
    require(EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_cbc(), nullptr, key.data(), iv.data()) == 1);
    require(EVP_EncryptUpdate(cipher.get(), out.data(), &written, plaintext.data(),
                              static_cast<int>(plaintext.size())) == 1);
    require(EVP_EncryptFinal_ex(cipher.get(), out.data() + written, &last) == 1);
    out.resize(static_cast<std::size_t>(written + last));
    return out;
}

std::optional<Bytes> aesCbcDecrypt(ByteView key, ByteView iv, ByteView ciphertext) {
    const Cipher cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
    Bytes out(ciphertext.size() + 16);
    int written = 0;
    int last = 0;
    if (EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_cbc(), nullptr, key.data(), iv.data()) != 1 ||
        EVP_DecryptUpdate(cipher.get(), out.data(), &written, ciphertext.data(), static_cast<int>(ciphertext.size())) !=
            1 ||
        EVP_DecryptFinal_ex(cipher.get(), out.data() + written, &last) != 1) {
        return std::nullopt;
    }
    out.resize(static_cast<std::size_t>(written + last));
    return out;
}

void ProtobufWriter::varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) {
        m_out.push_back(static_cast<std::uint8_t>(value | 0x80));
    }
    m_out.push_back(static_cast<std::uint8_t>(value));
}

void ProtobufWriter::number(unsigned field, std::uint64_t value) {
    varint(field << 3);
    varint(value);
}

void ProtobufWriter::bytes(unsigned field, ByteView value) {
    varint(field << 3 | 2);
    varint(value.size());
    append(m_out, value);
}

ProtobufReader::ProtobufReader(ByteView in) {
    const auto varint = [&] {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (in.empty()) {
                break;
            }
            const auto byte = in.front();
            in = in.subspan(1);
            value |= std::uint64_t{byte & 0x7fu} << shift;
            if (byte < 0x80) {
                return value;
            }
        }
        m_ok = false;
        return value;
    };
    while (m_ok && !in.empty()) {
        const auto tag = varint();
        const auto field = tag >> 3;
        const auto value = varint();
        if (!m_ok || field >= fields || ((tag & 7) != 0 && ((tag & 7) != 2 || value > in.size()))) {
            m_ok = false;
        } else if ((tag & 7) == 0) {
            m_numbers[field] = value;
        } else {
            m_bytes[field] = in.first(value);
            in = in.subspan(value);
        }
    }
}

std::uint64_t ProtobufReader::number(unsigned field) const {
    return m_numbers[field];
}

ByteView ProtobufReader::bytes(unsigned field) const {
    return m_bytes[field];
}

std::optional<crypto::PublicKey> ProtobufReader::key(unsigned field, std::size_t size) const {
    const auto found = m_bytes[field];
    if (found.size() != size || (size == 33 && found.front() != 5)) {
        return std::nullopt;
    }
    return crypto::PublicKey{toArray<32>(found.last(32))};
}

Bytes agreements(std::initializer_list<std::pair<const crypto::KeyPair*, const crypto::PublicKey*>> pairs) {
    Bytes out;
    for (const auto& [own, peer] : pairs) {
        const auto shared = crypto::agree(own->secret.view(), *peer);
        require(shared.has_value());
        append(out, shared->view());
    }
    return out;
}

void PlainHeaders::kdfChain(crypto::WipedArray<32>& chain, crypto::WipedArray<32>& message) {
    message = crypto::WipedArray<32>(hmacSha256(chain.view(), Bytes{1}));
    chain = crypto::WipedArray<32>(hmacSha256(chain.view(), Bytes{2}));
}

void PlainHeaders::kdfRoot(crypto::WipedArray<32>& root, ByteView dh, std::string_view info,
                           crypto::WipedArray<32>& chain, crypto::WipedArray<32>& nextHeader) {
    const auto keys = hkdfSha256(root.view(), dh, info, 64);
    root = crypto::WipedArray<32>(ByteView(keys).first(32));
    chain = crypto::WipedArray<32>(ByteView(keys).subspan(32));
    nextHeader = {};
}

}  // namespace nightjar::interop
