// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/endpoint.h"
#include "crypto/keys.h"
#include "hub/directory.h"
#include "hub/limits.h"
#include "hub/queuestore.h"

namespace nightjar::hub {

/// The sockets of a hub.
enum class Port : std::uint8_t {
    Main,       ///< P: everything
    Alternate,  ///< P + 1: STUN alone
    Discovery,  ///< the port of docs/protocol.md section 10, where it is not P: questions from the LAN alone
    Directory,  ///< the tutorial's directory, where the operator wants it
};

/// A TCP or TLS connection, numbered by whoever holds them and never twice; zero: a UDP datagram.
using ConnectionId = std::uint64_t;

struct Incoming {
    Port port = Port::Main;
    Endpoint from;
    ByteView datagram;
    /// Which of the machine's addresses it came to, if that is known: the answer has to come from the same, or NATs and
    /// firewalls on its way drop it. The port says nothing.
    Endpoint via = {};
    ConnectionId connection = 0;
};
struct Outgoing {
    Port port = Port::Main;
    Endpoint to;
    Bytes datagram;
    Endpoint via = {};  ///< the own address that it has to come from, if it matters
    ConnectionId connection = 0;
};

/// How STUN questions are answered.
struct StunConfig {
    std::uint16_t port = 0;  ///< P; 0: not told, and then no answer says where it comes from
    /// With two, clients can be told how their NAT filters (RFC 5780); the ports say nothing.
    std::pair<Endpoint, Endpoint> addresses;
    /// Other programs do not pad their questions. To answer them makes the answers up to four times as long as the
    /// questions, so that the hub can be used to amplify.
    bool shortQuestions = false;
};

struct Config {
    Limits limits;
    StunConfig stun;
    DirectoryConfig directory;
    /// What the LAN is answered: an address line, best with an empty host. Empty: no answer.
    std::string discoveryLine;
};

/// Figures without a name in them, since the start.
struct Counters {
    std::size_t sessions = 0;  ///< now
    std::size_t halfOpen = 0;  ///< of these
    std::size_t attached = 0;  ///< queues with a receiver or sender now
    std::uint64_t datagramsIn = 0;
    std::uint64_t datagramsOut = 0;
    std::uint64_t hellosRefused = 0;
    std::uint64_t cookiesSent = 0;
    std::uint64_t envelopesStored = 0;
    std::uint64_t envelopesDelivered = 0;
    std::uint64_t relayed = 0;
    std::uint64_t commitsFailed = 0;
};

/// The server: mailboxes, invitations, relay and STUN (docs/protocol.md, sections 2 to 5), without a socket, thread or
/// clock. Knows queues, never people; keeps the network address of a session as long as the session and nowhere else.
///
/// One call of handle() is one turn: all requests in it share one commit of the store, and no answer leaves before it.
class Hub {
public:
    /// `keys` is the pair of the address line. `store` and `random` outlive the hub.
    Hub(const crypto::KeyPair& keys, QueueStore& store, RandomSource& random, Config config = {});
    ~Hub();
    Hub(const Hub&) = delete;
    Hub& operator=(const Hub&) = delete;

    /// Takes what came (nothing: the time has come that nextDeadline() told) and gives what to send, in this order.
    [[nodiscard]] std::vector<Outgoing> handle(Instant now, std::span<const Incoming> datagrams);
    [[nodiscard]] std::vector<Outgoing> handle(Instant now, const Incoming& datagram) {
        return handle(now, std::span(&datagram, 1));
    }
    [[nodiscard]] std::vector<Outgoing> tick(Instant now) { return handle(now, std::span<const Incoming>()); }
    /// When to call tick() at the latest.
    [[nodiscard]] Instant nextDeadline() const;
    /// The last words to every client before the program ends: they ask for a new session at once.
    [[nodiscard]] std::vector<Outgoing> close(Instant now);

    [[nodiscard]] Counters counters() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace nightjar::hub
