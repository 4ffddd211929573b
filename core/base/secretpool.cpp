// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "base/secretpool.h"

#include <sodium.h>

#include <bit>
#include <new>

namespace nightjar {

namespace {

/// Four pages with libsodium's canary before it, which keeps every slot aligned.
constexpr std::size_t canaryRoom = 64;
constexpr std::size_t regionSize = 4 * 4096 - canaryRoom;

std::uint8_t* ownPages(std::size_t size) {
    auto* data = static_cast<std::uint8_t*>(sodium_malloc(size));
    if (data == nullptr) {
        throw std::bad_alloc();
    }
    sodium_memzero(data, size);
    return data;
}

/// Which of the slot sizes holds so many bytes; slotSizes if none does.
std::size_t sizeClass(std::size_t size, std::size_t smallest, std::size_t classes) {
    const auto slot = std::bit_ceil(size < smallest ? smallest : size);
    const auto index = static_cast<std::size_t>(std::countr_zero(slot) - std::countr_zero(smallest));
    return index < classes ? index : classes;
}

}  // namespace

SecretPool& SecretPool::instance() {
    static auto* const pool = new SecretPool;
    return *pool;
}

SecretPool::SecretPool() {
    if (sodium_init() < 0) {
        throw std::bad_alloc();
    }
}

std::uint8_t* SecretPool::take(std::size_t size) {
    const auto index = sizeClass(size, smallestSlot, slotSizes);
    if (index == slotSizes) {
        return ownPages(size);
    }
    const std::lock_guard lock(m_mutex);
    auto& free = m_free[index];
    if (free.empty()) {
        grow(index);
    }
    auto* const data = free.back();
    free.pop_back();
    return data;
}

void SecretPool::grow(std::size_t index) {
    const auto slot = smallestSlot << index;
    const auto more = regionSize / slot;
    auto& free = m_free[index];
    free.reserve(m_slots[index] + more);
    auto* const region = ownPages(regionSize);
    m_slots[index] += more;
    for (std::size_t i = more; i > 0; --i) {
        free.push_back(region + (i - 1) * slot);
    }
}

void SecretPool::giveBack(std::uint8_t* data, std::size_t size) noexcept {
    if (data == nullptr) {
        return;
    }
    const auto index = sizeClass(size, smallestSlot, slotSizes);
    if (index == slotSizes) {
        sodium_free(data);  // zeroes first
        return;
    }
    sodium_memzero(data, size);
    const std::lock_guard lock(m_mutex);
    m_free[index].push_back(data);
}

}  // namespace nightjar
