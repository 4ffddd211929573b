// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "support/forger.h"

#include <cstdio>
#include <cstdlib>

#include "store/outbox.h"

namespace nightjar::sim {

Forger::Forger(SimWorld& world, SimPeer& peer) : m_world(world), m_random(world.seed() + 77) {
    peer.switchOff();
    m_database = peer.openStore();
}

Bytes Forger::seal(const ContactId& to, wire::ContentBody body, Instant time) {
    store::Transaction transaction(*m_database);
    auto sealed = chat::Sessions(*m_database, m_random).seal(to, std::move(body), time);
    if (!sealed || !transaction.commit()) {
        std::fprintf(stderr, "cannot forge\n");
        std::abort();
    }
    return std::move(sealed->bytes);
}

void Forger::setOrder(const ContactId& to, std::uint64_t order) {
    store::Contacts(*m_database).setNextOutSeq(to, order);
}

std::vector<Bytes> Forger::unsent(const ContactId& to) {
    std::vector<Bytes> out;
    for (auto& entry : store::Outbox(*m_database).waiting(to, 0, 100)) {
        out.push_back(std::move(entry.bytes));
    }
    return out;
}

void Forger::put(const ContactId& to, ByteView envelope) {
    const auto contact = store::Contacts(*m_database).find(to);
    (void)m_world.mailboxes().put(contact.value().send.value().id, envelope, m_world.now());
}

void Forger::askForKeys(const ContactId& to, const std::vector<EnvelopeId>& unopened) {
    store::Transaction transaction(*m_database);
    const auto contact = store::Contacts(*m_database).find(to);
    const auto request = chat::Renewals(*m_database, m_random).ask(contact.value(), {1, 1}, unopened);
    if (!transaction.commit()) {
        std::abort();
    }
    put(to, request.value().bytes);
}

wire::TextContent Forger::text(const std::string& text) {
    return {MessageId::draw(m_random), text};
}

}  // namespace nightjar::sim
