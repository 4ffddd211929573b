// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "voice/calls.h"

namespace nightjar::voice {

Result<Calls::Actions, CallError> Calls::start(Instant now, ContactId contact, CallId id) {
    if (m_call.isLive()) {
        return Unexpected{CallError::Busy};
    }
    m_id = m_wire = id;
    m_contact = contact;
    m_call = Call();
    return wrap(m_call.start(now));
}

Result<Calls::Actions, CallError> Calls::accept(Instant now, CallId call) {
    if (!m_call.isLive() || call != m_id) {
        return Unexpected{CallError::NoSuchCall};
    }
    return wrap(m_call.accept(now));
}

Result<Calls::Actions, CallError> Calls::end(Instant now, CallId call) {
    if (!m_call.isLive() || call != m_id) {
        return Unexpected{CallError::NoSuchCall};
    }
    return wrap(m_call.hangUp(now));
}

Calls::Actions Calls::signalled(Instant now, ContactId contact, CallId wire, const Signal& signal, Duration age) {
    const auto* offer = std::get_if<Offer>(&signal);
    const bool ours = contact == m_contact && wire == m_wire;
    if (!offer) {
        return ours ? wrap(m_call.signalled(now, signal)) : Actions{};
    }
    if (ours) {
        return {};  // the same offer once more
    }
    if (!m_call.isLive()) {
        m_id = m_wire = wire;
        m_contact = contact;
        m_call = Call();
        return wrap(m_call.offered(now, *offer, age));
    }
    if (age >= ringTime) {
        // A missed call while we talk: told, but it does not touch the live one.
        return {CallAction{wire, wire, contact, StateChanged{CallState::Ended, EndReason::NoAnswer}}};
    }
    if (contact == m_contact && m_call.state() == CallState::OutgoingRinging) {
        if (wire < m_wire) {
            m_wire = wire;
            return wrap(m_call.yieldTo(now, *offer));
        }
        return {};  // ours wins; the other side answers it
    }
    return {CallAction{wire, wire, contact, SendSignal{Decline{DeclineReason::Busy}}},
            CallAction{wire, wire, contact, StateChanged{CallState::Ended, EndReason::Busy}}};
}

Calls::Actions Calls::packetReceived(Instant now) {
    return wrap(m_call.packetReceived(now));
}

Calls::Actions Calls::tick(Instant now) {
    return wrap(m_call.tick(now));
}

Instant Calls::deadline() const {
    return m_call.deadline();
}

std::optional<Calls::Live> Calls::live() const {
    if (!m_call.isLive()) {
        return std::nullopt;
    }
    return Live{m_id, m_wire, m_contact, m_call.state(), m_call.isCaller(), m_call.activeSince()};
}

Calls::Actions Calls::wrap(std::vector<CallStep> steps) const {
    Actions actions;
    actions.reserve(steps.size());
    for (auto& step : steps) {
        actions.push_back({m_id, m_wire, m_contact, std::move(step)});
    }
    return actions;
}

}  // namespace nightjar::voice
