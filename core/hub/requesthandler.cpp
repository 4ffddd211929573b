// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "hub/requesthandler.h"

#include "base/hash.h"
#include "base/overload.h"
#include "crypto/queueauth.h"
#include "wire/envelope.h"

namespace nightjar::hub {

namespace {

using wire::HubError;

[[nodiscard]] bool isCreation(const wire::HubRequest& request) {
    return std::holds_alternative<wire::CreateRequest>(request) ||
           std::holds_alternative<wire::BlobPutRequest>(request) ||
           std::holds_alternative<wire::AddressSetRequest>(request) ||
           std::holds_alternative<wire::AddressStockRequest>(request);
}

/// What a request counts for when a session is held to its rate.
[[nodiscard]] double weightOf(const wire::HubRequest& request) {
    const auto* const all = std::get_if<wire::AttachAllRequest>(&request);
    return all != nullptr ? static_cast<double>(all->entries.size()) : 1;
}

}  // namespace

RequestHandler::RequestHandler(const Limits& limits, const crypto::KeyPair& hubKeys, AddressTable& addresses,
                               SessionTable& sessions, Mailboxes& mailboxes, QueueStore& store, RandomSource& random)
    : m_limits(limits),
      m_hubKeys(hubKeys),
      m_addresses(addresses),
      m_sessions(sessions),
      m_mailboxes(mailboxes),
      m_store(store),
      m_publicAddresses(hubKeys, store.addresses(), random) {
}

void RequestHandler::handle(Instant now, Session& session, Bytes message) {
    const auto req = wire::requestNumber(message);
    const auto request = wire::decodeHubRequest(message);
    if (!request) {
        if (req) {
            refuseNow(session, *req, HubError::Malformed);
        }
        return;
    }
    if (!mayAsk(now, session, *request)) {
        if (req) {
            refuseNow(session, *req, HubError::TryLater);
        }
        return;
    }
    if (isCreation(*request) && !mayCreate(now, session)) {
        refuseNow(session, *req, HubError::LimitReached);
        return;
    }
    if (std::holds_alternative<wire::AddressTakeRequest>(*request) && !mayTake(now, session)) {
        refuseNow(session, *req, HubError::TryLater);
        return;
    }
    if (const auto* put = std::get_if<wire::PutRequest>(&*request); put != nullptr && put->transient) {
        putTransient(session, *put);
        return;
    }
    execute(now, session, *request);
    m_requests.push_back({session.channel.localId(), std::move(message)});
}

/// An ACK of what was delivered is always welcome: there are no more of them than deliveries.
bool RequestHandler::mayAsk(Instant now, Session& session, const wire::HubRequest& request) {
    if (const auto* ack = std::get_if<wire::AckRequest>(&request)) {
        bool welcome = false;
        for (const auto& [handle, number] : ack->deliveries) {
            auto* const mailbox = m_mailboxes.find(session, handle, wire::QueueRole::Receiver);
            welcome = (mailbox != nullptr && m_mailboxes.onAcknowledged(*mailbox, number)) || welcome;
        }
        if (welcome) {
            return true;
        }
    }
    if (std::holds_alternative<wire::ParcelPutRequest>(request) ||
        std::holds_alternative<wire::ParcelGetRequest>(request)) {
        return mayCarry(now, session, request);
    }
    return session.requests.take(now, m_limits.requestsPerSession, weightOf(request));
}

bool RequestHandler::mayCreate(Instant now, const Session& session) {
    return session.address.isLoopback() ||
           m_addresses.slotOf(session.address).creations.take(now, m_limits.creationsPerAddress);
}

bool RequestHandler::mayTake(Instant now, const Session& session) {
    return session.address.isLoopback() ||
           m_addresses.slotOf(session.address).takes.take(now, m_limits.takesPerAddress);
}

void RequestHandler::execute(Instant now, Session& session, const wire::HubRequest& request) {
    std::visit(
        Overload{
            [&](const wire::CreateRequest& one) { create(now, session, one); },
            [&](const wire::AttachRequest& one) { attach(session, one); },
            [&](const wire::PutRequest& one) { put(now, session, one); },
            [&](const wire::AckRequest& one) { acknowledge(session, one); },
            [&](const wire::DeleteRequest& one) { remove(now, session, one); },
            [&](const wire::BlobPutRequest& one) { putBlob(now, session, one); },
            [&](const wire::BlobTakeRequest& one) { takeBlob(now, session, one); },
            [&](const wire::BlobRevokeRequest& one) { revokeBlob(session, one); },
            [&](const wire::AddressSetRequest& one) { answer(session, m_publicAddresses.set(now, session, one)); },
            [&](const wire::AddressStockRequest& one) { answer(session, m_publicAddresses.stock(now, session, one)); },
            [&](const wire::AddressDeleteRequest& one) {
                answer(session, m_publicAddresses.remove(now, session, one));
            },
            [&](const wire::AddressTakeRequest& one) { answer(session, m_publicAddresses.take(now, one)); },
            [&](const wire::AddressAskRequest& one) { answer(session, m_publicAddresses.ask(now, one)); },
            [&](const wire::AttachAllRequest& one) { attachAll(session, one); },
            [&](const wire::ParcelOpenRequest& one) { openParcel(now, session, one); },
            [&](const wire::ParcelPutRequest& one) { putChunk(session, one); },
            [&](const wire::ParcelGetRequest& one) { getChunk(session, one); },
            [&](const wire::ParcelDeleteRequest& one) { deleteParcel(now, session, one); },
        },
        request);
}

// ---- queues

void RequestHandler::create(Instant now, Session& session, const wire::CreateRequest& request) {
    switch (m_store.createQueue(request.queue, {{request.receiverKey}, {request.senderKey}}, now)) {
        case CreateOutcome::Done:
            return ok(session, request.req);
        case CreateOutcome::KeyConflict:
            return refuse(session, request.req, HubError::KeyConflict);
        case CreateOutcome::Gone:
            return refuse(session, request.req, HubError::Gone);
        case CreateOutcome::LimitReached:
            return refuse(session, request.req, HubError::LimitReached);
    }
}

wire::AttachedAllReply::Entry RequestHandler::attachOne(Session& session, const wire::AttachAllRequest::Entry& entry) {
    QueueKeys keys;
    const auto found = m_store.findQueue(entry.queue, keys);
    if (found != FindOutcome::Found) {
        return {0, found == FindOutcome::Gone ? HubError::Gone : HubError::UnknownQueue};
    }
    const bool receives = entry.role == wire::QueueRole::Receiver;
    const auto auth = crypto::QueueAuth::atHub(m_hubKeys.secret.view(), receives ? keys.receiver : keys.sender);
    if (!auth || !auth->verify(session.handshakeHash, entry.queue, static_cast<std::uint8_t>(entry.role), entry.mac)) {
        return {0, HubError::NotAuthorised};
    }
    if (receives) {
        const auto tenure = m_store.tenure(entry.queue);
        if (entry.tenure < tenure) {
            return {0, HubError::Superseded};
        }
        if (entry.tenure > tenure) {
            m_store.setTenure(entry.queue, entry.tenure);
            m_mailboxes.onSuperseded(entry.queue);
        }
    }
    const auto handle = m_mailboxes.attach(session, entry.role, entry.queue);
    return handle ? wire::AttachedAllReply::Entry{*handle} : wire::AttachedAllReply::Entry{0, HubError::LimitReached};
}

void RequestHandler::attach(Session& session, const wire::AttachRequest& request) {
    const auto attached = attachOne(session, {request.role, request.queue, request.mac, request.tenure});
    if (attached.handle == 0) {
        return refuse(session, request.req, attached.error);
    }
    Answer answer{session.channel.localId(), wire::AttachedReply{request.req, attached.handle}};
    if (request.role == wire::QueueRole::Receiver) {
        answer.receivers.push_back(attached.handle);
    }
    m_answers.push_back(std::move(answer));
}

void RequestHandler::attachAll(Session& session, const wire::AttachAllRequest& request) {
    wire::AttachedAllReply reply{request.req, {}};
    Answer answer{session.channel.localId(), {}};
    for (const auto& entry : request.entries) {
        const auto attached = attachOne(session, entry);
        reply.entries.push_back(attached);
        if (attached.handle != 0 && entry.role == wire::QueueRole::Receiver) {
            answer.receivers.push_back(attached.handle);
        }
    }
    answer.reply = std::move(reply);
    m_answers.push_back(std::move(answer));
}

void RequestHandler::put(Instant now, Session& session, const wire::PutRequest& request) {
    if (!wire::isEnvelopeSize(request.envelope.size())) {
        const bool tooLarge = request.envelope.size() > wire::maxEnvelopeSize;
        return refuse(session, request.req, tooLarge ? HubError::TooLarge : HubError::Malformed);
    }
    const auto* const mailbox = m_mailboxes.find(session, request.handle, wire::QueueRole::Sender);
    if (mailbox == nullptr) {
        return refuse(session, request.req, HubError::NotAuthorised);
    }
    switch (m_store.put(mailbox->queue, request.envelope, now)) {
        case PutOutcome::Done:
            m_storedFor.push_back(mailbox->queue);
            return ok(session, request.req);
        case PutOutcome::Full:
            return refuse(session, request.req, HubError::Full);
        case PutOutcome::Unknown:
            return refuse(session, request.req, HubError::UnknownQueue);
        case PutOutcome::Gone:
            return refuse(session, request.req, HubError::Gone);
        case PutOutcome::LimitReached:
            return refuse(session, request.req, HubError::TryLater);
    }
}

/// Answered at once: nothing of it is stored.
void RequestHandler::putTransient(Session& session, const wire::PutRequest& request) {
    auto* const mailbox = m_mailboxes.find(session, request.handle, wire::QueueRole::Sender);
    if (mailbox == nullptr) {
        return refuseNow(session, request.req, HubError::NotAuthorised);
    }
    if (!wire::isEnvelopeSize(request.envelope.size())) {
        return refuseNow(session, request.req, HubError::Malformed);
    }
    if (m_mailboxes.deliverTransient(*mailbox, request.envelope)) {
        return replyNow(session, wire::OkReply{request.req});
    }
    QueueKeys keys;
    const bool gone = m_store.findQueue(mailbox->queue, keys) == FindOutcome::Gone;
    refuseNow(session, request.req, gone ? HubError::Gone : HubError::Absent);
}

void RequestHandler::acknowledge(Session& session, const wire::AckRequest& request) {
    for (const auto& [handle, number] : request.deliveries) {
        if (const auto* const mailbox = m_mailboxes.find(session, handle, wire::QueueRole::Receiver)) {
            m_store.acknowledge(mailbox->queue, number);
        }
    }
}

void RequestHandler::remove(Instant now, Session& session, const wire::DeleteRequest& request) {
    const auto* const mailbox = m_mailboxes.find(session, request.handle, wire::QueueRole::Receiver);
    if (mailbox == nullptr) {
        return refuse(session, request.req, HubError::NotAuthorised);
    }
    m_store.deleteQueue(mailbox->queue, now);
    m_deleted.push_back(mailbox->queue);
    ok(session, request.req);
}

// ---- blobs

void RequestHandler::putBlob(Instant now, Session& session, const wire::BlobPutRequest& request) {
    if (request.content.size() > wire::maxBlobSize) {
        return refuse(session, request.req, HubError::TooLarge);
    }
    const auto life = std::chrono::seconds(request.secondsToLive);
    if (request.content.empty() || life.count() == 0 || life > maxBlobLife) {
        return refuse(session, request.req, HubError::Malformed);
    }
    switch (m_store.putBlob(request.blob, request.revocationHash, request.content, now, now + life)) {
        case BlobPutOutcome::Done:
            return ok(session, request.req);
        case BlobPutOutcome::Conflict:
            return refuse(session, request.req, HubError::KeyConflict);
        case BlobPutOutcome::LimitReached:
            return refuse(session, request.req, HubError::LimitReached);
    }
}

void RequestHandler::takeBlob(Instant now, Session& session, const wire::BlobTakeRequest& request) {
    Bytes content;
    switch (m_store.takeBlob(request.blob, request.token, now, content)) {
        case BlobTakeOutcome::Taken:
            m_answers.push_back({session.channel.localId(), wire::BlobReply{request.req, {}}, std::move(content)});
            return;
        case BlobTakeOutcome::Unknown:
            return refuse(session, request.req, HubError::BlobUnknown);
        case BlobTakeOutcome::Used:
            return refuse(session, request.req, HubError::BlobUsed);
        case BlobTakeOutcome::Expired:
            return refuse(session, request.req, HubError::BlobExpired);
    }
}

void RequestHandler::revokeBlob(Session& session, const wire::BlobRevokeRequest& request) {
    switch (m_store.revokeBlob(request.blob, blake2b256(request.secret))) {
        case BlobRevokeOutcome::Done:
            return ok(session, request.req);
        case BlobRevokeOutcome::Unknown:
            return refuse(session, request.req, HubError::BlobUnknown);
        case BlobRevokeOutcome::NotAuthorised:
            return refuse(session, request.req, HubError::NotAuthorised);
    }
}

// ---- answers

void RequestHandler::replyNow(Session& session, const wire::HubReply& reply) {
    session.channel.send(wire::encodeHubReply(reply), channel::Priority::Urgent);
    m_sessions.touch(session);
}

void RequestHandler::refuseNow(Session& session, std::uint64_t req, wire::HubError error) {
    replyNow(session, wire::ErrorReply{req, error});
}

void RequestHandler::ok(Session& session, std::uint64_t req) {
    m_answers.push_back({session.channel.localId(), wire::OkReply{req}});
}

void RequestHandler::refuse(Session& session, std::uint64_t req, wire::HubError error) {
    m_answers.push_back({session.channel.localId(), wire::ErrorReply{req, error}});
}

void RequestHandler::answer(const Session& session, PublicAddresses::Reply reply) {
    m_answers.push_back({session.channel.localId(), std::move(reply.reply), std::move(reply.blob)});
}

// ---- the end of a turn

void RequestHandler::finishTurn(Instant now) {
    if (!m_requests.empty() && !m_store.commit()) {
        ++m_commitsFailed;
        retryAlone(now);
    }
    sendAnswers();
    forgetTurn();
    m_mailboxes.deliverAll();
}

void RequestHandler::retryAlone(Instant now) {
    auto requests = std::exchange(m_requests, {});
    const bool wasAlone = requests.size() == 1;
    forgetTurn();
    for (auto& request : requests) {
        auto* const session = m_sessions.find(request.session);
        const auto decoded = wire::decodeHubRequest(request.message);
        if (session == nullptr || !decoded) {
            continue;
        }
        const auto req = wire::requestNumber(request.message);
        if (!wasAlone) {
            execute(now, *session, *decoded);
            if (m_store.commit()) {
                sendAnswers();
                forgetTurn();
                continue;
            }
        }
        forgetTurn();
        if (req) {
            refuse(*session, *req, HubError::TryLater);
            sendAnswers();
            forgetTurn();
        }
    }
}

void RequestHandler::sendAnswers() {
    for (const auto& queue : m_deleted) {
        m_mailboxes.onDeleted(queue);
    }
    for (auto& answer : m_answers) {
        auto* const session = m_sessions.find(answer.session);
        if (session == nullptr) {
            continue;
        }
        if (auto* const blob = std::get_if<wire::BlobReply>(&answer.reply)) {
            blob->content = answer.blob;
        }
        auto priority = channel::Priority::Urgent;
        if (auto* const parcel = std::get_if<wire::ParcelReply>(&answer.reply)) {
            parcel->have = answer.blob;
        } else if (auto* const chunk = std::get_if<wire::ParcelChunkReply>(&answer.reply)) {
            chunk->chunk = answer.blob;
            priority = channel::Priority::Bulk;
        }
        session->channel.send(wire::encodeHubReply(answer.reply), priority);
        for (const auto handle : answer.receivers) {
            m_mailboxes.onAnnounced(*session, handle);
        }
        m_sessions.touch(*session);
    }
    for (const auto& queue : m_storedFor) {
        m_mailboxes.onStored(queue);
    }
    m_stored += m_storedFor.size();
}

void RequestHandler::forgetTurn() {
    m_requests.clear();
    m_answers.clear();
    m_storedFor.clear();
    m_deleted.clear();
}

}  // namespace nightjar::hub
