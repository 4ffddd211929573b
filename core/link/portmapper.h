// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <utility>
#include <vector>

#include "base/instant.h"
#include "base/random.h"
#include "link/outgoing.h"
#include "wire/natpmp.h"
#include "wire/pcp.h"

namespace nightjar::link {

/// Asks the router for a UDP port that leads to our socket, and keeps it: by PCP (RFC 6887), by NAT-PMP (RFC 6886) if
/// the router knows only that or is silent, by UPnP if it is silent to both.
///
/// Sans-IO: after every call that is not const, and at nextDeadline(), fetch poll(). What the UPnP library does is
/// asked for there and told by upnpAnswered().
///
/// States:
///   idle       nothing is wanted, or there is no router
///   asking     the three in turn; whoever gives a port first has it
///   mapped     a port is ours; it is asked for anew at about half its life, and again when that is not answered
///   resting    no one gave a port: asked again after an hour
/// Beside them a port may be on its way back: that is said until it is answered, three times at most.
class PortMapper {
public:
    enum class Protocol : std::uint8_t { None, Pcp, NatPmp, Upnp };

    /// To be done by the UPnP library: a port for `port`, or (with life zero) give `external` back.
    struct UpnpWish {
        std::uint16_t port = 0;
        std::uint16_t external = 0;
        std::chrono::seconds life{};
    };
    struct Outputs {
        std::vector<OutgoingDatagram> datagrams;
        std::vector<UpnpWish> upnp;
        bool closeSocket = false;  ///< `socket` is not needed for now
        bool changed = false;      ///< another mapped() than before
    };

    /// The socket of the questions: answers to them look like STUN, so they must not come where STUN comes.
    static constexpr SocketNumber socket = maxSockets - 1;
    /// What is asked for: routers with little memory get it back soon when we vanish, and a packet every half hour is
    /// no load.
    static constexpr std::chrono::seconds wantedLife{3600};
    /// No promise of a router is believed for longer (RFC 6887 section 15).
    static constexpr std::chrono::seconds longestLife{24 * 3600};

    /// `random` must outlive the mapper.
    explicit PortMapper(RandomSource& random) : m_random(&random) {}

    /// Wants a port for `own` (our address on the way to the router, with the port of our socket) from `router`. The
    /// same two again: what there is is asked for anew, in case the router has forgotten it.
    void start(Instant now, const Endpoint& router, const Endpoint& own);
    /// Gives the port back and wants none.
    void stop(Instant now);
    /// True when the datagram was one that we waited for; others are counted by dropped().
    bool handle(Instant now, const Endpoint& from, ByteView datagram);
    /// `external` invalid: no router, or it refused.
    void upnpAnswered(Instant now, const Endpoint& external, std::chrono::seconds life);
    [[nodiscard]] Outputs poll(Instant now);
    [[nodiscard]] Instant nextDeadline() const;

    /// The address that leads to us; invalid when there is none.
    [[nodiscard]] const Endpoint& mapped() const { return m_mapped; }
    /// Who gave it.
    [[nodiscard]] Protocol protocol() const { return m_protocol; }
    /// As Status::portMapping: "pcp", "nat-pmp", "upnp", "".
    [[nodiscard]] static std::string_view protocolName(Protocol protocol);
    /// Datagrams that were malformed, from elsewhere, or answered nothing that was asked.
    [[nodiscard]] std::uint64_t dropped() const { return m_dropped; }
    /// How often the router turned out to have forgotten everything.
    [[nodiscard]] std::uint64_t reboots() const { return m_reboots; }

private:
    enum class State : std::uint8_t { Idle, Asking, Mapped, Resting };
    /// A question that is said again until it is answered.
    struct Question {
        Instant next = never;  ///< when it is said (again), or given up
        Duration wait{};
        int said = 0;
        [[nodiscard]] bool isOpen() const { return next != never; }
    };
    /// The end of a mapping.
    struct Farewell {
        Endpoint router;
        Bytes bytes;
        Question question;
    };
    void ask(Instant now);
    void say(Instant now, Outputs& out);
    void saySome(Instant now, Question& question, int most, Outputs& out, const std::vector<Bytes>& datagrams);
    void renew(Instant now);
    void gotPort(Instant now, Protocol protocol, const Endpoint& external, std::chrono::seconds life);
    [[nodiscard]] Instant renewalAt(Instant now);
    void rest(Instant now, std::chrono::seconds life);
    void forget();
    [[nodiscard]] bool handlePcp(Instant now, ByteView datagram);
    [[nodiscard]] bool handleNatPmp(Instant now, ByteView datagram);
    void noteEpoch(Instant now, std::uint32_t epoch);
    [[nodiscard]] Bytes pcpRequest(std::chrono::seconds life) const;
    [[nodiscard]] Bytes natPmpRequest(std::chrono::seconds life) const;
    [[nodiscard]] bool isQuiet() const { return !m_pcp.isOpen() && !m_natPmp.isOpen() && !m_farewell; }

    RandomSource* m_random;
    State m_state = State::Idle;
    Endpoint m_router;
    Endpoint m_own;
    wire::PcpNonce m_nonce;
    Question m_pcp;
    Question m_natPmp;
    Instant m_upnpAt = never;  ///< when the library is asked
    bool m_upnpAsked = false;  ///< and has not answered
    /// What NAT-PMP has answered so far: the address, and the port.
    std::optional<ByteArray<4>> m_natPmpAddress;
    std::optional<wire::NatPmpAnswer::Mapping> m_natPmpMapping;
    Protocol m_protocol = Protocol::None;
    Endpoint m_mapped;
    Instant m_expires = never;
    Instant m_next = never;  ///< Mapped: to be asked for anew; Resting: to be asked for again
    std::optional<std::pair<std::uint32_t, Instant>> m_epoch;  ///< what the router's clock said, and when
    std::optional<Farewell> m_farewell;
    std::vector<UpnpWish> m_wishes;
    bool m_socketOpen = false;
    bool m_changed = false;
    std::uint64_t m_dropped = 0;
    std::uint64_t m_reboots = 0;
};

}  // namespace nightjar::link
