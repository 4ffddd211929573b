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
    auto& household = m_session.household();
    connect(&household, &Household::outerOpened, this, [this](Messenger* messenger) { listenTo({}, *messenger); });
    connect(&household, &Household::outerClosing, this, [this] { forget({}); });
    connect(&household, &Household::opened, this, [this](const ContainerInfo& info, Messenger* messenger) {
        listenTo(info.id, *messenger);
        notify(key("identity.opened"), described(info));
    });
    connect(&household, &Household::closing, this, &RpcServer::forget);
    connect(&household, &Household::closed, this, [this](const ContainerId& identity) {
        notify(key("identity.closed"), {{key("id"), toQString(identity.toString())}});
    });
    listenTo({}, m_session.node());
    for (const auto& one : household.containers()) {
        if (auto* const messenger = household.find(one.id)) {
            listenTo(one.id, *messenger);
        }
    }
    m_hello = m_session.node().newRequest();
    m_session.node().post(GetStatus{m_hello});
}

void RpcServer::listenTo(const ContainerId& identity, Messenger& messenger) {
    connect(&messenger, &Messenger::event, this, [this, identity](const Event& event) { takeEvent(identity, event); });
}

void RpcServer::forget(const ContainerId& identity) {
    std::erase_if(m_calls, [&](const auto& one) { return one.second == identity; });
    if (m_callRequest && m_callRequest->first == identity) {
        m_callRequest.reset();
    }
    for (auto at = m_owed.begin(); at != m_owed.end();) {
        if (at->first.first == identity) {
            refuse(at->second, RpcError::Refused, key("The identity was closed."), key("closing"));
            at = m_owed.erase(at);
        } else {
            ++at;
        }
    }
    finishIfDone();
}

Messenger* RpcServer::messengerOf(const ContainerId& identity) const {
    auto& household = m_session.household();
    return identity.isNull() ? household.outer() : household.find(identity);
}

