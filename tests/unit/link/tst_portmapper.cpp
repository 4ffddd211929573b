// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>
#include <set>

#include "base/buffer.h"
#include "link/portmapper.h"

using namespace nightjar;
using namespace nightjar::link;

namespace {

const Endpoint own = Endpoint::v4(192, 168, 1, 20, 40000);
const Endpoint router = Endpoint::v4(192, 168, 1, 1, wire::portControlPort);
const Endpoint outer = Endpoint::v4(203, 0, 113, 9, 51234);
constexpr Instant start{1000s};

/// A router as a test wants it.
struct Router {
    bool speaksPcp = true;
    bool speaksNatPmp = true;
    wire::PcpResult pcpResult = wire::PcpResult::Success;
    std::uint32_t life = 3600;
    Instant booted = start - 1000s;
    Endpoint external = outer;
    std::vector<Bytes> heard;

    [[nodiscard]] std::uint32_t epoch(Instant now) const {
        return static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::seconds>(now - booted).count());
    }

    std::vector<Bytes> answer(Instant now, const Bytes& datagram) {
        heard.push_back(datagram);
        if (datagram[0] == wire::pcpVersion) {
            const auto request = *wire::decodePcpMapRequest(datagram);
            if (speaksPcp) {
                const auto granted = request.lifetime == 0 ? 0 : life;
                return {wire::encodePcpMapAnswer(
                    {pcpResult, granted, epoch(now),
                     wire::PcpMapAnswer::Mapping{request.nonce, request.client.port(), external}})};
            }
            return speaksNatPmp ? std::vector<Bytes>{*fromHex("0081000100000001")} : std::vector<Bytes>{};
        }
        if (!speaksNatPmp) {
            return {};
        }
        ByteWriter out;
        out.u8(0);
        out.u8(static_cast<std::uint8_t>(0x80 | datagram[1]));
        out.u16(0);
        out.u32(epoch(now));
        if (datagram[1] == 0) {
            out.bytes(external.address());
        } else {
            ByteReader in(datagram);
            (void)in.u32();
            out.u16(in.u16());
            (void)in.u16();
            const auto wanted = in.u32();
            out.u16(wanted == 0 ? 0 : external.port());
            out.u32(wanted == 0 ? 0 : life);
        }
        return {out.take()};
    }
};

/// A mapper and the time it lives in.
struct World {
    SeededRandom random{7};
    PortMapper mapper{random};
    Router box;
    Instant now = start;
    std::vector<PortMapper::UpnpWish> upnp;
    std::vector<Instant> said;
    int changes = 0;
    bool socketOpen = false;

    void settle() {
        for (int i = 0; i < 20; ++i) {
            auto out = mapper.poll(now);
            changes += out.changed ? 1 : 0;
            upnp.insert(upnp.end(), out.upnp.begin(), out.upnp.end());
            socketOpen = (socketOpen || !out.datagrams.empty()) && !out.closeSocket;
            if (out.datagrams.empty()) {
                break;
            }
            for (const auto& datagram : out.datagrams) {
                QVERIFY(datagram.to == router && datagram.socket == PortMapper::socket);
                said.push_back(now);
                for (const auto& answer : box.answer(now, datagram.bytes)) {
                    (void)mapper.handle(now, router, answer);
                }
            }
        }
    }
    void run(Duration time) {
        const auto until = now + time;
        settle();
        while (mapper.nextDeadline() <= until) {
            now = std::max(now, mapper.nextDeadline());
            settle();
        }
        now = until;
    }
};

}  // namespace

