// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "vaultgate.h"

#include "names.h"

namespace nightjar {

VaultGate::VaultGate(const QString& profileFolder, CallAudio* audio, QObject* parent)
    : Gate(parent), m_vault(profileFolder), m_audio(audio) {
    connect(&m_vault, &VaultService::created, this, [this](const auto& identity) { open(*identity); });
    connect(&m_vault, &VaultService::unlocked, this, [this](const auto& identity) { open(*identity); });
    connect(&m_vault, &VaultService::pinChanged, this, &Gate::pinChanged);
    connect(&m_vault, &VaultService::stateChanged, this, &Gate::profileChanged);
    connect(&m_vault, &VaultService::failed, this, [this](const VaultProblem& problem) {
        m_creating = false;
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
    m_creating = true;
    m_newName = std::move(choice.name);
    m_newHub = std::move(choice.hub);
    m_vault.create(std::move(choice.pin), std::move(choice.wipePin));
}

void VaultGate::unlock(SecretBytes pin) {
    m_vault.unlock(std::move(pin));
}

void VaultGate::lock() {
    if (m_node) {
        close();
        m_vault.lock();
    }
}

void VaultGate::changePin(SecretBytes current, SecretBytes fresh) {
    m_vault.changePin(std::move(current), std::move(fresh));
}

void VaultGate::setWipePin(SecretBytes current, SecretBytes wipePin) {
    if (wipePin.empty()) {
        m_vault.removeWipePin(std::move(current));
    } else {
        m_vault.setWipePin(std::move(current), std::move(wipePin));
    }
}

void VaultGate::wipe() {
    close();
    m_vault.wipe();
}

void VaultGate::findHubs() {
    m_discovery.start();
}

void VaultGate::open(const UnlockedIdentity& identity) {
    auto store = openIdentity(identity);
    if (!store) {
        m_creating = false;
        Q_EMIT failed(toQt(problemName(store.error().kind)), {});
        return;
    }
    m_node = std::make_unique<Node>(std::move(*store));
    m_node->setAudioPort(m_audio);
    if (m_creating) {
        m_creating = false;
        m_node->post(SetName{0, std::move(m_newName)});
        if (!m_newHub.empty()) {
            m_node->post(SetHub{0, std::move(m_newHub)});
        }
    }
    Q_EMIT opened(m_node.get());
}

void VaultGate::close() {
    if (m_node) {
        Q_EMIT closed();
        m_node.reset();
    }
}

}  // namespace nightjar
