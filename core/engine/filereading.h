// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <deque>

#include "engine/context.h"
#include "engine/fileshelf.h"

namespace nightjar::engine {

/// Contents of files for a person: as a whole in memory, or saved to a path, a portion at a time.
class FileReading {
public:
    FileReading(Context& context, FileShelf& shelf) : m_context(context), m_shelf(shelf) {}

    void read(const ReadFile& command, const store::FileRecord& file);
    /// A file of at most maxReadableBytes.
    [[nodiscard]] Result<Bytes, ErrorCode> whole(const store::FileRecord& file);
    /// Up to `length` bytes from there on.
    [[nodiscard]] Result<Bytes, ErrorCode> part(const store::FileRecord& file, std::uint64_t from, std::size_t length);
    void save(const SaveFile& command, store::FileRecord file);

    void tick();
    [[nodiscard]] Instant nextDeadline() const;

private:
    struct Saving {
        RequestId request = 0;
        store::FileRecord file;
        std::unique_ptr<store::BlobTarget> target;
        std::uint32_t next = 0;
    };

    Context& m_context;
    FileShelf& m_shelf;
    std::deque<Saving> m_saving;
};

}  // namespace nightjar::engine
