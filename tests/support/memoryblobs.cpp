// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "support/memoryblobs.h"

#include <algorithm>

namespace nightjar::sim {

namespace {

using store::BlobError;

class MemoryTarget final : public store::BlobTarget {
public:
    MemoryTarget(DeviceFiles& files, std::string path) : m_files(files), m_path(std::move(path)) {}
    Result<void, BlobError> append(ByteView bytes) override {
        nightjar::append(m_content, bytes);
        return {};
    }
    Result<void, BlobError> finish() override {
        m_files.put(m_path, std::move(m_content));
        return {};
    }

private:
    DeviceFiles& m_files;
    std::string m_path;
    Bytes m_content;
};

class MemoryBlobs final : public store::BlobDisk {
public:
    explicit MemoryBlobs(DeviceFiles& files) : m_files(files) {}

    Result<std::size_t, BlobError> readSome(const std::string& name, std::uint64_t offset,
                                            MutableByteView out) override {
        const auto found = m_files.blobs.find(name);
        if (found == m_files.blobs.end()) {
            return Unexpected{BlobError::Missing};
        }
        const auto there = found->second.size() > offset ? found->second.size() - static_cast<std::size_t>(offset) : 0;
        const auto size = std::min(out.size(), there);
        std::copy_n(found->second.begin() + static_cast<std::ptrdiff_t>(offset), size, out.begin());
        return size;
    }
    Result<void, BlobError> read(const std::string& name, std::uint64_t offset, MutableByteView out) override {
        const auto found = m_files.blobs.find(name);
        return found == m_files.blobs.end() ? Unexpected{BlobError::Missing} : copy(found->second, offset, out);
    }
    Result<void, BlobError> write(const std::string& name, std::uint64_t offset, ByteView bytes) override {
        auto& blob = m_files.blobs[name];
        const auto end = static_cast<std::size_t>(offset) + bytes.size();
        const auto more = end > blob.size() ? end - blob.size() : 0;
        if (more > m_files.room) {
            return Unexpected{BlobError::Full};
        }
        m_files.room -= m_files.room == UINT64_MAX ? 0 : more;
        blob.resize(std::max(blob.size(), end));
        std::copy(bytes.begin(), bytes.end(), blob.begin() + static_cast<std::ptrdiff_t>(offset));
        ++m_files.writes;
        return {};
    }
    Result<void, BlobError> sync(const std::string&) override { return {}; }
    void remove(const std::string& name) override { m_files.blobs.erase(name); }
    std::vector<std::string> list() override {
        std::vector<std::string> out;
        for (const auto& [name, content] : m_files.blobs) {
            out.push_back(name);
        }
        return out;
    }
    std::uint64_t freeSpace() override { return std::min(m_files.room, m_files.claimedRoom); }
    Result<store::SourceInfo, BlobError> inspect(const std::string& path) override {
        const auto found = m_files.documents.find(path);
        if (found == m_files.documents.end()) {
            return Unexpected{BlobError::Missing};
        }
        return store::SourceInfo{found->second.content.size(), stampOf(found->second)};
    }
    Result<void, BlobError> readSource(const std::string& path, const store::FileStamp& stamp, std::uint64_t offset,
                                       MutableByteView out) override {
        const auto found = m_files.documents.find(path);
        if (found == m_files.documents.end()) {
            return Unexpected{BlobError::Missing};
        }
        return stampOf(found->second) == stamp ? copy(found->second.content, offset, out)
                                               : Unexpected{BlobError::Changed};
    }
    Result<std::unique_ptr<store::BlobTarget>, BlobError> create(const std::string& path) override {
        return std::unique_ptr<store::BlobTarget>(std::make_unique<MemoryTarget>(m_files, path));
    }

private:
    static store::FileStamp stampOf(const DeviceFiles::Document& document) {
        store::FileStamp stamp{};
        std::memcpy(stamp.data(), &document.version, sizeof(document.version));
        return stamp;
    }
    static Result<void, BlobError> copy(const Bytes& from, std::uint64_t offset, MutableByteView out) {
        if (offset > from.size() || out.size() > from.size() - offset) {
            return Unexpected{BlobError::Missing};
        }
        std::copy_n(from.begin() + static_cast<std::ptrdiff_t>(offset), out.size(), out.begin());
        return {};
    }

    DeviceFiles& m_files;
};

}  // namespace

std::unique_ptr<store::BlobDisk> makeMemoryBlobs(DeviceFiles& files) {
    return std::make_unique<MemoryBlobs>(files);
}

}  // namespace nightjar::sim
