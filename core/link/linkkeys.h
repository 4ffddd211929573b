// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "channel/channel.h"
#include "crypto/directionsecrets.h"
#include "wire/content.h"

namespace nightjar::link {

/// The secrets of the channel that a LINK_OFFER and its LINK_ANSWER agree (docs/protocol.md, section 9).
struct LinkSecrets {
    crypto::DirectionSecrets secrets;

    [[nodiscard]] channel::Secrets view() const { return {secrets.send.view(), secrets.receive.view()}; }
};

/// `own` is our ephemeral pair of this link, `peer` the other side's ephemeral key. Nothing when that is a point of low
/// order.
[[nodiscard]] inline std::optional<LinkSecrets> deriveLinkSecrets(const wire::LinkId& link, const crypto::KeyPair& own,
                                                                  const crypto::PublicKey& peer, bool weOffered) {
    auto secrets = crypto::linkSecrets(own, peer, link.value, weOffered);
    return secrets ? std::optional(LinkSecrets{std::move(*secrets)}) : std::nullopt;
}

}  // namespace nightjar::link
