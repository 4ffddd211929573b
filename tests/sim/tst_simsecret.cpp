// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "store/contacts.h"
#include "store/invitations.h"
#include "support/simworld.h"

using namespace nightjar;
using namespace nightjar::sim;
using namespace std::chrono_literals;

namespace {

constexpr auto day = std::chrono::hours(24);

/// Two who met in a secret chat.
struct Pair {
    SimPeer& alice;  ///< made it
    SimPeer& bob;
    ContactId bobAtAlice;
    ContactId aliceAtBob;
    std::string link;
};

}  // namespace

/// Secret chats of two: docs/protocol.md section 16.
class TestSimSecret : public QObject {
    Q_OBJECT

private:
    template <class C>
    static std::optional<ErrorCode> refusal(SimPeer& peer, C command) {
        command.request = peer.request();
        const auto id = command.request;
        peer.post(std::move(command));
        return peer.failure(id);
    }
    static std::optional<Pair> meet(SimWorld& world, const LifeRule& rule) {
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        if (!alice.ask<SecretChatAnswer>(FoundSecretChat{0, "Owl", rule, false}).chat) {
            return std::nullopt;
        }
        const auto link = alice.ask<InvitationAnswer>(CreateInvitation{}).link;
        const auto joined = bob.ask<ContactAnswer>(JoinSecretChat{0, link, "Swift"}).contact;
        if (!world.runUntil([&] { return !alice.heard<ContactAdded>().empty(); }, 60s)) {
            return std::nullopt;
        }
        world.run(5s);
        return Pair{alice, bob, alice.heard<ContactAdded>().front().contact.id, joined.id, link};
    }
    static std::vector<Contact> contacts(SimPeer& peer) { return peer.ask<ContactsAnswer>(ListContacts{}).contacts; }
    static bool has(SimPeer& peer, const ContactId& contact, const std::string& text) {
        const auto messages = peer.ask<MessagesAnswer>(ListMessages{0, contact, {}, 500}).messages;
        return std::any_of(messages.begin(), messages.end(), [&](const Message& one) { return one.text == text; });
    }
    /// What whoever opened the container was told last about its end.
    static std::optional<Instant> toldEnd(SimPeer& peer) {
        const auto told = peer.heard<SecretChatEnds>();
        return told.empty() ? std::nullopt : std::optional(told.back().ends);
    }
    static std::int64_t rows(SimPeer& peer, const std::string& table) {
        const auto database = peer.openStore();
        auto row = database->query("SELECT count(*) FROM " + table);
        return row.next() ? row.integer(0) : -1;
    }

private Q_SLOTS:
    void theLinkTellsTheRuleAndTheChatFollowsIt() {
        SimWorld world(921);
        const auto pair = meet(world, {LifeFrom::Sent, 60s});
        QVERIFY(pair);
        const auto terms = wire::SecretLink::parse(pair->link)->terms;
        QVERIFY(terms.life == (wire::LifeTerm{wire::LifeStart::Sent, 60}));
        QVERIFY(!terms.group);
        QCOMPARE(contacts(pair->alice).front().name, std::string("Swift"));
        QCOMPARE(contacts(pair->bob).front().name, std::string("Owl"));
        for (auto* const side : {&pair->alice, &pair->bob}) {
            QVERIFY(contacts(*side).front().life == (LifeRule{LifeFrom::Sent, 60s}));
            QVERIFY(side->ask<StatusAnswer>(GetStatus{}).status.invisible);
            const auto chat = side->ask<SecretChatAnswer>(GetSecretChat{}).chat;
            QVERIFY(chat);
            QCOMPARE(chat->founder, side == &pair->alice);
            QVERIFY(chat->rule == (LifeRule{LifeFrom::Sent, 60s}));
        }
        pair->alice.say(pair->bobAtAlice, "psst");
        QVERIFY(world.runUntil([&] { return has(pair->bob, pair->aliceAtBob, "psst"); }, 10s));
        world.run(62s);
        QVERIFY(!has(pair->bob, pair->aliceAtBob, "psst"));
        QVERIFY(!has(pair->alice, pair->bobAtAlice, "psst"));
    }

