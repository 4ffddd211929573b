// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <vector>

#include "courier.h"

namespace nightjar {

/// The texts that one message has had, the present one first.
class MessageHistoryModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by ConversationViewModel")
    Q_PROPERTY(int count READ count NOTIFY countChanged FINAL)

public:
    enum Role {
        TextRole = Qt::UserRole + 1,
        TimeRole,
        FirstRole,  ///< as it was sent
    };

    MessageHistoryModel(Courier& courier, ContactId contact, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    [[nodiscard]] int count() const { return static_cast<int>(m_versions.size()); }

    /// Empty until the store has answered.
    Q_INVOKABLE void show(const QString& message);

Q_SIGNALS:
    void countChanged();

private:
    void put(std::vector<MessageVersion> versions);

    Courier& m_courier;
    ContactId m_contact;
    MessageId m_message;
    std::vector<MessageVersion> m_versions;  ///< the present one first
};

}  // namespace nightjar
