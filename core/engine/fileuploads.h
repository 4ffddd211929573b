// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <map>

#include "engine/filenews.h"
#include "engine/fileshelf.h"
#include "link/hubsession.h"

namespace nightjar::engine {

struct Parts;

/// Our files for people who are not there: their sealed chunks go to the hub of their queue, which keeps them as a
/// parcel (docs/protocol.md section 5) until they are fetched. Which chunks are there the hub says itself, so nothing
/// is brought twice, whatever ends in between.
///
/// A file of ours that is neither with them nor at the hub is here
///   waiting   until there is no link, the hub is there, and its time has come
///   asked     the hub is to say what it has
///   moving    chunks are on their way
///   refused   the hub takes none: it goes when both are there
class FileUploads {
public:
    FileUploads(Parts& parts, FileShelf& shelf) : m_parts(parts), m_shelf(shelf) {}

    /// The file is wanted at the other side: through the hub if they do not come within a moment.
    void add(store::FileRecord file);
    void forget(const FileKey& key) { m_uploads.erase(key); }
    [[nodiscard]] bool has(const FileKey& key) const { return m_uploads.contains(key); }

    void linkClosed(const ContactId& contact);
    void hubCameOnline(const std::string& hub);
    void contactRemoved(const ContactId& contact);
    void pump();
    [[nodiscard]] Instant nextDeadline() const;

private:
    enum class Phase : std::uint8_t { Waiting, Asked, Moving, Refused };
    struct Upload {
        store::FileRecord file;
        Phase phase = Phase::Waiting;
        Instant at{};  ///< when Waiting ends, or Asked is given up
        Duration backOff{};
        std::uint64_t round = 0;  ///< answers to questions of earlier ones are late
        Bytes have;
        std::uint32_t next = 0;     ///< chunks below are there or on their way
        std::uint32_t missing = 0;  ///< at the hub, those on their way included
        std::uint32_t underWay = 0;
        Told told;
    };
    [[nodiscard]] bool mayGo(const FileKey& key, const Upload& one) const;
    void open(const FileKey& key, Upload& one);
    void opened(const FileKey& key, const link::HubAnswer& answer);
    /// True when it gave something to the hub.
    bool give(const FileKey& key, Upload& one);
    void given(const FileKey& key, std::uint32_t index, const link::HubAnswer& answer);
    void refused(Upload& one, wire::HubError error);
    void wait(Upload& one, Duration time);
    void complete(const FileKey& key);
    void failed(const FileKey& key, ErrorCode code);
    void setState(Upload& one, store::FileState state, ErrorCode reason = ErrorCode::None);

    Parts& m_parts;
    FileShelf& m_shelf;
    std::map<FileKey, Upload> m_uploads;
    std::uint64_t m_round = 0;
    bool m_awake = false;  ///< an answer came: pump() has something to do
};

}  // namespace nightjar::engine
