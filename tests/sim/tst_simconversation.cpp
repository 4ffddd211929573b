// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>
#include <set>

#include "store/invitations.h"
#include "store/outbox.h"
#include "support/simworld.h"

using namespace nightjar;
using namespace nightjar::sim;
using namespace std::chrono_literals;

/// What people do with messages besides sending them: docs/protocol.md section 8.
class TestSimConversation : public QObject {
    Q_OBJECT

private:
    static constexpr auto day = std::chrono::hours(24);

    template <class C>
    static std::optional<ErrorCode> refusal(SimPeer& peer, C command) {
        command.request = peer.request();
        const auto id = command.request;
        peer.post(std::move(command));
        return peer.failure(id);
    }
    static Contact contactAt(SimPeer& peer, const ContactId& contact) {
        for (const auto& one : peer.ask<ContactsAnswer>(ListContacts{}).contacts) {
            if (one.id == contact) {
                return one;
            }
        }
        return {};
    }
    static std::optional<Message> messageAt(SimPeer& peer, const ContactId& contact, const MessageId& id) {
        for (const auto& one : peer.ask<MessagesAnswer>(ListMessages{0, contact, {}, 500}).messages) {
            if (one.id == id) {
                return one;
            }
        }
        return std::nullopt;
    }
    static std::string textAt(SimPeer& peer, const ContactId& contact, const MessageId& id) {
        const auto message = messageAt(peer, contact, id);
        return message ? message->text : std::string();
    }
    static std::vector<std::string> emojiAt(SimPeer& peer, const ContactId& contact, const MessageId& id, bool mine) {
        std::vector<std::string> out;
        if (const auto message = messageAt(peer, contact, id)) {
            for (const auto& reaction : message->reactions) {
                if (reaction.mine == mine) {
                    out.push_back(reaction.emoji);
                }
            }
        }
        return out;
    }
    /// A message of alice's that bob has.
    static MessageId told(SimWorld& world, SimPeer& alice, SimPeer& bob, const ContactId& to, const std::string& text) {
        const auto before = bob.texts().size();
        const auto id = alice.say(to, text);
        return world.runUntil([&] { return bob.texts().size() > before; }, 60s) ? id : MessageId{};
    }
    static std::int64_t outbox(SimPeer& peer) {
        peer.switchOff();
        const auto database = peer.openStore();
        return store::Outbox(*database).count();
    }
    static ContactId requestAt(SimWorld& world, SimPeer& alice, SimPeer& bob) {
        const auto link = alice.ask<InvitationAnswer>(CreateInvitation{});
        alice.switchOff();
        alice.openStore()->run("UPDATE invitations SET requests = 1");
        alice.switchOn();
        (void)bob.ask<ContactAnswer>(AcceptInvitation{0, link.link, ""});
        return world.runUntil([&] { return !alice.heard<ContactAdded>().empty(); }, 60s)
                   ? alice.heard<ContactAdded>().front().contact.id
                   : ContactId{};
    }

private Q_SLOTS:
    // ---- edits

    void anEditChangesTheTextOnBothSidesAndKeepsWhatItWas() {
        SimWorld world(201);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        const auto id = told(world, alice, bob, friends.bobAtAlice, "see you at sevven");
        alice.post(EditMessage{alice.request(), friends.bobAtAlice, id, "see you at seven"});
        alice.post(EditMessage{alice.request(), friends.bobAtAlice, id, "see you at eight"});
        QVERIFY(world.runUntil([&] { return textAt(bob, friends.aliceAtBob, id) == "see you at eight"; }, 60s));
        QVERIFY(messageAt(bob, friends.aliceAtBob, id)->edited);
        for (auto* const side : {&alice, &bob}) {
            const auto& contact = side == &alice ? friends.bobAtAlice : friends.aliceAtBob;
            const auto versions = side->ask<MessageHistoryAnswer>(GetMessageHistory{0, contact, id}).versions;
            QCOMPARE(versions.size(), std::size_t(3));
            QCOMPARE(versions.front().text, std::string("see you at sevven"));
            QCOMPARE(versions.back().text, std::string("see you at eight"));
            QVERIFY(side->ask<MessagesAnswer>(SearchMessages{0, "sevven", {}, 50}).messages.empty());
            QCOMPARE(side->ask<MessagesAnswer>(SearchMessages{0, "eight", {}, 50}).messages.size(), std::size_t(1));
        }
    }

