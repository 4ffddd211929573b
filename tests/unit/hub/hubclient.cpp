// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "hubclient.h"

#include <QtGlobal>
#include <algorithm>

namespace nightjar::hub {

namespace {

std::optional<std::uint64_t> reqOf(const wire::HubReply& reply) {
    return std::visit(
        [](const auto& one) -> std::optional<std::uint64_t> {
            if constexpr (requires { one.req; }) {
                return one.req;
            } else {
                return std::nullopt;
            }
        },
        reply);
}

}  // namespace

// ---- client

HubClient::HubClient(HubBench& bench, Endpoint address, std::uint64_t seed)
    : m_bench(bench), m_address(address), m_random(seed), m_keys(crypto::generateKeyPair(m_random)) {
    bench.m_clients.push_back(this);
}

Bytes HubClient::hello() {
    m_id = wire::ChannelId::draw(m_random);
    m_noise.emplace(m_keys, m_bench.keys.publicKey, asBytes(wire::hubPrologue), m_random);
    return wire::encodeHubHello(m_id, *m_noise->writeMessage1(Bytes(wire::hubHelloPayloadSize)));
}

bool HubClient::connect() {
    m_channel.reset();
    m_bench.send(m_address, hello());
    if (!m_channel) {
        return false;
    }
    m_channel->ping();
    flush();
    return true;
}

void HubClient::receive(ByteView datagram) {
    const auto kind = wire::kindOf(datagram);
    if (const auto id = wire::decodeChannelUnknown(datagram); kind == wire::DatagramKind::ChannelUnknown && id) {
        unknown.push_back(*id);
    } else if (kind == wire::DatagramKind::HubWelcome && m_noise) {
        const auto welcome = wire::decodeHubWelcome(datagram);
        const auto payload = welcome && welcome->client == m_id ? m_noise->readMessage2(welcome->noise)
                                                                : Unexpected{crypto::NoiseError::Malformed};
        if (payload) {
            m_welcome = wire::decodeWelcomePayload(*payload);
            const auto keys = m_noise->takeKeys();
            m_handshakeHash = keys->handshakeHash;
            m_channel.emplace(channel::Secrets{keys->send.view(), keys->receive.view()}, m_id, m_welcome->hub,
                              m_bench.now);
            m_noise.reset();
        }
    } else if (kind == wire::DatagramKind::ChannelPacket && m_channel) {
        auto received = m_channel->receive(m_bench.now, datagram);
        if (!received) {
            return;
        }
        for (const auto& challenge : received->challenges) {
            if (answersChallenges) {
                m_bench.send(m_address, m_channel->makeProbeAnswer(m_bench.now, challenge));
            }
        }
        closed = received->closed ? received->closed : closed;
        for (const auto& relayed : received->datagrams) {
            m_relayed.push_back(relayed);
        }
        for (auto& message : received->messages) {
            Heard heard{std::move(message.bytes), wire::OkReply{}};
            heard.reply = wire::decodeHubReply(heard.message).value();
            const bool delivers = std::holds_alternative<wire::DeliverMessage>(heard.reply);
            (delivers ? m_deliveries : m_replies).push_back(std::move(heard));
        }
    }
}

void HubClient::flush() {
    if (!m_channel) {
        return;
    }
    for (const auto& packet : m_channel->poll(m_bench.now)) {
        m_bench.send(m_address, packet);
    }
}

void HubClient::tell(const wire::HubRequest& request) {
    m_channel->send(wire::encodeHubRequest(request), channel::Priority::Text);
    flush();
}

wire::HubReply HubClient::ask(const wire::HubRequest& request) {
    const auto req = wire::requestNumber(wire::encodeHubRequest(request)).value();
    tell(request);
    for (int i = 0; i < 300; ++i) {
        const auto found =
            std::find_if(m_replies.begin(), m_replies.end(), [&](const Heard& one) { return reqOf(one.reply) == req; });
        if (found != m_replies.end()) {
            const auto reply = found->reply;
            // What the reply shows stays valid until the next answer.
            m_lastReply = std::move(found->message);
            m_replies.erase(found);
            return reply;
        }
        m_bench.advance(20ms);
    }
    qFatal("no answer from the hub");
}

std::optional<wire::HubError> HubClient::errorOf(const wire::HubRequest& request) {
    const auto reply = ask(request);
    const auto* const error = std::get_if<wire::ErrorReply>(&reply);
    return error != nullptr ? std::optional(error->error) : std::nullopt;
}

wire::CreateRequest HubClient::createRequest(const QueueId& queue, const crypto::KeyPair& receiver,
                                             const crypto::KeyPair& sender) {
    return {nextReq++, queue, receiver.publicKey.value, sender.publicKey.value};
}

wire::AttachRequest HubClient::attachRequest(wire::QueueRole role, const QueueId& queue, const crypto::KeyPair& keys) {
    const auto auth = crypto::QueueAuth::atClient(keys.secret.view(), m_bench.keys.publicKey);
    return {nextReq++, role, queue, auth->mac(m_handshakeHash, queue, static_cast<std::uint8_t>(role))};
}

wire::QueueHandle HubClient::attach(wire::QueueRole role, const QueueId& queue, const crypto::KeyPair& keys) {
    const auto reply = ask(attachRequest(role, queue, keys));
    const auto* const attached = std::get_if<wire::AttachedReply>(&reply);
    if (attached == nullptr) {
        qFatal("attach was refused");
    }
    return attached->handle;
}

void HubClient::relay(wire::QueueHandle handle, ByteView payload) {
    m_channel->sendDatagram(wire::encodeRelay(handle, payload));
    flush();
}

std::optional<StoredEnvelope> HubClient::delivery() {
    for (int i = 0; i < 50 && m_deliveries.empty(); ++i) {
        m_bench.advance(20ms);
    }
    if (m_deliveries.empty()) {
        return std::nullopt;
    }
    const auto heard = std::move(m_deliveries.front());
    m_deliveries.erase(m_deliveries.begin());
    const auto& deliver = std::get<wire::DeliverMessage>(heard.reply);
    return StoredEnvelope{deliver.number, toBytes(deliver.envelope)};
}

// ---- bench

HubBench::HubBench(QueueStore& store, Config config) : m_store(store), m_config(std::move(config)) {
    keys = crypto::generateKeyPair(m_random);
    restart();
}

void HubBench::restart() {
    m_hub = std::make_unique<Hub>(keys, m_store, m_random, m_config);
}

void HubBench::send(const Endpoint& from, ByteView datagram, Port port) {
    dispatch(m_hub->handle(now, Incoming{port, from, datagram}));
}

void HubBench::sendTogether(const std::vector<std::pair<Endpoint, Bytes>>& datagrams) {
    std::vector<Incoming> incoming;
    for (const auto& [from, bytes] : datagrams) {
        incoming.push_back({Port::Main, from, bytes});
    }
    dispatch(m_hub->handle(now, incoming));
}

void HubBench::dispatch(std::vector<Outgoing> outgoing) {
    for (auto& one : outgoing) {
        for (auto* const client : m_clients) {
            if (client->address() == one.to && client != deaf) {
                client->receive(one.datagram);
            }
        }
        sent.push_back(std::move(one));
    }
}

void HubBench::advance(Duration time) {
    const auto end = now + time;
    for (;;) {
        for (auto* const client : m_clients) {
            client->flush();
        }
        auto next = std::min(end, m_hub->nextDeadline());
        for (auto* const client : m_clients) {
            if (client->isConnected()) {
                next = std::min(next, client->channel().nextDeadline());
            }
        }
        now = std::max(next, now + 1us);
        if (now > end) {
            now = end;
            return;
        }
        if (m_hub->nextDeadline() <= now) {
            dispatch(m_hub->tick(now));
        }
    }
}

}  // namespace nightjar::hub
