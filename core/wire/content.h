// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <variant>
#include <vector>

#include "base/buffer.h"
#include "base/geopoint.h"
#include "base/instant.h"
#include "wire/address.h"
#include "wire/life.h"
#include "wire/packet.h"

namespace nightjar::wire {

// What people send each other, inside an envelope: docs/protocol.md, section 8.

/// Bytes of UTF-8 in one text: fits into the largest envelope.
inline constexpr std::size_t maxTextBytes = 15'000;
/// Bytes of UTF-8 in a name.
inline constexpr std::size_t maxNameBytes = 64;
/// Bytes of UTF-8 in the name of a file: what file systems take.
inline constexpr std::size_t maxFileNameBytes = 255;
/// RFC 6838 section 4.2: 127 characters on either side; real ones are far below.
inline constexpr std::size_t maxMimeBytes = 127;
/// Name, caption and thumbnail fit the largest envelope together.
inline constexpr std::size_t maxThumbnailBytes = 8'192;
inline constexpr std::size_t maxCaptionBytes = 4'096;
/// Of a side of a picture: what common decoders take.
inline constexpr std::uint32_t maxPixels = 65'535;
/// Envelope ids in one RECEIPT: few enough that it stays in the second smallest envelope.
inline constexpr std::size_t maxReceiptIds = 24;
inline constexpr std::size_t maxCandidates = 16;
/// Emoji of one person under one message, and bytes of UTF-8 in each: families and flags are sequences of a dozen code
/// points.
inline constexpr std::size_t maxReactions = 8;
inline constexpr std::size_t maxEmojiBytes = 64;

/// An agreement about a channel between two peers; drawn by who offers it.
using LinkId = StrongId<struct LinkTag, 8>;

/// Where a candidate comes from: an address of the machine; that address as the hub sees it; a port that the router
/// gave by agreement; a port that a sequential symmetric NAT will give to one of the next destinations.
/// Relayed: at a TURN server, which lets in whom its client permits. Guessable: a NAT that gives every destination
/// another port at random; only the address means something. Tcp: what the hub sees of a TCP connection, whose local
/// port is free for further ones.
enum class CandidateKind : std::uint8_t {
    Host = 1,
    ServerReflexive = 2,
    Mapped = 3,
    Predicted = 4,
    Relayed = 5,
    Guessable = 6,
    Tcp = 7,
};
struct Candidate {
    CandidateKind kind = CandidateKind::Host;
    Endpoint address;
    bool operator==(const Candidate&) const = default;
};

/// The list of candidates as offers, answers and CANDIDATES have it.
void writeCandidates(ByteWriter& out, const std::vector<Candidate>& candidates);
[[nodiscard]] std::optional<std::vector<Candidate>> readCandidates(ByteReader& in);

/// How a message stands to others.
struct MessageContext {
    std::optional<MessageId> quote;  ///< what it answers, in the same conversation
    bool forwarded = false;
    std::string origin;  ///< of a forwarded one: who wrote it, if that is to be told; UTF-8, 0 … maxNameBytes bytes
    bool operator==(const MessageContext&) const = default;
};
struct TextContent {
    static constexpr std::uint8_t type = 1;
    MessageId message;  ///< null: the one that order and time give (chat/messageid.h)
    std::string text;   ///< UTF-8, 1 … maxTextBytes bytes
    MessageContext context{};
};
/// "These envelopes are on my disk."
struct ReceiptContent {
    static constexpr std::uint8_t type = 2;
    std::vector<EnvelopeId> envelopes;  ///< 1 … maxReceiptIds
};
/// "Shown up to here."
struct ReadContent {
    static constexpr std::uint8_t type = 3;
    MessageId message;
};
struct HelloContent {
    static constexpr std::uint8_t type = 4;
    std::string name;  ///< UTF-8, 0 … maxNameBytes bytes
    QueueAddress queue;
};
struct WelcomeContent {
    static constexpr std::uint8_t type = 5;
    std::string name;
};
/// "Delete this message at your side."
struct DeleteContent {
    static constexpr std::uint8_t type = 6;
    MessageId message;
};
/// "Delete me and our conversation at your side."
struct EraseContent {
    static constexpr std::uint8_t type = 7;
};
/// Both halves of the agreement about a channel between two peers (section 9).
struct LinkProposal {
    LinkId link;
    ByteArray<32> ephemeral{};  ///< X25519 public key
    ChannelId channel;          ///< what the other side writes into its packets to us
    std::vector<Candidate> candidates;
};
struct LinkOfferContent : LinkProposal {
    static constexpr std::uint8_t type = 8;
};
struct LinkAnswerContent : LinkProposal {
    static constexpr std::uint8_t type = 9;
};
struct CallOfferContent {
    static constexpr std::uint8_t type = 10;
    CallId call;
    std::uint8_t codecs = 0;    ///< bits: 1 DRED as of Opus 1.5 (section 9)
    SecretBytes secret;         ///< 32 bytes
    ByteArray<32> ephemeral{};  ///< X25519 public key
};
struct CallRingingContent {
    static constexpr std::uint8_t type = 11;
    CallId call;
};
struct CallAcceptContent {
    static constexpr std::uint8_t type = 12;
    CallId call;
    std::uint8_t codecs = 0;
    ByteArray<32> ephemeral{};
};
enum class CallEndReason : std::uint8_t { HungUp = 1, Declined = 2, Busy = 3, NoAnswer = 4, Lost = 5, Failed = 6 };
struct CallEndContent {
    static constexpr std::uint8_t type = 13;
    CallId call;
    CallEndReason reason = CallEndReason::HungUp;
};
/// "The text of this message of mine is another now."
struct EditContent {
    static constexpr std::uint8_t type = 14;
    MessageId message;
    std::string text;  ///< UTF-8, 1 … maxTextBytes bytes
};
/// "These are my emoji under this message", instead of those before.
struct ReactContent {
    static constexpr std::uint8_t type = 15;
    MessageId message;
    std::vector<std::string> emoji;  ///< UTF-8, 0 … maxReactions of 1 … maxEmojiBytes bytes, none twice
};
struct TypingContent {
    static constexpr std::uint8_t type = 16;
    bool typing = false;
};
/// "This is how I answer you."
struct PrivacyContent {
    static constexpr std::uint8_t type = 17;
    bool receipts = true;  ///< RECEIPT and STORED are given
    bool mayErase = true;  ///< DELETE, CLEAR and ERASE of yours are carried out here
};

/// "Here is a file": section 11.
struct FileContent {
    static constexpr std::uint8_t type = 40;
    MessageId message;
    ByteArray<16> blob{};
    SecretBytes key;         ///< 32 bytes
    std::uint64_t size = 0;  ///< at most maxFileBytes
    bool photo = false;
    std::string name;          ///< UTF-8, 1 … maxFileNameBytes bytes, without '/', '\\' and control characters
    std::string mime;          ///< printable ASCII, 0 … maxMimeBytes bytes
    std::uint32_t width = 0;   ///< at most maxPixels
    std::uint32_t height = 0;  ///< at most maxPixels
    Bytes thumbnail;           ///< 0 … maxThumbnailBytes
    std::string caption;       ///< UTF-8, 0 … maxCaptionBytes bytes
};
/// "I have all of it."
struct FileDoneContent {
    static constexpr std::uint8_t type = 41;
    ByteArray<16> blob{};
};
enum class FileEndReason : std::uint8_t { Cancelled = 1, Changed = 2, Withdrawn = 3 };
/// "Nothing will come of it", from either side.
struct FileEndContent {
    static constexpr std::uint8_t type = 42;
    ByteArray<16> blob{};
    FileEndReason reason = FileEndReason::Cancelled;
};

/// Ordered contents, by their numbers.
struct OrderRange {
    std::uint64_t from = 1;
    std::uint64_t count = 1;  ///< at least 1
};
/// "These of yours have not come, and later ones wait for them."
struct MissingContent : OrderRange {
    static constexpr std::uint8_t type = 55;
};
/// "These of mine will not come": they were given up, or you had them once.
struct SkipContent : OrderRange {
    static constexpr std::uint8_t type = 56;
};
/// "All of it lies at your hub."
struct FileStoredContent {
    static constexpr std::uint8_t type = 43;
    ByteArray<16> blob{};
};

/// "From here on these keys", and how far each of us had come: section 7, Renewal.
struct RenewedContent {
    static constexpr std::uint8_t type = 50;
    std::uint64_t lowest = 0;    ///< order number of the first content that may still come
    std::uint64_t expected = 0;  ///< order number that your next new content must not be below
};

/// Voice notes: the longest, in frames of 20 ms (15 minutes); bars of the waveform; bytes of the small form in all and
/// in one content; bytes of the better form.
inline constexpr std::uint32_t maxNoteFrames = 45'000;
inline constexpr std::size_t maxWaveformBars = 64;
inline constexpr std::size_t maxNoteSmallBytes = 512 * 1024;
inline constexpr std::size_t maxNotePartBytes = 14'000;
inline constexpr std::uint64_t maxNoteFileBytes = 8 * 1024 * 1024;
/// "I say": section 14.
struct NoteContent {
    static constexpr std::uint8_t type = 64;
    MessageId message;
    std::optional<MessageId> quote;  ///< what it answers
    std::uint32_t frames = 1;        ///< of 20 ms, 1 … maxNoteFrames
    Bytes waveform;                  ///< 1 … maxWaveformBars
    ByteArray<16> blob{};            ///< of the better form, a file as of FILE
    SecretBytes key;                 ///< 32 bytes
    std::uint64_t size = 1;          ///< 1 … maxNoteFileBytes
    std::uint32_t smallSize = 1;     ///< of the whole small form, 1 … maxNoteSmallBytes
    Bytes small;                     ///< its first 1 … min(smallSize, maxNotePartBytes) bytes
};
/// The next bytes of the small form.
struct NotePartContent {
    static constexpr std::uint8_t type = 65;
    MessageId message;
    Bytes small;  ///< 1 … maxNotePartBytes
};
/// "I put you on hold", or take it back.
struct CallHoldContent {
    static constexpr std::uint8_t type = 66;
    CallId call;
    std::uint64_t turn = 1;  ///< counts what one side says of this call; an older one says nothing any more
    bool held = false;
};

/// Places: bytes of UTF-8 in a label, seconds that one may be live, metres around it.
inline constexpr std::size_t maxPlaceLabelBytes = 200;
inline constexpr std::uint32_t minLiveSeconds = 60;
inline constexpr std::uint32_t maxLiveSeconds = 8 * 60 * 60;
/// "I am here", or "look at this place": section 19.
struct LocationContent {
    static constexpr std::uint8_t type = 75;
    MessageId message;
    GeoPoint point;
    std::uint32_t liveSeconds = 0;  ///< 0: it stays as it is; else minLiveSeconds … maxLiveSeconds
    std::string label;              ///< UTF-8, 0 … maxPlaceLabelBytes bytes
};
/// "Now I am here", or "I tell it no more", of a live place.
struct MovedContent {
    static constexpr std::uint8_t type = 77;
    MessageId message;
    std::uint32_t turn = 1;  ///< counts what was said of this place; an older one says nothing any more
    bool ended = false;
    GeoPoint point;
};
/// "This is how somebody can be reached": section 19.
struct CardContent {
    static constexpr std::uint8_t type = 78;
    MessageId message;
    std::string name;  ///< UTF-8, 1 … maxNameBytes bytes
    std::string link;  ///< an AddressLink as it writes itself
};

/// "My messages that follow live so long": section 15.
struct LifeContent {
    static constexpr std::uint8_t type = 76;
    std::uint32_t turn = 0;  ///< counts the changes of the rule of a conversation, whoever makes them
    LifeTerm term;           ///< LifeStart::Creation never
    bool tellsRead = true;   ///< the writer says READ
    Instant network;         ///< what time it was when this was written, as hubs tell it; the epoch: not known
};
/// "This is the key of the notice that comes if I am forced to wipe", or takes it back.
struct WipeNoticeContent {
    static constexpr std::uint8_t type = 74;
    SecretBytes key;  ///< 32 bytes; empty: there will be none
};

/// Names one person to everybody in a group: section 18.
using GroupMemberId = ByteArray<16>;
/// The longest link in one: an address line and a secret.
inline constexpr std::size_t maxLinkBytes = 320;
/// From the founder of a group: "This is somebody in it. Make them a one-time invitation and give it to me."
struct MemberContent {
    static constexpr std::uint8_t type = 81;
    GroupMemberId member{};
    std::string name;  ///< UTF-8, 1 … maxNameBytes bytes
};
/// To the founder: "This is for them."
struct OfferContent {
    static constexpr std::uint8_t type = 82;
    GroupMemberId member{};
    std::string link;  ///< an InvitationLink as it writes itself
};
/// From the founder: "This is somebody new, and this is an invitation they made for you."
struct IntroduceContent {
    static constexpr std::uint8_t type = 83;
    GroupMemberId member{};
    std::string name;
    std::string link;
};
/// "I leave the group."
struct LeaveContent {
    static constexpr std::uint8_t type = 84;
};
/// From the founder: "They are not in the group any more", or you.
struct RemovedContent {
    static constexpr std::uint8_t type = 85;
    GroupMemberId member{};
};

/// "Delete our conversation at your side": all that I wrote before this, and of yours what I have.
struct ClearContent {
    static constexpr std::uint8_t type = 70;
    std::uint64_t seen = 0;  ///< the latest of your ordered contents that I have; 0: none
};

/// What a newer version says: a type that this one does not know, or fields that it cannot read.
struct UnknownContent {
    static constexpr std::uint8_t type = 0;  ///< nothing has this number
    std::uint8_t number = type;              ///< its type on the wire
    bool ordered = false;
    Bytes fields;
};

using ContentBody =
    std::variant<TextContent, ReceiptContent, ReadContent, HelloContent, WelcomeContent, DeleteContent, EraseContent,
                 LinkOfferContent, LinkAnswerContent, CallOfferContent, CallRingingContent, CallAcceptContent,
                 CallEndContent, EditContent, ReactContent, TypingContent, PrivacyContent, FileContent, FileDoneContent,
                 FileEndContent, MissingContent, SkipContent, FileStoredContent, RenewedContent, NoteContent,
                 NotePartContent, CallHoldContent, LifeContent, MemberContent, OfferContent, IntroduceContent,
                 LeaveContent, RemovedContent, ClearContent, WipeNoticeContent, LocationContent, MovedContent,
                 CardContent, UnknownContent>;

struct Content {
    std::uint64_t order = 0;  ///< counts a sender's ordered contents from 1; 0 for the others
    Instant time;             ///< by the sender's clock, whole milliseconds
    ContentBody body;
};

/// What may be the name of a file: UTF-8 of 1 … maxFileNameBytes bytes that no file system takes for a path.
[[nodiscard]] bool isFileName(ByteView name);
/// The number of a content on the wire; each body has its own.
[[nodiscard]] std::uint8_t typeOf(const ContentBody& body);
/// TEXT, DELETE and what else changes a conversation: applied in the order in which they were sent.
[[nodiscard]] bool isOrdered(const ContentBody& body);
/// Goes only to a receiver who is there now: LINK_*, CALL_RINGING, CALL_ACCEPT, TYPING.
[[nodiscard]] bool isTransient(const ContentBody& body);
/// Whether its receiver answers that it is on disk: all but RECEIPT, READ and what is transient, and of what it does
/// not know what is ordered.
[[nodiscard]] bool isReceipted(const ContentBody& body);

/// The order must fit the body and every field its bound; the writer of a broken content is a programming error.
[[nodiscard]] Bytes encodeContent(const Content& content);
/// Nothing for what this version does not know.
[[nodiscard]] std::optional<Content> decodeContent(ByteView bytes);
/// The same, with UnknownContent for what this version does not know. Nothing when not even that can be said.
[[nodiscard]] std::optional<Content> decodeAnyContent(ByteView bytes);

}  // namespace nightjar::wire
