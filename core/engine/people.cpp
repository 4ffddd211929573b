// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/people.h"

#include <algorithm>

#include "chat/secretinvitation.h"
#include "crypto/safetynumber.h"
#include "engine/parts.h"
#include "store/hubs.h"
#include "store/incoming.h"
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

/// The same, of a public address.
ErrorCode errorOfAddress(const link::HubAnswer& answer) {
    if (answer.outcome == link::HubAnswer::Outcome::Lost) {
        return ErrorCode::HubUnreachable;
    }
    switch (answer.error) {
        case wire::HubError::UsedUp:
            return ErrorCode::AddressUsedUp;
        case wire::HubError::Gone:
        case wire::HubError::BlobUnknown:
            return ErrorCode::AddressGone;
        default:
            return ErrorCode::AddressBusy;
    }
}

bool isDone(const link::HubAnswer& answer) {
    return answer.outcome == link::HubAnswer::Outcome::Done;
}

/// What a hub gave for this link; nothing when it is not what the inviter made.
std::optional<chat::TakenInvitation> open(std::string_view text, ByteView bytes) {
    if (const auto address = wire::AddressLink::parse(text)) {
        return chat::openItem(*address, bytes);
    }
    auto link = wire::InvitationLink::parse(text);
    auto blob = link ? chat::Pairing::openBlob(*link, bytes) : std::nullopt;
    return blob ? std::optional(chat::TakenInvitation{std::move(*link), std::move(*blob)}) : std::nullopt;
}

}  // namespace

// ---- inviting

void People::invite(const CreateInvitation& command) {
    auto& context = m_parts.context;
    const auto& home = m_parts.hubs.home();
    if (!home) {
        return context.fail(command.request, ErrorCode::NoHub);
    }
    if (command.life < shortestInvitation || command.life > longestInvitation) {
        return context.fail(command.request, ErrorCode::BadArgument);
    }
    if (const auto problem = m_parts.membership.whyNoInvitation(); problem != ErrorCode::None) {
        return context.fail(command.request, problem);
    }
    const auto name = store::Profile(context.database).text("name");
    const auto& secret = m_parts.secret;
    const auto life = secret.is() ? std::min(command.life, secret.timeLeft()) : command.life;
    const auto made = std::make_shared<chat::NewInvitation>(
        secret.is() ? chat::makeSecretInvitation(*home, name, secret.terms(), context.now, context.random, life)
                    : chat::makeInvitation(*home, name, context.now, context.random, life));
    made->record.mayErase = command.mayErase;
    publish(made, life, {command.request, {}, {}});
}

void People::inviteQuietly(std::function<void(const chat::NewInvitation&)> also, std::function<void()> over) {
    auto& context = m_parts.context;
    const auto& home = m_parts.hubs.home();
    if (!home) {
        return over();
    }
    const auto name = store::Profile(context.database).text("name");
    const auto life =
        m_parts.secret.is() ? std::min<Duration>(longestInvitation, m_parts.secret.timeLeft()) : longestInvitation;
    publish(std::make_shared<chat::NewInvitation>(chat::makeInvitation(*home, name, context.now, context.random, life)),
            life, {0, std::move(also), std::move(over)});
}

void People::publish(std::shared_ptr<chat::NewInvitation> made, Duration life, Wish wish) {
    auto& context = m_parts.context;
    store::Transaction transaction(context.database);
    store::Invitations(context.database).add(made->record);
    if (m_parts.secret.is() && !wish.also) {
        m_parts.secret.keepLink(made->record.id, made->link);
    }
    if (!context.commit(transaction, wish.request)) {
        if (wish.over) {
            wish.over();
        }
        return;
    }
    m_publishing.insert(made->record.id);
    // First the queue, then the blob that names it, then the link: nobody can use what is not there yet.
    const auto hub = made->record.queue.hub;
    m_parts.hubs.ask(
        hub, link::CreateQueue{made->record.queue.id, made->receiverKey, made->senderKey}, patience,
        [this, made, hub, life, wish = std::move(wish)](const link::HubAnswer& created) {
            if (!isDone(created)) {
                return abandon(made->record, wish, created);
            }
            const auto seconds = std::chrono::ceil<std::chrono::seconds>(life).count();
            m_parts.hubs.ask(
                hub, link::PutBlob{made->blobId, made->revocationHash, static_cast<std::uint32_t>(seconds), made->blob},
                patience, [this, made, wish](const link::HubAnswer& put) {
                    isDone(put) ? published(*made, wish) : abandon(made->record, wish, put);
                });
        });
}

