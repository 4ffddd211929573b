// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "crypto/ratchetsuite.h"

#include "base/buffer.h"
#include "crypto/aead.h"
#include "crypto/kdf.h"

namespace nightjar::crypto {
namespace {

using Aead = ChaCha20Poly1305;

constexpr std::size_t headerSize = 1 + keySize + 4 + 4;
static_assert(Nj1Suite::sealedHeaderSize == Aead::nonceSize + headerSize + Aead::tagSize);
static_assert(Nj1Suite::overhead == Nj1Suite::sealedHeaderSize + Aead::tagSize);

/// Associated data of a session: the 64 bytes of a handshake transcript.
constexpr std::size_t maxAssociated = 64;
constexpr ByteArray<Aead::nonceSize> zeroNonce{};

void putU32(std::uint8_t* out, std::uint32_t value) {
    for (int i = 0; i < 4; ++i) {
        out[i] = static_cast<std::uint8_t>(value >> (24 - 8 * i));
    }
}

/// AD of the session || sealed header, joined on the stack: this runs for each message.
class Associated {
public:
    Associated(ByteView session, ByteView sealedHeader) : m_size(session.size() + sealedHeader.size()) {
        std::memcpy(m_bytes.data(), session.data(), session.size());
        std::memcpy(m_bytes.data() + session.size(), sealedHeader.data(), sealedHeader.size());
    }
    [[nodiscard]] ByteView view() const { return ByteView(m_bytes).first(m_size); }

private:
    ByteArray<maxAssociated + Nj1Suite::sealedHeaderSize> m_bytes{};
    std::size_t m_size;
};

}  // namespace

void Nj1Suite::kdfRoot(RatchetKey& root, ByteView dh, RatchetKey& chain, RatchetKey& nextHeader) {
    WipedArray<96> out;
    hkdfSha512Into(out.mutableView(), dh, root.view(), asBytes("NJ1 ratchet root"));
    root = RatchetKey(out.part(0, 32));
    chain = RatchetKey(out.part(32, 32));
    nextHeader = RatchetKey(out.part(64, 32));
}

void Nj1Suite::kdfChain(RatchetKey& chain, RatchetKey& message) {
    static constexpr std::uint8_t messageLabel = 0x01;
    static constexpr std::uint8_t chainLabel = 0x02;
    auto out = hmacSha512(chain.view(), ByteView(&messageLabel, 1));
    message = RatchetKey(ByteView(out).first(keySize));
    out = hmacSha512(chain.view(), ByteView(&chainLabel, 1));
    chain = RatchetKey(ByteView(out).first(keySize));
    wipe(out);
}

Bytes Nj1Suite::seal(const RatchetKey& headerKey, const RatchetHeader& header, const RatchetKey& message,
                     ByteView associated, ByteView plaintext, RandomSource& random) {
    Bytes out(overhead + plaintext.size());
    const MutableByteView all(out);
    const auto nonce = all.first(Aead::nonceSize);
    random.fill(nonce);
    const auto head = all.subspan(Aead::nonceSize, headerSize + Aead::tagSize);
    std::memcpy(head.data() + 1, header.dh.value.data(), keySize);
    putU32(head.data() + 1 + keySize, header.previousCount);
    putU32(head.data() + 1 + keySize + 4, header.number);
    Aead::sealInPlace(headerKey.view(), nonce, {}, head);

    const auto body = all.subspan(sealedHeaderSize);
    std::copy(plaintext.begin(), plaintext.end(), body.begin());
    const Associated joined(associated, all.first(sealedHeaderSize));
    Aead::sealInPlace(message.view(), zeroNonce, joined.view(), body);
    return out;
}

std::optional<RatchetHeader> Nj1Suite::openHeader(const RatchetKey& headerKey, ByteView sealed) {
    ByteArray<headerSize + Aead::tagSize> plain{};
    std::memcpy(plain.data(), sealed.data() + Aead::nonceSize, plain.size());
    if (!Aead::openInPlace(headerKey.view(), sealed.first(Aead::nonceSize), {}, plain)) {
        return std::nullopt;
    }
    ByteReader reader(ByteView(plain).first(headerSize));
    const auto flags = reader.u8();
    RatchetHeader header;
    header.dh = PublicKey{reader.array<keySize>()};
    header.previousCount = reader.u32();
    header.number = reader.u32();
    return flags == 0 ? std::optional(header) : std::nullopt;
}

std::optional<Bytes> Nj1Suite::openBody(const RatchetKey& message, ByteView associated, ByteView sealed) {
    const Associated joined(associated, sealed.first(sealedHeaderSize));
    return Aead::open(message.view(), zeroNonce, joined.view(), sealed.subspan(sealedHeaderSize));
}

}  // namespace nightjar::crypto
