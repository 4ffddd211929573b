// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "bench/liveserver.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "crypto/hubcookie.h"
#include "hub/memoryqueuestore.h"
#include "signald/server.h"
#include "signald/socketaddress.h"

namespace nightjar::bench {

namespace {

constexpr std::size_t batch = 64;
constexpr Duration patience = 10s;
constexpr int socketBuffer = 4 * 1024 * 1024;

[[noreturn]] void fail(const char* what) {
    std::perror(what);
    std::exit(1);
}

[[nodiscard]] std::optional<std::uint64_t> reqOf(ByteView reply) {
    const auto decoded = wire::decodeHubReply(reply);
    if (!decoded) {
        return std::nullopt;
    }
    return std::visit(
        [](const auto& one) -> std::optional<std::uint64_t> {
            if constexpr (requires { one.req; }) {
                return one.req;
            } else {
                return std::nullopt;
            }
        },
        *decoded);
}

}  // namespace

double cpuSecondsOf(pid_t process) {
    clockid_t clock = 0;
    timespec time{};
    if (::clock_getcpuclockid(process, &clock) != 0 || ::clock_gettime(clock, &time) != 0) {
        return 0;
    }
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

double residentMiBOf(pid_t process) {
    long total = 0;
    long resident = 0;
    const auto path = "/proc/" + std::to_string(process) + "/statm";
    if (FILE* const file = std::fopen(path.c_str(), "r")) {
        if (std::fscanf(file, "%ld %ld", &total, &resident) != 2) {
            resident = 0;
        }
        std::fclose(file);
    }
    return static_cast<double>(resident) * 4096 / (1 << 20);
}

hub::Config generous() {
    hub::Config config;
    auto& limits = config.limits;
    const hub::Rate much{1e9, 1e9};
    limits.hellos = limits.hellosPerAddress = limits.hellosUnproven = limits.creationsPerAddress = much;
    limits.requestsPerSession = limits.relayPerSession = much;
    limits.halfOpen = limits.sessions;
    return config;
}

// ---- server

LiveServer::LiveServer(const hub::Config& config, Store store, const std::string& folder) {
    SystemRandom random;
    const auto keys = crypto::generateKeyPair(random);
    m_key = keys.publicKey;
    std::array<int, 2> pipe{};
    if (::pipe(pipe.data()) != 0) {
        fail("pipe");
    }
    m_process = ::fork();
    if (m_process < 0) {
        fail("fork");
    }
    if (m_process == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        ::prctl(PR_SET_NAME, "server");  // for profilers
        sigset_t signals;
        sigemptyset(&signals);
        sigaddset(&signals, SIGTERM);
        sigprocmask(SIG_BLOCK, &signals, nullptr);
        const auto disk = signald::SqliteQueueStore::open(folder + "/" + std::to_string(::getpid()) + ".sqlite");
        auto sockets = signald::Sockets::open({Endpoint::v4(127, 0, 0, 1, 1).withPort(0), {}, false, 0});
        signald::Streams streams;
        if (!disk || !sockets || !streams.prepareTls({}) ||
            !streams.listen(Endpoint::v4(127, 0, 0, 1, sockets->port()))) {
            std::_Exit(1);
        }
        hub::MemoryQueueStore memory;
        hub::QueueStore& used = store == Store::Disk ? static_cast<hub::QueueStore&>(**disk) : memory;
        hub::Hub hub(keys, used, random, config);
        signald::Metrics metrics;
        signald::Server server(hub, *sockets, streams, metrics, **disk, signals);
        const auto port = sockets->port();
        if (::write(pipe[1], &port, sizeof(port)) != sizeof(port)) {
            std::_Exit(1);
        }
        ::close(pipe[0]);
        ::close(pipe[1]);
        std::_Exit(server.run() ? 0 : 1);
    }
    ::close(pipe[1]);
    std::uint16_t port = 0;
    if (::read(pipe[0], &port, sizeof(port)) != sizeof(port)) {
        fail("the server did not start");
    }
    ::close(pipe[0]);
    m_endpoint = Endpoint::v4(127, 0, 0, 1, port);
}

LiveServer::~LiveServer() {
    ::kill(m_process, SIGTERM);
    ::waitpid(m_process, nullptr, 0);
}

bool LiveServer::isAlive() const {
    return ::waitpid(m_process, nullptr, WNOHANG) == 0;
}

// ---- sockets

struct LoadSocket::Buffers {
    std::array<mmsghdr, batch> headers{};
    std::array<iovec, batch> vectors{};
    std::array<std::array<std::uint8_t, 2048>, batch> room{};
};

LoadSocket::LoadSocket(const Endpoint& to, const Endpoint& from)
    : m_descriptor(::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)),
      m_buffers(std::make_unique<Buffers>()) {
    const auto own = signald::toSystem(from.withPort(0), false);
    const auto server = signald::toSystem(to, false);
    ::setsockopt(m_descriptor, SOL_SOCKET, SO_RCVBUF, &socketBuffer, sizeof(socketBuffer));
    ::setsockopt(m_descriptor, SOL_SOCKET, SO_SNDBUF, &socketBuffer, sizeof(socketBuffer));
    if (m_descriptor < 0 || ::bind(m_descriptor, reinterpret_cast<const sockaddr*>(&own.storage), own.length) != 0 ||
        ::connect(m_descriptor, reinterpret_cast<const sockaddr*>(&server.storage), server.length) != 0) {
        fail("socket");
    }
}

LoadSocket::~LoadSocket() {
    ::close(m_descriptor);
}

void LoadSocket::send(const std::vector<ByteView>& datagrams) {
    for (std::size_t sent = 0; sent < datagrams.size();) {
        const auto count = std::min(batch, datagrams.size() - sent);
        for (std::size_t i = 0; i < count; ++i) {
            const auto& bytes = datagrams[sent + i];
            m_buffers->vectors[i] = {const_cast<std::uint8_t*>(bytes.data()), bytes.size()};
            m_buffers->headers[i] = {};
            m_buffers->headers[i].msg_hdr.msg_iov = &m_buffers->vectors[i];
            m_buffers->headers[i].msg_hdr.msg_iovlen = 1;
        }
        const int done = ::sendmmsg(m_descriptor, m_buffers->headers.data(), static_cast<unsigned>(count), 0);
        if (done > 0) {
            sent += static_cast<std::size_t>(done);
        } else {
            pollfd writable{m_descriptor, POLLOUT, 0};
            ::poll(&writable, 1, 10);
        }
    }
}

void LoadSocket::send(const std::vector<Bytes>& datagrams) {
    send(std::vector<ByteView>(datagrams.begin(), datagrams.end()));
}

void LoadSocket::receive(const std::function<void(ByteView)>& each) {
    for (;;) {
        for (std::size_t i = 0; i < batch; ++i) {
            m_buffers->vectors[i] = {m_buffers->room[i].data(), m_buffers->room[i].size()};
            m_buffers->headers[i] = {};
            m_buffers->headers[i].msg_hdr.msg_iov = &m_buffers->vectors[i];
            m_buffers->headers[i].msg_hdr.msg_iovlen = 1;
        }
        const int count = ::recvmmsg(m_descriptor, m_buffers->headers.data(), batch, MSG_DONTWAIT, nullptr);
        for (int i = 0; i < count; ++i) {
            const auto index = static_cast<std::size_t>(i);
            each(ByteView(m_buffers->room[index].data(), m_buffers->headers[index].msg_len));
        }
        if (count < static_cast<int>(batch)) {
            return;
        }
    }
}

std::size_t LoadSocket::drain() {
    std::size_t count = 0;
    receive([&](ByteView) { ++count; });
    return count;
}

void LoadSocket::wait(Duration longest) const {
    pollfd readable{m_descriptor, POLLIN, 0};
    ::poll(&readable, 1, static_cast<int>(toMs(longest)));
}

// ---- clients

LiveClient::LiveClient(const crypto::PublicKey& hub, LoadSocket& socket, RandomSource& random)
    : m_hub(hub), m_socket(socket), m_random(random), m_keys(crypto::generateKeyPair(random)) {
}

Instant LiveClient::now() {
    return Instant{std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now().time_since_epoch())};
}

