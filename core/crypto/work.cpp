// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "crypto/work.h"

#include <bit>

#include "crypto/kdf.h"

namespace nightjar::crypto {

namespace {

ByteArray<8> bigEndian(std::uint64_t value) {
    ByteArray<8> out{};
    for (auto i = out.size(); i-- > 0; value >>= 8) {
        out[i] = static_cast<std::uint8_t>(value);
    }
    return out;
}

/// The zero bits that it begins with.
unsigned zeroBits(const ByteArray<32>& hash) {
    unsigned bits = 0;
    for (const auto byte : hash) {
        bits += static_cast<unsigned>(std::countl_zero(byte));
        if (byte != 0) {
            break;
        }
    }
    return bits;
}

}  // namespace

bool isSolvedBy(const WorkTask& task, std::uint64_t nonce) {
    return zeroBits(hash256({asBytes("NJ1 work"), task.seed, task.token, bigEndian(nonce)})) >= task.bits;
}

std::optional<std::uint64_t> WorkSolver::step(std::size_t tries) {
    for (const auto end = m_next + tries; m_next < end; ++m_next) {
        if (isSolvedBy(m_task, m_next)) {
            return m_next;
        }
    }
    return std::nullopt;
}

}  // namespace nightjar::crypto
