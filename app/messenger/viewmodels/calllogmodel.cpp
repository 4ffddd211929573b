// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "calllogmodel.h"

#include <algorithm>

#include "names.h"

namespace nightjar {

CallLogModel::CallLogModel(Courier& courier, ChatListModel& chats, QObject* parent)
    : QAbstractListModel(parent), m_courier(courier), m_chats(chats) {
    connect(&m_courier, &Courier::news, this, &CallLogModel::hear);
    connect(&m_chats, &ChatListModel::contactRemoved, this, &CallLogModel::forget);
    connect(&m_chats, &ChatListModel::contactChanged, this, [this] {
        if (count() > 0) {
            Q_EMIT dataChanged(index(0), index(count() - 1), {NameRole, InitialsRole});
        }
    });
}

int CallLogModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant CallLogModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const auto& call = m_calls[static_cast<std::size_t>(index.row())];
    const auto* contact = m_chats.find(call.contact);
    const auto name = contact ? toQt(contact->name) : QString();
    switch (role) {
        case MessageRole:
            return toQt(call.id);
        case ContactRole:
            return toQt(call.contact);
        case Qt::DisplayRole:
        case NameRole:
            return name;
        case InitialsRole:
            return initials(name);
        case TintRole:
            return tint(call.contact);
        case OutcomeRole:
            return toQt(call.text);
        case MineRole:
            return call.mine;
        case MissedRole:
            return !call.mine && call.text == "missed";
        case SecondsRole:
            return static_cast<int>(toMs(call.callLength) / 1000);
        case BytesRole:
            return static_cast<double>(call.callBytes);
        case TimeRole:
            return toQt(call.time);
        default:
            return {};
    }
}

QHash<int, QByteArray> CallLogModel::roleNames() const {
    return {{MessageRole, "message"}, {ContactRole, "contact"}, {NameRole, "name"}, {InitialsRole, "initials"},
            {TintRole, "tint"},       {OutcomeRole, "outcome"}, {MineRole, "mine"}, {MissedRole, "missed"},
            {SecondsRole, "seconds"}, {BytesRole, "bytes"},     {TimeRole, "time"}};
}

bool CallLogModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && m_more && !m_fetching;
}

void CallLogModel::fetchMore(const QModelIndex& parent) {
    if (canFetchMore(parent)) {
        fetch();
    }
}

void CallLogModel::load() {
    if (!std::exchange(m_asked, true)) {
        fetch();
    }
}

void CallLogModel::fetch() {
    m_fetching = true;
    ListCalls list;
    list.before = m_calls.empty() ? std::nullopt : std::optional(m_calls.back().id);
    m_courier.ask(list, this, [this](const Event& answer) {
        m_fetching = false;
        const auto* page = std::get_if<MessagesAnswer>(&answer);
        if (!page) {
            m_asked = m_loaded;
            return;
        }
        if (!page->messages.empty()) {
            const auto first = count();
            beginInsertRows({}, first, first + static_cast<int>(page->messages.size()) - 1);
            m_calls.insert(m_calls.end(), page->messages.begin(), page->messages.end());
            endInsertRows();
        }
        m_more = page->more;
        m_loaded = true;
        Q_EMIT countChanged();
    });
}

void CallLogModel::hear(const Event& event) {
    if (!m_loaded) {
        return;
    }
    if (const auto* added = std::get_if<MessageAdded>(&event); added && added->message.kind == MessageKind::Call) {
        beginInsertRows({}, 0, 0);
        m_calls.insert(m_calls.begin(), added->message);
        endInsertRows();
        Q_EMIT countChanged();
    } else if (const auto* removed = std::get_if<MessageRemoved>(&event)) {
        const auto at = std::ranges::find(m_calls, removed->message, &Message::id);
        if (at != m_calls.end()) {
            const auto row = static_cast<int>(at - m_calls.begin());
            beginRemoveRows({}, row, row);
            m_calls.erase(at);
            endRemoveRows();
            Q_EMIT countChanged();
        }
    }
}

void CallLogModel::forget(const ContactId& contact) {
    beginResetModel();
    std::erase_if(m_calls, [&](const Message& call) { return call.contact == contact; });
    endResetModel();
    Q_EMIT countChanged();
}

}  // namespace nightjar
