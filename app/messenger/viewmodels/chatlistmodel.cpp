// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "chatlistmodel.h"

#include <algorithm>

#include "names.h"

namespace nightjar {

namespace {

QString lineOf(const Message& message) {
    const auto& text = message.text.empty() && message.attachment ? message.attachment->name : message.text;
    return oneLine(toQt(text));
}

}  // namespace

ChatListModel::ChatListModel(Courier& courier, QObject* parent) : QAbstractListModel(parent), m_courier(courier) {
    // After a message the store knows better than we how many are unread; one question answers for many messages.
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(std::chrono::milliseconds(50));
    connect(&m_refresh, &QTimer::timeout, this, &ChatListModel::reload);
    connect(&m_courier, &Courier::news, this, &ChatListModel::hear);
    reload();
}

int ChatListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant ChatListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const auto* contact = find(m_shown[static_cast<std::size_t>(index.row())]);
    if (!contact) {
        return {};
    }
    const auto& last = contact->last;
    switch (role) {
        case Qt::DisplayRole:
        case NameRole:
            return toQt(contact->name);
        case ContactRole:
            return toQt(contact->id);
        case InitialsRole:
            return initials(toQt(contact->name));
        case TintRole:
            return tint(contact->id);
        case ContactStateRole:
            return toQt(stateName(contact->state));
        case BlockedRole:
            return contact->blocked;
        case HasLastRole:
            return last.has_value();
        case LastTextRole:
            return last ? lineOf(*last) : QString();
        case LastKindRole:
            return last ? toQt(last->kind) : QString();
        case LastMineRole:
            return last && last->mine;
        case LastStateRole:
            return last ? toQt(stateName(last->state)) : QString();
        case LastTimeRole:
            return last ? toQt(last->time) : QDateTime();
        case UnreadRole:
            return static_cast<int>(contact->unread);
        case DraftRole:
            return contact->draft ? oneLine(toQt(contact->draft->text)) : QString();
        case TypingRole:
            return isTyping(contact->id);
        default:
            return {};
    }
}

QHash<int, QByteArray> ChatListModel::roleNames() const {
    return {{ContactRole, "contact"},
            {NameRole, "name"},
            {InitialsRole, "initials"},
            {TintRole, "tint"},
            {ContactStateRole, "contactState"},
            {BlockedRole, "blocked"},
            {HasLastRole, "hasLast"},
            {LastTextRole, "lastText"},
            {LastKindRole, "lastKind"},
            {LastMineRole, "lastMine"},
            {LastStateRole, "lastState"},
            {LastTimeRole, "lastTime"},
            {UnreadRole, "unread"},
            {DraftRole, "draft"},
            {TypingRole, "typing"}};
}

int ChatListModel::unread() const {
    std::int64_t sum = 0;
    for (const auto& contact : m_contacts) {
        sum += contact.id == m_leaving ? 0 : contact.unread;
    }
    return static_cast<int>(sum);
}

const Contact* ChatListModel::find(const ContactId& id) const {
    const auto found = std::ranges::find(m_contacts, id, &Contact::id);
    return found == m_contacts.end() ? nullptr : &*found;
}

QString ChatListModel::contactAt(int row) const {
    return row >= 0 && row < count() ? toQt(m_shown[static_cast<std::size_t>(row)]) : QString();
}

int ChatListModel::rowOf(const QString& contact) const {
    const auto id = ContactId::parse(contact.toStdString());
    const auto found = id ? std::ranges::find(m_shown, *id) : m_shown.end();
    return found == m_shown.end() ? -1 : static_cast<int>(found - m_shown.begin());
}

std::vector<ContactId> ChatListModel::named(const QString& text, int most) const {
    std::vector<ContactId> out;
    for (const auto& id : m_shown) {
        if (most >= 0 && static_cast<int>(out.size()) >= most) {
            break;
        }
        if (toQt(find(id)->name).contains(text.trimmed(), Qt::CaseInsensitive)) {
            out.push_back(id);
        }
    }
    return out;
}

void ChatListModel::setLeaving(std::optional<ContactId> contact) {
    m_leaving = contact;
    arrange();
    Q_EMIT unreadChanged();
    if (m_leaving) {
        Q_EMIT contactLeaving(*m_leaving);
    }
}

void ChatListModel::setClearing(std::optional<ContactId> contact) {
    m_clearing = contact;
    Q_EMIT clearingChanged();
}

bool ChatListModel::isTyping(const ContactId& contact) const {
    return std::ranges::find(m_typing, contact) != m_typing.end();
}

void ChatListModel::reload() {
    m_courier.ask(ListContacts{}, this, [this](const Event& answer) {
        if (const auto* contacts = std::get_if<ContactsAnswer>(&answer)) {
            reset(contacts->contacts);
        }
    });
}

