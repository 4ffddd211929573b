// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include <deque>

#include "voice/calls.h"

using namespace nightjar;
using namespace nightjar::voice;

namespace {

const Instant t0 = fromUnixMs(1'700'000'000'000);

template <class Id>
Id idOf(std::uint8_t n) {
    Id id;
    id.value.fill(n);
    return id;
}
const auto alice = idOf<ContactId>(1);
const auto bob = idOf<ContactId>(2);
const auto carol = idOf<ContactId>(3);

struct Event {
    CallId call;
    StateChanged state;
    bool operator==(const Event&) const = default;
};

/// Two devices and the envelopes between them.
struct Pair {
    Calls a, b;
    std::vector<Event> eventsA, eventsB;
    std::optional<StartMedia> mediaA, mediaB;
    struct Envelope {
        bool toB;
        CallId wire;
        Signal signal;
    };
    std::deque<Envelope> way;

    void take(bool fromA, const Calls::Actions& actions) {
        for (const auto& action : actions) {
            if (const auto* send = std::get_if<SendSignal>(&action.step)) {
                way.push_back({fromA, action.wire, send->signal});
            } else if (const auto* state = std::get_if<StateChanged>(&action.step)) {
                (fromA ? eventsA : eventsB).push_back({action.call, *state});
            } else if (const auto* media = std::get_if<StartMedia>(&action.step)) {
                (fromA ? mediaA : mediaB) = *media;
            }
        }
    }
    void deliver(Instant now) {
        while (!way.empty()) {
            const auto e = way.front();
            way.pop_front();
            take(!e.toB, (e.toB ? b : a).signalled(now, e.toB ? alice : bob, e.wire, e.signal));
        }
    }
};

}  // namespace

