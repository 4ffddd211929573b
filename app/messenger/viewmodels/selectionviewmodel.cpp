// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "selectionviewmodel.h"

#include <algorithm>

#include "names.h"

namespace nightjar {

namespace {

bool isText(const Message& message) {
    return message.kind == MessageKind::Text;
}

bool canGoOn(const Message& message) {
    switch (message.kind) {
        case MessageKind::Call:
        case MessageKind::Notice:
            return false;
        case MessageKind::File:
        case MessageKind::Photo:
            return message.attachment && message.attachment->readable;
        case MessageKind::Note:
            return message.note && message.note->playable;
        default:
            return true;
    }
}

}  // namespace

SelectionViewModel::SelectionViewModel(MessageListModel& messages, QObject* parent)
    : QObject(parent), m_messages(messages) {
    connect(&m_messages, &MessageListModel::removed, this, &SelectionViewModel::drop);
}

bool SelectionViewModel::isCopyable() const {
    return !m_chosen.empty() && std::ranges::all_of(m_chosen, isText);
}

bool SelectionViewModel::isForwardable() const {
    return !m_chosen.empty() && std::ranges::all_of(m_chosen, canGoOn);
}

bool SelectionViewModel::hasText() const {
    return std::ranges::any_of(m_chosen, isText);
}

bool SelectionViewModel::isOurs() const {
    return !m_chosen.empty() && std::ranges::all_of(m_chosen, [](const Message& message) {
        return message.mine && message.kind != MessageKind::Call;
    });
}

std::vector<MessageId> SelectionViewModel::ids() const {
    std::vector<MessageId> out;
    std::ranges::transform(m_chosen, std::back_inserter(out), &Message::id);
    return out;
}

QString SelectionViewModel::texts() const {
    QStringList out;
    for (const auto& message : m_chosen) {
        out.append(toQt(message.text));
    }
    return out.join(QStringLiteral("\n\n"));
}

void SelectionViewModel::begin(const QString& message) {
    m_active = true;
    m_chosen.clear();
    toggle(message);
}

void SelectionViewModel::toggle(const QString& message) {
    const auto* held = m_active ? m_messages.find(message) : nullptr;
    if (!held) {
        return;
    }
    if (std::erase_if(m_chosen, [held](const Message& one) { return one.id == held->id; }) == 0 && count() < most) {
        m_chosen.insert(std::ranges::upper_bound(m_chosen, held->time, {}, &Message::time), *held);
    }
    m_active = !m_chosen.empty();
    tell();
}

void SelectionViewModel::end() {
    m_active = false;
    m_chosen.clear();
    tell();
}

void SelectionViewModel::drop(const MessageId& message) {
    if (std::erase_if(m_chosen, [&](const Message& one) { return one.id == message; }) > 0) {
        m_active = !m_chosen.empty();
        tell();
    }
}

void SelectionViewModel::tell() {
    m_messages.setSelected(ids());
    Q_EMIT changed();
}

}  // namespace nightjar
