// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <QTimer>

#include "chatlistmodel.h"

namespace nightjar {

/// What a text is found in: the chats whose name contains it, then messages with its words, files by their names and
/// captions, and messages with links; each the newest first.
/// Without a text: the chats that were active last.
class SearchModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by SessionViewModel")
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY textChanged FINAL)
    Q_PROPERTY(int count READ count NOTIFY countChanged FINAL)
    Q_PROPERTY(bool searching READ isSearching NOTIFY searchingChanged FINAL)

public:
    enum Role {
        SectionRole = Qt::UserRole + 1,  ///< "recent", "chats", "messages", "files", "links"
        ContactRole,
        MessageRole,  ///< empty for a chat
        NameRole,
        InitialsRole,
        TintRole,
        SnippetRole,  ///< the text around the first word found, as styled text; empty for a chat
        PlainRole,    ///< the same without marks
        MineRole,
        TimeRole,
        KindRole,  ///< as MessageListModel::KindRole; empty for a chat
    };

    /// More messages than anybody looks through; another word narrows them.
    static constexpr int maxMessages = 100;
    /// Chats shown while nothing is searched for.
    static constexpr int maxRecent = 12;

    SearchModel(Courier& courier, ChatListModel& chats, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    [[nodiscard]] QString text() const { return m_text; }
    void setText(const QString& text);
    [[nodiscard]] int count() const { return static_cast<int>(m_chatsFound.size() + m_messages.size()); }
    /// The messages on show are not yet those of this text.
    [[nodiscard]] bool isSearching() const { return m_searching; }

    Q_INVOKABLE [[nodiscard]] QString contactAt(int row) const;
    Q_INVOKABLE [[nodiscard]] QString messageAt(int row) const;

Q_SIGNALS:
    void textChanged();
    void countChanged();
    void searchingChanged();

private:
    void findChats();
    void findMessages();
    void show(std::vector<ContactId> chats, std::vector<Message> messages);
    void setSearching(bool searching);

    Courier& m_courier;
    ChatListModel& m_chats;
    std::vector<ContactId> m_chatsFound;
    std::vector<Message> m_messages;
    QString m_text;
    QTimer m_typing;
    int m_question = 0;  ///< answers to earlier ones are thrown away
    bool m_searching = false;
};

}  // namespace nightjar
