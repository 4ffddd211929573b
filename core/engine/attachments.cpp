// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/attachments.h"

#include "engine/groupvalues.h"
#include "store/notes.h"

namespace nightjar::engine {

namespace {

constexpr Duration noteFrame = 20ms;

}  // namespace

bool isReadable(const store::FileRecord& file) {
    if (file.mine) {
        return !file.local.empty() || (!file.source.empty() && file.state != store::FileState::Failed);
    }
    return file.state == store::FileState::Done;
}

Attachment toAttachment(const store::FileRecord& file) {
    static_assert(static_cast<int>(TransferState::Failed) == static_cast<int>(store::FileState::Failed) &&
                  static_cast<int>(TransferState::Stored) == static_cast<int>(store::FileState::Stored));
    Attachment out;
    out.name = file.name;
    out.mime = file.mime;
    out.size = file.size;
    out.width = file.width;
    out.height = file.height;
    out.thumbnail = file.thumbnail;
    out.state = static_cast<TransferState>(file.state);
    out.done = file.done;
    out.reason = static_cast<ErrorCode>(file.reason);
    out.readable = isReadable(file);
    return out;
}

void attach(store::Database& database, Message& message) {
    if (message.kind != MessageKind::File && message.kind != MessageKind::Photo && message.kind != MessageKind::Note) {
        return;
    }
    if (const auto file = fileOfMessage(database, message.contact, message.id)) {
        message.attachment = toAttachment(*file);
    }
    if (message.kind != MessageKind::Note) {
        return;
    }
    if (auto note = store::Notes(database).find(message.contact, message.id)) {
        const bool better = message.attachment && message.attachment->readable;
        message.note = VoiceNote{static_cast<Duration::rep>(note->frames) * noteFrame, std::move(note->waveform),
                                 better || note->smallHere == note->smallSize, better, note->heard};
    }
}

}  // namespace nightjar::engine
