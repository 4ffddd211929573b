// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "settingsviewmodel.h"

#include <QDateTime>

#include "names.h"
#include "onboardingviewmodel.h"
#include "runtime/hubaddress.h"

namespace nightjar {

SettingsViewModel::SettingsViewModel(Courier& courier, Gate& gate, QObject* parent)
    : QObject(parent), m_courier(courier), m_gate(gate) {
    connect(&m_courier, &Courier::news, this, &SettingsViewModel::hear);
    connect(&m_entry, &SecretBuffer::changed, this, [this] {
        if (!m_entry.isEmpty() && !m_problem.isEmpty()) {
            m_problem.clear();
            Q_EMIT changed();
        }
    });
    connect(&m_entry, &SecretBuffer::changed, this, &SettingsViewModel::entryChanged);
    connect(&m_gate, &Gate::pinChanged, this, [this] {
        if (m_working) {
            endPinChange(m_pending);
        }
    });
    connect(&m_gate, &Gate::failed, this, [this](const QString& problem) {
        if (m_working) {
            m_working = false;
            // A wrong current PIN is typed again; anything else starts over.
            m_current.clear();
            m_fresh.clear();
            goPin(PinStep::Current);
            complain(problem);
        }
    });
    readSwitch("read-receipts", m_readReceipts);
    readSwitch("typing", m_typing);
    refresh();
}

QString SettingsViewModel::name() const {
    return toQt(m_status.name);
}

QString SettingsViewModel::hub() const {
    return toQt(m_status.hubAddress);
}

QString SettingsViewModel::hubState() const {
    return toQt(stateName(m_status.hub));
}

QString SettingsViewModel::hubProblem() const {
    return toQt(m_status.hubProblem);
}

QString SettingsViewModel::publicAddress() const {
    return toQt(m_status.publicAddress);
}

QString SettingsViewModel::natMapping() const {
    return toQt(m_status.natMapping);
}

QString SettingsViewModel::natType() const {
    return toQt(m_status.natType);
}

QString SettingsViewModel::portMapping() const {
    return toQt(m_status.portMapping);
}

QString SettingsViewModel::mappedAddress() const {
    return toQt(m_status.mappedAddress);
}

QString SettingsViewModel::linkClass() const {
    return toQt(linkClassName(m_status.linkClass));
}

void SettingsViewModel::setInvisible(bool invisible) {
    SetInvisible command;
    command.invisible = invisible;
    m_courier.ask(command, this, [this, invisible](const Event& answer) {
        report(answer, invisible ? QStringLiteral("invisible") : QStringLiteral("visible"));
    });
}

QString SettingsViewModel::hubWay() const {
    return toQt(m_status.hubWay);
}

QString SettingsViewModel::turnServer() const {
    return toQt(m_status.turnServer);
}

QString SettingsViewModel::turnState() const {
    return toQt(m_status.turnState);
}

QString SettingsViewModel::turnProblem() const {
    return toQt(m_status.turnProblem);
}

QString SettingsViewModel::turnAddresses() const {
    QStringList lines;
    for (const auto& address : m_status.turnAddresses) {
        lines.append(toQt(address));
    }
    return lines.join(u'\n');
}

void SettingsViewModel::useTurn(const QString& server, const QString& user) {
    SetTurnServer command;
    command.server = server.trimmed().toStdString();
    command.user = user.trimmed().toStdString();
    command.password = std::make_shared<const SecretBytes>(m_turnPassword.take());
    m_courier.ask(std::move(command), this, [this](const Event& answer) { report(answer, QStringLiteral("turn")); });
}

void SettingsViewModel::removeTurn() {
    m_courier.ask(SetTurnServer{}, this,
                  [this](const Event& answer) { report(answer, QStringLiteral("turn-removed")); });
}

void SettingsViewModel::setReadReceipts(bool on) {
    writeSwitch("read-receipts", m_readReceipts, on);
}

void SettingsViewModel::setTyping(bool on) {
    writeSwitch("typing", m_typing, on);
}

void SettingsViewModel::readSwitch(const std::string& key, bool& kept) {
    GetSetting get;
    get.key = key;
    m_courier.ask(get, this, [this, &kept](const Event& answer) {
        if (const auto* setting = std::get_if<SettingAnswer>(&answer)) {
            kept = setting->value != "off";
            Q_EMIT changed();
        }
    });
}

void SettingsViewModel::writeSwitch(const std::string& key, bool& kept, bool on) {
    SetSetting set;
    set.key = key;
    set.value = on ? "" : "off";
    m_courier.ask(set, this, [this, &kept, on](const Event& answer) {
        if (failureOf(answer) == ErrorCode::None) {
            kept = on;
        }
        report(answer, {});
    });
}

void SettingsViewModel::refresh() {
    m_courier.ask(GetStatus{}, this, [this](const Event& answer) {
        if (const auto* status = std::get_if<StatusAnswer>(&answer)) {
            m_status = status->status;
            m_meter.note(fromUnixMs(QDateTime::currentMSecsSinceEpoch()), m_status.bytesSent + m_status.bytesReceived);
            Q_EMIT changed();
        }
    });
}

void SettingsViewModel::rename(const QString& name) {
    SetName command;
    command.name = name.trimmed().toStdString();
    m_courier.ask(std::move(command), this, [this](const Event& answer) { report(answer, QStringLiteral("name")); });
}

void SettingsViewModel::useHub(const QString& address) {
    if (!isHubAddress(address.trimmed().toStdString())) {
        return complain(toQt(ErrorCode::MalformedHubAddress));
    }
    SetHub command;
    command.address = address.trimmed().toStdString();
    m_courier.ask(std::move(command), this, [this](const Event& answer) { report(answer, QStringLiteral("hub")); });
}

QString SettingsViewModel::strength() const {
    return strengthName(strengthOf(m_entry));
}

void SettingsViewModel::startPinChange(bool wipePin) {
    startPin(wipePin ? PinPurpose::WipePin : PinPurpose::Pin);
}

void SettingsViewModel::startFailureLimit(bool on) {
    m_limit = on;
    startPin(PinPurpose::Limit);
}

void SettingsViewModel::startHiding() {
    startPin(PinPurpose::Hide);
}

void SettingsViewModel::startDeletingHidden() {
    startPin(PinPurpose::DeleteHidden);
}

void SettingsViewModel::startPin(PinPurpose purpose) {
    m_purpose = purpose;
    m_done.clear();
    goPin(PinStep::Current);
}

void SettingsViewModel::cancelPinChange() {
    if (!m_working) {
        endPinChange({});
    }
}

void SettingsViewModel::nextPinStep() {
    if (m_working) {
        return;
    }
    switch (m_pinStep) {
        case PinStep::None:
            return;
        case PinStep::Current:
            if (m_entry.isEmpty()) {
                return;
            }
            m_current = m_entry.take();
            if (m_purpose == PinPurpose::Limit || m_purpose == PinPurpose::DeleteHidden) {
                return useCurrentPin();
            }
            return goPin(PinStep::Fresh);
        case PinStep::Fresh:
            if (m_entry.count() < OnboardingViewModel::minPin) {
                m_entry.clear();
                return complain(QStringLiteral("pin-too-short"));
            }
            if (m_entry.equals(m_current)) {
                m_entry.clear();
                return complain(m_purpose == PinPurpose::WipePin ? QStringLiteral("wipe-pin-equals-pin")
                                : m_purpose == PinPurpose::Hide  ? QStringLiteral("hidden-pin-equals-pin")
                                                                 : QStringLiteral("pin-unchanged"));
            }
            m_fresh = m_entry.take();
            return goPin(PinStep::FreshAgain);
        case PinStep::FreshAgain:
            if (!m_entry.equals(m_fresh)) {
                m_entry.clear();
                return complain(QStringLiteral("pins-differ"));
            }
            m_entry.clear();
            return useFreshPin();
    }
}

void SettingsViewModel::useCurrentPin() {
    m_working = true;
    m_pending = m_purpose != PinPurpose::Limit ? QString()
                : m_limit                      ? QStringLiteral("limit-on")
                                               : QStringLiteral("limit-off");
    Q_EMIT changed();
    if (m_purpose == PinPurpose::Limit) {
        m_gate.setWipeAfterFailures(m_current.clone(), m_limit);
    } else {
        m_gate.removeHidden(m_current.clone());
    }
}

void SettingsViewModel::useFreshPin() {
    m_working = true;
    m_pending = m_purpose == PinPurpose::WipePin ? QStringLiteral("wipe-pin")
                : m_purpose == PinPurpose::Hide  ? QStringLiteral("hidden")
                                                 : QStringLiteral("pin");
    Q_EMIT changed();
    if (m_purpose == PinPurpose::WipePin) {
        m_gate.setWipePin(m_current.clone(), m_fresh.clone());
    } else if (m_purpose == PinPurpose::Hide) {
        m_gate.setHidden(m_current.clone(), m_fresh.clone());
    } else {
        m_gate.changePin(m_current.clone(), m_fresh.clone());
    }
}

void SettingsViewModel::removeWipePin() {
    if (m_working || !isForWipePin() || m_pinStep != PinStep::Fresh) {
        return;
    }
    m_working = true;
    m_pending = QStringLiteral("wipe-pin-removed");
    Q_EMIT changed();
    m_gate.setWipePin(m_current.clone(), SecretBytes());
}

void SettingsViewModel::forget() {
    m_problem.clear();
    m_done.clear();
    Q_EMIT changed();
}

void SettingsViewModel::hear(const Event& event) {
    if (const auto* hub = std::get_if<HubStateChanged>(&event)) {
        m_status.hub = hub->state;
        m_status.hubProblem = hub->problem;
        Q_EMIT changed();
    }
}

void SettingsViewModel::report(const Event& answer, const QString& done) {
    m_problem = toQt(failureOf(answer));
    m_done = m_problem.isEmpty() ? done : QString();
    Q_EMIT changed();
    refresh();
}

void SettingsViewModel::complain(const QString& problem) {
    m_problem = problem;
    m_done.clear();
    Q_EMIT changed();
}

void SettingsViewModel::goPin(PinStep step) {
    m_pinStep = step;
    m_entry.clear();
    m_problem.clear();
    Q_EMIT changed();
}

void SettingsViewModel::endPinChange(const QString& done) {
    m_working = false;
    m_current.clear();
    m_fresh.clear();
    m_done = done;
    goPin(PinStep::None);
}

}  // namespace nightjar
