// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "runtime/ports/clock.h"

#ifdef __linux__
#include <ctime>
#endif

namespace nightjar {

namespace {

Duration sinceBoot() {
#ifdef __linux__
    // CLOCK_MONOTONIC stands still while the machine sleeps; a timer of ten minutes would then last a night.
    timespec at{};
    clock_gettime(CLOCK_BOOTTIME, &at);
    return std::chrono::duration_cast<Duration>(std::chrono::seconds(at.tv_sec) + std::chrono::nanoseconds(at.tv_nsec));
#else
    return std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now().time_since_epoch());
#endif
}

}  // namespace

SystemClock::SystemClock()
    : m_offset(std::chrono::duration_cast<Duration>(std::chrono::system_clock::now().time_since_epoch()) -
               sinceBoot()) {
}

Instant SystemClock::now() const {
    return Instant(m_offset + sinceBoot());
}

}  // namespace nightjar
