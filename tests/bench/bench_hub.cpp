// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// What one core serves: registrations, stored messages on a real disk, relayed packets, idle clients.

#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>
#include <deque>
#include <filesystem>

#include "bench/report.h"
#include "hub/memoryqueuestore.h"
#include "hubclient.h"
#include "signald/sqlitequeuestore.h"

using namespace nightjar;
using namespace nightjar::hub;

namespace {

/// No limit but the machine's.
Config generous() {
    Config config;
    auto& limits = config.limits;
    const Rate much{1e9, 1e9};
    limits.hellos = limits.hellosPerAddress = limits.creationsPerAddress = much;
    limits.requestsPerSession = limits.relayPerSession = much;
    limits.halfOpen = limits.sessions;
    return config;
}

Endpoint addressOf(std::size_t client) {
    return Endpoint::v4(10, static_cast<std::uint8_t>(client >> 16), static_cast<std::uint8_t>(client >> 8),
                        static_cast<std::uint8_t>(client), 4000);
}

double residentMiB() {
    long total = 0;
    long resident = 0;
    if (FILE* const file = std::fopen("/proc/self/statm", "r")) {
        if (std::fscanf(file, "%ld %ld", &total, &resident) != 2) {
            resident = 0;
        }
        std::fclose(file);
    }
    return static_cast<double>(resident) * 4096 / (1 << 20);
}

double cpuSeconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

void registrations(QueueStore& store) {
    HubBench bench(store, generous());
    constexpr std::size_t count = 500;
    std::deque<HubClient> clients;
    std::vector<std::pair<Endpoint, Bytes>> hellos;
    for (std::size_t i = 0; i < count; ++i) {
        auto& client = clients.emplace_back(bench, addressOf(i), 100 + i);
        hellos.emplace_back(client.address(), client.hello());
    }
    const bench::Stopwatch watch;
    double used = 0;
    for (const auto& [from, hello] : hellos) {
        const Incoming incoming{Port::Main, from, hello};
        const bench::Stopwatch one;
        const auto out = bench.hub().handle(bench.now, incoming);
        used += one.seconds();
        if (out.size() != 1) {
            std::exit(1);
        }
    }
    bench::report("hub.hello", count / used, "1/s");
}

/// Messages of 512 bytes from many senders, several in each turn as the sockets give them.
void puts(const char* name, QueueStore& store, std::size_t perTurn) {
    HubBench bench(store, generous());
    SeededRandom random(5);
    constexpr std::size_t senders = 64;
    constexpr std::size_t rounds = 30;
    std::deque<HubClient> clients;
    std::vector<wire::QueueHandle> handles;
    const auto receiverKeys = crypto::generateKeyPair(random);
    const auto senderKeys = crypto::generateKeyPair(random);
    for (std::size_t i = 0; i < senders; ++i) {
        auto& client = clients.emplace_back(bench, addressOf(i), 100 + i);
        const auto queue = QueueId::draw(random);
        if (!client.connect() || client.errorOf(client.createRequest(queue, receiverKeys, senderKeys))) {
            std::exit(1);
        }
        handles.push_back(client.attach(wire::QueueRole::Sender, queue, senderKeys));
    }
    const auto before = bench.hub().counters().envelopesStored;
    const bench::Stopwatch watch;
    std::vector<std::pair<Endpoint, Bytes>> together;
    for (std::size_t round = 0; round < rounds; ++round) {
        for (std::size_t i = 0; i < senders; ++i) {
            auto& client = clients[i];
            Bytes envelope(512);
            random.fill(envelope);
            client.channel().send(
                wire::encodeHubRequest(wire::PutRequest{client.nextReq++, handles[i], false, envelope}),
                channel::Priority::Text);
            for (auto& packet : client.channel().poll(bench.now)) {
                together.emplace_back(client.address(), std::move(packet));
            }
            if (together.size() >= perTurn) {
                bench.sendTogether(std::exchange(together, {}));
            }
        }
        bench.advance(50ms);
    }
    bench.advance(5s);
    const auto stored = bench.hub().counters().envelopesStored - before;
    if (stored != senders * rounds) {
        std::exit(1);
    }
    bench::report(name, static_cast<double>(stored) / watch.seconds(), "1/s");
}

/// Voice packets of 120 bytes between two clients, the work of the clients not counted.
void relays(QueueStore& store) {
    HubBench bench(store, generous());
    SeededRandom random(6);
    HubClient receiver(bench, addressOf(1), 1);
    HubClient sender(bench, addressOf(2), 2);
    const auto receiverKeys = crypto::generateKeyPair(random);
    const auto senderKeys = crypto::generateKeyPair(random);
    const auto queue = QueueId::draw(random);
    if (!receiver.connect() || !sender.connect() ||
        receiver.errorOf(receiver.createRequest(queue, receiverKeys, senderKeys))) {
        std::exit(1);
    }
    (void)receiver.attach(wire::QueueRole::Receiver, queue, receiverKeys);
    const auto handle = sender.attach(wire::QueueRole::Sender, queue, senderKeys);
    std::vector<Bytes> packets;
    constexpr std::size_t count = 50'000;
    for (std::size_t i = 0; i < count; ++i) {
        sender.channel().sendDatagram(wire::encodeRelay(handle, Bytes(120, 0x80)));
        for (auto& packet : sender.channel().poll(bench.now)) {
            packets.push_back(std::move(packet));
        }
    }
    const bench::Stopwatch watch;
    for (std::size_t i = 0; i < packets.size(); i += 8) {
        std::vector<Incoming> turn;
        for (std::size_t j = i; j < std::min(i + 8, packets.size()); ++j) {
            turn.push_back({Port::Main, sender.address(), packets[j]});
        }
        (void)bench.hub().handle(bench.now, turn);
    }
    bench::report("hub.relay", static_cast<double>(count) / watch.seconds(), "1/s");
    if (bench.hub().counters().relayed != count) {
        std::exit(1);
    }
}

/// 10,000 clients with a queue each that only keep their session alive: memory and share of a core.
void idle(QueueStore& store) {
    constexpr std::size_t count = 10'000;
    constexpr int keepAlives = 3;
    const auto emptyMiB = residentMiB();
    HubBench bench(store, generous());
    SeededRandom random(7);
    const auto receiverKeys = crypto::generateKeyPair(random);
    const auto senderKeys = crypto::generateKeyPair(random);
    double clientsMiB = 0;
    std::deque<HubClient> clients;
    {
        // What the clients themselves take, measured on some that no hub knows.
        MemoryQueueStore other;
        HubBench elsewhere(other, generous());
        const auto before = residentMiB();
        std::deque<HubClient> some;
        std::vector<channel::Channel> channels;
        for (std::size_t i = 0; i < 1000; ++i) {
            some.emplace_back(elsewhere, addressOf(i), i);
            channels.emplace_back(channel::Secrets{Bytes(32), Bytes(32)}, wire::ChannelId{}, wire::ChannelId{},
                                  bench.now);
        }
        clientsMiB = (residentMiB() - before) * (static_cast<double>(count) / 1000);
    }
    for (std::size_t i = 0; i < count; ++i) {
        auto& client = clients.emplace_back(bench, addressOf(i), i);
        if (!client.connect()) {
            std::exit(1);
        }
    }
    bench::report("hub.idle_session", (residentMiB() - emptyMiB - clientsMiB) * 1024 / count, "KiB");
    std::vector<std::vector<Bytes>> pings(keepAlives);
    double used = 0;
    for (int round = 0; round < keepAlives; ++round) {
        bench.now += 27s;
        for (auto& client : clients) {
            client.channel().ping();
            for (auto& packet : client.channel().poll(bench.now)) {
                const Incoming incoming{Port::Main, client.address(), packet};
                const double start = cpuSeconds();
                auto out = bench.hub().handle(bench.now, incoming);
                const auto deadline = bench.hub().nextDeadline();
                used += cpuSeconds() - start;
                (void)deadline;
            }
        }
    }
    bench::report("hub.idle_10000_clients", used / (27.0 * keepAlives) * 100, "% of a core");
}

}  // namespace

int main() {
    const auto folder = std::filesystem::temp_directory_path() / ("nightjar-bench-hub-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder);
    {
        MemoryQueueStore memory;
        registrations(memory);
        relays(memory);
        idle(memory);
    }
    int file = 0;
    for (const std::size_t perTurn : {1, 64}) {
        const auto path = (folder / (std::to_string(++file) + ".sqlite")).string();
        const auto store = signald::SqliteQueueStore::open(path);
        if (!store) {
            return 1;
        }
        puts(perTurn == 1 ? "hub.put_alone" : "hub.put", **store, perTurn);
    }
    std::filesystem::remove_all(folder);
    return 0;
}
