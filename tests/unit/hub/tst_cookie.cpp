// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>
#include <deque>

#include "crypto/hubcookie.h"
#include "hub/cookiejar.h"
#include "hub/memoryqueuestore.h"
#include "hubclient.h"
#include "link/hubhandshake.h"
#include "link/hubsession.h"

using namespace nightjar;
using namespace nightjar::hub;

namespace {

const Endpoint hubAt = Endpoint::v4(203, 0, 113, 10, 33445);
const Endpoint own = Endpoint::v4(198, 51, 100, 1, 40000);
const Endpoint elsewhere = Endpoint::v4(198, 51, 100, 2, 40000);

/// A hub that takes two hellos a second on trust.
Config strict() {
    Config config;
    config.limits.hellosUnproven = {2, 2};
    return config;
}

struct World {
    explicit World(Config config = strict()) : bench(store, std::move(config)) {}

    /// What the hub answers to a datagram.
    Bytes answer(const Endpoint& from, ByteView datagram) {
        bench.sent.clear();
        bench.send(from, datagram);
        return bench.sent.empty() ? Bytes{} : bench.sent.front().datagram;
    }
    void exhaust() {
        for (std::uint64_t i = 0; i < 2; ++i) {
            auto& client =
                others.emplace_back(bench, Endpoint::v4(192, 0, 2, static_cast<std::uint8_t>(i), 4000), 100 + i);
            QCOMPARE(wire::kindOf(answer(client.address(), client.hello())), wire::DatagramKind::HubWelcome);
        }
    }
    /// A hello with what a cookie message asks for.
    Bytes prove(const Bytes& hello, ByteView cookieMessage) {
        const auto message = wire::decodeHubCookie(cookieMessage);
        const auto cookie = crypto::openHubCookie(bench.keys.publicKey, message->nonce, hello, message->sealed).value();
        auto out = hello;
        append(out, crypto::helloMac(cookie, hello));
        return out;
    }

    MemoryQueueStore store;
    HubBench bench;
    std::deque<HubClient> others;
};

}  // namespace

