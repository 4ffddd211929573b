// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "chat/wipenotice.h"

#include <algorithm>

#include "base/buffer.h"
#include "crypto/aead.h"
#include "crypto/kdf.h"
#include "store/outbox.h"
#include "store/wipenotices.h"
#include "wire/content.h"
#include "wire/envelope.h"

namespace nightjar::chat {

namespace {

using Aead = crypto::XChaCha20Poly1305;

constexpr std::size_t noticeSize = wire::envelopeSizes.front();
constexpr std::string_view noticePurpose = "NJ1 wipe notice";
constexpr std::string_view filePurpose = "NJ1 wipe notices";
constexpr std::uint8_t noticeVersion = 1;
constexpr std::uint8_t wipesThereFlag = 1;
constexpr std::uint8_t erasesChatFlag = 2;
constexpr std::size_t maxHubAddress = 255;
constexpr std::size_t maxQueueSecret = 64;

/// nonce | sealed, in all `size` bytes; the plaintext is what was written and zeros.
Bytes sealPadded(ByteView plain, std::size_t size, ByteView key, std::string_view purpose, RandomSource& random) {
    Bytes out(size);
    const auto all = MutableByteView(out);
    random.fill(all.first(Aead::nonceSize));
    std::copy(plain.begin(), plain.end(), all.begin() + Aead::nonceSize);
    Aead::sealInPlace(key, all.first(Aead::nonceSize), asBytes(purpose), all.subspan(Aead::nonceSize));
    return out;
}

std::optional<Bytes> openPadded(ByteView sealed, std::size_t size, ByteView key, std::string_view purpose) {
    if (sealed.size() != size) {
        return std::nullopt;
    }
    return Aead::open(key, sealed.first(Aead::nonceSize), asBytes(purpose), sealed.subspan(Aead::nonceSize));
}

std::optional<NoticeParcel> readParcel(ByteReader& in) {
    NoticeParcel parcel;
    parcel.queue.hub = toText(in.sized(maxHubAddress));
    parcel.queue.id.value = in.array<QueueId::length>();
    parcel.queue.secret = SecretBytes(in.sized(maxQueueSecret));
    parcel.envelope = toBytes(in.bytes(noticeSize));
    return in.ok() && wire::HubAddress::parse(parcel.queue.hub) ? std::optional(std::move(parcel)) : std::nullopt;
}

}  // namespace

Bytes sealWipeNotice(const SecretBytes& key, const WipeNotice& notice, RandomSource& random) {
    const std::array<std::uint8_t, 2> plain{
        noticeVersion,
        static_cast<std::uint8_t>((notice.wipesThere ? wipesThereFlag : 0) | (notice.erasesChat ? erasesChatFlag : 0))};
    return sealPadded(plain, noticeSize, key.view(), noticePurpose, random);
}

std::optional<WipeNotice> openWipeNotice(const SecretBytes& key, ByteView envelope) {
    const auto plain = openPadded(envelope, noticeSize, key.view(), noticePurpose);
    if (!plain || (*plain)[0] != noticeVersion) {
        return std::nullopt;
    }
    return WipeNotice{((*plain)[1] & wipesThereFlag) != 0, ((*plain)[1] & erasesChatFlag) != 0};
}

Bytes sealNoticeFile(const std::vector<NoticeParcel>& parcels, const SecretBytes& containerKey, RandomSource& random) {
    constexpr std::size_t room = noticeFileSize - Aead::nonceSize - Aead::tagSize;
    Bytes plain{0};
    for (const auto& parcel : parcels) {
        ByteWriter out;
        out.sized(asBytes(parcel.queue.hub));
        out.bytes(parcel.queue.id.value);
        out.sized(parcel.queue.secret.view());
        out.bytes(parcel.envelope);
        auto one = out.take();
        if (plain[0] < maxNoticeParcels && plain.size() + one.size() <= room) {
            append(plain, one);
            ++plain[0];
        }
        wipe(one);
    }
    const auto key = crypto::hkdfSha512(containerKey.view(), filePurpose);
    auto file = sealPadded(plain, noticeFileSize, key.view(), filePurpose, random);
    wipe(plain);
    return file;
}

std::vector<NoticeParcel> openNoticeFile(ByteView file, const SecretBytes& containerKey) {
    const auto key = crypto::hkdfSha512(containerKey.view(), filePurpose);
    auto plain = openPadded(file, noticeFileSize, key.view(), filePurpose);
    std::vector<NoticeParcel> parcels;
    if (!plain) {
        return parcels;
    }
    ByteReader in(*plain);
    const std::size_t count = in.u8();
    for (std::size_t i = 0; i < count && i < maxNoticeParcels; ++i) {
        auto parcel = readParcel(in);
        if (!parcel) {
            break;
        }
        parcels.push_back(std::move(*parcel));
    }
    wipe(*plain);
    return parcels;
}

std::vector<NoticeParcel> armedNotices(store::Database& database, RandomSource& random) {
    std::vector<NoticeParcel> parcels;
    for (const auto& armed : store::WipeNotices(database).armed()) {
        auto contact = store::Contacts(database).find(armed.contact);
        if (contact && contact->send && parcels.size() < maxNoticeParcels) {
            parcels.push_back(
                {std::move(*contact->send), sealWipeNotice(armed.key, {armed.wipesThere, armed.erasesChat}, random)});
        }
    }
    return parcels;
}

bool loadCarrier(store::Database& database, const std::vector<NoticeParcel>& parcels, RandomSource& random,
                 std::int64_t nowMs) {
    store::Transaction transaction(database);
    for (const auto& parcel : parcels) {
        store::ContactRecord contact;
        contact.id = ContactId::draw(random);
        contact.createdMs = nowMs;
        contact.state = store::ContactState::Pending;  // no link is wanted, and nothing is awaited
        contact.ownSecret = SecretBytes(32);
        contact.ownPublic.resize(32);
        contact.peerPublic.resize(32);
        random.fill(contact.ownSecret.mutableView());
        random.fill(contact.ownPublic);
        random.fill(contact.peerPublic);
        contact.send = store::QueueEnd{parcel.queue.hub, parcel.queue.id, parcel.queue.secret.clone()};
        store::Contacts(database).add(contact);
        store::OutboxRecord entry;
        entry.id = wire::envelopeId(parcel.envelope);
        entry.contact = contact.id;
        entry.kind = wire::WipeNoticeContent::type;
        entry.createdMs = nowMs;
        entry.bytes = parcel.envelope;
        (void)store::Outbox(database).add(entry);
    }
    return transaction.commit().has_value();
}

}  // namespace nightjar::chat
