// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "base/hash.h"
#include "hub/memoryqueuestore.h"
#include "hubclient.h"
#include "wire/discovery.h"
#include "wire/envelope.h"
#include "wire/stun.h"

using namespace nightjar;
using namespace nightjar::hub;
using wire::HubError;
using wire::QueueRole;

namespace {

Bytes envelopeOf(std::uint8_t mark, std::size_t size = wire::envelopeSizes[0]) {
    Bytes envelope(size, mark);
    envelope[0] = 1;
    return envelope;
}

/// A hub, and two people who have a queue together.
struct World {
    explicit World(Config config = {}) : bench(store, std::move(config)) {}

    void connect() {
        QVERIFY(receiver.connect());
        QVERIFY(sender.connect());
        QVERIFY(!receiver.errorOf(receiver.createRequest(queue, receiverKeys, senderKeys)));
    }
    [[nodiscard]] wire::QueueHandle receiverHandle() {
        return receiver.attach(QueueRole::Receiver, queue, receiverKeys);
    }
    [[nodiscard]] wire::QueueHandle senderHandle() { return sender.attach(QueueRole::Sender, queue, senderKeys); }
    [[nodiscard]] std::optional<HubError> put(wire::QueueHandle handle, ByteView envelope, bool transient = false) {
        return sender.errorOf(wire::PutRequest{sender.nextReq++, handle, transient, envelope});
    }

    SeededRandom random{42};
    MemoryQueueStore store;
    HubBench bench;
    HubClient receiver{bench, Endpoint::v4(198, 51, 100, 1, 40000), 2};
    HubClient sender{bench, Endpoint::v4(198, 51, 100, 2, 40000), 3};
    QueueId queue = QueueId::draw(random);
    crypto::KeyPair receiverKeys = crypto::generateKeyPair(random);
    crypto::KeyPair senderKeys = crypto::generateKeyPair(random);
};

}  // namespace

