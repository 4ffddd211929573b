// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nightjar {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;
using MutableByteView = std::span<std::uint8_t>;
template <std::size_t N>
using ByteArray = std::array<std::uint8_t, N>;

/// The bytes of a text, without a copy.
[[nodiscard]] inline ByteView asBytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// The text in some bytes; whether it is valid UTF-8 is not checked here.
[[nodiscard]] inline std::string toText(ByteView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

[[nodiscard]] inline Bytes toBytes(ByteView bytes) {
    return {bytes.begin(), bytes.end()};
}

/// A fixed-size copy of the first N bytes. The caller has checked that there are as many.
template <std::size_t N>
[[nodiscard]] ByteArray<N> toArray(ByteView bytes) {
    ByteArray<N> out{};
    std::memcpy(out.data(), bytes.data(), N);
    return out;
}

inline void append(Bytes& to, ByteView bytes) {
    to.insert(to.end(), bytes.begin(), bytes.end());
}

/// Equality whose time does not depend on the content (only on the lengths).
[[nodiscard]] bool constantTimeEqual(ByteView a, ByteView b);

[[nodiscard]] std::string toHex(ByteView bytes);
/// Nothing on an odd length or a character that is no hexadecimal digit.
[[nodiscard]] std::optional<Bytes> fromHex(std::string_view hex);

/// RFC 4648 section 5 (URL and file name safe), without padding.
[[nodiscard]] std::string toBase64Url(ByteView bytes);
/// Strict: no padding, no foreign character, no non-zero trailing bits.
[[nodiscard]] std::optional<Bytes> fromBase64Url(std::string_view text);

/// True when the bytes are well-formed UTF-8 (RFC 3629: no overlong form, no surrogate).
[[nodiscard]] bool isUtf8(ByteView bytes);

}  // namespace nightjar
