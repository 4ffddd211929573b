// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "store/messages.h"

#include <algorithm>
#include <array>

#include "store/words.h"

namespace nightjar::store {

namespace {

// Messages that are in sight. Those up to the floor of their conversation are not: raising it hides a conversation
// whatever its length. They are emptied afterwards, some at a time.
#define NIGHTJAR_IN_SIGHT "m.deleted = 0 AND m.row > (SELECT k.floor FROM contacts k WHERE k.id = m.contact)"
// The same where the contact is ?1: found by the index alone.
#define NIGHTJAR_IN_SIGHT_OF_1 "m.deleted = 0 AND m.row > (SELECT k.floor FROM contacts k WHERE k.id = ?1)"

// What one search may cost: longer queries are cut.
constexpr std::size_t maxQueryBytes = 256;
constexpr std::size_t maxQueryWords = 16;
// The index puts all that a beginning of a word finds into one list before it gives the newest of it: 20 ms for a word
// that half of a million messages have. So the latest messages are looked through first, and as long as every so
// manieth of them is found that is the quicker way.
constexpr std::int64_t latestLooked = 64;
constexpr std::int64_t looksForOne = 16;
// Among so many, the latest ones, are those of ours that the other side has not seen yet.
constexpr std::size_t latelySent = 1024;

// In the order in which readMessage() takes them.
#define NIGHTJAR_MESSAGE_COLUMNS                                                                              \
    "m.id, m.contact, m.kind, m.mine, m.seq, m.text, m.time_ms, m.received_ms, m.state, m.reason, m.unread, " \
    "m.call_ms, "                                                                                             \
    "m.quote, m.forwarded, m.origin, m.edit_seq, m.edited_ms, m.call_bytes, "                                 \
    "m.life_from, m.life_ms, m.ends_ms, m.life_waits"
constexpr int messageColumns = 22;

MessageRecord readMessage(const Statement& row, int first = 0) {
    MessageRecord message;
    message.id = row.id<MessageId>(first);
    message.contact = row.id<ContactId>(first + 1);
    message.kind = row.enumeration(first + 2, MessageKind::Card);
    message.mine = row.boolean(first + 3);
    message.seq = static_cast<std::uint64_t>(row.integer(first + 4));
    message.text = row.text(first + 5);
    message.timeMs = row.integer(first + 6);
    message.receivedMs = row.integer(first + 7);
    message.state = row.enumeration(first + 8, MessageState::Received);
    message.reason = static_cast<std::int32_t>(row.integer(first + 9));
    message.unread = row.boolean(first + 10);
    message.callMs = row.integer(first + 11);
    message.quote = row.optionalId<MessageId>(first + 12);
    message.forwarded = row.boolean(first + 13);
    message.origin = row.text(first + 14);
    message.editSeq = static_cast<std::uint64_t>(row.integer(first + 15));
    message.editedMs = row.integer(first + 16);
    message.callBytes = row.integer(first + 17);
    message.life = {row.enumeration(first + 18, LifeFrom::Read), row.integer(first + 19)};
    message.endsMs = row.integer(first + 20);
    message.lifeWaits = row.boolean(first + 21);
    return message;
}

std::vector<MessageRecord> readMessages(Statement row) {
    std::vector<MessageRecord> out;
    while (row.next()) {
        out.push_back(readMessage(row));
    }
    return out;
}

ChatSummary readSummary(const Statement& row) {
    ChatSummary summary;
    summary.contact = row.id<ContactId>(0);
    summary.unread = row.integer(1);
    if (!row.isNull(2)) {
        summary.last = readMessage(row, 2);
    }
    return summary;
}

/// As the index has it (identityschema.cpp): ё is е.
std::string foldYo(std::string_view text) {
    static constexpr std::pair<std::string_view, std::string_view> letters[] = {{"ё", "е"}, {"Ё", "Е"}};
    std::string out(text);
    for (const auto& [from, to] : letters) {
        for (auto at = out.find(from); at != std::string::npos; at = out.find(from, at + to.size())) {
            out.replace(at, from.size(), to);
        }
    }
    return out;
}

/// What a person typed, word by word.
std::vector<std::string> wordsOf(std::string_view query) {
    static constexpr std::string_view blanks = " \t\r\n\f\v";
    std::vector<std::string> out;
    while (out.size() < maxQueryWords) {
        const auto begin = query.find_first_not_of(blanks);
        if (begin == std::string_view::npos) {
            break;
        }
        const auto end = std::min(query.find_first_of(blanks, begin), query.size());
        std::string word(query.substr(begin, end - begin));
        std::erase(word, '\0');
        out.push_back(std::move(word));
        query.remove_prefix(end);
    }
    return out;
}

/// FTS5's language made harmless: each word a quoted prefix, all of them wanted. Empty when there is no word.
std::string matchExpression(const std::vector<std::string>& words) {
    std::string out;
    for (const auto& word : words) {
        out += out.empty() ? "\"" : " \"";
        for (const char c : word) {
            out += c;
            if (c == '"') {
                out += c;
            }
        }
        out += "\"*";
    }
    return out;
}

/// Names an index where there is one (messages_by_kind, messages_with_link).
std::string kindCondition(SearchFor what) {
#define NIGHTJAR_VIDEO "EXISTS (SELECT 1 FROM files v WHERE v.message = m.id AND v.mime LIKE 'video/%')"
    switch (what) {
        case SearchFor::Everything:
            break;
        case SearchFor::Texts:
            return "m.kind = 0";
        case SearchFor::Photos:
            return "m.kind <> 0 AND m.kind = 3";
        case SearchFor::Videos:
            return "m.kind <> 0 AND m.kind = 2 AND " NIGHTJAR_VIDEO;
        case SearchFor::Files:
            return "m.kind <> 0 AND m.kind = 2 AND NOT " NIGHTJAR_VIDEO;
#undef NIGHTJAR_VIDEO
        case SearchFor::Links:
            return "m.kind = 0 AND instr(m.text, '://') > 0";
        case SearchFor::Notes:
            return "m.kind <> 0 AND m.kind = 5";
        case SearchFor::Places:
            return "m.kind <> 0 AND m.kind IN (6, 7)";
    }
    return "1 = 1";
}

}  // namespace

bool Messages::add(const MessageRecord& message) {
    m_database.run(
        "INSERT INTO messages (id, contact, kind, mine, seq, text, time_ms, received_ms, state, reason, unread, "
        "call_ms, quote, forwarded, origin, call_bytes, life_from, life_ms, ends_ms, life_waits) VALUES (?1, ?2, ?3, "
        "?4, "
        "?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20) "
        "ON CONFLICT (id, contact) DO NOTHING",
        message.id, message.contact, message.kind, message.mine, message.seq, message.text, message.timeMs,
        message.receivedMs, message.state, message.reason, message.unread, message.callMs, message.quote,
        message.forwarded, message.origin, message.callBytes, message.life.from, message.life.ms, message.endsMs,
        message.lifeWaits);
    return m_database.changes() > 0;
}

std::vector<MessageRecord> Messages::calls(const std::optional<ContactId>& contact,
                                           const std::optional<MessageId>& before, std::size_t limit) const {
    std::int64_t end = INT64_MAX;
    if (before) {
        auto row =
            m_database.query("SELECT row FROM messages WHERE id = ?1 AND kind = 1 ORDER BY row LIMIT 1", *before);
        end = row.next() ? row.integer(0) : end;
    }
    return readMessages(m_database.query("SELECT " NIGHTJAR_MESSAGE_COLUMNS
                                         " FROM messages m WHERE m.kind = 1 AND " NIGHTJAR_IN_SIGHT
                                         " AND m.row < ?2 AND (?1 IS NULL OR "
                                         "m.contact = ?1) ORDER BY m.row DESC LIMIT ?3",
                                         contact, end, limit));
}

std::optional<MessageRecord> Messages::find(const ContactId& contact, const MessageId& id) const {
    auto row = m_database.query("SELECT " NIGHTJAR_MESSAGE_COLUMNS
                                " FROM messages m WHERE m.id = ?1 AND m.contact = ?2 AND " NIGHTJAR_IN_SIGHT "",
                                id, contact);
    return row.next() ? std::optional(readMessage(row)) : std::nullopt;
}

std::vector<MessageRecord> Messages::withId(const MessageId& id) const {
    return readMessages(m_database.query("SELECT " NIGHTJAR_MESSAGE_COLUMNS
                                         " FROM messages m WHERE m.id = ?1 AND " NIGHTJAR_IN_SIGHT " ORDER BY m.row",
                                         id));
}

bool Messages::knows(const ContactId& contact, const MessageId& id) const {
    auto row = m_database.query("SELECT 1 FROM messages WHERE id = ?1 AND contact = ?2", id, contact);
    return row.next();
}

std::vector<MessageRecord> Messages::page(const ContactId& contact, const std::optional<MessageId>& before,
                                          std::size_t limit) const {
    std::int64_t end = INT64_MAX;
    if (before) {
        auto row = m_database.query("SELECT row FROM messages WHERE id = ?1 AND contact = ?2", *before, contact);
        end = row.next() ? row.integer(0) : end;
    }
    auto out = readMessages(m_database.query("SELECT " NIGHTJAR_MESSAGE_COLUMNS
                                             " FROM messages m WHERE m.contact = ?1 AND " NIGHTJAR_IN_SIGHT_OF_1
                                             " AND m.row < ?2 "
                                             "ORDER BY m.row DESC LIMIT ?3",
                                             contact, end, limit));
    std::reverse(out.begin(), out.end());
    return out;
}

std::vector<MessageRecord> Messages::pageFrom(const ContactId& contact, const MessageId& first,
                                              std::size_t limit) const {
    return readMessages(m_database.query("SELECT " NIGHTJAR_MESSAGE_COLUMNS
                                         " FROM messages m WHERE m.contact = ?1 AND " NIGHTJAR_IN_SIGHT_OF_1
                                         " AND m.row >= "
                                         "(SELECT row FROM messages WHERE id = ?2 AND contact = ?1) "
                                         "ORDER BY m.row LIMIT ?3",
                                         contact, first, limit));
}

std::vector<ChatSummary> Messages::summaries() const {
    std::vector<ChatSummary> out;
    auto row = m_database.query(
        "SELECT c.id, (SELECT count(*) FROM messages u WHERE u.contact = c.id AND u.unread = 1 AND "
        "u.row > c.floor), "  //
        NIGHTJAR_MESSAGE_COLUMNS
        " FROM contacts c LEFT JOIN messages m ON m.row = (SELECT l.row FROM messages l "
        "WHERE l.contact = c.id AND l.deleted = 0 AND l.row > c.floor ORDER BY l.row DESC LIMIT 1) "
        "WHERE c.leaving = 0 "
        "ORDER BY coalesce(m.received_ms, c.created_ms) DESC, c.row DESC");
    while (row.next()) {
        out.push_back(readSummary(row));
    }
    return out;
}

ChatSummary Messages::summary(const ContactId& contact) const {
    auto last = page(contact, std::nullopt, 1);
    ChatSummary out{contact, unread(contact), std::nullopt};
    if (!last.empty()) {
        out.last = std::move(last.front());
    }
    return out;
}

std::int64_t Messages::unread(const ContactId& contact) const {
    auto row = m_database.query(
        "SELECT count(*) FROM messages WHERE contact = ?1 AND unread = 1 AND row > "
        "(SELECT floor FROM contacts WHERE id = ?1)",
        contact);
    return row.next() ? row.integer(0) : 0;
}

namespace {

/// One text for each kind, which stays: it is the key of the statement cache.
struct SearchTexts {
    std::string words;
    std::string newest;

