// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "engine/context.h"
#include "store/notes.h"
#include "voice/notecodec.h"

namespace nightjar::engine {

struct Parts;

/// Voice notes before they are sent. What is said is coded at once and goes into the store piece by piece, so that the
/// end of the program costs a second at most and no sound ever lies anywhere in the clear.
///
/// For each contact there is
///   none        nothing recorded
///   recording   the microphone is heard (one at a time)      → pause, a call, the longest length
///   paused      what was said is in the store, for any time   → record, discard, send
/// Besides, what is said under the talk key of a stalled call (a burst) is sent when the key goes up.
class NoteRecorder {
public:
    explicit NoteRecorder(Parts& parts) : m_parts(parts) {}

    void record(const RecordNote& command);
    void pause(const PauseRecording& command);
    void discard(const DiscardRecording& command);
    void send(const SendRecording& command);

    void captured(std::span<const std::int16_t> samples);
    /// A call takes the microphone.
    void interrupt();
    void beginBurst(const ContactId& contact);
    void endBurst();
    void contactRemoved(const ContactId& contact);
    /// Bursts that the end of the program cut off are sent.
    void start();

private:
    struct Active {
        ContactId contact;
        store::RecordingUse use = store::RecordingUse::Draft;
        voice::NoteEncoder encoder{};
        voice::Pcm pending{};
        Bytes levels{};  ///< of all that was said
        double level = 0;
        Instant toldAt{};
    };
    /// False when the disk refused: recording has ended.
    bool save(const voice::NotePiece& piece);
    /// Lets the microphone go; what was said is in the store.
    void stop();
    void sendStored(RequestId request, const ContactId& contact, store::RecordingUse use,
                    const std::optional<MessageId>& quote);
    void tell(const ContactId& contact);

    Parts& m_parts;
    std::unique_ptr<Active> m_active;
};

}  // namespace nightjar::engine
