// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "channel/channelimpl.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "channel/linkclassifier.h"

namespace nightjar::channel {

namespace {

/// How long an acknowledgement may wait for company (docs/protocol.md, section 4).
constexpr Duration ackDelay = 25ms;
constexpr Duration ackDelaySlow = maxAckDelay;
/// Packets that ask before one is acknowledged at once (RFC 9000 section 13.2.2).
constexpr std::size_t ackEvery = 2;
/// Acknowledgements with more ranges than this carry a PING: when that is acknowledged, old ranges are dropped.
constexpr std::size_t rangesBeforePing = 4;
/// Beside speech on a slow link a packet of messages is so long at most: 0.2 s at 9 kbit/s.
constexpr std::size_t packetBesideVoice = 230;
/// On the narrowest links what a text shares its packet with delays it, by a second for 1,000 bytes: what waits behind
/// it goes in the next one. Smaller messages share the price of a packet.
constexpr std::size_t enoughForGprs = 200;
/// Probe timeouts without an answer after which the path counts as dead: only probes are sent.
constexpr unsigned probesBeforeSilence = 2;

/// A wide link that fell silent while something waits is asked this often whether it is back, and for that long: probe
/// timeouts alone, doubled each time, would find out up to ten seconds late that a train has left its tunnel.
constexpr Duration knockEvery = 100ms;
constexpr Duration knockTime = 20s;

[[nodiscard]] bool isSlow(LinkClass linkClass) {
    return linkClass == LinkClass::Gprs || linkClass == LinkClass::Edge;
}

}  // namespace

// ---- receiving

std::optional<Received> Channel::Impl::receive(Instant now, ByteView packet) {
    const auto header = wire::decodeChannelHeader(packet);
    if (m_closed || !header || header->to != m_local) {
        return std::nullopt;
    }
    const auto number = wire::recoverPacketNumber(m_received.largest(), header->numberLow);
    if (!m_received.isNew(number)) {
        return std::nullopt;
    }
    auto buffer = toBytes(packet.subspan(wire::channelHeaderSize));
    if (!m_receiveKey.openInPlace(number, packet.first(wire::channelHeaderSize), buffer)) {
        return std::nullopt;
    }
    const auto plaintext = ByteView(buffer).first(buffer.size() - wire::channelTagSize);
    if (!isAcceptable(plaintext)) {
        return std::nullopt;
    }
    const bool inOrder = !m_received.largest() || number == *m_received.largest() + 1;
    const auto silence = now - m_lastReceivedAt;
    const auto patience = m_recovery.rtt().probeTimeout();
    Received received;
    received.newest = m_received.record(number);
    if (received.newest) {
        m_largestReceivedAt = now;
    }
    m_lastReceivedAt = now;
    m_knocksSince.reset();
    m_bytesReceived += static_cast<std::int64_t>(packet.size() + m_profile.headerBytes);

    bool asks = false;
    wire::FrameReader reader(plaintext);
    while (const auto frame = reader.next()) {
        asks = asks || wire::asksForAck(*frame);
        act(now, *frame, received);
    }
    if (asks) {
        ++m_unacknowledged;
        const bool atOnce = !inOrder || m_unacknowledged >= ackEvery;
        m_ackAt = std::min(m_ackAt, atOnce ? now : now + (isSlow(m_linkClass) ? ackDelaySlow : ackDelay));
    }
    if (silence >= patience) {
        m_recovery.onSignOfLife(now);
    }
    return received;
}

bool Channel::Impl::isAcceptable(ByteView plaintext) {
    if (!wire::framesWellFormed(plaintext)) {
        return false;
    }
    m_reassembly.beginPacket();
    wire::FrameReader reader(plaintext);
    while (const auto frame = reader.next()) {
        if (const auto* ack = std::get_if<wire::AckFrame>(&*frame)) {
            if (ack->ranges().front().largest >= m_nextNumber) {
                return false;  // acknowledges what was never sent
            }
        } else if (const auto* message = std::get_if<wire::MessageFrame>(&*frame)) {
            if (!m_reassembly.allows(*message)) {
                return false;
            }
        } else if (const auto* last = std::get_if<wire::LastMessageFrame>(&*frame)) {
            if (!m_reassembly.allows({last->number, last->data})) {
                return false;
            }
        } else if (const auto* stored = std::get_if<wire::StoredFrame>(&*frame)) {
            if (stored->largest >= m_queue.nextNumber()) {
                return false;  // confirms what was never sent
            }
        } else if (const auto* part = std::get_if<wire::PartFrame>(&*frame)) {
            if (!m_reassembly.allows(*part)) {
                return false;
            }
        }
    }
    return true;
}

void Channel::Impl::act(Instant now, const wire::Frame& frame, Received& received) {
    const auto whole = [&received](std::uint64_t number, std::optional<Bytes> message) {
        if (message) {
            received.messages.push_back({number, std::move(*message)});
        }
    };
    if (const auto* ack = std::get_if<wire::AckFrame>(&frame)) {
        onAck(now, *ack, received);
    } else if (const auto* message = std::get_if<wire::MessageFrame>(&frame)) {
        whole(message->number, m_reassembly.take(*message));
    } else if (const auto* last = std::get_if<wire::LastMessageFrame>(&frame)) {
        whole(last->number, m_reassembly.take(wire::MessageFrame{last->number, last->data}));
    } else if (const auto* part = std::get_if<wire::PartFrame>(&frame)) {
        whole(part->number, m_reassembly.take(*part));
    } else if (const auto* stored = std::get_if<wire::StoredFrame>(&frame)) {
        m_confirmations.stored(*stored, received.stored);
    } else if (const auto* ask = std::get_if<wire::AskStoredFrame>(&frame)) {
        m_confirmations.asked(ask->number);
    } else if (const auto* datagram = std::get_if<wire::DatagramFrame>(&frame)) {
        received.datagrams.push_back(toBytes(datagram->data));
    } else if (const auto* challenge = std::get_if<wire::PathChallengeFrame>(&frame)) {
        received.challenges.push_back(challenge->data);
    } else if (const auto* response = std::get_if<wire::PathResponseFrame>(&frame)) {
        received.responses.push_back(response->data);
    } else if (const auto* close = std::get_if<wire::CloseFrame>(&frame)) {
        received.closed = close->reason;
        m_closed = true;
        m_recovery.clear();
        m_confirmations.clear();
        m_datagrams.clear();
    }
}

void Channel::Impl::onAck(Instant now, const wire::AckFrame& ack, Received& received) {
    m_mtu.onAck(ack);
    const auto inFlightBefore = m_recovery.bytesInFlight();
    const auto news = m_recovery.onAck(now, ack);
    if (news.rate) {
        m_rate.add(now, *news.rate);
        if (m_congestion.isSaturated()) {
            m_saturatedRate.add(now, *news.rate);
        }
    }
    if (news.ackedBytes > 0) {
        m_congestion.onAcked(now, news.ackedBytes, news.rtt.value_or(Duration::zero()), inFlightBefore,
                             {m_rate.best().value_or(DataRate{}), news.rate.value_or(DataRate{}), news.rttBytes});
    }
    digest(now, news, &received.acknowledged);
    learn();
}

void Channel::Impl::digest(Instant now, const RecoveryNews& news, std::vector<MessageKey>* acknowledged) {
    for (const auto& packet : news.acked) {
        if (packet.ackedUpTo) {
            m_received.forgetUpTo(*packet.ackedUpTo);
        }
        for (const auto& chunk : packet.chunks) {
            if (m_queue.onAcked(chunk) && acknowledged) {
                acknowledged->push_back(chunk.message);
            }
        }
    }
    for (const auto& packet : news.lost) {
        for (const auto& chunk : packet.chunks) {
            m_queue.onLost(chunk);
        }
    }
    if (news.persistentCongestion) {
        m_congestion.onPersistentCongestion();
    } else if (news.lastLostSentAt) {
        m_congestion.onLost(now, *news.lastLostSentAt, m_recovery.lossRate());
    }
}

void Channel::Impl::learn() {
    m_linkClass = classifyLink(m_recovery.rtt().minimum(), m_rate.best().value_or(DataRate{}),
                               m_saturatedRate.best().value_or(DataRate{}));
    m_wide = m_linkClass == LinkClass::Unknown ? m_wide : m_linkClass >= LinkClass::Umts;
    m_congestion.setPacketSize(packetLimit() + m_profile.headerBytes);
}

// ---- sending

MessageKey Channel::Impl::send(Bytes message, Priority priority, Confirm confirm) {
    if (m_closed) {
        return 0;
    }
    m_newMessages = true;
    return m_queue.add(std::move(message), priority, confirm);
}

void Channel::Impl::confirm(std::uint64_t number) {
    if (!m_closed) {
        m_confirmations.confirm(number);
    }
}

void Channel::Impl::sendDatagram(Bytes datagram) {
    if (m_closed || datagram.size() > maxDatagramPayload) {
        return;
    }
    if (m_datagrams.size() >= maxQueuedDatagrams) {
        m_datagrams.erase(m_datagrams.begin());
    }
    m_datagrams.push_back(std::move(datagram));
}

/// What passes every path of this class.
std::size_t Channel::Impl::safeLimit() const {
    // Small until the link is known: two packets must not fill the buffer of a slow one.
    const bool fast = m_linkClass >= LinkClass::Umts;
    const auto limit = (fast ? wire::maxDatagram : wire::maxDatagramSlow) - m_profile.reserved;
    return m_voiceActive && !fast ? std::min(limit, packetBesideVoice) : limit;
}

std::size_t Channel::Impl::packetLimit() const {
    const auto safe = safeLimit();
    if (m_voiceActive || m_linkClass < LinkClass::Edge) {
        return safe;
    }
    return std::max(safe, m_mtu.proven());
}

/// Longer packets are worth asking for while more waits than fits one. On narrow links only those that are usual on
/// wide ones, and never on the narrowest: a text behind a file would wait for a whole long packet.
std::optional<std::size_t> Channel::Impl::mtuQuestion(Instant now) const {
    if (m_voiceActive || m_linkClass < LinkClass::Edge || !m_recovery.rtt().hasSample() ||
        m_recovery.probeCount() > 0) {
        return std::nullopt;
    }
    const auto usual = wire::maxDatagram - m_profile.reserved;
    const auto most = m_linkClass == LinkClass::Edge ? usual : std::max(m_profile.largest, usual);
    const auto size = m_mtu.question(now, safeLimit(), most);
    return size && m_queue.readyBytes(2 * *size) >= 2 * *size ? size : std::nullopt;
}

Bytes Channel::Impl::buildMtuProbe(Instant now, std::size_t size) {
    ByteWriter frames;
    wire::encodeFrame(frames, wire::PingFrame{});
    wire::encodeFrame(frames, wire::PaddingFrame{size - wire::channelOverhead - frames.size()});
    m_mtu.asked(now, m_nextNumber, size, 2 * m_recovery.rtt().probeTimeout());
    m_pacer.charge(now, size + m_profile.headerBytes, m_congestion.pace(m_recovery.rtt().smoothed()), burst());
    m_recovery.onSentUntracked(now, m_nextNumber);
    return seal(now, frames.view());
}

std::size_t Channel::Impl::burst() const {
    const auto packet = packetLimit() + m_profile.headerBytes;
    return m_linkClass >= LinkClass::Umts ? std::max(10 * packet, m_congestion.window() / 4) : packet;
}

bool Channel::Impl::windowAllows() const {
    if (m_recovery.probeCount() >= probesBeforeSilence) {
        return false;
    }
    const auto most = packetLimit() + m_profile.headerBytes;
    const auto overhead = wire::channelOverhead + m_profile.headerBytes;
    const auto wanted = std::min(most, m_queue.readyBytes(most) + overhead);
    return m_recovery.bytesInFlight() + wanted <= m_congestion.window();
}

/// The path seems dead, but somebody wants something: worth a try before the probe timeout, once in a while.
bool Channel::Impl::mayProbeOnNews(Instant now) const {
    return m_newMessages && m_recovery.probeCount() >= probesBeforeSilence &&
           now >= m_recovery.lastTrackedSentAt() + m_recovery.rtt().probeTimeout();
}

std::vector<Bytes> Channel::Impl::poll(Instant now) {
    std::vector<Bytes> packets;
    if (m_closed) {
        return packets;
    }
    digest(now, m_recovery.onTime(now), nullptr);

    while (!m_datagrams.empty()) {
        packets.push_back(buildPacket(now, false));
    }
    auto probes = m_recovery.takeProbes(now);
    if (probes > 0 && m_recovery.probeCount() >= probesBeforeSilence) {
        m_mtu.distrust(now);
        learn();
    }
    if (probes == 0 && mayProbeOnNews(now)) {
        probes = 1;
    }
    for (; probes > 0; --probes) {
        packets.push_back(buildProbe(now));
    }
    if (const auto size = mtuQuestion(now); size && m_pacer.readyAt() <= now) {
        packets.push_back(buildMtuProbe(now, *size));
    }
    if (knockAt() <= now) {
        packets.push_back(buildKnock(now));
    }
    while (m_queue.isReady() && m_pacer.readyAt() <= now && windowAllows()) {
        packets.push_back(buildPacket(now, true));
    }
    while (m_pingWanted || m_paddingWanted || ackIsDue(now) || m_confirmations.hasNews() ||
           m_confirmations.deadline() <= now) {
        packets.push_back(buildPacket(now, false));
    }
    return packets;
}

/// New data if there is some, else the oldest on its way once more, else a PING: RFC 9002 section 6.2.4.
Bytes Channel::Impl::buildProbe(Instant now) {
    if (!m_queue.isReady()) {
        for (const auto& chunk : m_recovery.oldestChunks(1)) {
            m_queue.onLost(chunk);
        }
    }
    m_pingWanted = m_pingWanted || !m_queue.isReady();
    return buildPacket(now, true);
}

Instant Channel::Impl::knockAt() const {
    if (!m_wide || m_recovery.probeCount() < probesBeforeSilence ||
        (m_knocksSince && m_lastKnockAt >= *m_knocksSince + knockTime)) {
        return never;
    }
    return m_knocksSince ? m_lastKnockAt + knockEvery : m_recovery.lastTrackedSentAt() + knockEvery;
}

/// A PING whose loss says nothing about the link; its answer is a sign of life.
Bytes Channel::Impl::buildKnock(Instant now) {
    m_knocksSince = m_knocksSince.value_or(now);
    m_lastKnockAt = now;
    ByteWriter frames;
    wire::encodeFrame(frames, wire::PingFrame{});
    m_recovery.onSentUntracked(now, m_nextNumber);
    return seal(now, frames.view());
}

Bytes Channel::Impl::buildPacket(Instant now, bool withMessages) {
    ByteWriter frames;
    SentPacket packet;
    packet.sentAt = now;
    const bool big = !m_datagrams.empty();
    const auto limit =
        big ? std::max(packetRoom(), m_datagrams.front().size() + wire::datagramFrameOverhead) : packetRoom();
    if (m_ackAt != never) {
        addAck(now, frames, big ? limit - m_datagrams.front().size() - wire::datagramFrameOverhead : limit, packet);
    }
    if (!big) {
        m_confirmations.write(now, frames, limit - frames.size());
    }
    bool tracked = false;
    if (m_pingWanted && frames.size() < limit && !big) {
        wire::encodeFrame(frames, wire::PingFrame{});
        m_pingWanted = false;
        tracked = true;
    }
    if (big) {
        addDatagrams(frames);
    }
    if (std::exchange(m_paddingWanted, false) && frames.size() == 0) {
        wire::encodeFrame(frames, wire::PaddingFrame{1});
    }
    if (withMessages) {
        m_queue.fill(frames, limit - frames.size(), packet.chunks,
                     m_linkClass == LinkClass::Gprs ? enoughForGprs : SIZE_MAX);
        expectStored(now, packet.chunks);
        m_newMessages = false;
        tracked = tracked || !packet.chunks.empty();
    }
    packet.bytes = frames.size() + wire::channelOverhead + m_profile.headerBytes;
    if (tracked || big) {
        m_pacer.charge(now, packet.bytes, m_congestion.pace(m_recovery.rtt().smoothed()), burst());
    }
    if (tracked) {
        m_recovery.onSent(m_nextNumber, std::move(packet));
    } else {
        m_recovery.onSentUntracked(now, m_nextNumber);
    }
    return seal(now, frames.view());
}

void Channel::Impl::addAck(Instant now, ByteWriter& frames, std::size_t room, SentPacket& packet) {
    auto ack = m_received.acknowledgement();
    ack.delayMs = static_cast<std::uint64_t>(toMs(now - m_largestReceivedAt));
    if (wire::encodedSize(ack) > room) {
        return;
    }
    wire::encodeFrame(frames, ack);
    packet.ackedUpTo = ack.ranges().front().largest;
    m_ackAt = never;
    m_unacknowledged = 0;
    if (ack.count > rangesBeforePing && !m_recovery.isWaiting()) {
        m_pingWanted = true;
    }
}

void Channel::Impl::expectStored(Instant now, const std::vector<Chunk>& chunks) {
    const auto patience = 2 * m_recovery.rtt().probeTimeout();
    for (const auto& chunk : chunks) {
        if (const auto number = m_queue.numberToConfirm(chunk.message)) {
            m_confirmations.expect(now, *number, chunk.message, patience);
        }
    }
}

void Channel::Impl::addDatagrams(ByteWriter& frames) {
    std::size_t taken = 0;
    for (const auto& datagram : m_datagrams) {
        if (taken > 0 && frames.size() + datagram.size() + wire::datagramFrameOverhead > packetRoom()) {
            break;
        }
        wire::encodeFrame(frames, wire::DatagramFrame{datagram});
        ++taken;
    }
    m_datagrams.erase(m_datagrams.begin(), m_datagrams.begin() + static_cast<std::ptrdiff_t>(taken));
}

Bytes Channel::Impl::seal(Instant now, ByteView frames) {
    assert(!frames.empty());
    const auto number = m_nextNumber++;
    const auto header = wire::encodeChannelHeader(m_remote, number);
    Bytes packet(wire::channelOverhead + frames.size());
    std::copy(header.begin(), header.end(), packet.begin());
    std::copy(frames.begin(), frames.end(), packet.begin() + wire::channelHeaderSize);
    m_sendKey.sealInPlace(number, header, MutableByteView(packet).subspan(wire::channelHeaderSize));
    m_lastSentAt = now;
    m_bytesSent += static_cast<std::int64_t>(packet.size() + m_profile.headerBytes);
    return packet;
}

Instant Channel::Impl::nextDeadline() const {
    if (m_closed) {
        return never;
    }
    if (!m_datagrams.empty() || m_pingWanted || m_paddingWanted || m_confirmations.hasNews()) {
        return m_lastSentAt;
    }
    auto earliest = std::min({m_ackAt, m_recovery.deadline(), m_confirmations.deadline(), knockAt()});
    if (m_queue.isReady()) {
        if (windowAllows()) {
            earliest = std::min(earliest, m_pacer.readyAt());
        } else if (m_newMessages && m_recovery.probeCount() >= probesBeforeSilence) {
            earliest = std::min(earliest, m_recovery.lastTrackedSentAt() + m_recovery.rtt().probeTimeout());
        }
    }
    return earliest;
}

Bytes Channel::Impl::makeProbe(Instant now, const PathData& challenge) {
    ByteWriter frames;
    wire::encodeFrame(frames, wire::PathChallengeFrame{challenge});
    return seal(now, frames.view());
}

Bytes Channel::Impl::makeProbeAnswer(Instant now, const PathData& challenge) {
    ByteWriter frames;
    wire::encodeFrame(frames, wire::PathResponseFrame{challenge});
    return seal(now, frames.view());
}

Bytes Channel::Impl::close(Instant now, wire::CloseReason reason) {
    ByteWriter frames;
    wire::encodeFrame(frames, wire::CloseFrame{reason});
    auto packet = seal(now, frames.view());
    m_closed = true;
    m_recovery.clear();
    m_queue.clear();
    m_confirmations.clear();
    m_datagrams.clear();
    return packet;
}

void Channel::Impl::onPathChanged(Instant now, PathProfile profile, Duration measuredRtt) {
    m_profile = profile;
    m_mtu.reset();
    m_recovery.onPathChanged(measuredRtt);
    m_congestion.reset();
    m_pacer.reset();
    m_rate.reset();
    m_saturatedRate.reset();
    // What waits for an acknowledgement also waits to hear that the new way works.
    m_ackAt = std::min(m_ackAt, m_unacknowledged > 0 ? now : never);
    learn();
}

void Channel::Impl::setProfile(PathProfile profile) {
    m_profile = profile;
    learn();
}

void Channel::Impl::setVoiceActive(bool active) {
    m_voiceActive = active;
    m_congestion.setYielding(active);
    learn();
}

Stats Channel::Impl::stats() const {
    Stats stats;
    const auto& rtt = m_recovery.rtt();
    stats.rtt = rtt.hasSample() ? rtt.smoothed() : Duration::zero();
    stats.minimumRtt = rtt.minimum();
    stats.rate = m_rate.best().value_or(DataRate{});
    stats.lossPercent = m_recovery.lossRate() * 100;
    stats.linkClass = m_linkClass;
    stats.bytesSent = m_bytesSent;
    stats.bytesReceived = m_bytesReceived;
    stats.congestionWindow = m_congestion.window();
    stats.bytesInFlight = m_recovery.bytesInFlight();
    return stats;
}

}  // namespace nightjar::channel