    explicit SearchTexts(SearchFor what) {
        const std::string select = "SELECT " NIGHTJAR_MESSAGE_COLUMNS " FROM messages m WHERE ";
        newest = select + kindCondition(what) +
                 " AND " NIGHTJAR_IN_SIGHT " AND (?1 IS NULL OR m.contact = ?1) ORDER BY m.row DESC LIMIT ?2";
        // Each index is read from its newest entry on and no further than wanted.
        const auto restricted = kindCondition(what) + " AND " NIGHTJAR_IN_SIGHT " AND (?2 IS NULL OR m.contact = ?2) ";
        words = select +
                "m.row IN (SELECT * FROM (SELECT s.rowid FROM search s JOIN messages m ON m.row = s.rowid "
                "WHERE s.text MATCH ?1 AND " +
                restricted +
                "ORDER BY s.rowid DESC LIMIT ?3) UNION SELECT * FROM (SELECT m.row FROM search_names n "
                "JOIN files f ON f.row = n.rowid JOIN messages m ON m.id = f.message WHERE n.name MATCH ?1 AND " +
                restricted + "ORDER BY m.row DESC LIMIT ?3)) ORDER BY m.row DESC LIMIT ?3";
    }
};

const SearchTexts& searchTexts(SearchFor what) {
    static const std::array<SearchTexts, 8> all{SearchTexts(SearchFor::Everything), SearchTexts(SearchFor::Texts),
                                                SearchTexts(SearchFor::Photos),     SearchTexts(SearchFor::Videos),
                                                SearchTexts(SearchFor::Files),      SearchTexts(SearchFor::Links),
                                                SearchTexts(SearchFor::Notes),      SearchTexts(SearchFor::Places)};
    return all[static_cast<std::size_t>(what)];
}

/// Looks through the latest messages, of one contact or of all, until enough are found or it does not pay.
class Latest {
public:
    Latest(Database& database, const std::vector<std::string>& words, const std::optional<ContactId>& contact,
           bool textsOnly)
        : m_database(database), m_matcher(words), m_contact(contact), m_textsOnly(textsOnly) {}