void ChatListModel::hear(const Event& event) {
    if (const auto* added = std::get_if<ContactAdded>(&event)) {
        put(added->contact);
    } else if (const auto* changed = std::get_if<ContactChanged>(&event)) {
        put(changed->contact);
    } else if (const auto* removed = std::get_if<ContactRemoved>(&event)) {
        remove(removed->contact);
    } else if (const auto* message = std::get_if<MessageAdded>(&event)) {
        hearMessage(message->message);
    } else if (const auto* state = std::get_if<MessageStateChanged>(&event)) {
        amend(state->contact, state->message, [state](Message& last) {
            last.state = state->state;
            last.reason = state->reason;
        });
    } else if (const auto* other = std::get_if<MessageChanged>(&event)) {
        amend(other->message.contact, other->message.id, [other](Message& last) { last = other->message; });
    } else if (const auto* typing = std::get_if<TypingChanged>(&event)) {
        hearTyping(*typing);
    } else if (std::holds_alternative<MessageRemoved>(event) || std::holds_alternative<ChatCleared>(event)) {
        m_refresh.start();
    }
}

void ChatListModel::amend(const ContactId& contact, const MessageId& message,
                          const std::function<void(Message&)>& change) {
    const auto found = std::ranges::find(m_contacts, contact, &Contact::id);
    if (found != m_contacts.end() && found->last && found->last->id == message) {
        change(*found->last);
        touch(contact);
    }
}

void ChatListModel::hearTyping(const TypingChanged& change) {
    std::erase(m_typing, change.contact);
    if (change.typing) {
        m_typing.push_back(change.contact);
    }
    touch(change.contact);
}

void ChatListModel::hearMessage(const Message& message) {
    if (!message.mine) {
        std::erase(m_typing, message.contact);  // that is what they were writing
    }
    const auto found = std::ranges::find(m_contacts, message.contact, &Contact::id);
    if (found != m_contacts.end() && (!found->last || found->last->time <= message.time)) {
        found->last = message;
        // The most recently active first, as in the store's own order.
        std::rotate(m_contacts.begin(), found, found + 1);
        arrange();
        touch(message.contact);
    }
    m_refresh.start();
}

void ChatListModel::put(const Contact& contact) {
    const auto found = std::ranges::find(m_contacts, contact.id, &Contact::id);
    if (found == m_contacts.end()) {
        m_contacts.insert(m_contacts.begin(), contact);
    } else {
        *found = contact;
    }
    arrange();
    touch(contact.id);
    Q_EMIT unreadChanged();
}

void ChatListModel::remove(const ContactId& contact) {
    std::erase_if(m_contacts, [&](const Contact& c) { return c.id == contact; });
    if (m_leaving == contact) {
        m_leaving.reset();
    }
    std::erase(m_typing, contact);
    arrange();
    Q_EMIT contactRemoved(contact);
    Q_EMIT unreadChanged();
}

void ChatListModel::reset(std::vector<Contact> contacts) {
    m_contacts = std::move(contacts);
    arrange();
    if (!m_shown.empty()) {
        Q_EMIT dataChanged(index(0), index(count() - 1));
    }
    for (const auto& contact : m_contacts) {
        Q_EMIT contactChanged(contact.id);
    }
    Q_EMIT unreadChanged();
    if (!m_loaded) {
        m_loaded = true;
        Q_EMIT loadedChanged();
    }
}

void ChatListModel::arrange() {
    std::vector<ContactId> wanted;
    for (const auto& contact : m_contacts) {
        if (contact.id != m_leaving) {
            wanted.push_back(contact.id);
        }
    }
    for (auto row = count() - 1; row >= 0; --row) {
        if (std::ranges::find(wanted, m_shown[static_cast<std::size_t>(row)]) == wanted.end()) {
            beginRemoveRows({}, row, row);
            m_shown.erase(m_shown.begin() + row);
            endRemoveRows();
        }
    }
    for (int row = 0; row < static_cast<int>(wanted.size()); ++row) {
        const auto& id = wanted[static_cast<std::size_t>(row)];
        const auto at = static_cast<int>(std::ranges::find(m_shown, id) - m_shown.begin());
        if (at == count()) {
            beginInsertRows({}, row, row);
            m_shown.insert(m_shown.begin() + row, id);
            endInsertRows();
        } else if (at != row) {
            // Everything before `row` is in place already, so a row only ever moves up.
            beginMoveRows({}, at, at, {}, row);
            std::rotate(m_shown.begin() + row, m_shown.begin() + at, m_shown.begin() + at + 1);
            endMoveRows();
        }
    }
    Q_EMIT countChanged();
}

void ChatListModel::touch(const ContactId& contact) {
    const auto row = rowOf(toQt(contact));
    if (row >= 0) {
        Q_EMIT dataChanged(index(row), index(row));
    }
    Q_EMIT contactChanged(contact);
}

}  // namespace nightjar
