// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "store/database.h"

namespace nightjar::store {

/// Texts kept of one message: the first and the latest. Whoever edits for ever must not fill the disk.
inline constexpr std::size_t maxVersions = 32;
/// Changes kept of one contact for messages that have not come: more than one conversation has on its way at a time.
inline constexpr std::int64_t maxEarlyChanges = 256;

/// A text that a message had.
struct VersionRecord {
    std::uint64_t seq = 0;  ///< its number in the sender's order
    std::int64_t timeMs = 0;
    std::string text;
};
/// What one side put under a message.
struct ReactionRecord {
    bool mine = false;
    std::vector<std::string> emoji;
};

/// What happened to messages after they were sent: earlier texts, reactions, and changes that overtook their message.
/// Messages::remove() takes all of it away with the message.
class Changes {
public:
    explicit Changes(Database& database) : m_database(database) {}

    void addVersion(const ContactId& contact, const MessageId& message, const VersionRecord& version);
    /// The oldest first.
    [[nodiscard]] std::vector<VersionRecord> versions(const ContactId& contact, const MessageId& message) const;

    /// Replaces what this side had under the message. False when something later of theirs is there: the last writer
    /// wins, in the writer's order.
    bool setReactions(const ContactId& contact, const MessageId& message, bool mine, std::uint64_t seq,
                      const std::vector<std::string>& emoji);
    /// Ours first.
    [[nodiscard]] std::vector<ReactionRecord> reactions(const ContactId& contact, const MessageId& message) const;

    /// Keeps the encoded content of a change whose message is not here yet; the oldest give way.
    void addEarly(const ContactId& contact, const MessageId& message, ByteView content);
    /// What waited for this message, in the order of arrival; it waits no more.
    std::vector<Bytes> takeEarly(const ContactId& contact, const MessageId& message);

private:
    Database& m_database;
};

/// What is being written to a contact.
struct DraftRecord {
    std::string text;
    std::optional<MessageId> quote;
    std::optional<MessageId> editing;
};

class Drafts {
public:
    explicit Drafts(Database& database) : m_database(database) {}

    [[nodiscard]] std::optional<DraftRecord> find(const ContactId& contact) const;
    void set(const ContactId& contact, const DraftRecord& draft);
    void remove(const ContactId& contact);

private:
    Database& m_database;
};

}  // namespace nightjar::store
