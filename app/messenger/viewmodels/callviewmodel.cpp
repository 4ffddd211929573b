// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "callviewmodel.h"

#include <utility>

#include "names.h"

namespace nightjar {

namespace {

CallViewModel::State fromCore(CallState state) {
    using State = CallViewModel::State;
    switch (state) {
        case CallState::Ringing:
            return State::Ringing;
        case CallState::Incoming:
            return State::Incoming;
        case CallState::Connecting:
            return State::Connecting;
        case CallState::Active:
            return State::Active;
        case CallState::Reconnecting:
            return State::Reconnecting;
        case CallState::Ended:
            return State::Ended;
        case CallState::Stalled:
            return State::Stalled;
    }
    return State::Ended;
}

}  // namespace

CallViewModel::CallViewModel(Courier& courier, ChatListModel& chats, QObject* parent)
    : QObject(parent), m_courier(courier), m_chats(chats) {
    m_poll.setInterval(std::chrono::seconds(1));
    connect(&m_poll, &QTimer::timeout, this, &CallViewModel::askStats);
    connect(&m_courier, &Courier::news, this, &CallViewModel::hear);
}

QString CallViewModel::contact() const {
    return m_state == State::Idle ? QString() : toQt(m_contact);
}

QString CallViewModel::name() const {
    const auto* contact = m_chats.find(m_contact);
    return contact ? toQt(contact->name) : QString();
}

QString CallViewModel::initialsOfName() const {
    return initials(name());
}

int CallViewModel::tintOfContact() const {
    return tint(m_contact);
}

int CallViewModel::seconds() const {
    return static_cast<int>(toMs(m_stats.length) / 1000);
}

int CallViewModel::quality() const {
    if (m_state != State::Active) {
        return 0;
    }
    // What people notice: words lost first, then talking over each other.
    const auto badness = m_stats.lossPercent / 5.0 + m_stats.delayMs / 400.0;
    return badness < 0.75 ? 4 : badness < 1.5 ? 3 : badness < 3 ? 2 : 1;
}

void CallViewModel::setMuted(bool muted) {
    if (m_muted == muted || m_state == State::Idle || m_state == State::Ended) {
        return;
    }
    m_muted = muted;
    m_courier.tell(MuteCall{m_call, muted});
    Q_EMIT changed();
}

QString CallViewModel::cause() const {
    return toQt(m_stats.cause);
}

void CallViewModel::setHeld(bool held) {
    if (m_held == held || m_call.isNull()) {
        return;
    }
    HoldCall command;
    command.call = m_call;
    command.held = held;
    m_courier.ask(command, this, [](const Event&) {});  // CallHoldChanged tells when it is so
}

void CallViewModel::setPushToTalk(bool on) {
    if (m_pushToTalk == on || m_call.isNull()) {
        return;
    }
    m_pushToTalk = on;
    SetPushToTalk command;
    command.call = m_call;
    command.on = on;
    m_courier.ask(command, this, [](const Event&) {});
    Q_EMIT changed();
}

void CallViewModel::talk(bool down) {
    if (!m_call.isNull()) {
        m_courier.tell(PressToTalk{m_call, down});
    }
}

CallViewModel::Other CallViewModel::other() const {
    return !m_second ? Other::None : m_second->state == State::Incoming ? Other::Waiting : Other::OnHold;
}

QString CallViewModel::otherName() const {
    const auto* contact = m_second ? m_chats.find(m_second->contact) : nullptr;
    return contact ? toQt(contact->name) : QString();
}

void CallViewModel::declineWith(const QString& text) {
    if (m_state == State::Incoming) {
        endCall(m_call, text);
    }
}

void CallViewModel::endCall(const CallId& call, const QString& text) {
    EndCall command;
    command.call = call;
    command.text = text.trimmed().toStdString();
    m_courier.ask(std::move(command), this, [](const Event&) {});
}

void CallViewModel::takeOther() {
    if (!m_second) {
        return;
    }
    const auto taken = *m_second;
    m_second = Second{m_call, m_contact, m_state, m_held, m_heldByThem};
    if (taken.state == State::Incoming) {
        AcceptCall command;
        command.call = taken.call;
        m_courier.ask(command, this, [](const Event&) {});
    } else {
        HoldCall command;
        command.call = taken.call;
        command.held = false;
        m_courier.ask(command, this, [](const Event&) {});
    }
    show(taken);
    if (taken.state == State::Incoming) {
        move(State::Connecting);
    }
}

void CallViewModel::endOther() {
    if (m_second) {
        endCall(m_second->call);
    }
}

void CallViewModel::start(const QString& contact, bool anyway) {
    const auto id = ContactId::parse(contact.toStdString());
    if (!id || (m_state != State::Idle && m_state != State::Ended)) {
        return;
    }
    m_contact = *id;
    m_call = {};
    move(State::Starting);
    StartCall command;
    command.contact = *id;
    command.anyway = anyway;
    m_courier.ask(command, this, [this](const Event& answer) {
        if (failureOf(answer) == ErrorCode::CapSpent) {
            move(State::Ended);
            dismiss();
            Q_EMIT capSpent(toQt(m_contact));
            return;
        }
        if (const auto* started = std::get_if<CallAnswer>(&answer)) {
            m_call = started->call;
            if (m_state == State::Starting) {
                move(State::Ringing);
            } else if (m_state == State::Ended) {
                hangUp();  // given up before the call had a name
            }
            return;
        }
        m_problem = toQt(failureOf(answer));
        move(State::Ended);
    });
}

void CallViewModel::accept() {
    if (m_state != State::Incoming) {
        return;
    }
    move(State::Connecting);
    AcceptCall command;
    command.call = m_call;
    m_courier.ask(command, this, [this](const Event& answer) {
        if (const auto code = failureOf(answer); code != ErrorCode::None) {
            m_problem = toQt(code);
            move(State::Ended);
        }
    });
}

void CallViewModel::hangUp() {
    if (m_state == State::Idle) {
        return;
    }
    if (!m_call.isNull()) {
        endCall(m_call);
    }
    if (m_state == State::Starting) {
        m_end = toQt(endName(CallEnd::HungUp));
        move(State::Ended);
    }
}

void CallViewModel::dismiss() {
    if (m_state == State::Ended) {
        move(State::Idle);
    }
}

void CallViewModel::setDevices(bool microphone, bool loudspeaker) {
    m_noMicrophone = !microphone;
    m_noLoudspeaker = !loudspeaker;
    Q_EMIT changed();
}

void CallViewModel::hear(const Event& event) {
    if (const auto* incoming = std::get_if<CallIncoming>(&event)) {
        note(*incoming);
    } else if (const auto* change = std::get_if<CallStateChanged>(&event)) {
        note(*change);
    } else if (const auto* hold = std::get_if<CallHoldChanged>(&event)) {
        note(*hold);
    } else if (const auto* link = std::get_if<LinkStateChanged>(&event)) {
        if (m_state != State::Idle && link->contact == m_contact) {
            m_path = toQt(pathName(link->path));
            Q_EMIT changed();
        }
    }
}

void CallViewModel::note(const CallIncoming& incoming) {
    if (m_state == State::Idle || m_state == State::Ended) {
        m_contact = incoming.contact;
        m_call = incoming.call;
        move(State::Incoming);
    } else if (incoming.waiting && !m_second) {
        m_second = Second{incoming.call, incoming.contact};
        Q_EMIT changed();
    }
}

void CallViewModel::note(const CallStateChanged& change) {
    if (m_second && change.call == m_second->call) {
        m_second->state = fromCore(change.state);
        if (m_second->state == State::Ended) {
            m_second.reset();
        }
        Q_EMIT changed();
        return;
    }
    if (m_state == State::Idle || m_state == State::Ended) {
        return;
    }
    if (m_state == State::Starting && change.contact == m_contact) {
        m_call = change.call;
    }
    if (change.call != m_call) {
        return;
    }
    const auto state = fromCore(change.state);
    if (state == State::Ended && m_second) {
        show(*std::exchange(m_second, std::nullopt));  // and the other one is all there is
        return;
    }
    m_end = toQt(endName(change.end));
    move(state);
}

void CallViewModel::note(const CallHoldChanged& change) {
    if (change.call == m_call) {
        m_held = change.byUs;
        m_heldByThem = change.byThem;
    } else if (m_second && change.call == m_second->call) {
        m_second->held = change.byUs;
        m_second->heldByThem = change.byThem;
    }
    Q_EMIT changed();
}

void CallViewModel::show(const Second& call) {
    m_call = call.call;
    m_contact = call.contact;
    m_state = State::Idle;
    move(call.state);
    m_held = call.held;
    m_heldByThem = call.heldByThem;
    Q_EMIT changed();
}

void CallViewModel::move(State state) {
    if (m_state == state) {
        return;
    }
    const bool begins = m_state == State::Idle || m_state == State::Ended;
    m_state = state;
    if (begins) {
        m_stats = {};
        m_end.clear();
        m_path.clear();
        m_problem.clear();
        m_muted = false;
        m_held = false;
        m_heldByThem = false;
        m_pushToTalk = false;
        askPath();
        Q_EMIT statsChanged();
    }
    const bool runs =
        state == State::Connecting || state == State::Active || state == State::Reconnecting || state == State::Stalled;
    if (runs && !m_poll.isActive()) {
        m_poll.start();
        askStats();
    } else if (!runs) {
        m_poll.stop();
    }
    Q_EMIT changed();
    Q_EMIT statsChanged();
}

void CallViewModel::askPath() {
    GetLinkInfo get;
    get.contact = m_contact;
    m_courier.ask(get, this, [this, contact = m_contact](const Event& answer) {
        const auto* link = std::get_if<LinkInfoAnswer>(&answer);
        if (link && m_state != State::Idle && m_contact == contact) {
            m_path = toQt(pathName(link->info.path));
            Q_EMIT changed();
        }
    });
}

void CallViewModel::askStats() {
    GetCallStats get;
    get.call = m_call;
    m_courier.ask(get, this, [this, call = m_call](const Event& answer) {
        if (const auto* stats = std::get_if<CallStatsAnswer>(&answer); stats && call == m_call) {
            m_stats = stats->stats;
            Q_EMIT statsChanged();
        }
    });
}

}  // namespace nightjar
