// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <vector>

#include "base/instant.h"
#include "base/random.h"
#include "link/outgoing.h"
#include "wire/stun.h"

namespace nightjar::link {

/// How a TCP connection of ours to a hub looks from outside: by STUN, framed as everything in it. A connection to a
/// peer that leaves from the same local port looks the same where the NAT keeps to RFC 5382 section 4.1.
///
/// Sans-IO: after ask(), and at nextDeadline(), fetch poll().
///
/// States:
///   unknown   nothing is asked, or there was no answer; asked again no sooner than askAgain later
///   asking    the question is on its way
///   known     until forget()
class TcpAddress {
public:
    /// `random` must outlive this.
    explicit TcpAddress(RandomSource& random) : m_random(&random) {}

    /// Nothing happens when it is known, or was just asked.
    void ask(Instant now, const Endpoint& hub);
    /// The connection is no more, or the network another.
    void forget();
    /// True when it was the answer.
    [[nodiscard]] bool handle(const Endpoint& from, ByteView datagram);
    [[nodiscard]] std::vector<OutgoingDatagram> poll();
    [[nodiscard]] Instant nextDeadline() const { return m_toSend ? Instant{} : never; }

    /// Invalid while unknown.
    [[nodiscard]] const Endpoint& address() const { return m_address; }
    /// Where the connection leads.
    [[nodiscard]] const Endpoint& hub() const { return m_hub; }

    /// The connection may take long to be made, and TCP repeats what is lost.
    static constexpr Duration askAgain = 30s;

private:
    RandomSource* m_random;
    Endpoint m_hub;
    Endpoint m_address;
    wire::StunTransaction m_transaction;
    Instant m_nextAsk{};
    bool m_toSend = false;
};

}  // namespace nightjar::link
