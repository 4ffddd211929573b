// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "store/database.h"

namespace nightjar::store {

/// What a voice note is besides its message; its better form is the file of the message.
struct NoteRecord {
    ContactId contact;
    MessageId message;
    std::uint32_t frames = 0;  ///< of 20 ms
    Bytes waveform;
    std::uint32_t smallSize = 0;  ///< bytes of the whole small form
    std::uint32_t smallHere = 0;  ///< of them, those that are here
    bool heard = false;
};

class Notes {
public:
    explicit Notes(Database& database) : m_database(database) {}

    void add(const NoteRecord& note, ByteView small);
    /// Without its sound.
    [[nodiscard]] std::optional<NoteRecord> find(const ContactId& contact, const MessageId& message) const;
    /// What is here of the small form.
    [[nodiscard]] Bytes small(const ContactId& contact, const MessageId& message) const;
    /// The next bytes of the small form. False when there is no such note or it would become longer than it was told
    /// to be.
    bool append(const ContactId& contact, const MessageId& message, ByteView bytes);
    void setHeard(const ContactId& contact, const MessageId& message);
    void remove(const ContactId& contact, const MessageId& message);

private:
    Database& m_database;
};

/// About a second of a voice note that is being recorded: blocks of both forms that belong to the same time.
struct RecordedPiece {
    Bytes levels;  ///< loudness, a byte for each 20 ms
    Bytes small;
    Bytes better;
};

/// Stored as numbers: append only.
enum class RecordingUse : std::uint8_t {
    Draft,  ///< until a person sends or discards it
    Burst,  ///< said while a call was stalled: is sent by itself
};

/// Voice notes that were recorded and not sent yet, one of each use for each contact.
class Recordings {
public:
    explicit Recordings(Database& database) : m_database(database) {}

    void append(const ContactId& contact, RecordingUse use, const RecordedPiece& piece);
    [[nodiscard]] RecordedPiece whole(const ContactId& contact, RecordingUse use) const;
    /// Without the sound.
    [[nodiscard]] Bytes levels(const ContactId& contact, RecordingUse use) const;
    [[nodiscard]] std::uint32_t frames(const ContactId& contact, RecordingUse use) const;
    /// Call Database::truncateWal() after the commit.
    void remove(const ContactId& contact, RecordingUse use);
    /// For whom there is one.
    [[nodiscard]] std::vector<ContactId> contacts(RecordingUse use) const;

private:
    Database& m_database;
};

}  // namespace nightjar::store
