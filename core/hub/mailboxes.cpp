// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "hub/mailboxes.h"

#include <algorithm>

namespace nightjar::hub {

namespace {

/// What is remembered between two sweeps: a megabyte or three.
constexpr std::size_t maxUsed = 50'000;

template <class T, class U>
bool eraseValue(std::vector<T>& from, const U& value) {
    const auto found = std::find(from.begin(), from.end(), value);
    if (found == from.end()) {
        return false;
    }
    from.erase(found);
    return true;
}

}  // namespace

Mailboxes::Mailboxes(const Limits& limits, SessionTable& sessions, QueueStore& store)
    : m_limits(limits), m_sessions(sessions), m_store(store) {
}

std::optional<wire::QueueHandle> Mailboxes::attach(Session& session, wire::QueueRole role, const QueueId& queue) {
    auto& attachments = session.attachments;
    const auto known = std::find_if(attachments.begin(), attachments.end(), [&](const Attachment& one) {
        return one.mailbox != nullptr && one.role == role && one.mailbox->queue == queue;
    });
    const auto handle = firstHandle + static_cast<wire::QueueHandle>(known - attachments.begin());
    if (known == attachments.end()) {
        if (attachments.size() >= m_limits.handlesPerSession) {
            return std::nullopt;
        }
        auto& mailbox = m_mailboxes[queue];
        mailbox.queue = queue;
        ++mailbox.attachments;
        attachments.push_back({&mailbox, role});
    }
    if (role == wire::QueueRole::Receiver) {
        auto& mailbox = *attachments[handle - firstHandle].mailbox;
        if (mailbox.receiver != &session) {
            dropReceiver(mailbox);
        }
        mailbox.receiver = &session;
        mailbox.receiverHandle = handle;
        mailbox.receiverReady = false;
        mailbox.inFlight.clear();
        mailbox.lastDelivered = 0;
        mailbox.mayHaveMore = true;
        if (m_used.size() < maxUsed) {
            m_used.insert(queue);
        }
    }
    return handle;
}

Mailbox* Mailboxes::find(const Session& session, wire::QueueHandle handle, wire::QueueRole role) const {
    if (handle < firstHandle || handle - firstHandle >= session.attachments.size()) {
        return nullptr;
    }
    const auto& attachment = session.attachments[handle - firstHandle];
    return attachment.role == role ? attachment.mailbox : nullptr;
}

void Mailboxes::onAnnounced(Session& session, wire::QueueHandle handle) {
    if (auto* const mailbox = find(session, handle, wire::QueueRole::Receiver)) {
        mailbox->receiverReady = true;
        plan(*mailbox);
    }
}

bool Mailboxes::noteUse(Instant now) {
    constexpr int portion = 500;
    for (int i = 0; i < portion && !m_used.empty(); ++i) {
        m_store.noteUse(*m_used.begin(), now);
        m_used.erase(m_used.begin());
    }
    auto at = m_mailboxes.upper_bound(m_lastNoted);
    for (int i = 0; i < portion && at != m_mailboxes.end(); ++i, ++at) {
        m_lastNoted = at->first;
        if (at->second.receiver != nullptr) {
            m_store.noteUse(at->first, now);
        }
    }
    if (at == m_mailboxes.end()) {
        m_lastNoted = {};
    }
    return !m_used.empty();
}

void Mailboxes::onArrived(Session& session) {
    if (!session.waiting.empty() && session.channel.bytesPending() < m_limits.pendingPerSession) {
        for (auto* const mailbox : std::exchange(session.waiting, {})) {
            mailbox->waits = false;
            plan(*mailbox);
        }
    }
}

void Mailboxes::release(Attachment& attachment) {
    auto* const mailbox = std::exchange(attachment.mailbox, nullptr);
    if (mailbox != nullptr && --mailbox->attachments == 0) {
        m_mailboxes.erase(QueueId(mailbox->queue));
    }
}

void Mailboxes::dropReceiver(Mailbox& mailbox) {
    auto* const session = std::exchange(mailbox.receiver, nullptr);
    if (session == nullptr) {
        return;
    }
    eraseValue(session->waiting, &mailbox);
    mailbox.waits = false;
    mailbox.receiverReady = false;
    mailbox.inFlight.clear();
    release(session->attachments[mailbox.receiverHandle - firstHandle]);
}

void Mailboxes::detachAll(Session& session) {
    for (auto& attachment : session.attachments) {
        if (attachment.mailbox == nullptr) {
            continue;
        }
        if (attachment.role == wire::QueueRole::Receiver) {
            dropReceiver(*attachment.mailbox);
        } else {
            release(attachment);
        }
    }
}

void Mailboxes::onStored(const QueueId& queue) {
    if (const auto found = m_mailboxes.find(queue); found != m_mailboxes.end()) {
        found->second.mayHaveMore = true;
        plan(found->second);
    }
}

void Mailboxes::onDeleted(const QueueId& queue) {
    if (const auto found = m_mailboxes.find(queue); found != m_mailboxes.end()) {
        dropReceiver(found->second);
    }
}

void Mailboxes::onSuperseded(const QueueId& queue) {
    const auto found = m_mailboxes.find(queue);
    if (found == m_mailboxes.end() || found->second.receiver == nullptr) {
        return;
    }
    auto& session = *found->second.receiver;
    session.channel.send(wire::encodeHubReply(wire::DetachedMessage{found->second.receiverHandle}),
                         channel::Priority::Urgent);
    m_sessions.touch(session);
    dropReceiver(found->second);
}

void Mailboxes::plan(Mailbox& mailbox) {
    if (!mailbox.planned) {
        mailbox.planned = true;
        m_planned.push_back(mailbox.queue);
    }
}

void Mailboxes::deliverAll() {
    for (const auto& queue : std::exchange(m_planned, {})) {
        if (const auto found = m_mailboxes.find(queue); found != m_mailboxes.end()) {
            found->second.planned = false;
            deliver(found->second);
        }
    }
}

bool Mailboxes::onAcknowledged(Mailbox& mailbox, wire::DeliveryNumber number) {
    plan(mailbox);
    return eraseValue(mailbox.inFlight, number);
}

void Mailboxes::deliver(Mailbox& mailbox) {
    if (mailbox.receiver == nullptr || !mailbox.receiverReady || mailbox.waits) {
        return;
    }
    auto& session = *mailbox.receiver;
    while (mailbox.mayHaveMore && mailbox.inFlight.size() < deliveryWindow) {
        if (session.channel.bytesPending() >= m_limits.pendingPerSession) {
            mailbox.waits = true;
            session.waiting.push_back(&mailbox);
            break;
        }
        // A few at a time, so that the room is looked at again before much is read.
        constexpr std::size_t portion = 4;
        const auto wanted = std::min(portion, deliveryWindow - mailbox.inFlight.size());
        const auto envelopes = m_store.envelopes(mailbox.queue, mailbox.lastDelivered, wanted);
        for (const auto& one : envelopes) {
            session.channel.send(
                wire::encodeHubReply(wire::DeliverMessage{mailbox.receiverHandle, one.number, one.envelope}),
                channel::Priority::Text);
            mailbox.inFlight.push_back(one.number);
            mailbox.lastDelivered = one.number;
            ++m_delivered;
        }
        mailbox.mayHaveMore = envelopes.size() == wanted;
    }
    m_sessions.touch(session);
}

bool Mailboxes::deliverTransient(Mailbox& mailbox, ByteView envelope) {
    auto* const session = mailbox.receiver;
    if (session == nullptr || !mailbox.receiverReady || session->channel.bytesPending() >= m_limits.pendingPerSession) {
        return false;
    }
    session->channel.send(wire::encodeHubReply(wire::DeliverMessage{mailbox.receiverHandle, 0, envelope}),
                          channel::Priority::Urgent);
    m_sessions.touch(*session);
    ++m_delivered;
    return true;
}

}  // namespace nightjar::hub
