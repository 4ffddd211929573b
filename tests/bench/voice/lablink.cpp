// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "lablink.h"

#include <algorithm>
#include <cmath>

namespace nightjar::lab {

LabLink::LabLink(LinkPlan plan, unsigned seed, double length) : m_plan(plan), m_dice(seed) {
    if (plan.burstShare <= 0) {
        return;
    }
    const double good = plan.burstLength * (1 - plan.burstShare) / plan.burstShare;
    std::exponential_distribution<> untilBad(1 / good);
    std::exponential_distribution<> untilGood(1 / plan.burstLength);
    for (double at = untilBad(m_dice); at < length; at += untilBad(m_dice)) {
        const auto end = at + untilGood(m_dice);
        m_bad.push_back({at, end});
        at = end;
    }
}

std::optional<double> LabLink::send(double at, std::size_t bytes) {
    m_layerBytes += static_cast<double>(bytes) + m_plan.layerBytes;
    // Dice are thrown for every packet, so that one loss does not change all later ones.
    const bool lost = draw() < m_plan.randomLoss;
    double repeats = 0;
    while (m_plan.repeatChance > 0 && draw() < m_plan.repeatChance) {
        repeats += m_plan.repeatDelay * (0.5 + 0.5 * draw());
    }
    if (isOut(at) && !m_plan.outageHolds) {
        return std::nullopt;
    }
    double sent = isOut(at) ? endOfOutage(at) : at;
    if (m_plan.kbit > 0) {
        auto start = std::max(sent, m_freeAt);
        start = isOut(start) ? endOfOutage(start) : start;
        m_worstQueue = std::max(m_worstQueue, start - at);
        sent = m_freeAt =
            start + static_cast<double>(bytes + static_cast<std::size_t>(m_plan.layerBytes)) * 8 / m_plan.kbit;
    }
    if (lost || isBad(at)) {
        return std::nullopt;
    }
    m_lastArrival = std::max(m_lastArrival, sent + m_plan.oneWay + repeats);
    return m_lastArrival;
}

bool LabLink::isBad(double at) const {
    const auto after =
        std::upper_bound(m_bad.begin(), m_bad.end(), at, [](double t, const Span& s) { return t < s.from; });
    return after != m_bad.begin() && at < std::prev(after)->to;
}

bool LabLink::isOut(double at) const {
    return m_plan.outageEvery > 0 && at >= m_plan.outageEvery &&
           std::fmod(at, m_plan.outageEvery) < m_plan.outageLength;
}

double LabLink::endOfOutage(double at) const {
    return at - std::fmod(at, m_plan.outageEvery) + m_plan.outageLength;
}

}  // namespace nightjar::lab
