// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "hub/directory.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace nightjar::hub {

namespace {

/// Questions of one address.
constexpr Rate questions{20, 40};
constexpr Duration expiryEvery = 10s;
/// Stands where an id stands in answers that name nobody; so nobody may call himself that.
constexpr std::string_view noId = "error";

constexpr std::size_t fieldCount = 5;
using Fields = std::array<std::string_view, fieldCount>;

[[nodiscard]] bool isControl(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

[[nodiscard]] std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(' ');
    return first == std::string_view::npos ? std::string_view()
                                           : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

/// Text of one line; what netcat and C programs put behind it is not part of it.
[[nodiscard]] std::optional<std::string_view> lineOf(ByteView datagram) {
    std::string_view text(reinterpret_cast<const char*>(datagram.data()), datagram.size());
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == '\0')) {
        text.remove_suffix(1);
    }
    const bool isText = !text.empty() && isUtf8(asBytes(text)) && std::none_of(text.begin(), text.end(), isControl);
    return isText ? std::optional(text) : std::nullopt;
}

[[nodiscard]] std::optional<Fields> split(std::string_view line) {
    Fields out;
    for (std::size_t i = 0; i < fieldCount; ++i) {
        const auto comma = line.find(',');
        if ((comma == std::string_view::npos) != (i + 1 == fieldCount)) {
            return std::nullopt;
        }
        out[i] = trimmed(line.substr(0, comma));
        line.remove_prefix(comma == std::string_view::npos ? line.size() : comma + 1);
    }
    return out;
}

[[nodiscard]] bool isId(std::string_view id) {
    const auto isAllowed = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
               c == '.';
    };
    return !id.empty() && id.size() <= Directory::maxIdBytes && id != noId &&
           std::all_of(id.begin(), id.end(), isAllowed);
}

/// The endpoint that two fields name; an IPv6 address comes without brackets.
[[nodiscard]] std::optional<Endpoint> endpointOf(std::string_view ip, std::string_view portText) {
    std::uint16_t port = 0;
    const auto [stop, error] = std::from_chars(portText.data(), portText.data() + portText.size(), port);
    if (error != std::errc{} || stop != portText.data() + portText.size() || port == 0) {
        return std::nullopt;
    }
    const bool v6 = ip.find(':') != std::string_view::npos;
    return Endpoint::parse((v6 ? "[" + std::string(ip) + "]" : std::string(ip)) + ":" + std::to_string(port));
}

[[nodiscard]] Bytes answer(std::string_view id, std::string_view name, std::string_view ip, std::uint16_t port) {
    std::string out = "sigserv,";
    out.append(id).append(",").append(name).append(",").append(ip).append(",").append(std::to_string(port));
    return toBytes(asBytes(out));
}

/// Of the same five fields, so that a client that knows nothing of it can read it.
[[nodiscard]] Bytes refusal(std::string_view reason) {
    return answer(noId, reason, "0.0.0.0", 0);
}

}  // namespace

std::optional<Bytes> Directory::handle(Instant now, const Endpoint& from, ByteView datagram) {
    if (!m_config.on || (!m_config.anybody && !from.isPrivate()) || datagram.size() > maxQuestion) {
        return std::nullopt;
    }
    const auto line = lineOf(datagram);
    // What a directory says is no question: two of them would talk for ever.
    if (!line || line->starts_with("sigserv,") || !m_addresses.slotOf(from).questions.take(now, questions)) {
        return std::nullopt;
    }
    expire(now);
    const auto fields = split(*line);
    if (!fields) {
        return refusal("bad fields");
    }
    const auto& [id, name, ip, port, wanted] = *fields;
    const auto endpoint = endpointOf(ip, port);
    if (!isId(id) || name.empty() || name.size() > maxNameBytes || !endpoint || (!wanted.empty() && !isId(wanted))) {
        return refusal("bad fields");
    }
    Entry entry{std::string(name), std::string(ip), endpoint->port(), from.withPort(1), now};
    switch (enter(now, std::string(id), std::move(entry))) {
        case Entered::Done:
            break;
        case Entered::Taken:
            return refusal("id is taken");
        case Entered::Full:
            return refusal("try later");
    }
    const auto found = m_entries.find(std::string(wanted.empty() ? id : wanted));
    if (found == m_entries.end() || !isAlive(now, found->second)) {
        return refusal("unknown id");
    }
    return answer(found->first, found->second.name, found->second.ip, found->second.port);
}

Directory::Entered Directory::enter(Instant now, std::string id, Entry entry) {
    const auto known = m_entries.find(id);
    if (known != m_entries.end()) {
        if (known->second.source == entry.source) {
            known->second = std::move(entry);
            return Entered::Done;
        }
        if (isAlive(now, known->second)) {
            return Entered::Taken;
        }
        remove(known);
    }
    auto& ofAddress = m_addresses.slotOf(entry.source).sessions;
    if (m_entries.size() >= maxEntries || ofAddress >= maxEntriesPerAddress) {
        return Entered::Full;
    }
    ++ofAddress;
    m_entries.emplace(std::move(id), std::move(entry));
    return Entered::Done;
}

void Directory::expire(Instant now) {
    if (now < m_nextExpiry) {
        return;
    }
    m_nextExpiry = now + expiryEvery;
    for (auto entry = m_entries.begin(); entry != m_entries.end();) {
        const auto next = std::next(entry);
        if (!isAlive(now, entry->second)) {
            remove(entry);
        }
        entry = next;
    }
}

void Directory::remove(Entries::iterator entry) {
    --m_addresses.slotOf(entry->second.source).sessions;
    m_entries.erase(entry);
}

}  // namespace nightjar::hub
