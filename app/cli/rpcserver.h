// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QTimer>
#include <set>
#include <unordered_map>

#include "cli/json.h"
#include "cli/linesplitter.h"
#include "cli/params.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "runtime/landiscovery.h"

namespace nightjar::cli {

/// Errors that JSON-RPC 2.0 numbers itself, and the one number for what the messenger says no to (its name is in
/// error.data.code).
enum class RpcError {
    Parse = -32700,
    InvalidRequest = -32600,
    UnknownMethod = -32601,
    InvalidParams = -32602,
    Refused = -32000,
};

/// JSON-RPC 2.0, one object a line, over an open session: docs/cli.md. States: serving; closing (the input is over or
/// an interruption came: calls end, answers that are owed are given); finished.
class RpcServer : public QObject {
    Q_OBJECT

public:
    explicit RpcServer(Session& session, QObject* parent = nullptr);

    /// Says ready as soon as the engine answers, and reads from then on.
    void start();
    /// Ends calls, waits for what is owed, then finished().
    void close();

Q_SIGNALS:
    void finished(int exitCode);

private:
    /// Where an answer goes; undefined: nobody waits for it.
    using AnswerId = QJsonValue;
    using OwnMethod = void (RpcServer::*)(const AnswerId& id, Params& params);

    void takeLine(const QByteArray& line);
    void takeRequest(const QJsonObject& request);
    void perform(const QString& method, const AnswerId& id, Params& params);
    void takeEvent(const Event& event);
    void noteCalls(const Event& event);

    [[nodiscard]] static OwnMethod findOwnMethod(const QString& name);
    void startCall(const AnswerId& id, Params& params);
    void acceptCall(const AnswerId& id, Params& params);
    void muteCall(const AnswerId& id, Params& params);
    void talk(const AnswerId& id, Params& params);
    void markRead(const AnswerId& id, Params& params);
    void setTyping(const AnswerId& id, Params& params);
    void findHubs(const AnswerId& id, Params& params);
    void wipe(const AnswerId& id, Params& params);
    /// False, and the refusal is on its way, when the parameters are wrong or the files are.
    bool prepareFiles(const AnswerId& id, Params& params, bool useThem);

    void post(const AnswerId& id, const std::function<Command(RequestId)>& command);
    void answer(const AnswerId& id, const QJsonObject& result);
    void refuse(const AnswerId& id, RpcError code, const QString& message, const QString& name = {});
    bool refuseWrongParams(const AnswerId& id, const Params& params);
    void notify(const QString& method, const QJsonObject& params);
    void write(const QJsonObject& object);
    void finishIfDone();
    void finish(int exitCode);

    Session& m_session;
    LineSplitter m_lines;
    StandardInput* m_input = nullptr;
    LanDiscovery m_discovery;
    QJsonArray m_foundHubs;
    std::optional<AnswerId> m_hubSearch;
    std::optional<AnswerId> m_wipe;
    RequestId m_hello = 0;
    std::vector<Notification> m_early;  ///< what happened before "ready" was said
    std::unordered_map<RequestId, AnswerId> m_owed;
    std::set<CallId> m_calls;                ///< that have not ended
    std::optional<RequestId> m_callRequest;  ///< a call that is being started or accepted
    QTimer m_lastChance;
    bool m_ready = false;
    bool m_closing = false;
    bool m_finished = false;
};

}  // namespace nightjar::cli
