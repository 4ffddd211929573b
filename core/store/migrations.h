// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <span>

#include "store/database.h"

namespace nightjar::store {

/// One numbered step of a schema. Released steps never change; a change is a new step.
struct Migration {
    int version;  ///< ascending
    std::string_view summary;
    void (*apply)(Database&);  ///< runs inside a transaction; errors are the database's
};

/// A family of files: what they are called in the file header, and how their schema came to be.
struct Schema {
    std::int32_t applicationId;  ///< PRAGMA application_id
    std::span<const Migration> migrations;
};

/// The container of one identity.
[[nodiscard]] const Schema& identitySchema();

/// Brings a file to the newest version, each step a transaction of its own, so that an interruption leaves a valid
/// older version. TooNew and Foreign files are left untouched.
[[nodiscard]] Result<void, StoreError> migrate(Database& database, const Schema& schema);

/// Opens the container of an identity and migrates it. `rawKey` as Vault handed it out.
[[nodiscard]] Result<std::unique_ptr<Database>, StoreError> openIdentity(const std::string& path,
                                                                         const SecretBytes& rawKey, OpenMode mode);

}  // namespace nightjar::store
