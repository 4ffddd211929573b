// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/lifeclock.h"

#include <algorithm>

#include "base/buffer.h"
#include "store/profile.h"

namespace nightjar::engine {

namespace {

constexpr std::string_view profileKey = "life-clock";
/// A program that is killed and started with the clock turned back forgets up to this of the time that passed.
constexpr Duration keepEvery = std::chrono::minutes(5);
/// What a hub says takes a while to arrive; less than this is no error of a clock.
constexpr Duration tolerance = 5s;

}  // namespace

Duration LifeClock::start() {
    const auto now = m_context.now;
    m_reference = {now, Instant{}};
    const auto kept = store::Profile(m_context.database).get(profileKey);
    if (!kept) {
        return {};
    }
    ByteReader in(*kept);
    const auto device = fromUnixMs(static_cast<std::int64_t>(in.u64()));
    const auto network = fromUnixMs(static_cast<std::int64_t>(in.u64()));
    if (!in.complete()) {
        return {};
    }
    // Set back: how long we were off only the hub can tell, so the count goes on from where it stood.
    m_reference = {std::min(device, now), network};
    return std::min(now - device, Duration{});
}

Duration LifeClock::hubTold(Instant network) {
    const auto now = m_context.now;
    const auto before = m_reference;
    m_behind = network - now;
    if (network >= before.network) {
        m_reference = {now, network};
        m_keepAt = now;
    }
    if (before.network == Instant{}) {
        return {};
    }
    const auto lost = (network - before.network) - (now - before.device);
    return lost > tolerance ? -lost : Duration{};
}

void LifeClock::keep(bool now) {
    if (!now && m_keepAt > m_context.now) {
        return;
    }
    m_keepAt = m_context.now + keepEvery;
    const auto passed = m_context.now - m_reference.device;
    const auto network = m_reference.network == Instant{} ? Instant{} : m_reference.network + passed;
    ByteWriter out;
    out.u64(static_cast<std::uint64_t>(m_context.nowMs()));
    out.u64(static_cast<std::uint64_t>(toUnixMs(network)));
    store::Profile(m_context.database).set(profileKey, out.view());
}

}  // namespace nightjar::engine
