// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/typing.h"

#include <algorithm>

#include "engine/parts.h"
#include "store/profile.h"

namespace nightjar::engine {

namespace {
/// Said again no sooner than this while somebody goes on writing: an envelope every five seconds is 0.5 kbit/s.
constexpr Duration sayAgain = 5s;
/// Three times as long: two may be lost or late without a flicker.
constexpr Duration heardLife = 15s;
}  // namespace

void Typing::say(const SetTyping& command) {
    auto& context = m_parts.context;
    const auto said = m_said.find(command.contact);
    if (command.typing && said != m_said.end() && context.now - said->second < sayAgain) {
        return;
    }
    if (!command.typing && said == m_said.end()) {
        return;
    }
    store::Contacts contacts(context.database);
    const auto contact = contacts.find(command.contact);
    const auto rules = contacts.rules(command.contact);
    if (!contact || contact->state != store::ContactState::Active || rules.blocked || !rules.typing ||
        m_parts.group.isGroup(command.contact) || store::Profile(context.database).text("setting/typing") == "off") {
        return;
    }
    if (!m_parts.links.isUp(command.contact)) {
        m_said.erase(command.contact);
        if (command.typing) {
            m_parts.links.want(command.contact);  // what is being written will need it
        }
        return;
    }
    if (command.typing) {
        m_said[command.contact] = context.now;
    } else {
        m_said.erase(command.contact);
    }
    m_parts.outgoing.sendByLink(command.contact, wire::TypingContent{command.typing});
}

void Typing::heard(const ContactId& contact, bool typing) {
    auto& context = m_parts.context;
    const bool before = m_heardUntil.contains(contact);
    if (typing) {
        m_heardUntil[contact] = context.now + heardLife;
    } else {
        m_heardUntil.erase(contact);
    }
    if (before != typing) {
        context.emit(TypingChanged{contact, typing});
    }
}

void Typing::contactRemoved(const ContactId& contact) {
    m_said.erase(contact);
    m_heardUntil.erase(contact);
}

void Typing::tick() {
    for (auto it = m_heardUntil.begin(); it != m_heardUntil.end();) {
        if (it->second > m_parts.context.now) {
            ++it;
            continue;
        }
        m_parts.context.emit(TypingChanged{it->first, false});
        it = m_heardUntil.erase(it);
    }
}

Instant Typing::nextDeadline() const {
    Instant next = never;
    for (const auto& [contact, until] : m_heardUntil) {
        next = std::min(next, until);
    }
    return next;
}

}  // namespace nightjar::engine
