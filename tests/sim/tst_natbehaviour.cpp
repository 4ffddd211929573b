// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// What a client concludes about its NAT, with a real hub behind the NAT's back.

#include <QTest>
#include <deque>
#include <set>

#include "hub/hub.h"
#include "hub/memoryqueuestore.h"
#include "link/natprobe.h"
#include "support/natbox.h"

using namespace nightjar;
using namespace nightjar::sim;

namespace {

constexpr std::uint16_t port = 33445;
const Endpoint first = Endpoint::v4(203, 0, 113, 10, port);
const Endpoint second = Endpoint::v4(203, 0, 113, 11, port);
const Endpoint inside = Endpoint::v4(192, 168, 1, 2, 40000);
constexpr Duration oneWay = 40ms;

/// A client behind a box, a hub with one or two addresses, and the way between them.
struct World {
    World(std::optional<NatBehaviour> behaviour, bool two) {
        if (behaviour) {
            box.emplace(ByteArray<4>{198, 51, 100, 1}, *behaviour);
        }
        config.stun = {port, {first, two ? second : Endpoint{}}, false};
        hub = std::make_unique<hub::Hub>(keys, store, random, config);
    }

    struct Packet {
        Instant at;
        Endpoint from;
        Endpoint to;
        Bytes bytes;
        bool toHub = false;
    };

    /// Of the client's socket; each has an own inner port.
    Endpoint inner(SocketNumber socket) const {
        return (box ? inside : outside).withPort(static_cast<std::uint16_t>(inside.port() + socket));
    }

    void run(Duration howLong) {
        const auto end = now + howLong;
        while (now < end) {
            for (auto& datagram : probe.poll(now)) {
                const auto from = inner(datagram.socket);
                ++sent;
                spoken.insert({from, datagram.to});
                packets.push_back({now + oneWay, box ? box->outbound(now, from, datagram.to, random) : from,
                                   datagram.to, std::move(datagram.bytes), true});
            }
            auto next = std::min(end, probe.nextDeadline());
            for (const auto& packet : packets) {
                next = std::min(next, packet.at);
            }
            now = std::max(next, now + 1us);
            deliver();
        }
    }

    void deliver() {
        for (std::size_t i = 0; i < packets.size();) {
            if (packets[i].at > now) {
                ++i;
                continue;
            }
            auto packet = std::move(packets[i]);
            packets.erase(packets.begin() + static_cast<std::ptrdiff_t>(i));
            if (!packet.toHub) {
                const auto to = box ? box->inbound(now, packet.from, packet.to.port()) : std::optional(packet.to);
                const bool wanted = to && (!firewalled || spoken.contains({*to, packet.from}));
                if (wanted) {
                    (void)probe.handle(now, packet.from, packet.bytes);
                }
                continue;
            }
            const auto which = packet.to.port() == port ? hub::Port::Main : hub::Port::Alternate;
            for (auto& out : hub->handle(now, {which, packet.from, packet.bytes, packet.to.withPort(1)})) {
                const auto from = out.via.withPort(out.port == hub::Port::Main ? port : port + 1);
                packets.push_back({now + oneWay, from, out.to, std::move(out.datagram), false});
            }
        }
    }

    const Endpoint outside = Endpoint::v4(198, 51, 100, 7, 40000);
    SeededRandom random{5};
    Instant now = fromUnixMs(1'700'000'000'000);
    hub::MemoryQueueStore store;
    crypto::KeyPair keys = crypto::generateKeyPair(random);
    hub::Config config;
    std::unique_ptr<hub::Hub> hub;
    std::optional<NatBox> box;
    bool firewalled = false;
    std::set<std::pair<Endpoint, Endpoint>> spoken;  ///< from one of ours, to whom
    link::NatProbe probe{random};
    std::deque<Packet> packets;
    int sent = 0;
};

}  // namespace

class TestNatBehaviour : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsWhatTheBoxDoes_data() {
        QTest::addColumn<int>("type");
        QTest::addColumn<bool>("two");
        QTest::addColumn<QString>("expected");
        QTest::newRow("full cone") << 0 << true << "full-cone";
        QTest::newRow("restricted") << 1 << true << "restricted";
        QTest::newRow("port-restricted") << 2 << true << "port-restricted";
        QTest::newRow("symmetric") << 3 << true << "symmetric";
        QTest::newRow("sequential") << 4 << true << "symmetric-sequential";
        QTest::newRow("no box") << 5 << true << "none";
        // A hub with one address tells as much as it can.
        QTest::newRow("full cone, one address") << 0 << false << "restricted";
        QTest::newRow("restricted, one address") << 1 << false << "restricted";
        QTest::newRow("port-restricted, one address") << 2 << false << "port-restricted";
        QTest::newRow("no box, one address") << 5 << false << "none";
    }
    void tellsWhatTheBoxDoes() {
        QFETCH(int, type);
        QFETCH(bool, two);
        QFETCH(QString, expected);
        const NatBehaviour types[] = {fullCone(), restricted(), portRestricted(), symmetric(), symmetricSequential()};
        World world(type < 5 ? std::optional(types[type]) : std::nullopt, two);
        world.probe.start(world.now, first, {world.inner(0)});
        world.run(3s);  // before anybody needs it
        QCOMPARE(QString::fromStdString(std::string(world.probe.typeName())), expected);
        QVERIFY(world.probe.nextDeadline() == never);
        QVERIFY(type == 3 || type == 4 || world.probe.takeUsedSocket());
        QVERIFY2(world.sent <= 8, std::to_string(world.sent).c_str());
    }

    void tellsAFirewall() {
        World world({}, false);
        world.firewalled = true;
        world.probe.start(world.now, first, {world.inner(0)});
        world.run(3s);
        QCOMPARE(world.probe.typeName(), std::string_view("firewall"));
        QCOMPARE(world.probe.mapping(), link::NatMapping::None);
    }

    void staysTrueWhenTheNetworkChanges() {
        World world(portRestricted(), true);
        world.probe.start(world.now, first, {world.inner(0)});
        world.run(3s);
        QCOMPARE(world.probe.typeName(), std::string_view("port-restricted"));
        world.box.emplace(ByteArray<4>{198, 51, 100, 9}, fullCone());
        world.probe.start(world.now, first, {world.inner(0)});
        QCOMPARE(world.probe.typeName(), std::string_view("port-restricted"));  // kept until it is known better
        world.run(3s);
        QCOMPARE(world.probe.typeName(), std::string_view("full-cone"));
        world.box.emplace(ByteArray<4>{198, 51, 100, 9}, symmetric());
        world.probe.start(world.now, first, {world.inner(0)});
        world.run(3s);
        QCOMPARE(world.probe.typeName(), std::string_view("symmetric"));
        QVERIFY(world.probe.filtering() == link::NatFiltering::Unknown);
    }

    void doesNotBelieveStrangers() {
        World world(portRestricted(), true);
        world.probe.start(world.now, first, {world.inner(0)});
        world.run(200ms);  // the questions about filtering are on their way
        SeededRandom other(9);
        const auto forged = wire::encodeBindingSuccess(wire::StunTransaction::draw(other), first);
        QVERIFY(!world.probe.handle(world.now, second.withPort(port + 1), forged));
        world.run(3s);
        QCOMPARE(world.probe.typeName(), std::string_view("port-restricted"));
    }
};

QTEST_APPLESS_MAIN(TestNatBehaviour)
#include "tst_natbehaviour.moc"