    void onlyOwnTextsCanBeEdited() {
        SimWorld world(202);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        const auto id = told(world, alice, bob, friends.bobAtAlice, "mine");
        QCOMPARE(refusal(bob, EditMessage{0, friends.aliceAtBob, id, "yours"}), ErrorCode::NotOwnMessage);
        QCOMPARE(refusal(alice, EditMessage{0, friends.bobAtAlice, id, " "}), ErrorCode::BadArgument);
        QCOMPARE(refusal(alice, EditMessage{0, friends.bobAtAlice, id, std::string(maxTextBytes + 1, 'x')}),
                 ErrorCode::MessageTooLong);
        QCOMPARE(refusal(alice, EditMessage{0, friends.bobAtAlice, {}, "x"}), ErrorCode::UnknownMessage);
    }

    void editsReactionsAndDeletionsOverALossyLinkEndTheSameOnBothSides() {
        SimWorld world(203);
        auto lossy = wifi();
        lossy.loss = 0.2;
        auto& alice = world.addPeer("alice", lossy, portRestricted());
        auto& bob = world.addPeer("bob", lossy, portRestricted());
        const auto friends = world.befriend(alice, bob);
        SeededRandom random(203);
        std::vector<MessageId> said;
        std::set<MessageId> gone;
        for (int i = 0; i < 120; ++i) {
            const auto which = said.empty() ? 0 : random.below(said.size());
            switch (random.below(5)) {
                case 0:
                    alice.post(EditMessage{alice.request(), friends.bobAtAlice,
                                           said.empty() ? MessageId{} : said[which], "edit " + std::to_string(i)});
                    break;
                case 1:
                    alice.post(ReactToMessage{alice.request(),
                                              friends.bobAtAlice,
                                              said.empty() ? MessageId{} : said[which],
                                              {std::to_string(i)}});
                    break;
                case 2:
                    if (i % 4 == 0 && !said.empty()) {
                        alice.post(DeleteMessage{alice.request(), said[which], true});
                        gone.insert(said[which]);
                    }
                    break;
                case 3:
                    if (i % 10 == 0) {
                        bob.switchOff();
                        world.run(3s);
                        bob.switchOn();
                    }
                    break;
                default:
                    said.push_back(alice.say(friends.bobAtAlice, "text " + std::to_string(i)));
            }
            world.run(200ms);
        }
        world.run(5min);
        const auto atAlice = alice.ask<MessagesAnswer>(ListMessages{0, friends.bobAtAlice, {}, 500}).messages;
        const auto atBob = bob.ask<MessagesAnswer>(ListMessages{0, friends.aliceAtBob, {}, 500}).messages;
        QVERIFY(!gone.empty());
        QCOMPARE(atAlice.size(), atBob.size());
        for (std::size_t i = 0; i < atAlice.size(); ++i) {
            QCOMPARE(atAlice[i].id, atBob[i].id);
            QCOMPARE(atAlice[i].text, atBob[i].text);
            QCOMPARE(emojiAt(alice, friends.bobAtAlice, atAlice[i].id, true),
                     emojiAt(bob, friends.aliceAtBob, atAlice[i].id, false));
        }
    }

    // ---- answers, reactions, forwarding

