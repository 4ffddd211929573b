// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "emulatedcamera.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstring>
#include <map>
#include <mutex>
#include <vector>

namespace nightjar::test {

namespace {

/// Room for a frame of any kind, in whole pages.
constexpr std::uint32_t bufferBytes = 2 * EmulatedCamera::jpegWidth * EmulatedCamera::jpegHeight;

/// One open file. The timer is what is opened in truth: it can be waited for as the device could.
struct Handle {
    bool jpeg = false;
    std::vector<void*> buffers;
    std::vector<v4l2_buffer> queued;
};

std::recursive_mutex guard;
std::map<int, Handle>& handles() {
    static auto& all = *new std::map<int, Handle>;  // files are closed until the very end
    return all;
}

bool isOurs(const char* path) {
    return path && (std::strcmp(path, EmulatedCamera::path) == 0 || std::strcmp(path, EmulatedCamera::jpegPath) == 0);
}

int openCamera(const char* path) {
    if (EmulatedCamera::gone) {
        errno = ENODEV;
        return -1;
    }
    if (EmulatedCamera::denied) {
        errno = EACCES;
        return -1;
    }
    const int fd = ::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    const std::lock_guard lock(guard);
    handles()[fd].jpeg = std::strcmp(path, EmulatedCamera::jpegPath) == 0;
    ++EmulatedCamera::open;
    return fd;
}

void setRate(int fd, long nanoseconds) {
    const itimerspec spec{{0, nanoseconds}, {0, nanoseconds}};
    ::timerfd_settime(fd, 0, &spec, nullptr);
}

void fillFormat(v4l2_format& format, bool jpeg) {
    auto& pix = format.fmt.pix;
    pix = {};
    pix.width = jpeg ? EmulatedCamera::jpegWidth : EmulatedCamera::width;
    pix.height = jpeg ? EmulatedCamera::jpegHeight : EmulatedCamera::height;
    pix.pixelformat = jpeg ? V4L2_PIX_FMT_MJPEG : V4L2_PIX_FMT_YUYV;
    pix.bytesperline = jpeg ? 0 : 2 * EmulatedCamera::width;
    pix.sizeimage = pix.width * pix.height * 2;
    pix.colorspace = V4L2_COLORSPACE_SRGB;
    pix.field = V4L2_FIELD_NONE;
}

int refuse(int error) {
    errno = error;
    return -1;
}

int answerCamera(int fd, Handle& handle, unsigned long request, void* argument) {
    if (EmulatedCamera::gone) {
        return refuse(ENODEV);
    }
    switch (request) {
        case VIDIOC_QUERYCAP: {
            auto& facts = *static_cast<v4l2_capability*>(argument);
            facts = {};
            std::strcpy(reinterpret_cast<char*>(facts.card), EmulatedCamera::name);
            std::strcpy(reinterpret_cast<char*>(facts.driver), "emulated");
            facts.device_caps = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
            facts.capabilities = facts.device_caps | V4L2_CAP_DEVICE_CAPS;
            return 0;
        }
        case VIDIOC_ENUM_FMT: {
            auto& format = *static_cast<v4l2_fmtdesc*>(argument);
            if (format.index > 0) {
                return refuse(EINVAL);
            }
            format.pixelformat = handle.jpeg ? V4L2_PIX_FMT_MJPEG : V4L2_PIX_FMT_YUYV;
            return 0;
        }
        case VIDIOC_ENUM_FRAMESIZES: {
            auto& size = *static_cast<v4l2_frmsizeenum*>(argument);
            if (size.index > 0) {
                return refuse(EINVAL);
            }
            size.type = V4L2_FRMSIZE_TYPE_DISCRETE;
            size.discrete.width = handle.jpeg ? EmulatedCamera::jpegWidth : EmulatedCamera::width;
            size.discrete.height = handle.jpeg ? EmulatedCamera::jpegHeight : EmulatedCamera::height;
            return 0;
        }
        case VIDIOC_ENUM_FRAMEINTERVALS: {
            auto& interval = *static_cast<v4l2_frmivalenum*>(argument);
            if (interval.index > 0) {
                return refuse(EINVAL);
            }
            interval.type = V4L2_FRMIVAL_TYPE_DISCRETE;
            interval.discrete = {1, 30};
            return 0;
        }
        case VIDIOC_S_FMT:
        case VIDIOC_TRY_FMT:
        case VIDIOC_G_FMT:
            fillFormat(*static_cast<v4l2_format*>(argument), handle.jpeg);
            return 0;
        case VIDIOC_G_PARM:
        case VIDIOC_S_PARM:
            static_cast<v4l2_streamparm*>(argument)->parm.capture.timeperframe = {1, 30};
            return 0;
        case VIDIOC_REQBUFS: {
            const auto& wanted = *static_cast<v4l2_requestbuffers*>(argument);
            if (--EmulatedCamera::freeFor < 0) {
                return refuse(EBUSY);
            }
            handle.queued.clear();
            handle.buffers.assign(wanted.count, nullptr);
            return wanted.memory == V4L2_MEMORY_MMAP ? 0 : refuse(EINVAL);
        }
        case VIDIOC_QUERYBUF: {
            auto& buffer = *static_cast<v4l2_buffer*>(argument);
            if (buffer.index >= handle.buffers.size()) {
                return refuse(EINVAL);
            }
            buffer.length = bufferBytes;
            buffer.m.offset = buffer.index * bufferBytes;
            return 0;
        }
        case VIDIOC_QBUF:
            handle.queued.push_back(*static_cast<v4l2_buffer*>(argument));
            return 0;
        case VIDIOC_DQBUF: {
            std::uint64_t ticks = 0;
            if (::read(fd, &ticks, sizeof ticks) != sizeof ticks || handle.queued.empty()) {
                return refuse(EAGAIN);
            }
            auto buffer = handle.queued.front();
            handle.queued.erase(handle.queued.begin());
            const auto& frame = handle.jpeg ? EmulatedCamera::jpeg : EmulatedCamera::yuyv;
            buffer.bytesused = static_cast<std::uint32_t>(frame.size());
            std::memcpy(handle.buffers.at(buffer.index), frame.constData(), buffer.bytesused);
            *static_cast<v4l2_buffer*>(argument) = buffer;
            return 0;
        }
        case VIDIOC_STREAMON:
            EmulatedCamera::streaming = true;
            if (!EmulatedCamera::silent) {
                setRate(fd, 33'000'000);
            }
            return 0;
        case VIDIOC_STREAMOFF:
            EmulatedCamera::streaming = false;
            setRate(fd, 0);
            return 0;
        default:
            return refuse(EINVAL);  // controls, which it has none of
    }
}

/// The memory of a buffer; null: it is not a file of ours.
void* mapBuffer(int fd, off64_t offset) {
    const std::lock_guard lock(guard);
    const auto found = handles().find(fd);
    if (found == handles().end()) {
        return nullptr;
    }
    const int memory = ::memfd_create("frame", MFD_CLOEXEC);
    (void)!::ftruncate(memory, bufferBytes);
    auto* const bytes = ::mmap(nullptr, bufferBytes, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
    ::close(memory);
    found->second.buffers.at(static_cast<std::size_t>(offset) / bufferBytes) = bytes;
    return bytes;
}

template <class F>
F* next(const char* name) {
    return reinterpret_cast<F*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

bool EmulatedCamera::plugIn() {
    const auto uid = ::geteuid();
    if (::unshare(CLONE_NEWNS) < 0) {
        if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) < 0) {
            return false;
        }
        const auto tell = [](const char* file, const std::string& text) {
            const int fd = ::open(file, O_WRONLY);
            (void)!::write(fd, text.data(), text.size());
            ::close(fd);
        };
        tell("/proc/self/setgroups", "deny");
        tell("/proc/self/uid_map", "0 " + std::to_string(uid) + " 1");
    }
    // Nothing of this is seen outside.
    if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) < 0) {
        return false;
    }
    char folder[] = "/tmp/nightjar-dev-XXXXXX";
    if (!::mkdtemp(folder) || ::mount("none", folder, "tmpfs", 0, nullptr) < 0) {
        return false;
    }
    for (const std::string file : {"null", "urandom"}) {
        const auto place = std::string(folder) + '/' + file;
        ::close(::open(place.c_str(), O_WRONLY | O_CREAT, 0600));
        (void)::mount(("/dev/" + file).c_str(), place.c_str(), nullptr, MS_BIND, nullptr);
    }
    if (::mount(folder, "/dev", nullptr, MS_MOVE, nullptr) < 0) {
        return false;
    }
    ::rmdir(folder);
    return ::mkfifo(path, 0600) == 0 && ::mkfifo(jpegPath, 0600) == 0;
}

