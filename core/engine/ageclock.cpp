// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/ageclock.h"

#include "base/buffer.h"
#include "store/profile.h"

namespace nightjar::engine {

namespace {
constexpr std::string_view profileKey = "age-clock";
/// A machine that is switched on and off all day must not write each time.
constexpr Duration worthKeeping = std::chrono::minutes(10);
}  // namespace

AgeClock::AgeClock(Context& context) : m_context(context), m_base(context.now), m_baseAt(context.now) {
    if (const auto kept = store::Profile(context.database).get(profileKey)) {
        ByteReader in(*kept);
        const auto ms = static_cast<std::int64_t>(in.u64());
        if (in.complete()) {
            m_base = fromUnixMs(ms);
        }
    }
}

Instant AgeClock::now() const {
    return m_base + (m_context.now - m_baseAt);
}

void AgeClock::hubTold(Instant time) {
    if (time > now()) {
        m_base = time;
        m_baseAt = m_context.now;
    }
    keep();
}

void AgeClock::keep() {
    store::Profile profile(m_context.database);
    const auto kept = profile.get(profileKey);
    const auto reached = now();
    if (kept && ByteReader(*kept).u64() + static_cast<std::uint64_t>(toMs(worthKeeping)) >
                    static_cast<std::uint64_t>(toUnixMs(reached))) {
        return;
    }
    ByteWriter out;
    out.u64(static_cast<std::uint64_t>(toUnixMs(reached)));
    store::Transaction transaction(m_context.database);
    profile.set(profileKey, out.take());
    (void)m_context.commit(transaction);  // the next hub tells it anew
}

}  // namespace nightjar::engine
