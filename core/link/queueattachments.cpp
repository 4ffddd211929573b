// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "link/queueattachments.h"

#include <algorithm>
#include <utility>

namespace nightjar::link {

namespace {

constexpr Duration firstAskAgain = 5s;
constexpr Duration longestAskAgain = 10min;

/// Asking again changes nothing.
[[nodiscard]] bool isFinal(wire::HubError error) {
    return error == wire::HubError::Gone || error == wire::HubError::NotAuthorised ||
           error == wire::HubError::Superseded;
}

}  // namespace

bool QueueAttachments::add(const Key& key, ByteView secret, const crypto::PublicKey& hub) {
    const auto [it, added] = m_queues.try_emplace(key);
    if (added) {
        it->second.auth = crypto::QueueAuth::atClient(secret, hub);
    }
    return added;
}

std::vector<QueueAttachments::Waiting> QueueAttachments::remove(const Key& key) {
    auto node = m_queues.extract(key);
    if (node.empty()) {
        return {};
    }
    if (key.role == wire::QueueRole::Receiver) {
        std::erase_if(m_receivers, [&](const auto& entry) { return entry.second == key.queue; });
    }
    return std::move(node.mapped().waiting);
}

QueueAttachments::Queue* QueueAttachments::find(const Key& key) {
    const auto it = m_queues.find(key);
    return it == m_queues.end() ? nullptr : &it->second;
}

const QueueAttachments::Queue* QueueAttachments::find(const Key& key) const {
    const auto it = m_queues.find(key);
    return it == m_queues.end() ? nullptr : &it->second;
}

std::optional<QueueId> QueueAttachments::receiverOf(wire::QueueHandle handle) const {
    const auto it = m_receivers.find(handle);
    return it == m_receivers.end() ? std::nullopt : std::optional(it->second);
}

std::vector<QueueAttachments::Waiting> QueueAttachments::startOver() {
    std::vector<Waiting> waiting;
    m_receivers.clear();
    for (auto& [key, queue] : m_queues) {
        queue.state = State::Wanted;
        queue.askAgainAfter = {};
        std::move(queue.waiting.begin(), queue.waiting.end(), std::back_inserter(waiting));
        queue.waiting.clear();
    }
    return waiting;
}

std::vector<QueueAttachments::Key> QueueAttachments::takeWanted(Instant now) {
    std::vector<Key> keys;
    for (auto& [key, queue] : m_queues) {
        const bool again = queue.state == State::Refused && queue.askAgainAt <= now;
        if (queue.auth && (queue.state == State::Wanted || again)) {
            queue.state = State::Asked;
            keys.push_back(key);
        }
    }
    return keys;
}

std::vector<QueueAttachments::Waiting> QueueAttachments::attached(const Key& key, wire::QueueHandle handle) {
    auto* const queue = find(key);
    if (queue == nullptr) {
        return {};
    }
    queue->state = State::Attached;
    queue->handle = handle;
    queue->askAgainAfter = {};
    if (key.role == wire::QueueRole::Receiver) {
        m_receivers[handle] = key.queue;
    }
    return std::exchange(queue->waiting, {});
}

std::vector<QueueAttachments::Waiting> QueueAttachments::refused(Instant now, const Key& key, wire::HubError error) {
    auto* const queue = find(key);
    if (queue == nullptr) {
        return {};
    }
    queue->state = State::Refused;
    queue->error = error;
    queue->askAgainAfter = std::clamp(2 * queue->askAgainAfter, firstAskAgain, longestAskAgain);
    queue->askAgainAt = isFinal(error) ? never : now + queue->askAgainAfter;
    return std::exchange(queue->waiting, {});
}

void QueueAttachments::again(const Key& key) {
    if (auto* const queue = find(key)) {
        queue->state = State::Wanted;
    }
}

void QueueAttachments::lost(const Key& key) {
    std::erase_if(m_receivers, [&](const auto& entry) { return entry.second == key.queue; });
    again(key);
}

void QueueAttachments::created(const QueueId& id) {
    for (const auto role : {wire::QueueRole::Receiver, wire::QueueRole::Sender}) {
        if (auto* const queue = find({role, id}); queue != nullptr && queue->state == State::Refused) {
            queue->state = State::Wanted;
        }
    }
}

Instant QueueAttachments::nextDeadline() const {
    auto earliest = never;
    for (const auto& [key, queue] : m_queues) {
        if (queue.auth && queue.state == State::Wanted) {
            return Instant{};
        }
        if (queue.auth && queue.state == State::Refused) {
            earliest = std::min(earliest, queue.askAgainAt);
        }
    }
    return earliest;
}

}  // namespace nightjar::link
