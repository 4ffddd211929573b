// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "voice/call.h"

#include <algorithm>

namespace nightjar::voice {

std::vector<CallStep> Call::start(Instant now) {
    Steps steps;
    if (m_state == CallState::Idle) {
        m_caller = true;
        enter(steps, CallState::OutgoingRinging, now + ringTime);
        steps.emplace_back(SendSignal{Offer{}});
    }
    return steps;
}

std::vector<CallStep> Call::offered(Instant now, const Offer& offer, Duration age) {
    Steps steps;
    if (m_state != CallState::Idle) {
        return steps;
    }
    m_remoteCodecs = offer.codecs;
    if (age >= ringTime) {
        end(steps, EndReason::NoAnswer);
        return steps;
    }
    enter(steps, CallState::IncomingRinging, now + ringTime - std::max(age, Duration::zero()));
    steps.emplace_back(SendSignal{Ringing{}});
    return steps;
}

std::vector<CallStep> Call::accept(Instant now) {
    Steps steps;
    if (m_state == CallState::IncomingRinging) {
        steps.emplace_back(SendSignal{Accept{}});
        connect(steps, now, false, m_remoteCodecs);
    }
    return steps;
}

std::vector<CallStep> Call::decline(Instant) {
    Steps steps;
    if (m_state == CallState::IncomingRinging) {
        steps.emplace_back(SendSignal{Decline{DeclineReason::Declined}});
        end(steps, EndReason::Declined);
    }
    return steps;
}

std::vector<CallStep> Call::hangUp(Instant now) {
    if (m_state == CallState::IncomingRinging) {
        return decline(now);
    }
    Steps steps;
    if (isLive()) {
        steps.emplace_back(SendSignal{Hangup{}});
        end(steps, EndReason::HungUp);
    }
    return steps;
}

std::vector<CallStep> Call::hold(bool held) {
    Steps steps;
    if (isTalk() && held != m_heldHere) {
        m_heldHere = held;
        steps.emplace_back(SendSignal{Hold{++m_turn, held}});
        steps.emplace_back(HoldChanged{m_heldHere, m_heldThere});
    }
    return steps;
}

std::vector<CallStep> Call::replace() {
    Steps steps;
    if (isLive()) {
        end(steps, EndReason::LostLink);
    }
    return steps;
}

std::vector<CallStep> Call::signalled(Instant now, const Signal& signal) {
    Steps steps;
    const bool ringsThere = m_state == CallState::OutgoingRinging;
    if (const auto* accepted = std::get_if<Accept>(&signal); accepted && ringsThere) {
        connect(steps, now, true, accepted->codecs);
    } else if (const auto* declined = std::get_if<Decline>(&signal); declined && ringsThere) {
        end(steps, declined->reason == DeclineReason::Busy ? EndReason::Busy : EndReason::Declined);
    } else if (std::holds_alternative<Ringing>(signal) && ringsThere) {
        steps.emplace_back(RemoteRings{});
    } else if (std::holds_alternative<Hangup>(signal) && isLive()) {
        end(steps, EndReason::RemoteHungUp);
    } else if (const auto* hold = std::get_if<Hold>(&signal); hold && isTalk() && hold->turn > m_remoteTurn) {
        m_remoteTurn = hold->turn;
        if (hold->held != m_heldThere) {
            m_heldThere = hold->held;
            steps.emplace_back(HoldChanged{m_heldHere, m_heldThere});
        }
    }
    return steps;
}

std::vector<CallStep> Call::yieldTo(Instant now, const Offer& offer) {
    Steps steps;
    if (m_state == CallState::OutgoingRinging) {
        steps.emplace_back(SendSignal{Accept{}});
        connect(steps, now, false, offer.codecs);
    }
    return steps;
}

std::vector<CallStep> Call::packetReceived(Instant now) {
    Steps steps;
    switch (m_state) {
        case CallState::Connecting:
            m_activeSince = now;
            [[fallthrough]];
        case CallState::Reconnecting:
        case CallState::Stalled:
            m_lastPacket = now;
            enter(steps, CallState::Active, now + reconnectAfter);
            break;
        case CallState::Active:
            m_lastPacket = now;
            m_deadline = now + reconnectAfter;
            break;
        default:
            break;
    }
    return steps;
}

std::vector<CallStep> Call::tick(Instant now) {
    Steps steps;
    if (now < m_deadline) {
        return steps;
    }
    switch (m_state) {
        case CallState::OutgoingRinging:
            steps.emplace_back(SendSignal{Hangup{}});
            end(steps, EndReason::NoAnswer);
            break;
        case CallState::IncomingRinging:
            end(steps, EndReason::NoAnswer);
            break;
        case CallState::Connecting:
            steps.emplace_back(SendSignal{Hangup{}});
            end(steps, EndReason::Failed);
            break;
        case CallState::Active:
            enter(steps, CallState::Reconnecting, m_lastPacket + stalledAfter);
            break;
        case CallState::Reconnecting:
            enter(steps, CallState::Stalled, m_lastPacket + stalledAfter + stalledTime);
            break;
        case CallState::Stalled:
            steps.emplace_back(SendSignal{Hangup{}});
            end(steps, EndReason::LostLink);
            break;
        default:
            break;
    }
    return steps;
}

void Call::enter(Steps& steps, CallState state, Instant deadline) {
    m_state = state;
    m_deadline = deadline;
    steps.emplace_back(StateChanged{state, EndReason::None});
}

void Call::end(Steps& steps, EndReason reason) {
    if (isTalk()) {
        steps.emplace_back(StopMedia{});
    }
    m_state = CallState::Ended;
    m_reason = reason;
    m_deadline = never;
    steps.emplace_back(StateChanged{CallState::Ended, reason});
}

void Call::connect(Steps& steps, Instant now, bool caller, std::uint8_t codecs) {
    m_caller = caller;
    enter(steps, CallState::Connecting, now + connectTime);
    steps.emplace_back(StartMedia{caller, static_cast<std::uint8_t>(codecs & codecDred15)});
}

}  // namespace nightjar::voice
