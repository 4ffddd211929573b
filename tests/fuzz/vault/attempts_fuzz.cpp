// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// The file that counts wrong PINs, in any state: it always yields a bounded delay, and counting on it always works.

#include <cstdlib>

#include "support/faultydisk.h"
#include "vault/attempts.h"

using namespace nightjar;
using namespace nightjar::vault;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    FaultyDisk disk;
    disk.files["attempts"] = Bytes(data, data + size);
    Attempts attempts(disk);
    const auto now = fromUnixMs(1'700'000'000'000);
    const auto waiting = attempts.waiting(now);
    if (!waiting || *waiting < Duration::zero() || *waiting > std::chrono::seconds(60)) {
        std::abort();
    }
    const auto counted = attempts.count(now);
    if (!counted || *counted < std::chrono::seconds(1) || *attempts.waiting(now) != *counted) {
        std::abort();
    }
    if (!attempts.reset() || *attempts.waiting(now) != Duration::zero()) {
        std::abort();
    }
    return 0;
}
