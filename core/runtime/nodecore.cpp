// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "runtime/nodecore.h"

#include <QCoreApplication>
#include <QHostInfo>
#include <QThread>
#include <algorithm>
#include <array>
#include <utility>

#include "base/log.h"
#include "runtime/ports/gateway.h"
#include "runtime/ports/localaddresses.h"
#include "store/database.h"

namespace nightjar {

namespace {

// How soon a change of network is noticed where the system does not tell it.
constexpr auto watchInterval = std::chrono::seconds(4);
// A pause of the watch that is so much longer was sleep.
constexpr auto sleepAtLeast = std::chrono::seconds(10);
// Short against a frame, so that frames leave and arrive evenly.
constexpr auto audioInterval = std::chrono::milliseconds(5);
constexpr std::size_t captureFrame = audioSampleRate * 20 / 1000;
constexpr std::size_t playbackChunk = audioSampleRate * 10 / 1000;
// Captured sound older than this would only add to the delay of the call.
constexpr std::size_t captureBacklog = audioSampleRate * 400 / 1000;
// So many share one sync of the disk; then the sockets get their turn.
constexpr int ordersPerTurn = 64;
// A timer further away than this is set again on the way; also keeps it far from the limits of int.
constexpr auto longestTimer = std::chrono::hours(1);

}  // namespace

NodeCore::NodeCore(Node& node, NodeParts parts)
    : m_node(node), m_parts(std::move(parts)), m_deadline(this), m_watch(this), m_audioPump(this) {
    m_deadline.setSingleShot(true);
    m_deadline.setTimerType(Qt::PreciseTimer);
    m_watch.setTimerType(Qt::CoarseTimer);
    m_watch.setInterval(watchInterval);
    m_audioPump.setTimerType(Qt::PreciseTimer);
    m_audioPump.setInterval(audioInterval);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        m_armed = never;
        handle(Tick{});
    });
    connect(&m_watch, &QTimer::timeout, this, [this] { lookAround(); });
    connect(&m_audioPump, &QTimer::timeout, this, &NodeCore::moveAudio);
}

NodeCore::~NodeCore() = default;

void NodeCore::start() {
    m_transport = m_parts.transport();
    if (m_parts.streams) {
        m_streams = m_parts.streams();
        m_streams->open(
            [this](Way way, const Endpoint& from, ByteView bytes) {
                handle(Datagram{from, bytes, way});
            },
            [this](Way way, const Endpoint& to) {
                handle(HungUp{way, to});
            });
    }
    m_machine = m_parts.machine(m_parts.clock->now());
    if (!openTransport()) {
        leave(Problem{ErrorCode::HubUnreachable});
    }
    m_network = std::make_unique<NetworkWatch>([this](bool lost) { lookAround(lost); });
    lookAround();
    armDeadline();
    m_watch.start();
}

void NodeCore::finish() {
    handle(Leaving{});
    m_deadline.stop();
    m_watch.stop();
    m_audioPump.stop();
    m_network.reset();
    m_transport.reset();
    m_moreSockets.clear();
    m_closedSockets.clear();
    m_streams.reset();
    m_upnp.reset();
    m_machine.reset();
    store::Database::leaveThread();
    thread()->quit();
    m_node.m_ended.release();
}

void NodeCore::customEvent(QEvent*) {
    for (auto& order : m_node.m_orders.takeAll()) {
        m_orders.push_back(std::move(order));
    }
    for (int taken = 0; taken < ordersPerTurn && !m_orders.empty(); ++taken) {
        auto order = std::move(m_orders.front());
        m_orders.pop_front();
        if (auto* command = std::get_if<Command>(&order)) {
            take(std::move(*command));
        } else {
            flush();
            finish();
            return;
        }
    }
    flush();
    if (!m_orders.empty()) {
        QCoreApplication::postEvent(this, new QEvent(QEvent::User));
    }
}

