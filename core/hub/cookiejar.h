// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/instant.h"
#include "base/random.h"
#include "crypto/keys.h"
#include "wire/packet.h"

namespace nightjar::hub {

/// Lets clients prove their address before anything is computed for them (docs/protocol.md, section 3). Keeps nothing
/// for an address: a cookie is a MAC of it under a key that is changed every two minutes. The one before it counts as
/// well, so a cookie is good for two to four minutes.
class CookieJar {
public:
    explicit CookieJar(RandomSource& random) : m_random(random) {}

    /// Shorter than the hello. `hello` is one without a MAC.
    [[nodiscard]] Bytes cookieFor(Instant now, const crypto::PublicKey& hub, const Endpoint& from,
                                  const wire::ChannelId& client, ByteView hello);
    /// Whoever sent it hears what is sent to that address.
    [[nodiscard]] bool proves(Instant now, const Endpoint& from, const wire::ProvenHello& hello);

    static constexpr Duration keyLife = 2min;

private:
    using Key = ByteArray<32>;
    void turn(Instant now);

    RandomSource& m_random;
    Key m_key{};
    std::optional<Key> m_previous;
    Instant m_until{};  ///< of m_key
};

}  // namespace nightjar::hub
