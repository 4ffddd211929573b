// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "ringer.h"

namespace nightjar {

Ringer::Ringer(AppViewModel& app, CallAudio& audio, QHash<QString, QString> sounds, QObject* parent)
    : QObject(parent), m_app(app), m_audio(audio), m_sounds(std::move(sounds)) {
    connect(&m_app, &AppViewModel::screenChanged, this, &Ringer::follow);
    connect(&m_audio, &CallAudio::devicesChanged, this, [this] {
        if (m_call) {
            m_call->setDevices(m_audio.hasMicrophone(), m_audio.hasLoudspeaker());
        }
    });
    follow();
}

void Ringer::follow() {
    // Behind the lock screen, too, calls ring.
    auto* const session = m_app.openSession();
    auto* const call = session ? session->call() : nullptr;
    if (call && call == m_call) {
        return;
    }
    silence();
    m_state = CallViewModel::State::Idle;
    m_call = call;
    if (m_call) {
        m_call->setDevices(m_audio.hasMicrophone(), m_audio.hasLoudspeaker());
        connect(m_call, &CallViewModel::changed, this, &Ringer::callChanged);
    }
}

void Ringer::callChanged() {
    using State = CallViewModel::State;
    const bool waiting = m_call && m_call->other() == CallViewModel::Other::Waiting;
    if (std::exchange(m_waiting, waiting) != waiting && waiting) {
        play(QStringLiteral("ended"), false);  // a short tone: one is talking
    }
    if (!m_call || m_call->state() == m_state) {
        return;
    }
    const auto before = std::exchange(m_state, m_call->state());
    silence();
    if (m_state == State::Incoming) {
        play(QStringLiteral("ring"), true);
    } else if (m_state == State::Ringing) {
        play(QStringLiteral("ringback"), true);
    } else if (m_state == State::Ended && before != State::Incoming) {
        play(QStringLiteral("ended"), false);
    }
}

void Ringer::play(const QString& sound, bool again) {
    if (!m_audio.canRing() || !m_audio.hasLoudspeaker()) {
        return;
    }
    m_effect = std::make_unique<QSoundEffect>();
    m_effect->setSource(m_sounds.contains(sound) ? QUrl::fromLocalFile(m_sounds.value(sound))
                                                 : QUrl(QStringLiteral("qrc:/nightjar/sounds/%1.wav").arg(sound)));
    m_effect->setLoopCount(again ? QSoundEffect::Infinite : 1);
    m_effect->play();
}

void Ringer::silence() {
    m_effect.reset();
}

}  // namespace nightjar
