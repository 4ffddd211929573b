// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "runtime/disk.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <utility>

#include "base/random.h"
#include "runtime/descriptor.h"
#include "runtime/posixfile.h"

namespace nightjar::runtime {

namespace {

using vault::DiskError;

constexpr mode_t ownerFile = 0600;
constexpr mode_t ownerFolder = 0700;
// Overwriting is extra: what makes a container unreadable is the loss of its key. Beyond this a large file would only
// wear the device out.
constexpr off_t shredLimit = 16 * 1024 * 1024;
constexpr std::size_t shredChunk = 64 * 1024;

/// Asks the device, not only its cache, where the system can.
bool sync(int descriptor) {
#ifdef F_FULLFSYNC
    if (::fcntl(descriptor, F_FULLFSYNC) == 0) {
        return true;
    }
#endif
    return ::fsync(descriptor) == 0;
}

/// Names in a folder are data of the folder.
Result<void, DiskError> syncFolderOf(const std::string& path) {
    const auto folder = std::filesystem::path(path).parent_path();
    const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!descriptor.valid()) {
        return failure<DiskError>(errno);
    }
    // Some file systems cannot sync a folder; there is nothing better to do on them.
    if (!sync(descriptor.get()) && errno != EINVAL) {
        return failure<DiskError>(errno);
    }
    return {};
}

Result<void, DiskError> shredFile(const std::string& path, off_t size) {
    {
        const Descriptor descriptor(::open(path.c_str(), O_WRONLY | O_NOFOLLOW | O_CLOEXEC));
        if (!descriptor.valid()) {
            return failure<DiskError>(errno);
        }
        SystemRandom random;
        Bytes noise(shredChunk);
        for (off_t at = 0; at < std::min(size, shredLimit);) {
            const auto count = static_cast<std::size_t>(
                std::min<off_t>(static_cast<off_t>(noise.size()), std::min(size, shredLimit) - at));
            random.fill(noise);
            if (!writeAll(descriptor.get(), static_cast<std::uint64_t>(at), ByteView(noise).first(count))) {
                break;  // removing it is still better than keeping it
            }
            at += static_cast<off_t>(count);
        }
        (void)sync(descriptor.get());
    }
    return ::unlink(path.c_str()) == 0 ? Result<void, DiskError>() : failure<DiskError>(errno);
}

/// Files, folders and what is in them; links are removed, not followed.
Result<void, DiskError> shredTree(const std::string& path) {
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0) {
        return errno == ENOENT ? Result<void, DiskError>() : failure<DiskError>(errno);
    }
    if (S_ISREG(status.st_mode)) {
        return shredFile(path, status.st_size);
    }
    if (!S_ISDIR(status.st_mode)) {
        return ::unlink(path.c_str()) == 0 ? Result<void, DiskError>() : failure<DiskError>(errno);
    }
    std::error_code error;
    std::vector<std::string> children;
    for (std::filesystem::directory_iterator it(path, error), end; !error && it != end; it.increment(error)) {
        children.push_back(it->path().string());
    }
    if (error) {
        return failure<DiskError>(error.value());
    }
    for (const auto& child : children) {
        if (auto done = shredTree(child); !done) {
            return done;
        }
    }
    return ::rmdir(path.c_str()) == 0 ? Result<void, DiskError>() : failure<DiskError>(errno);
}

Result<void, DiskError> makeFolders(const std::string& path) {
    std::error_code error;
    const std::filesystem::path folder(path);
    if (std::filesystem::is_directory(folder, error)) {
        return {};
    }
    if (folder.has_parent_path() && folder.parent_path() != folder) {
        std::filesystem::create_directories(folder.parent_path(), error);
        if (error) {
            return failure<DiskError>(error.value());
        }
    }
    if (::mkdir(path.c_str(), ownerFolder) != 0 && errno != EEXIST) {
        return failure<DiskError>(errno);
    }
    return syncFolderOf(path);
}

}  // namespace

FolderDisk::FolderDisk(std::string folder) : m_folder(std::filesystem::absolute(folder).lexically_normal().string()) {
    while (m_folder.size() > 1 && m_folder.back() == '/') {
        m_folder.pop_back();
    }
}

std::string FolderDisk::pathOf(std::string_view name) const {
    return name.empty() ? m_folder : m_folder + "/" + std::string(name);
}

