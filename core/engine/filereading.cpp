// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/filereading.h"

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
    auto content = whole(file);
    if (!content) {
        return m_context.fail(command.request, content.error());
    }
    m_context.emit(FileAnswer{command.request, command.message, std::move(*content)});
}

Result<Bytes, ErrorCode> FileReading::whole(const store::FileRecord& file) {
    if (file.size > maxReadableBytes) {
        return Unexpected{ErrorCode::FileTooLarge};
    }
    Bytes content;
    content.reserve(static_cast<std::size_t>(file.size));
    for (std::uint32_t index = 0; content.size() < file.size; ++index) {
        auto plain = m_shelf.plainChunk(file, index);
        if (!plain) {
            return Unexpected{plain.error()};
        }
        append(content, *plain);
        wipe(*plain);
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
