// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "crypto/hubcookie.h"
#include "crypto/noise.h"
#include "wire/packet.h"

namespace nightjar::link {

/// Our side of one Noise handshake with a hub (docs/protocol.md, section 3) and the rhythm in which its hello is sent:
/// at once, after 1.2 s, then with doubled waits up to 30 s, a little jittered so that a restarted hub does not meet
/// all its clients at one moment. The same hello is sent every time: on a slow link the answer to the first may come
/// after the third went out. When a hub under load wants our address proven, the hello carries the MAC of its cookie.
class HubHandshake {
public:
    struct Welcomed {
        crypto::NoiseKeys keys;
        wire::WelcomePayload payload;
    };
    enum class Failure : std::uint8_t {
        NotOurs,  ///< not an answer to this hello
        WrongKey  ///< an answer, but not from who holds the hub's key
    };

    /// `wait`: after the first hello; a handshake that takes the place of one that grew old goes on in its rhythm.
    HubHandshake(const crypto::PublicKey& hub, const crypto::KeyPair& own, RandomSource& random, Instant now,
                 Duration wait = 1200ms);

    /// Our id in the channel that is to be.
    [[nodiscard]] const wire::ChannelId& localId() const { return m_local; }
    [[nodiscard]] const Bytes& hello() const { return m_hello; }
    /// The hello, with the MAC of the cookie if the hub gave us one there.
    [[nodiscard]] Bytes helloTo(const Endpoint& hub) const;
    /// True when the hub there answered our hello with a cookie: say it again to it, once for every time it was due.
    [[nodiscard]] bool readCookie(Instant now, const Endpoint& from, ByteView datagram);
    [[nodiscard]] Result<Welcomed, Failure> read(ByteView welcome);

    [[nodiscard]] Instant nextAt() const { return m_nextAt; }
    /// The hello goes out now.
    void sent(Instant now, RandomSource& random);
    /// Something changed: send at once and begin the waits anew.
    void hurry(Instant now);
    [[nodiscard]] Duration wait() const { return m_wait; }
    [[nodiscard]] Instant begunAt() const { return m_begunAt; }
    [[nodiscard]] unsigned timesSent() const { return m_timesSent; }
    [[nodiscard]] Instant lastSentAt() const { return m_lastSentAt; }

private:
    struct Cookie {
        Endpoint hub;
        crypto::HelloMac mac{};
        unsigned repeatedAt = 0;  ///< value of m_timesSent
    };

    crypto::PublicKey m_hubKey;
    crypto::NoiseInitiator m_noise;
    std::vector<Cookie> m_cookies;  ///< our address may be another at each of the hub's
    wire::ChannelId m_local;
    Bytes m_hello;
    Instant m_begunAt;
    Instant m_nextAt;
    Instant m_lastSentAt{};
    Duration m_wait;
    unsigned m_timesSent = 0;
};

}  // namespace nightjar::link
