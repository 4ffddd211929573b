// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "link/natprobe.h"

#include <algorithm>

namespace nightjar::link {

namespace {

// RFC 8489 section 6.2.1: RTO, Rc and Rm.
constexpr Duration firstTimeout = 500ms;
constexpr int mostRequests = 7;
constexpr Duration lastTimeout = 16 * firstTimeout;

}  // namespace

void NatProbe::start(Instant now, const Endpoint& hub, std::vector<Endpoint> local) {
    m_local = std::move(local);
    for (std::size_t i = 0; i < m_questions.size(); ++i) {
        m_questions[i] = {};
        m_questions[i].to = hub.withPort(static_cast<std::uint16_t>(hub.port() + i));
        m_questions[i].transaction = wire::StunTransaction::draw(*m_random);
        m_questions[i].next = now;
    }
}

bool NatProbe::handle(Instant, const Endpoint& from, ByteView datagram) {
    const auto message = wire::decodeStun(datagram);
    if (!message) {
        return false;
    }
    const auto question = std::find_if(m_questions.begin(), m_questions.end(), [&](const Question& q) {
        return q.next != never && q.to == from && q.transaction == message->transaction;
    });
    if (question == m_questions.end()) {
        return false;
    }
    const bool answered = message->kind == wire::StunClass::Success && message->mapped;
    if (!answered && message->kind != wire::StunClass::Error) {
        return false;
    }
    question->next = never;
    question->mapped = answered ? message->mapped : std::nullopt;
    if (question->mapped) {
        m_public = *question->mapped;
    }
    conclude();
    return true;
}

std::vector<OutgoingDatagram> NatProbe::poll(Instant now) {
    std::vector<OutgoingDatagram> out;
    for (auto& question : m_questions) {
        if (question.next > now) {
            continue;
        }
        if (question.sent == mostRequests) {
            question.next = never;
            conclude();
            continue;
        }
        ++question.sent;
        question.next = now + (question.sent == mostRequests ? lastTimeout : firstTimeout * (1 << (question.sent - 1)));
        out.push_back({question.to, wire::encodeBindingRequest(question.transaction)});
    }
    return out;
}

Instant NatProbe::nextDeadline() const {
    return std::min(m_questions[0].next, m_questions[1].next);
}

bool NatProbe::finished() const {
    return nextDeadline() == never;
}

void NatProbe::conclude() {
    if (!finished()) {
        return;
    }
    const auto& first = m_questions[0].mapped;
    const auto& second = m_questions[1].mapped;
    m_public = first ? *first : second.value_or(Endpoint{});
    const bool own = m_public.isValid() &&
                     (m_public.isLoopback() || std::find(m_local.begin(), m_local.end(), m_public) != m_local.end());
    if (own) {
        m_mapping = NatMapping::None;
    } else if (first && second) {
        m_mapping = *first == *second ? NatMapping::EndpointIndependent : NatMapping::AddressDependent;
    } else {
        m_mapping = NatMapping::Unknown;
    }
}

std::string_view NatProbe::mappingName(NatMapping mapping) {
    switch (mapping) {
        case NatMapping::None:
            return "none";
        case NatMapping::EndpointIndependent:
            return "endpoint-independent";
        case NatMapping::AddressDependent:
            return "address-dependent";
        case NatMapping::Unknown:
            break;
    }
    return "unknown";
}

}  // namespace nightjar::link
