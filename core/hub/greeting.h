// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <memory>

#include "hub/session.h"

namespace nightjar::hub {

/// A session and what its client must hear to have it too.
struct Greeting {
    std::unique_ptr<Session> session;
    Bytes welcome;  ///< shorter than the hello
};

/// The hub's side of the hello (docs/protocol.md, section 3). Nothing unless the hello was made for this hub's key.
[[nodiscard]] std::optional<Greeting> greet(Instant now, const crypto::KeyPair& hubKeys, RandomSource& random,
                                            const Endpoint& from, ByteView hello, const wire::ChannelId& hubId);

}  // namespace nightjar::hub