void People::published(const chat::NewInvitation& made, const Wish& wish) {
    auto& context = m_parts.context;
    m_publishing.erase(made.record.id);
    store::Transaction transaction(context.database);
    store::Invitations(context.database).setPublished(made.record.id);
    if (wish.also) {
        wish.also(made);
    }
    const bool committed = context.commit(transaction, wish.request);
    if (wish.over) {
        wish.over();
    }
    if (!committed) {
        return;  // nobody has its link; the next start ends it
    }
    m_parts.hubs.receiveFrom(made.record.queue);
    scheduleExpiry();
    if (!wish.also) {
        context.emit(InvitationAnswer{wish.request, made.record.id, made.link, fromUnixMs(made.record.expiresMs)});
    }
}

void People::abandon(const store::InvitationRecord& invitation, const Wish& wish, const link::HubAnswer& answer) {
    m_publishing.erase(invitation.id);
    (void)end(invitation, store::InvitationState::Revoked);
    m_parts.context.fail(wish.request, errorOfHub(answer));
    if (wish.over) {
        wish.over();
    }
}

People::Outcome People::end(const store::InvitationRecord& invitation, store::InvitationState state) {
    auto& context = m_parts.context;
    store::Transaction transaction(context.database);
    store::Invitations(context.database).end(invitation.id, state);
    m_parts.secret.forgetLink(invitation.id);
    store::DeadQueues(context.database)
        .add({invitation.queue.hub, invitation.queue.id, invitation.queue.secret.clone(), context.nowMs()});
    if (auto committed = transaction.commit(); !committed) {
        return committed;
    }
    m_parts.hubs.bury(invitation.queue);
    m_parts.incoming.invitationEnded(invitation.queue.id);
    return {};
}

void People::listInvitations(const ListInvitations& command) {
    auto& context = m_parts.context;
    InvitationsAnswer answer{command.request, {}};
    for (const auto& invitation : store::Invitations(context.database).open()) {
        if (invitation.published && !invitation.address && !m_parts.membership.isIntroduction(invitation.id)) {
            const auto link = m_parts.secret.is() ? m_parts.secret.linkOf(invitation.id) : chat::linkOf(invitation);
            answer.invitations.push_back(
                {invitation.id, link, fromUnixMs(invitation.createdMs), fromUnixMs(invitation.expiresMs)});
        }
    }
    context.emit(std::move(answer));
}

void People::revoke(const RevokeInvitation& command) {
    auto& context = m_parts.context;
    const auto invitation = store::Invitations(context.database).find(command.invitation);
    if (!invitation || invitation->state != store::InvitationState::Open || invitation->address) {
        return context.fail(command.request, ErrorCode::InvitationUnknown);
    }
    const auto keys = crypto::LinkKeys::derive(invitation->linkKey.view());
    if (const auto ended = end(*invitation, store::InvitationState::Revoked); !ended) {
        return context.fail(command.request, errorOf(ended.error()));
    }
    // Without its queue the blob is worth nothing; taking it away as well tells a later user the truth.
    m_parts.hubs.ask(invitation->queue.hub, link::RevokeBlob{{keys.blobId}, toArray<16>(keys.revokeSecret.view())},
                     patience,
                     [this, request = command.request](const link::HubAnswer&) { m_parts.context.done(request); });
    context.emit(InvitationEnded{invitation->id, InvitationEnd::Revoked});
}

void People::agree(const ContactId& contact, bool mayErase) {
    if (!mayErase) {
        store::Contacts(m_parts.context.database).setMayErase(contact, false);
        (void)m_parts.outgoing.post(contact, wire::PrivacyContent{true, false});
    }
}

// ---- accepting

