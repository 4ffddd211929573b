// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/instant.h"
#include "base/random.h"
#include "link/outgoing.h"
#include "wire/stun.h"

namespace nightjar::link {

/// How the NAT between us and the hub chooses the outer address (RFC 4787 section 4.1).
enum class NatMapping : std::uint8_t {
    Unknown,
    None,                 ///< our own address is the public one
    EndpointIndependent,  ///< the same for every destination: others can be told
    AddressDependent,     ///< another for every destination
};

/// Asks a hub by STUN (RFC 8489) at its port P and at P + 1 how our address looks from outside, and concludes from the
/// two answers how the NAT maps.
///
/// Sans-IO: after start() and handle(), and at nextDeadline(), fetch poll().
///
/// States:
///   idle     nothing asked, or done (finished())
///   asking   requests are sent again as RFC 8489 section 6.2.1 has it, until both were answered or gave up
class NatProbe {
public:
    /// `random` must outlive the probe.
    explicit NatProbe(RandomSource& random) : m_random(&random) {}

    /// Starts (over); `hub` is the hub's endpoint with port P, `local` our own addresses with the socket's port. What
    /// was known is kept until the answers come.
    void start(Instant now, const Endpoint& hub, std::vector<Endpoint> local);
    /// True when the datagram was an answer to one of our questions.
    [[nodiscard]] bool handle(Instant now, const Endpoint& from, ByteView datagram);
    [[nodiscard]] std::vector<OutgoingDatagram> poll(Instant now);
    [[nodiscard]] Instant nextDeadline() const;

    [[nodiscard]] bool finished() const;
    [[nodiscard]] NatMapping mapping() const { return m_mapping; }
    /// Invalid while unknown.
    [[nodiscard]] const Endpoint& publicAddress() const { return m_public; }
    /// "unknown", "none", "endpoint-independent", "address-dependent": as Status::natMapping wants it.
    [[nodiscard]] static std::string_view mappingName(NatMapping mapping);

private:
    /// One question: to P or to P + 1.
    struct Question {
        Endpoint to;
        wire::StunTransaction transaction;
        std::optional<Endpoint> mapped;
        int sent = 0;
        Instant next = never;  ///< when to send again or give up; never: not under way
    };
    void conclude();

    RandomSource* m_random;
    std::array<Question, 2> m_questions;
    std::vector<Endpoint> m_local;
    NatMapping m_mapping = NatMapping::Unknown;
    Endpoint m_public;
};

}  // namespace nightjar::link
