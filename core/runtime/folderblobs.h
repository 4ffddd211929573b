// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "store/blobdisk.h"

namespace nightjar::runtime {

/// The blob folder of a container, and files of the user, on a real file system (POSIX).
class FolderBlobs final : public store::BlobDisk {
public:
    /// The folder is made, for its owner only, by the first write.
    explicit FolderBlobs(std::string folder) : m_folder(std::move(folder)) {}

    [[nodiscard]] Result<void, store::BlobError> read(const std::string& name, std::uint64_t offset,
                                                      MutableByteView out) override;
    [[nodiscard]] Result<std::size_t, store::BlobError> readSome(const std::string& name, std::uint64_t offset,
                                                                 MutableByteView out) override;
    [[nodiscard]] Result<void, store::BlobError> write(const std::string& name, std::uint64_t offset,
                                                       ByteView bytes) override;
    [[nodiscard]] Result<void, store::BlobError> sync(const std::string& name) override;
    void remove(const std::string& name) override;
    [[nodiscard]] std::vector<std::string> list() override;
    [[nodiscard]] std::uint64_t freeSpace() override;
    [[nodiscard]] Result<store::SourceInfo, store::BlobError> inspect(const std::string& path) override;
    [[nodiscard]] Result<void, store::BlobError> readSource(const std::string& path, const store::FileStamp& stamp,
                                                            std::uint64_t offset, MutableByteView out) override;
    [[nodiscard]] Result<std::unique_ptr<store::BlobTarget>, store::BlobError> create(const std::string& path) override;

private:
    [[nodiscard]] std::string pathOf(const std::string& name) const { return m_folder + "/" + name; }

    std::string m_folder;
};

}  // namespace nightjar::runtime
