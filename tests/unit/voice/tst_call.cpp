// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "voice/call.h"

using namespace nightjar;
using namespace nightjar::voice;

namespace {

const Instant t0 = fromUnixMs(1'700'000'000'000);

std::optional<StateChanged> lastState(const std::vector<CallStep>& steps) {
    std::optional<StateChanged> out;
    for (const auto& step : steps) {
        if (const auto* state = std::get_if<StateChanged>(&step)) {
            out = *state;
        }
    }
    return out;
}
template <class T>
bool contains(const std::vector<CallStep>& steps, const T& what) {
    return std::find(steps.begin(), steps.end(), CallStep(what)) != steps.end();
}
StateChanged ended(EndReason reason) {
    return {CallState::Ended, reason};
}
Call talking() {
    Call call;
    (void)call.start(t0);
    (void)call.signalled(t0 + 2s, Accept{});
    (void)call.packetReceived(t0 + 3s);
    return call;
}

}  // namespace

class TestCall : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void callerGoesFromRingingToTalking() {
        Call call;
        auto steps = call.start(t0);
        QVERIFY(contains(steps, SendSignal{Offer{}}));
        QCOMPARE(call.state(), CallState::OutgoingRinging);
        steps = call.signalled(t0 + 1s, Ringing{});
        QVERIFY(contains(steps, RemoteRings{}));
        QCOMPARE(call.state(), CallState::OutgoingRinging);
        steps = call.signalled(t0 + 5s, Accept{});
        QVERIFY(contains(steps, StartMedia{true, codecDred15}));
        QCOMPARE(call.state(), CallState::Connecting);
        QVERIFY(!call.activeSince());
        steps = call.packetReceived(t0 + 6s);
        QCOMPARE(call.state(), CallState::Active);
        QCOMPARE(*call.activeSince(), t0 + 6s);
        steps = call.hangUp(t0 + 60s);
        QVERIFY(contains(steps, SendSignal{Hangup{}}));
        QVERIFY(contains(steps, StopMedia{}));
        QVERIFY(lastState(steps) == ended(EndReason::HungUp));
        QCOMPARE(call.deadline(), never);
    }
    void calleeRingsAndAccepts() {
        Call call;
        auto steps = call.offered(t0, Offer{});
        QVERIFY(contains(steps, SendSignal{Ringing{}}));
        QCOMPARE(call.state(), CallState::IncomingRinging);
        steps = call.accept(t0 + 4s);
        QVERIFY(contains(steps, SendSignal{Accept{}}));
        QVERIFY(contains(steps, StartMedia{false, codecDred15}));
        QVERIFY(call.accept(t0 + 4s).empty());
    }
    void peerWithoutDredIsToldApart() {
        Call call;
        (void)call.offered(t0, Offer{0});
        QVERIFY(contains(call.accept(t0), StartMedia{false, 0}));
    }
    void decliningEndsBothSides() {
        Call callee;
        (void)callee.offered(t0, Offer{});
        auto steps = callee.hangUp(t0 + 1s);
        QVERIFY(contains(steps, SendSignal{Decline{DeclineReason::Declined}}));
        QVERIFY(lastState(steps) == ended(EndReason::Declined));
        QVERIFY(!contains(steps, StopMedia{}));
        Call caller;
        (void)caller.start(t0);
        QVERIFY(lastState(caller.signalled(t0 + 1s, Decline{})) == ended(EndReason::Declined));
    }
    void busyIsItsOwnReason() {
        Call caller;
        (void)caller.start(t0);
        QVERIFY(lastState(caller.signalled(t0 + 1s, Decline{DeclineReason::Busy})) == ended(EndReason::Busy));
    }
    void nobodyAnswers() {
        Call caller;
        (void)caller.start(t0);
        QCOMPARE(caller.deadline(), t0 + ringTime);
        QVERIFY(caller.tick(t0 + ringTime - 1ms).empty());
        auto steps = caller.tick(t0 + ringTime);
        QVERIFY(contains(steps, SendSignal{Hangup{}}));
        QVERIFY(lastState(steps) == ended(EndReason::NoAnswer));
        Call callee;
        (void)callee.offered(t0, Offer{}, 10s);
        QCOMPARE(callee.deadline(), t0 + 35s);
        QVERIFY(lastState(callee.tick(t0 + 35s)) == ended(EndReason::NoAnswer));
    }
    void anOldOfferIsAMissedCall() {
        Call call;
        const auto steps = call.offered(t0, Offer{}, ringTime);
        QCOMPARE(steps.size(), std::size_t(1));
        QVERIFY(lastState(steps) == ended(EndReason::NoAnswer));
    }
    void callerGivesUpWhileItRings() {
        Call call;
        (void)call.offered(t0, Offer{});
        QVERIFY(lastState(call.signalled(t0 + 5s, Hangup{})) == ended(EndReason::RemoteHungUp));
        QVERIFY(call.accept(t0 + 6s).empty());
    }
    void agreedButNoSoundEverCame() {
        Call call;
        (void)call.start(t0);
        (void)call.signalled(t0 + 1s, Accept{});
        QVERIFY(call.tick(t0 + 1s + connectTime - 1ms).empty());
        const auto steps = call.tick(t0 + 1s + connectTime);
        QVERIFY(contains(steps, StopMedia{}));
        QVERIFY(lastState(steps) == ended(EndReason::Failed));
    }
    void survivesAGapAndEndsAfterALongOne() {
        auto call = talking();
        auto last = t0 + 3s;
        QVERIFY(call.tick(last + reconnectAfter - 1ms).empty());
        QVERIFY(lastState(call.tick(last + reconnectAfter)) == (StateChanged{CallState::Reconnecting}));
        QVERIFY(lastState(call.packetReceived(last + 20s)) == (StateChanged{CallState::Active}));
        QCOMPARE(*call.activeSince(), t0 + 3s);
        last += 20s;
        (void)call.tick(last + reconnectAfter);
        QVERIFY(call.tick(last + stalledAfter - 1ms).empty());
        QVERIFY(lastState(call.tick(last + stalledAfter)) == (StateChanged{CallState::Stalled}));
        QVERIFY(lastState(call.packetReceived(last + 60s)) == (StateChanged{CallState::Active}));
        last += 60s;
        (void)call.tick(last + reconnectAfter);
        (void)call.tick(last + stalledAfter);
        QVERIFY(call.tick(last + stalledAfter + stalledTime - 1ms).empty());
        const auto steps = call.tick(last + stalledAfter + stalledTime);
        QVERIFY(contains(steps, SendSignal{Hangup{}}));
        QVERIFY(contains(steps, StopMedia{}));
        QVERIFY(lastState(steps) == ended(EndReason::LostLink));
    }
    void holdIsToldAndTheLatestWordCounts() {
        auto call = talking();
        const auto held = call.hold(true);
        QVERIFY(contains(held, SendSignal{Hold{1, true}}));
        QVERIFY(contains(held, HoldChanged{true, false}));
        QVERIFY(call.hold(true).empty());
        QVERIFY(contains(call.signalled(t0 + 5s, Hold{2, true}), HoldChanged{true, true}));
        QVERIFY(call.signalled(t0 + 6s, Hold{1, false}).empty());  // was overtaken
        QVERIFY(call.isHeldThere());
        QVERIFY(contains(call.hold(false), SendSignal{Hold{2, false}}));
        QVERIFY(contains(call.signalled(t0 + 7s, Hold{3, false}), HoldChanged{false, false}));
        QCOMPARE(call.state(), CallState::Active);
        Call ringing;
        (void)ringing.start(t0);
        QVERIFY(ringing.hold(true).empty());
        QVERIFY(ringing.signalled(t0, Hold{1, true}).empty());
    }
    void packetsKeepItActive() {
        auto call = talking();
        for (int second = 0; second < 100; ++second) {
            const auto now = t0 + 4s + std::chrono::seconds(second);
            QVERIFY(call.packetReceived(now).empty());
            QVERIFY(call.tick(now).empty());
        }
        QCOMPARE(call.state(), CallState::Active);
    }
    void remoteHangsUp() {
        auto call = talking();
        const auto steps = call.signalled(t0 + 9s, Hangup{});
        QVERIFY(contains(steps, StopMedia{}));
        QVERIFY(lastState(steps) == ended(EndReason::RemoteHungUp));
    }
    void whatMakesNoSenseIsIgnored() {
        Call idle;
        QVERIFY(idle.accept(t0).empty() && idle.hangUp(t0).empty() && idle.tick(t0).empty());
        QVERIFY(idle.packetReceived(t0).empty() && idle.signalled(t0, Accept{}).empty());
        auto call = talking();
        QVERIFY(call.start(t0).empty() && call.offered(t0, Offer{}).empty() && call.accept(t0).empty());
        QVERIFY(call.signalled(t0, Accept{}).empty() && call.signalled(t0, Decline{}).empty());
        QVERIFY(call.signalled(t0, Ringing{}).empty() && call.signalled(t0, Offer{}).empty());
        (void)call.hangUp(t0 + 5s);
        QVERIFY(call.hangUp(t0 + 6s).empty() && call.packetReceived(t0 + 6s).empty());
        QVERIFY(call.tick(t0 + 3600s).empty() && call.signalled(t0 + 6s, Hangup{}).empty());
        QCOMPARE(call.reason(), EndReason::HungUp);
    }
};

QTEST_APPLESS_MAIN(TestCall)
#include "tst_call.moc"
