// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "link/natprobe.h"

#include <algorithm>
#include <cstdlib>

namespace nightjar::link {

namespace {

// RFC 8489 section 6.2.1: RTO, Rc and Rm.
constexpr Duration firstTimeout = 500ms;
constexpr int mostRequests = 7;
constexpr Duration lastTimeout = 16 * firstTimeout;
/// Ports that lie further apart are random ones.
constexpr int largestStep = 16;
/// How long an answer that tells the filtering may take, in round trips of one that came.
constexpr int patienceInRoundTrips = 2;

[[nodiscard]] std::string_view coneName(NatFiltering filtering) {
    switch (filtering) {
        case NatFiltering::EndpointIndependent:
            return "full-cone";
        case NatFiltering::AddressDependent:
            return "restricted";
        case NatFiltering::AddressAndPortDependent:
            return "port-restricted";
        case NatFiltering::Unknown:
            break;
    }
    return "cone";
}

}  // namespace

NatProbe::Question NatProbe::ask(const Endpoint& to, Instant at, SocketNumber socket) const {
    Question question;
    question.to = to;
    question.transaction = wire::StunTransaction::draw(*m_random);
    question.next = at;
    question.socket = socket;
    return question;
}

void NatProbe::start(Instant now, const Endpoint& hub, std::vector<Endpoint> local) {
    m_local = std::move(local);
    m_hub = hub;
    m_asked = true;
    m_fresh = {};
    m_filter.stop();
    for (std::size_t i = 0; i < m_questions.size(); ++i) {
        m_questions[i] = ask(hub.withPort(static_cast<std::uint16_t>(hub.port() + i)), now, 0);
    }
}

void NatProbe::refreshAt(Instant at) {
    if (m_step != 0 && finished()) {
        m_fresh = ask(m_hub, at, freshSocket);
    }
}

bool NatProbe::handle(Instant now, const Endpoint& from, ByteView datagram) {
    const auto message = wire::decodeStun(datagram);
    if (!message) {
        return false;
    }
    if (m_filter.handle(from, *message)) {
        m_socketUsed = m_socketUsed || !m_filter.isAsking();
        return true;
    }
    const auto matches = [&](const Question& q) {
        return q.next != never && q.to == from && q.transaction == message->transaction;
    };
    auto* question = std::find_if(m_questions.begin(), m_questions.end(), matches);
    if (question == m_questions.end()) {
        if (!matches(m_fresh)) {
            return false;
        }
        question = &m_fresh;
    }
    const bool answered = message->kind == wire::StunClass::Success && message->mapped;
    if (!answered && message->kind != wire::StunClass::Error) {
        return false;
    }
    question->next = never;
    m_roundTrip = now - question->sentAt;
    question->mapped = answered ? message->mapped : std::nullopt;
    if (question == &m_fresh) {
        m_socketUsed = true;
        if (answered) {
            m_newest = message->mapped->port();
        }
        return true;
    }
    if (question->mapped) {
        m_public = *question->mapped;
    }
    conclude(now);
    return true;
}

std::vector<OutgoingDatagram> NatProbe::poll(Instant now) {
    std::vector<OutgoingDatagram> out;
    for (auto* const each : {&m_questions[0], &m_questions[1], &m_fresh}) {
        auto& question = *each;
        if (question.next > now) {
            continue;
        }
        if (question.sent == mostRequests) {
            question.next = never;
            if (each == &m_fresh) {
                m_socketUsed = true;
            } else {
                conclude(now);
            }
            continue;
        }
        ++question.sent;
        question.sentAt = now;
        question.next = now + (question.sent == mostRequests ? lastTimeout : firstTimeout * (1 << (question.sent - 1)));
        out.push_back({question.to, wire::encodeBindingRequest(question.transaction), Way::Udp, question.socket});
    }
    if (m_filter.nextDeadline() <= now) {
        for (auto& datagram : m_filter.poll(now)) {
            out.push_back(std::move(datagram));
        }
        m_socketUsed = m_socketUsed || !m_filter.isAsking();
    }
    return out;
}

Instant NatProbe::nextDeadline() const {
    return std::min({m_questions[0].next, m_questions[1].next, m_fresh.next, m_filter.nextDeadline()});
}

bool NatProbe::finished() const {
    return m_questions[0].next == never && m_questions[1].next == never;
}

void NatProbe::conclude(Instant now) {
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
    m_step = 0;
    if (m_mapping == NatMapping::AddressDependent && first->withPort(1) == second->withPort(1)) {
        const int distance = second->port() - first->port();
        m_step = std::abs(distance) <= largestStep ? distance : 0;
        m_newest = second->port();
    }
    const bool hasOneFace = m_mapping == NatMapping::None || m_mapping == NatMapping::EndpointIndependent;
    if (hasOneFace && !m_public.isLoopback()) {
        m_filter.start(now, m_hub, freshSocket, std::max<Duration>(firstTimeout, patienceInRoundTrips * m_roundTrip));
    } else {
        m_filter.forget();
    }
}

std::vector<Endpoint> NatProbe::predicted() const {
    std::vector<Endpoint> out;
    for (int i = 1; m_step != 0 && i <= predictions; ++i) {
        const int port = m_newest + i * m_step;
        if (port > 0 && port <= 0xffff) {
            out.push_back(m_public.withPort(static_cast<std::uint16_t>(port)));
        }
    }
    return out;
}

std::string_view NatProbe::typeName() const {
    switch (m_mapping) {
        case NatMapping::None:
            return filtering() == NatFiltering::AddressAndPortDependent ? "firewall" : "none";
        case NatMapping::EndpointIndependent:
            return coneName(filtering());
        case NatMapping::AddressDependent:
            return m_step != 0 ? "symmetric-sequential" : "symmetric";
        case NatMapping::Unknown:
            break;
    }
    return m_asked && finished() && !m_public.isValid() ? "udp-blocked" : "unknown";
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
