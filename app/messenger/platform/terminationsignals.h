// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QSocketNotifier>
#include <array>
#include <memory>

namespace nightjar {

/// SIGTERM, SIGINT and SIGHUP end the event loop rather than the process: what is open is closed in order, and
/// notifications are taken back. Once in a program; elsewhere than on Unix nothing.
class TerminationSignals {
public:
    TerminationSignals();
    TerminationSignals(const TerminationSignals&) = delete;
    TerminationSignals& operator=(const TerminationSignals&) = delete;
    ~TerminationSignals();

private:
    std::array<int, 2> m_pipe{-1, -1};
    std::unique_ptr<QSocketNotifier> m_notifier;
};

}  // namespace nightjar
