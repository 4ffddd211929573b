// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "base/random.h"

#include <sodium.h>

#include <cstdlib>

namespace nightjar {

std::uint64_t RandomSource::u64() {
    ByteArray<8> raw{};
    fill(raw);
    std::uint64_t out = 0;
    std::memcpy(&out, raw.data(), sizeof(out));
    return out;
}

std::uint64_t RandomSource::below(std::uint64_t bound) {
    // Rejection keeps the distribution exactly uniform.
    const std::uint64_t limit = UINT64_MAX - UINT64_MAX % bound;
    std::uint64_t value = u64();
    while (value >= limit) {
        value = u64();
    }
    return value % bound;
}

double RandomSource::unit() {
    return static_cast<double>(u64() >> 11) * 0x1.0p-53;
}

SystemRandom::SystemRandom() {
    if (sodium_init() < 0) {
        std::abort();  // without a random generator there is nothing safe to do
    }
}

void SystemRandom::fill(MutableByteView out) {
    randombytes_buf(out.data(), out.size());
}

SeededRandom::SeededRandom(std::uint64_t seed) {
    std::memcpy(m_key.data(), &seed, sizeof(seed));
}

void SeededRandom::fill(MutableByteView out) {
    for (auto& byte : out) {
        if (m_used == m_buffer.size()) {
            ByteArray<8> nonce{};
            std::memcpy(nonce.data(), &m_block, sizeof(m_block));
            ++m_block;
            crypto_stream_chacha20(m_buffer.data(), m_buffer.size(), nonce.data(), m_key.data());
            m_used = 0;
        }
        byte = m_buffer[m_used++];
    }
}

}  // namespace nightjar
