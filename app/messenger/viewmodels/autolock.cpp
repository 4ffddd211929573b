// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "autolock.h"

#include <QGuiApplication>
#include <QKeyEvent>
#include <algorithm>

#include "lockingviewmodel.h"

namespace nightjar {

namespace {

constexpr int escapesOfPanic = 3;
/// Timers stand still while the machine sleeps, and rules change. A look every second would wake it for nothing.
constexpr auto longestPause = std::chrono::seconds(20);
constexpr auto shortestPause = std::chrono::milliseconds(50);

bool isInput(QEvent::Type type) {
    switch (type) {
        case QEvent::KeyPress:
        case QEvent::ShortcutOverride:
        case QEvent::MouseButtonPress:
        case QEvent::MouseMove:
        case QEvent::Wheel:
        case QEvent::TouchBegin:
        case QEvent::TouchUpdate:
        case QEvent::TabletPress:
        case QEvent::TabletMove:
            return true;
        default:
            return false;
    }
}

}  // namespace

AutoLock::AutoLock(Now now, QObject* parent) : QObject(parent), m_now(std::move(now)) {
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &AutoLock::look);
}

void AutoLock::follow(const LockingViewModel* rules) {
    if (rules && !m_rules) {
        QCoreApplication::instance()->installEventFilter(this);
        m_next.start(longestPause);
    } else if (!rules && m_rules) {
        QCoreApplication::instance()->removeEventFilter(this);
        m_next.stop();
    }
    m_rules = rules;
    m_lastInput = m_now();
    m_escapes = 0;
}

void AutoLock::look() {
    if (!m_rules) {
        return;
    }
    const auto idle = m_now() - m_lastInput;
    const auto due = [&idle](int minutes) { return minutes > 0 && idle >= std::chrono::minutes(minutes); };
    if (due(m_rules->vaultAfter())) {
        Q_EMIT vaultWanted();
    } else if (due(m_rules->screenAfter())) {
        Q_EMIT screenWanted();
    }
    if (m_rules) {
        const auto pause = std::clamp<Duration>(untilDue(idle), shortestPause, longestPause);
        m_next.start(std::chrono::ceil<std::chrono::milliseconds>(pause));
    }
}

Duration AutoLock::untilDue(Duration idle) const {
    Duration next = longestPause;
    for (const auto minutes : {m_rules->vaultAfter(), m_rules->screenAfter()}) {
        if (const auto due = std::chrono::minutes(minutes); minutes > 0 && due > idle) {
            next = std::min<Duration>(next, due - idle);
        }
    }
    return next;
}

bool AutoLock::eventFilter(QObject* watched, QEvent* event) {
    // A window gets each event once; the items in it may get it several times.
    if (watched->isWindowType() && isInput(event->type())) {
        m_lastInput = m_now();
        // Told of every press, also of one that a shortcut takes for itself.
        if (event->type() == QEvent::ShortcutOverride) {
            keyPressed(*static_cast<const QKeyEvent*>(event));
        }
    }
    return false;
}

void AutoLock::keyPressed(const QKeyEvent& key) {
    if (!m_rules || key.isAutoRepeat()) {
        return;
    }
    if (m_rules->panicKey() == u"chord" && key.key() == Qt::Key_X &&
        key.modifiers() == (Qt::ControlModifier | Qt::ShiftModifier)) {
        Q_EMIT panicked();
        return;
    }
    if (key.key() != Qt::Key_Escape) {
        m_escapes = 0;
        return;
    }
    if (m_escapes == 0 || m_lastInput - m_firstEscape > panicWithin) {
        m_escapes = 0;
        m_firstEscape = m_lastInput;
    }
    if (++m_escapes == escapesOfPanic) {
        m_escapes = 0;
        if (m_rules->panicKey() == u"escape") {
            Q_EMIT panicked();
        }
    }
}

}  // namespace nightjar
