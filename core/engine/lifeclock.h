// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <optional>

#include "engine/context.h"

namespace nightjar::engine {

/// Finds out by how much this device's clock was set back since the program ran last, so that what is to end by it ends
/// all the same. While the program runs its clock is monotonic; between two runs two things tell: the time that was
/// seen last, and what the home hub says.
///
/// Ends are never moved to later: a hub that lies, or a clock that was ahead, makes them come early.
class LifeClock {
public:
    explicit LifeClock(Context& context) : m_context(context) {}

    /// By how much all ends have to be moved: zero or less.
    [[nodiscard]] Duration start();
    /// The same, after the home hub told the time.
    [[nodiscard]] Duration hubTold(Instant network);
    /// By how much the clock of this device is behind what the home hub told in this run; nothing before that.
    [[nodiscard]] std::optional<Duration> behind() const { return m_behind; }
    /// What time it is, as far as we know.
    [[nodiscard]] Instant network() const { return m_context.now + m_behind.value_or(Duration{}); }
    /// Notes what time it is, at most every five minutes unless it has to be `now`; in the caller's transaction or
    /// outside of any.
    void keep(bool now = false);

private:
    struct Reference {
        Instant device;
        Instant network;  ///< at the same moment; the epoch: not known
    };

    Context& m_context;
    Reference m_reference;
    std::optional<Duration> m_behind;
    Instant m_keepAt{};
};

}  // namespace nightjar::engine
