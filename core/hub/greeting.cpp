// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "hub/greeting.h"

#include <algorithm>

#include "crypto/noise.h"

namespace nightjar::hub {

std::optional<Greeting> greet(Instant now, const crypto::KeyPair& hubKeys, RandomSource& random, const Endpoint& from,
                              ByteView hello, const wire::ChannelId& hubId) {
    const auto decoded = wire::decodeHubHello(hello);
    if (!decoded) {
        return std::nullopt;
    }
    crypto::NoiseResponder noise(hubKeys, asBytes(wire::hubPrologue), random);
    const auto padding = noise.readMessage1(decoded->noise);
    if (!padding || !std::all_of(padding->begin(), padding->end(), [](auto byte) { return byte == 0; })) {
        return std::nullopt;
    }
    const auto message2 = noise.writeMessage2(wire::encodeWelcomePayload({hubId, from, now}));
    if (!message2) {
        return std::nullopt;
    }
    const auto keys = noise.takeKeys();
    if (!keys) {
        return std::nullopt;
    }
    Greeting greeting;
    greeting.session = std::make_unique<Session>(channel::Secrets{keys->send.view(), keys->receive.view()}, hubId,
                                                 decoded->client, now);
    greeting.session->handshakeHash = keys->handshakeHash;
    greeting.session->clientKey = keys->peerStatic;
    greeting.welcome = wire::encodeHubWelcome(decoded->client, *message2);
    return greeting;
}

}  // namespace nightjar::hub
