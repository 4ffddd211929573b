// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "link/hubrequests.h"

#include <algorithm>
#include <utility>

#include "base/overload.h"

namespace nightjar::link {

namespace {

/// What may wait for its handle: four times what a hub has under way to one client (hub/limits.h).
constexpr std::size_t maxEarlyBytes = 1024 * 1024;
/// What an owner of a public address proves (docs/protocol.md section 12).
constexpr std::uint8_t ownerRole = 3;

/// The queue that has to be attached before this can be asked.
std::optional<QueueAttachments::Key> queueOf(const HubRequest& request) {
    using Key = QueueAttachments::Key;
    return std::visit(Overload{
                          [](const PutEnvelope& r) {
                              return std::optional(Key{wire::QueueRole::Sender, r.queue});
                          },
                          [](const DeleteQueue& r) {
                              return std::optional(Key{wire::QueueRole::Receiver, r.queue});
                          },
                          [](const OpenParcel& r) {
                              return std::optional(Key{r.role, r.queue});
                          },
                          [](const PutChunk& r) {
                              return std::optional(Key{wire::QueueRole::Sender, r.queue});
                          },
                          [](const GetChunk& r) {
                              return std::optional(Key{wire::QueueRole::Receiver, r.queue});
                          },
                          [](const DeleteParcel& r) {
                              return std::optional(Key{r.role, r.queue});
                          },
                          [](const auto&) { return std::optional<Key>(); },
                      },
                      request);
}

}  // namespace

void HubRequests::attach(const Key& key, ByteView secret) {
    (void)m_attachments.add(key, secret, m_hub);
}

void HubRequests::detach(const Key& key) {
    lose(m_attachments.remove(key));
}

bool HubRequests::isAttached(const Key& key) const {
    const auto* const queue = m_attachments.find(key);
    return queue != nullptr && queue->state == QueueAttachments::State::Attached;
}

void HubRequests::sessionBegan(channel::Channel& channel, const ByteArray<64>& handshakeHash) {
    m_channel = &channel;
    m_handshakeHash = handshakeHash;
}

void HubRequests::sessionEnded() {
    m_channel = nullptr;
    for (const auto& [number, pending] : std::exchange(m_pending, {})) {
        if (pending.attach.empty()) {
            lose(pending.tag);
        }
    }
    m_acks.clear();
    m_early.clear();
    m_earlyBytes = 0;
    lose(m_attachments.startOver());
}

void HubRequests::flush(Instant now) {
    if (m_channel == nullptr) {
        return;
    }
    const auto wanted = m_attachments.takeWanted(now);
    for (std::size_t begin = 0; begin < wanted.size(); begin += wire::maxBatch) {
        const auto end = std::min(begin + wire::maxBatch, wanted.size());
        askFor(
            {wanted.begin() + static_cast<std::ptrdiff_t>(begin), wanted.begin() + static_cast<std::ptrdiff_t>(end)});
    }
    for (std::size_t begin = 0; begin < m_acks.size(); begin += wire::maxBatch) {
        const auto end = std::min(begin + wire::maxBatch, m_acks.size());
        const wire::AckRequest ack{
            {m_acks.begin() + static_cast<std::ptrdiff_t>(begin), m_acks.begin() + static_cast<std::ptrdiff_t>(end)}};
        m_channel->send(wire::encodeHubRequest(ack), channel::Priority::Urgent);
    }
    m_acks.clear();
}

void HubRequests::askFor(const std::vector<Key>& keys) {
    wire::AttachAllRequest all;
    for (const auto& key : keys) {
        const auto& auth = *m_attachments.find(key)->auth;
        all.entries.push_back({key.role, key.queue,
                               auth.mac(m_handshakeHash, key.queue, static_cast<std::uint8_t>(key.role)),
                               key.role == wire::QueueRole::Receiver ? m_tenure : 0});
    }
    Pending pending;
    pending.attach = keys;
    if (keys.size() == 1) {
        const auto& [role, queue, mac, tenure] = all.entries.front();
        submit(wire::AttachRequest{0, role, queue, mac, tenure}, std::move(pending), channel::Priority::Urgent);
    } else {
        submit(all, std::move(pending), channel::Priority::Urgent);
    }
}

ByteArray<16> HubRequests::ownerMac(const OwnerSecret& owner, const wire::AddressId& address) const {
    const auto auth = crypto::QueueAuth::atClient(owner->view(), m_hub);
    return auth ? auth->mac(m_handshakeHash, {address.value}, ownerRole) : ByteArray<16>{};
}

void HubRequests::request(Instant now, HubRequest request, RequestTag tag) {
    const auto key = queueOf(request);
    if (!key) {
        submitTo({}, std::move(request), tag);
        return;
    }
    auto* const queue = m_attachments.find(*key);
    if (queue == nullptr || !queue->auth) {
        answer(tag, HubAnswer::Outcome::Refused, wire::HubError::UnknownQueue);
    } else if (queue->state == QueueAttachments::State::Refused && queue->askAgainAt > now) {
        answer(tag, HubAnswer::Outcome::Refused, queue->error);
    } else if (queue->state == QueueAttachments::State::Attached) {
        submitTo(*queue, std::move(request), tag);
    } else {
        queue->waiting.push_back({tag, std::move(request)});
    }
}

void HubRequests::submitTo(const QueueAttachments::Queue& queue, HubRequest request, RequestTag tag) {
    Pending pending;
    pending.tag = tag;
    std::visit(
        Overload{
            [&](const CreateQueue& r) {
                pending.created = r.queue;
                submit(wire::CreateRequest{0, r.queue, r.receiverKey, r.senderKey}, pending, channel::Priority::Urgent);
            },
            [&](const PutEnvelope& r) {
                submit(wire::PutRequest{0, queue.handle, r.transient, r.envelope}, pending,
                       r.transient && !r.hasTime ? channel::Priority::Urgent : channel::Priority::Text);
            },
            [&](const DeleteQueue& r) {
                pending.deleted = r.queue;
                submit(wire::DeleteRequest{0, queue.handle}, pending, channel::Priority::Text);
            },
            [&](const PutBlob& r) {
                submit(wire::BlobPutRequest{0, r.blob, r.revocationHash, r.secondsToLive, r.content}, pending,
                       channel::Priority::Text);
            },
            [&](const TakeBlob& r) {
                submit(wire::BlobTakeRequest{0, r.blob, r.token}, pending, channel::Priority::Text);
            },
            [&](const RevokeBlob& r) {
                submit(wire::BlobRevokeRequest{0, r.blob, r.secret}, pending, channel::Priority::Text);
            },
            [&](const SetAddress& r) {
                const wire::WireKey owner = crypto::publicKeyOf(r.owner->view()).value;
                submit(wire::AddressSetRequest{0, r.address, owner, ownerMac(r.owner, r.address), r.rules}, pending,
                       channel::Priority::Text);
            },
            [&](const StockAddress& r) {
                submit(wire::AddressStockRequest{0, r.address, ownerMac(r.owner, r.address), r.secondsToLive, r.item},
                       pending, channel::Priority::Text);
            },
            [&](const DeleteAddress& r) {
                submit(wire::AddressDeleteRequest{0, r.address, ownerMac(r.owner, r.address)}, pending,
                       channel::Priority::Text);
            },
            [&](const AskAddress& r) {
                submit(wire::AddressAskRequest{0, r.address}, pending, channel::Priority::Text);
            },
            [&](const TakeFromAddress& r) {
                submit(wire::AddressTakeRequest{0, r.address, r.token, r.ticket, r.nonce}, pending,
                       channel::Priority::Text);
            },
            [&](const OpenParcel& r) {
                submit(wire::ParcelOpenRequest{0, queue.handle, r.parcel, r.chunks}, pending, channel::Priority::Text);
            },
            [&](const PutChunk& r) {
                submit(wire::ParcelPutRequest{0, queue.handle, r.parcel, r.index, r.chunk}, pending,
                       channel::Priority::Bulk);
            },
            [&](const GetChunk& r) {
                submit(wire::ParcelGetRequest{0, queue.handle, r.parcel, r.index}, pending, channel::Priority::Text);
            },
            [&](const DeleteParcel& r) {
                submit(wire::ParcelDeleteRequest{0, queue.handle, r.parcel}, pending, channel::Priority::Text);
            },
        },
        request);
}

void HubRequests::submit(const wire::HubRequest& request, Pending pending, channel::Priority priority) {
    auto numbered = request;
    const auto number = ++m_lastRequest;
    std::visit(Overload{[](wire::AckRequest&) {}, [&](auto& r) { r.req = number; }}, numbered);
    m_pending.emplace(number, std::move(pending));
    m_channel->send(wire::encodeHubRequest(numbered), priority);
}

void HubRequests::acknowledge(const QueueId& queue, wire::DeliveryNumber number) {
    const Key key{wire::QueueRole::Receiver, queue};
    if (m_channel == nullptr || number == 0 || !isAttached(key)) {
        return;  // it will be delivered again
    }
    m_acks.push_back({m_attachments.find(key)->handle, number});
}

void HubRequests::relay(const QueueId& queue, ByteView payload) {
    const Key key{wire::QueueRole::Sender, queue};
    if (m_channel != nullptr && isAttached(key)) {
        m_channel->sendDatagram(wire::encodeRelay(m_attachments.find(key)->handle, payload));
    }
}

void HubRequests::message(Instant now, ByteView bytes) {
    const auto decoded = wire::decodeHubReply(bytes);
    if (!decoded) {
        return;
    }
    if (const auto* delivery = std::get_if<wire::DeliverMessage>(&*decoded)) {
        delivered(*delivery);
    } else if (const auto* detached = std::get_if<wire::DetachedMessage>(&*decoded)) {
        // Asked again at once, which tells why.
        if (const auto queue = m_attachments.receiverOf(detached->handle)) {
            m_attachments.lost({wire::QueueRole::Receiver, *queue});
        }
    } else {
        reply(now, *decoded);
    }
}

/// The hub sends what waits right behind its answer to ATTACH, and any packet may overtake another.
void HubRequests::delivered(const wire::DeliverMessage& delivery) {
    if (const auto queue = m_attachments.receiverOf(delivery.handle)) {
        m_events.emplace_back(HubDelivery{*queue, delivery.number, toBytes(delivery.envelope)});
        return;
    }
    const bool expected =
        std::any_of(m_pending.begin(), m_pending.end(), [](const auto& entry) { return !entry.second.attach.empty(); });
    if (!expected || delivery.number == 0) {
        return;
    }
    auto& early = m_early[delivery.handle];
    if (m_earlyBytes + delivery.envelope.size() > maxEarlyBytes) {
        early.incomplete = true;
    } else if (early.envelopes.emplace(delivery.number, toBytes(delivery.envelope)).second) {
        m_earlyBytes += delivery.envelope.size();
    }
}

void HubRequests::datagram(ByteView bytes) {
    const auto relayed = wire::decodeRelay(bytes);
    if (const auto queue = relayed ? m_attachments.receiverOf(relayed->handle) : std::nullopt) {
        m_events.emplace_back(HubRelay{*queue, toBytes(relayed->payload)});
    }
}

void HubRequests::reply(Instant now, const wire::HubReply& reply) {
    const auto number = std::visit(
        Overload{[](const wire::DeliverMessage&) { return std::uint64_t{0}; },
                 [](const wire::DetachedMessage&) { return std::uint64_t{0}; }, [](const auto& r) { return r.req; }},
        reply);
    auto node = m_pending.extract(number);
    if (node.empty()) {
        return;
    }
    const auto pending = std::move(node.mapped());
    const auto& attaching = pending.attach;
    if (const auto* error = std::get_if<wire::ErrorReply>(&reply)) {
        refused(now, pending, error->error);
    } else if (const auto* one = std::get_if<wire::AttachedReply>(&reply); one != nullptr && attaching.size() == 1) {
        attached(attaching.front(), one->handle);
    } else if (const auto* all = std::get_if<wire::AttachedAllReply>(&reply);
               all != nullptr && !attaching.empty() && all->entries.size() == attaching.size()) {
        for (std::size_t i = 0; i < attaching.size(); ++i) {
            const auto& [handle, reason] = all->entries[i];
            handle != 0 ? attached(attaching[i], handle) : refused(now, attaching[i], reason);
        }
    } else if (!attaching.empty() || one != nullptr || all != nullptr) {
        refused(now, pending, wire::HubError::Malformed);
    } else if (const auto* blob = std::get_if<wire::BlobReply>(&reply)) {
        done(pending, {.blob = toBytes(blob->content)});
    } else if (const auto* ticket = std::get_if<wire::TicketReply>(&reply)) {
        done(pending, {.ticket = ticket->ticket});
    } else if (const auto* stock = std::get_if<wire::StockReply>(&reply)) {
        done(pending, {.inStock = stock->inStock, .takenToday = stock->takenToday});
    } else if (const auto* parcel = std::get_if<wire::ParcelReply>(&reply)) {
        done(pending, {.blob = toBytes(parcel->have)});
    } else if (const auto* chunk = std::get_if<wire::ParcelChunkReply>(&reply)) {
        done(pending, {.blob = toBytes(chunk->chunk)});
    } else {
        done(pending);
    }
    const bool more =
        std::any_of(m_pending.begin(), m_pending.end(), [](const auto& entry) { return !entry.second.attach.empty(); });
    if (!more) {
        m_early.clear();  // of queues that we do not want any more
        m_earlyBytes = 0;
    }
}

void HubRequests::attached(const Key& key, wire::QueueHandle handle) {
    auto waiting = m_attachments.attached(key, handle);
    auto early = m_early.extract(handle);
    const auto* const queue = m_attachments.find(key);
    if (queue == nullptr) {
        return;  // detached in the meantime
    }
    m_events.emplace_back(AttachmentNews{key.role, key.queue, true, {}});
    for (auto& [tag, request] : waiting) {
        submitTo(*queue, std::move(request), tag);
    }
    if (early.empty() || key.role != wire::QueueRole::Receiver) {
        return;
    }
    for (auto& [number, envelope] : early.mapped().envelopes) {
        m_earlyBytes -= envelope.size();
        m_events.emplace_back(HubDelivery{key.queue, number, std::move(envelope)});
    }
    if (early.mapped().incomplete) {
        m_attachments.again(key);
    }
}

void HubRequests::refused(Instant now, const Key& key, wire::HubError reason) {
    const auto* const queue = m_attachments.find(key);
    const bool isNews = queue != nullptr && (queue->askAgainAfter == Duration::zero() || queue->error != reason);
    for (const auto& [tag, request] : m_attachments.refused(now, key, reason)) {
        answer(tag, HubAnswer::Outcome::Refused, reason);
    }
    if (isNews) {
        m_events.emplace_back(AttachmentNews{key.role, key.queue, false, reason});
    }
}

void HubRequests::refused(Instant now, const Pending& pending, wire::HubError error) {
    for (const auto& key : pending.attach) {
        refused(now, key, error);
    }
    if (pending.attach.empty()) {
        answer(pending.tag, HubAnswer::Outcome::Refused, error);
    }
}

void HubRequests::done(const Pending& pending, HubAnswer reply) {
    if (pending.created) {
        m_attachments.created(*pending.created);
    }
    if (pending.deleted) {
        detach({wire::QueueRole::Receiver, *pending.deleted});
    }
    reply.tag = pending.tag;
    reply.outcome = HubAnswer::Outcome::Done;
    m_events.emplace_back(std::move(reply));
}

void HubRequests::answer(RequestTag tag, HubAnswer::Outcome outcome, wire::HubError error) {
    m_events.emplace_back(HubAnswer{tag, outcome, error});
}

void HubRequests::lose(RequestTag tag) {
    answer(tag, HubAnswer::Outcome::Lost);
}

void HubRequests::lose(const std::vector<QueueAttachments::Waiting>& waiting) {
    for (const auto& [tag, request] : waiting) {
        lose(tag);
    }
}

}  // namespace nightjar::link
