// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// PqRatchet::deserialize of any bytes, and any bytes as the padding of messages of that session.

#include "base/buffer.h"
#include "crypto/pqratchet.h"
#include "session.h"

using namespace nightjar;
using namespace nightjar::crypto;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // length 2 | a stored state, or nothing for a fresh session | paddings, each with its length 2
    ByteReader in(ByteView(data, size));
    const auto stored = in.bytes(in.u16());
    auto session = PqRatchet::deserialize(stored);
    if (session) {
        // Strict: one state has one form.
        require(session->serialize() == toBytes(stored));
    } else {
        const auto filled = [](std::uint8_t value) { return SecretBytes(Bytes(32, value)); };
        session = PqRatchet::begin({filled(1), filled(2), filled(3), {}, filled(4), filled(5)}, (size & 1) != 0);
    }
    SeededRandom random(1);
    while (in.ok() && in.remaining() > 0) {
        const auto padding = in.bytes(in.u16());
        const auto before = session->serialize();
        if (!session->take(padding, random)) {
            require(session->serialize() == before);
        }
        if (session->key(session->epoch())) {
            session->heard(session->epoch(), fromUnixMs(1000));
        }
        Bytes own(300);
        session->fill(own, random);
        const auto again = PqRatchet::deserialize(session->serialize());
        require(again.has_value() && again->serialize() == session->serialize());
    }
    return 0;
}
