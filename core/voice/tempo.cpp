// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "voice/tempo.h"

#include <algorithm>
#include <cmath>

namespace nightjar::voice {

namespace {

/// 15 ms: two windows overlap by as much, and as much of the output is made at a time.
constexpr std::size_t hop = 240;
/// 10 ms to either side: one period of the deepest voice.
constexpr std::size_t reach = 160;
constexpr std::size_t coarse = 4;

}  // namespace

Tempo::Tempo(double speed) : m_speed(std::clamp(speed, slowestTempo, fastestTempo)) {
}

void Tempo::put(PcmView samples) {
    auto& to = m_speed == 1.0 ? m_out : m_in;
    to.insert(to.end(), samples.begin(), samples.end());
    work();
}

void Tempo::finish() {
    if (m_speed == 1.0 || m_in.empty()) {
        return;
    }
    const auto rest = static_cast<double>(m_base + m_in.size()) - m_ideal;
    const auto wanted = m_out.size() + static_cast<std::size_t>(std::max(0.0, rest / m_speed));
    m_in.resize(m_in.size() + 4 * (hop + reach), 0);
    work();
    m_out.resize(std::min(m_out.size(), wanted));
    m_in.clear();
}

Pcm Tempo::take(std::size_t samples) {
    const auto count = static_cast<std::ptrdiff_t>(std::min(samples, m_out.size()));
    Pcm out(m_out.begin(), m_out.begin() + count);
    m_out.erase(m_out.begin(), m_out.begin() + count);
    return out;
}

/// The place near the ideal one whose wave goes on as the last window would have.
std::size_t Tempo::bestStart(std::size_t ideal) const {
    const auto first = std::max(m_base, ideal > reach ? ideal - reach : 0);
    const auto alike = [&](std::size_t start, std::size_t step) {
        double cross = 0;
        double energy = 1;
        for (std::size_t i = 0; i < hop; i += step) {
            const double a = m_in[m_follows - m_base + i];
            const double b = m_in[start - m_base + i];
            cross += a * b;
            energy += b * b;
        }
        return cross / std::sqrt(energy);
    };
    std::size_t best = first;
    double most = -1e300;
    for (auto start = first; start <= ideal + reach; start += coarse) {
        if (const auto one = alike(start, 2); one > most) {
            most = one;
            best = start;
        }
    }
    const auto from = std::max(first, best - std::min(best, coarse - 1));
    const auto to = std::min(ideal + reach, best + coarse - 1);
    most = -1e300;
    for (auto start = from; start <= to; ++start) {
        if (const auto one = alike(start, 1); one > most) {
            most = one;
            best = start;
        }
    }
    return best;
}

void Tempo::work() {
    while (m_speed != 1.0) {
        const auto ideal = static_cast<std::size_t>(m_ideal);
        if (std::max(ideal + reach, m_follows) + 2 * hop > m_base + m_in.size()) {
            return;
        }
        const auto start = m_begun ? bestStart(ideal) : ideal;
        for (std::size_t i = 0; i < hop; ++i) {
            const double up = m_begun ? (static_cast<double>(i) + 0.5) / hop : 1.0;
            const double mixed = m_in[start - m_base + i] * up + m_in[m_follows - m_base + i] * (1 - up);
            m_out.push_back(static_cast<std::int16_t>(std::lround(mixed)));
        }
        m_begun = true;
        m_follows = start + hop;
        m_ideal += hop * m_speed;
        drop();
    }
}

/// What no window reaches any more goes.
void Tempo::drop() {
    const auto ideal = static_cast<std::size_t>(m_ideal);
    const auto keep = std::min(m_follows, ideal > reach ? ideal - reach : 0);
    if (keep > m_base + 4096) {
        m_in.erase(m_in.begin(), m_in.begin() + static_cast<std::ptrdiff_t>(std::min(keep - m_base, m_in.size())));
        m_base = keep;
    }
}

}  // namespace nightjar::voice
