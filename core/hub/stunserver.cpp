// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "hub/stunserver.h"

#include "wire/stunanswers.h"

namespace nightjar::hub {

namespace {

/// CHANGE-REQUEST, as error 420 names it.
constexpr std::uint16_t changeRequest = 0x0003;
constexpr std::uint16_t responsePort = 0x0027;

[[nodiscard]] Port otherPort(Port port) {
    return port == Port::Main ? Port::Alternate : Port::Main;
}

}  // namespace

Endpoint StunServer::otherThan(const Endpoint& via) const {
    const auto& [first, second] = m_config.addresses;
    if (!second.isValid() || !via.isValid()) {
        return {};
    }
    const auto own = via.withPort(1);
    return own == first.withPort(1) ? second : own == second.withPort(1) ? first : Endpoint{};
}

std::optional<Outgoing> StunServer::answer(const Incoming& in) const {
    const auto request = wire::decodeStun(in.datagram);
    if (!request || request->kind != wire::StunClass::Request) {
        return std::nullopt;
    }
    const std::size_t most = m_config.shortQuestions ? wire::maxDatagram : in.datagram.size();
    const auto other = otherThan(in.via);
    const bool streams = in.connection != 0;
    auto unknown = request->unknownRequired;
    if ((request->change.address && !other.isValid()) || (request->change.port && streams)) {
        unknown.push_back(changeRequest);
    }
    if (request->responsePort && streams) {
        unknown.push_back(responsePort);
    }
    Outgoing out{in.port, in.from, {}, in.via, in.connection};
    if (!unknown.empty()) {
        auto refusal = wire::encodeUnknownAttributes(request->transaction, unknown, request->fingerprint, most);
        if (!refusal) {
            return std::nullopt;
        }
        out.datagram = std::move(*refusal);
        return out;
    }
    const auto portOf = [&](Port port) {
        return static_cast<std::uint16_t>(m_config.port + (port == Port::Main ? 0 : 1));
    };
    wire::BindingAnswer answer{request->transaction, in.from, {}, {}, request->fingerprint};
    if (other.isValid() && !streams) {
        answer.other = other.withPort(portOf(otherPort(in.port)));
    }
    if (request->change.address) {
        out.via = other;
    }
    if (request->change.port) {
        out.port = otherPort(in.port);
    }
    if (request->responsePort) {
        out.to = in.from.withPort(*request->responsePort);
    }
    if (out.via.isValid() && m_config.port != 0) {
        answer.origin = out.via.withPort(portOf(out.port));
    }
    auto bytes = wire::encodeBindingAnswer(answer, most);
    if (!bytes) {
        return std::nullopt;
    }
    out.datagram = std::move(*bytes);
    return out;
}

}  // namespace nightjar::hub
