// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "link/pathprober.h"

using namespace nightjar;
using namespace nightjar::link;

namespace {

const Instant start{1000s};
const Endpoint lan = Endpoint::v4(192, 168, 1, 7, 4000);
const Endpoint outer = Endpoint::v4(203, 0, 113, 7, 4000);

}  // namespace

class TestPathProber : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void probesInTheRhythmOfTheProtocol();
    void choosesTheFastestPath();
    void doubtedPathsFail();
    void learnsAddresses();
    void isCarefulForAWhile();
    void believesUntilTheProofFailsToCome();
    void remembersABoundedNumber();

private:
    static PathProber::Challenge only(std::vector<PathProber::Challenge> challenges) {
        return challenges.size() == 1 ? challenges[0] : PathProber::Challenge{};
    }
};

void TestPathProber::probesInTheRhythmOfTheProtocol() {
    SeededRandom random(1);
    PathProber prober(random);
    const std::array candidates{Route(lan)};
    prober.add(start, candidates);
    std::vector<std::int64_t> at;
    std::vector<channel::PathData> seen;
    while (prober.nextDeadline() != never) {
        const auto now = prober.nextDeadline();
        for (const auto& challenge : prober.due(now)) {
            at.push_back(toMs(now - start));
            QVERIFY(challenge.to == lan);
            QVERIFY(std::find(seen.begin(), seen.end(), challenge.data) == seen.end());
            seen.push_back(challenge.data);
        }
        QVERIFY(prober.nextDeadline() > now);
    }
    QVERIFY((at == std::vector<std::int64_t>{0, 200, 600, 1400, 3000, 5000, 7000, 9000}));
    QVERIFY(!prober.best(start + 20s, std::nullopt));
    // A restart begins anew.
    prober.restart(start + 30s);
    QCOMPARE(prober.due(start + 30s).size(), std::size_t{1});
}

void TestPathProber::choosesTheFastestPath() {
    SeededRandom random(1);
    PathProber prober(random);
    const std::array candidates{Route(outer), Route(lan), Route(lan)};
    prober.add(start, candidates);
    const auto challenges = prober.due(start);
    QCOMPARE(challenges.size(), std::size_t{2});
    QVERIFY(!prober.answered(start + 1ms, channel::PathData{1}));
    QVERIFY(prober.answered(start + 50ms, challenges[0].data));
    QVERIFY(!prober.answered(start + 50ms, challenges[0].data));
    QVERIFY(prober.best(start + 50ms, std::nullopt)->route == outer);
    QVERIFY(prober.answered(start + 49ms, challenges[1].data));
    // A millisecond is no reason to change the path in use.
    QVERIFY(prober.best(start + 50ms, outer)->route == outer);
    QVERIFY(prober.best(start + 50ms, std::nullopt)->route == lan);
    prober.restart(start + 1s);
    QVERIFY(!prober.best(start + 1s, outer));
    const auto again = prober.due(start + 1s);
    QVERIFY(prober.answered(start + 1s + 80ms, again[0].data));
    QVERIFY(prober.answered(start + 1s + 3ms, again[1].data));
    QVERIFY(prober.best(start + 2s, outer)->route == lan);
    QCOMPARE(prober.best(start + 2s, outer)->rtt, Duration(3ms));
}

void TestPathProber::doubtedPathsFail() {
    SeededRandom random(1);
    PathProber prober(random);
    const std::array candidates{Route(lan)};
    prober.add(start, candidates);
    QVERIFY(prober.answered(start + 10ms, only(prober.due(start)).data));
    QVERIFY(prober.nextDeadline() == never);
    prober.doubt(start + 1s, lan);
    QVERIFY(prober.isProven(lan));
    const auto challenge = only(prober.due(start + 1s));
    QVERIFY(prober.answered(start + 1s + 20ms, challenge.data));
    QVERIFY(prober.best(start + 10s, lan));
    prober.doubt(start + 20s, lan);
    (void)prober.due(start + 20s);
    QVERIFY(prober.best(start + 20s + 900ms, lan));
    QVERIFY(!prober.best(start + 21s, lan));
    (void)prober.due(start + 21s);
    QVERIFY(!prober.isProven(lan));
}

void TestPathProber::learnsAddresses() {
    SeededRandom random(1);
    PathProber prober(random);
    prober.heardFrom(start, lan);
    const auto challenge = only(prober.due(start));
    QVERIFY(challenge.to == lan);
    // It spoke again at once: no second challenge within a tenth of a second.
    prober.heardFrom(start + 10ms, lan);
    QVERIFY(prober.due(start + 10ms).empty());
    QVERIFY(prober.nextDeadline() == start + 100ms);
    // Long after the probing ended it speaks once more.
    while (prober.nextDeadline() != never) {
        (void)prober.due(prober.nextDeadline());
    }
    prober.heardFrom(start + 60s, lan);
    QVERIFY(prober.answered(start + 60s + 5ms, only(prober.due(start + 60s)).data));
    prober.heardFrom(start + 70s, lan);
    QVERIFY(prober.nextDeadline() == never);
}

void TestPathProber::remembersABoundedNumber() {
    SeededRandom random(1);
    PathProber prober(random);
    const std::array candidates{Route(lan)};
    prober.add(start, candidates);
    QVERIFY(prober.answered(start + 10ms, only(prober.due(start)).data));
    for (std::uint16_t port = 1; port < 1000; ++port) {
        prober.heardFrom(start + 1s, outer.withPort(port));
    }
    QCOMPARE(prober.due(start + 1s).size(), PathProber::maxPaths - 1);
    QVERIFY(prober.isProven(lan));
}

void TestPathProber::isCarefulForAWhile() {
    SeededRandom random(1);
    PathProber prober(random);
    prober.setPace(2s);
    prober.beCareful(start + 900ms);
    const std::array candidates{Route(outer)};
    prober.add(start, candidates);
    QCOMPARE(only(prober.due(start)).ttl, PathProber::carefulHops);
    // By itself, aloud, when the time is over, and in the pace of the link from there.
    QVERIFY(prober.nextDeadline() == start + 900ms);
    QCOMPARE(only(prober.due(start + 900ms)).ttl, std::uint8_t{0});
    QVERIFY(prober.nextDeadline() == start + 2900ms);
    prober.relax(start + 1s);  // it is already
    QVERIFY(prober.nextDeadline() == start + 2900ms);
}

void TestPathProber::believesUntilTheProofFailsToCome() {
    SeededRandom random(1);
    PathProber prober(random);
    prober.heardFrom(start, outer);
    prober.believe(start, outer, 100ms);
    QVERIFY(prober.best(start, std::nullopt)->route == outer);
    const auto challenge = only(prober.due(start));
    QVERIFY(prober.best(start + 900ms, outer).has_value());
    QVERIFY(!prober.best(start + 1s, outer).has_value());
    (void)prober.due(start + 1s);
    QVERIFY(!prober.isProven(outer));
    QVERIFY(prober.answered(start + 1100ms, challenge.data));
    QVERIFY(prober.isProven(outer));
    // What is proven is not believed again with a guess.
    prober.believe(start + 2s, outer, 1ms);
    QCOMPARE(prober.best(start + 2s, std::nullopt)->rtt, Duration(1100ms));
    QVERIFY(prober.best(start + 60s, outer).has_value());
}

QTEST_APPLESS_MAIN(TestPathProber)
#include "tst_pathprober.moc"
