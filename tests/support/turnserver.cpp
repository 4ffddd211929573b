// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "support/turnserver.h"

#include <algorithm>

namespace nightjar::sim {

namespace {

/// PASSWORD-ALGORITHMS: SHA-256 and MD5, without parameters.
const Bytes bothAlgorithms{0, 2, 0, 0, 0, 1, 0, 0};
const ByteArray<16> relayV6{0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x77};

Endpoint hostOf(const Endpoint& peer) {
    return peer.withPort(1);
}

}  // namespace

std::string TurnServer::currentNonce() const {
    const auto number = std::to_string(nonce);
    return modern || lying ? "obMatJos2AAAD" + number : "nonce" + number;  // bits 0 and 1
}

link::TurnAccount TurnServer::account() const {
    link::TurnAccount account(user, SecretBytes(asBytes(password)));
    wire::TurnMessage known;
    known.realm = realm;
    known.nonce = currentNonce();
    if (modern) {
        known.algorithms = bothAlgorithms;
    }
    (void)account.challenge(known);
    return account;
}

Bytes TurnServer::challenge(const wire::TurnMessage& request, int code) const {
    wire::TurnWriter out(request.method, wire::StunClass::Error, request.transaction);
    out.error(code);
    out.realm(realm);
    out.nonce(currentNonce());
    if (modern) {
        out.offerAlgorithms(bothAlgorithms);
    }
    return out.take();
}

void TurnServer::sign(wire::TurnWriter& answer) const {
    const auto algorithm = modern ? crypto::StunAlgorithm::Sha256 : crypto::StunAlgorithm::Md5;
    auto key = crypto::stunKey(algorithm, user, realm, asBytes(password));
    if (badMac) {
        key.mutableView()[0] ^= 1;
    }
    answer.integrity(modern, [&](ByteView over) {
        return modern ? crypto::hmacSha256(key.view(), over) : crypto::hmacSha1(key.view(), over);
    });
}

Bytes TurnServer::error(const wire::TurnMessage& request, int code) const {
    wire::TurnWriter out(request.method, wire::StunClass::Error, request.transaction);
    out.error(code);
    if (code == 300 && alternate) {
        out.alternate(*alternate);
    }
    sign(out);
    return out.take();
}

Endpoint TurnServer::relayedOf(const Allocation& allocation, bool six) const {
    return six ? Endpoint(relayV6, allocation.port) : m_at.withPort(allocation.port);
}

Bytes TurnServer::success(Instant now, const Endpoint& client, const wire::TurnMessage& request) {
    wire::TurnWriter out(request.method, wire::StunClass::Success, request.transaction);
    auto& allocation = m_allocations[client];
    switch (request.method) {
        case wire::TurnMethod::Allocate:
            allocation = {m_nextPort++, now + std::chrono::seconds(lifetime), {}, {}};
            out.relayed(relayedOf(allocation, false));
            if (sixToo) {
                out.relayed(relayedOf(allocation, true));
            }
            out.mapped(client);
            out.lifetime(lifetime);
            break;
        case wire::TurnMethod::Refresh: {
            const auto granted = request.lifetime.value_or(lifetime) == 0 ? 0 : lifetime;
            out.lifetime(granted);
            allocation.until = now + std::chrono::seconds(granted);
            if (granted == 0) {
                m_allocations.erase(client);
            }
            break;
        }
        case wire::TurnMethod::ChannelBind:
            allocation.channels[request.channel.value_or(0)] = request.peer.value_or(Endpoint{});
            [[fallthrough]];
        default:
            allocation.permissions[hostOf(request.peer.value_or(Endpoint{}))] = now + std::chrono::minutes(5);
            break;
    }
    sign(out);
    return out.take();
}

std::vector<TurnServer::Out> TurnServer::request(Instant now, const Endpoint& from, const wire::TurnMessage& request) {
    ++m_requests;
    const auto answer = [&]() -> Bytes {
        if (!request.integrity) {
            return challenge(request, 401);
        }
        if (request.nonce != currentNonce()) {
            return challenge(request, 438);
        }
        const auto hash = crypto::stunUserHash(user, realm);
        const auto expected = modern ? ByteView(hash) : asBytes(user);
        const bool named =
            request.user && std::equal(request.user->begin(), request.user->end(), expected.begin(), expected.end());
        if (!named || !account().verifies(request)) {
            return challenge(request, 401);
        }
        if (const auto found = errors.find(request.method); found != errors.end()) {
            return error(request, found->second);
        }
        const auto known = m_allocations.find(from);
        const bool stands = known != m_allocations.end() && known->second.until > now;
        if (stands == (request.method == wire::TurnMethod::Allocate)) {
            return error(request, 437);
        }
        return success(now, from, request);
    }();
    return {{m_at, from, answer}};
}

std::vector<TurnServer::Out> TurnServer::relay(const Allocation& allocation, const Endpoint& peer,
                                               ByteView data) const {
    if (!allocation.permissions.contains(hostOf(peer))) {
        return {};
    }
    return {{relayedOf(allocation, !peer.isV4()), peer, toBytes(data)}};
}

std::vector<TurnServer::Out> TurnServer::handle(Instant now, const Endpoint& from, const Endpoint& to,
                                                ByteView datagram) {
    if (to != m_at) {
        for (const auto& [client, allocation] : m_allocations) {
            const auto permission = allocation.permissions.find(hostOf(from));
            const bool permitted = permission != allocation.permissions.end() && permission->second > now;
            if (allocation.port != to.port() || allocation.until <= now || !permitted) {
                continue;
            }
            for (const auto& [channel, peer] : allocation.channels) {
                if (peer == from) {
                    return {{m_at, client, wire::encodeChannelData(channel, datagram, false)}};
                }
            }
            SeededRandom random(to.port());
            wire::TurnWriter out(wire::TurnMethod::Data, wire::StunClass::Indication,
                                 wire::StunTransaction::draw(random));
            out.peer(from);
            out.data(datagram);
            return {{m_at, client, out.take()}};
        }
        return {};
    }
    const auto allocation = m_allocations.find(from);
    if (const auto channelData = wire::decodeChannelData(datagram)) {
        ++m_channelData;
        if (allocation != m_allocations.end() && allocation->second.channels.contains(channelData->channel)) {
            return relay(allocation->second, allocation->second.channels.at(channelData->channel), channelData->data);
        }
        return {};
    }
    const auto message = wire::decodeTurn(datagram);
    if (!message) {
        return {};
    }
    if (message->kind == wire::StunClass::Request) {
        return request(now, from, *message);
    }
    ++m_indications;
    if (message->method == wire::TurnMethod::Send && message->peer && message->data &&
        allocation != m_allocations.end()) {
        return relay(allocation->second, *message->peer, *message->data);
    }
    return {};
}

std::size_t TurnServer::allocations(Instant now) const {
    return static_cast<std::size_t>(std::count_if(m_allocations.begin(), m_allocations.end(),
                                                  [&](const auto& one) { return one.second.until > now; }));
}

}  // namespace nightjar::sim
