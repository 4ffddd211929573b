// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "cameramode.h"

#include <algorithm>
#include <tuple>

#include "videoframeimage.h"

namespace nightjar {

namespace {

/// Slower than this one cannot aim with it.
constexpr float slowest = 12;
/// Faster than this nobody sees.
constexpr float fastest = 30;

/// What is better compares greater.
auto worth(const CameraMode& mode) {
    const bool fits = std::max(mode.size.width(), mode.size.height()) <= mostCameraSide;
    const auto area = qint64{mode.size.width()} * mode.size.height();
    return std::tuple(fits, mode.rate >= slowest,
                      fits ? area : -area,  // of those that are too large the smallest
                      std::min(mode.rate, fastest), mode.format != QVideoFrameFormat::Format_Jpeg);
}

}  // namespace

qsizetype bestMode(const QList<CameraMode>& modes) {
    qsizetype best = -1;
    for (qsizetype i = 0; i < modes.size(); ++i) {
        const auto& mode = modes[i];
        if (canRead(mode.format) && !mode.size.isEmpty() && (best < 0 || worth(mode) > worth(modes[best]))) {
            best = i;
        }
    }
    return best;
}

}  // namespace nightjar