Bytes LiveClient::hello() {
    m_channel.reset();
    m_id = wire::ChannelId::draw(m_random);
    m_noise.emplace(m_keys, m_hub, asBytes(wire::hubPrologue), m_random);
    m_hello = wire::encodeHubHello(m_id, *m_noise->writeMessage1(Bytes(wire::hubHelloPayloadSize)));
    return m_hello;
}

bool LiveClient::receive(ByteView datagram) {
    if (const auto cookie = wire::decodeHubCookie(datagram); cookie && cookie->client == m_id && m_noise) {
        const auto opened = crypto::openHubCookie(m_hub, cookie->nonce, m_hello, cookie->sealed);
        if (opened) {
            auto again = m_hello;
            append(again, crypto::helloMac(*opened, m_hello));
            m_socket.send(again);
        }
        return opened.has_value();
    }
    if (const auto welcome = wire::decodeHubWelcome(datagram); welcome && welcome->client == m_id && m_noise) {
        const auto payload = m_noise->readMessage2(welcome->noise);
        const auto keys = payload ? m_noise->takeKeys() : Unexpected{crypto::NoiseError::Malformed};
        if (!keys) {
            return false;
        }
        m_handshakeHash = keys->handshakeHash;
        m_channel.emplace(channel::Secrets{keys->send.view(), keys->receive.view()}, m_id,
                          wire::decodeWelcomePayload(*payload)->hub, now());
        m_noise.reset();
        m_channel->ping();
        flush();
        return true;
    }
    auto received = m_channel ? m_channel->receive(now(), datagram) : std::nullopt;
    if (!received) {
        return false;
    }
    datagrams += received->datagrams.size();
    for (auto& message : received->messages) {
        replies.push_back(std::move(message.bytes));
    }
    return true;
}

