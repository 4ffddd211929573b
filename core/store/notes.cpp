// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "store/notes.h"

namespace nightjar::store {

void Notes::add(const NoteRecord& note, ByteView small) {
    m_database.run(
        "INSERT INTO notes (contact, message, frames, waveform, small_size, small, heard) VALUES (?1, ?2, ?3, ?4, ?5, "
        "?6, ?7)",
        note.contact, note.message, note.frames, note.waveform, note.smallSize, toBytes(small), note.heard);
}

std::optional<NoteRecord> Notes::find(const ContactId& contact, const MessageId& message) const {
    auto row = m_database.query(
        "SELECT frames, waveform, small_size, length(small), heard FROM notes WHERE message = ?1 AND contact = ?2",
        message, contact);
    if (!row.next()) {
        return std::nullopt;
    }
    NoteRecord note;
    note.contact = contact;
    note.message = message;
    note.frames = static_cast<std::uint32_t>(row.integer(0));
    note.waveform = row.bytes(1);
    note.smallSize = static_cast<std::uint32_t>(row.integer(2));
    note.smallHere = static_cast<std::uint32_t>(row.integer(3));
    note.heard = row.boolean(4);
    return note;
}

Bytes Notes::small(const ContactId& contact, const MessageId& message) const {
    auto row = m_database.query("SELECT small FROM notes WHERE message = ?1 AND contact = ?2", message, contact);
    return row.next() ? row.bytes(0) : Bytes{};
}

bool Notes::append(const ContactId& contact, const MessageId& message, ByteView bytes) {
    const auto note = find(contact, message);
    if (!note || note->smallHere + bytes.size() > note->smallSize) {
        return false;
    }
    auto whole = small(contact, message);
    nightjar::append(whole, bytes);
    m_database.run("UPDATE notes SET small = ?3 WHERE message = ?1 AND contact = ?2", message, contact, whole);
    return m_database.changes() > 0;
}

void Notes::setHeard(const ContactId& contact, const MessageId& message) {
    m_database.run("UPDATE notes SET heard = 1 WHERE message = ?1 AND contact = ?2", message, contact);
}

void Notes::remove(const ContactId& contact, const MessageId& message) {
    m_database.run("DELETE FROM notes WHERE message = ?1 AND contact = ?2", message, contact);
}

void Recordings::append(const ContactId& contact, RecordingUse use, const RecordedPiece& piece) {
    m_database.run("INSERT INTO recordings (contact, use, levels, small, better) VALUES (?1, ?2, ?3, ?4, ?5)", contact,
                   use, piece.levels, piece.small, piece.better);
}

RecordedPiece Recordings::whole(const ContactId& contact, RecordingUse use) const {
    RecordedPiece out;
    auto row = m_database.query(
        "SELECT levels, small, better FROM recordings WHERE contact = ?1 AND use = ?2 ORDER BY row", contact, use);
    while (row.next()) {
        nightjar::append(out.levels, row.bytes(0));
        nightjar::append(out.small, row.bytes(1));
        nightjar::append(out.better, row.bytes(2));
    }
    return out;
}

Bytes Recordings::levels(const ContactId& contact, RecordingUse use) const {
    Bytes out;
    auto row =
        m_database.query("SELECT levels FROM recordings WHERE contact = ?1 AND use = ?2 ORDER BY row", contact, use);
    while (row.next()) {
        nightjar::append(out, row.bytes(0));
    }
    return out;
}

std::uint32_t Recordings::frames(const ContactId& contact, RecordingUse use) const {
    auto row = m_database.query(
        "SELECT coalesce(sum(length(levels)), 0) FROM recordings WHERE contact = ?1 AND use = ?2", contact, use);
    return row.next() ? static_cast<std::uint32_t>(row.integer(0)) : 0;
}

void Recordings::remove(const ContactId& contact, RecordingUse use) {
    m_database.run("DELETE FROM recordings WHERE contact = ?1 AND use = ?2", contact, use);
}

std::vector<ContactId> Recordings::contacts(RecordingUse use) const {
    std::vector<ContactId> out;
    auto row = m_database.query("SELECT DISTINCT contact FROM recordings WHERE use = ?1", use);
    while (row.next()) {
        out.push_back(row.id<ContactId>(0));
    }
    return out;
}

}  // namespace nightjar::store
