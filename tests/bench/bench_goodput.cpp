// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// A large file on named links in the simulated world: how much of the link's capacity it gets, and what it costs a call
// on the same link. Capacity is that of whole IP packets; goodput counts the bytes of the file alone.

#include <algorithm>

#include "bench/report.h"
#include "sim/filepair.h"
#include "wire/filegeometry.h"

using namespace nightjar;
using namespace nightjar::sim;

namespace {

struct Row {
    std::string name;
    LinkProfile link;
    std::size_t size;
};

/// From the moment when it moves at full speed to its end.
void transfer(const Row& row) {
    Pair pair(7, row.link);
    pair.alice.files.put(doc, noise(row.size));
    const auto message = pair.send(doc);
    if (!message || !pair.offered(*message) || !pair.order<FetchFile>(pair.bob, *message)) {
        std::exit(1);
    }
    const auto doneAtBob = [&] {
        const auto now = Pair::last(pair.bob, *message);
        return now ? now->done : 0;
    };
    (void)pair.world.runUntil([&] { return doneAtBob() > row.size / 8; }, 3h);
    const auto from = doneAtBob();
    const auto start = pair.world.now();
    const auto sentBefore = pair.world.net().bytesSent(pair.alice.host());
    if (!pair.world.runUntil([&] { return Pair::is(pair.bob, *message, TransferState::Done); }, 6h)) {
        std::exit(1);
    }
    const auto seconds = static_cast<double>((pair.world.now() - start).count()) / 1e6;
    const auto bytes = static_cast<double>(row.size - from);
    const auto sent = static_cast<double>(pair.world.net().bytesSent(pair.alice.host()) - sentBefore);
    const auto capacity = static_cast<double>(std::min(row.link.up, row.link.down).bitsPerSecond) / 8;
    bench::report(("goodput." + row.name + ".share").c_str(), 100 * bytes / seconds / capacity, "% of the link");
    bench::report(("goodput." + row.name + ".overhead").c_str(), 100 * (sent / bytes - 1), "% sent beside the file");
}

/// What leaves the sender until the other side has all of it, while one of the two is killed so many times.
double sentWithKills(const Row& row, int kills) {
    Pair pair(9, row.link);
    pair.alice.files.put(doc, noise(row.size));
    const auto message = pair.send(doc);
    if (!message || !pair.offered(*message) || !pair.order<FetchFile>(pair.bob, *message)) {
        std::exit(1);
    }
    const auto before = pair.world.net().bytesSent(pair.alice.host());
    SeededRandom dice(9);
    const auto share = wire::fileChunkCount(row.size) / static_cast<std::uint32_t>(kills + 1);
    for (int i = 0; i < kills; ++i) {
        const auto written = pair.bob.files.writes;
        (void)pair.world.runUntil([&] { return pair.bob.files.writes >= written + share; }, 10min);
        auto& victim = dice.below(2) == 0 ? pair.alice : pair.bob;
        victim.switchOff();
        pair.world.run(1s);
        victim.switchOn();
    }
    if (!pair.world.runUntil([&] { return Pair::is(pair.bob, *message, TransferState::Done); }, 1h)) {
        std::exit(1);
    }
    if (pair.bob.files.writes != wire::fileChunkCount(row.size)) {
        std::exit(2);  // something was fetched twice
    }
    return static_cast<double>(pair.world.net().bytesSent(pair.alice.host()) - before);
}

void kills(const Row& row) {
    const auto whole = sentWithKills(row, 0);
    const auto again = sentWithKills(row, 100) - whole;
    bench::report(("goodput." + row.name + ".again_after_100_kills").c_str(), 100 * again / whole, "% sent twice");
    bench::report(("goodput." + row.name + ".again_per_kill").c_str(), again / 100 / 1024, "KiB");
}

/// Half-second bursts of a buzz at irregular distances: no two stretches look alike.
std::int16_t speech(std::uint64_t n) {
    const auto slot = n / 4000;
    const bool on = (slot * 2654435761u >> 7 & 3) == 0 || slot % 7 == 0;
    return static_cast<std::int16_t>(on ? ((n / 60) % 2 == 0 ? 8000 : -8000) : 0);
}

double loudness(const std::vector<std::int16_t>& samples, std::size_t step) {
    double sum = 0;
    for (std::size_t k = step * 160; k < (step + 1) * 160; ++k) {
        sum += std::abs(static_cast<double>(samples[k]));
    }
    return sum > 160 * 1000 ? 1 : 0;
}

/// From the microphone to the loudspeaker, in ms: the lag at which both agree best in the last 20 s of the call.
double heardAfter(const std::vector<std::int16_t>& loudspeaker) {
    std::vector<std::int16_t> spoken(loudspeaker.size());
    for (std::size_t i = 0; i < spoken.size(); ++i) {
        spoken[i] = speech(i);
    }
    const auto steps = loudspeaker.size() / 160;  // of 10 ms
    std::size_t best = 0;
    double bestSum = -1;
    for (std::size_t lag = 0; lag < 400 && steps > 2500; ++lag) {
        double sum = 0;
        for (auto i = steps - 2000; i < steps; ++i) {
            sum += loudness(loudspeaker, i) == loudness(spoken, i - lag) ? 1 : 0;
        }
        if (sum > bestSum) {
            bestSum = sum;
            best = lag;
        }
    }
    return 10.0 * static_cast<double>(best);
}

/// The number in its name.
double rungOf(const CallStats& stats) {
    return stats.rung.size() == 2 ? stats.rung[1] - '0' : -1;
}

void call(const Row& row, bool withFile) {
    Pair pair(8, row.link);
    pair.alice.files.put(doc, noise(row.size));
    if (withFile) {
        const auto message = pair.send(doc);
        if (!message || !pair.offered(*message) || !pair.order<FetchFile>(pair.bob, *message)) {
            std::exit(1);
        }
        (void)pair.world.runUntil([&] { return pair.bob.files.writes > 4; }, 10min);
    }
    pair.alice.microphone = speech;
    pair.bob.microphone = speech;
    pair.alice.post(StartCall{pair.alice.request(), pair.friends.bobAtAlice});
    (void)pair.world.runUntil([&] { return !pair.bob.heard<CallIncoming>().empty(); }, 60s);
    if (pair.bob.heard<CallIncoming>().empty()) {
        std::exit(1);
    }
    const auto id = pair.bob.heard<CallIncoming>().back().call;
    pair.bob.post(AcceptCall{pair.bob.request(), id});
    (void)pair.world.runUntil([&] { return pair.bob.callState() == CallState::Active; }, 60s);
    const auto before = pair.bob.files.writes;
    pair.world.run(40s);
    const auto with = withFile ? ".call_with_file" : ".call_alone";
    bench::report(("goodput." + row.name + with).c_str(), heardAfter(pair.bob.loudspeaker), "ms mouth to ear");
    const auto stats = pair.bob.ask<CallStatsAnswer>(GetCallStats{0, id}).stats;
    bench::report(("goodput." + row.name + with + "_loss").c_str(), stats.lossPercent, "% of frames");
    bench::report(("goodput." + row.name + with + "_rung").c_str(), rungOf(stats), "rung");
    if (withFile) {
        const auto bytes = static_cast<double>((pair.bob.files.writes - before) * wire::fileChunkBytes);
        const auto capacity = static_cast<double>(std::min(row.link.up, row.link.down).bitsPerSecond) / 8;
        bench::report(("goodput." + row.name + ".share_beside_call").c_str(), 100 * bytes / 40 / capacity,
                      "% of the link");
    }
}

}  // namespace

int main() {
    const Row rows[] = {{"edge", edge(), 1'000'000}, {"wifi", wifi(), 60'000'000}, {"lan", lan(), 200'000'000}};
    for (const auto& row : rows) {
        transfer(row);
    }
    kills({"wifi", wifi(), 256'000'000});
    kills({"3g", umts(), 64'000'000});
    // Large enough to outlast the call.
    const Row calls[] = {{"edge", edge(), 2'000'000}, {"wifi", wifi(), 120'000'000}};
    for (const auto& row : calls) {
        call(row, false);
        call(row, true);
    }
    return 0;
}
