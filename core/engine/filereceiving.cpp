// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/filereceiving.h"

#include <algorithm>
#include <set>

#include "base/log.h"
#include "engine/chunkset.h"
#include "engine/parcel.h"
#include "engine/parts.h"
#include "wire/filegeometry.h"

namespace nightjar::engine {

namespace {

using store::FileState;

/// The bitmap follows the blob folder at least so often, and at the latest after so many chunks (16 MiB): each time the
/// disk is waited for.
constexpr Duration saveInterval = 1s;
constexpr std::uint32_t saveEvery = 1024;
/// After a crash so many chunks beyond the bitmap are looked at: twice what can be there.
constexpr std::uint32_t recoverMost = 2 * saveEvery;
/// Nothing came over the link for so long though it was asked for: ask again; longer where round trips are. While
/// anything comes, what was asked for is on its way: it is asked for again only after much longer.
constexpr Duration askAgain = 5s;
constexpr Duration askAnyway = 60s;
/// A link that can come up has come up within this; then the hub is asked.
constexpr Duration linkPatience = 3s;

}  // namespace

void FileReceiving::begin(store::FileRecord file) {
    const FileKey key{file.contact, file.blob};
    const auto count = wire::fileChunkCount(file.size);
    Receiving one;
    one.file = std::move(file);
    one.file.have.resize((count + 7) / 8);
    recover(one);
    one.file.done = 0;
    for (std::uint32_t index = 0; index < count; ++index) {
        if (hasChunk(one.file.have, index)) {
            one.file.done += wire::fileBytesIn(one.file.size, index);
        } else {
            ++one.missing;
        }
    }
    auto& kept = m_receiving[key] = std::move(one);
    if (kept.missing == 0) {
        return complete(key);
    }
    ask(kept);
    m_downloads.look(key, linkPatience);
}

void FileReceiving::storedArrived(const FileKey& key) {
    if (m_receiving.contains(key)) {
        m_downloads.look(key, m_parts.links.isUp(key.first) ? linkPatience : Duration::zero());
    }
}

bool FileReceiving::isMissing(const FileKey& key, std::uint32_t index) const {
    const auto found = m_receiving.find(key);
    return found != m_receiving.end() && index < wire::fileChunkCount(found->second.file.size) &&
           !hasChunk(found->second.file.have, index);
}

std::uint64_t FileReceiving::sizeOf(const FileKey& key) const {
    const auto found = m_receiving.find(key);
    return found == m_receiving.end() ? 0 : found->second.file.size;
}

std::uint64_t FileReceiving::bytesToCome() const {
    std::uint64_t sum = 0;
    for (const auto& [key, one] : m_receiving) {
        sum += std::uint64_t{one.missing} * wire::sealedChunkBytes;
    }
    return sum;
}

void FileReceiving::forget(const FileKey& key) {
    m_receiving.erase(key);
    m_downloads.forget(key);
}

/// What was written before a crash and after the last look of the bitmap.
void FileReceiving::recover(Receiving& one) {
    auto& file = one.file;
    std::uint32_t looked = 0;
    for (std::uint32_t index = 0; index < wire::fileChunkCount(file.size) && looked < recoverMost; ++index) {
        if (hasChunk(file.have, index)) {
            continue;
        }
        ++looked;
        const auto held = m_shelf.holds(file, index);
        if (!held) {
            break;  // the file ends here
        }
        if (*held) {
            setChunk(file.have, index);
            ++one.unsaved;
            one.saveAt = m_parts.context.now + saveInterval;
        }
    }
}

void FileReceiving::ask(const FileKey& key) {
    if (const auto found = m_receiving.find(key); found != m_receiving.end()) {
        ask(found->second);
    }
}

void FileReceiving::ask(Receiving& one) {
    one.askAt = m_parts.context.now + std::max(askAgain, 2 * m_parts.links.patience(one.file.contact));
    one.askAnywayAt = m_parts.context.now + askAnyway;
    if (!m_parts.links.isUp(one.file.contact)) {
        m_parts.links.want(one.file.contact);
        return;
    }
    const FileKey key{one.file.contact, one.file.blob};
    wire::FileWantMessage want{one.file.blob.value, {}};
    one.asked = 0;
    const auto count = wire::fileChunkCount(one.file.size);
    for (std::uint32_t index = 0; index < count; ++index) {
        if (hasChunk(one.file.have, index) || m_downloads.isUnderWay(key, index)) {
            continue;
        }
        if (!want.ranges.empty() && want.ranges.back().first + want.ranges.back().count == index) {
            ++want.ranges.back().count;
        } else if (want.ranges.size() < wire::maxWantRanges) {
            want.ranges.push_back({index, 1});
        } else {
            break;
        }
        ++one.asked;
    }
    if (one.asked > 0) {
        m_parts.links.sendFileMessage(one.file.contact, want);
    }
}

void FileReceiving::stopAsking(const FileKey& key) {
    if (m_parts.links.isUp(key.first)) {
        m_parts.links.sendFileMessage(key.first, wire::FileWantMessage{key.second.value, {}});
    }
}

void FileReceiving::chunkArrived(const FileKey& key, std::uint32_t index, ByteView sealed, From from) {
    const auto found = m_receiving.find(key);
    if (found == m_receiving.end()) {
        return;
    }
    m_parts.meter.wasFile(0, sealed.size());
    auto& one = found->second;
    auto& file = one.file;
    const auto now = m_parts.context.now;
    one.askAt = now + std::max(askAgain, 2 * m_parts.links.patience(key.first));
    one.askAnywayAt = now + askAnyway;
    if (index >= wire::fileChunkCount(file.size) || hasChunk(file.have, index)) {
        return;
    }
    if (const auto problem = m_shelf.put(file, index, sealed)) {
        if (from == From::Hub && *problem == ErrorCode::FileDamaged) {
            return m_downloads.distrust(key);  // the sender may still have it whole
        }
        return failed(key, *problem);
    }
    setChunk(file.have, index);
    file.done += wire::fileBytesIn(file.size, index);
    file.state = FileState::Moving;
    --one.missing;
    one.asked -= from == From::Link && one.asked > 0 ? 1 : 0;
    ++one.unsaved;
    one.saveAt = std::min(one.saveAt, now + saveInterval);
    if (one.missing == 0) {
        return complete(key);
    }
    if (one.unsaved >= saveEvery) {
        saveProgress(one);
    }
    if (one.asked == 0 && from == From::Link) {
        ask(one);
    }
    tell(m_parts.context, file, &one.told);
}

void FileReceiving::settle(store::FileRecord& file) {
    if (const auto one = m_receiving.find({file.contact, file.blob}); one != m_receiving.end()) {
        (void)m_shelf.sync(file);
        file.have = one->second.file.have;
        file.done = one->second.file.done;
    }
}

void FileReceiving::saveProgress(Receiving& one) {
    auto& context = m_parts.context;
    one.saveAt = context.now + saveInterval;
    if (!m_shelf.sync(one.file)) {
        return;
    }
    store::Transaction transaction(context.database);
    store::Files(context.database).setProgress(one.file);
    if (context.commit(transaction)) {
        one.unsaved = 0;
        one.saveAt = never;
    }
}

void FileReceiving::complete(const FileKey& key) {
    auto& context = m_parts.context;
    auto& one = m_receiving.at(key);
    m_downloads.forget(key);
    one.askAt = context.now + diskPatience;  // if the disk refuses
    one.saveAt = never;
    if (!m_shelf.sync(one.file)) {
        return;
    }
    one.file.state = FileState::Done;
    store::Transaction transaction(context.database);
    store::Files(context.database).setProgress(one.file);
    (void)m_parts.outgoing.post(key.first, wire::FileDoneContent{key.second.value});
    if (!context.commit(transaction)) {
        return;
    }
    tell(context, one.file);
    dropParcel(m_parts, one.file);
    m_receiving.erase(key);
    m_parts.outgoing.wake(key.first);
}

void FileReceiving::failed(const FileKey& key, ErrorCode code) {
    auto& context = m_parts.context;
    auto node = m_receiving.extract(key);
    m_downloads.forget(key);
    auto& file = node.mapped().file;
    qCWarning(lcChat) << "a file cannot be received:" << QLatin1String(errorName(code).data());
    file.state = FileState::Failed;
    file.reason = static_cast<std::int32_t>(code);
    (void)m_shelf.sync(file);
    store::Transaction transaction(context.database);
    store::Files(context.database).setProgress(file);
    (void)context.commit(transaction);
    stopAsking(key);
    tell(context, file);
}

void FileReceiving::linkRaised(const ContactId& contact) {
    for (auto& [key, one] : m_receiving) {
        if (key.first == contact && one.missing > 0) {
            ask(one);
        }
    }
}

void FileReceiving::linkClosed(const ContactId& contact) {
    auto& context = m_parts.context;
    for (auto& [key, one] : m_receiving) {
        if (key.first != contact) {
            continue;
        }
        one.askAt = std::min(one.askAt, context.now + 1s);
        if (one.file.state == FileState::Moving) {
            one.file.state = FileState::Waiting;
            store::Files(context.database).setState(one.file);
            tell(context, one.file, &one.told);
        }
    }
    m_downloads.linkClosed(contact);
}

void FileReceiving::contactRemoved(const ContactId& contact) {
    m_downloads.contactRemoved(contact);
    std::erase_if(m_receiving, [&](const auto& entry) { return entry.first.first == contact; });
}

void FileReceiving::tick() {
    const auto now = m_parts.context.now;
    std::vector<FileKey> ready;
    std::set<ContactId> silent;
    for (auto& [key, one] : m_receiving) {
        if (one.saveAt <= now) {
            saveProgress(one);
        }
        if (one.askAt > now) {
            continue;
        }
        if (one.missing > 0 && now < one.askAnywayAt && m_parts.links.bytesArriving(key.first) > 0 &&
            m_parts.links.isAlive(key.first)) {
            one.askAt = now + askAgain;  // a chunk takes long on a narrow link, and others may come before it
            continue;
        }
        if (one.missing == 0) {
            ready.push_back(key);
        } else {
            if (m_parts.links.isUp(key.first) && !m_parts.links.isAlive(key.first)) {
                silent.insert(key.first);
            }
            ask(one);
            if (m_parts.links.isUp(key.first)) {
                m_downloads.lookAnyway(key);  // they are there, but nothing of it came
            }
        }
    }
    for (const auto& contact : silent) {
        m_parts.links.doubt(contact);  // whoever was there has perhaps started anew and knows nothing of it
    }
    for (const auto& key : ready) {
        complete(key);
    }
}

Instant FileReceiving::nextDeadline() const {
    Instant next = m_downloads.nextDeadline();
    for (const auto& [key, one] : m_receiving) {
        next = std::min({next, one.askAt, one.saveAt});
    }
    return next;
}

}  // namespace nightjar::engine
