// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QList>
#include <QObject>
#include <optional>

#include "courier.h"
#include "messagelistmodel.h"

namespace nightjar {

/// The voice notes of one conversation: the one that is being recorded, and the one that is listened to. When a note is
/// over, the one right after it plays on.
class VoiceNotesViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by ConversationViewModel")
    Q_PROPERTY(Recording recording READ recording NOTIFY recordingChanged FINAL)
    Q_PROPERTY(double seconds READ seconds NOTIFY recordingChanged FINAL)
    Q_PROPERTY(QList<int> waveform READ waveform NOTIFY recordingChanged FINAL)
    Q_PROPERTY(double level READ level NOTIFY recordingChanged FINAL)
    Q_PROPERTY(QString playing READ playing NOTIFY playingChanged FINAL)
    Q_PROPERTY(bool playingDraft READ isPlayingDraft NOTIFY playingChanged FINAL)
    Q_PROPERTY(QString at READ at NOTIFY playingChanged FINAL)
    Q_PROPERTY(double position READ position NOTIFY playingChanged FINAL)
    Q_PROPERTY(double speed READ speed WRITE setSpeed NOTIFY speedChanged FINAL)
    Q_PROPERTY(QString problem READ problem NOTIFY problemChanged FINAL)

public:
    enum class Recording { None, Running, Paused };
    Q_ENUM(Recording)

    VoiceNotesViewModel(Courier& courier, const MessageListModel& messages, const Contact& contact,
                        QObject* parent = nullptr);
    /// Nobody goes on recording or listening to a conversation that was left.
    ~VoiceNotesViewModel() override;

    [[nodiscard]] Recording recording() const { return m_recording; }
    /// Of what is recorded.
    [[nodiscard]] double seconds() const { return m_seconds; }
    [[nodiscard]] QList<int> waveform() const { return m_waveform; }
    [[nodiscard]] double level() const { return m_level; }
    /// The message that plays; empty when none does.
    [[nodiscard]] QString playing() const { return m_plays && m_at ? atText() : QString(); }
    [[nodiscard]] bool isPlayingDraft() const { return m_plays && !m_at; }
    /// The message that plays or stopped half-way; empty when there is none.
    [[nodiscard]] QString at() const { return m_at ? atText() : QString(); }
    /// Seconds into what plays or stopped.
    [[nodiscard]] double position() const { return m_position; }
    /// 0.5 … 2.
    [[nodiscard]] double speed() const { return m_speed; }
    void setSpeed(double speed);
    /// Stable name of what went wrong with the last thing asked for; empty: nothing.
    [[nodiscard]] QString problem() const { return m_problem; }

    /// Begins, or goes on.
    Q_INVOKABLE void record();
    Q_INVOKABLE void pause();
    Q_INVOKABLE void discard();
    /// Throws away what there is and begins again.
    Q_INVOKABLE void recordAnew();
    /// `quote`: the message that it answers; may be empty.
    Q_INVOKABLE void send(const QString& quote);
    /// Plays what was recorded, or stops that.
    Q_INVOKABLE void toggleDraft();
    /// Plays a note, or stops it; goes on where it was stopped.
    Q_INVOKABLE void toggle(const QString& message);
    /// Goes to a part of a note (0 … 1), playing it.
    Q_INVOKABLE void seek(const QString& message, double part);
    /// 1, 1.5, 2, 0.5, and again.
    Q_INVOKABLE void nextSpeed();
    Q_INVOKABLE void dismissProblem();

Q_SIGNALS:
    void recordingChanged();
    void playingChanged();
    void speedChanged();
    void problemChanged();

private:
    void hear(const Event& event);
    void note(const RecordingChanged& change);
    void note(const NotePlaying& change);
    void play(const std::optional<MessageId>& message, double from);
    void playNext();
    void complain(const Event& answer);
    template <class C>
    void order(C command);
    [[nodiscard]] QString atText() const;

    Courier& m_courier;
    const MessageListModel& m_messages;
    ContactId m_contact;
    Recording m_recording = Recording::None;
    double m_seconds = 0;
    QList<int> m_waveform;
    double m_level = 0;
    bool m_plays = false;
    std::optional<MessageId> m_at;
    double m_position = 0;
    double m_speed = 1;
    QString m_problem;
};

}  // namespace nightjar
