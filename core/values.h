// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/geopoint.h"
#include "base/ids.h"
#include "base/instant.h"
#include "base/units.h"
#include "errors.h"

namespace nightjar {

// What the core tells about: plain values, used by commands and events.

/// What is known as a fact about an own message. A state never goes back; Failed can only follow Queued or Sent, and
/// Queued follows Failed when the person sends it again (ResendMessage).
enum class MessageState : std::uint8_t {
    Queued,     ///< on our disk, on its way
    Sent,       ///< the hub has it on its disk
    Delivered,  ///< the other side has it on its disk and said so
    Read,       ///< the other side showed it and told us
    Failed,     ///< it will not arrive; the reason says why
    Received,   ///< a message from the other side
};
/// "queued", "sent", "delivered", "read", "failed", "received".
[[nodiscard]] std::string_view stateName(MessageState state);

enum class MessageKind : std::uint8_t {
    Text,
    Call,
    File,      ///< has an attachment; the text is its caption
    Photo,     ///< the same, to be shown as a picture
    Notice,    ///< something about the conversation itself; the text names what
    Note,      ///< a voice note; its better form is the attachment
    Location,  ///< a place; the text is its label
    Card,      ///< how to reach somebody; the text is their name
};
/// The text of a Notice: after a restored backup both sides agreed on fresh keys.
inline constexpr std::string_view noticeSessionRenewed = "session-renewed";
/// … or something came that this version does not know.
inline constexpr std::string_view noticeUnknownContent = "unknown-content";
/// … or who came into a group, left it or was taken out of it (Message::author); the last of these also without an
/// author: we were.
inline constexpr std::string_view noticeMemberJoined = "member-joined";
inline constexpr std::string_view noticeMemberLeft = "member-left";
inline constexpr std::string_view noticeMemberRemoved = "member-removed";

/// What a message answers, as this store has it now.
struct Quote {
    enum class State : std::uint8_t {
        Present,
        Deleted,  ///< it was here and was deleted
        Unknown,  ///< it never arrived here, or the other side named something that is not in this conversation
    };
    MessageId message;
    State state = State::Unknown;
    bool mine = false;  ///< of Present: whether we wrote it
    MessageKind kind = MessageKind::Text;
    std::string preview;   ///< of Present: the beginning of its text, at most maxPreviewBytes
    std::string author{};  ///< in a group: who wrote it; empty: we, or nobody knows
};
/// The most a preview has, in bytes of UTF-8: two lines on a phone.
inline constexpr std::size_t maxPreviewBytes = 240;

/// One emoji of one person under a message.
struct Reaction {
    bool mine = false;
    std::string emoji;     ///< UTF-8, 1 … maxEmojiBytes bytes
    std::string author{};  ///< in a group: whose it is; empty: ours
};
/// The longest emoji of a reaction, in bytes: families and flags are sequences of a dozen code points.
inline constexpr std::size_t maxEmojiBytes = 64;
/// What one person may put under one message.
inline constexpr std::size_t maxReactions = 8;

/// Where the bytes of an attachment are.
enum class TransferState : std::uint8_t {
    Offered,    ///< theirs, and nobody has asked for it yet: FetchFile does
    Waiting,    ///< wanted; goes on as soon as there is a way
    Moving,     ///< bytes flow
    Paused,     ///< by us, until ResumeTransfer
    Stored,     ///< ours: the hub has all of it, the other side not yet
    Done,       ///< theirs: all of it is here; ours: the other side has all of it
    Cancelled,  ///< by one of the two; what had come is deleted
    Failed,     ///< for the reason told; ResumeTransfer tries again
};
/// "offered", "waiting", "moving", "paused", "stored", "done", "cancelled", "failed".
[[nodiscard]] std::string_view stateName(TransferState state);

/// A file that belongs to a message. What the sender claims about it (name, type, size in pixels, thumbnail) is not to
/// be trusted further than it can be shown safely.
struct Attachment {
    std::string name;          ///< UTF-8, without folders; at most maxFileNameBytes
    std::string mime;          ///< e.g. "image/jpeg"; may be empty
    std::uint64_t size = 0;    ///< bytes of the file
    std::uint32_t width = 0;   ///< pixels; zero when not told
    std::uint32_t height = 0;  ///< pixels; zero when not told
    Bytes thumbnail;           ///< a small encoded picture; at most maxThumbnailBytes, may be empty
    TransferState state = TransferState::Waiting;
    std::uint64_t done = 0;  ///< bytes of the file that are where they belong, 0 … size
    ErrorCode reason = ErrorCode::None;
    bool readable = false;  ///< SaveFile and ReadFile will find it here
};

/// A spoken message. It has two forms: a small one that comes with the message, and a better one, the attachment.
struct VoiceNote {
    Duration length{};      ///< at most maxNoteLength
    Bytes waveform;         ///< loudness of equal parts, one byte each, 0 … 255; at most maxWaveformBars
    bool playable = false;  ///< one of the forms is here as a whole
    bool better = false;    ///< the better one is
    bool heard = false;     ///< was listened to on this device; own ones are
};
/// The longest voice note.
inline constexpr Duration maxNoteLength = std::chrono::minutes(15);
/// Bars of a waveform: as many as a bubble on a phone can show.
inline constexpr std::size_t maxWaveformBars = 64;

/// A place that a message tells.
struct Place {
    GeoPoint point;
    Instant measured;                ///< when they were there, by the sender's clock
    std::optional<Instant> until{};  ///< of a live one: when it stops moving, by the sender's clock
    bool live = false;               ///< it may still move
};
/// Bytes of UTF-8 in the label of a place.
inline constexpr std::size_t maxPlaceLabelBytes = 200;
/// How long a place may be live.
inline constexpr Duration shortestLive = std::chrono::minutes(1);
inline constexpr Duration longestLive = std::chrono::hours(8);

/// From when on the life of a message (or of a whole secret chat) is counted.
enum class LifeFrom : std::uint8_t {
    Never,     ///< it has no end
    Sent,      ///< since it was sent
    Read,      ///< since it was read
    Creation,  ///< of a secret chat: since it was made
};
/// "never", "sent", "read", "creation".
[[nodiscard]] std::string_view lifeFromName(LifeFrom from);

/// How long something lives before it deletes itself on both sides.
struct LifeRule {
    LifeFrom from = LifeFrom::Never;
    Duration life{};  ///< shortestLife … longestLife; zero with Never
    bool operator==(const LifeRule&) const = default;
};
inline constexpr Duration shortestLife = std::chrono::seconds(5);
inline constexpr Duration longestLife = std::chrono::hours(28 * 24);

struct Message {
    MessageId id;
    ContactId contact;
    MessageKind kind = MessageKind::Text;
    bool mine = false;
    std::string text;  ///< UTF-8; of a Call: what became of it ("missed", "declined", …)
    Instant time;      ///< by the sender's clock
    MessageState state = MessageState::Queued;
    ErrorCode reason = ErrorCode::None;
    Duration callLength{};                 ///< of a Call
    std::optional<Attachment> attachment;  ///< of a File, Photo or Note
    std::optional<Quote> quote;
    bool forwarded = false;
    std::string origin;             ///< of a forwarded one: who wrote it, as whoever forwarded it says; usually empty
    std::optional<Instant> edited;  ///< when the text was last changed, by the sender's clock
    std::vector<Reaction> reactions;
    std::optional<VoiceNote> note;  ///< of a Note
    std::int64_t callBytes = 0;     ///< of a Call: whole IP packets of its sound, both ways
    std::string author{};           ///< in a group: who wrote it, as they call themselves; empty: the contact, or we
    LifeRule life{};                ///< as it was when the message was sent
    std::optional<Instant> ends{};  ///< when it deletes itself, once that is known
    std::optional<Place> place{};   ///< of a Location
    std::string link{};             ///< of a Card: a public address
};

/// A text of a message before or after an edit.
struct MessageVersion {
    Instant time;  ///< by the sender's clock
    std::string text;
};

/// What was being written when the conversation was left.
struct Draft {
    std::string text;  ///< UTF-8, at most maxTextBytes
    std::optional<Quote> quote;
    std::optional<MessageId> editing;  ///< the own message whose text is being changed
};

/// What we tell this contact. What a setting of the identity turns off ("read-receipts" or "typing" is "off") stays off
/// whatever stands here.
struct ContactPrivacy {
    bool receipts = true;      ///< that something arrived
    bool readReceipts = true;  ///< that it was looked at
    bool typing = true;        ///< that we are writing
    bool mayErase = true;      ///< they may delete here what they wrote, our conversation, and themselves
    bool operator==(const ContactPrivacy&) const = default;
};

enum class ContactState : std::uint8_t {
    Pending,  ///< we accepted their invitation, they have not answered yet
    Active,
    Gone,       ///< they removed us
    Requested,  ///< they came through our public address and wait for AcceptContact; nothing is answered until then
};
/// "pending", "active", "gone", "requested".
[[nodiscard]] std::string_view stateName(ContactState state);

/// Somebody in a group chat besides us.
struct GroupMember {
    std::string name;    ///< the nickname they chose for this chat
    bool joined = true;  ///< false: on their way in; what is written now reaches them later
    bool founder = false;
};

/// How a message of ours stands with one member of a group.
struct MemberStanding {
    std::string name;
    MessageState state = MessageState::Queued;
    ErrorCode reason = ErrorCode::None;
};

/// What makes the chat of a secret container what it is.
struct SecretChat {
    LifeRule rule;
    std::optional<Instant> ends;  ///< when everything in the container is destroyed, as far as is known now
    bool group = false;
    bool founder = false;  ///< we made it, and may invite into it
};

struct Contact {
    ContactId id;
    std::string name;
    ContactState state = ContactState::Pending;
    std::int64_t unread = 0;
    std::optional<Message> last;
    bool relayOnly = false;  ///< SetRelayOnly
    bool blocked = false;    ///< nothing of theirs is shown or answered
    ContactPrivacy privacy;
    bool givesReceipts = true;  ///< they told that "sent" is the last we hear of a message unless they read it
    std::optional<Draft> draft;
    Duration recorded{};       ///< of a voice note to them that was recorded and not sent yet; zero: there is none
    LifeRule life;             ///< of messages in this conversation from now on
    bool theyMayErase = true;  ///< as ContactPrivacy::mayErase of the other side, as they told: DeleteChat and
                               ///< DeleteContact with `both` will be carried out there
    std::vector<GroupMember> members{};  ///< of a group: who is in it besides us
    bool isGroup = false;                ///< one of more than two, though nobody may have joined yet
    std::string address{};               ///< the public address that we came to them by; empty: none is known
};

/// What becomes of a voice note before it is sent.
enum class RecordingState : std::uint8_t {
    None,       ///< nothing is recorded
    Recording,  ///< the microphone is heard
    Paused,     ///< what was said is on the disk
};
/// "none", "recording", "paused".
[[nodiscard]] std::string_view stateName(RecordingState state);

/// An own invitation that nobody has used yet.
struct Invitation {
    InvitationId id;
    std::string link;
    Instant created;
    Instant expires;
};

/// An own address for everybody: whoever has its link may ask to become a contact (ContactState::Requested).
struct PublicAddress {
    AddressId id;
    std::string link;
    Instant created;
    std::uint32_t perHour = 0;  ///< so many may come in an hour
    std::uint32_t perDay = 0;   ///< and in a day
    /// Bits of work that everybody does first; each doubles it, 18 are a quarter of a second. More while many come.
    std::uint32_t effort = 0;
    std::uint32_t inStock = 0;  ///< invitations that wait at the server, as it told last: so many may come without us
    std::uint32_t takenToday = 0;  ///< of the last 24 hours, as the server told last
};

/// What became of an own invitation.
enum class InvitationEnd : std::uint8_t { Used, Expired, Revoked };
/// "used", "expired", "revoked".
[[nodiscard]] std::string_view endName(InvitationEnd end);

enum class CallState : std::uint8_t {
    Ringing,
    Incoming,
    Connecting,
    Active,
    Reconnecting,
    Ended,
    Stalled,  ///< nothing came for half a minute: what is said while the talk key is held goes as a voice note
};
/// "ringing", "incoming", "connecting", "active", "reconnecting", "ended", "stalled".
[[nodiscard]] std::string_view stateName(CallState state);

enum class CallEnd : std::uint8_t { None, HungUp, RemoteHungUp, Declined, Busy, NoAnswer, LostLink, Failed };
/// "hung-up", "remote-hung-up", "declined", "busy", "no-answer", "lost-link", "failed"; "" for None.
[[nodiscard]] std::string_view endName(CallEnd end);

struct CallStats {
    std::string rung;  ///< e.g. "L3": docs/protocol.md, Voice
    double bitrateKbit = 0;
    std::int64_t sentBytes = 0;  ///< whole IP packets of this call
    std::int64_t receivedBytes = 0;
    double wireKbitUp = 0;  ///< over the last seconds, IP and UDP headers included
    double wireKbitDown = 0;
    double lossPercent = 0;
    double delayMs = 0;  ///< jitter buffer plus half the round-trip time
    double jitterMs = 0;
    double rttMs = 0;
    double levelIn = 0;   ///< 0…1, microphone
    double levelOut = 0;  ///< 0…1, loudspeaker
    Duration length{};
    double remoteLossPercent = 0;  ///< of what we send, as the other side tells
    /// What limits the call most: "" (nothing), "silent" (nothing comes), "loss-here" (of what is sent to us),
    /// "loss-there" (of what we send), "narrow" (the link carries no more), "delay".
    std::string cause{};
    bool heldHere = false;    ///< we put them on hold
    bool heldThere = false;   ///< they put us on hold
    bool pushToTalk = false;  ///< we are heard only while the talk key is held
    bool relayOnly = false;   ///< our address is hidden from them
};

/// What a container within another is for.
enum class ContainerKind : std::uint8_t {
    Identity,    ///< a private identity
    LockedChat,  ///< one conversation of the identity around it, behind a PIN of its own
    SecretChat,  ///< a self-destructing, anonymous conversation
};
/// "identity", "locked-chat", "secret-chat".
[[nodiscard]] std::string_view kindName(ContainerKind kind);

/// A container within another, as the outer one knows it.
struct ContainerInfo {
    ContainerId id;
    ContainerKind kind = ContainerKind::Identity;
    std::string label;        ///< UTF-8, at most maxNameBytes: what the list shows
    bool guarded = false;     ///< opens with a PIN of its own; otherwise with the one around it
    bool hidden = false;      ///< of a guarded one: not in the list; found by entering its PIN
    bool opensItself = true;  ///< of one that is not guarded: with the one around it
    Instant created;
    std::optional<Instant> ends;  ///< destroyed then, open or not
};

/// What lies in a conversation.
enum class StorageKind : std::uint8_t { Texts, Photos, Notes, Files };
/// "texts", "photos", "notes", "files".
[[nodiscard]] std::string_view kindName(StorageKind kind);

/// What one conversation takes, in bytes.
struct ChatUse {
    ContactId contact;
    std::int64_t texts = 0;
    std::int64_t photos = 0;
    std::int64_t notes = 0;
    std::int64_t files = 0;
};

/// What fills the disk.
struct StorageUse {
    std::int64_t messages = 0;  ///< bytes, as of everything here: texts, search index, keys
    std::int64_t photos = 0;
    std::int64_t notes = 0;  ///< voice notes
    std::int64_t files = 0;
    std::int64_t waiting = 0;      ///< what is on its way
    std::int64_t reclaimable = 0;  ///< given back by CompactStore
    std::int64_t messageCount = 0;
    std::vector<ChatUse> chats{};  ///< the largest first
};

enum class Path : std::uint8_t { None, Relayed, Direct };
/// "none", "relayed", "direct".
[[nodiscard]] std::string_view pathName(Path path);

/// One way to reach one end of a link.
struct LinkCandidate {
    /// "host": an address of the machine; "srflx": as the server sees it; "mapped": a port that the router gave us;
    /// "predicted": a port that the NAT will give next; "turn": through a TURN server; "relay": through the server.
    std::string kind;
    std::string address;  ///< "192.0.2.1:40000"; empty for "relay"
};

struct LinkInfo {
    ContactId contact;
    Path path = Path::None;
    std::vector<LinkCandidate> localCandidates;
    std::vector<LinkCandidate> remoteCandidates;
    std::string remoteNat;      ///< their NAT, as Status::natType; "unknown" before they told it
    std::string remoteAddress;  ///< of a direct path
    /// How the path was found: "punch", "prediction", "probing", "tcp"; "turn": relayed by a TURN server; empty while
    /// relayed by the hub.
    std::string method;
    bool relayOnly = false;  ///< direct packets are forbidden: the identity is invisible, or the contact is relay only
    double rttMs = 0;
    double lossPercent = 0;
    LinkClass linkClass = LinkClass::Unknown;
    std::int64_t bytesSent = 0;  ///< whole IP packets to this peer
    std::int64_t bytesReceived = 0;
    double rateKbit = 0;  ///< the highest that was delivered lately; 0: not known
};
/// "unknown", "gprs", "edge", "3g", "lte", "lan".
[[nodiscard]] std::string_view linkClassName(LinkClass linkClass);

enum class HubState : std::uint8_t {
    None,        ///< no server set
    Connecting,  ///< asking
    Online,
    Unreachable,  ///< asked for a while without an answer; still trying
};
/// "none", "connecting", "online", "unreachable".
[[nodiscard]] std::string_view stateName(HubState state);

struct Status {
    std::string name;
    std::string hubAddress;
    HubState hub = HubState::None;
    ErrorCode hubProblem = ErrorCode::None;
    std::string hubWay = "udp";  ///< how the home hub is reached: "udp", "tcp", "tls"
    std::string natMapping;      ///< "unknown", "none", "endpoint-independent", "address-dependent"
    std::string publicAddress;   ///< as STUN told it
    /// What the NAT is called: "unknown", "none", "firewall", "cone" (one mapping for all destinations; who may answer
    /// is not known), "full-cone", "restricted", "port-restricted", "symmetric", "symmetric-sequential", "udp-blocked".
    std::string natType = "unknown";
    int natPortStep = 0;        ///< of a "symmetric-sequential" one: the next port is so much higher
    std::string portMapping;    ///< who gave us mappedAddress: "pcp", "nat-pmp", "upnp"; empty: nobody
    std::string mappedAddress;  ///< reachable from outside by agreement with the router
    std::string turnServer;     ///< as SetTurnServer named it; empty: none
    std::string turnState;      ///< "idle" (no link needs it), "connecting", "ready", "resting" (asked again later)
    std::string turnProblem;    ///< "no-answer", "credentials", "refused", "quota", "capacity"; empty: none
    std::vector<std::string> turnAddresses;  ///< where others reach us through it
    bool invisible = false;                  ///< no direct packet leaves or is answered (SetInvisible)
    double rttMs = 0;
    LinkClass linkClass = LinkClass::Unknown;
    std::int64_t bytesSent = 0;
    std::int64_t bytesReceived = 0;
    std::int64_t waiting = 0;           ///< envelopes that neither a hub nor their receiver has yet
    std::int64_t buried = 0;            ///< queues of ours that a hub has not deleted yet
    int keepAliveSeconds = 0;           ///< so seldom something is sent by UDP so that the NAT keeps us reachable
    std::int64_t idleBytesPerHour = 0;  ///< what being reachable costs while nothing happens, both ways
    double rateKbit = 0;                ///< to the home hub, the highest that was delivered lately; 0: not known
    bool metered = false;               ///< the system says that this network is paid for by the byte
};

/// What bytes were spent for. Whatever is no file and no call is messages, what they need, and being reachable.
enum class TrafficKind : std::uint8_t { Messages, Files, Calls };
/// "messages", "files", "calls".
[[nodiscard]] std::string_view kindName(TrafficKind kind);
inline constexpr std::size_t trafficKinds = 3;

/// Whole IP packets.
struct Traffic {
    std::int64_t sent = 0;
    std::int64_t received = 0;
};
/// What one month (of UTC) cost.
struct MonthTraffic {
    int year = 0;
    int month = 0;                              ///< 1 … 12
    std::array<Traffic, trafficKinds> kinds{};  ///< by TrafficKind
    [[nodiscard]] std::int64_t total() const;
};
struct Meter {
    std::vector<MonthTraffic> months;   ///< the newest first, which is the present one
    std::int64_t cap = 0;               ///< bytes in a month; 0: none
    [[nodiscard]] int percent() const;  ///< of the cap; 0 without one
    [[nodiscard]] bool isSpent() const { return cap > 0 && percent() >= 100; }
};

/// What a search looks for.
enum class SearchKind : std::uint8_t { Everything, Texts, Photos, Videos, Files, Links, Notes, Places };
/// "everything", "texts", "photos", "videos", "files", "links", "notes", "places".
[[nodiscard]] std::string_view kindName(SearchKind kind);

}  // namespace nightjar
