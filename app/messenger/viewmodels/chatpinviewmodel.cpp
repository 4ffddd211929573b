// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "chatpinviewmodel.h"

#include <QPointer>

#include "names.h"

namespace nightjar {

ChatPinViewModel::ChatPinViewModel(Gate& gate, QObject* parent) : QObject(parent), m_gate(gate) {
    m_second.setInterval(std::chrono::seconds(1));
    connect(&m_second, &QTimer::timeout, this, &ChatPinViewModel::countDown);
}

void ChatPinViewModel::setHidden(bool hidden) {
    m_hidden = hidden;
    Q_EMIT changed();
}

void ChatPinViewModel::setOpenSeconds(int seconds) {
    m_openSeconds = std::max(0, seconds);
    Q_EMIT changed();
}

void ChatPinViewModel::begin(Step step, const QString& name) {
    m_entry.clear();
    m_first.clear();
    m_step = step;
    m_name = name;
    m_problem.clear();
    Q_EMIT changed();
}

void ChatPinViewModel::beginLock(const QString& contact, const QString& name) {
    m_contact = ContactId::parse(contact.toStdString()).value_or(ContactId{});
    m_hidden = false;
    begin(Step::Set, name);
}

void ChatPinViewModel::beginOpen(const QString& container, const QString& name) {
    m_container = ContainerId::parse(container.toStdString()).value_or(ContainerId{});
    begin(Step::Open, name);
}

void ChatPinViewModel::beginOpenHidden() {
    begin(Step::OpenHidden, {});
}

void ChatPinViewModel::beginTakeAway(const QString& container, const QString& name) {
    m_container = ContainerId::parse(container.toStdString()).value_or(ContainerId{});
    begin(Step::TakeAway, name);
}

void ChatPinViewModel::cancel() {
    begin(Step::None, {});
}

Household::Done ChatPinViewModel::told(bool opens) {
    m_working = true;
    m_problem.clear();
    Q_EMIT changed();
    return [guard = QPointer(this), opens](const Household::Outcome& outcome) {
        if (!guard) {
            return;
        }
        guard->m_working = false;
        if (outcome) {
            guard->cancel();
            if (opens) {
                Q_EMIT guard->opened(*outcome);
            }
            Q_EMIT guard->finished();
            return;
        }
        guard->m_problem = toQt(outcome.error().name());
        guard->m_waitSeconds =
            static_cast<int>(std::chrono::ceil<std::chrono::seconds>(outcome.error().retryAfter()).count());
        if (guard->m_waitSeconds > 0) {
            guard->m_second.start();
        }
        Q_EMIT guard->changed();
    };
}

void ChatPinViewModel::submit() {
    auto* const household = m_gate.household();
    if (!household || m_working || m_entry.isEmpty() || (m_waitSeconds > 0 && m_step != Step::Set)) {
        return;
    }
    const auto howLong = std::chrono::seconds(m_openSeconds);
    switch (m_step) {
        case Step::None:
            break;
        case Step::Set:
            m_first = m_entry.take();
            m_step = Step::SetAgain;
            m_problem.clear();
            Q_EMIT changed();
            break;
        case Step::SetAgain:
            if (!m_entry.equals(m_first)) {
                begin(Step::Set, m_name);
                m_problem = QStringLiteral("pins-differ");
                Q_EMIT changed();
                break;
            }
            m_first.clear();
            household->lockChat(m_contact, m_name.toStdString(), m_entry.take(), m_hidden, told(false));
            break;
        case Step::Open:
            household->openLocked(m_container, m_entry.take(), howLong, told(true));
            break;
        case Step::OpenHidden:
            household->openHidden(m_entry.take(), howLong, told(true));
            break;
        case Step::TakeAway:
            household->unlockChat(m_container, m_entry.take(), told(false));
            break;
    }
}

void ChatPinViewModel::countDown() {
    if (--m_waitSeconds <= 0) {
        m_waitSeconds = 0;
        m_second.stop();
    }
    Q_EMIT changed();
}

}  // namespace nightjar
