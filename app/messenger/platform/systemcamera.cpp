// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "systemcamera.h"

#include <QCamera>
#include <QCameraDevice>
#include <QElapsedTimer>
#include <QMediaCaptureSession>
#include <QMediaDevices>
#include <QTimer>
#include <QVideoSink>
#include <algorithm>
#include <atomic>
#include <memory>

#include "cameramode.h"
#include "cameranodes.h"
#include "videoframeimage.h"

namespace nightjar {

namespace {

/// The first frame comes so late at worst: cameras that have slept wake up first.
constexpr int firstFrameMs = 8'000;
/// No frame for so long, and it is gone or stuck.
constexpr int nextFrameMs = 2'500;

QCameraDevice deviceOf(const QString& id) {
    const auto devices = QMediaDevices::videoInputs();
    const auto found = std::ranges::find(devices, id.toUtf8(), &QCameraDevice::id);
    return found == devices.end() ? QCameraDevice() : *found;
}

QCameraFormat formatOf(const QCameraDevice& device) {
    const auto formats = device.videoFormats();
    QList<CameraMode> modes;
    for (const auto& format : formats) {
        modes.append({format.resolution(), format.pixelFormat(), format.maxFrameRate()});
    }
    const auto best = bestMode(modes);
    return best < 0 ? QCameraFormat() : formats[best];
}

}  // namespace

/// The camera that runs. Everything here happens in the thread of the cameras.
class CameraSession final : public QObject {
    Q_OBJECT

public:
    CameraSession() : m_patience(this) {
        m_patience.setSingleShot(true);
        connect(&m_patience, &QTimer::timeout, this, &CameraSession::missFrame);
    }
    ~CameraSession() override { close(); }

    void start(int run, const QString& id) {
        stop();
        m_run = run;
        m_id = id;
        if (const auto obstacle = cameraObstacle(id); !obstacle.isEmpty()) {
            return fail(obstacle);
        }
        const auto device = deviceOf(id);
        if (device.isNull()) {
            return fail(QStringLiteral("camera-lost"));
        }
        m_open = std::make_unique<Open>(device);
        connect(&m_open->camera, &QCamera::errorOccurred, this, [this](QCamera::Error error) {
            if (error != QCamera::NoError) {
                fail(QStringLiteral("camera-busy"));
            }
        });
        connect(&m_open->sink, &QVideoSink::videoFrameChanged, this, &CameraSession::takeFrame);
        m_patience.start(firstFrameMs);
        m_open->camera.start();
    }

    void stop() {
        close();
        if (m_open) {
            m_open.release()->deleteLater();  // it may be in the middle of telling something
        }
    }

    void take() { m_wanted = m_open != nullptr; }

    /// The last frame was looked at, so that the next one may come.
    void noteShown() { m_waiting.store(false, std::memory_order_relaxed); }

Q_SIGNALS:
    void shown(int run, const QImage& frame);
    void taken(int run, const QImage& picture);
    void failed(int run, const QString& problem);

private:
    /// What belongs to one camera.
    struct Open : QObject {
        explicit Open(const QCameraDevice& device) : camera(device) {
            if (const auto format = formatOf(device); !format.isNull()) {
                camera.setCameraFormat(format);
            }
            capture.setCamera(&camera);
            capture.setVideoSink(&sink);
        }
        QVideoSink sink;
        QCamera camera;
        QMediaCaptureSession capture;
    };

    /// Nothing is heard of it any more.
    void close() {
        m_patience.stop();
        m_wanted = false;
        m_shown.invalidate();
        if (m_open) {
            m_open->camera.disconnect(this);
            m_open->sink.disconnect(this);
            m_open->camera.stop();
        }
    }

    void takeFrame(const QVideoFrame& frame) {
        if (!frame.isValid()) {
            return;
        }
        if (m_wanted) {
            if (const auto picture = imageOf(frame); !picture.isNull()) {
                m_wanted = false;
                m_patience.start(nextFrameMs);
                Q_EMIT taken(m_run, picture);
            }
            return;
        }
        const bool early = m_shown.isValid() && !m_shown.hasExpired(Camera::previewInterval);
        if (early || m_waiting.load(std::memory_order_relaxed)) {
            m_patience.start(nextFrameMs);
            return;
        }
        // What cannot be read is no frame.
        if (const auto picture = imageOf(frame, Camera::previewSide); !picture.isNull()) {
            m_shown.start();
            m_patience.start(nextFrameMs);
            m_waiting.store(true, std::memory_order_relaxed);
            Q_EMIT shown(m_run, picture);
        }
    }

    void missFrame() {
        fail(deviceOf(m_id).isNull() || cameraObstacle(m_id) == u"camera-lost" ? QStringLiteral("camera-lost")
                                                                               : QStringLiteral("camera-silent"));
    }

    void fail(const QString& problem) {
        stop();
        Q_EMIT failed(m_run, problem);
    }

    std::unique_ptr<Open> m_open;
    QTimer m_patience;
    QElapsedTimer m_shown;
    QString m_id;
    int m_run = 0;
    bool m_wanted = false;               ///< the next frame is a photo
    std::atomic<bool> m_waiting{false};  ///< the window has not looked at the last one yet
};

SystemCamera::SystemCamera(QObject* parent) : Camera(parent) {
    m_thread.setObjectName(QStringLiteral("nightjar-camera"));
}

SystemCamera::~SystemCamera() {
    m_thread.quit();
    m_thread.wait();
}

void SystemCamera::chooseBackend() {
#ifdef Q_OS_LINUX
    constexpr auto variable = "QT_MEDIA_BACKEND";
    if (!qEnvironmentVariableIsSet(variable)) {
        qputenv(variable, "ffmpeg");
    }
#endif
}

QList<CameraDevice> SystemCamera::list() const {
    return cameraNodes();
}

void SystemCamera::start(const QString& id) {
    if (!m_session) {
        m_session = new CameraSession;
        m_session->moveToThread(&m_thread);
        connect(&m_thread, &QThread::finished, m_session, &QObject::deleteLater);
        connect(m_session, &CameraSession::shown, this, [this](int run, const QImage& frame) {
            m_session->noteShown();
            if (run == m_run) {
                Q_EMIT shown(frame);
            }
        });
        connect(m_session, &CameraSession::taken, this, [this](int run, const QImage& picture) {
            if (run == m_run) {
                Q_EMIT taken(picture);
            }
        });
        connect(m_session, &CameraSession::failed, this, [this](int run, const QString& problem) {
            if (run == m_run) {
                Q_EMIT failed(problem);
            }
        });
        m_thread.start();
    }
    const auto devices = id.isEmpty() ? list() : QList<CameraDevice>();
    const auto first = devices.isEmpty() ? QString() : devices.first().id;
    QMetaObject::invokeMethod(m_session, [session = m_session, run = ++m_run, which = id.isEmpty() ? first : id] {
        session->start(run, which);
    });
}

void SystemCamera::stop() {
    ++m_run;
    if (m_session) {
        QMetaObject::invokeMethod(m_session, [session = m_session] { session->stop(); });
    }
}

void SystemCamera::take() {
    if (m_session) {
        QMetaObject::invokeMethod(m_session, [session = m_session] { session->take(); });
    }
}

}  // namespace nightjar

#include "systemcamera.moc"
