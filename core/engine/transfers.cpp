// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/transfers.h"

#include <algorithm>
#include <set>

#include "base/log.h"
#include "base/overload.h"
#include "crypto/filechunk.h"
#include "engine/attachments.h"
#include "engine/parts.h"
#include "wire/filegeometry.h"

namespace nightjar::engine {

namespace {

using store::BlobError;
using store::FileRecord;
using store::FileState;

/// Progress that a person sees need not be told more often.
constexpr Duration tellInterval = 100ms;
/// The bitmap follows the blob folder at least so often, and at the latest after so many chunks (4 MiB).
constexpr Duration saveInterval = 1s;
constexpr std::uint32_t saveEvery = 256;
/// After a crash so many chunks beyond the bitmap are looked at: twice what can be there.
constexpr std::uint32_t recoverMost = 2 * saveEvery;
/// Nothing came for so long though it was asked for: ask again; longer where round trips are.
constexpr Duration askAgain = 5s;
/// Chunks that one input may read, seal and hand over, or write out: a few milliseconds.
constexpr std::size_t chunksAtOnce = 64;
/// What may lie in a link's queue: enough to keep it busy, little enough to lose with it.
constexpr std::size_t leastQueued = 2 * wire::sealedChunkBytes;
constexpr std::size_t mostQueued = 1024 * 1024;
/// A file that is taken at once, without a question, on a fast link and on a slow one.
constexpr std::uint64_t photoAtOnce = 8 * 1024 * 1024;
constexpr std::uint64_t photoAtOnceSlow = 512 * 1024;
constexpr std::uint64_t fileAtOnce = 256 * 1024;
constexpr std::uint64_t fileAtOnceSlow = 32 * 1024;
/// Left free for messages.
constexpr std::uint64_t roomForMessages = 64 * 1024 * 1024;
/// Between two portions of a file that is saved, others have their turn.
constexpr Duration savePause = 1ms;

bool hasChunk(const Bytes& have, std::uint32_t index) {
    return (have[index / 8] >> (index % 8) & 1) != 0;
}
void setChunk(Bytes& have, std::uint32_t index) {
    have[index / 8] = static_cast<std::uint8_t>(have[index / 8] | 1u << (index % 8));
}

crypto::ChunkPlace placeOf(const FileRecord& file, std::uint32_t index) {
    return {index, wire::fileChunkCount(file.size)};
}
std::uint64_t offsetOf(std::uint32_t index) {
    return std::uint64_t{index} * wire::sealedChunkBytes;
}
std::uint64_t sealedSize(std::uint64_t size) {
    return wire::paddedFileSize(size) + std::uint64_t{wire::fileChunkCount(size)} * wire::fileChunkOverhead;
}

ErrorCode errorOf(BlobError error) {
    switch (error) {
        case BlobError::Changed:
            return ErrorCode::FileChanged;
        case BlobError::Full:
            return ErrorCode::DiskFull;
        case BlobError::Missing:
        case BlobError::Denied:
            return ErrorCode::FileUnreadable;
        case BlobError::Io:
            break;
    }
    return ErrorCode::Internal;
}
ErrorCode errorOfTarget(BlobError error) {
    return error == BlobError::Full ? ErrorCode::DiskFull : ErrorCode::TargetUnwritable;
}

std::string lastPart(const std::string& path) {
    return path.substr(path.find_last_of('/') + 1);
}

bool isPrintable(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

/// Nobody moves it any more.
bool isOver(FileState state) {
    return state == FileState::Done || state == FileState::Cancelled;
}

}  // namespace

// ---- sending

void Transfers::send(const SendFile& command) {
    auto& context = m_parts.context;
    const auto contact = context.recipient(command.request, command.contact);
    if (!contact) {
        return;
    }
    FileRecord file;
    if (const auto problem = fillOwn(command, file)) {
        return context.fail(command.request, *problem);
    }
    store::MessageRecord record;
    record.id = file.message;
    record.contact = command.contact;
    record.kind = command.asPhoto ? store::MessageKind::Photo : store::MessageKind::File;
    record.mine = true;
    record.seq = contact->nextOutSeq;
    record.text = command.caption;
    record.timeMs = context.nowMs();
    record.receivedMs = context.nowMs();
    record.state = store::MessageState::Queued;

    wire::FileContent content;
    content.message = file.message;
    content.blob = file.blob.value;
    content.key = file.key.clone();
    content.size = file.size;
    content.photo = command.asPhoto;
    content.name = file.name;
    content.mime = file.mime;
    content.width = file.width;
    content.height = file.height;
    content.thumbnail = file.thumbnail;
    content.caption = command.caption;

    store::Transaction transaction(context.database);
    store::Messages(context.database).add(record);
    store::Files(context.database).add(file);
    const bool posted = m_parts.outgoing.post(command.contact, std::move(content), record.id);
    if (!posted && !context.database.error()) {
        forget(file);
        return context.fail(command.request, ErrorCode::Internal);
    }
    if (!context.commit(transaction, command.request)) {
        return forget(file);
    }
    const auto message = toMessage(context.database, record);
    context.emit(MessageAnswer{command.request, message});
    context.emit(MessageAdded{message});
    m_parts.links.want(command.contact);
    m_parts.outgoing.wake(command.contact);
}

std::optional<ErrorCode> Transfers::fillOwn(const SendFile& command, FileRecord& file) {
    auto& random = m_parts.context.random;
    file.contact = command.contact;
    file.message = MessageId::draw(random);
    file.blob = store::BlobName::draw(random);
    file.mine = true;
    file.key = SecretBytes(32);
    random.fill(file.key.mutableView());
    file.name = command.name.empty() ? lastPart(command.path) : command.name;
    file.mime = command.mime;
    file.width = command.width;
    file.height = command.height;
    file.thumbnail = command.thumbnail;
    if (!wire::isFileName(asBytes(file.name)) || file.mime.size() > maxMimeBytes || !isPrintable(file.mime) ||
        file.width > wire::maxPixels || file.height > wire::maxPixels || file.thumbnail.size() > maxThumbnailBytes ||
        command.caption.size() > maxCaptionBytes || !isUtf8(asBytes(command.caption))) {
        return ErrorCode::BadArgument;
    }
    if (!m_disk) {
        return ErrorCode::FileUnreadable;
    }
    if (command.path.empty()) {
        return keep(file, command.content);
    }
    const auto source = m_disk->inspect(command.path);
    if (!source) {
        return errorOf(source.error());
    }
    file.size = source->size;
    file.stamp = source->stamp;
    file.source = command.path;
    if (file.size > (command.asPhoto ? maxReadableBytes : maxFileBytes)) {
        return ErrorCode::FileTooLarge;
    }
    if (!command.asPhoto) {
        return std::nullopt;
    }
    Bytes content(static_cast<std::size_t>(file.size));
    if (const auto read = m_disk->readSource(file.source, file.stamp, 0, content); !read) {
        return errorOf(read.error());
    }
    file.source.clear();
    return keep(file, content);
}

std::optional<ErrorCode> Transfers::keep(FileRecord& file, ByteView content) {
    if (content.size() > maxReadableBytes) {
        return ErrorCode::FileTooLarge;
    }
    if (!hasRoomFor(content.size())) {
        return ErrorCode::DiskFull;
    }
    file.size = content.size();
    file.local = store::BlobName::draw(m_parts.context.random).toString();
    for (std::uint32_t index = 0; index < wire::fileChunkCount(file.size); ++index) {
        Bytes plain(wire::fileChunkLength(file.size, index));
        const auto part = wire::fileBytesIn(file.size, index);
        if (part > 0) {
            const auto from = content.subspan(std::size_t{index} * wire::fileChunkBytes, part);
            std::copy(from.begin(), from.end(), plain.begin());
        }
        const auto sealed = crypto::sealChunk(file.key.view(), placeOf(file, index), plain, m_parts.context.random);
        wipe(plain);
        if (const auto written = m_disk->write(file.local, offsetOf(index), sealed); !written) {
            forget(file);
            return errorOf(written.error());
        }
    }
    if (const auto synced = m_disk->sync(file.local); !synced) {
        forget(file);
        return errorOf(synced.error());
    }
    return std::nullopt;
}

void Transfers::wanted(const ContactId& contact, const wire::FileWantMessage& want) {
    const Key key{contact, {want.blob}};
    auto file = store::Files(m_parts.context.database).withBlob(contact, key.second);
    if (!m_disk || !file || !file->mine || file->state == FileState::Paused || file->state == FileState::Failed ||
        isOver(file->state)) {
        return;
    }
    m_sending.erase(key);
    if (want.ranges.empty()) {
        return;
    }
    const auto count = wire::fileChunkCount(file->size);
    Sending one{std::move(*file), {}, count, {}};
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
        tell(one.file, &one.told);
    }
    m_sending.emplace(key, std::move(one));
}

Result<Bytes, ErrorCode> Transfers::sealedChunk(const FileRecord& file, std::uint32_t index) {
    if (!file.local.empty()) {
        Bytes sealed(wire::fileChunkLength(file.size, index) + wire::fileChunkOverhead);
        if (const auto read = m_disk->read(file.local, offsetOf(index), sealed); !read) {
            return Unexpected{errorOf(read.error())};
        }
        return sealed;
    }
    auto plain = plainChunk(file, index);
    if (!plain) {
        return plain;
    }
    plain->resize(wire::fileChunkLength(file.size, index));
    auto sealed = crypto::sealChunk(file.key.view(), placeOf(file, index), *plain, m_parts.context.random);
    wipe(*plain);
    return sealed;
}

void Transfers::pump() {
    auto budget = chunksAtOnce;
    std::vector<std::pair<Key, ErrorCode>> failed;
    for (auto& [key, one] : m_sending) {
        const auto& contact = key.first;
        if (!m_parts.links.isUp(contact)) {
            continue;
        }
        const auto most = std::clamp(2 * m_parts.links.stats(contact).congestionWindow, leastQueued, mostQueued);
        while (!one.ranges.empty() && budget > 0 && m_parts.links.bytesPending(contact) < most) {
            auto& range = one.ranges.front();
            const auto sealed = sealedChunk(one.file, range.first);
            if (!sealed) {
                failed.emplace_back(key, sealed.error());
                break;
            }
            m_parts.links.sendFileMessage(contact, wire::FileChunkMessage{key.second.value, range.first, *sealed});
            ++range.first;
            ++one.given;
            --budget;
            if (--range.count == 0) {
                one.ranges.pop_front();
            }
        }
        const auto given = std::uint64_t{one.given} * wire::fileChunkBytes;
        const auto pending = std::min<std::uint64_t>(given, m_parts.links.bytesPending(contact));
        const auto done = std::min(one.file.size, given - pending);
        if (done != one.file.done) {
            one.file.done = done;
            tell(one.file, &one.told);
        }
    }
    for (const auto& [key, code] : failed) {
        sendingFailed(key, code);
    }
}

void Transfers::sendingFailed(const Key& key, ErrorCode code) {
    auto& context = m_parts.context;
    auto node = m_sending.extract(key);
    if (node.empty()) {
        return;
    }
    auto& file = node.mapped().file;
    file.state = FileState::Failed;
    file.reason = static_cast<std::int32_t>(code);
    const auto reason = code == ErrorCode::FileChanged ? wire::FileEndReason::Changed : wire::FileEndReason::Withdrawn;
    store::Transaction transaction(context.database);
    store::Files(context.database).setState(file);
    (void)m_parts.outgoing.post(file.contact, wire::FileEndContent{file.blob.value, reason});
    if (context.commit(transaction)) {
        tell(file);
        m_parts.outgoing.wake(file.contact);
    }
}

// ---- receiving

bool Transfers::hasRoomFor(std::uint64_t size) const {
    return m_disk && m_disk->freeSpace() >= sealedSize(size) + roomForMessages;
}

bool Transfers::wantsAtOnce(const ContactId& contact, const wire::FileContent& file) const {
    const auto sender = store::Contacts(m_parts.context.database).find(contact);
    if (!sender || sender->state == store::ContactState::Requested) {
        return false;  // whoever we have not said yes to fills no disk
    }
    const auto linkClass = m_parts.links.stats(contact).linkClass;
    const bool slow = linkClass == LinkClass::Gprs || linkClass == LinkClass::Edge;
    const auto most = file.photo ? (slow ? photoAtOnceSlow : photoAtOnce) : (slow ? fileAtOnceSlow : fileAtOnce);
    return file.size <= most && hasRoomFor(file.size);
}

void Transfers::fileArrived(const ContactId& contact, const wire::Content& content, wire::FileContent& file,
                            AfterCommit& after) {
    auto& context = m_parts.context;
    store::Files files(context.database);
    FileRecord record;
    record.contact = contact;
    record.message = file.message;
    record.blob = {file.blob};
    if (files.withBlob(contact, record.blob)) {
        return;  // a file is told once
    }
    store::MessageRecord message;
    message.id = file.message;
    message.contact = contact;
    message.kind = file.photo ? store::MessageKind::Photo : store::MessageKind::File;
    message.seq = content.order;
    message.text = std::move(file.caption);
    message.timeMs = toUnixMs(content.time);
    message.receivedMs = context.nowMs();
    message.state = store::MessageState::Received;
    message.unread = true;
    if (!store::Messages(context.database).add(message)) {
        return;
    }
    record.key = std::move(file.key);
    record.name = std::move(file.name);
    record.mime = std::move(file.mime);
    record.size = file.size;
    record.width = file.width;
    record.height = file.height;
    record.thumbnail = std::move(file.thumbnail);
    record.local = store::BlobName::draw(context.random).toString();
    record.state = wantsAtOnce(contact, file) ? FileState::Waiting : FileState::Offered;
    files.add(record);
    after.emplace_back([this, contact, id = record.message, message] {
        m_parts.context.emit(MessageAdded{toMessage(m_parts.context.database, message)});
        m_parts.context.contactChanged(contact);
        m_parts.links.noteActivity(contact);
        auto stored = store::Files(m_parts.context.database).find(contact, id);
        if (stored && stored->state == FileState::Waiting) {
            begin(std::move(*stored));
        }
    });
}

void Transfers::begin(FileRecord file) {
    if (!m_disk) {
        return;
    }
    const Key key{file.contact, file.blob};
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
}

/// What was written before a crash and after the last look of the bitmap.
void Transfers::recover(Receiving& one) {
    auto& file = one.file;
    std::uint32_t looked = 0;
    for (std::uint32_t index = 0; index < wire::fileChunkCount(file.size) && looked < recoverMost; ++index) {
        if (hasChunk(file.have, index)) {
            continue;
        }
        ++looked;
        Bytes sealed(wire::fileChunkLength(file.size, index) + wire::fileChunkOverhead);
        if (!m_disk->read(file.local, offsetOf(index), sealed)) {
            break;  // the file ends here
        }
        if (auto plain = crypto::openChunk(file.key.view(), placeOf(file, index), sealed)) {
            wipe(*plain);
            setChunk(file.have, index);
            ++one.unsaved;
            one.saveAt = m_parts.context.now + saveInterval;
        }
    }
}

void Transfers::ask(Receiving& one) {
    one.askAt = m_parts.context.now + std::max(askAgain, 2 * m_parts.links.patience(one.file.contact));
    if (!m_parts.links.isUp(one.file.contact)) {
        m_parts.links.want(one.file.contact);
        return;
    }
    wire::FileWantMessage want{one.file.blob.value, {}};
    one.asked = 0;
    const auto count = wire::fileChunkCount(one.file.size);
    for (std::uint32_t index = 0; index < count; ++index) {
        if (hasChunk(one.file.have, index)) {
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
    m_parts.links.sendFileMessage(one.file.contact, want);
}

void Transfers::stopAsking(const ContactId& contact, const store::BlobName& blob) {
    if (m_parts.links.isUp(contact)) {
        m_parts.links.sendFileMessage(contact, wire::FileWantMessage{blob.value, {}});
    }
}

void Transfers::chunkArrived(const ContactId& contact, const wire::FileChunkMessage& chunk) {
    const Key key{contact, {chunk.blob}};
    const auto found = m_receiving.find(key);
    if (found == m_receiving.end()) {
        return;
    }
    auto& one = found->second;
    auto& file = one.file;
    if (chunk.index >= wire::fileChunkCount(file.size) || hasChunk(file.have, chunk.index)) {
        return;
    }
    auto plain = chunk.sealed.size() == wire::fileChunkLength(file.size, chunk.index) + wire::fileChunkOverhead
                     ? crypto::openChunk(file.key.view(), placeOf(file, chunk.index), chunk.sealed)
                     : std::nullopt;
    if (!plain) {
        return receivingFailed(key, ErrorCode::FileDamaged);
    }
    wipe(*plain);
    if (const auto written = m_disk->write(file.local, offsetOf(chunk.index), chunk.sealed); !written) {
        return receivingFailed(key, errorOf(written.error()));
    }
    const auto now = m_parts.context.now;
    setChunk(file.have, chunk.index);
    file.done += wire::fileBytesIn(file.size, chunk.index);
    file.state = FileState::Moving;
    --one.missing;
    one.asked -= one.asked > 0 ? 1 : 0;
    one.askAt = now + std::max(askAgain, 2 * m_parts.links.patience(contact));
    ++one.unsaved;
    one.saveAt = std::min(one.saveAt, now + saveInterval);
    if (one.missing == 0) {
        return complete(key);
    }
    if (one.unsaved >= saveEvery) {
        saveProgress(one);
    }
    if (one.asked == 0) {
        ask(one);
    }
    tell(file, &one.told);
}

void Transfers::saveProgress(Receiving& one) {
    auto& context = m_parts.context;
    one.saveAt = context.now + saveInterval;
    if (!m_disk->sync(one.file.local)) {
        return;
    }
    store::Transaction transaction(context.database);
    store::Files(context.database).setProgress(one.file);
    if (context.commit(transaction)) {
        one.unsaved = 0;
        one.saveAt = never;
    }
}

void Transfers::complete(const Key& key) {
    auto& context = m_parts.context;
    auto& one = m_receiving.at(key);
    one.askAt = context.now + diskPatience;  // if the disk refuses
    one.saveAt = never;
    if (!m_disk->sync(one.file.local)) {
        return;
    }
    one.file.state = FileState::Done;
    store::Transaction transaction(context.database);
    store::Files(context.database).setProgress(one.file);
    (void)m_parts.outgoing.post(key.first, wire::FileDoneContent{key.second.value});
    if (!context.commit(transaction)) {
        return;
    }
    tell(one.file);
    m_receiving.erase(key);
    m_parts.outgoing.wake(key.first);
}

void Transfers::receivingFailed(const Key& key, ErrorCode code) {
    auto& context = m_parts.context;
    auto node = m_receiving.extract(key);
    auto& file = node.mapped().file;
    qCWarning(lcChat) << "a file cannot be received:" << QLatin1String(errorName(code).data());
    file.state = FileState::Failed;
    file.reason = static_cast<std::int32_t>(code);
    (void)m_disk->sync(file.local);
    store::Transaction transaction(context.database);
    store::Files(context.database).setProgress(file);
    (void)context.commit(transaction);
    stopAsking(key.first, key.second);
    tell(file);
}

// ---- what the other side says

void Transfers::doneArrived(const ContactId& contact, const wire::FileDoneContent& done, AfterCommit& after) {
    store::Files files(m_parts.context.database);
    auto file = files.withBlob(contact, {done.blob});
    if (!file || !file->mine || file->state == FileState::Done) {
        return;
    }
    file->state = FileState::Done;
    file->reason = 0;
    file->done = file->size;
    files.setState(*file);
    after.emplace_back([this, key = Key{contact, file->blob}, message = file->message] {
        m_sending.erase(key);
        if (const auto now = store::Files(m_parts.context.database).find(key.first, message)) {
            tell(*now);
        }
    });
}

void Transfers::endArrived(const ContactId& contact, const wire::FileEndContent& end, AfterCommit& after) {
    store::Files files(m_parts.context.database);
    auto file = files.withBlob(contact, {end.blob});
    if (!file || isOver(file->state)) {
        return;
    }
    const bool cancelled = end.reason == wire::FileEndReason::Cancelled;
    if (!cancelled && file->mine) {
        return;  // that is ours to say
    }
    file->state = cancelled ? FileState::Cancelled : FileState::Failed;
    file->reason = static_cast<std::int32_t>(cancelled                                    ? ErrorCode::None
                                             : end.reason == wire::FileEndReason::Changed ? ErrorCode::FileChanged
                                                                                          : ErrorCode::FileWithdrawn);
    file->have.clear();
    file->done = 0;
    files.setProgress(*file);
    after.emplace_back([this, contact, message = file->message] {
        if (const auto now = store::Files(m_parts.context.database).find(contact, message)) {
            forget(*now);
            tell(*now);
        }
    });
}

void Transfers::linkMessage(const ContactId& contact, ByteView message) {
    const auto decoded = wire::decodeLinkMessage(message);
    if (!decoded || !m_disk) {
        return;
    }
    std::visit(Overload{
                   [&](const wire::FileWantMessage& want) { wanted(contact, want); },
                   [&](const wire::FileChunkMessage& chunk) { chunkArrived(contact, chunk); },
                   [&](const wire::FileReadyMessage& ready) {
                       if (const auto one = m_receiving.find({contact, {ready.blob}}); one != m_receiving.end()) {
                           ask(one->second);
                       }
                   },
                   [](const auto&) {},
               },
               *decoded);
}

void Transfers::linkRaised(const ContactId& contact) {
    for (auto& [key, one] : m_receiving) {
        if (key.first == contact && one.missing > 0) {
            ask(one);
        }
    }
}

void Transfers::linkClosed(const ContactId& contact) {
    auto& context = m_parts.context;
    store::Transaction transaction(context.database);
    store::Files files(context.database);
    std::vector<Key> ended;
    const auto wait = [&](FileRecord& file, Told* told) {
        if (file.state == FileState::Moving) {
            file.state = FileState::Waiting;
            files.setState(file);
            tell(file, told);
        }
    };
    for (auto& [key, one] : m_sending) {
        if (key.first == contact) {
            wait(one.file, nullptr);
            ended.push_back(key);
        }
    }
    for (auto& [key, one] : m_receiving) {
        if (key.first == contact) {
            wait(one.file, &one.told);
            one.askAt = std::min(one.askAt, context.now + 1s);
        }
    }
    (void)context.commit(transaction);
    for (const auto& key : ended) {
        m_sending.erase(key);
    }
}

// ---- what a person wants

std::optional<FileRecord> Transfers::fileOf(RequestId request, const MessageId& message) {
    auto found = store::Files(m_parts.context.database).withMessage(message);
    if (found.empty() || !m_disk) {
        m_parts.context.fail(request, ErrorCode::UnknownMessage);
        return std::nullopt;
    }
    return std::move(found.front());
}

void Transfers::fetch(const FetchFile& command) {
    auto& context = m_parts.context;
    auto file = fileOf(command.request, command.message);
    if (!file) {
        return;
    }
    if (file->mine || file->state != FileState::Offered) {
        return context.fail(command.request, ErrorCode::BadArgument);
    }
    if (!hasRoomFor(file->size)) {
        return context.fail(command.request, ErrorCode::DiskFull);
    }
    file->state = FileState::Waiting;
    store::Transaction transaction(context.database);
    store::Files(context.database).setState(*file);
    if (context.commit(transaction, command.request)) {
        context.done(command.request);
        tell(*file);
        begin(std::move(*file));
    }
}

void Transfers::pause(const PauseTransfer& command) {
    auto& context = m_parts.context;
    auto file = fileOf(command.request, command.message);
    if (!file) {
        return;
    }
    if (file->state != FileState::Waiting && file->state != FileState::Moving) {
        return context.fail(command.request, ErrorCode::BadArgument);
    }
    const Key key{file->contact, file->blob};
    if (const auto one = m_receiving.find(key); one != m_receiving.end()) {
        (void)m_disk->sync(file->local);
        file->have = one->second.file.have;
        file->done = one->second.file.done;
    } else if (const auto sent = m_sending.find(key); sent != m_sending.end()) {
        file->done = sent->second.file.done;
    }
    file->state = FileState::Paused;
    store::Transaction transaction(context.database);
    store::Files(context.database).setProgress(*file);
    if (!context.commit(transaction, command.request)) {
        return;
    }
    m_receiving.erase(key);
    m_sending.erase(key);
    if (!file->mine) {
        stopAsking(key.first, key.second);
    }
    context.done(command.request);
    tell(*file);
}

void Transfers::resume(const ResumeTransfer& command) {
    auto& context = m_parts.context;
    auto file = fileOf(command.request, command.message);
    if (!file) {
        return;
    }
    if (file->state != FileState::Paused && file->state != FileState::Failed) {
        return context.fail(command.request, ErrorCode::BadArgument);
    }
    if (file->mine && file->local.empty()) {
        const auto source = m_disk->inspect(file->source);
        if (!source || source->stamp != file->stamp) {
            return context.fail(command.request, source ? ErrorCode::FileChanged : errorOf(source.error()));
        }
    }
    if (!file->mine && !hasRoomFor(file->size - std::min(file->size, file->done))) {
        return context.fail(command.request, ErrorCode::DiskFull);
    }
    file->state = FileState::Waiting;
    file->reason = 0;
    store::Transaction transaction(context.database);
    store::Files(context.database).setState(*file);
    if (!context.commit(transaction, command.request)) {
        return;
    }
    context.done(command.request);
    tell(*file);
    if (!file->mine) {
        return begin(std::move(*file));
    }
    if (m_parts.links.isUp(file->contact)) {
        m_parts.links.sendFileMessage(file->contact, wire::FileReadyMessage{file->blob.value});
    } else {
        m_parts.links.want(file->contact);
    }
}

void Transfers::cancel(const CancelTransfer& command) {
    auto& context = m_parts.context;
    auto file = fileOf(command.request, command.message);
    if (!file) {
        return;
    }
    if (isOver(file->state)) {
        return context.fail(command.request, ErrorCode::BadArgument);
    }
    file->state = FileState::Cancelled;
    file->reason = 0;
    file->have.clear();
    file->done = 0;
    store::Transaction transaction(context.database);
    store::Files(context.database).setProgress(*file);
    (void)m_parts.outgoing.post(file->contact, wire::FileEndContent{file->blob.value, wire::FileEndReason::Cancelled});
    if (!context.commit(transaction, command.request)) {
        return;
    }
    if (!file->mine) {
        stopAsking(file->contact, file->blob);
    }
    forget(*file);
    context.done(command.request);
    tell(*file);
    m_parts.outgoing.wake(file->contact);
}

Result<Bytes, ErrorCode> Transfers::plainChunk(const FileRecord& file, std::uint32_t index) {
    Bytes plain(wire::fileBytesIn(file.size, index));
    if (plain.empty()) {
        return plain;  // padding alone
    }
    if (file.local.empty()) {
        const auto read =
            m_disk->readSource(file.source, file.stamp, std::uint64_t{index} * wire::fileChunkBytes, plain);
        return read ? Result<Bytes, ErrorCode>(std::move(plain)) : Unexpected{errorOf(read.error())};
    }
    Bytes sealed(wire::fileChunkLength(file.size, index) + wire::fileChunkOverhead);
    if (const auto read = m_disk->read(file.local, offsetOf(index), sealed); !read) {
        return Unexpected{read.error() == BlobError::Missing ? ErrorCode::StoreDamaged : errorOf(read.error())};
    }
    auto opened = crypto::openChunk(file.key.view(), placeOf(file, index), sealed);
    if (!opened) {
        return Unexpected{ErrorCode::StoreDamaged};
    }
    opened->resize(plain.size());
    return std::move(*opened);
}

void Transfers::read(const ReadFile& command) {
    auto& context = m_parts.context;
    const auto file = fileOf(command.request, command.message);
    if (!file) {
        return;
    }
    if (!isReadable(*file)) {
        return context.fail(command.request, ErrorCode::FileNotHere);
    }
    if (file->size > maxReadableBytes) {
        return context.fail(command.request, ErrorCode::FileTooLarge);
    }
    FileAnswer answer{command.request, command.message, {}};
    answer.content.reserve(static_cast<std::size_t>(file->size));
    for (std::uint32_t index = 0; answer.content.size() < file->size; ++index) {
        auto plain = plainChunk(*file, index);
        if (!plain) {
            return context.fail(command.request, plain.error());
        }
        append(answer.content, *plain);
        wipe(*plain);
    }
    context.emit(std::move(answer));
}

void Transfers::save(const SaveFile& command) {
    auto& context = m_parts.context;
    auto file = fileOf(command.request, command.message);
    if (!file) {
        return;
    }
    if (!isReadable(*file)) {
        return context.fail(command.request, ErrorCode::FileNotHere);
    }
    auto target = m_disk->create(command.path);
    if (!target) {
        return context.fail(command.request, errorOfTarget(target.error()));
    }
    m_saving.push_back({command.request, std::move(*file), std::move(*target), 0});
}

void Transfers::goOnSaving() {
    auto& context = m_parts.context;
    auto& one = m_saving.front();
    std::optional<ErrorCode> problem;
    for (std::size_t left = chunksAtOnce; left > 0 && !problem; --left) {
        if (wire::fileBytesIn(one.file.size, one.next) == 0) {
            const auto finished = one.target->finish();
            finished ? context.done(one.request) : context.fail(one.request, errorOfTarget(finished.error()));
            m_saving.pop_front();
            return;
        }
        auto plain = plainChunk(one.file, one.next++);
        if (!plain) {
            problem = plain.error();
            break;
        }
        if (const auto written = one.target->append(*plain); !written) {
            problem = errorOfTarget(written.error());
        }
        wipe(*plain);
    }
    if (problem) {
        context.fail(one.request, *problem);
        m_saving.pop_front();
    }
}

void Transfers::list(const ListFiles& command) {
    auto& context = m_parts.context;
    const auto limit = std::clamp<std::uint32_t>(command.limit, 1, 500);
    auto records = store::Files(context.database).messages(command.contact, limit + 1);
    if (const auto error = context.database.takeError()) {
        return context.fail(command.request, engine::errorOf(*error));
    }
    MessagesAnswer answer{command.request, {}, records.size() > limit};
    records.resize(std::min<std::size_t>(records.size(), limit));
    for (const auto& record : records) {
        answer.messages.push_back(toMessage(context.database, record));
    }
    context.emit(std::move(answer));
}

// ---- what goes away

/// Nothing more is done with it, and what lies in the blob folder goes.
void Transfers::forget(const FileRecord& file) {
    m_receiving.erase({file.contact, file.blob});
    m_sending.erase({file.contact, file.blob});
    if (m_disk && !file.local.empty()) {
        m_disk->remove(file.local);
    }
}

void Transfers::messageRemoved(const ContactId& contact, const MessageId& message, AfterCommit& after) {
    store::Files files(m_parts.context.database);
    auto file = files.find(contact, message);
    if (!file) {
        return;
    }
    if (file->mine && !isOver(file->state)) {
        (void)m_parts.outgoing.post(contact, wire::FileEndContent{file->blob.value, wire::FileEndReason::Withdrawn});
    }
    files.remove(contact, message);
    const auto shared = std::make_shared<FileRecord>(std::move(*file));  // std::function wants something it could copy
    after.emplace_back([this, shared] { forget(*shared); });
}

void Transfers::contactRemoved(const ContactId& contact) {
    std::erase_if(m_receiving, [&](const auto& entry) { return entry.first.first == contact; });
    std::erase_if(m_sending, [&](const auto& entry) { return entry.first.first == contact; });
    if (!m_disk) {
        return;
    }
    const auto names = store::Files(m_parts.context.database).localNames();
    if (m_parts.context.database.error()) {
        return;
    }
    for (const auto& name : m_disk->list()) {
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            m_disk->remove(name);
        }
    }
}

// ---- time

void Transfers::tell(const FileRecord& file, Told* told) {
    const auto now = m_parts.context.now;
    if (told != nullptr) {
        if (told->state == file.state && now < told->at + tellInterval) {
            return;
        }
        *told = {now, file.state};
    }
    m_parts.context.emit(TransferChanged{file.message, file.contact, static_cast<TransferState>(file.state), file.done,
                                         file.size, static_cast<ErrorCode>(file.reason), isReadable(file)});
}

void Transfers::start() {
    if (!m_disk) {
        return;
    }
    contactRemoved({});  // what a crash left in the folder
    store::Files files(m_parts.context.database);
    for (const auto& contact : files.settle()) {
        m_parts.links.want(contact);
    }
    for (auto& file : files.incomplete()) {
        begin(std::move(file));
    }
}

void Transfers::tick() {
    const auto now = m_parts.context.now;
    std::vector<Key> complete;
    std::set<ContactId> silent;
    for (auto& [key, one] : m_receiving) {
        if (one.saveAt <= now) {
            saveProgress(one);
        }
        if (one.askAt > now) {
            continue;
        }
        if (one.missing == 0) {
            complete.push_back(key);
        } else {
            if (m_parts.links.isUp(key.first) && !m_parts.links.isAlive(key.first)) {
                silent.insert(key.first);
            }
            ask(one);
        }
    }
    for (const auto& contact : silent) {
        m_parts.links.doubt(contact);  // whoever was there has perhaps started anew and knows nothing of it
    }
    for (const auto& key : complete) {
        this->complete(key);
    }
    if (!m_saving.empty()) {
        goOnSaving();
    }
}

Instant Transfers::nextDeadline() const {
    Instant next = m_saving.empty() ? never : m_parts.context.now + savePause;
    for (const auto& [key, one] : m_receiving) {
        next = std::min({next, one.askAt, one.saveAt});
    }
    return next;
}

}  // namespace nightjar::engine
