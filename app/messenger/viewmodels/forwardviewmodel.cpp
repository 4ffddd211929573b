// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "forwardviewmodel.h"

#include <algorithm>

#include "names.h"

namespace nightjar {

ForwardViewModel::ForwardViewModel(Courier& courier, ChatListModel& chats, ContactId from, QObject* parent)
    : QAbstractListModel(parent), m_courier(courier), m_chats(chats), m_from(from) {
}

int ForwardViewModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant ForwardViewModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const auto& id = m_found[static_cast<std::size_t>(index.row())];
    const auto* contact = m_chats.find(id);
    const auto name = contact ? toQt(contact->name) : QString();
    switch (role) {
        case ContactRole:
            return toQt(id);
        case Qt::DisplayRole:
        case NameRole:
            return name;
        case InitialsRole:
            return initials(name);
        case TintRole:
            return tint(id);
        default:
            return {};
    }
}

QHash<int, QByteArray> ForwardViewModel::roleNames() const {
    return {{ContactRole, "contact"}, {NameRole, "name"}, {InitialsRole, "initials"}, {TintRole, "tint"}};
}

void ForwardViewModel::setText(const QString& text) {
    if (m_text != text) {
        m_text = text;
        find();
    }
}

void ForwardViewModel::setWithName(bool withName) {
    if (m_withName != withName) {
        m_withName = withName;
        Q_EMIT changed();
    }
}

QString ForwardViewModel::contactAt(int row) const {
    return row >= 0 && row < count() ? toQt(m_found[static_cast<std::size_t>(row)]) : QString();
}

void ForwardViewModel::begin(std::vector<MessageId> messages, bool nameable) {
    m_messages = std::move(messages);
    m_nameable = nameable;
    m_text.clear();
    m_withName = false;
    find();
}

void ForwardViewModel::send(const QString& contact) {
    const auto to = ContactId::parse(contact.toStdString());
    if (!to || m_messages.empty()) {
        return;
    }
    const auto last = m_messages.back();
    for (const auto& message : m_messages) {
        ForwardMessage command;
        command.contact = m_from;
        command.message = message;
        command.to = *to;
        command.withName = m_withName;
        m_courier.ask(command, this, [this, contact, isLast = message == last](const Event& answer) {
            if (const auto code = failureOf(answer); code != ErrorCode::None) {
                Q_EMIT failed(code);
            } else if (isLast) {
                Q_EMIT done(contact);
            }
        });
    }
    m_messages.clear();
    Q_EMIT changed();
}

void ForwardViewModel::find() {
    beginResetModel();
    m_found = m_chats.named(m_text, -1);
    std::erase_if(m_found, [this](const ContactId& id) {
        const auto* contact = m_chats.find(id);
        return !contact || contact->blocked || contact->state == ContactState::Gone ||
               contact->state == ContactState::Requested;
    });
    endResetModel();
    Q_EMIT changed();
}

}  // namespace nightjar
