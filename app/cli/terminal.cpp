// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "cli/terminal.h"

#include <unistd.h>

#include <QSocketNotifier>
#include <cerrno>
#include <csignal>
#include <cstdio>

namespace nightjar::cli {

namespace {

constexpr int signalsHeard[]{SIGINT, SIGTERM, SIGHUP};
// A signal handler can reach nothing else.
int interruptionPipe[2]{-1, -1};

void onSignal(int) {
    const int before = errno;
    (void)!::write(interruptionPipe[1], "x", 1);
    errno = before;
}

}  // namespace

bool print(const QByteArray& bytes) {
    return std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stdout) ==
               static_cast<std::size_t>(bytes.size()) &&
           std::fflush(stdout) == 0;
}

void complain(const std::string& sentence) {
    std::fprintf(stderr, "nightjar-cli: %s\n", sentence.c_str());
}

int complain(const Failure& failure) {
    complain(failure.sentence);
    return static_cast<int>(failure.code);
}

StandardInput::StandardInput(QObject* parent)
    : QObject(parent), m_notifier(new QSocketNotifier(STDIN_FILENO, QSocketNotifier::Read, this)) {
    connect(m_notifier, &QSocketNotifier::activated, this, &StandardInput::take);
}

void StandardInput::take() {
    QByteArray bytes(65536, Qt::Uninitialized);
    const auto got = ::read(STDIN_FILENO, bytes.data(), static_cast<std::size_t>(bytes.size()));
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) {
        return;
    }
    if (got <= 0) {
        m_notifier->setEnabled(false);
        Q_EMIT closed();
        return;
    }
    bytes.truncate(got);
    Q_EMIT received(bytes);
}

Interruption::Interruption(QObject* parent) : QObject(parent) {
    if (::pipe(interruptionPipe) != 0) {
        return;
    }
    auto* notifier = new QSocketNotifier(interruptionPipe[0], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this, notifier] {
        notifier->setEnabled(false);
        Q_EMIT requested();
    });
    for (const int number : signalsHeard) {
        std::signal(number, onSignal);
    }
}

Interruption::~Interruption() {
    for (const int number : signalsHeard) {
        std::signal(number, SIG_DFL);
    }
    ::close(interruptionPipe[0]);
    ::close(interruptionPipe[1]);
}

}  // namespace nightjar::cli
