// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <deque>
#include <map>

#include "engine/context.h"
#include "store/files.h"
#include "wire/content.h"
#include "wire/linkmessages.h"

namespace nightjar::engine {

struct Parts;

/// Files on their way (docs/protocol.md section 11). Whoever wants a file asks for the chunks that are missing, over
/// the link, and asks again after every interruption; whoever has it answers from the disk. So a transfer has no state
/// but what lies on the two disks, and goes on after anything.
///
/// A file of theirs is, seen from here:
///   offered    known, not asked for
///   waiting    wanted; there is no link, or nothing has come over it yet
///   moving     chunks come and are written, sealed as they are, into the blob folder
///   paused, failed, cancelled, done
/// The bitmap of chunks in the database follows the blob folder with a delay; after a crash what was written beyond it
/// is recognised by its tag and not fetched again.
class Transfers {
public:
    /// Without a disk there are no files: sending fails, and what arrives stays offered.
    Transfers(Parts& parts, std::unique_ptr<store::BlobDisk> disk) : m_parts(parts), m_disk(std::move(disk)) {}

    void send(const SendFile& command);
    void fetch(const FetchFile& command);
    void pause(const PauseTransfer& command);
    void resume(const ResumeTransfer& command);
    void cancel(const CancelTransfer& command);
    void save(const SaveFile& command);
    void read(const ReadFile& command);
    void list(const ListFiles& command);

    // Contents of the other side, in the caller's transaction.
    void fileArrived(const ContactId& contact, const wire::Content& content, wire::FileContent& file,
                     AfterCommit& after);
    void doneArrived(const ContactId& contact, const wire::FileDoneContent& done, AfterCommit& after);
    void endArrived(const ContactId& contact, const wire::FileEndContent& end, AfterCommit& after);
    /// The message goes, and its file with it; in the caller's transaction.
    void messageRemoved(const ContactId& contact, const MessageId& message, AfterCommit& after);

    /// One of FILE_*, over the link.
    void linkMessage(const ContactId& contact, ByteView message);
    void linkRaised(const ContactId& contact);
    void linkClosed(const ContactId& contact);
    void contactRemoved(const ContactId& contact);

    void start();
    void tick();
    /// Gives the links as much as they can carry now.
    void pump();
    [[nodiscard]] Instant nextDeadline() const;

private:
    using Key = std::pair<ContactId, store::BlobName>;
    /// What was told of a transfer last.
    struct Told {
        Instant at{};
        store::FileState state = store::FileState::Offered;
    };
    struct Receiving {
        store::FileRecord file;
        std::uint32_t missing = 0;  ///< chunks
        std::uint32_t asked = 0;    ///< chunks of the last FILE_WANT that have not come
        std::uint32_t unsaved = 0;  ///< chunks that the bitmap in the database does not know of
        Instant saveAt = never;
        Instant askAt{};
        Told told;
    };
    struct Sending {
        store::FileRecord file;
        std::deque<wire::ChunkRange> ranges;
        std::uint32_t given = 0;  ///< chunks that they have or that were given to the link
        Told told;
    };
    struct Saving {
        RequestId request = 0;
        store::FileRecord file;
        std::unique_ptr<store::BlobTarget> target;
        std::uint32_t next = 0;
    };

    // ours
    [[nodiscard]] std::optional<ErrorCode> fillOwn(const SendFile& command, store::FileRecord& file);
    [[nodiscard]] std::optional<ErrorCode> keep(store::FileRecord& file, ByteView content);
    void wanted(const ContactId& contact, const wire::FileWantMessage& want);
    [[nodiscard]] Result<Bytes, ErrorCode> sealedChunk(const store::FileRecord& file, std::uint32_t index);
    void sendingFailed(const Key& key, ErrorCode code);

    // theirs
    void begin(store::FileRecord file);
    void recover(Receiving& one);
    void ask(Receiving& one);
    void stopAsking(const ContactId& contact, const store::BlobName& blob);
    void chunkArrived(const ContactId& contact, const wire::FileChunkMessage& chunk);
    void saveProgress(Receiving& one);
    void complete(const Key& key);
    void receivingFailed(const Key& key, ErrorCode code);
    [[nodiscard]] bool wantsAtOnce(const ContactId& contact, const wire::FileContent& file) const;
    [[nodiscard]] bool hasRoomFor(std::uint64_t size) const;

    // both
    /// The one file of a message; answers the command when there is none.
    [[nodiscard]] std::optional<store::FileRecord> fileOf(RequestId request, const MessageId& message);
    [[nodiscard]] Result<Bytes, ErrorCode> plainChunk(const store::FileRecord& file, std::uint32_t index);
    void forget(const store::FileRecord& file);
    void tell(const store::FileRecord& file, Told* told = nullptr);
    void goOnSaving();

    Parts& m_parts;
    std::unique_ptr<store::BlobDisk> m_disk;
    std::map<Key, Receiving> m_receiving;
    std::map<Key, Sending> m_sending;
    std::deque<Saving> m_saving;
};

}  // namespace nightjar::engine
