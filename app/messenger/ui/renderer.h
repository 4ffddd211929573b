// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

class QString;

namespace nightjar {

/// Draws by the processor where no graphics processor is: OpenGL would be imitated there, which takes twice the memory
/// and start. What the environment says (QT_QUICK_BACKEND, QSG_RHI_BACKEND) goes before. Before there is an
/// application.
void chooseRenderer();

/// Whether a device to draw with is in `devices` ("/dev"): a render node of the kernel's graphics drivers, or NVIDIA's.
[[nodiscard]] bool hasGraphicsProcessor(const QString& devices);

}  // namespace nightjar
