// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "store/messages.h"
#include "values.h"
#include "wire/life.h"

namespace nightjar::engine {

// The same rule in the words of the interface, of the store and of the wire.

static_assert(static_cast<int>(LifeFrom::Sent) == static_cast<int>(store::LifeFrom::Sent) &&
              static_cast<int>(LifeFrom::Read) == static_cast<int>(store::LifeFrom::Read) &&
              static_cast<int>(LifeFrom::Sent) == static_cast<int>(wire::LifeStart::Sent) &&
              static_cast<int>(LifeFrom::Read) == static_cast<int>(wire::LifeStart::Read) &&
              static_cast<int>(LifeFrom::Creation) == static_cast<int>(wire::LifeStart::Creation));
static_assert(shortestLife == std::chrono::seconds(wire::shortestLifeSeconds) &&
              longestLife == std::chrono::seconds(wire::longestLifeSeconds));

/// Whole seconds between the bounds, or nothing at all with Never.
[[nodiscard]] inline bool isRule(const LifeRule& rule) {
    const bool timed = rule.life >= shortestLife && rule.life <= longestLife && rule.life % 1s == Duration{};
    return rule.from <= LifeFrom::Creation && (rule.from == LifeFrom::Never ? rule.life == Duration{} : timed);
}

[[nodiscard]] inline store::LifeTerm toStore(const LifeRule& rule) {
    return {static_cast<store::LifeFrom>(rule.from), toMs(rule.life)};
}
[[nodiscard]] inline store::LifeTerm toStore(const wire::LifeTerm& term) {
    return {static_cast<store::LifeFrom>(term.from), std::int64_t{term.seconds} * 1000};
}
[[nodiscard]] inline LifeRule toRule(const store::LifeTerm& term) {
    return {static_cast<LifeFrom>(term.from), std::chrono::milliseconds(term.ms)};
}
[[nodiscard]] inline LifeRule toRule(const wire::LifeTerm& term) {
    return {static_cast<LifeFrom>(term.from), std::chrono::seconds(term.seconds)};
}
[[nodiscard]] inline wire::LifeTerm toWire(const store::LifeTerm& term) {
    return {static_cast<wire::LifeStart>(term.from), static_cast<std::uint32_t>(term.ms / 1000)};
}
[[nodiscard]] inline wire::LifeTerm toWire(const LifeRule& rule) {
    return {static_cast<wire::LifeStart>(rule.from), static_cast<std::uint32_t>(rule.life / 1s)};
}

}  // namespace nightjar::engine
