// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "runtime/household.h"
#include "runtime/ports/audioport.h"

namespace nightjar {

/// The household of a container on the disk: a Node for each that is open. States:
///
/// - before start(): nothing is open;
/// - open: outer() is there; requests are done one after another;
/// - moving: a conversation goes from one database into another; outer() is away for that long, requests wait.
///
/// Slow work (a PIN's derivation, copying, shredding) is done in a worker. Destroying it closes everything.
class NodeHousehold final : public Household {
    Q_OBJECT

public:
    /// The key stays with this object: the outer container is opened again after a conversation moved.
    explicit NodeHousehold(UnlockedIdentity identity, QObject* parent = nullptr);
    ~NodeHousehold() override;

    /// Microphone and loudspeaker of all of them; one at a time has them. Not owned; set before start().
    void setAudioPort(nightjar::AudioPort* audio);
    /// What a guess of the PIN of a locked chat costs: Argon2id memory and passes. The default suits a desktop.
    void setKdfCost(std::uint32_t memoryKiB, std::uint32_t passes);
    /// Opens the outer container's Node. Then, in this order: folders that nobody names are shredded, containers whose
    /// end has come are destroyed, those that open themselves are opened (opened() tells of each), settled() follows.
    [[nodiscard]] Result<void, VaultProblem> start();

    [[nodiscard]] Messenger* outer() const override;
    [[nodiscard]] Messenger* find(const ContainerId& container) const override;
    [[nodiscard]] const std::vector<ContainerInfo>& containers() const override;
    void open(const ContainerId& container, Done done) override;
    void close(const ContainerId& container) override;
    void destroy(const ContainerId& container, Done done) override;
    void change(const ContainerId& container, std::optional<std::string> label, std::optional<bool> opensItself,
                Done done) override;
    void makeIdentity(const std::string& name, const std::string& hub, Done done) override;
    void retire(const ContainerId& container, Done done) override;
    void makeSecretChat(FoundSecretChat command, Done done) override;
    void joinSecretChat(JoinSecretChat command, Done done) override;
    void lockChat(const ContactId& contact, const std::string& label, SecretBytes pin, bool hidden, Done done) override;
    void openLocked(const ContainerId& container, SecretBytes pin, Duration howLong, Done done) override;
    void openHidden(SecretBytes pin, Duration howLong, Done done) override;
    void unlockChat(const ContainerId& container, SecretBytes pin, Done done) override;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace nightjar
