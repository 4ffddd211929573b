// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "store/changes.h"

#include "base/buffer.h"

namespace nightjar::store {

void Changes::addVersion(const ContactId& contact, const MessageId& message, const VersionRecord& version) {
    m_database.run(
        "INSERT INTO message_versions (contact, message, seq, time_ms, text) VALUES (?1, ?2, ?3, ?4, ?5) "
        "ON CONFLICT (contact, message, seq) DO NOTHING",
        contact, message, version.seq, version.timeMs, version.text);
    // The first text stays, whatever was done to it since.
    m_database.run(
        "DELETE FROM message_versions WHERE contact = ?1 AND message = ?2 "
        "AND seq > (SELECT min(seq) FROM message_versions WHERE contact = ?1 AND message = ?2) "
        "AND seq NOT IN (SELECT seq FROM message_versions WHERE contact = ?1 AND message = ?2 "
        "ORDER BY seq DESC LIMIT ?3)",
        contact, message, maxVersions - 1);
}

std::vector<VersionRecord> Changes::versions(const ContactId& contact, const MessageId& message) const {
    std::vector<VersionRecord> out;
    auto row = m_database.query(
        "SELECT seq, time_ms, text FROM message_versions WHERE contact = ?1 AND message = ?2 ORDER BY seq", contact,
        message);
    while (row.next()) {
        out.push_back({static_cast<std::uint64_t>(row.integer(0)), row.integer(1), row.text(2)});
    }
    return out;
}

bool Changes::setReactions(const ContactId& contact, const MessageId& message, bool mine, std::uint64_t seq,
                           const std::vector<std::string>& emoji) {
    ByteWriter packed;
    for (const auto& one : emoji) {
        packed.sized(asBytes(one));
    }
    m_database.run(
        "INSERT INTO reactions (contact, message, mine, seq, emoji) VALUES (?1, ?2, ?3, ?4, ?5) "
        "ON CONFLICT (contact, message, mine) DO UPDATE SET seq = ?4, emoji = ?5 WHERE seq < ?4",
        contact, message, mine, seq, packed.take());
    return m_database.changes() > 0;
}

std::vector<ReactionRecord> Changes::reactions(const ContactId& contact, const MessageId& message) const {
    std::vector<ReactionRecord> out;
    auto row = m_database.query(
        "SELECT mine, emoji FROM reactions WHERE contact = ?1 AND message = ?2 ORDER BY mine DESC", contact, message);
    while (row.next()) {
        ReactionRecord reaction{row.boolean(0), {}};
        const auto packed = row.bytes(1);
        ByteReader in(packed);
        while (in.ok() && !in.complete()) {
            reaction.emoji.push_back(toText(in.sized(packed.size())));
        }
        out.push_back(std::move(reaction));
    }
    return out;
}

void Changes::addEarly(const ContactId& contact, const MessageId& message, ByteView content) {
    m_database.run("INSERT INTO early_changes (contact, message, content) VALUES (?1, ?2, ?3)", contact, message,
                   content);
    m_database.run(
        "DELETE FROM early_changes WHERE contact = ?1 AND row <= (SELECT row FROM early_changes WHERE contact = ?1 "
        "ORDER BY row DESC LIMIT 1 OFFSET ?2)",
        contact, maxEarlyChanges);
}

std::vector<Bytes> Changes::takeEarly(const ContactId& contact, const MessageId& message) {
    std::vector<Bytes> out;
    {
        auto row = m_database.query(
            "SELECT content FROM early_changes WHERE contact = ?1 AND message = ?2 ORDER BY row", contact, message);
        while (row.next()) {
            out.push_back(row.bytes(0));
        }
    }
    if (!out.empty()) {
        m_database.run("DELETE FROM early_changes WHERE contact = ?1 AND message = ?2", contact, message);
    }
    return out;
}

std::optional<DraftRecord> Drafts::find(const ContactId& contact) const {
    auto row = m_database.query("SELECT text, quote, editing FROM drafts WHERE contact = ?1", contact);
    return row.next()
               ? std::optional(DraftRecord{row.text(0), row.optionalId<MessageId>(1), row.optionalId<MessageId>(2)})
               : std::nullopt;
}

void Drafts::set(const ContactId& contact, const DraftRecord& draft) {
    m_database.run(
        "INSERT INTO drafts (contact, text, quote, editing) VALUES (?1, ?2, ?3, ?4) "
        "ON CONFLICT (contact) DO UPDATE SET text = ?2, quote = ?3, editing = ?4",
        contact, draft.text, draft.quote, draft.editing);
}

void Drafts::remove(const ContactId& contact) {
    m_database.run("DELETE FROM drafts WHERE contact = ?1", contact);
}

}  // namespace nightjar::store
