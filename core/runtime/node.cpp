// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "runtime/node.h"

#include <QCoreApplication>
#include <QPointer>

#include "runtime/memorycare.h"
#include "runtime/nodecore.h"

namespace nightjar {

Node::Node(NodeParts parts, QObject* parent) : Messenger(parent) {
    start(std::move(parts));
}

void Node::start(NodeParts parts) {
    m_thread.setObjectName(QStringLiteral("nightjar-core"));
    m_core = new NodeCore(*this, std::move(parts));
    m_core->moveToThread(&m_thread);
    connect(&m_thread, &QThread::started, m_core, &NodeCore::start);
    connect(&m_thread, &QThread::finished, m_core, &QObject::deleteLater);
    // The system keeps the stack of a thread that has ended, for the next one.
    connect(
        &m_thread, &QThread::finished, this, [] { runtime::forgetFreedMemory(); }, Qt::DirectConnection);
    m_thread.start();
}

Node::~Node() {
    switchAudio({});
    order(End{});  // behind every posted command
    m_ended.acquire();
    m_thread.wait();
}

void Node::post(Command command) {
    if (m_overseer && m_overseer(command)) {
        return;
    }
    order(std::move(command));
}

void Node::order(Order order) {
    if (m_orders.put(std::move(order))) {
        QCoreApplication::postEvent(m_core, new QEvent(QEvent::User));
    }
}

void Node::setAudioPort(AudioPort* audio) {
    m_audio = audio;
}

void Node::customEvent(QEvent*) {
    auto arrived = m_deliveries.takeAll();
    m_taken.insert(m_taken.end(), std::make_move_iterator(arrived.begin()), std::make_move_iterator(arrived.end()));
    // Whoever hears an event may run an event loop of their own, or delete this Node: the queue is a member, so that
    // the order holds, and the guard sees the end.
    const QPointer<Node> guard(this);
    while (guard && !m_taken.empty()) {
        const auto delivery = std::move(m_taken.front());
        m_taken.pop_front();
        if (const auto* audio = std::get_if<AudioWanted>(&delivery)) {
            switchAudio(*audio);
        } else {
            Q_EMIT event(std::get<Event>(delivery));
        }
    }
}

void Node::switchAudio(const AudioWanted& wanted) {
    const bool microphone = wanted.on && wanted.microphone;
    if (!m_audio || (wanted.on == m_audioOn && microphone == m_microphoneOn)) {
        return;
    }
    if (m_audioOn) {
        m_audio->stop();
    } else {
        m_rings.playback.discard();
    }
    m_audioOn = wanted.on;
    m_microphoneOn = microphone;
    if (wanted.on) {
        m_rings.microphone.store(microphone, std::memory_order_relaxed);
        m_audio->start(m_rings);
    }
}

}  // namespace nightjar

#include "moc_node.cpp"
