// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "link/turnclient.h"
#include "support/turnserver.h"

using namespace nightjar;
using namespace nightjar::link;

namespace {

const Endpoint serverAt = Endpoint::v4(198, 51, 100, 9, 3478);
const Endpoint clientAt = Endpoint::v4(203, 0, 113, 5, 40000);
const Endpoint peer = Endpoint::v4(203, 0, 113, 77, 5000);
constexpr Instant start{1000s};

struct World {
    SeededRandom random{3};
    TurnClient client{random};
    sim::TurnServer server{serverAt};
    Instant now = start;
    Way way = Way::Udp;
    std::uint16_t port = clientAt.port();  ///< another one for every socket
    bool serverUp = true;
    std::vector<Bytes> atPeer;
    std::vector<TurnClient::Arrived> arrived;
    std::vector<Endpoint> asked;  ///< where datagrams went

    void begin(std::string user = "anna", std::string password = "long live the relay") {
        client.start(now, {serverAt, way, std::move(user), SecretBytes(asBytes(password))});
    }
    void toServer(const OutgoingDatagram& datagram) {
        QVERIFY(datagram.way == way && datagram.socket == (way == Way::Udp ? TurnClient::socket : 0));
        asked.push_back(datagram.to);
        if (serverUp && datagram.to == serverAt) {
            deliver(server.handle(now, clientAt.withPort(port), serverAt, datagram.bytes));
        }
    }
    void deliver(const std::vector<sim::TurnServer::Out>& outs) {
        for (const auto& out : outs) {
            if (out.to == peer) {
                atPeer.push_back(out.bytes);
            } else if (out.to == clientAt.withPort(port)) {
                (void)client.handle(now, out.from, out.bytes, way);
            }
        }
    }
    void settle() {
        for (int i = 0; i < 30 && client.nextDeadline() <= now; ++i) {
            auto out = client.poll(now);
            for (const auto& datagram : out.lastWords) {
                toServer(datagram);
            }
            port = static_cast<std::uint16_t>(port + (out.closeSocket || out.hangUp ? 1 : 0));
            for (const auto& datagram : out.datagrams) {
                toServer(datagram);
            }
            arrived.insert(arrived.end(), out.arrived.begin(), out.arrived.end());
        }
        QVERIFY(client.nextDeadline() > now);
    }
    void run(Duration time) {
        const auto until = now + time;
        settle();
        while (client.nextDeadline() <= until) {
            now = client.nextDeadline();
            settle();
        }
        now = until;
    }
    void peerSays(std::string_view what) {
        deliver(server.handle(now, peer, client.relayed().front(), asBytes(what)));
        settle();
    }
};

}  // namespace

