// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/backupfile.h"

#include <algorithm>

#include "base/buffer.h"

namespace nightjar::engine {

namespace {

constexpr std::string_view magic = "NJBK";
constexpr std::uint16_t version = 1;
constexpr std::size_t saltSize = 16;
constexpr std::size_t headSize = 4 + 2 + 2 + 4 + 4 + saltSize + crypto::StreamSealer::headerSize;
/// Of all pieces but the last.
constexpr std::size_t pieceSize = 64 * 1024;
/// Type and length of a record, and the length of its name.
constexpr std::size_t recordHead = 1 + 4 + 1;

constexpr std::size_t blobNameLength = 32;    // of 16 bytes in hexadecimal
constexpr std::size_t folderNameLength = 18;  // "c-" and 8 bytes
constexpr std::string_view blobsFolder = "blobs/";

}  // namespace

// ---- names

bool isBlobName(std::string_view name) {
    return name.size() == blobNameLength && std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

std::string folderNameOf(const ContainerId& container) {
    return "c-" + container.toString();
}

std::string copiesFolderOf(const std::string& databasePath) {
    return databasePath + ".copies";
}

std::string PlaceWithin::name() const {
    return folderNameOf(container) + "/" + file;
}

bool PlaceWithin::isBlob() const {
    return file.starts_with(blobsFolder);
}

std::optional<PlaceWithin> PlaceWithin::parse(std::string_view name) {
    if (name.size() <= folderNameLength + 1 || name[folderNameLength] != '/') {
        return std::nullopt;
    }
    const auto container = ContainerId::parse(name.substr(2, folderNameLength - 2));
    if (!container) {
        return std::nullopt;
    }
    PlaceWithin place{*container, std::string(name.substr(folderNameLength + 1))};
    const bool known =
        place.isBlob() ? isBlobName(std::string_view(place.file).substr(blobsFolder.size()))
                       : std::find(std::begin(filesWithin), std::end(filesWithin), place.file) != std::end(filesWithin);
    // Compared as a whole: there is one way to write it.
    return known && place.name() == name ? std::optional(std::move(place)) : std::nullopt;
}

// ---- writing

BackupWriter::BackupWriter(store::BlobTarget& target, ByteView passphrase, crypto::Argon2Params cost,
                           RandomSource& random)
    : m_target(target) {
    ByteArray<saltSize> salt{};
    random.fill(salt);
    const auto key = crypto::argon2id(passphrase, salt, cost);
    if (key.empty()) {
        m_error = store::BlobError::Io;  // there is not so much memory
        return;
    }
    m_sealer = std::make_unique<crypto::StreamSealer>(key.view());
    ByteWriter head;
    head.bytes(asBytes(magic));
    head.u16(version);
    head.u16(0);
    head.u32(cost.memKiB);
    head.u32(cost.passes);
    head.bytes(salt);
    head.bytes(m_sealer->header());
    m_head = head.take();
    if (const auto written = m_target.append(m_head); !written) {
        m_error = written.error();
    }
}

Result<void, store::BlobError> BackupWriter::write(BackupRecordType type, ByteView bytes, std::string_view name) {
    if (m_error) {
        return Unexpected{*m_error};
    }
    ByteWriter head;
    head.u8(static_cast<std::uint8_t>(type));
    head.u32(static_cast<std::uint32_t>(bytes.size()));
    head.u8(static_cast<std::uint8_t>(name.size()));
    head.bytes(asBytes(name));
    append(m_piece, head.view());
    append(m_piece, bytes);
    ++m_records;
    return flush(false);
}

Result<void, store::BlobError> BackupWriter::flush(bool last) {
    std::size_t at = 0;
    // The last piece is kept until it is known to be the last.
    while (m_piece.size() - at > pieceSize || last) {
        const auto size = std::min(pieceSize, m_piece.size() - at);
        const bool ends = last && at + size == m_piece.size();
        const auto sealed = m_sealer->seal(ByteView(m_piece).subspan(at, size), m_head, ends);
        m_head.clear();
        at += size;
        if (const auto written = m_target.append(sealed); !written) {
            m_error = written.error();
            return Unexpected{*m_error};
        }
        if (ends) {
            break;
        }
    }
    wipe(MutableByteView(m_piece).first(at));
    m_piece.erase(m_piece.begin(), m_piece.begin() + static_cast<std::ptrdiff_t>(at));
    return {};
}

Result<void, store::BlobError> BackupWriter::finish() {
    ByteWriter count;
    count.u64(m_records);
    if (auto written = write(BackupRecordType::End, count.view()); !written) {
        return written;
    }
    if (auto written = flush(true); !written) {
        return written;
    }
    return m_target.finish();
}

// ---- reading

BackupReader::~BackupReader() {
    wipe(m_plain);
}

Result<std::unique_ptr<BackupReader>, BackupError> BackupReader::open(Source source, ByteView passphrase) {
    std::unique_ptr<BackupReader> reader(new BackupReader);
    reader->m_source = std::move(source);
    reader->m_head.resize(headSize);
    std::size_t got = 0;
    if (!reader->m_source(reader->m_head, got)) {
        return Unexpected{BackupError::Unreadable};
    }
    ByteReader head(reader->m_head);
    const bool ours = got == headSize && toText(head.bytes(magic.size())) == magic;
    if (!ours) {
        return Unexpected{BackupError::Damaged};
    }
    if (head.u16() != version) {
        return Unexpected{BackupError::TooNew};
    }
    (void)head.u16();
    crypto::Argon2Params cost;
    cost.memKiB = head.u32();
    cost.passes = head.u32();
    const auto salt = head.array<saltSize>();
    const auto streamHeader = head.array<crypto::StreamSealer::headerSize>();
    const bool bearable = cost.memKiB >= 8 && cost.memKiB <= crypto::argon2MaxMemKiB && cost.passes >= 1 &&
                          cost.passes <= crypto::argon2MaxPasses;
    const auto key = bearable ? crypto::argon2id(passphrase, salt, cost) : SecretBytes();
    if (key.empty()) {
        return Unexpected{BackupError::Damaged};
    }
    reader->m_opener = std::make_unique<crypto::StreamOpener>(key.view(), streamHeader);
    // The first piece proves the passphrase.
    if (const auto filled = reader->fill(1); !filled) {
        return Unexpected{filled.error()};
    }
    return reader;
}

Result<void, BackupError> BackupReader::fill(std::size_t wanted) {
    while (m_plain.size() - m_at < wanted) {
        if (m_last) {
            return Unexpected{BackupError::Damaged};
        }
        Bytes sealed(pieceSize + crypto::StreamSealer::overhead);
        std::size_t got = 0;
        if (!m_source(sealed, got)) {
            return Unexpected{BackupError::Unreadable};
        }
        auto piece = m_opener->open(ByteView(sealed).first(got), m_head);
        if (!piece) {
            return Unexpected{BackupError::Damaged};
        }
        m_head.clear();
        m_last = piece->last;
        wipe(MutableByteView(m_plain).first(m_at));
        m_plain.erase(m_plain.begin(), m_plain.begin() + static_cast<std::ptrdiff_t>(std::exchange(m_at, 0)));
        append(m_plain, piece->plain);
        wipe(piece->plain);
    }
    return {};
}

Result<BackupRecord, BackupError> BackupReader::next() {
    constexpr Unexpected damaged{BackupError::Damaged};
    if (const auto filled = fill(recordHead); !filled) {
        return Unexpected{filled.error()};
    }
    ByteReader head(ByteView(m_plain).subspan(m_at, recordHead));
    BackupRecord record;
    record.type = static_cast<BackupRecordType>(head.u8());
    const auto size = head.u32();
    const auto nameSize = head.u8();
    if (size > maxBackupRecord) {
        return damaged;
    }
    if (const auto filled = fill(recordHead + nameSize + size); !filled) {
        return Unexpected{filled.error()};
    }
    const auto body = ByteView(m_plain).subspan(m_at + recordHead, nameSize + size);
    record.name = toText(body.first(nameSize));
    record.bytes = toBytes(body.subspan(nameSize));
    m_at += recordHead + nameSize + size;
    if (record.type != BackupRecordType::End) {
        ++m_records;
        return record;
    }
    // Nothing stands behind it, inside the stream or after it.
    ByteReader count(record.bytes);
    const bool right = count.u64() == m_records && count.complete() && m_last && m_at == m_plain.size();
    Bytes more(1);
    std::size_t got = 0;
    return right && m_source(more, got) && got == 0 ? Result<BackupRecord, BackupError>(std::move(record)) : damaged;
}

}  // namespace nightjar::engine
