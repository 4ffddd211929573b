// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/filereading.h"

#include <algorithm>

#include "engine/attachments.h"
#include "wire/filegeometry.h"

namespace nightjar::engine {

namespace {

/// Chunks that one input may open and write out: a few milliseconds.
constexpr std::size_t chunksAtOnce = 64;
/// Between two portions of a file that is saved, others have their turn.
constexpr Duration savePause = 1ms;

}  // namespace

void FileReading::read(const ReadFile& command, const store::FileRecord& file) {
    if (!isReadable(file)) {
        return m_context.fail(command.request, ErrorCode::FileNotHere);
    }
    if (command.length > maxReadablePart) {
        return m_context.fail(command.request, ErrorCode::BadArgument);
    }
    auto content = command.length == 0 ? whole(file) : part(file, command.from, command.length);
    if (!content) {
        return m_context.fail(command.request, content.error());
    }
    m_context.emit(FileAnswer{command.request, command.message, std::move(*content)});
}

Result<Bytes, ErrorCode> FileReading::whole(const store::FileRecord& file) {
    if (file.size > maxReadableBytes) {
        return Unexpected{ErrorCode::FileTooLarge};
    }
    return part(file, 0, static_cast<std::size_t>(file.size));
}

Result<Bytes, ErrorCode> FileReading::part(const store::FileRecord& file, std::uint64_t from, std::size_t length) {
    Bytes content;
    const auto end = from + std::min<std::uint64_t>(length, file.size - std::min(from, file.size));
    content.reserve(static_cast<std::size_t>(end - std::min(from, end)));
    while (from < end) {
        auto plain = m_shelf.plainChunk(file, static_cast<std::uint32_t>(from / wire::fileChunkBytes));
        if (!plain) {
            return Unexpected{plain.error()};
        }
        const auto within = static_cast<std::size_t>(from % wire::fileChunkBytes);
        const auto rest = ByteView(*plain).subspan(std::min(within, plain->size()));
        const auto wanted = rest.first(static_cast<std::size_t>(std::min<std::uint64_t>(rest.size(), end - from)));
        append(content, wanted);
        from += wanted.size();
        const bool none = wanted.empty();
        wipe(*plain);
        if (none) {
            return Unexpected{ErrorCode::FileDamaged};  // shorter than its size says
        }
    }
    return content;
}

void FileReading::save(const SaveFile& command, store::FileRecord file) {
    if (!isReadable(file)) {
        return m_context.fail(command.request, ErrorCode::FileNotHere);
    }
    auto target = m_shelf.disk().create(command.path);
    if (!target) {
        return m_context.fail(command.request, errorOfTarget(target.error()));
    }
    m_saving.push_back({command.request, std::move(file), std::move(*target), 0});
}

void FileReading::tick() {
    if (m_saving.empty()) {
        return;
    }
    auto& one = m_saving.front();
    std::optional<ErrorCode> problem;
    for (std::size_t left = chunksAtOnce; left > 0 && !problem; --left) {
        if (wire::fileBytesIn(one.file.size, one.next) == 0) {
            const auto finished = one.target->finish();
            finished ? m_context.done(one.request) : m_context.fail(one.request, errorOfTarget(finished.error()));
            m_saving.pop_front();
            return;
        }
        auto plain = m_shelf.plainChunk(one.file, one.next++);
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
        m_context.fail(one.request, *problem);
        m_saving.pop_front();
    }
}

Instant FileReading::nextDeadline() const {
    return m_saving.empty() ? never : m_context.now + savePause;
}

}  // namespace nightjar::engine
