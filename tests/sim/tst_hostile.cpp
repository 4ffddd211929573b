// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "support/forger.h"

using namespace nightjar;
using namespace nightjar::sim;
using namespace std::chrono_literals;

using Strings = std::vector<std::string>;

/// Contacts whose programs do as they please: what they may do to themselves is theirs, nothing else.
class TestHostile : public QObject {
    Q_OBJECT

private:
    /// Bob, whom both know, and who has read nothing yet.
    struct Stage {
        explicit Stage(std::uint64_t seed)
            : world(seed), alice(world.addPeer("alice")), bob(world.addPeer("bob")), eve(world.addPeer("eve")) {
            withAlice = world.befriend(alice, bob);
            withEve = world.befriend(eve, bob);
            world.run(10s);
        }
        /// Bob fetches what was put into his mailbox.
        void fetch(Duration howLong = 5s) {
            world.restartHub();
            world.run(howLong + 60s);  // until he has noticed
        }
        std::vector<Message> fromEve() {
            return bob.ask<MessagesAnswer>(ListMessages{0, withEve.aliceAtBob, {}, 500}).messages;
        }
        SimWorld world;
        SimPeer& alice;
        SimPeer& bob;
        SimPeer& eve;
        Friends withAlice;
        Friends withEve;
    };

private Q_SLOTS:
    void numbersFarAheadHoldUpNobodyElse() {
        Stage stage(61);
        Forger forger(stage.world, stage.eve);
        const auto bob = stage.withEve.bobAtAlice;
        forger.setOrder(bob, (std::uint64_t{1} << 62) - 1);
        forger.put(bob, forger.text("far ahead"));
        forger.setOrder(bob, 1);
        forger.put(bob, forger.text("one"));
        forger.put(bob, forger.text("two"));
        stage.fetch();
        stage.alice.say(stage.withAlice.bobAtAlice, "meanwhile");
        stage.world.run(2min);
        QCOMPARE(stage.bob.texts(), (Strings{"one", "two", "meanwhile"}));
        // She says neither that the rest comes nor that it does not.
        stage.world.run(std::chrono::hours(7 * 24));
        QCOMPARE(stage.bob.texts(), (Strings{"one", "two", "meanwhile", "far ahead"}));
        // There is no number after the last one; what comes is shown as it comes.
        forger.setOrder(bob, 3);
        forger.put(bob, forger.text("late"));
        stage.fetch();
        QCOMPARE(stage.bob.texts().back(), std::string("late"));
    }

    void everyGapHasItsOwnTime() {
        Stage stage(62);
        Forger forger(stage.world, stage.eve);
        const auto bob = stage.withEve.bobAtAlice;
        std::vector<Bytes> envelopes;
        for (int i = 1; i <= 5; ++i) {
            envelopes.push_back(forger.seal(bob, forger.text(std::to_string(i))));
        }
        const auto arrive = [&](int number) {
            forger.put(bob, envelopes[static_cast<std::size_t>(number - 1)]);
            stage.bob.switchOff();  // so that he fetches at once
            stage.bob.switchOn();
            stage.world.run(3s);
        };
        arrive(1);
        arrive(3);  // 2 is missing
        stage.world.run(50s);
        arrive(5);  // 4 is missing, since now
        arrive(2);
        QCOMPARE(stage.bob.texts(), (Strings{"1", "2", "3"}));
        stage.world.run(30s);
        QCOMPARE(stage.bob.texts(), (Strings{"1", "2", "3"}));
        arrive(4);
        QCOMPARE(stage.bob.texts(), (Strings{"1", "2", "3", "4", "5"}));
    }

