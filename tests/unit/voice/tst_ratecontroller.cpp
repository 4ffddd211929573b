// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "voice/ratecontroller.h"

using namespace nightjar;
using namespace nightjar::voice;

namespace {

const Instant t0 = fromUnixMs(1'700'000'000'000);
const ReceiverReport calm{0, 16ms};

/// Reports of one kind every 480 ms.
Instant run(RateController& rate, Instant from, Duration length, const ReceiverReport& report) {
    auto now = from;
    for (; now < from + length; now += 480ms) {
        rate.tick(now);
        rate.remote(now, report);
    }
    return now;
}

}  // namespace

class TestRateController : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void startsLow() { QCOMPARE(RateController().rung(), Rung::L3); }
    void climbsWithinASecondWhereTheLinkAllows() {
        for (const auto link : {LinkClass::Umts, LinkClass::Lte, LinkClass::Lan}) {
            RateController rate;
            rate.path(t0, {link, 40ms, false});
            run(rate, t0 + 500ms, 400ms, calm);
            QCOMPARE(rate.rung(), Rung::L6);
        }
    }
    void neverClimbsBeyondTheLink() {
        RateController gprs;
        gprs.path(t0, {LinkClass::Gprs, 600ms, false});
        run(gprs, t0, 60s, calm);
        QCOMPARE(gprs.rung(), Rung::L3);
        RateController edge;
        edge.path(t0, {LinkClass::Edge, 400ms, false});
        run(edge, t0, 60s, calm);
        QCOMPARE(edge.rung(), Rung::L5);
        RateController slow;
        slow.path(t0, {LinkClass::Unknown, 700ms, false});
        run(slow, t0, 60s, calm);
        QCOMPARE(slow.rung(), Rung::L3);
    }
    void comesDownWhenTheLinkTurnsOutNarrow() {
        RateController rate;
        rate.path(t0, {LinkClass::Lan, 20ms, false});
        const auto now = run(rate, t0, 2s, calm);
        rate.path(now, {LinkClass::Gprs, 600ms, false});
        QCOMPARE(rate.rung(), Rung::L3);
    }
    void fallsWhenAQueueGrows() {
        RateController rate;
        rate.path(t0, {LinkClass::Umts, 100ms, false});
        auto now = run(rate, t0, 3s, calm);
        rate.remote(now, {0, 600ms});
        QCOMPARE(rate.rung(), Rung::L5);
        now = run(rate, now + 480ms, 3s, {0, 2000ms});
        QVERIFY(rate.rung() < Rung::L3);
    }
    void waitsLongerAfterEachFall() {
        RateController rate;
        rate.path(t0, {LinkClass::Umts, 100ms, false});
        auto now = run(rate, t0, 3s, calm);
        rate.remote(now, {0, 600ms});
        now = run(rate, now + 1s, 2s, calm);
        QCOMPARE(rate.rung(), Rung::L5);
        now = run(rate, now, 3s, calm);
        QCOMPARE(rate.rung(), Rung::L6);
        rate.remote(now, {0, 600ms});
        now = run(rate, now + 1s, 6s, calm);
        QCOMPARE(rate.rung(), Rung::L5);
    }
    void lossOfOthersDoesNotPushBelowTheStart() {
        RateController rate;
        rate.path(t0, {LinkClass::Edge, 400ms, false});
        run(rate, t0, 60s, {40, 16ms});
        QCOMPARE(rate.rung(), Rung::L3);
    }
    void aFullQueueTwiceIsAFall() {
        RateController rate;
        rate.path(t0, {LinkClass::Gprs, 600ms, true});
        QCOMPARE(rate.rung(), Rung::L3);
        rate.path(t0 + 500ms, {LinkClass::Gprs, 600ms, true});
        QCOMPARE(rate.rung(), Rung::L2);
        // Below the start it comes back on its own when the queue is gone.
        run(rate, t0 + 1s, 10s, {0, 200ms});
        QCOMPARE(rate.rung(), Rung::L3);
    }
    void goesLowWhenReportsStop() {
        RateController rate;
        rate.path(t0, {LinkClass::Lan, 20ms, false});
        const auto now = run(rate, t0, 2s, calm);
        QCOMPARE(rate.rung(), Rung::L6);
        rate.tick(now + 6s);
        QCOMPARE(rate.rung(), Rung::L3);
    }
    void historyIsSentToWhoMissesSomething() {
        RateController rate;
        rate.path(t0, {LinkClass::Gprs, 600ms, false});
        QCOMPARE(rate.protection(), Protection::Light);  // nothing is known yet
        auto now = run(rate, t0, 2s, calm);
        QCOMPARE(rate.protection(), Protection::None);
        rate.remote(now, {1, 16ms});
        QCOMPARE(rate.protection(), Protection::Light);
        rate.remote(now, {12, 16ms});
        QCOMPARE(rate.protection(), Protection::Full);
        now = run(rate, now, 14s, calm);
        QCOMPARE(rate.protection(), Protection::Full);
        now = run(rate, now, 2s, calm);
        QCOMPARE(rate.protection(), Protection::Light);
        run(rate, now, 20s, calm);
        QCOMPARE(rate.protection(), Protection::None);
    }
    void historyThatDoesNotPassIsNotTriedAgainWhileMuchIsLost() {
        RateController rate;
        rate.path(t0, {LinkClass::Gprs, 600ms, false});
        auto now = run(rate, t0, 3s, {10, 16ms});
        QCOMPARE(rate.rung(), Rung::L3);
        now = run(rate, now, 1s, {10, 800ms});
        QCOMPARE(rate.rung(), Rung::L2);
        now = run(rate, now, 60s, {10, 16ms});
        QCOMPARE(rate.rung(), Rung::L2);
        run(rate, now, 80s, calm);
        QCOMPARE(rate.rung(), Rung::L3);
    }
    void aPinnedRungStays() {
        RateController rate;
        rate.pin(Rung::L1);
        rate.path(t0, {LinkClass::Lan, 10ms, false});
        run(rate, t0, 10s, calm);
        QCOMPARE(rate.rung(), Rung::L1);
    }
    void aPeerWithoutDredStaysOnOpus() {
        RateController rate;
        rate.setFloor(Rung::L4);
        rate.path(t0, {LinkClass::Gprs, 600ms, false});
        run(rate, t0, 20s, {0, 3000ms});
        QCOMPARE(rate.rung(), Rung::L4);
    }
};

QTEST_APPLESS_MAIN(TestRateController)
#include "tst_ratecontroller.moc"
