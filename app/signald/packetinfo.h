// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cstring>

#include "base/endpoint.h"

namespace nightjar::signald {

/// Room for the control messages of a datagram: the own address (IP_PKTINFO, RFC 3542 section 6.1) and, when it goes
/// out, into how long pieces it is cut (UDP_SEGMENT).
union Control {
    cmsghdr alignment;
    std::array<char, CMSG_SPACE(sizeof(in6_pktinfo)) + CMSG_SPACE(sizeof(std::uint16_t))> room{};
};

/// The own address that a datagram came to. A broadcast has none that could answer: then it is the one of the
/// interface.
[[nodiscard]] inline Endpoint ownAddress(msghdr& header) {
    for (auto* item = CMSG_FIRSTHDR(&header); item != nullptr; item = CMSG_NXTHDR(&header, item)) {
        if (item->cmsg_level == IPPROTO_IP && item->cmsg_type == IP_PKTINFO) {
            in_pktinfo info{};
            std::memcpy(&info, CMSG_DATA(item), sizeof(info));
            ByteArray<4> raw{};
            std::memcpy(raw.data(), &info.ipi_spec_dst, raw.size());
            return {raw, 1};
        }
        if (item->cmsg_level == IPPROTO_IPV6 && item->cmsg_type == IPV6_PKTINFO) {
            in6_pktinfo info{};
            std::memcpy(&info, CMSG_DATA(item), sizeof(info));
            return {ByteView(info.ipi6_addr.s6_addr, 16), 1};
        }
    }
    return {};
}

/// Appends control messages to those that are in `header`, whose msg_control is a Control.
template <class Value>
void addControl(msghdr& header, int level, int type, const Value& value) {
    auto* const item = reinterpret_cast<cmsghdr*>(static_cast<char*>(header.msg_control) + header.msg_controllen);
    item->cmsg_level = level;
    item->cmsg_type = type;
    item->cmsg_len = CMSG_LEN(sizeof(value));
    std::memcpy(CMSG_DATA(item), &value, sizeof(value));
    header.msg_controllen += CMSG_SPACE(sizeof(value));
}

/// Where the datagram has to come from.
inline void addOwnAddress(msghdr& header, const Endpoint& via, bool v6) {
    if (v6) {
        in6_pktinfo info{};
        std::memcpy(&info.ipi6_addr, via.mapped().data(), 16);
        addControl(header, IPPROTO_IPV6, IPV6_PKTINFO, info);
    } else {
        in_pktinfo info{};
        std::memcpy(&info.ipi_spec_dst, via.mapped().data() + 12, 4);
        addControl(header, IPPROTO_IP, IP_PKTINFO, info);
    }
}

}  // namespace nightjar::signald
