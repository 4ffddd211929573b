// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// What a handshake and an envelope cost without disk or network, in processor time: agree; encode, pad, ratchet, and
// back.

#include "bench/report.h"
#include "crypto/tripleratchet.h"
#include "wire/content.h"
#include "wire/envelope.h"

using namespace nightjar;

namespace {

/// One step of the symmetric ratchet: the next chain key, the key of the message, and the epoch's key mixed into it.
bool symmetricStep() {
    constexpr int steps = 200'000;
    crypto::RatchetKey chain(Bytes(32, 1));
    crypto::RatchetKey message;
    const Bytes epochKey(32, 2);
    const bench::CpuStopwatch stepping;
    for (int i = 0; i < steps; ++i) {
        crypto::Nj1Suite::kdfChain(chain, message);
        crypto::TripleRatchet::mix(message, epochKey);
    }
    bench::report("ratchet.symmetric_step", 1e6 * stepping.seconds() / steps, "us");
    return message.view()[0] != message.view()[1] || chain.view()[0] != chain.view()[1];
}

/// What it costs to send in each of 1,000 sessions that lie in a store, without the disk's own time.
bool resume(const crypto::SessionSecrets& secrets, const crypto::KeyPair& oneTime, RandomSource& random) {
    constexpr int sessions = 1000;
    std::vector<Bytes> stored;
    for (int i = 0; i < sessions; ++i) {
        stored.push_back(crypto::TripleRatchet::asAccepter(secrets, oneTime.publicKey, random)->serialize());
    }
    const bench::CpuStopwatch resuming;
    std::size_t bytes = 0;
    for (auto& state : stored) {
        auto ratchet = crypto::TripleRatchet::deserialize(state);
        Bytes padded(154);
        ratchet->fillPadding(MutableByteView(padded).subspan(50), random);
        bytes += ratchet->encrypt(padded, random)->size();
        state = ratchet->serialize();
    }
    bench::report("ratchet.resume_1000_sessions", resuming.seconds(), "s");
    return bytes == sessions * 228;
}

}  // namespace

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
    // What ML-KEM costs a side, and what everything else of the handshake does.
    const bench::CpuStopwatch encapsulating;
    for (int i = 0; i < handshakes; ++i) {
        kemB = crypto::encapsulate(kemA.publicKey, random);
    }
    bench::report("handshake.mlkem_encapsulate", 1e6 * encapsulating.seconds() / handshakes, "us");
    const bench::CpuStopwatch accepting;
    for (int i = 0; i < handshakes; ++i) {
        accepted = crypto::acceptHandshake(identityB, ephemeralB, identityA.publicKey, oneTimeA.publicKey, {},
                                           {kemB->sharedSecret.view(), kemA.publicKey, kemB->ciphertext});
    }
    bench::report("handshake.accept_beside_mlkem", 1e6 * accepting.seconds() / handshakes, "us");
    std::optional<SecretBytes> secret;
    const bench::CpuStopwatch decapsulating;
    for (int i = 0; i < handshakes; ++i) {
        secret = crypto::decapsulate(kemA.seed.view(), kemB->ciphertext);
    }
    bench::report("handshake.mlkem_decapsulate", 1e6 * decapsulating.seconds() / handshakes, "us");
    const bench::CpuStopwatch completing;
    for (int i = 0; i < handshakes; ++i) {
        completed = crypto::completeHandshake(identityA, oneTimeA, identityB.publicKey, ephemeralB.publicKey, {},
                                              {secret->view(), kemA.publicKey, kemB->ciphertext});
    }
    bench::report("handshake.complete_beside_mlkem", 1e6 * completing.seconds() / handshakes, "us");

    auto sender = std::move(*crypto::TripleRatchet::asAccepter(*accepted, oneTimeA.publicKey, random));
    auto receiver = crypto::TripleRatchet::asInviter(*completed, oneTimeA);
    const Instant now = fromUnixMs(1'700'000'000'000);

    constexpr int rounds = 20'000;
    std::vector<Bytes> envelopes;
    envelopes.reserve(rounds);
    const bench::CpuStopwatch sealing;
    for (int i = 0; i < rounds; ++i) {
        const wire::Content content{static_cast<std::uint64_t>(i + 1), now,
                                    wire::TextContent{MessageId::draw(random), "A short text, as people send them."}};
        const auto encoded = wire::encodeContent(content);
        auto padded = *wire::padContent(wire::EnvelopeType::Message, encoded);
        sender.fillPadding(MutableByteView(padded).subspan(wire::contentLengthSize + encoded.size()), random);
        envelopes.push_back(*sender.encrypt(padded, random));
    }
    bench::report("envelope.seal", rounds / sealing.seconds(), "1/s");
    bench::report("envelope.short_text_size", static_cast<double>(envelopes.front().size()), "bytes");

    const bench::CpuStopwatch opening;
    int opened = 0;
    for (const auto& envelope : envelopes) {
        const auto plaintext = receiver.decrypt(envelope, now, random);
        const auto parts = plaintext ? wire::unpadContent(*plaintext) : std::nullopt;
        opened += parts && receiver.takePadding(parts->padding, random) && wire::decodeContent(parts->content) ? 1 : 0;
    }
    bench::report("envelope.open", rounds / opening.seconds(), "1/s");

    constexpr int states = 5'000;
    const bench::CpuStopwatch storing;
    for (int i = 0; i < states; ++i) {
        if (!crypto::TripleRatchet::deserialize(receiver.serialize())) {
            return 1;
        }
    }
    bench::report("envelope.ratchet_state_round_trip", states / storing.seconds(), "1/s");
    return opened == rounds && symmetricStep() && resume(*accepted, oneTimeA, random) ? 0 : 1;
}
