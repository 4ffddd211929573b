// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/secret.h"

namespace nightjar::crypto {

/// N secret bytes inside an object or on the stack, zeroed when they go. For keys that live for one call or inside a
/// state that is copied often: SecretBytes takes its place in the pool under a lock each time.
template <std::size_t N>
class WipedArray {
public:
    WipedArray() = default;
    /// A copy of exactly N bytes; the caller has checked that there are as many.
    explicit WipedArray(ByteView bytes) { std::memcpy(m_bytes.data(), bytes.data(), N); }
    WipedArray(const WipedArray&) = default;
    WipedArray& operator=(const WipedArray&) = default;
    ~WipedArray() { wipe(m_bytes); }

    [[nodiscard]] ByteView view() const { return m_bytes; }
    [[nodiscard]] MutableByteView mutableView() { return m_bytes; }
    [[nodiscard]] const std::uint8_t* data() const { return m_bytes.data(); }
    [[nodiscard]] std::uint8_t* data() { return m_bytes.data(); }
    [[nodiscard]] static constexpr std::size_t size() { return N; }
    /// The part [offset, offset + count).
    [[nodiscard]] ByteView part(std::size_t offset, std::size_t count) const { return view().subspan(offset, count); }

private:
    ByteArray<N> m_bytes{};
};

}  // namespace nightjar::crypto
