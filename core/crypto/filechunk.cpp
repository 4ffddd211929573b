// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "crypto/filechunk.h"

#include <algorithm>

#include "base/buffer.h"
#include "crypto/aead.h"

namespace nightjar::crypto {

namespace {

using Aead = XChaCha20Poly1305;

Bytes associatedData(ChunkPlace place) {
    ByteWriter out;
    out.bytes(asBytes("NJ1 file chunk"));
    out.u32(place.index);
    out.u32(place.count);
    return out.take();
}

}  // namespace

Bytes sealChunk(ByteView key, ChunkPlace place, ByteView plaintext, RandomSource& random) {
    Bytes out(Aead::nonceSize + plaintext.size() + Aead::tagSize);
    const auto nonce = MutableByteView(out).first(Aead::nonceSize);
    random.fill(nonce);
    std::copy(plaintext.begin(), plaintext.end(), out.begin() + Aead::nonceSize);
    Aead::sealInPlace(key, nonce, associatedData(place), MutableByteView(out).subspan(Aead::nonceSize));
    return out;
}

std::optional<Bytes> openChunk(ByteView key, ChunkPlace place, ByteView sealed) {
    if (sealed.size() < Aead::nonceSize + Aead::tagSize) {
        return std::nullopt;
    }
    return Aead::open(key, sealed.first(Aead::nonceSize), associatedData(place), sealed.subspan(Aead::nonceSize));
}

}  // namespace nightjar::crypto
