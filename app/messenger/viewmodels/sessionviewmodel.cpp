// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "sessionviewmodel.h"

#include "clipboard.h"
#include "names.h"
#include "openedfiles.h"

namespace nightjar {

namespace {

/// Replaces what a page shows. The old one lives until the view has let go of it.
template <class T>
void replace(std::unique_ptr<T>& held, std::unique_ptr<T> fresh) {
    if (auto* old = held.release()) {
        old->deleteLater();
    }
    held = std::move(fresh);
}

}  // namespace

SessionViewModel::SessionViewModel(Messenger& messenger, Gate& gate, QObject* parent)
    : QObject(parent),
      m_gate(gate),
      m_courier(messenger),
      m_chats(m_courier),
      m_muted(m_courier),
      m_search(m_courier, m_chats),
      m_quickSearch(m_courier, m_chats),
      m_call(m_courier, m_chats),
      m_calls(m_courier, m_chats),
      m_settings(m_courier, gate),
      m_locking(m_courier, gate),
      m_sound(m_courier, gate.sound(), m_call),
      m_secret(m_courier),
      m_positions(m_courier, gate.positions()),
      m_place(m_courier, m_positions),
      m_cards(m_courier, m_chats),
      m_meter(m_courier),
      m_hubState(toQt(stateName(HubState::Connecting))) {
    connect(&m_courier, &Courier::news, this, &SessionViewModel::hear);
    connect(&m_chats, &ChatListModel::contactRemoved, this, &SessionViewModel::forgetContact);
    connect(&m_chats, &ChatListModel::contactLeaving, this, &SessionViewModel::forgetContact);
    connect(&m_chats, &ChatListModel::failed, this, [this](ErrorCode code) {
        m_problem = toQt(code);
        Q_EMIT problemChanged();
    });
    m_courier.ask(GetStatus{}, this, [this](const Event& answer) {
        if (const auto* status = std::get_if<StatusAnswer>(&answer)) {
            m_hubState = toQt(stateName(status->status.hub));
            m_hubProblem = toQt(status->status.hubProblem);
            Q_EMIT hubChanged();
        }
    });
}

SessionViewModel::~SessionViewModel() {
    forgetSensitiveCopy();
    forgetOpenedFiles();
}

void SessionViewModel::open(const QString& contact) {
    const auto id = ContactId::parse(contact.toStdString());
    const auto* known = id ? m_chats.find(*id) : nullptr;
    if (!known || (m_conversation && m_conversation->id() == *id)) {
        return;
    }
    replace(m_conversation, std::make_unique<ConversationViewModel>(m_courier, m_chats, m_undo, *known, m_gate.videos(),
                                                                    m_gate.camera()));
    Q_EMIT conversationChanged();
}

void SessionViewModel::openAt(const QString& contact, const QString& message, const QString& words) {
    open(contact);
    const auto id = MessageId::parse(message.toStdString());
    if (id && m_conversation && m_conversation->contact() == contact) {
        m_conversation->find()->begin(words, *id);
    }
}

void SessionViewModel::close() {
    if (m_accept) {
        m_accept->camera()->end();
    }
    if (m_conversation) {
        m_conversation->camera()->end();
        replace(m_conversation, {});
        Q_EMIT conversationChanged();
    }
}

void SessionViewModel::showContact(const QString& contact) {
    if (const auto id = ContactId::parse(contact.toStdString()); id && m_chats.find(*id)) {
        replace(m_contactDetails, std::make_unique<ContactViewModel>(m_courier, m_chats, m_undo, m_muted, *id));
        Q_EMIT contactDetailsChanged();
    }
}

void SessionViewModel::startInvite() {
    replace(m_invite, std::make_unique<InviteViewModel>(m_courier));
    Q_EMIT inviteChanged();
}

void SessionViewModel::startAccept() {
    replace(m_accept, std::make_unique<AcceptViewModel>(m_courier, m_chats, m_gate));
    Q_EMIT acceptChanged();
}

void SessionViewModel::startAcceptCard(const QString& link, const QString& name) {
    startAccept();
    m_accept->setLink(link);
    m_accept->setName(name);
}

void SessionViewModel::startAddresses() {
    replace(m_addresses, std::make_unique<PublicAddressesModel>(m_courier));
    Q_EMIT addressesChanged();
}

void SessionViewModel::startSecret() {
    replace(m_newSecret, std::make_unique<NewSecretViewModel>(m_gate));
    Q_EMIT newSecretChanged();
}

void SessionViewModel::startStorage() {
    replace(m_storage, std::make_unique<StorageViewModel>(m_courier, m_chats, m_undo));
    Q_EMIT storageChanged();
}

void SessionViewModel::dismissProblem() {
    m_problem.clear();
    Q_EMIT problemChanged();
}

void SessionViewModel::readPhoto(const MessageId& message, std::function<void(Bytes)> use) {
    ReadFile read;
    read.message = message;
    m_courier.ask(read, this, [use = std::move(use)](const Event& answer) {
        const auto* file = std::get_if<FileAnswer>(&answer);
        use(file ? file->content : Bytes());
    });
}

void SessionViewModel::reply(const ContactId& contact, const QString& text) {
    if (text.trimmed().isEmpty()) {
        return;
    }
    SendText command;
    command.contact = contact;
    command.text = text.trimmed().toStdString();
    m_courier.ask(std::move(command), this, [this](const Event& answer) {
        if (const auto code = failureOf(answer); code != ErrorCode::None) {
            m_problem = toQt(code);
            Q_EMIT problemChanged();
        }
    });
    m_courier.tell(MarkRead{contact});
}

void SessionViewModel::hear(const Event& event) {
    if (const auto* hub = std::get_if<HubStateChanged>(&event)) {
        m_hubState = toQt(stateName(hub->state));
        m_hubProblem = toQt(hub->problem);
        Q_EMIT hubChanged();
    } else if (const auto* added = std::get_if<MessageAdded>(&event)) {
        Q_EMIT messageArrived(added->message);
    } else if (const auto* problem = std::get_if<Problem>(&event)) {
        m_problem = toQt(problem->code);
        Q_EMIT problemChanged();
    }
}

void SessionViewModel::forgetContact(const ContactId& contact) {
    Q_EMIT contactRemoved(toQt(contact));
    if (m_conversation && m_conversation->id() == contact) {
        close();
    }
}

}  // namespace nightjar
