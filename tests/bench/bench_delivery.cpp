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

/// Somebody switches their device on: how long and how many bytes until 20 texts of five people are there.
void wake(const std::string& name, const LinkProfile& link) {
    SimWorld world(8);
    auto& bob = world.addPeer("bob", link, portRestricted());
    std::vector<std::pair<SimPeer*, ContactId>> people;
    for (const auto* who : {"ada", "ben", "cleo", "dan", "eve"}) {
        auto& peer = world.addPeer(who);
        people.emplace_back(&peer, world.befriend(peer, bob).bobAtAlice);
    }
    world.run(30s);
    bob.switchOff();
    world.run(5min);
    constexpr std::size_t texts = 20;
    for (std::size_t i = 0; i < texts; ++i) {
        const auto& [peer, contact] = people[i % people.size()];
        (void)peer->say(contact, "A short text, as people send them: " + std::to_string(i));
    }
    world.run(30s);
    for (const auto& [peer, contact] : people) {
        peer->switchOff();  // nobody answers but the hub
    }
    const auto bytes = [&] {
        return static_cast<double>(world.net().bytesSent(bob.host()) + world.net().bytesReceived(bob.host()));
    };
    const auto before = bytes();
    const auto start = world.now();
    bob.switchOn();
    (void)world.runUntil([&] { return bob.textsShown() > 0; }, 120s);
    bench::report(("delivery." + name + ".wake_first_text").c_str(), static_cast<double>(toMs(world.now() - start)),
                  "ms");
    (void)world.runUntil([&] { return bob.textsShown() == texts; }, 120s);
    bench::report(("delivery." + name + ".wake_20_texts").c_str(), static_cast<double>(toMs(world.now() - start)),
                  "ms");
    (void)world.runUntil([&] { return world.envelopesAtHub() == 0; }, 60s);
    bench::report(("delivery." + name + ".wake_bytes").c_str(), bytes() - before, "bytes");
}

/// GPRS with one slot each way at the most robust coding: what is left of it in a crowd.
LinkProfile cs1() {
    return {DataRate::kbit(8), DataRate::kbit(8), 400ms, 30ms, 0, 20 * 1024};
}

/// A text through the mailbox, both legs, its receipt included: the peers never meet.
void mailbox() {
    SimWorld world(9);
    auto& alice = world.addPeer("alice");
    auto& bob = world.addPeer("bob");
    const auto friends = world.befriend(alice, bob);
    world.run(10s);
    alice.post(SetInvisible{alice.request(), true});
    bob.post(SetInvisible{bob.request(), true});
    bob.switchOff();
    world.run(10min);
    const auto bytes = [&] {
        return static_cast<double>(world.net().bytesSent(alice.host()) + world.net().bytesReceived(alice.host()) +
                                   world.net().bytesSent(bob.host()) + world.net().bytesReceived(bob.host()));
    };
    constexpr int texts = 20;
    const auto atAlice = bytes();
    std::vector<MessageId> said;
    for (int i = 0; i < texts; ++i) {
        said.push_back(alice.say(friends.bobAtAlice, "A short text, as people send them."));
        world.run(1s);
    }
    bench::report("delivery.mailbox_put_bytes", (bytes() - atAlice) / texts, "bytes");
    alice.switchOff();
    world.run(5min);
    const auto atBob = bytes();
    bob.switchOn();
    (void)world.runUntil([&] { return bob.textsShown() > 0 && world.envelopesAtHub() <= 2; }, 60s);
    bench::report("delivery.mailbox_fetch_bytes", (bytes() - atBob) / texts, "bytes");
}

}  // namespace

int main() {
    converse("gprs", gprs());
    converse("edge", edge());
    converse("3g", umts());
    converse("lan", lan());
    wake("gprs", gprs());
    wake("cs1", cs1());
    wake("lan", lan());
    mailbox();
    return 0;
}
