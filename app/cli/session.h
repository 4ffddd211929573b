// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QPointer>

#include "cli/arguments.h"
#include "cli/exitcode.h"
#include "runtime/node.h"
#include "runtime/ports/wavaudioport.h"
#include "runtime/vaultservice.h"

namespace nightjar::cli {

/// A profile from the folder to the running Node. Ends with opened() or failed().
class Session : public QObject {
    Q_OBJECT

public:
    explicit Session(const QString& profile, QObject* parent = nullptr);
    ~Session() override;

    /// The PIN as --pin-fd says, or asked for at the terminal.
    void unlock(std::optional<int> pinFd);
    void create(std::optional<int> pinFd, std::optional<int> wipePinFd, std::optional<std::uint32_t> kdfMemoryKiB,
                bool keyring);

    [[nodiscard]] Node& node() { return *m_node; }
    [[nodiscard]] WavAudioPort& audio() { return m_audio; }
    /// Closes the Node, then destroys the profile; ends with wiped() or failed().
    void wipe();
    /// Closes the Node: everything posted before is handled.
    void close();

Q_SIGNALS:
    void opened();
    void wiped();
    void failed(const nightjar::cli::Failure& failure);

private:
    void open(const UnlockedIdentity& identity);
    void tooSoonOrFailed(const VaultProblem& problem);
    void failSoon(Failure failure);

    VaultService m_vault;
    WavAudioPort m_audio;
    std::unique_ptr<Node> m_node;
    SecretBytes m_pin;  ///< until it opened something: the vault may ask to come back later
};

}  // namespace nightjar::cli