void People::accept(const AcceptInvitation& command) {
    auto& context = m_parts.context;
    const auto link = wire::InvitationLink::parse(command.link);
    const auto address = wire::AddressLink::parse(command.link);
    const bool known = link || address;
    if (!known || command.name.size() > maxNameBytes || !isUtf8(asBytes(command.name))) {
        return context.fail(command.request, known ? ErrorCode::BadArgument : ErrorCode::MalformedLink);
    }
    const auto open = store::Invitations(context.database).open();
    const bool own = link ? std::any_of(open.begin(), open.end(),
                                        [&](const auto& invitation) {
                                            return constantTimeEqual(invitation.linkKey.view(), link->secret.view());
                                        })
                          : m_parts.addresses.isOwn(*address);
    if (own) {
        return context.fail(command.request, ErrorCode::OwnInvitation);
    }
    const auto text = link ? link->toString() : address->toString();
    auto record = store::Accepts(context.database).byLink(text);
    if (!record) {
        record.emplace();
        context.random.fill(record->token);
        record->link = text;
        record->createdMs = context.nowMs();
    }
    record->name = command.name;
    record->mayErase = command.mayErase;
    store::Transaction transaction(context.database);
    store::Accepts(context.database).put(*record);
    if (!context.commit(transaction, command.request)) {
        return;
    }
    if (const auto found = m_accepting.find(record->token); found != m_accepting.end()) {
        found->second.push_back({command.request, context.now + patience});  // it is under way already
        return;
    }
    takeBlob(std::move(*record), command.request, patience);
}

void People::acceptQuietly(const std::string& link) {
    auto& context = m_parts.context;
    store::Accepts accepts(context.database);
    auto record = accepts.byLink(link);
    if (!record) {
        record.emplace();
        context.random.fill(record->token);
        record->link = link;
        record->createdMs = context.nowMs();
        store::Transaction transaction(context.database);
        accepts.put(*record);
        if (!context.commit(transaction)) {
            return;
        }
    }
    if (!m_accepting.contains(record->token)) {
        takeBlob(std::move(*record), 0, longestInvitation);
    }
}

void People::takeBlob(store::AcceptRecord record, RequestId request, Duration howLong) {
    const auto link = wire::InvitationLink::parse(record.link);
    const auto address = wire::AddressLink::parse(record.link);
    m_accepting[record.token] = {{request}};
    if (!link && !address) {
        return giveUp(record, ErrorCode::MalformedLink);
    }
    const auto shared = std::make_shared<store::AcceptRecord>(std::move(record));
    const auto then = [this, shared, howLong](const link::HubAnswer& answer) { taken(shared, howLong, answer); };
    if (address) {
        return m_parts.takings.take(*address, {shared->token}, howLong, then);
    }
    const auto keys = crypto::LinkKeys::derive(link->secret.view());
    m_parts.hubs.ask(link->hub.toString(), link::TakeBlob{{keys.blobId}, {shared->token}}, howLong, then);
}

void People::taken(const std::shared_ptr<store::AcceptRecord>& record, Duration howLong,
                   const link::HubAnswer& answer) {
    if (!m_accepting.contains(record->token)) {
        return;  // given up meanwhile
    }
    if (!isDone(answer)) {
        return notAnswered(*record, answer);
    }
    auto invitation = open(record->link, answer.blob);
    if (!invitation) {
        return giveUp(*record, ErrorCode::MalformedLink);
    }
    if (!m_parts.hubs.home()) {
        // Whoever has no server yet uses that of the person who invited.
        if (const auto set = m_parts.hubs.setHome(invitation->link.hub); !set) {
            return postpone(*record, errorOf(set.error()));
        }
    }
    struct Step {
        chat::TakenInvitation invitation;
        wire::HubAddress hub;
        chat::NewQueue queue;
    };
    const auto step = std::make_shared<Step>(
        Step{std::move(*invitation), *m_parts.hubs.home(), chat::NewQueue::draw(m_parts.context.random)});
    m_parts.hubs.ask(
        step->hub.toString(),
        link::CreateQueue{step->queue.id, step->queue.receiver.publicKey.value, step->queue.sender.publicKey.value},
        howLong, [this, record, step](const link::HubAnswer& created) {
            if (isDone(created) && m_accepting.contains(record->token)) {
                return complete(*record, step->invitation, step->hub, step->queue);
            }
            discard(step->hub, step->queue);  // the hub may have made it all the same
            notAnswered(*record, created);
        });
}

