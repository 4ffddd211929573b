// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "estoi.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

namespace nightjar::lab {
namespace {

// The figures of the paper: 10 kHz, frames of 256 with half overlap, 15 third-octave bands from 150 Hz, 384 ms
// segments, frames more than 40 dB below the loudest left out.
constexpr int rate = 10000;
constexpr std::size_t frame = 256;
constexpr std::size_t hop = frame / 2;
constexpr std::size_t transform = 512;
constexpr std::size_t bands = 15;
constexpr std::size_t segment = 30;
constexpr double range = 40;
constexpr double lowestBand = 150;
constexpr double tiny = 1e-12;

using Signal = std::vector<double>;
using Column = std::array<double, bands>;

/// 16 to 10 kHz by a windowed sinc.
Signal resampled(std::span<const std::int16_t> in) {
    constexpr double step = 1.6;
    constexpr double cutoff = 1 / step;
    constexpr int reach = 32;
    Signal out(static_cast<std::size_t>(static_cast<double>(in.size()) / step));
    for (std::size_t k = 0; k < out.size(); ++k) {
        const double at = static_cast<double>(k) * step;
        const auto centre = static_cast<std::ptrdiff_t>(at);
        for (auto i = centre - reach + 1; i <= centre + reach; ++i) {
            if (i < 0 || i >= std::ssize(in)) {
                continue;
            }
            const double x = static_cast<double>(i) - at;
            const double y = std::numbers::pi * cutoff * x;
            const double sinc = std::abs(y) < 1e-9 ? 1 : std::sin(y) / y;
            out[k] +=
                cutoff * sinc * (0.5 + 0.5 * std::cos(std::numbers::pi * x / reach)) * in[static_cast<std::size_t>(i)];
        }
    }
    return out;
}

double window(std::size_t i) {
    return 0.5 - 0.5 * std::cos(2 * std::numbers::pi * static_cast<double>(i + 1) / (frame + 1));
}

/// Both signals without the frames in which the clean one is silent.
void removeSilence(Signal& clean, Signal& heard) {
    std::vector<std::size_t> starts;
    std::vector<double> levels;
    for (std::size_t at = 0; at + frame <= clean.size(); at += hop) {
        double energy = 0;
        for (std::size_t i = 0; i < frame; ++i) {
            energy += std::pow(clean[at + i] * window(i), 2);
        }
        starts.push_back(at);
        levels.push_back(10 * std::log10(energy + tiny));
    }
    const double loudest = levels.empty() ? 0 : *std::max_element(levels.begin(), levels.end());
    Signal a((starts.size() + 1) * hop);
    Signal b(a.size());
    std::size_t kept = 0;
    for (std::size_t n = 0; n < starts.size(); ++n) {
        if (levels[n] < loudest - range) {
            continue;
        }
        for (std::size_t i = 0; i < frame; ++i) {
            a[kept * hop + i] += window(i) * clean[starts[n] + i];
            b[kept * hop + i] += window(i) * heard[starts[n] + i];
        }
        ++kept;
    }
    a.resize((kept + 1) * hop);
    b.resize((kept + 1) * hop);
    clean = std::move(a);
    heard = std::move(b);
}

void fourier(std::vector<std::complex<double>>& x) {
    for (std::size_t i = 1, j = 0; i < x.size(); ++i) {
        auto bit = x.size() / 2;
        for (; (j & bit) != 0; bit /= 2) {
            j ^= bit;
        }
        j ^= bit;
        if (i < j) {
            std::swap(x[i], x[j]);
        }
    }
    for (std::size_t length = 2; length <= x.size(); length *= 2) {
        const auto turn = std::polar(1.0, -2 * std::numbers::pi / static_cast<double>(length));
        for (std::size_t at = 0; at < x.size(); at += length) {
            std::complex<double> factor = 1;
            for (std::size_t i = at; i < at + length / 2; ++i, factor *= turn) {
                const auto odd = x[i + length / 2] * factor;
                x[i + length / 2] = x[i] - odd;
                x[i] += odd;
            }
        }
    }
}

std::vector<Column> spectrum(const Signal& signal) {
    std::vector<Column> out;
    std::vector<std::complex<double>> x(transform);
    for (std::size_t at = 0; at + frame <= signal.size(); at += hop) {
        std::fill(x.begin(), x.end(), 0);
        for (std::size_t i = 0; i < frame; ++i) {
            x[i] = window(i) * signal[at + i];
        }
        fourier(x);
        Column column{};
        for (std::size_t band = 0; band < bands; ++band) {
            const double centre = lowestBand * std::pow(2, static_cast<double>(band) / 3);
            const auto bin = [](double hz) { return static_cast<std::size_t>(std::lround(hz * transform / rate)); };
            double energy = 0;
            for (auto k = bin(centre * std::pow(2, -1.0 / 6)); k < bin(centre * std::pow(2, 1.0 / 6)); ++k) {
                energy += std::norm(x[k]);
            }
            column[band] = std::sqrt(energy);
        }
        out.push_back(column);
    }
    return out;
}

/// Mean 0 and length 1 along one direction of a segment.
template <typename At>
void normalize(std::size_t n, At at) {
    double mean = 0;
    double length = 0;
    for (std::size_t i = 0; i < n; ++i) {
        mean += at(i) / static_cast<double>(n);
    }
    for (std::size_t i = 0; i < n; ++i) {
        at(i) -= mean;
        length += at(i) * at(i);
    }
    for (std::size_t i = 0; i < n; ++i) {
        at(i) /= std::sqrt(length) + tiny;
    }
}

using Segment = std::array<Column, segment>;

Segment normalized(const std::vector<Column>& columns, std::size_t from) {
    Segment out;
    std::copy_n(columns.begin() + static_cast<std::ptrdiff_t>(from), segment, out.begin());
    for (std::size_t band = 0; band < bands; ++band) {
        normalize(segment, [&](std::size_t i) -> double& { return out[i][band]; });
    }
    for (auto& column : out) {
        normalize(bands, [&](std::size_t i) -> double& { return column[i]; });
    }
    return out;
}

}  // namespace

double estoi(std::span<const std::int16_t> clean, std::span<const std::int16_t> heard) {
    const auto length = std::min(clean.size(), heard.size());
    auto a = resampled(clean.first(length));
    auto b = resampled(heard.first(length));
    removeSilence(a, b);
    const auto x = spectrum(a);
    const auto y = spectrum(b);
    double sum = 0;
    std::size_t count = 0;
    for (std::size_t from = 0; from + segment <= x.size(); ++from, ++count) {
        const auto p = normalized(x, from);
        const auto q = normalized(y, from);
        for (std::size_t i = 0; i < segment; ++i) {
            for (std::size_t band = 0; band < bands; ++band) {
                sum += p[i][band] * q[i][band] / segment;
            }
        }
    }
    return count == 0 ? 0 : sum / static_cast<double>(count);
}

}  // namespace nightjar::lab
