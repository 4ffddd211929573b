// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "runtime/hardening.h"

#ifdef __unix__
#include <sys/resource.h>
#include <sys/stat.h>
#endif
#ifdef __linux__
#include <sys/prctl.h>
#endif

namespace nightjar {

void hardenProcess() {
#ifdef __unix__
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    umask(S_IRWXG | S_IRWXO);
#endif
    // The leak checker of a sanitizer build looks at the process from a helper, which this would forbid.
#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__)
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

}  // namespace nightjar
