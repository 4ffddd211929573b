// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <map>
#include <vector>

#include "base/instant.h"
#include "link/turnaccount.h"

namespace nightjar::sim {

/// A TURN server (RFC 8656) as tests want it: one account, and whatever is to go wrong. Only what Nightjar's client
/// makes use of.
class TurnServer {
public:
    struct Out {
        Endpoint from;  ///< the server's own address, or a relayed one
        Endpoint to;
        Bytes bytes;
    };

    explicit TurnServer(const Endpoint& at) : m_at(at) {}

    // How it behaves.
    std::string user = "anna";
    std::string password = "long live the relay";
    std::string realm = "example.org";
    bool modern = false;  ///< offers SHA-256 and hides names (RFC 8489 section 9.2)
    bool lying = false;   ///< claims in its nonce to be modern, and offers nothing: somebody is in between
    bool sixToo = true;   ///< gives IPv6 besides
    bool badMac = false;  ///< signs wrongly
    std::uint32_t lifetime = 600;
    int nonce = 1;                           ///< counted up: the old one is stale
    std::map<wire::TurnMethod, int> errors;  ///< answered to signed requests of that kind, instead of success
    std::optional<Endpoint> alternate;       ///< of error 300

    /// A datagram from a client, or from a peer to a relayed address.
    [[nodiscard]] std::vector<Out> handle(Instant now, const Endpoint& from, const Endpoint& to, ByteView datagram);
    /// As after a restart.
    void forget() { m_allocations.clear(); }

    [[nodiscard]] std::size_t allocations(Instant now) const;
    [[nodiscard]] std::size_t requests() const { return m_requests; }
    [[nodiscard]] std::size_t indications() const { return m_indications; }
    [[nodiscard]] std::size_t channelData() const { return m_channelData; }

private:
    struct Allocation {
        std::uint16_t port = 0;
        Instant until;
        std::map<Endpoint, Instant> permissions;  ///< by address with port 1
        std::map<std::uint16_t, Endpoint> channels;
    };
    [[nodiscard]] std::string currentNonce() const;
    [[nodiscard]] link::TurnAccount account() const;
    [[nodiscard]] Bytes challenge(const wire::TurnMessage& request, int code) const;
    [[nodiscard]] Bytes success(Instant now, const Endpoint& client, const wire::TurnMessage& request);
    [[nodiscard]] Bytes error(const wire::TurnMessage& request, int code) const;
    void sign(wire::TurnWriter& answer) const;
    std::vector<Out> request(Instant now, const Endpoint& from, const wire::TurnMessage& request);
    std::vector<Out> relay(const Allocation& allocation, const Endpoint& peer, ByteView data) const;
    [[nodiscard]] Endpoint relayedOf(const Allocation& allocation, bool six) const;

    Endpoint m_at;
    std::map<Endpoint, Allocation> m_allocations;  ///< by client
    std::uint16_t m_nextPort = 50000;
    std::size_t m_requests = 0;
    std::size_t m_indications = 0;
    std::size_t m_channelData = 0;
};

}  // namespace nightjar::sim
