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
        p.take(true, p.a.packetReceived(t0 + 4s));
        p.take(false, p.b.packetReceived(t0 + 4s));
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
        (void)p.a.packetReceived(t0 + 2s);
        (void)p.b.packetReceived(t0 + 2s);
        QCOMPARE(p.a.live()->state, CallState::Active);
        p.take(true, *p.a.end(t0 + 3s, x));
        p.deliver(t0 + 3s);
        QVERIFY(p.eventsB.back() == (Event{y, {CallState::Ended, EndReason::RemoteHungUp}}));
    }
    void aThirdPartyHearsBusy() {
        Calls calls;
        const auto id = idOf<CallId>(5);
        (void)calls.signalled(t0, alice, id, Offer{});
        (void)calls.accept(t0, id);
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
