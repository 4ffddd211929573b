// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "fakegate.h"

namespace nightjar::test {

FakeGate::FakeGate(Profile profile, QObject* parent) : Gate(parent), m_profile(profile) {
}

FakeGate::~FakeGate() {
    lock();
}

void FakeGate::create(Choice choice) {
    pin = toText(choice.pin.view());
    restoredFrom = choice.backup;
    wipePin = choice.wipePin ? toText(choice.wipePin->view()) : std::string();
    soon([this, name = choice.name, hub = choice.hub] {
        m_profile = Profile::Locked;
        Q_EMIT profileChanged();
        const auto before = std::exchange(furnish, [&](FakeMessenger& messenger) {
            messenger.status.name = name;
            messenger.status.hubAddress = hub;
            messenger.status.hub = hub.empty() ? HubState::None : HubState::Online;
        });
        open();
        furnish = before;
    });
}

void FakeGate::unlock(SecretBytes candidate) {
    const bool right = proves(candidate);
    soon([this, right] {
        if (right && m_messenger) {
            Q_EMIT resumed();
        } else if (right) {
            open();
        } else {
            Q_EMIT failed(QStringLiteral("wrong-pin"), retryAfter);
        }
    });
}

void FakeGate::lock() {
    if (m_messenger) {
        Q_EMIT closed();
        m_messenger.reset();
    }
}

void FakeGate::changePin(SecretBytes current, SecretBytes fresh) {
    const bool right = proves(current);
    soon([this, right, next = toText(fresh.view())] {
        if (right) {
            pin = next;
            Q_EMIT pinChanged();
        } else {
            Q_EMIT failed(QStringLiteral("wrong-pin"), retryAfter);
        }
    });
}

void FakeGate::setWipePin(SecretBytes current, SecretBytes next) {
    const bool right = proves(current);
    soon([this, right, next = toText(next.view())] {
        if (right) {
            wipePin = next;
            told.hasWipePin = !next.empty();
            Q_EMIT pinChanged();
        } else {
            Q_EMIT failed(QStringLiteral("wrong-pin"), retryAfter);
        }
    });
}

void FakeGate::setHidden(SecretBytes current, SecretBytes next) {
    const bool right = proves(current);
    soon([this, right, next = toText(next.view())] {
        if (!right || next == wipePin) {
            Q_EMIT failed(right ? QStringLiteral("bad-pin") : QStringLiteral("wrong-pin"), retryAfter);
            return;
        }
        hiddenPin = next;
        Q_EMIT pinChanged();
    });
}

void FakeGate::removeHidden(SecretBytes current) {
    const bool right = proves(current);
    soon([this, right] {
        if (right) {
            hiddenPin.clear();
            lock();
        } else {
            Q_EMIT failed(QStringLiteral("wrong-pin"), retryAfter);
        }
    });
}

void FakeGate::setWipeAfterFailures(SecretBytes current, bool on) {
    const bool right = proves(current);
    soon([this, right, on] {
        if (right) {
            told.wipesAfterFailures = on;
            Q_EMIT pinChanged();
        } else {
            Q_EMIT failed(QStringLiteral("wrong-pin"), retryAfter);
        }
    });
}

void FakeGate::tryWipePin(SecretBytes candidate) {
    const bool right = !wipePin.empty() && toText(candidate.view()) == wipePin;
    soon([this, right] {
        if (right) {
            visitDecoy();
        } else {
            Q_EMIT failed(QStringLiteral("wrong-pin"), {});
        }
    });
}

void FakeGate::visitDecoy() {
    lock();
    told.visiting = true;
    told.hasDecoy = false;
    open();
}

void FakeGate::leaveDecoy() {
    lock();
    told.visiting = false;
    told.hasDecoy = true;
    open();
}

void FakeGate::wipe() {
    ++wipes;
    lock();
    become(Profile::None);
}

void FakeGate::findHubs() {
    soon([this] {
        for (const auto& hub : hubs) {
            Q_EMIT hubFound(hub);
        }
        Q_EMIT hubSearchEnded();
    });
}

FakeMessenger& FakeGate::open() {
    m_messenger = std::make_unique<FakeMessenger>();
    if (furnish) {
        furnish(*m_messenger);
    }
    if (rooms) {
        rooms->outside = m_messenger.get();
    }
    Q_EMIT opened(m_messenger.get());
    return *m_messenger;
}

void FakeGate::become(Profile profile) {
    m_profile = profile;
    Q_EMIT profileChanged();
}

void FakeGate::soon(std::function<void()> what) {
    if (!stuck) {
        QMetaObject::invokeMethod(this, std::move(what), Qt::QueuedConnection);
    }
}

bool FakeGate::proves(const SecretBytes& candidate) const {
    return toText(candidate.view()) == pin;
}

}  // namespace nightjar::test
