// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "messagelistmodel.h"

#include <QDateTime>
#include <algorithm>

#include "messagevalue.h"
#include "names.h"

namespace nightjar {

namespace {

/// A pause longer than this between two messages of the same person starts a new group.
constexpr auto groupGap = std::chrono::minutes(5);

bool sameDay(const Message& a, const Message& b) {
    return toQt(a.time).date() == toQt(b.time).date();
}

bool sameGroup(const Message& older, const Message& newer) {
    return older.mine == newer.mine && older.author == newer.author && older.kind == newer.kind &&
           sameDay(older, newer) && newer.time - older.time < groupGap;
}

}  // namespace

MessageListModel::MessageListModel(Courier& courier, ContactId contact, int unread, QObject* parent)
    : QAbstractListModel(parent), m_courier(courier), m_contact(contact), m_unread(unread) {
    connect(&m_courier, &Courier::news, this, &MessageListModel::hear);
    fetchOlder();
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
        case DayStartRole:
            return row + 1 < count() ? !sameDay(at(row + 1), message) : !m_hasOlder;
        case GroupStartRole:
            return row + 1 >= count() || !sameGroup(at(row + 1), message);
        case GroupEndRole:
            return row == 0 || !sameGroup(message, at(row - 1));
        case UnreadFromHereRole:
            return m_unreadFrom == message.id;
        case LeavingRole:
            return m_allLeaving || std::ranges::find(m_leaving, message.id) != m_leaving.end();
        case AttachmentRole:
            return QVariant::fromValue(factsOf(message, m_meters.rate(message.id)));
        case SelectedRole:
            return std::ranges::find(m_selected, message.id) != m_selected.end();
        case NoteRole:
            return QVariant::fromValue(noteFactsOf(message));
        default:
            return messageValue(message, role);
    }
}

QHash<int, QByteArray> MessageListModel::roleNames() const {
    auto names = messageValueNames();
    names.insert({{DayStartRole, "dayStart"},
                  {GroupStartRole, "groupStart"},
                  {GroupEndRole, "groupEnd"},
                  {UnreadFromHereRole, "unreadFromHere"},
                  {LeavingRole, "leaving"},
                  {AttachmentRole, "attachment"},
                  {SelectedRole, "selected"},
                  {NoteRole, "note"}});
    return names;
}

bool MessageListModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && m_hasOlder && !m_fetching;
}

void MessageListModel::fetchMore(const QModelIndex& parent) {
    if (canFetchMore(parent) && !m_messages.empty()) {
        fetchOlder();
    }
}

void MessageListModel::fetchNewer() {
    if (m_fetching || !m_hasNewer || m_messages.empty()) {
        return;
    }
    ListMessages list;
    list.from = m_messages.front().id;
    list.limit = pageSize + 1;  // that one is held already
    ask(
        list, [this](const MessagesAnswer& page) { addNewer(page); }, [this] { jumpToNewest(); });
}

void MessageListModel::jumpToNewest() {
    if (!isAtNewest()) {
        startAtNewest();
    }
}

void MessageListModel::startAtNewest() {
    ++m_generation;
    ListMessages list;
    list.limit = pageSize;
    ask(list, [this](const MessagesAnswer& page) {
        m_hasNewer = false;
        reset(page.messages);
        m_hasOlder = page.more;
        Q_EMIT windowChanged();
    });
}

void MessageListModel::jumpTo(const QString& message) {
    const auto id = MessageId::parse(message.toStdString());
    if (!id) {
        return;
    }
    if (const auto* held = find(message)) {
        Q_EMIT found(rowOf(held->id), message);
        return;
    }
    ++m_generation;
    ListMessages list;
    list.from = id;
    list.limit = pageSize;
    ask(
        list, [this, id = *id](const MessagesAnswer& page) { startAt(id, page); }, [this] { Q_EMIT missing(); });
}

const Message* MessageListModel::find(const QString& message) const {
    const auto id = MessageId::parse(message.toStdString());
    return id ? find(*id) : nullptr;
}

const Message* MessageListModel::find(const MessageId& message) const {
    const auto row = rowOf(message);
    return row < 0 ? nullptr : &at(row);
}

