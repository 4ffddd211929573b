// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "voice/notecodec.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/buffer.h"

namespace nightjar::voice {

namespace {

constexpr Rung smallRung = Rung::L1;
constexpr Rung betterRung = Rung::L5;
/// Saved at least so often: what the end of the process can cost.
constexpr std::size_t pieceFrames = 48;
/// 1.04 s: what DRED can hold (maxHistoryChunks).
constexpr std::size_t maxBlockFrames = 2 * maxHistoryChunks;
/// The loudness of level 0, below full scale.
constexpr double levelRangeDb = 60;

constexpr Rung rungOf(NoteForm form) {
    return form == NoteForm::Small ? smallRung : betterRung;
}

}  // namespace

Bytes wholeNote(NoteForm form, ByteView blocks) {
    Bytes out(noteHeadSize + blocks.size());
    out[0] = static_cast<std::uint8_t>(form);
    out[1] = static_cast<std::uint8_t>(planOf(rungOf(form)).frames);
    std::copy(blocks.begin(), blocks.end(), out.begin() + noteHeadSize);
    return out;
}

NoteEncoder::Track NoteEncoder::makeTrack(NoteForm form) {
    Track track{{}, form, 0};
    track.encoder.setRung(rungOf(form));
    return track;
}

void NoteEncoder::Track::write(const CodedPacket& packet, std::size_t counting, Bytes& out) const {
    ByteWriter writer;
    writer.u8(static_cast<std::uint8_t>(counting));
    writer.sized(form == NoteForm::Small || packet.opus.empty() ? packet.dred : packet.opus.front());
    append(out, writer.take());
}

void NoteEncoder::Track::add(PcmView frame, Bytes& out) {
    ++frames;
    if (const auto packet = encoder.encode(frame)) {
        write(*packet, std::exchange(frames, 0), out);
    }
}

void NoteEncoder::Track::flush(Bytes& out) {
    const auto counting = frames;
    const Pcm silence(frameSamples, 0);
    while (frames > 0) {
        ++frames;
        if (const auto packet = encoder.encode(silence)) {
            write(*packet, counting, out);
            frames = 0;
        }
    }
}

std::optional<NotePiece> NoteEncoder::add(PcmView frame) {
    m_piece.levels.push_back(noteLevel(frame));
    m_small.add(frame, m_piece.small);
    m_better.add(frame, m_piece.better);
    if (m_piece.levels.size() < pieceFrames || m_small.frames != 0 || m_better.frames != 0) {
        return std::nullopt;
    }
    return std::exchange(m_piece, {});
}

std::optional<NotePiece> NoteEncoder::flush() {
    if (m_piece.levels.empty()) {
        return std::nullopt;
    }
    m_small.flush(m_piece.small);
    m_better.flush(m_piece.better);
    return std::exchange(m_piece, {});
}

NoteDecoder::NoteDecoder(Bytes form, NoteForm kind, std::size_t blockFrames)
    : m_form(std::move(form)), m_kind(kind), m_blockFrames(blockFrames) {
}

std::optional<NoteDecoder> NoteDecoder::open(Bytes form) {
    if (form.size() < noteHeadSize) {
        return std::nullopt;
    }
    const auto kind = static_cast<NoteForm>(form[0]);
    const std::size_t blockFrames = form[1];
    // DRED comes in chunks of two frames; the decoder of Opus gives six at most.
    const bool small = kind == NoteForm::Small && blockFrames % 2 == 0 && blockFrames <= maxBlockFrames;
    const bool better = kind == NoteForm::Better && blockFrames <= 6;
    if (blockFrames == 0 || (!small && !better)) {
        return std::nullopt;
    }
    return NoteDecoder(std::move(form), kind, blockFrames);
}

std::optional<NoteDecoder::Block> NoteDecoder::blockAt(std::size_t position) const {
    ByteReader in(ByteView(m_form).subspan(std::min(position, m_form.size())));
    const std::size_t frames = in.u8();
    const auto coded = in.sized(maxNoteBlockBytes);
    if (!in.ok() || frames == 0 || frames > m_blockFrames || coded.empty()) {
        return std::nullopt;
    }
    const auto end = static_cast<std::size_t>(coded.data() - m_form.data()) + coded.size();
    return Block{frames, coded, end};
}

std::optional<Pcm> NoteDecoder::next() {
    const auto block = blockAt(m_position);
    if (!block) {
        return std::nullopt;
    }
    m_position = block->end;
    Pcm out;
    if (m_kind == NoteForm::Better) {
        if (auto pcm = m_decoder.decodeOpus(block->coded)) {
            out = std::move(*pcm);
        }
    } else if (m_decoder.loadDred(block->coded, static_cast<int>(m_blockFrames / 2))) {
        for (std::size_t frame = 0; frame < block->frames; ++frame) {
            const auto pcm = m_decoder.dred(static_cast<int>(m_blockFrames - 1 - frame));
            out.insert(out.end(), pcm.begin(), pcm.end());
        }
    }
    while (out.size() < block->frames * frameSamples) {
        const auto made = m_decoder.conceal();
        out.insert(out.end(), made.begin(), made.end());
    }
    out.resize(block->frames * frameSamples);
    return out;
}

std::uint32_t NoteDecoder::seek(std::uint32_t frame) {
    std::uint32_t begin = 0;
    m_position = noteHeadSize;
    while (const auto block = blockAt(m_position)) {
        if (frame < begin + block->frames) {
            break;
        }
        begin += static_cast<std::uint32_t>(block->frames);
        m_position = block->end;
    }
    return begin;
}

std::uint32_t NoteDecoder::frames() const {
    std::uint32_t sum = 0;
    std::size_t position = noteHeadSize;
    while (const auto block = blockAt(position)) {
        sum += static_cast<std::uint32_t>(block->frames);
        position = block->end;
    }
    return sum;
}

std::uint8_t noteLevel(PcmView frame) {
    double energy = 0;
    for (const auto x : frame) {
        energy += static_cast<double>(x) * x;
    }
    const auto db = 10 * std::log10(std::max(energy / frameSamples, 1e-9) / (32768.0 * 32768.0));
    return static_cast<std::uint8_t>(std::lround(std::clamp(1 + db / levelRangeDb, 0.0, 1.0) * 255));
}

Bytes waveformOf(ByteView levels, std::size_t bars) {
    const auto count = std::min(bars, levels.size());
    Bytes out(count);
    for (std::size_t bar = 0; bar < count; ++bar) {
        const auto from = bar * levels.size() / count;
        const auto to = (bar + 1) * levels.size() / count;
        out[bar] = *std::max_element(levels.begin() + static_cast<std::ptrdiff_t>(from),
                                     levels.begin() + static_cast<std::ptrdiff_t>(to));
    }
    return out;
}

}  // namespace nightjar::voice
