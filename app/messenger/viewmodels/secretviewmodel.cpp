// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "secretviewmodel.h"

#include <algorithm>

#include "names.h"

namespace nightjar {

SecretViewModel::SecretViewModel(Courier& courier, QObject* parent) : QObject(parent), m_courier(courier) {
    connect(&m_courier, &Courier::news, this, [this](const Event& event) {
        if (std::holds_alternative<SecretChatEnds>(event)) {
            ask();
        }
    });
    m_second.setSingleShot(true);
    connect(&m_second, &QTimer::timeout, this, [this] {
        Q_EMIT ticked();
        schedule();
    });
    ask();
}

void SecretViewModel::ask() {
    m_courier.ask(GetSecretChat{}, this, [this](const Event& answer) {
        if (const auto* found = std::get_if<SecretChatAnswer>(&answer)) {
            m_chat = found->chat;
            Q_EMIT changed();
            Q_EMIT ticked();
            schedule();
        }
    });
}

void SecretViewModel::schedule() {
    if (const auto left = secondsLeft(); m_chat && left > 0) {
        // As often as what is shown changes: Words.timeLeft().
        m_second.start(left > 2 * 3600 ? std::chrono::seconds(60) : std::chrono::seconds(1));
    }
}

QString SecretViewModel::from() const {
    return toQt(lifeFromName(m_chat ? m_chat->rule.from : LifeFrom::Never));
}

int SecretViewModel::seconds() const {
    return m_chat ? static_cast<int>(m_chat->rule.life / std::chrono::seconds(1)) : 0;
}

double SecretViewModel::secondsLeft() const {
    if (!m_chat || !m_chat->ends) {
        return 0;
    }
    return std::max(0.0, static_cast<double>(QDateTime::currentDateTime().msecsTo(ends())) / 1000.0);
}

QDateTime SecretViewModel::ends() const {
    return m_chat && m_chat->ends ? toQt(*m_chat->ends) : QDateTime();
}

}  // namespace nightjar
