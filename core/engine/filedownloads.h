// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <map>
#include <set>

#include "engine/filenews.h"
#include "link/hubsession.h"

namespace nightjar::engine {

struct Parts;
class FileReceiving;

/// Files of theirs that wait at the hub of our queue: while no link brings them, what is missing is fetched from there.
///
/// A file that is wanted is here
///   waiting   until its time comes: a link has a moment to come up; later when the hub had nothing
///   asked     the hub is to say what it has
///   moving    chunks were asked for
class FileDownloads {
public:
    FileDownloads(Parts& parts, FileReceiving& receiving) : m_parts(parts), m_receiving(receiving) {}

    /// The file is wanted; the hub is looked at after this time unless a link brings it.
    void look(const FileKey& key, Duration after);
    /// As above, even though there is a link: nothing comes over it.
    void lookAnyway(const FileKey& key);
    void forget(const FileKey& key) { m_downloads.erase(key); }
    /// What the hub gave is not what was to come: it is not asked for a long while.
    void distrust(const FileKey& key);
    /// Asked of the hub and not come yet.
    [[nodiscard]] bool isUnderWay(const FileKey& key, std::uint32_t index) const;

    void linkClosed(const ContactId& contact);
    void hubCameOnline(const std::string& hub);
    void contactRemoved(const ContactId& contact);
    void pump();
    [[nodiscard]] Instant nextDeadline() const;

private:
    enum class Phase : std::uint8_t { Waiting, Asked, Moving };
    struct Download {
        Phase phase = Phase::Waiting;
        Instant at{};
        Duration backOff{};
        bool anyway = false;      ///< although a link is up
        std::uint64_t round = 0;  ///< answers to questions of earlier ones are late
        Bytes there;              ///< which chunks the hub has
        std::uint32_t next = 0;   ///< chunks below were looked at
        std::set<std::uint32_t> underWay;
        std::size_t window = 0;  ///< chunks that may be under way
    };
    [[nodiscard]] bool mayGo(const FileKey& key, const Download& one) const;
    void open(const FileKey& key, Download& one);
    void opened(const FileKey& key, const link::HubAnswer& answer);
    void take(const FileKey& key, Download& one);
    void taken(const FileKey& key, std::uint32_t index, const link::HubAnswer& answer);
    void wait(Download& one, Duration time);
    void backOff(Download& one);

    Parts& m_parts;
    FileReceiving& m_receiving;
    std::map<FileKey, Download> m_downloads;
    std::uint64_t m_round = 0;
    bool m_awake = false;  ///< an answer came: pump() has something to do
};

}  // namespace nightjar::engine
