// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <deque>
#include <optional>
#include <vector>

#include "attachmentfacts.h"
#include "courier.h"
#include "notefacts.h"

namespace nightjar {

/// A window on one conversation: row 0 is the newest message held, the last row the oldest. Pages are fetched when the
/// view nears an end (fetchMore, fetchNewer) and fall off the far side when the window grows too large, so a chat with
/// a million messages costs what one with three pages does. The window can be put anywhere (jumpTo).
class MessageListModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by ConversationViewModel")
    Q_PROPERTY(int count READ count NOTIFY countChanged FINAL)
    Q_PROPERTY(bool loaded READ isLoaded NOTIFY loadedChanged FINAL)
    Q_PROPERTY(bool atNewest READ isAtNewest NOTIFY windowChanged FINAL)
    Q_PROPERTY(bool hasOlder READ hasOlder NOTIFY windowChanged FINAL)
    Q_PROPERTY(int unreadElsewhere READ unreadElsewhere NOTIFY windowChanged FINAL)

public:
    enum Role {
        MessageRole = Qt::UserRole + 1,
        TextRole,
        MineRole,
        TimeRole,
        StageRole,   ///< stateName(MessageState)
        ReasonRole,  ///< errorName(ErrorCode) or empty
        KindRole,    ///< "text", "call", "file", "photo", "notice", "note", "location", "card"
        CallSecondsRole,
        QuotedRole,        ///< the message that it answers; empty: none
        QuoteStateRole,    ///< "present", "deleted", "unknown"
        QuoteMineRole,     ///< whether we wrote what it answers
        QuoteKindRole,     ///< as KindRole, of what it answers
        QuotePreviewRole,  ///< one line
        ForwardedRole,
        OriginRole,  ///< of a forwarded one: who wrote it; usually empty
        EditedRole,
        ReactionsRole,        ///< the different emoji under it, in the order in which they came
        OwnReactionsRole,     ///< those of them that are ours
        SharedReactionsRole,  ///< those of them that both have put there
        DayStartRole,         ///< the first message of its day
        GroupStartRole,       ///< the sender before was another, or long ago
        GroupEndRole,
        UnreadFromHereRole,  ///< the first of those that were unread when the chat was opened
        LeavingRole,         ///< about to be deleted: not shown, unless that is undone
        AttachmentRole,      ///< AttachmentFacts
        SelectedRole,
        NoteRole,      ///< NoteFacts
        LifeFromRole,  ///< lifeFromName(LifeFrom) of when it deletes itself; of a notice about that: what it is about
        LifeSecondsRole,  ///< how long after
        AuthorRole,       ///< in a group: whose it is; empty: ours, or the contact's
        AuthorTintRole,   ///< 0…7
        QuoteAuthorRole,  ///< the same of what it answers
        PlaceRole,        ///< PlaceFacts
        LinkRole,         ///< of a card: a public address
    };

    static constexpr int pageSize = 50;
    /// Three screens of a large monitor on each side of what is looked at.
    static constexpr int maxHeld = 300;
    /// So many unread ones are fetched at once, so that the conversation opens at the first of them.
    static constexpr int maxFirstPage = 250;

    MessageListModel(Courier& courier, ContactId contact, int unread, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

    [[nodiscard]] int count() const { return static_cast<int>(m_messages.size()); }
    [[nodiscard]] bool isLoaded() const { return m_loaded; }
    /// Row 0 is the newest message of the conversation.
    [[nodiscard]] bool isAtNewest() const { return !m_hasNewer; }
    [[nodiscard]] bool hasOlder() const { return m_hasOlder; }
    /// How many were unread when the conversation was opened, while the first of them is not in the window; else 0.
    [[nodiscard]] int unreadElsewhere() const { return m_unreadFrom ? 0 : m_unread; }

    /// The view nears row 0: fetches what is newer.
    Q_INVOKABLE void fetchNewer();
    /// Throws the window away and starts at the newest message.
    Q_INVOKABLE void jumpToNewest();
    /// Brings a message into the window, moving it there if need be; found() tells where it is then.
    Q_INVOKABLE void jumpTo(const QString& message);
    /// The row of the first unread message; -1 when it is not in the window.
    Q_INVOKABLE [[nodiscard]] int unreadRow() const { return m_unreadFrom ? rowOf(*m_unreadFrom) : -1; }
    /// Brings the first of the unread messages into the window, however far back it is; found() tells where.
    Q_INVOKABLE void jumpToUnread();
    [[nodiscard]] const Message* find(const QString& message) const;
    [[nodiscard]] const Message* find(const MessageId& message) const;
    /// The one right after it; null when there is none, or it is not held.
    [[nodiscard]] const Message* newerThan(const MessageId& message) const;
    /// The newest own text that is held; null when there is none.
    [[nodiscard]] const Message* newestOwnText() const;
    /// Takes messages out of sight, or brings them back.
    void setLeaving(const std::vector<MessageId>& messages, bool leaving);
    /// The same with the whole conversation.
    void setAllLeaving(bool leaving);
    void setSelected(const std::vector<MessageId>& messages);

Q_SIGNALS:
    void countChanged();
    void loadedChanged();
    void windowChanged();
    /// A message came while the chat was looked at.
    void arrived(bool mine);
    /// What jumpTo() looked for, or the place where it was before it was deleted.
    void found(int row, const QString& message);
    /// What jumpTo() looked for has never been here.
    void missing();
    /// A message of this conversation was deleted, held or not.
    void removed(const nightjar::MessageId& message);

private:
    void hear(const Event& event);
    void ask(const ListMessages& question, const std::function<void(const MessagesAnswer&)>& use,
             const std::function<void()>& failed = {});
    void fetchOlder();
    void startAtNewest();
    void startAt(const MessageId& message, const MessagesAnswer& page);
    void reset(const std::vector<Message>& oldestFirst);
    void addOlder(const MessagesAnswer& page);
    void addNewer(const MessagesAnswer& page);
    void add(const Message& message);
    void remove(const MessageId& message);
    void change(const MessageStateChanged& change);
    void change(const TransferChanged& change);
    void replace(const Message& message);
    void markUnreadBorder();
    void seekUnread(const std::optional<MessageId>& before, int seen);
    void clearUnreadBorder();
    void dropNewest();
    void dropOldest();
    void refresh(int row);
    /// -1 when it is not held.
    [[nodiscard]] int rowOf(const MessageId& message) const;
    [[nodiscard]] const Message& at(int row) const { return m_messages[static_cast<std::size_t>(row)]; }

    Courier& m_courier;
    ContactId m_contact;
    std::deque<Message> m_messages;  ///< newest first
    std::optional<MessageId> m_unreadFrom;
    std::vector<MessageId> m_leaving;
    std::vector<MessageId> m_selected;
    bool m_allLeaving = false;
    TransferMeters m_meters;
    int m_unread = 0;
    bool m_hasOlder = false;
    bool m_hasNewer = false;
    bool m_loaded = false;
    bool m_fetching = false;
    bool m_seeking = false;
    int m_generation = 0;  ///< answers to questions from before a jump are thrown away
};

}  // namespace nightjar
