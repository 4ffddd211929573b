// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "base/secret.h"

#include <sodium.h>

#include <utility>

#include "base/secretpool.h"

namespace nightjar {

SecretBytes::SecretBytes(std::size_t size)
    : m_data(size == 0 ? nullptr : SecretPool::instance().take(size)), m_size(size) {
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
    SecretPool::instance().giveBack(m_data, m_size);
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
