// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "channel/byteranges.h"

#include <algorithm>

namespace nightjar::channel {

void ByteRanges::add(ByteRange range) {
    if (range.begin >= range.end) {
        return;
    }
    // Everything that overlaps or touches the new stretch melts into it.
    const auto first = std::lower_bound(m_ranges.begin(), m_ranges.end(), range.begin,
                                        [](const ByteRange& r, std::uint32_t at) { return r.end < at; });
    auto last = first;
    while (last != m_ranges.end() && last->begin <= range.end) {
        range.begin = std::min(range.begin, last->begin);
        range.end = std::max(range.end, last->end);
        ++last;
    }
    m_ranges.insert(m_ranges.erase(first, last), range);
}

void ByteRanges::subtract(ByteRange range) {
    if (range.begin >= range.end) {
        return;
    }
    std::vector<ByteRange> rest;
    rest.reserve(m_ranges.size() + 1);
    for (const auto& r : m_ranges) {
        if (r.end <= range.begin || r.begin >= range.end) {
            rest.push_back(r);
            continue;
        }
        if (r.begin < range.begin) {
            rest.push_back({r.begin, range.begin});
        }
        if (r.end > range.end) {
            rest.push_back({range.end, r.end});
        }
    }
    m_ranges = std::move(rest);
}

bool ByteRanges::covers(ByteRange range) const {
    return range.begin >= range.end || std::any_of(m_ranges.begin(), m_ranges.end(), [&](const ByteRange& r) {
               return r.begin <= range.begin && r.end >= range.end;
           });
}

std::size_t ByteRanges::total() const {
    std::size_t sum = 0;
    for (const auto& r : m_ranges) {
        sum += r.size();
    }
    return sum;
}

}  // namespace nightjar::channel
