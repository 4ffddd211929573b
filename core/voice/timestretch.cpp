// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "voice/timestretch.h"

#include <algorithm>
#include <cmath>

namespace nightjar::voice {
namespace {

constexpr std::size_t seamStart = 60;
constexpr std::size_t overlapLength = 160;
constexpr std::size_t shortestLag = 40;
constexpr std::size_t longestLag = 240;
constexpr std::size_t coarseStep = 4;
constexpr double likeEnough = 0.6;
// Mean square of the overlap below which no seam is heard (-50 dBFS).
constexpr double quietEnergy = 1e-5 * 32768.0 * 32768.0;
static_assert(seamStart + longestLag + overlapLength <= stretchBlock);

struct Match {
    std::size_t lag = 0;
    double alike = -1;
    double energy = 0;
};

double likeness(const Pcm& pcm, std::size_t lag, std::size_t step) {
    double cross = 0;
    double a = 1;
    double b = 1;
    for (std::size_t i = seamStart; i < seamStart + overlapLength; i += step) {
        const double x = pcm[i];
        const double y = pcm[i + lag];
        cross += x * y;
        a += x * x;
        b += y * y;
    }
    return cross / std::sqrt(a * b);
}

Match bestMatch(const Pcm& pcm, StretchCare care) {
    Match best;
    const auto look = [&](std::size_t lag, std::size_t step) {
        const auto alike = likeness(pcm, lag, step);
        if (alike > best.alike) {
            best.alike = alike;
            best.lag = lag;
        }
    };
    // In a hurry a longer cut is worth more than the perfect one.
    const auto from = care == StretchCare::Always ? 2 * shortestLag : shortestLag;
    for (auto lag = from; lag <= longestLag; lag += coarseStep) {
        look(lag, 2);
    }
    const auto centre = best.lag;
    best.alike = -1;
    for (auto lag = std::max(from, centre - coarseStep + 1); lag < std::min(longestLag + 1, centre + coarseStep);
         ++lag) {
        look(lag, 1);
    }
    for (std::size_t i = seamStart; i < seamStart + overlapLength + best.lag; ++i) {
        best.energy += static_cast<double>(pcm[i]) * pcm[i];
    }
    best.energy /= static_cast<double>(overlapLength + best.lag);
    if (care == StretchCare::Gentle && best.alike < likeEnough && best.energy > quietEnergy) {
        best.lag = 0;
    }
    return best;
}

void crossFade(const Pcm& from, std::size_t fromAt, std::size_t toAt, Pcm& out) {
    for (std::size_t i = 0; i < overlapLength; ++i) {
        const auto up = static_cast<double>(i) / overlapLength;
        out.push_back(static_cast<std::int16_t>(std::lround(from[fromAt + i] * (1 - up) + from[toAt + i] * up)));
    }
}

std::size_t stretch(Pcm& pcm, StretchCare care, bool longer) {
    if (pcm.size() < stretchBlock) {
        return 0;
    }
    const auto lag = bestMatch(pcm, care).lag;
    if (lag == 0) {
        return 0;
    }
    const auto cut = longer ? seamStart + lag : seamStart;
    const auto resume = longer ? seamStart : seamStart + lag;
    Pcm out(pcm.begin(), pcm.begin() + static_cast<std::ptrdiff_t>(cut));
    out.reserve(pcm.size() + lag);
    crossFade(pcm, cut, resume, out);
    out.insert(out.end(), pcm.begin() + static_cast<std::ptrdiff_t>(resume + overlapLength), pcm.end());
    pcm = std::move(out);
    return lag;
}

}  // namespace

std::size_t shorten(Pcm& pcm, StretchCare care) {
    return stretch(pcm, care, false);
}

std::size_t lengthen(Pcm& pcm, StretchCare care) {
    return stretch(pcm, care, true);
}

}  // namespace nightjar::voice
