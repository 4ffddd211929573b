// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "hub/hub.h"

#include "hub/cookiejar.h"
#include "hub/greeting.h"
#include "hub/requesthandler.h"
#include "hub/stunserver.h"
#include "wire/discovery.h"

namespace nightjar::hub {

namespace {

/// IP and UDP headers around a packet.
constexpr std::size_t headerBytesV4 = 28;
constexpr std::size_t headerBytesV6 = 48;
/// When a sweep could not delete everything, the next one comes so soon.
constexpr Duration nextSweepSoon = 1s;

[[nodiscard]] channel::PathProfile profileFor(const Endpoint& address) {
    channel::PathProfile profile;
    profile.headerBytes = address.isV4() ? headerBytesV4 : headerBytesV6;
    return profile;
}

/// It asks whether a way works and says nothing else: where the client is, is another question (RFC 9000 section 9.1).
[[nodiscard]] bool isProbe(const channel::Received& received) {
    return !received.challenges.empty() && received.messages.empty() && received.datagrams.empty() &&
           received.acknowledged.empty();
}

}  // namespace

class Hub::Impl {
public:
    Impl(const crypto::KeyPair& keys, QueueStore& store, RandomSource& random, Config config)
        : m_config(std::move(config)),
          m_keys(keys.clone()),
          m_random(random),
          m_store(store),
          m_stun(m_config.stun),
          m_addresses(random),
          m_sessions(m_config.limits, m_addresses, random),
          m_mailboxes(m_config.limits, m_sessions, store),
          m_requests(m_config.limits, m_keys, m_addresses, m_sessions, m_mailboxes, store, random),
          m_cookies(random),
          m_directory(m_config.directory, random) {}

    std::vector<Outgoing> handle(Instant now, std::span<const Incoming> datagrams);
    Instant nextDeadline() const { return std::min(m_sessions.nextDeadline(), m_nextSweep); }
    std::vector<Outgoing> close(Instant now);
    Counters counters() const;

private:
    void onDatagram(Instant now, const Incoming& in);
    void onDiscovery(const Incoming& in);
    void onHello(Instant now, const Incoming& in);
    [[nodiscard]] bool mayGreet(Instant now, const Endpoint& from);
    [[nodiscard]] bool isProven(Instant now, const Incoming& in);
    void demandCookie(Instant now, const Incoming& in, ByteView hello);
    void onPacket(Instant now, const Incoming& in);
    void checkPath(Instant now, Session& session, const Incoming& in, const channel::Received& received);
    void onUnknown(Instant now, const Incoming& in, const wire::ChannelId& id);
    void onFirstPacket(Instant now, Session& session);
    void onRelay(Instant now, Session& session, ByteView datagram);
    void onDeadlines(Instant now);
    void sweep(Instant now);
    void flush(Instant now);
    void flush(Instant now, Session& session);
    void drop(Session& session);
    void dropWithReason(Instant now, Session& session, wire::CloseReason reason);
    [[nodiscard]] Instant endOf(const Session& session) const;
    void answerTo(const Incoming& in, Bytes datagram) {
        m_out.push_back({in.port, in.from, std::move(datagram), in.via, in.connection});
    }
    void sendTo(Session& session, Bytes datagram) {
        session.path.sent(datagram.size());
        m_out.push_back({Port::Main, session.address, std::move(datagram), session.via, session.connection});
    }

