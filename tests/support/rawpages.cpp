// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "support/rawpages.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace nightjar::sim {

namespace {

// SQLCipher 4: AES-256-CBC; behind the content of each page a reserve with its IV and its HMAC-SHA-512.
constexpr std::size_t pageSize = 4096;
constexpr std::size_t ivSize = 16;
constexpr std::size_t reserve = ivSize + 64;
constexpr std::size_t saltSize = 16;  // in the place of the first bytes of the first page
constexpr std::size_t logHeader = 32;
constexpr std::size_t frameHeader = 24;

Bytes wholeFile(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void decipher(ByteView page, bool first, const SecretBytes& key, Bytes& out) {
    const auto from = first ? saltSize : std::size_t{0};
    const auto body = page.subspan(from, pageSize - reserve - from);
    const auto iv = page.subspan(pageSize - reserve, ivSize);
    auto* const context = EVP_CIPHER_CTX_new();
    Bytes plain(body.size() + 16);
    int size = 0;
    if (EVP_DecryptInit_ex(context, EVP_aes_256_cbc(), nullptr, key.data(), iv.data()) != 1 ||
        EVP_CIPHER_CTX_set_padding(context, 0) != 1 ||
        EVP_DecryptUpdate(context, plain.data(), &size, body.data(), static_cast<int>(body.size())) != 1) {
        std::fprintf(stderr, "a page cannot be deciphered\n");
        std::abort();
    }
    EVP_CIPHER_CTX_free(context);
    out.insert(out.end(), plain.begin(), plain.begin() + size);
}

}  // namespace

Bytes deciphered(const std::string& databasePath, const SecretBytes& key) {
    Bytes out;
    const auto file = wholeFile(databasePath);
    for (std::size_t at = 0; at + pageSize <= file.size(); at += pageSize) {
        decipher(ByteView(file).subspan(at, pageSize), at == 0, key, out);
    }
    const auto log = wholeFile(databasePath + "-wal");
    for (std::size_t at = logHeader; at + frameHeader + pageSize <= log.size(); at += frameHeader + pageSize) {
        const auto frame = ByteView(log).subspan(at, frameHeader + pageSize);
        const bool first = frame[0] == 0 && frame[1] == 0 && frame[2] == 0 && frame[3] == 1;
        decipher(frame.subspan(frameHeader), first, key, out);
    }
    return out;
}

std::vector<std::size_t> pagesWith(const std::string& databasePath, const SecretBytes& key, std::string_view needle) {
    std::vector<std::size_t> out;
    const auto file = wholeFile(databasePath);
    for (std::size_t at = 0; at + pageSize <= file.size(); at += pageSize) {
        Bytes plain;
        decipher(ByteView(file).subspan(at, pageSize), at == 0, key, plain);
        if (contains(plain, needle)) {
            out.push_back(at);
        }
    }
    return out;
}

bool contains(ByteView haystack, std::string_view needle) {
    return std::search(haystack.begin(), haystack.end(), needle.begin(), needle.end()) != haystack.end();
}

}  // namespace nightjar::sim
