// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QPointer>
#include <QStringList>
#include <QTimer>
#include <memory>
#include <vector>

#include "callviewmodel.h"
#include "courier.h"
#include "runtime/voicepreview.h"
#include "sounddevices.h"

namespace nightjar {

/// The devices of calls, kept with the identity, and a test of them: say something, and hear it as the other end of a
/// call would on a chosen link. The microphone is open only while somebody records.
class SoundViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by SessionViewModel")
    Q_PROPERTY(QStringList microphones READ microphones NOTIFY devicesChanged FINAL)
    Q_PROPERTY(QStringList loudspeakers READ loudspeakers NOTIFY devicesChanged FINAL)
    Q_PROPERTY(int microphone READ microphone NOTIFY devicesChanged FINAL)
    Q_PROPERTY(int loudspeaker READ loudspeaker NOTIFY devicesChanged FINAL)
    Q_PROPERTY(QString missingMicrophone READ missingMicrophone NOTIFY devicesChanged FINAL)
    Q_PROPERTY(QString missingLoudspeaker READ missingLoudspeaker NOTIFY devicesChanged FINAL)
    Q_PROPERTY(State state READ state NOTIFY changed FINAL)
    Q_PROPERTY(Link link READ link WRITE setLink NOTIFY changed FINAL)
    Q_PROPERTY(bool recorded READ hasRecording NOTIFY changed FINAL)
    Q_PROPERTY(bool heardNothing READ heardNothing NOTIFY changed FINAL)
    Q_PROPERTY(bool inCall READ isInCall NOTIFY changed FINAL)
    Q_PROPERTY(double level READ level NOTIFY levelChanged FINAL)

public:
    enum class State { Idle, Recording, Preparing, Playing };
    Q_ENUM(State)
    /// What the test goes through: nothing, or a rung of the ladder and the loss of such a link (docs/voice.md).
    enum class Link { None, Worst, Gprs, Edge, Wide };
    Q_ENUM(Link)

    /// How long a test records, at most.
    static constexpr int testSeconds = 5;

    /// `devices` may be null: nothing to choose from, no test.
    SoundViewModel(Courier& courier, SoundDevices* devices, CallViewModel& call, QObject* parent = nullptr);
    ~SoundViewModel() override;

    [[nodiscard]] QStringList microphones() const { return names(m_inputs); }
    [[nodiscard]] QStringList loudspeakers() const { return names(m_outputs); }
    /// The place in the list; -1: as the system says.
    [[nodiscard]] int microphone() const { return placeOf(SoundDevices::Kind::Microphone); }
    [[nodiscard]] int loudspeaker() const { return placeOf(SoundDevices::Kind::Loudspeaker); }
    /// The name of a chosen device that is not there now; empty: it is, or none was chosen.
    [[nodiscard]] QString missingMicrophone() const { return missing(SoundDevices::Kind::Microphone); }
    [[nodiscard]] QString missingLoudspeaker() const { return missing(SoundDevices::Kind::Loudspeaker); }
    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] Link link() const { return m_link; }
    void setLink(Link link);
    [[nodiscard]] bool hasRecording() const { return !m_said.empty(); }
    /// The last recording held no sound.
    [[nodiscard]] bool heardNothing() const { return m_heardNothing; }
    /// The devices belong to a call now: no test.
    [[nodiscard]] bool isInCall() const { return m_inCall; }
    /// Of what is recorded or played now: 0 … 1 for -60 … 0 dB.
    [[nodiscard]] double level() const { return m_level; }

    /// A place in the list; -1: as the system says.
    Q_INVOKABLE void chooseMicrophone(int place) { choose(SoundDevices::Kind::Microphone, place); }
    Q_INVOKABLE void chooseLoudspeaker(int place) { choose(SoundDevices::Kind::Loudspeaker, place); }
    /// Records until stop() or testSeconds are over, then plays what the other end would hear.
    Q_INVOKABLE void record();
    Q_INVOKABLE void play();
    /// Ends what goes on; what was recorded so far is kept.
    Q_INVOKABLE void stop();
    /// Ends what goes on and forgets the recording.
    Q_INVOKABLE void forget();

Q_SIGNALS:
    void devicesChanged();
    void changed();
    void levelChanged();

private:
    [[nodiscard]] static QStringList names(const QList<SoundDevice>& devices);
    [[nodiscard]] const QList<SoundDevice>& listOf(SoundDevices::Kind kind) const;
    [[nodiscard]] int placeOf(SoundDevices::Kind kind) const;
    [[nodiscard]] QString missing(SoundDevices::Kind kind) const;
    void choose(SoundDevices::Kind kind, int place);
    void readChoice(SoundDevices::Kind kind);
    void look();
    void followCall();
    void begin(State state);
    void end();
    void tick();
    void takeRecorded();
    void givePlayed();
    void show(std::span<const std::int16_t> samples);

    Courier& m_courier;
    QPointer<SoundDevices> m_devices;
    CallViewModel& m_call;
    VoicePreview m_preview;
    std::unique_ptr<AudioRings> m_rings = std::make_unique<AudioRings>();
    QTimer m_tick;
    QList<SoundDevice> m_inputs;
    QList<SoundDevice> m_outputs;
    QString m_nameOfMicrophone;
    QString m_nameOfLoudspeaker;
    State m_state = State::Idle;
    Link m_link = Link::Gprs;
    std::vector<std::int16_t> m_said;
    std::vector<std::int16_t> m_playing;
    std::size_t m_played = 0;
    int m_ticks = 0;
    double m_level = 0;
    bool m_heardNothing = false;
    bool m_inCall = false;
};

}  // namespace nightjar
