// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>

#include "bytemeter.h"
#include "courier.h"
#include "gate.h"
#include "secretbuffer.h"

namespace nightjar {

/// Name, server and PINs of the open identity.
class SettingsViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by SessionViewModel")
    Q_PROPERTY(QString name READ name NOTIFY changed FINAL)
    Q_PROPERTY(QString hub READ hub NOTIFY changed FINAL)
    Q_PROPERTY(QString hubState READ hubState NOTIFY changed FINAL)
    Q_PROPERTY(QString hubProblem READ hubProblem NOTIFY changed FINAL)
    Q_PROPERTY(QString publicAddress READ publicAddress NOTIFY changed FINAL)
    Q_PROPERTY(QString natMapping READ natMapping NOTIFY changed FINAL)
    Q_PROPERTY(QString natType READ natType NOTIFY changed FINAL)
    Q_PROPERTY(QString portMapping READ portMapping NOTIFY changed FINAL)
    Q_PROPERTY(QString mappedAddress READ mappedAddress NOTIFY changed FINAL)
    Q_PROPERTY(QString linkClass READ linkClass NOTIFY changed FINAL)
    Q_PROPERTY(bool invisible READ isInvisible WRITE setInvisible NOTIFY changed FINAL)
    Q_PROPERTY(bool readReceipts READ givesReadReceipts WRITE setReadReceipts NOTIFY changed FINAL)
    Q_PROPERTY(bool typing READ tellsTyping WRITE setTyping NOTIFY changed FINAL)
    Q_PROPERTY(double bytesPerHour READ bytesPerHour NOTIFY changed FINAL)
    Q_PROPERTY(double idleBytesPerHour READ idleBytesPerHour NOTIFY changed FINAL)
    Q_PROPERTY(int keepAliveSeconds READ keepAliveSeconds NOTIFY changed FINAL)
    Q_PROPERTY(QString hubWay READ hubWay NOTIFY changed FINAL)
    Q_PROPERTY(QString turnServer READ turnServer NOTIFY changed FINAL)
    Q_PROPERTY(QString turnState READ turnState NOTIFY changed FINAL)
    Q_PROPERTY(QString turnProblem READ turnProblem NOTIFY changed FINAL)
    Q_PROPERTY(QString turnAddresses READ turnAddresses NOTIFY changed FINAL)
    Q_PROPERTY(nightjar::SecretBuffer* turnPassword READ turnPassword CONSTANT FINAL)
    Q_PROPERTY(double bytesSent READ bytesSent NOTIFY changed FINAL)
    Q_PROPERTY(double bytesReceived READ bytesReceived NOTIFY changed FINAL)
    Q_PROPERTY(double rttMs READ rttMs NOTIFY changed FINAL)
    Q_PROPERTY(double bytes READ bytes NOTIFY changed FINAL)
    Q_PROPERTY(int waiting READ waiting NOTIFY changed FINAL)
    Q_PROPERTY(QString problem READ problem NOTIFY changed FINAL)
    Q_PROPERTY(QString done READ done NOTIFY changed FINAL)
    Q_PROPERTY(PinStep pinStep READ pinStep NOTIFY changed FINAL)
    Q_PROPERTY(PinPurpose pinPurpose READ pinPurpose NOTIFY changed FINAL)
    Q_PROPERTY(bool forWipePin READ isForWipePin NOTIFY changed FINAL)
    Q_PROPERTY(bool forLimit READ isForLimit NOTIFY changed FINAL)
    Q_PROPERTY(QString strength READ strength NOTIFY entryChanged FINAL)
    Q_PROPERTY(bool working READ isWorking NOTIFY changed FINAL)
    Q_PROPERTY(nightjar::SecretBuffer* entry READ entry CONSTANT FINAL)

public:
    /// Where changing a PIN stands.
    enum class PinStep { None, Current, Fresh, FreshAgain };
    Q_ENUM(PinStep)
    /// What a PIN is asked for: a new one, a wipe PIN, the limit of wrong ones, to make or to delete a hidden identity.
    enum class PinPurpose { Pin, WipePin, Limit, Hide, DeleteHidden };
    Q_ENUM(PinPurpose)

    SettingsViewModel(Courier& courier, Gate& gate, QObject* parent = nullptr);

