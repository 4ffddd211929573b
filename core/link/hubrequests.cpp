// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "link/hubrequests.h"

#include <utility>

#include "base/overload.h"

namespace nightjar::link {

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
        if (!pending.attach) {
            lose(pending.tag);
        }
    }
    lose(m_attachments.startOver());
}

void HubRequests::askForQueues(Instant now) {
    if (m_channel == nullptr) {
        return;
    }
    for (const auto& key : m_attachments.takeWanted(now)) {
        const auto& auth = *m_attachments.find(key)->auth;
        Pending pending;
        pending.attach = key;
        const auto mac = auth.mac(m_handshakeHash, key.queue, static_cast<std::uint8_t>(key.role));
        submit(wire::AttachRequest{0, key.role, key.queue, mac}, std::move(pending), channel::Priority::Urgent);
    }
}

void HubRequests::request(Instant now, HubRequest request, RequestTag tag) {
    std::optional<Key> key;
    if (const auto* put = std::get_if<PutEnvelope>(&request)) {
        key = {wire::QueueRole::Sender, put->queue};
    } else if (const auto* deletion = std::get_if<DeleteQueue>(&request)) {
        key = {wire::QueueRole::Receiver, deletion->queue};
    }
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
                       r.transient ? channel::Priority::Urgent : channel::Priority::Text);
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
    const auto* const attached = m_attachments.find(key);
    m_channel->send(wire::encodeHubRequest(wire::AckRequest{attached->handle, number}), channel::Priority::Urgent);
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
        if (const auto queue = m_attachments.receiverOf(delivery->handle)) {
            m_events.emplace_back(HubDelivery{*queue, delivery->number, toBytes(delivery->envelope)});
        }
        return;
    }
    reply(now, *decoded);
}

void HubRequests::datagram(ByteView bytes) {
    const auto relayed = wire::decodeRelay(bytes);
    if (const auto queue = relayed ? m_attachments.receiverOf(relayed->handle) : std::nullopt) {
        m_events.emplace_back(HubRelay{*queue, toBytes(relayed->payload)});
    }
}

void HubRequests::reply(Instant now, const wire::HubReply& reply) {
    const auto number = std::visit(
        Overload{[](const wire::DeliverMessage&) { return std::uint64_t{0}; }, [](const auto& r) { return r.req; }},
        reply);
    auto node = m_pending.extract(number);
    if (node.empty()) {
        return;
    }
    const auto pending = std::move(node.mapped());
    if (const auto* error = std::get_if<wire::ErrorReply>(&reply)) {
        settled(now, pending, error->error);
    } else if (const auto* attached = std::get_if<wire::AttachedReply>(&reply)) {
        if (!pending.attach) {
            settled(now, pending, wire::HubError::Malformed);
            return;
        }
        auto waiting = m_attachments.attached(*pending.attach, attached->handle);
        const auto* const queue = m_attachments.find(*pending.attach);
        if (queue == nullptr) {
            return;  // detached in the meantime
        }
        m_events.emplace_back(AttachmentNews{pending.attach->role, pending.attach->queue, true, {}});
        for (auto& [tag, request] : waiting) {
            submitTo(*queue, std::move(request), tag);
        }
    } else if (const auto* blob = std::get_if<wire::BlobReply>(&reply)) {
        settled(now, pending, std::nullopt, toBytes(blob->content));
    } else {
        settled(now, pending, std::nullopt);
    }
}

void HubRequests::settled(Instant now, const Pending& pending, std::optional<wire::HubError> error, Bytes blob) {
    if (pending.attach) {
        const auto reason = error.value_or(wire::HubError::Malformed);
        const auto* const queue = m_attachments.find(*pending.attach);
        const bool isNews = queue != nullptr && (queue->askAgainAfter == Duration::zero() || queue->error != reason);
        for (const auto& [tag, request] : m_attachments.refused(now, *pending.attach, reason)) {
            answer(tag, HubAnswer::Outcome::Refused, reason);
        }
        if (isNews) {
            m_events.emplace_back(AttachmentNews{pending.attach->role, pending.attach->queue, false, reason});
        }
        return;
    }
    if (error) {
        answer(pending.tag, HubAnswer::Outcome::Refused, *error);
        return;
    }
    if (pending.created) {
        m_attachments.created(*pending.created);
    }
    if (pending.deleted) {
        detach({wire::QueueRole::Receiver, *pending.deleted});
    }
    answer(pending.tag, HubAnswer::Outcome::Done, {}, std::move(blob));
}

void HubRequests::answer(RequestTag tag, HubAnswer::Outcome outcome, wire::HubError error, Bytes blob) {
    m_events.emplace_back(HubAnswer{tag, outcome, error, std::move(blob)});
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
