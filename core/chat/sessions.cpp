// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "chat/sessions.h"

#include "base/buffer.h"
#include "chat/messageid.h"
#include "crypto/aead.h"
#include "store/profile.h"

namespace nightjar::chat {

namespace {

std::string openingKey(const ContactId& contact) {
    return "opening/" + contact.toString();
}

void storeRatchet(store::Contacts& contacts, const ContactId& contact, const crypto::TripleRatchet& ratchet) {
    auto state = ratchet.serialize();
    contacts.setRatchet(contact, state);
    wipe(state);
}

}  // namespace

void Sessions::begin(const ContactId& contact, const crypto::TripleRatchet& ratchet, const Opening& opening) {
    store::Contacts contacts(m_database);
    storeRatchet(contacts, contact, ratchet);
    keep(contact, opening);
}

void Sessions::end(const ContactId& contact) {
    store::Profile(m_database).remove(openingKey(contact));
}

void Sessions::keep(const ContactId& contact, const Opening& opening) {
    ByteWriter out;
    out.u8(opening.answer ? 1 : 0);
    out.u64(static_cast<std::uint64_t>(opening.overMs));
    out.bytes(opening.firstMessageKey.view());
    if (opening.answer) {
        out.bytes(opening.answer->ephemeral.view());
        out.bytes(opening.answer->kemCiphertext);
    }
    auto bytes = out.take();
    store::Profile(m_database).set(openingKey(contact), bytes);
    wipe(bytes);
}

std::optional<Opening> Sessions::opening(const ContactId& contact) const {
    const auto stored = store::Profile(m_database).secret(openingKey(contact));
    if (!stored) {
        return std::nullopt;
    }
    ByteReader in(stored->view());
    Opening opening;
    const bool weAccepted = in.u8() == 1;
    opening.overMs = static_cast<std::int64_t>(in.u64());
    opening.firstMessageKey = SecretBytes(in.bytes(crypto::keySize));
    if (weAccepted) {
        opening.answer = {{in.array<crypto::keySize>()}, in.array<crypto::kemCiphertextSize>()};
    }
    return in.complete() ? std::optional(std::move(opening)) : std::nullopt;
}

void Sessions::noteTypeOne(const ContactId& contact, Opening opening, Instant now) {
    if (opening.answer) {
        end(contact);  // the inviter has the session: from now on we need no first messages
    } else if (opening.overMs == 0) {
        // What the accepter wrote before it heard from us may come after this, by a slower way.
        opening.overMs = toUnixMs(now);
        keep(contact, opening);
    }
}

void Sessions::forgetOpenings(Instant neededBefore) {
    for (const auto& contact : store::Contacts(m_database).all()) {
        const auto kept = opening(contact.id);
        if (kept && kept->overMs != 0 && kept->overMs < toUnixMs(neededBefore)) {
            end(contact.id);
        }
    }
}

std::optional<SealedEnvelope> Sessions::seal(const ContactId& contact, wire::ContentBody body, Instant now) {
    auto content = compose(contact, std::move(body), now);
    auto sealed = content ? sealContent(contact, *content) : std::nullopt;
    if (content) {
        wipe(content->bytes);
    }
    return sealed;
}

std::optional<ComposedContent> Sessions::compose(const ContactId& contact, wire::ContentBody body, Instant now) {
    store::Contacts contacts(m_database);
    const auto record = contacts.find(contact);
    if (!record) {
        return std::nullopt;
    }
    wire::Content content;
    content.time = now;
    if (wire::isOrdered(body)) {
        content.order = record->nextOutSeq;
        contacts.setNextOutSeq(contact, content.order + 1);
    }
    if (auto* const text = std::get_if<wire::TextContent>(&body);
        text != nullptr && text->message == messageIdOf(record->ownPublic, content.order, now)) {
        text->message = {};  // they will find it again
    }
    content.body = std::move(body);
    return ComposedContent{content.order, wire::encodeContent(content)};
}

std::optional<SealedEnvelope> Sessions::sealContent(const ContactId& contact, const ComposedContent& content) {
    store::Contacts contacts(m_database);
    const auto record = contacts.find(contact);
    const auto stored = contacts.ratchet(contact);
    if (!record || !stored) {
        return std::nullopt;
    }
    auto ratchet = crypto::TripleRatchet::deserialize(stored->view());
    if (!ratchet || !ratchet->canSend()) {
        return std::nullopt;
    }
    const auto first = opening(contact);
    const bool sendsFirst = first && first->answer;
    auto padded =
        wire::padContent(sendsFirst ? wire::EnvelopeType::FirstMessage : wire::EnvelopeType::Message, content.bytes);
    if (!padded) {
        return std::nullopt;
    }
    ratchet->fillPadding(MutableByteView(*padded).subspan(wire::contentLengthSize + content.bytes.size()), m_random);
    auto sealed = ratchet->encrypt(*padded, m_random);
    wipe(*padded);
    if (!sealed) {
        return std::nullopt;
    }
    storeRatchet(contacts, contact, *ratchet);

    SealedEnvelope envelope;
    envelope.order = content.order;
    if (sendsFirst) {
        ByteArray<wire::firstMessageNonceSize> nonce{};
        m_random.fill(nonce);
        const auto message =
            wire::encodeFirstMessage({first->answer->ephemeral.value, toArray<crypto::keySize>(record->ownPublic),
                                      first->answer->kemCiphertext, *sealed});
        envelope.bytes = wire::encodeFirstEnvelope(
            nonce, crypto::XChaCha20Poly1305::seal(first->firstMessageKey.view(), nonce, {}, message));
    } else {
        envelope.bytes = std::move(*sealed);
    }
    envelope.id = wire::envelopeId(envelope.bytes);
    return envelope;
}

Result<wire::Content, OpenError> Sessions::open(const store::ContactRecord& contact, ByteView envelope, Instant now) {
    if (!wire::isEnvelopeSize(envelope.size())) {
        return Unexpected{OpenError::Malformed};
    }
    auto first = opening(contact.id);
    ByteView message = envelope;
    // While first messages may come, the key tells them from others.
    const auto view = first ? wire::decodeFirstEnvelope(envelope) : std::nullopt;
    const auto unwrapped =
        view ? crypto::XChaCha20Poly1305::open(first->firstMessageKey.view(), view->nonce, {}, view->body)
             : std::nullopt;
    if (unwrapped) {
        const auto decoded = wire::decodeFirstMessage(*unwrapped);
        if (!decoded || !constantTimeEqual(decoded->identity, contact.peerPublic)) {
            return Unexpected{OpenError::NotForUs};
        }
        message = decoded->ratchetMessage;
    }
    store::Contacts contacts(m_database);
    const auto stored = contacts.ratchet(contact.id);
    auto ratchet =
        stored ? crypto::TripleRatchet::deserialize(stored->view())
               : Result<crypto::TripleRatchet, crypto::RatchetError>(Unexpected{crypto::RatchetError::Malformed});
    if (!ratchet) {
        return Unexpected{OpenError::NotForUs};
    }
    auto plaintext = ratchet->decrypt(message, now, m_random);
    if (!plaintext) {
        return Unexpected{plaintext.error() == crypto::RatchetError::AlreadyRead ? OpenError::AlreadyRead
                                                                                 : OpenError::NotForUs};
    }
    const auto parts = wire::unpadContent(*plaintext);
    auto decoded =
        parts && ratchet->takePadding(parts->padding, m_random) ? wire::decodeAnyContent(parts->content) : std::nullopt;
    wipe(*plaintext);
    if (!decoded) {
        return Unexpected{OpenError::Malformed};
    }
    ratchet->expire(now);
    storeRatchet(contacts, contact.id, *ratchet);
    if (first && !unwrapped) {
        noteTypeOne(contact.id, std::move(*first), now);
    }
    if (auto* const text = std::get_if<wire::TextContent>(&decoded->body); text != nullptr && text->message.isNull()) {
        text->message = messageIdOf(contact.peerPublic, decoded->order, decoded->time);
    }
    return std::move(*decoded);
}

}  // namespace nightjar::chat
