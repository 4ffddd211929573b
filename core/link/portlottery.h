// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <vector>

#include "base/instant.h"
#include "base/random.h"
#include "link/outgoing.h"

namespace nightjar::link {

/// Finds a path between a NAT that gives every destination another random port and one that lets in only whom its host
/// wrote to: one side opens a mapping from each of many sockets, the other guesses ports, until one meets one, as
/// birthdays do (docs/protocol.md, section 9). With 256 mappings of 64,512 ports half of the tries end within 175
/// guesses, 98 of 100 within 1,000.
///
/// Its datagrams are one byte long, since all they do is to open a mapping or to come through one; whoever hears one
/// proves the path with authentic packets.
///
/// Sans-IO: after guess() and open(), and at nextDeadline(), fetch poll().
///
/// States:
///   idle      nothing goes out
///   guessing  guesses go out at 500 a second, mostGuesses in all
///   opening   mappings are opened; then guesses are waited for, for openLife
class PortLottery {
public:
    /// `random` must outlive the lottery.
    explicit PortLottery(RandomSource& random) : m_random(&random) {}

    /// From `start` on sends to ports of that address.
    void guess(Instant start, const Endpoint& address);
    /// Opens a mapping towards `to` out of each of these sockets.
    void open(Instant now, const Endpoint& to, std::vector<SocketNumber> sockets);
    void stop();
    [[nodiscard]] bool isIdle() const { return m_nextAt == never; }
    [[nodiscard]] bool isOpening() const { return !isIdle() && !m_sockets.empty(); }

    /// A guess came through this socket; true when it was one that we wait for.
    [[nodiscard]] bool met(const Endpoint& from, SocketNumber socket) const;
    [[nodiscard]] std::vector<OutgoingDatagram> poll(Instant now);
    [[nodiscard]] Instant nextDeadline() const { return m_nextAt; }

    /// More sockets would cost more than they save: 256 openings and the guesses that then remain are the fewest
    /// packets together.
    static constexpr std::size_t mostSockets = 256;
    /// 2.5 s of them: 99 of 100 have met by then.
    static constexpr int mostGuesses = 1250;
    /// Longer than the other side guesses, and what it sent last is on its way.
    static constexpr Duration openLife = 5s;

private:
    [[nodiscard]] std::uint16_t nextPort();

    RandomSource* m_random;
    Endpoint m_to;
    std::vector<SocketNumber> m_sockets;  ///< of who opens
    std::size_t m_sent = 0;
    std::uint32_t m_place = 0;  ///< in the ports, which are walked through in strides
    std::uint32_t m_stride = 0;
    Instant m_endsAt{};
    Instant m_nextAt = never;
};

}  // namespace nightjar::link
