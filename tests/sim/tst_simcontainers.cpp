// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "support/simworld.h"

using namespace nightjar;
using namespace nightjar::sim;
using namespace std::chrono_literals;

namespace {

std::shared_ptr<const SecretBytes> keyOf(std::string_view text) {
    return std::make_shared<const SecretBytes>(asBytes(text));
}

ContainerInfo info(std::uint8_t number, std::string label) {
    ContainerInfo out;
    out.id.value.fill(number);
    out.label = std::move(label);
    return out;
}

}  // namespace

/// What a container remembers of those within it.
class TestSimContainers : public QObject {
    Q_OBJECT

private:
    template <class C>
    static std::optional<ErrorCode> refusal(SimPeer& peer, C command) {
        command.request = peer.request();
        const auto id = command.request;
        peer.post(std::move(command));
        return peer.failure(id);
    }
    static bool done(SimPeer& peer, Command command) {
        const auto id = peer.request();
        std::visit(
            [id](auto& c) {
                if constexpr (requires { c.request; }) {
                    c.request = id;
                }
            },
            command);
        peer.post(std::move(command));
        return peer.answer<CommandDone>(id).has_value();
    }

private Q_SLOTS:
    void whatIsPutSurvivesAnEnd() {
        SimWorld world(901);
        auto& alice = world.addPeer("alice");
        QVERIFY(alice.ask<ContainersAnswer>(ListContainers{}).containers.empty());
        auto open = info(1, "Work");
        open.opensItself = false;
        QVERIFY(done(alice, PutContainer{0, open, keyOf("0123456789abcdef0123456789abcdef")}));
        auto locked = info(2, "Bob");
        locked.kind = ContainerKind::LockedChat;
        locked.hidden = true;
        locked.ends = world.now() + 1h;
        QVERIFY(done(alice, PutContainer{0, locked, nullptr, toBytes(asBytes("a guard"))}));
        alice.switchOff();
        alice.switchOn();
        const auto all = alice.ask<ContainersAnswer>(ListContainers{}).containers;
        QCOMPARE(all.size(), std::size_t(2));
        QCOMPARE(all[0].id, open.id);
        QCOMPARE(all[0].label, open.label);
        QCOMPARE(all[0].guarded, false);
        QCOMPARE(all[0].opensItself, false);
        QVERIFY(!all[0].ends && all[0].created <= world.now() && all[0].created > Instant{});
        QCOMPARE(all[1].kind, ContainerKind::LockedChat);
        QVERIFY(all[1].guarded && all[1].hidden && all[1].opensItself);
        QVERIFY(all[1].ends && toUnixMs(*all[1].ends) == toUnixMs(*locked.ends));

        const auto key = alice.ask<ContainerKeyAnswer>(GetContainerKey{0, open.id});
        QVERIFY(key.key && key.guard.empty());
        QCOMPARE(toText(key.key->view()), std::string("0123456789abcdef0123456789abcdef"));
        const auto guard = alice.ask<ContainerKeyAnswer>(GetContainerKey{0, locked.id});
        QVERIFY(!guard.key);
        QCOMPARE(toText(guard.guard), std::string("a guard"));
    }