const Message* MessageListModel::newerThan(const MessageId& message) const {
    const auto row = rowOf(message);
    return row > 0 ? &at(row - 1) : nullptr;
}

const Message* MessageListModel::newestOwnText() const {
    const auto found = std::ranges::find_if(
        m_messages, [](const Message& message) { return message.mine && message.kind == MessageKind::Text; });
    return found == m_messages.end() ? nullptr : &*found;
}

int MessageListModel::rowOf(const MessageId& message) const {
    const auto found = std::ranges::find(m_messages, message, &Message::id);
    return found == m_messages.end() ? -1 : static_cast<int>(found - m_messages.begin());
}

void MessageListModel::setLeaving(const std::vector<MessageId>& messages, bool leaving) {
    for (const auto& message : messages) {
        std::erase(m_leaving, message);
        if (leaving) {
            m_leaving.push_back(message);
        }
    }
    if (count() > 0) {
        Q_EMIT dataChanged(index(0), index(count() - 1), {LeavingRole});
    }
}

void MessageListModel::setAllLeaving(bool leaving) {
    m_allLeaving = leaving;
    if (count() > 0) {
        Q_EMIT dataChanged(index(0), index(count() - 1), {LeavingRole});
    }
}

void MessageListModel::setSelected(const std::vector<MessageId>& messages) {
    m_selected = messages;
    if (count() > 0) {
        Q_EMIT dataChanged(index(0), index(count() - 1), {SelectedRole});
    }
}

void MessageListModel::ask(const ListMessages& question, const std::function<void(const MessagesAnswer&)>& use,
                           const std::function<void()>& failed) {
    m_fetching = true;
    auto list = question;
    list.contact = m_contact;
    m_courier.ask(std::move(list), this, [this, use, failed, generation = m_generation](const Event& answer) {
        if (generation != m_generation) {
            return;
        }
        m_fetching = false;
        if (const auto* page = std::get_if<MessagesAnswer>(&answer)) {
            use(*page);
        } else if (failed) {
            failed();
        }
        if (!m_loaded) {
            m_loaded = true;
            Q_EMIT loadedChanged();
        }
    });
}

void MessageListModel::fetchOlder() {
    ListMessages list;
    const bool first = m_messages.empty();
    list.before = first ? std::nullopt : std::optional(m_messages.back().id);
    list.limit =
        static_cast<std::uint32_t>(first ? std::clamp(m_unread + pageSize / 2, pageSize, maxFirstPage) : pageSize);
    ask(list, [this](const MessagesAnswer& page) { addOlder(page); });
}

void MessageListModel::startAt(const MessageId& message, const MessagesAnswer& page) {
    m_hasNewer = page.more;
    reset(page.messages);
    // The other half of the window, on which the message itself is in the middle.
    m_hasOlder = true;
    ListMessages list;
    list.before = message;
    list.limit = pageSize;
    const auto place = count() - 1;
    ask(list, [this, message, place](const MessagesAnswer& older) {
        addOlder(older);
        if (count() == 0) {
            Q_EMIT missing();
            return;
        }
        const auto row = rowOf(message);
        Q_EMIT found(row >= 0 ? row : std::clamp(place, 0, count() - 1), toQt(message));
    });
}

void MessageListModel::reset(const std::vector<Message>& oldestFirst) {
    beginResetModel();
    m_messages.assign(oldestFirst.rbegin(), oldestFirst.rend());
    endResetModel();
    Q_EMIT countChanged();
    Q_EMIT windowChanged();
}

