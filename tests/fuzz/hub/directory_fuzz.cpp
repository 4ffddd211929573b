// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// The tutorial's directory with any lines from three addresses: its answers are bounded and of five fields, and its
// table does not grow beyond what the addresses may have.

#include <algorithm>
#include <cstdlib>

#include "base/buffer.h"
#include "hub/directory.h"

using namespace nightjar;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    SeededRandom random(1);
    const hub::DirectoryConfig config{true, false};
    hub::Directory directory(config, random);
    Instant now = fromUnixMs(1'700'000'000'000);
    ByteReader in(ByteView(data, size));
    while (in.remaining() > 0) {
        const auto who = in.u8();
        const auto line = in.bytes(std::min<std::size_t>(in.u8(), in.remaining()));
        const auto from = Endpoint::v4(192, 168, 0, static_cast<std::uint8_t>(1 + who % 3), 5000);
        now += std::chrono::seconds(who);
        const auto answer = directory.handle(now, from, line);
        if (answer && (std::count(answer->begin(), answer->end(), ',') != 4 || !isUtf8(*answer) ||
                       answer->size() > 8 + hub::Directory::maxIdBytes + hub::Directory::maxNameBytes + 60)) {
            std::abort();
        }
    }
    if (directory.size() > 3 * hub::Directory::maxEntriesPerAddress) {
        std::abort();
    }
    return 0;
}
