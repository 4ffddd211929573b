// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "sim/speechlike.h"
#include "support/simworld.h"

using namespace nightjar;
using namespace nightjar::sim;
using namespace std::chrono_literals;

namespace {

double heard(const std::vector<std::int16_t>& loudspeaker) {
    return heardSpeech(loudspeaker);
}

}  // namespace

class TestSimCalls : public QObject {
    Q_OBJECT

private:
    static bool connect(SimWorld& world, SimPeer& alice, SimPeer& bob, const ContactId& bobAtAlice) {
        alice.microphone = speech;
        bob.microphone = speech;
        alice.post(StartCall{alice.request(), bobAtAlice});
        if (!world.runUntil([&] { return !bob.heard<CallIncoming>().empty(); }, 30s)) {
            return false;
        }
        bob.post(AcceptCall{bob.request(), bob.heard<CallIncoming>().back().call});
        return world.runUntil(
            [&] { return alice.callState() == CallState::Active && bob.callState() == CallState::Active; }, 30s);
    }

private Q_SLOTS:
    void aCallOnGprsIsHeardOnBothSides() {
        SimWorld world(31);
        auto& alice = world.addPeer("alice", gprs(), portRestricted());
        auto& bob = world.addPeer("bob", gprs(), portRestricted());
        const auto friends = world.befriend(alice, bob);
        QVERIFY(connect(world, alice, bob, friends.bobAtAlice));
        const auto sentBefore = world.net().bytesSent(alice.host());
        world.run(20s);
        const auto kbit = static_cast<double>(world.net().bytesSent(alice.host()) - sentBefore) * 8 / 20'000;
        qInfo("gprs: %.1f kbit/s up, heard %.2f and %.2f", kbit, heard(alice.loudspeaker), heard(bob.loudspeaker));
        QVERIFY(kbit > 1 && kbit < 20);
        QVERIFY(heard(bob.loudspeaker) > 0.7);
        QVERIFY(heard(alice.loudspeaker) > 0.7);
        alice.post(EndCall{alice.request(), alice.heard<CallAnswer>().back().call});
        QVERIFY(world.runUntil([&] { return bob.callState() == CallState::Ended; }, 30s));
        QCOMPARE(alice.callEnd(), CallEnd::HungUp);
        QCOMPARE(bob.callEnd(), CallEnd::RemoteHungUp);
        const auto record = alice.ask<MessagesAnswer>(ListMessages{0, friends.bobAtAlice, {}, 10}).messages.back();
        QCOMPARE(record.kind, MessageKind::Call);
        QVERIFY(record.callLength > 19s);
    }

    void aCallThroughTheRelayIsHeard() {
        SimWorld world(32);
        auto& alice = world.addPeer("alice", edge(), symmetric());
        auto& bob = world.addPeer("bob", wifi(), symmetric());
        const auto friends = world.befriend(alice, bob);
        QVERIFY(connect(world, alice, bob, friends.bobAtAlice));
        world.run(15s);
        QVERIFY(heard(bob.loudspeaker) > 0.7);
        QVERIFY(heard(alice.loudspeaker) > 0.7);
    }

    void declineBusyAndNoAnswerAreToldApart() {
        SimWorld world(33);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        auto& carol = world.addPeer("carol");
        const auto withBob = world.befriend(alice, bob);
        const auto carolAtBob = world.befriend(bob, carol);

        alice.post(StartCall{alice.request(), withBob.bobAtAlice});
        QVERIFY(world.runUntil([&] { return !bob.heard<CallIncoming>().empty(); }, 10s));
        bob.post(EndCall{bob.request(), bob.heard<CallIncoming>().back().call});
        QVERIFY(world.runUntil([&] { return alice.callState() == CallState::Ended; }, 10s));
        QCOMPARE(alice.callEnd(), CallEnd::Declined);

        bob.post(StartCall{bob.request(), carolAtBob.bobAtAlice});
        world.run(2s);
        alice.post(StartCall{alice.request(), withBob.bobAtAlice});
        QVERIFY(world.runUntil([&] { return alice.callState() == CallState::Ended; }, 10s));
        QCOMPARE(alice.callEnd(), CallEnd::Busy);

        QVERIFY(world.runUntil([&] { return bob.callEnd() == CallEnd::NoAnswer; }, 60s));
    }

