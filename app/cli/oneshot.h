// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QTimer>

#include "cli/arguments.h"
#include "cli/json.h"
#include "cli/session.h"
#include "runtime/landiscovery.h"

namespace nightjar::cli {

/// One command over an open session, with its outcome in words or, with --json, as one object a line.
class OneShot : public QObject {
    Q_OBJECT

public:
    OneShot(const Arguments& arguments, Session& session, QObject* parent = nullptr);

    /// Whether there is such a command.
    [[nodiscard]] static bool knows(const QString& command);
    /// What is wrong with the operands or --wait, in a sentence; empty when nothing is.
    [[nodiscard]] static QString problemWith(const Arguments& arguments);

    void start();
    /// An interruption: `listen` ends well, the others do not.
    void interrupt();

Q_SIGNALS:
    void finished(int exitCode);

private:
    using Handler = std::function<void(const Event& answer)>;

    void ask(Command command, Handler then);
    [[nodiscard]] RequestId request() { return m_session.node().newRequest(); }
    void takeEvent(const Event& event);

    void status();
    void contacts();
    void invite();
    void invitations();
    void revoke();
    void publish();
    void addresses();
    void unpublish();
    void accept();
    void send();
    void sendTo(ContactId contact);
    void sendFile();
    void files();
    void save();
    void move();
    void storage();
    void compact();
    void backup();
    void sendLocation();
    void sendCard();
    void meter();
    void setCap();
    /// The command has made this message: goes on until it is as far as is wanted.
    void awaitMessage(const Event& answer);
    /// Finds the contact that an operand names, by name or id, and goes on with it.
    void withContact(const QString& operand, std::function<void(ContactId)> then);
    /// The message that an operand names; fails when it is no id.
    [[nodiscard]] std::optional<MessageId> messageOperand();
    void listen();
    void tell(const Notification& news);

    /// Waits until the server has what is in the outbox, or the patience is over.
    void untilSent(std::function<void()> then);
    /// Until the newest public address has some invitations in stock, or a while has passed.
    void untilStocked(std::function<void()> then);
    void noteMessageState(MessageState state, ErrorCode reason);
    void say(const QString& words, const QJsonObject& object);
    void finish(int exitCode);
    void fail(const Failure& failure);

    Arguments m_arguments;
    Session& m_session;
    RequestId m_asked = 0;
    Handler m_then;
    QTimer m_patience;
    QTimer m_poll;
    std::optional<Message> m_message;  ///< the one that was sent
    bool m_listening = false;
    std::vector<Notification> m_early;  ///< what happened before "ready" was said
    bool m_finished = false;
};

/// `find`: the servers on the local network; needs no session.
class HubSearch : public QObject {
    Q_OBJECT

public:
    explicit HubSearch(const Arguments& arguments, QObject* parent = nullptr);
    void start();

Q_SIGNALS:
    void finished(int exitCode);

private:
    Arguments m_arguments;
    LanDiscovery m_discovery;
    int m_count = 0;
};

}  // namespace nightjar::cli
