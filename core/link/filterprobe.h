// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <array>

#include "base/instant.h"
#include "base/random.h"
#include "link/outgoing.h"
#include "wire/stun.h"

namespace nightjar::link {

/// Whose datagrams a NAT lets in to a port that was used (RFC 4787 section 5).
enum class NatFiltering : std::uint8_t {
    Unknown,
    EndpointIndependent,      ///< anybody's
    AddressDependent,         ///< those from an address that was spoken to; also where the hub has no other to ask from
    AddressAndPortDependent,  ///< those from a port that was spoken to
};

/// Asks a hub to answer from another port and from another address (RFC 5780 section 4.4), from a socket that spoke to
/// the hub's port P alone, and concludes from what comes through.
///
/// Sans-IO: after start() and handle(), and at nextDeadline(), fetch poll().
///
/// States:
///   idle     nothing asked, or done
///   asking   each question is sent three times; what was not answered by then does not come through
class FilterProbe {
public:
    /// `random` must outlive the probe.
    explicit FilterProbe(RandomSource& random) : m_random(&random) {}

    /// Starts (over) with a socket that is for this alone; `patience`: how long an answer may take.
    void start(Instant now, const Endpoint& hub, SocketNumber socket, Duration patience);
    /// Asks no more; what is known stays.
    void stop();
    void forget() { m_filtering = NatFiltering::Unknown; }
    /// True when the datagram was an answer to one of our questions.
    [[nodiscard]] bool handle(const Endpoint& from, const wire::StunMessage& message);
    [[nodiscard]] std::vector<OutgoingDatagram> poll(Instant now);
    [[nodiscard]] Instant nextDeadline() const;
    [[nodiscard]] bool isAsking() const { return nextDeadline() != never; }

    /// What was known is kept until more is.
    [[nodiscard]] NatFiltering filtering() const { return m_filtering; }

private:
    enum class Outcome : std::uint8_t { Waiting, CameThrough, NotOffered, Silence };
    struct Question {
        wire::StunChange change;
        wire::StunTransaction transaction;
        int sent = 0;
        Instant next = never;  ///< when to send again or give up; never: not under way
        Outcome outcome = Outcome::Waiting;
    };
    void end(Question& question, Outcome outcome);
    void conclude();

    RandomSource* m_random;
    Endpoint m_hub;
    SocketNumber m_socket = 0;
    Duration m_patience{};
    Question m_otherPort;
    Question m_otherAddress;
    NatFiltering m_filtering = NatFiltering::Unknown;
};

}  // namespace nightjar::link
