// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <variant>

#include "commands.h"

namespace nightjar {

// ---- answers to commands

/// The command could not be done; nothing of it was.
struct CommandFailed {
    RequestId request = 0;
    ErrorCode code = ErrorCode::Internal;
};
/// The command was done; it has nothing more to tell.
struct CommandDone {
    RequestId request = 0;
};
struct StatusAnswer {
    RequestId request = 0;
    Status status;
};
struct SettingAnswer {
    RequestId request = 0;
    std::string key;
    std::string value;  ///< empty when never set
};
struct InvitationAnswer {
    RequestId request = 0;
    InvitationId invitation;
    std::string link;
    Instant expires;
};
struct InvitationsAnswer {
    RequestId request = 0;
    std::vector<Invitation> invitations;  ///< the oldest first
};
struct PublicAddressAnswer {
    RequestId request = 0;
    PublicAddress address;
};
struct PublicAddressesAnswer {
    RequestId request = 0;
    std::vector<PublicAddress> addresses;  ///< the oldest first
};
struct ContactAnswer {
    RequestId request = 0;
    Contact contact;
};
struct ContactsAnswer {
    RequestId request = 0;
    std::vector<Contact> contacts;  ///< the most recently active first
};
struct SafetyNumberAnswer {
    RequestId request = 0;
    ContactId contact;
    std::string digits;  ///< 60 decimal digits
};
struct MessageAnswer {
    RequestId request = 0;
    Message message;
};
struct MessagesAnswer {
    RequestId request = 0;
    std::vector<Message> messages;  ///< ListMessages: oldest first; SearchMessages: newest first
    bool more = false;              ///< there are older ones; with `from`: newer ones
};
struct FileAnswer {
    RequestId request = 0;
    MessageId message;
    Bytes content;
};
struct MessageHistoryAnswer {
    RequestId request = 0;
    MessageId message;
    std::vector<MessageVersion> versions;  ///< the first text first, the present one last
};
struct CallAnswer {
    RequestId request = 0;
    CallId call;
};
struct CallStatsAnswer {
    RequestId request = 0;
    CallStats stats;
};
struct LinkInfoAnswer {
    RequestId request = 0;
    LinkInfo info;
};

struct ContainersAnswer {
    RequestId request = 0;
    std::vector<ContainerInfo> containers;  ///< the oldest first
    /// Of the container that told (docs/protocol.md section 5, Tenure); zero: it was never restored.
    std::uint64_t tenure = 0;
};
struct ContainerKeyAnswer {
    RequestId request = 0;
    ContainerId container;
    std::shared_ptr<const SecretBytes> key;  ///< null for a guarded one
    Bytes guard;                             ///< empty for one that is not
};
struct SecretChatAnswer {
    RequestId request = 0;
    std::optional<SecretChat> chat;  ///< nothing: the container is no secret chat
};
struct MessageStatesAnswer {
    RequestId request = 0;
    MessageId message;
    std::vector<MemberStanding> members;
};
struct MeterAnswer {
    RequestId request = 0;
    Meter meter;
};
struct StorageAnswer {
    RequestId request = 0;
    StorageUse use;
};

// ---- news

struct HubStateChanged {
    HubState state = HubState::None;
    ErrorCode problem = ErrorCode::None;
};
struct ContactAdded {
    Contact contact;
};
struct ContactChanged {
    Contact contact;
};
struct ContactRemoved {
    ContactId contact;
};
/// One of our invitations was used, expired or was revoked.
struct InvitationEnded {
    InvitationId invitation;
    InvitationEnd end = InvitationEnd::Used;
};
/// The server has forgotten one of our public addresses, since it was not used for half a year, or lost it.
struct PublicAddressEnded {
    AddressId address;
};
/// A message, own or received, is in the store now.
struct MessageAdded {
    Message message;
};
/// Its text, reactions or what it quotes are others now.
struct MessageChanged {
    Message message;
};
struct MessageStateChanged {
    MessageId message;
    ContactId contact;
    MessageState state = MessageState::Queued;
    ErrorCode reason = ErrorCode::None;
};
struct MessageRemoved {
    MessageId message;
    ContactId contact;
};
/// The bytes of an attachment have moved, or stopped. While they move it comes ten times a second at most.
struct TransferChanged {
    MessageId message;
    ContactId contact;
    TransferState state = TransferState::Waiting;
    std::uint64_t done = 0;  ///< bytes of the file, 0 … size
    std::uint64_t size = 0;
    ErrorCode reason = ErrorCode::None;
    bool readable = false;  ///< as in Attachment
};
/// They are writing, or not any more.
struct TypingChanged {
    ContactId contact;
    bool typing = false;
};
struct CallIncoming {
    CallId call;
    ContactId contact;
    bool waiting = false;  ///< another call goes on: accepting this one puts that on hold
};
struct CallHoldChanged {
    CallId call;
    ContactId contact;
    bool byUs = false;
    bool byThem = false;
};
/// How a voice note that is being recorded stands; about ten times a second while it goes on.
struct RecordingChanged {
    ContactId contact;
    RecordingState state = RecordingState::None;
    Duration length{};
    Bytes waveform{};  ///< as of VoiceNote
    double level = 0;  ///< of the microphone, 0 … 1
};
/// How a voice note that is listened to stands; about ten times a second while it plays.
struct NotePlaying {
    ContactId contact;
    std::optional<MessageId> message{};  ///< none: what was recorded and is not sent yet
    bool playing = false;                ///< false: it was stopped, or is over
    Duration position{};                 ///< in the note, whatever the speed
    bool finished = false;               ///< it is over
};
struct CallStateChanged {
    CallId call;
    ContactId contact;
    CallState state = CallState::Ended;
    CallEnd end = CallEnd::None;
};
struct LinkStateChanged {
    ContactId contact;
    Path path = Path::None;
    LinkClass linkClass = LinkClass::Unknown;
};
/// A conversation was emptied, by us or by them.
struct ChatCleared {
    ContactId contact;
};
/// When this secret chat is to be destroyed, which whoever opened the container does (`ends` in the past: now).
struct SecretChatEnds {
    Instant ends;
};
/// 80 or 100 per cent of the cap are reached, once a month each; or the cap is another one.
struct MeterChanged {
    Meter meter;
};
/// Whether a live place of ours wants to be told where we are (MoveLocation).
struct PositionWanted {
    bool wanted = false;
};
/// Something that nobody asked for went wrong, e.g. the disk filled up while a message arrived.
struct Problem {
    ErrorCode code = ErrorCode::Internal;
};

using Event =
    std::variant<CommandFailed, CommandDone, StatusAnswer, SettingAnswer, InvitationAnswer, ContactAnswer,
                 InvitationsAnswer, ContactsAnswer, SafetyNumberAnswer, MessageAnswer, MessagesAnswer,
                 MessageHistoryAnswer, CallAnswer, CallStatsAnswer, LinkInfoAnswer, HubStateChanged, ContactAdded,
                 ContactChanged, ContactRemoved, InvitationEnded, MessageAdded, MessageChanged, MessageStateChanged,
                 MessageRemoved, TypingChanged, CallIncoming, CallStateChanged, LinkStateChanged, Problem, FileAnswer,
                 TransferChanged, PublicAddressAnswer, PublicAddressesAnswer, PublicAddressEnded, CallHoldChanged,
                 RecordingChanged, NotePlaying, ContainersAnswer, ContainerKeyAnswer, SecretChatAnswer, StorageAnswer,
                 ChatCleared, SecretChatEnds, MessageStatesAnswer, MeterAnswer, MeterChanged, PositionWanted>;

}  // namespace nightjar
