// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "wire/pcp.h"

#include "base/buffer.h"

namespace nightjar::wire {

namespace {

constexpr std::uint8_t mapOpcode = 1;
constexpr std::uint8_t answerBit = 0x80;
constexpr std::uint8_t udp = 17;

Endpoint readAddress(ByteReader& in, std::uint16_t port) {
    return {in.array<16>(), port};
}

/// The part of a MAP after the header, the same in requests and answers (RFC 6887 section 11.1).
void writeMapping(ByteWriter& out, const PcpNonce& nonce, std::uint16_t internalPort, const Endpoint& external) {
    out.bytes(nonce.value);
    out.u8(udp);
    out.bytes(ByteArray<3>{});
    out.u16(internalPort);
    out.u16(external.port());
    out.bytes(external.mapped());
}

std::optional<PcpMapAnswer::Mapping> readMapping(ByteReader& in) {
    PcpMapAnswer::Mapping mapping;
    mapping.nonce.value = in.array<PcpNonce::length>();
    const auto protocol = in.u8();
    (void)in.bytes(3);
    mapping.internalPort = in.u16();
    const auto externalPort = in.u16();
    mapping.external = readAddress(in, externalPort);
    return in.ok() && protocol == udp ? std::optional(mapping) : std::nullopt;
}

bool isSized(ByteView datagram) {
    return datagram.size() >= pcpHeaderSize && datagram.size() <= pcpMaxSize && datagram.size() % 4 == 0;
}

}  // namespace

Bytes encodePcpMapRequest(const PcpMapRequest& request) {
    ByteWriter out;
    out.u8(pcpVersion);
    out.u8(mapOpcode);
    out.u16(0);
    out.u32(request.lifetime);
    out.bytes(request.client.mapped());
    writeMapping(out, request.nonce, request.client.port(), request.suggested);
    return out.take();
}

std::optional<PcpMapRequest> decodePcpMapRequest(ByteView datagram) {
    ByteReader in(datagram);
    const bool isMap = isSized(datagram) && in.u8() == pcpVersion && in.u8() == mapOpcode;
    if (!isMap) {
        return std::nullopt;
    }
    (void)in.u16();
    PcpMapRequest request;
    request.lifetime = in.u32();
    const auto client = readAddress(in, 0);
    const auto mapping = readMapping(in);
    if (!mapping) {
        return std::nullopt;
    }
    request.client = client.withPort(mapping->internalPort);
    request.nonce = mapping->nonce;
    request.suggested = mapping->external;
    return request;
}

Bytes encodePcpMapAnswer(const PcpMapAnswer& answer) {
    ByteWriter out;
    out.u8(pcpVersion);
    out.u8(answerBit | mapOpcode);
    out.u8(0);
    out.u8(static_cast<std::uint8_t>(answer.result));
    out.u32(answer.lifetime);
    out.u32(answer.epoch);
    out.bytes(ByteArray<12>{});
    if (answer.mapping) {
        writeMapping(out, answer.mapping->nonce, answer.mapping->internalPort, answer.mapping->external);
    }
    return out.take();
}

std::optional<PcpMapAnswer> decodePcpMapAnswer(ByteView datagram) {
    ByteReader in(datagram);
    if (!isSized(datagram) || in.u8() != pcpVersion || in.u8() != (answerBit | mapOpcode)) {
        return std::nullopt;
    }
    (void)in.u8();
    PcpMapAnswer answer;
    answer.result = static_cast<PcpResult>(in.u8());
    answer.lifetime = in.u32();
    answer.epoch = in.u32();
    (void)in.bytes(12);
    if (datagram.size() >= pcpMapSize) {
        answer.mapping = readMapping(in);
        if (!answer.mapping) {
            return std::nullopt;
        }
    }
    const bool named = answer.mapping && answer.mapping->external.isValid();
    if (answer.result == PcpResult::Success && answer.lifetime > 0 && !named) {
        return std::nullopt;
    }
    return answer;
}

}  // namespace nightjar::wire
