// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <utility>
#include <vector>

#include "base/endpoint.h"
#include "channel/channel.h"
#include "crypto/keys.h"
#include "hub/pathcheck.h"
#include "hub/tokenbucket.h"
#include "wire/hubmessages.h"

namespace nightjar::hub {

struct Mailbox;

/// What a handle of a session stands for.
struct Attachment {
    Mailbox* mailbox = nullptr;  ///< null: not valid any more
    wire::QueueRole role = wire::QueueRole::Sender;
};

/// One client that says hello: who it is stays its own business.
struct Session {
    Session(channel::Secrets secrets, wire::ChannelId local, wire::ChannelId remote, Instant now)
        : channel(secrets, local, remote, now), created(now) {}

    channel::Channel channel;
    Endpoint address;
    Endpoint via;                  ///< our address that the client speaks to
    std::uint64_t connection = 0;  ///< as ConnectionId: what the client speaks through, if not by UDP
    PathCheck path;                ///< of that address
    ByteArray<64> handshakeHash{};
    crypto::PublicKey clientKey;  ///< drawn at every start of the client
    Instant created;
    bool proven = false;  ///< an authentic packet came
    bool touched = false;
    std::size_t relayedDatagrams = 0;  ///< queued in the channel
    Instant deadline = never;
    std::size_t held = 0;  ///< bytes of messages in memory, as SessionTable counts them
    TokenBucket requests;
    TokenBucket relayed;
    TokenBucket parcels;

    std::vector<Attachment> attachments;  ///< index: handle - firstHandle
    /// Deliveries wait until more of what is on its way has arrived.
    std::vector<Mailbox*> waiting;
};

/// Handles begin here and are below 2^14, so each is a varint of two bytes and a relayed datagram keeps its length.
inline constexpr wire::QueueHandle firstHandle = 64;

}  // namespace nightjar::hub
