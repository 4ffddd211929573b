// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/takings.h"

#include "crypto/addresskeys.h"
#include "engine/parts.h"

namespace nightjar::engine {

namespace {

/// Two or three milliseconds of work, and as long a rest: speech and messages go on in between.
constexpr std::size_t triesPerTick = 4096;
constexpr Duration rest = 3ms;
/// A ticket may be worth nothing when the work is done, because others were faster. After so many it is too busy there.
constexpr int maxTickets = 5;

}  // namespace

void Takings::take(const wire::AddressLink& address, const wire::BlobToken& token, Duration patience, Answer answer) {
    const auto keys = crypto::AddressKeys::derive({address.key});
    Taking taking;
    taking.hub = address.hub.toString();
    taking.address = {keys.id};
    taking.patience = patience;
    taking.answer = std::move(answer);
    m_takings.insert_or_assign(token, std::move(taking));
    ask(token);
}

void Takings::ask(const wire::BlobToken& token) {
    auto& taking = m_takings.at(token);
    ++taking.tickets;
    m_parts.hubs.ask(taking.hub, link::AskAddress{taking.address}, taking.patience,
                     [this, token](const link::HubAnswer& answer) { ticketCame(token, answer); });
}

void Takings::ticketCame(const wire::BlobToken& token, const link::HubAnswer& answer) {
    const auto found = m_takings.find(token);
    if (found == m_takings.end()) {
        return;
    }
    if (answer.outcome != link::HubAnswer::Outcome::Done) {
        return finish(token, answer);
    }
    found->second.ticket = answer.ticket;
    found->second.solver.emplace(crypto::WorkTask{answer.ticket.seed, token.value, answer.ticket.bits});
    m_workAt = m_parts.context.now;
}

void Takings::tick() {
    if (nextDeadline() > m_parts.context.now) {
        return;
    }
    m_workAt = m_parts.context.now + rest;
    for (auto& [token, taking] : m_takings) {
        if (taking.solver) {
            if (const auto nonce = taking.solver->step(triesPerTick)) {
                solved(wire::BlobToken(token), taking, *nonce);
            }
            return;  // one after the other
        }
    }
}

Instant Takings::nextDeadline() const {
    for (const auto& [token, taking] : m_takings) {
        if (taking.solver) {
            return m_workAt;
        }
    }
    return never;
}

void Takings::solved(const wire::BlobToken& token, Taking& taking, std::uint64_t nonce) {
    taking.solver.reset();
    m_parts.hubs.ask(taking.hub, link::TakeFromAddress{taking.address, token, taking.ticket, nonce}, taking.patience,
                     [this, token](const link::HubAnswer& answer) { answered(token, answer); });
}

void Takings::answered(const wire::BlobToken& token, const link::HubAnswer& answer) {
    const auto found = m_takings.find(token);
    if (found == m_takings.end()) {
        return;
    }
    const bool stale =
        answer.outcome == link::HubAnswer::Outcome::Refused && answer.error == wire::HubError::WorkWanted;
    stale && found->second.tickets < maxTickets ? ask(token) : finish(token, answer);
}

void Takings::finish(const wire::BlobToken& token, const link::HubAnswer& answer) {
    const auto node = m_takings.extract(token);
    node.mapped().answer(answer);
}

}  // namespace nightjar::engine
