// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <chrono>
#include <cstdint>

namespace nightjar {

using namespace std::chrono_literals;
using Duration = std::chrono::microseconds;

/// The one clock of the core: microseconds since 1970-01-01 UTC as the Node (or the simulated world) tells it.
/// It never goes backwards while a process runs and does not move within one input.
struct NightjarClock {
    using duration = Duration;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<NightjarClock>;
    static constexpr bool is_steady = true;
};
using Instant = NightjarClock::time_point;

/// "No deadline".
inline constexpr Instant never = Instant::max();

/// Milliseconds since 1970-01-01 UTC: how moments are stored and sent.
[[nodiscard]] constexpr std::int64_t toUnixMs(Instant at) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count();
}
[[nodiscard]] constexpr Instant fromUnixMs(std::int64_t ms) {
    return Instant(std::chrono::milliseconds(ms));
}
[[nodiscard]] constexpr std::int64_t toMs(Duration duration) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
}

}  // namespace nightjar
