// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QElapsedTimer>
#include <QObject>
#include <QStringList>

#include "camera.h"
#include "picturestream.h"

namespace nightjar {

/// The camera while somebody looks at what it sees: to take a photo, or to read an invitation off a QR code. It runs
/// between begin…() and end(), and of that only while setSeen() says that the page can be seen. No picture goes to the
/// disk from here.
class CameraViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by ConversationViewModel and AcceptViewModel")
    Q_PROPERTY(bool possible READ isPossible NOTIFY devicesChanged FINAL)
    Q_PROPERTY(QStringList names READ names NOTIFY devicesChanged FINAL)
    Q_PROPERTY(QString current READ current NOTIFY devicesChanged FINAL)
    Q_PROPERTY(nightjar::PictureStream* stream READ stream CONSTANT FINAL)
    Q_PROPERTY(Purpose purpose READ purpose NOTIFY changed FINAL)
    Q_PROPERTY(bool taking READ isTaking NOTIFY changed FINAL)
    Q_PROPERTY(QString problem READ problem NOTIFY changed FINAL)
    Q_PROPERTY(bool foreign READ isForeign NOTIFY changed FINAL)

public:
    enum class Purpose {
        None,   ///< it does not run
        Photo,  ///< take() takes one
        Scan,   ///< an invitation is looked for
    };
    Q_ENUM(Purpose)

    /// A QR code is looked for no more often than this, in milliseconds.
    static constexpr int scanInterval = 250;

    /// `camera` may be null: there is none.
    explicit CameraViewModel(Camera* camera, QObject* parent = nullptr);
    ~CameraViewModel() override;

    /// There was a camera at the last look().
    [[nodiscard]] bool isPossible() const { return !m_devices.isEmpty(); }
    [[nodiscard]] QStringList names() const;
    /// The name of the one in use.
    [[nodiscard]] QString current() const;
    [[nodiscard]] PictureStream* stream() { return &m_stream; }
    [[nodiscard]] Purpose purpose() const { return m_purpose; }
    /// The shutter was pressed and the photo is not here yet.
    [[nodiscard]] bool isTaking() const { return m_taking; }
    /// A name of Camera::failed(); empty: nothing.
    [[nodiscard]] QString problem() const { return m_problem; }
    /// The last QR code that was seen is no invitation.
    [[nodiscard]] bool isForeign() const { return !m_foreign.isEmpty(); }

    /// Which cameras there are now.
    Q_INVOKABLE void look();
    Q_INVOKABLE void beginPhoto() { begin(Purpose::Photo); }
    Q_INVOKABLE void beginScan() { begin(Purpose::Scan); }
    Q_INVOKABLE void end();
    /// Whether the page that began can be seen.
    Q_INVOKABLE void setSeen(bool seen);
    /// Takes the photo: photographed() comes, and it ends.
    Q_INVOKABLE void take();
    /// The next one of several.
    Q_INVOKABLE void nextCamera();
    /// Once more, after a problem.
    Q_INVOKABLE void retry();

Q_SIGNALS:
    void devicesChanged();
    void changed();
    /// A photo was taken, and the camera has stopped.
    void photographed(const QImage& picture);
    /// An invitation was read, and the camera has stopped.
    void scanned(const QString& link);

private:
    void begin(Purpose purpose);
    void run();
    void halt();
    void showFrame(const QImage& frame);
    void keepPhoto(const QImage& picture);
    void fail(const QString& problem);
    void scan(const QImage& frame);
    void read(const QString& text);
    [[nodiscard]] qsizetype place() const;

    Camera* m_camera;
    QList<CameraDevice> m_devices;
    PictureStream m_stream;
    Purpose m_purpose = Purpose::None;
    QString m_problem;
    QString m_foreign;  ///< the text of a QR code that is no invitation
    QElapsedTimer m_scanned;
    int m_scan = 0;  ///< goes up with each begin() and end(): an answer to an earlier one is not wanted
    bool m_scanning = false;
    bool m_running = false;
    bool m_seen = false;
    bool m_taking = false;
};

}  // namespace nightjar
