// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "camera.h"

namespace nightjar {

/// The cameras that this system has. On Linux the device files are asked themselves, which loads nothing; the
/// toolkit would load the whole backend for video for it.
[[nodiscard]] QList<CameraDevice> cameraNodes();

/// Why a camera cannot be opened, before the toolkit tries and says nothing: "camera-denied", "camera-busy",
/// "camera-lost" (Camera::failed()); empty: it can, or nobody knows.
[[nodiscard]] QString cameraObstacle(const QString& id);

}  // namespace nightjar
