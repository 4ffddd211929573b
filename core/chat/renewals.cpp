// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "chat/renewals.h"

#include "crypto/aead.h"
#include "crypto/renewal.h"

namespace nightjar::chat {

namespace {

using Aead = crypto::XChaCha20Poly1305;

/// What who asked keeps until the answer; stored as one value, in this order.
struct RequestSecrets {
    static constexpr std::size_t packedSize = 2 * crypto::keySize + crypto::kemSeedSize;

    crypto::KeyPair oneTime;
    crypto::KemKeyPair kemOneTime;
    SecretBytes firstMessageKey;

    [[nodiscard]] ByteArray<16> name() const { return crypto::renewalId(oneTime.publicKey, kemOneTime.publicKey); }
    [[nodiscard]] SecretBytes pack() const {
        SecretBytes out(packedSize);
        std::memcpy(out.data(), oneTime.secret.data(), crypto::keySize);
        std::memcpy(out.data() + crypto::keySize, kemOneTime.seed.data(), crypto::kemSeedSize);
        std::memcpy(out.data() + crypto::keySize + crypto::kemSeedSize, firstMessageKey.data(), crypto::keySize);
        return out;
    }
    /// `packed` has packedSize bytes.
    [[nodiscard]] static RequestSecrets unpack(ByteView packed) {
        return {crypto::fromSecret(packed.first(crypto::keySize)),
                crypto::kemFromSeed(packed.subspan(crypto::keySize, crypto::kemSeedSize)),
                SecretBytes(packed.last(crypto::keySize))};
    }
};

crypto::KeyPair identityOf(const store::ContactRecord& contact) {
    return {{toArray<crypto::keySize>(contact.ownPublic)}, contact.ownSecret.clone()};
}

crypto::PublicKey peerOf(const store::ContactRecord& contact) {
    return {toArray<crypto::keySize>(contact.peerPublic)};
}

bool isPending(const store::RenewalRecord& record) {
    return record.secrets.size() == RequestSecrets::packedSize;
}

}  // namespace

std::optional<SealedEnvelope> Renewals::ask(const store::ContactRecord& contact, const Progress& progress,
                                            const std::vector<EnvelopeId>& unopened) {
    const auto own = identityOf(contact);
    const auto key = crypto::renewWriteKey(own, peerOf(contact));
    if (!key) {
        return std::nullopt;
    }
    store::Renewals renewals(m_database);
    auto record = renewals.find(contact.id).value_or(store::RenewalRecord{});
    if (!isPending(record)) {
        RequestSecrets made{crypto::generateKeyPair(m_random), crypto::generateKemKeyPair(m_random), {}};
        auto firstMessageKey = crypto::renewalFirstMessageKey(own, peerOf(contact), made.name());
        if (!firstMessageKey) {
            return std::nullopt;
        }
        made.firstMessageKey = std::move(*firstMessageKey);
        record.secrets = made.pack();
        renewals.set(contact.id, record);
    }
    const auto secrets = RequestSecrets::unpack(record.secrets.view());
    auto plaintext = wire::encodeRenewMessage(
        {secrets.oneTime.publicKey.value, secrets.kemOneTime.publicKey, progress.lowest, progress.expected, unopened});
    ByteArray<wire::renewNonceSize> nonce{};
    m_random.fill(nonce);
    SealedEnvelope envelope;
    envelope.bytes = toBytes(nonce);
    append(envelope.bytes, Aead::seal(key->view(), nonce, {}, plaintext));
    envelope.id = wire::envelopeId(envelope.bytes);
    return envelope;
}

std::optional<wire::RenewMessage> Renewals::read(const store::ContactRecord& contact, ByteView envelope) {
    if (envelope.size() != wire::renewEnvelopeSize) {
        return std::nullopt;
    }
    const auto key = crypto::renewReadKey(identityOf(contact), peerOf(contact));
    const auto plaintext =
        key ? Aead::open(key->view(), envelope.first(wire::renewNonceSize), {}, envelope.subspan(wire::renewNonceSize))
            : std::nullopt;
    return plaintext ? wire::decodeRenewMessage(*plaintext) : std::nullopt;
}

bool Renewals::accept(const store::ContactRecord& contact, const wire::RenewMessage& request) {
    const auto identity = identityOf(contact);
    const auto ephemeral = crypto::generateKeyPair(m_random);
    const crypto::PublicKey oneTime{request.oneTime};
    const auto name = crypto::renewalId(oneTime, request.kemOneTime);
    auto firstMessageKey = crypto::renewalFirstMessageKey(identity, peerOf(contact), name);
    const auto kem = crypto::encapsulate(request.kemOneTime, m_random);
    if (!firstMessageKey || !kem) {
        return false;
    }
    const auto secrets = crypto::acceptHandshake(identity, ephemeral, peerOf(contact), oneTime, name,
                                                 {kem->sharedSecret.view(), request.kemOneTime, kem->ciphertext});
    const auto ratchet = secrets ? crypto::TripleRatchet::asAccepter(*secrets, oneTime, m_random) : std::nullopt;
    if (!ratchet) {
        return false;
    }
    store::Renewals renewals(m_database);
    if (auto record = renewals.find(contact.id);
        record && isPending(*record) && name < RequestSecrets::unpack(record->secrets.view()).name()) {
        record->secrets = {};
        renewals.set(contact.id, *record);
    }
    Sessions(m_database, m_random)
        .begin(contact.id, *ratchet,
               {std::move(*firstMessageKey), Opening::Answer{ephemeral.publicKey, kem->ciphertext}});
    return true;
}

bool Renewals::complete(const store::ContactRecord& contact, ByteView envelope) {
    store::Renewals renewals(m_database);
    auto record = renewals.find(contact.id);
    const auto view = record && isPending(*record) ? wire::decodeFirstEnvelope(envelope) : std::nullopt;
    if (!view) {
        return false;
    }
    const auto firstMessageKey = record->secrets.view().last(crypto::keySize);
    const auto plaintext = Aead::open(firstMessageKey, view->nonce, {}, view->body);
    const auto first = plaintext ? wire::decodeFirstMessage(*plaintext) : std::nullopt;
    if (!first || !constantTimeEqual(first->identity, contact.peerPublic)) {
        return false;
    }
    const auto request = RequestSecrets::unpack(record->secrets.view());
    const auto kemSecret = crypto::decapsulate(request.kemOneTime.seed.view(), first->kemCiphertext);
    const auto secrets = crypto::completeHandshake(
        identityOf(contact), request.oneTime, peerOf(contact), {first->ephemeral}, request.name(),
        {kemSecret.view(), request.kemOneTime.publicKey, first->kemCiphertext});
    if (!secrets) {
        return false;
    }
    Sessions(m_database, m_random)
        .begin(contact.id, crypto::TripleRatchet::asInviter(*secrets, request.oneTime),
               {request.firstMessageKey.clone(), std::nullopt});
    record->secrets = {};
    renewals.set(contact.id, *record);
    return true;
}

}  // namespace nightjar::chat
