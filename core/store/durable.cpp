// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "store/durable.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "store/logfile.h"

namespace nightjar::store {

namespace {

constexpr mode_t ownerFile = 0600;
constexpr std::uint64_t mostOverwritten = 16ULL * 1024 * 1024;

/// Closes by itself.
class Open {
public:
    Open(const std::string& path, int flags) : m_descriptor(::open(path.c_str(), flags | O_CLOEXEC, ownerFile)) {}
    ~Open() {
        if (m_descriptor >= 0) {
            ::close(m_descriptor);
        }
    }
    Open(const Open&) = delete;
    Open& operator=(const Open&) = delete;
    [[nodiscard]] bool valid() const { return m_descriptor >= 0; }
    [[nodiscard]] int get() const { return m_descriptor; }

private:
    int m_descriptor;
};

Unexpected<StoreError> lastError() {
    return Unexpected{errorOfErrno(errno, StoreError::Io)};
}

bool writeAll(int descriptor, ByteView bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR) {
            return false;
        }
        bytes = bytes.subspan(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
    }
    return true;
}

Result<void, StoreError> syncFolderOf(const std::string& path) {
    const auto slash = path.rfind('/');
    const Open folder(slash == std::string::npos ? std::string(".") : path.substr(0, slash + 1),
                      O_RDONLY | O_DIRECTORY);
    return folder.valid() && ::fsync(folder.get()) == 0 ? Result<void, StoreError>() : lastError();
}

}  // namespace

Result<void, StoreError> writeFile(const std::string& path, ByteView bytes) {
    const Open file(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW);
    if (!file.valid() || !writeAll(file.get(), bytes) || ::fsync(file.get()) != 0) {
        return lastError();
    }
    return syncFolderOf(path);
}

Result<Bytes, StoreError> readFile(const std::string& path, std::size_t most) {
    const Open file(path, O_RDONLY | O_NOFOLLOW);
    struct stat status {};
    if (!file.valid() || ::fstat(file.get(), &status) != 0) {
        return lastError();
    }
    if (!S_ISREG(status.st_mode) || static_cast<std::uint64_t>(status.st_size) > most) {
        return Unexpected{StoreError::Damaged};
    }
    Bytes out(static_cast<std::size_t>(status.st_size));
    for (std::size_t at = 0; at < out.size();) {
        const auto got = ::read(file.get(), out.data() + at, out.size() - at);
        if (got == 0 || (got < 0 && errno != EINTR)) {
            return lastError();
        }
        at += static_cast<std::size_t>(std::max<ssize_t>(got, 0));
    }
    return out;
}

Result<Bytes, StoreError> readPart(const std::string& path, std::uint64_t offset, std::size_t most) {
    const Open file(path, O_RDONLY | O_NOFOLLOW);
    if (!file.valid()) {
        return lastError();
    }
    Bytes out(most);
    std::size_t at = 0;
    while (at < out.size()) {
        const auto got = ::pread(file.get(), out.data() + at, out.size() - at, static_cast<off_t>(offset + at));
        if (got < 0 && errno != EINTR) {
            return lastError();
        }
        if (got == 0) {
            break;
        }
        at += static_cast<std::size_t>(std::max<ssize_t>(got, 0));
    }
    out.resize(at);
    return out;
}

Result<NewFile, StoreError> NewFile::create(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, ownerFile);
    if (descriptor < 0) {
        return errno == EEXIST ? Unexpected{StoreError::Exists} : lastError();
    }
    return NewFile(path, descriptor);
}

NewFile::NewFile(NewFile&& other) noexcept
    : m_path(std::move(other.m_path)), m_descriptor(std::exchange(other.m_descriptor, -1)) {
}

NewFile& NewFile::operator=(NewFile&& other) noexcept {
    std::swap(m_path, other.m_path);
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

NewFile::~NewFile() {
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
    }
}

Result<void, StoreError> NewFile::append(ByteView bytes) {
    return writeAll(m_descriptor, bytes) ? Result<void, StoreError>() : lastError();
}

Result<void, StoreError> NewFile::finish() {
    if (::fsync(m_descriptor) != 0) {
        return lastError();
    }
    ::close(std::exchange(m_descriptor, -1));
    return syncFolderOf(m_path);
}

Result<void, StoreError> makeFolder(const std::string& path) {
    if (::mkdir(path.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
        return lastError();
    }
    return syncFolderOf(path);
}

Result<void, StoreError> syncFile(const std::string& path) {
    const Open file(path, O_RDWR);
    if (!file.valid() || ::fsync(file.get()) != 0) {
        return lastError();
    }
    return syncFolderOf(path);
}

Result<void, StoreError> renameFile(const std::string& from, const std::string& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) {
        return lastError();
    }
    return syncFolderOf(to);
}

Result<void, StoreError> shredFile(const std::string& path) {
    {
        const Open file(path, O_WRONLY | O_NOFOLLOW);
        struct stat status {};
        if (file.valid() && ::fstat(file.get(), &status) == 0 && S_ISREG(status.st_mode)) {
            const Bytes zeros(64 * 1024);
            auto left = std::min(static_cast<std::uint64_t>(status.st_size), mostOverwritten);
            while (left > 0) {
                const auto part = std::min<std::uint64_t>(left, zeros.size());
                if (!writeAll(file.get(), ByteView(zeros).first(static_cast<std::size_t>(part)))) {
                    break;  // removing it is what is left to do
                }
                left -= part;
            }
            (void)::fsync(file.get());
        }
    }
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) {
        return lastError();
    }
    return syncFolderOf(path);
}

std::uint64_t freeBytesBeside(const std::string& path) {
    struct statvfs system {};
    if (::statvfs(path.c_str(), &system) != 0) {
        return 0;
    }
    return std::uint64_t{system.f_bavail} * system.f_frsize;
}

}  // namespace nightjar::store
