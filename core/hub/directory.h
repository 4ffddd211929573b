// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <string>
#include <unordered_map>

#include "base/endpoint.h"
#include "hub/addresstable.h"

namespace nightjar::hub {

/// How a hub lets strangers find each other in clear text. Off unless the operator wants it: it knows people, which a
/// hub otherwise does not.
struct DirectoryConfig {
    bool on = false;
    bool anybody = false;  ///< answers public addresses too, not those of a LAN alone
};

/// The directory of the UDP tutorial (docs/protocol.md, section 13): who says `id,name,ip,port,wanted` is entered, and
/// told `sigserv,id,name,ip,port` of the one that is wanted. Bounded, in memory; an entry is gone five minutes after it
/// was last heard of. Nobody is authenticated: for experiments in a LAN, nothing of Nightjar uses it.
class Directory {
public:
    Directory(const DirectoryConfig& config, RandomSource& random) : m_config(config), m_addresses(random) {}

    /// The answer; nothing to noise, to those who ask too often and to whom it is not for.
    [[nodiscard]] std::optional<Bytes> handle(Instant now, const Endpoint& from, ByteView datagram);
    [[nodiscard]] std::size_t size() const { return m_entries.size(); }

    static constexpr Duration entryLife = 5min;
    static constexpr std::size_t maxEntries = 10'000;
    /// Of one address, so that nobody fills the table alone.
    static constexpr std::size_t maxEntriesPerAddress = 64;
    static constexpr std::size_t maxQuestion = 256;
    static constexpr std::size_t maxIdBytes = 32;
    static constexpr std::size_t maxNameBytes = 64;

private:
    struct Entry {
        std::string name;
        std::string ip;
        std::uint16_t port = 0;
        Endpoint source;  ///< who may change it; port 1
        Instant heard;
    };
    using Entries = std::unordered_map<std::string, Entry>;

    [[nodiscard]] static bool isAlive(Instant now, const Entry& entry) { return now - entry.heard < entryLife; }
    enum class Entered : std::uint8_t { Done, Taken, Full };
    [[nodiscard]] Entered enter(Instant now, std::string id, Entry entry);
    void expire(Instant now);
    void remove(Entries::iterator entry);

    const DirectoryConfig& m_config;
    AddressTable m_addresses;
    Entries m_entries;
    Instant m_nextExpiry{};
};

}  // namespace nightjar::hub
