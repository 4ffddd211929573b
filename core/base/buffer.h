// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <concepts>

#include "base/bytes.h"

namespace nightjar {

/// Appends big-endian fields to a byte vector. All wire formats are written with it.
class ByteWriter {
public:
    void u8(std::uint8_t value) { m_out.push_back(value); }
    void u16(std::uint16_t value) { integer(value); }
    void u32(std::uint32_t value) { integer(value); }
    void u64(std::uint64_t value) { integer(value); }
    void bytes(ByteView value) { append(m_out, value); }
    /// RFC 9000 section 16: 1, 2, 4 or 8 bytes; values up to 2^62 - 1.
    void varint(std::uint64_t value) {
        if (value < 0x40) {
            u8(static_cast<std::uint8_t>(value));
        } else if (value < 0x4000) {
            u16(static_cast<std::uint16_t>(value | 0x4000));
        } else if (value < 0x40000000) {
            u32(static_cast<std::uint32_t>(value | 0x80000000u));
        } else {
            u64(value | 0xc000000000000000u);
        }
    }
    /// A varint length, then the bytes.
    void sized(ByteView value) {
        varint(value.size());
        bytes(value);
    }
    [[nodiscard]] std::size_t size() const { return m_out.size(); }
    /// Takes back what was written after the first `size` bytes.
    void truncate(std::size_t size) { m_out.resize(size); }
    [[nodiscard]] const Bytes& view() const { return m_out; }
    [[nodiscard]] Bytes take() { return std::move(m_out); }

private:
    template <std::unsigned_integral T>
    void integer(T value) {
        for (int shift = static_cast<int>(sizeof(T)) * 8 - 8; shift >= 0; shift -= 8) {
            m_out.push_back(static_cast<std::uint8_t>(value >> shift));
        }
    }
    Bytes m_out;
};

/// Reads big-endian fields. Past the end every read gives zero and ok() turns false for good, so a decoder reads
/// all its fields and asks once.
class ByteReader {
public:
    explicit ByteReader(ByteView in) : m_in(in) {}

    [[nodiscard]] std::uint8_t u8() { return integer<std::uint8_t>(); }
    [[nodiscard]] std::uint16_t u16() { return integer<std::uint16_t>(); }
    [[nodiscard]] std::uint32_t u32() { return integer<std::uint32_t>(); }
    [[nodiscard]] std::uint64_t u64() { return integer<std::uint64_t>(); }
    [[nodiscard]] std::uint64_t varint() {
        if (m_in.empty()) {
            m_ok = false;
            return 0;
        }
        switch (m_in[0] >> 6) {
            case 0:
                return u8();
            case 1:
                return u16() & 0x3fffu;
            case 2:
                return u32() & 0x3fffffffu;
            default:
                return u64() & 0x3fffffffffffffffu;
        }
    }
    /// A view into the input; empty and not ok() when there are not so many bytes.
    [[nodiscard]] ByteView bytes(std::size_t count) {
        if (count > m_in.size()) {
            m_ok = false;
            m_in = {};
            return {};
        }
        const auto out = m_in.first(count);
        m_in = m_in.subspan(count);
        return out;
    }
    template <std::size_t N>
    [[nodiscard]] ByteArray<N> array() {
        const auto view = bytes(N);
        return view.size() == N ? toArray<N>(view) : ByteArray<N>{};
    }
    /// A varint length not above `most`, then so many bytes.
    [[nodiscard]] ByteView sized(std::size_t most) {
        const auto count = varint();
        if (count > most) {
            m_ok = false;
            m_in = {};
            return {};
        }
        return bytes(static_cast<std::size_t>(count));
    }
    /// Reads on while there are zero bytes; how many there were.
    std::size_t skipZeros() {
        std::size_t count = 0;
        while (count < m_in.size() && m_in[count] == 0) {
            ++count;
        }
        m_in = m_in.subspan(count);
        return count;
    }
    [[nodiscard]] ByteView rest() { return bytes(m_in.size()); }
    [[nodiscard]] std::size_t remaining() const { return m_in.size(); }
    [[nodiscard]] bool ok() const { return m_ok; }
    /// Everything was there and nothing is left over.
    [[nodiscard]] bool complete() const { return m_ok && m_in.empty(); }

private:
    template <std::unsigned_integral T>
    T integer() {
        const auto view = bytes(sizeof(T));
        std::uint64_t value = 0;
        for (const auto byte : view) {
            value = value << 8 | byte;
        }
        return static_cast<T>(value);
    }
    ByteView m_in;
    bool m_ok = true;
};

}  // namespace nightjar
