// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <csignal>
#include <string>

#include "hub/hub.h"
#include "metrics.h"
#include "runtime/ports/clock.h"
#include "sockets.h"
#include "sqlitequeuestore.h"
#include "streams.h"

namespace nightjar::signald {

/// Moves datagrams between the sockets and the hub until a signal ends it.
class Server {
public:
    /// `signals` are blocked in this process and read here.
    Server(hub::Hub& hub, Sockets& sockets, Streams& streams, Metrics& metrics, SqliteQueueStore& store,
           const sigset_t& signals);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Serves until SIGTERM or SIGINT, then tells the clients. False when the system refuses to serve.
    bool run();

private:
    [[nodiscard]] bool endsBySignal();
    void complain();
    void printFigures();
    void send(const std::vector<hub::Outgoing>& datagrams);
    [[nodiscard]] int waitMs() const;

    hub::Hub& m_hub;
    Sockets& m_sockets;
    Streams& m_streams;
    Metrics& m_metrics;
    SqliteQueueStore& m_store;
    SystemClock m_clock;
    int m_signals = -1;
    std::uint64_t m_failures = 0;
    Instant m_nextComplaint;
};

}  // namespace nightjar::signald
