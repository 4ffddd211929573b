// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/random.h"
#include "store/contacts.h"

namespace nightjar::chat {

// "I was forced to wipe": docs/protocol.md section 17. Sealed beforehand, for the identity that says it does not exist
// any more when it is sent.

/// The text of a Notice in the conversation: they were forced to wipe, and the same where this device, being another
/// one of theirs, has agreed to wipe itself then.
inline constexpr std::string_view noticeForcedToWipe = "forced-to-wipe";
inline constexpr std::string_view noticeWipeHere = "forced-to-wipe-here";

/// What a notice asks of who reads it.
struct WipeNotice {
    bool wipesThere = false;  ///< a device of the sender's own, which is to wipe itself if it agreed to
    bool erasesChat = false;  ///< the conversation is to be deleted where it arrives, if that was agreed
};

/// An envelope of the smallest size, under a key that both sides have and no ratchet.
[[nodiscard]] Bytes sealWipeNotice(const SecretBytes& key, const WipeNotice& notice, RandomSource& random);
/// Nothing when the envelope is something else.
[[nodiscard]] std::optional<WipeNotice> openWipeNotice(const SecretBytes& key, ByteView envelope);

/// A notice on its way: the envelope, and what is needed to put it into the contact's queue.
struct NoticeParcel {
    store::QueueEnd queue;
    Bytes envelope;
};
/// As many as fit into the file.
inline constexpr std::size_t maxNoticeParcels = 30;
/// The file with them is always so long (docs/storage.md).
inline constexpr std::size_t noticeFileSize = 16'384;

/// Sealed with the key of the container that will send them; no parcels gives a file as any other.
[[nodiscard]] Bytes sealNoticeFile(const std::vector<NoticeParcel>& parcels, const SecretBytes& containerKey,
                                   RandomSource& random);
/// Empty when there is nothing to be sent, or the file is not one for this key.
[[nodiscard]] std::vector<NoticeParcel> openNoticeFile(ByteView file, const SecretBytes& containerKey);

/// Every notice that is armed in this store, freshly sealed.
[[nodiscard]] std::vector<NoticeParcel> armedNotices(store::Database& database, RandomSource& random);
/// Turns an empty identity store into one that does nothing but put these parcels where they belong. Nothing of it is
/// tied to anybody: its engine, with sessions of its own, is thrown away when its outbox has nothing that waits.
[[nodiscard]] bool loadCarrier(store::Database& database, const std::vector<NoticeParcel>& parcels,
                               RandomSource& random, std::int64_t nowMs);

}  // namespace nightjar::chat
