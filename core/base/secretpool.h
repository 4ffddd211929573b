// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

namespace nightjar {

/// Memory for key material, without a system call per key: slots of few sizes inside regions of sodium_malloc(), which
/// are locked (never swapped, in no core dump) and lie between guard pages. A message needs a dozen keys that live for
/// microseconds; with pages of its own each of them would cost more than all of the message's cryptography, for the
/// kernel has to tell every core when pages come and go. Thread-safe; a region lives as long as the process.
class SecretPool {
public:
    /// The one of this process. Never destroyed: secrets in static objects outlive every order of destruction.
    [[nodiscard]] static SecretPool& instance();

    /// `size` zero bytes, at least 16-byte aligned. Throws std::bad_alloc.
    [[nodiscard]] std::uint8_t* take(std::size_t size);
    /// Zeroes and takes back what take(size) gave; null is accepted.
    void giveBack(std::uint8_t* data, std::size_t size) noexcept;

private:
    static constexpr std::size_t smallestSlot = 32;
    static constexpr std::size_t slotSizes = 8;  ///< 32, 64, … 4096; what is larger has pages of its own

    SecretPool();
    void grow(std::size_t slots);

    std::mutex m_mutex;
    /// By size; with room for all of its slots, so that giving back never allocates.
    std::array<std::vector<std::uint8_t*>, slotSizes> m_free;
    std::array<std::size_t, slotSizes> m_slots{};
};

}  // namespace nightjar
