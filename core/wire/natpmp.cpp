// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "wire/natpmp.h"

#include "base/buffer.h"

namespace nightjar::wire {

namespace {

constexpr std::uint8_t version = 0;
constexpr std::uint8_t addressOpcode = 0;
constexpr std::uint8_t mapUdpOpcode = 1;
constexpr std::uint8_t answerBit = 0x80;

}  // namespace

Bytes encodeNatPmpAddressRequest() {
    return {version, addressOpcode};
}

Bytes encodeNatPmpMapRequest(std::uint16_t internalPort, std::uint16_t externalPort, std::uint32_t lifetime) {
    ByteWriter out;
    out.u8(version);
    out.u8(mapUdpOpcode);
    out.u16(0);
    out.u16(internalPort);
    out.u16(externalPort);
    out.u32(lifetime);
    return out.take();
}

std::optional<NatPmpAnswer> decodeNatPmpAnswer(ByteView datagram) {
    ByteReader in(datagram);
    const auto first = in.u8();
    const auto opcode = in.u8();
    NatPmpAnswer answer;
    answer.result = static_cast<NatPmpResult>(in.u16());
    answer.epoch = in.u32();
    if (!in.ok() || first != version || (opcode & answerBit) == 0) {
        return std::nullopt;
    }
    if (answer.result != NatPmpResult::Success) {
        return answer;  // what follows means nothing, and is often missing
    }
    if (opcode == (answerBit | addressOpcode)) {
        answer.what = NatPmpAnswer::Address{in.array<4>()};
    } else if (opcode == (answerBit | mapUdpOpcode)) {
        NatPmpAnswer::Mapping mapping;
        mapping.internalPort = in.u16();
        mapping.externalPort = in.u16();
        mapping.lifetime = in.u32();
        if (mapping.externalPort == 0 && mapping.lifetime != 0) {
            return std::nullopt;
        }
        answer.what = mapping;
    } else {
        return std::nullopt;
    }
    return in.complete() ? std::optional(answer) : std::nullopt;
}

}  // namespace nightjar::wire
