// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <sys/types.h>

#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "channel/channel.h"
#include "crypto/noise.h"
#include "crypto/queueauth.h"
#include "hub/hub.h"
#include "wire/hubmessages.h"

namespace nightjar::bench {

/// CPU seconds that a process has used, all its threads together.
[[nodiscard]] double cpuSecondsOf(pid_t process);
/// Resident MiB of a process.
[[nodiscard]] double residentMiBOf(pid_t process);

/// A whole server (sockets, streams, hub) in a process of its own on 127.0.0.1, so that its CPU time and memory are its
/// own.
class LiveServer {
public:
    /// In memory, or with a mailbox file in `folder`.
    enum class Store : std::uint8_t { Memory, Disk };
    LiveServer(const hub::Config& config, Store store, const std::string& folder);
    ~LiveServer();
    LiveServer(const LiveServer&) = delete;
    LiveServer& operator=(const LiveServer&) = delete;

    [[nodiscard]] const Endpoint& endpoint() const { return m_endpoint; }
    [[nodiscard]] const crypto::PublicKey& key() const { return m_key; }
    [[nodiscard]] double cpuSeconds() const { return cpuSecondsOf(m_process); }
    [[nodiscard]] double residentMiB() const { return residentMiBOf(m_process); }
    [[nodiscard]] pid_t process() const { return m_process; }
    [[nodiscard]] bool isAlive() const;

private:
    pid_t m_process = 0;
    Endpoint m_endpoint;
    crypto::PublicKey m_key;
};

/// A non-blocking UDP socket that speaks to one server; many datagrams in one system call, so that the side that
/// measures costs little.
class LoadSocket {
public:
    /// `from`: an own address of the loopback network; the port is any.
    explicit LoadSocket(const Endpoint& to, const Endpoint& from = Endpoint::v4(127, 0, 0, 1, 1));
    ~LoadSocket();
    LoadSocket(const LoadSocket&) = delete;
    LoadSocket& operator=(const LoadSocket&) = delete;

    void send(const std::vector<ByteView>& datagrams);
    void send(const std::vector<Bytes>& datagrams);
    void send(ByteView datagram) { send(std::vector{datagram}); }
    /// What has come; the views are valid until the next call.
    void receive(const std::function<void(ByteView)>& each);
    /// How many have come; they are not looked at.
    [[nodiscard]] std::size_t drain();
    /// Waits until something is there, or so long.
    void wait(Duration longest) const;

private:
    struct Buffers;
    int m_descriptor = -1;
    std::unique_ptr<Buffers> m_buffers;
};

/// A client as the protocol describes it, over a LoadSocket that it may share: its owner hands it what is for it.
class LiveClient {
public:
    LiveClient(const crypto::PublicKey& hub, LoadSocket& socket, RandomSource& random);

    [[nodiscard]] Bytes hello();
    /// Takes a welcome, cookie or channel packet; false when it is not for this client.
    bool receive(ByteView datagram);
    void flush();
    /// What flush() would send.
    [[nodiscard]] std::vector<Bytes> poll() { return m_channel->poll(now()); }
    [[nodiscard]] bool isConnected() const { return m_channel.has_value(); }
    [[nodiscard]] const wire::ChannelId& id() const { return m_id; }
    [[nodiscard]] channel::Channel& channel() { return *m_channel; }

    // For clients with a socket of their own: these wait, and end the program after some seconds.
    void connect();
    [[nodiscard]] Bytes ask(const wire::HubRequest& request);
    /// Asks all of them at once; the answers, in the order in which they came.
    [[nodiscard]] std::deque<Bytes> askAll(const std::vector<wire::HubRequest>& requests);
    void create(const QueueId& queue, const crypto::KeyPair& receiver, const crypto::KeyPair& sender);
    [[nodiscard]] wire::QueueHandle attach(wire::QueueRole role, const QueueId& queue, const crypto::KeyPair& keys);

    [[nodiscard]] wire::AttachRequest attachRequest(wire::QueueRole role, const QueueId& queue,
                                                    const crypto::KeyPair& keys);
    std::uint64_t nextReq = 1;
    std::deque<Bytes> replies;  ///< messages, as they came
    std::size_t datagrams = 0;  ///< relayed ones that came

private:
    [[nodiscard]] static Instant now();

    const crypto::PublicKey m_hub;
    LoadSocket& m_socket;
    RandomSource& m_random;
    crypto::KeyPair m_keys;
    wire::ChannelId m_id;
    Bytes m_hello;
    std::optional<crypto::NoiseInitiator> m_noise;
    std::optional<channel::Channel> m_channel;
    ByteArray<64> m_handshakeHash{};
};

/// Without limits per address and session: what the machine can do is measured.
[[nodiscard]] hub::Config generous();

}  // namespace nightjar::bench
