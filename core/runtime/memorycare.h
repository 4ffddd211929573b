// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

namespace nightjar::runtime {

/// After an identity was closed: overwrites what earlier calls left on this thread's stack below the caller, and gives
/// free memory back to the system. What was freed is zeroed already (zeroingfree.cpp).
void forgetFreedMemory();

}  // namespace nightjar::runtime