    void aCallSurvivesTenSecondsWithoutNetwork() {
        SimWorld world(34);
        auto& alice = world.addPeer("alice", umts(), portRestricted());
        auto& bob = world.addPeer("bob", umts(), portRestricted());
        const auto friends = world.befriend(alice, bob);
        QVERIFY(connect(world, alice, bob, friends.bobAtAlice));
        world.run(5s);
        world.net().setUp(bob.host(), false);
        QVERIFY(world.runUntil([&] { return alice.callState() == CallState::Reconnecting; }, 10s));
        world.run(7s);
        world.net().setUp(bob.host(), true);
        QVERIFY(world.runUntil(
            [&] { return alice.callState() == CallState::Active && bob.callState() == CallState::Active; }, 10s));
    }

    void aCallWhoseNetworkStaysAwayEnds() {
        SimWorld world(35);
        auto& alice = world.addPeer("alice", umts(), portRestricted());
        auto& bob = world.addPeer("bob", umts(), portRestricted());
        const auto friends = world.befriend(alice, bob);
        QVERIFY(connect(world, alice, bob, friends.bobAtAlice));
        world.net().setUp(bob.host(), false);
        QVERIFY(world.runUntil([&] { return alice.callState() == CallState::Stalled; }, 40s));
        QVERIFY(world.runUntil([&] { return alice.callState() == CallState::Ended; }, 130s));
        QCOMPARE(alice.callEnd(), CallEnd::LostLink);
    }

    /// What is said while the line is gone is not lost: it arrives as a voice note in the same conversation.
    void whatIsSaidIntoADeadLineArrivesLater() {
        SimWorld world(38);
        auto& alice = world.addPeer("alice", umts(), portRestricted());
        auto& bob = world.addPeer("bob", umts(), portRestricted());
        const auto friends = world.befriend(alice, bob);
        QVERIFY(connect(world, alice, bob, friends.bobAtAlice));
        const auto call = alice.heard<CallAnswer>().front().call;
        world.run(3s);
        world.net().setUp(alice.host(), false);
        QVERIFY(world.runUntil([&] { return alice.callState() == CallState::Stalled; }, 40s));
        QCOMPARE(alice.ask<CallStatsAnswer>(GetCallStats{0, call}).stats.cause, std::string("silent"));
        alice.post(PressToTalk{call, true});
        world.run(4s);
        alice.post(PressToTalk{call, false});
        const auto noteOf = [](const SimPeer& who) -> std::optional<Message> {
            for (const auto& added : who.heard<MessageAdded>()) {
                if (added.message.kind == MessageKind::Note) {
                    return added.message;
                }
            }
            return std::nullopt;
        };
        const auto own = noteOf(alice);
        QVERIFY(own && own->mine && own->note);
        QVERIFY(own->note->length >= 3900ms && own->note->length <= 4100ms);
        QVERIFY(!noteOf(bob));
        // The network comes back: so does the call, by itself, and the note arrives.
        world.net().setUp(alice.host(), true);
        QVERIFY(world.runUntil(
            [&] { return alice.callState() == CallState::Active && bob.callState() == CallState::Active; }, 15s));
        QVERIFY(world.runUntil([&] { return noteOf(bob).has_value(); }, 30s));
        QCOMPARE(noteOf(bob)->note->length, own->note->length);
    }

    /// Killed while somebody speaks into a dead line: what was said goes at the next start.
    void aBurstSurvivesTheEndOfTheProgram() {
        SimWorld world(39);
        auto& alice = world.addPeer("alice", umts(), portRestricted());
        auto& bob = world.addPeer("bob", umts(), portRestricted());
        const auto friends = world.befriend(alice, bob);
        QVERIFY(connect(world, alice, bob, friends.bobAtAlice));
        world.net().setUp(alice.host(), false);
        QVERIFY(world.runUntil([&] { return alice.callState() == CallState::Stalled; }, 40s));
        alice.post(PressToTalk{alice.heard<CallAnswer>().front().call, true});
        world.run(4s);
        alice.switchOff();
        world.net().setUp(alice.host(), true);
        alice.switchOn();
        QVERIFY(world.runUntil(
            [&] {
                const auto added = bob.heard<MessageAdded>();
                return std::any_of(added.begin(), added.end(), [](const MessageAdded& one) {
                    return one.message.note && one.message.note->length >= 2800ms;
                });
            },
            60s));
    }

