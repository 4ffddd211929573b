// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "vaultgate.h"

#include "names.h"
#include "runtime/memorycare.h"

namespace nightjar {

VaultGate::VaultGate(const QString& profileFolder, CallAudio* audio, QObject* parent)
    : Gate(parent), m_vault(profileFolder), m_audio(audio), m_videos(audio && audio->canRing() ? audio : nullptr) {
    m_vault.preferKeyring(true);
    connect(&m_vault, &VaultService::created, this, &VaultGate::enter);
    connect(&m_vault, &VaultService::unlocked, this, &VaultGate::enter);
    connect(&m_vault, &VaultService::trialPassed, this, &VaultGate::visitDecoy);
    connect(&m_vault, &VaultService::wiped, this, [this] {
        close();
        m_home.reset();
        m_visiting = false;
    });
    connect(&m_vault, &VaultService::pinChanged, this, [this] {
        if (const auto change = std::exchange(m_change, {})) {
            change(m_facts);
        }
        Q_EMIT pinChanged();
    });
    connect(&m_vault, &VaultService::hiddenRemoved, this, &VaultGate::leave);
    connect(&m_vault, &VaultService::stateChanged, this, &Gate::profileChanged);
    connect(&m_vault, &VaultService::failed, this, [this](const VaultProblem& problem) {
        m_creating = false;
        m_change = {};
        Q_EMIT failed(toQt(problemName(problem.kind)), problem.retryAfter);
    });
    connect(&m_discovery, &LanDiscovery::found, this, &Gate::hubFound);
    connect(&m_discovery, &LanDiscovery::finished, this, &Gate::hubSearchEnded);
}

VaultGate::~VaultGate() {
    close();
}

Gate::Profile VaultGate::profile() const {
    switch (m_vault.state()) {
        case ProfileState::None:
            return Profile::None;
        case ProfileState::Locked:
            return Profile::Locked;
        case ProfileState::Foreign:
        case ProfileState::Damaged:
        case ProfileState::InUse:
            return Profile::Unusable;
    }
    return Profile::Unusable;
}

QString VaultGate::profileProblem() const {
    switch (m_vault.state()) {
        case ProfileState::None:
        case ProfileState::Locked:
            return {};
        case ProfileState::Foreign:
            return toQt(problemName(VaultProblem::Kind::Foreign));
        case ProfileState::Damaged:
            return toQt(problemName(VaultProblem::Kind::Damaged));
        case ProfileState::InUse:
            return toQt(problemName(VaultProblem::Kind::InUse));
    }
    return {};
}

void VaultGate::create(Choice choice) {
    if (!choice.backup.empty()) {
        m_vault.restore(std::move(choice.pin), std::move(choice.wipePin), QString::fromStdString(choice.backup),
                        std::move(choice.passphrase));
        return;
    }
    m_creating = true;
    m_newName = std::move(choice.name);
    m_newHub = std::move(choice.hub);
    m_vault.create(std::move(choice.pin), std::move(choice.wipePin));
}

void VaultGate::unlock(SecretBytes pin) {
    m_vault.unlock(std::move(pin));
}

void VaultGate::lock() {
    if (m_household) {
        leave();
        m_vault.lock();
    }
}

void VaultGate::leave() {
    close();
    m_home.reset();
    m_visiting = false;
    // When the window, too, has let go of what it showed.
    QMetaObject::invokeMethod(
        this, [] { runtime::forgetFreedMemory(); }, Qt::QueuedConnection);
}

Gate::Facts VaultGate::facts() const {
    auto known = m_facts;
    known.visiting = m_visiting;
    known.hasDecoy = m_home && m_home->decoy && !m_visiting;
    return known;
}

void VaultGate::changePin(SecretBytes current, SecretBytes fresh) {
    m_vault.changePin(std::move(current), std::move(fresh));
}

void VaultGate::setWipePin(SecretBytes current, SecretBytes wipePin) {
    m_change = [set = !wipePin.empty()](Facts& known) { known.hasWipePin = set; };
    if (wipePin.empty()) {
        m_vault.removeWipePin(std::move(current));
    } else {
        m_vault.setWipePin(std::move(current), std::move(wipePin));
    }
}

void VaultGate::setWipeAfterFailures(SecretBytes current, bool on) {
    m_change = [on](Facts& known) { known.wipesAfterFailures = on; };
    m_vault.setWipeAfterFailures(std::move(current), on);
}

void VaultGate::setHidden(SecretBytes current, SecretBytes hiddenPin) {
    m_vault.setHidden(std::move(current), std::move(hiddenPin));
}

void VaultGate::removeHidden(SecretBytes current) {
    m_vault.removeHidden(std::move(current));
}

void VaultGate::tryWipePin(SecretBytes wipePin) {
    m_vault.tryWipePin(std::move(wipePin));
}

void VaultGate::visitDecoy() {
    if (m_household && m_home && m_home->decoy && !m_visiting) {
        close();
        m_visiting = true;
        if (!open(*m_home->decoy)) {
            leaveDecoy();
        }
    }
}

void VaultGate::leaveDecoy() {
    if (m_visiting) {
        close();
        m_visiting = false;
        if (!open(*m_home)) {
            m_home.reset();
        }
    }
}

void VaultGate::wipe() {
    close();
    m_home.reset();
    m_visiting = false;
    m_vault.wipe();
}

void VaultGate::findHubs() {
    m_discovery.start();
}

void VaultGate::enter(const Identity& identity) {
    m_facts = {};
    m_facts.hasWipePin = identity->hasWipePin;
    m_facts.wipesAfterFailures = identity->wipesAfterFailures;
    m_facts.hidden = identity->hidden;
    // Behind the lock screen it, or its decoy on a visit, went on.
    const bool same = m_household && m_home && m_home->folder == identity->folder;
    if (!same) {
        close();
        m_visiting = false;
    }
    m_home = identity;
    if (same) {
        Q_EMIT resumed();
        return;
    }
    sealNotices(*identity);
    if (!open(*identity)) {
        m_home.reset();
        return;
    }
    m_notices.start(*identity);
}

bool VaultGate::open(const UnlockedIdentity& identity) {
    UnlockedIdentity own;
    own.folder = identity.folder;
    own.key = identity.key.clone();
    auto household = std::make_unique<NodeHousehold>(std::move(own));
    household->setAudioPort(m_audio);
    if (const auto started = household->start(); !started) {
        m_creating = false;
        Q_EMIT failed(toQt(problemName(started.error().kind)), {});
        return false;
    }
    m_household = std::move(household);
    // What cannot be opened again after a conversation moved is locked: the PIN brings it back, or tells why not.
    connect(m_household.get(), &Household::outerFailed, this, &VaultGate::lock, Qt::QueuedConnection);
    auto& outer = *m_household->outer();
    connect(&outer, &Messenger::event, this, [this](const Event& event) {
        const auto* const added = std::get_if<MessageAdded>(&event);
        if (added && added->message.kind == MessageKind::Notice && added->message.text == noticeWipeThisDevice) {
            // Not from inside the Node's own signal.
            QMetaObject::invokeMethod(this, &VaultGate::wipe, Qt::QueuedConnection);
        }
    });
    if (m_creating) {
        m_creating = false;
        outer.post(SetName{0, std::move(m_newName)});
        if (!m_newHub.empty()) {
            outer.post(SetHub{0, std::move(m_newHub)});
        }
    }
    Q_EMIT opened(&outer);
    return true;
}

void VaultGate::close() {
    if (m_household) {
        Q_EMIT closed();
        m_household.reset();
        m_notices.stop();
        if (m_home && !m_visiting) {
            sealNotices(*m_home);
        }
    }
}

}  // namespace nightjar
