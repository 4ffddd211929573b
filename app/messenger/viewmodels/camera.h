// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QImage>
#include <QList>
#include <QObject>
#include <QString>

namespace nightjar {

/// One camera.
struct CameraDevice {
    QString id;    ///< the system's
    QString name;  ///< as the system calls it
};

/// The cameras of this machine, one of which runs from start() to stop() or failed(), and at no other time. Every
/// signal comes in the thread of this object, never from inside the call that caused it, and none after stop().
class Camera : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// A frame of shown() has no side longer than this.
    static constexpr int previewSide = 960;
    /// shown() comes no more often than this, in milliseconds.
    static constexpr int previewInterval = 66;

    /// The one that was chosen last, as long as the program runs; empty: none was.
    [[nodiscard]] const QString& preferred() const { return m_preferred; }
    void prefer(const QString& id) { m_preferred = id; }

    /// Those that are there now. Cheap: turns nothing on.
    [[nodiscard]] virtual QList<CameraDevice> list() const = 0;
    /// What runs is stopped before. Empty: the first one.
    virtual void start(const QString& id) = 0;
    virtual void stop() = 0;
    /// The next frame comes as it is, through taken(), while it runs.
    virtual void take() = 0;

Q_SIGNALS:
    /// What it sees now, upright.
    void shown(const QImage& frame);
    /// All the pixels there are, upright.
    void taken(const QImage& picture);
    /// It does not run (any more). `problem` is a stable name: "no-camera", "camera-denied", "camera-busy" (it does not
    /// start, as when another program has it), "camera-lost" (it is gone), "camera-silent" (it runs and sends nothing).
    void failed(const QString& problem);

private:
    QString m_preferred;
};

}  // namespace nightjar
