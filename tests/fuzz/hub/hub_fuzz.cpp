// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// A hub and one proven client that says whatever the input says: raw datagrams, messages and relays inside an
// authentic session, the passing of time. The hub must survive, stay within its limits and not answer strangers with
// more than they sent.

#include <cstdlib>
#include <optional>

#include "base/buffer.h"
#include "channel/channel.h"
#include "crypto/noise.h"
#include "crypto/queueauth.h"
#include "hub/hub.h"
#include "hub/memoryqueuestore.h"

using namespace nightjar;

namespace {

const Endpoint friendly = Endpoint::v4(198, 51, 100, 1, 4000);
const Endpoint stranger = Endpoint::v4(203, 0, 113, 9, 4000);

struct World {
    World() {
        const auto clientKeys = crypto::generateKeyPair(random);
        const auto id = wire::ChannelId::draw(random);
        crypto::NoiseInitiator noise(clientKeys, keys.publicKey, asBytes(wire::hubPrologue), random);
        const auto hello = wire::encodeHubHello(id, *noise.writeMessage1(Bytes(wire::hubHelloPayloadSize)));
        const auto out = hub.handle(now, hub::Incoming{hub::Port::Main, friendly, hello});
        const auto payload = noise.readMessage2(wire::decodeHubWelcome(out.at(0).datagram)->noise);
        const auto secrets = noise.takeKeys();
        channel.emplace(channel::Secrets{secrets->send.view(), secrets->receive.view()}, id,
                        wire::decodeWelcomePayload(*payload)->hub, now);
        attach(secrets->handshakeHash);
    }

    /// The client is the receiver (handle 64) and the sender (65) of a queue, so that what it says may have an effect.
    void attach(const ByteArray<64>& handshakeHash) {
        const auto queue = QueueId::draw(random);
        const auto receiver = crypto::generateKeyPair(random);
        const auto sender = crypto::generateKeyPair(random);
        channel->send(
            wire::encodeHubRequest(wire::CreateRequest{1, queue, receiver.publicKey.value, sender.publicKey.value}),
            channel::Priority::Urgent);
        exchange();
        for (const auto role : {wire::QueueRole::Receiver, wire::QueueRole::Sender}) {
            const auto& own = role == wire::QueueRole::Receiver ? receiver : sender;
            const auto auth = crypto::QueueAuth::atClient(own.secret.view(), keys.publicKey);
            const auto mac = auth->mac(handshakeHash, queue, static_cast<std::uint8_t>(role));
            channel->send(wire::encodeHubRequest(wire::AttachRequest{2, role, queue, mac}), channel::Priority::Urgent);
            exchange();
        }
    }

    void exchange() {
        for (const auto& packet : channel->poll(now)) {
            for (const auto& one : hub.handle(now, hub::Incoming{hub::Port::Main, friendly, packet})) {
                (void)channel->receive(now, one.datagram);
            }
        }
    }

    SeededRandom random{1};
    Instant now = fromUnixMs(1'700'000'000'000);
    hub::MemoryQueueStore store{{8, 8, 65536}};
    crypto::KeyPair keys = crypto::generateKeyPair(random);
    hub::Hub hub{keys, store, random};
    std::optional<channel::Channel> channel;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    World world;
    ByteReader in(ByteView(data, size));
    // Each step: what, how much, the bytes.
    for (int step = 0; step < 64 && in.remaining() > 0; ++step) {
        const auto what = in.u8();
        const auto bytes = toBytes(in.bytes(std::min<std::size_t>(in.u16(), in.remaining())));
        if (what % 4 == 0) {
            const auto port = static_cast<hub::Port>(what / 4 % 3);
            std::size_t answered = 0;
            for (const auto& one : world.hub.handle(world.now, hub::Incoming{port, stranger, bytes})) {
                answered += one.to == stranger ? one.datagram.size() : 0;
            }
            if (answered > bytes.size()) {
                std::abort();
            }
        } else if (what % 4 == 1 && !bytes.empty() && bytes.size() <= wire::maxMessageSize) {
            world.channel->send(bytes, channel::Priority::Text);
        } else if (what % 4 == 2) {
            world.channel->sendDatagram(bytes);
        } else {
            world.now += std::chrono::milliseconds(1 + bytes.size() * what);
            for (const auto& one : world.hub.tick(world.now)) {
                (void)world.channel->receive(world.now, one.datagram);
            }
        }
        world.exchange();
    }
    if (world.hub.counters().sessions > 1) {
        std::abort();
    }
    return 0;
}
