// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "hub/mailboxes.h"
#include "hub/publicaddresses.h"

namespace nightjar::hub {

/// Does what clients ask (docs/protocol.md, section 5). All requests of a turn share one transaction of the store;
/// their answers leave in finishTurn(), after the commit. When the commit fails, each request is tried again alone, so
/// that one that needs room on a full disk does not drag down those that give some back.
class RequestHandler {
public:
    RequestHandler(const Limits& limits, const crypto::KeyPair& hubKeys, AddressTable& addresses,
                   SessionTable& sessions, Mailboxes& mailboxes, QueueStore& store, RandomSource& random);

    /// A message of a client.
    void handle(Instant now, Session& session, Bytes message);
    /// Commits, answers, delivers.
    void finishTurn(Instant now);

    [[nodiscard]] std::uint64_t stored() const { return m_stored; }
    [[nodiscard]] std::uint64_t commitsFailed() const { return m_commitsFailed; }

private:
    struct Request {
        wire::ChannelId session;
        Bytes message;
    };
    struct Answer {
        wire::ChannelId session;
        wire::HubReply reply;
        Bytes blob{};                                ///< what a BlobReply, ParcelReply or ParcelChunkReply shows
        std::vector<wire::QueueHandle> receivers{};  ///< attached by it: deliveries follow it
    };

    [[nodiscard]] bool mayAsk(Instant now, Session& session, const wire::HubRequest& request);
    [[nodiscard]] bool mayCreate(Instant now, const Session& session);
    [[nodiscard]] bool mayTake(Instant now, const Session& session);
    void execute(Instant now, Session& session, const wire::HubRequest& request);
    void create(Instant now, Session& session, const wire::CreateRequest& request);
    void attach(Session& session, const wire::AttachRequest& request);
    void attachAll(Session& session, const wire::AttachAllRequest& request);
    [[nodiscard]] wire::AttachedAllReply::Entry attachOne(Session& session, const wire::AttachAllRequest::Entry& entry);
    void put(Instant now, Session& session, const wire::PutRequest& request);
    void putTransient(Session& session, const wire::PutRequest& request);
    void acknowledge(Session& session, const wire::AckRequest& request);
    void remove(Instant now, Session& session, const wire::DeleteRequest& request);
    void putBlob(Instant now, Session& session, const wire::BlobPutRequest& request);
    void takeBlob(Instant now, Session& session, const wire::BlobTakeRequest& request);
    void revokeBlob(Session& session, const wire::BlobRevokeRequest& request);

    void answer(const Session& session, PublicAddresses::Reply reply);
    // parcelrequests.cpp
    /// For PARCEL_PUT and PARCEL_GET.
    [[nodiscard]] bool mayCarry(Instant now, Session& session, const wire::HubRequest& request);
    void openParcel(Instant now, Session& session, const wire::ParcelOpenRequest& request);
    void putChunk(Session& session, const wire::ParcelPutRequest& request);
    void getChunk(Session& session, const wire::ParcelGetRequest& request);
    void deleteParcel(Instant now, Session& session, const wire::ParcelDeleteRequest& request);
    void refuse(Session& session, std::uint64_t req, ParcelOutcome outcome);

    /// Answers that need no commit.
    void refuseNow(Session& session, std::uint64_t req, wire::HubError error);
    void replyNow(Session& session, const wire::HubReply& reply);
    void ok(Session& session, std::uint64_t req);
    void refuse(Session& session, std::uint64_t req, wire::HubError error);
    void sendAnswers();
    void retryAlone(Instant now);
    void forgetTurn();

    const Limits& m_limits;
    const crypto::KeyPair& m_hubKeys;
    AddressTable& m_addresses;
    SessionTable& m_sessions;
    Mailboxes& m_mailboxes;
    QueueStore& m_store;
    PublicAddresses m_publicAddresses;

    // of this turn
    std::vector<Request> m_requests;
    std::vector<Answer> m_answers;
    std::vector<QueueId> m_storedFor;
    std::vector<QueueId> m_deleted;

    std::uint64_t m_stored = 0;
    std::uint64_t m_commitsFailed = 0;
};

}  // namespace nightjar::hub
