// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <array>
#include <utility>
#include <vector>

#include "base/instant.h"
#include "link/filterprobe.h"

namespace nightjar::link {

/// How the NAT between us and the hub chooses the outer address (RFC 4787 section 4.1).
enum class NatMapping : std::uint8_t {
    Unknown,
    None,                 ///< our own address is the public one
    EndpointIndependent,  ///< the same for every destination: others can be told
    AddressDependent,     ///< another for every destination
};

/// Asks a hub by STUN (RFC 8489) at its port P and at P + 1 how our address looks from outside, and concludes from the
/// two answers how the NAT maps. Where it gives every destination the next port in turn, a question from a socket that
/// was never used tells where it stands; where it gives all the same, such a socket is used to ask how it filters.
///
/// Sans-IO: after start() and handle(), and at nextDeadline(), fetch poll().
///
/// States:
///   idle     nothing asked, or done (finished())
///   asking   requests are sent again as RFC 8489 section 6.2.1 has it, until both were answered or gave up
class NatProbe {
public:
    /// `random` must outlive the probe.
    explicit NatProbe(RandomSource& random) : m_random(&random), m_filter(random) {}

    /// Starts (over); `hub` is the hub's endpoint with port P, `local` our own addresses with the socket's port. What
    /// was known is kept until the answers come.
    void start(Instant now, const Endpoint& hub, std::vector<Endpoint> local);
    /// Asks at that time where a sequential NAT stands now; nothing to do behind others.
    void refreshAt(Instant at);
    /// True when the datagram was an answer to one of our questions.
    [[nodiscard]] bool handle(Instant now, const Endpoint& from, ByteView datagram);
    [[nodiscard]] std::vector<OutgoingDatagram> poll(Instant now);
    [[nodiscard]] Instant nextDeadline() const;

    /// How the NAT maps is known, or cannot be.
    [[nodiscard]] bool finished() const;
    [[nodiscard]] NatMapping mapping() const { return m_mapping; }
    /// Known some time after finished(), and not behind symmetric NATs.
    [[nodiscard]] NatFiltering filtering() const { return m_filter.filtering(); }
    /// Behind a sequential symmetric NAT: how much higher the port for the next destination is; else 0.
    [[nodiscard]] int portStep() const { return m_step; }
    /// Our address as the next destinations will see it, the next one first; empty unless portStep() is known.
    [[nodiscard]] std::vector<Endpoint> predicted() const;
    /// Every destination gets another port, and none can be foretold.
    [[nodiscard]] bool isRandom() const { return m_mapping == NatMapping::AddressDependent && m_step == 0; }
    /// Every destination sees the same address of ours: publicAddress().
    [[nodiscard]] bool isSameForAll() const {
        return m_mapping == NatMapping::None || m_mapping == NatMapping::EndpointIndependent;
    }
    /// As Status::natType.
    [[nodiscard]] std::string_view typeName() const;
    /// True once after the fresh socket was used: it can be closed.
    [[nodiscard]] bool takeUsedSocket() { return std::exchange(m_socketUsed, false); }
    /// For one question, and then closed.
    static constexpr SocketNumber freshSocket = maxSockets - 3;
    /// Few enough for one small envelope, enough for what else opens a mapping in the meantime.
    static constexpr int predictions = 8;

    /// Invalid while unknown.
    [[nodiscard]] const Endpoint& publicAddress() const { return m_public; }
    /// "unknown", "none", "endpoint-independent", "address-dependent": as Status::natMapping wants it.
    [[nodiscard]] static std::string_view mappingName(NatMapping mapping);

private:
    /// One question: to P, to P + 1, or to P from a fresh socket.
    struct Question {
        Endpoint to;
        wire::StunTransaction transaction;
        std::optional<Endpoint> mapped;
        int sent = 0;
        Instant sentAt;        ///< the last time
        Instant next = never;  ///< when to send again or give up; never: not under way
        SocketNumber socket = 0;
    };
    void conclude(Instant now);
    [[nodiscard]] Question ask(const Endpoint& to, Instant at, SocketNumber socket) const;

    RandomSource* m_random;
    Endpoint m_hub;
    std::array<Question, 2> m_questions;
    Question m_fresh;
    FilterProbe m_filter;
    Duration m_roundTrip{};  ///< of the last answer
    bool m_socketUsed = false;
    bool m_asked = false;
    int m_step = 0;
    std::uint16_t m_newest = 0;  ///< the last port that a sequential NAT gave us
    std::vector<Endpoint> m_local;
    NatMapping m_mapping = NatMapping::Unknown;
    Endpoint m_public;
};

}  // namespace nightjar::link