class TestCookie : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isNotAskedForWithoutNeed() {
        World world;
        HubClient client(world.bench, own, 1);
        QVERIFY(client.connect());
        QCOMPARE(world.bench.hub().counters().cookiesSent, std::uint64_t{0});
    }

    void isAskedForUnderLoad() {
        World world;
        world.exhaust();
        HubClient client(world.bench, own, 1);
        const auto hello = client.hello();
        const auto cookie = world.answer(own, hello);
        QCOMPARE(wire::kindOf(cookie), wire::DatagramKind::HubCookie);
        QVERIFY(cookie.size() < hello.size());
        QCOMPARE(world.bench.hub().counters().sessions, std::size_t{2});  // nothing was made for it
        const auto welcome = world.answer(own, world.prove(hello, cookie));
        QCOMPARE(wire::kindOf(welcome), wire::DatagramKind::HubWelcome);
        QVERIFY(client.isConnected());
        QCOMPARE(world.bench.hub().counters().cookiesSent, std::uint64_t{1});
    }

    void belongsToOneAddressAndOneHello() {
        World world;
        world.exhaust();
        HubClient client(world.bench, own, 1);
        const auto hello = client.hello();
        const auto cookie = world.answer(own, hello);
        const auto proven = world.prove(hello, cookie);
        QCOMPARE(wire::kindOf(world.answer(elsewhere, proven)), wire::DatagramKind::HubCookie);
        QCOMPARE(wire::kindOf(world.answer(own.withPort(40001), proven)), wire::DatagramKind::HubCookie);
        auto wrong = proven;
        wrong.back() ^= 1;
        QCOMPARE(wire::kindOf(world.answer(own, wrong)), wire::DatagramKind::HubCookie);
        auto otherHello = client.hello();
        append(otherHello, ByteView(proven).last(wire::hubHelloMacSize));
        QCOMPARE(wire::kindOf(world.answer(own, otherHello)), wire::DatagramKind::HubCookie);
        // Who did not see the hello cannot read the cookie.
        const auto message = wire::decodeHubCookie(cookie);
        QVERIFY(!crypto::openHubCookie(world.bench.keys.publicKey, message->nonce, client.hello(), message->sealed));
        QCOMPARE(wire::kindOf(world.answer(own, proven)), wire::DatagramKind::HubWelcome);
    }

    void lastsTwoToFourMinutes() {
        for (const auto& [age, good] : {std::pair<Duration, bool>{119s, true}, {121s, true}, {241s, false}}) {
            World world;
            world.exhaust();
            HubClient client(world.bench, own, 1);
            const auto hello = client.hello();
            const auto proven = world.prove(hello, world.answer(own, hello));
            world.bench.now += age;
            world.exhaust();
            QCOMPARE(wire::kindOf(world.answer(own, proven)) == wire::DatagramKind::HubWelcome, good);
        }
    }

    void isNotAskedForOnConnections() {
        World world;
        world.exhaust();
        HubClient client(world.bench, own, 1);
        const auto hello = client.hello();
        const auto out = world.bench.hub().handle(world.bench.now, Incoming{Port::Main, own, hello, {}, 7});
        QCOMPARE(out.size(), std::size_t{1});
        QCOMPARE(wire::kindOf(out.front().datagram), wire::DatagramKind::HubWelcome);
    }

    void isRepeatedOnceAtMost() {
        SeededRandom random(4);
        const auto keys = crypto::generateKeyPair(random);
        Instant now = fromUnixMs(1'700'000'000'000);
        link::HubHandshake handshake(keys.publicKey, crypto::generateKeyPair(random), random, now);
        CookieJar jar(random);
        const auto cookie = jar.cookieFor(now, keys.publicKey, own, handshake.localId(), handshake.hello());
        QCOMPARE(handshake.helloTo(hubAt), handshake.hello());
        handshake.sent(now, random);
        QVERIFY(handshake.readCookie(now, hubAt, cookie));
        // Replayed by somebody on the way: kept quiet until the hello is due again.
        QVERIFY(!handshake.readCookie(now, hubAt, cookie));
        const auto proven = wire::splitProvenHello(handshake.helloTo(hubAt)).has_value();
        QVERIFY(proven);
        QCOMPARE(handshake.helloTo(hubAt.withPort(1)), handshake.hello());  // another address, another cookie
        const auto again = handshake.helloTo(hubAt);
        QVERIFY(jar.proves(now, own, *wire::splitProvenHello(again)));
        handshake.sent(now, random);
        QVERIFY(handshake.readCookie(now, hubAt, cookie));
        auto forged = cookie;
        forged.back() ^= 1;
        handshake.sent(now, random);
        QVERIFY(!handshake.readCookie(now, hubAt, forged));
        QCOMPARE(handshake.helloTo(hubAt), again);
    }

    /// A real client, while 5,000 forged hellos a second come from everywhere: a cookie costs it one round trip.
    void clientsGetThroughAFlood() {
        constexpr Duration oneWay = 40ms;
        SeededRandom random(3);
        MemoryQueueStore store;
        const auto keys = crypto::generateKeyPair(random);
        Hub hub(keys, store, random);
        Instant now = fromUnixMs(1'700'000'000'000);
        link::HubSession session(keys.publicKey.value, random, now);
        struct Packet {
            Instant at;
            bool toHub;
            Bytes bytes;
        };
        std::vector<Packet> packets;
        const auto forged = [&] {
            Bytes hello(wire::hubHelloSize);
            random.fill(hello);
            hello[0] = 192;
            hello[1] = 1;
            const Endpoint from = Endpoint::v4(static_cast<std::uint8_t>(1 + random.below(200)),
                                               static_cast<std::uint8_t>(random.below(256)),
                                               static_cast<std::uint8_t>(random.below(256)), 7, 4000);
            std::size_t answered = 0;
            for (const auto& out : hub.handle(now, Incoming{Port::Main, from, hello})) {
                answered += out.datagram.size();
            }
            QVERIFY(answered <= hello.size());
        };
        for (int i = 0; i < 5'000; ++i) {
            forged();  // before our client comes
        }
        const auto begun = now;
        session.setEndpoints(now, {hubAt});
        while (session.state() != link::HubSessionState::Online && now < begun + 5s) {
            for (int i = 0; i < 5; ++i) {
                forged();
            }
            for (auto& datagram : session.poll(now).datagrams) {
                packets.push_back({now + oneWay, true, std::move(datagram.bytes)});
            }
            auto due = std::exchange(packets, {});
            for (auto& packet : due) {
                if (packet.at > now) {
                    packets.push_back(std::move(packet));
                } else if (packet.toHub) {
                    for (auto& out : hub.handle(now, Incoming{Port::Main, own, packet.bytes})) {
                        packets.push_back({now + oneWay, false, std::move(out.datagram)});
                    }
                } else {
                    (void)session.handle(now, hubAt, packet.bytes);
                }
            }
            now += 1ms;
        }
        QCOMPARE(session.state(), link::HubSessionState::Online);
        QVERIFY2(now - begun <= 4 * oneWay + 10ms, std::to_string(toMs(now - begun)).c_str());
        QVERIFY(hub.counters().cookiesSent > 3'000);
        QVERIFY(hub.counters().sessions < 2'000);
    }
};

QTEST_APPLESS_MAIN(TestCookie)
#include "tst_cookie.moc"
