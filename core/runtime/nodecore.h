// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QTimer>
#include <deque>
#include <map>

#include "runtime/node.h"
#include "runtime/ports/networkwatch.h"

namespace nightjar {

/// The part of a Node that lives in the core thread: turns socket, timers, name look-ups and audio rings into inputs of
/// the machine and its outputs into deeds.
class NodeCore final : public QObject {
    Q_OBJECT

public:
    NodeCore(Node& node, NodeParts parts);
    ~NodeCore() override;

    /// In the core thread, as everything but the constructor.
    void start();

protected:
    /// There are orders.
    void customEvent(QEvent* event) override;

private:
    void finish();
    void leave(Node::Delivery delivery);
    void handle(const Input& input);
    /// Takes an input that may have company; flush() follows by itself in this turn of the event loop or the next.
    void take(const Input& input);
    /// Does what came of the inputs that were taken.
    void flush();
    void perform(Output& output);
    void transmit(const Transmit& transmit);
    void resolve(const std::string& host);
    void wantAudio(const AudioWanted& wanted);
    void moveAudio();
    void armDeadline();
    void lookAround();
    void askRouter(const UpnpWanted& wanted);
    /// `moved`: the network may be another though the addresses are the same.
    void lookAround(bool moved);
    bool openTransport();
    DatagramTransport* moreSocket(SocketNumber number);

    Node& m_node;
    NodeParts m_parts;
    std::unique_ptr<DatagramTransport> m_transport;
    std::map<SocketNumber, std::unique_ptr<DatagramTransport>> m_moreSockets;
    std::vector<std::unique_ptr<DatagramTransport>> m_closedSockets;
    std::unique_ptr<StreamTransport> m_streams;
    std::unique_ptr<UpnpPort> m_upnp;
    bool m_transportOpen = false;
    std::unique_ptr<Machine> m_machine;
    std::vector<Endpoint> m_addresses;
    std::optional<Gateway> m_gateway;
    bool m_withLoopback = false;
    std::deque<Node::Order> m_orders;  ///< taken from the node, not done yet
    bool m_flushing = false;           ///< flush() is on its way
    bool m_metered = false;
    Instant m_lookedAt{};
    std::unique_ptr<NetworkWatch> m_network;
    Instant m_armed = never;
    QTimer m_deadline;
    QTimer m_watch;
    QTimer m_audioPump;
};

}  // namespace nightjar