void MessageListModel::addOlder(const MessagesAnswer& page) {
    m_hasOlder = page.more;
    std::vector<Message> fresh;
    std::copy_if(page.messages.rbegin(), page.messages.rend(), std::back_inserter(fresh),
                 [this](const Message& message) { return rowOf(message.id) < 0; });
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

void MessageListModel::addNewer(const MessagesAnswer& page) {
    m_hasNewer = page.more;
    std::deque<Message> fresh;
    for (const auto& message : page.messages) {
        if (rowOf(message.id) < 0) {
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
        m_hasNewer = true;
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
            Q_EMIT this->removed(removed->message);
        }
    } else if (const auto* cleared = std::get_if<ChatCleared>(&event)) {
        if (cleared->contact == m_contact) {
            m_allLeaving = false;
            startAtNewest();
        }
    } else if (const auto* moved = std::get_if<TransferChanged>(&event)) {
        if (moved->contact == m_contact) {
            change(*moved);
        }
    } else if (const auto* other = std::get_if<MessageChanged>(&event)) {
        if (other->message.contact == m_contact) {
            replace(other->message);
        }
    }
}

void MessageListModel::add(const Message& message) {
    if (!m_loaded) {
        return;  // the first page, on its way, has it: the store knew it before we heard of it
    }
    if (rowOf(message.id) >= 0) {
        return;
    }
    if (!isAtNewest()) {
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
    std::erase(m_leaving, message);
    const auto row = rowOf(message);
    if (row < 0) {
        return;
    }
    beginRemoveRows({}, row, row);
    m_messages.erase(m_messages.begin() + row);
    endRemoveRows();
    refresh(row);
    refresh(row - 1);
    Q_EMIT countChanged();
}

void MessageListModel::change(const MessageStateChanged& change) {
    const auto row = rowOf(change.message);
    if (row < 0) {
        return;
    }
    auto& message = m_messages[static_cast<std::size_t>(row)];
    message.state = change.state;
    message.reason = change.reason;
    Q_EMIT dataChanged(index(row), index(row), {StageRole, ReasonRole});
}

void MessageListModel::change(const TransferChanged& change) {
    const auto row = rowOf(change.message);
    if (row >= 0 && apply(change, m_messages[static_cast<std::size_t>(row)])) {
        m_meters.note(change, fromUnixMs(QDateTime::currentMSecsSinceEpoch()));
        Q_EMIT dataChanged(index(row), index(row), {AttachmentRole, NoteRole});
    }
}

void MessageListModel::replace(const Message& message) {
    const auto row = rowOf(message.id);
    if (row >= 0) {
        m_messages[static_cast<std::size_t>(row)] = message;
        refresh(row);
    }
}

void MessageListModel::jumpToUnread() {
    if (m_unreadFrom) {
        jumpTo(toQt(*m_unreadFrom));
    } else if (m_unread > 0 && !m_seeking) {
        m_seeking = true;
        seekUnread({}, 0);
    }
}

void MessageListModel::seekUnread(const std::optional<MessageId>& before, int seen) {
    constexpr std::uint32_t largestPage = 500;
    ListMessages list;
    list.contact = m_contact;
    list.before = before;
    list.limit = largestPage;
    m_courier.ask(std::move(list), this, [this, seen](const Event& answer) {
        const auto* page = std::get_if<MessagesAnswer>(&answer);
        if (!page || page->messages.empty()) {
            m_seeking = false;
            return;
        }
        int count = seen;
        const auto& messages = page->messages;
        const auto first = std::find_if(messages.rbegin(), messages.rend(),
                                        [&](const Message& message) { return !message.mine && ++count == m_unread; });
        if (first == messages.rend() && page->more) {
            return seekUnread(messages.front().id, count);
        }
        m_seeking = false;
        m_unreadFrom = first == messages.rend() ? messages.front().id : first->id;
        Q_EMIT windowChanged();
        jumpTo(toQt(*m_unreadFrom));
    });
}

void MessageListModel::markUnreadBorder() {
    if (m_unreadFrom || m_unread <= 0 || !isAtNewest()) {
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
    if (!m_hasOlder) {
        m_unread = 0;  // they were deleted since
    }
}

void MessageListModel::clearUnreadBorder() {
    m_unread = 0;
    if (m_unreadFrom) {
        m_unreadFrom.reset();
        Q_EMIT dataChanged(index(0), index(count() - 1), {UnreadFromHereRole});
    }
    Q_EMIT windowChanged();
}

void MessageListModel::refresh(int row) {
    if (row >= 0 && row < count()) {
        Q_EMIT dataChanged(index(row), index(row));
    }
}

}  // namespace nightjar
