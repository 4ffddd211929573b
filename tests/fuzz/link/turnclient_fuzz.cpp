// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// A TURN client whose server says what the input says, besides what a good one would. It must survive, keep its bounds,
// and take nothing from anybody but its server.

#include <cstdlib>

#include "link/turnclient.h"
#include "support/turnserver.h"

using namespace nightjar;
using namespace nightjar::link;

namespace {

const Endpoint serverAt = Endpoint::v4(198, 51, 100, 9, 3478);
const Endpoint clientAt = Endpoint::v4(203, 0, 113, 5, 40000);
/// All permissions and channels at once, and a request each.
constexpr std::size_t mostAtOnce = 4 * TurnClient::maxPeers;

void check(bool holds) {
    if (!holds) {
        std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    SeededRandom random(1);
    TurnClient client(random);
    sim::TurnServer server(serverAt);
    Instant now{1000s};
    ByteReader in(ByteView(data, size));
    client.start(now, {serverAt, Way::Udp, server.user, SecretBytes(asBytes(server.password))});
    for (int step = 0; step < 64 && in.remaining() > 0; ++step) {
        switch (in.u8() % 9) {
            case 0:
                client.start(now, {serverAt, Way::Udp, server.user, SecretBytes(asBytes(server.password))});
                break;
            case 1:
                client.stop(now);
                break;
            case 2:
                client.permit(now, Endpoint::v4(10, 0, 0, in.u8(), 1));
                break;
            case 3:
                client.send(now, Endpoint::v4(10, 0, 0, in.u8(), in.u8() + 1), in.sized(64));
                break;
            case 4:
                check(!client.handle(now, clientAt, in.sized(1200), Way::Udp));
                break;
            case 5:
                (void)client.handle(now, serverAt, in.sized(1200), Way::Udp);
                break;
            case 6:
                server.errors[static_cast<wire::TurnMethod>(in.u8() % 10)] = 300 + in.u8();
                break;
            case 7:
                ++server.nonce;
                server.errors.clear();
                server.lifetime = in.u16();
                break;
            default:
                now += std::chrono::seconds(in.varint() % 3600);
                break;
        }
        for (int turn = 0; turn < 64 && client.nextDeadline() <= now; ++turn) {
            const auto out = client.poll(now);
            check(out.datagrams.size() <= mostAtOnce);
            for (const auto& datagram : out.datagrams) {
                for (const auto& answer : server.handle(now, clientAt, serverAt, datagram.bytes)) {
                    (void)client.handle(now, answer.from, answer.bytes, Way::Udp);
                }
            }
        }
        check(client.relayed().empty() == (client.state() != TurnClient::State::Ready));
    }
    return 0;
}
