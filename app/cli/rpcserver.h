// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QTimer>
#include <map>

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

/// JSON-RPC 2.0, one object a line, over an open session: docs/cli.md. A request is about the outer identity, or about
/// one within that its parameter "identity" names; so are notifications. States: serving; closing (the input is over or
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
    void listenTo(const ContainerId& identity, Messenger& messenger);
    void takeEvent(const ContainerId& identity, const Event& event);
    void noteCalls(const ContainerId& identity, const Event& event);
    /// The messenger goes: what it owes is not answered any more.
    void forget(const ContainerId& identity);
    /// Of the outer identity for the null id; null when it is not open.
    [[nodiscard]] Messenger* messengerOf(const ContainerId& identity) const;

    [[nodiscard]] static OwnMethod findOwnMethod(const QString& name);
    void startCall(const AnswerId& id, Params& params);
    void acceptCall(const AnswerId& id, Params& params);
    void muteCall(const AnswerId& id, Params& params);
    void talk(const AnswerId& id, Params& params);
    void markRead(const AnswerId& id, Params& params);
    void setTyping(const AnswerId& id, Params& params);
    void findHubs(const AnswerId& id, Params& params);
    void wipe(const AnswerId& id, Params& params);
    // rpcidentities.cpp
    void listIdentities(const AnswerId& id, Params& params);
    void createIdentity(const AnswerId& id, Params& params);
    void changeIdentity(const AnswerId& id, Params& params);
    void openIdentity(const AnswerId& id, Params& params);
    void closeIdentity(const AnswerId& id, Params& params);
    void deleteIdentity(const AnswerId& id, Params& params);
    void hideIdentity(const AnswerId& id, Params& params);
    void deleteHidden(const AnswerId& id, Params& params);
    /// Whether the vault is busy with another request; that is the answer then.
    bool refuseWhileAsking(const AnswerId& id);
    void refuse(const AnswerId& id, const VaultProblem& problem);
    void refuseAllOwed();
    void lockChat(const AnswerId& id, Params& params);
    void unlockChat(const AnswerId& id, Params& params);
    void openChat(const AnswerId& id, Params& params);
    void closeChat(const AnswerId& id, Params& params);
    void createSecret(const AnswerId& id, Params& params);
    void joinSecret(const AnswerId& id, Params& params);
    void listSecrets(const AnswerId& id, Params& params);
    /// What the household answers: the container in full, or why not.
    [[nodiscard]] Household::Done householdAnswer(const AnswerId& id);
    [[nodiscard]] QJsonObject described(const ContainerInfo& info) const;
    /// False, and the refusal is on its way, when the parameters are wrong or the files are.
    bool prepareFiles(const AnswerId& id, Params& params, bool useThem);

    void post(const AnswerId& id, const ContainerId& identity, const std::function<Command(RequestId)>& command);
    void answer(const AnswerId& id, const QJsonObject& result);
    void refuse(const AnswerId& id, RpcError code, const QString& message, const QString& name = {},
                Duration retryAfter = {});
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
    using Asked = std::pair<ContainerId, RequestId>;
    std::map<Asked, AnswerId> m_owed;
    int m_household = 0;                    ///< answers that the household owes
    ContainerId m_target;                   ///< whom the request under way is about
    std::map<CallId, ContainerId> m_calls;  ///< that have not ended
    std::optional<Asked> m_callRequest;     ///< a call that is being started or accepted
    QTimer m_lastChance;
    bool m_ready = false;
    bool m_closing = false;
    bool m_finished = false;
};

}  // namespace nightjar::cli
