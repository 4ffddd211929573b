// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "store/files.h"

namespace nightjar::engine {

struct Parts;

/// What lies of this file at the hub is of no use any more: it came, or nobody wants it. When the hub is not there now,
/// its time ends there some day.
void dropParcel(Parts& parts, const store::FileRecord& file);

}  // namespace nightjar::engine
