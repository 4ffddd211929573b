// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "cli/program.h"

#include <QCoreApplication>

#include "cli/json.h"
#include "cli/oneshot.h"
#include "cli/rpcserver.h"
#include "cli/terminal.h"
#include "runtime/hubaddress.h"

namespace nightjar::cli {

namespace {

void leaveWith(int exitCode) {
    QCoreApplication::exit(exitCode);
}

}  // namespace

Program::Program(const QStringList& words) : m_parsed(parseArguments(words)) {
}

Program::~Program() = default;

int Program::run() {
    if (!m_parsed) {
        return refuse(m_parsed.error());
    }
    m_arguments = *m_parsed;
    if (m_arguments.help) {
        print(usage().toUtf8());
        return 0;
    }
    if (m_arguments.version) {
        print("nightjar-cli " NIGHTJAR_VERSION "\n");
        return 0;
    }
    const auto& command = m_arguments.command;
    if (command == QLatin1String("find") && m_arguments.operands.isEmpty()) {
        HubSearch search(m_arguments);
        connect(&search, &HubSearch::finished, this, leaveWith);
        search.start();
        return QCoreApplication::exec();
    }
    const bool isInit = command == QLatin1String("init");
    const bool isRestore = command == QLatin1String("restore");
    const bool isRpc = command == QLatin1String("rpc");
    const bool isHide = command == QLatin1String("hide");
    const bool isDeleteHidden = command == QLatin1String("delete-hidden");
    const bool opensNothing = isHide || isDeleteHidden;
    if (command.isEmpty()) {
        return refuse(QStringLiteral("No command was given."));
    }
    if (!isInit && !isRestore && !isRpc && !opensNothing && !OneShot::knows(command)) {
        return refuse(QStringLiteral("There is no command \"%1\".").arg(command));
    }
    if (m_arguments.profile.isEmpty()) {
        return refuse(QStringLiteral("--profile is missing."));
    }
    if (isInit || isRpc || opensNothing) {
        if (!m_arguments.operands.isEmpty()) {
            return refuse(QStringLiteral("%1 takes no operands.").arg(command));
        }
    } else if (isRestore) {
        if (m_arguments.operands.size() != 1) {
            return refuse(QStringLiteral("restore takes the path of a backup."));
        }
    } else if (const auto problem = OneShot::problemWith(m_arguments); !problem.isEmpty()) {
        return refuse(problem);
    }
    if (isInit) {
        // Before anything is made: a profile must not exist by half.
        if (static_cast<std::size_t>(m_arguments.name.toUtf8().size()) > maxNameBytes) {
            return refuse(QStringLiteral("--name is too long: at most %1 bytes.").arg(maxNameBytes));
        }
        if (!m_arguments.hub.isEmpty() && !isHubAddress(m_arguments.hub.toStdString())) {
            return complain(failureOf(ErrorCode::MalformedHubAddress));
        }
    }
    if ((isInit || isRpc || opensNothing) && !m_arguments.identity.isEmpty()) {
        return refuse(QStringLiteral("%1 takes no --identity.").arg(command));
    }
    m_session = std::make_unique<Session>(m_arguments.profile);
    m_session->choose(m_arguments.identity);
    connect(m_session.get(), &Session::failed, this, [](const Failure& failure) { leaveWith(complain(failure)); });
    connect(m_session.get(), &Session::opened, this,
            isInit      ? &Program::configure
            : isRestore ? &Program::restored
            : isRpc     ? &Program::rpc
                        : &Program::oneShot);
    connect(m_session.get(), &Session::hiddenDone, this, &Program::hiddenDone);
    if (isHide) {
        m_session->hide(m_arguments);
    } else if (isDeleteHidden) {
        m_session->deleteHidden(m_arguments);
    } else if (isRestore) {
        m_session->restore(m_arguments);
    } else if (isInit) {
        m_session->create(m_arguments);
    } else {
        m_session->unlock(m_arguments.pinFd);
    }
    const int exitCode = QCoreApplication::exec();
    m_session->close();
    return exitCode;
}

void Program::configure() {
    auto& node = m_session->node();
    // Answered in order: the last one ends it.
    const auto name = node.newRequest();
    const auto hub = m_arguments.hub.isEmpty() ? name : node.newRequest();
    connect(&node, &Messenger::event, this, [this, hub](const Event& event) {
        if (const auto* failed = std::get_if<CommandFailed>(&event)) {
            leaveWith(complain(failureOf(failed->code)));
        } else if (requestOf(event) == hub) {
            const auto words = QStringLiteral("The profile is made: %1\n").arg(m_arguments.profile);
            print(m_arguments.json ? toLine({{QStringLiteral("profile"), m_arguments.profile},
                                             {QStringLiteral("name"), m_arguments.name},
                                             {QStringLiteral("hub"), m_arguments.hub}})
                                   : words.toUtf8());
            leaveWith(0);
        }
    });
    node.post(SetName{name, m_arguments.name.toStdString()});
    if (hub != name) {
        node.post(SetHub{hub, m_arguments.hub.toStdString()});
    }
}

void Program::restored() {
    const auto words = QStringLiteral("The profile is made: %1\n").arg(m_arguments.profile);
    print(m_arguments.json ? toLine({{QStringLiteral("profile"), m_arguments.profile}}) : words.toUtf8());
    leaveWith(0);
}

void Program::hiddenDone() {
    const auto words = m_arguments.command == QLatin1String("hide")
                           ? QStringLiteral("The hidden identity is made. Its PIN opens it.\n")
                           : QStringLiteral("The hidden identity is destroyed.\n");
    print(m_arguments.json ? toLine({}) : words.toUtf8());
    leaveWith(0);
}

void Program::rpc() {
    auto* server = new RpcServer(*m_session, this);
    disconnect(m_session.get(), &Session::failed, this, nullptr);  // the server tells now
    connect(server, &RpcServer::finished, this, leaveWith);
    connect(new Interruption(this), &Interruption::requested, server, &RpcServer::close);
    server->start();
}

void Program::oneShot() {
    auto* work = new OneShot(m_arguments, *m_session, this);
    connect(work, &OneShot::finished, this, leaveWith);
    connect(new Interruption(this), &Interruption::requested, work, &OneShot::interrupt);
    work->start();
}

int Program::refuse(const QString& sentence) {
    complain(sentence.toStdString() + " See nightjar-cli --help.");
    return static_cast<int>(ExitCode::Usage);
}

}  // namespace nightjar::cli
