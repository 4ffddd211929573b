// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <map>

#include "fakemessenger.h"
#include "runtime/household.h"

namespace nightjar::test {

/// A household of FakeMessengers; the PIN of a locked chat is a string.
class FakeHousehold final : public Household {
    Q_OBJECT

public:
    explicit FakeHousehold(QObject* parent = nullptr) : Household(parent) {}
    ~FakeHousehold() override;

    [[nodiscard]] Messenger* outer() const override { return outside; }
    [[nodiscard]] Messenger* find(const ContainerId& container) const override;
    [[nodiscard]] const std::vector<ContainerInfo>& containers() const override { return all; }
    void open(const ContainerId& container, Done done) override;
    void close(const ContainerId& container) override;
    void destroy(const ContainerId& container, Done done) override;
    void change(const ContainerId& container, std::optional<std::string> label, std::optional<bool> opensItself,
                Done done) override;
    void makeIdentity(const std::string& name, const std::string& hub, Done done) override;
    void retire(const ContainerId& container, Done done) override { destroy(container, std::move(done)); }
    void makeSecretChat(FoundSecretChat command, Done done) override;
    void joinSecretChat(JoinSecretChat command, Done done) override;
    void lockChat(const ContactId& contact, const std::string& label, SecretBytes pin, bool hidden, Done done) override;
    void openLocked(const ContainerId& container, SecretBytes pin, Duration howLong, Done done) override;
    void openHidden(SecretBytes pin, Duration howLong, Done done) override;
    void unlockChat(const ContainerId& container, SecretBytes pin, Done done) override;

    /// One that is there already; open if a messenger is wanted.
    ContainerInfo& add(ContainerKind kind, const std::string& label, bool open);
    [[nodiscard]] FakeMessenger& messenger(const ContainerId& container) { return *m_open.at(container); }

    Messenger* outside = nullptr;
    std::vector<ContainerInfo> all;
    std::string pin = "4711";
    /// Of the next wrong PIN.
    Duration retryAfter{};
    /// What the next one that opens is like before anybody sees it.
    std::function<void(FakeMessenger&)> furnish;
    /// Whom lockChat() was about last.
    ContactId lockedUp;
    Duration openFor{};

private:
    void answer(Done done, Outcome outcome);
    void openNow(const ContainerId& container);
    [[nodiscard]] static HouseholdProblem refusal(VaultProblem::Kind kind, Duration retryAfter);

    std::map<ContainerId, std::unique_ptr<FakeMessenger>> m_open;
    std::uint8_t m_last = 0;
};

}  // namespace nightjar::test
