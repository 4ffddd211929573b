// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/housekeeping.h"

#include <algorithm>
#include <map>

#include "base/buffer.h"
#include "base/log.h"
#include "engine/parts.h"
#include "store/compaction.h"
#include "store/messages.h"
#include "store/profile.h"
#include "store/usage.h"

namespace nightjar::engine {

namespace {

/// How many deletions there were since the store was last written anew.
constexpr std::string_view deletionsKey = "deletions";
/// When that was, by the age clock.
constexpr std::string_view compactedKey = "compacted";
/// Nobody needs anything for so long …
constexpr Duration idleAfter = std::chrono::minutes(3);
/// … and it was not done for so long: a small one takes a tenth of a second, a large one some seconds of a core and of
/// the life of a flash memory.
constexpr std::int64_t smallBytes = 32LL * 1024 * 1024;
constexpr Duration smallEvery = std::chrono::hours(1);
constexpr Duration largeEvery = std::chrono::hours(24);
/// With so much to be given back it is done though nothing was deleted by a person.
constexpr std::int64_t worthBytes = 4LL * 1024 * 1024;

std::int64_t numberIn(store::Database& database, std::string_view key) {
    const auto kept = store::Profile(database).get(key);
    return kept && kept->size() == sizeof(std::uint64_t) ? static_cast<std::int64_t>(ByteReader(*kept).u64()) : 0;
}

void setNumber(store::Database& database, std::string_view key, std::int64_t number) {
    ByteWriter out;
    out.u64(static_cast<std::uint64_t>(number));
    store::Profile(database).set(key, out.take());
}

}  // namespace

void Housekeeping::noteDeletion() {
    auto& database = m_parts.context.database;
    setNumber(database, deletionsKey, numberIn(database, deletionsKey) + 1);
    noteActivity();
}

// ---- giving back

void Housekeeping::compact(const CompactStore& command) {
    const auto done = compact();
    done ? m_parts.context.done(command.request) : m_parts.context.fail(command.request, errorOf(done.error()));
}

Result<void, store::StoreError> Housekeeping::compact() {
    auto& context = m_parts.context;
    {
        // First: should it be interrupted, what is written under the old key is not asked for again. Done twice is
        // done once.
        store::Transaction transaction(context.database);
        setNumber(context.database, deletionsKey, 0);
        setNumber(context.database, compactedKey, toUnixMs(m_parts.age.now()));
        store::Messages(context.database).tidyIndex();
        if (auto committed = transaction.commit(); !committed) {
            return committed;
        }
    }
    return store::compact(context.database, context.random);
}

bool Housekeeping::isWorthIt() const {
    auto& database = m_parts.context.database;
    const store::Usage usage(database);
    const auto size = usage.fileBytes();
    const auto since = m_parts.age.now() - fromUnixMs(numberIn(database, compactedKey));
    if (since < (size > smallBytes ? largeEvery : smallEvery)) {
        return false;
    }
    const auto spare = usage.freeBytes();
    return numberIn(database, deletionsKey) > 0 || (spare > worthBytes && spare > size / 4);
}

bool Housekeeping::isIdle() const {
    return !m_parts.calls.isLive() && !m_parts.player.isPlaying() && !m_parts.links.anyUp();
}

void Housekeeping::noteActivity() {
    m_idleAt = m_parts.context.now + idleAfter;
}

void Housekeeping::tick() {
    if (m_idleAt > m_parts.context.now) {
        return;
    }
    m_idleAt = never;
    if (!isWorthIt()) {
        return;
    }
    if (!isIdle()) {
        return noteActivity();
    }
    if (const auto done = compact(); !done) {
        qCWarning(lcStore) << "not compacted:" << store::storeErrorName(done.error()).data();
    }
}

// ---- telling

void Housekeeping::tell(const GetStorage& command) {
    auto& context = m_parts.context;
    const store::Usage usage(context.database);
    StorageUse use;
    use.messages = usage.fileBytes();
    use.reclaimable = usage.freeBytes();
    use.waiting = usage.outboxBytes();
    std::map<ContactId, ChatUse> chats;
    for (const auto& one : usage.messages()) {
        use.messageCount += one.count;
        chats[one.contact].texts = one.count;
    }
    // Texts of one conversation are not weighed: they take their share of the database.
    for (auto& [contact, chat] : chats) {
        chat.contact = contact;
        chat.texts = use.messageCount > 0 ? (use.messages - use.reclaimable) / use.messageCount * chat.texts : 0;
    }
    for (const auto& one : usage.files()) {
        auto& chat = chats[one.contact];
        chat.contact = one.contact;
        switch (one.kind) {
            case store::MessageKind::Photo:
                use.photos += one.bytes;
                chat.photos += one.bytes;
                break;
            case store::MessageKind::Note:
                use.notes += one.bytes;
                chat.notes += one.bytes;
                break;
            default:
                use.files += one.bytes;
                chat.files += one.bytes;
                break;
        }
    }
    for (const auto& [contact, chat] : chats) {
        use.chats.push_back(chat);
    }
    std::sort(use.chats.begin(), use.chats.end(), [](const ChatUse& a, const ChatUse& b) {
        return a.texts + a.photos + a.notes + a.files > b.texts + b.photos + b.notes + b.files;
    });
    if (const auto error = context.database.takeError()) {
        return context.fail(command.request, errorOf(*error));
    }
    context.emit(StorageAnswer{command.request, std::move(use)});
}

}  // namespace nightjar::engine
