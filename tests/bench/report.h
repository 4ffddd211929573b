// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <chrono>
#include <cstdio>
#include <ctime>

namespace nightjar::bench {

/// One figure, as tests/bench/run.py reads it.
inline void report(const char* name, double value, const char* unit) {
    std::printf("{\"bench\": \"%s\", \"value\": %.6g, \"unit\": \"%s\"}\n", name, value, unit);
    std::fflush(stdout);
}

/// Seconds since construction.
class Stopwatch {
public:
    [[nodiscard]] double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
    }

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

/// Seconds of processor time of this program since construction: what others do on the machine does not count.
class CpuStopwatch {
public:
    [[nodiscard]] double seconds() const { return static_cast<double>(std::clock() - m_start) / CLOCKS_PER_SEC; }

private:
    std::clock_t m_start = std::clock();
};

}  // namespace nightjar::bench
