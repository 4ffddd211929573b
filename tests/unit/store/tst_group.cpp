// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "store/files.h"
#include "store/group.h"
#include "storefixture.h"

using namespace nightjar;
using namespace nightjar::store;

namespace {

/// A group with two in it.
struct Mesh {
    StoreFixture store;
    ContactId conversation = store.contact("");
    MemberRecord ada = member("Ada");
    MemberRecord bo = member("Bo");
    Group group{store.db()};

    Mesh() {
        group.found({conversation, true, {}});
        group.add(ada);
        group.add(bo);
    }
    MemberRecord member(const std::string& name) {
        MemberRecord out;
        out.id = store.draw<MemberId>();
        out.contact = store.contact(name);
        out.name = name;
        out.state = MemberState::In;
        return out;
    }
    MessageId own(const std::string& text) {
        const auto id = store.say(conversation, text, true);
        group.addMessage(id, std::nullopt, {1});
        group.expect(id, ada.id);
        group.expect(id, bo.id);
        return id;
    }
};

}  // namespace

class TestGroup : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void thereIsNoneAtFirst() {
        StoreFixture store;
        const Group group(store.db());
        QVERIFY(!group.find());
        QVERIFY(group.members().empty());
        QVERIFY(!group.authorOf(store.draw<MessageId>()));
    }

    void keepsWhoIsInIt() {
        Mesh mesh;
        mesh.store.reopen();
        Group group(mesh.store.db());
        QVERIFY(group.find()->contact == mesh.conversation && group.find()->founder);
        QCOMPARE(group.members().size(), std::size_t(2));
        QVERIFY(group.member(*mesh.bo.contact)->id == mesh.bo.id);
        auto bo = mesh.bo;
        bo.state = MemberState::Coming;
        bo.link = "a link";
        bo.weInvite = true;
        bo.invitation = mesh.store.draw<InvitationId>();
        bo.offers = 3;
        group.update(bo);
        QVERIFY(group.byLink("a link")->id == bo.id);
        QVERIFY(!group.byLink(""));
        const auto kept = group.byInvitation(*bo.invitation);
        QVERIFY(kept && kept->weInvite && kept->offers == 3 && kept->state == MemberState::Coming);
    }

    void aSessionThatEndsLeavesItsMember() {
        Mesh mesh;
        QVERIFY(Contacts(mesh.store.db()).remove(*mesh.ada.contact));
        const auto ada = mesh.group.member(mesh.ada.id);
        QVERIFY(ada && !ada->contact);
        QCOMPARE(ada->name, std::string("Ada"));
    }

    void aMessageHasOneAuthor() {
        Mesh mesh;
        const auto id = mesh.store.say(mesh.conversation, "hello");
        mesh.group.addMessage(id, mesh.ada.id, {7});
        mesh.group.addMessage(id, mesh.bo.id, {8});  // whoever comes second does not take it over
        QVERIFY(mesh.group.authorOf(id) == mesh.ada.id);
        QVERIFY(mesh.group.nonceOf(id) == MessageNonce{7});
        const auto later = mesh.store.say(mesh.conversation, "and");
        mesh.group.addMessage(later, mesh.ada.id, {9});
        const auto latest = mesh.group.latestOfEach({id, later, mesh.own("mine")});
        QCOMPARE(latest.size(), std::size_t(1));
        QVERIFY(latest.front().second == later);
    }

    void eachMemberHasAStateOfTheirOwn() {
        Mesh mesh;
        const auto id = mesh.own("hello");
        QVERIFY(mesh.group.advance(id, mesh.ada.id, MessageState::Delivered, 0));
        QVERIFY(!mesh.group.advance(id, mesh.ada.id, MessageState::Sent, 0));    // never back
        QVERIFY(!mesh.group.advance(id, mesh.ada.id, MessageState::Failed, 1));  // nor lost after it arrived
        QVERIFY(mesh.group.advance(id, mesh.bo.id, MessageState::Failed, 5));
        const auto deliveries = mesh.group.deliveries(id);
        QCOMPARE(deliveries.size(), std::size_t(2));
        QCOMPARE(deliveries[0].state, MessageState::Delivered);
        QCOMPARE(deliveries[1].reason, 5);
        QCOMPARE(mesh.group.unreadBy(mesh.ada.id).size(), std::size_t(1));
        auto bo = mesh.bo;
        bo.state = MemberState::Out;
        mesh.group.update(bo);
        QCOMPARE(mesh.group.deliveries(id).size(), std::size_t(1));
    }

    void readMeansAllBefore() {
        Mesh mesh;
        const auto first = mesh.own("one");
        const auto second = mesh.own("two");
        (void)mesh.own("three");
        QCOMPARE(mesh.group.unreadBy(mesh.ada.id, second), (std::vector<MessageId>{first, second}));
        QVERIFY(mesh.group.unreadBy(mesh.ada.id, mesh.store.draw<MessageId>()).empty());
    }

    void whatWaitsComesInItsOrderAndOnce() {
        Mesh mesh;
        const auto id = mesh.own("hello");
        mesh.group.wait(mesh.ada.id, {id, 100, {1, 2}});
        mesh.group.wait(mesh.ada.id, {std::nullopt, 200, {3}});
        mesh.group.wait(mesh.bo.id, {std::nullopt, 150, {4}});
        const auto waiting = mesh.group.takeWaiting(mesh.ada.id);
        QCOMPARE(waiting.size(), std::size_t(2));
        QVERIFY(waiting[0].message == id && waiting[0].timeMs == 100 && waiting[0].content == (Bytes{1, 2}));
        QVERIFY(!waiting[1].message);
        QVERIFY(mesh.group.takeWaiting(mesh.ada.id).empty());
        QCOMPARE(mesh.group.takeWaiting(mesh.bo.id).size(), std::size_t(1));
    }

    void whatADeletedMessageHadIsGone() {
        Mesh mesh;
        const auto id = mesh.own("hello");
        mesh.group.wait(mesh.ada.id, {id, 100, {1}});
        QVERIFY(Changes(mesh.store.db()).setReactions(*mesh.bo.contact, id, false, 1, {"👍"}));
        QCOMPARE(mesh.group.reactions(id).size(), std::size_t(1));
        QVERIFY(mesh.group.reactions(id).front().first == mesh.bo.id);
        mesh.group.removeMessage(id);
        QVERIFY(mesh.group.reactions(id).empty());
        QVERIFY(mesh.group.deliveries(id).empty());
        QVERIFY(mesh.group.takeWaiting(mesh.ada.id).empty());
    }

    void filesOfWhoeverLeftStay() {
        Mesh mesh;
        Files files(mesh.store.db());
        FileRecord file;
        file.contact = *mesh.ada.contact;
        file.message = mesh.store.say(mesh.conversation, "look");
        file.blob = mesh.store.draw<BlobName>();
        file.key = SecretBytes(32);
        file.name = "nest.jpg";
        file.local = "x";
        file.state = FileState::Done;
        files.add(file);
        auto half = mesh.store.draw<MessageId>();
        file.message = half;
        file.blob = mesh.store.draw<BlobName>();
        file.local = "y";
        file.state = FileState::Moving;
        files.add(file);
        mesh.group.keepFilesOf(*mesh.ada.contact, 9);
        QVERIFY(Contacts(mesh.store.db()).remove(*mesh.ada.contact));
        QCOMPARE(files.localNames().size(), std::size_t(2));
        QCOMPARE(files.find(mesh.conversation, half)->state, FileState::Failed);
        QCOMPARE(files.find(mesh.conversation, half)->reason, 9);
        QCOMPARE(mesh.group.fileMessages(10).size(), std::size_t(1));
    }

    void forgetsAllOfIt() {
        Mesh mesh;
        (void)mesh.own("hello");
        mesh.group.forget();
        QVERIFY(!mesh.group.find());
        QVERIFY(mesh.group.members().empty());
    }
};

QTEST_GUILESS_MAIN(TestGroup)
#include "tst_group.moc"
