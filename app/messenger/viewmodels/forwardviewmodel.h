// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>

#include "chatlistmodel.h"

namespace nightjar {

/// Messages on their way into another chat: the list of chats that can take them, narrowed by a text, and with or
/// without the name of who wrote them.
class ForwardViewModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by ConversationViewModel")
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY changed FINAL)
    Q_PROPERTY(int count READ count NOTIFY changed FINAL)
    Q_PROPERTY(int messages READ messages NOTIFY changed FINAL)
    Q_PROPERTY(bool nameable READ isNameable NOTIFY changed FINAL)
    Q_PROPERTY(bool withName READ isWithName WRITE setWithName NOTIFY changed FINAL)

public:
    enum Role {
        ContactRole = Qt::UserRole + 1,
        NameRole,
        InitialsRole,
        TintRole,
    };

    ForwardViewModel(Courier& courier, ChatListModel& chats, ContactId from, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    [[nodiscard]] QString text() const { return m_text; }
    void setText(const QString& text);
    [[nodiscard]] int count() const { return static_cast<int>(m_found.size()); }
    /// How many are forwarded.
    [[nodiscard]] int messages() const { return static_cast<int>(m_messages.size()); }
    /// There is one among them that can name who wrote it: texts can.
    [[nodiscard]] bool isNameable() const { return m_nameable; }
    [[nodiscard]] bool isWithName() const { return m_withName; }
    void setWithName(bool withName);
    Q_INVOKABLE [[nodiscard]] QString contactAt(int row) const;

    /// These are forwarded, in this order.
    void begin(std::vector<MessageId> messages, bool nameable);
    /// Sends a copy of each into that chat.
    Q_INVOKABLE void send(const QString& contact);

Q_SIGNALS:
    void changed();
    /// All of them stand in the other chat now.
    void done(const QString& contact);
    void failed(nightjar::ErrorCode code);

private:
    void find();

    Courier& m_courier;
    ChatListModel& m_chats;
    ContactId m_from;
    std::vector<ContactId> m_found;
    std::vector<MessageId> m_messages;
    QString m_text;
    bool m_nameable = false;
    bool m_withName = false;
};

}  // namespace nightjar
