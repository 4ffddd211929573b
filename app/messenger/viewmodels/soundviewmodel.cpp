// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "soundviewmodel.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "names.h"

namespace nightjar {

namespace {

using Kind = SoundDevices::Kind;

constexpr int tickMs = 40;
/// A microphone that gives nothing ends the test a little later than one that does.
constexpr int mostTicks = SoundViewModel::testSeconds * 1000 / tickMs + 10;
constexpr std::size_t mostSamples = std::size_t(SoundViewModel::testSeconds) * audioSampleRate;
/// How much waits in front of the loudspeaker.
constexpr std::size_t playAhead = audioSampleRate / 5;
/// Below this the loudest moment is no voice: -50 dB.
constexpr int leastPeak = 100;
constexpr double meterRange = 60;  // dB

struct Way {
    int rung;
    int lossPercent;
};

Way wayOf(SoundViewModel::Link link) {
    switch (link) {
        case SoundViewModel::Link::Worst:
            return {1, 5};
        case SoundViewModel::Link::Edge:
            return {5, 3};
        case SoundViewModel::Link::Wide:
            return {6, 0};
        default:
            return {3, 5};
    }
}

/// Under which the core keeps the choice: the system's id, then the name, for when the device is away.
std::string settingOf(Kind kind) {
    return kind == Kind::Microphone ? "sound-microphone" : "sound-loudspeaker";
}

}  // namespace

SoundViewModel::SoundViewModel(Courier& courier, SoundDevices* devices, CallViewModel& call, QObject* parent)
    : QObject(parent), m_courier(courier), m_devices(devices), m_call(call) {
    m_tick.setInterval(tickMs);
    connect(&m_tick, &QTimer::timeout, this, &SoundViewModel::tick);
    connect(&m_call, &CallViewModel::changed, this, &SoundViewModel::followCall);
    connect(&m_preview, &VoicePreview::ready, this, [this](const std::vector<std::int16_t>& heard) {
        if (m_state == State::Preparing) {
            m_playing = heard;
            begin(State::Playing);
        }
    });
    if (m_devices) {
        connect(m_devices, &SoundDevices::devicesChanged, this, &SoundViewModel::look);
        readChoice(Kind::Microphone);
        readChoice(Kind::Loudspeaker);
    }
    look();
    followCall();
}

SoundViewModel::~SoundViewModel() {
    end();
}

QStringList SoundViewModel::names(const QList<SoundDevice>& devices) {
    QStringList out;
    for (const auto& device : devices) {
        out.append(device.name);
    }
    return out;
}

const QList<SoundDevice>& SoundViewModel::listOf(Kind kind) const {
    return kind == Kind::Microphone ? m_inputs : m_outputs;
}

int SoundViewModel::placeOf(Kind kind) const {
    const auto id = m_devices ? m_devices->chosen(kind) : QString();
    const auto& list = listOf(kind);
    const auto found = std::ranges::find(list, id, &SoundDevice::id);
    return id.isEmpty() || found == list.end() ? -1 : static_cast<int>(found - list.begin());
}

QString SoundViewModel::missing(Kind kind) const {
    const bool chosen = m_devices && !m_devices->chosen(kind).isEmpty();
    return chosen && placeOf(kind) < 0 ? (kind == Kind::Microphone ? m_nameOfMicrophone : m_nameOfLoudspeaker)
                                       : QString();
}

void SoundViewModel::readChoice(Kind kind) {
    GetSetting get;
    get.key = settingOf(kind);
    m_courier.ask(get, this, [this, kind](const Event& answer) {
        if (const auto* setting = std::get_if<SettingAnswer>(&answer); setting && m_devices) {
            const auto kept = toQt(setting->value);
            (kind == Kind::Microphone ? m_nameOfMicrophone : m_nameOfLoudspeaker) = kept.section(u'\n', 1);
            // Nothing kept means the system's default, also where another identity had chosen.
            m_devices->choose(kind, kept.section(u'\n', 0, 0));
            look();
        }
    });
}

void SoundViewModel::choose(Kind kind, int place) {
    const auto& list = listOf(kind);
    if (!m_devices || place >= list.size()) {
        return;
    }
    const auto device = place < 0 ? SoundDevice{} : list[place];
    (kind == Kind::Microphone ? m_nameOfMicrophone : m_nameOfLoudspeaker) = device.name;
    m_devices->choose(kind, device.id);
    SetSetting set;
    set.key = settingOf(kind);
    set.value = device.id.isEmpty() ? std::string() : (device.id + u'\n' + device.name).toStdString();
    m_courier.tell(set);
    look();
}

void SoundViewModel::look() {
    if (m_devices) {
        m_inputs = m_devices->list(Kind::Microphone);
        m_outputs = m_devices->list(Kind::Loudspeaker);
    }
    Q_EMIT devicesChanged();
}

void SoundViewModel::followCall() {
    const bool inCall = m_call.state() != CallViewModel::State::Idle && m_call.state() != CallViewModel::State::Ended;
    if (inCall == m_inCall) {
        return;
    }
    // Before the call takes the devices, not after: ending the test would end its sound.
    end();
    m_inCall = inCall;
    Q_EMIT changed();
}

void SoundViewModel::setLink(Link link) {
    if (m_link != link) {
        m_link = link;
        Q_EMIT changed();
    }
}

void SoundViewModel::record() {
    if (m_devices && !m_inCall) {
        end();
        m_said.clear();
        m_heardNothing = false;
        begin(State::Recording);
    }
}

void SoundViewModel::play() {
    if (!m_devices || m_inCall || m_said.empty()) {
        return;
    }
    end();
    if (m_link == Link::None) {
        m_playing = m_said;
        begin(State::Playing);
        return;
    }
    m_state = State::Preparing;
    const auto way = wayOf(m_link);
    m_preview.start(m_said, way.rung, way.lossPercent);
    Q_EMIT changed();
}

void SoundViewModel::stop() {
    end();
}

void SoundViewModel::forget() {
    end();
    m_said.clear();
    m_playing.clear();
    m_heardNothing = false;
    Q_EMIT changed();
}

void SoundViewModel::begin(State state) {
    m_state = state;
    m_ticks = 0;
    m_played = 0;
    m_rings->captured.discard();
    m_rings->playback.discard();
    m_devices->port().start(*m_rings);
    m_tick.start();
    Q_EMIT changed();
}

void SoundViewModel::end() {
    if (m_state == State::Idle) {
        return;
    }
    if (m_tick.isActive()) {
        m_tick.stop();
        if (m_devices) {
            m_devices->port().stop();
        }
    }
    m_state = State::Idle;
    show({});
    Q_EMIT changed();
}

void SoundViewModel::tick() {
    ++m_ticks;
    if (m_state == State::Recording) {
        takeRecorded();
    } else {
        givePlayed();
    }
}

void SoundViewModel::takeRecorded() {
    std::array<std::int16_t, AudioRing::capacity> samples{};
    const auto got = m_rings->captured.read(samples);
    const auto fresh = std::span(samples).first(std::min(got, mostSamples - m_said.size()));
    m_said.insert(m_said.end(), fresh.begin(), fresh.end());
    show(fresh);
    if (m_said.size() < mostSamples && m_ticks < mostTicks) {
        return;
    }
    const auto loudest = std::ranges::max_element(m_said, {}, [](std::int16_t x) { return std::abs(int(x)); });
    m_heardNothing = loudest == m_said.end() || std::abs(int(*loudest)) < leastPeak;
    end();
    if (m_heardNothing) {
        m_said.clear();
        Q_EMIT changed();
    } else {
        play();
    }
}

void SoundViewModel::givePlayed() {
    std::array<std::int16_t, AudioRing::capacity> unheard{};
    (void)m_rings->captured.read(unheard);
    const auto waiting = m_rings->playback.available();
    const auto room = waiting < playAhead ? playAhead - waiting : 0;
    const auto piece = std::span(m_playing).subspan(m_played, std::min(room, m_playing.size() - m_played));
    m_played += m_rings->playback.write(piece);
    show(piece);
    // A loudspeaker that takes nothing does not hold the test up for ever.
    const bool over = m_played == m_playing.size() && waiting == 0;
    if (over || m_ticks * tickMs > int(m_playing.size() / (audioSampleRate / 1000)) + 2000) {
        end();
    }
}

void SoundViewModel::show(std::span<const std::int16_t> samples) {
    double sum = 0;
    for (const auto x : samples) {
        sum += double(x) * x;
    }
    const double loud = samples.empty() ? 0 : std::sqrt(sum / double(samples.size())) / 32768;
    m_level = loud <= 0 ? 0 : std::clamp(1 + 20 * std::log10(loud) / meterRange, 0.0, 1.0);
    Q_EMIT levelChanged();
}

}  // namespace nightjar
