// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/notefiles.h"

#include <algorithm>

#include "commands.h"
#include "voice/resampler.h"
#include "voice/wav.h"
#include "wire/content.h"

namespace nightjar::engine {

namespace {

constexpr std::size_t framesAtOnce = 25;
/// Between two portions, others have their turn.
constexpr Duration pause = 1ms;
/// 15 minutes at 48 kHz fit, with their head.
constexpr std::uint64_t maxWavBytes = 96 * 1024 * 1024;

void take(voice::NotePiece& whole, const std::optional<voice::NotePiece>& piece) {
    if (piece) {
        append(whole.levels, piece->levels);
        append(whole.small, piece->small);
        append(whole.better, piece->better);
    }
}

}  // namespace

Result<voice::Pcm, ErrorCode> NoteFiles::read(const std::string& path) {
    if (!m_shelf.exists()) {
        return Unexpected{ErrorCode::FileUnreadable};
    }
    const auto source = m_shelf.disk().inspect(path);
    if (!source) {
        return Unexpected{errorOf(source.error())};
    }
    if (source->size > maxWavBytes) {
        return Unexpected{ErrorCode::FileTooLarge};
    }
    Bytes bytes(static_cast<std::size_t>(source->size));
    if (const auto got = m_shelf.disk().readSource(path, source->stamp, 0, bytes); !got) {
        return Unexpected{errorOf(got.error())};
    }
    auto wav = voice::decodeWav(bytes);
    wipe(bytes);
    if (!wav || wav->samples.empty()) {
        return Unexpected{ErrorCode::NotSound};
    }
    if (wav->samples.size() / static_cast<std::size_t>(wav->sampleRate / 50) > wire::maxNoteFrames) {
        return Unexpected{ErrorCode::FileTooLarge};
    }
    return voice::resample(wav->samples, wav->sampleRate, voice::voiceSampleRate);
}

void NoteFiles::send(const SendNote& command) {
    auto samples = read(command.path);
    if (!samples) {
        return m_context.fail(command.request, samples.error());
    }
    const auto frames =
        std::min<std::size_t>((samples->size() + voice::frameSamples - 1) / voice::frameSamples, wire::maxNoteFrames);
    samples->resize(frames * voice::frameSamples, 0);
    m_coding.push_back({command, std::move(*samples), 0, {}, {}});
}

void NoteFiles::save(const SaveNote& command, Bytes form, std::uint32_t frames) {
    auto decoder = voice::NoteDecoder::open(std::move(form));
    if (!decoder) {
        return m_context.fail(command.request, ErrorCode::FileDamaged);
    }
    const auto samples = std::min(frames, decoder->frames()) * static_cast<std::uint32_t>(voice::frameSamples);
    auto target = m_shelf.disk().create(command.path);
    if (!target) {
        return m_context.fail(command.request, errorOfTarget(target.error()));
    }
    if (const auto head = (*target)->append(voice::wavHeader(voice::voiceSampleRate, samples)); !head) {
        return m_context.fail(command.request, errorOfTarget(head.error()));
    }
    m_saving.push_back({command.request, std::move(*decoder), std::move(*target), samples});
}

void NoteFiles::code() {
    auto& one = m_coding.front();
    for (std::size_t i = 0; i < framesAtOnce && one.next < one.samples.size(); ++i) {
        take(one.whole, one.encoder.add(voice::PcmView(one.samples).subspan(one.next, voice::frameSamples)));
        one.next += voice::frameSamples;
    }
    if (one.next < one.samples.size()) {
        return;
    }
    take(one.whole, one.encoder.flush());
    const auto done = std::move(one);
    m_coding.pop_front();
    m_send(done.command, done.whole);
}

void NoteFiles::write() {
    auto& one = m_saving.front();
    std::optional<ErrorCode> problem;
    for (std::size_t written = 0; written < framesAtOnce * voice::frameSamples && one.left > 0 && !problem;) {
        const auto pcm = one.decoder.next();
        if (!pcm) {
            problem = ErrorCode::FileDamaged;
            break;
        }
        const auto count = std::min(one.left, pcm->size());
        Bytes bytes;
        bytes.reserve(2 * count);
        for (const auto sample : std::span(*pcm).first(count)) {
            bytes.push_back(static_cast<std::uint8_t>(sample & 0xff));
            bytes.push_back(static_cast<std::uint8_t>(sample >> 8 & 0xff));
        }
        if (const auto stored = one.target->append(bytes); !stored) {
            problem = errorOfTarget(stored.error());
        }
        wipe(bytes);
        one.left -= count;
        written += count;
    }
    if (!problem && one.left > 0) {
        return;
    }
    if (!problem) {
        if (const auto finished = one.target->finish(); !finished) {
            problem = errorOfTarget(finished.error());
        }
    }
    const auto request = one.request;
    m_saving.pop_front();
    problem ? m_context.fail(request, *problem) : m_context.done(request);
}

void NoteFiles::tick() {
    if (!m_coding.empty()) {
        code();
    }
    if (!m_saving.empty()) {
        write();
    }
}

Instant NoteFiles::nextDeadline() const {
    return m_coding.empty() && m_saving.empty() ? never : m_context.now + pause;
}

}  // namespace nightjar::engine
