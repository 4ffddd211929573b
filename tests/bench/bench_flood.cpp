// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// A million random and mutated packets at a running server, by UDP and through TCP, while an honest client goes on
// storing envelopes: no crash, no growth, and what the honest client waits. Packets a second: the first argument
// (50,000).

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "bench/liveserver.h"
#include "bench/report.h"
#include "signald/socketaddress.h"
#include "wire/discovery.h"
#include "wire/stun.h"

using namespace nightjar;
using namespace nightjar::bench;

namespace {

constexpr std::size_t packets = 1'000'000;
constexpr std::size_t perBurst = 50;
constexpr std::size_t attackers = 64;
constexpr int asks = 400;

/// Right packets of every kind, to be sent whole, changed in some bits, cut and lengthened.
std::vector<Bytes> seeds(const crypto::PublicKey& hub, const wire::ChannelId& live, RandomSource& random) {
    std::vector<Bytes> out;
    for (const wire::StunChange change : {wire::StunChange{}, {false, true}, {true, true}}) {
        out.push_back(wire::encodeBindingRequest(wire::StunTransaction::draw(random), change));
    }
    crypto::NoiseInitiator noise(crypto::generateKeyPair(random), hub, asBytes(wire::hubPrologue), random);
    out.push_back(
        wire::encodeHubHello(wire::ChannelId::draw(random), *noise.writeMessage1(Bytes(wire::hubHelloPayloadSize))));
    out.push_back(out.back());
    append(out.back(), Bytes(wire::hubHelloMacSize, 1));
    out.push_back(wire::encodeDiscoveryProbe({1, 2, 3}));
    for (const std::size_t size : {23, 60, 548, 1200}) {
        auto packet = toBytes(wire::encodeChannelHeader(live, random.below(1000)));  // of the honest client's session
        packet.resize(size);
        random.fill(MutableByteView(packet).subspan(wire::channelHeaderSize));
        out.push_back(packet);
        std::fill_n(packet.begin() + 1, 3, std::uint8_t(random.below(256)));
        out.push_back(packet);
    }
    out.push_back(Bytes(60, 0xa0));  // voice
    out.push_back(toBytes(wire::encodeChannelUnknown(live)));
    return out;
}

Bytes hostile(const std::vector<Bytes>& seeds, RandomSource& random) {
    if (random.below(4) == 0) {
        Bytes noise(1 + random.below(600));
        random.fill(noise);
        return noise;
    }
    auto packet = seeds[random.below(seeds.size())];
    for (auto changes = random.below(4); changes > 0; --changes) {
        packet[random.below(packet.size())] ^= static_cast<std::uint8_t>(1u << random.below(8));
    }
    if (random.below(8) == 0) {
        packet.resize(1 + random.below(2 * packet.size()));
    }
    return packet;
}

/// Milliseconds until each of some envelopes is stored, one after the other, sorted.
std::vector<double> waits(LiveClient& client, wire::QueueHandle handle, const Bytes& envelope, double pause) {
    std::vector<double> out;
    for (int i = 0; i < asks; ++i) {
        const Stopwatch watch;
        (void)client.ask(wire::PutRequest{client.nextReq++, handle, false, envelope});
        out.push_back(watch.seconds() * 1000);
        ::usleep(static_cast<useconds_t>(pause * 1e6));
    }
    std::sort(out.begin(), out.end());
    return out;
}

double percentile(const std::vector<double>& sorted, double share) {
    return sorted[static_cast<std::size_t>(static_cast<double>(sorted.size() - 1) * share)];
}

/// A connection that says frames of noise until the server ends it.
void streamNoise(const Endpoint& server, const std::vector<Bytes>& kinds, RandomSource& random) {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
    const auto to = signald::toSystem(server, false);
    if (::connect(descriptor, reinterpret_cast<const sockaddr*>(&to.storage), to.length) == 0) {
        for (int i = 0; i < 20; ++i) {
            auto frame = hostile(kinds, random);
            if (random.below(10) != 0) {
                frame.insert(frame.begin(),
                             {static_cast<std::uint8_t>(frame.size() >> 8), static_cast<std::uint8_t>(frame.size())});
            }
            if (::send(descriptor, frame.data(), frame.size(), MSG_NOSIGNAL) < 0) {
                break;
            }
        }
    }
    ::close(descriptor);
}

}  // namespace

int main(int count, char** arguments) {
    const double rate = count > 1 ? std::atof(arguments[1]) : 50'000;
    const auto folder = std::filesystem::temp_directory_path() / ("nightjar-flood-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    bool good = true;
    {
        hub::Config config;  // the limits of every server, but that its tables are full sooner
        config.limits.halfOpen = 1'024;
        config.limits.requestsPerSession = {1e6, 1e6};
        config.discoveryLine = "nightjar-hub://:33445/" + std::string(43, 'A');
        LiveServer server(config, LiveServer::Store::Disk, folder);
        SystemRandom random;
        LoadSocket socket(server.endpoint());
        LiveClient honest(server.key(), socket, random);
        honest.connect();
        const auto queue = QueueId::draw(random);
        const auto receiverKeys = crypto::generateKeyPair(random);
        const auto senderKeys = crypto::generateKeyPair(random);
        honest.create(queue, receiverKeys, senderKeys);
        const auto handle = honest.attach(wire::QueueRole::Sender, queue, senderKeys);
        const Bytes envelope(512, 1);
        const auto quiet = waits(honest, handle, envelope, 0.005);
        report("flood.quiet_p50", percentile(quiet, 0.5), "ms");
        report("flood.quiet_p99", percentile(quiet, 0.99), "ms");

        std::atomic<std::size_t> sent = 0;
        std::atomic<double> warmMiB = 0;
        std::thread attack([&] {
            SeededRandom noise(7);
            const auto kinds = seeds(server.key(), honest.channel().remoteId(), noise);
            std::deque<LoadSocket> from;
            for (std::size_t i = 0; i < attackers; ++i) {
                from.emplace_back(server.endpoint(), Endpoint::v4(127, 0, 1, static_cast<std::uint8_t>(1 + i), 1));
            }
            const Stopwatch watch;
            while (sent < packets) {
                std::vector<Bytes> burst;
                for (std::size_t i = 0; i < perBurst; ++i) {
                    burst.push_back(hostile(kinds, noise));
                }
                auto& attacker = from[noise.below(attackers)];
                attacker.send(burst);
                (void)attacker.drain();
                sent += perBurst;
                if (sent % 5'000 == 0) {
                    streamNoise(server.endpoint(), kinds, noise);
                }
                if (sent == packets / 5 * 2) {
                    warmMiB = server.residentMiB();
                }
                const auto ahead = static_cast<double>(sent) / rate - watch.seconds();
                if (ahead > 0) {
                    ::usleep(static_cast<useconds_t>(ahead * 1e6));
                }
            }
            report("flood.rate", static_cast<double>(sent) / watch.seconds(), "1/s");
        });
        const double before = server.cpuSeconds();
        const auto busy = waits(honest, handle, envelope, 0.005);
        report("flood.busy_p50", percentile(busy, 0.5), "ms");
        report("flood.busy_p99", percentile(busy, 0.99), "ms");
        attack.join();
        report("flood.cpu", (server.cpuSeconds() - before) / static_cast<double>(packets) * 1e6, "us/packet");
        report("flood.growth_of_memory", server.residentMiB() - warmMiB, "MiB");
        good = server.isAlive();
        honest.connect();  // and it still serves newcomers
    }
    std::filesystem::remove_all(folder);
    return good ? 0 : 1;
}
