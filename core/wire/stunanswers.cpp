// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "wire/stunanswers.h"

#include <algorithm>
#include <cassert>

#include "wire/stunformat.h"

namespace nightjar::wire {

namespace {

using namespace stun;

constexpr int unknownAttribute = 420;

/// Writes into memory that has its final size: a server says this some hundred thousand times a second.
class SizedWriter {
public:
    explicit SizedWriter(std::size_t size) : m_out(size) {}

    void u8(std::uint8_t value) { m_out[m_at++] = value; }
    void u16(std::uint16_t value) {
        u8(static_cast<std::uint8_t>(value >> 8));
        u8(static_cast<std::uint8_t>(value));
    }
    void u32(std::uint32_t value) {
        u16(static_cast<std::uint16_t>(value >> 16));
        u16(static_cast<std::uint16_t>(value));
    }
    void bytes(ByteView value) {
        std::copy(value.begin(), value.end(), m_out.begin() + static_cast<std::ptrdiff_t>(m_at));
        m_at += value.size();
    }
    [[nodiscard]] ByteView view() const { return ByteView(m_out).first(m_at); }
    [[nodiscard]] Bytes take() {
        assert(m_at == m_out.size());
        return std::move(m_out);
    }

private:
    Bytes m_out;
    std::size_t m_at = 0;
};

Bytes finish(SizedWriter& out, bool fingerprint) {
    if (fingerprint) {
        const auto value = fingerprintOf(out.view());
        out.u16(Fingerprint);
        out.u16(4);
        out.u32(value);
    }
    return out.take();
}

}  // namespace

std::optional<Bytes> encodeBindingAnswer(const BindingAnswer& answer, std::size_t most) {
    std::size_t size = stunHeaderSize + addressSize(answer.mapped) + (answer.fingerprint ? fingerprintSize : 0);
    if (size > most) {
        return std::nullopt;
    }
    const auto fits = [&](const Endpoint& endpoint) {
        const bool does = endpoint.isValid() && size + addressSize(endpoint) <= most;
        size += does ? addressSize(endpoint) : 0;
        return does;
    };
    const bool hasOther = fits(answer.other);
    const bool hasOrigin = fits(answer.origin);
    SizedWriter out(size);
    writeHeader(out, bindingMethod | classBit1, size - stunHeaderSize, answer.transaction);
    writeAddress(out, XorMappedAddress, answer.mapped, addressMask(answer.transaction));
    if (hasOther) {
        writeAddress(out, OtherAddress, answer.other, {});
    }
    if (hasOrigin) {
        writeAddress(out, ResponseOrigin, answer.origin, {});
    }
    return finish(out, answer.fingerprint);
}

std::optional<Bytes> encodeUnknownAttributes(const StunTransaction& transaction, std::span<const std::uint16_t> unknown,
                                             bool fingerprint, std::size_t most) {
    const std::size_t listed = 2 * unknown.size();
    const std::size_t padding = (4 - listed % 4) % 4;
    const std::size_t size = stunHeaderSize + attributeHeaderSize + 4 + attributeHeaderSize + listed + padding +
                             (fingerprint ? fingerprintSize : 0);
    if (size > most) {
        return std::nullopt;
    }
    SizedWriter out(size);
    writeHeader(out, bindingMethod | classBit1 | classBit0, size - stunHeaderSize, transaction);
    out.u16(ErrorCode);
    out.u16(4);
    out.u16(0);
    out.u8(unknownAttribute / 100);
    out.u8(unknownAttribute % 100);
    out.u16(UnknownAttributes);
    out.u16(static_cast<std::uint16_t>(listed));
    for (const auto attribute : unknown) {
        out.u16(attribute);
    }
    if (padding != 0) {
        out.u16(0);
    }
    return finish(out, fingerprint);
}

}  // namespace nightjar::wire