void NodeCore::leave(Node::Delivery delivery) {
    if (m_node.m_deliveries.put(std::move(delivery))) {
        QCoreApplication::postEvent(&m_node, new QEvent(QEvent::User));
    }
}

bool NodeCore::openTransport() {
    m_transportOpen = m_transport->open([this](const Endpoint& from, ByteView bytes) { take(Datagram{from, bytes}); });
    return m_transportOpen;
}

void NodeCore::handle(const Input& input) {
    if (m_machine) {
        m_machine->take(m_parts.clock->now(), input);
        m_flushing = true;
        flush();
    }
}

void NodeCore::take(const Input& input) {
    if (!m_machine) {
        return;
    }
    m_machine->take(m_parts.clock->now(), input);
    if (!std::exchange(m_flushing, true)) {
        QMetaObject::invokeMethod(this, &NodeCore::flush, Qt::QueuedConnection);
    }
}

void NodeCore::flush() {
    if (!m_machine || !std::exchange(m_flushing, false)) {
        return;
    }
    for (auto& output : m_machine->finish()) {
        perform(output);
    }
    armDeadline();
}

void NodeCore::perform(Output& output) {
    if (const auto* datagram = std::get_if<Transmit>(&output)) {
        transmit(*datagram);
    } else if (auto* event = std::get_if<Event>(&output)) {
        leave(std::move(*event));
    } else if (const auto* pcm = std::get_if<PlayPcm>(&output)) {
        m_node.m_rings.playback.write(pcm->samples);
    } else if (const auto* audio = std::get_if<AudioWanted>(&output)) {
        wantAudio(*audio);
    } else if (const auto* question = std::get_if<Resolve>(&output)) {
        resolve(question->host);
    } else if (const auto* wanted = std::get_if<UpnpWanted>(&output)) {
        askRouter(*wanted);
    } else if (const auto* over = std::get_if<HangUp>(&output)) {
        if (m_streams) {
            m_streams->hangUp(over->way, over->to);
        }
    } else if (const auto* closed = std::get_if<CloseSocket>(&output)) {
        // Not now: it may be its own datagram that this answers.
        if (auto node = m_moreSockets.extract(closed->socket); !node.empty()) {
            m_closedSockets.push_back(std::move(node.mapped()));
            QMetaObject::invokeMethod(
                this, [this] { m_closedSockets.clear(); }, Qt::QueuedConnection);
        }
    }
}

void NodeCore::transmit(const Transmit& transmit) {
    if (transmit.way != Way::Udp) {
        if (m_streams) {
            m_streams->send(transmit.way, transmit.to, transmit.bytes, transmit.sharing);
        }
        return;
    }
    if (!m_transportOpen) {
        return;
    }
    auto* const socket = transmit.socket == 0 ? m_transport.get() : moreSocket(transmit.socket);
    if (socket != nullptr) {
        socket->send(transmit.to, transmit.bytes, transmit.ttl);
    }
    if (!m_withLoopback && transmit.to.isLoopback()) {
        // The server is on this very machine: so may be the other side.
        m_withLoopback = true;
        QMetaObject::invokeMethod(
            this, [this] { lookAround(); }, Qt::QueuedConnection);
    }
}

DatagramTransport* NodeCore::moreSocket(SocketNumber number) {
    if (const auto found = m_moreSockets.find(number); found != m_moreSockets.end()) {
        return found->second.get();
    }
    if (number >= maxSockets) {
        return nullptr;
    }
    auto socket = m_parts.transport();
    if (!socket->open([this, number](const Endpoint& from, ByteView bytes) {
            handle(Datagram{from, bytes, Way::Udp, number});
        })) {
        return nullptr;
    }
    return m_moreSockets.emplace(number, std::move(socket)).first->second.get();
}