    void nothingInItCanBeUndone() {
        SimWorld world(922);
        const auto pair = meet(world, {LifeFrom::Read, 1h});
        QVERIFY(pair);
        auto& alice = pair->alice;
        QCOMPARE(refusal(alice, SetInvisible{0, false}), ErrorCode::BadArgument);
        QCOMPARE(refusal(alice, SetRelayOnly{0, pair->bobAtAlice, false}), ErrorCode::BadArgument);
        QCOMPARE(refusal(alice, SetLife{0, pair->bobAtAlice, {}}), ErrorCode::BadArgument);
        QCOMPARE(refusal(alice, SetName{0, "Alice"}), ErrorCode::BadArgument);
        QCOMPARE(refusal(alice, CreatePublicAddress{}), ErrorCode::BadArgument);
        QCOMPARE(refusal(alice, ExportBackup{0, "/tmp/x", nullptr}), ErrorCode::BadArgument);
        QCOMPARE(refusal(alice, FoundSecretChat{0, "Owl", {LifeFrom::Sent, 60s}, false}), ErrorCode::BadArgument);
        QCOMPARE(refusal(alice, AcceptInvitation{0, pair->link, ""}), ErrorCode::BadArgument);
    }

    void aSecondOneIsNotLetIn() {
        SimWorld world(923);
        const auto pair = meet(world, {LifeFrom::Creation, day});
        QVERIFY(pair);
        QCOMPARE(refusal(pair->alice, CreateInvitation{}), ErrorCode::GroupFull);
        QCOMPARE(refusal(pair->bob, CreateInvitation{}), ErrorCode::NotFounder);
        auto& carol = world.addPeer("carol");
        const auto request = carol.request();
        carol.post(JoinSecretChat{request, pair->link, "Jay"});
        QVERIFY(world.runUntil([&] { return carol.failure(request) == ErrorCode::InvitationUsed; }, 30s));
        // Neither while somebody may still come.
        auto& dave = world.addPeer("dave");
        (void)dave.ask<SecretChatAnswer>(FoundSecretChat{0, "Lark", {LifeFrom::Sent, 60s}, false});
        const auto invitation = dave.ask<InvitationAnswer>(CreateInvitation{});
        QCOMPARE(refusal(dave, CreateInvitation{}), ErrorCode::GroupFull);
        const auto listed = dave.ask<InvitationsAnswer>(ListInvitations{}).invitations;
        QCOMPARE(listed.size(), std::size_t(1));
        QCOMPARE(listed.front().link, invitation.link);  // it can be shown again
        (void)dave.ask<CommandDone>(RevokeInvitation{0, invitation.invitation});
        QVERIFY(!dave.ask<InvitationAnswer>(CreateInvitation{}).link.empty());
    }

    void aLinkWithAnotherRuleLeadsNowhere() {
        SimWorld world(924);
        auto& alice = world.addPeer("alice");
        (void)alice.ask<SecretChatAnswer>(FoundSecretChat{0, "Owl", {LifeFrom::Sent, 60s}, false});
        auto link = wire::SecretLink::parse(alice.ask<InvitationAnswer>(CreateInvitation{}).link);
        QVERIFY(link);
        link->terms.life = {wire::LifeStart::Sent, 7 * 24 * 3600};
        auto& bob = world.addPeer("bob");
        const auto request = bob.request();
        bob.post(JoinSecretChat{request, link->toString(), "Swift"});
        QVERIFY(world.runUntil([&] { return bob.failure(request) == ErrorCode::InvitationUnknown; }, 30s));
        // And an ordinary identity takes no such link for an ordinary one.
        auto& carol = world.addPeer("carol");
        QCOMPARE(refusal(carol, AcceptInvitation{0, link->toString(), ""}), ErrorCode::MalformedLink);
        QCOMPARE(refusal(carol, FoundSecretChat{0, "  ", {LifeFrom::Sent, 60s}, false}), ErrorCode::BadArgument);
        QCOMPARE(refusal(carol, FoundSecretChat{0, "Owl", {}, false}), ErrorCode::BadArgument);
    }

    void noPacketGoesPastTheHub() {
        SimWorld world(925);
        const auto pair = meet(world, {LifeFrom::Creation, day});
        QVERIFY(pair);
        int direct = 0;
        world.net().watchDelivered([&](const Endpoint& from, const Endpoint& to, ByteView) {
            const auto hub = world.hubEndpoint().withPort(1);
            direct += from.withPort(1) != hub && to.withPort(1) != hub ? 1 : 0;
        });
        for (int i = 0; i < 10; ++i) {
            pair->alice.say(pair->bobAtAlice, "hello");
            pair->bob.say(pair->aliceAtBob, "hello");
            world.run(5s);
        }
        const auto call = pair->alice.ask<CallAnswer>(StartCall{0, pair->bobAtAlice});
        QVERIFY(world.runUntil([&] { return pair->bob.callState() == CallState::Incoming; }, 20s));
        pair->bob.post(AcceptCall{0, pair->bob.heard<CallIncoming>().back().call});
        QVERIFY(world.runUntil([&] { return pair->alice.callState() == CallState::Active; }, 20s));
        world.run(10s);
        pair->alice.post(EndCall{0, call.call});
        world.run(5s);
        QCOMPARE(direct, 0);
        QCOMPARE(pair->bob.texts().size(), std::size_t(10));
    }

