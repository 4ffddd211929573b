// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// What a client makes of a million datagrams that are none: random ones, and mutations of everything that it has heard,
// from its hub, its router, its TURN server, its peer and strangers, on every socket. Two people talk meanwhile, and
// nothing of that may be lost; nor may memory grow.
//
//   bench_badinput [DATAGRAMS]

#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "bench/report.h"
#include "link/portmapper.h"
#include "link/turnclient.h"
#include "support/simworld.h"

using namespace nightjar;
using namespace nightjar::sim;

namespace {

constexpr std::size_t defaultDatagrams = 1'000'000;
constexpr std::size_t perRound = 10'000;
constexpr std::size_t mostSamples = 512;
constexpr std::size_t longest = 1500;

double residentKb() {
    std::ifstream file("/proc/self/statm");
    double size = 0;
    double resident = 0;
    file >> size >> resident;
    return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1024;
}

/// Makes bad datagrams out of good ones.
class Mill {
public:
    explicit Mill(std::uint64_t seed) : m_random(seed) {}

    void learn(ByteView good) {
        if (m_samples.size() < mostSamples) {
            m_samples.push_back(toBytes(good));
        } else {
            m_samples[m_random.below(mostSamples)] = toBytes(good);
        }
    }

    Bytes next() {
        Bytes out;
        if (m_samples.empty() || m_random.below(4) == 0) {
            out.resize(m_random.below(longest));
            m_random.fill(out);
            if (!out.empty() && m_random.below(2) == 0) {
                constexpr std::uint8_t kinds[] = {0, 1, 2, 64, 78, 128, 192, 193, 194, 196, 197, 198};
                out[0] = kinds[m_random.below(std::size(kinds))];
            }
            return out;
        }
        out = m_samples[m_random.below(m_samples.size())];
        const auto changes = 1 + m_random.below(4);
        for (std::uint64_t i = 0; i < changes && !out.empty(); ++i) {
            switch (m_random.below(5)) {
                case 0:
                    out.resize(m_random.below(out.size()));
                    break;
                case 1:
                    out.resize(std::min(longest, out.size() + m_random.below(64)));
                    break;
                case 2:
                    out[m_random.below(out.size())] = static_cast<std::uint8_t>(m_random.u64());
                    break;
                case 3:
                    out[m_random.below(out.size())] ^= static_cast<std::uint8_t>(1 << m_random.below(8));
                    break;
                default:
                    out[m_random.below(std::min<std::size_t>(out.size(), 24))] = 0xff;
                    break;
            }
        }
        return out;
    }
    [[nodiscard]] std::uint64_t below(std::uint64_t bound) { return m_random.below(bound); }

private:
    SeededRandom m_random;
    std::vector<Bytes> m_samples;
};

}  // namespace

int main(int count, char** words) {
    const auto datagrams = count > 1 ? std::strtoull(words[1], nullptr, 10) : defaultDatagrams;
    SimWorld world(9);
    auto& turn = world.giveTurn();
    auto gives = portRestricted();
    gives.givesPorts = true;
    auto& alice = world.addPeer("alice", wifi(), gives);
    auto& bob = world.addPeer("bob", wifi(), portRestricted());
    alice.post(SetTurnServer{alice.request(), SimWorld::turnAddress, turn.user,
                             std::make_shared<const SecretBytes>(asBytes(turn.password))});
    Mill mill(11);
    world.net().watchDelivered([&](const Endpoint&, const Endpoint&, ByteView bytes) { mill.learn(bytes); });
    const auto friends = world.befriend(alice, bob);
    alice.say(friends.bobAtAlice, "Before.");
    world.run(10s);
    const std::vector<Endpoint> from{world.hubEndpoint(), Endpoint::v4(203, 0, 113, 2, 20000),
                                     world.net().routerOf(alice.host()).value_or(Endpoint{}),
                                     Endpoint::v4(198, 51, 100, 9, 3478), Endpoint::v4(198, 51, 100, 77, 4000)};
    const std::vector<SocketNumber> sockets{0, 0, 0, link::PortMapper::socket, link::TurnClient::socket, 3};

    std::size_t said = 1;
    double warm = 0;
    const bench::Stopwatch watch;
    for (std::size_t sent = 0; sent < datagrams;) {
        for (std::size_t i = 0; i < perRound && sent < datagrams; ++i, ++sent) {
            alice.receive(from[mill.below(from.size())], sockets[mill.below(sockets.size())], mill.next());
        }
        alice.say(friends.bobAtAlice, "Text " + std::to_string(said));
        bob.say(friends.aliceAtBob, "Text " + std::to_string(said));
        ++said;
        world.run(20s);
        if (said == 4) {
            warm = residentKb();
        }
    }
    world.run(2min);
    const auto lost = 2 * said - 1 - bob.texts().size() - alice.texts().size();
    bench::report("badinput.datagrams", static_cast<double>(datagrams), "datagrams");
    bench::report("badinput.texts_lost", static_cast<double>(lost), "texts");
    bench::report("badinput.memory_growth", warm > 0 ? residentKb() - warm : 0, "kB");
    bench::report("badinput.rate", static_cast<double>(datagrams) / watch.seconds(), "datagrams/s");
    const auto status = alice.ask<StatusAnswer>(GetStatus{}).status;
    const bool sound = lost == 0 && status.hub == HubState::Online && status.portMapping == "pcp";
    return sound ? 0 : 1;
}
