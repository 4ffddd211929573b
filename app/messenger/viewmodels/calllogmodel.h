// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <vector>

#include "chatlistmodel.h"
#include "courier.h"

namespace nightjar {

/// All calls, the newest first; more are fetched as the view nears the end. Nothing is asked for before load().
class CallLogModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by SessionViewModel")
    Q_PROPERTY(int count READ count NOTIFY countChanged FINAL)
    Q_PROPERTY(bool loaded READ isLoaded NOTIFY countChanged FINAL)

public:
    enum Role {
        MessageRole = Qt::UserRole + 1,
        ContactRole,
        NameRole,
        InitialsRole,
        TintRole,
        OutcomeRole,  ///< as the text of a message of kind "call"
        MineRole,     ///< we called
        MissedRole,   ///< they called in vain
        SecondsRole,
        BytesRole,  ///< both ways
        TimeRole,
    };

    CallLogModel(Courier& courier, ChatListModel& chats, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

    [[nodiscard]] int count() const { return static_cast<int>(m_calls.size()); }
    [[nodiscard]] bool isLoaded() const { return m_loaded; }

    /// Once; from then on it follows what happens.
    Q_INVOKABLE void load();

Q_SIGNALS:
    void countChanged();

private:
    void hear(const Event& event);
    void forget(const ContactId& contact);
    void fetch();

    Courier& m_courier;
    ChatListModel& m_chats;
    std::vector<Message> m_calls;
    bool m_asked = false;
    bool m_loaded = false;
    bool m_fetching = false;
    bool m_more = false;
};

}  // namespace nightjar
