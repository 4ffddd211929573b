// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/secret.h"
#include "channel/channel.h"
#include "crypto/keys.h"
#include "wire/content.h"

namespace nightjar::link {

/// The secrets of the channel that a LINK_OFFER and its LINK_ANSWER agree (docs/protocol.md, section 9).
struct LinkSecrets {
    SecretBytes send;
    SecretBytes receive;

    [[nodiscard]] channel::Secrets view() const { return {send.view(), receive.view()}; }
};

/// `own` is our ephemeral pair of this link, `peer` the other side's ephemeral key. Nothing when that is a point of low
/// order.
[[nodiscard]] std::optional<LinkSecrets> deriveLinkSecrets(const wire::LinkId& link, const crypto::KeyPair& own,
                                                           const crypto::PublicKey& peer, bool weOffered);

}  // namespace nightjar::link
