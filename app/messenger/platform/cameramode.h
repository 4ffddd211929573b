// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QList>
#include <QSize>
#include <QVideoFrameFormat>

namespace nightjar {

/// One of the ways in which a camera can run.
struct CameraMode {
    QSize size;  ///< pixels
    QVideoFrameFormat::PixelFormat format = QVideoFrameFormat::Format_Invalid;
    float rate = 0;  ///< frames per second, the most
};

/// The longest side that is asked of a camera: what a photo has when it is sent (usualPhoto).
inline constexpr int mostCameraSide = 2048;

/// The place in the list of the one to use: frames that can be read, fast enough to aim with, as many pixels as a photo
/// keeps. -1: none can be read.
[[nodiscard]] qsizetype bestMode(const QList<CameraMode>& modes);

}  // namespace nightjar
