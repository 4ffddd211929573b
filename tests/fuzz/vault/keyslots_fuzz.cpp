// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// The keyslot file is what a thief or a failing disk may have written. Whatever decodes must encode to the same fields
// again, and trying its slots must not depend on what is in them.

#include <cstdlib>

#include "vault/keyslots.h"

using namespace nightjar;
using namespace nightjar::vault;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    SeededRandom random(1);
    // Most mutations fail the checksum; giving every input a right one lets them reach the fields.
    for (const bool repaired : {false, true}) {
        Bytes bytes(data, data + size);
        if (repaired) {
            KeyslotFile file = KeyslotFile::random(random);
            file.cost = {8, 1};
            auto valid = encodeKeyslots(file, random);
            std::copy(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(size, 1512)),
                      valid.begin());
            bytes = withChecksum(std::move(valid));
        }
        const auto file = decodeKeyslots(bytes);
        if (!file) {
            continue;
        }
        const auto again = decodeKeyslots(encodeKeyslots(*file, random));
        if (!again || again->generation != file->generation || again->alias != file->alias ||
            again->cost != file->cost || again->salt != file->salt || again->names != file->names ||
            again->slots != file->slots) {
            std::abort();
        }
        const SecretBytes key(32);
        (void)openSlots(*file, key, key);
        (void)sealedSlots(*file, key);
    }
    return 0;
}
