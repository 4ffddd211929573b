// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "chat/renewals.h"
#include "chatfixture.h"

using namespace nightjar;
using namespace nightjar::chat;

/// Two people whose session works on one side only.
class TestRenewals : public QObject {
    Q_OBJECT

private:
    static Renewals renewals(Person& person) { return {person.store.db(), person.store.random()}; }
    static SealedEnvelope ask(Person& person, std::vector<EnvelopeId> unopened = {EnvelopeId{{1}}}) {
        return *person.inTransaction([&] { return renewals(person).ask(person.record(), {5, 9}, unopened); });
    }
    static bool accept(Person& person, const SealedEnvelope& request) {
        const auto message = Renewals::read(person.record(), request.bytes);
        return message && person.inTransaction([&] { return renewals(person).accept(person.record(), *message); });
    }
    /// As the engine does it: what does not open leaves no trace.
    static std::string read(Person& person, const SealedEnvelope& envelope) {
        store::Transaction transaction(person.store.db());
        (void)renewals(person).complete(person.record(), envelope.bytes);
        const auto content = person.sessions().open(person.record(), envelope.bytes, testTime);
        if (!content || !transaction.commit()) {
            return {};
        }
        const auto* const text = std::get_if<wire::TextContent>(&content->body);
        return text == nullptr ? std::string() : text->text;
    }
    static Pair met() {
        Pair pair;
        pair.meet();
        return pair;
    }
    /// A ratchet that has nothing to do with the other side's any more.
    static void lose(Person& person) {
        person.inTransaction([&] {
            const auto drawn = [&] { return SecretBytes(person.store.bytes(32)); };
            const crypto::SessionSecrets secrets{drawn(), drawn(), drawn(), {}, drawn(), drawn()};
            const auto pair = crypto::generateKeyPair(person.store.random());
            person.sessions().begin(person.contact, crypto::TripleRatchet::asInviter(secrets, pair),
                                    {drawn(), std::nullopt});
            return 0;
        });
    }

private Q_SLOTS:
    void aRequestSaysWhatWasAsked() {
        auto pair = met();
        const auto request = ask(pair.inviter, {EnvelopeId{{1}}, EnvelopeId{{2}}});
        QCOMPARE(request.bytes.size(), wire::renewEnvelopeSize);
        const auto message = Renewals::read(pair.accepter.record(), request.bytes);
        QVERIFY(message);
        QCOMPARE(message->lowest, std::uint64_t(5));
        QCOMPARE(message->expected, std::uint64_t(9));
        QCOMPARE(message->unopened.size(), std::size_t(2));
    }

    void onlyTheOtherSideReadsIt() {
        auto pair = met();
        auto request = ask(pair.inviter);
        QVERIFY(!Renewals::read(pair.inviter.record(), request.bytes));  // not thrown back at its writer
        auto stranger = pair.accepter.record();
        stranger.peerPublic = toBytes(crypto::generateKeyPair(pair.accepter.store.random()).publicKey.value);
        QVERIFY(!Renewals::read(stranger, request.bytes));
        request.bytes[700] ^= 1;
        QVERIFY(!Renewals::read(pair.accepter.record(), request.bytes));
        request.bytes.pop_back();
        QVERIFY(!Renewals::read(pair.accepter.record(), request.bytes));
    }

    void bothGoOnWithTheNewSession() {
        auto pair = met();
        lose(pair.accepter);
        QVERIFY(read(pair.accepter, pair.inviter.text("lost")).empty());
        QVERIFY(accept(pair.inviter, ask(pair.accepter)));
        const auto one = pair.inviter.text("one");
        const auto two = pair.inviter.text("two");
        QCOMPARE(read(pair.accepter, two), std::string("two"));  // any of them opens the session
        QCOMPARE(read(pair.accepter, one), std::string("one"));
        for (int i = 0; i < 20; ++i) {
            const auto number = std::to_string(i);
            QCOMPARE(read(pair.inviter, pair.accepter.text(number)), number);
            QCOMPARE(read(pair.accepter, pair.inviter.text(number)), number);
        }
    }

    void aRequestIsRepeatedWithTheSameKeys() {
        auto pair = met();
        const auto first = ask(pair.accepter);
        const auto second = ask(pair.accepter, {EnvelopeId{{7}}});
        QVERIFY(first.bytes != second.bytes);
        QCOMPARE(Renewals::read(pair.inviter.record(), first.bytes)->oneTime,
                 Renewals::read(pair.inviter.record(), second.bytes)->oneTime);
        QVERIFY(accept(pair.inviter, first));  // the second got lost
        QCOMPARE(read(pair.accepter, pair.inviter.text("hello")), std::string("hello"));
    }

    void nothingHappensUntilAnEnvelopeOpens() {
        auto pair = met();
        const auto request = ask(pair.accepter);
        // The old session goes on meanwhile.
        QCOMPARE(read(pair.accepter, pair.inviter.text("old")), std::string("old"));
        QVERIFY(accept(pair.inviter, request));
        auto broken = pair.inviter.text("new");
        broken.bytes.back() ^= 1;
        QVERIFY(read(pair.accepter, broken).empty());
        QCOMPARE(read(pair.accepter, pair.inviter.text("again")), std::string("again"));
    }

    void ofTwoThatCrossTheLowerStands() {
        for (int round = 0; round < 6; ++round) {
            Pair pair;
            (void)pair.inviter.store.bytes(static_cast<std::size_t>(round) * 64 + 1);
            (void)pair.accepter.store.bytes(static_cast<std::size_t>(round) * 96 + 5);
            pair.meet();
            lose(pair.accepter);
            const auto mine = ask(pair.inviter);
            const auto theirs = ask(pair.accepter);
            QVERIFY(accept(pair.inviter, theirs));
            QVERIFY(accept(pair.accepter, mine));
            // What each seals now crosses, too. At least one of the two opens.
            const auto here = pair.inviter.text("here");
            const auto there = pair.accepter.text("there");
            const bool one = read(pair.accepter, here) == "here";
            const bool two = read(pair.inviter, there) == "there";
            QVERIFY(one != two);
            for (int i = 0; i < 5; ++i) {
                QCOMPARE(read(pair.inviter, pair.accepter.text("a")), std::string("a"));
                QCOMPARE(read(pair.accepter, pair.inviter.text("b")), std::string("b"));
            }
        }
    }

    void anOldAnswerOpensNothingTwice() {
        auto pair = met();
        QVERIFY(accept(pair.inviter, ask(pair.accepter)));
        const auto answer = pair.inviter.text("answer");
        QCOMPARE(read(pair.accepter, answer), std::string("answer"));
        QVERIFY(read(pair.accepter, answer).empty());
        QCOMPARE(read(pair.inviter, pair.accepter.text("still")), std::string("still"));
    }
};

QTEST_GUILESS_MAIN(TestRenewals)
#include "tst_renewals.moc"