    /// So many, the newest first; nothing when the index is to be asked.
    [[nodiscard]] std::optional<std::vector<MessageRecord>> find(std::size_t limit) {
        if (!m_matcher.works()) {
            return std::nullopt;
        }
        auto looked = std::int64_t{0};
        for (auto next = latestLooked; next > 0;) {
            look(next, limit);
            if (m_found.size() >= limit) {
                return std::move(m_found);
            }
            if (m_end) {
                return std::nullopt;
            }
            looked += next;
            next = std::max(latestLooked, static_cast<std::int64_t>(m_found.size()) * looksForOne) - looked;
        }
        return std::nullopt;
    }

private:
    void look(std::int64_t count, std::size_t limit) {
        static const std::string select = "SELECT " NIGHTJAR_MESSAGE_COLUMNS ", m.row FROM messages m WHERE ";
        // By number, because any number of them may be out of sight; those of one contact are found by the index.
        static const std::string ofAll =
            select + "m.row < ?1 AND m.row >= ?2 AND " NIGHTJAR_IN_SIGHT " ORDER BY m.row DESC";
        static const std::string ofOne =
            select + "m.contact = ?1 AND " NIGHTJAR_IN_SIGHT_OF_1 " AND m.row < ?2 ORDER BY m.row DESC LIMIT ?3";
        if (!m_contact && m_before == INT64_MAX) {
            auto last = m_database.query("SELECT max(row) FROM messages");
            m_before = last.next() ? last.integer(0) + 1 : 0;
        }
        const auto from = m_contact ? 0 : m_before - count;
        auto row =
            m_contact ? m_database.query(ofOne, *m_contact, m_before, count) : m_database.query(ofAll, m_before, from);
        std::int64_t seen = 0;
        for (; m_found.size() < limit && row.next(); ++seen) {
            m_before = row.integer(messageColumns);
            auto message = readMessage(row);
            if (fits(message)) {
                m_found.push_back(std::move(message));
            }
        }
        m_before = m_contact ? m_before : from;
        m_end = m_contact ? seen < count : from <= 0;
    }
    [[nodiscard]] bool fits(const MessageRecord& message) {
        switch (message.kind) {
            case MessageKind::Call:
            case MessageKind::Notice:
            case MessageKind::Note:
                return false;
            case MessageKind::Text:
                return m_matcher.matches(foldYo(message.text));
            default:
                return !m_textsOnly && (m_matcher.matches(foldYo(message.text)) || hasFile(message));
        }
    }
    /// One with a name that has all words.
    [[nodiscard]] bool hasFile(const MessageRecord& message) {
        auto row = m_database.query("SELECT name FROM files WHERE message = ?1 AND name <> ''", message.id);
        while (row.next()) {
            if (m_matcher.matches(foldYo(row.text(0)))) {
                return true;
            }
        }
        return false;
    }

