// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "chat/pairing.h"

namespace nightjar::chat {

// Invitations into secret chats (docs/protocol.md, section 16): ordinary ones whose secret is made of that of the link
// and of the terms, so that terms that somebody changed lead nowhere.

/// The ordinary invitation behind such a link.
[[nodiscard]] wire::InvitationLink invitationOf(const wire::SecretLink& link);

/// As makeInvitation(); its link is that of a secret chat.
[[nodiscard]] NewInvitation makeSecretInvitation(const wire::HubAddress& hub, std::string_view nickname,
                                                 const wire::SecretTerms& terms, Instant now, RandomSource& random,
                                                 Duration life);

}  // namespace nightjar::chat
