// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// What RequestHandler does about parcels: files that wait for the receiver of a queue.

#include "hub/requesthandler.h"
#include "wire/filegeometry.h"

namespace nightjar::hub {

using wire::HubError;

/// Chunks are what takes most: instead of the bound of requests they have one of bytes. A short one counts as a whole
/// one for its session.
bool RequestHandler::mayCarry(Instant now, Session& session, const wire::HubRequest& request) {
    const auto* const put = std::get_if<wire::ParcelPutRequest>(&request);
    const auto bytes = put != nullptr ? static_cast<double>(put->chunk.size()) : 0.0;
    if (put != nullptr && !session.address.isLoopback() &&
        !m_addresses.slotOf(session.address).parcels.take(now, m_limits.parcelsPerAddress, bytes)) {
        return false;
    }
    // Whoever asks faster than it takes the answers waits.
    return session.channel.bytesPending() < m_limits.pendingCutOff / 2 &&
           session.parcels.take(now, m_limits.parcelsPerSession, static_cast<double>(wire::sealedChunkBytes));
}

void RequestHandler::openParcel(Instant now, Session& session, const wire::ParcelOpenRequest& request) {
    const bool sends = request.chunks > 0;
    const auto* const mailbox =
        m_mailboxes.find(session, request.handle, sends ? wire::QueueRole::Sender : wire::QueueRole::Receiver);
    if (mailbox == nullptr) {
        return refuse(session, request.req, HubError::NotAuthorised);
    }
    ParcelState state;
    const auto outcome = m_store.openParcel(mailbox->queue, request.parcel, request.chunks, now, state);
    if (outcome != ParcelOutcome::Done) {
        return refuse(session, request.req, outcome);
    }
    m_answers.push_back(
        {session.channel.localId(), wire::ParcelReply{request.req, state.chunks, {}}, std::move(state.have)});
}

void RequestHandler::putChunk(Session& session, const wire::ParcelPutRequest& request) {
    const auto* const mailbox = m_mailboxes.find(session, request.handle, wire::QueueRole::Sender);
    if (mailbox == nullptr) {
        return refuse(session, request.req, HubError::NotAuthorised);
    }
    if (request.chunk.size() > wire::sealedChunkBytes) {
        return refuse(session, request.req, HubError::TooLarge);
    }
    const auto outcome = m_store.putChunk(mailbox->queue, request.parcel, request.index, request.chunk);
    outcome == ParcelOutcome::Done ? ok(session, request.req) : refuse(session, request.req, outcome);
}

void RequestHandler::getChunk(Session& session, const wire::ParcelGetRequest& request) {
    const auto* const mailbox = m_mailboxes.find(session, request.handle, wire::QueueRole::Receiver);
    if (mailbox == nullptr) {
        return refuse(session, request.req, HubError::NotAuthorised);
    }
    Bytes chunk;
    const auto outcome = m_store.getChunk(mailbox->queue, request.parcel, request.index, chunk);
    if (outcome != ParcelOutcome::Done) {
        return refuse(session, request.req, outcome);
    }
    m_answers.push_back({session.channel.localId(), wire::ParcelChunkReply{request.req, {}}, std::move(chunk)});
}

/// Either side may: the receiver has it, or the sender takes it back.
void RequestHandler::deleteParcel(Instant now, Session& session, const wire::ParcelDeleteRequest& request) {
    const auto* mailbox = m_mailboxes.find(session, request.handle, wire::QueueRole::Sender);
    if (mailbox == nullptr) {
        mailbox = m_mailboxes.find(session, request.handle, wire::QueueRole::Receiver);
    }
    if (mailbox == nullptr) {
        return refuse(session, request.req, HubError::NotAuthorised);
    }
    m_store.deleteParcel(mailbox->queue, request.parcel, now);
    ok(session, request.req);
}

void RequestHandler::refuse(Session& session, std::uint64_t req, ParcelOutcome outcome) {
    switch (outcome) {
        case ParcelOutcome::Done:
            return ok(session, req);
        case ParcelOutcome::Unknown:
            return refuse(session, req, HubError::BlobUnknown);
        case ParcelOutcome::Gone:
            return refuse(session, req, HubError::Gone);
        case ParcelOutcome::Conflict:
            return refuse(session, req, HubError::KeyConflict);
        case ParcelOutcome::TooLarge:
            return refuse(session, req, HubError::TooLarge);
        case ParcelOutcome::Full:
            return refuse(session, req, HubError::Full);
        case ParcelOutcome::LimitReached:
            return refuse(session, req, HubError::LimitReached);
        case ParcelOutcome::Absent:
            return refuse(session, req, HubError::Absent);
    }
}

}  // namespace nightjar::hub
