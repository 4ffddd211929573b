// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <map>

#include "channel/byteranges.h"
#include "wire/frames.h"

namespace nightjar::channel {

/// Puts messages together from their parts and hands each out once (docs/protocol.md, section 4).
///
/// It checks a packet frame by frame before it takes any of it: beginPacket(), allows() for every frame, then take()
/// for every frame.
class Reassembly {
public:
    void beginPacket() { m_newInPacket = 0; }
    /// False when the frame breaks a bound: the packet is then dropped as a whole.
    [[nodiscard]] bool allows(const wire::MessageFrame& frame) const;
    [[nodiscard]] bool allows(const wire::PartFrame& frame);
    /// The message, if this frame made it complete for the first time.
    [[nodiscard]] std::optional<Bytes> take(const wire::MessageFrame& frame);
    [[nodiscard]] std::optional<Bytes> take(const wire::PartFrame& frame);

    [[nodiscard]] std::size_t incomplete() const { return m_partial.size(); }
    /// Memory that incomplete messages take.
    [[nodiscard]] std::size_t bytesHeld() const;

    static constexpr std::size_t maxIncomplete = 64;
    static constexpr std::uint64_t numberWindow = 4096;
    /// Stretches of one message; honest senders make parts of 64 bytes or more.
    static constexpr std::size_t maxStretches = 512;

private:
    struct Partial {
        Bytes data;
        ByteRanges have;
    };
    [[nodiscard]] bool inWindow(std::uint64_t number) const { return number <= m_lowest + numberWindow; }
    [[nodiscard]] bool isDone(std::uint64_t number) const;
    void markDone(std::uint64_t number);

    std::uint64_t m_lowest = 0;  ///< lowest number that is not complete
    /// One bit for each number of the window above m_lowest; empty while nothing above it is complete.
    std::vector<std::uint64_t> m_done;
    std::size_t m_doneCount = 0;
    std::map<std::uint64_t, Partial> m_partial;
    std::size_t m_newInPacket = 0;
};

}  // namespace nightjar::channel
