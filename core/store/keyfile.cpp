// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "store/keyfile.h"

#include <sodium.h>

#include <filesystem>
#include <fstream>

#include "base/hash.h"
#include "store/durable.h"

namespace nightjar::store {

namespace {

constexpr std::size_t checksumSize = 32;
constexpr std::string_view purpose = "nightjar database key";

std::optional<ByteArray<saltSize>> headOf(const std::string& path) {
    ByteArray<saltSize> head{};
    std::ifstream file(path, std::ios::binary);
    file.read(reinterpret_cast<char*>(head.data()), head.size());
    return file ? std::optional(head) : std::nullopt;
}

ByteArray<checksumSize> checksumOf(ByteView bytes) {
    ByteArray<checksumSize> out{};
    crypto_generichash(out.data(), out.size(), bytes.data(), bytes.size(), nullptr, 0);
    return out;
}

/// What a key file gives. NotFound when there is none.
Result<SecretBytes, StoreError> keyOf(const std::string& keyFile, const SecretBytes& root) {
    auto bytes = readFile(keyFile, keyFileSize);
    if (!bytes) {
        return Unexpected{bytes.error()};
    }
    const bool whole = bytes->size() == keyFileSize &&
                       constantTimeEqual(checksumOf(ByteView(*bytes).first(keyFileSize - checksumSize)),
                                         ByteView(*bytes).subspan(keyFileSize - checksumSize));
    auto key = whole ? Result<SecretBytes, StoreError>(databaseKey(root, *bytes)) : Unexpected{StoreError::Damaged};
    wipe(*bytes);
    return key;
}

enum class Fits { Root, KeyFile, NextKeyFile, None };

struct Choice {
    Fits fits = Fits::None;
    SecretBytes key;
    std::optional<StoreError> problem;  ///< of None
};

Choice choose(const std::string& path, const SecretBytes& root) {
    const auto head = headOf(path);
    if (!head || *head == saltOf(root)) {
        return {head ? Fits::Root : Fits::None, root.clone(), {}};
    }
    Choice none{Fits::None, root.clone(), {}};
    for (const auto& [fits, file] :
         {std::pair{Fits::KeyFile, keyFileOf(path)}, std::pair{Fits::NextKeyFile, nextKeyFileOf(path)}}) {
        auto key = keyOf(file, root);
        if (key && *head == saltOf(*key)) {
            return {fits, std::move(*key), {}};
        }
        if (!key && key.error() != StoreError::NotFound) {
            none.problem = key.error();
        }
    }
    return none;
}

}  // namespace

ByteArray<saltSize> saltOf(const SecretBytes& rawKey) {
    static constexpr std::string_view salt = "nightjar container salt";
    ByteArray<saltSize> out{};
    crypto_generichash(out.data(), out.size(), asBytes(salt).data(), salt.size(), rawKey.data(), rawKey.size());
    return out;
}

std::string keyFileOf(const std::string& databasePath) {
    return databasePath + "-key";
}

std::string nextKeyFileOf(const std::string& databasePath) {
    return databasePath + "-key.new";
}

std::string nextDatabaseOf(const std::string& databasePath) {
    return databasePath + ".new";
}

SecretBytes drawKeyFile(RandomSource& random) {
    SecretBytes out(keyFileSize);
    random.fill(out.mutableView().first(keyFileSize - checksumSize));
    const auto checksum = checksumOf(out.view().first(keyFileSize - checksumSize));
    std::copy(checksum.begin(), checksum.end(), out.mutableView().subspan(keyFileSize - checksumSize).begin());
    return out;
}

SecretBytes databaseKey(const SecretBytes& root, ByteView keyFile) {
    SecretBytes out(32);
    crypto_generichash_state state;
    crypto_generichash_init(&state, root.data(), root.size(), out.size());
    crypto_generichash_update(&state, asBytes(purpose).data(), purpose.size());
    crypto_generichash_update(&state, keyFile.data(), keyFile.size());
    crypto_generichash_final(&state, out.data(), out.size());
    sodium_memzero(&state, sizeof(state));
    return out;
}

Result<SecretBytes, StoreError> chooseKey(const std::string& databasePath, const SecretBytes& root) {
    auto choice = choose(databasePath, root);
    if (choice.problem) {
        return Unexpected{*choice.problem};
    }
    return std::move(choice.key);
}

void tidyKeyFiles(const std::string& databasePath, const SecretBytes& root) {
    const auto fits = choose(databasePath, root).fits;
    if (fits == Fits::None) {
        return;  // whatever is wrong, nothing is made worse
    }
    const auto present = keyFileOf(databasePath);
    const auto next = nextKeyFileOf(databasePath);
    std::error_code ignored;
    if (fits == Fits::NextKeyFile) {
        if (shredFile(present)) {
            (void)renameFile(next, present);
        }
    } else if (std::filesystem::exists(next, ignored)) {
        (void)shredFile(next);
    }
    if (std::filesystem::exists(nextDatabaseOf(databasePath), ignored)) {
        (void)shredFile(nextDatabaseOf(databasePath));
    }
}

}  // namespace nightjar::store
