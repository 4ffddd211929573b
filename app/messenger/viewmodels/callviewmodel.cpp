// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "callviewmodel.h"

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

void CallViewModel::start(const QString& contact) {
    const auto id = ContactId::parse(contact.toStdString());
    if (!id || (m_state != State::Idle && m_state != State::Ended)) {
        return;
    }
    m_contact = *id;
    m_call = {};
    move(State::Starting);
    StartCall command;
    command.contact = *id;
    m_courier.ask(command, this, [this](const Event& answer) {
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
        EndCall command;
        command.call = m_call;
        m_courier.ask(command, this, [](const Event&) {});
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
        if (m_state != State::Idle && m_state != State::Ended) {
            return;  // the core tells a second caller that we are busy
        }
        m_contact = incoming->contact;
        m_call = incoming->call;
        move(State::Incoming);
        return;
    }
    if (const auto* link = std::get_if<LinkStateChanged>(&event)) {
        if (m_state != State::Idle && link->contact == m_contact) {
            m_path = toQt(pathName(link->path));
            Q_EMIT changed();
        }
        return;
    }
    const auto* state = std::get_if<CallStateChanged>(&event);
    if (!state || m_state == State::Idle || m_state == State::Ended) {
        return;
    }
    if (m_state == State::Starting && state->contact == m_contact) {
        m_call = state->call;
    }
    if (state->call != m_call) {
        return;
    }
    m_end = toQt(endName(state->end));
    move(fromCore(state->state));
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
        askPath();
        Q_EMIT statsChanged();
    }
    const bool runs = state == State::Connecting || state == State::Active || state == State::Reconnecting;
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
    m_courier.ask(get, this, [this](const Event& answer) {
        if (const auto* stats = std::get_if<CallStatsAnswer>(&answer)) {
            m_stats = stats->stats;
            Q_EMIT statsChanged();
        }
    });
}

}  // namespace nightjar
