// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/receipts.h"

#include <algorithm>

#include "engine/parts.h"

namespace nightjar::engine {

namespace {
/// Receipts wait so long for company.
constexpr Duration delay = 150ms;
/// What may wait for the disk; more is left at the hub, which delivers it again.
constexpr std::size_t maxOwed = 256;
}  // namespace

void Receipts::owe(const ContactId& contact, const EnvelopeId& envelope, const Origin& origin) {
    if (origin.isLink() && m_parts.links.confirmStored(contact, origin.link, origin.number)) {
        return;
    }
    auto& debt = m_debts[contact];
    if (debt.owed.size() >= maxOwed) {
        return;
    }
    debt.owed.push_back({envelope, origin});
    if (debt.owed.size() == wire::maxReceiptIds) {
        debt.due = m_parts.context.now;
    } else if (debt.due == never) {
        debt.due = m_parts.context.now + delay;
    }
}

void Receipts::acknowledge(const Origin& origin) {
    if (!origin.isLink() && origin.number != 0) {
        m_parts.hubs.acknowledge(origin.hub, origin.queue, origin.number);
    }
}

void Receipts::tick() {
    const auto now = m_parts.context.now;
    for (auto it = m_debts.begin(); it != m_debts.end();) {
        auto& [contact, debt] = *it;
        while (debt.due <= now && !debt.owed.empty()) {
            const auto count = static_cast<std::ptrdiff_t>(std::min(debt.owed.size(), wire::maxReceiptIds));
            const std::vector<Owed> portion(debt.owed.begin(), debt.owed.begin() + count);
            if (!pay(contact, portion)) {
                debt.due = now + diskPatience;
                break;
            }
            debt.owed.erase(debt.owed.begin(), debt.owed.begin() + count);
        }
        it = debt.owed.empty() ? m_debts.erase(it) : std::next(it);
    }
}

bool Receipts::pay(const ContactId& contact, const std::vector<Owed>& owed) {
    auto& context = m_parts.context;
    wire::ReceiptContent receipt;
    for (const auto& one : owed) {
        receipt.envelopes.push_back(one.envelope);
    }
    store::Transaction transaction(context.database);
    const bool posted = m_parts.outgoing.post(contact, std::move(receipt));
    // Who removed us gets no receipt; their envelopes are no longer the hub's burden either.
    if ((posted || context.database.error()) && !context.commit(transaction)) {
        return false;
    }
    for (const auto& one : owed) {
        acknowledge(one.origin);
    }
    m_parts.outgoing.wake(contact);
    return true;
}

Instant Receipts::nextDeadline() const {
    Instant next = never;
    for (const auto& [contact, debt] : m_debts) {
        next = std::min(next, debt.due);
    }
    return next;
}

}  // namespace nightjar::engine
