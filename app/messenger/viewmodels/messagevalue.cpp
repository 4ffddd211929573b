// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "messagevalue.h"

#include <QStringList>

#include "messagelistmodel.h"
#include "names.h"
#include "placefacts.h"

namespace nightjar {

namespace {

enum class Whose { Anybodys, Ours, Both };

QStringList reactions(const Message& message, Whose whose) {
    QStringList ours;
    QStringList theirs;
    QStringList all;
    for (const auto& reaction : message.reactions) {
        const auto emoji = toQt(reaction.emoji);
        (reaction.mine ? ours : theirs).append(emoji);
        if (!all.contains(emoji)) {
            all.append(emoji);
        }
    }
    if (whose == Whose::Both) {
        all.removeIf([&](const QString& emoji) { return !ours.contains(emoji) || !theirs.contains(emoji); });
    }
    return whose == Whose::Ours ? ours : all;
}

QVariant quoteValue(const Message& message, int role) {
    const auto quote = message.quote.value_or(Quote{});
    switch (role) {
        case MessageListModel::QuotedRole:
            return message.quote ? toQt(quote.message) : QString();
        case MessageListModel::QuoteStateRole:
            return toQt(quote.state);
        case MessageListModel::QuoteMineRole:
            return quote.mine;
        case MessageListModel::QuoteKindRole:
            return toQt(quote.kind);
        case MessageListModel::QuotePreviewRole:
            return oneLine(toQt(quote.preview));
        case MessageListModel::QuoteAuthorRole:
            return toQt(quote.author);
        default:
            return {};
    }
}

}  // namespace

QVariant messageValue(const Message& message, int role) {
    switch (role) {
        case MessageListModel::MessageRole:
            return toQt(message.id);
        case Qt::DisplayRole:
        case MessageListModel::TextRole:
            return toQt(message.text);
        case MessageListModel::MineRole:
            return message.mine;
        case MessageListModel::TimeRole:
            return toQt(message.time);
        case MessageListModel::StageRole:
            return toQt(stateName(message.state));
        case MessageListModel::ReasonRole:
            return toQt(message.reason);
        case MessageListModel::KindRole:
            return toQt(message.kind);
        case MessageListModel::CallSecondsRole:
            return static_cast<int>(toMs(message.callLength) / 1000);
        case MessageListModel::ForwardedRole:
            return message.forwarded;
        case MessageListModel::OriginRole:
            return toQt(message.origin);
        case MessageListModel::EditedRole:
            return message.edited.has_value();
        case MessageListModel::LifeFromRole:
            return toQt(lifeFromName(message.life.from));
        case MessageListModel::LifeSecondsRole:
            return static_cast<int>(message.life.life / std::chrono::seconds(1));
        case MessageListModel::AuthorRole:
            return toQt(message.author);
        case MessageListModel::PlaceRole:
            return QVariant::fromValue(placeFactsOf(message));
        case MessageListModel::LinkRole:
            return toQt(message.link);
        case MessageListModel::AuthorTintRole:
            return tint(message.author);
        case MessageListModel::ReactionsRole:
            return reactions(message, Whose::Anybodys);
        case MessageListModel::OwnReactionsRole:
            return reactions(message, Whose::Ours);
        case MessageListModel::SharedReactionsRole:
            return reactions(message, Whose::Both);
        default:
            return quoteValue(message, role);
    }
}

QHash<int, QByteArray> messageValueNames() {
    using M = MessageListModel;
    return {{M::MessageRole, "message"},
            {M::TextRole, "text"},
            {M::MineRole, "mine"},
            {M::TimeRole, "time"},
            {M::StageRole, "stage"},
            {M::ReasonRole, "reason"},
            {M::KindRole, "kind"},
            {M::CallSecondsRole, "callSeconds"},
            {M::QuotedRole, "quoted"},
            {M::QuoteStateRole, "quoteState"},
            {M::QuoteMineRole, "quoteMine"},
            {M::QuoteKindRole, "quoteKind"},
            {M::QuotePreviewRole, "quotePreview"},
            {M::ForwardedRole, "forwarded"},
            {M::OriginRole, "origin"},
            {M::EditedRole, "edited"},
            {M::ReactionsRole, "reactions"},
            {M::OwnReactionsRole, "ownReactions"},
            {M::SharedReactionsRole, "sharedReactions"},
            {M::LifeFromRole, "lifeFrom"},
            {M::LifeSecondsRole, "lifeSeconds"},
            {M::AuthorRole, "author"},
            {M::AuthorTintRole, "authorTint"},
            {M::QuoteAuthorRole, "quoteAuthor"},
            {M::PlaceRole, "spot"},
            {M::LinkRole, "cardLink"}};
}

}  // namespace nightjar
