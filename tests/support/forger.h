// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "chat/renewals.h"
#include "support/simworld.h"

namespace nightjar::sim {

/// A contact whose program does as it pleases: it has the keys and writes whatever it wants. The peer is switched off
/// as long as this lives.
class Forger {
public:
    Forger(SimWorld& world, SimPeer& peer);

    /// Seals any content for a contact of the peer, with any time and order number.
    [[nodiscard]] Bytes seal(const ContactId& to, wire::ContentBody body, Instant time);
    [[nodiscard]] Bytes seal(const ContactId& to, wire::ContentBody body) {
        return seal(to, std::move(body), m_world.now());
    }
    /// The next ordered content gets this number.
    void setOrder(const ContactId& to, std::uint64_t order);
    /// Envelopes of the peer's own program that have not left it, oldest first.
    [[nodiscard]] std::vector<Bytes> unsent(const ContactId& to);
    /// Into the contact's mailbox; they find it when they attach.
    void put(const ContactId& to, ByteView envelope);
    void put(const ContactId& to, wire::ContentBody body) { put(to, seal(to, std::move(body))); }

    /// A request for fresh keys, as if these envelopes had not opened; into the contact's mailbox.
    void askForKeys(const ContactId& to, const std::vector<EnvelopeId>& unopened);

    /// A text with an id of its own.
    [[nodiscard]] wire::TextContent text(const std::string& text);

private:
    SimWorld& m_world;
    SeededRandom m_random;
    std::unique_ptr<store::Database> m_database;
};

}  // namespace nightjar::sim
