// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QTimer>
#include <optional>

#include "chatlistmodel.h"

namespace nightjar {

/// The call in the foreground: its state, who it is with, and its figures while it runs; and the other one, that waits
/// or is on hold. After the end it keeps the reason until the page is closed.
class CallViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by SessionViewModel")
    Q_PROPERTY(State state READ state NOTIFY changed FINAL)
    Q_PROPERTY(QString contact READ contact NOTIFY changed FINAL)
    Q_PROPERTY(QString name READ name NOTIFY changed FINAL)
    Q_PROPERTY(QString initials READ initialsOfName NOTIFY changed FINAL)
    Q_PROPERTY(int tint READ tintOfContact NOTIFY changed FINAL)
    Q_PROPERTY(QString end READ end NOTIFY changed FINAL)
    Q_PROPERTY(QString problem READ problem NOTIFY changed FINAL)
    Q_PROPERTY(QString path READ path NOTIFY changed FINAL)
    Q_PROPERTY(bool muted READ isMuted WRITE setMuted NOTIFY changed FINAL)
    Q_PROPERTY(bool noMicrophone READ hasNoMicrophone NOTIFY changed FINAL)
    Q_PROPERTY(bool noLoudspeaker READ hasNoLoudspeaker NOTIFY changed FINAL)
    Q_PROPERTY(int seconds READ seconds NOTIFY statsChanged FINAL)
    Q_PROPERTY(double kbitUp READ kbitUp NOTIFY statsChanged FINAL)
    Q_PROPERTY(double kbitDown READ kbitDown NOTIFY statsChanged FINAL)
    Q_PROPERTY(double lossPercent READ lossPercent NOTIFY statsChanged FINAL)
    Q_PROPERTY(double delayMs READ delayMs NOTIFY statsChanged FINAL)
    Q_PROPERTY(double bytes READ bytes NOTIFY statsChanged FINAL)
    Q_PROPERTY(double levelIn READ levelIn NOTIFY statsChanged FINAL)
    Q_PROPERTY(double levelOut READ levelOut NOTIFY statsChanged FINAL)
    Q_PROPERTY(int quality READ quality NOTIFY statsChanged FINAL)
    Q_PROPERTY(QString cause READ cause NOTIFY statsChanged FINAL)
    Q_PROPERTY(bool addressHidden READ isAddressHidden NOTIFY statsChanged FINAL)
    Q_PROPERTY(bool held READ isHeld WRITE setHeld NOTIFY changed FINAL)
    Q_PROPERTY(bool heldByThem READ isHeldByThem NOTIFY changed FINAL)
    Q_PROPERTY(bool pushToTalk READ isPushToTalk WRITE setPushToTalk NOTIFY changed FINAL)
    Q_PROPERTY(Other other READ other NOTIFY changed FINAL)
    Q_PROPERTY(QString otherName READ otherName NOTIFY changed FINAL)

public:
    enum class State { Idle, Starting, Ringing, Incoming, Connecting, Active, Reconnecting, Ended, Stalled };
    Q_ENUM(State)
    /// What there is besides the call in the foreground.
    enum class Other { None, Waiting, OnHold };
    Q_ENUM(Other)

    CallViewModel(Courier& courier, ChatListModel& chats, QObject* parent = nullptr);

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] QString contact() const;
    [[nodiscard]] QString name() const;
    [[nodiscard]] QString initialsOfName() const;
    [[nodiscard]] int tintOfContact() const;
    /// endName(CallEnd); empty while it goes on.
    [[nodiscard]] QString end() const { return m_end; }
    /// errorName() when the call could not even begin.
    [[nodiscard]] QString problem() const { return m_problem; }
    [[nodiscard]] QString path() const { return m_path; }
    [[nodiscard]] bool isMuted() const { return m_muted; }
    void setMuted(bool muted);
    /// The machine has none, or does not let us use it: the call is silent on that side.
    [[nodiscard]] bool hasNoMicrophone() const { return m_noMicrophone; }
    [[nodiscard]] bool hasNoLoudspeaker() const { return m_noLoudspeaker; }
    [[nodiscard]] int seconds() const;
    [[nodiscard]] double kbitUp() const { return m_stats.wireKbitUp; }
    [[nodiscard]] double kbitDown() const { return m_stats.wireKbitDown; }
    [[nodiscard]] double lossPercent() const { return m_stats.lossPercent; }
    [[nodiscard]] double delayMs() const { return m_stats.delayMs; }
    /// Both ways, this call.
    [[nodiscard]] double bytes() const { return static_cast<double>(m_stats.sentBytes + m_stats.receivedBytes); }
    [[nodiscard]] double levelIn() const { return m_stats.levelIn; }
    [[nodiscard]] double levelOut() const { return m_stats.levelOut; }
    /// 0 (nothing comes through) … 4 (as good as it gets), from loss and delay.
    [[nodiscard]] int quality() const;

    /// What limits the call most, as CallStats::cause.
    [[nodiscard]] QString cause() const;
    /// They do not learn our address in this call.
    [[nodiscard]] bool isAddressHidden() const { return m_stats.relayOnly; }
    /// By us.
    [[nodiscard]] bool isHeld() const { return m_held; }
    void setHeld(bool held);
    [[nodiscard]] bool isHeldByThem() const { return m_heldByThem; }
    [[nodiscard]] bool isPushToTalk() const { return m_pushToTalk; }
    void setPushToTalk(bool on);
    [[nodiscard]] Other other() const;
    [[nodiscard]] QString otherName() const;

    /// `anyway`: though the bytes of this month are spent.
    Q_INVOKABLE void start(const QString& contact, bool anyway = false);
    Q_INVOKABLE void accept();
    /// Declines, gives up or hangs up.
    Q_INVOKABLE void hangUp();
    /// Declines a ringing call and sends a message.
    Q_INVOKABLE void declineWith(const QString& text);
    /// The talk key goes down or up.
    Q_INVOKABLE void talk(bool down);
    /// Takes the other call; the one in the foreground is put on hold.
    Q_INVOKABLE void takeOther();
    /// Declines or ends the other call.
    Q_INVOKABLE void endOther();
    /// Closes the page of an ended call.
    Q_INVOKABLE void dismiss();
    void setDevices(bool microphone, bool loudspeaker);

Q_SIGNALS:
    void changed();
    void statsChanged();
    /// The bytes of this month are spent: start() once more with a yes, or not at all.
    void capSpent(const QString& contact);

private:
    /// The call that is not in the foreground.
    struct Second {
        CallId call;
        ContactId contact;
        State state = State::Incoming;
        bool held = false;
        bool heldByThem = false;
    };

    void hear(const Event& event);
    void note(const CallIncoming& incoming);
    void note(const CallStateChanged& change);
    void note(const CallHoldChanged& change);
    void move(State state);
    /// Brings a call into the foreground, in this state.
    void show(const Second& call);
    void endCall(const CallId& call, const QString& text = {});
    /// The link may have been there before the call; then nothing is told about it.
    void askPath();
    void askStats();

    Courier& m_courier;
    ChatListModel& m_chats;
    QTimer m_poll;
    State m_state = State::Idle;
    CallId m_call;
    ContactId m_contact;
    QString m_end;
    QString m_problem;
    QString m_path;
    CallStats m_stats;
    std::optional<Second> m_second;
    bool m_muted = false;
    bool m_held = false;
    bool m_heldByThem = false;
    bool m_pushToTalk = false;
    bool m_noMicrophone = false;
    bool m_noLoudspeaker = false;
};

}  // namespace nightjar
