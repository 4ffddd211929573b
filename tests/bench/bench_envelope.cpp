// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// What a handshake and an envelope cost without disk or network: agree; encode, pad, ratchet, and back.

#include "bench/report.h"
#include "crypto/ratchet.h"
#include "wire/content.h"
#include "wire/envelope.h"

using namespace nightjar;

int main() {
    SeededRandom random(1);
    const auto identityA = crypto::generateKeyPair(random);
    const auto oneTimeA = crypto::generateKeyPair(random);
    const auto identityB = crypto::generateKeyPair(random);
    const auto ephemeralB = crypto::generateKeyPair(random);
    const auto kemA = crypto::generateKemKeyPair(random);

    constexpr int handshakes = 500;
    std::optional<crypto::Encapsulation> kemB;
    std::optional<crypto::SessionSecrets> accepted;
    std::optional<crypto::SessionSecrets> completed;
    const bench::Stopwatch accepting;
    for (int i = 0; i < handshakes; ++i) {
        kemB = crypto::encapsulate(kemA.publicKey, random);
        accepted = crypto::acceptHandshake(identityB, ephemeralB, identityA.publicKey, oneTimeA.publicKey, {},
                                           {kemB->sharedSecret.view(), kemA.publicKey, kemB->ciphertext});
    }
    bench::report("handshake.accept", 1e6 * accepting.seconds() / handshakes, "us");
    const bench::Stopwatch completing;
    for (int i = 0; i < handshakes; ++i) {
        const auto secret = crypto::decapsulate(kemA.seed.view(), kemB->ciphertext);
        completed = crypto::completeHandshake(identityA, oneTimeA, identityB.publicKey, ephemeralB.publicKey, {},
                                              {secret.view(), kemA.publicKey, kemB->ciphertext});
    }
    bench::report("handshake.complete", 1e6 * completing.seconds() / handshakes, "us");

    auto sender = *crypto::Ratchet::asAccepter(*accepted, oneTimeA.publicKey, random);
    auto receiver = crypto::Ratchet::asInviter(*completed, oneTimeA);
    const Instant now = fromUnixMs(1'700'000'000'000);

    constexpr int rounds = 20'000;
    std::vector<Bytes> envelopes;
    envelopes.reserve(rounds);
    const bench::Stopwatch sealing;
    for (int i = 0; i < rounds; ++i) {
        const wire::Content content{static_cast<std::uint64_t>(i + 1), now,
                                    wire::TextContent{MessageId::draw(random), "A short text, as people send them."}};
        const auto padded = wire::padContent(wire::EnvelopeType::Message, wire::encodeContent(content));
        envelopes.push_back(wire::encodeMessageEnvelope(*sender.encrypt(*padded, random)));
    }
    bench::report("envelope.seal", rounds / sealing.seconds(), "1/s");
    bench::report("envelope.short_text_size", static_cast<double>(envelopes.front().size()), "bytes");

    const bench::Stopwatch opening;
    int opened = 0;
    for (const auto& envelope : envelopes) {
        const auto view = wire::decodeEnvelope(envelope);
        const auto plaintext = receiver.decrypt(view->body, now, random);
        const auto content = plaintext ? wire::unpadContent(*plaintext) : std::nullopt;
        opened += content && wire::decodeContent(*content) ? 1 : 0;
    }
    bench::report("envelope.open", rounds / opening.seconds(), "1/s");

    constexpr int states = 5'000;
    const bench::Stopwatch storing;
    for (int i = 0; i < states; ++i) {
        if (!crypto::Ratchet::deserialize(receiver.serialize())) {
            return 1;
        }
    }
    bench::report("envelope.ratchet_state_round_trip", states / storing.seconds(), "1/s");
    return opened == rounds ? 0 : 1;
}
