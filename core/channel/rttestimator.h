// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/instant.h"

namespace nightjar::channel {

/// Before the first sample (docs/protocol.md, section 4).
inline constexpr Duration initialRtt = 400ms;
/// The longest an end waits before it acknowledges: what a slow link is allowed.
inline constexpr Duration maxAckDelay = 100ms;
/// A probe timeout never waits longer, whatever the back-off.
inline constexpr Duration maxProbeTimeout = 60s;
/// Nothing is sent over ways longer than this. A machine that slept for hours finds the acknowledgement when it wakes:
/// that is no round-trip time.
inline constexpr Duration longestRtt = 60s;
/// What a timer can tell apart (RFC 9002 section 6.1.2).
inline constexpr Duration timerGranularity = 1ms;

/// Round-trip time as in RFC 9002 section 5.
class RttEstimator {
public:
    /// `latest` from the sending of the largest acknowledged packet to now; `ackDelay` as the other end told it.
    void sample(Duration latest, Duration ackDelay);
    /// Another path: nothing is known, except what a probe of it measured.
    void reset(Duration measured = Duration::zero());

    [[nodiscard]] bool hasSample() const { return m_smoothed > Duration::zero(); }
    /// initialRtt before the first sample.
    [[nodiscard]] Duration smoothed() const { return hasSample() ? m_smoothed : initialRtt; }
    [[nodiscard]] Duration latest() const { return hasSample() ? m_latest : initialRtt; }
    /// Zero before the first sample.
    [[nodiscard]] Duration minimum() const { return m_minimum; }
    /// RFC 9002 section 6.2.1, without back-off.
    [[nodiscard]] Duration probeTimeout() const;

private:
    Duration m_smoothed{};
    Duration m_variation{};
    Duration m_latest{};
    Duration m_minimum{};
};

}  // namespace nightjar::channel
