// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "chat/publicaddress.h"

#include "crypto/addresskeys.h"
#include "crypto/aead.h"

namespace nightjar::chat {

namespace {

constexpr std::string_view signatureLabel = "NJ1 address item";
constexpr std::size_t secretSize = 32;
constexpr std::size_t signatureSize = std::tuple_size_v<crypto::Signature>;

static_assert(wire::maxStockItemSize == wire::invitationBlobSizes.back() + signatureSize + secretSize);

/// What the owner signs: which address, and all of the invitation.
Bytes signedText(const ByteArray<16>& address, ByteView secretAndInvitation) {
    auto text = toBytes(asBytes(signatureLabel));
    append(text, address);
    append(text, secretAndInvitation);
    return text;
}

}  // namespace

store::AddressRecord makeAddress(const wire::HubAddress& hub, Instant now, RandomSource& random) {
    const auto signing = crypto::generateSigningKeyPair(random);
    store::AddressRecord address;
    address.id = {crypto::AddressKeys::derive(signing.publicKey).id};
    address.hub = hub.toString();
    address.signing = SecretBytes(signing.seed());
    address.owner = crypto::generateKeyPair(random).secret.clone();
    address.createdMs = toUnixMs(now);
    return address;
}

std::string linkOf(const store::AddressRecord& address) {
    return wire::AddressLink{wire::HubAddress::parse(address.hub).value_or(wire::HubAddress{}),
                             crypto::signingFromSeed(address.signing.view()).publicKey.value}
        .toString();
}

NewInvitation makeStockInvitation(const store::AddressRecord& address, const wire::HubAddress& hub,
                                  std::string_view name, Instant now, RandomSource& random) {
    auto drawn = drawInvitation(hub, name, now, random, stockAnswerLife);
    auto& made = drawn.invitation;
    made.record.requests = true;
    made.record.address = address.id;

    const auto signing = crypto::signingFromSeed(address.signing.view());
    const auto keys = crypto::AddressKeys::derive(signing.publicKey);
    auto inside = toBytes(made.record.linkKey.view());
    append(inside, drawn.plaintext);
    auto text = signedText(keys.id, inside);
    auto plaintext = toBytes(crypto::sign(signing, text));
    append(plaintext, inside);
    ByteArray<wire::invitationNonceSize> nonce{};
    random.fill(nonce);
    made.blob = toBytes(nonce);
    append(made.blob, crypto::XChaCha20Poly1305::seal(keys.itemKey.view(), nonce, keys.id, plaintext));
    wipe(drawn.plaintext);
    wipe(inside);
    wipe(text);
    wipe(plaintext);
    return std::move(made);
}

std::optional<TakenInvitation> openItem(const wire::AddressLink& address, ByteView item) {
    if (item.size() < wire::invitationOverhead || item.size() > wire::maxStockItemSize) {
        return std::nullopt;
    }
    const crypto::VerifyKey key{address.key};
    const auto keys = crypto::AddressKeys::derive(key);
    auto plaintext = crypto::XChaCha20Poly1305::open(keys.itemKey.view(), item.first(wire::invitationNonceSize),
                                                     keys.id, item.subspan(wire::invitationNonceSize));
    if (!plaintext || plaintext->size() < signatureSize + secretSize) {
        return std::nullopt;
    }
    // Whoever has the link can seal; only the owner can sign. Without this the hub could pass its own keys off as
    // theirs.
    const auto inside = ByteView(*plaintext).subspan(signatureSize);
    auto text = signedText(keys.id, inside);
    const bool genuine = crypto::verify(key, text, ByteView(*plaintext).first(signatureSize));
    auto blob = genuine ? wire::decodeInvitationBlob(inside.subspan(secretSize)) : std::nullopt;
    std::optional<TakenInvitation> taken;
    if (blob) {
        taken.emplace(TakenInvitation{{address.hub, SecretBytes(inside.first(secretSize))}, std::move(*blob)});
    }
    wipe(text);
    wipe(*plaintext);
    return taken;
}

}  // namespace nightjar::chat
