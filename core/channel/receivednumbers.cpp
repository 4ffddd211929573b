// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "channel/receivednumbers.h"

#include <algorithm>

namespace nightjar::channel {

bool ReceivedNumbers::isNew(std::uint64_t number) const {
    if (!m_largest || number > *m_largest) {
        return true;
    }
    return *m_largest - number < windowSize && !test(number);
}

bool ReceivedNumbers::record(std::uint64_t number) {
    if (m_largest && number < *m_largest) {
        set(number);
        // A straggler is acknowledged even though its neighbours need not be any more.
        m_floor = std::min(m_floor, number);
        return false;
    }
    if (!m_largest || number - *m_largest >= windowSize) {
        m_bits.fill(0);
    } else {
        for (auto skipped = *m_largest + 1; skipped < number; ++skipped) {
            clear(skipped);
        }
    }
    set(number);
    m_largest = number;
    return true;
}

std::uint64_t ReceivedNumbers::oldestToTell() const {
    const auto windowStart = *m_largest >= windowSize - 1 ? *m_largest - (windowSize - 1) : 0;
    return std::max(windowStart, std::min(m_floor, *m_largest));
}

wire::AckFrame ReceivedNumbers::acknowledgement() const {
    wire::AckFrame frame;
    const auto oldest = oldestToTell();
    auto number = *m_largest;
    while (true) {
        wire::PacketRange range{number, number};
        while (range.smallest > oldest && test(range.smallest - 1)) {
            --range.smallest;
        }
        if (!frame.add(range)) {
            return frame;
        }
        number = range.smallest;
        do {
            if (number == oldest) {
                return frame;
            }
            --number;
        } while (!test(number));
    }
}

void ReceivedNumbers::forgetUpTo(std::uint64_t number) {
    m_floor = std::max(m_floor, number + 1);
}

}  // namespace nightjar::channel
