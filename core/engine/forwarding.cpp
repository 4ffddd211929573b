// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/forwarding.h"

#include "engine/parts.h"
#include "store/places.h"
#include "store/profile.h"

namespace nightjar::engine {

void Forwarding::forward(const ForwardMessage& command) {
    auto& context = m_parts.context;
    const auto source = store::Messages(context.database).find(command.contact, command.message);
    if (!source) {
        return context.fail(command.request, ErrorCode::UnknownMessage);
    }
    switch (source->kind) {
        case store::MessageKind::Text:
            return forwardText(command, *source);
        case store::MessageKind::File:
        case store::MessageKind::Photo:
        case store::MessageKind::Note:
            return m_parts.transfers.forward(command.request, *source, command.to);
        case store::MessageKind::Location:
            return forwardPlace(command, *source);
        case store::MessageKind::Card:
            return m_parts.cards.send({command.request, command.to, source->text,
                                       store::Cards(context.database).link(source->contact, source->id)});
        case store::MessageKind::Call:
        case store::MessageKind::Notice:
            break;  // these are about this conversation
    }
    context.fail(command.request, ErrorCode::BadArgument);
}

void Forwarding::forwardText(const ForwardMessage& command, const store::MessageRecord& source) {
    auto& database = m_parts.context.database;
    std::string origin;
    if (command.withName && source.forwarded) {
        origin = source.origin;  // whoever gave it to us is not who wrote it
    } else if (command.withName && source.mine) {
        origin = store::Profile(database).text("name");
    } else if (command.withName) {
        const auto author = contactOf(database, command.contact);
        origin = author ? author->name : std::string();
        if (m_parts.group.isGroup(command.contact)) {
            origin = toMessage(database, source).author;
        }
    }
    m_parts.texts.compose(command.request, command.to, source.text, {std::nullopt, true, std::move(origin)});
}

/// One that moves stays where it is now: who gets it was not told where it goes.
void Forwarding::forwardPlace(const ForwardMessage& command, const store::MessageRecord& source) {
    const auto place = store::Places(m_parts.context.database).find(source.contact, source.id);
    if (!place) {
        return m_parts.context.fail(command.request, ErrorCode::UnknownMessage);
    }
    m_parts.places.send({command.request, command.to, place->point, source.text});
}

}  // namespace nightjar::engine
