// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/noteplayer.h"

#include <algorithm>

#include "engine/parts.h"

namespace nightjar::engine {

namespace {

constexpr Duration tellInterval = 100ms;

Duration timeOf(double samples) {
    return std::chrono::microseconds(static_cast<std::int64_t>(samples * 1e6 / voice::voiceSampleRate));
}

}  // namespace

std::optional<Bytes> NotePlayer::form(const PlayNote& command, std::uint32_t& frames) const {
    auto& database = m_parts.context.database;
    if (command.message) {
        const auto note = store::Notes(database).find(command.contact, *command.message);
        frames = note ? note->frames : 0;
        return m_parts.transfers.noteForm(command.contact, *command.message);
    }
    const auto whole = store::Recordings(database).whole(command.contact, store::RecordingUse::Draft);
    if (whole.levels.empty()) {
        return std::nullopt;
    }
    frames = static_cast<std::uint32_t>(whole.levels.size());
    return voice::wholeNote(voice::NoteForm::Better, whole.better);
}

void NotePlayer::play(const PlayNote& command) {
    auto& context = m_parts.context;
    if (m_parts.calls.isLive()) {
        return context.fail(command.request, ErrorCode::AlreadyInCall);
    }
    if (command.message && !store::Notes(context.database).find(command.contact, *command.message)) {
        return context.fail(command.request, ErrorCode::UnknownMessage);
    }
    m_parts.recorder.interrupt();
    std::uint32_t frames = 0;
    auto bytes = form(command, frames);
    auto decoder = bytes ? voice::NoteDecoder::open(std::move(*bytes)) : std::nullopt;
    if (!decoder) {
        return context.fail(command.request, command.message ? ErrorCode::FileNotHere : ErrorCode::BadArgument);
    }
    const auto speed = std::clamp(command.speed, voice::slowestTempo, voice::fastestTempo);
    const auto longest = static_cast<double>(frames) * voice::frameSamples;
    const auto from =
        std::clamp(static_cast<double>(command.from.count()) * voice::voiceSampleRate / 1e6, 0.0, longest);
    const auto block = decoder->seek(static_cast<std::uint32_t>(from) / voice::frameSamples);
    const auto skip = static_cast<std::size_t>(from) - std::size_t{block} * voice::frameSamples;
    const bool sameSound = isPlaying();
    if (sameSound) {
        tell(*m_playing, false, false);
    }
    m_playing.reset(new Playing{command.contact, command.message, std::move(*decoder), voice::Tempo(speed), speed, from,
                                longest, skip, false, context.now});
    m_parts.sound.want(Sound::User::Player, true);
    context.done(command.request);
    tell(*m_playing, true, false);
    if (const auto note =
            command.message ? store::Notes(context.database).find(command.contact, *command.message) : std::nullopt;
        note && !note->heard) {
        store::Transaction transaction(context.database);
        store::Notes(context.database).setHeard(command.contact, *command.message);
        if (context.commit(transaction)) {
            context.messageChanged(command.contact, *command.message);
        }
    }
}

void NotePlayer::stop(const StopNote& command) {
    stop();
    m_parts.context.done(command.request);
}

void NotePlayer::stop() {
    if (const auto playing = std::exchange(m_playing, nullptr)) {
        m_parts.sound.want(Sound::User::Player, false);
        tell(*playing, false, false);
    }
}

void NotePlayer::stopDraft(const ContactId& contact) {
    if (m_playing && m_playing->contact == contact && !m_playing->message) {
        stop();
    }
}

void NotePlayer::messageRemoved(const ContactId& contact, const MessageId& message) {
    if (m_playing && m_playing->contact == contact && m_playing->message == message) {
        stop();
    }
}

void NotePlayer::contactRemoved(const ContactId& contact) {
    if (m_playing && m_playing->contact == contact) {
        stop();
    }
}

void NotePlayer::playbackWanted(std::size_t samples) {
    auto& playing = *m_playing;
    while (playing.tempo.available() < samples && !playing.over) {
        auto pcm = playing.decoder.next();
        if (!pcm) {
            playing.over = true;
            playing.tempo.finish();
            break;
        }
        const auto skipped = std::min(playing.skip, pcm->size());
        playing.skip -= skipped;
        playing.tempo.put(voice::PcmView(*pcm).subspan(skipped));
    }
    auto pcm = playing.tempo.take(samples);
    playing.position = std::min(playing.end, playing.position + static_cast<double>(pcm.size()) * playing.speed);
    const bool finished = pcm.size() < samples || playing.position >= playing.end;
    pcm.resize(samples, 0);
    m_parts.context.outputs.emplace_back(PlayPcm{std::move(pcm)});
    if (finished) {
        const auto over = std::exchange(m_playing, nullptr);
        m_parts.sound.want(Sound::User::Player, false);
        over->position = over->end;
        tell(*over, false, true);
    } else if (m_parts.context.now >= playing.toldAt + tellInterval) {
        playing.toldAt = m_parts.context.now;
        tell(playing, true, false);
    }
}

void NotePlayer::tell(const Playing& playing, bool goesOn, bool finished) {
    m_parts.context.emit(NotePlaying{playing.contact, playing.message, goesOn, timeOf(playing.position), finished});
}

}  // namespace nightjar::engine
