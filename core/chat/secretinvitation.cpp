// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "chat/secretinvitation.h"

#include "crypto/kdf.h"

namespace nightjar::chat {

wire::InvitationLink invitationOf(const wire::SecretLink& link) {
    ByteWriter terms;
    link.terms.write(terms);
    const auto info = "NJ1 secret chat" + toText(terms.view());
    return {link.hub, crypto::hkdfSha512(link.secret.view(), ByteView{}, asBytes(info), 32)};
}

NewInvitation makeSecretInvitation(const wire::HubAddress& hub, std::string_view nickname,
                                   const wire::SecretTerms& terms, Instant now, RandomSource& random, Duration life) {
    wire::SecretLink link{hub, SecretBytes(32), terms};
    random.fill(link.secret.mutableView());
    auto made = makeInvitation(hub, nickname, now, random, life, invitationOf(link).secret.view());
    made.link = link.toString();
    return made;
}

}  // namespace nightjar::chat
