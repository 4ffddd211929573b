// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/random.h"
#include "engine/group.h"
#include "errors.h"
#include "store/files.h"

namespace nightjar::engine {

/// The bytes of files on the disk: sealed chunks in the blob folder, and documents of the user that lie outside.
class FileShelf {
public:
    /// Without a disk nothing is there and nothing can be kept.
    FileShelf(std::unique_ptr<store::BlobDisk> disk, RandomSource& random)
        : m_disk(std::move(disk)), m_random(random) {}

    [[nodiscard]] bool exists() const { return m_disk != nullptr; }
    /// There is one.
    [[nodiscard]] store::BlobDisk& disk() const { return *m_disk; }
    /// Room for a file of so many bytes, and for messages beside it.
    [[nodiscard]] bool hasRoomFor(std::uint64_t size) const;

    /// Writes a content into the blob folder as chunks of this file; sets its size and local name.
    [[nodiscard]] std::optional<ErrorCode> keep(store::FileRecord& file, ByteView content);
    /// A chunk as it travels.
    [[nodiscard]] Result<Bytes, ErrorCode> sealedChunk(const store::FileRecord& file, std::uint32_t index);
    /// What of the file is in a chunk.
    [[nodiscard]] Result<Bytes, ErrorCode> plainChunk(const store::FileRecord& file, std::uint32_t index);
    /// Writes a chunk of theirs; FileDamaged when it is not what its place demands.
    [[nodiscard]] std::optional<ErrorCode> put(const store::FileRecord& file, std::uint32_t index, ByteView sealed);
    /// What lies in the blob folder at the place of this chunk is that chunk; nothing when the file ends before.
    [[nodiscard]] std::optional<bool> holds(const store::FileRecord& file, std::uint32_t index);
    [[nodiscard]] bool sync(const store::FileRecord& file);
    /// What lies in the blob folder goes, as soon as the store no longer knows it for certain: see removeDropped().
    void remove(const store::FileRecord& file) { remove(file.local); }
    void remove(const std::string& local);
    /// After the store was synced.
    void removeDropped();

private:
    std::unique_ptr<store::BlobDisk> m_disk;
    RandomSource& m_random;
    std::vector<std::string> m_dropped;  ///< names in the blob folder
};

inline constexpr std::size_t fileKeySize = 32;
/// Whether its blob lies under another key than that of its chunks on their way.
[[nodiscard]] bool isShared(const store::FileRecord& file);
/// A file of ours with the bytes of another that is here: the same blob, or the same document outside, under a name and
/// a key of its own on the way, so that a hub does not see that it is the same. So each member of a group gets what we
/// send there, and whoever gets what was forwarded.
[[nodiscard]] store::FileRecord shareOf(const store::FileRecord& file, const ContactId& contact, RandomSource& random);
/// Of a share: what stands in a group's conversation for what each of its members gets. It travels nowhere itself.
void standForAll(store::FileRecord& share);
/// What the sessions of a group carry of a file of ours (Group::postEach): each a share of its own, which is stored and
/// added to `shares`. All of it has to outlive what is returned.
[[nodiscard]] Group::Make sharing(Context& context, const store::FileRecord& own,
                                  const std::function<wire::ContentBody(const store::FileRecord&)>& contentOf,
                                  std::vector<store::FileRecord>& shares);

/// Copies a file between two blob folders under another name and another key (of 32 bytes), a chunk at a time, to the
/// disk.
[[nodiscard]] Result<void, store::BlobError> sealAnew(store::BlobDisk& from, const store::FileRecord& file,
                                                      store::BlobDisk& to, const store::FileRecord& fresh,
                                                      RandomSource& random);

/// In words: why a file of this side, or the blob folder, cannot be used.
[[nodiscard]] ErrorCode errorOf(store::BlobError error);
/// The same of a path that a person chose to save to.
[[nodiscard]] ErrorCode errorOfTarget(store::BlobError error);

}  // namespace nightjar::engine
