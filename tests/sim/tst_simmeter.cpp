// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "engine/meter.h"
#include "support/simworld.h"

using namespace nightjar;
using namespace nightjar::sim;
using namespace std::chrono_literals;

/// Bytes of a month and their cap.
class TestSimMeter : public QObject {
    Q_OBJECT

private:
    static Meter meterOf(SimPeer& peer) { return peer.ask<MeterAnswer>(GetMeter{}).meter; }
    static std::int64_t of(const Meter& meter, TrafficKind kind) {
        const auto& one = meter.months.front().kinds[static_cast<std::size_t>(kind)];
        return one.sent + one.received;
    }
    template <class C>
    static std::optional<ErrorCode> refusal(SimPeer& peer, C command) {
        command.request = peer.request();
        const auto id = command.request;
        peer.post(std::move(command));
        return peer.failure(id);
    }
    static MessageId sendBytes(SimPeer& from, const ContactId& to, std::size_t size) {
        SendFile command;
        command.contact = to;
        command.name = "data.bin";
        command.content.assign(size, 0x5a);
        return from.ask<MessageAnswer>(command).message.id;
    }
    static std::optional<TransferState> transfer(SimPeer& peer, const ContactId& contact, const MessageId& id) {
        for (const auto& one : peer.ask<MessagesAnswer>(ListMessages{0, contact, {}, 50}).messages) {
            if (one.id == id && one.attachment) {
                return one.attachment->state;
            }
        }
        return std::nullopt;
    }

private Q_SLOTS:
    void everyKindIsCountedAndKept() {
        SimWorld world(2001);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        const auto id = sendBytes(alice, friends.bobAtAlice, 200 * 1024);
        QVERIFY(world.runUntil([&] { return transfer(bob, friends.aliceAtBob, id) == TransferState::Done; }, 2min));
        const auto call = alice.ask<CallAnswer>(StartCall{0, friends.bobAtAlice}).call;
        QVERIFY(world.runUntil([&] { return !bob.heard<CallIncoming>().empty(); }, 30s));
        bob.post(AcceptCall{bob.request(), bob.heard<CallIncoming>().back().call});
        QVERIFY(world.runUntil([&] { return alice.callState() == CallState::Active; }, 30s));
        world.run(30s);
        const auto stats = alice.ask<CallStatsAnswer>(GetCallStats{0, call}).stats;
        alice.post(EndCall{alice.request(), call});
        world.run(5s);
        for (auto* peer : {&alice, &bob}) {
            const auto meter = meterOf(*peer);
            QCOMPARE(meter.months.size(), std::size_t(1));
            const auto files = of(meter, TrafficKind::Files);
            // The sender may have brought some of it to the server before the link stood.
            QVERIFY2(files > 200 * 1024 && files < (peer == &bob ? 240 : 480) * 1024, std::to_string(files).c_str());
            QVERIFY(of(meter, TrafficKind::Messages) > 0);
        }
        const auto counted = of(meterOf(alice), TrafficKind::Calls);
        const auto told = stats.sentBytes + stats.receivedBytes;
        QVERIFY2(counted >= told && counted < told + 20'000, std::to_string(counted).c_str());

        // The figures agree with what the links and the server's session say.
        const auto total = meterOf(alice).months.front().total();
        const auto status = alice.ask<StatusAnswer>(GetStatus{}).status;
        const auto link = alice.ask<LinkInfoAnswer>(GetLinkInfo{0, friends.bobAtAlice}).info;
        const auto told2 = status.bytesSent + status.bytesReceived + link.bytesSent + link.bytesReceived;
        QVERIFY2(total > told2 * 9 / 10, (std::to_string(total) + " " + std::to_string(told2)).c_str());

        // A proper end loses nothing, a kill ten minutes of few bytes at most.
        world.run(engine::Meter::writeAfter + 1s);
        alice.say(friends.bobAtAlice, "written now");
        world.run(5s);
        alice.leave();
        alice.switchOff();
        alice.switchOn();
        QVERIFY(meterOf(alice).months.front().total() >= total);
        bob.switchOff();
        bob.switchOn();
        QVERIFY(of(meterOf(bob), TrafficKind::Files) > 0);
    }

    void theCapIsToldOnceAndThenNothingComesByItself() {
        SimWorld world(2002);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        QCOMPARE(refusal(bob, SetMeterCap{0, -1}), ErrorCode::BadArgument);
        const auto cap = meterOf(bob).months.front().total() + 300'000;
        (void)bob.ask<CommandDone>(SetMeterCap{0, cap});
        QCOMPARE(meterOf(bob).cap, cap);
        const auto mark = bob.mark();
        const auto told = [&] {
            std::vector<int> out;
            for (const auto& one : bob.heard<MeterChanged>(mark)) {
                out.push_back(one.meter.percent());
            }
            return out;
        };
        const auto first = sendBytes(alice, friends.bobAtAlice, 225 * 1024);
        QVERIFY(world.runUntil([&] { return transfer(bob, friends.aliceAtBob, first) == TransferState::Done; }, 2min));
        QCOMPARE(told().size(), std::size_t(1));
        QVERIFY(told()[0] >= 80 && told()[0] < 100);
        const auto second = sendBytes(alice, friends.bobAtAlice, 100 * 1024);
        QVERIFY(world.runUntil([&] { return transfer(bob, friends.aliceAtBob, second) == TransferState::Done; }, 2min));
        QCOMPARE(told().size(), std::size_t(2));
        QVERIFY(told()[1] >= 100);
        QVERIFY(meterOf(bob).isSpent());

        // Messages go on; what would cost more waits until it is wanted.
        const auto third = sendBytes(alice, friends.bobAtAlice, 20 * 1024);
        const auto text = alice.say(friends.bobAtAlice, "still here");
        QVERIFY(world.runUntil([&] { return alice.stateOf(text) == MessageState::Delivered; }, 1min));
        world.run(1min);
        QCOMPARE(transfer(bob, friends.aliceAtBob, third), TransferState::Offered);
        QCOMPARE(refusal(bob, StartCall{0, friends.aliceAtBob}), ErrorCode::CapSpent);
        (void)bob.ask<CommandDone>(FetchFile{0, third});
        QVERIFY(world.runUntil([&] { return transfer(bob, friends.aliceAtBob, third) == TransferState::Done; }, 2min));
        QVERIFY(!bob.ask<CallAnswer>(StartCall{0, friends.aliceAtBob, true}).call.isNull());

        // It is not told again, not even after a restart, until there is another cap.
        bob.leave();
        bob.switchOff();
        bob.switchOn();
        QVERIFY(bob.heard<MeterChanged>(bob.lastStart()).empty());
        QVERIFY(meterOf(bob).percent() >= 90);
        (void)bob.ask<CommandDone>(SetMeterCap{0, 0});
        QVERIFY(!meterOf(bob).isSpent());
    }

    void aMonthEndsByItself() {
        SimWorld world(2003);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        (void)bob.ask<CommandDone>(SetMeterCap{0, 30'000});
        const auto id = sendBytes(alice, friends.bobAtAlice, 100 * 1024);
        QVERIFY(world.runUntil([&] { return transfer(bob, friends.aliceAtBob, id) == TransferState::Done; }, 2min));
        QVERIFY(meterOf(bob).isSpent());
        const auto first = meterOf(bob).months.front();
        alice.switchOff();
        bob.leave();
        bob.switchOff();
        world.run(std::chrono::hours(31 * 24));
        bob.switchOn();
        const auto meter = meterOf(bob);
        QCOMPARE(meter.months.size(), std::size_t(2));
        QVERIFY(meter.months[0].month == first.month % 12 + 1);
        QVERIFY(meter.months[1].month == first.month && meter.months[1].total() >= first.total());
        QVERIFY(of(meter, TrafficKind::Files) == 0);
    }
};

QTEST_GUILESS_MAIN(TestSimMeter)
#include "tst_simmeter.moc"
