// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <variant>

#include "values.h"

namespace nightjar {

/// Chosen by the asker; the answer (events.h: an answer struct or CommandFailed) carries it back. Zero: no answer
/// wanted.
using RequestId = std::uint64_t;

// ---- oneself and the server

struct GetStatus {
    RequestId request = 0;
};
struct SetName {
    RequestId request = 0;
    std::string name;  ///< what new contacts are told; may be empty; at most 64 bytes of UTF-8
};
/// Changes the hub for new queues; contacts made before keep theirs.
struct SetHub {
    RequestId request = 0;
    std::string address;  ///< nightjar-hub://HOST:PORT/KEY
};
/// A value the interface wants kept with the identity, encrypted (language, theme, drafts …).
struct SetSetting {
    RequestId request = 0;
    std::string key;
    std::string value;
};
struct GetSetting {
    RequestId request = 0;
    std::string key;
};

// ---- invitations and contacts

struct CreateInvitation {
    RequestId request = 0;
};
struct RevokeInvitation {
    RequestId request = 0;
    InvitationId invitation;
};
struct AcceptInvitation {
    RequestId request = 0;
    std::string link;
    std::string name;  ///< how we want to call them; empty: as they call themselves
};
struct ListContacts {
    RequestId request = 0;
};
struct RenameContact {
    RequestId request = 0;
    ContactId contact;
    std::string name;
};
/// Removes the contact, the conversation and both queues. both: ask the other side to remove us, too.
struct DeleteContact {
    RequestId request = 0;
    ContactId contact;
    bool both = false;
};
struct GetSafetyNumber {
    RequestId request = 0;
    ContactId contact;
};

// ---- messages

struct SendText {
    RequestId request = 0;
    ContactId contact;
    std::string text;  ///< UTF-8, not blank, at most maxTextBytes
};
/// The messages before `before`, or those from `from` on (itself included), or the newest; oldest first. A deleted
/// message still marks its place.
struct ListMessages {
    RequestId request = 0;
    ContactId contact;
    std::optional<MessageId> before;
    std::uint32_t limit = 50;            ///< at most 500
    std::optional<MessageId> from = {};  ///< not together with `before`
};
struct SearchMessages {
    RequestId request = 0;
    std::string text;
    std::optional<ContactId> contact;
    std::uint32_t limit = 50;
};
struct DeleteMessage {
    RequestId request = 0;
    MessageId message;
    bool both = false;
};
/// Everything in this conversation has been seen.
struct MarkRead {
    ContactId contact;
};

// ---- calls

struct StartCall {
    RequestId request = 0;
    ContactId contact;
};
struct AcceptCall {
    RequestId request = 0;
    CallId call;
};
/// Declines a ringing call, ends any other.
struct EndCall {
    RequestId request = 0;
    CallId call;
};
struct MuteCall {
    CallId call;
    bool muted = false;
};
struct GetCallStats {
    RequestId request = 0;
    CallId call;
};

// ---- the link

struct GetLinkInfo {
    RequestId request = 0;
    ContactId contact;
};

using Command = std::variant<GetStatus, SetName, SetHub, SetSetting, GetSetting, CreateInvitation, RevokeInvitation,
                             AcceptInvitation, ListContacts, RenameContact, DeleteContact, GetSafetyNumber, SendText,
                             ListMessages, SearchMessages, DeleteMessage, MarkRead, StartCall, AcceptCall, EndCall,
                             MuteCall, GetCallStats, GetLinkInfo>;

/// The longest text of one message, in bytes of UTF-8: fits the largest envelope (docs/protocol.md, Envelope).
inline constexpr std::size_t maxTextBytes = 15'000;
/// The longest name of a person, in bytes of UTF-8.
inline constexpr std::size_t maxNameBytes = 64;

}  // namespace nightjar
