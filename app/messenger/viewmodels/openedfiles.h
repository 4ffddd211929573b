// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QString>

namespace nightjar {

// Other programs can only open what lies on a disk. What is given to them lies in a folder that nobody else may enter,
// in memory where the system has such a place, and is gone as soon as the identity is locked; what a killed process
// left, with the next start.

/// Where a file of this name may be written for another program; a folder of its own each time. Empty when there is no
/// place for it.
[[nodiscard]] QString placeToOpen(const QString& name);
/// What lies at a path that placeToOpen() gave goes at once.
void forgetOpenedFile(const QString& path);
/// False for names that systems would run rather than show.
[[nodiscard]] bool mayBeOpened(const QString& name);
/// Everything that was opened goes: by this process, and by those that were killed.
void forgetOpenedFiles();

}  // namespace nightjar
