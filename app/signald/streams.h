// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "hub/hub.h"
#include "hub/tokenbucket.h"
#include "wire/streamframe.h"

struct ssl_ctx_st;
struct ssl_st;

namespace nightjar::signald {

/// How much of the streams anybody may have. Loopback addresses are not held to the limits per address.
struct StreamLimits {
    std::size_t connections = 16'384;
    /// Per IPv4 address or IPv6 /64: a large carrier's NAT is one address.
    std::size_t connectionsPerAddress = 512;
    /// A TLS handshake costs about 0.5 ms.
    hub::Rate accepts{500, 1'000};
    /// For the TLS handshake and the first whole frame.
    Duration firstFrame = 10s;
    /// Silence after which a connection is closed: more than the hub keeps a session.
    Duration idle = 180s;
    /// What waits longer for a slow reader is dropped: speech of that age is worth nothing, messages are sent again.
    Duration longestWait = 400ms;
    std::size_t waitingBytes = 64 * 1024;
};

/// The TCP and TLS connections of a server (docs/protocol.md, section 2): any port takes both, told apart by the first
/// byte.
class Streams {
public:
    explicit Streams(StreamLimits limits = {});
    ~Streams();
    Streams(const Streams&) = delete;
    Streams& operator=(const Streams&) = delete;

    /// A certificate chain and its key from a PEM file; an empty path makes a self-signed one, which lives as long as
    /// the process. What a client trusts is the hub's key inside. The error is a sentence.
    [[nodiscard]] Result<void, std::string> prepareTls(const std::string& pemFile);
    /// The error is a sentence.
    [[nodiscard]] Result<void, std::string> listen(const Endpoint& at);

    /// For poll(): readable when anything is to be done.
    [[nodiscard]] int descriptor() const { return m_epoll; }
    /// What has come, without waiting. Views are valid until the next call.
    [[nodiscard]] std::vector<hub::Incoming> receive(Instant now);
    /// Takes the datagrams that belong to a connection; those of one that is gone are lost.
    void send(Instant now, const std::vector<hub::Outgoing>& datagrams);
    /// When receive() is to be called at the latest.
    [[nodiscard]] Instant nextDeadline() const;
    [[nodiscard]] std::size_t size() const { return m_connections.size(); }

private:
    struct Waiting {
        Bytes frame;
        Instant since;
    };
    struct Connection {
        hub::ConnectionId id = 0;
        int descriptor = -1;
        Endpoint from;
        ssl_st* tls = nullptr;
        bool sniffed = false;  ///< whether it is TLS is known
        bool proven = false;   ///< a whole frame came
        bool wantsWrite = false;
        Instant deadline;
        wire::StreamReader reader;
        std::deque<Waiting> waiting;
        std::size_t waitingBytes = 0;
        std::size_t written = 0;  ///< of the first that waits
    };
    enum class Moved : std::uint8_t { Some, Nothing, Over };

    void accept(Instant now, int listener);
    void take(Instant now, Connection& connection, std::vector<hub::Incoming>& into);
    [[nodiscard]] bool sniff(Connection& connection, bool& over);
    [[nodiscard]] Moved read(Connection& connection, MutableByteView into, std::size_t& count);
    void write(Instant now, Connection& connection);
    [[nodiscard]] Moved writeSome(Connection& connection, ByteView bytes, std::size_t& count);
    void watch(Connection& connection);
    void schedule(Connection& connection, Instant deadline);
    void close(hub::ConnectionId id);
    void closeLate(Instant now);

    StreamLimits m_limits;
    int m_epoll = -1;
    ssl_ctx_st* m_tls = nullptr;
    std::vector<int> m_listeners;
    hub::ConnectionId m_lastId = 0;
    std::unordered_map<hub::ConnectionId, std::unique_ptr<Connection>> m_connections;
    std::map<Bytes, std::size_t> m_perAddress;  ///< only of connections that are: nobody forges those
    std::map<std::pair<Instant, hub::ConnectionId>, hub::ConnectionId> m_deadlines;
    std::vector<hub::ConnectionId> m_over;
    hub::TokenBucket m_accepts;
};

}  // namespace nightjar::signald
