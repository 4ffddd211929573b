// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/instant.h"

namespace nightjar {

/// Tells the time. The core never asks; its drivers do, and hand the answer in.
class Clock {
public:
    virtual ~Clock() = default;
    /// Never before what it told earlier, from whichever thread it is asked.
    [[nodiscard]] virtual Instant now() const = 0;
};

/// The wall clock as it stood at construction plus the time since then by a clock that nobody can turn (and that goes
/// on while the machine sleeps, where the system has such a one).
class SystemClock final : public Clock {
public:
    SystemClock();
    [[nodiscard]] Instant now() const override;

private:
    Duration m_offset;
};

}  // namespace nightjar
