// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "wire/address.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace nightjar::wire {

namespace {

constexpr std::string_view hubScheme = "nightjar-hub://";
/// Scheme and version.
constexpr std::string_view linkPrefix = "nightjar:1/";
constexpr std::string_view addressPrefix = "nightjar:1p/";
constexpr std::string_view secretPrefix = "nightjar:1s/";
/// 12 bytes in base64url.
constexpr std::size_t termsText = 16;
constexpr std::uint8_t termsGroup = 1;
/// 32 bytes in base64url without padding.
constexpr std::size_t keyText = 43;
/// RFC 1035 section 2.3.4.
constexpr std::size_t maxLabel = 63;
constexpr std::size_t maxName = 253;

bool isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && isSpace(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && isSpace(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

bool isLabel(std::string_view label) {
    const auto fits = [](char c) { return isDigit(c) || (c >= 'a' && c <= 'z') || c == '-'; };
    return !label.empty() && label.size() <= maxLabel && label.front() != '-' && label.back() != '-' &&
           std::all_of(label.begin(), label.end(), fits);
}

/// RFC 1123 section 2.1, lower case. A name whose last label is a number would be a mistyped IPv4 address.
bool isHostName(std::string_view name) {
    if (name.size() > maxName) {
        return false;
    }
    std::string_view last;
    for (std::size_t begin = 0; begin <= name.size();) {
        const auto dot = std::min(name.find('.', begin), name.size());
        last = name.substr(begin, dot - begin);
        if (!isLabel(last)) {
            return false;
        }
        begin = dot + 1;
    }
    return !std::all_of(last.begin(), last.end(), isDigit);
}

std::optional<std::uint16_t> parsePort(std::string_view text) {
    std::uint16_t port = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    const bool whole =
        !text.empty() && error == std::errc{} && stop == text.data() + text.size() && isDigit(text.front());
    return whole && port != 0 && text.front() != '0' ? std::optional(port) : std::nullopt;
}

/// The host as it is kept, from `HOST` of an address line.
std::optional<std::string> parseHost(std::string_view text) {
    std::string host(text);
    for (auto& c : host) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    if (isHostName(host)) {
        return host;
    }
    // The port is of no interest here, but an endpoint needs one.
    const auto endpoint = Endpoint::parse(host + ":1");
    if (!endpoint || (host.front() == '[' && endpoint->isV4())) {
        return std::nullopt;
    }
    host = endpoint->toString();
    host.resize(host.size() - 2);
    return endpoint->isV4() ? host : host.substr(1, host.size() - 2);
}

std::optional<ByteArray<32>> parseKey(std::string_view text) {
    const auto bytes = text.size() == keyText ? fromBase64Url(text) : std::nullopt;
    return bytes && bytes->size() == 32 ? std::optional(toArray<32>(*bytes)) : std::nullopt;
}

/// `HOST:PORT/KEY` or `HOST:PORT+TLSPORT/KEY`.
std::optional<HubAddress> parseHostPortKey(std::string_view text) {
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) {
        return std::nullopt;
    }
    const auto authority = text.substr(0, slash);
    const auto colon = authority.rfind(':');
    if (colon == std::string_view::npos) {
        return std::nullopt;
    }
    auto host = parseHost(authority.substr(0, colon));
    const auto ports = authority.substr(colon + 1);
    const auto plus = ports.find('+');
    const auto port = parsePort(ports.substr(0, plus));
    const auto tlsPort =
        plus == std::string_view::npos ? std::optional(defaultTlsPort) : parsePort(ports.substr(plus + 1));
    const auto key = parseKey(text.substr(slash + 1));
    if (!host || !port || !tlsPort || !key) {
        return std::nullopt;
    }
    return HubAddress{std::move(*host), *port, *key, *tlsPort};
}

/// PREFIX, `HOST:PORT/KEY/` and 32 bytes more.
std::optional<std::pair<HubAddress, ByteArray<32>>> parseLink(std::string_view text, std::string_view prefix) {
    auto link = trimmed(text);
    if (link.size() > maxAddressLine + keyText || !link.starts_with(prefix)) {
        return std::nullopt;
    }
    link.remove_prefix(prefix.size());
    const auto slash = link.rfind('/');
    if (slash == std::string_view::npos) {
        return std::nullopt;
    }
    auto hub = parseHostPortKey(link.substr(0, slash));
    auto last = parseKey(link.substr(slash + 1));
    if (!hub || !last || hub->toString().size() > maxAddressLine) {
        return std::nullopt;
    }
    return std::pair(std::move(*hub), *last);
}

std::optional<SecretTerms> parseTerms(std::string_view text) {
    const auto bytes = text.size() == termsText ? fromBase64Url(text) : std::nullopt;
    if (!bytes) {
        return std::nullopt;
    }
    ByteReader in(*bytes);
    const auto flags = in.u8();
    const auto life = readLifeTerm(in);
    const auto created = readTime(in);
    if (!in.complete() || flags > termsGroup || !life || life->from == LifeStart::Never ||
        (life->from == LifeStart::Creation) == (created == Instant{})) {
        return std::nullopt;
    }
    return SecretTerms{*life, flags == termsGroup, created};
}

std::string formatHostPortKey(const HubAddress& hub) {
    const bool needsBrackets = hub.host.find(':') != std::string::npos;
    const auto tls = hub.tlsPort == defaultTlsPort ? std::string() : "+" + std::to_string(hub.tlsPort);
    return (needsBrackets ? "[" + hub.host + "]" : hub.host) + ":" + std::to_string(hub.port) + tls + "/" +
           toBase64Url(hub.key);
}

}  // namespace

std::optional<HubAddress> HubAddress::parse(std::string_view text) {
    const auto line = trimmed(text);
    if (line.size() > maxAddressLine || !line.starts_with(hubScheme)) {
        return std::nullopt;
    }
    return parseHostPortKey(line.substr(hubScheme.size()));
}

std::string HubAddress::toString() const {
    return std::string(hubScheme) + formatHostPortKey(*this);
}

std::optional<Endpoint> HubAddress::endpoint() const {
    const auto portText = ":" + std::to_string(port);
    return Endpoint::parse(host.find(':') == std::string::npos ? host + portText : "[" + host + "]" + portText);
}

void encodeQueueAddress(ByteWriter& out, const QueueAddress& address) {
    out.sized(asBytes(address.hub.toString()));
    out.bytes(address.queue.value);
    out.bytes(address.senderSecret.view());
}

std::optional<QueueAddress> readQueueAddress(ByteReader& in) {
    const auto line = toText(in.sized(maxAddressLine));
    const auto queue = in.array<16>();
    const auto secret = in.bytes(32);
    auto hub = HubAddress::parse(line);
    // Between machines the line has one form only.
    if (!in.ok() || !hub || hub->toString() != line) {
        return std::nullopt;
    }
    return QueueAddress{std::move(*hub), {queue}, SecretBytes(secret)};
}

std::optional<InvitationLink> InvitationLink::parse(std::string_view text) {
    auto parts = parseLink(text, linkPrefix);
    if (!parts) {
        return std::nullopt;
    }
    InvitationLink out{std::move(parts->first), SecretBytes(parts->second)};
    wipe(parts->second);
    return out;
}

std::string InvitationLink::toString() const {
    return std::string(linkPrefix) + formatHostPortKey(hub) + "/" + toBase64Url(secret.view());
}

std::optional<AddressLink> AddressLink::parse(std::string_view text) {
    auto parts = parseLink(text, addressPrefix);
    return parts ? std::optional(AddressLink{std::move(parts->first), parts->second}) : std::nullopt;
}

std::string AddressLink::toString() const {
    return std::string(addressPrefix) + formatHostPortKey(hub) + "/" + toBase64Url(key);
}

void SecretTerms::write(ByteWriter& out) const {
    out.u8(group ? termsGroup : 0);
    writeLifeTerm(out, life);
    writeTime(out, created);
}

std::optional<SecretLink> SecretLink::parse(std::string_view text) {
    const auto link = trimmed(text);
    const auto slash = link.rfind('/');
    if (slash == std::string_view::npos) {
        return std::nullopt;
    }
    auto parts = parseLink(link.substr(0, slash), secretPrefix);
    const auto terms = parseTerms(link.substr(slash + 1));
    if (!parts || !terms) {
        return std::nullopt;
    }
    SecretLink out{std::move(parts->first), SecretBytes(parts->second), *terms};
    wipe(parts->second);
    return out;
}

std::string SecretLink::toString() const {
    ByteWriter written;
    terms.write(written);
    return std::string(secretPrefix) + formatHostPortKey(hub) + "/" + toBase64Url(secret.view()) + "/" +
           toBase64Url(written.view());
}

}  // namespace nightjar::wire
