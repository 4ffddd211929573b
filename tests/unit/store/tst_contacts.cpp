// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "store/hubs.h"
#include "store/invitations.h"
#include "store/profile.h"
#include "storefixture.h"

using namespace nightjar;
using namespace nightjar::store;

namespace {

QueueEnd queueEnd(StoreFixture& store, const std::string& hub) {
    return {hub, store.draw<QueueId>(), SecretBytes(store.bytes(32))};
}

bool same(const SecretBytes& a, const SecretBytes& b) {
    return constantTimeEqual(a.view(), b.view());
}

bool same(const QueueEnd& a, const QueueEnd& b) {
    return a.hub == b.hub && a.id == b.id && same(a.secret, b.secret);
}

bool same(const std::optional<QueueEnd>& a, const std::optional<QueueEnd>& b) {
    return a.has_value() == b.has_value() && (!a || same(*a, *b));
}

ContactRecord fullContact(StoreFixture& store) {
    ContactRecord c;
    c.id = store.draw<ContactId>();
    c.name = "Ада";
    c.localName = "Mum";
    c.createdMs = 123;
    c.state = ContactState::Requested;
    c.ownSecret = SecretBytes(store.bytes(64));
    c.ownPublic = store.bytes(32);
    c.peerPublic = store.bytes(32);
    c.receive = queueEnd(store, "nightjar-hub://here:1/k");
    c.send = queueEnd(store, "nightjar-hub://there:1/k");
    c.nextOutSeq = 9;
    c.nextInSeq = 8;
    c.lastReadMs = 7;
    c.mutedUntilMs = INT64_MAX;
    c.linkMemory = store.bytes(20);
    return c;
}

bool same(const ContactRecord& a, const ContactRecord& b) {
    return a.id == b.id && a.name == b.name && a.localName == b.localName && a.createdMs == b.createdMs &&
           a.state == b.state && same(a.ownSecret, b.ownSecret) && a.ownPublic == b.ownPublic &&
           a.peerPublic == b.peerPublic && same(a.receive, b.receive) && same(a.send, b.send) &&
           a.nextOutSeq == b.nextOutSeq && a.nextInSeq == b.nextInSeq && a.lastReadMs == b.lastReadMs &&
           a.mutedUntilMs == b.mutedUntilMs && a.linkMemory == b.linkMemory;
}

}  // namespace

