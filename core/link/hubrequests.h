// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <map>
#include <utility>

#include "link/queueattachments.h"

namespace nightjar::link {

/// What is asked of a hub and what it answers (docs/protocol.md, section 5), over whatever session stands. Every
/// request gets one answer; those of a session that ends are lost.
class HubRequests {
public:
    using Key = QueueAttachments::Key;

    explicit HubRequests(const crypto::PublicKey& hub) : m_hub(hub) {}

    /// As what receivers attach from now on (docs/protocol.md section 5, Tenure).
    void setTenure(std::uint64_t tenure) { m_tenure = tenure; }
    void attach(const Key& key, ByteView secret);
    void detach(const Key& key);
    [[nodiscard]] bool isAttached(const Key& key) const;

    /// `channel` must live until sessionEnded().
    void sessionBegan(channel::Channel& channel, const ByteArray<64>& handshakeHash);
    void sessionEnded();

    /// A session stands.
    void request(Instant now, HubRequest request, RequestTag tag);
    /// The answer to a request that cannot be sent.
    void lose(RequestTag tag);
    void acknowledge(const QueueId& queue, wire::DeliveryNumber number);
    void relay(const QueueId& queue, ByteView payload);
    /// Asks for the queues whose time has come, and sends the acknowledgements that have gathered.
    void flush(Instant now);

    /// A reliable message of the hub.
    void message(Instant now, ByteView bytes);
    /// A datagram of the hub.
    void datagram(ByteView bytes);

    [[nodiscard]] bool hasEvents() const { return !m_events.empty(); }
    [[nodiscard]] std::vector<HubEvent> takeEvents() { return std::exchange(m_events, {}); }
    /// When flush() has something to do, if a session stands then.
    [[nodiscard]] Instant nextDeadline() const { return m_acks.empty() ? m_attachments.nextDeadline() : Instant{}; }

private:
    /// A request that was sent in the present session.
    struct Pending {
        RequestTag tag = 0;
        std::vector<Key> attach;         ///< it is an ATTACH or ATTACH_ALL for these queues
        std::optional<QueueId> created;  ///< it is a CREATE of this queue
        std::optional<QueueId> deleted;  ///< it is a DELETE of this queue
    };
    void submit(const wire::HubRequest& request, Pending pending, channel::Priority priority);
    void submitTo(const QueueAttachments::Queue& queue, HubRequest request, RequestTag tag);
    void reply(Instant now, const wire::HubReply& reply);
    void askFor(const std::vector<Key>& keys);
    void attached(const Key& key, wire::QueueHandle handle);
    void refused(Instant now, const Key& key, wire::HubError reason);
    void delivered(const wire::DeliverMessage& delivery);
    void refused(Instant now, const Pending& pending, wire::HubError error);
    void done(const Pending& pending, HubAnswer answer = {});
    void answer(RequestTag tag, HubAnswer::Outcome outcome, wire::HubError error = wire::HubError::Malformed);
    [[nodiscard]] ByteArray<16> ownerMac(const OwnerSecret& owner, const wire::AddressId& address) const;
    void lose(const std::vector<QueueAttachments::Waiting>& waiting);

    const crypto::PublicKey m_hub;
    channel::Channel* m_channel = nullptr;  ///< of the present session
    ByteArray<64> m_handshakeHash{};
    std::uint64_t m_tenure = 0;
    QueueAttachments m_attachments;
    std::uint64_t m_lastRequest = 0;
    std::map<std::uint64_t, Pending> m_pending;
    std::vector<wire::AckRequest::Delivery> m_acks;
    /// Deliveries that overtook the answer which tells whose they are, by their handles.
    struct Early {
        std::map<wire::DeliveryNumber, Bytes> envelopes;
        bool incomplete = false;  ///< some were dropped: they have to be delivered again
    };
    std::map<wire::QueueHandle, Early> m_early;
    std::size_t m_earlyBytes = 0;
    std::vector<HubEvent> m_events;
};

}  // namespace nightjar::link