void People::complete(const store::AcceptRecord& record, const chat::TakenInvitation& invitation,
                      const wire::HubAddress& hub, const chat::NewQueue& queue) {
    auto& context = m_parts.context;
    std::optional<store::ContactRecord> contact;
    AfterCommit after;
    bool wanted = true;
    {
        store::Transaction transaction(context.database);
        contact = chat::Pairing(context.database, context.random)
                      .accept(invitation.link, invitation.blob, hub, queue, record.name, context.now);
        if (contact) {
            wire::HelloContent hello;
            hello.name = store::Profile(context.database).text("name");
            hello.queue = {hub, queue.id, queue.sender.secret.clone()};
            if (!m_parts.outgoing.post(contact->id, std::move(hello)) && !context.database.error()) {
                return postpone(record, ErrorCode::Internal);
            }
            m_parts.secret.contactAdded(contact->id);
            agree(contact->id, record.mayErase);
            if (const auto address = wire::AddressLink::parse(record.link)) {
                store::Contacts(context.database).setAddress(contact->id, address->toString());
            }
            wanted = m_parts.membership.accepted(record.link, *contact, after) || context.database.error();
            store::Accepts(context.database).remove(record.token);
            if (const auto committed = wanted ? transaction.commit() : Outcome{}; !committed) {
                discard(hub, queue);
                return postpone(record, errorOf(committed.error()));
            }
        }
    }
    if (!wanted) {
        discard(hub, queue);
        return giveUp(record, ErrorCode::InvitationUnknown);
    }
    if (!contact) {
        return giveUp(record, ErrorCode::MalformedLink);
    }
    m_parts.hubs.receiveFrom(*contact->receive);
    m_parts.outgoing.wake(contact->id);
    for (const auto& what : after) {
        what();
    }
    const auto waiters = std::exchange(m_accepting[record.token], {});
    m_accepting.erase(record.token);
    const auto value = contactOf(context.database, contact->id);
    if (!value) {
        return;
    }
    for (const auto& waiter : waiters) {
        if (waiter.request != 0) {
            context.emit(ContactAnswer{waiter.request, *value});
        }
    }
    context.emit(ContactAdded{*value});
}

void People::discard(const wire::HubAddress& hub, const chat::NewQueue& queue) {
    auto& context = m_parts.context;
    const store::QueueEnd end{hub.toString(), queue.id, queue.receiver.secret.clone()};
    store::Transaction transaction(context.database);
    store::DeadQueues(context.database).add({end.hub, end.id, end.secret.clone(), context.nowMs()});
    if (transaction.commit()) {
        m_parts.hubs.bury(end);
    }
}

void People::notAnswered(const store::AcceptRecord& record, const link::HubAnswer& answer) {
    // The hub may have given us the blob and the answer was lost: the token stays, so that another try with this link
    // works, and the next start makes one.
    if (answer.outcome == link::HubAnswer::Outcome::Lost) {
        return postpone(record, ErrorCode::HubUnreachable);
    }
    giveUp(record, wire::AddressLink::parse(record.link) ? errorOfAddress(answer) : errorOfHub(answer));
}

void People::postpone(const store::AcceptRecord& record, ErrorCode code) {
    const auto node = m_accepting.extract(record.token);
    if (!node.empty()) {
        for (const auto& waiter : node.mapped()) {
            m_parts.context.fail(waiter.request, code);
        }
    }
}

void People::giveUp(const store::AcceptRecord& record, ErrorCode code) {
    store::Accepts(m_parts.context.database).remove(record.token);
    m_parts.membership.notAccepted(record.link);
    postpone(record, code);
}

// ---- contacts

