// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "wire/invitationblob.h"

#include <algorithm>

#include "wire/content.h"

namespace nightjar::wire {

namespace {

constexpr std::uint8_t blobVersion = 1;

// The longest blob fits: version, three keys, the longest queue address, the longest name with their lengths.
static_assert(1 + 32 + 32 + kemKeySize + 2 + maxAddressLine + 16 + 32 + 2 + maxNameBytes <=
              invitationBlobSizes.back() - invitationOverhead);

}  // namespace

Bytes encodeInvitationBlob(const InvitationBlob& blob) {
    ByteWriter out;
    out.u8(blobVersion);
    out.bytes(blob.identity);
    out.bytes(blob.oneTime);
    out.bytes(blob.kemOneTime);
    encodeQueueAddress(out, blob.queue);
    out.sized(asBytes(blob.name));
    auto plaintext = out.take();
    const auto size = *std::lower_bound(invitationBlobSizes.begin(), invitationBlobSizes.end(),
                                        plaintext.size() + invitationOverhead);
    plaintext.resize(size - invitationOverhead);
    return plaintext;
}

std::optional<InvitationBlob> decodeInvitationBlob(ByteView plaintext) {
    ByteReader in(plaintext);
    const auto size = plaintext.size() + invitationOverhead;
    if ((size != invitationBlobSizes.front() && size != invitationBlobSizes.back()) || in.u8() != blobVersion) {
        return std::nullopt;
    }
    const auto identity = in.array<32>();
    const auto oneTime = in.array<32>();
    const auto kemOneTime = in.array<kemKeySize>();
    auto queue = readQueueAddress(in);
    const auto name = in.sized(maxNameBytes);
    in.skipZeros();
    if (!queue || !in.complete() || !isUtf8(name)) {
        return std::nullopt;
    }
    return InvitationBlob{identity, oneTime, kemOneTime, std::move(*queue), toText(name)};
}

}  // namespace nightjar::wire
