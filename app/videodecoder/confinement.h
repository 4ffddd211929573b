// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

namespace nightjar::video {

/// From here on this process can compute, and read and write what is open already: no file, no network, no other
/// program, no thread, no code that is not loaded yet (seccomp), and no more memory than the largest video needs. False
/// when the system does not let that be promised; then nothing may be decoded.
[[nodiscard]] bool confine();

}  // namespace nightjar::video
