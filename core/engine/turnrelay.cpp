// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/turnrelay.h"

#include <algorithm>

#include "base/log.h"
#include "engine/parts.h"
#include "store/profile.h"

namespace nightjar::engine {

namespace {

// Not among the settings that GetSetting tells: the password is nobody's business.
constexpr std::string_view serverKey = "turn/server";
constexpr std::string_view userKey = "turn/user";
constexpr std::string_view passwordKey = "turn/password";
constexpr std::size_t mostPasswordBytes = 512;

/// An allocation costs the server a port and us a packet every half minute: it is given back when no link needs it.
constexpr Duration keptFor = std::chrono::minutes(10);

std::string_view stateName(link::TurnClient::State state) {
    switch (state) {
        case link::TurnClient::State::Allocating:
            return "connecting";
        case link::TurnClient::State::Ready:
            return "ready";
        case link::TurnClient::State::Resting:
            return "resting";
        case link::TurnClient::State::Off:
            break;
    }
    return "idle";
}

std::string_view problemName(link::TurnClient::Problem problem) {
    switch (problem) {
        case link::TurnClient::Problem::NoAnswer:
            return "no-answer";
        case link::TurnClient::Problem::Credentials:
            return "credentials";
        case link::TurnClient::Problem::Refused:
            return "refused";
        case link::TurnClient::Problem::Quota:
            return "quota";
        case link::TurnClient::Problem::Capacity:
            return "capacity";
        case link::TurnClient::Problem::None:
            break;
    }
    return "";
}

}  // namespace

TurnRelay::TurnRelay(Parts& parts) : m_parts(parts), m_client(parts.context.random) {
    parts.context.sendThroughTurn = [this](const Endpoint& to, ByteView bytes) {
        m_client.send(m_parts.context.now, to, bytes);
    };
}

void TurnRelay::start() {
    m_server = wire::TurnAddress::parse(store::Profile(m_parts.context.database).text(serverKey));
}

void TurnRelay::set(const SetTurnServer& command) {
    auto& context = m_parts.context;
    const auto server = wire::TurnAddress::parse(command.server);
    const auto password = command.password ? command.password->view() : ByteView{};
    const bool valid = server && !command.user.empty() && command.user.size() <= wire::turnMaxUser &&
                       isUtf8(asBytes(command.user)) && password.size() <= mostPasswordBytes;
    if (!command.server.empty() && !valid) {
        return context.fail(command.request, ErrorCode::BadArgument);
    }
    auto text = toText(password);
    store::Transaction transaction(context.database);
    store::Profile profile(context.database);
    profile.setText(serverKey, command.server);
    profile.setText(userKey, command.server.empty() ? std::string() : command.user);
    profile.setText(passwordKey, command.server.empty() ? std::string() : text);
    wipe(text);
    if (!context.commit(transaction, command.request)) {
        return;
    }
    leave();
    m_server = server;
    if (m_wantedUntil > context.now) {
        want();
    }
    context.done(command.request);
}

void TurnRelay::want() {
    m_wantedUntil = m_parts.context.now + keptFor;
    if (!m_server || m_running) {
        return;
    }
    m_running = true;
    if (const auto address = m_server->endpoint()) {
        m_address = *address;
        connect();
    } else {
        m_parts.context.outputs.emplace_back(Resolve{m_server->host});
    }
}

void TurnRelay::connect() {
    store::Profile profile(m_parts.context.database);
    auto password = profile.text(passwordKey);
    m_client.start(m_parts.context.now,
                   {m_address, m_server->way, profile.text(userKey), SecretBytes(asBytes(password))});
    wipe(password);
}

void TurnRelay::resolved(const std::string& host, const std::vector<Endpoint>& addresses) {
    if (!m_running || !m_server || m_server->host != host || m_address.isValid()) {
        return;
    }
    if (addresses.empty()) {
        m_running = false;  // the next link looks again
        return;
    }
    // Both families would do; a relay is for where little works, and IPv4 works most often.
    const auto four =
        std::find_if(addresses.begin(), addresses.end(), [](const Endpoint& address) { return address.isV4(); });
    m_address = (four == addresses.end() ? addresses.front() : *four).withPort(m_server->port);
    connect();
}

void TurnRelay::permit(const std::vector<wire::Candidate>& peers) {
    if (!m_running) {
        return;
    }
    for (const auto& peer : peers) {
        if (!peer.address.isPrivate()) {
            m_client.permit(m_parts.context.now, peer.address);
        }
    }
}

void TurnRelay::networkChanged() {
    if (m_running && m_address.isValid()) {
        connect();  // the server knows us by an address that is no more
    }
}

void TurnRelay::hungUp(Way way, const Endpoint& to) {
    m_client.hungUp(m_parts.context.now, to, way);
}

void TurnRelay::handle(const Datagram& datagram) {
    (void)m_client.handle(m_parts.context.now, datagram.from, datagram.bytes, datagram.way);
}

void TurnRelay::leave() {
    m_client.stop(m_parts.context.now);
    m_running = false;
    m_address = {};
}

void TurnRelay::describe(Status& status) const {
    if (!m_server) {
        return;
    }
    status.turnServer = m_server->toString();
    status.turnState = stateName(m_client.state());
    status.turnProblem = problemName(m_client.problem());
    for (const auto& address : m_client.relayed()) {
        status.turnAddresses.push_back(address.toString());
    }
}

void TurnRelay::send(link::TurnClient::Outputs& outputs) {
    auto& context = m_parts.context;
    for (auto& datagram : outputs.lastWords) {
        context.transmit(datagram.to, std::move(datagram.bytes), datagram.way, datagram.socket);
    }
    if (outputs.closeSocket) {
        context.outputs.emplace_back(CloseSocket{link::TurnClient::socket});
    }
    if (outputs.hangUp) {
        context.outputs.emplace_back(HangUp{outputs.hangUp->way, outputs.hangUp->to});
    }
    for (auto& datagram : outputs.datagrams) {
        context.transmit(datagram.to, std::move(datagram.bytes), datagram.way, datagram.socket);
    }
}

bool TurnRelay::drain() {
    const auto now = m_parts.context.now;
    if (m_running && m_wantedUntil <= now) {
        if (m_parts.links.anyUp()) {
            m_wantedUntil = now + keptFor;
        } else {
            leave();
        }
    }
    auto outputs = m_client.poll(now);
    send(outputs);
    for (const auto& arrived : outputs.arrived) {
        deliver({arrived.peer, arrived.data, Way::Udp, link::throughTurn});
    }
    if (outputs.changed) {
        qCInfo(lcLink) << "TURN:" << QLatin1String(stateName(m_client.state()).data())
                       << QLatin1String(problemName(m_client.problem()).data()) << "dropped" << m_client.dropped();
        m_parts.links.candidatesChanged();
    }
    return outputs.changed || !outputs.arrived.empty();
}

Instant TurnRelay::nextDeadline() const {
    return std::min(m_client.nextDeadline(), m_running ? m_wantedUntil : never);
}

}  // namespace nightjar::engine