class TestContacts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFieldComesBack() {
        StoreFixture store;
        Contacts contacts(store.db());
        auto c = fullContact(store);
        contacts.add(c);
        store.reopen();
        Contacts reopened(store.db());
        QVERIFY(same(*reopened.find(c.id), c));
        QVERIFY(same(*reopened.byReceiveQueue(c.receive->id), c));
        QVERIFY(!reopened.byReceiveQueue(c.send->id));
        c.receive.reset();
        c.send.reset();
        c.name = "Ada";
        QVERIFY(reopened.update(c));
        QVERIFY(same(*reopened.find(c.id), c));
        c.id = store.draw<ContactId>();
        QVERIFY(!reopened.update(c));
    }

    void singleValuesChangeAlone() {
        StoreFixture store;
        Contacts contacts(store.db());
        auto c = fullContact(store);
        contacts.add(c);
        QVERIFY(!contacts.ratchet(c.id));
        const auto state = store.bytes(5000);
        contacts.setRatchet(c.id, state);
        contacts.setRatchet(c.id, state);
        contacts.setState(c.id, c.state = ContactState::Active);
        contacts.setLocalName(c.id, c.localName = "Ada L.");
        contacts.setNextOutSeq(c.id, c.nextOutSeq = 20);
        contacts.setNextInSeq(c.id, c.nextInSeq = 21);
        contacts.setLinkMemory(c.id, c.linkMemory = Bytes{1});
        QVERIFY(same(*contacts.find(c.id), c));
        QVERIFY(constantTimeEqual(contacts.ratchet(c.id)->view(), state));
        QVERIFY(contacts.remove(c.id));
        QVERIFY(!contacts.remove(c.id));
        QVERIFY(!contacts.ratchet(c.id));
    }

    void contactsKeepTheirOrder() {
        StoreFixture store;
        std::vector<ContactId> ids;
        for (const auto* name : {"c", "a", "b"}) {
            ids.push_back(store.contact(name));
        }
        std::vector<ContactId> found;
        for (const auto& c : Contacts(store.db()).all()) {
            found.push_back(c.id);
        }
        QCOMPARE(found, ids);
        QCOMPARE(Contacts(store.db()).count(), 3);
    }

    void anInvitationEndsOnceAndForgetsItsSecrets() {
        StoreFixture store;
        Invitations invitations(store.db());
        InvitationRecord i;
        i.id = store.draw<InvitationId>();
        i.linkKey = SecretBytes(store.bytes(32));
        i.queue = queueEnd(store, "nightjar-hub://h:1/k");
        i.secrets = SecretBytes(store.bytes(2500));
        i.createdMs = 100;
        i.expiresMs = 900;
        invitations.add(i);
        const auto found = invitations.byQueue(i.queue.id);
        QVERIFY(found.has_value());
        QVERIFY(same(found->linkKey, i.linkKey) && same(found->secrets, i.secrets) && same(found->queue, i.queue));
        QVERIFY(!found->published && found->createdMs == 100 && found->expiresMs == 900 && !found->contact);
        invitations.setPublished(i.id);
        QVERIFY(invitations.open().front().published);

        const auto who = store.contact();
        invitations.end(i.id, InvitationState::Used, who);
        invitations.end(i.id, InvitationState::Revoked);  // too late
        const auto used = *invitations.find(i.id);
        QCOMPARE(used.state, InvitationState::Used);
        QCOMPARE(used.contact, who);
        QVERIFY(used.linkKey.empty() && used.secrets.empty() && used.queue.secret.empty());
        QVERIFY(invitations.open().empty());
        QVERIFY(Contacts(store.db()).remove(who));
        QVERIFY(!invitations.find(i.id)->contact);
        invitations.forget(100);
        QVERIFY(invitations.find(i.id).has_value());
        invitations.forget(101);
        QVERIFY(!invitations.find(i.id));
    }

    void anAcceptSurvivesARestart() {
        StoreFixture store;
        AcceptRecord a;
        store.random().fill(a.token);
        a.link = "nightjar:somewhere";
        a.name = "Ada";
        a.secrets = SecretBytes(store.bytes(100));
        a.createdMs = 5;
        Accepts(store.db()).put(a);
        a.state = AcceptState::Answering;
        {
            // The contact may come after the accept inside one transaction.
            Transaction transaction(store.db());
            ContactRecord c = fullContact(store);
            a.contact = c.id;
            Accepts(store.db()).put(a);
            Contacts(store.db()).add(c);
            QVERIFY(transaction.commit().has_value());
        }
        store.reopen();
        Accepts accepts(store.db());
        const auto found = accepts.find(a.token);
        QVERIFY(found.has_value());
        QCOMPARE(found->link, a.link);
        QCOMPARE(found->name, a.name);
        QCOMPARE(found->state, AcceptState::Answering);
        QVERIFY(same(found->secrets, a.secrets));
        QCOMPARE(found->createdMs, 5);
        QCOMPARE(found->contact, a.contact);
        QCOMPARE(accepts.byLink(a.link)->token, a.token);
        QCOMPARE(accepts.all().size(), 1u);
        QVERIFY(Contacts(store.db()).remove(*a.contact));
        QVERIFY(!accepts.find(a.token));
        accepts.remove(a.token);
    }

    void hubsAndDeadQueues() {
        StoreFixture store;
        Hubs hubs(store.db());
        hubs.put({"nightjar-hub://b:1/k", "192.0.2.1:5", 10, Bytes{1}});
        hubs.put({"nightjar-hub://a:1/k", "", 0, {}});
        hubs.put({"nightjar-hub://b:1/k", "192.0.2.2:5", 20, Bytes{2}});
        QCOMPARE(hubs.all().size(), 2u);
        QCOMPARE(hubs.find("nightjar-hub://b:1/k")->lastEndpoint, std::string("192.0.2.2:5"));
        QCOMPARE(hubs.find("nightjar-hub://b:1/k")->memory, Bytes{2});
        hubs.remove("nightjar-hub://b:1/k");
        QVERIFY(!hubs.find("nightjar-hub://b:1/k"));

        DeadQueues dead(store.db());
        const DeadQueue first{"h", store.draw<QueueId>(), SecretBytes(store.bytes(32)), 3};
        dead.add(first);
        dead.add(first);
        dead.add({"h", store.draw<QueueId>(), SecretBytes(store.bytes(32)), 1});
        QCOMPARE(dead.all().size(), 2u);
        QCOMPARE(dead.all().front().id, first.id);
        QVERIFY(same(dead.all().front().secret, first.secret));
        dead.remove(first.id);
        QCOMPARE(dead.all().size(), 1u);
    }

    void profileValues() {
        StoreFixture store;
        Profile profile(store.db());
        QVERIFY(!profile.get("name"));
        QCOMPARE(profile.text("name"), std::string());
        profile.setText("name", "Ada");
        profile.setText("name", "Ada Lovelace");
        QCOMPARE(profile.text("name"), std::string("Ada Lovelace"));
        const auto secret = store.bytes(32);
        profile.set("key", secret);
        QVERIFY(constantTimeEqual(profile.secret("key")->view(), secret));
        profile.set("empty", {});
        QCOMPARE(profile.get("empty"), Bytes{});
        profile.remove("name");
        QVERIFY(!profile.get("name"));
    }
};

QTEST_GUILESS_MAIN(TestContacts)
#include "tst_contacts.moc"
