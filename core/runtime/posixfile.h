// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "store/blobdisk.h"
#include "vault/disk.h"

namespace nightjar::runtime {

/// What a system call that failed says with errno; each port has its own words for it.
struct PosixError {
    int number = 0;
    operator vault::DiskError() const;  // NOLINT(google-explicit-constructor)
    operator store::BlobError() const;  // NOLINT(google-explicit-constructor)
};

/// The Result of a call that failed with this errno.
template <class Error>
[[nodiscard]] Unexpected<Error> failure(int number) {
    return {PosixError{number}};
}

/// All bytes, from `offset` on.
[[nodiscard]] Result<void, PosixError> writeAll(int descriptor, std::uint64_t offset, ByteView bytes);

}  // namespace nightjar::runtime
