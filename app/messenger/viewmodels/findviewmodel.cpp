// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "findviewmodel.h"

#include <algorithm>

#include "names.h"

namespace nightjar {

namespace {
constexpr auto typingPause = std::chrono::milliseconds(150);
}

FindViewModel::FindViewModel(Courier& courier, ContactId contact, QObject* parent)
    : QObject(parent), m_courier(courier), m_contact(contact) {
    m_typing.setSingleShot(true);
    m_typing.setInterval(typingPause);
    connect(&m_typing, &QTimer::timeout, this, &FindViewModel::search);
}

void FindViewModel::setActive(bool active) {
    if (m_active == active) {
        return;
    }
    m_active = active;
    setKind({});
    setText({});
    Q_EMIT changed();
}

void FindViewModel::setText(const QString& text) {
    if (m_text == text) {
        return;
    }
    m_text = text;
    begin();
}

QString FindViewModel::kind() const {
    return toQt(kindName(m_kind));
}

void FindViewModel::setKind(const QString& kind) {
    auto wanted = SearchKind::Everything;
    for (int one = 0; one <= static_cast<int>(SearchKind::Places); ++one) {
        if (toQt(kindName(static_cast<SearchKind>(one))) == kind) {
            wanted = static_cast<SearchKind>(one);
        }
    }
    if (wanted != m_kind) {
        m_kind = wanted;
        begin();
    }
}

/// What is looked for is another now.
void FindViewModel::begin() {
    m_start.reset();
    ++m_question;
    if (m_text.trimmed().isEmpty() && m_kind == SearchKind::Everything) {
        m_typing.stop();
        m_found.clear();
        m_position = 0;
        m_searching = false;
    } else {
        m_searching = true;
        m_typing.start();
    }
    Q_EMIT changed();
}

void FindViewModel::older() {
    go(m_position >= count() ? 1 : m_position + 1);
}

void FindViewModel::newer() {
    go(m_position <= 1 ? count() : m_position - 1);
}

void FindViewModel::begin(const QString& text, const MessageId& at) {
    m_active = true;
    m_text = text;
    m_start = at;
    ++m_question;
    m_searching = true;
    m_typing.stop();
    search();
    Q_EMIT changed();
}

void FindViewModel::search() {
    SearchMessages search;
    search.text = m_text.toStdString();
    search.contact = m_contact;
    search.kind = m_kind;
    search.limit = maxFound;
    m_courier.ask(std::move(search), this, [this, question = m_question](const Event& answer) {
        if (question != m_question) {
            return;
        }
        m_searching = false;
        m_found.clear();
        if (const auto* page = std::get_if<MessagesAnswer>(&answer)) {
            std::ranges::transform(page->messages, std::back_inserter(m_found), &Message::id);
        }
        const auto start = m_start ? std::ranges::find(m_found, *m_start) : m_found.end();
        m_position = 0;
        go(start == m_found.end() ? 1 : static_cast<int>(start - m_found.begin()) + 1);
    });
}

void FindViewModel::go(int position) {
    m_position = m_found.empty() ? 0 : std::clamp(position, 1, count());
    if (m_position > 0) {
        Q_EMIT wanted(toQt(m_found[static_cast<std::size_t>(m_position) - 1]));
    }
    Q_EMIT changed();
}

}  // namespace nightjar
