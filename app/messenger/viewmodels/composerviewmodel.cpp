// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "composerviewmodel.h"

#include "names.h"

namespace nightjar {

namespace {

/// A crash costs no more than what was typed in this time.
constexpr auto keepAfter = std::chrono::milliseconds(500);

Quote quoteOf(const Message& message) {
    return {message.id, Quote::State::Present, message.mine, message.kind, oneLine(toQt(message.text)).toStdString()};
}

}  // namespace

bool ComposerViewModel::Draft::isSameAs(const Draft& other) const {
    const auto id = [](const std::optional<Quote>& about) {
        return about ? std::optional(about->message) : std::nullopt;
    };
    return text == other.text && id(quote) == id(other.quote) && editing == other.editing;
}

ComposerViewModel::ComposerViewModel(Courier& courier, MessageListModel& messages, const Contact& contact,
                                     QObject* parent)
    : QObject(parent), m_courier(courier), m_messages(messages), m_contact(contact.id) {
    adopt(contact);
    m_keepSoon.setSingleShot(true);
    m_keepSoon.setInterval(keepAfter);
    connect(&m_keepSoon, &QTimer::timeout, this, &ComposerViewModel::keep);
    connect(&m_messages, &MessageListModel::removed, this, &ComposerViewModel::forgetAbout);
}

ComposerViewModel::~ComposerViewModel() {
    sayTyping(false);
    if (m_keepSoon.isActive()) {
        keep();
    }
}

void ComposerViewModel::adopt(const Contact& contact) {
    if (m_touched) {
        return;
    }
    const auto stored = contact.draft.value_or(nightjar::Draft{});
    Draft draft{toQt(stored.text), stored.quote, stored.editing, {}};
    if (!draft.isSameAs(m_kept)) {
        m_kept = draft;
        put(std::move(draft));
    }
}

void ComposerViewModel::setText(const QString& text) {
    if (m_text == text) {
        return;
    }
    m_text = text;
    keepSoon();
    sayTyping(isSendable());
    Q_EMIT textChanged();
}

bool ComposerViewModel::isSendable() const {
    return !m_text.trimmed().isEmpty();
}

ComposerViewModel::Purpose ComposerViewModel::purpose() const {
    return m_editing ? Purpose::Editing : m_quote ? Purpose::Answering : Purpose::Writing;
}

QString ComposerViewModel::about() const {
    return m_editing ? toQt(*m_editing) : m_quote ? toQt(m_quote->message) : QString();
}

bool ComposerViewModel::isAboutMine() const {
    return m_editing || (m_quote && m_quote->mine);
}

QString ComposerViewModel::aboutKind() const {
    return toQt(m_quote && !m_editing ? m_quote->kind : MessageKind::Text);
}

QString ComposerViewModel::aboutPreview() const {
    if (!m_editing) {
        return m_quote ? oneLine(toQt(m_quote->preview)) : QString();
    }
    const auto* held = m_messages.find(*m_editing);
    return oneLine(held ? toQt(held->text) : m_before);
}

void ComposerViewModel::send() {
    const auto text = m_text.trimmed();
    if (text.isEmpty() || m_sending) {
        return;
    }
    if (text.toUtf8().size() > static_cast<qsizetype>(maxTextBytes)) {
        Q_EMIT failed(ErrorCode::MessageTooLong);
        return;
    }
    m_sending = true;
    m_typing = false;  // the message itself tells that
    if (!m_kept.isSameAs({})) {
        keepAs(text);  // what the store has is what it forgets with the message
    }
    if (m_editing) {
        EditMessage command;
        command.contact = m_contact;
        command.message = *m_editing;
        command.text = text.toStdString();
        m_courier.ask(std::move(command), this, [this](const Event& answer) { finish(answer); });
        return;
    }
    m_messages.jumpToNewest();
    SendText command;
    command.contact = m_contact;
    command.text = text.toStdString();
    command.quote = m_quote ? std::optional(m_quote->message) : std::nullopt;
    m_courier.ask(std::move(command), this, [this](const Event& answer) { finish(answer); });
}

void ComposerViewModel::finish(const Event& answer) {
    m_sending = false;
    if (const auto code = failureOf(answer); code != ErrorCode::None) {
        Q_EMIT failed(code);
        return;
    }
    m_kept = {};
    put(std::exchange(m_aside, std::nullopt).value_or(Draft{}));
    keep();
    Q_EMIT sent();
}

void ComposerViewModel::answer(const QString& message) {
    const auto* held = m_messages.find(message);
    if (!held || held->kind == MessageKind::Notice || held->kind == MessageKind::Call) {
        return;
    }
    if (m_editing) {
        put(std::exchange(m_aside, std::nullopt).value_or(Draft{}));
    }
    m_quote = quoteOf(*held);
    keepSoon();
    Q_EMIT purposeChanged();
}

void ComposerViewModel::edit(const QString& message) {
    const auto* held = m_messages.find(message);
    if (!held || !held->mine || held->kind != MessageKind::Text) {
        return;
    }
    if (!m_editing) {
        m_aside = Draft{m_text, m_quote, {}, {}};
    }
    const auto text = toQt(held->text);
    put({text, {}, held->id, text});
    keepSoon();
}

bool ComposerViewModel::editNewest() {
    const auto* newest = m_messages.isAtNewest() ? m_messages.newestOwnText() : nullptr;
    if (!newest) {
        return false;
    }
    edit(toQt(newest->id));
    return true;
}

void ComposerViewModel::dismiss() {
    if (m_editing) {
        put(std::exchange(m_aside, std::nullopt).value_or(Draft{}));
    } else if (m_quote) {
        m_quote.reset();
        Q_EMIT purposeChanged();
    }
    keepSoon();
}

void ComposerViewModel::forgetAbout(const MessageId& message) {
    if (m_editing == message || (m_quote && m_quote->message == message)) {
        dismiss();
    }
    if (m_aside && m_aside->quote && m_aside->quote->message == message) {
        m_aside->quote.reset();
    }
}

void ComposerViewModel::put(Draft draft) {
    m_text = std::move(draft.text);
    m_quote = std::move(draft.quote);
    m_editing = draft.editing;
    m_before = std::move(draft.before);
    sayTyping(false);
    Q_EMIT textChanged();
    Q_EMIT purposeChanged();
}

void ComposerViewModel::keepSoon() {
    m_touched = true;
    if (!m_keepSoon.isActive()) {
        m_keepSoon.start();
    }
}

void ComposerViewModel::keep() {
    keepAs(m_text);
}

void ComposerViewModel::keepAs(const QString& text) {
    m_keepSoon.stop();
    Draft draft{text, m_quote, m_editing, {}};
    if (draft.isSameAs(m_kept)) {
        return;
    }
    SetDraft set;
    set.contact = m_contact;
    set.text = text.toStdString();
    set.quote = m_quote ? std::optional(m_quote->message) : std::nullopt;
    set.editing = m_editing;
    m_courier.tell(set);
    m_kept = std::move(draft);
}

void ComposerViewModel::sayTyping(bool typing) {
    if (typing || m_typing) {
        m_courier.tell(SetTyping{m_contact, typing});
    }
    m_typing = typing;
}

}  // namespace nightjar
