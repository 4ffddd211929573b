// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "link/turnclient.h"

#include <algorithm>
#include <utility>

namespace nightjar::link {

namespace {

// RFC 8489 section 6.2.1: RTO, Rc and Rm. What is given to a stream of ours can be dropped there when the network is
// slow, so it is said again, four times within Ti (section 6.2.2: 39.5 s).
constexpr Duration firstTimeout = 500ms;
constexpr int mostRequests = 7;
constexpr Duration lastTimeout = 16 * firstTimeout;
constexpr Duration streamTimeout = 9875ms;
constexpr int mostRequestsInStream = 4;
/// What is asked for; the default of RFC 8656, and refreshed a minute before its end.
constexpr std::uint32_t wantedLifetime = 600;
constexpr std::chrono::seconds longestLifetime{3600};
constexpr std::chrono::seconds refreshBefore{60};
/// RFC 8656 sections 9 and 12: a permission lives for 5 minutes, a channel for 10; binding it refreshes both.
constexpr Duration permissionLife = std::chrono::minutes(5);
constexpr Duration grantRefresh = std::chrono::minutes(4);
constexpr Duration channelLife = std::chrono::minutes(10);
constexpr Duration wantedLife = std::chrono::minutes(10);
/// NATs forget a UDP mapping after 30 s.
constexpr Duration keepAlive = 27s;
/// A stale nonce, or another server, is heeded so often for one question.
constexpr int mostChallenges = 3;
constexpr int mostAlternates = 3;
/// How soon the server is asked again.
constexpr Duration afterSilence = std::chrono::minutes(1);
constexpr Duration afterCapacity = std::chrono::minutes(1);
constexpr Duration afterMismatch = 5s;
constexpr Duration afterQuota = std::chrono::minutes(5);
constexpr Duration afterRefusal = std::chrono::minutes(30);
/// A permission that was refused is not asked for again for so long.
constexpr Duration afterForbidden = std::chrono::minutes(5);
constexpr std::size_t maxArrived = 256;

// RFC 8489 section 14.8, RFC 8656 section 19.
constexpr int tryAlternate = 300;
constexpr int unauthenticated = 401;
constexpr int allocationMismatch = 437;
constexpr int staleNonce = 438;
constexpr int familyNotSupported = 440;
constexpr int wrongCredentials = 441;
constexpr int quotaReached = 486;
constexpr int serverError = 500;
constexpr int insufficientCapacity = 508;

}  // namespace

// ---- what is wanted

void TurnClient::start(Instant now, TurnServer server) {
    stop(now);
    m_server = std::move(server);
    m_account = TurnAccount(m_server.user, m_server.password.clone());
    m_alternates = 0;
    m_bothFamilies = true;
    allocate(now);
}

void TurnClient::stop(Instant now) {
    if (m_state == State::Ready) {
        Request over;
        over.method = wire::TurnMethod::Refresh;
        over.transaction = wire::StunTransaction::draw(*m_random);
        write(over);
        transmit(now, std::move(over.bytes));  // nobody waits for the answer
    }
    forget();
    m_out.changed = m_out.changed || m_state != State::Off;
    m_state = State::Off;
    m_problem = Problem::None;
    m_out.lastWords.insert(m_out.lastWords.end(), std::make_move_iterator(m_out.datagrams.begin()),
                           std::make_move_iterator(m_out.datagrams.end()));
    m_out.datagrams.clear();
    if (std::exchange(m_used, false)) {
        if (m_server.way == Way::Udp) {
            m_out.closeSocket = true;
        } else {
            m_out.hangUp = toServer({});
        }
    }
}

void TurnClient::forget() {
    m_requests.clear();
    m_permissions.clear();
    m_channels.clear();
    m_nextChannel = wire::turnFirstChannel;
    m_relayed.clear();
    m_mapped = {};
    m_refreshAt = m_expires = m_again = never;
}

void TurnClient::allocate(Instant now) {
    m_out.changed = true;
    m_state = State::Allocating;
    m_again = never;
    Request request;
    request.method = wire::TurnMethod::Allocate;
    request.lifetime = wantedLifetime;
    ask(now, std::move(request));
}

void TurnClient::rest(Instant now, Problem problem, Duration howLong) {
    stop(now);
    m_out.changed = true;
    m_state = State::Resting;
    m_problem = problem;
    m_again = now + howLong;
}

void TurnClient::lose(Instant now) {
    // The server knows nothing of us any more. From another port everything begins anew.
    const auto permissions = std::exchange(m_permissions, {});
    m_state = State::Allocating;
    stop(now);
    allocate(now);
    for (const auto& [host, grant] : permissions) {
        if (grant.wantedUntil > now) {
            m_permissions[host] = {0, {}, now, grant.wantedUntil};
        }
    }
}

void TurnClient::goTo(Instant now, const Endpoint& alternate) {
    m_state = State::Allocating;
    stop(now);
    m_server.address = alternate;
    m_account = TurnAccount(m_server.user, m_server.password.clone());
    allocate(now);
}

void TurnClient::permit(Instant now, const Endpoint& peer) {
    const auto found = m_permissions.find(hostOf(peer));
    if (found != m_permissions.end()) {
        found->second.wantedUntil = now + wantedLife;
    } else if (m_permissions.size() < maxPeers) {
        m_permissions[hostOf(peer)] = {0, {}, now, now + wantedLife};
    }
}

bool TurnClient::isPermitted(const Endpoint& peer) const {
    const auto found = m_permissions.find(hostOf(peer));
    return found != m_permissions.end() && found->second.until != Instant{};
}

void TurnClient::send(Instant now, const Endpoint& peer, ByteView data) {
    permit(now, peer);
    const auto permission = m_permissions.find(hostOf(peer));
    if (m_state != State::Ready || permission == m_permissions.end() || permission->second.until <= now) {
        return;
    }
    auto channel = m_channels.find(peer);
    if (channel == m_channels.end() && m_channels.size() < maxPeers && m_nextChannel <= wire::turnLastChannel) {
        channel = m_channels.emplace(peer, Grant{m_nextChannel++, {}, now, {}}).first;
    }
    if (channel != m_channels.end()) {
        channel->second.wantedUntil = now + wantedLife;
        if (channel->second.until <= now && channel->second.refreshAt == never && !isAsked(peer)) {
            channel->second.refreshAt = now;
        }
        if (channel->second.until > now) {
            transmit(now, wire::encodeChannelData(channel->second.channel, data, m_server.way != Way::Udp));
            return;
        }
    }
    wire::TurnWriter out(wire::TurnMethod::Send, wire::StunClass::Indication, wire::StunTransaction::draw(*m_random));
    out.peer(peer);
    out.data(data);
    transmit(now, out.take());
}

// ---- questions

void TurnClient::ask(Instant now, Request request) {
    request.transaction = wire::StunTransaction::draw(*m_random);
    request.next = now;
    request.sent = 0;
    write(request);
    m_requests.push_back(std::move(request));
}

void TurnClient::write(Request& request) {
    wire::TurnWriter out(request.method, wire::StunClass::Request, request.transaction);
    switch (request.method) {
        case wire::TurnMethod::Allocate:
            out.requestedTransport();
            if (m_bothFamilies) {
                out.additionalV6();
            }
            out.lifetime(request.lifetime);
            break;
        case wire::TurnMethod::Refresh:
            out.lifetime(request.lifetime);
            break;
        case wire::TurnMethod::ChannelBind:
            out.channelNumber(request.channel);
            out.peer(request.peer);
            break;
        default:
            out.peer(request.peer);
            break;
    }
    m_account.sign(out);
    request.isSigned = m_account.isKnown();
    request.bytes = out.take();
}

OutgoingDatagram TurnClient::toServer(Bytes bytes) const {
    return {m_server.address, std::move(bytes), m_server.way, m_server.way == Way::Udp ? socket : SocketNumber{0}};
}

void TurnClient::transmit(Instant now, Bytes bytes) {
    m_lastSent = now;
    m_used = true;
    m_out.datagrams.push_back(toServer(std::move(bytes)));
}

bool TurnClient::isAsked(const Endpoint& peer) const {
    return std::any_of(m_requests.begin(), m_requests.end(),
                       [&](const Request& request) { return request.peer == peer; });
}

void TurnClient::retry(Instant now) {
    const bool stream = m_server.way != Way::Udp;
    bool silent = false;
    for (auto& request : m_requests) {
        if (request.next > now) {
            continue;
        }
        if (request.sent == (stream ? mostRequestsInStream : mostRequests)) {
            silent = true;
            break;
        }
        ++request.sent;
        request.next = now + (stream                         ? streamTimeout
                              : request.sent == mostRequests ? lastTimeout
                                                             : firstTimeout * (1 << (request.sent - 1)));
        transmit(now, request.bytes);
    }
    if (silent) {
        rest(now, Problem::NoAnswer, afterSilence);
    }
}

void TurnClient::refresh(Instant now) {
    if (m_refreshAt <= now) {
        m_refreshAt = never;
        Request request;
        request.method = wire::TurnMethod::Refresh;
        request.lifetime = wantedLifetime;
        ask(now, std::move(request));
    }
    // What nobody wants any more ends by itself at the server.
    std::erase_if(m_permissions, [&](const auto& entry) { return entry.second.wantedUntil <= now; });
    for (auto& [host, grant] : m_permissions) {
        if (grant.refreshAt <= now && grant.wantedUntil > now) {
            grant.refreshAt = never;
            Request request;
            request.method = wire::TurnMethod::CreatePermission;
            request.peer = host;
            ask(now, std::move(request));
        }
    }
    for (auto& [peer, grant] : m_channels) {
        const bool due = grant.refreshAt <= now;
        grant.refreshAt = due ? never : grant.refreshAt;
        if (due && grant.wantedUntil > now) {
            Request request;
            request.method = wire::TurnMethod::ChannelBind;
            request.peer = peer;
            request.channel = grant.channel;
            ask(now, std::move(request));
        }
    }
    if (m_server.way == Way::Udp && !m_permissions.empty() && m_lastSent + keepAlive <= now) {
        transmit(now, wire::TurnWriter(wire::TurnMethod::Binding, wire::StunClass::Indication,
                                       wire::StunTransaction::draw(*m_random))
                          .take());
    }
}

TurnClient::Outputs TurnClient::poll(Instant now) {
    if (m_state == State::Resting && m_again <= now) {
        m_account = TurnAccount(m_server.user, m_server.password.clone());
        allocate(now);
    }
    if (m_state == State::Ready && m_expires <= now) {
        lose(now);
    }
    if (m_state == State::Ready) {
        refresh(now);
    }
    retry(now);
    return std::exchange(m_out, {});
}

Instant TurnClient::nextDeadline() const {
    if (!m_out.lastWords.empty() || !m_out.datagrams.empty() || !m_out.arrived.empty() || m_out.changed ||
        m_out.closeSocket || m_out.hangUp) {
        return Instant{};
    }
    auto next = std::min(m_again, m_state == State::Ready ? std::min(m_refreshAt, m_expires) : never);
    for (const auto& request : m_requests) {
        next = std::min(next, request.next);
    }
    if (m_state != State::Ready) {
        return next;
    }
    Instant wanted{};
    for (const auto& [host, grant] : m_permissions) {
        if (grant.refreshAt < grant.wantedUntil) {
            next = std::min(next, grant.refreshAt);
        }
        wanted = std::max(wanted, grant.wantedUntil);
    }
    for (const auto& [peer, grant] : m_channels) {
        if (grant.refreshAt < grant.wantedUntil) {
            next = std::min(next, grant.refreshAt);
        }
    }
    if (m_server.way == Way::Udp && m_lastSent + keepAlive < wanted) {
        next = std::min(next, m_lastSent + keepAlive);
    }
    return next;
}

// ---- what is heard

bool TurnClient::handle(Instant now, const Endpoint& from, ByteView datagram, Way way) {
    bool heeded = false;
    if (m_state != State::Off && from == m_server.address && way == m_server.way) {
        if (const auto channelData = wire::decodeChannelData(datagram)) {
            const auto peer = std::find_if(m_channels.begin(), m_channels.end(), [&](const auto& entry) {
                return entry.second.channel == channelData->channel && entry.second.until > now;
            });
            heeded = peer != m_channels.end() && m_out.arrived.size() < maxArrived;
            if (heeded) {
                m_out.arrived.push_back({peer->first, toBytes(channelData->data)});
            }
        } else {
            heeded = handleMessage(now, datagram);
        }
    }
    m_dropped += heeded ? 0 : 1;
    return heeded;
}

bool TurnClient::handleMessage(Instant now, ByteView datagram) {
    const auto message = wire::decodeTurn(datagram);
    if (!message || message->hasUnknown) {
        return false;
    }
    if (message->kind == wire::StunClass::Indication) {
        // Not signed (RFC 8656 section 11.4): what is inside has to prove itself.
        const bool valid = message->method == wire::TurnMethod::Data && message->peer && message->data &&
                           isPermitted(*message->peer) && m_out.arrived.size() < maxArrived;
        if (valid) {
            m_out.arrived.push_back({*message->peer, toBytes(*message->data)});
        }
        return valid;
    }
    const auto asked = std::find_if(m_requests.begin(), m_requests.end(), [&](const Request& request) {
        return request.transaction == message->transaction && request.method == message->method && request.sent > 0;
    });
    const bool success = message->kind == wire::StunClass::Success;
    if (asked == m_requests.end() || (!success && (message->kind != wire::StunClass::Error || !message->error))) {
        return false;
    }
    // Errors about credentials cannot be signed. Others have to be: a forged one would lead us elsewhere, or away.
    const bool mayBeUnsigned =
        !success && (!asked->isSigned || *message->error == unauthenticated || *message->error == staleNonce) &&
        *message->error != tryAlternate;
    if (!mayBeUnsigned && !m_account.verifies(*message)) {
        return false;
    }
    auto request = std::move(*asked);
    m_requests.erase(asked);
    if (success) {
        answered(now, std::move(request), *message);
    } else {
        refused(now, std::move(request), *message);
    }
    return true;
}

void TurnClient::answered(Instant now, Request request, const wire::TurnMessage& answer) {
    switch (request.method) {
        case wire::TurnMethod::Allocate:
            allocated(now, answer);
            break;
        case wire::TurnMethod::Refresh: {
            const auto life = std::min(std::chrono::seconds(answer.lifetime.value_or(0)), longestLifetime);
            m_expires = now + life;
            m_refreshAt = now + std::max<Duration>(life - refreshBefore, life / 2);
            break;
        }
        case wire::TurnMethod::CreatePermission:
            if (const auto found = m_permissions.find(request.peer); found != m_permissions.end()) {
                found->second.until = now + permissionLife;
                found->second.refreshAt = now + grantRefresh;
                m_out.changed = true;
            }
            break;
        case wire::TurnMethod::ChannelBind:
            if (const auto found = m_channels.find(request.peer); found != m_channels.end()) {
                found->second.until = now + channelLife;
                found->second.refreshAt = now + grantRefresh;
            }
            break;
        default:
            break;
    }
}

void TurnClient::allocated(Instant now, const wire::TurnMessage& answer) {
    const auto life = std::min(std::chrono::seconds(answer.lifetime.value_or(0)), longestLifetime);
    if (answer.relayed.empty() || life <= std::chrono::seconds(2)) {
        rest(now, Problem::Refused, afterRefusal);
        return;
    }
    m_state = State::Ready;
    m_problem = Problem::None;
    m_relayed = answer.relayed;
    m_mapped = answer.mapped.value_or(Endpoint{});
    m_expires = now + life;
    m_refreshAt = now + std::max<Duration>(life - refreshBefore, life / 2);
    m_out.changed = true;
}

void TurnClient::refused(Instant now, Request request, const wire::TurnMessage& answer) {
    const int code = *answer.error;
    if (code == unauthenticated || code == staleNonce) {
        // A 401 to what was signed means that the server does not know us by that.
        const bool wrong = code == unauthenticated && request.isSigned;
        if (wrong || ++request.challenges > mostChallenges || !m_account.challenge(answer)) {
            rest(now, Problem::Credentials, afterRefusal);
        } else {
            ask(now, std::move(request));
        }
        return;
    }
    if (code == tryAlternate && answer.alternate && answer.alternate->isV4() == m_server.address.isV4() &&
        ++m_alternates <= mostAlternates) {
        goTo(now, *answer.alternate);
        return;
    }
    if (request.method == wire::TurnMethod::CreatePermission || request.method == wire::TurnMethod::ChannelBind) {
        if (code == allocationMismatch) {
            lose(now);
            return;
        }
        auto& grants = request.method == wire::TurnMethod::CreatePermission ? m_permissions : m_channels;
        if (const auto found = grants.find(request.peer); found != grants.end()) {
            found->second.refreshAt = now + afterForbidden;  // 403: the operator forbids this peer; 443: another family
        }
        return;
    }
    if (request.method == wire::TurnMethod::Refresh) {
        lose(now);
        return;
    }
    switch (code) {
        case familyNotSupported:
            if (std::exchange(m_bothFamilies, false)) {
                ask(now, std::move(request));
            } else {
                rest(now, Problem::Refused, afterRefusal);
            }
            break;
        case wrongCredentials:
            rest(now, Problem::Credentials, afterRefusal);
            break;
        case quotaReached:
            rest(now, Problem::Quota, afterQuota);
            break;
        case serverError:
        case insufficientCapacity:
            rest(now, Problem::Capacity, afterCapacity);
            break;
        case allocationMismatch:
            rest(now, Problem::Refused, afterMismatch);  // from another port
            break;
        default:
            rest(now, Problem::Refused, afterRefusal);
            break;
    }
}

void TurnClient::hungUp(Instant now, const Endpoint& from, Way way) {
    if (m_state == State::Off || from != m_server.address || way != m_server.way || way == Way::Udp) {
        return;
    }
    m_used = false;
    if (m_state == State::Ready) {
        lose(now);
    } else if (m_state == State::Allocating) {
        rest(now, Problem::NoAnswer, afterSilence);
    }
}

}  // namespace nightjar::link
