// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "store/messages.h"

namespace nightjar::store {

/// What the files of one kind of message in one conversation take, in bytes on the disk.
struct FilesUse {
    ContactId contact;
    MessageKind kind = MessageKind::File;
    std::int64_t bytes = 0;
};
struct MessagesUse {
    ContactId contact;
    std::int64_t count = 0;
};

/// How much room everything takes. A second at a million messages, so only when somebody asks.
class Usage {
public:
    explicit Usage(Database& database) : m_database(database) {}

    /// Bytes of the database file, and those of them that nothing needs any more.
    [[nodiscard]] std::int64_t fileBytes() const;
    [[nodiscard]] std::int64_t freeBytes() const;
    /// Bytes of envelopes that are on their way.
    [[nodiscard]] std::int64_t outboxBytes() const;
    [[nodiscard]] std::vector<FilesUse> files() const;
    [[nodiscard]] std::vector<MessagesUse> messages() const;

private:
    [[nodiscard]] std::int64_t number(std::string_view sql) const;

    Database& m_database;
};

}  // namespace nightjar::store
