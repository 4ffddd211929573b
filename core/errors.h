// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <string_view>

namespace nightjar {

/// Everything that can go wrong in a way a person or a script may act on. The names (errorName) are stable: the CLI
/// prints them, docs/cli.md lists them. The sentence for people is made where it is shown.
enum class ErrorCode {
    None,
    BadArgument,          ///< a command that makes no sense: empty text, unknown setting
    MalformedLink,        ///< not an invitation link, or damaged on the way
    MalformedHubAddress,  ///< not a nightjar-hub:// address
    NoHub,                ///< no server is configured yet
    HubUnreachable,       ///< the server did not answer
    HubIdentityMismatch,  ///< something answered, but not with the key in the address
    HubRefused,           ///< the server said no: quota, rate limit
    InvitationUsed,       ///< somebody used this one-time invitation already
    InvitationExpired,
    InvitationUnknown,  ///< the server knows no such invitation: revoked, expired long ago, or another server
    OwnInvitation,      ///< one's own invitation cannot be accepted
    UnknownContact,
    UnknownMessage,
    UnknownCall,
    MessageTooLong,
    MailboxFull,         ///< the other side's mailbox takes no more until they fetch; retried
    ContactGone,         ///< the other side deleted the queue: they removed us
    ContactBlocked,      ///< we blocked them; unblock first
    ContactNotAccepted,  ///< they wait for AcceptContact
    NotOwnMessage,       ///< only what we wrote ourselves can be edited or sent again
    MessageExpired,      ///< no server took it for 30 days
    AlreadyInCall,
    DiskFull,
    StoreDamaged,
    Internal,
    FileUnreadable,    ///< there is no file at this path, or it may not be read
    FileChanged,       ///< it is not the file any more that was to be sent
    FileTooLarge,      ///< longer than maxFileBytes (or maxReadableBytes where it is read as a whole)
    FileNotHere,       ///< not all of it has come yet
    FileWithdrawn,     ///< the other side does not have it any more
    FileDamaged,       ///< what came cannot be what was sent
    TargetUnwritable,  ///< the file cannot be written at that path
    AddressUsedUp,     ///< a public address that gives no invitation for now: its quota or its stock is spent
    AddressGone,       ///< a public address that was deleted, or never was at this server
    AddressBusy,       ///< too many want an invitation of this public address at once
    HubTakesNoFile,    ///< the server keeps no file of this size: it goes when both are there
    NotSound,          ///< not a WAV file of 16 bit, mono, 16 or 48 kHz, or nothing in it
    UnknownContainer,  ///< there is no such private identity, locked or secret chat
    ErasureRefused,    ///< the other side does not let us delete at their side
    GroupFull,         ///< maxGroupMembers are in it
    NotFounder,        ///< only who made a group invites into it
    BackupDamaged,     ///< not a backup, cut short, or the passphrase is wrong
    BackupTooNew,
    Superseded,   ///< this identity was restored on another device, which goes on with it
    NotInGroups,  ///< what is there between two only: calls, safety numbers, blocking, what is told to one contact
    GroupEmpty,   ///< nobody but us is in it
    OneTimeLink,  ///< a card carries a public address, never an invitation for one
    CapSpent,     ///< the bytes that may be spent this month are
};

/// A lower-case, dash-separated stable name such as "invitation-used".
[[nodiscard]] std::string_view errorName(ErrorCode code);
/// A short English sentence a user can act on.
[[nodiscard]] std::string_view errorSentence(ErrorCode code);

}  // namespace nightjar
