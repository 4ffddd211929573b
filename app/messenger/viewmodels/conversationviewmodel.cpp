// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "conversationviewmodel.h"

#include "clipboard.h"
#include "names.h"

namespace nightjar {

ConversationViewModel::ConversationViewModel(Courier& courier, ChatListModel& chats, UndoViewModel& undo,
                                             const Contact& contact, VideoPort* videos, Camera* camera, QObject* parent)
    : QObject(parent),
      m_courier(courier),
      m_chats(chats),
      m_id(contact.id),
      m_contact(contact),
      m_messages(courier, contact.id, static_cast<int>(contact.unread)),
      m_composer(courier, m_messages, contact),
      m_selection(m_messages),
      m_forwarding(courier, chats, contact.id),
      m_history(courier, contact.id),
      m_find(courier, contact.id),
      m_attachments(courier, contact.id, videos),
      m_notes(courier, m_messages, contact),
      m_camera(camera),
      m_undo(undo),
      m_path(toQt(pathName(Path::None))) {
    connect(&m_composer, &ComposerViewModel::failed, this, &ConversationViewModel::complain);
    connect(&m_composer, &ComposerViewModel::sent, this, &ConversationViewModel::dismissProblem);
    connect(&m_forwarding, &ForwardViewModel::failed, this, &ConversationViewModel::complain);
    connect(&m_find, &FindViewModel::wanted, &m_messages, &MessageListModel::jumpTo);
    connect(&m_courier, &Courier::news, this, &ConversationViewModel::hear);
    connect(&m_camera, &CameraViewModel::photographed, m_attachments.tray(), &FileTray::addPicture);
    connect(m_attachments.tray(), &FileTray::sent, &m_messages, &MessageListModel::jumpToNewest);
    connect(&m_messages, &MessageListModel::arrived, this, [this](bool mine) {
        if (m_watched && !mine) {
            markRead();
        }
    });
    connect(&m_chats, &ChatListModel::contactChanged, this, [this](const ContactId& changed) {
        if (const auto* known = changed == m_id ? m_chats.find(m_id) : nullptr) {
            m_contact = *known;
            m_composer.adopt(m_contact);
            Q_EMIT contactChanged();
        }
    });
    connect(&m_chats, &ChatListModel::clearingChanged, this,
            [this] { m_messages.setAllLeaving(m_chats.clearing() == m_id); });
    GetLinkInfo link;
    link.contact = m_id;
    m_courier.ask(link, this, [this](const Event& answer) {
        if (const auto* info = std::get_if<LinkInfoAnswer>(&answer)) {
            m_path = toQt(pathName(info->info.path));
            Q_EMIT pathChanged();
        }
    });
}

ConversationViewModel::~ConversationViewModel() {
    if (m_deleting) {
        m_undo.settle();
    }
}

QString ConversationViewModel::contact() const {
    return toQt(m_id);
}

QString ConversationViewModel::name() const {
    return toQt(m_contact.name);
}

QString ConversationViewModel::initialsOfName() const {
    return initials(name());
}

int ConversationViewModel::tintOfContact() const {
    return tint(m_id);
}

QString ConversationViewModel::contactState() const {
    return toQt(stateName(m_contact.state));
}

void ConversationViewModel::setWatched(bool watched) {
    if (m_watched == watched) {
        return;
    }
    m_watched = watched;
    Q_EMIT watchedChanged();
    if (m_watched && m_contact.unread > 0) {
        markRead();
    }
}

void ConversationViewModel::resend(const QString& message) {
    if (const auto* failed = m_messages.find(message)) {
        ResendMessage command;
        command.message = failed->id;
        order(command);
    }
}

void ConversationViewModel::react(const QString& message, const QString& emoji) {
    const auto* under = m_messages.find(message);
    if (!under || emoji.isEmpty()) {
        return;
    }
    ReactToMessage command;
    command.message = under->id;
    for (const auto& reaction : under->reactions) {
        if (reaction.mine) {
            command.emoji.push_back(reaction.emoji);
        }
    }
    if (std::erase(command.emoji, emoji.toStdString()) == 0) {
        command.emoji.push_back(emoji.toStdString());
        if (command.emoji.size() > maxReactions) {
            command.emoji.erase(command.emoji.begin());
        }
    }
    order(std::move(command));
}

void ConversationViewModel::followQuote(const QString& message) {
    const auto* quoting = m_messages.find(message);
    if (!quoting || !quoting->quote || quoting->quote->state != Quote::State::Present) {
        return;
    }
    m_returns.push_back(message);
    Q_EMIT returnChanged();
    m_messages.jumpTo(toQt(quoting->quote->message));
}

void ConversationViewModel::goBack() {
    if (!m_returns.empty()) {
        const auto message = m_returns.back();
        m_returns.pop_back();
        Q_EMIT returnChanged();
        m_messages.jumpTo(message);
    }
}

void ConversationViewModel::jumpToNewest() {
    m_returns.clear();
    Q_EMIT returnChanged();
    m_messages.jumpToNewest();
}

void ConversationViewModel::beginForward(const QString& message) {
    if (const auto* held = m_messages.find(message)) {
        m_forwarding.begin({held->id}, held->kind == MessageKind::Text);
    }
}

void ConversationViewModel::beginForwardSelected() {
    m_forwarding.begin(m_selection.ids(), m_selection.hasText());
}

void ConversationViewModel::copySelected() {
    copySensitive(m_selection.texts());
    m_selection.end();
}

void ConversationViewModel::removeSelected(bool both) {
    removeAll(m_selection.ids(), both);
    m_selection.end();
}

void ConversationViewModel::remove(const QString& message, bool both) {
    if (const auto id = MessageId::parse(message.toStdString())) {
        removeAll({*id}, both);
    }
}

void ConversationViewModel::removeAll(const std::vector<MessageId>& messages, bool both) {
    UndoViewModel::Deletion deletion;
    deletion.what = QStringLiteral("message");
    deletion.count = static_cast<int>(messages.size());
    deletion.commit = [this, messages, both] {
        m_deleting = false;
        for (const auto& message : messages) {
            DeleteMessage command;
            command.message = message;
            command.both = both;
            m_courier.ask(command, this, [this, message](const Event& answer) {
                if (const auto code = failureOf(answer); code != ErrorCode::None) {
                    m_messages.setLeaving({message}, false);
                    complain(code);
                }
            });
        }
    };
    deletion.revert = [this, messages] {
        m_deleting = false;
        m_messages.setLeaving(messages, false);
    };
    m_undo.begin(std::move(deletion));
    m_deleting = true;
    m_messages.setLeaving(messages, true);
}

void ConversationViewModel::copy(const QString& message) {
    if (const auto* found = m_messages.find(message)) {
        copySensitive(toQt(found->text));
    }
}

void ConversationViewModel::acceptContact() {
    order(AcceptContact{});
}

void ConversationViewModel::refuseContact() {
    order(RefuseContact{});
}

void ConversationViewModel::setBlocked(bool blocked) {
    blocked ? order(BlockContact{}) : order(UnblockContact{});
}

void ConversationViewModel::dismissProblem() {
    if (!m_problem.isEmpty()) {
        m_problem.clear();
        Q_EMIT problemChanged();
    }
}

void ConversationViewModel::hear(const Event& event) {
    if (const auto* link = std::get_if<LinkStateChanged>(&event); link && link->contact == m_id) {
        m_path = toQt(pathName(link->path));
        Q_EMIT pathChanged();
    }
}

void ConversationViewModel::complain(ErrorCode code) {
    if (code != ErrorCode::None) {
        m_problem = toQt(code);
        Q_EMIT problemChanged();
    }
}

void ConversationViewModel::markRead() {
    m_contact.unread = 0;  // the store will say so in a moment; until then it is not asked again
    m_courier.tell(MarkRead{m_id});
    Q_EMIT contactChanged();
}

}  // namespace nightjar
