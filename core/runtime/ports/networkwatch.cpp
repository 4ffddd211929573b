// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "runtime/ports/networkwatch.h"

#include <QSocketNotifier>
#include <array>
#include <cerrno>
#include <utility>

#ifdef Q_OS_LINUX
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace nightjar {

namespace {

/// A change is told in several messages; the last says how it is.
constexpr std::chrono::milliseconds settleTime(30);

#ifdef Q_OS_LINUX
int openNetlink() {
    const int socket = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
    if (socket < 0) {
        return -1;
    }
    sockaddr_nl address{};
    address.nl_family = AF_NETLINK;
    // Of IPv6 routes only what comes with addresses: routers refresh theirs every few minutes.
    address.nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR | RTMGRP_IPV4_ROUTE;
    if (::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
        ::close(socket);
        return -1;
    }
    return socket;
}

bool isLoss(const nlmsghdr& message) {
    if (message.nlmsg_type == RTM_DELADDR || message.nlmsg_type == RTM_DELROUTE || message.nlmsg_type == RTM_DELLINK) {
        return true;
    }
    return message.nlmsg_type == RTM_NEWLINK && message.nlmsg_len >= NLMSG_LENGTH(sizeof(ifinfomsg)) &&
           (static_cast<const ifinfomsg*>(NLMSG_DATA(&message))->ifi_flags & IFF_RUNNING) == 0;
}
#endif

}  // namespace

NetworkWatch::NetworkWatch(Changed changed) : m_changed(std::move(changed)), m_settle(this) {
    m_settle.setSingleShot(true);
    m_settle.setInterval(settleTime);
    connect(&m_settle, &QTimer::timeout, this, [this] { m_changed(std::exchange(m_lost, false)); });
#ifdef Q_OS_LINUX
    m_socket = openNetlink();
    if (m_socket >= 0) {
        m_notifier = std::make_unique<QSocketNotifier>(m_socket, QSocketNotifier::Read);
        connect(m_notifier.get(), &QSocketNotifier::activated, this, &NetworkWatch::read);
    }
#endif
}

NetworkWatch::~NetworkWatch() {
#ifdef Q_OS_LINUX
    m_notifier.reset();
    if (m_socket >= 0) {
        ::close(m_socket);
    }
#endif
}

void NetworkWatch::read() {
#ifdef Q_OS_LINUX
    alignas(nlmsghdr) std::array<char, 8192> buffer;
    ssize_t size = 0;
    while ((size = ::recv(m_socket, buffer.data(), buffer.size(), 0)) > 0) {
        auto left = static_cast<std::size_t>(size);
        for (const auto* message = reinterpret_cast<const nlmsghdr*>(buffer.data()); NLMSG_OK(message, left);
             message = NLMSG_NEXT(message, left)) {
            m_lost = m_lost || isLoss(*message);
        }
    }
    m_lost = m_lost || errno == ENOBUFS;  // told more than we could hear
    m_settle.start();
#endif
}

}  // namespace nightjar

#include "moc_networkwatch.cpp"
