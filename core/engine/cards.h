// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "engine/context.h"
#include "wire/content.h"

namespace nightjar::engine {

struct Parts;

/// Contact cards (docs/protocol.md section 19): a name and a public address, which anybody may use. An invitation for
/// one person never goes into a card, since whoever gets it could use it up or pass it on.
class Cards {
public:
    explicit Cards(Parts& parts) : m_parts(parts) {}

    void send(const SendCard& command);
    void arrived(const ContactId& contact, const wire::Content& content, const wire::CardContent& card,
                 AfterCommit& after);

private:
    Parts& m_parts;
};

}  // namespace nightjar::engine
