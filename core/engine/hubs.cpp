// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/hubs.h"

#include <algorithm>

#include "base/buffer.h"
#include "base/log.h"
#include "engine/parts.h"
#include "store/farewells.h"
#include "store/hubs.h"
#include "store/profile.h"
#include "store/publicaddresses.h"
#include "store/tenure.h"

namespace nightjar::engine {

namespace {
/// A name that could not be resolved is tried again: the network may come back without our being told.
constexpr Duration resolveAgainAfter = 10s;
/// A hub that does not answer may have moved.
constexpr Duration resolveUnreachableAfter = 60s;
/// Chats whose queues are attached before anything is to be sent: 50 bytes each, once a session.
constexpr std::size_t recentChats = 8;
/// A direct path that fails is a reason to ask the hub how we look from outside; not each of many.
constexpr Duration lookAgainEvery = 10s;
/// A way that was used for so long is the one to try first the next time in this network.
constexpr Duration wayLasts = 15s;
constexpr std::string_view homeKey = "hub";

/// The queue is deleted, or was never there.
bool isOver(const link::HubAnswer& answer) {
    return answer.outcome == link::HubAnswer::Outcome::Done ||
           (answer.outcome == link::HubAnswer::Outcome::Refused &&
            (answer.error == wire::HubError::Gone || answer.error == wire::HubError::UnknownQueue ||
             answer.error == wire::HubError::NotAuthorised));
}
}  // namespace

void Hubs::start() {
    auto& database = m_parts.context.database;
    m_probe = std::make_unique<link::NatProbe>(m_parts.context.random);
    m_probe6 = std::make_unique<link::NatProbe>(m_parts.context.random);
    m_tcp = std::make_unique<link::TcpAddress>(m_parts.context.random);
    if (const auto queue = store::Profile(database).get(store::Profile::supersededKey)) {
        m_superseded = QueueId::fromBytes(*queue);
    }
    if (const auto home = wire::HubAddress::parse(store::Profile(database).text(homeKey))) {
        m_home = home;
        open(*home);
    }
    for (const auto& contact : store::Contacts(database).all()) {
        if (contact.receive) {
            receiveFrom(*contact.receive);
        }
    }
    for (const auto& invitation : store::Invitations(database).open()) {
        receiveFrom(invitation.queue);
    }
    for (const auto& address : store::PublicAddresses(database).all()) {
        (void)client(address.hub);
    }
    for (const auto& farewell : store::Farewells(database).all()) {
        (void)client(farewell.queue.hub);
    }
    for (const auto& queue : store::DeadQueues(database).all()) {
        if (const auto address = wire::HubAddress::parse(queue.hub)) {
            open(*address);
        }
    }
}

Result<void, store::StoreError> Hubs::setHome(const wire::HubAddress& address) {
    store::Transaction transaction(m_parts.context.database);
    store::Profile(m_parts.context.database).setText(homeKey, address.toString());
    if (auto committed = transaction.commit(); !committed) {
        return committed;
    }
    m_home = address;
    const auto& hub = open(address);
    tellHome();
    if (isOnline(address.toString())) {
        m_parts.life.hubTold(m_parts.context.now + hub.session.timeOffset());
    }
    return {};
}

Hubs::Client* Hubs::client(const std::string& address) {
    const auto found = m_clients.find(address);
    if (found != m_clients.end()) {
        return found->second.get();
    }
    const auto parsed = wire::HubAddress::parse(address);
    return parsed ? &open(*parsed) : nullptr;
}

Hubs::Client& Hubs::open(const wire::HubAddress& address) {
    auto& slot = m_clients[address.toString()];
    if (!slot) {
        slot = std::make_unique<Client>(address, m_parts.context.random, m_parts.context.now);
        slot->session.setTenure(store::Tenure(m_parts.context.database).get());
        slot->session.setKeepAlive(m_parts.networks.keepAlive());
        slot->session.preferWay(m_parts.networks.wayTo(address.toString()));
        findName(*slot);
    }
    return *slot;
}

void Hubs::findName(Client& hub) {
    hub.resolveAt = never;
    if (const auto endpoint = hub.address.endpoint()) {
        setEndpoints(hub, {*endpoint});
    } else {
        m_parts.context.outputs.emplace_back(Resolve{hub.address.host});
    }
}

void Hubs::resolved(const std::string& host, const std::vector<Endpoint>& addresses) {
    for (auto& [name, hub] : m_clients) {
        if (hub->address.host != host) {
            continue;
        }
        if (addresses.empty()) {
            hub->resolveAt = m_parts.context.now + resolveAgainAfter;
            continue;
        }
        std::vector<Endpoint> endpoints;
        for (const auto& address : addresses) {
            endpoints.push_back(address.withPort(hub->address.port));
        }
        setEndpoints(*hub, std::move(endpoints));
    }
}

void Hubs::setEndpoints(Client& hub, std::vector<Endpoint> endpoints) {
    hub.endpoints = endpoints;
    hub.session.setEndpoints(m_parts.context.now, std::move(endpoints), hub.address.tlsPort);
}

void Hubs::probe(const Client& hub) {
    const auto reached = hub.session.endpoint();
    const auto other = std::find_if(hub.endpoints.begin(), hub.endpoints.end(),
                                    [&](const auto& one) { return one.isV4() != reached.isV4(); });
    const auto now = m_parts.context.now;
    if (other == hub.endpoints.end()) {
        m_probe->start(now, reached, m_local);
    } else {
        m_probe->start(now, reached.isV4() ? reached : *other, m_local);
        m_probe6->start(now, reached.isV4() ? *other : reached, m_local);
    }
}

void Hubs::receiveFrom(const store::QueueEnd& queue) {
    if (auto* const hub = client(queue.hub)) {
        hub->session.attach(m_parts.context.now, wire::QueueRole::Receiver, queue.id, queue.secret.view());
    }
}

void Hubs::fetchAgain(const store::QueueEnd& queue) {
    if (auto* const hub = client(queue.hub)) {
        hub->session.detach(wire::QueueRole::Receiver, queue.id);
        receiveFrom(queue);
    }
}

void Hubs::bury(const store::QueueEnd& queue) {
    if (auto* const hub = client(queue.hub)) {
        hub->session.detach(wire::QueueRole::Receiver, queue.id);
        if (isOnline(queue.hub)) {
            buryDeadQueue(*hub, queue.id, queue.secret.view());
        }
    }
}

void Hubs::stopSending(const store::QueueEnd& queue) {
    if (const auto found = m_clients.find(queue.hub); found != m_clients.end()) {
        found->second->session.detach(wire::QueueRole::Sender, queue.id);
    }
}

void Hubs::ask(const std::string& hub, link::HubRequest request, Duration patience, Answer answer) {
    auto* const to = client(hub);
    if (to == nullptr || isSuperseded()) {
        answer({0, link::HubAnswer::Outcome::Lost, {}, {}});
        return;
    }
    submit(*to, {std::move(request), std::move(answer), m_parts.context.now + patience, true});
}

void Hubs::submit(Client& to, Question question) {
    to.giveUpAt = std::min(to.giveUpAt, question.until);
    if (to.session.state() != link::HubSessionState::Online) {
        to.waiting.push_back(std::move(question));
        return;
    }
    const auto tag = ++m_lastTag;
    to.session.request(m_parts.context.now, question.request, tag);
    to.asked.emplace(tag, std::move(question));
}

void Hubs::put(const store::QueueEnd& queue, Bytes envelope, bool transient, Answer answer, bool hasTime) {
    askNow(queue, wire::QueueRole::Sender, link::PutEnvelope{queue.id, transient, std::move(envelope), hasTime},
           std::move(answer));
}

void Hubs::askNow(const store::QueueEnd& queue, wire::QueueRole role, link::HubRequest request, Answer answer) {
    auto* const hub = client(queue.hub);
    if (hub == nullptr || !isOnline(queue.hub)) {
        answer({0, link::HubAnswer::Outcome::Lost, {}, {}});
        return;
    }
    hub->session.attach(m_parts.context.now, role, queue.id, queue.secret.view());
    submit(*hub, {std::move(request), std::move(answer), never, false});
}

void Hubs::acknowledge(const std::string& hub, const QueueId& queue, wire::DeliveryNumber number) {
    if (auto* const at = client(hub)) {
        at->session.acknowledge(queue, number);
    }
}

void Hubs::relay(const store::QueueEnd& queue, Bytes payload) {
    if (auto* const hub = client(queue.hub); hub != nullptr && !isSuperseded()) {
        hub->session.attach(m_parts.context.now, wire::QueueRole::Sender, queue.id, queue.secret.view());
        hub->session.relay(queue.id, std::move(payload));
    }
}

void Hubs::setVoiceActive(bool active) {
    for (auto& [name, hub] : m_clients) {
        hub->session.setVoiceActive(active);
    }
}

bool Hubs::isOnline(const std::string& hub) const {
    const auto found = m_clients.find(hub);
    return found != m_clients.end() && found->second->session.state() == link::HubSessionState::Online &&
           !isSuperseded();
}

channel::Stats Hubs::stats(const std::string& hub) const {
    const auto found = m_clients.find(hub);
    return found == m_clients.end() ? channel::Stats{} : found->second->session.stats();
}

void Hubs::setLocalAddresses(const std::vector<Endpoint>& addresses) {
    m_local = addresses;
    m_tcp->forget();
    for (auto& [name, hub] : m_clients) {
        if (!hub->address.endpoint()) {
            findName(*hub);
        }
        hub->session.preferWay(m_parts.networks.wayTo(name));
        hub->rememberAt = m_parts.context.now + wayLasts;
        hub->session.kick(m_parts.context.now);
    }
    if (m_home && isOnline(m_home->toString())) {
        probe(*client(m_home->toString()));
    }
}

void Hubs::wantTcp() {
    const auto found = m_home ? m_clients.find(m_home->toString()) : m_clients.end();
    // Without a TLS port the hub takes no streams at all.
    if (found != m_clients.end() && m_home->tlsPort != 0 && isOnline(found->first) &&
        found->second->session.way() != Way::Tls) {
        m_tcp->ask(m_parts.context.now, found->second->session.endpoint());
    }
}

bool Hubs::isByTcp() const {
    const auto found = m_home ? m_clients.find(m_home->toString()) : m_clients.end();
    return found != m_clients.end() && isOnline(found->first) && found->second->session.way() == Way::Tcp;
}

void Hubs::lookAgain() {
    const auto now = m_parts.context.now;
    if (m_home && isOnline(m_home->toString()) && m_probe->finished() && now >= m_lookAgainAt) {
        m_lookAgainAt = now + lookAgainEvery;
        probe(*client(m_home->toString()));
    }
}

channel::Stats Hubs::homeStats() const {
    const auto found = m_home ? m_clients.find(m_home->toString()) : m_clients.end();
    return found == m_clients.end() ? channel::Stats{} : found->second->session.stats();
}

void Hubs::setKeepAlive(Duration interval) {
    for (auto& [name, hub] : m_clients) {
        hub->session.setKeepAlive(interval);
    }
}

Endpoint Hubs::homeByUdp() const {
    const auto found = m_home ? m_clients.find(m_home->toString()) : m_clients.end();
    const bool there = found != m_clients.end() && found->second->session.way() == Way::Udp;
    return there ? found->second->session.endpoint() : Endpoint{};
}

/// What lasts is remembered; a session on a stream goes back to UDP within ten seconds where that works.
void Hubs::watchWay(Client& hub) {
    const auto now = m_parts.context.now;
    if (hub.session.way() != hub.way) {
        hub.way = hub.session.way();
        hub.rememberAt = now + wayLasts;
    }
    if (hub.rememberAt <= now) {
        hub.rememberAt = never;
        if (hub.session.state() == link::HubSessionState::Online) {
            m_parts.networks.reached(hub.address.toString(), hub.way);
        }
    }
    if (hub.session.takeMappingLost()) {
        m_parts.networks.mappingLost();
    }
}

Endpoint Hubs::publicAddress() const {
    if (m_probe && m_probe->publicAddress().isValid()) {
        return m_probe->publicAddress();
    }
    if (!m_home) {
        return {};
    }
    const auto found = m_clients.find(m_home->toString());
    return found == m_clients.end() ? Endpoint{} : found->second->session.observedAddress();
}

void Hubs::hungUp(Way way, const Endpoint& to) {
    if (way == Way::Tcp && to == m_tcp->hub()) {
        m_tcp->forget();
    }
    for (auto& [name, hub] : m_clients) {
        hub->session.hungUp(m_parts.context.now, way, to);
    }
}

bool Hubs::handle(const Endpoint& from, ByteView datagram, Way way) {
    if (wire::kindOf(datagram) == wire::DatagramKind::Stun && way == Way::Tcp) {
        const bool ours = m_tcp->handle(from, datagram);
        if (ours) {
            m_parts.links.candidatesChanged();
        }
        return ours;
    }
    if (wire::kindOf(datagram) == wire::DatagramKind::Stun) {
        const bool answered = m_probe->handle(m_parts.context.now, from, datagram) ||
                              m_probe6->handle(m_parts.context.now, from, datagram);
        m_parts.mappings.reconsider();
        if (answered && m_probe->finished()) {
            m_parts.links.candidatesChanged();
        }
        return answered;
    }
    return std::any_of(m_clients.begin(), m_clients.end(), [&](auto& entry) {
        return entry.second->session.handle(m_parts.context.now, from, datagram, way);
    });
}

bool Hubs::drain() {
    bool heard = false;
    const auto now = m_parts.context.now;
    // Hearing something may open further sessions; iterators of a map stay valid, new ones are drained next time.
    for (auto& [name, hub] : m_clients) {
        if (hub->resolveAt <= now) {
            findName(*hub);
        }
        if (hub->giveUpAt <= now) {
            giveUpOld(*hub);
        }
        auto outputs = hub->session.poll(now);
        for (auto& datagram : outputs.datagrams) {
            m_parts.context.transmit(datagram.to, std::move(datagram.bytes), datagram.way);
        }
        watchWay(*hub);
        for (const auto& over : outputs.hangUps) {
            m_parts.context.outputs.emplace_back(HangUp{over.way, over.to});
            if (over.way == Way::Tcp && over.to == m_tcp->hub()) {
                m_tcp->forget();
            }
        }
        heard = heard || !outputs.events.empty();
        for (auto& event : outputs.events) {
            hear(*hub, std::move(event));
        }
    }
    if (isByTcp()) {
        wantTcp();
    }
    for (auto& datagram : m_tcp->poll()) {
        m_parts.context.transmit(datagram.to, std::move(datagram.bytes), datagram.way);
    }
    for (auto* const probe : {m_probe.get(), m_probe6.get()}) {
        for (auto& datagram : probe->poll(now)) {
            m_parts.context.transmit(datagram.to, std::move(datagram.bytes), datagram.way, datagram.socket);
        }
    }
    // Both take theirs; what is closed too early is opened again by the next question.
    const bool used = m_probe->takeUsedSocket();
    if (m_probe6->takeUsedSocket() || used) {
        m_parts.context.outputs.emplace_back(CloseSocket{link::NatProbe::freshSocket});
    }
    return heard;
}

void Hubs::hear(Client& from, link::HubEvent event) {
    if (std::holds_alternative<link::HubStateNews>(event)) {
        tellHome();
        if (from.session.state() == link::HubSessionState::Online) {
            cameOnline(from);
        } else {
            wentOffline(from);
        }
    } else if (auto* const answer = std::get_if<link::HubAnswer>(&event)) {
        auto node = from.asked.extract(answer->tag);
        if (node.empty()) {
            return;
        }
        auto question = std::move(node.mapped());
        if (answer->outcome == link::HubAnswer::Outcome::Lost && question.mayWait) {
            from.waiting.push_back(std::move(question));
        } else {
            question.answer(*answer);
        }
    } else if (isSuperseded() && !std::holds_alternative<link::AttachmentNews>(event)) {
        // Of a queue that the other device does not know; it is not ours to take.
    } else if (auto* const delivery = std::get_if<link::HubDelivery>(&event)) {
        m_parts.incoming.arrivedFromHub(delivery->queue, delivery->number, delivery->envelope);
    } else if (auto* const relayed = std::get_if<link::HubRelay>(&event)) {
        if (const auto contact = store::Contacts(m_parts.context.database).byReceiveQueue(relayed->queue)) {
            if (wire::kindOf(relayed->payload) == wire::DatagramKind::Voice) {
                m_parts.calls.voiceArrived(contact->id, std::nullopt, relayed->payload);
            } else {
                m_parts.links.relayedArrived(contact->id, relayed->payload);
            }
        }
    } else if (const auto* const news = std::get_if<link::AttachmentNews>(&event)) {
        hear(from, *news);
    }
}

void Hubs::hear(Client& from, const link::AttachmentNews& news) {
    if (!news.attached) {
        qCWarning(lcHub) << "a queue could not be attached, error" << static_cast<int>(news.error);
    }
    if (news.role != wire::QueueRole::Receiver) {
        return;
    }
    if (!news.attached && news.error == wire::HubError::Superseded && !m_superseded) {
        supersede(news.queue);
    } else if (news.attached && m_superseded == news.queue) {
        store::Profile(m_parts.context.database).remove(store::Profile::supersededKey);
        m_superseded.reset();
        tellHome();
        cameOnline(from);
    }
}

void Hubs::supersede(const QueueId& queue) {
    auto& context = m_parts.context;
    store::Profile(context.database).set(store::Profile::supersededKey, queue.value);
    m_superseded = queue;
    for (const auto& contact : store::Contacts(context.database).all()) {
        m_parts.calls.contactRemoved(contact.id);
        m_parts.links.contactRemoved(contact.id);
    }
    tellHome();
    context.emit(Problem{ErrorCode::Superseded});
}

void Hubs::cameOnline(Client& hub) {
    if (isSuperseded()) {
        return;
    }
    auto waiting = std::move(hub.waiting);
    hub.waiting.clear();
    for (auto& question : waiting) {
        submit(hub, std::move(question));
    }
    m_parts.age.hubTold(m_parts.context.now + hub.session.timeOffset());
    buryDeadQueues(hub);
    hub.rememberAt = m_parts.context.now + wayLasts;
    if (m_home && hub.address == *m_home) {
        m_parts.life.hubTold(m_parts.context.now + hub.session.timeOffset());
        probe(hub);
        m_parts.mappings.checkAgain();
        m_parts.networks.homeCameOnline();
    }
    attachRecent(hub);
    m_parts.links.hubCameOnline(hub.address.toString());
    m_parts.outgoing.hubCameOnline(hub.address.toString());
    m_parts.addresses.hubCameOnline(hub.address.toString());
    m_parts.transfers.hubCameOnline(hub.address.toString());
    m_parts.erasing.hubCameOnline(hub.address.toString());
}

/// Whoever was written to last is written to first: without this the first text would wait a round trip for its queue.
void Hubs::attachRecent(Client& hub) {
    std::size_t taken = 0;
    for (const auto& chat : store::Messages(m_parts.context.database).summaries()) {
        if (taken == recentChats) {
            break;
        }
        const auto contact = store::Contacts(m_parts.context.database).find(chat.contact);
        if (contact && contact->send && contact->state == store::ContactState::Active &&
            contact->send->hub == hub.address.toString()) {
            hub.session.attach(m_parts.context.now, wire::QueueRole::Sender, contact->send->id,
                               contact->send->secret.view());
            ++taken;
        }
    }
}

void Hubs::wentOffline(Client& hub) {
    if (hub.session.state() == link::HubSessionState::Unreachable && !hub.address.endpoint()) {
        hub.resolveAt = std::min(hub.resolveAt, m_parts.context.now + resolveUnreachableAfter);
    }
    if (m_home && hub.address == *m_home) {
        m_parts.networks.homeWentOffline();
    }
    m_parts.links.hubWentOffline(hub.address.toString());
}

void Hubs::tellHome() {
    if (!m_home) {
        return;
    }
    if (const auto state = homeState(); state != m_told) {
        m_told = state;
        m_parts.context.emit(HubStateChanged{state.first, state.second});
    }
}

void Hubs::buryDeadQueues(Client& hub) {
    for (const auto& queue : store::DeadQueues(m_parts.context.database).all()) {
        if (queue.hub == hub.address.toString()) {
            buryDeadQueue(hub, queue.id, queue.secret.view());
        }
    }
}

void Hubs::buryDeadQueue(Client& hub, const QueueId& queue, ByteView secret) {
    hub.session.attach(m_parts.context.now, wire::QueueRole::Receiver, queue, secret);
    submit(hub, {link::DeleteQueue{queue},
                 [this, queue, &hub](const link::HubAnswer& answer) {
                     // What the hub cannot do now is tried again in the next session.
                     if (isOver(answer)) {
                         store::DeadQueues(m_parts.context.database).remove(queue);
                         hub.session.detach(wire::QueueRole::Receiver, queue);
                     }
                 },
                 never, false});
}

void Hubs::giveUpOld(Client& hub) {
    const auto now = m_parts.context.now;
    std::vector<Question> late;
    std::erase_if(hub.waiting, [&](Question& question) {
        if (question.until > now) {
            return false;
        }
        late.push_back(std::move(question));
        return true;
    });
    // Also what is on its way: whoever asked does not wait longer because the hub went away in the meantime.
    std::erase_if(hub.asked, [&](auto& entry) {
        if (entry.second.until > now) {
            return false;
        }
        late.push_back(std::move(entry.second));
        return true;
    });
    hub.giveUpAt = never;
    for (const auto& question : hub.waiting) {
        hub.giveUpAt = std::min(hub.giveUpAt, question.until);
    }
    for (const auto& [tag, question] : hub.asked) {
        hub.giveUpAt = std::min(hub.giveUpAt, question.until);
    }
    for (auto& question : late) {
        question.answer({0, link::HubAnswer::Outcome::Lost, {}, {}});
    }
}

Instant Hubs::nextDeadline() const {
    Instant next =
        m_probe ? std::min({m_probe->nextDeadline(), m_probe6->nextDeadline(), m_tcp->nextDeadline()}) : never;
    for (const auto& [name, hub] : m_clients) {
        next = std::min({next, hub->session.nextDeadline(), hub->resolveAt, hub->giveUpAt, hub->rememberAt});
    }
    return next;
}

std::pair<HubState, ErrorCode> Hubs::homeState() const {
    if (!m_home) {
        return {HubState::None, ErrorCode::NoHub};
    }
    const auto found = m_clients.find(m_home->toString());
    if (found == m_clients.end()) {
        return {HubState::Connecting, ErrorCode::None};
    }
    const auto& session = found->second->session;
    if (isSuperseded()) {
        return {HubState::Unreachable, ErrorCode::Superseded};
    }
    const auto problem = session.problem() == link::HubProblem::WrongKey   ? ErrorCode::HubIdentityMismatch
                         : session.problem() == link::HubProblem::NoAnswer ? ErrorCode::HubUnreachable
                                                                           : ErrorCode::None;
    switch (session.state()) {
        case link::HubSessionState::Online:
            return {HubState::Online, ErrorCode::None};
        case link::HubSessionState::Unreachable:
            return {HubState::Unreachable, problem};
        default:
            return {HubState::Connecting, problem};
    }
}

void Hubs::describe(Status& status) const {
    const auto [state, problem] = homeState();
    status.hub = state;
    status.hubProblem = problem;
    status.natMapping = link::NatProbe::mappingName(m_probe->mapping());
    status.natType = m_probe->typeName();
    status.natPortStep = m_probe->portStep();
    if (const auto address = publicAddress(); address.isValid()) {
        status.publicAddress = address.toString();
    }
    if (!m_home) {
        return;
    }
    status.hubAddress = m_home->toString();
    for (const auto& [name, hub] : m_clients) {
        const auto stats = hub->session.stats();
        status.bytesSent += stats.bytesSent;
        status.bytesReceived += stats.bytesReceived;
        status.idleBytesPerHour += hub->session.idleBytesPerHour();
        if (hub->address == *m_home) {
            status.hubWay = wayName(hub->session.way());
            status.rttMs = static_cast<double>(stats.rtt.count()) / 1000.0;
            status.linkClass = stats.linkClass;
            status.rateKbit = stats.rate.kbit();
        }
    }
}

}  // namespace nightjar::engine