class TestHub : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // ---- session

    void welcomesClients() {
        World world;
        QVERIFY(world.receiver.connect());
        const auto& welcome = world.receiver.welcome();
        QVERIFY(welcome);
        QCOMPARE(welcome->observed, world.receiver.address());
        QVERIFY(welcome->time == world.bench.now);
        QCOMPARE(world.bench.hub().counters().sessions, std::size_t(1));
        QCOMPARE(world.bench.hub().counters().halfOpen, std::size_t(0));
    }

    void ignoresHellosForOtherHubs() {
        World world;
        SeededRandom random(9);
        const auto other = crypto::generateKeyPair(random);
        crypto::NoiseInitiator noise(crypto::generateKeyPair(random), other.publicKey, asBytes(wire::hubPrologue),
                                     random);
        world.bench.send(world.receiver.address(),
                         wire::encodeHubHello(wire::ChannelId::draw(random),
                                              *noise.writeMessage1(Bytes(wire::hubHelloPayloadSize))));
        QVERIFY(world.bench.sent.empty());
        QCOMPARE(world.bench.hub().counters().sessions, std::size_t(0));
    }

    void forgetsSessionsThatProveNothing() {
        World world;
        world.bench.send(world.receiver.address(), world.receiver.hello());
        QCOMPARE(world.bench.hub().counters().halfOpen, std::size_t(1));
        world.bench.advance(29s);
        QCOMPARE(world.bench.hub().counters().halfOpen, std::size_t(1));
        world.bench.advance(2s);
        QCOMPARE(world.bench.hub().counters().sessions, std::size_t(0));
    }

    void forgetsSilentSessions() {
        World world;
        world.connect();
        (void)world.receiverHandle();
        world.bench.deaf = &world.receiver;
        world.bench.advance(590s);
        QCOMPARE(world.bench.hub().counters().sessions, std::size_t(2));
        world.bench.advance(20s);
        QCOMPARE(world.bench.hub().counters().sessions, std::size_t(0));
        QCOMPARE(world.bench.hub().counters().attached, std::size_t(0));
    }

    void keepsOneSessionOfAClient() {
        World world;
        QVERIFY(world.receiver.connect());
        QVERIFY(world.receiver.connect());
        QCOMPARE(world.bench.hub().counters().sessions, std::size_t(1));
    }

    /// Who moves his session to somebody else's address has little sent there.
    void asksWhereASessionMoved() {
        World world;
        world.connect();
        (void)world.receiverHandle();
        const auto handle = world.senderHandle();
        world.bench.deaf = &world.receiver;
        for (std::uint8_t i = 0; i < 32; ++i) {
            QVERIFY(!world.put(handle, envelopeOf(i, wire::maxEnvelopeSize)));
        }
        const auto victim = Endpoint::v4(203, 0, 113, 99, 9);
        std::size_t in = 0;
        std::size_t out = 0;
        const auto count = [&](const std::vector<Outgoing>& outgoing) {
            for (const auto& one : outgoing) {
                out += one.to == victim ? one.datagram.size() : 0;
            }
        };
        world.receiver.channel().ping();
        for (const auto& packet : world.receiver.channel().poll(world.bench.now)) {
            in += packet.size();
            count(world.bench.hub().handle(world.bench.now, Incoming{Port::Main, victim, packet}));
        }
        for (int i = 0; i < 200; ++i) {
            world.bench.now += 500ms;
            count(world.bench.hub().tick(world.bench.now));
        }
        QVERIFY(in > 0 && out > 0);
        QVERIFY2(out <= 3 * in + 2 * wire::maxDatagram, std::to_string(out).c_str());

        // The client itself is asked too, answers, and gets what waits for it.
        world.bench.deaf = nullptr;
        world.receiver.moveTo(Endpoint::v4(203, 0, 113, 98, 5000));
        world.receiver.channel().ping();
        world.receiver.flush();
        QVERIFY(world.receiver.delivery());
    }

    void followsClientsThatMove() {
        World world;
        world.connect();
        const auto handle = world.senderHandle();
        world.sender.moveTo(Endpoint::v4(203, 0, 113, 77, 5000));
        QVERIFY(!world.put(handle, envelopeOf(7)));
        QCOMPARE(world.bench.sent.back().to, world.sender.address());
    }

    void answersFromTheAddressThatWasAsked() {
        World world;
        const auto ours = Endpoint::v4(192, 0, 2, 33, 1);
        const auto hello = world.receiver.hello();
        const auto out =
            world.bench.hub().handle(world.bench.now, Incoming{Port::Main, world.receiver.address(), hello, ours});
        QCOMPARE(out.size(), std::size_t(1));
        QCOMPARE(out[0].via, ours);
        world.receiver.receive(out[0].datagram);
        world.receiver.channel().ping();
        for (const auto& packet : world.receiver.channel().poll(world.bench.now)) {
            (void)world.bench.hub().handle(world.bench.now,
                                           Incoming{Port::Main, world.receiver.address(), packet, ours});
        }
        // What the hub says of its own accord too.
        const auto acknowledgement = world.bench.hub().tick(world.bench.now + 1s);
        QCOMPARE(acknowledgement.size(), std::size_t(1));
        QCOMPARE(acknowledgement[0].via, ours);
    }

    void boundsHalfOpenSessions() {
        Config config;
        config.limits.halfOpen = 8;
        World world(config);
        for (int i = 0; i < 100; ++i) {
            world.bench.send(Endpoint::v4(203, 0, 113, static_cast<std::uint8_t>(i + 1), 1000), world.receiver.hello());
        }
        QCOMPARE(world.bench.hub().counters().sessions, std::size_t(8));
        QVERIFY(world.receiver.connect());  // a flood does not lock honest clients out
    }

    void boundsHellosPerAddress() {
        Config config;
        config.limits.hellosPerAddress = {1, 5};
        World world(config);
        const auto greeted = [&] {
            const auto before = world.bench.sent.size();
            world.bench.send(world.receiver.address(), world.receiver.hello());
            return world.bench.sent.size() > before;
        };
        for (int i = 0; i < 5; ++i) {
            QVERIFY(greeted());
        }
        QVERIFY(!greeted());
        QVERIFY(world.sender.connect());
        world.bench.advance(1100ms);
        QVERIFY(greeted());
        QVERIFY(!greeted());
    }

    // ---- without a session

    void answersStun() {
        World world;
        SeededRandom random(5);
        const auto id = wire::StunTransaction::draw(random);
        for (const auto port : {Port::Main, Port::Alternate}) {
            world.bench.sent.clear();
            world.bench.send(world.receiver.address(), wire::encodeBindingRequest(id), port);
            QCOMPARE(world.bench.sent.size(), std::size_t(1));
            const auto& out = world.bench.sent[0];
            QCOMPARE(out.port, port);
            const auto answer = wire::decodeStun(out.datagram);
            QVERIFY(answer);
            QCOMPARE(answer->kind, wire::StunClass::Success);
            QCOMPARE(answer->transaction, id);
            QCOMPARE(answer->mapped.value(), world.receiver.address());
        }
        // Answers are no questions.
        world.bench.sent.clear();
        world.bench.send(world.receiver.address(), wire::encodeBindingSuccess(id, world.receiver.address()));
        QVERIFY(world.bench.sent.empty());
    }

    void answersTheLanOnly() {
        Config config;
        config.discoveryLine = "nightjar-hub://:33445/" + toBase64Url(Bytes(32));
        World world(config);
        const auto probe = wire::encodeDiscoveryProbe({1, 2, 3, 4, 5, 6, 7, 8});
        world.bench.send(Endpoint::v4(198, 51, 100, 1, 4000), probe);
        QVERIFY(world.bench.sent.empty());
        world.bench.send(Endpoint::v4(192, 168, 1, 20, 4000), probe);
        QCOMPARE(world.bench.sent.size(), std::size_t(1));
        const auto answer = wire::decodeDiscoveryAnswer(world.bench.sent[0].datagram);
        QVERIFY(answer);
        QCOMPARE(answer->address, config.discoveryLine);
    }

    void answersNothingUnprovenWithMore() {
        Config config;
        config.discoveryLine = "nightjar-hub://:33445/" + toBase64Url(Bytes(32));
        World world(config);
        SeededRandom random(11);
        std::vector<Bytes> seeds{
            wire::encodeBindingRequest(wire::StunTransaction::draw(random)),
            wire::encodeDiscoveryProbe({1, 2, 3, 4, 5, 6, 7, 8}),
            Bytes(60, 196),
            Bytes(60, 197),
            Bytes(80, 193),
        };
        int answered = 0;
        for (int i = 0; i < 30'000; ++i) {
            auto datagram = i % 100 == 0 ? world.receiver.hello() : seeds[random.below(seeds.size())];
            if (i % 3 == 1) {
                datagram.resize(random.below(datagram.size() + 1));
            } else if (i % 3 == 2) {
                datagram[random.below(datagram.size())] = static_cast<std::uint8_t>(random.u64());
            }
            // IPv6 has the longest answers; a private address may ask for the hub.
            const auto from = i % 2 == 0 ? *Endpoint::parse("[fd00::1]:" + std::to_string(1 + i % 60000))
                                         : Endpoint::v4(10, 0, static_cast<std::uint8_t>(i % 250), 1, 9);
            const auto port = static_cast<Port>(random.below(3));
            const auto out = world.bench.hub().handle(world.bench.now, Incoming{port, from, datagram});
            world.bench.now += 1ms;
            std::size_t bytes = 0;
            for (const auto& one : out) {
                QCOMPARE(one.to, from);
                bytes += one.datagram.size();
                ++answered;
            }
            QVERIFY2(bytes <= datagram.size(), qPrintable(QString::number(i)));
        }
        QVERIFY(answered > 1000);
    }

    void saysThatAChannelIsUnknown() {
        World world;
        world.connect();
        world.bench.restart();
        world.receiver.channel().ping();
        world.receiver.flush();
        QCOMPARE(world.receiver.unknown.size(), std::size_t(1));
        QCOMPARE(world.receiver.unknown[0], world.receiver.channel().remoteId());
        // At most ten a second to one address.
        for (int i = 0; i < 100; ++i) {
            world.receiver.channel().ping();
            world.receiver.flush();
        }
        QCOMPARE(world.receiver.unknown.size(), std::size_t(10));
        QVERIFY(world.receiver.connect());
    }

    // ---- queues

    void createsOnce() {
        World world;
        world.connect();
        auto again = world.receiver.createRequest(world.queue, world.receiverKeys, world.senderKeys);
        QVERIFY(!world.receiver.errorOf(again));
        again = world.receiver.createRequest(world.queue, world.senderKeys, world.receiverKeys);
        QCOMPARE(world.receiver.errorOf(again), HubError::KeyConflict);
    }

    void attachesWhoProvesTheRole() {
        World world;
        world.connect();
        QVERIFY(world.receiverHandle() != 0);
        QVERIFY(world.senderHandle() != 0);
        // The key of the other role, a bit of the MAC, another session, another queue.
        QCOMPARE(world.sender.errorOf(world.sender.attachRequest(QueueRole::Receiver, world.queue, world.senderKeys)),
                 HubError::NotAuthorised);
        auto request = world.sender.attachRequest(QueueRole::Sender, world.queue, world.senderKeys);
        request.mac[15] ^= 1;
        QCOMPARE(world.sender.errorOf(request), HubError::NotAuthorised);
        const auto stolen = world.receiver.attachRequest(QueueRole::Receiver, world.queue, world.receiverKeys);
        QCOMPARE(world.sender.errorOf(stolen), HubError::NotAuthorised);
        const auto unknown = QueueId::draw(world.random);
        QCOMPARE(world.sender.errorOf(world.sender.attachRequest(QueueRole::Sender, unknown, world.senderKeys)),
                 HubError::UnknownQueue);
    }

    void refusesKeysOfLowOrder() {
        World world;
        QVERIFY(world.sender.connect());
        const auto queue = QueueId::draw(world.random);
        QVERIFY(!world.sender.errorOf(wire::CreateRequest{world.sender.nextReq++, queue, {}, {}}));
        QCOMPARE(world.sender.errorOf(world.sender.attachRequest(QueueRole::Sender, queue, world.senderKeys)),
                 HubError::NotAuthorised);
    }

    void deliversAndForgets() {
        World world;
        world.connect();
        const auto to = world.receiverHandle();
        const auto from = world.senderHandle();
        QVERIFY(!world.put(from, envelopeOf(7)));
        const auto delivery = world.receiver.delivery();
        QVERIFY(delivery);
        QCOMPARE(delivery->envelope, envelopeOf(7));
        QCOMPARE(delivery->number, wire::DeliveryNumber(1));
        QCOMPARE(world.store.envelopeCount(), std::size_t(1));
        world.receiver.tell(wire::AckRequest{{{to, delivery->number}}});
        world.bench.advance(1s);
        QCOMPARE(world.store.envelopeCount(), std::size_t(0));
    }

    void keepsForWhoIsAway() {
        World world;
        world.connect();
        const auto from = world.senderHandle();
        for (std::uint8_t i = 1; i <= 100; ++i) {
            QVERIFY(!world.put(from, envelopeOf(i, wire::envelopeSizes[i % wire::envelopeSizes.size()])));
        }
        const auto to = world.receiverHandle();
        // Oldest first, at most 32 on their way.
        std::vector<StoredEnvelope> first;
        while (auto delivery = world.receiver.delivery()) {
            first.push_back(std::move(*delivery));
        }
        QCOMPARE(first.size(), deliveryWindow());
        // What was not acknowledged comes again, to the next session too.
        QVERIFY(world.receiver.connect());
        const auto again = world.receiverHandle();
        QVERIFY(to == again);
        for (std::uint8_t i = 1; i <= 100; ++i) {
            const auto delivery = world.receiver.delivery();
            QVERIFY(delivery);
            QCOMPARE(delivery->number, wire::DeliveryNumber(i));
            QCOMPARE(delivery->envelope, envelopeOf(i, wire::envelopeSizes[i % wire::envelopeSizes.size()]));
            world.receiver.tell(wire::AckRequest{{{again, delivery->number}}});
        }
        world.bench.advance(1s);
        QCOMPARE(world.store.envelopeCount(), std::size_t(0));
    }

    void attachesManyInOneRoundTrip() {
        World world;
        QVERIFY(world.receiver.connect());
        QVERIFY(world.sender.connect());
        std::vector<std::pair<QueueId, crypto::KeyPair>> queues;
        wire::AttachAllRequest all{0, {}};
        for (std::uint8_t i = 0; i < 20; ++i) {
            const auto id = QueueId::draw(world.random);
            auto receiver = crypto::generateKeyPair(world.random);
            const auto sender = crypto::generateKeyPair(world.random);
            QVERIFY(!world.sender.errorOf(world.sender.createRequest(id, receiver, sender)));
            const auto handle = world.sender.attach(wire::QueueRole::Sender, id, sender);
            QVERIFY(!world.sender.errorOf(
                wire::PutRequest{world.sender.nextReq++, handle, false, Bytes(wire::envelopeSizes[0], i)}));
            queues.emplace_back(id, std::move(receiver));
        }
        for (const auto& [id, keys] : queues) {
            const auto one = world.receiver.attachRequest(wire::QueueRole::Receiver, id, keys);
            all.entries.push_back({one.role, one.queue, one.mac});
        }
        all.entries.push_back({wire::QueueRole::Receiver, QueueId::draw(world.random), {}});
        all.entries[3].mac[0] ^= 1;
        all.req = world.receiver.nextReq++;
        // No packet of ours after the question: what waits comes by itself.
        world.receiver.channel().send(wire::encodeHubRequest(all), channel::Priority::Urgent);
        std::size_t answered = 0;
        const auto before = world.bench.sent.size();
        for (int i = 0; i < 20; ++i) {
            for (const auto& packet : world.receiver.channel().poll(world.bench.now)) {
                world.bench.send(world.receiver.address(), packet);
            }
            world.bench.advance(5ms);
        }
        for (auto i = before; i < world.bench.sent.size(); ++i) {
            answered += world.bench.sent[i].datagram.size();
        }
        // The handles take 70 bytes: the rest is what waits.
        QVERIFY2(answered > 2 * wire::envelopeSizes[0], std::to_string(answered).c_str());
        int delivered = 0;
        while (world.receiver.delivery()) {
            ++delivered;
        }
        QCOMPARE(delivered, 19);
    }

    void forgetsQueuesThatNobodyUses() {
        World world;
        world.connect();
        const auto other = QueueId::draw(world.random);
        QVERIFY(!world.receiver.errorOf(world.receiver.createRequest(other, world.receiverKeys, world.senderKeys)));
        // One is fetched from for a minute now and then, the other never.
        for (int month = 0; month < 5; ++month) {
            QVERIFY(world.receiver.connect());
            (void)world.receiverHandle();
            world.bench.advance(1min);
            world.bench.now += 40 * 24h;
            world.bench.advance(11min);
        }
        QVERIFY(world.receiver.connect());
        (void)world.receiverHandle();
        QCOMPARE(world.receiver.errorOf(world.receiver.attachRequest(QueueRole::Receiver, other, world.receiverKeys)),
                 HubError::Gone);
        QVERIFY(world.sender.connect());
        QCOMPARE(world.sender.errorOf(world.sender.attachRequest(QueueRole::Sender, other, world.senderKeys)),
                 HubError::Gone);
    }

    void storesARepeatedPutOnce() {
        World world;
        world.connect();
        const auto from = world.senderHandle();
        QVERIFY(!world.put(from, envelopeOf(7)));
        QVERIFY(!world.put(from, envelopeOf(7)));
        QCOMPARE(world.store.envelopeCount(), std::size_t(1));
    }

    void givesTransientsToWhoIsThere() {
        World world;
        world.connect();
        const auto from = world.senderHandle();
        QCOMPARE(world.put(from, envelopeOf(7), true), HubError::Absent);
        (void)world.receiverHandle();
        world.bench.advance(1s);
        QVERIFY(!world.put(from, envelopeOf(8), true));
        const auto delivery = world.receiver.delivery();
        QVERIFY(delivery);
        QCOMPARE(delivery->number, wire::DeliveryNumber(0));
        QCOMPARE(delivery->envelope, envelopeOf(8));
        QCOMPARE(world.store.envelopeCount(), std::size_t(0));
    }

    void tellsWhenAQueueIsFull() {
        World world;
        world.connect();
        const auto from = world.senderHandle();
        Bytes envelope(wire::maxEnvelopeSize, 1);
        for (int i = 0; i < 256; ++i) {  // 4 MiB
            envelope[1] = static_cast<std::uint8_t>(i);
            QVERIFY(!world.put(from, envelope));
        }
        QCOMPARE(world.put(from, envelopeOf(9)), HubError::Full);
    }

    void checksSizes() {
        World world;
        world.connect();
        const auto from = world.senderHandle();
        QCOMPARE(world.put(from, Bytes(300, 1)), HubError::Malformed);
        QCOMPARE(world.put(from, Bytes(16500, 1)), HubError::TooLarge);
        QCOMPARE(world.put(from + 1, envelopeOf(1)), HubError::NotAuthorised);
        QCOMPARE(world.put(3, envelopeOf(1)), HubError::NotAuthorised);
    }

    void deletesQueues() {
        World world;
        world.connect();
        const auto to = world.receiverHandle();
        const auto from = world.senderHandle();
        QVERIFY(!world.put(from, envelopeOf(7)));
        QCOMPARE(world.sender.errorOf(wire::DeleteRequest{world.sender.nextReq++, from}), HubError::NotAuthorised);
        QVERIFY(!world.receiver.errorOf(wire::DeleteRequest{world.receiver.nextReq++, to}));
        QCOMPARE(world.store.envelopeCount(), std::size_t(0));
        QCOMPARE(world.put(from, envelopeOf(8)), HubError::Gone);
        QCOMPARE(world.put(from, envelopeOf(8), true), HubError::Gone);
        QCOMPARE(world.sender.errorOf(world.sender.attachRequest(QueueRole::Sender, world.queue, world.senderKeys)),
                 HubError::Gone);
        QCOMPARE(
            world.receiver.errorOf(world.receiver.createRequest(world.queue, world.receiverKeys, world.senderKeys)),
            HubError::Gone);
        // For 30 days.
        world.bench.advance(31 * 24h);
        QVERIFY(world.sender.connect());
        QCOMPARE(world.sender.errorOf(world.sender.attachRequest(QueueRole::Sender, world.queue, world.senderKeys)),
                 HubError::UnknownQueue);
    }

    void replacesReceivers() {
        World world;
        world.connect();
        const auto old = world.receiverHandle();
        HubClient other(world.bench, Endpoint::v4(198, 51, 100, 3, 40000), 4);
        QVERIFY(other.connect());
        (void)other.attach(QueueRole::Receiver, world.queue, world.receiverKeys);
        const auto from = world.senderHandle();
        QVERIFY(!world.put(from, envelopeOf(7)));
        QVERIFY(other.delivery());
        QVERIFY(!world.receiver.delivery());
        QCOMPARE(world.receiver.errorOf(wire::DeleteRequest{world.receiver.nextReq++, old}), HubError::NotAuthorised);
    }

    void survivesARestartOfTheProgram() {
        World world;
        world.connect();
        QVERIFY(!world.put(world.senderHandle(), envelopeOf(7)));
        world.bench.restart();
        QVERIFY(world.receiver.connect());
        (void)world.receiverHandle();
        const auto delivery = world.receiver.delivery();
        QVERIFY(delivery);
        QCOMPARE(delivery->envelope, envelopeOf(7));
    }

    // ---- relay

    void relays() {
        World world;
        world.connect();
        const auto from = world.senderHandle();
        const Bytes largest(channel::Channel::maxDatagramPayload - 3, 0xc4);
        world.sender.relay(from, largest);
        world.bench.advance(100ms);
        QCOMPARE(world.bench.hub().counters().relayed, std::uint64_t(0));  // nobody there: silence
        const auto to = world.receiverHandle();
        world.sender.relay(from, largest);
        world.bench.advance(100ms);
        const auto relayed = world.receiver.takeRelayed();
        QCOMPARE(relayed.size(), std::size_t(1));
        const auto datagram = wire::decodeRelay(relayed[0]);
        QVERIFY(datagram);
        QCOMPARE(datagram->handle, to);
        QCOMPARE(toBytes(datagram->payload), largest);
        // Receivers do not relay.
        world.receiver.relay(to, largest);
        world.bench.advance(100ms);
        QVERIFY(world.sender.takeRelayed().empty());
    }

    void relaysManyInOneTurn() {
        World world;
        world.connect();
        const auto from = world.senderHandle();
        (void)world.receiverHandle();
        std::vector<std::pair<Endpoint, Bytes>> together;
        for (std::uint8_t i = 0; i < 60; ++i) {
            world.sender.channel().sendDatagram(wire::encodeRelay(from, Bytes(40, i)));
            for (auto& packet : world.sender.channel().poll(world.bench.now)) {
                together.emplace_back(world.sender.address(), std::move(packet));
            }
        }
        world.bench.sendTogether(together);
        QCOMPARE(world.receiver.takeRelayed().size(), std::size_t(60));
    }

    void boundsRelays() {
        Config config;
        config.limits.relayPerSession = {100, 1000};
        World world(config);
        world.connect();
        const auto from = world.senderHandle();
        (void)world.receiverHandle();
        for (int i = 0; i < 20; ++i) {
            world.sender.relay(from, Bytes(97, 1));  // 100 bytes with type and handle
        }
        QCOMPARE(world.receiver.takeRelayed().size(), std::size_t(10));
    }

    // ---- invitations

    void givesABlobToOneTaker() {
        World world;
        world.connect();
        const auto blob = wire::BlobId::draw(world.random);
        const auto token = wire::BlobToken::draw(world.random);
        const auto other = wire::BlobToken::draw(world.random);
        const Bytes content(512, 5);
        auto& inviter = world.receiver;
        auto& accepter = world.sender;
        const wire::BlobPutRequest put{inviter.nextReq++, blob, {}, 7 * 24 * 3600, content};
        QVERIFY(!inviter.errorOf(put));
        QVERIFY(!inviter.errorOf(wire::BlobPutRequest{inviter.nextReq++, blob, {}, 7 * 24 * 3600, content}));
        QCOMPARE(inviter.errorOf(wire::BlobPutRequest{inviter.nextReq++, blob, {}, 60, Bytes(512, 6)}),
                 HubError::KeyConflict);
        const auto take = [&](const wire::BlobToken& by) {
            return accepter.ask(wire::BlobTakeRequest{accepter.nextReq++, blob, by});
        };
        for (int i = 0; i < 2; ++i) {
            const auto reply = take(token);
            const auto* const got = std::get_if<wire::BlobReply>(&reply);
            QVERIFY(got != nullptr);
            QCOMPARE(toBytes(got->content), content);
        }
        QCOMPARE(std::get<wire::ErrorReply>(take(other)).error, HubError::BlobUsed);
        QCOMPARE(accepter.errorOf(wire::BlobTakeRequest{accepter.nextReq++, wire::BlobId::draw(world.random), token}),
                 HubError::BlobUnknown);
        // The same token has a day.
        world.bench.advance(25h);
        QVERIFY(accepter.connect());
        QCOMPARE(std::get<wire::ErrorReply>(take(token)).error, HubError::BlobUsed);
    }

    void expiresBlobs() {
        World world;
        world.connect();
        auto& client = world.sender;
        const auto blob = wire::BlobId::draw(world.random);
        QVERIFY(!client.errorOf(wire::BlobPutRequest{client.nextReq++, blob, {}, 60, Bytes(512, 5)}));
        world.bench.advance(61s);
        const auto token = wire::BlobToken::draw(world.random);
        QCOMPARE(client.errorOf(wire::BlobTakeRequest{client.nextReq++, blob, token}), HubError::BlobExpired);
        QCOMPARE(client.errorOf(wire::BlobPutRequest{client.nextReq++, blob, {}, 0, Bytes(512, 5)}),
                 HubError::Malformed);
        QCOMPARE(client.errorOf(wire::BlobPutRequest{client.nextReq++, blob, {}, 8 * 24 * 3600, Bytes(512, 5)}),
                 HubError::Malformed);
        QCOMPARE(client.errorOf(wire::BlobPutRequest{client.nextReq++, blob, {}, 60, Bytes(4097, 5)}),
                 HubError::TooLarge);
    }

    void revokesBlobs();

    // ---- hostile clients

    void answersMalformedRequests() {
        World world;
        world.connect();
        Bytes request =
            wire::encodeHubRequest(world.sender.createRequest(world.queue, world.receiverKeys, world.senderKeys));
        request.pop_back();
        world.sender.channel().send(request, channel::Priority::Text);
        world.sender.flush();
        // ask() finds the answer to the same number.
        auto again = world.sender.createRequest(world.queue, world.receiverKeys, world.senderKeys);
        again.req = 1;
        QCOMPARE(world.sender.errorOf(again), HubError::Malformed);
    }

    void boundsRequests() {
        Config config;
        config.limits.requestsPerSession = {1, 10};
        World world(config);
        world.connect();
        const auto token = wire::BlobToken::draw(world.random);
        int refused = 0;
        for (int i = 0; i < 20; ++i) {
            const auto error = world.sender.errorOf(
                wire::BlobTakeRequest{world.sender.nextReq++, wire::BlobId::draw(world.random), token});
            refused += error == HubError::TryLater ? 1 : 0;
        }
        QVERIFY(refused >= 9);
    }

    void boundsCreations() {
        Config config;
        config.limits.creationsPerAddress = {0.001, 3};
        World world(config);
        QVERIFY(world.sender.connect());
        const auto create = [&] {
            return world.sender.errorOf(
                world.sender.createRequest(QueueId::draw(world.random), world.receiverKeys, world.senderKeys));
        };
        QVERIFY(!create());
        QVERIFY(!create());
        QVERIFY(!create());
        QCOMPARE(create(), HubError::LimitReached);
    }

    void boundsHandles() {
        Config config;
        config.limits.handlesPerSession = 2;
        World world(config);
        world.connect();
        const auto first = world.senderHandle();
        QCOMPARE(world.senderHandle(), first);  // the same again
        (void)world.sender.attach(QueueRole::Receiver, world.queue, world.receiverKeys);
        const auto queue = QueueId::draw(world.random);
        QVERIFY(!world.sender.errorOf(world.sender.createRequest(queue, world.receiverKeys, world.senderKeys)));
        QCOMPARE(world.sender.errorOf(world.sender.attachRequest(QueueRole::Sender, queue, world.senderKeys)),
                 HubError::LimitReached);
    }

    void cutsOffWhoNeverAcknowledges() {
        Config config;
        config.limits.pendingCutOff = 20'000;
        config.limits.requestsPerSession = {1e6, 1e6};
        World world(config);
        world.connect();
        const auto blob = wire::BlobId::draw(world.random);
        const auto token = wire::BlobToken::draw(world.random);
        QVERIFY(!world.receiver.errorOf(
            wire::BlobPutRequest{world.receiver.nextReq++, blob, {}, 600, Bytes(wire::maxBlobSize, 5)}));
        world.bench.deaf = &world.sender;
        for (int i = 0; i < 50; ++i) {
            world.sender.tell(wire::BlobTakeRequest{world.sender.nextReq++, blob, token});
            world.bench.advance(1s);
        }
        QCOMPARE(world.bench.hub().counters().sessions, std::size_t(1));
    }

    void boundsWhatAllHoldTogether() {
        Config config;
        config.limits.heldByAll = 200'000;
        World world(config);
        world.connect();
        // The beginning of a long request takes as much memory as all of it.
        const auto begin = [](HubBench& bench, HubClient& client) {
            client.channel().send(Bytes(wire::maxMessageSize, 18), channel::Priority::Bulk);
            for (const auto& packet : client.channel().poll(bench.now)) {
                bench.send(client.address(), packet);
            }
        };
        begin(world.bench, world.receiver);
        QCOMPARE(world.bench.hub().counters().sessions, std::size_t(2));
        config.limits.heldByAll = 10'000;
        World small(config);
        small.connect();
        begin(small.bench, small.sender);
        QCOMPARE(small.bench.hub().counters().sessions, std::size_t(1));
        QCOMPARE(small.sender.closed, wire::CloseReason::Idle);
        QVERIFY(!small.receiver.closed);
    }

    void saysGoodBye() {
        World world;
        world.connect();
        for (const auto& out : world.bench.hub().close(world.bench.now)) {
            if (out.to == world.receiver.address()) {
                world.receiver.receive(out.datagram);
            }
        }
        QCOMPARE(world.receiver.closed, wire::CloseReason::Done);
        QCOMPARE(world.bench.hub().counters().sessions, std::size_t(0));
    }

private:
    static std::size_t deliveryWindow() { return 32; }
};

void TestHub::revokesBlobs() {
    World world;
    world.connect();
    auto& client = world.receiver;
    const auto blob = wire::BlobId::draw(world.random);
    const ByteArray<16> secret{1, 2, 3};
    const auto hash = blake2b256(secret);
    QVERIFY(!client.errorOf(wire::BlobPutRequest{client.nextReq++, blob, hash, 600, Bytes(512, 5)}));
    QCOMPARE(client.errorOf(wire::BlobRevokeRequest{client.nextReq++, blob, {}}), HubError::NotAuthorised);
    QVERIFY(!client.errorOf(wire::BlobRevokeRequest{client.nextReq++, blob, secret}));
    QCOMPARE(client.errorOf(wire::BlobRevokeRequest{client.nextReq++, blob, secret}), HubError::BlobUnknown);
    const auto token = wire::BlobToken::draw(world.random);
    QCOMPARE(client.errorOf(wire::BlobTakeRequest{client.nextReq++, blob, token}), HubError::BlobUnknown);
}

QTEST_APPLESS_MAIN(TestHub)
#include "tst_hub.moc"
