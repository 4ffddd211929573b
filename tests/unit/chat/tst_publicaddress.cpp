// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "chat/publicaddress.h"
#include "chatfixture.h"
#include "crypto/addresskeys.h"
#include "crypto/aead.h"

using namespace nightjar;
using namespace nightjar::chat;

namespace {

/// The owner of an address with one invitation in stock.
struct Owner {
    /// `apart`: different people draw different randomness.
    explicit Owner(std::size_t apart = 0) : drawn(person.store.bytes(apart)) {}
    Person person;
    Bytes drawn;
    wire::HubAddress hub{"198.51.100.1", 33445, {7}};
    store::AddressRecord address = makeAddress(hub, testTime, person.store.random());
    NewInvitation made = makeStockInvitation(address, hub, "Ada", testTime, person.store.random());
    wire::AddressLink link = *wire::AddressLink::parse(linkOf(address));
};

}  // namespace

class TestPublicAddress : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsTakenIsAnInvitation() {
        Owner owner;
        owner.person.inTransaction([&] {
            store::Invitations(owner.person.store.db()).add(owner.made.record);
            return 0;
        });
        QCOMPARE(owner.made.blob.size(), std::size_t(1632));
        const auto taken = openItem(owner.link, owner.made.blob);
        QVERIFY(taken);
        QCOMPARE(taken->blob.name, std::string("Ada"));
        QVERIFY(taken->blob.queue.queue == owner.made.record.queue.id);

        Person taker;
        (void)taker.store.bytes(1000);
        const auto queue = NewQueue::draw(taker.store.random());
        taker.contact = taker.inTransaction([&] {
            return taker.pairing().accept(taken->link, taken->blob, owner.hub, queue, "", testTime).value().id;
        });
        const auto hello = taker.seal(wire::HelloContent{"Ben", {owner.hub, queue.id, queue.sender.secret.clone()}});
        const auto open = store::Invitations(owner.person.store.db()).byQueue(owner.made.record.queue.id);
        QVERIFY(open && open->requests && open->address == owner.address.id);
        const auto contact =
            owner.person.inTransaction([&] { return owner.person.pairing().complete(*open, hello.bytes, testTime); });
        QVERIFY(contact);
        QVERIFY(contact->state == store::ContactState::Requested);
    }

    void onlyTheOwnerCanMakeThem() {
        Owner owner;
        // Somebody with the link, the hub for instance, seals an invitation of their own under the same address.
        Owner forger(1000);
        const auto keys = crypto::AddressKeys::derive({owner.link.key});
        const auto forgersKeys = crypto::AddressKeys::derive({forger.link.key});
        auto inside = crypto::XChaCha20Poly1305::open(
            forgersKeys.itemKey.view(), ByteView(forger.made.blob).first(wire::invitationNonceSize), forgersKeys.id,
            ByteView(forger.made.blob).subspan(wire::invitationNonceSize));
        QVERIFY(inside);
        const ByteArray<wire::invitationNonceSize> nonce{3};
        auto item = toBytes(nonce);
        append(item, crypto::XChaCha20Poly1305::seal(keys.itemKey.view(), nonce, keys.id, *inside));
        QVERIFY(!openItem(owner.link, item));
        QVERIFY(!openItem(owner.link, forger.made.blob));
    }

    void nothingElseOpens() {
        Owner owner;
        QVERIFY(!openItem(owner.link, {}));
        QVERIFY(!openItem(owner.link, ByteView(owner.made.blob).first(100)));
        for (const std::size_t at : {std::size_t(0), std::size_t(40), owner.made.blob.size() - 1}) {
            auto changed = owner.made.blob;
            changed[at] ^= 1;
            QVERIFY(!openItem(owner.link, changed));
        }
        QVERIFY(!openItem(owner.link, Bytes(wire::maxStockItemSize + 1)));
    }

    void theHubCannotTellWhatItHas() {
        Owner owner;
        // Neither the id nor the item shows the key of the link, by which they could be opened.
        QVERIFY(owner.address.id.value != ByteArray<16>{});
        const auto& key = owner.link.key;
        const auto shows = [&](ByteView bytes) {
            return std::search(bytes.begin(), bytes.end(), key.begin(), key.begin() + 8) != bytes.end();
        };
        QVERIFY(!shows(owner.address.id.value));
        QVERIFY(!shows(owner.made.blob));
    }
};

QTEST_APPLESS_MAIN(TestPublicAddress)
#include "tst_publicaddress.moc"
