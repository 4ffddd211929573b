// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <deque>
#include <functional>

#include "engine/context.h"
#include "engine/fileshelf.h"
#include "voice/notecodec.h"

namespace nightjar::engine {

/// Voice notes from and to WAV files, half a second of sound at a time, so that coding holds up nobody.
class NoteFiles {
public:
    using Send = std::function<void(const SendNote& command, const voice::NotePiece& whole)>;

    NoteFiles(Context& context, FileShelf& shelf, Send send)
        : m_context(context), m_shelf(shelf), m_send(std::move(send)) {}

    void send(const SendNote& command);
    /// `form`: the sound; `frames`: how much of it counts.
    void save(const SaveNote& command, Bytes form, std::uint32_t frames);

    void tick();
    [[nodiscard]] Instant nextDeadline() const;

private:
    struct Coding {
        SendNote command;
        voice::Pcm samples;
        std::size_t next = 0;
        voice::NoteEncoder encoder;
        voice::NotePiece whole;
    };
    struct Saving {
        RequestId request = 0;
        voice::NoteDecoder decoder;
        std::unique_ptr<store::BlobTarget> target;
        std::size_t left = 0;  ///< samples
    };
    [[nodiscard]] Result<voice::Pcm, ErrorCode> read(const std::string& path);
    void code();
    void write();

    Context& m_context;
    FileShelf& m_shelf;
    Send m_send;
    std::deque<Coding> m_coding;
    std::deque<Saving> m_saving;
};

}  // namespace nightjar::engine
