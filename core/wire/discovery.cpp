// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "wire/discovery.h"

#include <algorithm>

#include "base/buffer.h"

namespace nightjar::wire {

namespace {

constexpr std::string_view question = "NJ-FIND?";
constexpr std::string_view reply = "NJ-HERE!";
constexpr std::string_view scheme = "nightjar-hub://";

bool startsWith(ByteView bytes, std::string_view text) {
    const auto wanted = asBytes(text);
    return bytes.size() >= wanted.size() && std::equal(wanted.begin(), wanted.end(), bytes.begin());
}

}  // namespace

Bytes encodeDiscoveryProbe(const DiscoveryNonce& nonce) {
    ByteWriter out;
    out.bytes(asBytes(question));
    out.bytes(nonce);
    auto bytes = out.take();
    bytes.resize(discoveryProbeBytes);
    return bytes;
}

std::optional<DiscoveryNonce> decodeDiscoveryProbe(ByteView datagram) {
    if (datagram.size() != discoveryProbeBytes || !startsWith(datagram, question)) {
        return std::nullopt;
    }
    ByteReader in(datagram.subspan(question.size()));
    const auto nonce = in.array<discoveryNonceBytes>();
    const auto padding = in.rest();
    if (!std::all_of(padding.begin(), padding.end(), [](std::uint8_t byte) { return byte == 0; })) {
        return std::nullopt;
    }
    return nonce;
}

std::optional<Bytes> encodeDiscoveryAnswer(const DiscoveryAnswer& answer) {
    if (answer.address.empty() || answer.address.size() > maxDiscoveryAddressBytes) {
        return std::nullopt;
    }
    ByteWriter out;
    out.bytes(asBytes(reply));
    out.bytes(answer.nonce);
    out.bytes(asBytes(answer.address));
    return out.take();
}

std::optional<DiscoveryAnswer> decodeDiscoveryAnswer(ByteView datagram) {
    if (datagram.size() > discoveryProbeBytes || !startsWith(datagram, reply)) {
        return std::nullopt;
    }
    ByteReader in(datagram.subspan(reply.size()));
    DiscoveryAnswer answer;
    answer.nonce = in.array<discoveryNonceBytes>();
    const auto line = in.rest();
    if (!in.ok() || !startsWith(line, scheme) ||
        !std::all_of(line.begin(), line.end(), [](std::uint8_t byte) { return byte > 0x20 && byte < 0x7f; })) {
        return std::nullopt;
    }
    answer.address = toText(line);
    return answer;
}

std::string withHost(std::string_view addressLine, std::string_view host) {
    std::string out(addressLine);
    if (addressLine.substr(0, scheme.size()) == scheme && addressLine.substr(scheme.size(), 1) == ":") {
        const bool bare6 = host.find(':') != std::string_view::npos && host.front() != '[';
        out.insert(scheme.size(), bare6 ? "[" + std::string(host) + "]" : std::string(host));
    }
    return out;
}

}  // namespace nightjar::wire
