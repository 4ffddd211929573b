// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <functional>
#include <memory>
#include <string>

#include "fakecamera.h"
#include "fakehousehold.h"
#include "fakemessenger.h"
#include "fakeposition.h"
#include "fakesound.h"
#include "fakevideo.h"
#include "gate.h"

namespace nightjar::test {

/// A gate whose vault is a string and behind which a FakeMessenger waits.
class FakeGate final : public Gate {
    Q_OBJECT

public:
    explicit FakeGate(Profile profile, QObject* parent = nullptr);
    ~FakeGate() override;

    [[nodiscard]] Profile profile() const override { return m_profile; }
    [[nodiscard]] QString profileProblem() const override { return problem; }
    void create(Choice choice) override;
    void unlock(SecretBytes pin) override;
    void lock() override;
    void changePin(SecretBytes current, SecretBytes fresh) override;
    void setWipePin(SecretBytes current, SecretBytes wipePin) override;
    void setHidden(SecretBytes current, SecretBytes next) override;
    void removeHidden(SecretBytes current) override;
    void wipe() override;
    [[nodiscard]] Facts facts() const override { return told; }
    void setWipeAfterFailures(SecretBytes current, bool on) override;
    void tryWipePin(SecretBytes candidate) override;
    void visitDecoy() override;
    void leaveDecoy() override;
    void findHubs() override;
    [[nodiscard]] SoundDevices* sound() override { return &devices; }
    [[nodiscard]] PositionSource* positions() override { return &position; }
    [[nodiscard]] VideoPort* videos() override { return &video; }
    [[nodiscard]] Camera* camera() override { return &cameras; }
    [[nodiscard]] Household* household() override { return rooms.get(); }

    /// Opens without a PIN, at once.
    FakeMessenger& open();
    [[nodiscard]] FakeMessenger* messenger() const { return m_messenger.get(); }
    void become(Profile profile);

    FakeSound devices;
    FakePosition position;
    FakeVideo video;
    FakeCamera cameras;
    /// What lives within the identity; made by who wants it, before it opens. Null: there is no such thing.
    std::unique_ptr<FakeHousehold> rooms;
    std::string pin = "2580";
    std::string wipePin;
    std::string hiddenPin;
    Facts told{.hasDecoy = true};
    int wipes = 0;
    std::string restoredFrom;  ///< the backup that the identity was made of
    QString problem;
    QStringList hubs;
    /// What the next identity is before anybody sees it.
    std::function<void(FakeMessenger&)> furnish;
    /// Of the next wrong PIN.
    Duration retryAfter{};
    /// Answers nothing: the moment in which the vault is at work.
    bool stuck = false;

private:
    void soon(std::function<void()> what);
    [[nodiscard]] bool proves(const SecretBytes& candidate) const;

    Profile m_profile;
    std::unique_ptr<FakeMessenger> m_messenger;
};

}  // namespace nightjar::test
