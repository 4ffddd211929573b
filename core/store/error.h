// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <cstdint>
#include <string_view>

namespace nightjar::store {

/// Why a store could not be opened, read or written. Whatever the reason: nothing that could not be read has been
/// overwritten.
enum class StoreError : std::uint8_t {
    NotFound,  ///< no file of that name
    Exists,    ///< asked to create what is already there
    Locked,    ///< another process is writing and did not finish within the busy timeout
    WrongKey,  ///< the key does not belong to this file (or the file never was a container)
    Damaged,   ///< the right key, but pages fail their check or contradict each other
    Foreign,   ///< a sound database that some other program made
    TooNew,    ///< made by a newer Nightjar, whose schema this one does not know
    DiskFull,
    ReadOnly,  ///< the file or its folder may not be written
    Io,        ///< the device failed to read or write
    Aborted,   ///< an inner transaction was abandoned, so the outer one cannot be committed
};

/// A stable, lower-case name such as "disk-full", for logs and test output.
[[nodiscard]] std::string_view storeErrorName(StoreError error);

}  // namespace nightjar::store
