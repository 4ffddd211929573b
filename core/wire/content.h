// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <variant>
#include <vector>

#include "base/instant.h"
#include "wire/address.h"
#include "wire/packet.h"

namespace nightjar::wire {

// What people send each other, inside an envelope: docs/protocol.md, section 8.

/// Bytes of UTF-8 in one text: fits into the largest envelope.
inline constexpr std::size_t maxTextBytes = 15'000;
/// Bytes of UTF-8 in a name.
inline constexpr std::size_t maxNameBytes = 64;
/// Envelope ids in one RECEIPT: few enough that it stays in the second smallest envelope.
inline constexpr std::size_t maxReceiptIds = 24;
inline constexpr std::size_t maxCandidates = 16;

/// An agreement about a channel between two peers; drawn by who offers it.
using LinkId = StrongId<struct LinkTag, 8>;

enum class CandidateKind : std::uint8_t { Host = 1, ServerReflexive = 2 };
struct Candidate {
    CandidateKind kind = CandidateKind::Host;
    Endpoint address;
    bool operator==(const Candidate&) const = default;
};

struct TextContent {
    MessageId message;
    std::string text;  ///< UTF-8, 1 … maxTextBytes bytes
};
/// "These envelopes are on my disk."
struct ReceiptContent {
    std::vector<EnvelopeId> envelopes;  ///< 1 … maxReceiptIds
};
/// "Shown up to here."
struct ReadContent {
    MessageId message;
};
struct HelloContent {
    std::string name;  ///< UTF-8, 0 … maxNameBytes bytes
    QueueAddress queue;
};
struct WelcomeContent {
    std::string name;
};
/// "Delete this message at your side."
struct DeleteContent {
    MessageId message;
};
/// "Delete me and our conversation at your side."
struct EraseContent {};
/// Both halves of the agreement about a channel between two peers (section 9).
struct LinkProposal {
    LinkId link;
    ByteArray<32> ephemeral{};  ///< X25519 public key
    ChannelId channel;          ///< what the other side writes into its packets to us
    std::vector<Candidate> candidates;
};
struct LinkOfferContent : LinkProposal {};
struct LinkAnswerContent : LinkProposal {};
struct CallOfferContent {
    CallId call;
    std::uint8_t codecs = 0;    ///< bits: 1 DRED as of Opus 1.5 (section 9)
    SecretBytes secret;         ///< 32 bytes
    ByteArray<32> ephemeral{};  ///< X25519 public key
};
struct CallRingingContent {
    CallId call;
};
struct CallAcceptContent {
    CallId call;
    std::uint8_t codecs = 0;
    ByteArray<32> ephemeral{};
};
enum class CallEndReason : std::uint8_t { HungUp = 1, Declined = 2, Busy = 3, NoAnswer = 4, Lost = 5, Failed = 6 };
struct CallEndContent {
    CallId call;
    CallEndReason reason = CallEndReason::HungUp;
};

using ContentBody = std::variant<TextContent, ReceiptContent, ReadContent, HelloContent, WelcomeContent, DeleteContent,
                                 EraseContent, LinkOfferContent, LinkAnswerContent, CallOfferContent,
                                 CallRingingContent, CallAcceptContent, CallEndContent>;

struct Content {
    std::uint64_t order = 0;  ///< counts a sender's ordered contents from 1; 0 for the others
    Instant time;             ///< by the sender's clock, whole milliseconds
    ContentBody body;
};

/// TEXT and DELETE: shown in the order in which they were sent.
[[nodiscard]] bool isOrdered(const ContentBody& body);
/// Goes only to a receiver who is there now: LINK_*, CALL_RINGING, CALL_ACCEPT.
[[nodiscard]] bool isTransient(const ContentBody& body);
/// Whether its receiver answers that it is on disk: all but RECEIPT, READ and what is transient.
[[nodiscard]] bool isReceipted(const ContentBody& body);

/// The order must fit the body and every field its bound; the writer of a broken content is a programming error.
[[nodiscard]] Bytes encodeContent(const Content& content);
[[nodiscard]] std::optional<Content> decodeContent(ByteView bytes);

}  // namespace nightjar::wire
