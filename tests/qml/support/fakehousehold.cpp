// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "fakehousehold.h"

#include <algorithm>

namespace nightjar::test {

FakeHousehold::~FakeHousehold() = default;

Messenger* FakeHousehold::find(const ContainerId& container) const {
    const auto at = m_open.find(container);
    return at == m_open.end() ? nullptr : at->second.get();
}

void FakeHousehold::answer(Done done, Outcome outcome) {
    QMetaObject::invokeMethod(
        this, [done = std::move(done), outcome = std::move(outcome)] { done(outcome); }, Qt::QueuedConnection);
}

HouseholdProblem FakeHousehold::refusal(VaultProblem::Kind kind, Duration retryAfter) {
    return {ErrorCode::None, VaultProblem{kind, retryAfter, "No."}};
}

ContainerInfo& FakeHousehold::add(ContainerKind kind, const std::string& label, bool open) {
    ContainerInfo info;
    info.id.value.fill(++m_last);
    info.kind = kind;
    info.label = label;
    info.guarded = kind == ContainerKind::LockedChat;
    info.opensItself = !info.guarded;
    all.push_back(info);
    if (open) {
        openNow(info.id);
    }
    return all.back();
}

void FakeHousehold::openNow(const ContainerId& container) {
    const auto* known = info(container);
    if (!known || m_open.contains(container)) {
        return;
    }
    auto messenger = std::make_unique<FakeMessenger>();
    messenger->status.name = known->label;
    messenger->status.hub = HubState::Online;
    if (furnish) {
        furnish(*messenger);
    }
    auto& held = *(m_open[container] = std::move(messenger));
    Q_EMIT opened(*known, &held);
}

void FakeHousehold::open(const ContainerId& container, Done done) {
    if (!info(container)) {
        return answer(std::move(done), Unexpected{HouseholdProblem{ErrorCode::UnknownContainer, {}}});
    }
    openNow(container);
    answer(std::move(done), container);
}

void FakeHousehold::close(const ContainerId& container) {
    if (m_open.contains(container)) {
        Q_EMIT closing(container);
        m_open.erase(container);
        Q_EMIT closed(container);
    }
}

void FakeHousehold::destroy(const ContainerId& container, Done done) {
    close(container);
    std::erase_if(all, [&](const auto& one) { return one.id == container; });
    Q_EMIT changed();
    answer(std::move(done), container);
}

void FakeHousehold::change(const ContainerId& container, std::optional<std::string> label,
                           std::optional<bool> opensItself, Done done) {
    for (auto& one : all) {
        if (one.id == container) {
            one.label = label.value_or(one.label);
            one.opensItself = opensItself.value_or(one.opensItself);
        }
    }
    Q_EMIT changed();
    answer(std::move(done), container);
}

void FakeHousehold::makeIdentity(const std::string& name, const std::string&, Done done) {
    const auto id = add(ContainerKind::Identity, name, true).id;
    Q_EMIT changed();
    answer(std::move(done), id);
}

void FakeHousehold::makeSecretChat(FoundSecretChat command, Done done) {
    const auto id = add(ContainerKind::SecretChat, command.nickname, true).id;
    Q_EMIT changed();
    answer(std::move(done), id);
}

void FakeHousehold::joinSecretChat(JoinSecretChat command, Done done) {
    const auto id = add(ContainerKind::SecretChat, command.nickname, true).id;
    Q_EMIT changed();
    answer(std::move(done), id);
}

void FakeHousehold::lockChat(const ContactId& contact, const std::string& label, SecretBytes secret, bool hidden,
                             Done done) {
    lockedUp = contact;
    pin = toText(secret.view());
    auto& made = add(ContainerKind::LockedChat, label, false);
    made.hidden = hidden;
    Q_EMIT changed();
    answer(std::move(done), made.id);
}

void FakeHousehold::openLocked(const ContainerId& container, SecretBytes secret, Duration howLong, Done done) {
    if (toText(secret.view()) != pin) {
        return answer(std::move(done), Unexpected{refusal(VaultProblem::Kind::WrongPin, retryAfter)});
    }
    openFor = howLong;
    open(container, std::move(done));
}

void FakeHousehold::openHidden(SecretBytes secret, Duration howLong, Done done) {
    const auto hidden = std::find_if(all.begin(), all.end(), [](const auto& one) { return one.hidden; });
    openLocked(hidden == all.end() ? ContainerId{} : hidden->id, std::move(secret), howLong, std::move(done));
}

void FakeHousehold::unlockChat(const ContainerId& container, SecretBytes secret, Done done) {
    if (toText(secret.view()) != pin) {
        return answer(std::move(done), Unexpected{refusal(VaultProblem::Kind::WrongPin, retryAfter)});
    }
    destroy(container, std::move(done));
}

}  // namespace nightjar::test
