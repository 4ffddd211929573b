// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "wire/linkmessages.h"

#include "base/buffer.h"
#include "base/overload.h"
#include "wire/envelope.h"
#include "wire/filegeometry.h"

namespace nightjar::wire {

namespace {

constexpr std::uint8_t envelopeByte = 64;
constexpr std::uint8_t fileWantByte = 66;
constexpr std::uint8_t fileChunkByte = 67;
constexpr std::uint8_t fileReadyByte = 68;
constexpr std::uint8_t candidatesByte = 73;
constexpr std::uint8_t guessByte = 76;

constexpr std::uint64_t maxChunks = fileChunkCount(maxFileBytes);

std::optional<LinkMessage> readWant(ByteReader& in) {
    FileWantMessage want{in.array<16>(), {}};
    const auto count = in.varint();
    if (count > maxWantRanges) {
        return std::nullopt;
    }
    std::uint64_t next = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
        const auto gap = in.varint();
        const auto length = in.varint();
        if (gap > maxChunks || length == 0 || length > maxChunks || (i > 0 && gap == 0) ||
            next + gap + length > maxChunks) {
            return std::nullopt;
        }
        want.ranges.push_back({static_cast<std::uint32_t>(next + gap), static_cast<std::uint32_t>(length)});
        next += gap + length;
    }
    return in.complete() ? std::optional<LinkMessage>(std::move(want)) : std::nullopt;
}

std::optional<LinkMessage> readChunk(ByteReader& in) {
    const auto blob = in.array<16>();
    const auto index = in.varint();
    const auto sealed = in.rest();
    if (!in.ok() || index >= maxChunks || sealed.size() <= fileChunkOverhead || sealed.size() > sealedChunkBytes) {
        return std::nullopt;
    }
    return FileChunkMessage{blob, static_cast<std::uint32_t>(index), sealed};
}

std::optional<LinkMessage> readGuess(ByteReader& in) {
    const auto size = in.u8();
    if (size != 4 && size != 16) {
        return std::nullopt;
    }
    const auto address = in.bytes(size);
    const Endpoint from(address, in.u16());
    const bool oneForm = size == 4 || !from.isV4();
    return in.complete() && from.isValid() && oneForm ? std::optional<LinkMessage>(GuessMessage{from}) : std::nullopt;
}

}  // namespace

Bytes encodeLinkMessage(const LinkMessage& message) {
    ByteWriter out;
    std::visit(Overload{
                   [&](const EnvelopeMessage& m) {
                       out.u8(envelopeByte);
                       out.bytes(m.envelope);
                   },
                   [&](const FileWantMessage& m) {
                       out.u8(fileWantByte);
                       out.bytes(m.blob);
                       out.varint(m.ranges.size());
                       std::uint32_t next = 0;
                       for (const auto& range : m.ranges) {
                           out.varint(range.first - next);
                           out.varint(range.count);
                           next = range.first + range.count;
                       }
                   },
                   [&](const FileChunkMessage& m) {
                       out.u8(fileChunkByte);
                       out.bytes(m.blob);
                       out.varint(m.index);
                       out.bytes(m.sealed);
                   },
                   [&](const FileReadyMessage& m) {
                       out.u8(fileReadyByte);
                       out.bytes(m.blob);
                   },
                   [&](const CandidatesMessage& m) {
                       out.u8(candidatesByte);
                       writeCandidates(out, m.candidates);
                   },
                   [&](const GuessMessage& m) {
                       const auto address = m.from.address();
                       out.u8(guessByte);
                       out.u8(static_cast<std::uint8_t>(address.size()));
                       out.bytes(address);
                       out.u16(m.from.port());
                   },
               },
               message);
    return out.take();
}

std::optional<LinkMessage> decodeLinkMessage(ByteView message) {
    ByteReader in(message);
    switch (in.u8()) {
        case envelopeByte:
            return isEnvelopeSize(in.remaining()) ? std::optional<LinkMessage>(EnvelopeMessage{in.rest()})
                                                  : std::nullopt;
        case fileWantByte:
            return readWant(in);
        case fileChunkByte:
            return readChunk(in);
        case fileReadyByte: {
            const FileReadyMessage ready{in.array<16>()};
            return in.complete() ? std::optional<LinkMessage>(ready) : std::nullopt;
        }
        case candidatesByte: {
            auto candidates = readCandidates(in);
            return candidates && in.complete() ? std::optional<LinkMessage>(CandidatesMessage{std::move(*candidates)})
                                               : std::nullopt;
        }
        case guessByte:
            return readGuess(in);
        default:
            return std::nullopt;
    }
}

}  // namespace nightjar::wire
