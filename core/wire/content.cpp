// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "wire/content.h"

#include <algorithm>

#include "base/overload.h"
#include "wire/envelope.h"
#include "wire/filegeometry.h"

namespace nightjar::wire {

namespace {

/// The long form of TEXT.
constexpr std::uint8_t fullText = 30;

// Of the flags of a MessageContext.
constexpr std::uint8_t hasQuote = 1;
constexpr std::uint8_t isForwarded = 2;
constexpr std::uint8_t hasOrigin = 4;

// Of PRIVACY.
constexpr std::uint8_t givesReceipts = 1;
constexpr std::uint8_t keepsAll = 2;

/// Of a live place: more than anybody moves in its time.
constexpr std::uint64_t maxTurn = 1'000'000;

// The longest text fits into the largest envelope, even when it opens the session, quotes and was forwarded.
static_assert(1 + 8 + 6 + 8 + 1 + 8 + 2 + maxNameBytes + maxTextBytes <= maxContentSize(EnvelopeType::FirstMessage));

// So does the first part of the longest voice note.
static_assert(1 + 8 + 6 + 8 + 9 + 3 + 1 + maxWaveformBars + 16 + 32 + 4 + 4 + maxNotePartBytes <=
              maxContentSize(EnvelopeType::FirstMessage));

void writeContext(ByteWriter& out, const MessageContext& context) {
    out.u8(static_cast<std::uint8_t>((context.quote ? hasQuote : 0) | (context.forwarded ? isForwarded : 0) |
                                     (context.origin.empty() ? 0 : hasOrigin)));
    if (context.quote) {
        out.bytes(context.quote->value);
    }
    if (!context.origin.empty()) {
        out.sized(asBytes(context.origin));
    }
}

/// A plain text says nothing but itself.
bool isShort(const TextContent& text) {
    return text.message.isNull() && text.context == MessageContext{};
}

std::optional<MessageContext> readContext(ByteReader& in) {
    const auto flags = in.u8();
    if (flags > (hasQuote | isForwarded | hasOrigin)) {
        return std::nullopt;
    }
    MessageContext context;
    if ((flags & hasQuote) != 0) {
        context.quote = MessageId{in.array<8>()};
    }
    context.forwarded = (flags & isForwarded) != 0;
    if ((flags & hasOrigin) != 0) {
        const auto name = in.sized(maxNameBytes);
        if (!context.forwarded || name.empty() || !isUtf8(name)) {
            return std::nullopt;
        }
        context.origin = toText(name);
    }
    return context;
}

std::optional<Candidate> readCandidate(ByteReader& in) {
    const auto kind = in.u8();
    const auto size = in.u8();
    const bool known = (kind >= static_cast<std::uint8_t>(CandidateKind::Host) &&
                        kind <= static_cast<std::uint8_t>(CandidateKind::Relayed)) ||
                       kind == static_cast<std::uint8_t>(CandidateKind::Guessable) ||
                       kind == static_cast<std::uint8_t>(CandidateKind::Tcp);
    if (!known || (size != 4 && size != 16)) {
        return std::nullopt;
    }
    const auto address = in.bytes(size);
    const Candidate candidate{static_cast<CandidateKind>(kind), Endpoint(address, in.u16())};
    const bool oneForm = size == 4 || !candidate.address.isV4();
    return in.ok() && candidate.address.isValid() && oneForm ? std::optional(candidate) : std::nullopt;
}

void writeProposal(ByteWriter& out, const LinkProposal& proposal) {
    out.bytes(proposal.link.value);
    out.bytes(proposal.ephemeral);
    out.bytes(proposal.channel.value);
    writeCandidates(out, proposal.candidates);
}

template <class T>
std::optional<ContentBody> readProposal(ByteReader& in) {
    T proposal;
    proposal.link.value = in.array<8>();
    proposal.ephemeral = in.array<32>();
    proposal.channel.value = in.array<3>();
    auto candidates = readCandidates(in);
    if (!candidates) {
        return std::nullopt;
    }
    proposal.candidates = std::move(*candidates);
    return proposal;
}

std::optional<ContentBody> readText(ByteReader& in) {
    const auto text = in.rest();
    const bool fits = !text.empty() && text.size() <= maxTextBytes;
    return fits && isUtf8(text) ? std::optional<ContentBody>(TextContent{{}, toText(text), {}}) : std::nullopt;
}

std::optional<ContentBody> readFullText(ByteReader& in) {
    const MessageId message{in.array<8>()};
    auto context = readContext(in);
    auto body = context ? readText(in) : std::nullopt;
    if (body) {
        auto& text = std::get<TextContent>(*body);
        text.message = message;
        text.context = std::move(*context);
        // One form for each text.
        return isShort(text) ? std::nullopt : std::move(body);
    }
    return body;
}

std::optional<ContentBody> readEdit(ByteReader& in) {
    const MessageId message{in.array<8>()};
    const auto text = in.sized(maxTextBytes);
    return !text.empty() && isUtf8(text) ? std::optional<ContentBody>(EditContent{message, toText(text)})
                                         : std::nullopt;
}

std::optional<ContentBody> readReact(ByteReader& in) {
    ReactContent reaction{{in.array<8>()}, {}};
    const auto count = in.varint();
    if (count > maxReactions) {
        return std::nullopt;
    }
    for (std::uint64_t i = 0; i < count; ++i) {
        const auto bytes = in.sized(maxEmojiBytes);
        auto emoji = toText(bytes);
        const auto& before = reaction.emoji;
        if (bytes.empty() || !isUtf8(bytes) || std::find(before.begin(), before.end(), emoji) != before.end()) {
            return std::nullopt;
        }
        reaction.emoji.push_back(std::move(emoji));
    }
    return reaction;
}

/// One byte that is 0 or 1.
std::optional<bool> readFlag(ByteReader& in) {
    const auto value = in.u8();
    return value <= 1 ? std::optional(value == 1) : std::nullopt;
}

std::optional<ContentBody> readReceipt(ByteReader& in) {
    const auto count = in.varint();
    if (count == 0 || count > maxReceiptIds) {
        return std::nullopt;
    }
    ReceiptContent receipt;
    for (std::uint64_t i = 0; i < count; ++i) {
        receipt.envelopes.push_back({in.array<EnvelopeId::length>()});
    }
    return receipt;
}

std::optional<std::string> readName(ByteReader& in) {
    const auto name = in.sized(maxNameBytes);
    return isUtf8(name) ? std::optional(toText(name)) : std::nullopt;
}

std::optional<ContentBody> readHello(ByteReader& in) {
    auto name = readName(in);
    auto queue = readQueueAddress(in);
    if (!name || !queue) {
        return std::nullopt;
    }
    return HelloContent{std::move(*name), std::move(*queue)};
}

std::optional<ContentBody> readWelcome(ByteReader& in) {
    auto name = readName(in);
    return name ? std::optional<ContentBody>(WelcomeContent{std::move(*name)}) : std::nullopt;
}

std::optional<ContentBody> readCallOffer(ByteReader& in) {
    CallOfferContent offer;
    offer.call.value = in.array<8>();
    offer.codecs = in.u8();
    const auto secret = in.bytes(32);
    offer.ephemeral = in.array<32>();
    if (!in.ok()) {
        return std::nullopt;
    }
    offer.secret = SecretBytes(secret);
    return offer;
}

std::optional<ContentBody> readCallEnd(ByteReader& in) {
    const CallId call{in.array<8>()};
    const auto reason = in.u8();
    const bool known = reason >= static_cast<std::uint8_t>(CallEndReason::HungUp) &&
                       reason <= static_cast<std::uint8_t>(CallEndReason::Failed);
    return known ? std::optional<ContentBody>(CallEndContent{call, static_cast<CallEndReason>(reason)}) : std::nullopt;
}

std::optional<ContentBody> readFile(ByteReader& in) {
    FileContent file;
    file.message.value = in.array<8>();
    file.blob = in.array<16>();
    const auto key = in.bytes(32);
    file.size = in.varint();
    const auto photo = readFlag(in);
    const auto name = in.sized(maxFileNameBytes);
    const auto mime = in.sized(maxMimeBytes);
    const auto width = in.varint();
    const auto height = in.varint();
    file.thumbnail = toBytes(in.sized(maxThumbnailBytes));
    const auto caption = in.sized(maxCaptionBytes);
    const bool printable = std::all_of(mime.begin(), mime.end(), [](std::uint8_t c) { return c > 0x20 && c < 0x7f; });
    if (!in.ok() || !photo || file.size > maxFileBytes || !isFileName(name) || !printable || width > maxPixels ||
        height > maxPixels || !isUtf8(caption)) {
        return std::nullopt;
    }
    file.key = SecretBytes(key);
    file.photo = *photo;
    file.name = toText(name);
    file.mime = toText(mime);
    file.width = static_cast<std::uint32_t>(width);
    file.height = static_cast<std::uint32_t>(height);
    file.caption = toText(caption);
    return file;
}

std::optional<ContentBody> readFileEnd(ByteReader& in) {
    const auto blob = in.array<16>();
    const auto reason = in.u8();
    const bool known = reason >= static_cast<std::uint8_t>(FileEndReason::Cancelled) &&
                       reason <= static_cast<std::uint8_t>(FileEndReason::Withdrawn);
    return known ? std::optional<ContentBody>(FileEndContent{blob, static_cast<FileEndReason>(reason)}) : std::nullopt;
}

std::optional<ContentBody> readNote(ByteReader& in) {
    NoteContent note;
    note.message.value = in.array<8>();
    const auto answers = readFlag(in);
    if (answers.value_or(false)) {
        note.quote = MessageId{in.array<8>()};
    }
    const auto frames = in.varint();
    note.waveform = toBytes(in.sized(maxWaveformBars));
    note.blob = in.array<16>();
    const auto key = in.bytes(32);
    note.size = in.varint();
    const auto smallSize = in.varint();
    note.small = toBytes(in.rest());
    if (!in.ok() || !answers || frames == 0 || frames > maxNoteFrames || note.waveform.empty() || note.size == 0 ||
        note.size > maxNoteFileBytes || smallSize > maxNoteSmallBytes || note.small.empty() ||
        note.small.size() > std::min<std::uint64_t>(smallSize, maxNotePartBytes)) {
        return std::nullopt;
    }
    note.key = SecretBytes(key);
    note.frames = static_cast<std::uint32_t>(frames);
    note.smallSize = static_cast<std::uint32_t>(smallSize);
    return note;
}

std::optional<ContentBody> readNotePart(ByteReader& in) {
    NotePartContent part{{in.array<8>()}, toBytes(in.rest())};
    const bool fits = !part.small.empty() && part.small.size() <= maxNotePartBytes;
    return fits ? std::optional<ContentBody>(std::move(part)) : std::nullopt;
}

std::optional<ContentBody> readCallHold(ByteReader& in) {
    const CallId call{in.array<8>()};
    const auto turn = in.varint();
    const auto held = readFlag(in);
    return held && turn > 0 ? std::optional<ContentBody>(CallHoldContent{call, turn, *held}) : std::nullopt;
}

std::optional<ContentBody> readLife(ByteReader& in) {
    const auto turn = in.varint();
    const auto term = readLifeTerm(in);
    const auto tellsRead = readFlag(in);
    const auto network = readTime(in);
    if (turn > maxLifeTurn || !term || term->from == LifeStart::Creation || !tellsRead) {
        return std::nullopt;
    }
    return LifeContent{static_cast<std::uint32_t>(turn), *term, *tellsRead, network};
}

/// Of a person in a group: there is one.
std::optional<std::string> readMemberName(ByteReader& in) {
    auto name = readName(in);
    return name && !name->empty() ? std::move(name) : std::nullopt;
}

/// A link as it writes itself.
std::optional<std::string> readLink(ByteReader& in) {
    auto text = toText(in.sized(maxLinkBytes));
    const auto link = InvitationLink::parse(text);
    return link && link->toString() == text ? std::optional(std::move(text)) : std::nullopt;
}

std::optional<ContentBody> readMember(ByteReader& in) {
    const auto member = in.array<16>();
    auto name = readMemberName(in);
    return name ? std::optional<ContentBody>(MemberContent{member, std::move(*name)}) : std::nullopt;
}

std::optional<ContentBody> readOffer(ByteReader& in) {
    const auto member = in.array<16>();
    auto link = readLink(in);
    return link ? std::optional<ContentBody>(OfferContent{member, std::move(*link)}) : std::nullopt;
}

std::optional<ContentBody> readIntroduce(ByteReader& in) {
    const auto member = in.array<16>();
    auto name = readMemberName(in);
    auto link = name ? readLink(in) : std::nullopt;
    return link ? std::optional<ContentBody>(IntroduceContent{member, std::move(*name), std::move(*link)})
                : std::nullopt;
}

/// Degrees from the south pole and from 180° west: whole numbers that say nothing else.
void writePoint(ByteWriter& out, const GeoPoint& point) {
    out.u32(static_cast<std::uint32_t>(point.latitude + GeoPoint::maxLatitude));
    out.u32(static_cast<std::uint32_t>(static_cast<std::int64_t>(point.longitude) + GeoPoint::maxLongitude));
    out.varint(point.uncertainty);
}

std::optional<GeoPoint> readPoint(ByteReader& in) {
    const std::int64_t latitude = in.u32();
    const std::int64_t longitude = in.u32();
    const auto uncertainty = in.varint();
    if (!in.ok() || latitude > 2LL * GeoPoint::maxLatitude || longitude > 2LL * GeoPoint::maxLongitude ||
        uncertainty > GeoPoint::maxUncertainty) {
        return std::nullopt;
    }
    return GeoPoint{static_cast<std::int32_t>(latitude - GeoPoint::maxLatitude),
                    static_cast<std::int32_t>(longitude - GeoPoint::maxLongitude),
                    static_cast<std::uint32_t>(uncertainty)};
}

std::optional<ContentBody> readLocation(ByteReader& in) {
    const MessageId message{in.array<8>()};
    const auto point = readPoint(in);
    const auto live = in.varint();
    const auto label = in.sized(maxPlaceLabelBytes);
    const bool fits = live == 0 || (live >= minLiveSeconds && live <= maxLiveSeconds);
    return point && fits && isUtf8(label) ? std::optional<ContentBody>(LocationContent{
                                                message, *point, static_cast<std::uint32_t>(live), toText(label)})
                                          : std::nullopt;
}

std::optional<ContentBody> readMoved(ByteReader& in) {
    const MessageId message{in.array<8>()};
    const auto turn = in.varint();
    const auto ended = readFlag(in);
    const auto point = readPoint(in);
    const bool fits = turn > 0 && turn <= maxTurn;
    return fits && ended && point
               ? std::optional<ContentBody>(MovedContent{message, static_cast<std::uint32_t>(turn), *ended, *point})
               : std::nullopt;
}

std::optional<ContentBody> readCard(ByteReader& in) {
    const MessageId message{in.array<8>()};
    auto name = readMemberName(in);
    auto text = toText(in.sized(maxLinkBytes));
    const auto link = AddressLink::parse(text);
    return name && link && link->toString() == text
               ? std::optional<ContentBody>(CardContent{message, std::move(*name), std::move(text)})
               : std::nullopt;
}

template <class T>
std::optional<ContentBody> readRange(ByteReader& in) {
    T range;
    range.from = in.varint();
    range.count = in.varint();
    return range.from > 0 && range.count > 0 ? std::optional<ContentBody>(range) : std::nullopt;
}

std::optional<ContentBody> readBody(ByteReader& in, std::uint8_t type) {
    switch (type) {
        case TextContent::type:
            return readText(in);
        case fullText:
            return readFullText(in);
        case ReceiptContent::type:
            return readReceipt(in);
        case ReadContent::type:
            return ReadContent{{in.array<8>()}};
        case HelloContent::type:
            return readHello(in);
        case WelcomeContent::type:
            return readWelcome(in);
        case DeleteContent::type:
            return DeleteContent{{in.array<8>()}};
        case EraseContent::type:
            return EraseContent{};
        case ClearContent::type:
            return ClearContent{in.varint()};
        case LinkOfferContent::type:
            return readProposal<LinkOfferContent>(in);
        case LinkAnswerContent::type:
            return readProposal<LinkAnswerContent>(in);
        case CallOfferContent::type:
            return readCallOffer(in);
        case CallRingingContent::type:
            return CallRingingContent{{in.array<8>()}};
        case CallAcceptContent::type:
            return CallAcceptContent{{in.array<8>()}, in.u8(), in.array<32>()};
        case CallEndContent::type:
            return readCallEnd(in);
        case EditContent::type:
            return readEdit(in);
        case ReactContent::type:
            return readReact(in);
        case TypingContent::type: {
            const auto typing = readFlag(in);
            return typing ? std::optional<ContentBody>(TypingContent{*typing}) : std::nullopt;
        }
        case PrivacyContent::type: {
            const auto flags = in.u8();
            return flags <= (givesReceipts | keepsAll) ? std::optional<ContentBody>(PrivacyContent{
                                                             (flags & givesReceipts) != 0, (flags & keepsAll) == 0})
                                                       : std::nullopt;
        }
        case WipeNoticeContent::type: {
            const auto on = readFlag(in);
            if (!on) {
                return std::nullopt;
            }
            return *on ? WipeNoticeContent{SecretBytes(in.bytes(32))} : WipeNoticeContent{};
        }
        case FileContent::type:
            return readFile(in);
        case FileDoneContent::type:
            return FileDoneContent{in.array<16>()};
        case FileEndContent::type:
            return readFileEnd(in);
        case MissingContent::type:
            return readRange<MissingContent>(in);
        case SkipContent::type:
            return readRange<SkipContent>(in);
        case RenewedContent::type:
            return RenewedContent{in.varint(), in.varint()};
        case FileStoredContent::type:
            return FileStoredContent{in.array<16>()};
        case NoteContent::type:
            return readNote(in);
        case NotePartContent::type:
            return readNotePart(in);
        case CallHoldContent::type:
            return readCallHold(in);
        case LifeContent::type:
            return readLife(in);
        case MemberContent::type:
            return readMember(in);
        case OfferContent::type:
            return readOffer(in);
        case IntroduceContent::type:
            return readIntroduce(in);
        case LeaveContent::type:
            return LeaveContent{};
        case RemovedContent::type:
            return RemovedContent{in.array<16>()};
        case LocationContent::type:
            return readLocation(in);
        case MovedContent::type:
            return readMoved(in);
        case CardContent::type:
            return readCard(in);
        default:
            return std::nullopt;
    }
}

void writeFile(ByteWriter& out, const FileContent& file) {
    out.bytes(file.message.value);
    out.bytes(file.blob);
    out.bytes(file.key.view());
    out.varint(file.size);
    out.u8(file.photo ? 1 : 0);
    out.sized(asBytes(file.name));
    out.sized(asBytes(file.mime));
    out.varint(file.width);
    out.varint(file.height);
    out.sized(file.thumbnail);
    out.sized(asBytes(file.caption));
}

void writeNote(ByteWriter& out, const NoteContent& note) {
    out.bytes(note.message.value);
    out.u8(note.quote ? 1 : 0);
    if (note.quote) {
        out.bytes(note.quote->value);
    }
    out.varint(note.frames);
    out.sized(note.waveform);
    out.bytes(note.blob);
    out.bytes(note.key.view());
    out.varint(note.size);
    out.varint(note.smallSize);
    out.bytes(note.small);
}

void writeBody(ByteWriter& out, const ContentBody& body) {
    std::visit(Overload{
                   [&](const TextContent& text) {
                       if (!isShort(text)) {
                           out.bytes(text.message.value);
                           writeContext(out, text.context);
                       }
                       out.bytes(asBytes(text.text));
                   },
                   [&](const ReceiptContent& receipt) {
                       out.varint(receipt.envelopes.size());
                       for (const auto& id : receipt.envelopes) {
                           out.bytes(id.value);
                       }
                   },
                   [&](const ReadContent& read) { out.bytes(read.message.value); },
                   [&](const HelloContent& hello) {
                       out.sized(asBytes(hello.name));
                       encodeQueueAddress(out, hello.queue);
                   },
                   [&](const WelcomeContent& welcome) { out.sized(asBytes(welcome.name)); },
                   [&](const DeleteContent& del) { out.bytes(del.message.value); },
                   [&](const EraseContent&) {},
                   [&](const LinkProposal& proposal) { writeProposal(out, proposal); },
                   [&](const CallOfferContent& offer) {
                       out.bytes(offer.call.value);
                       out.u8(offer.codecs);
                       out.bytes(offer.secret.view());
                       out.bytes(offer.ephemeral);
                   },
                   [&](const CallRingingContent& ringing) { out.bytes(ringing.call.value); },
                   [&](const CallAcceptContent& accept) {
                       out.bytes(accept.call.value);
                       out.u8(accept.codecs);
                       out.bytes(accept.ephemeral);
                   },
                   [&](const CallEndContent& end) {
                       out.bytes(end.call.value);
                       out.u8(static_cast<std::uint8_t>(end.reason));
                   },
                   [&](const EditContent& edit) {
                       out.bytes(edit.message.value);
                       out.sized(asBytes(edit.text));
                   },
                   [&](const ReactContent& reaction) {
                       out.bytes(reaction.message.value);
                       out.varint(reaction.emoji.size());
                       for (const auto& emoji : reaction.emoji) {
                           out.sized(asBytes(emoji));
                       }
                   },
                   [&](const TypingContent& typing) { out.u8(typing.typing ? 1 : 0); },
                   [&](const PrivacyContent& privacy) {
                       out.u8(static_cast<std::uint8_t>((privacy.receipts ? givesReceipts : 0) |
                                                        (privacy.mayErase ? 0 : keepsAll)));
                   },
                   [&](const ClearContent& clear) { out.varint(clear.seen); },
                   [&](const WipeNoticeContent& notice) {
                       out.u8(notice.key.empty() ? 0 : 1);
                       out.bytes(notice.key.view());
                   },
                   [&](const FileContent& file) { writeFile(out, file); },
                   [&](const FileDoneContent& done) { out.bytes(done.blob); },
                   [&](const FileStoredContent& stored) { out.bytes(stored.blob); },
                   [&](const FileEndContent& end) {
                       out.bytes(end.blob);
                       out.u8(static_cast<std::uint8_t>(end.reason));
                   },
                   [&](const OrderRange& range) {
                       out.varint(range.from);
                       out.varint(range.count);
                   },
                   [&](const RenewedContent& renewed) {
                       out.varint(renewed.lowest);
                       out.varint(renewed.expected);
                   },
                   [&](const NoteContent& note) { writeNote(out, note); },
                   [&](const NotePartContent& part) {
                       out.bytes(part.message.value);
                       out.bytes(part.small);
                   },
                   [&](const CallHoldContent& hold) {
                       out.bytes(hold.call.value);
                       out.varint(hold.turn);
                       out.u8(hold.held ? 1 : 0);
                   },
                   [&](const LifeContent& life) {
                       out.varint(life.turn);
                       writeLifeTerm(out, life.term);
                       out.u8(life.tellsRead ? 1 : 0);
                       writeTime(out, life.network);
                   },
                   [&](const MemberContent& member) {
                       out.bytes(member.member);
                       out.sized(asBytes(member.name));
                   },
                   [&](const OfferContent& offer) {
                       out.bytes(offer.member);
                       out.sized(asBytes(offer.link));
                   },
                   [&](const IntroduceContent& introduce) {
                       out.bytes(introduce.member);
                       out.sized(asBytes(introduce.name));
                       out.sized(asBytes(introduce.link));
                   },
                   [&](const LeaveContent&) {},
                   [&](const RemovedContent& removed) { out.bytes(removed.member); },
                   [&](const LocationContent& location) {
                       out.bytes(location.message.value);
                       writePoint(out, location.point);
                       out.varint(location.liveSeconds);
                       out.sized(asBytes(location.label));
                   },
                   [&](const MovedContent& moved) {
                       out.bytes(moved.message.value);
                       out.varint(moved.turn);
                       out.u8(moved.ended ? 1 : 0);
                       writePoint(out, moved.point);
                   },
                   [&](const UnknownContent& unknown) { out.bytes(unknown.fields); },
                   [&](const CardContent& card) {
                       out.bytes(card.message.value);
                       out.sized(asBytes(card.name));
                       out.sized(asBytes(card.link));
                   },
               },
               body);
}

}  // namespace

void writeCandidates(ByteWriter& out, const std::vector<Candidate>& candidates) {
    out.varint(candidates.size());
    for (const auto& candidate : candidates) {
        const auto address = candidate.address.address();
        out.u8(static_cast<std::uint8_t>(candidate.kind));
        out.u8(static_cast<std::uint8_t>(address.size()));
        out.bytes(address);
        out.u16(candidate.address.port());
    }
}

std::optional<std::vector<Candidate>> readCandidates(ByteReader& in) {
    const auto count = in.varint();
    std::vector<Candidate> out;
    if (count > maxCandidates) {
        return std::nullopt;
    }
    for (std::uint64_t i = 0; i < count; ++i) {
        const auto candidate = readCandidate(in);
        if (!candidate) {
            return std::nullopt;
        }
        out.push_back(*candidate);
    }
    return out;
}

bool isFileName(ByteView name) {
    return !name.empty() && name.size() <= maxFileNameBytes && isUtf8(name) && toText(name) != "." &&
           toText(name) != ".." && std::none_of(name.begin(), name.end(), [](std::uint8_t c) {
               return c < 0x20 || c == 0x7f || c == '/' || c == '\\';
           });
}

std::uint8_t typeOf(const ContentBody& body) {
    if (const auto* const unknown = std::get_if<UnknownContent>(&body)) {
        return unknown->number;
    }
    return std::visit([](const auto& one) { return std::decay_t<decltype(one)>::type; }, body);
}

bool isOrdered(const ContentBody& body) {
    if (const auto* const unknown = std::get_if<UnknownContent>(&body)) {
        return unknown->ordered;
    }
    switch (typeOf(body)) {
        case TextContent::type:
        case DeleteContent::type:
        case EditContent::type:
        case ReactContent::type:
        case PrivacyContent::type:
        case FileContent::type:
        case NoteContent::type:
        case NotePartContent::type:
        case LifeContent::type:
        case MemberContent::type:
        case OfferContent::type:
        case IntroduceContent::type:
        case LeaveContent::type:
        case RemovedContent::type:
        case ClearContent::type:
        case LocationContent::type:
        case CardContent::type:
            return true;
        default:
            return false;
    }
}

bool isTransient(const ContentBody& body) {
    switch (typeOf(body)) {
        case LinkOfferContent::type:
        case LinkAnswerContent::type:
        case CallRingingContent::type:
        case CallAcceptContent::type:
        case TypingContent::type:
            return true;
        default:
            return false;
    }
}

bool isReceipted(const ContentBody& body) {
    if (const auto* const unknown = std::get_if<UnknownContent>(&body)) {
        return unknown->ordered;  // of others nobody can say whether their sender waits for an answer
    }
    const auto type = typeOf(body);
    return type != ReceiptContent::type && type != ReadContent::type && !isTransient(body);
}

Bytes encodeContent(const Content& content) {
    ByteWriter out;
    const auto* const text = std::get_if<TextContent>(&content.body);
    out.u8(text != nullptr && !isShort(*text) ? fullText : typeOf(content.body));
    out.varint(content.order);
    writeTime(out, content.time);
    writeBody(out, content.body);
    return out.take();
}

std::optional<Content> decodeContent(ByteView bytes) {
    ByteReader in(bytes);
    const auto type = in.u8();
    const auto order = in.varint();
    const auto time = readTime(in);
    auto body = readBody(in, type);
    if (!body || !in.complete() || isOrdered(*body) != (order > 0)) {
        return std::nullopt;
    }
    return Content{order, time, std::move(*body)};
}

std::optional<Content> decodeAnyContent(ByteView bytes) {
    if (auto known = decodeContent(bytes)) {
        return known;
    }
    ByteReader in(bytes);
    const auto type = in.u8();
    const auto order = in.varint();
    const auto time = readTime(in);
    if (!in.ok()) {
        return std::nullopt;
    }
    return Content{order, time, UnknownContent{type, order > 0, toBytes(in.rest())}};
}

}  // namespace nightjar::wire
