// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <QDateTime>
#include <QTimer>
#include <vector>

#include "courier.h"

namespace nightjar {

/// The list of chats, the most recently active first.
class ChatListModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by SessionViewModel")
    Q_PROPERTY(int count READ count NOTIFY countChanged FINAL)
    Q_PROPERTY(int unread READ unread NOTIFY unreadChanged FINAL)
    Q_PROPERTY(bool loaded READ isLoaded NOTIFY loadedChanged FINAL)

public:
    enum Role {
        ContactRole = Qt::UserRole + 1,
        NameRole,
        InitialsRole,
        TintRole,
        ContactStateRole,  ///< "pending", "active", "gone", "requested"
        BlockedRole,
        HasLastRole,
        LastTextRole,  ///< one line; of a call what became of it, of a file its caption or name, of a notice its name
        LastKindRole,  ///< "text", "call", "file", "photo", "notice"
        LastMineRole,
        LastStateRole,  ///< stateName(MessageState)
        LastTimeRole,
        UnreadRole,
        DraftRole,   ///< one line of what is being written to them
        TypingRole,  ///< they are writing
    };

    explicit ChatListModel(Courier& courier, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    [[nodiscard]] int count() const { return static_cast<int>(m_shown.size()); }
    [[nodiscard]] int unread() const;
    [[nodiscard]] bool isLoaded() const { return m_loaded; }

    [[nodiscard]] const Contact* find(const ContactId& id) const;
    /// The contact of a shown row; empty past the end.
    Q_INVOKABLE [[nodiscard]] QString contactAt(int row) const;
    /// The shown row of a contact; -1 when it is not shown.
    Q_INVOKABLE [[nodiscard]] int rowOf(const QString& contact) const;

    /// The contacts on show whose name contains this text, case aside, in the order of the list; at most so many, all
    /// when negative.
    [[nodiscard]] std::vector<ContactId> named(const QString& text, int most) const;
    /// Takes a contact out of sight, or (nothing) brings it back.
    void setLeaving(std::optional<ContactId> contact);
    /// Whose conversation is about to be emptied, if anybody's.
    void setClearing(std::optional<ContactId> contact);
    [[nodiscard]] const std::optional<ContactId>& clearing() const { return m_clearing; }

    /// They are writing to us at this moment.
    [[nodiscard]] bool isTyping(const ContactId& contact) const;

    /// Takes over what has just been learnt of a contact, new or known.
    void put(const Contact& contact);
    void reload();

Q_SIGNALS:
    void countChanged();
    void unreadChanged();
    void loadedChanged();
    /// What is known about this contact changed, or it is new.
    void contactChanged(const nightjar::ContactId& contact);
    void contactRemoved(const nightjar::ContactId& contact);
    /// Something about the list as a whole went wrong.
    void failed(nightjar::ErrorCode code);
    /// It is out of sight.
    void contactLeaving(const nightjar::ContactId& contact);
    void clearingChanged();

private:
    void hear(const Event& event);
    void hearMessage(const Message& message);
    void hearTyping(const TypingChanged& change);
    /// Takes over what has changed of the last message of a chat.
    void amend(const ContactId& contact, const MessageId& message, const std::function<void(Message&)>& change);
    void remove(const ContactId& contact);
    void reset(std::vector<Contact> contacts);
    /// Brings the shown rows in line with contacts, order and filter, row by row, so that a view keeps its place.
    void arrange();
    void touch(const ContactId& contact);

    Courier& m_courier;
    std::vector<Contact> m_contacts;
    std::vector<ContactId> m_shown;
    std::vector<ContactId> m_typing;
    std::optional<ContactId> m_leaving;
    std::optional<ContactId> m_clearing;
    QTimer m_refresh;
    bool m_loaded = false;
};

}  // namespace nightjar
