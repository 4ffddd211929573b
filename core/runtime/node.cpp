// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "runtime/node.h"

#include <QPointer>

#include "runtime/nodecore.h"

namespace nightjar {

Node::Node(NodeParts parts, QObject* parent) : Messenger(parent) {
    start(std::move(parts));
}

void Node::start(NodeParts parts) {
    m_thread.setObjectName(QStringLiteral("nightjar-core"));
    m_core = new NodeCore(*this, std::move(parts));
    m_core->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_core, &QObject::deleteLater);
    m_thread.start();
    QMetaObject::invokeMethod(m_core, &NodeCore::start, Qt::QueuedConnection);
}

Node::~Node() {
    switchAudio(false);
    QMetaObject::invokeMethod(
        m_core,
        [core = m_core, thread = &m_thread] {
            core->finish();
            thread->quit();
        },
        Qt::QueuedConnection);
    m_thread.wait();
}

void Node::post(Command command) {
    QMetaObject::invokeMethod(
        m_core, [core = m_core, command = std::move(command)]() mutable { core->command(std::move(command)); },
        Qt::QueuedConnection);
}

void Node::setAudioPort(AudioPort* audio) {
    m_audio = audio;
}

void Node::leave(Delivery delivery) {
    {
        const std::lock_guard lock(m_mutex);
        m_left.push_back(std::move(delivery));
        if (std::exchange(m_called, true)) {
            return;
        }
    }
    QMetaObject::invokeMethod(this, &Node::takeDeliveries, Qt::QueuedConnection);
}

void Node::takeDeliveries() {
    {
        const std::lock_guard lock(m_mutex);
        m_called = false;
        m_taken.insert(m_taken.end(), std::make_move_iterator(m_left.begin()), std::make_move_iterator(m_left.end()));
        m_left.clear();
    }
    // Whoever hears an event may run an event loop of their own, or delete this Node: the queue is a member, so that
    // the order holds, and the guard sees the end.
    const QPointer<Node> guard(this);
    while (guard && !m_taken.empty()) {
        const auto delivery = std::move(m_taken.front());
        m_taken.pop_front();
        if (const auto* audio = std::get_if<AudioWanted>(&delivery)) {
            switchAudio(audio->on);
        } else {
            Q_EMIT event(std::get<Event>(delivery));
        }
    }
}

void Node::switchAudio(bool on) {
    if (!m_audio || on == m_audioOn) {
        return;
    }
    m_audioOn = on;
    if (on) {
        m_rings.playback.discard();
        m_audio->start(m_rings);
    } else {
        m_audio->stop();
    }
}

}  // namespace nightjar

#include "moc_node.cpp"
