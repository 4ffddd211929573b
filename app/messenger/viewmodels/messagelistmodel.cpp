// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "messagelistmodel.h"

#include <algorithm>

#include "names.h"

namespace nightjar {

namespace {

/// A pause longer than this between two messages of the same person starts a new group.
constexpr auto groupGap = std::chrono::minutes(5);
/// ListMessages takes no larger limit.
constexpr int maxLimit = 500;

bool sameDay(const Message& a, const Message& b) {
    return toQt(a.time).date() == toQt(b.time).date();
}

bool sameGroup(const Message& older, const Message& newer) {
    return older.mine == newer.mine && older.kind == newer.kind && sameDay(older, newer) &&
           newer.time - older.time < groupGap;
}

}  // namespace

MessageListModel::MessageListModel(Courier& courier, ContactId contact, int unread, QObject* parent)
    : QAbstractListModel(parent), m_courier(courier), m_contact(contact), m_unread(unread) {
    connect(&m_courier, &Courier::news, this, &MessageListModel::hear);
    fetch({}, false);
}

int MessageListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant MessageListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const auto row = index.row();
    const auto& message = at(row);
    switch (role) {
        case MessageRole:
            return toQt(message.id);
        case Qt::DisplayRole:
        case TextRole:
            return toQt(message.text);
        case MineRole:
            return message.mine;
        case TimeRole:
            return toQt(message.time);
        case StageRole:
            return toQt(stateName(message.state));
        case ReasonRole:
            return toQt(message.reason);
        case IsCallRole:
            return message.kind == MessageKind::Call;
        case CallSecondsRole:
            return static_cast<int>(toMs(message.callLength) / 1000);
        case DayStartRole:
            return row + 1 < count() ? !sameDay(at(row + 1), message) : !m_hasOlder;
        case GroupStartRole:
            return row + 1 >= count() || !sameGroup(at(row + 1), message);
        case GroupEndRole:
            return row == 0 || !sameGroup(message, at(row - 1));
        case UnreadFromHereRole:
            return m_unreadFrom == message.id;
        case LeavingRole:
            return m_leaving == message.id;
        default:
            return {};
    }
}

QHash<int, QByteArray> MessageListModel::roleNames() const {
    return {{MessageRole, "message"},   {TextRole, "text"},
            {MineRole, "mine"},         {TimeRole, "time"},
            {StageRole, "stage"},       {ReasonRole, "reason"},
            {IsCallRole, "isCall"},     {CallSecondsRole, "callSeconds"},
            {DayStartRole, "dayStart"}, {GroupStartRole, "groupStart"},
            {GroupEndRole, "groupEnd"}, {UnreadFromHereRole, "unreadFromHere"},
            {LeavingRole, "leaving"}};
}

bool MessageListModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && m_hasOlder && !m_fetching;
}

void MessageListModel::fetchMore(const QModelIndex& parent) {
    if (canFetchMore(parent) && !m_messages.empty()) {
        fetch(m_messages.back().id, false);
    }
}

void MessageListModel::fetchNewer() {
    if (m_fetching || m_dropped.empty()) {
        return;
    }
    if (m_dropped.size() == 1 && pageSize + m_missed > maxLimit) {
        jumpToNewest();  // one question cannot close the gap
    } else {
        fetch(m_dropped.back(), true);
    }
}

void MessageListModel::jumpToNewest() {
    if (isAtNewest()) {
        return;
    }
    beginResetModel();
    m_messages.clear();
    m_dropped.clear();
    m_border.reset();
    m_missed = 0;
    m_hasOlder = false;
    m_fetching = false;
    ++m_generation;
    endResetModel();
    Q_EMIT countChanged();
    Q_EMIT windowChanged();
    fetch({}, false);
}

const Message* MessageListModel::find(const QString& message) const {
    const auto id = MessageId::parse(message.toStdString());
    const auto found = std::ranges::find_if(m_messages, [&](const Message& m) { return id == m.id; });
    return found == m_messages.end() ? nullptr : &*found;
}

void MessageListModel::setLeaving(std::optional<MessageId> message) {
    m_leaving = message;
    if (count() > 0) {
        Q_EMIT dataChanged(index(0), index(count() - 1), {LeavingRole});
    }
}

void MessageListModel::fetch(std::optional<MessageId> before, bool newer) {
    m_fetching = true;
    ListMessages list;
    list.contact = m_contact;
    list.before = before;
    list.limit = static_cast<std::uint32_t>(before ? pageSize : std::min(maxLimit, pageSize + m_missed));
    const auto generation = m_generation;
    m_courier.ask(list, this, [this, newer, generation](const Event& answer) {
        if (generation != m_generation) {
            return;
        }
        m_fetching = false;
        if (const auto* page = std::get_if<MessagesAnswer>(&answer)) {
            newer ? addNewer(page->messages) : addOlder(page->messages, page->more);
        } else if (newer) {
            jumpToNewest();  // the message that marked the place is gone
        }
        if (!m_loaded) {
            m_loaded = true;
            Q_EMIT loadedChanged();
        }
    });
}

