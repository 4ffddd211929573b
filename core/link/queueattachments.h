// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <map>
#include <vector>

#include "base/instant.h"
#include "crypto/queueauth.h"
#include "link/hubsession.h"

namespace nightjar::link {

/// The queues that a session attaches, what became of that, and the requests that wait for it.
///
/// States of a queue:
///   Wanted    to be asked as soon as there is a session
///   Asked     ATTACH is on its way
///   Attached  has a handle
///   Refused   the hub said why not; asked again at `askAgainAt`
class QueueAttachments {
public:
    struct Key {
        wire::QueueRole role = wire::QueueRole::Receiver;
        QueueId queue;
        auto operator<=>(const Key&) const = default;
    };
    struct Waiting {
        RequestTag tag = 0;
        HubRequest request;
    };
    enum class State : std::uint8_t { Wanted, Asked, Attached, Refused };
    struct Queue {
        std::optional<crypto::QueueAuth> auth;  ///< nothing: the hub's key is of low order
        State state = State::Wanted;
        wire::QueueHandle handle = 0;
        wire::HubError error = wire::HubError::Malformed;
        Duration askAgainAfter{};
        Instant askAgainAt = never;
        std::vector<Waiting> waiting;
    };

    /// False if it is there already.
    bool add(const Key& key, ByteView secret, const crypto::PublicKey& hub);
    /// The requests that waited for it.
    [[nodiscard]] std::vector<Waiting> remove(const Key& key);
    [[nodiscard]] Queue* find(const Key& key);
    [[nodiscard]] const Queue* find(const Key& key) const;
    /// Our queue behind the handle of a DELIVER or RELAY.
    [[nodiscard]] std::optional<QueueId> receiverOf(wire::QueueHandle handle) const;

    /// A new session knows no handle; the requests that waited.
    [[nodiscard]] std::vector<Waiting> startOver();
    /// Those to ask for now; they count as asked.
    [[nodiscard]] std::vector<Key> takeWanted(Instant now);
    /// The requests that waited.
    [[nodiscard]] std::vector<Waiting> attached(const Key& key, wire::QueueHandle handle);
    [[nodiscard]] std::vector<Waiting> refused(Instant now, const Key& key, wire::HubError error);
    /// Ask for it again at once, so that it is delivered from its beginning.
    void again(const Key& key);
    /// Its handle has ended; ask for it again at once.
    void lost(const Key& key);
    /// The queue exists now: ask again at once.
    void created(const QueueId& queue);
    [[nodiscard]] Instant nextDeadline() const;

private:
    std::map<Key, Queue> m_queues;
    std::map<wire::QueueHandle, QueueId> m_receivers;
};

}  // namespace nightjar::link
