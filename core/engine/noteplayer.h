// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "engine/context.h"
#include "voice/notecodec.h"
#include "voice/tempo.h"

namespace nightjar::engine {

struct Parts;

/// Plays voice notes: decodes as the loudspeaker asks, at any speed with the pitch kept. One at a time.
class NotePlayer {
public:
    explicit NotePlayer(Parts& parts) : m_parts(parts) {}

    void play(const PlayNote& command);
    void stop(const StopNote& command);
    void stop();
    /// What was recorded for this contact is about to change.
    void stopDraft(const ContactId& contact);
    void messageRemoved(const ContactId& contact, const MessageId& message);
    void contactRemoved(const ContactId& contact);

    [[nodiscard]] bool isPlaying() const { return m_playing != nullptr; }
    void playbackWanted(std::size_t samples);

private:
    struct Playing {
        ContactId contact;
        std::optional<MessageId> message;
        voice::NoteDecoder decoder;
        voice::Tempo tempo;
        double speed = 1;
        double position = 0;   ///< samples of the note that were given to the loudspeaker
        double end = 0;        ///< samples of the note
        std::size_t skip = 0;  ///< samples of the next block that lie before the start
        bool over = false;     ///< the decoder has no more
        Instant toldAt{};
    };
    /// The form to be played; nothing when none is here as a whole.
    [[nodiscard]] std::optional<Bytes> form(const PlayNote& command, std::uint32_t& frames) const;
    void tell(const Playing& playing, bool goesOn, bool finished);

    Parts& m_parts;
    std::unique_ptr<Playing> m_playing;
};

}  // namespace nightjar::engine
