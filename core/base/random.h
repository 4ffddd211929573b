// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/bytes.h"

namespace nightjar {

/// Where randomness comes from. Real programs use SystemRandom; the simulated world a seeded stream.
class RandomSource {
public:
    virtual ~RandomSource() = default;
    virtual void fill(MutableByteView out) = 0;

    [[nodiscard]] std::uint64_t u64();
    /// Uniform in [0, bound); bound > 0.
    [[nodiscard]] std::uint64_t below(std::uint64_t bound);
    /// Uniform in [0, 1).
    [[nodiscard]] double unit();
};

/// The operating system's generator through libsodium (randombytes_buf).
class SystemRandom final : public RandomSource {
public:
    SystemRandom();
    void fill(MutableByteView out) override;
};

/// A reproducible ChaCha20 stream for tests and simulations. Never for keys of real people.
class SeededRandom final : public RandomSource {
public:
    explicit SeededRandom(std::uint64_t seed);
    void fill(MutableByteView out) override;

private:
    ByteArray<32> m_key{};
    std::uint64_t m_block = 0;
    ByteArray<64> m_buffer{};
    std::size_t m_used = 64;
};

}  // namespace nightjar