    void aHoldIsToldAndSilentBothWays() {
        SimWorld world(40);
        auto& alice = world.addPeer("alice", umts());
        auto& bob = world.addPeer("bob", umts());
        const auto friends = world.befriend(alice, bob);
        QVERIFY(connect(world, alice, bob, friends.bobAtAlice));
        const auto call = alice.heard<CallAnswer>().front().call;
        world.run(5s);
        (void)alice.ask<CommandDone>(HoldCall{0, call, true});
        QVERIFY(world.runUntil([&] { return !bob.heard<CallHoldChanged>().empty(); }, 5s));
        QVERIFY(bob.heard<CallHoldChanged>().back().byThem);
        world.run(2s);
        alice.loudspeaker.clear();
        bob.loudspeaker.clear();
        world.run(40s);
        const auto silent = [](const SimPeer& who) {
            return std::all_of(who.loudspeaker.begin(), who.loudspeaker.end(), [](auto x) { return x == 0; });
        };
        QVERIFY(silent(alice) && silent(bob));
        QCOMPARE(alice.callState(), CallState::Active);  // it lives on
        QCOMPARE(bob.callState(), CallState::Active);
        QVERIFY(bob.ask<CallStatsAnswer>(GetCallStats{0, bob.heard<CallIncoming>().front().call}).stats.heldThere);
        (void)alice.ask<CommandDone>(HoldCall{0, call, false});
        QVERIFY(world.runUntil([&] { return !bob.heard<CallHoldChanged>().back().byThem; }, 5s));
        world.run(3s);
        alice.loudspeaker.clear();
        bob.loudspeaker.clear();
        world.run(10s);
        QVERIFY(heard(alice.loudspeaker) > 0.8);
        QVERIFY(heard(bob.loudspeaker) > 0.8);
    }

    void aSecondCallWaitsAndTheFirstIsHeld() {
        SimWorld world(41);
        auto& alice = world.addPeer("alice", umts());
        auto& bob = world.addPeer("bob", umts());
        auto& carol = world.addPeer("carol", umts());
        const auto withBob = world.befriend(alice, bob);
        const auto withCarol = world.befriend(carol, alice);
        QVERIFY(connect(world, alice, bob, withBob.bobAtAlice));
        carol.microphone = [](std::uint64_t) { return std::int16_t{0}; };
        carol.post(StartCall{carol.request(), withCarol.bobAtAlice});
        QVERIFY(world.runUntil([&] { return !alice.heard<CallIncoming>().empty(); }, 10s));
        const auto incoming = alice.heard<CallIncoming>().back();
        QVERIFY(incoming.waiting);
        QCOMPARE(incoming.contact, withCarol.aliceAtBob);
        alice.post(AcceptCall{alice.request(), incoming.call});
        QVERIFY(world.runUntil([&] { return carol.callState() == CallState::Active; }, 10s));
        QVERIFY(world.runUntil(
            [&] { return !bob.heard<CallHoldChanged>().empty() && bob.heard<CallHoldChanged>().back().byThem; }, 5s));
        // Carol hears Alice, Bob does not.
        world.run(2s);
        bob.loudspeaker.clear();
        carol.loudspeaker.clear();
        world.run(10s);
        QVERIFY(heard(carol.loudspeaker) > 0.8);
        QVERIFY(std::all_of(bob.loudspeaker.begin(), bob.loudspeaker.end(), [](auto x) { return x == 0; }));
        // Carol leaves, Alice goes back to Bob.
        carol.post(EndCall{carol.request(), carol.heard<CallAnswer>().front().call});
        QVERIFY(world.runUntil([&] { return alice.callState() == CallState::Ended; }, 10s));
        (void)alice.ask<CommandDone>(HoldCall{0, alice.heard<CallAnswer>().front().call, false});
        world.run(3s);
        bob.loudspeaker.clear();
        world.run(10s);
        QVERIFY(heard(bob.loudspeaker) > 0.8);
    }

