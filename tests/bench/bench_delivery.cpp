// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// A conversation in the simulated world: what a text costs on the wire and how soon it is there, by link.

#include "bench/report.h"
#include "support/simworld.h"

using namespace nightjar;
using namespace nightjar::sim;

namespace {

void converse(const std::string& name, const LinkProfile& link) {
    SimWorld world(7);
    auto& alice = world.addPeer("alice", link, portRestricted());
    auto& bob = world.addPeer("bob", link, portRestricted());
    const auto bytes = [&] {
        return static_cast<double>(world.net().bytesSent(alice.host()) + world.net().bytesReceived(alice.host()));
    };
    const auto beforePairing = bytes();
    const auto friends = world.befriend(alice, bob);
    bench::report(("delivery." + name + ".pairing_bytes").c_str(), bytes() - beforePairing, "bytes");

    // The first text goes through the hub, while the link is being made.
    const auto first = alice.say(friends.bobAtAlice, "Hello");
    const auto start = world.now();
    const auto delivered = [&](const MessageId& id) {
        return world.runUntil([&] { return alice.stateOf(id) == MessageState::Delivered; }, 120s);
    };
    (void)world.runUntil([&] { return !bob.texts().empty(); }, 120s);
    bench::report(("delivery." + name + ".first_text").c_str(), static_cast<double>(toMs(world.now() - start)), "ms");
    (void)delivered(first);
    (void)world.runUntil([&] { return alice.path(friends.bobAtAlice) == Path::Direct; }, 60s);
    world.run(20s);

    constexpr int texts = 20;
    const auto before = bytes();
    Duration waited{};
    for (int i = 0; i < texts; ++i) {
        const auto said = world.now();
        const auto seen = bob.texts().size();
        const auto id = alice.say(friends.bobAtAlice, "A short text, as people send them.");
        (void)world.runUntil([&] { return bob.texts().size() > seen; }, 60s);
        waited += world.now() - said;
        (void)delivered(id);
        world.run(1s);
    }
    bench::report(("delivery." + name + ".direct_text").c_str(), static_cast<double>(toMs(waited)) / texts, "ms");
    bench::report(("delivery." + name + ".direct_text_bytes").c_str(), (bytes() - before) / texts, "bytes");
}

}  // namespace

int main() {
    converse("gprs", gprs());
    converse("edge", edge());
    converse("3g", umts());
    converse("lan", lan());
    return 0;
}
