// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// A whole engine against a hub and a contact who do what the input says. It never crashes, no deadline stays in the
// past, and what it says stays in proportion.

#include "adversary.h"
#include "base/buffer.h"

using namespace nightjar;
using namespace nightjar::fuzz;

namespace {

/// The longest run of a campaign; inputs are mostly shorter.
constexpr int mostSteps = 64;

enum Step : std::uint8_t {
    HubMessage,
    HubDatagram,
    HubForgets,
    HubSilent,
    DeliverRaw,
    DeliverContent,
    DeliverAgain,
    DeliverFirst,
    RelayRaw,
    LinkOffered,
    LinkRaw,
    LinkContent,
    Stray,
    Time,
    Restart,
    Say,
    Erase,
    Read,
    Call,
    Accept,
    HangUp,
    Sound,
    Leave,
    Invite,
    stepCount
};

void command(Adversary& world, Step step) {
    static constexpr std::int16_t silence[320]{};
    switch (step) {
        case Say:
            return world.input(Command(SendText{1, world.contact(), "hello"}));
        case Erase:
            return world.input(Command(DeleteMessage{2, world.lastMessage(), true}));
        case Read:
            return world.input(Command(MarkRead{world.contact()}));
        case Call:
            return world.input(Command(StartCall{3, world.contact()}));
        case Accept:
            return world.input(Command(AcceptCall{4, world.lastCall()}));
        case HangUp:
            return world.input(Command(EndCall{5, world.lastCall()}));
        case Sound:
            world.input(CapturedPcm{silence});
            return world.input(PlaybackWanted{320});
        case Leave:
            return world.input(Command(DeleteContact{6, world.contact(), true}));
        default:
            return world.input(Command(CreateInvitation{7}));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    ByteReader in(ByteView(data, size));
    Adversary world;
    Bytes last;
    const auto bytes = [&in] {
        std::size_t wanted = in.u8();
        if (wanted == 255) {
            wanted = in.u16();
        }
        return in.bytes(std::min(wanted, in.remaining()));
    };
    for (int i = 0; i < mostSteps && in.remaining() > 0; ++i) {
        const auto step = static_cast<Step>(in.u8() % stepCount);
        switch (step) {
            case HubMessage:
                world.message(bytes());
                break;
            case HubDatagram:
                world.datagram(bytes());
                break;
            case HubForgets:
                world.forgetSession();
                break;
            case HubSilent:
                world.setSilent(in.u8() % 2 == 1);
                break;
            case DeliverRaw: {
                auto envelope = toBytes(bytes());
                envelope.resize(wire::envelopeSizes[in.u8() % wire::envelopeSizes.size()]);
                world.deliver(in.u8() % 2 == 1, in.u8(), envelope);
                break;
            }
            case DeliverContent:
                last = world.seal(bytes());
                world.deliver(false, in.u8(), last);
                break;
            case DeliverAgain:
                world.deliver(in.u8() % 2 == 1, in.u8(), last);
                break;
            case DeliverFirst:
                world.deliver(true, in.u8(), world.sealFirst(bytes()));
                break;
            case RelayRaw:
                world.relay(bytes());
                break;
            case LinkOffered:
                world.offerLink();
                break;
            case LinkRaw:
                world.linkMessage(bytes());
                break;
            case LinkContent: {
                Bytes message{64};
                append(message, world.seal(bytes()));
                world.linkMessage(message);
                break;
            }
            case Stray:
                world.stray(in.u8(), bytes());
                break;
            case Time: {
                const auto much = in.u8();
                world.pass(std::chrono::milliseconds(1 << (much % 32)));
                break;
            }
            case Restart:
                world.restart();
                break;
            default:
                command(world, step);
        }
        world.settle();
    }
    world.pass(1s);
    return 0;
}
