// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "channel/channel.h"
#include "crypto/noise.h"
#include "crypto/queueauth.h"
#include "hub/hub.h"

namespace nightjar::hub {

/// What a client heard, with the bytes that the reply shows.
struct Heard {
    Bytes message;
    wire::HubReply reply;
};

/// A hub, a clock and an exact network between it and its clients.
class HubBench;

/// A client of a hub as the protocol describes it and no more: a Noise initiator and a channel.
class HubClient {
public:
    HubClient(HubBench& bench, Endpoint address, std::uint64_t seed);

    /// Hello and welcome; true when the session stands.
    bool connect();
    [[nodiscard]] Bytes hello();
    void receive(ByteView datagram);
    /// Sends what the channel has.
    void flush();

    /// Asks and waits for the answer to this req.
    [[nodiscard]] wire::HubReply ask(const wire::HubRequest& request);
    /// Asks without waiting.
    void tell(const wire::HubRequest& request);
    /// The error of the answer; nothing when it was none.
    [[nodiscard]] std::optional<wire::HubError> errorOf(const wire::HubRequest& request);

    [[nodiscard]] wire::CreateRequest createRequest(const QueueId& queue, const crypto::KeyPair& receiver,
                                                    const crypto::KeyPair& sender);
    [[nodiscard]] wire::AttachRequest attachRequest(wire::QueueRole role, const QueueId& queue,
                                                    const crypto::KeyPair& keys);
    /// The handle; ends the test when it is refused.
    [[nodiscard]] wire::QueueHandle attach(wire::QueueRole role, const QueueId& queue, const crypto::KeyPair& keys);
    void relay(wire::QueueHandle handle, ByteView payload);

    /// Takes the next envelope that was delivered and waits for it if need be; nothing when none comes.
    [[nodiscard]] std::optional<StoredEnvelope> delivery();
    [[nodiscard]] std::vector<Bytes> takeRelayed() { return std::exchange(m_relayed, {}); }

    [[nodiscard]] channel::Channel& channel() { return *m_channel; }
    [[nodiscard]] bool isConnected() const { return m_channel.has_value(); }
    [[nodiscard]] const Endpoint& address() const { return m_address; }
    void moveTo(Endpoint address) { m_address = address; }
    [[nodiscard]] const std::optional<wire::WelcomePayload>& welcome() const { return m_welcome; }
    /// Channel ids that the hub said it does not know.
    std::vector<wire::ChannelId> unknown;
    std::optional<wire::CloseReason> closed;
    std::uint64_t nextReq = 1;
    /// As every client does that hears what is sent to its address.
    bool answersChallenges = true;

private:
    HubBench& m_bench;
    Endpoint m_address;
    SeededRandom m_random;
    crypto::KeyPair m_keys;
    wire::ChannelId m_id;
    std::optional<crypto::NoiseInitiator> m_noise;
    std::optional<channel::Channel> m_channel;
    std::optional<wire::WelcomePayload> m_welcome;
    ByteArray<64> m_handshakeHash{};
    std::vector<Heard> m_replies;
    Bytes m_lastReply;
    std::vector<Heard> m_deliveries;
    std::vector<Bytes> m_relayed;
};

class HubBench {
public:
    explicit HubBench(QueueStore& store, Config config = {});

    /// The same hub again, as after a restart of its program.
    void restart();
    /// Client to hub.
    void send(const Endpoint& from, ByteView datagram, Port port = Port::Main);
    /// Many datagrams in one turn of the hub.
    void sendTogether(const std::vector<std::pair<Endpoint, Bytes>>& datagrams);
    /// Lets time pass, with everything that happens in it.
    void advance(Duration time);

    Instant now = fromUnixMs(1'700'000'000'000);
    crypto::KeyPair keys;
    /// Everything that the hub sent, for whoever looks.
    std::vector<Outgoing> sent;
    /// Datagrams to this client are lost.
    const HubClient* deaf = nullptr;

    [[nodiscard]] Hub& hub() { return *m_hub; }

private:
    friend class HubClient;
    void dispatch(std::vector<Outgoing> outgoing);

    QueueStore& m_store;
    Config m_config;
    SeededRandom m_random{1};
    std::unique_ptr<Hub> m_hub;
    std::vector<HubClient*> m_clients;
};

}  // namespace nightjar::hub
