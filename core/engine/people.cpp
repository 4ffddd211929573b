// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/people.h"

#include <algorithm>

#include "crypto/safetynumber.h"
#include "engine/parts.h"
#include "store/hubs.h"
#include "store/outbox.h"
#include "store/profile.h"

namespace nightjar::engine {

namespace {

/// How long a person waits for the server before being told that it does not answer.
constexpr Duration patience = 15s;
/// A hub that forgets its tombstones cannot bring an ended invitation back after this.
constexpr Duration rememberEnded = std::chrono::hours(30 * 24);

ErrorCode errorOfHub(const link::HubAnswer& answer) {
    if (answer.outcome == link::HubAnswer::Outcome::Lost) {
        return ErrorCode::HubUnreachable;
    }
    switch (answer.error) {
        case wire::HubError::BlobUsed:
            return ErrorCode::InvitationUsed;
        case wire::HubError::BlobExpired:
            return ErrorCode::InvitationExpired;
        case wire::HubError::BlobUnknown:
            return ErrorCode::InvitationUnknown;
        default:
            return ErrorCode::HubRefused;
    }
}

bool isDone(const link::HubAnswer& answer) {
    return answer.outcome == link::HubAnswer::Outcome::Done;
}

}  // namespace

// ---- inviting

void People::invite(const CreateInvitation& command) {
    auto& context = m_parts.context;
    const auto& home = m_parts.hubs.home();
    if (!home) {
        return context.fail(command.request, ErrorCode::NoHub);
    }
    const auto name = store::Profile(context.database).text("name");
    const auto made =
        std::make_shared<chat::NewInvitation>(chat::makeInvitation(*home, name, context.now, context.random));
    store::Transaction transaction(context.database);
    store::Invitations(context.database).add(made->record);
    if (const auto committed = transaction.commit(); !committed) {
        return context.fail(command.request, errorOf(committed.error()));
    }
    const auto hub = home->toString();
    const auto abandon = [this, made, request = command.request](const link::HubAnswer& answer) {
        auto& now = m_parts.context;
        store::Invitations(now.database).end(made->record.id, store::InvitationState::Revoked);
        store::DeadQueues(now.database)
            .add({made->record.queue.hub, made->record.queue.id, made->record.queue.secret.clone(), now.nowMs()});
        now.fail(request, errorOfHub(answer));
    };
    // First the queue, then the blob that names it, then the link: nobody can use what is not there yet.
    m_parts.hubs.ask(
        hub, link::CreateQueue{made->record.queue.id, made->receiverKey, made->senderKey}, patience,
        [this, made, hub, abandon, request = command.request](const link::HubAnswer& created) {
            if (!isDone(created)) {
                return abandon(created);
            }
            const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(chat::invitationLife).count();
            m_parts.hubs.ask(
                hub, link::PutBlob{made->blobId, made->revocationHash, static_cast<std::uint32_t>(seconds), made->blob},
                patience, [this, made, abandon, request](const link::HubAnswer& put) {
                    if (!isDone(put)) {
                        return abandon(put);
                    }
                    auto& now = m_parts.context;
                    store::Invitations(now.database).setPublished(made->record.id);
                    m_parts.hubs.receiveFrom(made->record.queue);
                    scheduleExpiry();
                    now.emit(
                        InvitationAnswer{request, made->record.id, made->link, fromUnixMs(made->record.expiresMs)});
                });
        });
}

void People::revoke(const RevokeInvitation& command) {
    auto& context = m_parts.context;
    const auto invitation = store::Invitations(context.database).find(command.invitation);
    if (!invitation || invitation->state != store::InvitationState::Open) {
        return context.fail(command.request, ErrorCode::InvitationUnknown);
    }
    const auto keys = crypto::LinkKeys::derive(invitation->linkKey.view());
    store::Transaction transaction(context.database);
    store::Invitations(context.database).end(invitation->id, store::InvitationState::Revoked);
    store::DeadQueues(context.database)
        .add({invitation->queue.hub, invitation->queue.id, invitation->queue.secret.clone(), context.nowMs()});
    if (!context.commit(transaction)) {
        return context.fail(command.request, ErrorCode::Internal);
    }
    m_parts.hubs.stopReceiving(invitation->queue);
    // Without its queue the blob is worth nothing; taking it away as well tells a later user the truth.
    m_parts.hubs.ask(invitation->queue.hub, link::RevokeBlob{{keys.blobId}, toArray<16>(keys.revokeSecret.view())},
                     patience, [](const link::HubAnswer&) {});
    context.emit(InvitationEnded{invitation->id});
    context.done(command.request);
}

// ---- accepting

void People::accept(const AcceptInvitation& command) {
    auto& context = m_parts.context;
    const auto link = wire::InvitationLink::parse(command.link);
    if (!link || command.name.size() > maxNameBytes || !isUtf8(asBytes(command.name))) {
        return context.fail(command.request, link ? ErrorCode::BadArgument : ErrorCode::MalformedLink);
    }
    for (const auto& invitation : store::Invitations(context.database).open()) {
        if (constantTimeEqual(invitation.linkKey.view(), link->secret.view())) {
            return context.fail(command.request, ErrorCode::OwnInvitation);
        }
    }
    const auto text = link->toString();
    auto record = store::Accepts(context.database).byLink(text);
    if (!record) {
        record.emplace();
        context.random.fill(record->token);
        record->link = text;
        record->createdMs = context.nowMs();
    }
    record->name = command.name;
    store::Transaction transaction(context.database);
    store::Accepts(context.database).put(*record);
    if (const auto committed = transaction.commit(); !committed) {
        return context.fail(command.request, errorOf(committed.error()));
    }
    takeBlob(std::move(*record), command.request);
}

void People::start() {
    for (auto& record : store::Accepts(m_parts.context.database).all()) {
        takeBlob(std::move(record), 0);
    }
    scheduleExpiry();
}

void People::takeBlob(store::AcceptRecord record, RequestId request) {
    const auto link = wire::InvitationLink::parse(record.link);
    if (!link) {
        return giveUp(record, request, ErrorCode::MalformedLink);
    }
    const auto keys = crypto::LinkKeys::derive(link->secret.view());
    const auto shared = std::make_shared<store::AcceptRecord>(std::move(record));
    m_parts.hubs.ask(
        link->hub.toString(), link::TakeBlob{{keys.blobId}, {shared->token}}, patience,
        [this, shared, request](const link::HubAnswer& answer) { blobAnswered(*shared, request, answer); });
}

void People::blobAnswered(const store::AcceptRecord& record, RequestId request, const link::HubAnswer& answer) {
    auto& context = m_parts.context;
    if (!isDone(answer)) {
        if (answer.outcome == link::HubAnswer::Outcome::Lost) {
            // The hub may have given us the blob and the answer was lost: the token stays, so that another try with
            // this link works.
            return context.fail(request, ErrorCode::HubUnreachable);
        }
        return giveUp(record, request, errorOfHub(answer));
    }
    const auto link = wire::InvitationLink::parse(record.link);
    auto blob = link ? chat::Pairing::openBlob(*link, answer.blob) : std::nullopt;
    if (!blob) {
        return giveUp(record, request, ErrorCode::MalformedLink);
    }
    createQueue(record, request, std::move(*blob));
}

void People::createQueue(const store::AcceptRecord& record, RequestId request, wire::InvitationBlob blob) {
    const auto link = wire::InvitationLink::parse(record.link);
    if (!m_parts.hubs.home()) {
        m_parts.hubs.setHome(link->hub);  // whoever has no server yet uses that of the person who invited
    }
    struct Step {
        store::AcceptRecord record;
        wire::InvitationBlob blob;
        wire::HubAddress hub;
        chat::NewQueue queue;
    };
    auto record2 = store::AcceptRecord{};
    record2.token = record.token;
    record2.link = record.link;
    record2.name = record.name;
    record2.createdMs = record.createdMs;
    const auto step = std::make_shared<Step>(
        Step{std::move(record2), std::move(blob), *m_parts.hubs.home(), chat::NewQueue::draw(m_parts.context.random)});
    m_parts.hubs.ask(
        step->hub.toString(),
        link::CreateQueue{step->queue.id, step->queue.receiver.publicKey.value, step->queue.sender.publicKey.value},
        patience, [this, step, request](const link::HubAnswer& answer) {
            if (isDone(answer)) {
                complete(step->record, request, step->blob, step->hub, step->queue);
            } else if (answer.outcome == link::HubAnswer::Outcome::Lost) {
                m_parts.context.fail(request, ErrorCode::HubUnreachable);
            } else {
                giveUp(step->record, request, errorOfHub(answer));
            }
        });
}

void People::complete(const store::AcceptRecord& record, RequestId request, const wire::InvitationBlob& blob,
                      const wire::HubAddress& hub, const chat::NewQueue& queue) {
    auto& context = m_parts.context;
    const auto link = wire::InvitationLink::parse(record.link);
    store::Transaction transaction(context.database);
    const auto contact =
        chat::Pairing(context.database, context.random).accept(*link, blob, hub, queue, record.name, context.now);
    if (!contact) {
        return giveUp(record, request, ErrorCode::MalformedLink);
    }
    wire::HelloContent hello;
    hello.name = store::Profile(context.database).text("name");
    hello.queue = {hub, queue.id, queue.sender.secret.clone()};
    const bool posted = m_parts.delivery.post(contact->id, std::move(hello));
    store::Accepts(context.database).remove(record.token);
    if (!posted && !context.database.error()) {
        return context.fail(request, ErrorCode::Internal);
    }
    if (const auto committed = transaction.commit(); !committed) {
        return context.fail(request, errorOf(committed.error()));
    }
    m_parts.hubs.receiveFrom(*contact->receive);
    const auto value = *contactOf(context.database, contact->id);
    if (request != 0) {
        context.emit(ContactAnswer{request, value});
    }
    context.emit(ContactAdded{value});
    m_parts.delivery.pump(contact->id);
}

void People::giveUp(const store::AcceptRecord& record, RequestId request, ErrorCode code) {
    store::Accepts(m_parts.context.database).remove(record.token);
    if (request != 0) {
        m_parts.context.fail(request, code);
    }
}

// ---- contacts

void People::list(const ListContacts& command) {
    auto& database = m_parts.context.database;
    ContactsAnswer answer{command.request, {}};
    for (const auto& summary : store::Messages(database).summaries()) {
        if (const auto record = store::Contacts(database).find(summary.contact)) {
            answer.contacts.push_back(toContact(*record, summary));
        }
    }
    m_parts.context.emit(std::move(answer));
}

void People::rename(const RenameContact& command) {
    auto& context = m_parts.context;
    if (!store::Contacts(context.database).find(command.contact)) {
        return context.fail(command.request, ErrorCode::UnknownContact);
    }
    if (command.name.size() > maxNameBytes || !isUtf8(asBytes(command.name))) {
        return context.fail(command.request, ErrorCode::BadArgument);
    }
    store::Contacts(context.database).setLocalName(command.contact, command.name);
    context.emit(ContactChanged{*contactOf(context.database, command.contact)});
    context.done(command.request);
}

void People::remove(const DeleteContact& command) {
    auto& context = m_parts.context;
    const auto contact = store::Contacts(context.database).find(command.contact);
    if (!contact) {
        return context.fail(command.request, ErrorCode::UnknownContact);
    }
    const auto erase = [this, id = command.contact, request = command.request](const link::HubAnswer&) {
        forget(id);
        m_parts.context.done(request);
    };
    if (!command.both || !contact->send || contact->state == store::ContactState::Gone) {
        return erase({});
    }
    // Their hub must have the request before we forget where to send it; if it cannot be reached, the contact stays and
    // the person is told.
    store::Transaction transaction(context.database);
    auto sealed =
        chat::Sessions(context.database, context.random).seal(command.contact, wire::EraseContent{}, context.now);
    if (!sealed || !context.commit(transaction)) {
        return erase({});
    }
    if (!m_parts.hubs.isOnline(contact->send->hub)) {
        return context.fail(command.request, ErrorCode::HubUnreachable);
    }
    m_parts.hubs.put(*contact->send, sealed->bytes, false,
                     [this, erase, request = command.request](const link::HubAnswer& answer) {
                         if (answer.outcome == link::HubAnswer::Outcome::Lost) {
                             return m_parts.context.fail(request, ErrorCode::HubUnreachable);
                         }
                         erase(answer);
                     });
}

void People::erasedByPeer(const ContactId& contact) {
    forget(contact);
}

void People::forget(const ContactId& id) {
    auto& context = m_parts.context;
    const auto contact = store::Contacts(context.database).find(id);
    if (!contact) {
        return;
    }
    m_parts.calls.contactRemoved(id);
    m_parts.links.contactRemoved(id);
    m_parts.delivery.contactRemoved(id);
    store::Transaction transaction(context.database);
    if (contact->receive) {
        store::DeadQueues(context.database)
            .add({contact->receive->hub, contact->receive->id, contact->receive->secret.clone(), context.nowMs()});
    }
    store::Contacts(context.database).remove(id);
    store::Profile(context.database).remove("opening/" + id.toString());
    if (!context.commit(transaction)) {
        return;
    }
    context.database.truncateWal();
    if (contact->receive) {
        m_parts.hubs.bury(contact->receive->hub);
    }
    context.emit(ContactRemoved{id});
}

void People::safetyNumber(const GetSafetyNumber& command) {
    auto& context = m_parts.context;
    const auto contact = store::Contacts(context.database).find(command.contact);
    if (!contact) {
        return context.fail(command.request, ErrorCode::UnknownContact);
    }
    const auto own = crypto::PublicKey::fromBytes(contact->ownPublic);
    const auto peer = crypto::PublicKey::fromBytes(contact->peerPublic);
    if (!own || !peer) {
        return context.fail(command.request, ErrorCode::StoreDamaged);
    }
    context.emit(SafetyNumberAnswer{command.request, command.contact, crypto::safetyNumber(*own, *peer)});
}

void People::scheduleExpiry() {
    m_expireAt = never;
    for (const auto& invitation : store::Invitations(m_parts.context.database).open()) {
        m_expireAt = std::min(m_expireAt, fromUnixMs(invitation.expiresMs));
    }
}

void People::tick() {
    auto& context = m_parts.context;
    if (m_expireAt > context.now) {
        return;
    }
    store::Invitations invitations(context.database);
    for (const auto& invitation : invitations.open()) {
        if (fromUnixMs(invitation.expiresMs) <= context.now) {
            store::Transaction transaction(context.database);
            invitations.end(invitation.id, store::InvitationState::Expired);
            store::DeadQueues(context.database)
                .add({invitation.queue.hub, invitation.queue.id, invitation.queue.secret.clone(), context.nowMs()});
            if (context.commit(transaction)) {
                m_parts.hubs.stopReceiving(invitation.queue);
                context.emit(InvitationEnded{invitation.id});
            }
        }
    }
    invitations.forget(toUnixMs(context.now - rememberEnded));
    scheduleExpiry();
}

}  // namespace nightjar::engine
