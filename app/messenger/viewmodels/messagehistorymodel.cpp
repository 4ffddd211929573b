// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "messagehistorymodel.h"

#include <algorithm>

#include "names.h"

namespace nightjar {

MessageHistoryModel::MessageHistoryModel(Courier& courier, ContactId contact, QObject* parent)
    : QAbstractListModel(parent), m_courier(courier), m_contact(contact) {
}

int MessageHistoryModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant MessageHistoryModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const auto& version = m_versions[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
        case TextRole:
            return toQt(version.text);
        case TimeRole:
            return toQt(version.time);
        case FirstRole:
            return index.row() == count() - 1;
        default:
            return {};
    }
}

QHash<int, QByteArray> MessageHistoryModel::roleNames() const {
    return {{TextRole, "text"}, {TimeRole, "time"}, {FirstRole, "first"}};
}

void MessageHistoryModel::show(const QString& message) {
    const auto id = MessageId::parse(message.toStdString());
    if (!id) {
        return;
    }
    put({});
    m_message = *id;
    GetMessageHistory get;
    get.contact = m_contact;
    get.message = *id;
    m_courier.ask(get, this, [this](const Event& answer) {
        const auto* history = std::get_if<MessageHistoryAnswer>(&answer);
        if (history && history->message == m_message) {
            put({history->versions.rbegin(), history->versions.rend()});
        }
    });
}

void MessageHistoryModel::put(std::vector<MessageVersion> versions) {
    beginResetModel();
    m_versions = std::move(versions);
    endResetModel();
    Q_EMIT countChanged();
}

}  // namespace nightjar
