// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// What the whole server does for a second of its CPU time, sockets included: STUN answers (and coturn's, where it is
// installed, under the same load), relayed packets, stored envelopes, wake-ups among 10,000 clients, and what those
// cost while they are idle.

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <map>

#include "bench/liveserver.h"
#include "bench/report.h"
#include "wire/stun.h"

using namespace nightjar;
using namespace nightjar::bench;

namespace {

constexpr double seconds = 2;

/// Questions from `sockets`, some hundreds on their way, until the time is over: answers per CPU second of `process`.
double stunAnswers(const Endpoint& server, pid_t process) {
    constexpr std::size_t socketCount = 16;
    constexpr std::size_t perSocket = 32;
    std::deque<LoadSocket> sockets;
    SystemRandom random;
    std::vector<Bytes> questions;
    for (std::size_t i = 0; i < socketCount; ++i) {
        sockets.emplace_back(server);
    }
    for (std::size_t i = 0; i < perSocket; ++i) {
        questions.push_back(wire::encodeBindingRequest(wire::StunTransaction::draw(random)));
    }
    const std::vector<ByteView> views(questions.begin(), questions.end());
    const double before = cpuSecondsOf(process);
    const Stopwatch watch;
    std::size_t answers = 0;
    while (watch.seconds() < seconds) {
        for (auto& socket : sockets) {
            socket.send(views);
        }
        for (auto& socket : sockets) {
            std::size_t here = 0;
            for (int tries = 0; here < perSocket && tries < 5; ++tries) {
                socket.wait(5ms);
                here += socket.drain();
            }
            answers += here;
        }
    }
    return static_cast<double>(answers) / (cpuSecondsOf(process) - before);
}

void stun(const std::string& folder) {
    const LiveServer server(generous(), LiveServer::Store::Memory, folder);
    SystemRandom random;
    LoadSocket socket(server.endpoint());
    LiveClient client(server.key(), socket, random);
    client.connect();  // the server serves
    report("hubserver.stun", stunAnswers(server.endpoint(), server.process()), "1/CPU s");
}

/// coturn with one worker under the same load; nothing where it is not installed.
void coturn(const std::string& folder) {
    const auto port = static_cast<std::uint16_t>(20'000 + ::getpid() % 20'000);
    const pid_t process = ::fork();
    if (process == 0) {
        if (::freopen("/dev/null", "w", stdout) == nullptr || ::freopen("/dev/null", "w", stderr) == nullptr) {
            std::_Exit(127);
        }
        const auto portText = std::to_string(port);
        const auto pidFile = folder + "/turnserver.pid";
        const auto database = folder + "/turn.db";
        ::execlp("turnserver", "turnserver", "-n", "-L", "127.0.0.1", "-p", portText.c_str(), "--no-tls", "--no-dtls",
                 "--no-cli", "--no-auth", "-S", "-m", "1", "--log-file", "stdout", "--pidfile", pidFile.c_str(), "--db",
                 database.c_str(), nullptr);
        std::_Exit(127);
    }
    ::usleep(1'000'000);
    if (::waitpid(process, nullptr, WNOHANG) == process) {
        return;
    }
    report("hubserver.stun_coturn", stunAnswers(Endpoint::v4(127, 0, 0, 1, port), process), "1/CPU s");
    ::kill(process, SIGKILL);
    ::waitpid(process, nullptr, 0);
}

/// Some calls at once: a packet of 160 bytes from each caller, again and again. What arrives is counted by packets, so
/// that what the server joins counts once.
void relay(const std::string& folder) {
    constexpr std::size_t calls = 128;
    constexpr std::size_t socketCount = 8;
    const LiveServer server(generous(), LiveServer::Store::Memory, folder);
    SystemRandom random;
    std::deque<LoadSocket> from;
    std::deque<LoadSocket> to;
    std::deque<LiveClient> senders;
    std::deque<LiveClient> receivers;
    std::vector<wire::QueueHandle> handles;
    for (std::size_t i = 0; i < calls; ++i) {
        if (i < socketCount) {
            from.emplace_back(server.endpoint());
            to.emplace_back(server.endpoint());
        }
        auto& sender = senders.emplace_back(server.key(), from[i % socketCount], random);
        auto& receiver = receivers.emplace_back(server.key(), to[i % socketCount], random);
        sender.connect();
        receiver.connect();
        const auto queue = QueueId::draw(random);
        const auto receiverKeys = crypto::generateKeyPair(random);
        const auto senderKeys = crypto::generateKeyPair(random);
        receiver.create(queue, receiverKeys, senderKeys);
        (void)receiver.attach(wire::QueueRole::Receiver, queue, receiverKeys);
        handles.push_back(sender.attach(wire::QueueRole::Sender, queue, senderKeys));
    }
    const double before = server.cpuSeconds();
    const Stopwatch watch;
    std::size_t arrived = 0;
    while (watch.seconds() < seconds) {
        std::array<std::vector<Bytes>, socketCount> packets;
        for (int packet = 0; packet < 2; ++packet) {
            for (std::size_t i = 0; i < calls; ++i) {
                senders[i].channel().sendDatagram(wire::encodeRelay(handles[i], Bytes(120, 7)));
                for (auto& sealed : senders[i].poll()) {
                    packets[i % socketCount].push_back(std::move(sealed));
                }
            }
        }
        for (std::size_t i = 0; i < socketCount; ++i) {
            from[i].send(packets[i]);
        }
        for (std::size_t i = 0; i < socketCount; ++i) {
            to[i].wait(5ms);
            arrived += to[i].drain();
            (void)from[i].drain();
        }
    }
    report("hubserver.relay", static_cast<double>(arrived) / (server.cpuSeconds() - before), "1/CPU s");
}

/// Envelopes of 512 bytes from many clients into their queues on a real disk, answered when they are on it.
void puts(const std::string& folder) {
    constexpr std::size_t clientCount = 128;
    constexpr std::size_t each = 600;
    constexpr std::size_t together = 8;
    const LiveServer server(generous(), LiveServer::Store::Disk, folder);
    SystemRandom random;
    std::deque<LoadSocket> sockets;
    std::deque<LiveClient> clients;
    std::vector<wire::QueueHandle> handles;
    for (std::size_t i = 0; i < clientCount; ++i) {
        auto& client = clients.emplace_back(server.key(), sockets.emplace_back(server.endpoint()), random);
        client.connect();
        const auto queue = QueueId::draw(random);
        const auto receiverKeys = crypto::generateKeyPair(random);
        const auto senderKeys = crypto::generateKeyPair(random);
        client.create(queue, receiverKeys, senderKeys);
        handles.push_back(client.attach(wire::QueueRole::Sender, queue, senderKeys));
        client.replies.clear();
    }
    Bytes envelope(512);
    random.fill(envelope);
    std::vector<std::size_t> asked(clientCount);
    std::vector<std::size_t> answered(clientCount);
    std::size_t done = 0;
    const double before = server.cpuSeconds();
    const Stopwatch watch;
    while (done < clientCount * each && watch.seconds() < 60) {
        for (std::size_t i = 0; i < clientCount; ++i) {
            auto& client = clients[i];
            sockets[i].receive([&](ByteView datagram) { (void)client.receive(datagram); });
            answered[i] += client.replies.size();
            done += client.replies.size();
            client.replies.clear();
            while (asked[i] < each && asked[i] - answered[i] < together) {
                ++asked[i];
                client.channel().send(
                    wire::encodeHubRequest(wire::PutRequest{client.nextReq++, handles[i], false, envelope}),
                    channel::Priority::Text);
            }
            client.flush();
        }
    }
    if (done != clientCount * each) {
        std::exit(1);
    }
    report("hubserver.put", static_cast<double>(done) / watch.seconds(), "1/s");
    report("hubserver.put_cpu", static_cast<double>(done) / (server.cpuSeconds() - before), "1/CPU s");
}

/// 10,000 clients, each attached to a queue of its own: memory, the price of their keep-alives, and a packet to one of
/// them at random.
void many(const std::string& folder) {
    constexpr std::size_t count = 10'000;
    constexpr std::size_t perSocket = 500;
    constexpr std::size_t senders = 2;  // a session holds 8,192 handles
    constexpr std::size_t together = 250;
    constexpr std::size_t burst = 256;
    constexpr double keepAlive = 27;
    const LiveServer server(generous(), LiveServer::Store::Disk, folder);
    SystemRandom random;
    std::deque<LoadSocket> sockets;
    std::deque<LiveClient> clients;
    std::map<wire::ChannelId, LiveClient*> byId;
    const auto receiverKeys = crypto::generateKeyPair(random);
    const auto senderKeys = crypto::generateKeyPair(random);
    const auto deliver = [&](LoadSocket& socket) {
        socket.receive([&](ByteView datagram) {
            const auto found = byId.find(*wire::ChannelId::fromBytes(datagram.subspan(1, 3)));
            if (datagram.size() > 4 && found != byId.end()) {
                (void)found->second->receive(datagram);
            }
        });
    };
    LoadSocket own(server.endpoint());
    std::deque<LiveClient> sending;
    for (std::size_t i = 0; i < senders; ++i) {
        sending.emplace_back(server.key(), own, random).connect();
    }
    // The queues first, and the handles of those who will wake: what the clients take is measured alone.
    std::vector<QueueId> queues;
    std::vector<std::pair<LiveClient*, wire::QueueHandle>> wakes;
    while (queues.size() < count) {
        auto& sender = sending[queues.size() / together % senders];
        std::vector<wire::HubRequest> creations;
        std::vector<wire::HubRequest> attachments;
        for (std::size_t i = 0; i < together; ++i) {
            const auto queue = queues.emplace_back(QueueId::draw(random));
            creations.emplace_back(
                wire::CreateRequest{sender.nextReq++, queue, receiverKeys.publicKey.value, senderKeys.publicKey.value});
            attachments.emplace_back(sender.attachRequest(wire::QueueRole::Sender, queue, senderKeys));
        }
        (void)sender.askAll(creations);
        for (const auto& answer : sender.askAll(attachments)) {
            const auto reply = wire::decodeHubReply(answer);
            const auto* const attached = reply ? std::get_if<wire::AttachedReply>(&*reply) : nullptr;
            if (attached == nullptr) {
                std::exit(1);
            }
            wakes.emplace_back(&sender, attached->handle);
        }
    }
    const double emptyMiB = server.residentMiB();
    for (std::size_t i = 0; i < count; ++i) {
        auto& socket = i % perSocket == 0 ? sockets.emplace_back(server.endpoint()) : sockets.back();
        auto& client = clients.emplace_back(server.key(), socket, random);
        client.connect();
        byId[client.id()] = &client;
        (void)client.attach(wire::QueueRole::Receiver, queues[i], receiverKeys);
    }
    report("hubserver.idle_10000_memory", server.residentMiB() - emptyMiB, "MiB");

    double before = server.cpuSeconds();
    for (std::size_t i = 0; i < count; ++i) {
        clients[i].channel().ping();
        clients[i].flush();
        if (i % 32 == 31) {
            for (auto& socket : sockets) {
                deliver(socket);
            }
        }
    }
    ::usleep(200'000);
    for (auto& socket : sockets) {
        deliver(socket);
    }
    report("hubserver.idle_10000_cpu", (server.cpuSeconds() - before) / keepAlive * 100, "% of a core");

    before = server.cpuSeconds();
    const Stopwatch watch;
    std::size_t arrived = 0;
    while (watch.seconds() < seconds) {
        for (std::size_t i = 0; i < burst; ++i) {
            const auto& [sender, handle] = wakes[random.below(count)];
            sender->channel().sendDatagram(wire::encodeRelay(handle, Bytes(16, 7)));
            if (i % 16 == 15) {
                for (auto& one : sending) {
                    one.flush();
                }
            }
        }
        std::size_t here = 0;
        for (int tries = 0; here < burst && tries < 40; ++tries) {
            for (auto& socket : sockets) {
                here += socket.drain();
            }
        }
        arrived += here;
    }
    report("hubserver.wake_one_of_10000", static_cast<double>(arrived) / (server.cpuSeconds() - before), "1/CPU s");
}

}  // namespace

int main(int count, char** arguments) {
    const std::string_view only = count > 1 ? arguments[1] : "";
    const auto folder = std::filesystem::temp_directory_path() / ("nightjar-hubserver-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    const auto want = [&](std::string_view name) { return only.empty() || only == name; };
    if (want("stun")) {
        stun(folder);
        coturn(folder);
    }
    if (want("relay")) {
        relay(folder);
    }
    if (want("put")) {
        puts(folder);
    }
    if (want("many")) {
        many(folder);
    }
    std::filesystem::remove_all(folder);
    return 0;
}