    void anAnswerShowsWhatItAnswersUntilThatIsDeleted() {
        SimWorld world(204);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        const auto question = told(world, alice, bob, friends.bobAtAlice, "tea or coffee?");
        const auto request = bob.request();
        bob.post(SendText{request, friends.aliceAtBob, "tea", question});
        const auto answer = bob.answer<MessageAnswer>(request)->message;
        QVERIFY(answer.quote && answer.quote->state == Quote::State::Present && !answer.quote->mine);
        QVERIFY(world.runUntil([&] { return !alice.texts().empty(); }, 60s));
        const auto shown = messageAt(alice, friends.bobAtAlice, answer.id);
        QVERIFY(shown && shown->quote && shown->quote->mine);
        QCOMPARE(shown->quote->preview, std::string("tea or coffee?"));

        alice.post(DeleteMessage{alice.request(), question, true});
        QVERIFY(world.runUntil([&] { return !bob.heard<MessageRemoved>().empty(); }, 60s));
        for (auto* const side : {&alice, &bob}) {
            const auto changed = side->heard<MessageChanged>();
            QVERIFY(!changed.empty());
            QVERIFY(changed.back().message.quote->state == Quote::State::Deleted);
            QVERIFY(changed.back().message.quote->preview.empty());
        }
        QCOMPARE(refusal(bob, SendText{0, friends.aliceAtBob, "which?", MessageId{}}), ErrorCode::UnknownMessage);
    }

    void reactionsReplaceThoseBefore() {
        SimWorld world(205);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        const auto id = told(world, alice, bob, friends.bobAtAlice, "we won");
        using Emoji = std::vector<std::string>;
        for (const auto& emoji : {Emoji{"🎉"}, Emoji{"🎉", "👍"}, Emoji{}}) {
            bob.post(ReactToMessage{bob.request(), friends.aliceAtBob, id, emoji});
            QVERIFY(world.runUntil([&] { return emojiAt(alice, friends.bobAtAlice, id, false) == emoji; }, 60s));
            QCOMPARE(emojiAt(bob, friends.aliceAtBob, id, true), emoji);
        }
        QCOMPARE(refusal(bob, ReactToMessage{0, friends.aliceAtBob, id, Emoji(maxReactions + 1, "a")}),
                 ErrorCode::BadArgument);
        QCOMPARE(refusal(bob, ReactToMessage{0, friends.aliceAtBob, id, {"a", "a"}}), ErrorCode::BadArgument);
        QCOMPARE(refusal(bob, ReactToMessage{0, friends.aliceAtBob, id, {std::string(maxEmojiBytes + 1, 'a')}}),
                 ErrorCode::BadArgument);
    }

    void aForwardedTextNamesItsAuthorOnlyWhenWanted() {
        SimWorld world(206);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        auto& carol = world.addPeer("carol");
        const auto friends = world.befriend(alice, bob);
        const auto others = world.befriend(bob, carol);
        const auto id = told(world, alice, bob, friends.bobAtAlice, "a recipe");
        bob.post(ForwardMessage{bob.request(), friends.aliceAtBob, id, others.bobAtAlice, false});
        bob.post(ForwardMessage{bob.request(), friends.aliceAtBob, id, others.bobAtAlice, true});
        QVERIFY(world.runUntil([&] { return carol.texts().size() == 2; }, 60s));
        const auto got = carol.ask<MessagesAnswer>(ListMessages{0, others.aliceAtBob, {}, 50}).messages;
        QVERIFY(got[0].forwarded && got[1].forwarded);
        QCOMPARE(got[0].origin, std::string());
        QCOMPARE(got[1].origin, std::string("alice"));
        QVERIFY(got[0].id != id && got[1].id != id);
    }

    // ---- drafts and typing

    void aDraftSurvivesARestartAndGoesWithItsMessage() {
        SimWorld world(207);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        const auto id = told(world, alice, bob, friends.bobAtAlice, "well?");
        bob.post(SetDraft{bob.request(), friends.aliceAtBob, "I think", id});
        bob.switchOff();
        bob.switchOn();
        const auto draft = contactAt(bob, friends.aliceAtBob).draft;
        QVERIFY(draft && draft->quote);
        QCOMPARE(draft->text, std::string("I think"));
        QCOMPARE(draft->quote->preview, std::string("well?"));
        bob.say(friends.aliceAtBob, "something else");
        QVERIFY(contactAt(bob, friends.aliceAtBob).draft);
        bob.say(friends.aliceAtBob, "I think");
        QVERIFY(!contactAt(bob, friends.aliceAtBob).draft);
    }

