// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/bytes.h"

namespace nightjar {

/// Key material: locked in memory, surrounded by guard pages, zeroed when it goes (libsodium secure memory).
/// Moves, never copies by accident; clone() says so where a copy is meant.
class SecretBytes {
public:
    SecretBytes() = default;
    /// `size` zero bytes.
    explicit SecretBytes(std::size_t size);
    /// A protected copy; the caller wipes the original (see wipe()).
    explicit SecretBytes(ByteView bytes);
    SecretBytes(SecretBytes&& other) noexcept;
    SecretBytes& operator=(SecretBytes&& other) noexcept;
    SecretBytes(const SecretBytes&) = delete;
    SecretBytes& operator=(const SecretBytes&) = delete;
    ~SecretBytes();

    [[nodiscard]] SecretBytes clone() const { return SecretBytes(view()); }
    [[nodiscard]] ByteView view() const { return {m_data, m_size}; }
    [[nodiscard]] MutableByteView mutableView() { return {m_data, m_size}; }
    [[nodiscard]] const std::uint8_t* data() const { return m_data; }
    [[nodiscard]] std::uint8_t* data() { return m_data; }
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] bool empty() const { return m_size == 0; }
    void clear();

private:
    std::uint8_t* m_data = nullptr;
    std::size_t m_size = 0;
};

/// Overwrites ordinary memory in a way the compiler may not remove.
void wipe(MutableByteView bytes);
void wipe(std::string& text);

}  // namespace nightjar
