// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "wire/packet.h"

namespace nightjar::wire {

// Datagrams in a byte stream (docs/protocol.md, section 2): a length of two bytes before each.

inline constexpr std::size_t streamHeaderSize = 2;

/// The first byte of a stream of frames is 0 … 5 (a datagram has at most maxDatagramRead bytes), that of a TLS
/// connection 22: one port can serve both.
[[nodiscard]] constexpr bool beginsTls(std::uint8_t firstByte) {
    return firstByte == 22;
}

/// The datagram with its length before it; empty for one that no frame may hold.
[[nodiscard]] Bytes encodeStreamFrame(ByteView datagram);

/// Cuts what a stream brings into datagrams. Holds at most one incomplete frame and what was pushed last.
class StreamReader {
public:
    void push(ByteView bytes);
    /// The next whole datagram; a view that is valid until the next push().
    [[nodiscard]] std::optional<ByteView> next();
    /// A length that no datagram has: nothing more can be read, the connection is to be closed.
    [[nodiscard]] bool isBroken() const { return m_broken; }
    /// Part of a frame has come.
    [[nodiscard]] bool isIncomplete() const { return m_read < m_buffer.size(); }

private:
    Bytes m_buffer;
    std::size_t m_read = 0;  ///< of m_buffer, taken already
    bool m_broken = false;
};

// Streams to TURN servers have no lengths before their messages: these tell their own (RFC 8656 sections 3.1 and 12.5).

/// How long the message is that a stream begins with, padding included; nothing while that cannot be told yet, zero
/// when it is neither STUN nor ChannelData.
[[nodiscard]] std::optional<std::size_t> turnFrameSize(ByteView stream);
/// A longer one ends the stream.
inline constexpr std::size_t turnMaxFrame = 2048;

}  // namespace nightjar::wire
