// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "newsecretviewmodel.h"

#include <QPointer>

#include "names.h"

namespace nightjar {

NewSecretViewModel::NewSecretViewModel(Gate& gate, QObject* parent) : QObject(parent), m_gate(gate) {
}

void NewSecretViewModel::setNickname(const QString& nickname) {
    if (m_nickname != nickname) {
        m_nickname = nickname;
        m_problem.clear();
        Q_EMIT changed();
    }
}

QString NewSecretViewModel::from() const {
    return toQt(lifeFromName(m_rule.from));
}

void NewSecretViewModel::setRule(const QString& from, int seconds) {
    for (const auto one : {LifeFrom::Sent, LifeFrom::Read, LifeFrom::Creation}) {
        if (from == toQt(lifeFromName(one))) {
            m_rule = {one, std::chrono::seconds(seconds)};
            Q_EMIT changed();
        }
    }
}

void NewSecretViewModel::setGroup(bool group) {
    if (m_group != group) {
        m_group = group;
        Q_EMIT changed();
    }
}

void NewSecretViewModel::create() {
    auto* const household = m_gate.household();
    if (m_working || !isPossible() || !household) {
        return;
    }
    m_working = true;
    m_problem.clear();
    Q_EMIT changed();
    FoundSecretChat command;
    command.nickname = m_nickname.trimmed().toStdString();
    command.rule = m_rule;
    command.group = m_group;
    household->makeSecretChat(std::move(command), [guard = QPointer(this)](const Household::Outcome& outcome) {
        if (!guard) {
            return;
        }
        guard->m_working = false;
        guard->m_problem = outcome ? QString() : toQt(outcome.error().name());
        Q_EMIT guard->changed();
        if (outcome) {
            Q_EMIT guard->made(toQt(*outcome));
        }
    });
}

}  // namespace nightjar