    [[nodiscard]] QString name() const;
    [[nodiscard]] QString hub() const;
    /// stateName(HubState).
    [[nodiscard]] QString hubState() const;
    [[nodiscard]] QString hubProblem() const;
    [[nodiscard]] QString publicAddress() const;
    [[nodiscard]] QString natMapping() const;
    [[nodiscard]] QString natType() const;
    /// Who opened a port for us: "pcp", "nat-pmp", "upnp"; empty: nobody.
    [[nodiscard]] QString portMapping() const;
    [[nodiscard]] QString mappedAddress() const;
    [[nodiscard]] QString linkClass() const;
    [[nodiscard]] bool isInvisible() const { return m_status.invisible; }
    /// Everything goes through the server; nobody learns our address.
    void setInvisible(bool invisible);
    /// People are told that we looked at what they wrote, unless it is turned off for one of them.
    [[nodiscard]] bool givesReadReceipts() const { return m_readReceipts; }
    void setReadReceipts(bool on);
    /// People are told that we are writing, unless it is turned off for one of them.
    [[nodiscard]] bool tellsTyping() const { return m_typing; }
    void setTyping(bool on);
    /// What went over the network lately, for an hour of it; -1: not watched long enough.
    [[nodiscard]] double bytesPerHour() const { return m_meter.perHour(); }
    /// What being reachable costs while nothing happens; 0: not known.
    [[nodiscard]] double idleBytesPerHour() const { return static_cast<double>(m_status.idleBytesPerHour); }
    /// So seldom something has to be said to stay reachable by UDP.
    [[nodiscard]] int keepAliveSeconds() const { return m_status.keepAliveSeconds; }
    /// How the server is reached: "udp", "tcp", "tls".
    [[nodiscard]] QString hubWay() const;
    /// As it was set; empty: none.
    [[nodiscard]] QString turnServer() const;
    /// "idle", "connecting", "ready", "resting".
    [[nodiscard]] QString turnState() const;
    /// "no-answer", "credentials", "refused", "quota", "capacity"; empty: none.
    [[nodiscard]] QString turnProblem() const;
    /// Where others reach us through it, a line for each.
    [[nodiscard]] QString turnAddresses() const;
    [[nodiscard]] SecretBuffer* turnPassword() { return &m_turnPassword; }
    [[nodiscard]] double bytesSent() const { return static_cast<double>(m_status.bytesSent); }
    [[nodiscard]] double bytesReceived() const { return static_cast<double>(m_status.bytesReceived); }
    [[nodiscard]] double rttMs() const { return m_status.rttMs; }
    [[nodiscard]] double bytes() const { return static_cast<double>(m_status.bytesSent + m_status.bytesReceived); }
    [[nodiscard]] int waiting() const { return static_cast<int>(m_status.waiting); }
    [[nodiscard]] QString problem() const { return m_problem; }
    /// What was done last: "name", "hub", "pin", "wipe-pin", "wipe-pin-removed", "invisible", "visible", "turn",
    /// "turn-removed", "limit-on", "limit-off", "hidden"; empty: nothing yet.
    [[nodiscard]] QString done() const { return m_done; }
    [[nodiscard]] PinStep pinStep() const { return m_pinStep; }
    [[nodiscard]] PinPurpose pinPurpose() const { return m_purpose; }
    [[nodiscard]] bool isForWipePin() const { return m_purpose == PinPurpose::WipePin; }
    [[nodiscard]] bool isForLimit() const { return m_purpose == PinPurpose::Limit; }
    /// strengthName() of what is typed.
    [[nodiscard]] QString strength() const;
    [[nodiscard]] bool isWorking() const { return m_working; }
    [[nodiscard]] SecretBuffer* entry() { return &m_entry; }

    /// Asks for the newest facts.
    Q_INVOKABLE void refresh();
    Q_INVOKABLE void rename(const QString& name);
    Q_INVOKABLE void useHub(const QString& address);
    /// With the password that was typed, which is forgotten here.
    Q_INVOKABLE void useTurn(const QString& server, const QString& user);
    Q_INVOKABLE void removeTurn();
    Q_INVOKABLE void startPinChange(bool wipePin);
    /// Whether ten wrong PINs in a row wipe; asks for the PIN as a change of it does.
    Q_INVOKABLE void startFailureLimit(bool on);
    /// The PIN, then that of the hidden identity, twice.
    Q_INVOKABLE void startHiding();
    /// The PIN of the hidden identity, which is open.
    Q_INVOKABLE void startDeletingHidden();
    Q_INVOKABLE void cancelPinChange();
    /// Takes what was typed and goes on.
    Q_INVOKABLE void nextPinStep();
    /// At Fresh, for a wipe PIN: none any more.
    Q_INVOKABLE void removeWipePin();
    Q_INVOKABLE void forget();

Q_SIGNALS:
    void changed();
    void entryChanged();

private:
    void hear(const Event& event);
    /// Reads one of the settings of the core that are on unless they are "off".
    void readSwitch(const std::string& key, bool& kept);
    void writeSwitch(const std::string& key, bool& kept, bool on);
    void report(const Event& answer, const QString& done);
    void complain(const QString& problem);
    void startPin(PinPurpose purpose);
    /// Where one PIN is all that is asked for.
    void useCurrentPin();
    void useFreshPin();
    void goPin(PinStep step);
    void endPinChange(const QString& done);

    Courier& m_courier;
    Gate& m_gate;
    Status m_status;
    SecretBuffer m_entry;
    SecretBuffer m_turnPassword;
    SecretBytes m_current;
    SecretBytes m_fresh;
    PinStep m_pinStep = PinStep::None;
    QString m_problem;
    QString m_done;
    QString m_pending;
    PinPurpose m_purpose = PinPurpose::Pin;
    bool m_limit = false;  ///< what the limit of wrong PINs shall be
    bool m_working = false;
    bool m_readReceipts = true;
    bool m_typing = true;
    ByteMeter m_meter;
};

}  // namespace nightjar
