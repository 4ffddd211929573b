// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "onboardingviewmodel.h"

#include "commands.h"
#include "runtime/hubaddress.h"

namespace nightjar {

OnboardingViewModel::OnboardingViewModel(Gate& gate, QString offeredHub, QObject* parent)
    : QObject(parent), m_gate(gate), m_hub(std::move(offeredHub)), m_typed(!m_hub.isEmpty()) {
    connect(&m_entry, &SecretBuffer::changed, this, [this] {
        if (!m_entry.isEmpty()) {
            m_problem.clear();
        }
        Q_EMIT changed();
    });
    connect(&m_gate, &Gate::hubFound, this, [this](const QString& address) {
        if (!m_found.contains(address)) {
            m_found.append(address);
            m_typed = m_typed && m_hub != address;
            if (m_hub.isEmpty()) {
                m_hub = address;
            }
            Q_EMIT changed();
        }
    });
    connect(&m_gate, &Gate::hubSearchEnded, this, [this] {
        m_searching = false;
        Q_EMIT changed();
    });
    connect(&m_gate, &Gate::failed, this, [this](const QString& problem) {
        if (m_working) {
            m_working = false;
            complain(problem);
        }
    });
    connect(&m_gate, &Gate::opened, this, [this] {
        m_working = false;
        m_pin.clear();
        m_wipePin.clear();
        m_name.clear();
        m_backup.clear();
        m_restoring = false;
        m_step = Step::Welcome;
        Q_EMIT changed();
        Q_EMIT stepChanged();
    });
}

bool OnboardingViewModel::nameFits() const {
    return m_name.trimmed().toUtf8().size() <= static_cast<qsizetype>(maxNameBytes);
}

OnboardingViewModel::Strength OnboardingViewModel::strength() const {
    return strengthOf(m_entry);
}

OnboardingViewModel::Strength strengthOf(const SecretBuffer& entry) {
    using Strength = OnboardingViewModel::Strength;
    if (entry.isEmpty()) {
        return Strength::None;
    }
    if (entry.count() < OnboardingViewModel::minPin) {
        return Strength::TooShort;
    }
    if (entry.isRun() || entry.distinct() < 3) {
        return Strength::Obvious;
    }
    if (entry.digitsOnly()) {
        return entry.count() < 6 ? Strength::Short : entry.count() < 12 ? Strength::Fair : Strength::Strong;
    }
    return entry.count() < 8 ? Strength::Short : entry.count() < 14 ? Strength::Fair : Strength::Strong;
}

QString strengthName(OnboardingViewModel::Strength strength) {
    using Strength = OnboardingViewModel::Strength;
    switch (strength) {
        case Strength::None:
            return {};
        case Strength::TooShort:
            return QStringLiteral("too-short");
        case Strength::Obvious:
            return QStringLiteral("obvious");
        case Strength::Short:
            return QStringLiteral("short");
        case Strength::Fair:
            return QStringLiteral("fair");
        case Strength::Strong:
            return QStringLiteral("strong");
    }
    return {};
}

void OnboardingViewModel::setName(const QString& name) {
    if (m_name != name) {
        m_name = name;
        Q_EMIT changed();
    }
}

void OnboardingViewModel::setHub(const QString& address) {
    if (m_hub != address) {
        m_hub = address;
        m_typed = true;
        m_problem.clear();
        Q_EMIT changed();
    }
}

void OnboardingViewModel::choose(const QString& address) {
    m_hub = address;
    m_typed = address.isEmpty();
    m_problem.clear();
    Q_EMIT changed();
}

void OnboardingViewModel::next() {
    if (m_working) {
        return;
    }
    switch (m_step) {
        case Step::Welcome:
            m_restoring = false;
            return go(Step::Name);
        case Step::Name:
            return nameFits() ? go(Step::Pin) : complain(QStringLiteral("name-too-long"));
        case Step::Pin:
            return takePin();
        case Step::PinAgain:
            return repeatPin();
        case Step::WipeOffer:
            return go(Step::WipePin);
        case Step::WipePin:
            return takeWipePin();
        case Step::WipePinAgain:
            return repeatWipePin();
        case Step::Server:
            return isHubAddress(m_hub.trimmed().toStdString()) ? finish(m_hub.trimmed())
                                                               : complain(QStringLiteral("malformed-hub-address"));
        case Step::Backup:
            return restore();
    }
}

void OnboardingViewModel::beginRestore() {
    if (m_step == Step::Welcome && !m_working) {
        m_restoring = true;
        go(Step::Pin);
    }
}

void OnboardingViewModel::chooseBackup(const QUrl& file) {
    m_backup = file.toLocalFile();
    m_problem.clear();
    Q_EMIT changed();
}

void OnboardingViewModel::restore() {
    if (m_backup.isEmpty() || m_passphrase.isEmpty()) {
        return complain(QStringLiteral("backup-unreadable"));
    }
    m_working = true;
    m_problem.clear();
    Q_EMIT changed();
    Gate::Choice choice;
    choice.backup = m_backup.toStdString();
    choice.passphrase = m_passphrase.take();
    choice.pin = m_pin.clone();
    if (!m_wipePin.empty()) {
        choice.wipePin = m_wipePin.clone();
    }
    m_gate.create(std::move(choice));
}

void OnboardingViewModel::back() {
    if (m_working) {
        return;
    }
    switch (m_step) {
        case Step::Welcome:
            return;
        case Step::Name:
            return go(Step::Welcome);
        case Step::Pin:
            return go(m_restoring ? Step::Welcome : Step::Name);
        case Step::PinAgain:
            m_pin.clear();
            return go(Step::Pin);
        case Step::WipeOffer:
            m_pin.clear();
            return go(Step::Pin);
        case Step::WipePin:
            return go(Step::WipeOffer);
        case Step::WipePinAgain:
            m_wipePin.clear();
            return go(Step::WipePin);
        case Step::Server:
        case Step::Backup:
            m_wipePin.clear();
            return go(Step::WipeOffer);
    }
}

void OnboardingViewModel::skipWipePin() {
    if (m_step == Step::WipeOffer) {
        m_wipePin.clear();
        go(lastStep());
    }
}

void OnboardingViewModel::finishWithoutServer() {
    if (m_step == Step::Server && !m_working) {
        finish({});
    }
}

void OnboardingViewModel::searchServers() {
    if (!m_searching) {
        m_searching = true;
        m_gate.findHubs();
        Q_EMIT changed();
    }
}

void OnboardingViewModel::go(Step step) {
    m_step = step;
    m_problem.clear();
    m_entry.clear();
    Q_EMIT changed();
    Q_EMIT stepChanged();
    if (step == Step::Server && m_found.isEmpty()) {
        searchServers();
    }
}

void OnboardingViewModel::complain(const QString& problem) {
    m_entry.clear();
    m_problem = problem;
    Q_EMIT changed();
}

void OnboardingViewModel::takePin() {
    if (m_entry.count() < minPin) {
        return complain(QStringLiteral("pin-too-short"));
    }
    m_pin = m_entry.take();
    go(Step::PinAgain);
}

void OnboardingViewModel::repeatPin() {
    if (!m_entry.equals(m_pin)) {
        return complain(QStringLiteral("pins-differ"));
    }
    go(Step::WipeOffer);
}

void OnboardingViewModel::takeWipePin() {
    if (m_entry.count() < minPin) {
        return complain(QStringLiteral("pin-too-short"));
    }
    if (m_entry.equals(m_pin)) {
        return complain(QStringLiteral("wipe-pin-equals-pin"));
    }
    m_wipePin = m_entry.take();
    go(Step::WipePinAgain);
}

void OnboardingViewModel::repeatWipePin() {
    if (!m_entry.equals(m_wipePin)) {
        return complain(QStringLiteral("pins-differ"));
    }
    go(lastStep());
}

void OnboardingViewModel::finish(const QString& hub) {
    m_working = true;
    m_problem.clear();
    Q_EMIT changed();
    Gate::Choice choice;
    choice.name = m_name.trimmed().toStdString();
    choice.hub = hub.toStdString();
    choice.pin = m_pin.clone();
    if (!m_wipePin.empty()) {
        choice.wipePin = m_wipePin.clone();
    }
    m_gate.create(std::move(choice));
}

}  // namespace nightjar
