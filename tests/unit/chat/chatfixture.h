// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "../store/storefixture.h"
#include "chat/pairing.h"

namespace nightjar::chat {

inline const Instant testTime = fromUnixMs(1'700'000'000'000);

/// One person: a store and what chat does with it. Every call is a transaction of its own.
struct Person {
    store::StoreFixture store;
    ContactId contact;  ///< the other one

    template <class F>
    auto inTransaction(F what) {
        store::Transaction transaction(store.db());
        auto result = what();
        if (!transaction.commit()) {
            qFatal("the transaction failed");
        }
        return result;
    }
    [[nodiscard]] Sessions sessions() { return {store.db(), store.random()}; }
    [[nodiscard]] Pairing pairing() { return {store.db(), store.random()}; }
    [[nodiscard]] store::ContactRecord record() { return *store::Contacts(store.db()).find(contact); }

    SealedEnvelope seal(wire::ContentBody body, Instant now = testTime) {
        auto sealed = inTransaction([&] { return sessions().seal(contact, std::move(body), now); });
        if (!sealed) {
            qFatal("cannot seal");
        }
        return std::move(*sealed);
    }
    SealedEnvelope text(const std::string& text) { return seal(wire::TextContent{store.draw<MessageId>(), text}); }
    /// As the engine does it: what does not open leaves no trace.
    Result<wire::Content, OpenError> open(const SealedEnvelope& envelope, Instant now = testTime) {
        store::Transaction transaction(store.db());
        auto content = sessions().open(record(), envelope.bytes, now);
        if (content && !transaction.commit()) {
            qFatal("the transaction failed");
        }
        return content;
    }
    /// The text in it; empty when it does not open.
    std::string read(const SealedEnvelope& envelope) {
        const auto content = open(envelope);
        const auto* const text = content ? std::get_if<wire::TextContent>(&content->body) : nullptr;
        return text == nullptr ? std::string() : text->text;
    }
};

/// An inviter, and an accepter who has taken the blob and written HELLO.
struct Pair {
    Person inviter;
    Person accepter;
    NewInvitation invitation;
    wire::InvitationLink link;
    wire::HubAddress hub{"198.51.100.1", 33445, {7}};
    SealedEnvelope hello;

    Pair() {
        // Different people draw different randomness.
        (void)accepter.store.bytes(1000);
        invitation = makeInvitation(hub, "Ada", testTime, inviter.store.random());
        link = std::move(*wire::InvitationLink::parse(invitation.link));
        inviter.inTransaction([&] {
            store::Invitations(inviter.store.db()).add(invitation.record);
            return 0;
        });
        hello = acceptAs(accepter);
    }
    SealedEnvelope acceptAs(Person& person) {
        const auto blob = Pairing::openBlob(link, invitation.blob);
        const auto queue = NewQueue::draw(person.store.random());
        person.contact = person.inTransaction(
            [&] { return person.pairing().accept(link, *blob, hub, queue, "", testTime).value().id; });
        return person.seal(wire::HelloContent{"Ben", {hub, queue.id, queue.sender.secret.clone()}});
    }
    Result<store::ContactRecord, CompleteError> complete(const Bytes& envelope) {
        store::Transaction transaction(inviter.store.db());
        const auto open = store::Invitations(inviter.store.db()).find(invitation.record.id);
        auto made = inviter.pairing().complete(*open, envelope, testTime);
        if (made && !transaction.commit()) {
            qFatal("the transaction failed");
        }
        return made;
    }
    /// Both have the session.
    void meet() { inviter.contact = complete(hello.bytes).value().id; }
};

}  // namespace nightjar::chat
