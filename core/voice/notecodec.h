// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "voice/codec.h"

namespace nightjar::voice {

/// The two forms of a voice note (docs/protocol.md section 14). A form is a head of two bytes (the coding; how many
/// 20 ms frames a full block has) and blocks: frames that count (1 … as many as a full block has), length as a varint,
/// so many bytes.
enum class NoteForm : std::uint8_t {
    Small = 1,   ///< DRED alone, about 200 bytes a second
    Better = 2,  ///< Opus at 16 kbit/s
};
inline constexpr std::size_t noteHeadSize = 2;
/// Blocks with their head before them.
[[nodiscard]] Bytes wholeNote(NoteForm form, ByteView blocks);
/// The most bytes of a block that a decoder looks at.
inline constexpr std::size_t maxNoteBlockBytes = 512;

/// A stretch of sound in both forms, without heads: what follows one another may be put together.
struct NotePiece {
    Bytes levels;  ///< loudness of each 20 ms, 0 … 255: 60 dB below full scale … full scale
    Bytes small;
    Bytes better;
};

/// Codes both forms of what is being said.
class NoteEncoder {
public:
    /// Takes exactly frameSamples; gives a piece about once a second, where blocks of both forms end.
    [[nodiscard]] std::optional<NotePiece> add(PcmView frame);
    /// What has not been given yet. Silence fills its last blocks, but does not count.
    [[nodiscard]] std::optional<NotePiece> flush();

private:
    /// One form under way.
    struct Track {
        VoiceEncoder encoder;
        NoteForm form;
        std::size_t frames = 0;  ///< of the block under way
        void add(PcmView frame, Bytes& out);
        void flush(Bytes& out);
        void write(const CodedPacket& packet, std::size_t counting, Bytes& out) const;
    };
    static Track makeTrack(NoteForm form);

    Track m_small = makeTrack(NoteForm::Small);
    Track m_better = makeTrack(NoteForm::Better);
    NotePiece m_piece;
};

/// Sound out of a form. What is malformed ends it; whatever it is made of, no block costs more than its frames.
class NoteDecoder {
public:
    /// Nothing when this does not begin as a form does.
    [[nodiscard]] static std::optional<NoteDecoder> open(Bytes form);

    /// The next block; nothing at the end.
    [[nodiscard]] std::optional<Pcm> next();
    /// Goes to the block in which this frame lies; the number of that block's first frame (of the end, when there is no
    /// such frame).
    std::uint32_t seek(std::uint32_t frame);
    /// Of all blocks.
    [[nodiscard]] std::uint32_t frames() const;

private:
    struct Block {
        std::size_t frames = 0;
        ByteView coded;
        std::size_t end = 0;  ///< where the next one begins
    };
    NoteDecoder(Bytes form, NoteForm kind, std::size_t blockFrames);
    [[nodiscard]] std::optional<Block> blockAt(std::size_t position) const;

    Bytes m_form;
    NoteForm m_kind;
    std::size_t m_blockFrames;
    std::size_t m_position = noteHeadSize;
    VoiceDecoder m_decoder;
};

/// Loudness of a frame as NotePiece has it.
[[nodiscard]] std::uint8_t noteLevel(PcmView frame);
/// Loudness of so many equal parts at most, each as loud as its loudest frame.
[[nodiscard]] Bytes waveformOf(ByteView levels, std::size_t bars);

}  // namespace nightjar::voice
