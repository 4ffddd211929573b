// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "store/database.h"

namespace nightjar::store {

/// Named values of one identity: its own name, settings of the interface, small state of the engine.
class Profile {
public:
    explicit Profile(Database& database) : m_database(database) {}

    /// As what queues are received from (docs/protocol.md section 5, Tenure): 8 bytes. Set by restoring a backup.
    static constexpr std::string_view tenureKey = "tenure";
    /// The queue that somebody of a later tenure receives from; set where the identity has stopped.
    static constexpr std::string_view supersededKey = "superseded";

    [[nodiscard]] std::optional<Bytes> get(std::string_view key) const;
    /// Empty when never set.
    [[nodiscard]] std::string text(std::string_view key) const;
    [[nodiscard]] std::optional<SecretBytes> secret(std::string_view key) const;
    void set(std::string_view key, ByteView value);
    void setText(std::string_view key, std::string_view value);
    void remove(std::string_view key);

private:
    Database& m_database;
};

}  // namespace nightjar::store
