// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "cameranodes.h"

#include <QtGlobal>

#ifdef Q_OS_LINUX
#include <fcntl.h>
#include <linux/videodev2.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <QDir>
#include <QFile>
#include <algorithm>
#include <cerrno>
#include <utility>
#else
#include <QCameraDevice>
#include <QMediaDevices>
#endif

namespace nightjar {

#ifdef Q_OS_LINUX

namespace {

/// An open device file.
class Node {
public:
    explicit Node(const QString& path)
        : m_fd(::open(QFile::encodeName(path).constData(), O_RDWR | O_NONBLOCK | O_CLOEXEC)),
          m_error(m_fd < 0 ? errno : 0) {}
    ~Node() {
        if (m_fd >= 0) {
            ::close(m_fd);
        }
    }
    Q_DISABLE_COPY_MOVE(Node)

    [[nodiscard]] int fd() const { return m_fd; }
    [[nodiscard]] int error() const { return m_error; }

private:
    int m_fd;
    int m_error;
};

/// A file of the kernel that tells one thing about a device; empty when it is not there.
QString told(const QString& device, const char* what) {
    QFile file(QStringLiteral("/sys/class/video4linux/%1/%2").arg(device, QLatin1String(what)));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.read(200)).trimmed() : QString();
}

/// The name of the camera at this file; null when it is none.
QString nameOf(const QString& path, const QString& device) {
    const Node node(path);
    if (node.fd() < 0) {
        // Who may not open it has to learn that when it is wanted, rather than find no camera. What a camera has
        // besides (files of facts about its pictures) comes after its first file.
        const bool ours = node.error() == EACCES || node.error() == EPERM;
        const auto name = told(device, "name");
        return ours && told(device, "index") == u"0" && !name.isEmpty() ? name : QString();
    }
    v4l2_capability facts{};
    if (::ioctl(node.fd(), VIDIOC_QUERYCAP, &facts) < 0) {
        return {};
    }
    const auto can =
        (facts.capabilities & V4L2_CAP_DEVICE_CAPS) != 0 ? facts.device_caps : std::uint32_t{facts.capabilities};
    if ((can & V4L2_CAP_VIDEO_CAPTURE) == 0 || (can & V4L2_CAP_STREAMING) == 0) {
        return {};
    }
    const auto* card = reinterpret_cast<const char*>(facts.card);
    const auto name = QString::fromUtf8(card, static_cast<qsizetype>(qstrnlen(card, sizeof facts.card))).trimmed();
    return name.isEmpty() ? device : name;
}

/// Why no memory for frames is to be had of this device: errno, 0 when it is. Whoever else streams from it has all of
/// it. Qt 6.4 goes on without, and falls over the first frame.
int claimed(int fd) {
    v4l2_requestbuffers request{};
    request.count = 1;
    request.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    request.memory = V4L2_MEMORY_MMAP;
    if (::ioctl(fd, VIDIOC_REQBUFS, &request) < 0) {
        return errno;
    }
    request.count = 0;  // and given back
    (void)::ioctl(fd, VIDIOC_REQBUFS, &request);
    return 0;
}

}  // namespace

QList<CameraDevice> cameraNodes() {
    const QDir folder(QStringLiteral("/dev"));
    auto devices = folder.entryList({QStringLiteral("video*")}, QDir::System);
    // video10 after video9
    std::ranges::sort(devices, {}, [](const QString& name) { return std::pair(name.size(), name); });
    QList<CameraDevice> out;
    for (const auto& device : std::as_const(devices)) {
        const auto path = folder.filePath(device);
        if (const auto name = nameOf(path, device); !name.isNull()) {
            out.append({path, name});
        }
    }
    return out;
}

QString cameraObstacle(const QString& id) {
    const Node node(id);
    switch (node.fd() < 0 ? node.error() : claimed(node.fd())) {
        case 0:
            return {};
        case EACCES:
        case EPERM:
            return QStringLiteral("camera-denied");
        case ENODEV:
        case ENOENT:
        case ENXIO:
        case ENOTTY:  // no camera, or none any more
            return QStringLiteral("camera-lost");
        default:
            return QStringLiteral("camera-busy");
    }
}

#else

QList<CameraDevice> cameraNodes() {
    QList<CameraDevice> out;
    for (const auto& device : QMediaDevices::videoInputs()) {
        out.append({QString::fromUtf8(device.id()), device.description()});
    }
    return out;
}

QString cameraObstacle(const QString&) {
    return {};
}

#endif

}  // namespace nightjar
