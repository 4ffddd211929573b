// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/filedownloads.h"

#include <algorithm>

#include "engine/chunkset.h"
#include "engine/filereceiving.h"
#include "engine/parts.h"
#include "wire/filegeometry.h"

namespace nightjar::engine {

namespace {

using Outcome = link::HubAnswer::Outcome;

/// Whoever is there sends it over the link within this.
constexpr Duration linkPatience = 3s;
constexpr Duration answerPatience = 60s;
/// The hub has nothing more now: its sender may be bringing the rest. When all of it is there we are told.
constexpr Duration firstBackOff = 15s;
constexpr Duration backOffCap = std::chrono::hours(1);
/// We fetched faster than the hub's limits allow.
constexpr Duration tooFast = 1s;
/// Chunks on their way from the hub. It begins with few and grows while they come, so that a slow line is not filled
/// with what is lost at the next cut.
constexpr std::size_t leastUnderWay = 2;
constexpr std::size_t mostUnderWay = 24;

}  // namespace

void FileDownloads::look(const FileKey& key, Duration after) {
    auto& one = m_downloads[key];
    if (one.phase == Phase::Waiting) {
        one.backOff = {};
        wait(one, after);
    }
}

void FileDownloads::lookAnyway(const FileKey& key) {
    auto& one = m_downloads[key];
    one.anyway = true;
    if (one.phase == Phase::Waiting) {
        one.at = std::min(one.at, m_parts.context.now + one.backOff);
    }
}

void FileDownloads::distrust(const FileKey& key) {
    if (const auto found = m_downloads.find(key); found != m_downloads.end()) {
        found->second.anyway = false;
        wait(found->second, backOffCap);
    }
}

bool FileDownloads::isUnderWay(const FileKey& key, std::uint32_t index) const {
    const auto found = m_downloads.find(key);
    return found != m_downloads.end() && found->second.underWay.contains(index);
}

void FileDownloads::linkClosed(const ContactId& contact) {
    for (auto& [key, one] : m_downloads) {
        if (key.first == contact && one.phase == Phase::Waiting) {
            one.backOff = {};
            wait(one, linkPatience);
        }
    }
}

void FileDownloads::hubCameOnline(const std::string& hub) {
    for (auto& [key, one] : m_downloads) {
        const auto contact = store::Contacts(m_parts.context.database).find(key.first);
        if (contact && contact->receive && contact->receive->hub == hub) {
            one.backOff = {};
            wait(one, linkPatience);
        }
    }
}

void FileDownloads::contactRemoved(const ContactId& contact) {
    std::erase_if(m_downloads, [&](const auto& entry) { return entry.first.first == contact; });
}

bool FileDownloads::mayGo(const FileKey& key, const Download& one) const {
    return one.at <= m_parts.context.now && (one.anyway || !m_parts.links.isUp(key.first));
}

void FileDownloads::pump() {
    m_awake = false;
    std::vector<std::pair<std::uint64_t, FileKey>> moving;  // the smallest goes first
    for (auto& [key, one] : m_downloads) {
        if (one.phase == Phase::Asked && one.at <= m_parts.context.now) {
            backOff(one);
        } else if (one.phase == Phase::Waiting && mayGo(key, one)) {
            open(key, one);
        }
        if (one.phase == Phase::Moving) {
            moving.emplace_back(m_receiving.sizeOf(key), key);
        }
    }
    std::sort(moving.begin(), moving.end());
    for (const auto& [size, key] : moving) {
        const auto found = m_downloads.find(key);
        if (found == m_downloads.end() || found->second.phase != Phase::Moving) {
            continue;
        }
        take(key, found->second);
        if (const auto now = m_downloads.find(key); now != m_downloads.end() && !now->second.underWay.empty()) {
            return;
        }
    }
}

void FileDownloads::open(const FileKey& key, Download& one) {
    const auto contact = store::Contacts(m_parts.context.database).find(key.first);
    if (!contact || !contact->receive || !m_parts.hubs.isOnline(contact->receive->hub)) {
        one.at = never;
        return;  // hubCameOnline() comes back to it
    }
    one.phase = Phase::Asked;
    one.at = m_parts.context.now + answerPatience;
    one.round = ++m_round;
    one.underWay.clear();
    m_parts.hubs.askNow(
        *contact->receive, wire::QueueRole::Receiver,
        link::OpenParcel{contact->receive->id, wire::QueueRole::Receiver, {key.second.value}, 0},
        [this, key, round = one.round](const link::HubAnswer& answer) {
            const auto found = m_downloads.find(key);
            if (found != m_downloads.end() && found->second.round == round && found->second.phase == Phase::Asked) {
                opened(key, answer);
            }
        });
}

void FileDownloads::opened(const FileKey& key, const link::HubAnswer& answer) {
    auto& one = m_downloads.at(key);
    m_awake = true;
    if (answer.outcome == Outcome::Lost) {
        return wait(one, 1s);
    }
    if (answer.outcome == Outcome::Refused) {
        if (answer.error == wire::HubError::TryLater) {
            return backOff(one);
        }
        // It has none. When it has, its sender says so (FILE_STORED).
        one.anyway = false;
        return wait(one, backOffCap);
    }
    if (answer.blob.size() != (wire::fileChunkCount(m_receiving.sizeOf(key)) + 7) / 8) {
        return wait(one, backOffCap);
    }
    one.phase = Phase::Moving;
    one.there = answer.blob;
    one.next = 0;
    one.window = leastUnderWay;
}

void FileDownloads::take(const FileKey& key, Download& one) {
    const auto contact = store::Contacts(m_parts.context.database).find(key.first);
    if (!contact || !contact->receive) {
        return wait(one, backOffCap);
    }
    const auto count = static_cast<std::uint32_t>(8 * one.there.size());
    const bool linked = m_parts.links.isUp(key.first) && !one.anyway;
    while (!linked && one.underWay.size() < one.window) {
        while (one.next < count && (!hasChunk(one.there, one.next) || !m_receiving.isMissing(key, one.next))) {
            ++one.next;
        }
        if (one.next >= count) {
            break;
        }
        const auto index = one.next++;
        one.underWay.insert(index);
        m_parts.hubs.askNow(*contact->receive, wire::QueueRole::Receiver,
                            link::GetChunk{contact->receive->id, {key.second.value}, index},
                            [this, key, index, round = one.round](const link::HubAnswer& answer) {
                                const auto found = m_downloads.find(key);
                                if (found != m_downloads.end() && found->second.round == round &&
                                    found->second.phase == Phase::Moving) {
                                    taken(key, index, answer);
                                }
                            });
        if (one.phase != Phase::Moving) {
            return;  // lost at once
        }
    }
    if (one.underWay.empty()) {
        linked ? wait(one, linkPatience) : backOff(one);  // over the link now; or it has no more than this
    }
}

void FileDownloads::taken(const FileKey& key, std::uint32_t index, const link::HubAnswer& answer) {
    auto& one = m_downloads.at(key);
    m_awake = true;
    one.underWay.erase(index);
    if (answer.outcome == Outcome::Lost) {
        return wait(one, 1s);
    }
    if (answer.outcome == Outcome::Refused) {
        return answer.error == wire::HubError::TryLater ? wait(one, tooFast) : backOff(one);
    }
    one.backOff = {};
    one.window = std::min(one.window + 1, mostUnderWay);
    m_receiving.chunkArrived(key, index, answer.blob, FileReceiving::From::Hub);  // may end the download
}

void FileDownloads::wait(Download& one, Duration time) {
    one.phase = Phase::Waiting;
    one.at = m_parts.context.now + time;
    one.underWay.clear();
}

void FileDownloads::backOff(Download& one) {
    one.backOff = std::clamp(2 * one.backOff, firstBackOff, backOffCap);
    wait(one, one.backOff);
}

Instant FileDownloads::nextDeadline() const {
    Instant next = m_awake ? m_parts.context.now : never;
    for (const auto& [key, one] : m_downloads) {
        const bool held = one.phase == Phase::Waiting && !one.anyway && m_parts.links.isUp(key.first);
        if (!held && one.phase != Phase::Moving) {
            next = std::min(next, one.at);
        }
    }
    return next;
}

}  // namespace nightjar::engine
