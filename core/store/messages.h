// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <span>

#include "store/changes.h"
#include "store/contacts.h"

namespace nightjar::store {

/// Stored as numbers: append only.
enum class MessageState : std::uint8_t { Queued, Sent, Delivered, Read, Failed, Received };
/// Stored as numbers: append only.
enum class MessageKind : std::uint8_t { Text, Call, File, Photo, Notice, Note, Location, Card };

/// Stored as numbers: append only.
enum class LifeFrom : std::uint8_t { Never, Sent, Read };
/// How long a message lives.
struct LifeTerm {
    LifeFrom from = LifeFrom::Never;
    std::int64_t ms = 0;
    bool operator==(const LifeTerm&) const = default;
};

/// What a search looks for.
enum class SearchFor : std::uint8_t { Everything, Texts, Photos, Videos, Files, Links, Notes, Places };

struct MessageRecord {
    MessageId id;
    ContactId contact;
    MessageKind kind = MessageKind::Text;
    bool mine = false;
    std::uint64_t seq = 0;        ///< its number in the sender's order
    std::string text;             ///< UTF-8; of a call: what became of it
    std::int64_t timeMs = 0;      ///< by the sender's clock
    std::int64_t receivedMs = 0;  ///< by ours: when it entered this store
    MessageState state = MessageState::Queued;
    std::int32_t reason = 0;         ///< why it failed; the numbers are the caller's
    bool unread = false;             ///< of a received one: not looked at yet
    std::int64_t callMs = 0;         ///< of a call: how long it lasted
    std::optional<MessageId> quote;  ///< what it answers; maybe nothing that we know
    bool forwarded = false;
    std::string origin;          ///< of a forwarded one: who wrote it, if that was told
    std::uint64_t editSeq = 0;   ///< of the text's last change; zero: never changed
    std::int64_t editedMs = 0;   ///< by the sender's clock
    std::int64_t callBytes = 0;  ///< of a call: whole IP packets of its sound, both ways
    LifeTerm life{};             ///< of a notice about it: what it is about
    std::int64_t endsMs = 0;     ///< by our clock, when it is to be removed; 0: never
    bool lifeWaits = false;      ///< its life begins when it is read, and endsMs is the latest end
};

/// A line of the chat list.
struct ChatSummary {
    ContactId contact;
    std::int64_t unread = 0;
    std::optional<MessageRecord> last;
};

/// The messages of one identity, in the order in which they entered the store.
class Messages {
public:
    explicit Messages(Database& database) : m_database(database) {}

    /// False when this contact already has a message of that id, deleted or not; nothing changes then.
    bool add(const MessageRecord& message);
    [[nodiscard]] std::optional<MessageRecord> find(const ContactId& contact, const MessageId& id) const;
    /// Ids are drawn by senders, so two contacts may use the same one.
    [[nodiscard]] std::vector<MessageRecord> withId(const MessageId& id) const;
    /// Whether it ever arrived, deleted or not.
    [[nodiscard]] bool knows(const ContactId& contact, const MessageId& id) const;

    /// Up to `limit` messages that entered before `before` (the newest if there is none or it is not known), oldest
    /// first. Cost: that of the page, however long the conversation.
    [[nodiscard]] std::vector<MessageRecord> page(const ContactId& contact, const std::optional<MessageId>& before,
                                                  std::size_t limit) const;
    /// Up to `limit` messages from `first` on, oldest first; empty if `first` was never here. Cost: that of the page.
    [[nodiscard]] std::vector<MessageRecord> pageFrom(const ContactId& contact, const MessageId& first,
                                                      std::size_t limit) const;
    /// Calls with everybody or with one, the newest first, up to `limit` that entered before `before`.
    [[nodiscard]] std::vector<MessageRecord> calls(const std::optional<ContactId>& contact,
                                                   const std::optional<MessageId>& before, std::size_t limit) const;
    /// Every contact with its unread count and last message, the most recently active first, in one query.
    [[nodiscard]] std::vector<ChatSummary> summaries() const;
    [[nodiscard]] ChatSummary summary(const ContactId& contact) const;
    [[nodiscard]] std::int64_t unread(const ContactId& contact) const;

    /// Messages with all these words (or words that begin like them; case and accents do not count) in their text or
    /// the name of their file, newest first. Without words: all of that kind, of Everything none.
    [[nodiscard]] std::vector<MessageRecord> search(std::string_view words, const std::optional<ContactId>& contact,
                                                    std::size_t limit, SearchFor what = SearchFor::Everything) const;

    /// Only forwards: queued → sent → delivered → read; to failed from queued or sent only. False when it changed
    /// nothing.
    bool advance(const ContactId& contact, const MessageId& id, MessageState state, std::int32_t reason = 0);
    /// The other side has looked at our messages up to this one: those that were delivered (or sent) become Read. The
    /// ids of those that did, oldest first.
    std::vector<MessageId> readUpTo(const ContactId& contact, const MessageId& last);
    /// Everything received from this contact has been looked at. The ids that were unread, oldest first.
    std::vector<MessageId> markRead(const ContactId& contact, std::int64_t nowMs);

    /// The text of a message becomes another one; what it was is kept (Changes). What was written before the present
    /// text only joins the history. False when the text stays as it is.
    bool edit(const ContactId& contact, const MessageId& id, const VersionRecord& text);
    /// The text of a message that nobody else has: no history.
    void rewrite(const ContactId& contact, const MessageId& id, std::string_view text);
    /// A failed one is to be sent again under a new number. False unless it is ours and failed.
    bool requeue(const ContactId& contact, const MessageId& id, std::uint64_t seq);
    /// The latest messages that answer this one, at most `limit`.
    [[nodiscard]] std::vector<MessageRecord> quoting(const ContactId& contact, const MessageId& id,
                                                     std::size_t limit) const;
    [[nodiscard]] std::int64_t count(const ContactId& contact) const;
    /// Those whose end has come, the earliest first.
    [[nodiscard]] std::vector<MessageRecord> ending(std::int64_t nowMs, std::size_t limit) const;

    /// Erases text, earlier texts, reactions and search entry. The id stays known, so that a late copy does not come
    /// back; a sealed envelope in the outbox stays, because the numbers the other side expects have no gaps. False when
    /// there was no such message. Call Database::truncateWal() after the commit.
    bool remove(const ContactId& contact, const MessageId& id);

    // ---- many at once: first out of sight, which is quick, then emptied by remove()

    /// Takes a conversation out of sight; with `seenSeq`, of our own messages those up to this number only.
    void hide(const ContactId& contact, std::optional<std::uint64_t> seenSeq);
    /// Takes all messages of these kinds out of sight, of one contact or of all. Whose there were.
    std::vector<ContactId> hideKinds(std::span<const MessageKind> kinds, const std::optional<ContactId>& contact);
    /// Out of sight and not emptied, at most `limit`.
    [[nodiscard]] std::vector<MessageId> hidden(const ContactId& contact, std::size_t limit) const;
    [[nodiscard]] std::vector<ContactId> withHidden() const;
    /// Writes the search index anew. A removed word leaves no place behind, but the beginnings of some that pages of
    /// the index were found by stay until then.
    void tidyIndex();

private:
    Database& m_database;
};

}  // namespace nightjar::store
