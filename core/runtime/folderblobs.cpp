// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "runtime/folderblobs.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "runtime/descriptor.h"
#include "runtime/posixfile.h"

namespace nightjar::runtime {

namespace {

using store::BlobError;
using store::FileStamp;
using store::SourceInfo;

constexpr mode_t ownerFile = 0600;
constexpr mode_t ownerFolder = 0700;
/// A file that is being saved has this name in the same folder until it is complete.
constexpr const char* partSuffix = ".nightjar-part";

Result<void, BlobError> readAll(int descriptor, std::uint64_t offset, MutableByteView out) {
    while (!out.empty()) {
        const auto got = ::pread(descriptor, out.data(), out.size(), static_cast<off_t>(offset));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return failure<BlobError>(errno);
        }
        if (got == 0) {
            return Unexpected{BlobError::Missing};
        }
        out = out.subspan(static_cast<std::size_t>(got));
        offset += static_cast<std::uint64_t>(got);
    }
    return {};
}

Result<void, BlobError> writeAt(int descriptor, std::uint64_t offset, ByteView bytes) {
    const auto written = writeAll(descriptor, offset, bytes);
    return written ? Result<void, BlobError>() : Unexpected<BlobError>{written.error()};
}

SourceInfo infoOf(const struct stat& status) {
    const std::uint64_t words[] = {
        static_cast<std::uint64_t>(status.st_ino),
        static_cast<std::uint64_t>(status.st_mtim.tv_sec) * 1'000'000'000u +
            static_cast<std::uint64_t>(status.st_mtim.tv_nsec),
        static_cast<std::uint64_t>(status.st_size),
    };
    SourceInfo info;
    info.size = static_cast<std::uint64_t>(status.st_size);
    static_assert(sizeof(words) == std::tuple_size_v<FileStamp>);
    std::memcpy(info.stamp.data(), words, sizeof(words));
    return info;
}

/// Only regular files: a pipe would block, a device never end.
Result<SourceInfo, BlobError> inspectOpen(const Descriptor& descriptor) {
    struct stat status {};
    if (!descriptor.valid() || ::fstat(descriptor.get(), &status) != 0) {
        return failure<BlobError>(errno);
    }
    return S_ISREG(status.st_mode) ? Result<SourceInfo, BlobError>(infoOf(status)) : Unexpected{BlobError::Missing};
}

constexpr int readFlags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;

class FileTarget final : public store::BlobTarget {
public:
    FileTarget(int descriptor, std::string path) : m_descriptor(descriptor), m_path(std::move(path)) {}
    ~FileTarget() override {
        if (!m_finished) {
            ::unlink((m_path + partSuffix).c_str());
        }
    }
    Result<void, BlobError> append(ByteView bytes) override {
        auto written = writeAt(m_descriptor.get(), m_size, bytes);
        m_size += bytes.size();
        return written;
    }
    Result<void, BlobError> finish() override {
        if (::fsync(m_descriptor.get()) != 0 || ::rename((m_path + partSuffix).c_str(), m_path.c_str()) != 0) {
            return failure<BlobError>(errno);
        }
        m_finished = true;
        return {};
    }

private:
    Descriptor m_descriptor;
    std::string m_path;
    std::uint64_t m_size = 0;
    bool m_finished = false;
};

}  // namespace

Result<void, BlobError> FolderBlobs::read(const std::string& name, std::uint64_t offset, MutableByteView out) {
    const Descriptor descriptor(::open(pathOf(name).c_str(), readFlags));
    return descriptor.valid() ? readAll(descriptor.get(), offset, out) : failure<BlobError>(errno);
}

Result<std::size_t, BlobError> FolderBlobs::readSome(const std::string& name, std::uint64_t offset,
                                                     MutableByteView out) {
    const Descriptor descriptor(::open(pathOf(name).c_str(), readFlags));
    const auto info = inspectOpen(descriptor);
    if (!info) {
        return Unexpected{info.error()};
    }
    const auto there = info->size > offset ? info->size - offset : 0;
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(out.size(), there));
    const auto read = readAll(descriptor.get(), offset, out.first(size));
    return read ? Result<std::size_t, BlobError>(size) : Unexpected{read.error()};
}

Result<void, BlobError> FolderBlobs::write(const std::string& name, std::uint64_t offset, ByteView bytes) {
    constexpr int flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW;
    int opened = ::open(pathOf(name).c_str(), flags, ownerFile);
    if (opened < 0 && errno == ENOENT) {
        if (::mkdir(m_folder.c_str(), ownerFolder) != 0 && errno != EEXIST) {
            return failure<BlobError>(errno);
        }
        opened = ::open(pathOf(name).c_str(), flags, ownerFile);
    }
    const Descriptor descriptor(opened);
    return descriptor.valid() ? writeAt(descriptor.get(), offset, bytes) : failure<BlobError>(errno);
}

Result<void, BlobError> FolderBlobs::sync(const std::string& name) {
    const Descriptor descriptor(::open(pathOf(name).c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!descriptor.valid()) {
        return errno == ENOENT ? Result<void, BlobError>() : failure<BlobError>(errno);  // nothing was written
    }
    return ::fdatasync(descriptor.get()) == 0 ? Result<void, BlobError>() : failure<BlobError>(errno);
}

void FolderBlobs::remove(const std::string& name) {
    ::unlink(pathOf(name).c_str());
}

std::vector<std::string> FolderBlobs::list() {
    std::vector<std::string> out;
    std::error_code error;
    for (std::filesystem::directory_iterator it(m_folder, error), end; !error && it != end; it.increment(error)) {
        out.push_back(it->path().filename().string());
    }
    return out;
}

std::uint64_t FolderBlobs::freeSpace() {
    struct statvfs status {};
    const auto parent = std::filesystem::path(m_folder).parent_path().string();
    if (::statvfs(parent.c_str(), &status) != 0) {
        return 0;
    }
    return static_cast<std::uint64_t>(status.f_bavail) * status.f_frsize;
}

Result<SourceInfo, BlobError> FolderBlobs::inspect(const std::string& path) {
    return inspectOpen(Descriptor(::open(path.c_str(), readFlags)));
}

Result<void, BlobError> FolderBlobs::readSource(const std::string& path, const FileStamp& stamp, std::uint64_t offset,
                                                MutableByteView out) {
    const Descriptor descriptor(::open(path.c_str(), readFlags));
    const auto before = inspectOpen(descriptor);
    if (!before) {
        return Unexpected{before.error()};
    }
    if (before->stamp != stamp) {
        return Unexpected{BlobError::Changed};
    }
    auto read = readAll(descriptor.get(), offset, out);
    const auto after = inspectOpen(descriptor);
    if (!after || after->stamp != stamp) {
        return Unexpected{BlobError::Changed};
    }
    return read;
}

Result<std::unique_ptr<store::BlobTarget>, BlobError> FolderBlobs::create(const std::string& path) {
    const int descriptor =
        ::open((path + partSuffix).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, ownerFile);
    if (descriptor < 0) {
        return failure<BlobError>(errno);
    }
    return std::unique_ptr<store::BlobTarget>(std::make_unique<FileTarget>(descriptor, path));
}

}  // namespace nightjar::runtime
