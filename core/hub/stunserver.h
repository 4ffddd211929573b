// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "hub/hub.h"

namespace nightjar::hub {

/// What a hub says to STUN questions (docs/protocol.md, section 2): where they came from, and from another port or
/// address of the hub if that is asked for (RFC 5780). Keeps nothing. No answer is longer than its question, unless
/// StunConfig says so.
class StunServer {
public:
    explicit StunServer(const StunConfig& config) : m_config(config) {}

    [[nodiscard]] std::optional<Outgoing> answer(const Incoming& in) const;

private:
    /// Our other address, seen from the one that a question came to; port P + 1. Invalid where there is no other.
    [[nodiscard]] Endpoint otherThan(const Endpoint& via) const;

    const StunConfig& m_config;
};

}  // namespace nightjar::hub
