// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace nightjar::channel {

/// A half-open stretch of bytes [begin, end) of a message.
struct ByteRange {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    [[nodiscard]] std::uint32_t size() const { return end - begin; }
    bool operator==(const ByteRange&) const = default;
};

/// A set of bytes as sorted stretches that neither overlap nor touch.
class ByteRanges {
public:
    void add(ByteRange range);
    void subtract(ByteRange range);
    [[nodiscard]] bool covers(ByteRange range) const;
    [[nodiscard]] bool empty() const { return m_ranges.empty(); }
    /// How many stretches there are.
    [[nodiscard]] std::size_t count() const { return m_ranges.size(); }
    /// The lowest stretch; there is one.
    [[nodiscard]] ByteRange first() const { return m_ranges.front(); }
    /// Bytes in all stretches together.
    [[nodiscard]] std::size_t total() const;
    [[nodiscard]] const std::vector<ByteRange>& ranges() const { return m_ranges; }

private:
    std::vector<ByteRange> m_ranges;
};

}  // namespace nightjar::channel
