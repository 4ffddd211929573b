// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// What RpcServer does with private identities and locked chats.

#include "cli/rpcserver.h"

namespace nightjar::cli {

namespace {

QString key(const char* name) {
    return QString::fromLatin1(name);
}

/// A PIN as it came in a line of JSON; that memory is not ours to erase.
SecretBytes pinIn(Params& params, const char* name = "pin") {
    auto text = params.text(name);
    SecretBytes pin(asBytes(text));
    wipe(text);
    return pin;
}

constexpr double longestOpen = 86400;

}  // namespace

QJsonObject RpcServer::described(const ContainerInfo& info) const {
    QJsonObject out{{key("id"), toQString(info.id.toString())},
                    {key("kind"), toQString(kindName(info.kind))},
                    {key("name"), toQString(info.label)},
                    {key("open"), m_session.household().find(info.id) != nullptr},
                    {key("locked"), info.guarded},
                    {key("opensItself"), info.opensItself},
                    {key("created"), static_cast<qint64>(toUnixMs(info.created))}};
    if (info.ends) {
        out[key("ends")] = static_cast<qint64>(toUnixMs(*info.ends));
    }
    return out;
}

Household::Done RpcServer::householdAnswer(const AnswerId& id) {
    ++m_household;
    return [this, id](const Household::Outcome& outcome) {
        --m_household;
        if (!outcome) {
            const auto failure = failureOf(outcome.error());
            refuse(id, RpcError::Refused, toQString(failure.sentence), toQString(failure.name),
                   outcome.error().retryAfter());
        } else if (const auto* info = m_session.household().info(*outcome)) {
            answer(id, described(*info));
        } else {
            answer(id, {});
        }
        finishIfDone();
    };
}

void RpcServer::listIdentities(const AnswerId& id, Params& params) {
    if (refuseWrongParams(id, params)) {
        return;
    }
    QJsonArray list;
    for (const auto& one : m_session.household().containers()) {
        if (!one.hidden || m_session.household().find(one.id)) {
            list.append(described(one));
        }
    }
    answer(id, {{key("identities"), list}});
}

void RpcServer::createIdentity(const AnswerId& id, Params& params) {
    const auto name = params.text("name");
    const auto hub = params.optionalText("hub");
    if (!refuseWrongParams(id, params)) {
        m_session.household().makeIdentity(name, hub, householdAnswer(id));
    }
}

void RpcServer::changeIdentity(const AnswerId& id, Params& params) {
    const auto container = params.id<ContainerId>("id");
    const auto name = params.optionalText("name");
    const auto opensItself = params.flag("opensItself");
    if (!refuseWrongParams(id, params)) {
        m_session.household().change(container, name.empty() ? std::nullopt : std::optional(name), opensItself,
                                     householdAnswer(id));
    }
}

void RpcServer::openIdentity(const AnswerId& id, Params& params) {
    const auto container = params.id<ContainerId>("id");
    if (!refuseWrongParams(id, params)) {
        m_session.household().open(container, householdAnswer(id));
    }
}

void RpcServer::closeIdentity(const AnswerId& id, Params& params) {
    const auto container = params.id<ContainerId>("id");
    if (!refuseWrongParams(id, params)) {
        m_session.household().close(container);
        answer(id, {});
    }
}

void RpcServer::deleteIdentity(const AnswerId& id, Params& params) {
    const auto container = params.id<ContainerId>("id");
    if (!refuseWrongParams(id, params)) {
        m_session.household().retire(container, householdAnswer(id));
    }
}

bool RpcServer::refuseWhileAsking(const AnswerId& id) {
    if (m_session.isAsking()) {
        refuse(id, RpcError::Refused, key("Another PIN is being looked at."),
               toQString(errorName(ErrorCode::BadArgument)));
        return true;
    }
    return false;
}

void RpcServer::refuse(const AnswerId& id, const VaultProblem& problem) {
    refuse(id, RpcError::Refused, toQString(problem.sentence), toQString(problemName(problem.kind)),
           problem.retryAfter);
}

void RpcServer::hideIdentity(const AnswerId& id, Params& params) {
    auto pin = pinIn(params);
    auto hiddenPin = pinIn(params, "hiddenPin");
    if (refuseWrongParams(id, params) || refuseWhileAsking(id)) {
        return;
    }
    ++m_household;
    m_session.setHidden(std::move(pin), std::move(hiddenPin), [this, id](const auto& problem) {
        --m_household;
        if (problem) {
            refuse(id, *problem);
        } else {
            answer(id, {});
        }
        finishIfDone();
    });
}

void RpcServer::deleteHidden(const AnswerId& id, Params& params) {
    auto pin = pinIn(params);
    if (refuseWrongParams(id, params) || refuseWhileAsking(id)) {
        return;
    }
    ++m_household;
    m_session.removeHidden(std::move(pin), [this, id](const auto& problem) {
        --m_household;
        if (problem) {
            refuse(id, *problem);
            finishIfDone();
            return;
        }
        refuseAllOwed();
        answer(id, {});
        finish(static_cast<int>(ExitCode::Done));
    });
}

void RpcServer::lockChat(const AnswerId& id, Params& params) {
    const auto contact = params.contact();
    const auto name = params.optionalText("name");
    const bool hidden = params.optionalFlag("hidden");
    auto pin = pinIn(params);
    if (!refuseWrongParams(id, params)) {
        m_session.household().lockChat(contact, name, std::move(pin), hidden, householdAnswer(id));
    }
}

void RpcServer::unlockChat(const AnswerId& id, Params& params) {
    const auto container = params.id<ContainerId>("id");
    auto pin = pinIn(params);
    if (!refuseWrongParams(id, params)) {
        m_session.household().unlockChat(container, std::move(pin), householdAnswer(id));
    }
}

void RpcServer::openChat(const AnswerId& id, Params& params) {
    const auto container = params.optionalId<ContainerId>("id");
    const auto seconds = std::clamp(params.optionalNumber("seconds").value_or(0), 0.0, longestOpen);
    auto pin = pinIn(params);
    if (refuseWrongParams(id, params)) {
        return;
    }
    const auto howLong = std::chrono::milliseconds(std::lround(seconds * 1000));
    if (container) {
        m_session.household().openLocked(*container, std::move(pin), howLong, householdAnswer(id));
    } else {
        m_session.household().openHidden(std::move(pin), howLong, householdAnswer(id));
    }
}

void RpcServer::closeChat(const AnswerId& id, Params& params) {
    closeIdentity(id, params);
}

}  // namespace nightjar::cli