    void nobodySkipsMoreThanTheirOwnGap() {
        Stage stage(66);
        Forger forger(stage.world, stage.eve);
        const auto bob = stage.withEve.bobAtAlice;
        constexpr auto far = std::uint64_t{1} << 61;
        // Nothing waits: these do nothing, and nothing that comes is lost by them.
        forger.put(bob, wire::SkipContent{{1, far}});
        forger.put(bob, wire::SkipContent{{far, far}});
        forger.put(bob, wire::MissingContent{{1, far}});
        forger.put(bob, wire::MissingContent{{far, far}});
        const auto one = forger.seal(bob, forger.text("one"));
        forger.put(bob, forger.text("two"));
        stage.fetch();
        QVERIFY(stage.bob.texts().empty());
        forger.put(bob, wire::SkipContent{{2, 5}});  // not the one that is waited for
        stage.fetch();
        QVERIFY(stage.bob.texts().empty());
        forger.put(bob, wire::SkipContent{{1, far}});
        stage.fetch();
        QCOMPARE(stage.bob.texts(), (Strings{"two"}));
        // What was skipped and comes all the same is shown as it comes.
        forger.put(bob, one);
        stage.fetch();
        QCOMPARE(stage.bob.texts(), (Strings{"two", "one"}));
    }

    void absurdTimesAreShownAndHarmNothing() {
        Stage stage(63);
        Forger forger(stage.world, stage.eve);
        const auto bob = stage.withEve.bobAtAlice;
        const auto last = fromUnixMs((std::int64_t{1} << 48) - 1);
        forger.put(bob, forger.seal(bob, forger.text("from the last day"), last));
        forger.put(bob, forger.seal(bob, forger.text("from the first day"), fromUnixMs(0)));
        forger.put(bob, forger.seal(bob, wire::CallOfferContent{{{1}}, 1, SecretBytes(32), {}}, fromUnixMs(0)));
        forger.put(bob, forger.seal(bob, wire::CallOfferContent{{{2}}, 1, SecretBytes(32), {}}, last));
        stage.fetch();
        QCOMPARE(stage.bob.texts(), (Strings{"from the last day", "from the first day"}));
        QCOMPARE(stage.fromEve().front().time, last);
        stage.world.run(2min);
        QCOMPARE(stage.bob.callState(), CallState::Ended);
    }

    void aThousandContentsBehindAGapAreShownInTheEnd() {
        Stage stage(64);
        Forger forger(stage.world, stage.eve);
        const auto bob = stage.withEve.bobAtAlice;
        forger.setOrder(bob, 2);
        for (int i = 0; i < 1000; ++i) {
            forger.put(bob, forger.text(std::to_string(i)));
        }
        stage.fetch(30s);
        stage.world.run(std::chrono::hours(7 * 24));
        const auto texts = stage.bob.texts();
        QCOMPARE(texts.size(), std::size_t(1000));
        QCOMPARE(texts.front(), std::string("0"));
        QCOMPARE(texts.back(), std::string("999"));
        // The receipts for Eve, who does not fetch them: one for many.
        QVERIFY(stage.world.envelopesAtHub() <= 100);
    }

    void aSecondWelcomeOrHelloMakesNoSecondContact() {
        Stage stage(65);
        Forger forger(stage.world, stage.eve);
        const auto bob = stage.withEve.bobAtAlice;
        forger.put(bob, wire::WelcomeContent{"mallory"});
        forger.put(bob, wire::HelloContent{"alice",
                                           {*wire::HubAddress::parse(stage.world.hubAddress()), {}, SecretBytes(32)}});
        forger.put(bob, wire::WelcomeContent{"eve"});
        stage.fetch();
        const auto contacts = stage.bob.ask<ContactsAnswer>(ListContacts{}).contacts;
        QCOMPARE(contacts.size(), std::size_t(2));
        // She may call herself as she likes, and that is all.
        const auto message = stage.bob.say(stage.withAlice.aliceAtBob, "still you?");
        QVERIFY(stage.world.runUntil([&] { return stage.bob.stateOf(message) == MessageState::Delivered; }, 10s));
    }

