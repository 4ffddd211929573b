// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "cli/session.h"

#include <QTimer>
#include <algorithm>

#include "cli/pinreader.h"
#include "cli/terminal.h"

namespace nightjar::cli {

namespace {

// The longest the vault ever asks for (design of the vault: 1, 2, 4 … 60 s).
constexpr auto longestPatience = std::chrono::seconds(61);

Result<SecretBytes, std::string> obtainPin(std::optional<int> descriptor, const char* question) {
    return descriptor ? readPin(*descriptor) : askPin(question);
}

/// As docs/storage.md has it for every machine; only the memory is a matter of the machine.
constexpr std::uint32_t kdfPasses = 3;

}  // namespace

Session::Session(const QString& profile, QObject* parent) : QObject(parent), m_vault(profile, Duration::zero()) {
    const auto opening = [this](const std::shared_ptr<UnlockedIdentity>& identity) { open(*identity); };
    connect(&m_vault, &VaultService::created, this, opening);
    connect(&m_vault, &VaultService::unlocked, this, opening);
    connect(&m_vault, &VaultService::failed, this, &Session::tooSoonOrFailed);
    connect(&m_vault, &VaultService::wiped, this, &Session::wiped);
    connect(&m_vault, &VaultService::pinChanged, this, [this] { tellHidden({}); });
    connect(&m_vault, &VaultService::hiddenRemoved, this, [this] {
        close();
        tellHidden({});
    });
}

Session::~Session() {
    close();
}

void Session::unlock(std::optional<int> pinFd) {
    auto pin = obtainPin(pinFd, "PIN: ");
    if (!pin) {
        failSoon({ExitCode::Usage, "pin-unreadable", pin.error()});
        return;
    }
    m_pin = std::move(*pin);
    m_vault.unlock(m_pin.clone());
}

std::optional<Session::NewPins> Session::obtainPins(const Arguments& arguments) {
    m_vault.preferKeyring(arguments.keyring);
    if (arguments.kdfMemory) {
        m_vault.setKdfCost(*arguments.kdfMemory, kdfPasses);
    }
    auto pin = obtainPin(arguments.pinFd, "New PIN: ");
    if (!pin) {
        failSoon({ExitCode::Usage, "pin-unreadable", pin.error()});
        return std::nullopt;
    }
    NewPins pins{std::move(*pin), std::nullopt};
    if (arguments.wipePinFd) {
        auto second = readPin(*arguments.wipePinFd);
        if (!second) {
            failSoon({ExitCode::Usage, "pin-unreadable", second.error()});
            return std::nullopt;
        }
        pins.wipePin = std::move(*second);
    }
    return pins;
}

void Session::create(const Arguments& arguments) {
    if (auto pins = obtainPins(arguments)) {
        m_vault.create(std::move(pins->pin), std::move(pins->wipePin));
    }
}

void Session::restore(const Arguments& arguments) {
    auto pins = obtainPins(arguments);
    if (!pins) {
        return;
    }
    auto passphrase = obtainPin(arguments.passphraseFd, "Passphrase of the backup: ");
    if (!passphrase) {
        failSoon({ExitCode::Usage, "passphrase-unreadable", passphrase.error()});
        return;
    }
    m_vault.restore(std::move(pins->pin), std::move(pins->wipePin), arguments.operands[0], std::move(*passphrase));
}

void Session::hide(const Arguments& arguments) {
    auto pin = obtainPin(arguments.pinFd, "PIN: ");
    auto hidden = pin ? obtainPin(arguments.hiddenPinFd, "PIN of the hidden identity: ") : SecretBytes();
    if (!pin || !hidden) {
        failSoon({ExitCode::Usage, "pin-unreadable", pin ? hidden.error() : pin.error()});
        return;
    }
    m_vault.setHidden(std::move(*pin), std::move(*hidden));
}

void Session::deleteHidden(const Arguments& arguments) {
    auto pin = obtainPin(arguments.pinFd, "PIN of the hidden identity: ");
    if (!pin) {
        failSoon({ExitCode::Usage, "pin-unreadable", pin.error()});
        return;
    }
    m_vault.removeHidden(std::move(*pin));
}

void Session::setHidden(SecretBytes pin, SecretBytes hiddenPin, Answer answer) {
    m_answer = std::move(answer);
    m_vault.setHidden(std::move(pin), std::move(hiddenPin));
}

void Session::removeHidden(SecretBytes pin, Answer answer) {
    m_answer = std::move(answer);
    m_vault.removeHidden(std::move(pin));
}

void Session::tellHidden(const std::optional<VaultProblem>& problem) {
    if (const auto answer = std::exchange(m_answer, {})) {
        answer(problem);
    } else {
        Q_EMIT hiddenDone();
    }
}

void Session::wipe() {
    close();
    m_vault.wipe();
}

void Session::close() {
    m_notices.stop();
    m_node = nullptr;
    if (std::exchange(m_household, nullptr)) {
        sealNotices(m_identity);
        m_identity = {};
    }
}

void Session::open(UnlockedIdentity& identity) {
    m_pin.clear();
    sealNotices(identity);
    m_identity.folder = identity.folder;
    m_identity.key = identity.key.clone();
    m_identity.decoy = identity.decoy;
    m_household = std::make_unique<NodeHousehold>(std::move(identity));
    m_household->setAudioPort(&m_audio);
    connect(m_household.get(), &Household::settled, this, &Session::goTo);
    connect(m_household.get(), &Household::outerFailed, this,
            [this](const VaultProblem& problem) { Q_EMIT failed(failureOf(problem)); });
    if (const auto started = m_household->start(); !started) {
        Q_EMIT failed(failureOf(started.error()));
    }
}

void Session::goTo() {
    m_node = m_household->outer();
    m_notices.start(m_identity);
    if (m_chosen.isEmpty()) {
        Q_EMIT opened();
        return;
    }
    const auto wanted = m_chosen.toStdString();
    const auto& all = m_household->containers();
    const auto found = std::find_if(all.begin(), all.end(), [&wanted](const ContainerInfo& one) {
        return !one.guarded && (one.label == wanted || one.id.toString() == wanted);
    });
    if (found == all.end()) {
        Q_EMIT failed(failureOf(ErrorCode::UnknownContainer));
        return;
    }
    m_household->open(found->id, [this](const Household::Outcome& outcome) {
        m_node = outcome ? m_household->find(*outcome) : nullptr;
        if (m_node) {
            Q_EMIT opened();
        } else {
            Q_EMIT failed(outcome ? failureOf(ErrorCode::UnknownContainer) : failureOf(outcome.error()));
        }
    });
}

void Session::tooSoonOrFailed(const VaultProblem& problem) {
    if (m_answer) {
        tellHidden(problem);
        return;
    }
    if (problem.kind == VaultProblem::Kind::TooSoon && !m_pin.empty() && problem.retryAfter <= longestPatience) {
        // The last attempt was wrong, this one may be right. A script would do nothing else but wait.
        const auto wait = std::chrono::ceil<std::chrono::milliseconds>(problem.retryAfter);
        complain("The last PIN was wrong; trying this one in " + std::to_string((wait.count() + 999) / 1000) + " s.");
        QTimer::singleShot(wait, this, [this] { m_vault.unlock(m_pin.clone()); });
        return;
    }
    Q_EMIT failed(failureOf(problem));
}

void Session::failSoon(Failure failure) {
    QMetaObject::invokeMethod(
        this, [this, failure = std::move(failure)] { Q_EMIT failed(failure); }, Qt::QueuedConnection);
}

}  // namespace nightjar::cli
