// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "hub/tokenbucket.h"
#include "wire/packet.h"

namespace nightjar::hub {

/// How much of the hub anybody may have. The defaults suit a machine with 1 GB of memory; nothing received makes the
/// hub exceed them. Loopback addresses are not held to the limits per address.
struct Limits {
    /// Sessions, each of a few KiB.
    std::size_t sessions = 50'000;
    /// Of them those that have not proven anything yet. A new one beyond this replaces the oldest.
    std::size_t halfOpen = 4'096;
    /// Per IPv4 address or IPv6 /64: a large carrier's NAT is one address.
    std::size_t sessionsPerAddress = 2'048;
    /// A hello costs four Diffie-Hellman operations, about 0.4 ms: this is less than half of one core.
    Rate hellos{1'000, 4'000};
    Rate hellosPerAddress{128, 512};
    /// Hellos that do not prove their address. Beyond it they are answered with a cookie and cost 3 µs each.
    Rate hellosUnproven{200, 1'000};
    /// "Channel unknown" to one address, docs/protocol.md section 3.
    Rate unknownPerAddress{10, 10};
    /// New queues and blobs from one address: the one way to take room on the disk for long.
    Rate creationsPerAddress{1, 2'048};
    /// Invitations that one address takes from public addresses, whatever work it does.
    Rate takesPerAddress{0.2, 64};
    /// Requests of one session, of any kind.
    Rate requestsPerSession{256, 1'024};
    /// Bytes that one session has relayed; voice takes 4,000 a second.
    Rate relayPerSession{512 * 1024, 1024 * 1024};
    /// Bytes of chunks of parcels that one session brings or fetches.
    Rate parcelsPerSession{16.0 * 1024 * 1024, 32.0 * 1024 * 1024};
    /// Bytes of chunks that come from one address: the other way to take room on the disk for long.
    Rate parcelsPerAddress{256.0 * 1024, 1024.0 * 1024 * 1024};
    /// Attached queues of one session. Handles so stay varints of two bytes.
    std::size_t handlesPerSession = 8'192;
    /// Bytes on their way to one client; then deliveries wait.
    std::size_t pendingPerSession = 256 * 1024;
    /// A client that asks on and on and acknowledges nothing is cut off at this.
    std::size_t pendingCutOff = 2 * 1024 * 1024;
    /// Unfinished requests and unacknowledged answers of all sessions together. Beyond it the session with the most
    /// is cut off.
    std::size_t heldByAll = 256 * 1024 * 1024;
    /// Silence after which a session is forgotten: three lost keep-alives of a client whose NAT is a patient one.
    Duration idle = 10min;
    Duration halfOpenLife = wire::hubHalfOpenLife;
    /// How often what is past its time is swept out of the store.
    Duration sweepInterval = 10min;
};

}  // namespace nightjar::hub
