// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "voicenotesviewmodel.h"

#include <algorithm>
#include <array>

#include "names.h"
#include "notefacts.h"

namespace nightjar {

namespace {

constexpr std::array speeds{1.0, 1.5, 2.0, 0.5};

Duration toDuration(double seconds) {
    return std::chrono::microseconds(static_cast<std::int64_t>(std::max(0.0, seconds) * 1e6));
}

}  // namespace

VoiceNotesViewModel::VoiceNotesViewModel(Courier& courier, const MessageListModel& messages, const Contact& contact,
                                         QObject* parent)
    : QObject(parent), m_courier(courier), m_messages(messages), m_contact(contact.id) {
    connect(&m_courier, &Courier::news, this, &VoiceNotesViewModel::hear);
    if (contact.recorded > Duration{}) {
        pause();  // tells what there is
    }
}

VoiceNotesViewModel::~VoiceNotesViewModel() {
    if (m_recording == Recording::Running) {
        m_courier.tell(PauseRecording{0, m_contact});
    }
    if (m_plays) {
        m_courier.tell(StopNote{});
    }
}

QString VoiceNotesViewModel::atText() const {
    return toQt(*m_at);
}

template <class C>
void VoiceNotesViewModel::order(C command) {
    m_courier.ask(std::move(command), this, [this](const Event& answer) { complain(answer); });
}

void VoiceNotesViewModel::record() {
    RecordNote command;
    command.contact = m_contact;
    order(command);
}

void VoiceNotesViewModel::pause() {
    PauseRecording command;
    command.contact = m_contact;
    order(command);
}

void VoiceNotesViewModel::discard() {
    DiscardRecording command;
    command.contact = m_contact;
    order(command);
}

void VoiceNotesViewModel::recordAnew() {
    discard();
    record();
}

void VoiceNotesViewModel::send(const QString& quote) {
    SendRecording command;
    command.contact = m_contact;
    command.quote = MessageId::parse(quote.toStdString());
    order(command);
}

void VoiceNotesViewModel::toggleDraft() {
    if (isPlayingDraft()) {
        order(StopNote{});
    } else {
        const bool halfWay = !m_at && m_position > 0 && m_position < m_seconds;
        play(std::nullopt, halfWay ? m_position : 0);
    }
}

void VoiceNotesViewModel::toggle(const QString& message) {
    const auto id = MessageId::parse(message.toStdString());
    if (!id) {
        return;
    }
    if (m_plays && m_at == id) {
        order(StopNote{});
    } else {
        play(id, m_at == id ? m_position : 0);
    }
}

void VoiceNotesViewModel::seek(const QString& message, double part) {
    const auto* note = m_messages.find(message);
    if (note && note->note) {
        play(note->id, std::clamp(part, 0.0, 1.0) * toSeconds(note->note->length));
    }
}

void VoiceNotesViewModel::setSpeed(double speed) {
    if (speed == m_speed) {
        return;
    }
    m_speed = speed;
    Q_EMIT speedChanged();
    if (m_plays) {
        play(m_at, m_position);
    }
}

void VoiceNotesViewModel::nextSpeed() {
    const auto found = std::ranges::find(speeds, m_speed);
    setSpeed(found == speeds.end() || found + 1 == speeds.end() ? speeds.front() : *(found + 1));
}

void VoiceNotesViewModel::play(const std::optional<MessageId>& message, double from) {
    PlayNote command;
    command.contact = m_contact;
    command.message = message;
    command.from = toDuration(from);
    command.speed = m_speed;
    order(command);
}

void VoiceNotesViewModel::playNext() {
    if (const auto* next = m_at ? m_messages.newerThan(*m_at) : nullptr; next && next->note && next->note->playable) {
        play(next->id, 0);
    }
}

void VoiceNotesViewModel::dismissProblem() {
    if (!m_problem.isEmpty()) {
        m_problem.clear();
        Q_EMIT problemChanged();
    }
}

void VoiceNotesViewModel::complain(const Event& answer) {
    m_problem = toQt(failureOf(answer));
    Q_EMIT problemChanged();
}

void VoiceNotesViewModel::hear(const Event& event) {
    if (const auto* recording = std::get_if<RecordingChanged>(&event); recording && recording->contact == m_contact) {
        note(*recording);
    } else if (const auto* playing = std::get_if<NotePlaying>(&event); playing && playing->contact == m_contact) {
        note(*playing);
    }
}

void VoiceNotesViewModel::note(const RecordingChanged& change) {
    m_recording = change.state == RecordingState::Recording ? Recording::Running
                  : change.state == RecordingState::Paused  ? Recording::Paused
                                                            : Recording::None;
    m_seconds = toSeconds(change.length);
    m_waveform = toBars(change.waveform);
    m_level = change.level;
    Q_EMIT recordingChanged();
}

void VoiceNotesViewModel::note(const NotePlaying& change) {
    m_plays = change.playing;
    m_at = change.message;
    m_position = change.finished ? 0 : toSeconds(change.position);
    if (change.finished) {
        playNext();
        m_at.reset();
    }
    Q_EMIT playingChanged();
}

}  // namespace nightjar