    void typingIsSaidSeldomAndEndsByItself() {
        SimWorld world(208);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        (void)told(world, alice, bob, friends.bobAtAlice, "hello");
        QVERIFY(world.runUntil([&] { return alice.path(friends.bobAtAlice) != Path::None; }, 30s));
        for (int key = 0; key < 100; ++key) {
            alice.post(SetTyping{friends.bobAtAlice, true});
            world.run(100ms);
        }
        QCOMPARE(bob.heard<TypingChanged>().size(), std::size_t(1));
        QVERIFY(bob.heard<TypingChanged>().back().typing);
        world.net().setUp(alice.host(), false);
        world.run(20s);
        QVERIFY(!bob.heard<TypingChanged>().back().typing);
        world.net().setUp(alice.host(), true);

        bob.post(SetContactPrivacy{bob.request(), friends.aliceAtBob, {true, true, false}});
        (void)told(world, bob, alice, friends.aliceAtBob, "and?");
        bob.post(SetTyping{friends.aliceAtBob, true});
        world.run(5s);
        QVERIFY(alice.heard<TypingChanged>().empty());
    }

    // ---- what a contact is told

    void withoutReceiptsAMessageStaysSentAndTheOutboxEnds() {
        SimWorld world(209);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        bob.post(SetContactPrivacy{bob.request(), friends.aliceAtBob, {false, false, true}});
        QVERIFY(world.runUntil([&] { return !contactAt(alice, friends.bobAtAlice).givesReceipts; }, 60s));
        const auto id = told(world, alice, bob, friends.bobAtAlice, "are you there?");
        bob.post(MarkRead{friends.aliceAtBob});
        world.run(5min);
        QCOMPARE(alice.stateOf(id), MessageState::Sent);
        QCOMPARE(outbox(alice), std::int64_t(1));
        bob.switchOff();
        world.run(31 * day);
        alice.switchOn();
        bob.switchOn();
        world.run(5min);
        QCOMPARE(bob.texts(), std::vector<std::string>{"are you there?"});
        QCOMPARE(outbox(alice), std::int64_t(0));
    }

    void withoutReadReceiptsAMessageStaysDelivered() {
        SimWorld world(210);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        bob.post(SetContactPrivacy{bob.request(), friends.aliceAtBob, {true, false, true}});
        const auto id = told(world, alice, bob, friends.bobAtAlice, "are you there?");
        bob.post(MarkRead{friends.aliceAtBob});
        world.run(1min);
        QCOMPARE(alice.stateOf(id), MessageState::Delivered);
    }

    // ---- requests and blocking

    void aRequestWaitsForYesAndHearsNothingBefore() {
        SimWorld world(211);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto request = requestAt(world, alice, bob);
        QVERIFY(contactAt(alice, request).state == ContactState::Requested);
        const auto aliceAtBob = bob.ask<ContactsAnswer>(ListContacts{}).contacts.front().id;
        std::vector<std::string> said;
        MessageId last;
        for (int i = 0; i < 20; ++i) {
            said.push_back("please " + std::to_string(i));
            last = bob.say(aliceAtBob, said.back());
        }
        world.run(5min);
        QCOMPARE(alice.texts().size(), std::size_t(8));
        QCOMPARE(bob.stateOf(last), MessageState::Sent);
        QVERIFY(contactAt(bob, aliceAtBob).state == ContactState::Pending);
        QCOMPARE(refusal(alice, SendText{0, request, "who?"}), ErrorCode::ContactNotAccepted);
        QCOMPARE(refusal(alice, StartCall{0, request}), ErrorCode::ContactNotAccepted);

        QVERIFY(!refusal(alice, AcceptContact{0, request, "Bob"}));
        QVERIFY(world.runUntil([&] { return bob.stateOf(last) == MessageState::Delivered; }, 5min));
        QCOMPARE(alice.texts(), said);
        QVERIFY(contactAt(bob, aliceAtBob).state == ContactState::Active);
        QCOMPARE(contactAt(alice, request).name, std::string("Bob"));
        world.run(1min);
        QCOMPARE(outbox(bob), std::int64_t(0));
    }

