// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "searchmodel.h"

#include <algorithm>

#include "names.h"
#include "texttools.h"

namespace nightjar {

namespace {

/// How long a pause in typing is before the store is asked.
constexpr auto typingPause = std::chrono::milliseconds(120);
/// Two lines of a list.
constexpr qsizetype snippetLength = 140;

enum class Section : std::uint8_t { Messages, Files, Links };
Section sectionOf(const Message& message) {
    if (message.kind == MessageKind::File || message.kind == MessageKind::Photo) {
        return Section::Files;
    }
    const bool link = message.kind == MessageKind::Text && message.text.find("://") != std::string::npos;
    return link ? Section::Links : Section::Messages;
}
QString sectionName(const Message& message) {
    switch (sectionOf(message)) {
        case Section::Files:
            return QStringLiteral("files");
        case Section::Links:
            return QStringLiteral("links");
        case Section::Messages:
            break;
    }
    return QStringLiteral("messages");
}

/// What the search looked at: of a file its name, too.
QString wordsOf(const Message& message) {
    const auto text = toQt(message.text);
    if (!message.attachment || message.kind == MessageKind::Note) {
        return text;
    }
    const auto name = toQt(message.attachment->name);
    return text.isEmpty() ? name : name + QStringLiteral(" · ") + text;
}

}  // namespace

SearchModel::SearchModel(Courier& courier, ChatListModel& chats, QObject* parent)
    : QAbstractListModel(parent), m_courier(courier), m_chats(chats) {
    m_typing.setSingleShot(true);
    m_typing.setInterval(typingPause);
    connect(&m_typing, &QTimer::timeout, this, &SearchModel::findMessages);
    connect(&m_chats, &ChatListModel::countChanged, this, &SearchModel::findChats);
    findChats();
}

int SearchModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant SearchModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const auto row = static_cast<std::size_t>(index.row());
    const bool isChat = row < m_chatsFound.size();
    const auto* message = isChat ? nullptr : &m_messages[row - m_chatsFound.size()];
    const auto id = isChat ? m_chatsFound[row] : message->contact;
    const auto* contact = m_chats.find(id);
    switch (role) {
        case SectionRole:
            return message                      ? sectionName(*message)
                   : m_text.trimmed().isEmpty() ? QStringLiteral("recent")
                                                : QStringLiteral("chats");
        case ContactRole:
            return toQt(id);
        case MessageRole:
            return message ? toQt(message->id) : QString();
        case Qt::DisplayRole:
        case NameRole:
            return contact ? toQt(contact->name) : QString();
        case InitialsRole:
            return contact ? initials(toQt(contact->name)) : QString();
        case TintRole:
            return tint(id);
        case SnippetRole:
            return message ? TextTools::marked(TextTools::around(wordsOf(*message), m_text, snippetLength), m_text)
                           : QString();
        case PlainRole:
            return message ? TextTools::around(wordsOf(*message), m_text, snippetLength) : QString();
        case MineRole:
            return message && message->mine;
        case TimeRole:
            return message ? toQt(message->time) : QDateTime();
        case KindRole:
            return message ? toQt(message->kind) : QString();
        default:
            return {};
    }
}

QHash<int, QByteArray> SearchModel::roleNames() const {
    return {{SectionRole, "section"},   {ContactRole, "contact"}, {MessageRole, "message"}, {NameRole, "name"},
            {InitialsRole, "initials"}, {TintRole, "tint"},       {SnippetRole, "snippet"}, {PlainRole, "plain"},
            {MineRole, "mine"},         {TimeRole, "time"},       {KindRole, "kind"}};
}

void SearchModel::setText(const QString& text) {
    if (m_text == text) {
        return;
    }
    const bool otherKind = m_text.trimmed().isEmpty() != text.trimmed().isEmpty();
    m_text = text;
    ++m_question;
    if (otherKind) {
        show({}, m_messages);  // the same chats are under another heading now
    }
    findChats();
    if (m_text.trimmed().isEmpty()) {
        m_typing.stop();
        show(m_chatsFound, {});
        setSearching(false);
    } else {
        m_typing.start();
        setSearching(true);
    }
    Q_EMIT textChanged();
}

QString SearchModel::contactAt(int row) const {
    return index(row).data(ContactRole).toString();
}

QString SearchModel::messageAt(int row) const {
    return index(row).data(MessageRole).toString();
}

void SearchModel::findChats() {
    show(m_chats.named(m_text, m_text.trimmed().isEmpty() ? maxRecent : -1), m_messages);
}

void SearchModel::findMessages() {
    SearchMessages search;
    search.text = m_text.toStdString();
    search.limit = maxMessages;
    m_courier.ask(std::move(search), this, [this, question = m_question](const Event& answer) {
        if (question != m_question) {
            return;
        }
        const auto* found = std::get_if<MessagesAnswer>(&answer);
        auto messages = found ? found->messages : std::vector<Message>();
        std::ranges::stable_sort(messages, {}, &sectionOf);
        show(m_chatsFound, std::move(messages));
        setSearching(false);
    });
}

void SearchModel::show(std::vector<ContactId> chats, std::vector<Message> messages) {
    const auto same = std::equal(messages.begin(), messages.end(), m_messages.begin(), m_messages.end(),
                                 [](const Message& a, const Message& b) { return a.id == b.id; });
    if (same && chats == m_chatsFound) {
        if (count() > 0) {
            Q_EMIT dataChanged(index(0), index(count() - 1));  // the marks follow the text
        }
        return;
    }
    beginResetModel();
    m_chatsFound = std::move(chats);
    m_messages = std::move(messages);
    endResetModel();
    Q_EMIT countChanged();
}

void SearchModel::setSearching(bool searching) {
    if (m_searching != searching) {
        m_searching = searching;
        Q_EMIT searchingChanged();
    }
}

}  // namespace nightjar