void LiveClient::flush() {
    if (m_channel) {
        m_socket.send(m_channel->poll(now()));
    }
}

void LiveClient::connect() {
    m_socket.send(hello());
    for (const auto end = now() + patience; !isConnected();) {
        if (now() > end) {
            fail("no welcome");
        }
        m_socket.wait(10ms);
        m_socket.receive([&](ByteView datagram) { (void)receive(datagram); });
    }
}

Bytes LiveClient::ask(const wire::HubRequest& request) {
    const auto encoded = wire::encodeHubRequest(request);
    const auto req = wire::requestNumber(encoded);
    m_channel->send(encoded, channel::Priority::Text);
    flush();
    for (const auto end = now() + patience; now() < end;) {
        for (auto& reply : replies) {
            if (reqOf(reply) == req) {
                const auto out = std::move(reply);
                replies.clear();
                return out;
            }
        }
        m_socket.wait(std::clamp<Duration>(m_channel->nextDeadline() - now(), 1ms, 10ms));
        m_socket.receive([&](ByteView datagram) { (void)receive(datagram); });
        flush();
    }
    fail("no answer");
}

std::deque<Bytes> LiveClient::askAll(const std::vector<wire::HubRequest>& requests) {
    replies.clear();
    for (const auto& request : requests) {
        m_channel->send(wire::encodeHubRequest(request), channel::Priority::Text);
    }
    for (const auto end = now() + patience; replies.size() < requests.size();) {
        if (now() > end) {
            fail("no answers");
        }
        flush();
        m_socket.wait(1ms);
        m_socket.receive([&](ByteView datagram) { (void)receive(datagram); });
    }
    return std::exchange(replies, {});
}

void LiveClient::create(const QueueId& queue, const crypto::KeyPair& receiver, const crypto::KeyPair& sender) {
    (void)ask(wire::CreateRequest{nextReq++, queue, receiver.publicKey.value, sender.publicKey.value});
}

wire::AttachRequest LiveClient::attachRequest(wire::QueueRole role, const QueueId& queue, const crypto::KeyPair& keys) {
    const auto auth = crypto::QueueAuth::atClient(keys.secret.view(), m_hub);
    return {nextReq++, role, queue, auth->mac(m_handshakeHash, queue, static_cast<std::uint8_t>(role))};
}

wire::QueueHandle LiveClient::attach(wire::QueueRole role, const QueueId& queue, const crypto::KeyPair& keys) {
    const auto message = ask(attachRequest(role, queue, keys));
    const auto reply = wire::decodeHubReply(message);
    const auto* const attached = reply ? std::get_if<wire::AttachedReply>(&*reply) : nullptr;
    if (attached == nullptr) {
        fail("attach was refused");
    }
    return attached->handle;
}

}  // namespace nightjar::bench
