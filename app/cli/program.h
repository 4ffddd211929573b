// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QObject>
#include <memory>

#include "cli/arguments.h"
#include "cli/session.h"

namespace nightjar::cli {

/// One run of nightjar-cli: from the command line to the exit code.
class Program : public QObject {
    Q_OBJECT

public:
    explicit Program(const QStringList& words);
    ~Program() override;

    [[nodiscard]] int run();

private:
    void configure();
    void restored();
    void hiddenDone();
    void rpc();
    void oneShot();
    [[nodiscard]] int refuse(const QString& sentence);

    Result<Arguments, QString> m_parsed;
    Arguments m_arguments;
    std::unique_ptr<Session> m_session;
};

}  // namespace nightjar::cli
