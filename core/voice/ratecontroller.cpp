// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "voice/ratecontroller.h"

#include <algorithm>

namespace nightjar::voice {
namespace {

// A queue of one packet is normal on a narrow link; two mean that we send more than passes.
constexpr Duration calmQueue = 80ms;
constexpr Duration highQueue = 400ms;
constexpr Duration severeQueue = 1200ms;
// Percent. A radio link whose kind is known loses without being full, and a full one shows by its queue; where nothing
// is known, loss may be all that a crowded link shows.
constexpr int calmLoss = 3;
constexpr int highLoss = 15;
constexpr int calmRadioLoss = 12;
constexpr int highRadioLoss = 30;

constexpr Duration probePause = 2s;  // where nothing is known
constexpr Duration firstPatience = 4s;
constexpr Duration mostPatience = 60s;
constexpr Duration reportsMissing = 5s;
// How long an effect takes to come back in a report at least.
constexpr Duration reportDelay = 600ms;
// Above this an unknown link is taken for a narrow one.
constexpr Duration slowRtt = 350ms;
constexpr Duration fastRtt = 120ms;
constexpr Duration queueMemory = 1500ms;

// Loss from which all the history that fits is worth its bytes, and how long it is believed to come again.
constexpr int heavyLoss = 3;
constexpr Duration heavyMemory = 15s;
constexpr Duration lightMemory = 30s;

Rung below(Rung rung) {
    return rung == Rung::L0 ? Rung::L0 : static_cast<Rung>(static_cast<int>(rung) - 1);
}
Rung above(Rung rung) {
    return rung == Rung::L6 ? Rung::L6 : static_cast<Rung>(static_cast<int>(rung) + 1);
}

}  // namespace

void RateController::setFloor(Rung floor) {
    m_floor = floor;
    m_rung = std::max(m_rung, floor);
}

Rung RateController::ceiling() const {
    switch (m_path.linkClass) {
        case LinkClass::Gprs:
            return Rung::L3;
        case LinkClass::Edge:
            return Rung::L5;
        case LinkClass::Unknown:
            return m_path.rtt > slowRtt ? Rung::L3 : Rung::L6;
        default:
            return Rung::L6;
    }
}

bool RateController::isWide() const {
    switch (m_path.linkClass) {
        case LinkClass::Umts:
        case LinkClass::Lte:
        case LinkClass::Lan:
            return true;
        case LinkClass::Unknown:
            return m_path.rtt > Duration::zero() && m_path.rtt < fastRtt;
        default:
            return false;
    }
}

void RateController::path(Instant now, const PathReport& report) {
    m_path = report;
    if (m_rung > std::max(ceiling(), m_floor)) {
        m_rung = std::max(ceiling(), m_floor);
        m_settled = now + reportDelay + m_path.rtt;
    }
    if (!report.queueFull) {
        return;
    }
    // One is a stall of the link, which less data would not have prevented.
    const bool again = now < m_queueFullAt + queueMemory;
    m_queueFullAt = now;
    if (again && now >= m_settled) {
        fall(now, below(m_rung));
    }
}

void RateController::remote(Instant now, const ReceiverReport& report) {
    m_lastReport = now;
    protect(now, report.lossPercent);
    if (now < m_settled) {
        return;
    }
    if (report.queueDelay > severeQueue) {
        fall(now, std::min(below(m_rung), startRung));
        return;
    }
    const bool radio = m_path.linkClass != LinkClass::Unknown;
    if (report.queueDelay > highQueue || report.lossPercent > (radio ? highRadioLoss : highLoss)) {
        // Less data does not help against loss that is not ours: below the start only a queue counts.
        if (report.queueDelay > highQueue || m_rung > startRung) {
            fall(now, below(m_rung));
        }
        return;
    }
    const bool calm =
        report.queueDelay < calmQueue + m_path.rtt / 8 && report.lossPercent <= (radio ? calmRadioLoss : calmLoss);
    // Back to the start rung needs less: it fits every link that lives.
    if ((!calm && m_rung >= startRung) || m_rung >= ceiling() || now < m_climbFrom) {
        return;
    }
    if (m_rung < startRung && above(m_rung) == startRung && m_fullIsTooMuch) {
        return;
    }
    m_rung = isWide() && !m_fell ? ceiling() : above(m_rung);
    m_climbFrom = now + probePause;
    m_settled = now + reportDelay + m_path.rtt;
}

void RateController::tick(Instant now) {
    if (m_lastReport == Instant{}) {
        m_lastReport = now;
    }
    if (m_rung > startRung && now >= m_lastReport + reportsMissing) {
        fall(now, startRung);
        m_lastReport = now;
    }
}

void RateController::protect(Instant now, int lossPercent) {
    if (lossPercent >= heavyLoss) {
        m_fullUntil = now + heavyMemory;
    }
    if (lossPercent > 0) {
        m_lightUntil = now + lightMemory;
    }
    m_protection = now < m_fullUntil ? Protection::Full : now < m_lightUntil ? Protection::Light : Protection::None;
    m_fullIsTooMuch = m_fullIsTooMuch && m_protection == Protection::Full;
}

void RateController::fall(Instant now, Rung to) {
    m_patience = std::clamp(m_fell ? m_patience * 2 : firstPatience, firstPatience, mostPatience);
    m_fell = true;
    m_fullIsTooMuch |= m_rung == startRung && m_protection == Protection::Full;
    m_rung = std::max(to, m_floor);
    m_climbFrom = now + m_patience;
    m_settled = now + reportDelay + m_path.rtt;
}

}  // namespace nightjar::voice
