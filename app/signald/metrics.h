// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <string>
#include <vector>

#include "base/instant.h"
#include "base/result.h"
#include "hub/hub.h"

namespace nightjar::signald {

/// What the operator may know, in the text format of Prometheus (version 0.0.4): numbers alone, no name, no address.
[[nodiscard]] std::string metricsText(const hub::Counters& counters, std::size_t connections);

/// Answers every HTTP request on a port of this machine (127.0.0.1) with such a text. A handful of connections, two
/// seconds each: who asks more waits.
class Metrics {
public:
    Metrics() = default;
    ~Metrics();
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;

    /// The error is a sentence.
    [[nodiscard]] Result<void, std::string> listen(std::uint16_t port);

    /// For poll(): readable when there is something to do; -1 when nobody asked for metrics.
    [[nodiscard]] int descriptor() const { return m_epoll; }
    void serve(Instant now, const hub::Counters& counters, std::size_t connections);
    /// When serve() is to be called at the latest.
    [[nodiscard]] Instant nextDeadline() const;

private:
    struct Connection {
        int descriptor = -1;
        Instant deadline;
        std::string request;
    };
    void accept(Instant now);
    /// True when it is over.
    [[nodiscard]] static bool advance(Connection& connection, const std::string& text);

    int m_epoll = -1;
    int m_listener = -1;
    std::vector<Connection> m_connections;
};

}  // namespace nightjar::signald
