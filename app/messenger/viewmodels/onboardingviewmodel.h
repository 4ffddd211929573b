// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QStringList>
#include <QUrl>

#include "gate.h"
#include "secretbuffer.h"

namespace nightjar {

/// The first minutes: a name, a PIN, perhaps a wipe PIN, a server. Nothing is written before the last step.
class OnboardingViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by AppViewModel")
    Q_PROPERTY(Step step READ step NOTIFY stepChanged FINAL)
    Q_PROPERTY(QString name READ name WRITE setName NOTIFY changed FINAL)
    Q_PROPERTY(bool nameFits READ nameFits NOTIFY changed FINAL)
    Q_PROPERTY(nightjar::SecretBuffer* entry READ entry CONSTANT FINAL)
    Q_PROPERTY(Strength strength READ strength NOTIFY changed FINAL)
    Q_PROPERTY(QString problem READ problem NOTIFY changed FINAL)
    Q_PROPERTY(bool typed READ isTyped NOTIFY changed FINAL)
    Q_PROPERTY(bool searching READ isSearching NOTIFY changed FINAL)
    Q_PROPERTY(QStringList found READ found NOTIFY changed FINAL)
    Q_PROPERTY(QString hub READ hub WRITE setHub NOTIFY changed FINAL)
    Q_PROPERTY(bool working READ isWorking NOTIFY changed FINAL)
    Q_PROPERTY(bool restoring READ isRestoring NOTIFY changed FINAL)
    Q_PROPERTY(QString backupName READ backupName NOTIFY changed FINAL)
    Q_PROPERTY(nightjar::SecretBuffer* passphrase READ passphrase CONSTANT FINAL)
    Q_PROPERTY(bool canGoBack READ canGoBack NOTIFY changed FINAL)

public:
    enum class Step {
        Welcome,
        Name,
        Pin,        ///< choose it
        PinAgain,   ///< repeat it
        WipeOffer,  ///< what a wipe PIN is; set one or not
        WipePin,
        WipePinAgain,
        Server,
        Backup,  ///< in the place of Name and Server: which one, and its passphrase
    };
    Q_ENUM(Step)

    /// What a PIN or passphrase is worth to somebody who has the device, told honestly.
    enum class Strength { None, TooShort, Obvious, Short, Fair, Strong };
    Q_ENUM(Strength)

    /// A PIN shorter than this is not taken.
    static constexpr int minPin = 4;

    explicit OnboardingViewModel(Gate& gate, QString offeredHub, QObject* parent = nullptr);

    [[nodiscard]] Step step() const { return m_step; }
    [[nodiscard]] QString name() const { return m_name; }
    [[nodiscard]] bool nameFits() const;
    [[nodiscard]] SecretBuffer* entry() { return &m_entry; }
    [[nodiscard]] Strength strength() const;
    /// A stable name: "pin-too-short", "pins-differ", "wipe-pin-equals-pin", "malformed-hub-address" or one of the
    /// gate.
    [[nodiscard]] QString problem() const { return m_problem; }
    [[nodiscard]] bool isSearching() const { return m_searching; }
    [[nodiscard]] QStringList found() const { return m_found; }
    /// The server was typed (or offered from outside) rather than chosen from those that were found.
    [[nodiscard]] bool isTyped() const { return m_typed; }
    [[nodiscard]] QString hub() const { return m_hub; }
    [[nodiscard]] bool isWorking() const { return m_working; }
    /// The identity comes out of a backup.
    [[nodiscard]] bool isRestoring() const { return m_restoring; }
    /// The name of the file; empty: none chosen yet.
    [[nodiscard]] QString backupName() const { return QUrl::fromLocalFile(m_backup).fileName(); }
    [[nodiscard]] SecretBuffer* passphrase() { return &m_passphrase; }
    [[nodiscard]] bool canGoBack() const { return m_step != Step::Welcome && !m_working; }

    void setName(const QString& name);
    void setHub(const QString& address);

    /// On to the next step, or at the last one: make it all.
    Q_INVOKABLE void next();
    Q_INVOKABLE void back();
    /// At Welcome: there is an identity already, in a backup.
    Q_INVOKABLE void beginRestore();
    /// At Backup.
    Q_INVOKABLE void chooseBackup(const QUrl& file);
    /// At WipeOffer: go on without a wipe PIN.
    Q_INVOKABLE void skipWipePin();
    /// At Server: finish without one; it can be set later.
    Q_INVOKABLE void finishWithoutServer();
    Q_INVOKABLE void searchServers();
    /// At Server: takes one of those that were found; empty: another one, which will be typed.
    Q_INVOKABLE void choose(const QString& address);

Q_SIGNALS:
    void changed();
    /// Another question is asked, after changed().
    void stepChanged();

private:
    void go(Step step);
    void complain(const QString& problem);
    void takePin();
    void repeatPin();
    void takeWipePin();
    void repeatWipePin();
    void finish(const QString& hub);
    void restore();
    /// After the PINs.
    [[nodiscard]] Step lastStep() const { return m_restoring ? Step::Backup : Step::Server; }

    Gate& m_gate;
    SecretBuffer m_entry;
    Step m_step = Step::Welcome;
    QString m_name;
    QString m_hub;
    QString m_problem;
    QStringList m_found;
    SecretBytes m_pin;
    SecretBytes m_wipePin;
    SecretBuffer m_passphrase;
    QString m_backup;
    bool m_restoring = false;
    bool m_typed = false;
    bool m_searching = false;
    bool m_working = false;
};

/// What a PIN is worth; the rule behind OnboardingViewModel::strength.
[[nodiscard]] OnboardingViewModel::Strength strengthOf(const SecretBuffer& entry);
/// "too-short", "obvious", "short", "fair", "strong"; empty: nothing was typed.
[[nodiscard]] QString strengthName(OnboardingViewModel::Strength strength);

}  // namespace nightjar
