// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <memory>
#include <span>
#include <variant>
#include <vector>

#include "base/endpoint.h"
#include "base/random.h"
#include "base/way.h"
#include "events.h"

namespace nightjar {

namespace store {
class BlobDisk;
class Database;
}  // namespace store

// ---- what an engine is told

/// A datagram arrived: on a UDP socket of the engine, or in the connection to `from`.
struct Datagram {
    Endpoint from;
    ByteView bytes;  ///< valid during handle() only
    Way way = Way::Udp;
    SocketNumber socket = 0;  ///< of Way::Udp
};
/// A connection ended, or could not be made. What was sent through it may be lost.
struct HungUp {
    Way way = Way::Tcp;
    Endpoint to;
};
/// 20 ms from the microphone: 320 samples, 16 kHz, mono.
struct CapturedPcm {
    std::span<const std::int16_t> samples;
};
/// The loudspeaker wants so many samples (16 kHz, mono). It is the clock of the received voice.
struct PlaybackWanted {
    std::size_t samples = 0;
};
/// The way out of the machine's network: the router, and our address as it sees it (with the port of the engine's
/// socket). The router's port means nothing.
struct Gateway {
    Endpoint router;
    Endpoint own;
    bool operator==(const Gateway&) const = default;
};
/// The machine's own addresses (with the port of the engine's socket), at start and at every change of network.
struct LocalAddresses {
    std::vector<Endpoint> addresses;
    bool metered = false;  ///< what is sent here is paid for by the byte, as far as the system knows
    std::optional<Gateway> gateway{};
};
/// The answer to Resolve; empty: no such name, or no network.
struct Resolved {
    std::string host;
    std::vector<Endpoint> addresses;  ///< port zero… the engine puts in its own
};
/// A deadline (nextDeadline()) has come.
struct Tick {};
/// The answer to UpnpWanted.
struct UpnpAnswered {
    Endpoint external;  ///< reachable from outside; invalid: no router, or it refused
    std::chrono::seconds life{};
};
/// The program ends: what is transmitted in return are last words. Nothing has to follow.
struct Leaving {};

using Input = std::variant<Datagram, Command, CapturedPcm, PlaybackWanted, LocalAddresses, Resolved, Tick, HungUp,
                           UpnpAnswered, Leaving>;

// ---- what it wants done

/// Best effort on every way. One that is not UDP goes through the connection to `to`, which is made when there is none;
/// what such a connection cannot take in time is dropped, as UDP would.
struct Transmit {
    Endpoint to;
    Bytes bytes;
    Way way = Way::Udp;
    SocketNumber socket = 0;  ///< of Way::Udp; below maxSockets
    std::uint8_t ttl = 0;     ///< of Way::Udp: hops that it may take; 0: as many as usual
    /// Of Way::Tcp, to a peer: the connection leaves from the local port of the one to this endpoint, and is tried
    /// again and again for a while, since the other side does the same (simultaneous open, RFC 5382 section 4.2).
    /// Invalid: an ordinary one.
    Endpoint sharing{};
};
/// The connection is not needed any more; what was given to it before may still go out. No HungUp follows.
struct HangUp {
    Way way = Way::Tcp;
    Endpoint to;
};
/// A further UDP socket (not 0) is not needed any more.
struct CloseSocket {
    SocketNumber socket = 0;
};
/// Look up a host name; answered by Resolved.
struct Resolve {
    std::string host;
};
/// Ask the router by UPnP for a UDP port that leads to `own`, if possible `external`; answered by UpnpAnswered. With a
/// life of zero `external` is given back, and nothing is answered.
struct UpnpWanted {
    Endpoint own;
    std::uint16_t external = 0;
    std::chrono::seconds life{};
};
/// Exactly as many samples as PlaybackWanted asked for.
struct PlayPcm {
    std::vector<std::int16_t> samples;
};
/// A call or a voice note needs (or no longer needs) the sound devices.
struct AudioWanted {
    bool on = false;
    bool microphone = true;  ///< of on: besides the loudspeaker
};

using Output = std::variant<Transmit, Event, PlayPcm, AudioWanted, Resolve, HangUp, CloseSocket, UpnpWanted>;
using Outputs = std::vector<Output>;

/// The messenger of one identity as a pure state machine: it knows no socket, thread, file name or clock but what it is
/// handed. The Node (runtime/node.h) drives a real one; tests/support/simworld.h whole worlds of them.
///
/// Contract: inputs come one at a time with an `now` that never goes back; all outputs are returned, in order; whatever
/// an event tells is in the store already; after a Transmit is lost or doubled, after any input at all, and after being
/// destroyed between any two inputs and rebuilt on the same store, everything once accepted still arrives.
class Engine {
public:
    /// The open container of the identity, and where randomness comes from (must outlive the engine).
    /// `blobs`: where its files lie; without it files cannot be sent or received.
    Engine(std::unique_ptr<store::Database> database, RandomSource& random, Instant now,
           std::unique_ptr<store::BlobDisk> blobs);
    Engine(std::unique_ptr<store::Database> database, RandomSource& random, Instant now);
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    [[nodiscard]] Outputs handle(Instant now, const Input& input);
    /// The same in two halves, for many inputs that come together: they share one sync of the disk. What finish() gives
    /// was not true before it.
    void take(Instant now, const Input& input);
    [[nodiscard]] Outputs finish();
    /// When a Tick is wanted next; `never` if nothing is pending.
    [[nodiscard]] Instant nextDeadline() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace nightjar
