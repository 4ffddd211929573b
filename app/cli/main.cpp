// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QCoreApplication>
#include <QLoggingCategory>
#include <csignal>

#include "cli/program.h"
#include "runtime/hardening.h"

int main(int argc, char** argv) {
    nightjar::hardenProcess();
    std::signal(SIGPIPE, SIG_IGN);  // whoever reads may go: print() tells
    // Standard error is for sentences; QT_LOGGING_RULES="nightjar.*=true" brings the log back.
    QLoggingCategory::setFilterRules(QStringLiteral("nightjar.*=false"));
    const QCoreApplication application(argc, argv);
    return nightjar::cli::Program(QCoreApplication::arguments().mid(1)).run();
}
