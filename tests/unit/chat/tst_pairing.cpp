// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QtTest>

#include "../store/storefixture.h"
#include "chat/pairing.h"
#include "crypto/aead.h"

using namespace nightjar;
using namespace nightjar::chat;

namespace {

constexpr Instant start = fromUnixMs(1'700'000'000'000);

wire::HubAddress hub() {
    return {"hub.example.org", 33445, {}};
}

/// An invitation of Alice and Bob's acceptance of it, each with a store of their own.
struct Couple {
    store::StoreFixture alice;
    store::StoreFixture bob;
    NewInvitation invitation = makeInvitation(hub(), "Alice", start, alice.random());
    NewQueue bobsQueue;

    Couple() { store::Invitations(alice.db()).add(invitation.record); }

    [[nodiscard]] wire::InvitationLink link() const { return *wire::InvitationLink::parse(invitation.link); }
    [[nodiscard]] std::optional<store::ContactRecord> accept(const wire::InvitationBlob& blob) {
        bobsQueue = NewQueue::draw(bob.random());
        return Pairing(bob.db(), bob.random()).accept(link(), blob, hub(), bobsQueue, "A.", start);
    }
    [[nodiscard]] store::ContactRecord accept() { return *accept(*Pairing::openBlob(link(), invitation.blob)); }
    [[nodiscard]] Result<store::ContactRecord, CompleteError> complete(ByteView envelope) {
        const auto open = store::Invitations(alice.db()).find(invitation.record.id);
        return Pairing(alice.db(), alice.random()).complete(*open, envelope, start);
    }
    [[nodiscard]] Bytes hello(const ContactId& to) {
        return seal(bob, to, wire::HelloContent{"Bob", {hub(), bobsQueue.id, bobsQueue.sender.secret.clone()}});
    }
    static Bytes seal(store::StoreFixture& from, const ContactId& to, wire::ContentBody body) {
        return Sessions(from.db(), from.random()).seal(to, std::move(body), start)->bytes;
    }
    static Result<wire::Content, OpenError> open(store::StoreFixture& at, const store::ContactRecord& from,
                                                 ByteView envelope) {
        return Sessions(at.db(), at.random()).open(from, envelope, start);
    }
};

wire::TextContent text(const char* words) {
    return {{}, words};
}

}  // namespace

class TestPairing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void twoPeopleMeet() {
        Couple couple;
        QCOMPARE(couple.invitation.blob.size(), wire::invitationBlobSizes.front());
        const auto alice = couple.accept();
        QCOMPARE(alice.name, std::string("Alice"));
        const auto hello = couple.hello(alice.id);
        QCOMPARE(hello.size(), std::size_t{1536});
        const auto bob = couple.complete(hello);
        QVERIFY(bob);
        QCOMPARE(bob->name, std::string("Bob"));
        QCOMPARE(bob->peerPublic, alice.ownPublic);
        QCOMPARE(alice.peerPublic, bob->ownPublic);

