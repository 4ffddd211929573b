// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/noterecorder.h"

#include <algorithm>

#include "engine/parts.h"

namespace nightjar::engine {

namespace {

using store::RecordingUse;

constexpr Duration tellInterval = 100ms;

Duration lengthOf(std::size_t frames) {
    return static_cast<Duration::rep>(frames) * voice::frameTime;
}

voice::NotePiece wholeOf(const store::RecordedPiece& piece) {
    return {piece.levels, piece.small, piece.better};
}

}  // namespace

void NoteRecorder::record(const RecordNote& command) {
    auto& context = m_parts.context;
    if (!context.recipient(command.request, command.contact)) {
        return;
    }
    if (m_parts.calls.isLive()) {
        return context.fail(command.request, ErrorCode::AlreadyInCall);
    }
    if (m_active && m_active->contact == command.contact) {
        return context.done(command.request);
    }
    stop();
    m_parts.player.stop();
    auto levels = store::Recordings(context.database).levels(command.contact, RecordingUse::Draft);
    if (levels.size() >= wire::maxNoteFrames) {
        return context.fail(command.request, ErrorCode::FileTooLarge);
    }
    m_active = std::make_unique<Active>();
    m_active->contact = command.contact;
    m_active->levels = std::move(levels);
    m_parts.sound.want(Sound::User::Recorder, true);
    context.done(command.request);
    tell(command.contact);
}

void NoteRecorder::pause(const PauseRecording& command) {
    if (m_active && m_active->contact == command.contact && m_active->use == RecordingUse::Draft) {
        stop();
    } else {
        tell(command.contact);
    }
    m_parts.context.done(command.request);
}

void NoteRecorder::discard(const DiscardRecording& command) {
    auto& context = m_parts.context;
    if (m_active && m_active->contact == command.contact && m_active->use == RecordingUse::Draft) {
        m_active.reset();  // what is not in the store yet never gets there
        m_parts.sound.want(Sound::User::Recorder, false);
    }
    m_parts.player.stopDraft(command.contact);
    store::Transaction transaction(context.database);
    store::Recordings(context.database).remove(command.contact, RecordingUse::Draft);
    if (!context.commit(transaction, command.request)) {
        return;
    }
    context.database.truncateWal();
    context.done(command.request);
    tell(command.contact);
    context.contactChanged(command.contact);
}

void NoteRecorder::send(const SendRecording& command) {
    if (m_active && m_active->contact == command.contact && m_active->use == RecordingUse::Draft) {
        stop();
    }
    m_parts.player.stopDraft(command.contact);
    sendStored(command.request, command.contact, RecordingUse::Draft, command.quote);
}

void NoteRecorder::sendStored(RequestId request, const ContactId& contact, RecordingUse use,
                              const std::optional<MessageId>& quote) {
    auto& context = m_parts.context;
    const auto whole = store::Recordings(context.database).whole(contact, use);
    if (whole.levels.empty()) {
        return context.fail(request, ErrorCode::BadArgument);
    }
    const bool sent = m_parts.transfers.sendNote(request, contact, wholeOf(whole), quote,
                                                 [&] { store::Recordings(context.database).remove(contact, use); });
    if (sent && use == RecordingUse::Draft) {
        tell(contact);
        context.contactChanged(contact);
    }
}

void NoteRecorder::captured(std::span<const std::int16_t> samples) {
    if (!m_active) {
        return;
    }
    auto& pending = m_active->pending;
    pending.insert(pending.end(), samples.begin(), samples.end());
    std::size_t used = 0;
    for (; pending.size() - used >= voice::frameSamples; used += voice::frameSamples) {
        const auto frame = std::span(pending).subspan(used, voice::frameSamples);
        double peak = 0;
        for (const auto sample : frame) {
            peak = std::max(peak, std::abs(static_cast<double>(sample)) / 32768);
        }
        m_active->level = std::max(peak, 0.8 * m_active->level);
        m_active->levels.push_back(voice::noteLevel(frame));
        if (const auto piece = m_active->encoder.add(frame); piece && !save(*piece)) {
            return;
        }
    }
    pending.erase(pending.begin(), pending.begin() + static_cast<std::ptrdiff_t>(used));
    if (m_active->levels.size() >= wire::maxNoteFrames) {
        return stop();
    }
    if (m_active->use == RecordingUse::Draft && m_parts.context.now >= m_active->toldAt + tellInterval) {
        tell(m_active->contact);
    }
}

bool NoteRecorder::save(const voice::NotePiece& piece) {
    auto& context = m_parts.context;
    store::Transaction transaction(context.database);
    store::Recordings(context.database)
        .append(m_active->contact, m_active->use, {piece.levels, piece.small, piece.better});
    if (context.commit(transaction)) {
        return true;
    }
    // The problem has been told; what is in the store stays.
    const auto contact = m_active->contact;
    m_active.reset();
    m_parts.sound.want(Sound::User::Recorder, false);
    tell(contact);
    return false;
}

void NoteRecorder::stop() {
    if (!m_active) {
        return;
    }
    if (const auto piece = m_active->encoder.flush(); piece && !save(*piece)) {
        return;
    }
    const auto contact = m_active->contact;
    const bool draft = m_active->use == RecordingUse::Draft;
    m_active.reset();
    m_parts.sound.want(Sound::User::Recorder, false);
    if (draft) {
        tell(contact);
        m_parts.context.contactChanged(contact);
    }
}

void NoteRecorder::interrupt() {
    stop();
}

void NoteRecorder::beginBurst(const ContactId& contact) {
    stop();
    m_active = std::make_unique<Active>();
    m_active->contact = contact;
    m_active->use = RecordingUse::Burst;
    m_parts.sound.want(Sound::User::Recorder, true);
}

void NoteRecorder::endBurst() {
    if (m_active && m_active->use == RecordingUse::Burst) {
        const auto contact = m_active->contact;
        stop();
        sendStored(0, contact, RecordingUse::Burst, std::nullopt);
    }
}

void NoteRecorder::contactRemoved(const ContactId& contact) {
    if (m_active && m_active->contact == contact) {
        m_active.reset();
        m_parts.sound.want(Sound::User::Recorder, false);
    }
}

void NoteRecorder::start() {
    for (const auto& contact : store::Recordings(m_parts.context.database).contacts(RecordingUse::Burst)) {
        sendStored(0, contact, RecordingUse::Burst, std::nullopt);
    }
}

void NoteRecorder::tell(const ContactId& contact) {
    auto& context = m_parts.context;
    RecordingChanged told;
    told.contact = contact;
    if (m_active && m_active->contact == contact && m_active->use == RecordingUse::Draft) {
        m_active->toldAt = context.now;
        told.state = RecordingState::Recording;
        told.length = lengthOf(m_active->levels.size());
        told.waveform = voice::waveformOf(m_active->levels, maxWaveformBars);
        told.level = m_active->level;
    } else {
        const auto levels = store::Recordings(context.database).levels(contact, RecordingUse::Draft);
        told.state = levels.empty() ? RecordingState::None : RecordingState::Paused;
        told.length = lengthOf(levels.size());
        told.waveform = voice::waveformOf(levels, maxWaveformBars);
    }
    context.emit(std::move(told));
}

}  // namespace nightjar::engine
