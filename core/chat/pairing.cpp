// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "chat/pairing.h"

#include "crypto/aead.h"
#include "crypto/handshake.h"
#include "crypto/kdf.h"

namespace nightjar::chat {

namespace {

static_assert(wire::kemKeySize == crypto::kemKeySize && wire::kemCiphertextSize == crypto::kemCiphertextSize);

/// What an inviter keeps until the invitation is used; stored as one value, in this order.
struct InvitationSecrets {
    static constexpr std::size_t packedSize = 2 * crypto::keySize + crypto::kemSeedSize;

    crypto::KeyPair identity;
    crypto::KeyPair oneTime;
    crypto::KemKeyPair kemOneTime;

    [[nodiscard]] SecretBytes pack() const {
        SecretBytes out(packedSize);
        std::memcpy(out.data(), identity.secret.data(), crypto::keySize);
        std::memcpy(out.data() + crypto::keySize, oneTime.secret.data(), crypto::keySize);
        std::memcpy(out.data() + 2 * crypto::keySize, kemOneTime.seed.data(), crypto::kemSeedSize);
        return out;
    }
    /// `packed` has packedSize bytes.
    [[nodiscard]] static InvitationSecrets unpack(ByteView packed) {
        return {crypto::fromSecret(packed.first(crypto::keySize)),
                crypto::fromSecret(packed.subspan(crypto::keySize, crypto::keySize)),
                crypto::kemFromSeed(packed.subspan(2 * crypto::keySize))};
    }
};

wire::InvitationLink linkFrom(const store::InvitationRecord& invitation) {
    return {wire::HubAddress::parse(invitation.queue.hub).value_or(wire::HubAddress{}), invitation.linkKey.clone()};
}

}  // namespace

NewQueue NewQueue::draw(RandomSource& random) {
    return {QueueId::draw(random), crypto::generateKeyPair(random), crypto::generateKeyPair(random)};
}

DrawnInvitation drawInvitation(const wire::HubAddress& hub, std::string_view name, Instant now, RandomSource& random,
                               Duration life) {
    const InvitationSecrets secrets{crypto::generateKeyPair(random), crypto::generateKeyPair(random),
                                    crypto::generateKemKeyPair(random)};
    const auto queue = NewQueue::draw(random);

    DrawnInvitation drawn;
    auto& made = drawn.invitation;
    auto& record = made.record;
    record.id = InvitationId::draw(random);
    record.linkKey = SecretBytes(32);
    random.fill(record.linkKey.mutableView());
    record.queue = {hub.toString(), queue.id, queue.receiver.secret.clone()};
    record.secrets = secrets.pack();
    record.createdMs = toUnixMs(now);
    record.expiresMs = toUnixMs(now + life);

    made.receiverKey = queue.receiver.publicKey.value;
    made.senderKey = queue.sender.publicKey.value;
    drawn.plaintext = wire::encodeInvitationBlob({secrets.identity.publicKey.value,
                                                  secrets.oneTime.publicKey.value,
                                                  secrets.kemOneTime.publicKey,
                                                  {hub, queue.id, queue.sender.secret.clone()},
                                                  std::string(name)});
    return drawn;
}

NewInvitation makeInvitation(const wire::HubAddress& hub, std::string_view name, Instant now, RandomSource& random,
                             Duration life, ByteView secret) {
    auto [made, plaintext] = drawInvitation(hub, name, now, random, life);
    if (!secret.empty()) {
        made.record.linkKey = SecretBytes(secret);
    }
    const auto keys = crypto::LinkKeys::derive(made.record.linkKey.view());
    made.blobId = {keys.blobId};
    made.revocationHash = crypto::hash256(keys.revokeSecret.view());
    ByteArray<wire::invitationNonceSize> nonce{};
    random.fill(nonce);
    made.blob = toBytes(nonce);
    append(made.blob, crypto::XChaCha20Poly1305::seal(keys.blobKey.view(), nonce, keys.blobId, plaintext));
    wipe(plaintext);
    made.link = linkOf(made.record);
    return std::move(made);
}

std::string linkOf(const store::InvitationRecord& invitation) {
    return linkFrom(invitation).toString();
}

std::optional<wire::InvitationBlob> Pairing::openBlob(const wire::InvitationLink& link, ByteView blob) {
    if (blob.size() < wire::invitationOverhead) {
        return std::nullopt;
    }
    const auto keys = crypto::LinkKeys::derive(link.secret.view());
    auto plaintext = crypto::XChaCha20Poly1305::open(keys.blobKey.view(), blob.first(wire::invitationNonceSize),
                                                     keys.blobId, blob.subspan(wire::invitationNonceSize));
    if (!plaintext) {
        return std::nullopt;
    }
    auto decoded = wire::decodeInvitationBlob(*plaintext);
    wipe(*plaintext);
    return decoded;
}

std::optional<store::ContactRecord> Pairing::accept(const wire::InvitationLink& link, const wire::InvitationBlob& blob,
                                                    const wire::HubAddress& ownHub, const NewQueue& queue,
                                                    std::string_view localName, Instant now) {
    const auto identity = crypto::generateKeyPair(m_random);
    const auto ephemeral = crypto::generateKeyPair(m_random);
    const auto keys = crypto::LinkKeys::derive(link.secret.view());
    const crypto::PublicKey inviterOneTime{blob.oneTime};
    const auto kem = crypto::encapsulate(blob.kemOneTime, m_random);
    if (!kem) {
        return std::nullopt;
    }
    const auto secrets = crypto::acceptHandshake(identity, ephemeral, {blob.identity}, inviterOneTime, keys.blobId,
                                                 {kem->sharedSecret.view(), blob.kemOneTime, kem->ciphertext});
    const auto ratchet = secrets ? crypto::TripleRatchet::asAccepter(*secrets, inviterOneTime, m_random) : std::nullopt;
    if (!ratchet) {
        return std::nullopt;
    }
    store::ContactRecord contact;
    contact.id = ContactId::draw(m_random);
    contact.name = blob.name;
    contact.localName = localName;
    contact.createdMs = toUnixMs(now);
    contact.state = store::ContactState::Pending;
    contact.ownSecret = identity.secret.clone();
    contact.ownPublic = toBytes(identity.publicKey.value);
    contact.peerPublic = toBytes(blob.identity);
    contact.receive = store::QueueEnd{ownHub.toString(), queue.id, queue.receiver.secret.clone()};
    contact.send = store::QueueEnd{blob.queue.hub.toString(), blob.queue.queue, blob.queue.senderSecret.clone()};
    store::Contacts(m_database).add(contact);
    Sessions(m_database, m_random)
        .begin(contact.id, *ratchet,
               {keys.firstMessageKey.clone(), Opening::Answer{ephemeral.publicKey, kem->ciphertext}});
    return contact;
}

Result<store::ContactRecord, CompleteError> Pairing::complete(const store::InvitationRecord& invitation,
                                                              ByteView envelope, Instant now) {
    constexpr Unexpected foreign{CompleteError::Foreign};
    constexpr Unexpected notHello{CompleteError::NotHello};
    const auto view = wire::decodeFirstEnvelope(envelope);
    if (!view || invitation.secrets.size() != InvitationSecrets::packedSize) {
        return foreign;
    }
    const auto keys = crypto::LinkKeys::derive(invitation.linkKey.view());
    const auto plaintext = crypto::XChaCha20Poly1305::open(keys.firstMessageKey.view(), view->nonce, {}, view->body);
    const auto first = plaintext ? wire::decodeFirstMessage(*plaintext) : std::nullopt;
    if (!first) {
        return foreign;
    }
    const auto [identity, oneTime, kemOneTime] = InvitationSecrets::unpack(invitation.secrets.view());
    const auto kemSecret = crypto::decapsulate(kemOneTime.seed.view(), first->kemCiphertext);
    const auto secrets =
        crypto::completeHandshake(identity, oneTime, {first->identity}, {first->ephemeral}, keys.blobId,
                                  {kemSecret.view(), kemOneTime.publicKey, first->kemCiphertext});
    if (!secrets) {
        return foreign;
    }
    // The content proves that whoever wrote the envelope has the session; before that nothing may be stored.
    auto probe = crypto::TripleRatchet::asInviter(*secrets, oneTime);
    auto opened = probe.decrypt(first->ratchetMessage, now, m_random);
    if (!opened) {
        return foreign;
    }
    const auto unpadded = wire::unpadContent(*opened);
    auto content = unpadded && probe.takePadding(unpadded->padding, m_random) ? wire::decodeContent(unpadded->content)
                                                                              : std::nullopt;
    wipe(*opened);
    auto* const hello = content ? std::get_if<wire::HelloContent>(&content->body) : nullptr;
    if (hello == nullptr) {
        return notHello;
    }
    store::ContactRecord contact;
    contact.id = ContactId::draw(m_random);
    contact.name = hello->name;
    contact.createdMs = toUnixMs(now);
    contact.state = invitation.requests ? store::ContactState::Requested : store::ContactState::Active;
    contact.ownSecret = identity.secret.clone();
    contact.ownPublic = toBytes(identity.publicKey.value);
    contact.peerPublic = toBytes(first->identity);
    contact.receive = store::QueueEnd{invitation.queue.hub, invitation.queue.id, invitation.queue.secret.clone()};
    contact.send = store::QueueEnd{hello->queue.hub.toString(), hello->queue.queue, hello->queue.senderSecret.clone()};
    store::Contacts(m_database).add(contact);
    Sessions(m_database, m_random).begin(contact.id, probe, {keys.firstMessageKey.clone(), std::nullopt});
    store::Invitations(m_database).end(invitation.id, store::InvitationState::Used, contact.id);
    return contact;
}

}  // namespace nightjar::chat
