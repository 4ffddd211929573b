// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "cameraviewmodel.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>
#include <algorithm>

#include "acceptviewmodel.h"
#include "qrcode.h"

namespace nightjar {

CameraViewModel::CameraViewModel(Camera* camera, QObject* parent) : QObject(parent), m_camera(camera) {
    if (m_camera) {
        connect(m_camera, &Camera::shown, this, &CameraViewModel::showFrame);
        connect(m_camera, &Camera::taken, this, &CameraViewModel::keepPhoto);
        connect(m_camera, &Camera::failed, this, &CameraViewModel::fail);
    }
}

CameraViewModel::~CameraViewModel() {
    halt();
}

QStringList CameraViewModel::names() const {
    QStringList out;
    for (const auto& device : m_devices) {
        out.append(device.name);
    }
    return out;
}

qsizetype CameraViewModel::place() const {
    const auto found = std::ranges::find(m_devices, m_camera->preferred(), &CameraDevice::id);
    return found == m_devices.end() ? 0 : found - m_devices.begin();
}

QString CameraViewModel::current() const {
    return m_devices.isEmpty() ? QString() : m_devices[place()].name;
}

void CameraViewModel::look() {
    m_devices = m_camera ? m_camera->list() : QList<CameraDevice>();
    Q_EMIT devicesChanged();
}

void CameraViewModel::begin(Purpose purpose) {
    end();
    look();
    m_purpose = purpose;
    run();
    Q_EMIT changed();
}

void CameraViewModel::end() {
    halt();
    if (m_purpose != Purpose::None) {
        m_purpose = Purpose::None;
        m_problem.clear();
        m_foreign.clear();
        Q_EMIT changed();
    }
}

void CameraViewModel::setSeen(bool seen) {
    m_seen = seen;
    if (seen) {
        run();
    } else {
        halt();
    }
}

/// Starts where it is wanted and does not run.
void CameraViewModel::run() {
    if (m_running || !m_seen || m_purpose == Purpose::None || !m_problem.isEmpty()) {
        return;
    }
    if (m_devices.isEmpty()) {
        m_problem = QStringLiteral("no-camera");
        return;
    }
    m_running = true;
    m_camera->start(m_devices[place()].id);
}

void CameraViewModel::halt() {
    ++m_scan;
    m_scanning = false;
    m_taking = false;
    if (std::exchange(m_running, false)) {
        m_camera->stop();
    }
    m_stream.clear();
}

void CameraViewModel::take() {
    if (m_running && m_purpose == Purpose::Photo && !m_taking && !m_stream.isEmpty()) {
        m_taking = true;
        Q_EMIT changed();
        m_camera->take();
    }
}

void CameraViewModel::nextCamera() {
    if (m_purpose == Purpose::None || m_devices.isEmpty()) {
        return;
    }
    m_camera->prefer(m_devices[(place() + 1) % m_devices.size()].id);
    retry();
}

void CameraViewModel::retry() {
    halt();
    look();
    m_problem.clear();
    run();
    Q_EMIT changed();
}

void CameraViewModel::showFrame(const QImage& frame) {
    if (m_running) {
        m_stream.show(frame);
        scan(frame);
    }
}

void CameraViewModel::keepPhoto(const QImage& picture) {
    if (m_running && m_taking) {
        end();
        Q_EMIT photographed(picture);
    }
}

void CameraViewModel::fail(const QString& problem) {
    if (std::exchange(m_running, false)) {
        halt();
        look();
        m_problem = problem;
        Q_EMIT changed();
    }
}

void CameraViewModel::scan(const QImage& frame) {
    if (m_purpose != Purpose::Scan || m_scanning || (m_scanned.isValid() && !m_scanned.hasExpired(scanInterval))) {
        return;
    }
    m_scanning = true;
    m_scanned.start();
    QThreadPool::globalInstance()->start([self = QPointer(this), frame, scan = m_scan] {
        QMetaObject::invokeMethod(
            qApp,
            [self, scan, text = readQrCode(frame)] {
                if (self && self->m_scan == scan) {
                    self->m_scanning = false;
                    self->read(text);
                }
            },
            Qt::QueuedConnection);
    });
}

void CameraViewModel::read(const QString& text) {
    if (text.isEmpty()) {
        return;
    }
    if (const auto link = invitationIn(text.left(maxPasted)); !link.isEmpty()) {
        end();
        Q_EMIT scanned(link);
    } else if (m_foreign != text) {
        m_foreign = text;
        Q_EMIT changed();
    }
}

}  // namespace nightjar