    void aCallIsDeclinedWithAText() {
        SimWorld world(42);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        alice.post(StartCall{alice.request(), friends.bobAtAlice});
        QVERIFY(world.runUntil([&] { return !bob.heard<CallIncoming>().empty(); }, 10s));
        bob.post(EndCall{bob.request(), bob.heard<CallIncoming>().front().call, "In a meeting, later."});
        QVERIFY(world.runUntil([&] { return alice.callEnd() == CallEnd::Declined && !alice.texts().empty(); }, 10s));
        QCOMPARE(alice.texts().back(), std::string("In a meeting, later."));
    }

    void theLogKnowsWhoWhenHowLongAndHowMuch() {
        SimWorld world(43);
        auto& alice = world.addPeer("alice", umts());
        auto& bob = world.addPeer("bob", umts());
        const auto friends = world.befriend(alice, bob);
        QVERIFY(connect(world, alice, bob, friends.bobAtAlice));
        world.run(10s);
        alice.post(EndCall{alice.request(), alice.heard<CallAnswer>().front().call});
        QVERIFY(world.runUntil([&] { return bob.callState() == CallState::Ended; }, 10s));
        alice.post(StartCall{alice.request(), friends.bobAtAlice});
        QVERIFY(world.runUntil([&] { return alice.callEnd() == CallEnd::NoAnswer; }, 60s));
        alice.say(friends.bobAtAlice, "no call");
        for (auto* const who : {&alice, &bob}) {
            const auto log = who->ask<MessagesAnswer>(ListCalls{0, {}, {}, 10});
            QCOMPARE(log.messages.size(), std::size_t(2));
            QVERIFY(!log.more);
            QCOMPARE(log.messages[1].callLength >= 9s, true);
            QVERIFY(log.messages[1].callBytes > 10'000);
            QCOMPARE(log.messages[0].callLength, Duration{});
            const auto newest = who->ask<MessagesAnswer>(ListCalls{0, {}, {}, 1});
            QVERIFY(newest.more);
            const auto older = who->ask<MessagesAnswer>(ListCalls{0, {}, newest.messages.front().id, 10});
            QCOMPARE(older.messages.size(), std::size_t(1));
            QCOMPARE(older.messages.front().id, log.messages[1].id);
        }
        const auto missed = bob.ask<MessagesAnswer>(ListCalls{0, friends.aliceAtBob, {}, 10});
        QCOMPARE(missed.messages.front().text, std::string("missed"));
    }

    /// Push-to-talk: nothing is said between the presses, and a press goes out in few large packets.
    void pushToTalkIsHeardWhileTheKeyIsDown() {
        SimWorld world(44);
        auto& alice = world.addPeer("alice", gprs());
        auto& bob = world.addPeer("bob", umts());
        const auto friends = world.befriend(alice, bob);
        QVERIFY(connect(world, alice, bob, friends.bobAtAlice));
        const auto call = alice.heard<CallAnswer>().front().call;
        bob.microphone = [](std::uint64_t) { return std::int16_t{0}; };
        (void)alice.ask<CommandDone>(SetPushToTalk{0, call, true});
        world.run(6s);
        bob.loudspeaker.clear();
        world.run(10s);
        QVERIFY(std::all_of(bob.loudspeaker.begin(), bob.loudspeaker.end(), [](auto x) { return std::abs(x) < 200; }));
        alice.post(PressToTalk{call, true});
        world.run(4s);
        bob.loudspeaker.clear();
        const auto before = alice.ask<CallStatsAnswer>(GetCallStats{0, call}).stats.sentBytes;
        world.run(12s);
        const auto stats = alice.ask<CallStatsAnswer>(GetCallStats{0, call}).stats;
        const auto kbit = static_cast<double>(stats.sentBytes - before) * 8 / 12'000;
        QCOMPARE(stats.rung, std::string("L0"));
        QVERIFY(stats.pushToTalk);
        qInfo("push-to-talk: %.2f kbit/s while talking", kbit);
        QVERIFY2(kbit < 1.6, qPrintable(QString::number(kbit)));
        QVERIFY2(heard(bob.loudspeaker) > 0.7, qPrintable(QString::number(heard(bob.loudspeaker))));
        alice.post(PressToTalk{call, false});
        world.run(4s);
        QCOMPARE(alice.callState(), CallState::Active);
    }

    /// The network changes under a call, the path from direct to relayed and back: what is said arrives all the same.
    void aCallFollowsTheNetworkAndThePath() {
        SimWorld world(45);
        auto& alice = world.addPeer("alice", umts(), portRestricted());
        auto& bob = world.addPeer("bob", umts(), portRestricted());
        const auto friends = world.befriend(alice, bob);
        QVERIFY(connect(world, alice, bob, friends.bobAtAlice));
        QVERIFY(world.runUntil([&] { return alice.path(friends.bobAtAlice) == Path::Direct; }, 20s));
        world.run(3s);
        const auto talks = [&](const char* what) {
            world.run(2s);
            alice.loudspeaker.clear();
            bob.loudspeaker.clear();
            world.run(10s);
            const auto there = heard(bob.loudspeaker);
            const auto here = heard(alice.loudspeaker);
            qInfo("%s: %.2f and %.2f", what, here, there);
            return here > 0.8 && there > 0.8 && alice.callState() == CallState::Active;
        };
        alice.move({203, 0, 113, 77});
        QVERIFY(talks("another network"));
        QVERIFY(world.runUntil([&] { return alice.path(friends.bobAtAlice) == Path::Direct; }, 20s));
        (void)alice.ask<CommandDone>(SetRelayOnly{0, friends.bobAtAlice, true});
        QVERIFY(world.runUntil([&] { return alice.path(friends.bobAtAlice) == Path::Relayed; }, 20s));
        QVERIFY(talks("relayed"));
        QVERIFY(alice.ask<CallStatsAnswer>(GetCallStats{0, alice.heard<CallAnswer>().front().call}).stats.relayOnly);
        (void)alice.ask<CommandDone>(SetRelayOnly{0, friends.bobAtAlice, false});
        QVERIFY(world.runUntil([&] { return alice.path(friends.bobAtAlice) == Path::Direct; }, 30s));
        QVERIFY(talks("direct again"));
        bob.move({203, 0, 113, 78});
        QVERIFY(talks("their network"));
        // None of it was an end.
        for (const auto& change : alice.heard<CallStateChanged>()) {
            QVERIFY(change.state != CallState::Ended && change.state != CallState::Stalled);
        }
    }

    void aCallSoonAfterTheirRestartGoesDirect() {
        // Which of two offers stands is a matter of chance, so one world proves little.
        for (std::uint64_t seed = 370; seed < 378; ++seed) {
            SimWorld world(seed);
            auto& alice = world.addPeer("alice", umts(), portRestricted());
            auto& bob = world.addPeer("bob", umts(), portRestricted());
            const auto friends = world.befriend(alice, bob);
            const auto first = alice.say(friends.bobAtAlice, "there?");
            QVERIFY(world.runUntil([&] { return alice.stateOf(first) == MessageState::Delivered; }, 10s));
            bob.switchOff();
            alice.say(friends.bobAtAlice, "read this later");
            world.run(7s);  // by now the old link is given up and a new one offered to nobody
            bob.switchOn();
            QVERIFY(world.runUntil([&] { return bob.texts().size() == 2; }, 10s));
            QVERIFY(connect(world, alice, bob, friends.bobAtAlice));
            QVERIFY(world.runUntil([&] { return alice.path(friends.bobAtAlice) == Path::Direct; }, 3s));
        }
    }

    void aCallToSomebodyOfflineIsMissed() {
        SimWorld world(36);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        bob.switchOff();
        alice.post(StartCall{alice.request(), friends.bobAtAlice});
        QVERIFY(world.runUntil([&] { return alice.callState() == CallState::Ended; }, 60s));
        QCOMPARE(alice.callEnd(), CallEnd::NoAnswer);
        world.run(5min);
        bob.switchOn();
        world.run(30s);
        const auto messages = bob.ask<MessagesAnswer>(ListMessages{0, friends.aliceAtBob, {}, 10}).messages;
        QCOMPARE(messages.size(), std::size_t(1));
        QCOMPARE(messages.front().text, std::string("missed"));
    }
};

QTEST_GUILESS_MAIN(TestSimCalls)
#include "tst_simcalls.moc"
