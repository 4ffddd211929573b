// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "chatfixture.h"

using namespace nightjar;
using namespace nightjar::chat;
using namespace std::chrono_literals;

class TestSessions : public QObject {
    Q_OBJECT

private:
    /// Of a short content: first messages are longer.
    static wire::EnvelopeType typeOf(const SealedEnvelope& envelope) {
        return envelope.bytes.size() == wire::envelopeSizes[0] ? wire::EnvelopeType::Message
                                                               : wire::EnvelopeType::FirstMessage;
    }

private Q_SLOTS:
    void everyEnvelopeOpensTheSessionUntilTheInviterIsHeard() {
        Pair pair;
        QCOMPARE(typeOf(pair.hello), wire::EnvelopeType::FirstMessage);
        QCOMPARE(typeOf(pair.accepter.text("one")), wire::EnvelopeType::FirstMessage);
        pair.meet();
        const auto welcome = pair.inviter.seal(wire::WelcomeContent{"Ada"});
        QCOMPARE(typeOf(welcome), wire::EnvelopeType::Message);
        QVERIFY(pair.accepter.open(welcome).has_value());
        QCOMPARE(typeOf(pair.accepter.text("two")), wire::EnvelopeType::Message);
    }

    void whatTheAccepterWroteBeforeMayComeAfter() {
        Pair pair;
        const auto slow = pair.accepter.text("slow");
        const auto lost = pair.accepter.text("lost");
        pair.meet();
        QVERIFY(pair.accepter.open(pair.inviter.seal(wire::WelcomeContent{"Ada"})).has_value());
        QCOMPARE(pair.inviter.read(pair.accepter.text("fast")), std::string("fast"));
        // A program that goes through its store in the meantime keeps what is still needed …
        pair.inviter.sessions().forgetOpenings(testTime - 60 * 24h);
        QCOMPARE(pair.inviter.read(slow), std::string("slow"));
        // … and not for ever.
        pair.inviter.sessions().forgetOpenings(testTime + 1ms);
        QCOMPARE(pair.inviter.open(lost).error(), OpenError::NotForUs);
    }

    void orderCountsOrderedContentsOnly() {
        Pair pair;
        QCOMPARE(pair.hello.order, 0u);
        QCOMPARE(pair.accepter.text("one").order, 1u);
        QCOMPARE(pair.accepter.seal(wire::ReadContent{}).order, 0u);
        QCOMPARE(pair.accepter.seal(wire::DeleteContent{}).order, 2u);
        QCOMPARE(pair.accepter.text("three").order, 3u);
    }

    void nobodySealsWithoutASession() {
        Pair pair;
        Person nobody;
        QVERIFY(!nobody.inTransaction([&] {
            return nobody.sessions().seal(nobody.store.draw<ContactId>(), wire::ReadContent{}, testTime).has_value();
        }));
        const auto other = nobody.store.contact();
        QVERIFY(!nobody.inTransaction(
            [&] { return nobody.sessions().seal(other, wire::ReadContent{}, testTime).has_value(); }));
    }

    void anAbandonedTransactionMovesNothing() {
        Pair pair;
        pair.meet();
        {
            store::Transaction transaction(pair.accepter.store.db());
            QVERIFY(pair.accepter.sessions()
                        .seal(pair.accepter.contact, wire::TextContent{MessageId{}, "never said"}, testTime)
                        .has_value());
        }
        const auto said = pair.accepter.text("said");
        QCOMPARE(said.order, 1u);
        {
            store::Transaction transaction(pair.inviter.store.db());
            QVERIFY(pair.inviter.sessions().open(pair.inviter.record(), said.bytes, testTime).has_value());
        }
        QCOMPARE(pair.inviter.read(said), std::string("said"));
        QCOMPARE(pair.inviter.open(said).error(), OpenError::AlreadyRead);
    }

    void aChangedEnvelopeIsNotForUs() {
        Pair pair;
        pair.meet();
        QVERIFY(pair.accepter.open(pair.inviter.seal(wire::WelcomeContent{"Ada"})).has_value());
        const auto text = pair.accepter.text("as it was");
        for (std::size_t at = 1; at < text.bytes.size(); at += 17) {
            auto changed = text;
            changed.bytes[at] ^= 0x40;
            QCOMPARE(pair.inviter.open(changed).error(), OpenError::NotForUs);
        }
        auto shorter = text;
        shorter.bytes.pop_back();
        QCOMPARE(pair.inviter.open(shorter).error(), OpenError::Malformed);
        QCOMPARE(pair.inviter.read(text), std::string("as it was"));
    }

    void contentsSurviveRestartsAndDisorder() {
        Pair pair;
        pair.meet();
        std::vector<SealedEnvelope> envelopes;
        for (int i = 0; i < 50; ++i) {
            envelopes.push_back(pair.accepter.text(std::to_string(i)));
            pair.accepter.store.reopen();
        }
        for (int i = 0; i < 50; ++i) {
            const auto k = static_cast<std::size_t>(i * 37 % 50);
            QCOMPARE(pair.inviter.read(envelopes[k]), std::to_string(k));
            pair.inviter.store.reopen();
        }
    }
};

QTEST_GUILESS_MAIN(TestSessions)
#include "tst_sessions.moc"
