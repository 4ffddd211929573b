// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "engine/context.h"

namespace nightjar::engine {

/// What the network costs, month by month (of UTC): every datagram of this identity with what IP, UDP, TCP and TLS put
/// around it. Kept with few writes: what was counted and not written yet is lost by a kill.
class Meter {
public:
    /// So much may be unwritten …
    static constexpr std::int64_t writeBytes = 256 * 1024;
    /// … or so long; it never wakes anybody.
    static constexpr Duration writeAfter = 10min;
    /// Older months are forgotten.
    static constexpr std::int64_t keptMonths = 24;
    /// Of the cap: from here on it is told.
    static constexpr int nearPercent = 80;

    explicit Meter(Context& context) : m_context(context) {}

    void get(const GetMeter& command);
    void setCap(const SetMeterCap& command);

    void received(const Endpoint& from, Way way, std::size_t bytes);
    void sent(const Endpoint& to, Way way, std::size_t bytes);
    /// Of what received() and sent() count, this was not for messages. Whole packets.
    void wasFor(TrafficKind kind, std::int64_t sentBytes, std::int64_t receivedBytes);
    /// A sealed piece of a file, and what its packets have around them.
    void wasFile(std::size_t sentBytes, std::size_t receivedBytes);
    /// Nothing that nobody asked for is to cost any more this month.
    [[nodiscard]] bool isSpent() const;

    void start();
    void tick();
    void leave() { write(); }

private:
    using Kinds = std::array<Traffic, trafficKinds>;
    [[nodiscard]] std::int64_t month() const;
    [[nodiscard]] nightjar::Meter present() const;
    /// The share of each kind of what was not written yet.
    [[nodiscard]] Kinds fresh() const;
    void write();
    void tellCap();

    Context& m_context;
    std::int64_t m_month = 0;  ///< that the counts below belong to
    std::int64_t m_cap = 0;
    std::int64_t m_written = 0;  ///< bytes of this month on the disk
    int m_told = 0;              ///< per cent, of this month
    Traffic m_all;               ///< since they were written last
    Kinds m_apart{};             ///< the same, by wasFor()
    std::optional<Instant> m_since;
};

}  // namespace nightjar::engine
