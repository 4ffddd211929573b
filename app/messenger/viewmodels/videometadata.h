// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <optional>

#include "base/bytes.h"

namespace nightjar {

/// The same video without what a camera wrote into it besides pictures and sound: place, time, device, tracks of
/// positions. Nothing is encoded anew and nothing moves: boxes become free space, times and what hidden tracks tell
/// become zeros. Nothing when it is no MP4 or QuickTime file (ISO/IEC 14496-12), or one that is not put together as it
/// should be.
[[nodiscard]] std::optional<Bytes> withoutMetadata(Bytes video);

}  // namespace nightjar