    Database& m_database;
    WordMatcher m_matcher;
    std::optional<ContactId> m_contact;
    bool m_textsOnly;
    std::int64_t m_before = INT64_MAX;  ///< the row to go on below
    bool m_end = false;
    std::vector<MessageRecord> m_found;
};

}  // namespace

std::vector<MessageRecord> Messages::search(std::string_view query, const std::optional<ContactId>& contact,
                                            std::size_t limit, SearchFor what) const {
    const auto words = wordsOf(foldYo(query.substr(0, maxQueryBytes)));
    if (words.empty()) {
        return what == SearchFor::Everything ? std::vector<MessageRecord>()
                                             : readMessages(m_database.query(searchTexts(what).newest, contact, limit));
    }
    if (what == SearchFor::Everything || what == SearchFor::Texts) {
        if (auto latest = Latest(m_database, words, contact, what == SearchFor::Texts).find(limit)) {
            return std::move(*latest);
        }
    }
    return readMessages(m_database.query(searchTexts(what).words, matchExpression(words), contact, limit));
}

bool Messages::advance(const ContactId& contact, const MessageId& id, MessageState state, std::int32_t reason) {
    static_assert(MessageState::Queued < MessageState::Sent && MessageState::Sent < MessageState::Delivered &&
                  MessageState::Delivered < MessageState::Read && MessageState::Read < MessageState::Failed);
    // Failed is the highest number, so nothing follows it, and it may only follow what is below Delivered.
    const auto below = state == MessageState::Failed ? MessageState::Delivered : state;
    if (state == MessageState::Received) {
        return false;
    }
    m_database.run(
        "UPDATE messages SET state = ?3, reason = ?4 "
        "WHERE id = ?1 AND contact = ?2 AND mine = 1 AND deleted = 0 AND state < ?5",
        id, contact, state, reason, below);
    return m_database.changes() > 0;
}

std::vector<MessageId> Messages::readUpTo(const ContactId& contact, const MessageId& last) {
    std::vector<MessageId> out;
    {
        auto row = m_database.query(
            "SELECT id FROM messages WHERE contact = ?1 AND mine = 1 AND deleted = 0 AND kind IN (0, 6, 7) AND state < "
            "?3 AND row > (SELECT floor FROM contacts WHERE id = ?1) "
            "AND row <= (SELECT row FROM messages WHERE contact = ?1 AND id = ?2 AND mine = 1) ORDER BY row",
            contact, last, MessageState::Read);
        while (row.next()) {
            out.push_back(row.id<MessageId>(0));
        }
    }
    for (const auto& id : out) {
        advance(contact, id, MessageState::Read);
    }
    return out;
}

std::vector<MessageId> Messages::markRead(const ContactId& contact, std::int64_t nowMs) {
    std::vector<MessageId> out;
    {
        auto row = m_database.query(
            "SELECT id FROM messages WHERE contact = ?1 AND unread = 1 AND row > "
            "(SELECT floor FROM contacts WHERE id = ?1) ORDER BY row",
            contact);
        while (row.next()) {
            out.push_back(row.id<MessageId>(0));
        }
    }
    if (!out.empty()) {
        m_database.run("UPDATE messages SET unread = 0 WHERE contact = ?1 AND unread = 1", contact);
        m_database.run("UPDATE contacts SET last_read_ms = max(last_read_ms, ?2) WHERE id = ?1", contact, nowMs);
    }
    return out;
}

bool Messages::edit(const ContactId& contact, const MessageId& id, const VersionRecord& text) {
    const auto message = find(contact, id);
    if (!message || text.seq <= message->seq) {
        return false;
    }
    Changes changes(m_database);
    const bool changedBefore = message->editSeq != 0;
    const auto present = changedBefore ? message->editSeq : message->seq;
    if (text.seq <= present) {
        if (text.seq < present) {
            changes.addVersion(contact, id, text);
        }
        return false;
    }
    changes.addVersion(contact, id, {present, changedBefore ? message->editedMs : message->timeMs, message->text});
    m_database.run("UPDATE messages SET text = ?3, edit_seq = ?4, edited_ms = ?5 WHERE id = ?1 AND contact = ?2", id,
                   contact, text.text, text.seq, text.timeMs);
    return true;
}

void Messages::rewrite(const ContactId& contact, const MessageId& id, std::string_view text) {
    m_database.run("UPDATE messages SET text = ?3 WHERE id = ?1 AND contact = ?2 AND deleted = 0", id, contact, text);
}

bool Messages::requeue(const ContactId& contact, const MessageId& id, std::uint64_t seq) {
    m_database.run(
        "UPDATE messages SET state = ?3, reason = 0, seq = ?4, edit_seq = CASE edit_seq WHEN 0 THEN 0 ELSE ?4 END "
        "WHERE id = ?1 AND contact = ?2 AND mine = 1 AND deleted = 0 AND state = ?5",
        id, contact, MessageState::Queued, seq, MessageState::Failed);
    return m_database.changes() > 0;
}

std::vector<MessageRecord> Messages::quoting(const ContactId& contact, const MessageId& id, std::size_t limit) const {
    return readMessages(m_database.query("SELECT " NIGHTJAR_MESSAGE_COLUMNS
                                         " FROM messages m WHERE m.contact = ?1 AND m.quote = ?2 AND " NIGHTJAR_IN_SIGHT
                                         " "
                                         "ORDER BY m.row DESC LIMIT ?3",
                                         contact, id, limit));
}

std::int64_t Messages::count(const ContactId& contact) const {
    auto row = m_database.query("SELECT count(*) FROM messages WHERE contact = ?1", contact);
    return row.next() ? row.integer(0) : 0;
}

std::vector<MessageRecord> Messages::ending(std::int64_t nowMs, std::size_t limit) const {
    return readMessages(m_database.query("SELECT " NIGHTJAR_MESSAGE_COLUMNS
                                         " FROM messages m WHERE m.ends_ms <> 0 AND m.deleted = 0 AND m.ends_ms <= ?1 "
                                         "ORDER BY m.ends_ms LIMIT ?2",
                                         nowMs, limit));
}

bool Messages::remove(const ContactId& contact, const MessageId& id) {
    m_database.run("DELETE FROM message_versions WHERE contact = ?1 AND message = ?2", contact, id);
    m_database.run("DELETE FROM reactions WHERE contact = ?1 AND message = ?2", contact, id);
    m_database.run("DELETE FROM early_changes WHERE contact = ?1 AND message = ?2", contact, id);
    m_database.run("DELETE FROM drafts WHERE contact = ?1 AND editing = ?2", contact, id);
    m_database.run("DELETE FROM places WHERE contact = ?1 AND message = ?2", contact, id);
    m_database.run("DELETE FROM cards WHERE contact = ?1 AND message = ?2", contact, id);
    m_database.run(
        "UPDATE messages SET text = '', deleted = 1, unread = 0, time_ms = 0, call_ms = 0, reason = 0, quote = NULL, "
        "forwarded = 0, origin = '', edit_seq = 0, edited_ms = 0, call_bytes = 0, life_from = 0, life_ms = 0, "
        "ends_ms = 0, life_waits = 0 "
        "WHERE id = ?1 AND contact = ?2 AND deleted <> 1",
        id, contact);
    return m_database.changes() > 0;
}

// `deleted` is 0 in sight, unless the floor says otherwise; 2 out of sight, 1 emptied.

void Messages::hide(const ContactId& contact, std::optional<std::uint64_t> seenSeq) {
    // Emptied ones keep their rows, so the next message of this contact has a higher one.
    std::int64_t floor = 0;
    {
        auto row = m_database.query(
            "SELECT max(coalesce((SELECT max(row) FROM messages WHERE contact = ?1 AND deleted = 0), 0), "
            "coalesce((SELECT max(row) FROM messages WHERE contact = ?1 AND deleted = 1), 0), "
            "coalesce((SELECT max(row) FROM messages WHERE contact = ?1 AND deleted = 2), 0))",
            contact);
        floor = row.next() ? row.integer(0) : 0;
    }
    if (seenSeq) {
        auto row = m_database.query(
            "SELECT min(m.row) FROM (SELECT m.row, m.mine, m.seq FROM messages m WHERE m.contact = ?1 "
            "AND " NIGHTJAR_IN_SIGHT_OF_1 " ORDER BY m.row DESC LIMIT ?3) m WHERE m.mine = 1 AND m.seq > ?2",
            contact, *seenSeq, latelySent);
        if (row.next() && !row.isNull(0)) {
            floor = row.integer(0) - 1;
        }
    }
    m_database.run("UPDATE contacts SET floor = max(floor, ?2) WHERE id = ?1", contact, floor);
    if (seenSeq) {
        // What stands between those that stay.
        m_database.run(
            "UPDATE messages SET deleted = 2, unread = 0 WHERE contact = ?1 AND deleted = 0 AND row > ?3 AND "
            "(mine = 0 OR seq <= ?2)",
            contact, *seenSeq, floor);
    }
}

std::vector<ContactId> Messages::hideKinds(std::span<const MessageKind> kinds,
                                           const std::optional<ContactId>& contact) {
    for (const auto kind : kinds) {
        m_database.run(
            "UPDATE messages SET deleted = 2, unread = 0 WHERE kind = ?2 AND deleted = 0 "
            "AND contact IN (SELECT id FROM contacts WHERE ?1 IS NULL OR id = ?1)",
            contact, kind);
    }
    return withHidden();
}

std::vector<MessageId> Messages::hidden(const ContactId& contact, std::size_t limit) const {
    std::vector<MessageId> out;
    auto row = m_database.query(
        "SELECT id FROM messages WHERE contact = ?1 AND deleted = 2 UNION ALL "
        "SELECT id FROM messages WHERE contact = ?1 AND deleted = 0 AND row <= "
        "(SELECT floor FROM contacts WHERE id = ?1) LIMIT ?2",
        contact, limit);
    while (row.next()) {
        out.push_back(row.id<MessageId>(0));
    }
    return out;
}

std::vector<ContactId> Messages::withHidden() const {
    std::vector<ContactId> out;
    auto row = m_database.query(
        "SELECT c.id FROM contacts c WHERE c.leaving = 0 AND "
        "(EXISTS (SELECT 1 FROM messages m WHERE m.contact = c.id AND m.deleted = 2) OR "
        "EXISTS (SELECT 1 FROM messages m WHERE m.contact = c.id AND m.deleted = 0 AND m.row <= c.floor))");
    while (row.next()) {
        out.push_back(row.id<ContactId>(0));
    }
    return out;
}

void Messages::tidyIndex() {
    m_database.run("INSERT INTO search (search) VALUES ('optimize')");
    m_database.run("INSERT INTO search_names (search_names) VALUES ('optimize')");
}

#undef NIGHTJAR_MESSAGE_COLUMNS
#undef NIGHTJAR_IN_SIGHT
#undef NIGHTJAR_IN_SIGHT_OF_1

}  // namespace nightjar::store
