// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "base/endpoint.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace nightjar {

namespace {
constexpr ByteArray<12> mappedPrefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
}

Endpoint::Endpoint(ByteView address, std::uint16_t port) : m_port(port) {
    if (address.size() == 4) {
        std::copy(mappedPrefix.begin(), mappedPrefix.end(), m_address.begin());
        std::copy(address.begin(), address.end(), m_address.begin() + 12);
    } else if (address.size() == 16) {
        std::copy(address.begin(), address.end(), m_address.begin());
    } else {
        m_port = 0;
    }
}

Endpoint Endpoint::v4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d, std::uint16_t port) {
    return {ByteArray<4>{a, b, c, d}, port};
}

std::optional<Endpoint> Endpoint::parse(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) {
        return std::nullopt;
    }
    std::uint16_t port = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, port);
    if (error != std::errc{} || stop != end || port == 0) {
        return std::nullopt;
    }
    std::string host(text.substr(0, colon));
    ByteArray<16> raw{};
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
        host = host.substr(1, host.size() - 2);
        return inet_pton(AF_INET6, host.c_str(), raw.data()) == 1 ? std::optional(Endpoint(raw, port)) : std::nullopt;
    }
    return inet_pton(AF_INET, host.c_str(), raw.data()) == 1 ? std::optional(Endpoint(ByteView(raw).first(4), port))
                                                             : std::nullopt;
}

bool Endpoint::isV4() const {
    return std::equal(mappedPrefix.begin(), mappedPrefix.end(), m_address.begin());
}

ByteView Endpoint::address() const {
    return isV4() ? ByteView(m_address).subspan(12) : ByteView(m_address);
}

bool Endpoint::isLoopback() const {
    if (isV4()) {
        return m_address[12] == 127;
    }
    return std::all_of(m_address.begin(), m_address.end() - 1, [](auto byte) { return byte == 0; }) &&
           m_address[15] == 1;
}

bool Endpoint::isPrivate() const {
    if (isLoopback()) {
        return true;
    }
    const auto a = address();
    if (isV4()) {
        return a[0] == 10 || (a[0] == 172 && (a[1] & 0xf0) == 16) || (a[0] == 192 && a[1] == 168) ||
               (a[0] == 100 && (a[1] & 0xc0) == 64) || (a[0] == 169 && a[1] == 254);
    }
    return (a[0] & 0xfe) == 0xfc || (a[0] == 0xfe && (a[1] & 0xc0) == 0x80);
}

Endpoint Endpoint::withPort(std::uint16_t port) const {
    return {ByteView(m_address), port};
}

std::string Endpoint::toString() const {
    char text[INET6_ADDRSTRLEN] = {};
    if (isV4()) {
        inet_ntop(AF_INET, address().data(), text, sizeof(text));
        return std::string(text) + ":" + std::to_string(m_port);
    }
    inet_ntop(AF_INET6, m_address.data(), text, sizeof(text));
    return "[" + std::string(text) + "]:" + std::to_string(m_port);
}

}  // namespace nightjar
