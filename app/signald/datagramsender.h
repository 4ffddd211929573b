// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <sys/socket.h>
#include <sys/uio.h>

#include <memory>

#include "hub/hub.h"

namespace nightjar::signald {

/// Sends many datagrams through one socket with few system calls: some dozens in each (sendmmsg), and what goes to one
/// place in a row as one message that the system cuts again (UDP_SEGMENT), where it can.
class DatagramSender {
public:
    DatagramSender(int descriptor, bool v6);
    ~DatagramSender();
    DatagramSender(DatagramSender&&) noexcept;
    DatagramSender& operator=(DatagramSender&&) noexcept;

    /// The datagram has to live until flush() was called.
    void add(const hub::Outgoing& datagram);
    /// What the network does not take is lost, as datagrams are.
    void flush();

private:
    struct Message;
    struct Buffers;
    [[nodiscard]] bool joins(const hub::Outgoing& datagram) const;
    void begin(const hub::Outgoing& datagram);
    void sendAlone(const Message& message);

    int m_descriptor;
    bool m_v6;
    bool m_segments = true;  ///< the system knows UDP_SEGMENT
    std::unique_ptr<Buffers> m_buffers;
};

}  // namespace nightjar::signald
