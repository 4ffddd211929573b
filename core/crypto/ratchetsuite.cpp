// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "crypto/ratchetsuite.h"

#include "base/buffer.h"
#include "crypto/bodyseal.h"
#include "crypto/headerseal.h"
#include "crypto/kdf.h"

namespace nightjar::crypto {
namespace {

constexpr std::size_t numberSize = 3;
constexpr std::size_t epochSize = 4;
constexpr std::size_t headerSize = keySize + 2 * numberSize + epochSize;
static_assert(Nj1Suite::sealedHeaderSize == HeaderSeal::tagSize + headerSize);
static_assert(Nj1Suite::overhead == Nj1Suite::sealedHeaderSize + BodySeal::tagSize);

/// Associated data of a session: the 64 bytes of a handshake transcript.
constexpr std::size_t maxAssociated = 64;

void putNumber(std::uint8_t* out, std::uint32_t value, std::size_t size = numberSize) {
    for (std::size_t i = 0; i < size; ++i) {
        out[i] = static_cast<std::uint8_t>(value >> (8 * (size - 1 - i)));
    }
}

std::uint32_t takeNumber(ByteReader& in) {
    const std::uint32_t high = in.u8();
    return high << 16 | in.u16();
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
    auto out = hmacSha512Twice(chain.view(), ByteView(&messageLabel, 1), ByteView(&chainLabel, 1));
    message = RatchetKey(ByteView(out[0]).first(keySize));
    chain = RatchetKey(ByteView(out[1]).first(keySize));
    wipe(out[0]);
    wipe(out[1]);
}

Bytes Nj1Suite::seal(const RatchetKey& headerKey, const RatchetHeader& header, const RatchetKey& message,
                     ByteView associated, ByteView plaintext, RandomSource& /*random*/) {
    Bytes out(overhead + plaintext.size());
    const MutableByteView all(out);
    auto* const head = all.data() + HeaderSeal::tagSize;
    std::memcpy(head, header.dh.value.data(), keySize);
    putNumber(head + keySize, header.previousCount);
    putNumber(head + keySize + numberSize, header.number);
    putNumber(head + keySize + 2 * numberSize, header.epoch, epochSize);
    HeaderSeal::sealInPlace(headerKey.view(), all.first(sealedHeaderSize));

    const auto body = all.subspan(sealedHeaderSize);
    std::copy(plaintext.begin(), plaintext.end(), body.begin());
    const Associated joined(associated, all.first(sealedHeaderSize));
    BodySeal::sealInPlace(message.view(), joined.view(), body);
    return out;
}

std::optional<RatchetHeader> Nj1Suite::openHeader(const RatchetKey& headerKey, ByteView sealed) {
    ByteArray<sealedHeaderSize> plain{};
    std::memcpy(plain.data(), sealed.data(), plain.size());
    if (!HeaderSeal::openInPlace(headerKey.view(), plain)) {
        return std::nullopt;
    }
    ByteReader reader(ByteView(plain).subspan(HeaderSeal::tagSize));
    RatchetHeader header;
    header.dh = PublicKey{reader.array<keySize>()};
    header.previousCount = takeNumber(reader);
    header.number = takeNumber(reader);
    header.epoch = reader.u32();
    return header;
}

std::optional<Bytes> Nj1Suite::openBody(const RatchetKey& message, ByteView associated, ByteView sealed) {
    const Associated joined(associated, sealed.first(sealedHeaderSize));
    return BodySeal::open(message.view(), joined.view(), sealed.subspan(sealedHeaderSize));
}

}  // namespace nightjar::crypto
