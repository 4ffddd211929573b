// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "addressline.h"

#include <algorithm>

#include "wire/address.h"

namespace nightjar::signald {

namespace {

bool isAnyAddress(const Endpoint& endpoint) {
    const auto address = endpoint.address();
    return std::all_of(address.begin(), address.end(), [](auto byte) { return byte == 0; });
}

std::string line(const Options& options, const std::string& hostAndPort, const crypto::PublicKey& key) {
    const auto tlsPort = options.tlsPort.value_or(0);
    const bool named = tlsPort != 0 && tlsPort != wire::defaultTlsPort;
    return "nightjar-hub://" + hostAndPort + (named ? "+" + std::to_string(tlsPort) : "") + "/" +
           toBase64Url(key.value);
}

std::string line(const Options& options, const Endpoint& endpoint, const crypto::PublicKey& key) {
    return line(options, endpoint.toString(), key);
}

}  // namespace

std::string addressLine(const Options& options, std::uint16_t port, const crypto::PublicKey& key,
                        std::span<const Endpoint> own) {
    if (options.publicHost) {
        const auto shown = options.publicHost->port != 0 ? options.publicHost->port : port;
        return line(options, options.publicHost->host + ":" + std::to_string(shown), key);
    }
    if (!isAnyAddress(options.listen)) {
        return line(options, options.listen.withPort(port), key);
    }
    auto best = std::find_if(own.begin(), own.end(), [](const auto& one) { return one.isV4() && !one.isLoopback(); });
    if (best == own.end() && !options.listen.isV4()) {
        best = std::find_if(own.begin(), own.end(), [](const auto& one) { return !one.isLoopback(); });
    }
    return line(options, best != own.end() ? best->withPort(port) : Endpoint::v4(127, 0, 0, 1, port), key);
}

std::string discoveryLine(const Options& options, std::uint16_t port, const crypto::PublicKey& key) {
    if (options.listen.isLoopback()) {
        return {};
    }
    return options.publicHost ? addressLine(options, port, key, {}) : line(options, ":" + std::to_string(port), key);
}

}  // namespace nightjar::signald
