// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <map>
#include <memory>
#include <string>

#include "store/blobdisk.h"

namespace nightjar::sim {

/// What lies on the disk of a simulated device besides the database; survives that the device is switched off.
struct DeviceFiles {
    struct Document {
        Bytes content;
        std::uint64_t version = 0;
    };
    std::map<std::string, Bytes> blobs;
    std::map<std::string, Document> documents;  ///< of the user, by path
    std::uint64_t room = UINT64_MAX;            ///< bytes that blobs may still take
    std::uint64_t claimedRoom = UINT64_MAX;     ///< what freeSpace() tells at most
    std::size_t writes = 0;                     ///< of chunks

    void put(const std::string& path, Bytes content) { documents[path] = {std::move(content), ++versions}; }
    std::uint64_t versions = 0;
};

[[nodiscard]] std::unique_ptr<store::BlobDisk> makeMemoryBlobs(DeviceFiles& files);

}  // namespace nightjar::sim