void NodeCore::resolve(const std::string& host) {
    QHostInfo::lookupHost(QString::fromStdString(host), this, [this, host](const QHostInfo& info) {
        Resolved answer{host, {}};
        const auto addresses = info.addresses();
        for (const auto& address : addresses) {
            const auto mapped = address.toIPv6Address();
            answer.addresses.emplace_back(ByteView(mapped.c, 16), std::uint16_t{0});
            if (m_streams) {
                m_streams->setName(answer.addresses.back(), host);
            }
        }
        handle(std::move(answer));
    });
}

void NodeCore::askRouter(const UpnpWanted& wanted) {
    if (!m_upnp && m_parts.upnp) {
        m_upnp = m_parts.upnp();
    }
    const auto answered = [this](const UpnpAnswered& answer) { handle(answer); };
    if (m_upnp) {
        m_upnp->ask(wanted, answered);
    } else if (wanted.life.count() > 0) {
        QMetaObject::invokeMethod(
            this, [answered] { answered({}); }, Qt::QueuedConnection);
    }
}

void NodeCore::wantAudio(const AudioWanted& wanted) {
    if (wanted.on && !m_audioPump.isActive()) {
        m_node.m_rings.captured.discard();
        m_audioPump.start();
    } else if (!wanted.on) {
        m_audioPump.stop();
    }
    leave(wanted);
}

void NodeCore::moveAudio() {
    auto& rings = m_node.m_rings;
    if (rings.captured.available() > captureBacklog) {
        qCInfo(lcRuntime) << "the core was too slow for the microphone; captured sound dropped";
        rings.captured.discard();
    }
    std::array<std::int16_t, captureFrame> frame;
    while (rings.captured.available() >= frame.size()) {
        rings.captured.read(frame);
        handle(CapturedPcm{frame});
    }
    const auto ahead = std::min(rings.playbackAhead.load(std::memory_order_relaxed), AudioRing::capacity / 2);
    while (m_audioPump.isActive() && rings.playback.available() < ahead) {
        const auto before = rings.playback.available();
        handle(PlaybackWanted{playbackChunk});
        if (rings.playback.available() <= before) {
            break;  // nothing to play, or the loudspeaker is faster than this loop
        }
    }
}

void NodeCore::armDeadline() {
    if (!m_machine) {
        return;
    }
    const auto deadline = m_machine->nextDeadline();
    if (deadline == m_armed) {
        return;
    }
    m_armed = deadline;
    if (deadline == never) {
        m_deadline.stop();
        return;
    }
    const auto wait = std::clamp<Duration>(deadline - m_parts.clock->now(), Duration::zero(), longestTimer);
    // Rounded up: a tick that comes early would have to be asked for again.
    m_deadline.start(std::chrono::ceil<std::chrono::milliseconds>(wait));
}

void NodeCore::lookAround() {
    lookAround(false);
}

void NodeCore::lookAround(bool moved) {
    if (!m_machine) {
        return;  // was on its way when the Node ended
    }
    if (!m_transportOpen && !openTransport()) {
        return;
    }
    auto addresses = localAddresses(m_transport->port(), m_withLoopback);
    // Whoever slept woke up in another place, or at least behind a router that has forgotten it.
    const auto now = m_parts.clock->now();
    const bool slept = m_lookedAt != Instant{} && now - m_lookedAt > watchInterval + sleepAtLeast;
    m_lookedAt = now;
    const bool metered = m_node.m_metered.load(std::memory_order_relaxed);
    const auto gateway = defaultGateway(m_transport->port());
    if (moved || slept || addresses != m_addresses || gateway != m_gateway || metered != m_metered) {
        m_addresses = std::move(addresses);
        m_gateway = gateway;
        m_metered = metered;
        handle(LocalAddresses{m_addresses, m_metered, m_gateway});
    }
    if (m_machine->nextDeadline() <= m_parts.clock->now()) {
        handle(Tick{});  // the machine slept: the clock went on, the timer did not
    }
}

}  // namespace nightjar

#include "moc_nodecore.cpp"
