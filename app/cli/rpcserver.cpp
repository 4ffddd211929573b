// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "cli/rpcserver.h"

#include <QJsonDocument>

#include "cli/methods.h"

namespace nightjar::cli {

namespace {

// After the input closed: long enough for a server that does not answer to be called unreachable.
constexpr auto closingPatience = std::chrono::seconds(60);
constexpr double usualSearchSeconds = 3;
constexpr double longestSearchSeconds = 30;

QString key(const char* name) {
    return QString::fromLatin1(name);
}

/// JSON-RPC 2.0 section 4: a string, a number or null.
bool mayBeId(const QJsonValue& value) {
    return value.isString() || value.isDouble() || value.isNull();
}

}  // namespace

RpcServer::RpcServer(Session& session, QObject* parent)
    : QObject(parent),
      m_session(session),
      m_lines([this](const QByteArray& line) { takeLine(line); },
              [this] { refuse(QJsonValue::Null, RpcError::Parse, key("The line is longer than 1 MiB.")); }) {
    m_lastChance.setSingleShot(true);
    connect(&m_lastChance, &QTimer::timeout, this, [this] { finish(static_cast<int>(ExitCode::TimedOut)); });
    connect(&m_discovery, &LanDiscovery::found, this, [this](const QString& address) { m_foundHubs.append(address); });
    connect(&m_discovery, &LanDiscovery::finished, this, [this] {
        answer(*std::exchange(m_hubSearch, std::nullopt), {{key("hubs"), std::exchange(m_foundHubs, {})}});
        finishIfDone();
    });
    connect(&m_session, &Session::wiped, this, [this] {
        answer(m_wipe.value_or(QJsonValue::Undefined), {});
        finish(static_cast<int>(ExitCode::Done));
    });
    connect(&m_session, &Session::failed, this, [this](const Failure& failure) {
        refuse(m_wipe.value_or(QJsonValue::Undefined), RpcError::Refused, toQString(failure.sentence),
               toQString(failure.name));
        finish(static_cast<int>(failure.code));
    });
}

void RpcServer::start() {
    connect(&m_session.node(), &Messenger::event, this, &RpcServer::takeEvent);
    m_hello = m_session.node().newRequest();
    m_session.node().post(GetStatus{m_hello});
}

void RpcServer::close() {
    if (std::exchange(m_closing, true) || m_finished) {
        return;
    }
    m_lastChance.start(closingPatience);
    for (const auto& call : m_calls) {
        post(QJsonValue::Undefined, [&call](RequestId request) { return EndCall{request, call}; });
    }
    finishIfDone();
}

void RpcServer::takeLine(const QByteArray& line) {
    if (line.trimmed().isEmpty()) {
        return;
    }
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(line, &error);
    if (error.error != QJsonParseError::NoError) {
        refuse(QJsonValue::Null, RpcError::Parse, key("This line is not JSON: %1.").arg(error.errorString()));
    } else if (!document.isObject()) {
        refuse(QJsonValue::Null, RpcError::InvalidRequest, key("A request is one JSON object."));
    } else {
        takeRequest(document.object());
    }
}

void RpcServer::takeRequest(const QJsonObject& request) {
    const auto id = request[key("id")];
    const auto method = request[key("method")];
    const auto params = request[key("params")];
    if (!id.isUndefined() && !mayBeId(id)) {
        refuse(QJsonValue::Null, RpcError::InvalidRequest, key("\"id\" must be a text, a number or null."));
        return;
    }
    if (request[key("jsonrpc")].toString() != QLatin1String("2.0") || !method.isString()) {
        refuse(id.isUndefined() ? QJsonValue(QJsonValue::Null) : id, RpcError::InvalidRequest,
               key("A request has \"jsonrpc\": \"2.0\" and a \"method\"."));
        return;
    }
    if (!params.isUndefined() && !params.isObject()) {
        refuse(id, RpcError::InvalidParams, key("\"params\" must be an object."));
        return;
    }
    Params read(params.toObject());
    perform(method.toString(), id, read);
}

void RpcServer::perform(const QString& method, const AnswerId& id, Params& params) {
    if (m_wipe) {
        refuse(id, RpcError::Refused, key("The profile is being destroyed."), key("closing"));
        return;
    }
    if (const auto own = findOwnMethod(method)) {
        (this->*own)(id, params);
        return;
    }
    const auto* known = findMethod(method);
    if (!known) {
        refuse(id, RpcError::UnknownMethod, key("There is no method \"%1\".").arg(method));
        return;
    }
    const auto request = m_session.node().newRequest();
    auto command = known->command(params, request);
    if (!refuseWrongParams(id, params)) {
        m_owed.emplace(request, id);
        m_session.node().post(std::move(command));
    }
}

RpcServer::OwnMethod RpcServer::findOwnMethod(const QString& name) {
    static const std::map<QString, OwnMethod> methods{
        {key("call.start"), &RpcServer::startCall},      {key("call.accept"), &RpcServer::acceptCall},
        {key("call.mute"), &RpcServer::muteCall},        {key("call.talk"), &RpcServer::talk},
        {key("message.markRead"), &RpcServer::markRead}, {key("contact.typing"), &RpcServer::setTyping},
        {key("hub.find"), &RpcServer::findHubs},         {key("wipe"), &RpcServer::wipe},
    };
    const auto found = methods.find(name);
    return found == methods.end() ? nullptr : found->second;
}

bool RpcServer::prepareFiles(const AnswerId& id, Params& params, bool useThem) {
    const auto in = params.optionalText("in");
    const auto out = params.optionalText("out");
    if (refuseWrongParams(id, params)) {
        return false;
    }
    if (!useThem) {
        return true;  // another call has the sound; the engine will say so
    }
    const auto ready = m_session.audio().setFiles(in, out);
    if (!ready) {
        refuse(id, RpcError::Refused, toQString(ready.error()), toQString(errorName(ErrorCode::BadArgument)));
    }
    return ready.has_value();
}

void RpcServer::startCall(const AnswerId& id, Params& params) {
    const auto contact = params.contact();
    const bool free = m_calls.empty() && !m_callRequest;
    if (prepareFiles(id, params, free)) {
        post(id, [&](RequestId request) {
            if (free) {
                m_callRequest = request;
            }
            return StartCall{request, contact};
        });
    }
}

void RpcServer::acceptCall(const AnswerId& id, Params& params) {
    const auto call = params.call();
    const bool free = !m_callRequest && m_calls.size() == 1 && m_calls.contains(call);
    if (prepareFiles(id, params, free)) {
        post(id, [&](RequestId request) {
            if (free) {
                m_callRequest = request;
            }
            return AcceptCall{request, call};
        });
    }
}

void RpcServer::muteCall(const AnswerId& id, Params& params) {
    const auto call = params.call();
    const bool muted = params.optionalFlag("muted");
    if (!refuseWrongParams(id, params)) {
        m_session.node().post(MuteCall{call, muted});
        answer(id, {});
    }
}

void RpcServer::talk(const AnswerId& id, Params& params) {
    const auto call = params.call();
    const bool down = params.flag("down");
    if (!refuseWrongParams(id, params)) {
        m_session.node().post(PressToTalk{call, down});
        answer(id, {});
    }
}

void RpcServer::markRead(const AnswerId& id, Params& params) {
    const auto contact = params.contact();
    if (!refuseWrongParams(id, params)) {
        m_session.node().post(MarkRead{contact});
        answer(id, {});
    }
}

void RpcServer::setTyping(const AnswerId& id, Params& params) {
    const auto contact = params.contact();
    const bool typing = params.flag("typing");
    if (!refuseWrongParams(id, params)) {
        m_session.node().post(SetTyping{contact, typing});
        answer(id, {});
    }
}

void RpcServer::findHubs(const AnswerId& id, Params& params) {
    const auto seconds = params.optionalNumber("seconds").value_or(usualSearchSeconds);
    if (refuseWrongParams(id, params)) {
        return;
    }
    if (m_hubSearch) {
        refuse(id, RpcError::Refused, key("A search is under way."), toQString(errorName(ErrorCode::BadArgument)));
        return;
    }
    m_hubSearch = id;
    const auto patience = std::clamp(seconds, 0.1, longestSearchSeconds);
    m_discovery.start(std::chrono::milliseconds(std::lround(patience * 1000)));
}

void RpcServer::wipe(const AnswerId& id, Params&) {
    m_wipe = id;
    for (const auto& [request, waiting] : std::exchange(m_owed, {})) {
        refuse(waiting, RpcError::Refused, key("The profile is being destroyed."), key("closing"));
    }
    m_session.wipe();
}

void RpcServer::takeEvent(const Event& event) {
    noteCalls(event);
    if (const auto request = requestOf(event)) {
        if (*request == m_hello && !m_ready) {
            m_ready = true;
            notify(key("ready"), resultOf(event));
            for (const auto& news : std::exchange(m_early, {})) {
                notify(news.method, news.params);
            }
            m_input = new StandardInput(this);
            connect(m_input, &StandardInput::received, this, [this](const QByteArray& bytes) { m_lines.feed(bytes); });
            connect(m_input, &StandardInput::closed, this, [this] {
                m_lines.finish();
                close();
            });
            return;
        }
        const auto owed = m_owed.find(*request);
        if (owed == m_owed.end()) {
            return;
        }
        const auto id = owed->second;
        m_owed.erase(owed);
        if (const auto* failed = std::get_if<CommandFailed>(&event)) {
            refuse(id, RpcError::Refused, toQString(errorSentence(failed->code)), toQString(errorName(failed->code)));
        } else {
            answer(id, resultOf(event));
        }
    } else if (const auto news = notificationOf(event)) {
        if (m_ready) {
            notify(news->method, news->params);
        } else {
            m_early.push_back(*news);
        }
    }
    finishIfDone();
}

void RpcServer::noteCalls(const Event& event) {
    if (const auto* incoming = std::get_if<CallIncoming>(&event)) {
        m_calls.insert(incoming->call);
    } else if (const auto* started = std::get_if<CallAnswer>(&event)) {
        m_calls.insert(started->call);
    } else if (const auto* changed = std::get_if<CallStateChanged>(&event)) {
        if (changed->state == CallState::Ended) {
            m_calls.erase(changed->call);
        } else {
            m_calls.insert(changed->call);
        }
    }
    if (const auto request = requestOf(event); request && request == m_callRequest) {
        m_callRequest.reset();
    }
}

void RpcServer::post(const AnswerId& id, const std::function<Command(RequestId)>& command) {
    const auto request = m_session.node().newRequest();
    m_owed.emplace(request, id);
    m_session.node().post(command(request));
}

void RpcServer::answer(const AnswerId& id, const QJsonObject& result) {
    if (!id.isUndefined()) {
        write({{key("jsonrpc"), key("2.0")}, {key("id"), id}, {key("result"), result}});
    }
}

void RpcServer::refuse(const AnswerId& id, RpcError code, const QString& message, const QString& name) {
    if (id.isUndefined()) {
        return;
    }
    QJsonObject error{{key("code"), static_cast<int>(code)}, {key("message"), message}};
    if (!name.isEmpty()) {
        error[key("data")] = QJsonObject{{key("code"), name}};
    }
    write({{key("jsonrpc"), key("2.0")}, {key("id"), id}, {key("error"), error}});
}

bool RpcServer::refuseWrongParams(const AnswerId& id, const Params& params) {
    if (params.problem().isEmpty()) {
        return false;
    }
    refuse(id, RpcError::InvalidParams, params.problem());
    return true;
}

void RpcServer::notify(const QString& method, const QJsonObject& params) {
    write({{key("jsonrpc"), key("2.0")}, {key("method"), method}, {key("params"), params}});
}

void RpcServer::write(const QJsonObject& object) {
    if (!m_finished && !print(toLine(object))) {
        finish(static_cast<int>(ExitCode::Done));  // nobody listens any more: as if the input had closed
    }
}

void RpcServer::finishIfDone() {
    if (m_closing && m_owed.empty() && !m_hubSearch && !m_wipe) {
        finish(static_cast<int>(ExitCode::Done));
    }
}

void RpcServer::finish(int exitCode) {
    if (!std::exchange(m_finished, true)) {
        Q_EMIT finished(exitCode);
    }
}

}  // namespace nightjar::cli
