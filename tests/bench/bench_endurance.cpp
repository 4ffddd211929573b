// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// A hundred thousand texts through a link that loses 30 % each way, takes two seconds there and back, and is gone for
// ten minutes in every hour. In virtual time; `bench_endurance N SEED` says fewer, in another world.

#include <cstdlib>

#include "bench/report.h"
#include "support/simworld.h"

using namespace nightjar;
using namespace nightjar::sim;

namespace {

/// Virtual time between two bursts. Ten texts each: more than such a link carries, so that they pile up.
constexpr Duration betweenBursts = 1s;
constexpr std::uint64_t burst = 10;
constexpr Duration betweenCuts = std::chrono::minutes(50);
constexpr Duration cut = std::chrono::minutes(10);
/// Virtual time after the last text within which all have to be there.
constexpr Duration patience = std::chrono::hours(48);

std::string text(std::uint64_t number) {
    return "text " + std::to_string(number);
}

}  // namespace

int main(int argc, char** argv) {
    const std::uint64_t total = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 100'000;
    const bench::Stopwatch stopwatch;
    const std::uint64_t seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 100;
    SimWorld world(seed);
    LinkProfile poor{DataRate::kbit(2000), DataRate::kbit(2000), 1s, 50ms, 0.3};
    auto& alice = world.addPeer("alice", lan(), portRestricted());
    auto& bob = world.addPeer("bob", lan(), portRestricted());
    const auto friends = world.befriend(alice, bob);
    world.net().setLink(alice.host(), poor);
    std::function<void()> cutOff = [&] {
        world.net().setUp(alice.host(), false);
        world.net().at(world.now() + cut, [&] { world.net().setUp(alice.host(), true); });
        world.net().at(world.now() + betweenCuts + cut, cutOff);
    };
    world.net().at(world.now() + betweenCuts, cutOff);

    const auto begun = world.now();
    std::uint64_t refused = 0;
    for (std::uint64_t said = 0; said < total;) {
        for (std::uint64_t i = 0; i < burst && said < total; ++i, ++said) {
            refused += alice.say(friends.bobAtAlice, text(said)).isNull() ? 1 : 0;
        }
        world.run(betweenBursts);
    }
    (void)world.runUntil([&] { return bob.textsShown() >= total; }, patience);
    const auto took = world.now() - begun;
    world.run(std::chrono::minutes(10));

    const auto shown = bob.texts();
    std::uint64_t outOfOrder = 0;
    for (std::uint64_t i = 0; i < shown.size(); ++i) {
        outOfOrder += i >= total || shown[i] != text(i) ? 1 : 0;
    }
    bench::report("endurance.texts", static_cast<double>(total), "texts");
    bench::report("endurance.refused", static_cast<double>(refused), "texts");
    bench::report("endurance.lost", static_cast<double>(total) - static_cast<double>(shown.size()), "texts");
    bench::report("endurance.not_in_their_place", static_cast<double>(outOfOrder), "texts");
    bench::report("endurance.virtual_time", static_cast<double>(toMs(took)) / 3'600'000, "h");
    bench::report("endurance.bytes_per_text",
                  static_cast<double>(world.net().bytesSent(alice.host())) / static_cast<double>(total), "bytes");
    bench::report("endurance.duration", stopwatch.seconds(), "s");
    return shown.size() == total && outOfOrder == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
