// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "unlockviewmodel.h"

#include "base/random.h"

namespace nightjar {

UnlockViewModel::UnlockViewModel(Gate& gate, QObject* parent) : QObject(parent), m_gate(gate) {
    m_second.setInterval(std::chrono::seconds(1));
    connect(&m_second, &QTimer::timeout, this, &UnlockViewModel::countDown);
    connect(&m_gate, &Gate::failed, this, &UnlockViewModel::refuse);
    connect(&m_gate, &Gate::profileChanged, this, &UnlockViewModel::changed);
    const auto passed = [this] {
        m_checking = false;
        m_problem.clear();
        Q_EMIT changed();
    };
    connect(&m_gate, &Gate::opened, this, passed);
    connect(&m_gate, &Gate::resumed, this, passed);
    // A new attempt begins: what was said about the last one is over.
    connect(&m_pin, &SecretBuffer::changed, this, [this] {
        if (m_pin.count() == 1 && m_waitSeconds == 0 && !m_problem.isEmpty()) {
            m_problem.clear();
            Q_EMIT changed();
        }
    });
}

QString UnlockViewModel::problem() const {
    return isUsable() ? m_problem : m_gate.profileProblem();
}

bool UnlockViewModel::isUsable() const {
    return m_gate.profile() != Gate::Profile::Unusable;
}

void UnlockViewModel::submit() {
    if (m_checking || m_waitSeconds > 0 || m_pin.isEmpty() || !isUsable()) {
        return;
    }
    m_checking = true;
    m_problem.clear();
    Q_EMIT changed();
    if (m_rehearsal) {
        m_gate.tryWipePin(m_pin.take());
    } else {
        m_gate.unlock(m_pin.take());
    }
}

void UnlockViewModel::setRehearsal(bool on) {
    m_rehearsal = on;
    m_pin.clear();
    m_problem.clear();
    Q_EMIT changed();
}

QList<int> UnlockViewModel::shuffledDigits() const {
    QList<int> digits{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    SystemRandom random;
    for (qsizetype left = digits.size(); left > 1; --left) {
        digits.swapItemsAt(left - 1, static_cast<qsizetype>(random.below(static_cast<std::uint64_t>(left))));
    }
    return digits;
}

void UnlockViewModel::refuse(const QString& problem, Duration retryAfter) {
    if (!m_checking) {
        return;
    }
    m_checking = false;
    m_problem = problem;
    m_waitSeconds = static_cast<int>(std::chrono::ceil<std::chrono::seconds>(retryAfter).count());
    if (m_waitSeconds > 0) {
        m_second.start();
    }
    Q_EMIT changed();
}

void UnlockViewModel::countDown() {
    if (--m_waitSeconds <= 0) {
        m_waitSeconds = 0;
        m_second.stop();
    }
    Q_EMIT changed();
}

}  // namespace nightjar
