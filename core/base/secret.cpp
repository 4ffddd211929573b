// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "base/secret.h"

#include <sodium.h>

#include <new>
#include <utility>

namespace nightjar {

SecretBytes::SecretBytes(std::size_t size) : m_size(size) {
    if (size == 0) {
        return;
    }
    if (sodium_init() < 0) {
        throw std::bad_alloc();
    }
    m_data = static_cast<std::uint8_t*>(sodium_malloc(size));
    if (m_data == nullptr) {
        throw std::bad_alloc();
    }
    sodium_memzero(m_data, size);
}

SecretBytes::SecretBytes(ByteView bytes) : SecretBytes(bytes.size()) {
    if (m_data) {
        std::memcpy(m_data, bytes.data(), bytes.size());
    }
}

SecretBytes::SecretBytes(SecretBytes&& other) noexcept
    : m_data(std::exchange(other.m_data, nullptr)), m_size(std::exchange(other.m_size, 0)) {
}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
    if (this != &other) {
        clear();
        m_data = std::exchange(other.m_data, nullptr);
        m_size = std::exchange(other.m_size, 0);
    }
    return *this;
}

SecretBytes::~SecretBytes() {
    clear();
}

void SecretBytes::clear() {
    sodium_free(m_data);  // zeroes first; accepts null
    m_data = nullptr;
    m_size = 0;
}

void wipe(MutableByteView bytes) {
    sodium_memzero(bytes.data(), bytes.size());
}

void wipe(std::string& text) {
    sodium_memzero(text.data(), text.size());
    text.clear();
}

}  // namespace nightjar
