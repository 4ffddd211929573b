// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <optional>

#include "base/bytes.h"

namespace nightjar::crypto {

/// A proof of work as in hashcash (Back, 2002; docs/protocol.md section 12): a nonce for which
/// BLAKE2b-256("NJ1 work" | seed | token | nonce) begins with `bits` zero bits. Half a microsecond a try.
struct WorkTask {
    ByteArray<16> seed{};   ///< who wants the work done
    ByteArray<16> token{};  ///< what it is done for
    std::uint8_t bits = 0;
};

[[nodiscard]] bool isSolvedBy(const WorkTask& task, std::uint64_t nonce);

/// Looks for the nonce a few tries at a time, so that whoever has something else to do can do it in between.
class WorkSolver {
public:
    explicit WorkSolver(const WorkTask& task) : m_task(task) {}

    /// The nonce, if it is among the next `tries`. 2^bits tries are needed on average, seldom eight times as many.
    [[nodiscard]] std::optional<std::uint64_t> step(std::size_t tries);

private:
    WorkTask m_task;
    std::uint64_t m_next = 0;
};

}  // namespace nightjar::crypto
