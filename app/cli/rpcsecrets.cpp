// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// What RpcServer does with secret chats. They are containers, so what is done within one is asked for with its id as
// `identity`.

#include "cli/rpcserver.h"

#include <QJsonArray>

namespace nightjar::cli {

void RpcServer::createSecret(const AnswerId& id, Params& params) {
    FoundSecretChat command;
    command.nickname = params.text("nickname");
    command.rule = params.lifeRule();
    command.group = params.optionalFlag("group");
    if (!refuseWrongParams(id, params)) {
        m_session.household().makeSecretChat(std::move(command), householdAnswer(id));
    }
}

void RpcServer::joinSecret(const AnswerId& id, Params& params) {
    JoinSecretChat command;
    command.link = params.text("link");
    command.nickname = params.text("nickname");
    if (!refuseWrongParams(id, params)) {
        m_session.household().joinSecretChat(std::move(command), householdAnswer(id));
    }
}

void RpcServer::listSecrets(const AnswerId& id, Params& params) {
    if (refuseWrongParams(id, params)) {
        return;
    }
    QJsonArray list;
    for (const auto& one : m_session.household().containers()) {
        if (one.kind == ContainerKind::SecretChat) {
            list.append(described(one));
        }
    }
    answer(id, {{QStringLiteral("identities"), list}});
}

}  // namespace nightjar::cli
