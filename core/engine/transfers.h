// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "engine/fileannouncing.h"
#include "engine/fileforwarding.h"
#include "engine/filereading.h"
#include "engine/filereceiving.h"
#include "engine/filesending.h"
#include "engine/fileuploads.h"
#include "engine/noteannouncing.h"
#include "engine/notefiles.h"

namespace nightjar::engine {

/// Files on their way (docs/protocol.md section 11): what a person and the other side want of them. Whoever wants a
/// file asks for the chunks that are missing, and asks again after every interruption; whoever has it answers from the
/// disk. So a transfer has no state but what lies on the two disks, and goes on after anything.
///
/// A file of theirs is, seen from here:
///   offered    known, not asked for
///   waiting    wanted; there is no link, or nothing has come over it yet
///   moving     chunks come and are written, sealed as they are, into the blob folder
///   paused, failed, cancelled, done
/// and one of ours
///   waiting    they do not have all of it; with a reason when the hub took none
///   moving     chunks go to them, or to the hub
///   stored     the hub has all of it
///   paused, failed, cancelled, done
class Transfers {
public:
    /// Without a disk there are no files: sending fails, and what arrives stays offered.
    Transfers(Parts& parts, std::unique_ptr<store::BlobDisk> disk);

    void send(const SendFile& command);
    void fetch(const FetchFile& command);
    void pause(const PauseTransfer& command);
    void resume(const ResumeTransfer& command);
    void cancel(const CancelTransfer& command);
    void save(const SaveFile& command);
    void read(const ReadFile& command);
    void list(const ListFiles& command);

    void send(const SendNote& command);
    void save(const SaveNote& command);
    /// Sends what was recorded; `also` becomes true together with the message. False when it could not be; then the
    /// command is answered.
    bool sendNote(RequestId request, const ContactId& contact, const voice::NotePiece& whole,
                  const std::optional<MessageId>& quote, const std::function<void()>& also);
    /// The best form of a voice note that is here as a whole.
    [[nodiscard]] std::optional<Bytes> noteForm(const ContactId& contact, const MessageId& message);

    /// The file or voice note of this message of ours or theirs goes to somebody else, too.
    void forward(RequestId request, const store::MessageRecord& message, const ContactId& to);

    /// What was written to a group before there was a session with this member: the file of a message goes to them,
    /// too, as it was told. In the caller's transaction. False when it is gone.
    bool offerAlso(const ContactId& session, const MessageId& message, const ByteArray<16>& blob,
                   const SecretBytes& key, AfterCommit& after);

    // Contents of the other side, in the caller's transaction.
    void fileArrived(const ContactId& contact, const wire::Content& content, wire::FileContent& file,
                     AfterCommit& after);
    void noteArrived(const ContactId& contact, const wire::Content& content, wire::NoteContent& note,
                     AfterCommit& after);
    void notePartArrived(const ContactId& contact, const wire::NotePartContent& part, AfterCommit& after);
    void doneArrived(const ContactId& contact, const wire::FileDoneContent& done, AfterCommit& after);
    void endArrived(const ContactId& contact, const wire::FileEndContent& end, AfterCommit& after);
    void storedArrived(const ContactId& contact, const wire::FileStoredContent& stored, AfterCommit& after);
    /// The message goes, and its file with it; in the caller's transaction.
    void messageRemoved(const ContactId& contact, const MessageId& message, AfterCommit& after);

    /// One of FILE_*, over the link.
    void linkMessage(const ContactId& contact, ByteView message);
    void linkRaised(const ContactId& contact) { m_receiving.linkRaised(contact); }
    void linkClosed(const ContactId& contact);
    void hubCameOnline(const std::string& hub);
    void contactRemoved(const ContactId& contact);
    /// A file of ours cannot be read any more: both sides are told.
    void ownFailed(store::FileRecord file, ErrorCode code);

    /// Null: there are no files.
    [[nodiscard]] store::BlobDisk* disk() const { return m_shelf.exists() ? &m_shelf.disk() : nullptr; }

    void start();
    void tick();
    /// Gives the links and hubs as much as they can carry now.
    void pump();
    /// Everything committed so far is on the disk: files that nothing names any more go.
    void synced() { m_shelf.removeDropped(); }
    [[nodiscard]] Instant nextDeadline() const;

private:
    /// The one file of a message; answers the command when there is none.
    [[nodiscard]] std::optional<store::FileRecord> fileOf(RequestId request, const MessageId& message);
    /// A file of theirs that was written down as wanted is received once that is on the disk.
    void beginAfter(const store::FileRecord& wanted, AfterCommit& after);
    void cancelForAll(const CancelTransfer& command);
    /// Nothing more is done with it, and what lies in the blob folder goes.
    void forget(const store::FileRecord& file);
    /// Removes from the blob folder what belongs to nobody.
    void sweep();

    Parts& m_parts;
    FileShelf m_shelf;
    FileAnnouncing m_announcing;
    FileSending m_sending;
    FileUploads m_uploads;
    FileReceiving m_receiving;
    FileReading m_reading;
    NoteAnnouncing m_notes;
    FileForwarding m_forwarding;
    NoteFiles m_noteFiles;
};

}  // namespace nightjar::engine
