// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <memory>

#include "callaudio.h"
#include "gate.h"
#include "runtime/landiscovery.h"
#include "runtime/nodehousehold.h"
#include "runtime/vaultservice.h"
#include "runtime/wipenotices.h"
#include "systemcamera.h"
#include "systemposition.h"
#include "systemvideo.h"

namespace nightjar {

/// The real gate: the vault of a profile folder and, behind it, Nodes over real sockets.
class VaultGate final : public Gate {
    Q_OBJECT

public:
    /// `audio`: microphone and loudspeaker of calls; must outlive this object. May be null.
    VaultGate(const QString& profileFolder, CallAudio* audio, QObject* parent = nullptr);
    ~VaultGate() override;

    [[nodiscard]] Profile profile() const override;
    [[nodiscard]] Facts facts() const override;
    [[nodiscard]] QString profileProblem() const override;

    void create(Choice choice) override;
    void unlock(SecretBytes pin) override;
    void lock() override;
    void changePin(SecretBytes current, SecretBytes fresh) override;
    void setWipePin(SecretBytes current, SecretBytes wipePin) override;
    void setHidden(SecretBytes current, SecretBytes hiddenPin) override;
    void removeHidden(SecretBytes current) override;
    void wipe() override;
    void setWipeAfterFailures(SecretBytes current, bool on) override;
    void tryWipePin(SecretBytes wipePin) override;
    void visitDecoy() override;
    void leaveDecoy() override;
    void findHubs() override;
    [[nodiscard]] SoundDevices* sound() override { return m_audio; }
    [[nodiscard]] PositionSource* positions() override { return &m_positions; }
    [[nodiscard]] VideoPort* videos() override { return m_videos.isAvailable() ? &m_videos : nullptr; }
    [[nodiscard]] Camera* camera() override { return &m_camera; }
    [[nodiscard]] Household* household() override { return m_household.get(); }

private:
    using Identity = std::shared_ptr<UnlockedIdentity>;

    void enter(const Identity& identity);
    /// False, and failed() was told, when its store does not open.
    bool open(const UnlockedIdentity& identity);
    void close();
    /// Nothing is open any more, and nothing of it stays in memory.
    void leave();

    VaultService m_vault;
    LanDiscovery m_discovery;
    NoticeSender m_notices;
    CallAudio* m_audio;
    SystemPosition m_positions;
    SystemVideo m_videos;
    SystemCamera m_camera;
    std::unique_ptr<NodeHousehold> m_household;
    Identity m_home;  ///< what the PIN opened
    bool m_visiting = false;
    std::function<void(Facts&)> m_change;  ///< what pinChanged() will have made of the facts
    Facts m_facts;
    // Of a profile that is being made: told to its engine as soon as there is one.
    std::string m_newName;
    std::string m_newHub;
    bool m_creating = false;
};

}  // namespace nightjar
