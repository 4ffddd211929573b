// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "store/messages.h"
#include "storefixture.h"

using namespace nightjar;
using namespace nightjar::store;

namespace {

MessageRecord textOf(StoreFixture& store, std::uint64_t seq, const std::string& words,
                     const std::optional<ContactId>& contact = {}) {
    auto message = store.text(contact ? *contact : store.contact(), words);
    message.seq = seq;
    return message;
}

}  // namespace

class TestChanges : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anEditThatCameLateJoinsTheHistoryOnly() {
        StoreFixture store;
        Messages messages(store.db());
        const auto one = textOf(store, 5, "first");
        QVERIFY(messages.add(one));
        QVERIFY(messages.edit(one.contact, one.id, {9, 9000, "third"}));
        QVERIFY(!messages.edit(one.contact, one.id, {7, 7000, "second"}));
        QVERIFY(!messages.edit(one.contact, one.id, {9, 9000, "once more"}));
        QVERIFY(!messages.edit(one.contact, one.id, {5, 1, "as old as the message"}));
        const auto now = messages.find(one.contact, one.id);
        QCOMPARE(now->text, std::string("third"));
        QCOMPARE(now->editedMs, std::int64_t(9000));
        const auto versions = Changes(store.db()).versions(one.contact, one.id);
        QCOMPARE(versions.size(), std::size_t(2));
        QCOMPARE(versions[0].text, std::string("first"));
        QCOMPARE(versions[1].text, std::string("second"));
    }

    void theHistoryIsBoundedAndKeepsTheFirst() {
        StoreFixture store;
        Messages messages(store.db());
        const auto one = textOf(store, 1, "0");
        QVERIFY(messages.add(one));
        for (std::uint64_t i = 2; i <= 100; ++i) {
            QVERIFY(messages.edit(one.contact, one.id, {i, 0, std::to_string(i)}));
        }
        const auto versions = Changes(store.db()).versions(one.contact, one.id);
        QCOMPARE(versions.size(), maxVersions);
        QCOMPARE(versions.front().text, std::string("0"));
        QCOMPARE(versions.back().text, std::string("99"));
    }

    void theLastReactionInTheWritersOrderStands() {
        StoreFixture store;
        const auto one = textOf(store, 1, "a");
        Changes changes(store.db());
        QVERIFY(changes.setReactions(one.contact, one.id, false, 4, {"a", "b"}));
        QVERIFY(!changes.setReactions(one.contact, one.id, false, 3, {"c"}));
        QVERIFY(changes.setReactions(one.contact, one.id, true, 1, {"d"}));
        const auto reactions = changes.reactions(one.contact, one.id);
        QCOMPARE(reactions.size(), std::size_t(2));
        QVERIFY(reactions[0].mine && !reactions[1].mine);
        QCOMPARE(reactions[1].emoji, (std::vector<std::string>{"a", "b"}));
        QVERIFY(changes.setReactions(one.contact, one.id, false, 5, {}));
        QVERIFY(changes.reactions(one.contact, one.id)[1].emoji.empty());
    }

    void earlyChangesAreBoundedAndTakenOnce() {
        StoreFixture store;
        const auto one = textOf(store, 1, "a");
        const auto two = textOf(store, 2, "b", one.contact);
        Changes changes(store.db());
        changes.addEarly(one.contact, one.id, asBytes("first"));
        for (std::int64_t i = 0; i < maxEarlyChanges; ++i) {
            changes.addEarly(two.contact, two.id, asBytes(std::to_string(i)));
        }
        QVERIFY(changes.takeEarly(one.contact, one.id).empty());
        QCOMPARE(changes.takeEarly(two.contact, two.id).size(), static_cast<std::size_t>(maxEarlyChanges));
        QVERIFY(changes.takeEarly(two.contact, two.id).empty());
    }

    void aRemovedMessageTakesEverythingAlong() {
        StoreFixture store;
        Messages messages(store.db());
        Changes changes(store.db());
        Drafts drafts(store.db());
        auto one = textOf(store, 1, "a");
        one.origin = "somebody";
        one.forwarded = true;
        QVERIFY(messages.add(one));
        QVERIFY(messages.edit(one.contact, one.id, {2, 2, "b"}));
        changes.setReactions(one.contact, one.id, false, 3, {"c"});
        drafts.set(one.contact, {"d", std::nullopt, one.id});
        QVERIFY(messages.remove(one.contact, one.id));
        QVERIFY(changes.versions(one.contact, one.id).empty());
        QVERIFY(changes.reactions(one.contact, one.id).empty());
        QVERIFY(!drafts.find(one.contact));
        QVERIFY(!messages.edit(one.contact, one.id, {9, 9, "back again"}));
    }
};

QTEST_GUILESS_MAIN(TestChanges)
#include "tst_changes.moc"