    void nobodyDeletesWhatOthersWrote() {
        Stage stage(66);
        const auto mine = stage.bob.say(stage.withEve.aliceAtBob, "bob wrote this");
        const auto hers = stage.alice.say(stage.withAlice.bobAtAlice, "alice wrote this");
        QVERIFY(stage.world.runUntil([&] { return stage.alice.stateOf(hers) == MessageState::Delivered; }, 10s));
        Forger forger(stage.world, stage.eve);
        const auto bob = stage.withEve.bobAtAlice;
        forger.put(bob, wire::DeleteContent{mine});
        forger.put(bob, wire::DeleteContent{hers});
        forger.put(bob, wire::TextContent{hers, "the same id"});
        stage.fetch();
        QVERIFY(stage.bob.heard<MessageRemoved>().empty());
        const auto atBob = stage.bob.ask<MessagesAnswer>(ListMessages{0, stage.withAlice.aliceAtBob, {}, 9}).messages;
        QCOMPARE(atBob.size(), std::size_t(1));
        QCOMPARE(atBob.front().text, std::string("alice wrote this"));
        QCOMPARE(stage.fromEve().front().text, std::string("bob wrote this"));
    }

    void whatWasDeletedBeforeItCameNeverAppears() {
        Stage stage(67);
        Forger forger(stage.world, stage.eve);
        const auto bob = stage.withEve.bobAtAlice;
        const auto text = forger.text("taken back");
        const auto slow = forger.seal(bob, text);
        forger.put(bob, wire::DeleteContent{text.message});
        stage.fetch();
        stage.world.run(60s);  // the gap is given up
        forger.put(bob, slow);
        stage.fetch();
        QVERIFY(stage.bob.texts().empty());
        QVERIFY(stage.fromEve().empty());
    }

    void aCopyIsShownOnce() {
        Stage stage(68);
        Forger forger(stage.world, stage.eve);
        const auto bob = stage.withEve.bobAtAlice;
        const auto text = forger.text("once");
        const auto envelope = forger.seal(bob, text);
        for (int i = 0; i < 3; ++i) {
            forger.put(bob, envelope);
            forger.put(bob, text);  // sealed anew, the same message
            stage.fetch();
        }
        QCOMPARE(stage.bob.texts(), Strings{"once"});
    }

    void offersOfOthersDoNotTakeAwayTheKeysOfACall() {
        Stage stage(69);
        stage.alice.post(StartCall{0, stage.withAlice.bobAtAlice});
        QVERIFY(stage.world.runUntil([&] { return !stage.bob.heard<CallIncoming>().empty(); }, 5s));
        Forger forger(stage.world, stage.eve);
        const auto bob = stage.withEve.bobAtAlice;
        for (int i = 0; i < 40; ++i) {
            forger.put(bob, wire::CallOfferContent{{{255, static_cast<std::uint8_t>(i)}}, 1, SecretBytes(32), {}});
        }
        stage.world.restartHub();
        stage.world.run(30s);
        stage.bob.post(AcceptCall{0, stage.bob.heard<CallIncoming>().front().call});
        QVERIFY(stage.world.runUntil([&] { return stage.bob.callState() == CallState::Active; }, 10s));
    }

    void whoAsksToBeErasedBeforeHelloIsErased() {
        SimWorld world(70);
        auto& alice = world.addPeer("alice");
        auto& eve = world.addPeer("eve");
        const auto link = alice.ask<InvitationAnswer>(CreateInvitation{}).link;
        const auto contact = eve.ask<ContactAnswer>(AcceptInvitation{0, link, ""}).contact.id;
        // Her HELLO has not left her yet.
        Forger forger(world, eve);
        const auto hello = forger.unsent(contact);
        QCOMPARE(hello.size(), std::size_t(1));
        alice.switchOff();
        forger.put(contact, wire::EraseContent{});
        forger.put(contact, forger.text("after the end"));
        forger.put(contact, hello.front());
        alice.switchOn();
        world.run(30s);
        QCOMPARE(alice.heard<ContactAdded>().size(), std::size_t(1));
        QCOMPARE(alice.heard<ContactRemoved>().size(), std::size_t(1));
        QVERIFY(alice.ask<ContactsAnswer>(ListContacts{}).contacts.empty());
    }
};

QTEST_GUILESS_MAIN(TestHostile)
#include "tst_hostile.moc"