void RpcServer::close() {
    if (std::exchange(m_closing, true) || m_finished) {
        return;
    }
    m_lastChance.start(closingPatience);
    for (const auto& [call, identity] : m_calls) {
        post(QJsonValue::Undefined, identity, [id = call](RequestId request) { return EndCall{request, id}; });
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
    m_target = params.optionalId<ContainerId>("identity").value_or(ContainerId{});
    if (refuseWrongParams(id, params)) {
        return;
    }
    if (!messengerOf(m_target) && !method.startsWith(QLatin1String("identity."))) {
        const auto why = m_target.isNull() ? QString() : toQString(errorName(ErrorCode::UnknownContainer));
        refuse(id, RpcError::Refused, toQString(errorSentence(ErrorCode::UnknownContainer)),
               why.isEmpty() ? key("closing") : why);
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
    auto& messenger = *messengerOf(m_target);
    const auto request = messenger.newRequest();
    auto command = known->command(params, request);
    if (!refuseWrongParams(id, params)) {
        m_owed.emplace(Asked{m_target, request}, id);
        messenger.post(std::move(command));
    }
}

RpcServer::OwnMethod RpcServer::findOwnMethod(const QString& name) {
    static const std::map<QString, OwnMethod> methods{
        {key("call.start"), &RpcServer::startCall},
        {key("call.accept"), &RpcServer::acceptCall},
        {key("call.mute"), &RpcServer::muteCall},
        {key("call.talk"), &RpcServer::talk},
        {key("message.markRead"), &RpcServer::markRead},
        {key("contact.typing"), &RpcServer::setTyping},
        {key("hub.find"), &RpcServer::findHubs},
        {key("wipe"), &RpcServer::wipe},
        {key("identity.list"), &RpcServer::listIdentities},
        {key("identity.create"), &RpcServer::createIdentity},
        {key("identity.change"), &RpcServer::changeIdentity},
        {key("identity.open"), &RpcServer::openIdentity},
        {key("identity.close"), &RpcServer::closeIdentity},
        {key("identity.delete"), &RpcServer::deleteIdentity},
        {key("identity.hide"), &RpcServer::hideIdentity},
        {key("identity.deleteHidden"), &RpcServer::deleteHidden},
        {key("chat.lock"), &RpcServer::lockChat},
        {key("chat.unlock"), &RpcServer::unlockChat},
        {key("chat.open"), &RpcServer::openChat},
        {key("chat.close"), &RpcServer::closeChat},
        {key("secret.create"), &RpcServer::createSecret},
        {key("secret.join"), &RpcServer::joinSecret},
        {key("secret.list"), &RpcServer::listSecrets},
        {key("secret.end"), &RpcServer::deleteIdentity},
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
    const bool anyway = params.optionalFlag("anyway");
    const bool free = m_calls.empty() && !m_callRequest;
    if (prepareFiles(id, params, free)) {
        post(id, m_target, [&](RequestId request) {
            if (free) {
                m_callRequest = Asked{m_target, request};
            }
            return StartCall{request, contact, anyway};
        });
    }
}

void RpcServer::acceptCall(const AnswerId& id, Params& params) {
    const auto call = params.call();
    const bool free = !m_callRequest && m_calls.size() == 1 && m_calls.contains(call);
    if (prepareFiles(id, params, free)) {
        post(id, m_target, [&](RequestId request) {
            if (free) {
                m_callRequest = Asked{m_target, request};
            }
            return AcceptCall{request, call};
        });
    }
}

void RpcServer::muteCall(const AnswerId& id, Params& params) {
    const auto call = params.call();
    const bool muted = params.optionalFlag("muted");
    if (!refuseWrongParams(id, params)) {
        messengerOf(m_target)->post(MuteCall{call, muted});
        answer(id, {});
    }
}

void RpcServer::talk(const AnswerId& id, Params& params) {
    const auto call = params.call();
    const bool down = params.flag("down");
    if (!refuseWrongParams(id, params)) {
        messengerOf(m_target)->post(PressToTalk{call, down});
        answer(id, {});
    }
}

void RpcServer::markRead(const AnswerId& id, Params& params) {
    const auto contact = params.contact();
    if (!refuseWrongParams(id, params)) {
        messengerOf(m_target)->post(MarkRead{contact});
        answer(id, {});
    }
}

void RpcServer::setTyping(const AnswerId& id, Params& params) {
    const auto contact = params.contact();
    const bool typing = params.flag("typing");
    if (!refuseWrongParams(id, params)) {
        messengerOf(m_target)->post(SetTyping{contact, typing});
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
    refuseAllOwed();
    m_session.wipe();
}

void RpcServer::refuseAllOwed() {
    for (const auto& [asked, waiting] : std::exchange(m_owed, {})) {
        refuse(waiting, RpcError::Refused, key("The profile is being destroyed."), key("closing"));
    }
}

void RpcServer::takeEvent(const ContainerId& identity, const Event& event) {
    noteCalls(identity, event);
    if (const auto request = requestOf(event)) {
        if (identity.isNull() && *request == m_hello && !m_ready) {
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
        const auto owed = m_owed.find(Asked{identity, *request});
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
    } else if (auto news = notificationOf(event)) {
        if (!identity.isNull()) {
            news->params[key("identity")] = toQString(identity.toString());
        }
        notify(news->method, news->params);
    }
    finishIfDone();
}

void RpcServer::noteCalls(const ContainerId& identity, const Event& event) {
    if (const auto* incoming = std::get_if<CallIncoming>(&event)) {
        m_calls.emplace(incoming->call, identity);
    } else if (const auto* started = std::get_if<CallAnswer>(&event)) {
        m_calls.emplace(started->call, identity);
    } else if (const auto* changed = std::get_if<CallStateChanged>(&event)) {
        if (changed->state == CallState::Ended) {
            m_calls.erase(changed->call);
        } else {
            m_calls.emplace(changed->call, identity);
        }
    }
    if (const auto request = requestOf(event); request && Asked{identity, *request} == m_callRequest) {
        m_callRequest.reset();
    }
}

void RpcServer::post(const AnswerId& id, const ContainerId& identity,
                     const std::function<Command(RequestId)>& command) {
    if (auto* const messenger = messengerOf(identity)) {
        const auto request = messenger->newRequest();
        m_owed.emplace(Asked{identity, request}, id);
        messenger->post(command(request));
    }
}

void RpcServer::answer(const AnswerId& id, const QJsonObject& result) {
    if (!id.isUndefined()) {
        write({{key("jsonrpc"), key("2.0")}, {key("id"), id}, {key("result"), result}});
    }
}

void RpcServer::refuse(const AnswerId& id, RpcError code, const QString& message, const QString& name,
                       Duration retryAfter) {
    if (id.isUndefined()) {
        return;
    }
    QJsonObject error{{key("code"), static_cast<int>(code)}, {key("message"), message}};
    if (!name.isEmpty()) {
        QJsonObject data{{key("code"), name}};
        if (retryAfter > Duration::zero()) {
            data[key("retryAfter")] = static_cast<qint64>(toMs(retryAfter));
        }
        error[key("data")] = data;
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
    if (!m_ready) {
        m_early.push_back({method, params});
        return;
    }
    write({{key("jsonrpc"), key("2.0")}, {key("method"), method}, {key("params"), params}});
}

void RpcServer::write(const QJsonObject& object) {
    if (!m_finished && !print(toLine(object))) {
        finish(static_cast<int>(ExitCode::Done));  // nobody listens any more: as if the input had closed
    }
}

void RpcServer::finishIfDone() {
    if (m_closing && m_owed.empty() && m_household == 0 && !m_hubSearch && !m_wipe) {
        finish(static_cast<int>(ExitCode::Done));
    }
}

void RpcServer::finish(int exitCode) {
    if (!std::exchange(m_finished, true)) {
        Q_EMIT finished(exitCode);
    }
}

}  // namespace nightjar::cli
