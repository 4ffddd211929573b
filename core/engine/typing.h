// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <map>

#include "engine/context.h"

namespace nightjar::engine {

struct Parts;

/// Who is writing (docs/protocol.md section 8, TYPING). It goes only over a link that is up: whoever is not there burns
/// no key of the session for it, and a hub never sees how people type.
class Typing {
public:
    explicit Typing(Parts& parts) : m_parts(parts) {}

    void say(const SetTyping& command);
    /// What they say about themselves.
    void heard(const ContactId& contact, bool typing);
    /// A text of ours went out, or the link is gone: nothing was said.
    void sent(const ContactId& contact) { m_said.erase(contact); }
    void contactRemoved(const ContactId& contact);
    void tick();
    [[nodiscard]] Instant nextDeadline() const;

private:
    Parts& m_parts;
    std::map<ContactId, Instant> m_said;        ///< when we last said that we are writing
    std::map<ContactId, Instant> m_heardUntil;  ///< they are writing, until then at the latest
};

}  // namespace nightjar::engine