    // ---- the end

    void fromCreationEverythingEndsForBothAtTheSameMoment() {
        SimWorld world(926);
        const auto begun = world.now();
        const auto pair = meet(world, {LifeFrom::Creation, 1h});
        QVERIFY(pair);
        pair->alice.say(pair->bobAtAlice, "until then");
        world.run(10s);
        for (auto* const side : {&pair->alice, &pair->bob}) {
            QVERIFY(toldEnd(*side));
            QVERIFY(std::chrono::abs(*toldEnd(*side) - (begun + 1h)) < 10s);
        }
        world.run(begun + 59min + 50s - world.now());
        QCOMPARE(contacts(pair->alice).size(), std::size_t(1));
        QCOMPARE(contacts(pair->bob).size(), std::size_t(1));
        world.run(20s);
        for (auto* const side : {&pair->alice, &pair->bob}) {
            QVERIFY(contacts(*side).empty());
            QVERIFY(!side->heard<ContactRemoved>().empty());
            QVERIFY(*toldEnd(*side) <= world.now());
            QCOMPARE(refusal(*side, CreateInvitation{}), ErrorCode::InvitationExpired);
        }
        // The hub was told to forget the queues.
        QCOMPARE(world.envelopesAtHub(), std::size_t(0));
        for (auto* const side : {&pair->alice, &pair->bob}) {
            side->switchOff();
            QCOMPARE(rows(*side, "dead_queues"), 0);
            QCOMPARE(rows(*side, "messages"), 0);
            QCOMPARE(rows(*side, "ratchets"), 0);
            QCOMPARE(rows(*side, "outbox"), 0);
        }
    }

    void whoIsOffWhenItEndsHasNothingLeftWhenTheyComeBack() {
        SimWorld world(927);
        const auto pair = meet(world, {LifeFrom::Creation, 1h});
        QVERIFY(pair);
        pair->alice.say(pair->bobAtAlice, "until then");
        world.run(10s);
        pair->bob.switchOff();
        world.run(3h);
        QVERIFY(contacts(pair->alice).empty());
        world.setHubUp(false);
        const auto mark = pair->bob.mark();
        pair->bob.switchOn();
        const auto told = pair->bob.heard<SecretChatEnds>(mark);
        QVERIFY(!told.empty() && told.front().ends < world.now());
        QVERIFY(contacts(pair->bob).empty());
        pair->bob.switchOff();
        QCOMPARE(rows(pair->bob, "messages"), 0);
    }

    void aClockThatIsTurnedBackDoesNotKeepIt() {
        SimWorld world(928);
        const auto pair = meet(world, {LifeFrom::Creation, 1h});
        QVERIFY(pair);
        world.run(30min);
        pair->bob.switchOff();
        world.run(3h);
        pair->bob.setClockAhead(-4 * day);
        world.setHubUp(false);
        pair->bob.switchOn();
        QCOMPARE(contacts(pair->bob).size(), std::size_t(1));  // nobody told it what time it is
        world.run(36min);
        QVERIFY(contacts(pair->bob).empty());
    }

    void theHubTellsWhoseClockWasTurnedBack() {
        SimWorld world(929);
        const auto pair = meet(world, {LifeFrom::Creation, 10h});
        QVERIFY(pair);
        pair->bob.switchOff();
        world.run(11h);
        pair->bob.setClockAhead(-5h);
        pair->bob.switchOn();
        QVERIFY(world.runUntil([&] { return contacts(pair->bob).empty(); }, 30s));
        QVERIFY(*toldEnd(pair->bob) <= world.now() - 5h + 5s);  // by its own clock
    }

    void aWrongClockMakesNobodyStayLonger() {
        for (const auto ahead : {Duration(-2h), Duration(2h)}) {
            SimWorld world(930);
            auto& alice = world.addPeer("alice");
            alice.switchOff();
            alice.setClockAhead(ahead);
            alice.switchOn();
            auto& bob = world.addPeer("bob");
            const auto begun = world.now();
            (void)alice.ask<SecretChatAnswer>(FoundSecretChat{0, "Owl", {LifeFrom::Creation, 1h}, false});
            const auto link = alice.ask<InvitationAnswer>(CreateInvitation{}).link;
            QVERIFY(!link.empty());
            world.run(20min);
            (void)bob.ask<ContactAnswer>(JoinSecretChat{0, link, "Swift"});
            world.run(begun + 59min - world.now());
            QCOMPARE(contacts(alice).size(), std::size_t(1));
            QCOMPARE(contacts(bob).size(), std::size_t(1));
            world.run(90s);
            QVERIFY(contacts(alice).empty());
            QVERIFY(contacts(bob).empty());
        }
    }

