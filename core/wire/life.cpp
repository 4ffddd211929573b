// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "wire/life.h"

namespace nightjar::wire {

void writeLifeTerm(ByteWriter& out, const LifeTerm& term) {
    out.u8(static_cast<std::uint8_t>(term.from));
    out.u32(term.seconds);
}

std::optional<LifeTerm> readLifeTerm(ByteReader& in) {
    const auto from = in.u8();
    const auto seconds = in.u32();
    if (!in.ok() || from > static_cast<std::uint8_t>(LifeStart::Creation)) {
        return std::nullopt;
    }
    const LifeTerm term{static_cast<LifeStart>(from), seconds};
    const bool fits =
        term.from == LifeStart::Never ? seconds == 0 : seconds >= shortestLifeSeconds && seconds <= longestLifeSeconds;
    return fits ? std::optional(term) : std::nullopt;
}

void writeTime(ByteWriter& out, Instant time) {
    const auto ms = static_cast<std::uint64_t>(toUnixMs(time));
    out.u16(static_cast<std::uint16_t>(ms >> 32));
    out.u32(static_cast<std::uint32_t>(ms));
}

Instant readTime(ByteReader& in) {
    const auto high = static_cast<std::int64_t>(in.u16());
    return fromUnixMs(high << 32 | in.u32());
}

}  // namespace nightjar::wire
