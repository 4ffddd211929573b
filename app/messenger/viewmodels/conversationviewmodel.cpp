// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "conversationviewmodel.h"

#include <QClipboard>
#include <QGuiApplication>

#include "names.h"

namespace nightjar {

namespace {

std::string draftKey(const ContactId& contact) {
    return "draft." + contact.toString();
}

}  // namespace

ConversationViewModel::ConversationViewModel(Courier& courier, ChatListModel& chats, UndoViewModel& undo,
                                             const Contact& contact, QObject* parent)
    : QObject(parent),
      m_courier(courier),
      m_chats(chats),
      m_id(contact.id),
      m_contact(contact),
      m_messages(courier, contact.id, static_cast<int>(contact.unread)),
      m_find(courier, contact.id),
      m_attachments(courier, contact.id),
      m_undo(undo),
      m_path(toQt(pathName(Path::None))) {
    m_draftTimer.setSingleShot(true);
    m_draftTimer.setInterval(std::chrono::milliseconds(500));
    connect(&m_draftTimer, &QTimer::timeout, this, &ConversationViewModel::keepDraft);
    connect(&m_find, &FindViewModel::wanted, &m_messages, &MessageListModel::jumpTo);
    connect(&m_courier, &Courier::news, this, &ConversationViewModel::hear);
    connect(m_attachments.tray(), &FileTray::sent, &m_messages, &MessageListModel::jumpToNewest);
    connect(&m_messages, &MessageListModel::arrived, this, [this](bool mine) {
        if (m_watched && !mine) {
            markRead();
        }
    });
    connect(&m_chats, &ChatListModel::contactChanged, this, [this](const ContactId& changed) {
        if (const auto* known = changed == m_id ? m_chats.find(m_id) : nullptr) {
            m_contact = *known;
            Q_EMIT contactChanged();
        }
    });
    GetSetting get;
    get.key = draftKey(m_id);
    m_courier.ask(get, this, [this](const Event& answer) {
        const auto* setting = std::get_if<SettingAnswer>(&answer);
        if (setting && m_draft.isEmpty() && !setting->value.empty()) {
            m_draft = toQt(setting->value);
            Q_EMIT draftChanged();
        }
    });
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
    if (m_draftTimer.isActive()) {
        keepDraft();
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
    switch (m_contact.state) {
        case ContactState::Pending:
            return QStringLiteral("pending");
        case ContactState::Active:
            return QStringLiteral("active");
        case ContactState::Gone:
            return QStringLiteral("gone");
        case ContactState::Requested:
            return QStringLiteral("requested");
    }
    return {};
}

void ConversationViewModel::setDraft(const QString& draft) {
    if (m_draft != draft) {
        m_draft = draft;
        m_draftTimer.start();
        Q_EMIT draftChanged();
    }
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

void ConversationViewModel::send() {
    const auto text = m_draft.trimmed();
    if (text.isEmpty() || m_sending) {
        return;
    }
    if (text.toUtf8().size() > static_cast<qsizetype>(maxTextBytes)) {
        return complain(ErrorCode::MessageTooLong);
    }
    m_sending = true;
    m_messages.jumpToNewest();
    SendText command;
    command.contact = m_id;
    command.text = text.toStdString();
    m_courier.ask(std::move(command), this, [this](const Event& answer) {
        m_sending = false;
        if (const auto code = failureOf(answer); code != ErrorCode::None) {
            return complain(code);
        }
        setDraft({});
        keepDraft();
        dismissProblem();
    });
}

void ConversationViewModel::resend(const QString& message) {
    const auto* failed = m_messages.find(message);
    if (!failed || failed->state != MessageState::Failed) {
        return;
    }
    SendText command;
    command.contact = m_id;
    command.text = failed->text;
    m_courier.ask(std::move(command), this, [this, message](const Event& answer) {
        if (const auto code = failureOf(answer); code != ErrorCode::None) {
            return complain(code);
        }
        if (const auto old = MessageId::parse(message.toStdString())) {
            DeleteMessage clearing;
            clearing.message = *old;
            m_courier.tell(clearing);
        }
    });
}

void ConversationViewModel::remove(const QString& message, bool both) {
    const auto id = MessageId::parse(message.toStdString());
    if (!id) {
        return;
    }
    DeleteMessage command;
    command.message = *id;
    command.both = both;
    UndoViewModel::Deletion deletion;
    deletion.what = QStringLiteral("message");
    deletion.commit = [this, command] {
        m_deleting = false;
        m_courier.ask(command, this, [this, command](const Event& answer) {
            if (const auto code = failureOf(answer); code != ErrorCode::None) {
                m_messages.setLeaving({command.message}, false);
                complain(code);
            }
        });
    };
    deletion.revert = [this, command] {
        m_deleting = false;
        m_messages.setLeaving({command.message}, false);
    };
    m_undo.begin(std::move(deletion));
    m_deleting = true;
    m_messages.setLeaving({*id}, true);
}

void ConversationViewModel::copy(const QString& message) {
    if (const auto* found = m_messages.find(message)) {
        QGuiApplication::clipboard()->setText(toQt(found->text));
    }
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
    m_courier.tell(MarkRead{m_id});
}

void ConversationViewModel::keepDraft() {
    m_draftTimer.stop();
    m_chats.setDraft(m_id, m_draft);
    SetSetting set;
    set.key = draftKey(m_id);
    set.value = m_draft.toStdString();
    m_courier.tell(set);
}

}  // namespace nightjar