    void aRefusedRequestLeavesNothing() {
        SimWorld world(212);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto request = requestAt(world, alice, bob);
        QVERIFY(!refusal(alice, RefuseContact{0, request}));
        QVERIFY(alice.ask<ContactsAnswer>(ListContacts{}).contacts.empty());
        world.run(30s);
        const auto aliceAtBob = bob.ask<ContactsAnswer>(ListContacts{}).contacts.front().id;
        const auto id = bob.say(aliceAtBob, "please");
        QVERIFY(world.runUntil([&] { return bob.stateOf(id) == MessageState::Failed; }, 60s));
        QCOMPARE(bob.heard<MessageStateChanged>().back().reason, ErrorCode::ContactGone);
    }

    void whoIsBlockedIsNotHeardAndNotTold() {
        SimWorld world(213);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        (void)told(world, alice, bob, friends.bobAtAlice, "before");
        QVERIFY(!refusal(bob, BlockContact{0, friends.aliceAtBob}));
        MessageId last;
        for (int i = 0; i < 50; ++i) {
            last = alice.say(friends.bobAtAlice, "during " + std::to_string(i));
        }
        alice.post(StartCall{alice.request(), friends.bobAtAlice});
        world.run(5min);
        QCOMPARE(bob.texts(), std::vector<std::string>{"before"});
        QVERIFY(bob.heard<CallIncoming>().empty());
        QVERIFY(contactAt(bob, friends.aliceAtBob).blocked);
        QCOMPARE(alice.stateOf(last), MessageState::Sent);
        QCOMPARE(world.envelopesAtHub(), std::size_t(0));
        QCOMPARE(alice.path(friends.bobAtAlice), Path::None);
        QCOMPARE(refusal(bob, SendText{0, friends.aliceAtBob, "no"}), ErrorCode::ContactBlocked);
        QCOMPARE(refusal(bob, StartCall{0, friends.aliceAtBob}), ErrorCode::ContactBlocked);
        SendFile file;
        file.contact = friends.aliceAtBob;
        QCOMPARE(refusal(bob, file), ErrorCode::ContactBlocked);

        QVERIFY(!refusal(bob, UnblockContact{0, friends.aliceAtBob}));
        const auto after = alice.say(friends.bobAtAlice, "after");
        QVERIFY(world.runUntil([&] { return alice.stateOf(after) == MessageState::Delivered; }, 2min));
        QCOMPARE(bob.texts(), (std::vector<std::string>{"before", "after"}));
    }

    // ---- what does not arrive

    void aTextThatNoServerTookForAMonthFailsAndCanBeSentAgain() {
        SimWorld world(214);
        auto& alice = world.addPeer("alice");
        auto& bob = world.addPeer("bob");
        const auto friends = world.befriend(alice, bob);
        world.net().setUp(alice.host(), false);
        const auto id = alice.say(friends.bobAtAlice, "do not forget me");
        world.run(10s);
        QCOMPARE(refusal(alice, ResendMessage{0, friends.bobAtAlice, id}), ErrorCode::BadArgument);
        bob.switchOff();
        world.run(29 * day);
        QCOMPARE(alice.stateOf(id), MessageState::Queued);
        world.run(2 * day);
        bob.switchOn();
        QCOMPARE(alice.stateOf(id), MessageState::Failed);
        QCOMPARE(alice.heard<MessageStateChanged>().back().reason, ErrorCode::MessageExpired);
        world.net().setUp(alice.host(), true);
        alice.post(EditMessage{alice.request(), friends.bobAtAlice, id, "do not forget me!"});
        alice.post(ResendMessage{alice.request(), friends.bobAtAlice, id});
        QVERIFY(world.runUntil([&] { return alice.stateOf(id) == MessageState::Delivered; }, 3min));
        QVERIFY(world.runUntil([&] { return !bob.texts().empty(); }, 2min));
        world.run(2min);
        QCOMPARE(bob.texts(), std::vector<std::string>{"do not forget me!"});
    }
};

QTEST_GUILESS_MAIN(TestSimConversation)
#include "tst_simconversation.moc"
