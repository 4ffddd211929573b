// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <memory>
#include <variant>

#include "base/secret.h"
#include "values.h"

namespace nightjar {

/// Chosen by the asker; the answer (events.h: an answer struct or CommandFailed) carries it back. Zero: no answer
/// wanted.
using RequestId = std::uint64_t;

/// How long an invitation may be usable: long enough to be read, no longer than a hub keeps it (docs/protocol.md,
/// section 5).
inline constexpr Duration shortestInvitation = std::chrono::hours(1);
inline constexpr Duration longestInvitation = std::chrono::hours(7 * 24);

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
    Duration life = longestInvitation;  ///< shortestInvitation … longestInvitation
    bool mayErase = true;               ///< as ContactPrivacy::mayErase of whoever uses it
};
/// The own invitations that can still be used.
struct ListInvitations {
    RequestId request = 0;
};
struct RevokeInvitation {
    RequestId request = 0;
    InvitationId invitation;
};
struct AcceptInvitation {
    RequestId request = 0;
    std::string link;      ///< of an invitation or of a public address
    std::string name;      ///< how we want to call them; empty: as they call themselves
    bool mayErase = true;  ///< as ContactPrivacy::mayErase
};
/// Makes an address for everybody on the present server; answered by PublicAddressAnswer once the server has it.
struct CreatePublicAddress {
    RequestId request = 0;
    std::uint32_t perHour = 10;  ///< 1 … 1,000
    std::uint32_t perDay = 50;   ///< 1 … 10,000
    std::uint32_t effort = 18;   ///< 0 … 24
};
struct ListPublicAddresses {
    RequestId request = 0;
};
/// Answered by PublicAddressAnswer once the server knows.
struct ChangePublicAddress {
    RequestId request = 0;
    AddressId address;
    std::uint32_t perHour = 10;
    std::uint32_t perDay = 50;
    std::uint32_t effort = 18;
};
/// Nobody can come through it any more; those who did and wait for a yes stay.
struct DeletePublicAddress {
    RequestId request = 0;
    AddressId address;
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
/// Says yes to a contact who is Requested: they become Active, are told so, and what they wrote is answered.
struct AcceptContact {
    RequestId request = 0;
    ContactId contact;
    std::string name{};  ///< how we want to call them; empty: as they call themselves
};
/// Says no to a contact who is Requested: everything of theirs is deleted, and their messages go nowhere.
struct RefuseContact {
    RequestId request = 0;
    ContactId contact;
};
/// From now on nothing of theirs is shown, kept or answered, and they are not told. What they write meanwhile is lost.
struct BlockContact {
    RequestId request = 0;
    ContactId contact;
};
struct UnblockContact {
    RequestId request = 0;
    ContactId contact;
};
struct SetContactPrivacy {
    RequestId request = 0;
    ContactId contact;
    ContactPrivacy privacy{};
};

// ---- messages

struct SendText {
    RequestId request = 0;
    ContactId contact;
    std::string text;                  ///< UTF-8, not blank, at most maxTextBytes
    std::optional<MessageId> quote{};  ///< the message of this conversation that it answers
};
/// Changes the text of an own message, for both. Its history is kept on both sides.
struct EditMessage {
    RequestId request = 0;
    ContactId contact;
    MessageId message;
    std::string text;
};
/// The texts that a message has had, answered by MessageHistoryAnswer.
struct GetMessageHistory {
    RequestId request = 0;
    ContactId contact;
    MessageId message;
};
/// Sends a copy of a message of one conversation into another.
struct ForwardMessage {
    RequestId request = 0;
    ContactId contact;
    MessageId message;
    ContactId to;
    bool withName = false;  ///< tell who wrote it, as we call them; else nobody learns whose it was
};
/// Our emoji under a message; replaces those that were there. None: takes them away.
struct ReactToMessage {
    RequestId request = 0;
    ContactId contact;
    MessageId message;
    std::vector<std::string> emoji{};  ///< at most maxReactions, each of at most maxEmojiBytes, none twice
};
/// Sends an own message that failed once more.
struct ResendMessage {
    RequestId request = 0;
    ContactId contact;
    MessageId message;
};
/// We are writing to them, or have stopped. Say it at every key: it is sent seldom, only to who is there now, and it
/// ends by itself.
struct SetTyping {
    ContactId contact;
    bool typing = true;
};
/// Keeps what is being written; an empty text without anything to answer or edit: forgets it. Sending or editing with
/// the same text forgets it as well, in the same step.
struct SetDraft {
    RequestId request = 0;
    ContactId contact;
    std::string text;
    std::optional<MessageId> quote{};
    std::optional<MessageId> editing{};
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
/// Words in texts, captions, labels and names of files. Without words: the newest of that kind (not of Everything).
struct SearchMessages {
    RequestId request = 0;
    std::string text;
    std::optional<ContactId> contact;
    std::uint32_t limit = 50;
    SearchKind kind = SearchKind::Everything;
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

// ---- places and cards

/// Answered by MessageAnswer. A live one ends the one before in this conversation.
struct SendLocation {
    RequestId request = 0;
    ContactId contact;
    GeoPoint point;
    std::string label{};  ///< UTF-8, at most maxPlaceLabelBytes
    Duration live{};      ///< zero: it stays as it is; else shortestLive … longestLive
};
/// We are here now: what every live place of ours tells, as often as it may.
struct MoveLocation {
    RequestId request = 0;
    GeoPoint point;
};
/// A live place of ours stays where it is from now on.
struct StopLocation {
    RequestId request = 0;
    ContactId contact;
    MessageId message;
};
/// Our live places, answered by MessagesAnswer.
struct ListLive {
    RequestId request = 0;
};
/// Tells somebody how a third person (or we) can be reached; answered by MessageAnswer.
struct SendCard {
    RequestId request = 0;
    ContactId contact;
    std::string name;  ///< UTF-8, 1 … maxNameBytes
    std::string link;  ///< of a public address; a one-time invitation is refused
};

// ---- files and photos

/// Sends a file; answered by MessageAnswer. `path` names it on this machine: it is read while it is sent, so it has to
/// stay where it is until the transfer is Done. With `content` the bytes themselves are given and kept by the core
/// (encrypted) as long as the message; so is a photo that is named by its path.
struct SendFile {
    RequestId request = 0;
    ContactId contact;
    std::string path;  ///< UTF-8; empty when `content` is given
    bool asPhoto = false;
    std::string caption;       ///< UTF-8, at most maxCaptionBytes; may be empty
    std::string name;          ///< how the other side sees it; empty: the last part of the path
    std::string mime;          ///< at most maxMimeBytes; may be empty
    std::uint32_t width = 0;   ///< pixels; zero when not known
    std::uint32_t height = 0;  ///< pixels; zero when not known
    Bytes thumbnail;           ///< at most maxThumbnailBytes; may be empty
    Bytes content;             ///< at most maxReadableBytes
};
/// Wants what was Offered.
struct FetchFile {
    RequestId request = 0;
    MessageId message;
};
struct PauseTransfer {
    RequestId request = 0;
    MessageId message;
};
/// Goes on after a pause or a failure.
struct ResumeTransfer {
    RequestId request = 0;
    MessageId message;
};
/// Ends a transfer at both sides; what had come is deleted.
struct CancelTransfer {
    RequestId request = 0;
    MessageId message;
};
/// Writes the file, decrypted, to a path of the user's choice; answered by CommandDone when it is there as a whole. An
/// existing file is replaced.
struct SaveFile {
    RequestId request = 0;
    MessageId message;
    std::string path;
};
/// The bytes of a file, for showing a photo or playing a video without leaving a trace of it on the disk; answered by
/// FileAnswer. Either all of a file of at most maxReadableBytes, or a part of any, which is shorter at the file's end.
struct ReadFile {
    RequestId request = 0;
    MessageId message;
    std::uint64_t from = 0;    ///< bytes
    std::uint32_t length = 0;  ///< bytes, at most maxReadablePart; zero: the whole file
};
/// Messages with attachments, the newest first; answered by MessagesAnswer.
struct ListFiles {
    RequestId request = 0;
    std::optional<ContactId> contact;
    std::uint32_t limit = 50;  ///< at most 500
};

// ---- voice notes

/// Begins a voice note, or goes on with one that was paused. What is said is on the disk, encrypted, within a second;
/// there is one for each contact until it is sent or discarded. RecordingChanged tells how it goes.
struct RecordNote {
    RequestId request = 0;
    ContactId contact;
};
/// The microphone is let go; RecordingChanged tells what is there.
struct PauseRecording {
    RequestId request = 0;
    ContactId contact;
};
struct DiscardRecording {
    RequestId request = 0;
    ContactId contact;
};
/// Answered by MessageAnswer.
struct SendRecording {
    RequestId request = 0;
    ContactId contact;
    std::optional<MessageId> quote{};
};
/// Sends a WAV file (16 bit, mono, 16 or 48 kHz) as a voice note; answered by MessageAnswer once it is coded.
struct SendNote {
    RequestId request = 0;
    ContactId contact;
    std::string path;  ///< UTF-8
};
/// Plays a voice note, in the better form if it is here; what plays already stops. NotePlaying tells how it goes.
struct PlayNote {
    RequestId request = 0;
    ContactId contact;
    std::optional<MessageId> message{};  ///< none: what was recorded and is not sent yet
    Duration from{};
    double speed = 1;  ///< 0.5 … 2; the pitch stays
};
/// Stops what plays.
struct StopNote {
    RequestId request = 0;
};
/// Writes a voice note as a WAV file to a path of the user's choice; answered by CommandDone when it is there as a
/// whole. An existing file is replaced.
struct SaveNote {
    RequestId request = 0;
    MessageId message;
    std::string path;
};

// ---- calls

struct StartCall {
    RequestId request = 0;
    ContactId contact;
    bool anyway = false;  ///< though the bytes of this month are spent
};
struct AcceptCall {
    RequestId request = 0;
    CallId call;
};
/// Declines a ringing call, ends any other.
struct EndCall {
    RequestId request = 0;
    CallId call;
    std::string text{};  ///< of a ringing one: sent as a message besides; may be empty
};
/// We put them on hold, or take it back: no sound goes either way meanwhile. Taking it back holds another call that
/// goes on.
struct HoldCall {
    RequestId request = 0;
    CallId call;
    bool held = true;
};
/// From now on we are heard only while PressToTalk says so, in few large packets (L0); or as usual again.
struct SetPushToTalk {
    RequestId request = 0;
    CallId call;
    bool on = true;
};
/// The talk key goes down or up. In a stalled call what is said meanwhile becomes a voice note.
struct PressToTalk {
    CallId call;
    bool down = true;
};
/// The calls with everybody (or with one), the newest first; answered by MessagesAnswer.
struct ListCalls {
    RequestId request = 0;
    std::optional<ContactId> contact{};
    std::optional<MessageId> before{};
    std::uint32_t limit = 50;  ///< at most 500
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

/// Answered by MeterAnswer.
struct GetMeter {
    RequestId request = 0;
};
/// So many bytes may be spent in a month (of UTC). Beyond it nothing is fetched by itself, and calls ask first.
struct SetMeterCap {
    RequestId request = 0;
    std::int64_t bytes = 0;  ///< 0: no cap
};

// ---- privacy

/// An invisible identity talks through the relay only: it sends no candidates and no direct packet, and answers none,
/// so that no peer learns its address.
struct SetInvisible {
    RequestId request = 0;
    bool invisible = false;
};
/// The same towards one contact.
struct SetRelayOnly {
    RequestId request = 0;
    ContactId contact;
    bool relayOnly = false;
};

/// The TURN server (RFC 8656) that links go through while no direct path is known, instead of the hub.
struct SetTurnServer {
    RequestId request = 0;
    std::string server;  ///< "turn:HOST[:PORT][?transport=udp|tcp]" or "turns:HOST[:PORT]"; empty: none
    std::string user;
    /// Shared because commands are copied on their way, and it is not. May be null.
    std::shared_ptr<const SecretBytes> password;
};

// ---- deletion and life

/// Deletes the messages of a conversation; the contact stays. both: at their side, too, where they allow it.
struct DeleteChat {
    RequestId request = 0;
    ContactId contact;
    bool both = false;
};
/// How long messages of this conversation live from now on, on both sides; either side may change it.
struct SetLife {
    RequestId request = 0;
    ContactId contact;
    LifeRule rule;  ///< Never, Sent or Read
};

// ---- containers within this one (docs/storage.md). Who opens and destroys them is runtime/household.h; here is what
// the outer container remembers of them.

/// Answered by ContainersAnswer.
struct ListContainers {
    RequestId request = 0;
};
/// Remembers a container, or other facts about it.
struct PutContainer {
    RequestId request = 0;
    ContainerInfo info;
    /// Of one without guard: what opens it, 32 bytes. Null: as before.
    std::shared_ptr<const SecretBytes> key{};
    Bytes guard{};  ///< of a guarded one: its key, sealed with its PIN (vault/guard.h). Empty: as before
};
/// Answered by ContainerKeyAnswer.
struct GetContainerKey {
    RequestId request = 0;
    ContainerId container;
};
/// Its key is gone for good once this is answered.
struct ForgetContainer {
    RequestId request = 0;
    ContainerId container;
};

// ---- secret chats: of an engine whose container is one

/// Makes this (new, empty) container a secret chat: relay only, and with an end.
struct FoundSecretChat {
    RequestId request = 0;
    std::string nickname;  ///< UTF-8, 1 … maxNameBytes
    LifeRule rule;         ///< not Never
    bool group = false;
};
/// The same for whoever was invited: the rule comes with the invitation.
struct JoinSecretChat {
    RequestId request = 0;
    std::string link;
    std::string nickname;  ///< UTF-8, 1 … maxNameBytes
};
/// Answered by SecretChatAnswer.
struct GetSecretChat {
    RequestId request = 0;
};

// ---- groups: small ones, in the container of a secret chat

/// Takes somebody out of the group, for everybody; only its founder may. Whoever leaves says DeleteContact.
struct RemoveMember {
    RequestId request = 0;
    ContactId contact;
    std::string name;  ///< as in GroupMember
};
/// How a message of ours stands with each member; answered by MessageStatesAnswer.
struct GetMessageStates {
    RequestId request = 0;
    ContactId contact;
    MessageId message;
};

// ---- the store

/// Answered by StorageAnswer.
struct GetStorage {
    RequestId request = 0;
};
/// Deletes here everything of one kind (not Waiting), of everybody or of one contact; at their side it stays. Answered
/// by CommandDone.
struct ClearStorage {
    RequestId request = 0;
    StorageKind kind = StorageKind::Photos;
    std::optional<ContactId> contact{};
};
/// Gives back room that deleted things took, under a fresh key; answered by CommandDone.
struct CompactStore {
    RequestId request = 0;
};
/// A file in the folder of a container within, on its way into a backup.
struct BackupFile {
    std::string name;  ///< as it stands in the backup (engine/backupfile.h, nameWithin)
    std::string path;  ///< where it lies now; what lies beside the copy of a database is removed afterwards
};
/// Writes this identity with everything in it to one file that the passphrase opens; answered by CommandDone once it is
/// there as a whole.
struct ExportBackup {
    RequestId request = 0;
    std::string path;  ///< UTF-8; must not exist
    std::shared_ptr<const SecretBytes> passphrase;
    /// Copies of the containers within, as runtime/household.h, which knows which of them are open, has them made.
    /// Nothing: whoever knows is still to be asked.
    std::optional<std::vector<BackupFile>> within{};
};
/// Writes what the store holds at this moment into a second database, which the same container key opens, with its key
/// file beside it; answered by CommandDone.
struct CopyStore {
    RequestId request = 0;
    std::string path;  ///< in a folder that is there
};

// ---- under duress

/// Who is told when the wipe PIN is used, by a notice that is sealed beforehand.
struct SetWipeNotice {
    RequestId request = 0;
    ContactId contact;
    bool on = false;
    bool wipesThere = false;  ///< it is a device of our own, which wipes itself, too, if it agreed to
    bool erasesChat = false;  ///< our conversation is deleted there, too, if they let us
};

using Command = std::variant<
    GetStatus, SetName, SetHub, SetSetting, GetSetting, CreateInvitation, RevokeInvitation, ListInvitations,
    AcceptInvitation, ListContacts, RenameContact, DeleteContact, GetSafetyNumber, SendText, ListMessages,
    SearchMessages, DeleteMessage, MarkRead, StartCall, AcceptCall, EndCall, MuteCall, GetCallStats, GetLinkInfo,
    SendFile, FetchFile, PauseTransfer, ResumeTransfer, CancelTransfer, SaveFile, ReadFile, ListFiles, SetInvisible,
    SetRelayOnly, AcceptContact, RefuseContact, BlockContact, UnblockContact, SetContactPrivacy, EditMessage,
    GetMessageHistory, ForwardMessage, ReactToMessage, ResendMessage, SetTyping, SetDraft, CreatePublicAddress,
    ListPublicAddresses, ChangePublicAddress, DeletePublicAddress, SetTurnServer, RecordNote, PauseRecording,
    DiscardRecording, SendRecording, SendNote, PlayNote, StopNote, SaveNote, HoldCall, SetPushToTalk, PressToTalk,
    ListCalls, DeleteChat, SetLife, ListContainers, PutContainer, GetContainerKey, ForgetContainer, FoundSecretChat,
    JoinSecretChat, GetSecretChat, GetStorage, CompactStore, ExportBackup, SetWipeNotice, ClearStorage, RemoveMember,
    GetMessageStates, SendLocation, MoveLocation, StopLocation, ListLive, SendCard, GetMeter, SetMeterCap, CopyStore>;

/// The longest text of one message, in bytes of UTF-8: fits the largest envelope (docs/protocol.md, Envelope).
inline constexpr std::size_t maxTextBytes = 15'000;
/// People in a group, with us.
inline constexpr std::size_t maxGroupMembers = 8;
/// The longest name of a person, in bytes of UTF-8.
inline constexpr std::size_t maxNameBytes = 64;
/// The largest file: its chunks are counted in a bitmap of 128 KiB.
inline constexpr std::uint64_t maxFileBytes = 16ULL * 1024 * 1024 * 1024;
/// The longest name of a file, in bytes of UTF-8: what file systems take.
inline constexpr std::size_t maxFileNameBytes = 255;
/// RFC 6838 section 4.2: 127 characters on either side; real ones are far below.
inline constexpr std::size_t maxMimeBytes = 127;
/// Name, caption and thumbnail fit the largest envelope together.
inline constexpr std::size_t maxThumbnailBytes = 8'192;
/// Bytes of UTF-8.
inline constexpr std::size_t maxCaptionBytes = 4'096;
/// What is handed over as a whole, in memory.
inline constexpr std::size_t maxReadableBytes = 32 * 1024 * 1024;
/// The longest part of a file that is given at once.
inline constexpr std::size_t maxReadablePart = 1024 * 1024;

}  // namespace nightjar
