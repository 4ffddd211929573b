// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <cstdlib>

#include "base/bytes.h"

namespace nightjar::wire {

/// What a decoder takes, its encoder must write in a form that the decoder takes again and that then stays the same:
/// otherwise two Nightjars would disagree about a message. Ends the program if not.
template <class Decoder, class Encoder>
void checkRoundTrip(ByteView input, Decoder decode, Encoder encode) {
    const auto first = decode(input);
    if (!first) {
        return;
    }
    const Bytes written = encode(*first);
    const auto second = decode(ByteView(written));
    if (!second || encode(*second) != written) {
        std::abort();
    }
}

}  // namespace nightjar::wire