void MessageListModel::addOlder(const std::vector<Message>& oldestFirst, bool more) {
    m_hasOlder = more;
    std::vector<Message> fresh;
    for (auto it = oldestFirst.rbegin(); it != oldestFirst.rend(); ++it) {
        if (std::ranges::find(m_messages, it->id, &Message::id) == m_messages.end()) {
            fresh.push_back(*it);
        }
    }
    if (!fresh.empty()) {
        const auto first = count();
        beginInsertRows({}, first, first + static_cast<int>(fresh.size()) - 1);
        m_messages.insert(m_messages.end(), fresh.begin(), fresh.end());
        endInsertRows();
        refresh(first - 1);
        markUnreadBorder();
    }
    refresh(count() - 1);
    dropNewest();
    Q_EMIT countChanged();
    Q_EMIT windowChanged();
}

void MessageListModel::addNewer(const std::vector<Message>& oldestFirst) {
    if (m_dropped.size() == 1) {
        m_missed = 0;
    }
    m_border = m_dropped.back();
    m_dropped.pop_back();
    std::deque<Message> fresh;
    for (const auto& message : oldestFirst) {
        if (std::ranges::find(m_messages, message.id, &Message::id) == m_messages.end()) {
            fresh.push_front(message);
        }
    }
    if (!fresh.empty()) {
        const auto size = static_cast<int>(fresh.size());
        beginInsertRows({}, 0, size - 1);
        m_messages.insert(m_messages.begin(), fresh.begin(), fresh.end());
        endInsertRows();
        refresh(size);
    }
    dropOldest();
    Q_EMIT countChanged();
    Q_EMIT windowChanged();
}

void MessageListModel::dropNewest() {
    if (count() <= maxHeld) {
        return;
    }
    while (count() > maxHeld) {
        m_dropped.push_back(m_border);
        m_border = at(pageSize - 1).id;
        beginRemoveRows({}, 0, pageSize - 1);
        m_messages.erase(m_messages.begin(), m_messages.begin() + pageSize);
        endRemoveRows();
    }
    refresh(0);
}

void MessageListModel::dropOldest() {
    while (count() > maxHeld) {
        const auto first = count() - pageSize;
        beginRemoveRows({}, first, count() - 1);
        m_messages.erase(m_messages.begin() + first, m_messages.end());
        endRemoveRows();
        m_hasOlder = true;
    }
}

void MessageListModel::hear(const Event& event) {
    if (const auto* added = std::get_if<MessageAdded>(&event)) {
        if (added->message.contact == m_contact) {
            add(added->message);
        }
    } else if (const auto* changed = std::get_if<MessageStateChanged>(&event)) {
        if (changed->contact == m_contact) {
            change(*changed);
        }
    } else if (const auto* removed = std::get_if<MessageRemoved>(&event)) {
        if (removed->contact == m_contact) {
            remove(removed->message);
        }
    }
}

void MessageListModel::add(const Message& message) {
    if (!m_loaded) {
        return;  // the first page, on its way, has it: the store knew it before we heard of it
    }
    if (std::ranges::find(m_messages, message.id, &Message::id) != m_messages.end()) {
        return;
    }
    if (!isAtNewest()) {
        ++m_missed;
        Q_EMIT arrived(message.mine);
        return;
    }
    beginInsertRows({}, 0, 0);
    m_messages.push_front(message);
    endInsertRows();
    refresh(1);
    if (message.mine) {
        clearUnreadBorder();
    }
    dropOldest();
    Q_EMIT countChanged();
    Q_EMIT arrived(message.mine);
}

void MessageListModel::remove(const MessageId& message) {
    const auto found = std::ranges::find(m_messages, message, &Message::id);
    if (found == m_messages.end()) {
        return;
    }
    const auto row = static_cast<int>(found - m_messages.begin());
    beginRemoveRows({}, row, row);
    m_messages.erase(found);
    endRemoveRows();
    refresh(row);
    refresh(row - 1);
    Q_EMIT countChanged();
}

void MessageListModel::change(const MessageStateChanged& change) {
    const auto found = std::ranges::find(m_messages, change.message, &Message::id);
    if (found == m_messages.end()) {
        return;
    }
    found->state = change.state;
    found->reason = change.reason;
    const auto row = index(static_cast<int>(found - m_messages.begin()));
    Q_EMIT dataChanged(row, row, {StageRole, ReasonRole});
}

void MessageListModel::markUnreadBorder() {
    if (m_unreadFrom || m_unread <= 0) {
        return;
    }
    int seen = 0;
    for (int row = 0; row < count(); ++row) {
        if (!at(row).mine && ++seen == m_unread) {
            m_unreadFrom = at(row).id;
            refresh(row);
            return;
        }
    }
}

void MessageListModel::clearUnreadBorder() {
    m_unread = 0;
    if (!m_unreadFrom) {
        return;
    }
    m_unreadFrom.reset();
    Q_EMIT dataChanged(index(0), index(count() - 1), {UnreadFromHereRole});
}

void MessageListModel::refresh(int row) {
    if (row >= 0 && row < count()) {
        Q_EMIT dataChanged(index(row), index(row));
    }
}

}  // namespace nightjar
