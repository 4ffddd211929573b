// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/cards.h"

#include "engine/parts.h"
#include "engine/smallmessages.h"
#include "store/places.h"

namespace nightjar::engine {

void Cards::send(const SendCard& command) {
    auto& context = m_parts.context;
    const auto address = wire::AddressLink::parse(command.link);
    if (!address) {
        const bool once = wire::InvitationLink::parse(command.link) || wire::SecretLink::parse(command.link);
        return context.fail(command.request, once ? ErrorCode::OneTimeLink : ErrorCode::MalformedLink);
    }
    if (command.name.empty() || command.name.size() > maxNameBytes || !isUtf8(asBytes(command.name))) {
        return context.fail(command.request, ErrorCode::BadArgument);
    }
    const auto link = address->toString();
    (void)sendSmall(
        m_parts, command.request, command.contact, {store::MessageKind::Card, command.name},
        [&](const MessageId& onWire) {
            return wire::CardContent{onWire, command.name, link};
        },
        [&](const MessageId& id) { store::Cards(context.database).add(command.contact, id, link); });
}

void Cards::arrived(const ContactId& contact, const wire::Content& content, const wire::CardContent& card,
                    AfterCommit& after) {
    takeSmall(m_parts, contact, content, card.message, {store::MessageKind::Card, card.name}, after,
              [&](const ContactId& conversation, const MessageId& id) {
                  store::Cards(m_parts.context.database).add(conversation, id, card.link);
              });
}

}  // namespace nightjar::engine
