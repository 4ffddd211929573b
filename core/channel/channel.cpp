// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "channel/channel.h"

#include "channel/channelimpl.h"

namespace nightjar::channel {

Channel::Channel(Secrets secrets, wire::ChannelId local, wire::ChannelId remote, Instant now)
    : m_impl(std::make_unique<Impl>(secrets, local, remote, now)) {
}
Channel::~Channel() = default;
Channel::Channel(Channel&&) noexcept = default;
Channel& Channel::operator=(Channel&&) noexcept = default;

MessageKey Channel::send(Bytes message, Priority priority, Confirm confirm) {
    return m_impl->send(std::move(message), priority, confirm);
}
void Channel::confirm(std::uint64_t number) {
    m_impl->confirm(number);
}
void Channel::sendDatagram(Bytes datagram) {
    m_impl->sendDatagram(std::move(datagram));
}
void Channel::ping() {
    m_impl->ping();
}
void Channel::keepOpen() {
    m_impl->keepOpen();
}
std::optional<Received> Channel::receive(Instant now, ByteView packet) {
    return m_impl->receive(now, packet);
}
std::vector<Bytes> Channel::poll(Instant now) {
    return m_impl->poll(now);
}
Instant Channel::nextDeadline() const {
    return m_impl->nextDeadline();
}
Bytes Channel::makeProbe(Instant now, const PathData& challenge) {
    return m_impl->makeProbe(now, challenge);
}
Bytes Channel::makeProbeAnswer(Instant now, const PathData& challenge) {
    return m_impl->makeProbeAnswer(now, challenge);
}
Bytes Channel::close(Instant now, wire::CloseReason reason) {
    return m_impl->close(now, reason);
}
bool Channel::isClosed() const {
    return m_impl->m_closed;
}
void Channel::onPathChanged(Instant now, PathProfile profile, Duration measuredRtt) {
    m_impl->onPathChanged(now, profile, measuredRtt);
}
void Channel::setProfile(PathProfile profile) {
    m_impl->setProfile(profile);
}
void Channel::setVoiceActive(bool active) {
    m_impl->setVoiceActive(active);
}
bool Channel::isOwed() const {
    return m_impl->m_recovery.isWaiting() || !m_impl->m_queue.empty() || m_impl->m_pingWanted;
}
std::size_t Channel::bytesIncomplete() const {
    return m_impl->bytesIncomplete();
}
std::size_t Channel::bytesPending() const {
    return m_impl->m_queue.bytes();
}
Instant Channel::lastReceived() const {
    return m_impl->m_lastReceivedAt;
}
Instant Channel::lastSent() const {
    return m_impl->m_lastSentAt;
}
Duration Channel::probeTimeout() const {
    return m_impl->m_recovery.rtt().probeTimeout();
}
Stats Channel::stats() const {
    return m_impl->stats();
}
const wire::ChannelId& Channel::localId() const {
    return m_impl->m_local;
}
const wire::ChannelId& Channel::remoteId() const {
    return m_impl->m_remote;
}

}  // namespace nightjar::channel