void EmulatedCamera::unplug() {
    gone = true;
    ::unlink(path);
    ::unlink(jpegPath);
}

}  // namespace nightjar::test

// ---- in front of the C library

using namespace nightjar::test;

extern "C" {

int open(const char* path, int flags, ...) {
    if (isOurs(path)) {
        return openCamera(path);
    }
    va_list arguments;
    va_start(arguments, flags);
    const auto mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, unsigned) : 0U;
    va_end(arguments);
    static auto* real = next<int(const char*, int, ...)>("open");
    return real(path, flags, mode);
}

int open64(const char* path, int flags, ...) {
    if (isOurs(path)) {
        return openCamera(path);
    }
    va_list arguments;
    va_start(arguments, flags);
    const auto mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, unsigned) : 0U;
    va_end(arguments);
    static auto* real = next<int(const char*, int, ...)>("open64");
    return real(path, flags, mode);
}

void* mmap(void* address, size_t length, int protection, int flags, int fd, off_t offset) {
    if (fd >= 0) {
        if (auto* const ours = mapBuffer(fd, offset)) {
            return ours;
        }
    }
    static auto* real = next<void*(void*, size_t, int, int, int, off_t)>("mmap");
    return real(address, length, protection, flags, fd, offset);
}

void* mmap64(void* address, size_t length, int protection, int flags, int fd, off64_t offset) {
    return mmap(address, length, protection, flags, fd, offset);
}

int ioctl(int fd, unsigned long request, ...) {
    va_list arguments;
    va_start(arguments, request);
    auto* argument = va_arg(arguments, void*);
    va_end(arguments);
    {
        const std::lock_guard lock(guard);
        if (const auto found = handles().find(fd); found != handles().end()) {
            return answerCamera(fd, found->second, request, argument);
        }
    }
    static auto* real = next<int(int, unsigned long, ...)>("ioctl");
    return real(fd, request, argument);
}

int close(int fd) {
    {
        const std::lock_guard lock(guard);
        if (handles().erase(fd) > 0) {
            --EmulatedCamera::open;
        }
    }
    static auto* real = next<int(int)>("close");
    return real(fd);
}
}