    Config m_config;
    crypto::KeyPair m_keys;
    RandomSource& m_random;
    QueueStore& m_store;
    StunServer m_stun;
    AddressTable m_addresses;
    SessionTable m_sessions;
    Mailboxes m_mailboxes;
    RequestHandler m_requests;
    CookieJar m_cookies;
    Directory m_directory;
    TokenBucket m_hellos;
    TokenBucket m_hellosUnproven;
    Instant m_nextSweep;
    std::vector<Outgoing> m_out;
    Counters m_counters;
};

std::vector<Outgoing> Hub::Impl::handle(Instant now, std::span<const Incoming> datagrams) {
    for (const auto& datagram : datagrams) {
        onDatagram(now, datagram);
    }
    onDeadlines(now);
    m_requests.finishTurn(now);
    if (now >= m_nextSweep) {
        sweep(now);
    }
    flush(now);
    m_counters.datagramsIn += datagrams.size();
    m_counters.datagramsOut += m_out.size();
    return std::exchange(m_out, {});
}

void Hub::Impl::onDatagram(Instant now, const Incoming& in) {
    const auto kind = wire::kindOf(in.datagram);
    if (!in.from.isValid()) {
        return;
    }
    if (in.port == Port::Directory) {
        if (auto answer = m_directory.handle(now, in.from, in.datagram)) {
            answerTo(in, std::move(*answer));
        }
    } else if (kind == wire::DatagramKind::Stun && in.port != Port::Discovery) {
        if (auto answer = m_stun.answer(in)) {
            m_out.push_back(std::move(*answer));
        }
    } else if (kind == wire::DatagramKind::Discovery && in.port != Port::Alternate) {
        onDiscovery(in);
    } else if (kind == wire::DatagramKind::HubHello && in.port == Port::Main) {
        onHello(now, in);
    } else if (kind == wire::DatagramKind::ChannelPacket && in.port == Port::Main) {
        onPacket(now, in);
    }
}

// ---- without a session: never more bytes out than in

void Hub::Impl::onDiscovery(const Incoming& in) {
    if (m_config.discoveryLine.empty() || !in.from.isPrivate()) {
        return;
    }
    const auto nonce = wire::decodeDiscoveryProbe(in.datagram);
    auto answer = nonce ? wire::encodeDiscoveryAnswer({*nonce, m_config.discoveryLine}) : std::nullopt;
    if (answer && answer->size() <= in.datagram.size()) {
        answerTo(in, std::move(*answer));
    }
}

void Hub::Impl::onHello(Instant now, const Incoming& in) {
    const auto proven = wire::splitProvenHello(in.datagram);
    const auto hello = proven ? proven->hello : in.datagram;
    if (hello.size() != wire::hubHelloSize) {
        ++m_counters.hellosRefused;
        return;
    }
    if (!isProven(now, in) && !m_hellosUnproven.take(now, m_config.limits.hellosUnproven)) {
        return demandCookie(now, in, hello);
    }
    Session* evicted = nullptr;
    if (!mayGreet(now, in.from) || !m_sessions.hasRoom(in.from, evicted)) {
        ++m_counters.hellosRefused;
        return;
    }
    auto greeting = greet(now, m_keys, m_random, in.from, hello, m_sessions.freeId());
    if (!greeting) {
        return;
    }
    if (evicted != nullptr) {
        drop(*evicted);
    }
    auto& session = m_sessions.add(std::move(greeting->session), in.from);
    session.channel.setProfile(profileFor(in.from));
    m_sessions.schedule(session, endOf(session));
    session.via = in.via;
    session.connection = in.connection;
    answerTo(in, std::move(greeting->welcome));
}

/// A connection could not have been made from a forged address.
bool Hub::Impl::isProven(Instant now, const Incoming& in) {
    const auto hello = wire::splitProvenHello(in.datagram);
    return in.connection != 0 || (hello && m_cookies.proves(now, in.from, *hello));
}

void Hub::Impl::demandCookie(Instant now, const Incoming& in, ByteView hello) {
    if (const auto decoded = wire::decodeHubHello(hello)) {
        ++m_counters.cookiesSent;
        answerTo(in, m_cookies.cookieFor(now, m_keys.publicKey, in.from, decoded->client, hello));
    }
}

bool Hub::Impl::mayGreet(Instant now, const Endpoint& from) {
    const auto& limits = m_config.limits;
    const bool fromHere = from.isLoopback();
    return (fromHere || m_addresses.slotOf(from).hellos.take(now, limits.hellosPerAddress)) &&
           m_hellos.take(now, limits.hellos);
}

void Hub::Impl::onUnknown(Instant now, const Incoming& in, const wire::ChannelId& id) {
    if (m_addresses.slotOf(in.from).unknown.take(now, m_config.limits.unknownPerAddress)) {
        answerTo(in, toBytes(wire::encodeChannelUnknown(id)));
    }
}

// ---- with a session

void Hub::Impl::onPacket(Instant now, const Incoming& in) {
    const auto header = wire::decodeChannelHeader(in.datagram);
    if (!header) {
        return;
    }
    auto* const session = m_sessions.find(header->to);
    if (session == nullptr) {
        return onUnknown(now, in, header->to);
    }
    auto received = session->channel.receive(now, in.datagram);
    if (!received) {
        return;
    }
    if (!session->proven) {
        onFirstPacket(now, *session);
    }
    if (received->newest && !isProbe(*received)) {
        session->via = in.via;
        session->connection = in.connection;
        if (session->address != in.from) {
            // Another port of the same machine is the same way (RFC 9000 section 9.4).
            if (session->address.withPort(1) == in.from.withPort(1)) {
                session->channel.setProfile(profileFor(in.from));
            } else {
                session->channel.onPathChanged(now, profileFor(in.from));
            }
            m_sessions.move(*session, in.from);
            session->path.begin(m_random);
        }
        if (in.connection != 0) {
            session->path.end();  // a connection proves it
        }
    }
    checkPath(now, *session, in, *received);
    m_sessions.touch(*session);
    m_mailboxes.onArrived(*session);
    for (const auto& challenge : received->challenges) {
        answerTo(in, session->channel.makeProbeAnswer(now, challenge));
    }
    for (const auto& datagram : received->datagrams) {
        onRelay(now, *session, datagram);
    }
    for (auto& message : received->messages) {
        m_requests.handle(now, *session, std::move(message.bytes));
    }
    if (received->closed) {
        drop(*session);
    } else if (session->channel.bytesPending() > m_config.limits.pendingCutOff) {
        dropWithReason(now, *session, wire::CloseReason::Idle);
    }
}

void Hub::Impl::checkPath(Instant now, Session& session, const Incoming& in, const channel::Received& received) {
    if (!session.path.isAsking() || session.address != in.from) {
        return;
    }
    session.path.received(in.datagram.size());
    session.path.answered(received.responses);
    if (const auto challenge = session.path.takeChallenge(now)) {
        sendTo(session, session.channel.makeProbe(now, *challenge));
    }
}

/// The client lives and is no replay of an old hello: its session before this one can go.
void Hub::Impl::onFirstPacket(Instant now, Session& session) {
    if (auto* const older = m_sessions.prove(session)) {
        dropWithReason(now, *older, wire::CloseReason::Replaced);
    }
}

void Hub::Impl::onRelay(Instant now, Session& session, ByteView datagram) {
    const auto relay = wire::decodeRelay(datagram);
    if (!relay) {
        return;
    }
    const auto* const mailbox = m_mailboxes.find(session, relay->handle, wire::QueueRole::Sender);
    const auto bytes = static_cast<double>(datagram.size());
    if (mailbox == nullptr || mailbox->receiver == nullptr ||
        !session.relayed.take(now, m_config.limits.relayPerSession, bytes)) {
        return;
    }
    auto& receiver = *mailbox->receiver;
    receiver.channel.sendDatagram(wire::encodeRelay(mailbox->receiverHandle, relay->payload));
    ++m_counters.relayed;
    if (++receiver.relayedDatagrams >= channel::Channel::maxQueuedDatagrams && receiver.path.maySend()) {
        flush(now, receiver);  // before the channel drops the oldest
    }
    m_sessions.touch(receiver);
}

// ---- time

Instant Hub::Impl::endOf(const Session& session) const {
    return session.proven ? session.channel.lastReceived() + m_config.limits.idle
                          : session.created + m_config.limits.halfOpenLife;
}

void Hub::Impl::onDeadlines(Instant now) {
    while (auto* const session = m_sessions.due(now)) {
        if (now >= endOf(*session)) {
            drop(*session);
        } else {
            m_sessions.schedule(*session, never);
            m_sessions.touch(*session);
        }
    }
}

void Hub::Impl::sweep(Instant now) {
    const bool moreUsed = m_mailboxes.noteUse(now);
    bool done = m_store.commit();  // by itself: on a full disk it may fail, and what makes room must not
    const bool more = m_store.expire(now);
    done = m_store.commit() && done;
    m_nextSweep = now + ((more || moreUsed) && done ? nextSweepSoon : m_config.limits.sweepInterval);
}

void Hub::Impl::flush(Instant now) {
    for (auto* const session : m_sessions.takeTouched()) {
        const bool open = session->proven && session->path.maySend();
        if (open) {
            flush(now, *session);
        }
        m_sessions.account(*session);
        m_sessions.schedule(*session, std::min(open ? session->channel.nextDeadline() : never, endOf(*session)));
    }
    while (m_sessions.held() > m_config.limits.heldByAll) {
        dropWithReason(now, *m_sessions.heaviest(), wire::CloseReason::Idle);
    }
}

void Hub::Impl::flush(Instant now, Session& session) {
    session.relayedDatagrams = 0;
    for (auto& packet : session.channel.poll(now)) {
        sendTo(session, std::move(packet));
    }
}

void Hub::Impl::drop(Session& session) {
    m_mailboxes.detachAll(session);
    m_sessions.remove(session);
}

void Hub::Impl::dropWithReason(Instant now, Session& session, wire::CloseReason reason) {
    sendTo(session, session.channel.close(now, reason));
    drop(session);
}

std::vector<Outgoing> Hub::Impl::close(Instant now) {
    m_requests.finishTurn(now);
    flush(now);
    for (auto* const session : m_sessions.all()) {
        if (session->proven) {
            dropWithReason(now, *session, wire::CloseReason::Done);
        } else {
            drop(*session);
        }
    }
    return std::exchange(m_out, {});
}

Counters Hub::Impl::counters() const {
    auto out = m_counters;
    out.sessions = m_sessions.size();
    out.halfOpen = m_sessions.halfOpen();
    out.attached = m_mailboxes.size();
    out.envelopesStored = m_requests.stored();
    out.envelopesDelivered = m_mailboxes.delivered();
    out.commitsFailed = m_requests.commitsFailed();
    return out;
}

Hub::Hub(const crypto::KeyPair& keys, QueueStore& store, RandomSource& random, Config config)
    : m_impl(std::make_unique<Impl>(keys, store, random, std::move(config))) {
}
Hub::~Hub() = default;

std::vector<Outgoing> Hub::handle(Instant now, std::span<const Incoming> datagrams) {
    return m_impl->handle(now, datagrams);
}

Instant Hub::nextDeadline() const {
    return m_impl->nextDeadline();
}

std::vector<Outgoing> Hub::close(Instant now) {
    return m_impl->close(now);
}

Counters Hub::counters() const {
    return m_impl->counters();
}

}  // namespace nightjar::hub
