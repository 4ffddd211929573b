// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/fileshelf.h"

#include <algorithm>
#include <utility>

#include "commands.h"
#include "crypto/filechunk.h"
#include "wire/filegeometry.h"

namespace nightjar::engine {

namespace {

using store::BlobError;
using store::FileRecord;

/// Left free for messages.
constexpr std::uint64_t roomForMessages = 64 * 1024 * 1024;

crypto::ChunkPlace placeOf(const FileRecord& file, std::uint32_t index) {
    return {index, wire::fileChunkCount(file.size)};
}
std::uint64_t offsetOf(std::uint32_t index) {
    return std::uint64_t{index} * wire::sealedChunkBytes;
}
std::uint64_t sealedSize(std::uint64_t size) {
    return wire::paddedFileSize(size) + std::uint64_t{wire::fileChunkCount(size)} * wire::fileChunkOverhead;
}
std::size_t sealedLength(const FileRecord& file, std::uint32_t index) {
    return wire::fileChunkLength(file.size, index) + wire::fileChunkOverhead;
}

ByteView keyOnTheWay(const FileRecord& file) {
    return file.key.view().first(std::min(file.key.size(), fileKeySize));
}
ByteView keyAtRest(const FileRecord& file) {
    return file.key.view().last(std::min(file.key.size(), fileKeySize));
}

}  // namespace

bool isShared(const FileRecord& file) {
    return file.key.size() > fileKeySize;
}

FileRecord shareOf(const FileRecord& file, const ContactId& contact, RandomSource& random) {
    FileRecord out;
    out.contact = contact;
    out.message = file.message;
    out.blob = store::BlobName::draw(random);
    out.mine = true;
    Bytes keys(fileKeySize);
    random.fill(keys);
    append(keys, keyAtRest(file));
    out.key = SecretBytes(keys);
    wipe(keys);
    out.name = file.name;
    out.mime = file.mime;
    out.size = file.size;
    out.width = file.width;
    out.height = file.height;
    out.thumbnail = file.thumbnail;
    out.source = file.source;
    out.stamp = file.stamp;
    out.local = file.local;
    return out;
}

void standForAll(FileRecord& share) {
    Bytes key = toBytes(keyAtRest(share));
    share.key = SecretBytes(key);
    wipe(key);
    share.state = store::FileState::Done;
}

Group::Make sharing(Context& context, const FileRecord& own,
                    const std::function<wire::ContentBody(const FileRecord&)>& contentOf,
                    std::vector<FileRecord>& shares) {
    return [&](const std::optional<ContactId>& session) -> std::optional<wire::ContentBody> {
        auto share = shareOf(own, session.value_or(ContactId{}), context.random);
        auto content = contentOf(share);
        if (session) {
            store::Files(context.database).add(share);
            shares.push_back(std::move(share));
        }
        return content;
    };
}

Result<void, BlobError> sealAnew(store::BlobDisk& from, const FileRecord& file, store::BlobDisk& to,
                                 const FileRecord& fresh, RandomSource& random) {
    for (std::uint32_t index = 0; index < wire::fileChunkCount(file.size); ++index) {
        Bytes sealed(sealedLength(file, index));
        if (const auto read = from.read(file.local, offsetOf(index), sealed); !read) {
            return read;
        }
        auto plain = crypto::openChunk(keyAtRest(file), placeOf(file, index), sealed);
        if (!plain) {
            return Unexpected{BlobError::Io};
        }
        const auto again = crypto::sealChunk(fresh.key.view(), placeOf(file, index), *plain, random);
        wipe(*plain);
        if (const auto written = to.write(fresh.local, offsetOf(index), again); !written) {
            return written;
        }
    }
    return to.sync(fresh.local);
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

bool FileShelf::hasRoomFor(std::uint64_t size) const {
    return m_disk && m_disk->freeSpace() >= sealedSize(size) + roomForMessages;
}

std::optional<ErrorCode> FileShelf::keep(FileRecord& file, ByteView content) {
    if (content.size() > maxReadableBytes) {
        return ErrorCode::FileTooLarge;
    }
    if (!hasRoomFor(content.size())) {
        return ErrorCode::DiskFull;
    }
    file.size = content.size();
    file.local = store::BlobName::draw(m_random).toString();
    for (std::uint32_t index = 0; index < wire::fileChunkCount(file.size); ++index) {
        Bytes plain(wire::fileChunkLength(file.size, index));
        const auto part = wire::fileBytesIn(file.size, index);
        if (part > 0) {
            const auto from = content.subspan(std::size_t{index} * wire::fileChunkBytes, part);
            std::copy(from.begin(), from.end(), plain.begin());
        }
        const auto sealed = crypto::sealChunk(file.key.view(), placeOf(file, index), plain, m_random);
        wipe(plain);
        if (const auto written = m_disk->write(file.local, offsetOf(index), sealed); !written) {
            remove(file);
            return errorOf(written.error());
        }
    }
    if (const auto synced = m_disk->sync(file.local); !synced) {
        remove(file);
        return errorOf(synced.error());
    }
    return std::nullopt;
}

Result<Bytes, ErrorCode> FileShelf::sealedChunk(const FileRecord& file, std::uint32_t index) {
    if (!file.local.empty() && !isShared(file)) {
        Bytes sealed(sealedLength(file, index));
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
    auto sealed = crypto::sealChunk(keyOnTheWay(file), placeOf(file, index), *plain, m_random);
    wipe(*plain);
    return sealed;
}

Result<Bytes, ErrorCode> FileShelf::plainChunk(const FileRecord& file, std::uint32_t index) {
    Bytes plain(wire::fileBytesIn(file.size, index));
    if (plain.empty()) {
        return plain;  // padding alone
    }
    if (file.local.empty()) {
        const auto read =
            m_disk->readSource(file.source, file.stamp, std::uint64_t{index} * wire::fileChunkBytes, plain);
        return read ? Result<Bytes, ErrorCode>(std::move(plain)) : Unexpected{errorOf(read.error())};
    }
    Bytes sealed(sealedLength(file, index));
    if (const auto read = m_disk->read(file.local, offsetOf(index), sealed); !read) {
        return Unexpected{read.error() == BlobError::Missing ? ErrorCode::StoreDamaged : errorOf(read.error())};
    }
    auto opened = crypto::openChunk(keyAtRest(file), placeOf(file, index), sealed);
    if (!opened) {
        return Unexpected{ErrorCode::StoreDamaged};
    }
    opened->resize(plain.size());
    return std::move(*opened);
}

std::optional<ErrorCode> FileShelf::put(const FileRecord& file, std::uint32_t index, ByteView sealed) {
    auto plain = sealed.size() == sealedLength(file, index)
                     ? crypto::openChunk(file.key.view(), placeOf(file, index), sealed)
                     : std::nullopt;
    if (!plain) {
        return ErrorCode::FileDamaged;
    }
    wipe(*plain);
    if (const auto written = m_disk->write(file.local, offsetOf(index), sealed); !written) {
        return errorOf(written.error());
    }
    return std::nullopt;
}

std::optional<bool> FileShelf::holds(const FileRecord& file, std::uint32_t index) {
    Bytes sealed(sealedLength(file, index));
    if (!m_disk->read(file.local, offsetOf(index), sealed)) {
        return std::nullopt;
    }
    auto plain = crypto::openChunk(file.key.view(), placeOf(file, index), sealed);
    if (plain) {
        wipe(*plain);
    }
    return plain.has_value();
}

bool FileShelf::sync(const FileRecord& file) {
    return m_disk->sync(file.local).has_value();
}

void FileShelf::remove(const std::string& local) {
    if (m_disk && !local.empty()) {
        m_dropped.push_back(local);
    }
}

void FileShelf::removeDropped() {
    for (const auto& local : std::exchange(m_dropped, {})) {
        m_disk->remove(local);
    }
}

}  // namespace nightjar::engine
