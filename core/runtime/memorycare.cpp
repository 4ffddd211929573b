// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "runtime/memorycare.h"

#include <sodium.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace nightjar::runtime {

void forgetFreedMemory() {
    // Deeper than any call of ours goes, and far from what a thread has.
    sodium_stackzero(256 * 1024);
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

}  // namespace nightjar::runtime