class TestCalls : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void twoSidesTalkAndPart() {
        Pair p;
        const auto id = idOf<CallId>(9);
        p.take(true, *p.a.start(t0, bob, id));
        p.deliver(t0 + 1s);
        QCOMPARE(p.b.live()->state, CallState::IncomingRinging);
        p.take(false, *p.b.accept(t0 + 2s, id));
        p.deliver(t0 + 3s);
        QVERIFY(p.mediaA && p.mediaA->caller && p.mediaB && !p.mediaB->caller);
        p.take(true, p.a.packetReceived(t0 + 4s, id));
        p.take(false, p.b.packetReceived(t0 + 4s, id));
        QCOMPARE(p.a.live()->state, CallState::Active);
        p.take(false, *p.b.end(t0 + 5s, id));
        p.deliver(t0 + 6s);
        QVERIFY(!p.a.live() && !p.b.live());
        QVERIFY(p.eventsA.back() == (Event{id, {CallState::Ended, EndReason::RemoteHungUp}}));
        QVERIFY(p.eventsB.back() == (Event{id, {CallState::Ended, EndReason::HungUp}}));
    }
    void bothCallEachOther_data() {
        QTest::addColumn<int>("idA");
        QTest::addColumn<int>("idB");
        QTest::newRow("the first is lower") << 3 << 7;
        QTest::newRow("the second is lower") << 7 << 3;
    }
    void bothCallEachOther() {
        QFETCH(int, idA);
        QFETCH(int, idB);
        Pair p;
        const auto x = idOf<CallId>(static_cast<std::uint8_t>(idA));
        const auto y = idOf<CallId>(static_cast<std::uint8_t>(idB));
        p.take(true, *p.a.start(t0, bob, x));
        p.take(false, *p.b.start(t0, alice, y));
        p.deliver(t0 + 1s);
        QVERIFY(p.way.empty());
        QVERIFY(p.mediaA && p.mediaB);
        QVERIFY(p.mediaA->caller != p.mediaB->caller);
        QCOMPARE(p.mediaA->caller, idA < idB);
        QCOMPARE(p.a.live()->wire, std::min(x, y));
        QCOMPARE(p.b.live()->wire, std::min(x, y));
        // Each side keeps the name it knows.
        QCOMPARE(p.a.live()->call, x);
        QCOMPARE(p.b.live()->call, y);
        (void)p.a.packetReceived(t0 + 2s, x);
        (void)p.b.packetReceived(t0 + 2s, y);
        QCOMPARE(p.a.live()->state, CallState::Active);
        p.take(true, *p.a.end(t0 + 3s, x));
        p.deliver(t0 + 3s);
        QVERIFY(p.eventsB.back() == (Event{y, {CallState::Ended, EndReason::RemoteHungUp}}));
    }
    void whileItRingsAThirdPartyHearsBusy() {
        Calls calls;
        (void)calls.signalled(t0, alice, idOf<CallId>(5), Offer{});
        const auto actions = calls.signalled(t0 + 1s, carol, idOf<CallId>(6), Offer{});
        QVERIFY(actions[0].step == CallStep(SendSignal{Decline{DeclineReason::Busy}}));
        QCOMPARE(calls.all().size(), std::size_t(1));
    }
    void aSecondCallWaitsAndIsAccepted() {
        Calls calls;
        const auto first = idOf<CallId>(5);
        const auto second = idOf<CallId>(6);
        (void)calls.signalled(t0, alice, first, Offer{});
        (void)calls.accept(t0, first);
        (void)calls.packetReceived(t0 + 1s, first);
        const auto rings = calls.signalled(t0 + 2s, carol, second, Offer{});
        QVERIFY(rings[0].step == CallStep(StateChanged{CallState::IncomingRinging}));
        QVERIFY(rings[1].step == CallStep(SendSignal{Ringing{}}));
        QCOMPARE(calls.live()->call, first);
        // Accepting it holds the first, which is told.
        const auto accepted = *calls.accept(t0 + 3s, second);
        QCOMPARE(accepted[0].call, first);
        QVERIFY(accepted[0].step == CallStep(SendSignal{Hold{1, true}}));
        QVERIFY(calls.find(first)->heldHere);
        QCOMPARE(calls.live()->call, second);
        // Back to the first: the second is held.
        (void)calls.packetReceived(t0 + 4s, second);
        (void)calls.hold(first, false);
        QVERIFY(!calls.find(first)->heldHere && calls.find(second)->heldHere);
        QCOMPARE(calls.live()->call, first);
        // The held one ends, the other goes on.
        (void)calls.signalled(t0 + 5s, carol, second, Hangup{});
        QVERIFY(!calls.find(second));
        QCOMPARE(calls.live()->call, first);
    }
    void aWaitingCallIsDeclinedAlone() {
        Calls calls;
        const auto first = idOf<CallId>(5);
        const auto second = idOf<CallId>(6);
        (void)calls.signalled(t0, alice, first, Offer{});
        (void)calls.accept(t0, first);
        (void)calls.signalled(t0 + 1s, carol, second, Offer{});
        const auto declined = *calls.end(t0 + 2s, second);
        QVERIFY(declined[0].step == CallStep(SendSignal{Decline{DeclineReason::Declined}}));
        QCOMPARE(calls.all().size(), std::size_t(1));
        QVERIFY(!calls.find(first)->heldHere);
    }
    void whoLostTheCallCallsAnew() {
        Calls calls;
        const auto first = idOf<CallId>(5);
        const auto second = idOf<CallId>(6);
        (void)calls.signalled(t0, alice, first, Offer{});
        (void)calls.accept(t0, first);
        (void)calls.packetReceived(t0 + 1s, first);
        (void)calls.tick(t0 + 1s + reconnectAfter);
        const auto actions = calls.signalled(t0 + 10s, alice, second, Offer{});
        QVERIFY(actions[0].step == CallStep(StopMedia{}));
        QVERIFY(actions[1].step == CallStep(StateChanged{CallState::Ended, EndReason::LostLink}));
        QVERIFY(actions[2].step == CallStep(StateChanged{CallState::IncomingRinging}));
        QCOMPARE(calls.all().size(), std::size_t(1));
        QCOMPARE(calls.live()->call, second);
    }
    void aThirdPartyHearsBusy() {
        Calls calls;
        const auto id = idOf<CallId>(5);
        (void)calls.signalled(t0, alice, id, Offer{});
        (void)calls.accept(t0, id);
        (void)calls.signalled(t0, bob, idOf<CallId>(7), Offer{});
        const auto other = idOf<CallId>(6);
        const auto actions = calls.signalled(t0 + 1s, carol, other, Offer{});
        QCOMPARE(actions.size(), std::size_t(2));
        QVERIFY(actions[0].step == CallStep(SendSignal{Decline{DeclineReason::Busy}}));
        QCOMPARE(actions[0].wire, other);
        QCOMPARE(actions[0].contact, carol);
        QVERIFY(actions[1].step == CallStep(StateChanged{CallState::Ended, EndReason::Busy}));
        QCOMPARE(calls.live()->call, id);
        QVERIFY(calls.start(t0, bob, idOf<CallId>(8)).error() == CallError::Busy);
    }
    void anOldOfferDuringACallIsMissed() {
        Calls calls;
        (void)calls.start(t0, alice, idOf<CallId>(5));
        const auto actions = calls.signalled(t0, carol, idOf<CallId>(6), Offer{}, 60s);
        QCOMPARE(actions.size(), std::size_t(1));
        QVERIFY(actions[0].step == CallStep(StateChanged{CallState::Ended, EndReason::NoAnswer}));
        QVERIFY(calls.live());
    }
    void foreignSignalsTouchNothing() {
        Calls calls;
        const auto id = idOf<CallId>(5);
        (void)calls.start(t0, alice, id);
        QVERIFY(calls.signalled(t0, bob, id, Hangup{}).empty());
        QVERIFY(calls.signalled(t0, alice, idOf<CallId>(6), Accept{}).empty());
        QVERIFY(calls.signalled(t0, alice, id, Offer{}).empty());
        QVERIFY(calls.accept(t0, idOf<CallId>(9)).error() == CallError::NoSuchCall);
        QVERIFY(calls.end(t0, idOf<CallId>(9)).error() == CallError::NoSuchCall);
        QCOMPARE(calls.live()->state, CallState::OutgoingRinging);
    }
    void aNewCallFollowsAnEndedOne() {
        Calls calls;
        const auto first = idOf<CallId>(5);
        (void)calls.start(t0, alice, first);
        (void)calls.tick(t0 + ringTime);
        QVERIFY(!calls.live());
        QCOMPARE(calls.deadline(), never);
        // Its offer once more, late: it stays ended.
        QVERIFY(calls.signalled(t0 + 50s, alice, first, Offer{}).empty());
        QVERIFY(calls.start(t0 + 60s, bob, idOf<CallId>(6)));
    }
};

QTEST_APPLESS_MAIN(TestCalls)
#include "tst_calls.moc"
