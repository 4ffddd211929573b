// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/filesending.h"

#include <algorithm>

#include "engine/parts.h"
#include "wire/filegeometry.h"

namespace nightjar::engine {

namespace {

using store::FileState;

/// Chunks that one input may read, seal and hand over: a few milliseconds.
constexpr std::size_t chunksAtOnce = 64;
/// What may lie in a link's queue: enough to keep it busy, little enough to lose with it.
constexpr std::size_t leastQueued = 2 * wire::sealedChunkBytes;
constexpr std::size_t mostQueued = 1024 * 1024;

/// The first chunk of all ranges is dealt with.
void skip(std::deque<wire::ChunkRange>& ranges) {
    ++ranges.front().first;
    if (--ranges.front().count == 0) {
        ranges.pop_front();
    }
}

}  // namespace

void FileSending::wanted(const ContactId& contact, const wire::FileWantMessage& want) {
    const FileKey key{contact, {want.blob}};
    auto file = store::Files(m_parts.context.database).withBlob(contact, key.second);
    if (!file || !file->mine || file->state == FileState::Paused || file->state == FileState::Failed ||
        isOver(file->state)) {
        return;
    }
    // What lies in the link's queue arrives: their wish and the chunk have crossed.
    std::deque<std::uint32_t> queued;
    if (const auto earlier = m_sending.find(key); earlier != m_sending.end()) {
        forgetSent(contact, earlier->second);
        queued = std::move(earlier->second.queued);
        m_sending.erase(earlier);
    }
    if (want.ranges.empty()) {
        return;
    }
    const auto count = wire::fileChunkCount(file->size);
    const bool atHub = file->state == FileState::Stored;
    Sending one{std::move(*file), {}, std::move(queued), count, atHub, {}};
    for (const auto& range : want.ranges) {
        if (range.first >= count || range.count > count - range.first) {
            return;
        }
        one.ranges.push_back(range);
        one.given -= range.count;
    }
    if (one.file.state != FileState::Moving) {
        one.file.state = FileState::Moving;
        store::Transaction transaction(m_parts.context.database);
        store::Files(m_parts.context.database).setState(one.file);
        (void)m_parts.context.commit(transaction);
        tell(m_parts.context, one.file, &one.told);
    }
    m_sending.emplace(key, std::move(one));
}

/// Chunks leave a link in the order in which they were given to it, so those that may wait are the last ones. Others
/// may be among them: what is kept here is too much rather than too little, and is asked for again.
void FileSending::forgetSent(const ContactId& contact, Sending& one) const {
    const auto most = m_parts.links.bytesPending(contact) / wire::sealedChunkBytes;
    while (one.queued.size() > most) {
        one.queued.pop_front();
    }
}

void FileSending::pump() {
    auto budget = chunksAtOnce;
    std::vector<std::pair<FileKey, ErrorCode>> troubles;
    std::vector<std::pair<std::uint64_t, FileKey>> order;  // the smallest goes first
    for (const auto& [key, one] : m_sending) {
        if (m_parts.links.isUp(key.first)) {
            order.emplace_back(one.file.size, key);
        }
    }
    std::sort(order.begin(), order.end());
    for (const auto& [size, key] : order) {
        const auto& contact = key.first;
        auto& one = m_sending.at(key);
        const auto most = std::clamp(2 * m_parts.links.stats(contact).congestionWindow, leastQueued, mostQueued);
        while (!one.ranges.empty() && budget > 0 && m_parts.links.bytesPending(contact) < most) {
            auto& range = one.ranges.front();
            const bool underWay = std::find(one.queued.begin(), one.queued.end(), range.first) != one.queued.end();
            if (underWay) {
                ++one.given;
                skip(one.ranges);
                continue;
            }
            const auto sealed = m_shelf.sealedChunk(one.file, range.first);
            if (!sealed) {
                troubles.emplace_back(key, sealed.error());
                break;
            }
            m_parts.meter.wasFile(sealed->size(), 0);
            m_parts.links.sendFileMessage(contact, wire::FileChunkMessage{key.second.value, range.first, *sealed});
            one.queued.push_back(range.first);
            ++one.given;
            --budget;
            skip(one.ranges);
            forgetSent(contact, one);
        }
        const auto given = std::uint64_t{one.given} * wire::fileChunkBytes;
        const auto pending = std::min<std::uint64_t>(given, m_parts.links.bytesPending(contact));
        const auto done = std::min(one.file.size, given - pending);
        if (done != one.file.done) {
            one.file.done = done;
            tell(m_parts.context, one.file, &one.told);
        }
    }
    for (const auto& [key, code] : troubles) {
        failed(key, code);
    }
}

void FileSending::failed(const FileKey& key, ErrorCode code) {
    auto& context = m_parts.context;
    auto node = m_sending.extract(key);
    if (node.empty()) {
        return;
    }
    auto& file = node.mapped().file;
    if (!node.mapped().atHub) {
        return m_parts.transfers.ownFailed(std::move(file), code);
    }
    file.state = FileState::Stored;
    store::Transaction transaction(context.database);
    store::Files(context.database).setState(file);
    if (context.commit(transaction)) {
        tell(context, file);
    }
}

std::optional<std::uint64_t> FileSending::done(const FileKey& key) const {
    const auto found = m_sending.find(key);
    return found == m_sending.end() ? std::nullopt : std::optional(found->second.file.done);
}

void FileSending::linkClosed(const ContactId& contact) {
    for (auto it = m_sending.begin(); it != m_sending.end();) {
        auto& file = it->second.file;
        if (it->first.first != contact) {
            ++it;
            continue;
        }
        if (file.state == FileState::Moving) {
            file.state = it->second.atHub ? FileState::Stored : FileState::Waiting;
            store::Files(m_parts.context.database).setState(file);
            tell(m_parts.context, file);
        }
        it = m_sending.erase(it);
    }
}

void FileSending::contactRemoved(const ContactId& contact) {
    std::erase_if(m_sending, [&](const auto& entry) { return entry.first.first == contact; });
}

}  // namespace nightjar::engine