void People::list(const ListContacts& command) {
    auto& database = m_parts.context.database;
    ContactsAnswer answer{command.request, {}};
    for (const auto& summary : store::Messages(database).summaries()) {
        if (m_parts.group.isMember(summary.contact)) {
            continue;
        }
        if (const auto record = store::Contacts(database).find(summary.contact)) {
            answer.contacts.push_back(toContact(database, *record, summary));
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
    store::Transaction transaction(context.database);
    store::Contacts(context.database).setLocalName(command.contact, command.name);
    if (!context.commit(transaction, command.request)) {
        return;
    }
    context.contactChanged(command.contact);
    context.done(command.request);
}

void People::remove(const DeleteContact& command) {
    auto& context = m_parts.context;
    const auto contact = store::Contacts(context.database).find(command.contact);
    if (!contact) {
        return context.fail(command.request, ErrorCode::UnknownContact);
    }
    if (m_parts.group.isGroup(command.contact)) {
        return m_parts.membership.leave(command);
    }
    const bool there = command.both && contact->state != store::ContactState::Gone;
    const bool refused = there && !store::Contacts(context.database).rules(contact->id).letsErase;
    if (const auto forgotten = forget(contact->id, there && !refused); !forgotten) {
        return context.fail(command.request, errorOf(forgotten.error()));
    }
    refused ? context.fail(command.request, ErrorCode::ErasureRefused) : context.done(command.request);
}

void People::drop(const ContactId& contact) {
    if (const auto forgotten = forget(contact); !forgotten) {
        m_parts.context.problem(errorOf(forgotten.error()));
    }
}

void People::erasedByPeer(const ContactId& id, AfterCommit& after) {
    store::Contacts contacts(m_parts.context.database);
    auto contact = contacts.find(id);
    if (!contact) {
        return;
    }
    if (contacts.rules(id).mayErase) {
        return forget(*contact, after);
    }
    // The conversation stays, as it was agreed. Nobody will write here any more, and that the queue is gone tells them
    // that we know.
    if (contact->receive) {
        const auto queue = std::make_shared<store::QueueEnd>(std::move(*contact->receive));
        contact->receive.reset();
        contacts.update(*contact);
        store::DeadQueues(m_parts.context.database)
            .add({queue->hub, queue->id, queue->secret.clone(), m_parts.context.nowMs()});
        after.emplace_back([this, queue] { m_parts.hubs.bury(*queue); });
    }
    after.emplace_back([this, id] {
        m_parts.links.contactRemoved(id);
        m_parts.outgoing.theyLeft(id);
    });
}

People::Outcome People::forget(const ContactId& id, bool farewell) {
    auto& context = m_parts.context;
    const auto contact = store::Contacts(context.database).find(id);
    if (!contact) {
        return {};
    }
    AfterCommit after;
    store::Transaction transaction(context.database);
    if (farewell) {
        m_parts.erasing.bidFarewell(*contact);
    }
    forget(*contact, after);
    if (auto committed = transaction.commit(); !committed) {
        return committed;
    }
    for (const auto& what : after) {
        what();
    }
    if (farewell && contact->send) {
        m_parts.erasing.sayFarewells(contact->send->hub);
    }
    return {};
}

void People::leaveAll() {
    auto& context = m_parts.context;
    for (const auto& invitation : store::Invitations(context.database).open()) {
        const auto keys = crypto::LinkKeys::derive(invitation.linkKey.view());
        if (end(invitation, store::InvitationState::Expired)) {
            m_parts.hubs.ask(invitation.queue.hub,
                             link::RevokeBlob{{keys.blobId}, toArray<16>(keys.revokeSecret.view())}, patience,
                             [](const link::HubAnswer&) {});
            context.emit(InvitationEnded{invitation.id, InvitationEnd::Expired});
        }
    }
    for (const auto& accept : store::Accepts(context.database).all()) {
        giveUp(accept, ErrorCode::InvitationExpired);
    }
    for (const auto& contact : store::Contacts(context.database).all()) {
        drop(contact.id);
    }
}

void People::forget(const store::ContactRecord& contact, AfterCommit& after) {
    auto& context = m_parts.context;
    const auto& id = contact.id;
    m_parts.calls.contactRemoved(id);
    m_parts.recorder.contactRemoved(id);
    m_parts.player.contactRemoved(id);
    struct Ends {
        std::optional<store::QueueEnd> receive;
        std::optional<store::QueueEnd> send;
    };
    const bool hidden = m_parts.group.isMember(id);
    const auto ends = std::make_shared<Ends>();  // std::function wants something it could copy
    if (contact.receive) {
        store::DeadQueues(context.database)
            .add({contact.receive->hub, contact.receive->id, contact.receive->secret.clone(), context.nowMs()});
        ends->receive = store::QueueEnd{contact.receive->hub, contact.receive->id, contact.receive->secret.clone()};
    }
    if (contact.send) {
        ends->send = store::QueueEnd{contact.send->hub, contact.send->id, contact.send->secret.clone()};
    }
    store::Contacts(context.database).remove(id);
    chat::Sessions(context.database, context.random).end(id);
    m_parts.housekeeping.noteDeletion();
    after.emplace_back([this, id, ends, hidden] {
        m_parts.erasing.erased();
        m_parts.links.contactRemoved(id);
        m_parts.outgoing.contactRemoved(id);
        m_parts.incoming.contactRemoved(id);
        m_parts.receipts.contactRemoved(id);
        m_parts.repair.contactRemoved(id);
        m_parts.typing.contactRemoved(id);
        m_parts.transfers.contactRemoved(id);
        if (ends->receive) {
            m_parts.hubs.bury(*ends->receive);
        }
        if (ends->send) {
            m_parts.hubs.stopSending(*ends->send);
        }
        if (!hidden) {
            m_parts.context.emit(ContactRemoved{id});
        }
        m_parts.secret.contactRemoved();
    });
}

void People::safetyNumber(const GetSafetyNumber& command) {
    auto& context = m_parts.context;
    const auto contact = store::Contacts(context.database).find(command.contact);
    if (!contact) {
        return context.fail(command.request, ErrorCode::UnknownContact);
    }
    if (m_parts.group.refuses(command.request, command.contact)) {
        return;
    }
    const auto own = crypto::PublicKey::fromBytes(contact->ownPublic);
    const auto peer = crypto::PublicKey::fromBytes(contact->peerPublic);
    if (!own || !peer) {
        return context.fail(command.request, ErrorCode::StoreDamaged);
    }
    context.emit(SafetyNumberAnswer{command.request, command.contact, crypto::safetyNumber(*own, *peer)});
}

// ---- requests, and who is listened to

void People::acceptRequest(const AcceptContact& command) {
    auto& context = m_parts.context;
    store::Contacts contacts(context.database);
    const auto contact = contacts.find(command.contact);
    if (!contact) {
        return context.fail(command.request, ErrorCode::UnknownContact);
    }
    const bool named = command.name.size() <= maxNameBytes && isUtf8(asBytes(command.name));
    if (!named || contact->state != store::ContactState::Requested || contacts.rules(contact->id).blocked) {
        return context.fail(command.request, ErrorCode::BadArgument);
    }
    store::Transaction transaction(context.database);
    contacts.setState(contact->id, store::ContactState::Active);
    if (!command.name.empty()) {
        contacts.setLocalName(contact->id, command.name);
    }
    bool posted =
        m_parts.outgoing.post(contact->id, wire::WelcomeContent{store::Profile(context.database).text("name")});
    const auto owed = store::OwedReceipts(context.database).take(contact->id);
    for (std::size_t i = 0; posted && i < owed.size(); i += wire::maxReceiptIds) {
        const auto end = std::min(i + wire::maxReceiptIds, owed.size());
        posted =
            m_parts.outgoing.post(contact->id, wire::ReceiptContent{{owed.begin() + static_cast<std::ptrdiff_t>(i),
                                                                     owed.begin() + static_cast<std::ptrdiff_t>(end)}});
    }
    if (!posted && !context.database.error()) {
        return context.fail(command.request, ErrorCode::Internal);
    }
    if (!context.commit(transaction, command.request)) {
        return;
    }
    context.contactChanged(contact->id);
    context.done(command.request);
    m_parts.outgoing.wake(contact->id);
    if (contact->receive) {
        m_parts.hubs.fetchAgain(*contact->receive);  // what there was no room for before
    }
}

void People::refuseRequest(const RefuseContact& command) {
    auto& context = m_parts.context;
    const auto contact = store::Contacts(context.database).find(command.contact);
    if (!contact || contact->state != store::ContactState::Requested) {
        return context.fail(command.request, contact ? ErrorCode::BadArgument : ErrorCode::UnknownContact);
    }
    if (const auto forgotten = forget(contact->id); !forgotten) {
        return context.fail(command.request, errorOf(forgotten.error()));
    }
    context.done(command.request);
}

void People::block(const BlockContact& command) {
    auto& context = m_parts.context;
    store::Contacts contacts(context.database);
    if (!contacts.find(command.contact)) {
        return context.fail(command.request, ErrorCode::UnknownContact);
    }
    if (m_parts.group.refuses(command.request, command.contact)) {
        return;
    }
    store::Transaction transaction(context.database);
    contacts.setBlocked(command.contact, true);
    if (!context.commit(transaction, command.request)) {
        return;
    }
    m_parts.calls.contactRemoved(command.contact);
    m_parts.recorder.contactRemoved(command.contact);
    m_parts.player.contactRemoved(command.contact);
    m_parts.links.contactRemoved(command.contact);
    m_parts.typing.heard(command.contact, false);
    m_parts.typing.contactRemoved(command.contact);
    context.contactChanged(command.contact);
    context.done(command.request);
}

void People::unblock(const UnblockContact& command) {
    auto& context = m_parts.context;
    store::Contacts contacts(context.database);
    if (!contacts.find(command.contact)) {
        return context.fail(command.request, ErrorCode::UnknownContact);
    }
    store::Transaction transaction(context.database);
    contacts.setBlocked(command.contact, false);
    if (!context.commit(transaction, command.request)) {
        return;
    }
    context.contactChanged(command.contact);
    context.done(command.request);
    m_parts.outgoing.wake(command.contact);
}

void People::setPrivacy(const SetContactPrivacy& command) {
    auto& context = m_parts.context;
    store::Contacts contacts(context.database);
    const auto contact = contacts.find(command.contact);
    if (!contact) {
        return context.fail(command.request, ErrorCode::UnknownContact);
    }
    if (m_parts.group.refuses(command.request, command.contact)) {
        return;
    }
    const auto& wanted = command.privacy;
    const auto before = contacts.rules(contact->id);
    const bool tell = before.receipts != wanted.receipts || before.mayErase != wanted.mayErase;
    store::Transaction transaction(context.database);
    contacts.setTold(contact->id, wanted.receipts, wanted.readReceipts, wanted.typing);
    contacts.setMayErase(contact->id, wanted.mayErase);
    // They must know, or they would wait for ever. Who removed us waits for nothing.
    if (tell && !m_parts.outgoing.post(contact->id, wire::PrivacyContent{wanted.receipts, wanted.mayErase}) &&
        !context.database.error() && contact->state != store::ContactState::Gone) {
        return context.fail(command.request, ErrorCode::Internal);
    }
    if (!context.commit(transaction, command.request)) {
        return;
    }
    if (!wanted.typing) {
        m_parts.typing.say({contact->id, false});
    }
    m_parts.life.privacyChanged();
    context.contactChanged(contact->id);
    context.done(command.request);
    m_parts.outgoing.wake(contact->id);
}

// ---- time

void People::start() {
    store::Invitations invitations(m_parts.context.database);
    for (const auto& invitation : invitations.open()) {
        if (!invitation.published) {
            (void)end(invitation, store::InvitationState::Revoked);  // we ended before anybody was shown its link
        }
    }
    // Nobody waits for these any more, so there is no hurry.
    for (auto& record : store::Accepts(m_parts.context.database).all()) {
        takeBlob(std::move(record), 0, longestInvitation);
    }
    scheduleExpiry();
}

void People::scheduleExpiry() {
    m_expireAt = never;
    for (const auto& invitation : store::Invitations(m_parts.context.database).open()) {
        m_expireAt = std::min(m_expireAt, fromUnixMs(invitation.expiresMs));
    }
}

Instant People::nextDeadline() const {
    Instant next = m_expireAt;
    for (const auto& [token, waiters] : m_accepting) {
        for (const auto& waiter : waiters) {
            next = std::min(next, waiter.until);
        }
    }
    return next;
}

void People::tick() {
    auto& context = m_parts.context;
    for (auto& [token, waiters] : m_accepting) {
        std::erase_if(waiters, [&context](const Waiter& waiter) {
            if (waiter.until <= context.now) {
                context.fail(waiter.request, ErrorCode::HubUnreachable);
            }
            return waiter.until <= context.now;
        });
    }
    if (m_expireAt > context.now) {
        return;
    }
    store::Invitations invitations(context.database);
    for (const auto& invitation : invitations.open()) {
        if (fromUnixMs(invitation.expiresMs) > context.now || m_publishing.contains(invitation.id)) {
            continue;
        }
        if (const auto ended = end(invitation, store::InvitationState::Expired); !ended) {
            context.problem(errorOf(ended.error()));
            m_expireAt = context.now + diskPatience;
            return;
        }
        if (!invitation.address && !m_parts.membership.isIntroduction(invitation.id)) {
            context.emit(InvitationEnded{invitation.id, InvitationEnd::Expired});
        }
    }
    invitations.forget(toUnixMs(context.now - rememberEnded));
    scheduleExpiry();
}

}  // namespace nightjar::engine