        const auto answer = Couple::seal(couple.alice, bob->id, wire::WelcomeContent{"Alice"});
        QCOMPARE(answer.size(), std::size_t{228});
        QVERIFY(Couple::open(couple.bob, alice, answer));
        QCOMPARE(Couple::seal(couple.bob, alice.id, text("now short")).size(), std::size_t{228});
    }

    // Until an answer comes every envelope carries the key exchange, so the loss or delay of one does not matter.
    void whatFollowsTheFirstEnvelopeIsReadAsWell() {
        Couple couple;
        const auto alice = couple.accept();
        const auto hello = couple.hello(alice.id);
        const auto second = Couple::seal(couple.bob, alice.id, text("are you there?"));
        const auto third = Couple::seal(couple.bob, alice.id, text(std::string(wire::maxTextBytes, 'x').c_str()));
        QCOMPARE(second.size(), std::size_t{1536});
        QVERIFY(couple.complete(second).error() == CompleteError::NotHello);
        QCOMPARE(third.size(), wire::maxEnvelopeSize);
        const auto bob = couple.complete(hello);
        QVERIFY(bob);
        for (const auto* envelope : {&third, &second}) {
            const auto content = Couple::open(couple.alice, *bob, *envelope);
            QVERIFY(content && std::holds_alternative<wire::TextContent>(content->body));
        }
    }

    void anEnvelopeThatWasChangedMakesNobodyAContact() {
        Couple couple;
        const auto hello = couple.hello(couple.accept().id);
        for (std::size_t at = 0; at < hello.size(); at += 97) {
            auto changed = hello;
            changed[at] ^= 1;
            QVERIFY(!couple.complete(changed));
        }
        QCOMPARE(store::Contacts(couple.alice.db()).count(), std::int64_t{0});
        QVERIFY(couple.complete(hello));
    }

    // Somebody with the link, who can seal a first message, puts another ciphertext into Bob's.
    void aForeignCiphertextMakesNobodyAContact() {
        Couple couple;
        const auto hello = couple.hello(couple.accept().id);
        const auto key = crypto::LinkKeys::derive(couple.link().secret.view()).firstMessageKey.clone();
        const auto view = *wire::decodeFirstEnvelope(hello);
        const auto inside = *crypto::XChaCha20Poly1305::open(key.view(), view.nonce, {}, view.body);
        auto message = *wire::decodeFirstMessage(inside);
        const auto envelopeOf = [&] {
            return wire::encodeFirstEnvelope(
                view.nonce,
                crypto::XChaCha20Poly1305::seal(key.view(), view.nonce, {}, wire::encodeFirstMessage(message)));
        };
        QCOMPARE(envelopeOf(), hello);
        const auto blob = *Pairing::openBlob(couple.link(), couple.invitation.blob);
        message.kemCiphertext = crypto::encapsulate(blob.kemOneTime, couple.bob.random())->ciphertext;
        QVERIFY(couple.complete(envelopeOf()).error() == CompleteError::Foreign);
        message.kemCiphertext = {};
        QVERIFY(couple.complete(envelopeOf()).error() == CompleteError::Foreign);
        QCOMPARE(store::Contacts(couple.alice.db()).count(), std::int64_t{0});
    }

    void theFirstEnvelopeOpensOnce() {
        Couple couple;
        const auto hello = couple.hello(couple.accept().id);
        const auto bob = couple.complete(hello);
        QVERIFY(bob);
        QVERIFY(Couple::open(couple.alice, *bob, hello).error() == OpenError::AlreadyRead);
        // The invitation has forgotten its secrets: it never makes a second contact.
        QVERIFY(couple.complete(hello).error() == CompleteError::Foreign);
        QCOMPARE(store::Contacts(couple.alice.db()).count(), std::int64_t{1});
    }

    // A hub that gives the same blob to two people.
    void aSecondAccepterMakesNoContact() {
        Couple couple;
        const auto first = couple.accept();
        const auto second = couple.accept();
        const auto hello = couple.hello(first.id);
        const auto late = couple.hello(second.id);
        const auto bob = couple.complete(hello);
        QVERIFY(bob);
        QVERIFY(Couple::open(couple.alice, *bob, late).error() == OpenError::NotForUs);
        QVERIFY(couple.complete(late).error() == CompleteError::Foreign);
        QVERIFY(Couple::open(couple.alice, *bob, Couple::seal(couple.bob, first.id, text("still me"))));
    }

    void unusableKeysOfTheInviterAreRefused() {
        Couple couple;
        auto blob = *Pairing::openBlob(couple.link(), couple.invitation.blob);
        const auto good = blob.kemOneTime;
        blob.kemOneTime.fill(0xff);  // no coefficient is below q
        QVERIFY(!couple.accept(blob));
        blob.kemOneTime = good;
        blob.oneTime = {};  // of low order
        QVERIFY(!couple.accept(blob));
        QCOMPARE(store::Contacts(couple.bob.db()).count(), std::int64_t{0});
    }

    void aBlobThatWasChangedIsRefused() {
        Couple couple;
        for (std::size_t at = 0; at < couple.invitation.blob.size(); at += 101) {
            auto changed = couple.invitation.blob;
            changed[at] ^= 0x80;
            QVERIFY(!Pairing::openBlob(couple.link(), changed));
        }
        QVERIFY(!Pairing::openBlob(couple.link(), ByteView(couple.invitation.blob).first(512)));
    }
};

QTEST_APPLESS_MAIN(TestPairing)
#include "tst_pairing.moc"
