// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "channel/channel.h"
#include "channel/confirmations.h"
#include "channel/congestion.h"
#include "channel/lossrecovery.h"
#include "channel/pacer.h"
#include "channel/pathmtu.h"
#include "channel/reassembly.h"
#include "channel/receivednumbers.h"
#include "channel/sendqueue.h"
#include "crypto/packetprotection.h"

namespace nightjar::channel {

/// Where the parts of a channel meet: a packet that comes in goes through ReceivedNumbers, LossRecovery and Reassembly;
/// one that goes out is filled from what SendQueue holds as far as CongestionController and Pacer allow.
class Channel::Impl {
public:
    Impl(Secrets secrets, wire::ChannelId local, wire::ChannelId remote, Instant now)
        : m_local(local),
          m_remote(remote),
          m_sendKey(secrets.send),
          m_receiveKey(secrets.receive),
          m_lastReceivedAt(now),
          m_lastSentAt(now) {}

    MessageKey send(Bytes message, Priority priority, Confirm confirm);
    void confirm(std::uint64_t number);
    void sendDatagram(Bytes datagram);
    void ping() { m_pingWanted = !m_closed; }
    void keepOpen() { m_paddingWanted = !m_closed; }
    std::optional<Received> receive(Instant now, ByteView packet);
    std::vector<Bytes> poll(Instant now);
    Instant nextDeadline() const;
    Bytes makeProbe(Instant now, const PathData& challenge);
    Bytes makeProbeAnswer(Instant now, const PathData& challenge);
    Bytes close(Instant now, wire::CloseReason reason);
    void onPathChanged(Instant now, PathProfile profile, Duration measuredRtt);
    void setProfile(PathProfile profile);
    void setVoiceActive(bool active);
    Stats stats() const;
    std::size_t bytesIncomplete() const { return m_reassembly.bytesHeld(); }

    const wire::ChannelId m_local;
    const wire::ChannelId m_remote;
    const crypto::PacketKey m_sendKey;
    const crypto::PacketKey m_receiveKey;
    bool m_closed = false;
    Instant m_lastReceivedAt;
    Instant m_lastSentAt;
    SendQueue m_queue;
    LossRecovery m_recovery;
    Confirmations m_confirmations;
    bool m_pingWanted = false;
    bool m_paddingWanted = false;

private:
    /// Old estimates of the delivered rate are forgotten after one to two of these.
    static constexpr Duration rateWindow = 10s;

    // receiving
    bool isAcceptable(ByteView plaintext);
    void act(Instant now, const wire::Frame& frame, Received& received);
    void onAck(Instant now, const wire::AckFrame& ack, Received& received);
    void digest(Instant now, const RecoveryNews& news, std::vector<MessageKey>* acknowledged);

    // sending
    std::size_t packetLimit() const;
    std::size_t safeLimit() const;
    std::size_t packetRoom() const { return packetLimit() - wire::channelOverhead; }
    bool mayProbeOnNews(Instant now) const;
    bool windowAllows() const;
    bool ackIsDue(Instant now) const { return m_ackAt <= now; }
    std::size_t burst() const;
    void addAck(Instant now, ByteWriter& frames, std::size_t room, SentPacket& packet);
    void addDatagrams(ByteWriter& frames);
    void expectStored(Instant now, const std::vector<Chunk>& chunks);
    Bytes buildProbe(Instant now);
    std::optional<std::size_t> mtuQuestion(Instant now) const;
    Bytes buildMtuProbe(Instant now, std::size_t size);
    Instant knockAt() const;
    Bytes buildKnock(Instant now);
    Bytes buildPacket(Instant now, bool withMessages);
    Bytes seal(Instant now, ByteView frames);
    void learn();

    std::uint64_t m_nextNumber = 0;
    ReceivedNumbers m_received;
    Reassembly m_reassembly;
    PathProfile m_profile;
    LinkClass m_linkClass = LinkClass::Unknown;
    CongestionController m_congestion{wire::maxDatagramSlow + 28};
    Pacer m_pacer;
    PathMtu m_mtu;
    WindowedBest<DataRate, std::greater<>> m_rate{rateWindow};
    WindowedBest<DataRate, std::greater<>> m_saturatedRate{6 * rateWindow};

    std::vector<Bytes> m_datagrams;
    std::size_t m_unacknowledged = 0;  ///< packets that asked since our last ACK
    Instant m_ackAt = never;
    Instant m_largestReceivedAt{};
    bool m_newMessages = false;  ///< send() was called since the last packet with messages
    bool m_voiceActive = false;
    bool m_wide = false;  ///< the link was no narrow one when it was last measured
    std::optional<Instant> m_knocksSince;
    Instant m_lastKnockAt{};

    std::int64_t m_bytesSent = 0;
    std::int64_t m_bytesReceived = 0;
};

}  // namespace nightjar::channel
