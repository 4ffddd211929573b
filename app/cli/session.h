// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QPointer>

#include "cli/arguments.h"
#include "cli/exitcode.h"
#include "runtime/nodehousehold.h"
#include "runtime/ports/wavaudioport.h"
#include "runtime/vaultservice.h"
#include "runtime/wipenotices.h"

namespace nightjar::cli {

/// A profile from the folder to the running Nodes of its identity and of those within it that open with it. Ends with
/// opened() or failed().
class Session : public QObject {
    Q_OBJECT

public:
    explicit Session(const QString& profile, QObject* parent = nullptr);
    ~Session() override;

    /// The PIN as --pin-fd says, or asked for at the terminal.
    void unlock(std::optional<int> pinFd);
    /// With the PINs that the descriptors have, or asked for at the terminal.
    void create(const Arguments& arguments);
    /// The same out of the backup that the first operand names.
    void restore(const Arguments& arguments);

    /// Which identity node() is: the id or the label of one within; empty: the outer one. Before unlock().
    void choose(const QString& identity) { m_chosen = identity; }
    /// The chosen one.
    [[nodiscard]] Messenger& node() { return *m_node; }
    [[nodiscard]] Household& household() { return *m_household; }
    [[nodiscard]] WavAudioPort& audio() { return m_audio; }
    /// The hidden identity is made without opening anything, or destroyed, with PINs as above; ends with hiddenDone()
    /// or failed().
    void hide(const Arguments& arguments);
    void deleteHidden(const Arguments& arguments);

    using Answer = std::function<void(const std::optional<VaultProblem>& problem)>;
    /// The same while the profile is open. One at a time.
    void setHidden(SecretBytes pin, SecretBytes hiddenPin, Answer answer);
    /// Everything is closed when the answer is that it is done.
    void removeHidden(SecretBytes pin, Answer answer);
    [[nodiscard]] bool isAsking() const { return m_answer != nullptr; }

    /// Closes everything, then destroys the profile; ends with wiped() or failed().
    void wipe();
    /// Closes every Node: everything posted before is handled.
    void close();

Q_SIGNALS:
    void opened();
    void wiped();
    void hiddenDone();
    void failed(const nightjar::cli::Failure& failure);

private:
    struct NewPins {
        SecretBytes pin;
        std::optional<SecretBytes> wipePin;
    };
    /// Nothing, and failed() is on its way, where they cannot be read.
    [[nodiscard]] std::optional<NewPins> obtainPins(const Arguments& arguments);
    void open(UnlockedIdentity& identity);
    void goTo();
    void tooSoonOrFailed(const VaultProblem& problem);
    void tellHidden(const std::optional<VaultProblem>& problem);
    void failSoon(Failure failure);

    VaultService m_vault;
    NoticeSender m_notices;
    WavAudioPort m_audio;
    std::unique_ptr<NodeHousehold> m_household;
    Messenger* m_node = nullptr;
    QString m_chosen;
    UnlockedIdentity m_identity;  ///< what a PIN opened: for what is said after a wipe
    Answer m_answer;              ///< owed to who asked for something of the hidden identity
    SecretBytes m_pin;            ///< until it opened something: the vault may ask to come back later
};

}  // namespace nightjar::cli
