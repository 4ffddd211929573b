// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <set>

#include "engine/context.h"
#include "link/hubsession.h"
#include "store/farewells.h"
#include "wire/content.h"

namespace nightjar::engine {

struct Parts;

/// Deletion at both sides: of messages, of conversations, and the last words to those who are no contact any more
/// (docs/protocol.md section 8, Deletion).
///
/// What is deleted goes out of sight in one transaction. A long conversation is then emptied some messages at a time,
/// so that nothing else waits for it; an interruption is made good at the next start.
class Erasing {
public:
    explicit Erasing(Parts& parts) : m_parts(parts) {}

    void remove(const DeleteMessage& command);
    void clear(const DeleteChat& command);
    void clear(const ClearStorage& command);

    // In the transaction under way; then erased().
    /// Text, earlier texts, reactions, file, sound, and what of them waits in the outbox.
    void eraseMessages(const ContactId& contact, const std::vector<MessageId>& messages, AfterCommit& after);
    void clearArrived(const ContactId& contact, const wire::ClearContent& clear, AfterCommit& after);
    /// Asks somebody who is about to be no contact any more to forget us.
    void bidFarewell(const store::ContactRecord& contact);

    /// What was deleted is on its way to the disk: nothing of it stays in the log.
    void erased();
    void hubCameOnline(const std::string& hub);
    /// Hands over what waits.
    void sayFarewells(const std::string& hub);
    void start();
    void tick();
    [[nodiscard]] Instant nextDeadline() const;

private:
    /// Takes the messages out of sight, in the transaction under way. `seen`: of ours those up to this number only.
    void hide(const ContactId& contact, std::optional<std::uint64_t> seen, AfterCommit& after);
    /// Empties some of what is out of sight.
    void emptyHidden(const ContactId& contact, AfterCommit& after);
    void forgetOutgoing(const ContactId& contact, const std::vector<MessageId>& messages);
    void farewellAnswered(const QueueId& queue, const link::HubAnswer& answer);

    Parts& m_parts;
    std::set<ContactId> m_hidden;  ///< whose messages are being emptied
    std::set<QueueId> m_asked;     ///< farewells that a hub was given, and its answer is owed
    Instant m_emptyAt = never;     ///< not before: the program has just started, or the disk refused
    Instant m_farewellsAt = never;
};

}  // namespace nightjar::engine
