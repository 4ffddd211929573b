// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// A port mapper whose router, and everybody else, says whatever the input says. It must survive, stay quiet within
// bounds, and believe nobody but the router.

#include <cstdlib>

#include "base/buffer.h"
#include "link/portmapper.h"

using namespace nightjar;
using namespace nightjar::link;

namespace {

const Endpoint own = Endpoint::v4(192, 168, 1, 20, 40000);
const Endpoint router = Endpoint::v4(192, 168, 1, 1, wire::portControlPort);
const Endpoint stranger = Endpoint::v4(192, 168, 1, 66, wire::portControlPort);
/// Three protocols, each said a few times: more in one turn would be a flood.
constexpr std::size_t mostAtOnce = 16;

void check(bool holds) {
    if (!holds) {
        std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    SeededRandom random(1);
    PortMapper mapper(random);
    Instant now{1000s};
    ByteReader in(ByteView(data, size));
    // Each step: what, how much, the bytes.
    for (int step = 0; step < 64 && in.remaining() > 0; ++step) {
        const auto what = in.u8();
        const auto before = mapper.mapped();
        switch (what % 7) {
            case 0:
                mapper.start(now, router, own.withPort(static_cast<std::uint16_t>(40000 + what / 128)));
                break;
            case 1:
                mapper.stop(now);
                break;
            case 2: {
                check(!mapper.handle(now, stranger, in.sized(1200)));
                check(mapper.mapped() == before);
                break;
            }
            case 3:
                (void)mapper.handle(now, router, in.sized(1200));
                break;
            case 4:
                // The answer to the question of this moment, with fields of the input's choice.
                for (const auto& datagram : mapper.poll(now).datagrams) {
                    if (const auto request = wire::decodePcpMapRequest(datagram.bytes)) {
                        const auto port = in.u16();
                        wire::PcpMapAnswer answer{static_cast<wire::PcpResult>(in.u8()), in.u32(), in.u32(),
                                                  std::nullopt};
                        answer.mapping = {request->nonce, request->client.port(), Endpoint(in.array<16>(), port)};
                        (void)mapper.handle(now, datagram.to, wire::encodePcpMapAnswer(answer));
                    }
                }
                break;
            case 5: {
                const auto port = in.u16();
                mapper.upnpAnswered(now, Endpoint(in.array<16>(), port), std::chrono::seconds(in.u16()));
                break;
            }
            default:
                now += std::chrono::seconds(in.varint() % 7200);
                break;
        }
        for (int turn = 0; turn < 8 && mapper.nextDeadline() <= now; ++turn) {
            check(mapper.poll(now).datagrams.size() <= mostAtOnce);
        }
        check(mapper.nextDeadline() > now);
        check(mapper.mapped().isValid() == (mapper.protocol() != PortMapper::Protocol::None));
    }
    return 0;
}
