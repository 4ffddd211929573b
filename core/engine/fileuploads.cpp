// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/fileuploads.h"

#include <algorithm>

#include "engine/chunkset.h"
#include "engine/parts.h"
#include "wire/filegeometry.h"

namespace nightjar::engine {

namespace {

using store::FileState;
using wire::HubError;

/// Whoever is there takes it over the link within this.
constexpr Duration linkPatience = 8s;
/// A hub that knows nothing of parcels does not answer.
constexpr Duration answerPatience = 60s;
/// After "try later" and the like, doubled each time.
constexpr Duration firstBackOff = 1s;
constexpr Duration backOffCap = std::chrono::minutes(10);
/// Chunks on their way to the hub: enough to keep the line busy, few enough to lose with it.
constexpr std::size_t leastUnderWay = 2;
constexpr std::size_t mostUnderWay = 32;

std::size_t window(std::size_t congestionWindow) {
    return std::clamp(2 * congestionWindow / wire::sealedChunkBytes, leastUnderWay, mostUnderWay);
}

}  // namespace

void FileUploads::add(store::FileRecord file) {
    const FileKey key{file.contact, file.blob};
    Upload one;
    one.file = std::move(file);
    one.at = m_parts.context.now + linkPatience;
    m_uploads.insert_or_assign(key, std::move(one));
}

void FileUploads::linkClosed(const ContactId& contact) {
    for (auto& [key, one] : m_uploads) {
        if (key.first == contact && one.phase == Phase::Waiting) {
            one.at = std::max(one.at, m_parts.context.now + linkPatience);
        }
    }
}

void FileUploads::hubCameOnline(const std::string& hub) {
    for (auto& [key, one] : m_uploads) {
        const auto contact = store::Contacts(m_parts.context.database).find(key.first);
        const bool isHeld = one.phase != Phase::Waiting || one.at == never;
        if (isHeld && contact && contact->send && contact->send->hub == hub) {
            wait(one, linkPatience);  // what the hub has it says itself
        }
    }
}

void FileUploads::contactRemoved(const ContactId& contact) {
    std::erase_if(m_uploads, [&](const auto& entry) { return entry.first.first == contact; });
}

bool FileUploads::mayGo(const FileKey& key, const Upload& one) const {
    return one.at <= m_parts.context.now && !m_parts.links.isUp(key.first);
}

void FileUploads::pump() {
    m_awake = false;
    std::vector<std::pair<std::uint64_t, FileKey>> moving;  // the smallest goes first
    for (auto& [key, one] : m_uploads) {
        if (one.phase == Phase::Asked && one.at <= m_parts.context.now) {
            one.phase = Phase::Refused;
        } else if (one.phase == Phase::Waiting && mayGo(key, one)) {
            open(key, one);
        }
        if (one.phase == Phase::Moving) {
            moving.emplace_back(one.file.size, key);
        }
    }
    std::sort(moving.begin(), moving.end());
    for (const auto& [size, key] : moving) {
        const auto found = m_uploads.find(key);
        if (found == m_uploads.end() || found->second.phase != Phase::Moving) {
            continue;
        }
        if (m_parts.links.isUp(key.first)) {
            wait(found->second, linkPatience);  // they are there: what is missing they ask for themselves
            setState(found->second, FileState::Waiting);
        } else if (give(key, found->second)) {
            return;
        }
    }
}

void FileUploads::open(const FileKey& key, Upload& one) {
    const auto contact = store::Contacts(m_parts.context.database).find(key.first);
    if (!contact || !contact->send || m_parts.context.whyNot(*contact) != ErrorCode::None ||
        !m_parts.hubs.isOnline(contact->send->hub)) {
        one.at = never;
        return;  // hubCameOnline() comes back to it, or start()
    }
    const auto count = wire::fileChunkCount(one.file.size);
    if (count > wire::maxParcelChunks) {
        return refused(one, HubError::TooLarge);
    }
    one.phase = Phase::Asked;
    one.at = m_parts.context.now + answerPatience;
    one.round = ++m_round;
    one.underWay = 0;
    m_parts.hubs.askNow(
        *contact->send, wire::QueueRole::Sender,
        link::OpenParcel{contact->send->id, wire::QueueRole::Sender, {key.second.value}, count},
        [this, key, round = one.round](const link::HubAnswer& answer) {
            const auto found = m_uploads.find(key);
            if (found != m_uploads.end() && found->second.round == round && found->second.phase == Phase::Asked) {
                opened(key, answer);
            }
        });
}

void FileUploads::opened(const FileKey& key, const link::HubAnswer& answer) {
    auto& one = m_uploads.at(key);
    m_awake = true;
    const auto count = wire::fileChunkCount(one.file.size);
    if (answer.outcome == link::HubAnswer::Outcome::Lost) {
        return wait(one, firstBackOff);
    }
    if (answer.outcome == link::HubAnswer::Outcome::Refused || answer.blob.size() != (count + 7) / 8) {
        return refused(one, answer.error);
    }
    one.phase = Phase::Moving;
    one.have = answer.blob;
    one.next = 0;
    one.missing = 0;
    one.file.done = 0;
    for (std::uint32_t index = 0; index < count; ++index) {
        one.missing += hasChunk(one.have, index) ? 0 : 1;
        one.file.done += hasChunk(one.have, index) ? wire::fileBytesIn(one.file.size, index) : 0;
    }
    if (one.missing == 0) {
        return complete(key);
    }
    setState(one, FileState::Moving);
}

bool FileUploads::give(const FileKey& key, Upload& one) {
    const auto contact = store::Contacts(m_parts.context.database).find(key.first);
    if (!contact || !contact->send) {
        wait(one, backOffCap);
        return false;
    }
    const auto most = window(m_parts.hubs.stats(contact->send->hub).congestionWindow);
    const auto count = wire::fileChunkCount(one.file.size);
    bool gave = one.underWay > 0;
    while (one.underWay < most) {
        while (one.next < count && hasChunk(one.have, one.next)) {
            ++one.next;
        }
        if (one.next >= count) {
            break;
        }
        auto sealed = m_shelf.sealedChunk(one.file, one.next);
        if (!sealed) {
            failed(key, sealed.error());
            return true;
        }
        m_parts.meter.wasFile(sealed->size(), 0);
        const auto index = one.next++;
        ++one.underWay;
        gave = true;
        m_parts.hubs.askNow(
            *contact->send, wire::QueueRole::Sender,
            link::PutChunk{contact->send->id, {key.second.value}, index, std::move(*sealed)},
            [this, key, index, round = one.round](const link::HubAnswer& answer) {
                const auto found = m_uploads.find(key);
                if (found != m_uploads.end() && found->second.round == round && found->second.phase == Phase::Moving) {
                    given(key, index, answer);
                }
            });
        if (one.phase != Phase::Moving) {
            break;  // lost at once
        }
    }
    return gave;
}

void FileUploads::given(const FileKey& key, std::uint32_t index, const link::HubAnswer& answer) {
    auto& one = m_uploads.at(key);
    m_awake = true;
    --one.underWay;
    if (answer.outcome == link::HubAnswer::Outcome::Lost) {
        return wait(one, firstBackOff);
    }
    if (answer.outcome == link::HubAnswer::Outcome::Refused) {
        return refused(one, answer.error);
    }
    one.backOff = {};
    setChunk(one.have, index);
    one.file.done += wire::fileBytesIn(one.file.size, index);
    if (--one.missing == 0) {
        return complete(key);
    }
    tell(m_parts.context, one.file, &one.told);
}

void FileUploads::wait(Upload& one, Duration time) {
    one.phase = Phase::Waiting;
    one.at = m_parts.context.now + time;
}

void FileUploads::refused(Upload& one, HubError error) {
    switch (error) {
        case HubError::TryLater:
        case HubError::BlobUnknown:  // its time at the hub is over: begin again
            one.backOff = std::clamp(2 * one.backOff, firstBackOff, backOffCap);
            return wait(one, one.backOff);
        case HubError::Full:
            wait(one, backOffCap);
            return setState(one, FileState::Waiting, ErrorCode::MailboxFull);
        case HubError::LimitReached:
            wait(one, backOffCap);
            return setState(one, FileState::Waiting, ErrorCode::HubRefused);
        case HubError::Gone:
            // They have it, and FILE_DONE is on its way; or the queue is gone, and Outgoing says so.
            one.phase = Phase::Refused;
            return setState(one, FileState::Waiting);
        default:
            one.phase = Phase::Refused;
            return setState(one, FileState::Waiting, ErrorCode::HubTakesNoFile);
    }
}

void FileUploads::complete(const FileKey& key) {
    auto& context = m_parts.context;
    auto& one = m_uploads.at(key);
    auto file = std::move(one.file);
    file.state = FileState::Stored;
    file.reason = 0;
    file.done = file.size;
    store::Transaction transaction(context.database);
    store::Files(context.database).setState(file);
    (void)m_parts.outgoing.post(key.first, wire::FileStoredContent{key.second.value});
    if (!context.commit(transaction)) {
        one.file = std::move(file);
        one.file.state = FileState::Moving;
        return wait(one, diskPatience);
    }
    m_uploads.erase(key);
    tell(context, file);
    m_parts.outgoing.wake(key.first);
}

void FileUploads::failed(const FileKey& key, ErrorCode code) {
    auto node = m_uploads.extract(key);
    m_parts.transfers.ownFailed(std::move(node.mapped().file), code);
}

void FileUploads::setState(Upload& one, FileState state, ErrorCode reason) {
    auto& context = m_parts.context;
    if (one.file.state == state && one.file.reason == static_cast<std::int32_t>(reason)) {
        return;
    }
    one.file.state = state;
    one.file.reason = static_cast<std::int32_t>(reason);
    store::Transaction transaction(context.database);
    store::Files(context.database).setState(one.file);
    (void)context.commit(transaction);
    tell(context, one.file);
}

Instant FileUploads::nextDeadline() const {
    Instant next = m_awake ? m_parts.context.now : never;
    for (const auto& [key, one] : m_uploads) {
        const bool held = one.phase == Phase::Waiting && m_parts.links.isUp(key.first);  // linkClosed() comes first
        if (!held && (one.phase == Phase::Waiting || one.phase == Phase::Asked)) {
            next = std::min(next, one.at);
        }
    }
    return next;
}

}  // namespace nightjar::engine