Result<Bytes, DiskError> FolderDisk::read(std::string_view name, std::size_t most) {
    const Descriptor descriptor(::open(pathOf(name).c_str(), O_RDONLY | O_CLOEXEC));
    struct stat status {};
    if (!descriptor.valid() || ::fstat(descriptor.get(), &status) != 0) {
        return failure<DiskError>(errno);
    }
    if (!S_ISREG(status.st_mode)) {
        return failure<DiskError>(EIO);
    }
    if (status.st_size > static_cast<off_t>(most)) {
        return Unexpected{DiskError::TooLarge};
    }
    Bytes out(static_cast<std::size_t>(status.st_size));
    std::size_t have = 0;
    while (have < out.size()) {
        const auto count = ::read(descriptor.get(), out.data() + have, out.size() - have);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return failure<DiskError>(errno);
        }
        if (count == 0) {
            break;
        }
        have += static_cast<std::size_t>(count);
    }
    out.resize(have);
    return out;
}

Result<void, DiskError> FolderDisk::overwrite(std::string_view name, std::size_t offset, ByteView bytes) {
    const Descriptor descriptor(::open(pathOf(name).c_str(), O_WRONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!descriptor.valid()) {
        return failure<DiskError>(errno);
    }
    if (const auto done = writeAll(descriptor.get(), offset, bytes); !done) {
        return Unexpected<DiskError>{done.error()};
    }
    return sync(descriptor.get()) ? Result<void, DiskError>() : failure<DiskError>(errno);
}

Result<void, DiskError> FolderDisk::create(std::string_view name, ByteView bytes) {
    if (auto done = ensureFolder(); !done) {
        return done;
    }
    const auto path = pathOf(name);
    Result<void, DiskError> done;
    {
        const Descriptor descriptor(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, ownerFile));
        if (!descriptor.valid()) {
            return failure<DiskError>(errno);
        }
        if (const auto written = writeAll(descriptor.get(), 0, bytes); !written) {
            done = Unexpected<DiskError>{written.error()};
        } else if (!sync(descriptor.get())) {
            done = failure<DiskError>(errno);
        }
    }
    if (!done) {
        ::unlink(path.c_str());
        return done;
    }
    return syncFolderOf(path);
}

Result<void, DiskError> FolderDisk::rename(std::string_view from, std::string_view to) {
    const auto target = pathOf(to);
    if (::rename(pathOf(from).c_str(), target.c_str()) != 0) {
        return failure<DiskError>(errno);
    }
    return syncFolderOf(target);
}

Result<void, DiskError> FolderDisk::makeFolder(std::string_view name) {
    if (auto done = ensureFolder(); !done) {
        return done;
    }
    return makeFolders(pathOf(name));
}

Result<std::vector<std::string>, DiskError> FolderDisk::list(std::string_view folder) {
    std::error_code error;
    std::vector<std::string> out;
    for (std::filesystem::directory_iterator it(pathOf(folder), error), end; !error && it != end; it.increment(error)) {
        out.push_back(it->path().filename().string());
    }
    if (error) {
        return failure<DiskError>(error.value());
    }
    std::sort(out.begin(), out.end());
    return out;
}

Result<void, DiskError> FolderDisk::shred(std::string_view name) {
    const auto path = pathOf(name);
    if (auto done = shredTree(path); !done) {
        return done;
    }
    auto synced = syncFolderOf(path);
    return !synced && synced.error() == DiskError::NotFound ? Result<void, DiskError>() : synced;
}

Result<std::uint64_t, DiskError> FolderDisk::freeSpace() {
    struct statvfs status {};
    if (::statvfs(m_folder.c_str(), &status) != 0) {
        return failure<DiskError>(errno);
    }
    return static_cast<std::uint64_t>(status.f_bavail) * status.f_frsize;
}

Result<void, DiskError> FolderDisk::ensureFolder() {
    return makeFolders(m_folder);
}

Result<ProfileLock, ProfileLock::Error> ProfileLock::take(const std::string& folder) {
    const FolderDisk disk(folder);
    if (!makeFolders(disk.folder())) {
        return Unexpected{Error::Disk};
    }
    const int descriptor = ::open(disk.pathOf("lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, ownerFile);
    if (descriptor < 0) {
        return Unexpected{Error::Disk};
    }
    ProfileLock lock(descriptor);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        return Unexpected{errno == EWOULDBLOCK ? Error::InUse : Error::Disk};
    }
    return lock;
}

ProfileLock::ProfileLock(ProfileLock&& other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {
}

ProfileLock& ProfileLock::operator=(ProfileLock&& other) noexcept {
    if (this != &other) {
        release();
        m_descriptor = std::exchange(other.m_descriptor, -1);
    }
    return *this;
}

ProfileLock::~ProfileLock() {
    release();
}

void ProfileLock::release() {
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
        m_descriptor = -1;
    }
}

}  // namespace nightjar::runtime
