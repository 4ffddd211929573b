// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QList>
#include <QObject>
#include <QString>

#include "runtime/ports/audioport.h"

namespace nightjar {

/// One microphone or loudspeaker.
struct SoundDevice {
    QString id;    ///< the system's, the same tomorrow
    QString name;  ///< as the system calls it
};

/// The microphones and loudspeakers of this machine, as the interface sees them.
class SoundDevices : public QObject {
    Q_OBJECT

public:
    enum class Kind { Microphone, Loudspeaker };

    using QObject::QObject;

    /// Those that are there now.
    [[nodiscard]] virtual QList<SoundDevice> list(Kind kind) const = 0;
    /// The one to use as long as it is there, and again when it comes back; empty: the system's default. A call that
    /// goes on changes over at once.
    virtual void choose(Kind kind, const QString& id) = 0;
    /// What choose() said.
    [[nodiscard]] virtual QString chosen(Kind kind) const = 0;
    /// Sound through the devices in use: for a call, or for a test while there is none.
    [[nodiscard]] virtual AudioPort& port() = 0;

Q_SIGNALS:
    void devicesChanged();
};

}  // namespace nightjar
