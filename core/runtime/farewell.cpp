// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "runtime/farewell.h"

#include "runtime/requests.h"

namespace nightjar {

namespace {

constexpr auto lookAgainAfter = std::chrono::milliseconds(100);

}  // namespace

Farewell::Farewell(Messenger& messenger, bool both, std::function<void()> done, QObject* parent)
    : QObject(parent), m_messenger(messenger), m_both(both), m_done(std::move(done)) {
    connect(&messenger, &Messenger::event, this, &Farewell::hear);
    m_patience.setSingleShot(true);
    m_again.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, &Farewell::end);
    connect(&m_again, &QTimer::timeout, this, &Farewell::look);
    m_patience.start(std::chrono::ceil<std::chrono::milliseconds>(patience));
    ask(ListContacts{});
    ask(ListInvitations{});
    ask(ListPublicAddresses{});
}

void Farewell::ask(Command command) {
    const auto request = m_messenger.newRequest();
    setRequest(command, request);
    m_waiting.insert(request);
    m_messenger.post(std::move(command));
}

void Farewell::hear(const Event& event) {
    const auto request = requestOf(event);
    if (!request || m_waiting.erase(*request) == 0) {
        return;
    }
    if (const auto* contacts = std::get_if<ContactsAnswer>(&event)) {
        for (const auto& contact : contacts->contacts) {
            DeleteContact command;
            command.contact = contact.id;
            command.both = m_both;
            ask(command);
        }
    } else if (const auto* invitations = std::get_if<InvitationsAnswer>(&event)) {
        for (const auto& invitation : invitations->invitations) {
            ask(RevokeInvitation{0, invitation.id});
        }
    } else if (const auto* addresses = std::get_if<PublicAddressesAnswer>(&event)) {
        for (const auto& address : addresses->addresses) {
            ask(DeletePublicAddress{0, address.id});
        }
    } else if (const auto* status = std::get_if<StatusAnswer>(&event)) {
        const bool unreachable = status->status.hub != HubState::Online && status->status.hub != HubState::Connecting;
        if (status->status.buried == 0 || unreachable) {
            return end();
        }
        m_again.start(lookAgainAfter);
        return;
    }
    if (m_waiting.empty()) {
        look();
    }
}

void Farewell::look() {
    ask(GetStatus{});
}

void Farewell::end() {
    m_patience.stop();
    m_again.stop();
    disconnect(&m_messenger, nullptr, this, nullptr);
    // Not from inside an event of the messenger, which whoever waits for this is going to close.
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (const auto done = std::exchange(m_done, {})) {
                done();
            }
        },
        Qt::QueuedConnection);
}

}  // namespace nightjar