class TestPortMapper : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void getsAPortByPcp() {
        World world;
        world.mapper.start(world.now, router.withPort(1), own);
        world.settle();
        QVERIFY(world.mapper.mapped() == outer);
        QCOMPARE(world.mapper.protocol(), PortMapper::Protocol::Pcp);
        QCOMPARE(world.box.heard.size(), std::size_t{1});
        QCOMPARE(world.changes, 1);
        QVERIFY(!world.socketOpen);
        world.run(10s);
        QCOMPARE(world.box.heard.size(), std::size_t{1});
        QVERIFY(world.upnp.empty());
        QCOMPARE(world.mapper.dropped(), std::uint64_t{0});
    }

    void renewsAtHalfItsLife() {
        World world;
        world.mapper.start(world.now, router, own);
        world.settle();
        world.run(1799s);
        QCOMPARE(world.box.heard.size(), std::size_t{1});
        world.run(460s);
        QCOMPARE(world.box.heard.size(), std::size_t{2});
        const auto first = *wire::decodePcpMapRequest(world.box.heard[0]);
        const auto second = *wire::decodePcpMapRequest(world.box.heard[1]);
        QVERIFY(first.nonce == second.nonce);
        QVERIFY(second.suggested == outer);
        world.run(24h);
        QVERIFY(world.mapper.mapped() == outer);
        QCOMPARE(world.changes, 1);
        // 24 h at 1/2 … 5/8 h each.
        QVERIFY(world.box.heard.size() > 38 && world.box.heard.size() < 52);
    }

    void losesWhatIsNotRenewed() {
        World world;
        world.mapper.start(world.now, router, own);
        world.settle();
        world.box.speaksPcp = world.box.speaksNatPmp = false;
        world.run(3500s);
        QVERIFY(world.mapper.mapped() == outer);
        QVERIFY(world.said.size() >= 4 && world.said.size() < 12);  // each in half of what is left
        world.run(101s);
        QVERIFY(!world.mapper.mapped().isValid());
        QCOMPARE(world.changes, 2);
        world.box.speaksPcp = true;
        world.run(2h);
        QVERIFY(world.mapper.mapped() == outer);
    }

    void fallsBackToNatPmp_data() {
        QTest::addColumn<bool>("saysSo");
        QTest::newRow("the router says that it knows no PCP") << true;
        QTest::newRow("the router is silent to PCP") << false;
    }
    void fallsBackToNatPmp() {
        QFETCH(bool, saysSo);
        World world;
        world.box.speaksPcp = false;
        if (!saysSo) {
            world.box.speaksNatPmp = false;
            world.mapper.start(world.now, router, own);
            world.settle();
            world.box.speaksNatPmp = true;
            world.run(1s);
        } else {
            world.mapper.start(world.now, router, own);
            world.settle();
        }
        QCOMPARE(world.mapper.protocol(), PortMapper::Protocol::NatPmp);
        QVERIFY(world.mapper.mapped() == outer);
        const auto asked = world.box.heard.size();
        world.run(40min);
        QCOMPARE(world.box.heard.size(), asked + 2);  // address and port, renewed once
        QVERIFY(world.mapper.mapped() == outer);
    }

    void fallsBackToUpnp() {
        World world;
        world.box.speaksPcp = world.box.speaksNatPmp = false;
        world.mapper.start(world.now, router, own);
        world.run(2s);
        QCOMPARE(world.upnp.size(), std::size_t{1});
        QCOMPARE(world.upnp[0].port, own.port());
        world.mapper.upnpAnswered(world.now, outer, 3600s);
        world.settle();
        QCOMPARE(world.mapper.protocol(), PortMapper::Protocol::Upnp);
        QVERIFY(world.mapper.mapped() == outer);
        world.run(40min);
        QCOMPARE(world.upnp.size(), std::size_t{2});
        QCOMPARE(world.upnp[1].external, outer.port());
        world.mapper.upnpAnswered(world.now, outer, 3600s);
        world.mapper.stop(world.now);
        world.settle();
        QCOMPARE(world.upnp.size(), std::size_t{3});
        QVERIFY(world.upnp[2].life == 0s && world.upnp[2].external == outer.port());
    }

    void givesBackWhatUpnpBroughtTooLate() {
        World world;
        world.box.speaksPcp = world.box.speaksNatPmp = false;
        world.mapper.start(world.now, router, own);
        world.run(2500ms);
        QCOMPARE(world.upnp.size(), std::size_t{1});
        world.box.speaksPcp = true;
        world.run(3s);
        QCOMPARE(world.mapper.protocol(), PortMapper::Protocol::Pcp);
        world.mapper.upnpAnswered(world.now, outer.withPort(60000), 3600s);
        world.settle();
        QVERIFY(world.mapper.mapped() == outer);
        QCOMPARE(world.upnp.size(), std::size_t{2});
        QVERIFY(world.upnp[1].life == 0s && world.upnp[1].external == 60000);
    }

    void restsWhenNobodyAnswers() {
        World world;
        world.box.speaksPcp = world.box.speaksNatPmp = false;
        world.mapper.start(world.now, router, own);
        world.run(5s);
        world.mapper.upnpAnswered(world.now, {}, {});
        world.run(55s);
        // RFC 6887: 3 s doubled, three times; RFC 6886: 250 ms doubled, five times, two questions each.
        QCOMPARE(world.said.size(), std::size_t{3 + 10});
        QVERIFY(!world.socketOpen);
        world.run(58min);
        QCOMPARE(world.said.size(), std::size_t{13});
        world.run(4min);
        QCOMPARE(world.said.size(), std::size_t{26});
    }

    void waitsAsLongAsARefusalLasts() {
        World world;
        world.box.pcpResult = wire::PcpResult::NotAuthorised;
        world.mapper.start(world.now, router, own);
        world.settle();
        QCOMPARE(world.upnp.size(), std::size_t{1});  // somebody else may give one
        world.mapper.upnpAnswered(world.now, {}, {});
        world.run(30min);
        QVERIFY(!world.mapper.mapped().isValid());
        QCOMPARE(world.box.heard.size(), std::size_t{1});
    }

    void givesThePortBack() {
        World world;
        world.mapper.start(world.now, router, own);
        world.settle();
        const auto nonce = wire::decodePcpMapRequest(world.box.heard[0])->nonce;
        world.mapper.stop(world.now);
        QVERIFY(!world.mapper.mapped().isValid());
        world.settle();
        QCOMPARE(world.box.heard.size(), std::size_t{2});
        const auto last = *wire::decodePcpMapRequest(world.box.heard[1]);
        QVERIFY(last.lifetime == 0 && last.nonce == nonce);
        QVERIFY(!last.suggested.isValid());
        QVERIFY(!world.socketOpen);
        world.run(10min);
        QCOMPARE(world.box.heard.size(), std::size_t{2});  // it was answered
        // One that is not answered is said three times.
        world.mapper.start(world.now, router, own);
        world.settle();
        world.box.speaksPcp = world.box.speaksNatPmp = false;
        world.mapper.stop(world.now);
        world.run(10min);
        QCOMPARE(world.box.heard.size(), std::size_t{6});
        QVERIFY(!world.socketOpen);
    }

    void noticesThatTheRouterStartedAnew() {
        World world;
        world.mapper.start(world.now, router, own);
        world.settle();
        world.run(10min);
        QCOMPARE(world.mapper.reboots(), std::uint64_t{0});
        world.box.booted = world.now;
        world.box.external = outer.withPort(777);
        world.mapper.start(world.now, router, own);  // something made us look
        world.settle();
        QCOMPARE(world.mapper.reboots(), std::uint64_t{1});
        QCOMPARE(world.mapper.mapped().port(), std::uint16_t{777});
        QCOMPARE(world.changes, 2);
    }

    void asksAnewInAnotherNetwork() {
        World world;
        world.mapper.start(world.now, router, own);
        world.settle();
        world.mapper.start(world.now, router, own.withPort(41000));
        QVERIFY(!world.mapper.mapped().isValid());
        world.settle();
        QVERIFY(world.mapper.mapped() == outer);
        const auto first = *wire::decodePcpMapRequest(world.box.heard[0]);
        const auto second = *wire::decodePcpMapRequest(world.box.heard[1]);
        QVERIFY(first.nonce != second.nonce);
        QCOMPARE(second.client.port(), std::uint16_t{41000});
    }

    void dropsAndCountsWhatItDidNotAskFor() {
        World world;
        world.box.speaksPcp = world.box.speaksNatPmp = false;
        auto& mapper = world.mapper;
        mapper.start(world.now, router, own);
        world.settle();
        const auto request = *wire::decodePcpMapRequest(world.box.heard[0]);
        const wire::PcpMapAnswer good{wire::PcpResult::Success, 3600, 1000,
                                      wire::PcpMapAnswer::Mapping{request.nonce, own.port(), outer}};
        std::uint64_t dropped = 0;
        const auto drops = [&](const Endpoint& from, const Bytes& datagram) {
            const bool heeded = mapper.handle(world.now, from, datagram);
            ++dropped;
            return !heeded && mapper.dropped() == dropped && !mapper.mapped().isValid();
        };
        QVERIFY(drops(router.withPort(5350), wire::encodePcpMapAnswer(good)));               // another port
        QVERIFY(drops(Endpoint::v4(192, 168, 1, 2, 5351), wire::encodePcpMapAnswer(good)));  // another machine
        QVERIFY(drops(router, {}));
        QVERIFY(drops(router, Bytes(60, 0xff)));
        QVERIFY(drops(router, wire::encodePcpMapRequest(request)));  // our own question
        auto other = good;
        other.mapping->nonce = wire::PcpNonce::draw(world.random);
        QVERIFY(drops(router, wire::encodePcpMapAnswer(other)));
        other = good;
        other.mapping->internalPort = 1;
        QVERIFY(drops(router, wire::encodePcpMapAnswer(other)));
        QVERIFY(drops(router, *fromHex("00810000000003e89c40c82200000e10")));  // not asked yet
        QVERIFY(mapper.handle(world.now, router, wire::encodePcpMapAnswer(good)));
        QVERIFY(mapper.mapped() == outer);
        other = good;
        other.mapping->external = outer.withPort(1);
        QVERIFY(!mapper.handle(world.now, router, wire::encodePcpMapAnswer(other)));  // said again
        QVERIFY(mapper.mapped() == outer);
        QCOMPARE(mapper.dropped(), dropped + 1);
    }

    void takesNoAddressThatNobodyCouldReach() {
        for (const auto& bad : {Endpoint::v4(0, 0, 0, 0, 5), Endpoint::v4(127, 0, 0, 1, 5),
                                Endpoint::v4(224, 0, 0, 1, 5), Endpoint::v4(255, 255, 255, 255, 5)}) {
            World world;
            world.box.external = bad;
            world.mapper.start(world.now, router, own);
            world.run(1h);
            QVERIFY(!world.mapper.mapped().isValid());
        }
        World world;
        world.box.life = 1;  // a router that would be asked every second
        world.mapper.start(world.now, router, own);
        world.run(1h);
        QVERIFY(!world.mapper.mapped().isValid());
        QVERIFY(world.said.size() < 200);
    }
};

QTEST_APPLESS_MAIN(TestPortMapper)
#include "tst_portmapper.moc"
