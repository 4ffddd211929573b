// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "runtime/secretlink.h"

#include "wire/address.h"

namespace nightjar {

std::optional<SecretChat> readSecretLink(std::string_view link) {
    const auto parsed = wire::SecretLink::parse(link);
    if (!parsed) {
        return std::nullopt;
    }
    const auto& terms = parsed->terms;
    SecretChat chat;
    chat.rule = {static_cast<LifeFrom>(terms.life.from), std::chrono::seconds(terms.life.seconds)};
    chat.group = terms.group;
    if (chat.rule.from == LifeFrom::Creation) {
        chat.ends = terms.created + chat.rule.life;
    }
    return chat;
}

}  // namespace nightjar
