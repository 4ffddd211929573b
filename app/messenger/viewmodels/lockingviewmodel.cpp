// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "lockingviewmodel.h"

#include <algorithm>

#include "names.h"

namespace nightjar {

namespace {

constexpr int mostMinutes = 24 * 60;

/// Minutes as they were written; `otherwise` for what was never set or is no number.
int minutesOf(const std::string& text, int otherwise) {
    bool number = false;
    const int minutes = toQt(text).toInt(&number);
    return number ? std::clamp(minutes, 0, mostMinutes) : otherwise;
}

}  // namespace

LockingViewModel::LockingViewModel(Courier& courier, Gate& gate, QObject* parent)
    : QObject(parent), m_courier(courier), m_gate(gate) {
    read("lock-screen-after", [this](const auto& text) { m_screenAfter = minutesOf(text, screenAfterAtFirst); });
    read("lock-vault-after", [this](const auto& text) { m_vaultAfter = minutesOf(text, 0); });
    read("lock-with-system", [this](const auto& text) { m_withSystem = text != "off"; });
    read("panic-key", [this](const auto& text) {
        m_panicKey = text == "escape" || text == "chord" ? toQt(text) : QStringLiteral("off");
    });
    read("panic-wipes", [this](const auto& text) { m_panicWipes = text == "on"; });
    connect(&m_gate, &Gate::pinChanged, this, &LockingViewModel::changed);
}

void LockingViewModel::setScreenAfter(int minutes) {
    m_screenAfter = std::clamp(minutes, 0, mostMinutes);
    write("lock-screen-after", std::to_string(m_screenAfter));
}

void LockingViewModel::setVaultAfter(int minutes) {
    m_vaultAfter = std::clamp(minutes, 0, mostMinutes);
    write("lock-vault-after", std::to_string(m_vaultAfter));
}

void LockingViewModel::setWithSystem(bool on) {
    m_withSystem = on;
    write("lock-with-system", on ? "" : "off");
}

void LockingViewModel::setPanicKey(const QString& key) {
    m_panicKey = key;
    write("panic-key", key.toStdString());
}

void LockingViewModel::setPanicWipes(bool on) {
    m_panicWipes = on;
    write("panic-wipes", on ? "on" : "");
}

void LockingViewModel::visitDecoy() {
    // Not from inside a handler of the page that is about to go.
    QMetaObject::invokeMethod(
        &m_gate, [gate = &m_gate] { gate->visitDecoy(); }, Qt::QueuedConnection);
}

void LockingViewModel::read(const std::string& key, std::function<void(const std::string&)> take) {
    GetSetting get;
    get.key = key;
    m_courier.ask(get, this, [this, take = std::move(take)](const Event& answer) {
        if (const auto* setting = std::get_if<SettingAnswer>(&answer)) {
            take(setting->value);
            Q_EMIT changed();
        }
    });
}

void LockingViewModel::write(const std::string& key, const std::string& value) {
    SetSetting set;
    set.key = key;
    set.value = value;
    m_courier.ask(set, this, [this](const Event& answer) {
        m_problem = toQt(failureOf(answer));
        Q_EMIT changed();
    });
    Q_EMIT changed();
}

}  // namespace nightjar
