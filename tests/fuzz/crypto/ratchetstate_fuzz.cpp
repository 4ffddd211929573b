// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Ratchet::deserialize of any bytes, and the work of whatever it takes for a session.

#include "session.h"

using namespace nightjar;
using namespace nightjar::crypto;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView stored(data, size);
    auto session = Ratchet::deserialize(stored);
    if (!session) {
        return 0;
    }
    // Strict: one state has one form.
    const auto again = session->serialize();
    require(again == toBytes(stored));
    require(session->skippedCount() <= ratchetMaxSkip);

    SeededRandom random(1);
    const auto couldSend = session->canSend();
    const auto sealed = session->encrypt(asBytes("text"), random);
    require(couldSend || !sealed);
    const auto before = session->serialize();
    if (!session->decrypt(stored, fromUnixMs(0), random)) {
        require(session->serialize() == before);
    }
    session->expire(Instant::max());
    require(session->skippedCount() == 0);
    return 0;
}
