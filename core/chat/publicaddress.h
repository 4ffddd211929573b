// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "chat/pairing.h"
#include "store/publicaddresses.h"

namespace nightjar::chat {

// Both ends of a public address: docs/protocol.md section 12.

/// How long a hub keeps an invitation in stock, and how long its answer is waited for at least: the time in which
/// whoever took it may have been away is added.
inline constexpr Duration stockLife = std::chrono::hours(30 * 24);
inline constexpr Duration stockAnswerLife = stockLife + std::chrono::hours(7 * 24);

[[nodiscard]] store::AddressRecord makeAddress(const wire::HubAddress& hub, Instant now, RandomSource& random);
/// What its owner passes on.
[[nodiscard]] std::string linkOf(const store::AddressRecord& address);

/// An invitation to put into its stock: `blob` is the sealed and signed item, `link` is empty.
[[nodiscard]] NewInvitation makeStockInvitation(const store::AddressRecord& address, const wire::HubAddress& hub,
                                                std::string_view name, Instant now, RandomSource& random);

/// What somebody took from an address.
struct TakenInvitation {
    wire::InvitationLink link;  ///< as if it had been passed on as a link of its own
    wire::InvitationBlob blob;
};
/// Nothing when it is not what the owner of the address made.
[[nodiscard]] std::optional<TakenInvitation> openItem(const wire::AddressLink& address, ByteView item);

}  // namespace nightjar::chat
