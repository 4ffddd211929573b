// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "wire/address.h"
#include "wirevectors.h"

using namespace nightjar;
using namespace nightjar::wire;

namespace {

const std::string key = toBase64Url(pattern(0x40, 32));

bool accepts(const std::string& hostAndPort) {
    return HubAddress::parse("nightjar-hub://" + hostAndPort + "/" + key).has_value();
}

}  // namespace

class TestAddress : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsAndWritesHubAddresses() {
        const auto name = HubAddress::parse(vectorText("hub_address.name"));
        QVERIFY(name);
        QCOMPARE(*name, exampleHub());
        QVERIFY(!name->endpoint());
        const auto v4 = HubAddress::parse(vectorText("hub_address.v4"));
        QVERIFY(v4);
        QCOMPARE(v4->endpoint().value().toString(), std::string("192.0.2.1:33445"));
        const auto v6 = HubAddress::parse(vectorText("hub_address.v6"));
        QVERIFY(v6);
        QCOMPARE(v6->host, std::string("2001:db8::1"));
        QCOMPARE(v6->endpoint().value().toString(), std::string("[2001:db8::1]:33445"));
        for (const auto* vectorName : {"hub_address.name", "hub_address.v4", "hub_address.v6"}) {
            QCOMPARE(HubAddress::parse(vectorText(vectorName))->toString(), vectorText(vectorName));
        }
    }

    void givesOneFormToOneHub() {
        QCOMPARE(HubAddress::parse(" \tnightjar-hub://Hub.Example.ORG:33445/" + key + "\r\n")->toString(),
                 vectorText("hub_address.name"));
        QCOMPARE(HubAddress::parse("nightjar-hub://[2001:DB8:0::1]:33445/" + key)->toString(),
                 vectorText("hub_address.v6"));
    }

    void checksHosts() {
        QVERIFY(accepts("localhost:1"));
        QVERIFY(accepts("a-b.c1:65535"));
        QVERIFY(accepts("127.0.0.1:33445"));
        QVERIFY(accepts("[::1]:33445"));
        QVERIFY(accepts("3com.example:1"));
        QVERIFY(accepts(std::string(63, 'a') + ".example:1"));
        for (const auto* bad : {":33445",
                                ".:1",
                                "a..b:1",
                                ".a:1",
                                "a.:1",
                                "-a:1",
                                "a-:1",
                                "a_b:1",
                                "a b:1",
                                "ü.example:1",
                                "1.2.3:1",
                                "1.2.3.4.5:1",
                                "256.1.1.1:1",
                                "[::1:1",
                                "::1:1",
                                "[1.2.3.4]:1",
                                "[::ffff:1.2.3.4]:1",
                                "[fe80::1%25a]:1",
                                "[]:1",
                                "user@host:1",
                                "host",
                                "host:",
                                "host:0",
                                "host:65536",
                                "host:+1",
                                "host:01",
                                "host:1:",
                                "host:1 ",
                                "host:99999999999999999999"}) {
            QVERIFY2(!accepts(bad), bad);
        }
        QVERIFY(!accepts(std::string(64, 'a') + ".example:1"));
    }

    void checksTheRest() {
        const std::string good = vectorText("hub_address.name");
        const auto decode = [](ByteView bytes) { return HubAddress::parse(toText(bytes)); };
        QCOMPARE(firstAcceptedPrefix(asBytes(good), decode), good.size());
        QVERIFY(!HubAddress::parse(good + "A"));
        QVERIFY(!HubAddress::parse(good + "/"));
        QVERIFY(!HubAddress::parse(good + "="));
        QVERIFY(!HubAddress::parse("x" + good));
        QVERIFY(!HubAddress::parse("nightjar://" + good.substr(15)));
        auto badKey = good;
        badKey.back() = '!';
        QVERIFY(!HubAddress::parse(badKey));
        badKey.back() = '_';  // bits after the 256th
        QVERIFY(!HubAddress::parse(badKey));
        // Names of lawful labels, but the line would not fit into a queue address.
        std::string longName;
        for (int i = 0; i < 25; ++i) {
            longName += "abcdefgh.";
        }
        QVERIFY(!accepts(longName + "example:33445"));
    }

    void codesQueueAddresses() {
        const auto good = vector("queue_address");
        ByteWriter out;
        encodeQueueAddress(out, exampleQueue());
        QCOMPARE(out.view(), good);
        const auto decode = [](ByteView bytes) {
            ByteReader in(bytes);
            return readQueueAddress(in);
        };
        const auto read = decode(good);
        QVERIFY(read);
        QCOMPARE(read->hub, exampleHub());
        QCOMPARE(read->queue, patternId<QueueId>(0x60));
        QCOMPARE(toBytes(read->senderSecret.view()), pattern(0x70, 32));
        QCOMPARE(firstAcceptedPrefix(good, decode), good.size());
        // A line that is right but not in its one form.
        auto upper = good;
        const auto at = std::search(upper.begin(), upper.end(), std::begin("hub.ex"), std::end("hub.ex") - 1);
        QVERIFY(at != upper.end());
        *at = 'H';
        QVERIFY(!decode(upper));
    }

    void readsAndWritesInvitations() {
        const auto text = vectorText("invitation");
        const auto link = InvitationLink::parse("\n " + text + " ");
        QVERIFY(link);
        QCOMPARE(link->hub, exampleHub());
        QCOMPARE(toBytes(link->secret.view()), pattern(0xe0, 32));
        QCOMPARE(link->toString(), text);
        QVERIFY(text.size() <= 130);  // fits into a small QR code
        const auto decode = [](ByteView bytes) { return InvitationLink::parse(toText(bytes)); };
        QCOMPARE(firstAcceptedPrefix(asBytes(text), decode), text.size());
        QVERIFY(!InvitationLink::parse(text + "A"));
        QVERIFY(!InvitationLink::parse(text + "/"));
        QVERIFY(!InvitationLink::parse("nightjar:2" + text.substr(10)));
        QVERIFY(!InvitationLink::parse(vectorText("hub_address.name")));
        QVERIFY(!InvitationLink::parse({}));
    }

    void readsAndWritesPublicAddresses() {
        const auto text = vectorText("address");
        const auto link = AddressLink::parse(" " + text + "\n");
        QVERIFY(link);
        QCOMPARE(link->hub, exampleHub());
        QCOMPARE(link->key, pattern<32>(0xe0));
        QCOMPARE(link->toString(), text);
        const auto decode = [](ByteView bytes) { return AddressLink::parse(toText(bytes)); };
        QCOMPARE(firstAcceptedPrefix(asBytes(text), decode), text.size());
        QVERIFY(!AddressLink::parse(text + "A"));
        // The one is never taken for the other.
        QVERIFY(!InvitationLink::parse(text));
        QVERIFY(!AddressLink::parse(vectorText("invitation")));
    }

    void readsAndWritesSecretLinks() {
        const auto sent = SecretLink::parse(" " + vectorText("secret.sent") + "\n");
        QVERIFY(sent);
        QCOMPARE(sent->hub, exampleHub());
        QVERIFY(sent->terms == (SecretTerms{{LifeStart::Sent, 3600}, false, {}}));
        QCOMPARE(sent->toString(), vectorText("secret.sent"));
        const auto creation = SecretLink::parse(vectorText("secret.creation"));
        QVERIFY(creation);
        QVERIFY(creation->terms == (SecretTerms{{LifeStart::Creation, 86400}, true, exampleTime}));
        QCOMPARE(creation->toString(), vectorText("secret.creation"));
        // Neither kind of link passes for the other.
        QVERIFY(!InvitationLink::parse(vectorText("secret.sent")));
        QVERIFY(!AddressLink::parse(vectorText("secret.sent")));
        QVERIFY(!SecretLink::parse(vectorText("invitation")));
    }

    void checksSecretLinks() {
        const auto good = vectorText("secret.sent");
        for (std::size_t length = 0; length < good.size(); ++length) {
            QVERIFY(!SecretLink::parse(good.substr(0, length)));
        }
        QVERIFY(!SecretLink::parse(good + "A"));
        auto link = std::move(*SecretLink::parse(good));
        const auto refused = [&](const SecretTerms& terms) {
            link.terms = terms;
            return !SecretLink::parse(link.toString());
        };
        QVERIFY(refused({{LifeStart::Never, 0}, false, {}}));
        QVERIFY(refused({{LifeStart::Sent, 4}, false, {}}));
        QVERIFY(refused({{LifeStart::Sent, longestLifeSeconds + 1}, false, {}}));
        QVERIFY(refused({{LifeStart::Sent, 60}, false, exampleTime}));  // says what nobody needs
        QVERIFY(refused({{LifeStart::Creation, 60}, false, {}}));       // and does not say what everybody needs
        QVERIFY(!refused({{LifeStart::Creation, 60}, true, exampleTime}));
    }
};

QTEST_APPLESS_MAIN(TestAddress)
#include "tst_address.moc"
