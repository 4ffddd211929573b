// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <memory>

#include "vault/disk.h"

namespace nightjar::runtime {

/// A profile folder on a real file system (POSIX).
class FolderDisk final : public vault::Disk {
public:
    /// The folder is made, for its owner only, by the first call that writes.
    explicit FolderDisk(std::string folder);

    [[nodiscard]] Result<Bytes, vault::DiskError> read(std::string_view name, std::size_t most) override;
    [[nodiscard]] Result<void, vault::DiskError> overwrite(std::string_view name, std::size_t offset,
                                                           ByteView bytes) override;
    [[nodiscard]] Result<void, vault::DiskError> create(std::string_view name, ByteView bytes) override;
    [[nodiscard]] Result<void, vault::DiskError> rename(std::string_view from, std::string_view to) override;
    [[nodiscard]] Result<void, vault::DiskError> makeFolder(std::string_view name) override;
    [[nodiscard]] Result<std::vector<std::string>, vault::DiskError> list(std::string_view folder) override;
    [[nodiscard]] Result<void, vault::DiskError> shred(std::string_view name) override;
    [[nodiscard]] Result<std::uint64_t, vault::DiskError> freeSpace() override;

    [[nodiscard]] const std::string& folder() const { return m_folder; }
    /// The full path of a name in the folder.
    [[nodiscard]] std::string pathOf(std::string_view name) const;

private:
    [[nodiscard]] Result<void, vault::DiskError> ensureFolder();

    std::string m_folder;
};

/// Keeps a profile folder to one process: held while this object lives, released by the system if the process dies.
class ProfileLock {
public:
    enum class Error : std::uint8_t {
        InUse,  ///< another process has the profile open
        Disk,   ///< the lock file cannot be made (read-only, full, no permission)
    };
    /// Takes `folder`/lock without waiting; makes the folder if needed.
    [[nodiscard]] static Result<ProfileLock, Error> take(const std::string& folder);

    ProfileLock(ProfileLock&& other) noexcept;
    ProfileLock& operator=(ProfileLock&& other) noexcept;
    ProfileLock(const ProfileLock&) = delete;
    ProfileLock& operator=(const ProfileLock&) = delete;
    ~ProfileLock();

private:
    explicit ProfileLock(int descriptor) : m_descriptor(descriptor) {}
    void release();
    int m_descriptor = -1;
};

}  // namespace nightjar::runtime
