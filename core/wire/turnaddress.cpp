// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "wire/turnaddress.h"

#include <algorithm>
#include <charconv>

namespace nightjar::wire {

namespace {

constexpr std::size_t maxHost = 255;
constexpr std::string_view plainScheme = "turn:";
constexpr std::string_view tlsScheme = "turns:";
constexpr std::string_view transportUdp = "?transport=udp";
constexpr std::string_view transportTcp = "?transport=tcp";

bool isHostName(std::string_view host) {
    return !host.empty() && host.size() <= maxHost && std::all_of(host.begin(), host.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    });
}

bool takeSuffix(std::string_view& text, std::string_view suffix) {
    const bool there = text.ends_with(suffix);
    text.remove_suffix(there ? suffix.size() : 0);
    return there;
}

}  // namespace

std::optional<TurnAddress> TurnAddress::parse(std::string_view text) {
    TurnAddress out;
    const bool tls = text.starts_with(tlsScheme);
    if (!tls && !text.starts_with(plainScheme)) {
        return std::nullopt;
    }
    text.remove_prefix(tls ? tlsScheme.size() : plainScheme.size());
    const bool udp = takeSuffix(text, transportUdp);
    const bool tcp = !udp && takeSuffix(text, transportTcp);
    if (tls && udp) {
        return std::nullopt;  // DTLS, which we do not speak
    }
    out.way = tls ? Way::TurnTls : tcp ? Way::TurnTcp : Way::Udp;
    out.port = tls ? turnTlsPort : turnPort;
    const auto bracket = text.find(']');
    const auto colon = text.find(':', bracket == std::string_view::npos ? 0 : bracket);
    if (colon != std::string_view::npos) {
        const auto digits = text.substr(colon + 1);
        const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out.port);
        if (error != std::errc{} || stop != digits.data() + digits.size() || out.port == 0) {
            return std::nullopt;
        }
    }
    out.host = text.substr(0, colon);
    const bool literal = out.host.starts_with('[') && out.endpoint();
    return literal || isHostName(out.host) ? std::optional(std::move(out)) : std::nullopt;
}

std::string TurnAddress::toString() const {
    std::string out(way == Way::TurnTls ? tlsScheme : plainScheme);
    out += host;
    if (port != (way == Way::TurnTls ? turnTlsPort : turnPort)) {
        out += ":" + std::to_string(port);
    }
    return way == Way::TurnTcp ? out + std::string(transportTcp) : out;
}

std::optional<Endpoint> TurnAddress::endpoint() const {
    return Endpoint::parse(host + ":" + std::to_string(port));
}

}  // namespace nightjar::wire
