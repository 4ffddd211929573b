// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <memory>
#include <vector>

#include "base/units.h"
#include "wire/frames.h"
#include "wire/packet.h"

namespace nightjar::channel {

/// The two 32-byte secrets of a channel; copied, the caller wipes the originals.
struct Secrets {
    ByteView send;
    ByteView receive;
};

/// What goes first when not everything can go at once.
enum class Priority : std::uint8_t {
    Urgent,  ///< signalling, receipts
    Text,    ///< what a person waits for
    Bulk,    ///< the rest
};

/// Names a message between send() and its acknowledgement. Counts from 1, never used twice by a channel.
using MessageKey = std::uint64_t;
/// What a PATH_CHALLENGE asks and a PATH_RESPONSE gives back.
using PathData = ByteArray<8>;

/// What the way of the packets costs and carries.
struct PathProfile {
    /// Bytes around every packet on the wire, for the counters and the pace: 28 (IPv4, UDP), 48 (IPv6), more when
    /// relayed.
    std::size_t headerBytes = 28;
    /// Every packet is so many bytes shorter than a datagram may be: the room that a relay needs around it.
    std::size_t reserved = 0;
    /// Up to which size it is worth asking whether the path passes longer packets; zero: not at all.
    std::size_t largest = 0;
    bool operator==(const PathProfile&) const = default;
};

/// Whether whoever sends a message wants to hear that it was stored, besides that it arrived.
enum class Confirm : std::uint8_t { No, Wanted };

/// A reliable message of the other end, whole.
struct ReceivedMessage {
    std::uint64_t number = 0;  ///< names it in confirm()
    Bytes bytes;
};

/// What one authentic packet brought.
struct Received {
    /// Its number is the highest so far: where it came from is where the other end is now (protocol.md section 4).
    bool newest = false;
    std::vector<ReceivedMessage> messages;
    std::vector<Bytes> datagrams;
    std::vector<PathData> challenges;
    std::vector<PathData> responses;
    /// Own messages of which the other end now has every byte.
    std::vector<MessageKey> acknowledged;
    /// Own messages sent with Confirm::Wanted that the other end has stored.
    std::vector<MessageKey> stored;
    std::optional<wire::CloseReason> closed;
};

struct Stats {
    Duration rtt{};         ///< smoothed; zero before the first sample
    Duration minimumRtt{};  ///< of this path; zero before the first sample
    DataRate rate;          ///< highest delivered lately; zero when unknown
    double lossPercent = 0;
    LinkClass linkClass = LinkClass::Unknown;
    std::int64_t bytesSent = 0;  ///< whole IP packets
    std::int64_t bytesReceived = 0;
    std::size_t congestionWindow = 0;
    std::size_t bytesInFlight = 0;
};

/// One end of an authenticated session (docs/protocol.md, section 4): seals and opens packets, acknowledges, detects
/// loss (RFC 9002), sends lost data again, keeps to a window and a pace that do not fill the buffers of a slow link,
/// and delivers every reliable message once, in the order in which they become complete.
///
/// Sans-IO: whoever owns it hands in datagrams and fetches packets with poll() after every input and at
/// nextDeadline(). An idle channel takes less than 4 KiB.
///
/// States:
///   open    everything works
///   closed  after close(), or after CLOSE came: poll() gives nothing, send() is forgotten
class Channel {
public:
    /// `local` is the id in packets to us, `remote` the one in packets to the other end.
    Channel(Secrets secrets, wire::ChannelId local, wire::ChannelId remote, Instant now);
    ~Channel();
    Channel(Channel&&) noexcept;
    Channel& operator=(Channel&&) noexcept;

    /// Queues a reliable message of 1 … wire::maxMessageSize bytes.
    MessageKey send(Bytes message, Priority priority, Confirm confirm = Confirm::No);
    /// Tells the other end that this message of it is stored. Said again when it asks, so that no loss matters while
    /// the channel lives.
    void confirm(std::uint64_t number);
    /// Queues an unreliable DATAGRAM of at most maxDatagramPayload bytes, ahead of all messages; when
    /// maxQueuedDatagrams wait already, the oldest is dropped. Longer ones are dropped.
    void sendDatagram(Bytes datagram);
    /// Queues a PING: something that must be answered.
    void ping();
    /// Queues a packet that says nothing and is not answered: for NATs on the way, and for the other end to see where
    /// we are.
    void keepOpen();

    /// Opens a packet. Nothing for one that is not authentic, was there before, is too old or breaks the protocol: it
    /// had no effect.
    [[nodiscard]] std::optional<Received> receive(Instant now, ByteView packet);
    /// The packets to send now to where the other end is.
    [[nodiscard]] std::vector<Bytes> poll(Instant now);
    /// When poll() will have more; `never` if only an input can change that.
    [[nodiscard]] Instant nextDeadline() const;

    /// A packet for a particular path that asks the other end to prove that it lives there. Its loss counts for
    /// nothing.
    [[nodiscard]] Bytes makeProbe(Instant now, const PathData& challenge);
    /// A packet that answers a challenge, for where the challenge came from.
    [[nodiscard]] Bytes makeProbeAnswer(Instant now, const PathData& challenge);
    /// The last packet of this channel; it is closed from now on.
    [[nodiscard]] Bytes close(Instant now, wire::CloseReason reason);
    [[nodiscard]] bool isClosed() const;

    /// Packets take another way from now on: round-trip time, window and link class are learned anew, what was in
    /// flight is given time to arrive by the old way. `measuredRtt` is what a probe of the new way took, if there was
    /// one.
    void onPathChanged(Instant now, PathProfile profile, Duration measuredRtt = Duration::zero());
    /// The same way, with another price (e.g. the hub's address turned out to be IPv6).
    void setProfile(PathProfile profile);
    /// Speech goes over the same link (inside or beside this channel): messages leave it room, in smaller packets if
    /// the link is slow.
    void setVoiceActive(bool active);

    /// Something was sent, or waits to be, that the other end has not acknowledged.
    [[nodiscard]] bool isOwed() const;
    /// Bytes of messages that were given to send() and are not acknowledged.
    [[nodiscard]] std::size_t bytesPending() const;
    /// Memory that incomplete messages of the other end take: at most 64 of wire::maxMessageSize.
    [[nodiscard]] std::size_t bytesIncomplete() const;
    /// When the last authentic packet came; the time of construction if none did.
    [[nodiscard]] Instant lastReceived() const;
    /// When the last packet went out; the time of construction if none did.
    [[nodiscard]] Instant lastSent() const;
    /// How long silence has to last to be suspicious now: the probe timeout without back-off.
    [[nodiscard]] Duration probeTimeout() const;
    [[nodiscard]] Stats stats() const;
    [[nodiscard]] const wire::ChannelId& localId() const;
    [[nodiscard]] const wire::ChannelId& remoteId() const;

    /// What a DATAGRAM may carry so that the packet is a datagram of wire::maxDatagram bytes at most.
    static constexpr std::size_t maxDatagramPayload =
        wire::maxDatagram - wire::channelOverhead - wire::datagramFrameOverhead;
    /// Datagrams carry voice and packets of other channels; an old one is worth less than a new one.
    static constexpr std::size_t maxQueuedDatagrams = 16;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace nightjar::channel
