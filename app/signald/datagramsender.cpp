// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "datagramsender.h"

#include <netinet/udp.h>

#include <cerrno>

#include "packetinfo.h"
#include "socketaddress.h"

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif

namespace nightjar::signald {

namespace {

constexpr std::size_t mostMessages = 64;
constexpr std::size_t mostPieces = 256;
/// What the system takes as one message (UDP_MAX_SEGMENTS, and the length of an IP packet).
constexpr std::size_t mostPiecesOfOne = 64;
constexpr std::size_t mostBytesOfOne = 60'000;

}  // namespace

/// One datagram, or several of one length (the last may be shorter) to one place.
struct DatagramSender::Message {
    const hub::Outgoing* first = nullptr;
    std::size_t begin = 0;  ///< of its pieces
    std::size_t count = 0;
    std::size_t bytes = 0;
    bool ended = false;  ///< its last piece is shorter
    SocketAddress address;
    Control control;
};

struct DatagramSender::Buffers {
    std::array<mmsghdr, mostMessages> headers{};
    std::array<Message, mostMessages> messages{};
    std::array<iovec, mostPieces> pieces{};
    std::size_t messageCount = 0;
    std::size_t pieceCount = 0;
};

DatagramSender::DatagramSender(int descriptor, bool v6)
    : m_descriptor(descriptor), m_v6(v6), m_buffers(std::make_unique<Buffers>()) {
}
DatagramSender::~DatagramSender() = default;
DatagramSender::DatagramSender(DatagramSender&&) noexcept = default;
DatagramSender& DatagramSender::operator=(DatagramSender&&) noexcept = default;

bool DatagramSender::joins(const hub::Outgoing& datagram) const {
    if (!m_segments || m_buffers->messageCount == 0) {
        return false;
    }
    const auto& last = m_buffers->messages[m_buffers->messageCount - 1];
    return !last.ended && last.count < mostPiecesOfOne && last.bytes + datagram.datagram.size() <= mostBytesOfOne &&
           datagram.datagram.size() <= last.first->datagram.size() && datagram.to == last.first->to &&
           datagram.via == last.first->via;
}

void DatagramSender::add(const hub::Outgoing& datagram) {
    auto& b = *m_buffers;
    if (b.pieceCount == mostPieces || (b.messageCount == mostMessages && !joins(datagram))) {
        flush();
    }
    if (!joins(datagram)) {
        begin(datagram);
    }
    auto& message = b.messages[b.messageCount - 1];
    b.pieces[b.pieceCount++] = {const_cast<std::uint8_t*>(datagram.datagram.data()), datagram.datagram.size()};
    ++message.count;
    message.bytes += datagram.datagram.size();
    message.ended = datagram.datagram.size() < message.first->datagram.size();
}

void DatagramSender::begin(const hub::Outgoing& datagram) {
    auto& b = *m_buffers;
    auto& message = b.messages[b.messageCount++];
    message.first = &datagram;
    message.begin = b.pieceCount;
    message.count = 0;
    message.bytes = 0;
    message.ended = false;
    message.address = toSystem(datagram.to, m_v6);
}

void DatagramSender::flush() {
    auto& b = *m_buffers;
    for (std::size_t i = 0; i < b.messageCount; ++i) {
        auto& message = b.messages[i];
        auto& header = b.headers[i].msg_hdr;
        header = {};
        header.msg_name = &message.address.storage;
        header.msg_namelen = message.address.length;
        header.msg_iov = &b.pieces[message.begin];
        header.msg_iovlen = message.count;
        header.msg_control = message.control.room.data();
        if (message.first->via.isValid()) {
            addOwnAddress(header, message.first->via, m_v6);
        }
        if (message.count > 1) {
            const auto length = static_cast<std::uint16_t>(message.first->datagram.size());
            addControl(header, IPPROTO_UDP, UDP_SEGMENT, length);
        }
        if (header.msg_controllen == 0) {
            header.msg_control = nullptr;
        }
    }
    for (std::size_t sent = 0; sent < b.messageCount;) {
        const int count = ::sendmmsg(m_descriptor, b.headers.data() + sent,
                                     static_cast<unsigned>(b.messageCount - sent), MSG_DONTWAIT);
        if (count > 0) {
            sent += static_cast<std::size_t>(count);
            continue;
        }
        if (errno != EAGAIN) {
            sendAlone(b.messages[sent]);
        }
        ++sent;  // refused (no route, buffer full): lost, but those behind it are not
    }
    b.messageCount = b.pieceCount = 0;
}

/// The system refused a message: it may not cut it, or the own address is not ours any more, or never was (a
/// broadcast): then the system knows another.
void DatagramSender::sendAlone(const Message& message) {
    if (message.count > 1 && (errno == EINVAL || errno == EIO || errno == EOPNOTSUPP)) {
        m_segments = false;
    }
    for (std::size_t i = 0; i < message.count; ++i) {
        Control control;
        msghdr header{};
        header.msg_name = const_cast<sockaddr_storage*>(&message.address.storage);
        header.msg_namelen = message.address.length;
        header.msg_iov = &m_buffers->pieces[message.begin + i];
        header.msg_iovlen = 1;
        if (message.count > 1 && message.first->via.isValid()) {
            header.msg_control = control.room.data();
            addOwnAddress(header, message.first->via, m_v6);
            if (::sendmsg(m_descriptor, &header, MSG_DONTWAIT) >= 0 || errno == EAGAIN) {
                continue;
            }
            header.msg_control = nullptr;
            header.msg_controllen = 0;
        }
        (void)::sendmsg(m_descriptor, &header, MSG_DONTWAIT);
    }
}

}  // namespace nightjar::signald
