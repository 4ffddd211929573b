// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <array>
#include <optional>

#include "wire/frames.h"

namespace nightjar::channel {

/// Which packet numbers came: refuses what was there before, and tells the other end what to stop worrying about
/// (docs/protocol.md, section 4).
class ReceivedNumbers {
public:
    /// Numbers further below the largest are dropped unread.
    static constexpr std::uint64_t windowSize = 1024;

    /// Neither seen nor too old.
    [[nodiscard]] bool isNew(std::uint64_t number) const;
    /// The number is from an authentic packet and isNew(). True when it is the largest so far.
    bool record(std::uint64_t number);
    [[nodiscard]] std::optional<std::uint64_t> largest() const { return m_largest; }
    /// The newest ranges, as many as fit the frame. Something was recorded.
    [[nodiscard]] wire::AckFrame acknowledgement() const;
    /// The other end knows what we received up to here: it need not be repeated (RFC 9000 section 13.2.4).
    void forgetUpTo(std::uint64_t number);

private:
    [[nodiscard]] bool test(std::uint64_t number) const {
        return (m_bits[number % windowSize / 64] >> (number % 64) & 1) != 0;
    }
    void clear(std::uint64_t number) { m_bits[number % windowSize / 64] &= ~(std::uint64_t{1} << (number % 64)); }
    void set(std::uint64_t number) { m_bits[number % windowSize / 64] |= std::uint64_t{1} << (number % 64); }
    [[nodiscard]] std::uint64_t oldestToTell() const;

    std::array<std::uint64_t, windowSize / 64> m_bits{};
    std::optional<std::uint64_t> m_largest;
    std::uint64_t m_floor = 0;  ///< numbers below it are not acknowledged any more
};

}  // namespace nightjar::channel
