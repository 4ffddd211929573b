// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <map>
#include <set>

#include "hub/limits.h"
#include "hub/queuestore.h"
#include "hub/sessiontable.h"

namespace nightjar::hub {

/// A queue that somebody is attached to.
struct Mailbox {
    QueueId queue;
    Session* receiver = nullptr;
    wire::QueueHandle receiverHandle = 0;
    bool receiverReady = false;  ///< its handle was sent to the receiver
    /// Delivered and not acknowledged: at most deliveryWindow.
    std::vector<wire::DeliveryNumber> inFlight;
    wire::DeliveryNumber lastDelivered = 0;
    bool mayHaveMore = false;  ///< the store may have envelopes after lastDelivered
    bool waits = false;        ///< is in `waiting` of its receiver
    bool planned = false;      ///< for deliverAll()
    std::size_t attachments = 0;
};

/// Envelopes on their way to one receiver from one queue.
inline constexpr std::size_t deliveryWindow = 32;

/// Who is attached to which queue, and what is on its way to them.
class Mailboxes {
public:
    Mailboxes(const Limits& limits, SessionTable& sessions, QueueStore& store);

    /// The handle in this session; nothing when the session has too many.
    [[nodiscard]] std::optional<wire::QueueHandle> attach(Session& session, wire::QueueRole role, const QueueId& queue);
    /// The mailbox of a valid handle of this role, else null.
    [[nodiscard]] Mailbox* find(const Session& session, wire::QueueHandle handle, wire::QueueRole role) const;
    /// The receiver's handle was sent: deliveries follow at once, and whichever overtakes it waits at the client.
    void onAnnounced(Session& session, wire::QueueHandle handle);
    /// Something came from the client: there may be room for deliveries.
    void onArrived(Session& session);
    /// The session goes.
    void detachAll(Session& session);
    /// The queue is deleted: its receiver's handle ends.
    void onDeleted(const QueueId& queue);
    /// Somebody of a later tenure receives from now on: who did is told that the handle has ended.
    void onSuperseded(const QueueId& queue);

    /// Something was stored for the queue, if anybody is attached to it.
    void onStored(const QueueId& queue);
    /// Forgets a delivery. True when there was one.
    bool onAcknowledged(Mailbox& mailbox, wire::DeliveryNumber number);
    /// Tells the store which queues have or had their receiver here: some at each call, in turn; true when there are
    /// more. Not when they attach, since a full disk must not keep them from fetching what lies there.
    bool noteUse(Instant now);
    /// Sends what became possible by the calls above. Between two transactions of the store only: what a rolled back
    /// one wrote must not be seen, as its numbers are given again.
    void deliverAll();
    /// Hands an envelope over that is not stored; false when nobody can take it now.
    [[nodiscard]] bool deliverTransient(Mailbox& mailbox, ByteView envelope);

    [[nodiscard]] std::size_t size() const { return m_mailboxes.size(); }
    [[nodiscard]] std::uint64_t delivered() const { return m_delivered; }

private:
    void release(Attachment& attachment);
    void dropReceiver(Mailbox& mailbox);
    void plan(Mailbox& mailbox);
    void deliver(Mailbox& mailbox);

    const Limits& m_limits;
    SessionTable& m_sessions;
    QueueStore& m_store;
    /// Clients choose the ids, so no hash table; and its elements stay where they are.
    std::map<QueueId, Mailbox> m_mailboxes;
    std::vector<QueueId> m_planned;  ///< for deliverAll()
    QueueId m_lastNoted;             ///< for noteUse()
    std::set<QueueId> m_used;        ///< attached since they were noted; those that are long will be noted anyway
    std::uint64_t m_delivered = 0;
};

}  // namespace nightjar::hub
