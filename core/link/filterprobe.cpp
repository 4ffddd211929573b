// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "link/filterprobe.h"

#include <algorithm>

namespace nightjar::link {

namespace {

/// With 30 % loss a NAT is still taken for a stricter one only once in eight times; with 1 % never.
constexpr int mostRequests = 3;

}  // namespace

void FilterProbe::start(Instant now, const Endpoint& hub, SocketNumber socket, Duration patience) {
    m_hub = hub;
    m_socket = socket;
    m_patience = patience;
    m_otherPort = {{false, true}, wire::StunTransaction::draw(*m_random), 0, now, Outcome::Waiting};
    m_otherAddress = {{true, true}, wire::StunTransaction::draw(*m_random), 0, now, Outcome::Waiting};
}

void FilterProbe::stop() {
    m_otherPort.next = m_otherAddress.next = never;
}

bool FilterProbe::handle(const Endpoint& from, const wire::StunMessage& message) {
    for (auto* const question : {&m_otherPort, &m_otherAddress}) {
        if (question->next == never || question->transaction != message.transaction) {
            continue;
        }
        const bool answered = message.kind == wire::StunClass::Success && message.mapped;
        if (!answered && message.kind != wire::StunClass::Error) {
            return false;
        }
        // From where it was asked for, or from where a server sends that does not know the question.
        const bool changed =
            question->change.address ? from.withPort(1) != m_hub.withPort(1) : from.port() != m_hub.port();
        end(*question, answered && changed ? Outcome::CameThrough : Outcome::NotOffered);
        return true;
    }
    return false;
}

std::vector<OutgoingDatagram> FilterProbe::poll(Instant now) {
    std::vector<OutgoingDatagram> out;
    for (auto* const question : {&m_otherPort, &m_otherAddress}) {
        if (question->next > now) {
            continue;
        }
        if (question->sent == mostRequests) {
            end(*question, Outcome::Silence);
            continue;
        }
        ++question->sent;
        question->next = now + m_patience;
        out.push_back({m_hub, wire::encodeBindingRequest(question->transaction, question->change), Way::Udp, m_socket});
    }
    return out;
}

Instant FilterProbe::nextDeadline() const {
    return std::min(m_otherPort.next, m_otherAddress.next);
}

void FilterProbe::end(Question& question, Outcome outcome) {
    question.next = never;
    question.outcome = outcome;
    // Whoever lets a foreign address in lets a foreign port in.
    if (&question == &m_otherAddress && outcome == Outcome::CameThrough) {
        m_otherPort.next = never;
    }
    if (!isAsking()) {
        conclude();
    }
}

void FilterProbe::conclude() {
    if (m_otherAddress.outcome == Outcome::CameThrough) {
        m_filtering = NatFiltering::EndpointIndependent;
    } else if (m_otherPort.outcome == Outcome::CameThrough) {
        m_filtering = NatFiltering::AddressDependent;
    } else {
        m_filtering =
            m_otherPort.outcome == Outcome::Silence ? NatFiltering::AddressAndPortDependent : NatFiltering::Unknown;
    }
}

}  // namespace nightjar::link