    void anInvitationEndsWithTheChat() {
        SimWorld world(931);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        (void)alice.ask<SecretChatAnswer>(FoundSecretChat{0, "Owl", {LifeFrom::Creation, 30min}, false});
        const auto link = alice.ask<InvitationAnswer>(CreateInvitation{}).link;
        world.run(31min);
        QVERIFY(alice.ask<InvitationsAnswer>(ListInvitations{}).invitations.empty());
        const auto request = bob.request();
        bob.post(JoinSecretChat{request, link, "Swift"});
        QVERIFY(world.runUntil([&] { return bob.failure(request).has_value(); }, 30s));
        QVERIFY(contacts(bob).empty());
    }

    void withoutASetEndItEndsAWhileAfterTheLastWord() {
        SimWorld world(932);
        const auto pair = meet(world, {LifeFrom::Sent, 60s});
        QVERIFY(pair);
        pair->alice.switchOff();
        pair->bob.switchOff();
        world.run(27 * day);  // nothing was said
        pair->alice.switchOn();
        pair->bob.switchOn();
        QCOMPARE(contacts(pair->alice).size(), std::size_t(1));
        pair->alice.say(pair->bobAtAlice, "still there?");
        world.run(55min);
        pair->bob.say(pair->aliceAtBob, "yes");
        world.run(55min);
        QCOMPARE(contacts(pair->alice).size(), std::size_t(1));
        QCOMPARE(contacts(pair->bob).size(), std::size_t(1));
        QVERIFY(*toldEnd(pair->bob) > world.now());
        world.run(6min);
        QVERIFY(contacts(pair->alice).empty());
        QVERIFY(contacts(pair->bob).empty());
    }

    void whatIsNotReadKeepsItForFourWeeksAtMost() {
        SimWorld world(933);
        const auto pair = meet(world, {LifeFrom::Read, 1h});
        QVERIFY(pair);
        pair->alice.say(pair->bobAtAlice, "unread");
        world.run(10s);
        pair->alice.switchOff();
        pair->bob.switchOff();
        world.run(27 * day);
        pair->alice.switchOn();
        pair->bob.switchOn();
        QVERIFY(has(pair->bob, pair->aliceAtBob, "unread"));
        QCOMPARE(contacts(pair->alice).size(), std::size_t(1));
        world.run(26h);
        QVERIFY(contacts(pair->alice).empty());
        QVERIFY(contacts(pair->bob).empty());
    }

    void eitherSideCanEndItNow() {
        SimWorld world(934);
        const auto pair = meet(world, {LifeFrom::Read, day});
        QVERIFY(pair);
        pair->alice.say(pair->bobAtAlice, "that is all");
        world.run(10s);
        (void)pair->bob.ask<CommandDone>(DeleteContact{0, pair->aliceAtBob, true});
        world.run(10s);
        for (auto* const side : {&pair->alice, &pair->bob}) {
            QVERIFY(contacts(*side).empty());
            QVERIFY(*toldEnd(*side) <= world.now());
        }
    }

    void whoFindsNobodyThereIsAtTheEnd() {
        SimWorld world(936);
        const auto pair = meet(world, {LifeFrom::Read, day});
        QVERIFY(pair);
        // Without a word: only the queue is gone.
        (void)pair->bob.ask<CommandDone>(DeleteContact{0, pair->aliceAtBob, false});
        world.run(10s);
        QCOMPARE(contacts(pair->alice).size(), std::size_t(1));
        pair->alice.say(pair->bobAtAlice, "are you there?");
        world.run(20s);
        QVERIFY(contacts(pair->alice).empty());
        QVERIFY(*toldEnd(pair->alice) <= world.now());
    }

    void killedAndStartedItIsStillOne() {
        SimWorld world(935);
        const auto pair = meet(world, {LifeFrom::Sent, 1h});
        QVERIFY(pair);
        pair->alice.switchOff();
        pair->alice.switchOn();
        QVERIFY(pair->alice.ask<SecretChatAnswer>(GetSecretChat{}).chat->founder);
        QCOMPARE(refusal(pair->alice, SetInvisible{0, false}), ErrorCode::BadArgument);
        QCOMPARE(refusal(pair->alice, CreateInvitation{}), ErrorCode::GroupFull);
        pair->alice.say(pair->bobAtAlice, "again");
        QVERIFY(world.runUntil([&] { return has(pair->bob, pair->aliceAtBob, "again"); }, 20s));
    }
};

QTEST_GUILESS_MAIN(TestSimSecret)
#include "tst_simsecret.moc"
