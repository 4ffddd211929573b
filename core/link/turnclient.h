// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <map>
#include <vector>

#include "base/instant.h"
#include "base/random.h"
#include "link/outgoing.h"
#include "link/turnaccount.h"

namespace nightjar::link {

/// Where a TURN server is and who we are there.
struct TurnServer {
    Endpoint address;
    Way way = Way::Udp;  ///< Udp, TurnTcp or TurnTls
    std::string user;
    SecretBytes password;
};

/// The client of a TURN server (RFC 8656): an allocation, permissions for peers, and what goes to and fro.
///
/// Sans-IO: after every call that is not const, and at nextDeadline(), fetch poll().
///
/// States:
///   off         nothing is wanted
///   allocating  the server is asked for an allocation
///   ready       it stands; relayed() leads to us for those who are permitted
///   resting     the server refused, or is silent: asked again later
class TurnClient {
public:
    enum class State : std::uint8_t { Off, Allocating, Ready, Resting };
    enum class Problem : std::uint8_t {
        None,
        NoAnswer,
        Credentials,  ///< it does not know the name or the password
        Refused,      ///< it does not want us, or not what we want
        Quota,        ///< we have too many allocations there
        Capacity,     ///< it has no more
    };
    /// Something that a peer sent to our relayed address.
    struct Arrived {
        Endpoint peer;
        Bytes data;
    };
    struct Outputs {
        std::vector<OutgoingDatagram> lastWords;  ///< before what is to be closed is closed
        bool closeSocket = false;                 ///< `socket`; what is sent afterwards opens a new one
        std::optional<OutgoingDatagram> hangUp;   ///< the connection that a datagram like this took
        std::vector<OutgoingDatagram> datagrams;
        std::vector<Arrived> arrived;
        bool changed = false;  ///< another state, relayed() or permission than before
    };

    /// The socket to the server, with a port of its own: an allocation that a killed program left is not in our way.
    static constexpr SocketNumber socket = maxSockets - 2;
    /// Addresses that may be permitted, and channels, at a time.
    static constexpr std::size_t maxPeers = 64;

    /// `random` must outlive the client.
    explicit TurnClient(RandomSource& random) : m_random(&random) {}

    /// Wants an allocation there; what was before is given up.
    void start(Instant now, TurnServer server);
    /// Gives the allocation back.
    void stop(Instant now);
    /// Lets peers of this address in (the port does not count), and keeps it so for ten minutes after the last call.
    void permit(Instant now, const Endpoint& peer);
    /// To a peer who is permitted; dropped otherwise.
    void send(Instant now, const Endpoint& peer, ByteView data);
    /// True when the datagram came from the server and could be read.
    bool handle(Instant now, const Endpoint& from, ByteView datagram, Way way);
    /// The connection to the server ended.
    void hungUp(Instant now, const Endpoint& from, Way way);
    [[nodiscard]] Outputs poll(Instant now);
    [[nodiscard]] Instant nextDeadline() const;

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] Problem problem() const { return m_problem; }
    /// The addresses where peers reach us: of IPv4, of IPv6, or both. Empty unless ready.
    [[nodiscard]] const std::vector<Endpoint>& relayed() const { return m_relayed; }
    /// Our address as the server sees it.
    [[nodiscard]] const Endpoint& mapped() const { return m_mapped; }
    [[nodiscard]] bool isPermitted(const Endpoint& peer) const;
    /// Datagrams that were malformed, from elsewhere, not signed as they should, or answered nothing that was asked.
    [[nodiscard]] std::uint64_t dropped() const { return m_dropped; }

private:
    /// A question that waits for its answer.
    struct Request {
        wire::TurnMethod method = wire::TurnMethod::Allocate;
        wire::StunTransaction transaction;
        Endpoint peer;
        std::uint16_t channel = 0;
        std::uint32_t lifetime = 0;
        Bytes bytes;
        Instant next;  ///< sent (again), or given up
        int sent = 0;
        int challenges = 0;  ///< how often a nonce was too old
        bool isSigned = false;
    };
    /// A permission, or a channel.
    struct Grant {
        std::uint16_t channel = 0;
        Instant until{};        ///< granted
        Instant refreshAt{};    ///< to be asked for (again); never: asked and not answered
        Instant wantedUntil{};  ///< by us
    };
    void allocate(Instant now);
    void ask(Instant now, Request request);
    void write(Request& request);
    void answered(Instant now, Request request, const wire::TurnMessage& answer);
    void refused(Instant now, Request request, const wire::TurnMessage& answer);
    void allocated(Instant now, const wire::TurnMessage& answer);
    void rest(Instant now, Problem problem, Duration howLong);
    void lose(Instant now);
    void goTo(Instant now, const Endpoint& alternate);
    void retry(Instant now);
    void refresh(Instant now);
    void forget();
    bool handleMessage(Instant now, ByteView datagram);
    void transmit(Instant now, Bytes bytes);
    [[nodiscard]] OutgoingDatagram toServer(Bytes bytes) const;
    [[nodiscard]] bool isAsked(const Endpoint& peer) const;
    [[nodiscard]] static Endpoint hostOf(const Endpoint& peer) { return peer.withPort(1); }

    RandomSource* m_random;
    TurnServer m_server;
    TurnAccount m_account;
    State m_state = State::Off;
    Problem m_problem = Problem::None;
    std::vector<Request> m_requests;
    std::map<Endpoint, Grant> m_permissions;  ///< by hostOf()
    std::map<Endpoint, Grant> m_channels;     ///< by peer
    std::uint16_t m_nextChannel = wire::turnFirstChannel;
    std::vector<Endpoint> m_relayed;
    Endpoint m_mapped;
    Instant m_refreshAt = never;
    Instant m_expires = never;
    Instant m_again = never;  ///< Resting
    Instant m_lastSent{};
    int m_alternates = 0;
    bool m_bothFamilies = true;
    Outputs m_out;
    bool m_used = false;  ///< the socket, or connection, is open
    std::uint64_t m_dropped = 0;
};

}  // namespace nightjar::link
