// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <vector>

#include "chatlistmodel.h"
#include "courier.h"

namespace nightjar {

/// Whom one can hand on: ourselves by each public address of ours, and contacts whose public address is known. What
/// only one person may use is never among them.
class CardsModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by SessionViewModel")
    Q_PROPERTY(int count READ count NOTIFY changed FINAL)
    Q_PROPERTY(bool loaded READ isLoaded NOTIFY changed FINAL)
    Q_PROPERTY(QString problem READ problem NOTIFY changed FINAL)

public:
    enum Role {
        NameRole = Qt::UserRole + 1,
        LinkRole,
        OwnRole,  ///< it leads to us
        InitialsRole,
        TintRole,
    };

    CardsModel(Courier& courier, ChatListModel& chats, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    [[nodiscard]] int count() const { return static_cast<int>(m_cards.size()); }
    [[nodiscard]] bool isLoaded() const { return m_loaded; }
    [[nodiscard]] QString problem() const { return m_problem; }

    /// For this contact: who is listed is looked up anew.
    Q_INVOKABLE void begin(const QString& contact);
    Q_INVOKABLE void send(int row);

Q_SIGNALS:
    void changed();
    void sent();

private:
    struct Card {
        std::string name;
        std::string link;
        bool own = false;
        ContactId contact{};
    };
    void load(const std::string& ownName);

    Courier& m_courier;
    ChatListModel& m_chats;
    ContactId m_contact;
    std::vector<Card> m_cards;
    QString m_problem;
    int m_question = 0;
    bool m_loaded = false;
};

}  // namespace nightjar
