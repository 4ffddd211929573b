// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "terminationsignals.h"

#include <QCoreApplication>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <unistd.h>
#include <csignal>
#endif

namespace nightjar {

#ifdef Q_OS_UNIX

namespace {

constexpr std::array handled{SIGTERM, SIGINT, SIGHUP};
/// Where the handler writes to: of what may be done within one, this is enough.
volatile std::sig_atomic_t wakeUp = -1;

void handle(int) {
    const char byte = 0;
    [[maybe_unused]] const auto written = ::write(wakeUp, &byte, 1);
}

}  // namespace

TerminationSignals::TerminationSignals() {
    if (::pipe2(m_pipe.data(), O_CLOEXEC | O_NONBLOCK) != 0) {
        return;
    }
    wakeUp = m_pipe[1];
    m_notifier = std::make_unique<QSocketNotifier>(m_pipe[0], QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, [this] {
        m_notifier->setEnabled(false);
        QCoreApplication::exit();  // quit() would ask the window, which may stay in the tray
        // A second one ends the process whatever it is at.
        for (const int signal : handled) {
            std::signal(signal, SIG_DFL);
        }
    });
    struct sigaction action {};
    action.sa_handler = &handle;
    action.sa_flags = SA_RESTART;
    for (const int signal : handled) {
        ::sigaction(signal, &action, nullptr);
    }
}

TerminationSignals::~TerminationSignals() {
    if (m_pipe[0] >= 0) {
        for (const int signal : handled) {
            std::signal(signal, SIG_DFL);
        }
        ::close(m_pipe[0]);
        ::close(m_pipe[1]);
    }
}

#else

TerminationSignals::TerminationSignals() = default;
TerminationSignals::~TerminationSignals() = default;

#endif

}  // namespace nightjar
