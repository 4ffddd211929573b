// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "voice/calls.h"

#include <algorithm>

namespace nightjar::voice {

Result<Calls::Actions, CallError> Calls::start(Instant now, ContactId contact, CallId id) {
    forgetEnded();
    if (!m_slots.empty()) {
        return Unexpected{CallError::Busy};
    }
    auto& slot = open(contact, id);
    Actions actions;
    wrap(slot, slot.call.start(now), actions);
    return actions;
}

Result<Calls::Actions, CallError> Calls::accept(Instant now, CallId call) {
    auto* const slot = slotOf(call);
    if (slot == nullptr) {
        return Unexpected{CallError::NoSuchCall};
    }
    Actions actions;
    if (slot->call.state() == CallState::IncomingRinging) {
        holdOthers(*slot, actions);
    }
    wrap(*slot, slot->call.accept(now), actions);
    return actions;
}

Result<Calls::Actions, CallError> Calls::end(Instant now, CallId call) {
    auto* const slot = slotOf(call);
    if (slot == nullptr) {
        return Unexpected{CallError::NoSuchCall};
    }
    Actions actions;
    wrap(*slot, slot->call.hangUp(now), actions);
    return actions;
}

Result<Calls::Actions, CallError> Calls::hold(CallId call, bool held) {
    auto* const slot = slotOf(call);
    if (slot == nullptr || !slot->call.isTalk()) {
        return Unexpected{CallError::NoSuchCall};
    }
    Actions actions;
    if (!held) {
        holdOthers(*slot, actions);
    }
    wrap(*slot, slot->call.hold(held), actions);
    return actions;
}

void Calls::holdOthers(const Slot& but, Actions& actions) {
    for (auto& slot : m_slots) {
        if (slot.id != but.id) {
            wrap(slot, slot.call.hold(true), actions);
        }
    }
}

Calls::Actions Calls::signalled(Instant now, ContactId contact, CallId wire, const Signal& signal, Duration age) {
    forgetEnded();
    const auto ours = std::find_if(m_slots.begin(), m_slots.end(),
                                   [&](const Slot& slot) { return slot.contact == contact && slot.wire == wire; });
    if (const auto* const offer = std::get_if<Offer>(&signal)) {
        const bool over = std::find(m_over.begin(), m_over.end(), wire) != m_over.end();
        return ours == m_slots.end() && !over ? offered(now, contact, wire, *offer, age) : Actions{};
    }
    Actions actions;
    if (ours != m_slots.end()) {
        wrap(*ours, ours->call.signalled(now, signal), actions);
    }
    return actions;
}

Calls::Actions Calls::offered(Instant now, ContactId contact, CallId wire, const Offer& offer, Duration age) {
    Actions actions;
    if (age >= ringTime && !m_slots.empty()) {
        // A missed call while we talk: told, but it does not touch the live one.
        return {CallAction{wire, wire, contact, StateChanged{CallState::Ended, EndReason::NoAnswer}}};
    }
    const auto theirs =
        std::find_if(m_slots.begin(), m_slots.end(), [&](const Slot& slot) { return slot.contact == contact; });
    if (theirs != m_slots.end()) {
        auto& call = theirs->call;
        if (call.state() == CallState::OutgoingRinging) {
            if (wire < theirs->wire) {
                theirs->wire = wire;
                wrap(*theirs, call.yieldTo(now, offer), actions);
            }
            return actions;  // or ours wins; the other side answers it
        }
        if (call.state() == CallState::Reconnecting || call.state() == CallState::Stalled) {
            // They gave the old one up, or lost it with their program.
            wrap(*theirs, call.replace(), actions);
            forgetEnded();
        }
    }
    const bool free = m_slots.empty() ||
                      (m_slots.size() < most && m_slots.front().contact != contact && m_slots.front().call.isTalk());
    if (!free) {
        actions.push_back({wire, wire, contact, SendSignal{Decline{DeclineReason::Busy}}});
        actions.push_back({wire, wire, contact, StateChanged{CallState::Ended, EndReason::Busy}});
        return actions;
    }
    auto& slot = open(contact, wire);
    wrap(slot, slot.call.offered(now, offer, age), actions);
    return actions;
}

Calls::Actions Calls::packetReceived(Instant now, CallId call) {
    Actions actions;
    if (auto* const slot = slotOf(call)) {
        wrap(*slot, slot->call.packetReceived(now), actions);
    }
    return actions;
}

Calls::Actions Calls::tick(Instant now) {
    Actions actions;
    for (auto& slot : m_slots) {
        wrap(slot, slot.call.tick(now), actions);
    }
    return actions;
}

Instant Calls::deadline() const {
    Instant next = never;
    for (const auto& slot : m_slots) {
        next = std::min(next, slot.call.deadline());
    }
    return next;
}

std::optional<Calls::Live> Calls::live() const {
    std::optional<Live> out;
    const auto rank = [](const Live& live) {
        const bool talk = live.state != CallState::IncomingRinging && live.state != CallState::OutgoingRinging;
        return !talk ? 1 : live.heldHere ? 0 : 2;
    };
    for (const auto& live : all()) {
        if (!out || rank(live) > rank(*out)) {
            out = live;
        }
    }
    return out;
}

std::optional<Calls::Live> Calls::find(CallId call) const {
    for (const auto& live : all()) {
        if (live.call == call) {
            return live;
        }
    }
    return std::nullopt;
}

std::vector<Calls::Live> Calls::all() const {
    std::vector<Live> out;
    for (const auto& slot : m_slots) {
        if (slot.call.isLive()) {
            out.push_back(describe(slot));
        }
    }
    return out;
}

Calls::Slot* Calls::slotOf(CallId call) {
    const auto found = std::find_if(m_slots.begin(), m_slots.end(),
                                    [&](const Slot& slot) { return slot.id == call && slot.call.isLive(); });
    return found == m_slots.end() ? nullptr : &*found;
}

Calls::Slot& Calls::open(ContactId contact, CallId id) {
    return m_slots.emplace_back(Slot{id, id, contact, {}});
}

void Calls::forgetEnded() {
    for (const auto& slot : m_slots) {
        if (!slot.call.isLive()) {
            m_over.push_back(slot.wire);
        }
    }
    while (m_over.size() > remembered) {
        m_over.pop_front();
    }
    m_slots.remove_if([](const Slot& slot) { return !slot.call.isLive(); });
}

Calls::Live Calls::describe(const Slot& slot) {
    const auto& call = slot.call;
    return {slot.id,         slot.wire,         slot.contact,       call.state(),
            call.isCaller(), call.isHeldHere(), call.isHeldThere(), call.activeSince()};
}

void Calls::wrap(const Slot& slot, std::vector<CallStep> steps, Actions& actions) {
    for (auto& step : steps) {
        actions.push_back({slot.id, slot.wire, slot.contact, std::move(step)});
    }
}

}  // namespace nightjar::voice
