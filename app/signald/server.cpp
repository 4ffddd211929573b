// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "server.h"

#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <cinttypes>
#include <cstdio>

namespace nightjar::signald {

namespace {

/// A full disk would fill the log too.
constexpr Duration betweenComplaints = 60s;
/// Longest sleep; there is always something to sweep some day.
constexpr std::int64_t longestWaitMs = 60'000;

}  // namespace

Server::Server(hub::Hub& hub, Sockets& sockets, Streams& streams, Metrics& metrics, SqliteQueueStore& store,
               const sigset_t& signals)
    : m_hub(hub),
      m_sockets(sockets),
      m_streams(streams),
      m_metrics(metrics),
      m_store(store),
      m_signals(::signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC)) {
}

Server::~Server() {
    if (m_signals >= 0) {
        ::close(m_signals);
    }
}

int Server::waitMs() const {
    const auto deadline = std::min({m_hub.nextDeadline(), m_streams.nextDeadline(), m_metrics.nextDeadline()});
    const auto now = m_clock.now();
    if (deadline <= now) {
        return 0;
    }
    // Rounded up: waking a fraction of a millisecond early would mean to turn in circles.
    const auto wait = deadline == never ? longestWaitMs : toMs(deadline - now) + 1;
    return static_cast<int>(std::min(wait, longestWaitMs));
}

bool Server::run() {
    std::vector<pollfd> waitFor{{m_signals, POLLIN, 0}};
    waitFor.push_back({m_streams.descriptor(), POLLIN, 0});
    waitFor.push_back({m_metrics.descriptor(), POLLIN, 0});  // poll() passes over -1
    for (const int descriptor : m_sockets.descriptors()) {
        waitFor.push_back({descriptor, POLLIN, 0});
    }
    for (;;) {
        if (::poll(waitFor.data(), waitFor.size(), waitMs()) < 0 && errno != EINTR) {
            return false;
        }
        if (endsBySignal()) {
            send(m_hub.close(m_clock.now()));
            return true;
        }
        auto incoming = m_sockets.receive();
        const auto streamed = m_streams.receive(m_clock.now());
        incoming.insert(incoming.end(), streamed.begin(), streamed.end());
        send(m_hub.handle(m_clock.now(), incoming));
        m_metrics.serve(m_clock.now(), m_hub.counters(), m_streams.size());
        complain();
    }
}

void Server::send(const std::vector<hub::Outgoing>& datagrams) {
    m_sockets.send(datagrams);
    m_streams.send(m_clock.now(), datagrams);
}

bool Server::endsBySignal() {
    signalfd_siginfo info{};
    while (::read(m_signals, &info, sizeof(info)) == static_cast<ssize_t>(sizeof(info))) {
        if (info.ssi_signo == SIGUSR1) {
            printFigures();
        } else {
            return true;
        }
    }
    return false;
}

void Server::complain() {
    const auto failures = m_hub.counters().commitsFailed;
    const auto now = m_clock.now();
    if (failures == m_failures || now < m_nextComplaint) {
        return;
    }
    m_failures = failures;
    m_nextComplaint = now + betweenComplaints;
    const auto reason = m_store.problem() ? store::storeErrorName(*m_store.problem()) : "of a request";
    std::fprintf(stderr, "nightjar-signald: cannot store messages (%.*s); clients are asked to try later\n",
                 static_cast<int>(reason.size()), reason.data());
}

void Server::printFigures() {
    const auto c = m_hub.counters();
    const auto files = m_store.parcelUsage();
    std::fprintf(
        stderr,
        "{\"sessions\":%zu,\"connections\":%zu,\"halfOpen\":%zu,\"attachedQueues\":%zu,\"datagramsIn\":%" PRIu64
        ",\"datagramsOut\":%" PRIu64 ",\"hellosRefused\":%" PRIu64 ",\"cookiesSent\":%" PRIu64
        ",\"envelopesStored\":%" PRIu64 ",\"envelopesDelivered\":%" PRIu64 ",\"relayed\":%" PRIu64
        ",\"commitsFailed\":%" PRIu64 ",\"files\":%zu,\"fileBytes\":%" PRIu64 "}\n",
        c.sessions, m_streams.size(), c.halfOpen, c.attached, c.datagramsIn, c.datagramsOut, c.hellosRefused,
        c.cookiesSent, c.envelopesStored, c.envelopesDelivered, c.relayed, c.commitsFailed, files.count, files.bytes);
    std::fflush(stderr);
}

}  // namespace nightjar::signald
