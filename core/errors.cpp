// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "errors.h"

#include <array>

namespace nightjar {

namespace {

struct Text {
    ErrorCode code;
    std::string_view name;
    std::string_view sentence;
};

constexpr std::array texts{
    Text{ErrorCode::None, "none", "Nothing is wrong."},
    Text{ErrorCode::BadArgument, "bad-argument", "This request is incomplete or makes no sense."},
    Text{ErrorCode::MalformedLink, "malformed-link", "This is not a Nightjar invitation, or it was cut on the way."},
    Text{ErrorCode::MalformedHubAddress, "malformed-hub-address", "This is not a nightjar-hub:// address."},
    Text{ErrorCode::NoHub, "no-hub", "No server is set. Enter a server address first."},
    Text{ErrorCode::HubUnreachable, "hub-unreachable",
         "The server does not answer. Check the network and its address."},
    Text{ErrorCode::HubIdentityMismatch, "hub-identity-mismatch",
         "Something answers at the server's address, but it does not have the server's key."},
    Text{ErrorCode::HubRefused, "hub-refused", "The server refused this request. Try again later."},
    Text{ErrorCode::InvitationUsed, "invitation-used", "This invitation has been used. Ask for a new one."},
    Text{ErrorCode::InvitationExpired, "invitation-expired", "This invitation has expired. Ask for a new one."},
    Text{ErrorCode::InvitationUnknown, "invitation-unknown",
         "The server does not know this invitation. It was withdrawn or has expired; ask for a new one."},
    Text{ErrorCode::OwnInvitation, "own-invitation", "This is your own invitation. Pass it on to somebody else."},
    Text{ErrorCode::UnknownContact, "unknown-contact", "There is no such contact."},
    Text{ErrorCode::UnknownMessage, "unknown-message", "There is no such message."},
    Text{ErrorCode::UnknownCall, "unknown-call", "There is no such call."},
    Text{ErrorCode::MessageTooLong, "message-too-long", "This message is too long. Send it in parts."},
    Text{ErrorCode::MailboxFull, "mailbox-full",
         "Their mailbox is full. The message is sent as soon as there is room."},
    Text{ErrorCode::ContactGone, "contact-gone", "They have removed you from their contacts."},
    Text{ErrorCode::ContactBlocked, "contact-blocked", "You have blocked them. Unblock them to write."},
    Text{ErrorCode::ContactNotAccepted, "contact-not-accepted", "Accept their request before you write to them."},
    Text{ErrorCode::NotOwnMessage, "not-own-message", "Only your own messages can be changed or sent again."},
    Text{ErrorCode::MessageExpired, "message-expired",
         "No server could be reached for a month. Send it again if it still matters."},
    Text{ErrorCode::AlreadyInCall, "already-in-call", "There is a call already. End it first."},
    Text{ErrorCode::DiskFull, "disk-full", "The disk is full. Free some space; nothing was lost."},
    Text{ErrorCode::StoreDamaged, "store-damaged", "The stored data cannot be read. Nothing was overwritten."},
    Text{ErrorCode::FileUnreadable, "file-unreadable", "This file is not there, or may not be read."},
    Text{ErrorCode::FileChanged, "file-changed", "The file was changed while it was being sent. Send it again."},
    Text{ErrorCode::FileTooLarge, "file-too-large", "This file is too large."},
    Text{ErrorCode::FileNotHere, "file-not-here", "This file has not arrived yet."},
    Text{ErrorCode::FileWithdrawn, "file-withdrawn", "The other side no longer offers this file."},
    Text{ErrorCode::FileDamaged, "file-damaged", "What arrived is not the file that was announced."},
    Text{ErrorCode::TargetUnwritable, "target-unwritable", "The file cannot be written there. Choose another folder."},
    Text{ErrorCode::AddressUsedUp, "address-used-up",
         "This address has no invitation left for now. Try again in an hour, or tomorrow."},
    Text{ErrorCode::AddressGone, "address-gone", "This address has been deleted. Ask for another way to reach them."},
    Text{ErrorCode::AddressBusy, "address-busy", "Too many people use this address right now. Try again later."},
    Text{ErrorCode::HubTakesNoFile, "hub-takes-no-file",
         "The server keeps no file of this size. It goes as soon as both of you are online."},
    Text{ErrorCode::NotSound, "not-sound",
         "This is not a sound file that can be sent: WAV, 16 bit, mono, 16 or 48 kHz."},
    Text{ErrorCode::UnknownContainer, "unknown-container", "There is no such private identity or locked chat."},
    Text{ErrorCode::ErasureRefused, "erasure-refused",
         "They do not let you delete at their side. Only your own copy was deleted."},
    Text{ErrorCode::GroupFull, "group-full", "This group is full."},
    Text{ErrorCode::NotFounder, "not-founder", "Only the person who made this group can invite into it."},
    Text{ErrorCode::BackupDamaged, "backup-damaged",
         "The passphrase is wrong, or this is not a whole Nightjar backup."},
    Text{ErrorCode::BackupTooNew, "backup-too-new", "This backup was made by a newer Nightjar. Update first."},
    Text{ErrorCode::Superseded, "superseded",
         "This identity was restored on another device, which goes on with it. This one has stopped."},
    Text{ErrorCode::NotInGroups, "not-in-groups", "There is no such thing in a group."},
    Text{ErrorCode::GroupEmpty, "group-empty", "Nobody is in this group yet. Invite somebody first."},
    Text{ErrorCode::OneTimeLink, "one-time-link",
         "This is an invitation for one person. A contact card carries a public address."},
    Text{ErrorCode::CapSpent, "cap-spent", "The bytes that you allowed for this month are spent."},
    Text{ErrorCode::Internal, "internal", "Something unexpected happened inside Nightjar."},
};

const Text& textOf(ErrorCode code) {
    for (const auto& text : texts) {
        if (text.code == code) {
            return text;
        }
    }
    return texts.back();
}

}  // namespace

std::string_view errorName(ErrorCode code) {
    return textOf(code).name;
}

std::string_view errorSentence(ErrorCode code) {
    return textOf(code).sentence;
}

}  // namespace nightjar
