// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <map>
#include <memory>

#include "base/random.h"
#include "channel/channel.h"

namespace nightjar {

/// What one direction of the wire does to packets.
struct WireProperties {
    Duration delay = 25ms;
    Duration jitter{};  ///< up to so much more, drawn for each packet: reorders
    double loss = 0;
    double duplication = 0;
    std::int64_t bitsPerSecond = 0;  ///< 0: unlimited; else packets queue, 28 bytes of headers included
    bool cut = false;
};

/// Two channels with a wire between them, in virtual time. End 0 is called a, end 1 b.
class LossyLink {
public:
    struct End {
        std::unique_ptr<channel::Channel> channel;
        WireProperties out;
        std::vector<Bytes> messages;   ///< delivered here
        std::vector<Instant> arrived;  ///< when each of them was
        std::vector<Bytes> datagrams;
        std::vector<channel::PathData> challenges;
        std::vector<channel::PathData> responses;
        std::vector<channel::MessageKey> acknowledged;
        std::optional<wire::CloseReason> closed;
        std::size_t packetsSent = 0;
        std::size_t bytesSent = 0;      ///< with headers
        std::size_t packetsOpened = 0;  ///< authentic ones
        Duration worstQueue{};          ///< how long a packet waited for the wire to be free
        Instant wireFree{};
    };

    explicit LossyLink(std::uint64_t seed = 1);
    /// Both directions.
    void setWire(const WireProperties& properties);
    End& a() { return m_ends[0]; }
    End& b() { return m_ends[1]; }
    [[nodiscard]] Instant now() const { return m_now; }
    RandomSource& random() { return m_random; }

    /// Lets time pass.
    void run(Duration duration);
    /// Until the condition holds; false if it does not within so much time.
    template <class Condition>
    bool runUntil(Condition condition, Duration most) {
        const auto end = m_now + most;
        while (!condition()) {
            if (!step(end)) {
                return condition();
            }
        }
        return true;
    }
    /// Fetches what both ends want to send at this moment.
    void flush();
    /// Puts a packet on the wire towards the other end.
    void transmit(int from, Bytes packet);
    /// A packet arrives at an end now.
    void deliver(int to, ByteView packet);

private:
    struct InFlight {
        int to = 0;
        Bytes packet;
    };
    bool step(Instant end);

    SeededRandom m_random;
    Instant m_now{1'700'000'000s};
    std::array<End, 2> m_ends;
    std::multimap<Instant, InFlight> m_inFlight;
};

/// `size` bytes that differ with `label`.
[[nodiscard]] Bytes patternBytes(std::size_t size, std::uint32_t label);

}  // namespace nightjar
