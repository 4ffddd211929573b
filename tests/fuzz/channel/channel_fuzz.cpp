// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0
//
// A peer that holds the keys and sends what it likes, while we have messages of our own on the way. The input is a
// series of steps: a byte that says what to do, then what it needs.

#include <cstdlib>

#include "base/buffer.h"
#include "channel/channel.h"
#include "crypto/packetprotection.h"

using namespace nightjar;

namespace {

constexpr wire::ChannelId localId{{1, 2, 3}};
constexpr wire::ChannelId remoteId{{4, 5, 6}};

void check(bool condition) {
    if (!condition) {
        std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Bytes theirs(32, 1);
    static const Bytes ours(32, 2);
    static const crypto::PacketKey key{theirs};
    ByteReader in({data, size});
    Instant now{1'000'000s};
    channel::Channel channel({ours, theirs}, localId, remoteId, now);
    std::uint64_t number = 0;
    std::size_t sent = 0;
    std::size_t acknowledged = 0;
    while (in.remaining() > 0) {
        switch (const auto step = in.u8(); step % 8) {
            case 0:
            case 1:
            case 2: {  // frames under the right key
                const auto frames = in.bytes(std::min<std::size_t>(in.u8(), in.remaining()));
                if (frames.empty()) {
                    break;
                }
                number += step >> 6;
                const auto header = wire::encodeChannelHeader(localId, number);
                Bytes packet(header.begin(), header.end());
                append(packet, key.seal(number, header, frames));
                ++number;
                if (const auto received = channel.receive(now, packet)) {
                    acknowledged += received->acknowledged.size();
                    for (const auto& message : received->messages) {
                        check(message.bytes.size() <= wire::maxMessageSize);
                    }
                    check(!channel.receive(now, packet));  // never twice
                }
                break;
            }
            case 3: {  // bytes off the wire
                auto raw = toBytes(in.bytes(std::min<std::size_t>(in.u8(), in.remaining())));
                check(!channel.receive(now, raw));
                break;
            }
            case 4: {
                const std::size_t length = 1 + in.u16() % wire::maxMessageSize;
                if (channel.bytesPending() < 200'000 && !channel.isClosed()) {
                    channel.send(Bytes(length, step), static_cast<channel::Priority>(step % 3));
                    ++sent;
                }
                break;
            }
            case 5:
                now += std::chrono::milliseconds(in.u16());
                break;
            case 6:
                channel.sendDatagram(Bytes(in.u16() % 1300, step));
                break;
            default:
                (step & 8) != 0 ? channel.onPathChanged(now, {.headerBytes = 48, .reserved = 34})
                                : channel.setVoiceActive((step & 16) != 0);
                break;
        }
        std::size_t out = 0;
        for (const auto& packet : channel.poll(now)) {
            check(packet.size() <= wire::maxDatagram);
            out += packet.size();
        }
        check(out < 1'000'000);
        // After poll() nothing may be due that poll() did not do.
        check(channel.poll(now).empty());
        check(channel.nextDeadline() > now);
    }
    check(acknowledged <= sent);
    return 0;
}