class TestTurnClient : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void allocates_data() {
        QTest::addColumn<bool>("modern");
        QTest::newRow("as RFC 5766 servers do") << false;
        QTest::newRow("with SHA-256 and a hidden name") << true;
    }
    void allocates() {
        QFETCH(bool, modern);
        World world;
        world.server.modern = modern;
        world.begin();
        world.settle();
        QCOMPARE(world.client.state(), TurnClient::State::Ready);
        QCOMPARE(world.server.requests(), std::size_t{2});  // asked who we are, and told
        QVERIFY(world.client.relayed().at(0) == serverAt.withPort(50000));
        QVERIFY(!world.client.relayed().at(1).isV4());
        QVERIFY(world.client.mapped() == clientAt);
        QCOMPARE(world.client.dropped(), std::uint64_t{0});
        world.client.stop(world.now);
        world.settle();
        QCOMPARE(world.server.allocations(world.now), std::size_t{0});
        QCOMPARE(world.client.state(), TurnClient::State::Off);
        world.run(1h);
        QCOMPARE(world.server.requests(), std::size_t{3});
    }

    void carriesBothWays_data() {
        QTest::addColumn<int>("way");
        QTest::newRow("UDP") << static_cast<int>(Way::Udp);
        QTest::newRow("TCP") << static_cast<int>(Way::TurnTcp);
        QTest::newRow("TLS") << static_cast<int>(Way::TurnTls);
    }
    void carriesBothWays() {
        QFETCH(int, way);
        World world;
        world.way = static_cast<Way>(way);
        world.begin();
        world.settle();
        world.client.send(world.now, peer, asBytes("too soon"));
        world.peerSays("nobody let me in");
        world.settle();
        QVERIFY(world.atPeer.empty() && world.arrived.empty());
        QVERIFY(world.client.isPermitted(peer));
        world.client.send(world.now, peer, asBytes("first"));
        world.settle();
        QCOMPARE(world.server.indications(), std::size_t{1});
        world.client.send(world.now, peer, asBytes("second"));
        world.settle();
        QCOMPARE(world.server.channelData(), std::size_t{1});
        QVERIFY(world.atPeer.size() == 2 && toText(world.atPeer[0]) == "first" && toText(world.atPeer[1]) == "second");
        world.peerSays("an answer");
        QCOMPARE(world.arrived.size(), std::size_t{1});
        QVERIFY(world.arrived[0].peer == peer && toText(world.arrived[0].data) == "an answer");
    }

    void keepsWhatIsInUse() {
        World world;
        world.begin();
        world.client.permit(world.now, peer);
        world.settle();
        for (int i = 0; i < 60; ++i) {
            world.run(1min);
            world.client.send(world.now, peer, asBytes("still here"));
            world.settle();
            world.peerSays("I, too");
        }
        QCOMPARE(world.atPeer.size(), std::size_t{60});
        QCOMPARE(world.arrived.size(), std::size_t{60});
        QCOMPARE(world.server.allocations(world.now), std::size_t{1});
        QVERIFY(world.client.relayed().at(0) == serverAt.withPort(50000));
        // What nobody uses is not kept: an hour of silence costs the refreshing of the allocation alone.
        world.run(15min);
        QVERIFY(!world.client.isPermitted(peer));
        const auto before = world.asked.size();
        world.run(1h);
        QVERIFY2(world.asked.size() - before <= 8, std::to_string(world.asked.size() - before).c_str());
        QCOMPARE(world.server.allocations(world.now), std::size_t{1});
    }

    void followsTheNonce() {
        World world;
        world.begin();
        world.client.permit(world.now, peer);
        world.settle();
        world.server.nonce = 2;
        world.run(20min);
        world.server.nonce = 3;
        world.client.permit(world.now, peer);
        world.run(20min);
        QCOMPARE(world.client.state(), TurnClient::State::Ready);
        QVERIFY(world.client.relayed().at(0) == serverAt.withPort(50000));
    }

    void heedsErrors_data() {
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("problem");
        QTest::addColumn<int>("againMinutes");
        QTest::newRow("486 quota") << 486 << static_cast<int>(TurnClient::Problem::Quota) << 5;
        QTest::newRow("508 capacity") << 508 << static_cast<int>(TurnClient::Problem::Capacity) << 1;
        QTest::newRow("500 error") << 500 << static_cast<int>(TurnClient::Problem::Capacity) << 1;
        QTest::newRow("403 forbidden") << 403 << static_cast<int>(TurnClient::Problem::Refused) << 30;
        QTest::newRow("441 credentials") << 441 << static_cast<int>(TurnClient::Problem::Credentials) << 30;
        QTest::newRow("442 transport") << 442 << static_cast<int>(TurnClient::Problem::Refused) << 30;
    }
    void heedsErrors() {
        QFETCH(int, code);
        QFETCH(int, problem);
        QFETCH(int, againMinutes);
        World world;
        world.server.errors[wire::TurnMethod::Allocate] = code;
        world.begin();
        world.settle();
        QCOMPARE(world.client.state(), TurnClient::State::Resting);
        QCOMPARE(static_cast<int>(world.client.problem()), problem);
        const auto asked = world.server.requests();
        world.run(std::chrono::minutes(againMinutes) - 1s);
        QCOMPARE(world.server.requests(), asked);
        world.server.errors.clear();
        world.run(2s);
        QCOMPARE(world.client.state(), TurnClient::State::Ready);
    }

    void wrongPassword() {
        World world;
        world.begin("anna", "guessed");
        world.run(10min);
        QCOMPARE(world.client.state(), TurnClient::State::Resting);
        QCOMPARE(world.client.problem(), TurnClient::Problem::Credentials);
        QCOMPARE(world.server.requests(), std::size_t{2});
    }

    void theFamilyThatIsNotThere() {
        World world;
        world.server.sixToo = false;
        world.begin();
        world.settle();
        QCOMPARE(world.client.relayed().size(), std::size_t{1});
        World other;
        other.server.errors[wire::TurnMethod::Allocate] = 440;
        other.begin();
        other.settle();
        QCOMPARE(other.server.requests(), std::size_t{3});  // once more without IPv6
        QCOMPARE(other.client.state(), TurnClient::State::Resting);
    }

    void goesToTheAlternate() {
        World world;
        const auto other = Endpoint::v4(198, 51, 100, 10, 3478);
        world.server.errors[wire::TurnMethod::Allocate] = 300;
        world.server.alternate = other;
        world.begin();
        world.settle();
        QCOMPARE(world.client.state(), TurnClient::State::Allocating);
        QVERIFY(world.asked.back() == other);
        // One of another family, or one nobody signed, is not followed.
        World six;
        six.server.errors[wire::TurnMethod::Allocate] = 300;
        six.server.alternate = *Endpoint::parse("[2001:db8::1]:3478");
        six.begin();
        six.settle();
        QCOMPARE(six.client.state(), TurnClient::State::Resting);
    }

    void aPeerThatTheOperatorForbids() {
        World world;
        world.server.errors[wire::TurnMethod::CreatePermission] = 403;
        world.begin();
        world.client.permit(world.now, peer);
        world.run(1min);
        QCOMPARE(world.client.state(), TurnClient::State::Ready);
        QVERIFY(!world.client.isPermitted(peer));
        const auto asked = world.server.requests();
        world.run(3min);
        QCOMPARE(world.server.requests(), asked);
    }

    void startsAnewWhenTheServerForgot() {
        World world;
        world.begin();
        world.client.permit(world.now, peer);
        world.settle();
        world.server.forget();
        world.run(5min);
        QCOMPARE(world.client.state(), TurnClient::State::Ready);
        QVERIFY(world.client.relayed().at(0) == serverAt.withPort(50001));
        QVERIFY(world.client.isPermitted(peer));
        QCOMPARE(world.server.allocations(world.now), std::size_t{1});
    }

    void aServerThatIsSilent() {
        World world;
        world.serverUp = false;
        world.begin();
        world.run(39s);
        QCOMPARE(world.client.state(), TurnClient::State::Allocating);
        QCOMPARE(world.asked.size(), std::size_t{7});  // RFC 8489 section 6.2.1
        world.run(1s);
        QCOMPARE(world.client.problem(), TurnClient::Problem::NoAnswer);
        world.serverUp = true;
        world.run(1min);
        QCOMPARE(world.client.state(), TurnClient::State::Ready);
    }

    void aConnectionThatEnds() {
        World world;
        world.way = Way::TurnTcp;
        world.begin();
        world.settle();
        QCOMPARE(world.client.state(), TurnClient::State::Ready);
        world.server.forget();
        world.client.hungUp(world.now, serverAt, Way::TurnTcp);
        world.settle();
        QCOMPARE(world.client.state(), TurnClient::State::Ready);
        QCOMPARE(world.server.allocations(world.now), std::size_t{1});
    }

    void believesNoForgery() {
        World world;
        world.server.badMac = true;
        world.begin();
        world.run(30s);
        QCOMPARE(world.client.state(), TurnClient::State::Allocating);
        QVERIFY(world.client.dropped() > 0);

        World lied;  // the nonce says that there are algorithms, and they are missing
        lied.server.lying = true;
        lied.begin();
        lied.run(30s);
        QCOMPARE(lied.client.state(), TurnClient::State::Resting);

        World good;
        good.begin();
        good.client.permit(good.now, peer);
        good.settle();
        const auto dropped = good.client.dropped();
        wire::TurnWriter data(wire::TurnMethod::Data, wire::StunClass::Indication,
                              wire::StunTransaction::draw(good.random));
        data.peer(peer);
        data.data(asBytes("hello"));
        const auto bytes = data.take();
        QVERIFY(!good.client.handle(good.now, peer, bytes, Way::Udp));          // not the server
        QVERIFY(!good.client.handle(good.now, serverAt, bytes, Way::TurnTcp));  // another way
        wire::TurnWriter stranger(wire::TurnMethod::Data, wire::StunClass::Indication,
                                  wire::StunTransaction::draw(good.random));
        stranger.peer(Endpoint::v4(9, 9, 9, 9, 9));
        stranger.data(asBytes("hello"));
        QVERIFY(!good.client.handle(good.now, serverAt, stranger.take(), Way::Udp));
        QVERIFY(
            !good.client.handle(good.now, serverAt, wire::encodeChannelData(0x4fff, asBytes("x"), false), Way::Udp));
        QVERIFY(!good.client.handle(good.now, serverAt, Bytes(40, 0), Way::Udp));
        QCOMPARE(good.client.dropped(), dropped + 5);
        QVERIFY(good.client.handle(good.now, serverAt, bytes, Way::Udp));
    }
};

QTEST_APPLESS_MAIN(TestTurnClient)
#include "tst_turnclient.moc"
