// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// A hub and a client that get any bytes as the message of a handshake.

#include "crypto/noise.h"
#include "session.h"

using namespace nightjar;
using namespace nightjar::crypto;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // The keys of the seed in the corpus, so that mutations start from a message that is accepted.
    SeededRandom random(1);
    const auto client = generateKeyPair(random);
    const auto hub = generateKeyPair(random);
    const auto prologue = asBytes("NJ1 hub");
    const ByteView message(data, size);

    NoiseResponder responder(hub, prologue, random);
    const auto read = responder.readMessage1(message);
    require(!read || read->size() + noiseOverhead1 == size);
    const auto answer = responder.writeMessage2(asBytes("welcome"));
    require(answer.has_value() == read.has_value());
    require(responder.takeKeys().has_value() == read.has_value());

    NoiseInitiator initiator(client, hub.publicKey, prologue, random);
    require(initiator.writeMessage1({}).has_value());
    require(!initiator.readMessage2(message));  // nobody can answer a fresh ephemeral key beforehand
    require(!initiator.takeKeys());
    return 0;
}
