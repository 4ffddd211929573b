// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "runtime/posixfile.h"

#include <unistd.h>

#include <cerrno>

namespace nightjar::runtime {

PosixError::operator vault::DiskError() const {
    switch (number) {
        case ENOENT:
        case ENOTDIR:
            return vault::DiskError::NotFound;
        case EEXIST:
            return vault::DiskError::Exists;
        case ENOSPC:
        case EDQUOT:
            return vault::DiskError::Full;
        case EROFS:
        case EACCES:
        case EPERM:
            return vault::DiskError::ReadOnly;
        default:
            return vault::DiskError::Io;
    }
}

PosixError::operator store::BlobError() const {
    switch (number) {
        case ENOENT:
        case ENOTDIR:
        case EISDIR:
            return store::BlobError::Missing;
        case ENOSPC:
        case EDQUOT:
        case EFBIG:
            return store::BlobError::Full;
        case EROFS:
        case EACCES:
        case EPERM:
            return store::BlobError::Denied;
        default:
            return store::BlobError::Io;
    }
}

Result<void, PosixError> writeAll(int descriptor, std::uint64_t offset, ByteView bytes) {
    while (!bytes.empty()) {
        const auto done = ::pwrite(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (done < 0 && errno == EINTR) {
            continue;
        }
        if (done <= 0) {
            return failure<PosixError>(done < 0 ? errno : EIO);
        }
        bytes = bytes.subspan(static_cast<std::size_t>(done));
        offset += static_cast<std::uint64_t>(done);
    }
    return {};
}

}  // namespace nightjar::runtime
