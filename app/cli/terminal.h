// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QByteArray>
#include <QObject>
#include <functional>
#include <memory>

#include "cli/exitcode.h"

class QSocketNotifier;

namespace nightjar::cli {

/// Writes to standard output and flushes; false when nobody reads any more.
bool print(const QByteArray& bytes);
/// One sentence on standard error.
void complain(const std::string& sentence);
/// The same, and what the program is to end with.
[[nodiscard]] int complain(const Failure& failure);

/// Standard input as it comes, without blocking the event loop.
class StandardInput : public QObject {
    Q_OBJECT

public:
    explicit StandardInput(QObject* parent = nullptr);

Q_SIGNALS:
    void received(const QByteArray& bytes);
    void closed();

private:
    void take();
    QSocketNotifier* m_notifier;
};

/// SIGINT, SIGTERM and SIGHUP as a signal of Qt, so that the program ends in order. One object at a time.
class Interruption : public QObject {
    Q_OBJECT

public:
    explicit Interruption(QObject* parent = nullptr);
    ~Interruption() override;

Q_SIGNALS:
    void requested();
};

}  // namespace nightjar::cli
