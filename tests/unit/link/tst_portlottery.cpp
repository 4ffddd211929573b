// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>
#include <numeric>
#include <set>

#include "link/pathprober.h"
#include "link/portlottery.h"
#include "wire/packet.h"

using namespace nightjar;
using namespace nightjar::link;

namespace {

const Instant start{1000s};
const Endpoint theirs = Endpoint::v4(203, 0, 113, 7, 1);
const Endpoint ours = Endpoint::v4(198, 51, 100, 1, 40000);

struct Sent {
    Instant at;
    OutgoingDatagram datagram;
};

/// All that goes out until it ends by itself.
std::vector<Sent> runToEnd(PortLottery& lottery) {
    std::vector<Sent> out;
    while (lottery.nextDeadline() != never) {
        const auto now = std::max(lottery.nextDeadline(), start);
        for (auto& datagram : lottery.poll(now)) {
            out.push_back({now, std::move(datagram)});
        }
    }
    return out;
}

std::vector<SocketNumber> manySockets() {
    std::vector<SocketNumber> sockets(PortLottery::mostSockets);
    std::iota(sockets.begin(), sockets.end(), SocketNumber{1});
    return sockets;
}

}  // namespace

class TestPortLottery : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void guessesEachPortOnceAndNotTooFast() {
        SeededRandom random(1);
        PortLottery lottery(random);
        QCOMPARE(lottery.nextDeadline(), never);
        lottery.guess(start + 40ms, theirs);
        QVERIFY(lottery.poll(start).empty());
        const auto sent = runToEnd(lottery);
        QCOMPARE(sent.size(), static_cast<std::size_t>(PortLottery::mostGuesses));
        std::set<std::uint16_t> ports;
        for (const auto& [at, datagram] : sent) {
            QVERIFY(datagram.to.withPort(1) == theirs);
            QVERIFY(datagram.to.port() >= 1024);
            QVERIFY(ports.insert(datagram.to.port()).second);
            QCOMPARE(datagram.bytes, toBytes(wire::portProbe));
            QCOMPARE(datagram.socket, SocketNumber{0});
            const auto inThisSecond = std::count_if(sent.begin(), sent.end(), [&, at = at](const Sent& other) {
                return other.at >= at && other.at < at + 1s;
            });
            QVERIFY(inThisSecond <= 500);
        }
        QVERIFY(sent.front().at == start + 40ms);
        QVERIFY(lottery.isIdle());
    }

    void opensAMappingFromEverySocket() {
        SeededRandom random(1);
        PortLottery lottery(random);
        lottery.open(start, ours, manySockets());
        QVERIFY(lottery.isOpening());
        const auto sent = runToEnd(lottery);
        QCOMPARE(sent.size(), PortLottery::mostSockets);
        std::set<SocketNumber> sockets;
        for (const auto& [at, datagram] : sent) {
            QVERIFY(datagram.to == ours);
            QCOMPARE(datagram.ttl, PathProber::carefulHops);
            QVERIFY(sockets.insert(datagram.socket).second);
        }
        QVERIFY(sent.back().at - start <= 150ms);
        QVERIFY(!lottery.isOpening());  // and the time for answers is over
    }

    void hearsOnlyWhomItWaitsFor() {
        SeededRandom random(1);
        PortLottery lottery(random);
        QVERIFY(!lottery.met(ours, 7));
        lottery.open(start, ours, manySockets());
        (void)lottery.poll(start);
        QVERIFY(lottery.met(ours, 7));
        QVERIFY(!lottery.met(ours, 0));  // the socket of everything else
        QVERIFY(!lottery.met(ours.withPort(1), 7));
        lottery.stop();
        QVERIFY(!lottery.met(ours, 7));
        QVERIFY(lottery.poll(start + 1s).empty());
        // Who guesses has no such socket.
        lottery.guess(start + 2s, theirs);
        QVERIFY(!lottery.met(theirs, 7));
    }

    /// What it costs until one meets one: at most 25 kB in the middle of many tries.
    void meetsWithinItsBudget() {
        constexpr std::size_t packet = 29;  // one byte, UDP, IPv4
        std::vector<std::size_t> costs;
        int met = 0;
        constexpr int tries = 400;
        for (int seed = 0; seed < tries; ++seed) {
            SeededRandom random(static_cast<std::uint64_t>(seed));
            PortLottery lottery(random);
            std::set<std::uint16_t> open;
            while (open.size() < PortLottery::mostSockets) {
                open.insert(static_cast<std::uint16_t>(1024 + random.below(64512)));
            }
            lottery.guess(start, theirs);
            std::size_t cost = PortLottery::mostSockets * packet;
            bool hit = false;
            for (const auto& one : runToEnd(lottery)) {
                cost += hit ? 0 : packet;
                hit = hit || open.contains(one.datagram.to.port());
            }
            met += hit ? 1 : 0;
            costs.push_back(cost);
        }
        std::sort(costs.begin(), costs.end());
        QVERIFY2(met >= tries * 98 / 100, std::to_string(met).c_str());
        QVERIFY2(costs[tries / 2] <= 15'000, std::to_string(costs[tries / 2]).c_str());
        QVERIFY2(costs[tries * 8 / 10] <= 25'000, std::to_string(costs[tries * 8 / 10]).c_str());
    }
};

QTEST_APPLESS_MAIN(TestPortLottery)
#include "tst_portlottery.moc"