    void factsChangeAndKeysStay() {
        SimWorld world(902);
        auto& alice = world.addPeer("alice");
        auto one = info(1, "Work");
        QVERIFY(done(alice, PutContainer{0, one, keyOf("0123456789abcdef0123456789abcdef")}));
        const auto created = alice.ask<ContainersAnswer>(ListContainers{}).containers.front().created;
        world.run(1min);
        one.label = "Play";
        one.ends = world.now() + 1h;
        QVERIFY(done(alice, PutContainer{0, one}));
        const auto all = alice.ask<ContainersAnswer>(ListContainers{}).containers;
        QCOMPARE(all.size(), std::size_t(1));
        QCOMPARE(all.front().label, std::string("Play"));
        QCOMPARE(all.front().created, created);
        QVERIFY(all.front().ends.has_value());
        QVERIFY(alice.ask<ContainerKeyAnswer>(GetContainerKey{0, one.id}).key);
        // A PIN of its own takes the place of the key, and the other way round.
        QVERIFY(done(alice, PutContainer{0, one, nullptr, toBytes(asBytes("a guard"))}));
        QVERIFY(!alice.ask<ContainerKeyAnswer>(GetContainerKey{0, one.id}).key);
        QVERIFY(alice.ask<ContainersAnswer>(ListContainers{}).containers.front().guarded);
        QVERIFY(done(alice, PutContainer{0, one, keyOf("0123456789abcdef0123456789abcdef")}));
        QVERIFY(alice.ask<ContainerKeyAnswer>(GetContainerKey{0, one.id}).guard.empty());
    }

    void whatIsForgottenIsGone() {
        SimWorld world(903);
        auto& alice = world.addPeer("alice");
        const auto one = info(1, "Work");
        const auto two = info(2, "Play");
        QVERIFY(done(alice, PutContainer{0, one, keyOf("0123456789abcdef0123456789abcdef")}));
        QVERIFY(done(alice, PutContainer{0, two, keyOf("fedcba9876543210fedcba9876543210")}));
        QVERIFY(done(alice, ForgetContainer{0, one.id}));
        QCOMPARE(refusal(alice, GetContainerKey{0, one.id}), ErrorCode::UnknownContainer);
        QCOMPARE(refusal(alice, ForgetContainer{0, one.id}), ErrorCode::UnknownContainer);
        alice.switchOff();
        alice.switchOn();
        const auto all = alice.ask<ContainersAnswer>(ListContainers{}).containers;
        QCOMPARE(all.size(), std::size_t(1));
        QCOMPARE(all.front().id, two.id);
    }

    void nonsenseIsRefused() {
        SimWorld world(904);
        auto& alice = world.addPeer("alice");
        const auto key = keyOf("0123456789abcdef0123456789abcdef");
        QCOMPARE(refusal(alice, PutContainer{0, {}, key}), ErrorCode::BadArgument);
        QCOMPARE(refusal(alice, PutContainer{0, info(1, "Work")}), ErrorCode::BadArgument);
        QCOMPARE(refusal(alice, PutContainer{0, info(1, "Work"), keyOf("short")}), ErrorCode::BadArgument);
        QCOMPARE(refusal(alice, PutContainer{0, info(1, "Work"), key, Bytes(10)}), ErrorCode::BadArgument);
        QCOMPARE(refusal(alice, PutContainer{0, info(1, "Work"), nullptr, Bytes(1025)}), ErrorCode::BadArgument);
        QCOMPARE(refusal(alice, PutContainer{0, info(1, std::string(65, 'a')), key}), ErrorCode::BadArgument);
        QCOMPARE(refusal(alice, PutContainer{0, info(1, "\xff"), key}), ErrorCode::BadArgument);
        QCOMPARE(refusal(alice, GetContainerKey{0, info(1, "").id}), ErrorCode::UnknownContainer);
        QVERIFY(alice.ask<ContainersAnswer>(ListContainers{}).containers.empty());
    }

    void aFullDiskIsTold() {
        SimWorld world(905);
        auto& alice = world.addPeer("alice");
        alice.setDiskFull(true);
        QCOMPARE(refusal(alice, PutContainer{0, info(1, "Work"), keyOf("0123456789abcdef0123456789abcdef")}),
                 ErrorCode::DiskFull);
        alice.setDiskFull(false);
        QVERIFY(alice.ask<ContainersAnswer>(ListContainers{}).containers.empty());
        QVERIFY(done(alice, PutContainer{0, info(1, "Work"), keyOf("0123456789abcdef0123456789abcdef")}));
    }
};

QTEST_GUILESS_MAIN(TestSimContainers)
#include "tst_simcontainers.moc"
