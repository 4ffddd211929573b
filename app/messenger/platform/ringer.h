// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QHash>
#include <QPointer>
#include <QSoundEffect>
#include <memory>

#include "appviewmodel.h"
#include "callaudio.h"

namespace nightjar {

/// What is heard of a call before and after the voices: the ring, the tone while it rings at theirs, the end. Also
/// tells the call which devices there are.
class Ringer final : public QObject {
    Q_OBJECT

public:
    /// `sounds`: files to play in place of our own: "ring", "ringback", "ended".
    Ringer(AppViewModel& app, CallAudio& audio, QHash<QString, QString> sounds, QObject* parent = nullptr);

private:
    void follow();
    void callChanged();
    void play(const QString& sound, bool again);
    void silence();

    AppViewModel& m_app;
    CallAudio& m_audio;
    QHash<QString, QString> m_sounds;
    QPointer<CallViewModel> m_call;
    CallViewModel::State m_state = CallViewModel::State::Idle;
    bool m_waiting = false;  ///< a second call rings
    std::unique_ptr<QSoundEffect> m_effect;
};

}  // namespace nightjar
