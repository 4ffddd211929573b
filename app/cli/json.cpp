// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "cli/json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <cmath>

#include "base/overload.h"

namespace nightjar::cli {

namespace {

template <class Id>
QString idText(const Id& id) {
    return toQString(id.toString());
}

qint64 moment(Instant at) {
    return toUnixMs(at);
}

/// Measured figures need no sixteen digits.
double rounded(double value) {
    return std::round(value * 100) / 100;
}

QString kindText(MessageKind kind) {
    switch (kind) {
        case MessageKind::Text:
            return QStringLiteral("text");
        case MessageKind::Call:
            return QStringLiteral("call");
        case MessageKind::File:
            return QStringLiteral("file");
        case MessageKind::Photo:
            return QStringLiteral("photo");
        case MessageKind::Notice:
            return QStringLiteral("notice");
        case MessageKind::Note:
            return QStringLiteral("note");
        case MessageKind::Location:
            return QStringLiteral("location");
        case MessageKind::Card:
            return QStringLiteral("card");
    }
    return {};
}

void addReason(QJsonObject& to, ErrorCode reason) {
    if (reason != ErrorCode::None) {
        to[QStringLiteral("reason")] = toQString(errorName(reason));
    }
}

QString key(const char* name) {
    return QString::fromLatin1(name);
}

QString stateText(Quote::State state) {
    switch (state) {
        case Quote::State::Present:
            return QStringLiteral("present");
        case Quote::State::Deleted:
            return QStringLiteral("deleted");
        case Quote::State::Unknown:
            return QStringLiteral("unknown");
    }
    return {};
}

/// What a message has besides its text, where it has it.
void addContext(QJsonObject& to, const Message& message) {
    if (message.quote) {
        to[key("quote")] = toJson(*message.quote);
    }
    if (message.forwarded) {
        to[key("forwarded")] = true;
        to[key("origin")] = toQString(message.origin);
    }
    if (message.edited) {
        to[key("edited")] = moment(*message.edited);
    }
}

template <class T>
QJsonArray list(const std::vector<T>& values) {
    QJsonArray out;
    for (const auto& value : values) {
        out.append(toJson(value));
    }
    return out;
}

}  // namespace

QJsonObject toJson(const Quote& quote) {
    QJsonObject out{{key("id"), idText(quote.message)}, {key("state"), stateText(quote.state)}};
    if (quote.state == Quote::State::Present) {
        out[key("mine")] = quote.mine;
        out[key("kind")] = kindText(quote.kind);
        out[key("preview")] = toQString(quote.preview);
    }
    if (!quote.author.empty()) {
        out[key("author")] = toQString(quote.author);
    }
    return out;
}

QJsonObject toJson(const LifeRule& rule) {
    return {{key("from"), toQString(lifeFromName(rule.from))}, {key("seconds"), static_cast<qint64>(rule.life / 1s)}};
}

QJsonObject toJson(const Reaction& reaction) {
    QJsonObject out{{key("mine"), reaction.mine}, {key("emoji"), toQString(reaction.emoji)}};
    if (!reaction.author.empty()) {
        out[key("author")] = toQString(reaction.author);
    }
    return out;
}

QJsonObject toJson(const MessageVersion& version) {
    return {{key("time"), moment(version.time)}, {key("text"), toQString(version.text)}};
}

QString toQString(std::string_view utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

QJsonObject toJson(const Attachment& attachment) {
    QJsonObject out{
        {key("name"), toQString(attachment.name)},
        {key("size"), static_cast<qint64>(attachment.size)},
        {key("state"), toQString(stateName(attachment.state))},
        {key("done"), static_cast<qint64>(attachment.done)},
        {key("readable"), attachment.readable},
    };
    if (!attachment.mime.empty()) {
        out[key("mime")] = toQString(attachment.mime);
    }
    if (attachment.width > 0 && attachment.height > 0) {
        out[key("width")] = static_cast<qint64>(attachment.width);
        out[key("height")] = static_cast<qint64>(attachment.height);
    }
    addReason(out, attachment.reason);
    return out;
}

QJsonObject toJson(const VoiceNote& note) {
    QJsonArray waveform;
    for (const auto bar : note.waveform) {
        waveform.append(bar);
    }
    return {{key("lengthMs"), static_cast<qint64>(toMs(note.length))},
            {key("waveform"), waveform},
            {key("playable"), note.playable},
            {key("better"), note.better},
            {key("heard"), note.heard}};
}

QJsonObject toJson(const Place& place) {
    QJsonObject out{{key("geo"), toQString(place.point.toUri())},
                    {key("latitude"), place.point.latitudeDegrees()},
                    {key("longitude"), place.point.longitudeDegrees()},
                    {key("uncertainty"), static_cast<qint64>(place.point.uncertainty)},
                    {key("measured"), moment(place.measured)},
                    {key("live"), place.live}};
    if (place.until) {
        out[key("until")] = moment(*place.until);
    }
    return out;
}

QJsonObject toJson(const Message& message) {
    QJsonObject out{
        {key("id"), idText(message.id)},       {key("contact"), idText(message.contact)},
        {key("kind"), kindText(message.kind)}, {key("text"), toQString(message.text)},
        {key("mine"), message.mine},           {key("state"), toQString(stateName(message.state))},
        {key("time"), moment(message.time)},
    };
    if (!message.author.empty()) {
        out[key("author")] = toQString(message.author);
    }
    addReason(out, message.reason);
    addContext(out, message);
    if (!message.reactions.empty()) {
        out[key("reactions")] = list(message.reactions);
    }
    if (message.attachment) {
        out[key("file")] = toJson(*message.attachment);
    }
    if (message.kind == MessageKind::Call) {
        out[key("lengthMs")] = static_cast<qint64>(toMs(message.callLength));
        out[key("bytes")] = static_cast<qint64>(message.callBytes);
    }
    if (message.note) {
        out[key("note")] = toJson(*message.note);
    }
    if (message.place) {
        out[key("place")] = toJson(*message.place);
    }
    if (!message.link.empty()) {
        out[key("link")] = toQString(message.link);
    }
    return out;
}

QJsonObject toJson(const Contact& contact) {
    QJsonObject out{
        {key("contact"), idText(contact.id)},
        {key("name"), toQString(contact.name)},
        {key("state"), toQString(stateName(contact.state))},
        {key("unread"), static_cast<qint64>(contact.unread)},
        {key("relayOnly"), contact.relayOnly},
    };
    if (contact.blocked) {
        out[key("blocked")] = true;
    }
    out[key("privacy")] = QJsonObject{{key("receipts"), contact.privacy.receipts},
                                      {key("readReceipts"), contact.privacy.readReceipts},
                                      {key("typing"), contact.privacy.typing},
                                      {key("mayErase"), contact.privacy.mayErase}};
    out[key("theyMayErase")] = contact.theyMayErase;
    out[key("givesReceipts")] = contact.givesReceipts;
    if (contact.life.from != LifeFrom::Never) {
        out[key("life")] = toJson(contact.life);
    }
    if (contact.draft) {
        QJsonObject draft{{key("text"), toQString(contact.draft->text)}};
        if (contact.draft->quote) {
            draft[key("quote")] = toJson(*contact.draft->quote);
        }
        if (contact.draft->editing) {
            draft[key("editing")] = idText(*contact.draft->editing);
        }
        out[key("draft")] = draft;
    }
    if (!contact.address.empty()) {
        out[key("address")] = toQString(contact.address);
    }
    if (contact.last) {
        out[key("last")] = toJson(*contact.last);
    }
    if (contact.isGroup) {
        QJsonArray members;
        for (const auto& member : contact.members) {
            members.append(QJsonObject{{key("name"), toQString(member.name)},
                                       {key("joined"), member.joined},
                                       {key("founder"), member.founder}});
        }
        out[key("members")] = members;
    }
    return out;
}

QJsonArray texts(const std::vector<std::string>& values) {
    QJsonArray out;
    for (const auto& value : values) {
        out.append(toQString(value));
    }
    return out;
}

QJsonObject toJson(const Status& status) {
    QJsonObject out{
        {key("name"), toQString(status.name)},
        {key("hub"), toQString(status.hubAddress)},
        {key("hubState"), toQString(stateName(status.hub))},
        {key("hubWay"), toQString(status.hubWay)},
        {key("natMapping"), toQString(status.natMapping)},
        {key("publicAddress"), toQString(status.publicAddress)},
        {key("natType"), toQString(status.natType)},
        {key("natPortStep"), status.natPortStep},
        {key("portMapping"), toQString(status.portMapping)},
        {key("mappedAddress"), toQString(status.mappedAddress)},
        {key("turnServer"), toQString(status.turnServer)},
        {key("turnState"), toQString(status.turnState)},
        {key("turnProblem"), toQString(status.turnProblem)},
        {key("turnAddresses"), texts(status.turnAddresses)},
        {key("invisible"), status.invisible},
        {key("rttMs"), rounded(status.rttMs)},
        {key("linkClass"), toQString(linkClassName(status.linkClass))},
        {key("bytesSent"), static_cast<qint64>(status.bytesSent)},
        {key("bytesReceived"), static_cast<qint64>(status.bytesReceived)},
        {key("waiting"), static_cast<qint64>(status.waiting)},
        {key("keepAliveSeconds"), status.keepAliveSeconds},
        {key("idleBytesPerHour"), static_cast<qint64>(status.idleBytesPerHour)},
        {key("rateKbit"), rounded(status.rateKbit)},
        {key("metered"), status.metered},
    };
    addReason(out, status.hubProblem);
    return out;
}

QJsonObject toJson(const Meter& meter) {
    QJsonArray months;
    for (const auto& month : meter.months) {
        QJsonObject one{
            {key("month"), QStringLiteral("%1-%2").arg(month.year).arg(month.month, 2, 10, QLatin1Char('0'))},
            {key("total"), static_cast<qint64>(month.total())}};
        for (std::size_t kind = 0; kind < trafficKinds; ++kind) {
            one[toQString(kindName(static_cast<TrafficKind>(kind)))] =
                QJsonObject{{key("sent"), static_cast<qint64>(month.kinds[kind].sent)},
                            {key("received"), static_cast<qint64>(month.kinds[kind].received)}};
        }
        months.append(one);
    }
    return {{key("cap"), static_cast<qint64>(meter.cap)}, {key("percent"), meter.percent()}, {key("months"), months}};
}

QJsonObject toJson(const CallStats& stats) {
    return {
        {key("rung"), toQString(stats.rung)},
        {key("bitrate"), rounded(stats.bitrateKbit)},
        {key("sentBytes"), static_cast<qint64>(stats.sentBytes)},
        {key("receivedBytes"), static_cast<qint64>(stats.receivedBytes)},
        {key("wireKbitUp"), rounded(stats.wireKbitUp)},
        {key("wireKbitDown"), rounded(stats.wireKbitDown)},
        {key("lossPercent"), rounded(stats.lossPercent)},
        {key("delayMs"), rounded(stats.delayMs)},
        {key("jitterMs"), rounded(stats.jitterMs)},
        {key("rttMs"), rounded(stats.rttMs)},
        {key("levelIn"), rounded(stats.levelIn)},
        {key("levelOut"), rounded(stats.levelOut)},
        {key("lengthMs"), static_cast<qint64>(toMs(stats.length))},
        {key("remoteLossPercent"), rounded(stats.remoteLossPercent)},
        {key("cause"), toQString(stats.cause)},
        {key("heldHere"), stats.heldHere},
        {key("heldThere"), stats.heldThere},
        {key("pushToTalk"), stats.pushToTalk},
        {key("relayOnly"), stats.relayOnly},
    };
}

QJsonObject toJson(const LinkCandidate& candidate) {
    return {{key("kind"), toQString(candidate.kind)}, {key("address"), toQString(candidate.address)}};
}

QJsonObject toJson(const StorageUse& use) {
    QJsonArray chats;
    for (const auto& chat : use.chats) {
        chats.append(QJsonObject{{key("contact"), idText(chat.contact)},
                                 {key("texts"), static_cast<qint64>(chat.texts)},
                                 {key("photos"), static_cast<qint64>(chat.photos)},
                                 {key("notes"), static_cast<qint64>(chat.notes)},
                                 {key("files"), static_cast<qint64>(chat.files)}});
    }
    return {{key("database"), static_cast<qint64>(use.messages)},
            {key("photos"), static_cast<qint64>(use.photos)},
            {key("notes"), static_cast<qint64>(use.notes)},
            {key("files"), static_cast<qint64>(use.files)},
            {key("waiting"), static_cast<qint64>(use.waiting)},
            {key("reclaimable"), static_cast<qint64>(use.reclaimable)},
            {key("messages"), static_cast<qint64>(use.messageCount)},
            {key("chats"), chats}};
}

QJsonObject toJson(const LinkInfo& info) {
    return {
        {key("contact"), idText(info.contact)},
        {key("path"), toQString(pathName(info.path))},
        {key("localCandidates"), list(info.localCandidates)},
        {key("remoteCandidates"), list(info.remoteCandidates)},
        {key("remoteNat"), toQString(info.remoteNat)},
        {key("method"), toQString(info.method)},
        {key("relayOnly"), info.relayOnly},
        {key("remoteAddress"), toQString(info.remoteAddress)},
        {key("rttMs"), rounded(info.rttMs)},
        {key("lossPercent"), rounded(info.lossPercent)},
        {key("linkClass"), toQString(linkClassName(info.linkClass))},
        {key("bytesSent"), static_cast<qint64>(info.bytesSent)},
        {key("bytesReceived"), static_cast<qint64>(info.bytesReceived)},
    };
}

QJsonObject toJson(const Invitation& invitation) {
    return {
        {key("invitation"), idText(invitation.id)},
        {key("link"), toQString(invitation.link)},
        {key("created"), moment(invitation.created)},
        {key("expires"), moment(invitation.expires)},
    };
}

QJsonObject toJson(const PublicAddress& address) {
    return {
        {key("address"), idText(address.id)},
        {key("link"), toQString(address.link)},
        {key("created"), moment(address.created)},
        {key("perHour"), static_cast<qint64>(address.perHour)},
        {key("perDay"), static_cast<qint64>(address.perDay)},
        {key("effort"), static_cast<qint64>(address.effort)},
        {key("inStock"), static_cast<qint64>(address.inStock)},
        {key("takenToday"), static_cast<qint64>(address.takenToday)},
    };
}

QJsonObject toJson(const SecretChat& chat) {
    QJsonObject out{{key("life"), toJson(chat.rule)}, {key("group"), chat.group}, {key("founder"), chat.founder}};
    if (chat.ends) {
        out[key("ends")] = moment(*chat.ends);
    }
    return out;
}

QByteArray toLine(const QJsonObject& object) {
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

std::optional<Notification> notificationOf(const Event& event) {
    using Maybe = std::optional<Notification>;
    return std::visit(
        Overload{
            [](const HubStateChanged& e) -> Maybe {
                QJsonObject params{{key("state"), toQString(stateName(e.state))}};
                addReason(params, e.problem);
                return Notification{key("hub.state"), params};
            },
            [](const ContactAdded& e) -> Maybe {
                return Notification{key("contact.added"), toJson(e.contact)};
            },
            [](const ContactChanged& e) -> Maybe {
                return Notification{key("contact.changed"), toJson(e.contact)};
            },
            [](const ContactRemoved& e) -> Maybe {
                return Notification{key("contact.removed"), {{key("contact"), idText(e.contact)}}};
            },
            [](const InvitationEnded& e) -> Maybe {
                return Notification{
                    key("invite.ended"),
                    {{key("invitation"), idText(e.invitation)}, {key("reason"), toQString(endName(e.end))}}};
            },
            [](const PublicAddressEnded& e) -> Maybe {
                return Notification{key("address.ended"), {{key("address"), idText(e.address)}}};
            },
            [](const MessageAdded& e) -> Maybe {
                if (e.message.note && !e.message.mine) {
                    return Notification{key("note.received"), toJson(e.message)};
                }
                if (e.message.attachment && !e.message.mine) {
                    return Notification{key("file.received"), toJson(e.message)};
                }
                if (!e.message.mine && e.message.place) {
                    return Notification{key("location.received"), toJson(e.message)};
                }
                if (!e.message.mine && e.message.kind == MessageKind::Card) {
                    return Notification{key("card.received"), toJson(e.message)};
                }
                if (e.message.mine || e.message.kind != MessageKind::Text) {
                    return std::nullopt;  // message.send and call.state have told it
                }
                QJsonObject params{{key("contact"), idText(e.message.contact)},
                                   {key("id"), idText(e.message.id)},
                                   {key("text"), toQString(e.message.text)},
                                   {key("time"), moment(e.message.time)}};
                addContext(params, e.message);
                return Notification{key("message.received"), params};
            },
            [](const MessageChanged& e) -> Maybe {
                return Notification{key("message.changed"), toJson(e.message)};
            },
            [](const TypingChanged& e) -> Maybe {
                return Notification{key("contact.typing"),
                                    {{key("contact"), idText(e.contact)}, {key("typing"), e.typing}}};
            },
            [](const MessageStateChanged& e) -> Maybe {
                QJsonObject params{{key("id"), idText(e.message)},
                                   {key("contact"), idText(e.contact)},
                                   {key("state"), toQString(stateName(e.state))}};
                addReason(params, e.reason);
                return Notification{key("message.state"), params};
            },
            [](const MessageRemoved& e) -> Maybe {
                return Notification{key("message.removed"),
                                    {{key("id"), idText(e.message)}, {key("contact"), idText(e.contact)}}};
            },
            [](const ChatCleared& e) -> Maybe {
                return Notification{key("chat.cleared"), {{key("contact"), idText(e.contact)}}};
            },
            [](const CallIncoming& e) -> Maybe {
                return Notification{
                    key("call.incoming"),
                    {{key("call"), idText(e.call)}, {key("contact"), idText(e.contact)}, {key("waiting"), e.waiting}}};
            },
            [](const CallHoldChanged& e) -> Maybe {
                return Notification{key("call.held"),
                                    {{key("call"), idText(e.call)},
                                     {key("contact"), idText(e.contact)},
                                     {key("byUs"), e.byUs},
                                     {key("byThem"), e.byThem}}};
            },
            [](const CallStateChanged& e) -> Maybe {
                QJsonObject params{{key("call"), idText(e.call)},
                                   {key("contact"), idText(e.contact)},
                                   {key("state"), toQString(stateName(e.state))}};
                if (e.end != CallEnd::None) {
                    params[key("reason")] = toQString(endName(e.end));
                }
                return Notification{key("call.state"), params};
            },
            [](const LinkStateChanged& e) -> Maybe {
                return Notification{key("link.state"),
                                    {{key("contact"), idText(e.contact)},
                                     {key("path"), toQString(pathName(e.path))},
                                     {key("linkClass"), toQString(linkClassName(e.linkClass))}}};
            },
            [](const TransferChanged& e) -> Maybe {
                QJsonObject params{{key("id"), idText(e.message)},
                                   {key("contact"), idText(e.contact)},
                                   {key("state"), toQString(stateName(e.state))},
                                   {key("done"), static_cast<qint64>(e.done)},
                                   {key("size"), static_cast<qint64>(e.size)},
                                   {key("readable"), e.readable}};
                addReason(params, e.reason);
                return Notification{key("file.state"), params};
            },
            [](const SecretChatEnds& e) -> Maybe {
                return Notification{key("secret.ends"), {{key("ends"), moment(e.ends)}}};
            },
            [](const MeterChanged& e) -> Maybe {
                return Notification{key("meter.changed"), toJson(e.meter)};
            },
            [](const PositionWanted& e) -> Maybe {
                return Notification{key("location.wanted"), {{key("wanted"), e.wanted}}};
            },
            [](const Problem& e) -> Maybe {
                return Notification{
                    key("error"),
                    {{key("code"), toQString(errorName(e.code))}, {key("message"), toQString(errorSentence(e.code))}}};
            },
            [](const auto&) -> Maybe { return std::nullopt; },
        },
        event);
}

std::optional<RequestId> requestOf(const Event& event) {
    return std::visit(
        [](const auto& e) -> std::optional<RequestId> {
            if constexpr (requires { e.request; }) {
                return e.request;
            }
            return std::nullopt;
        },
        event);
}

QJsonObject resultOf(const Event& answer) {
    return std::visit(Overload{
                          [](const StatusAnswer& a) { return toJson(a.status); },
                          [](const MessageStatesAnswer& a) {
                              QJsonArray members;
                              for (const auto& one : a.members) {
                                  QJsonObject member{{key("name"), toQString(one.name)},
                                                     {key("state"), toQString(stateName(one.state))}};
                                  addReason(member, one.reason);
                                  members.append(member);
                              }
                              return QJsonObject{{key("members"), members}};
                          },
                          [](const SettingAnswer& a) {
                              return QJsonObject{{key("key"), toQString(a.key)}, {key("value"), toQString(a.value)}};
                          },
                          [](const InvitationAnswer& a) {
                              return QJsonObject{{key("link"), toQString(a.link)},
                                                 {key("invitation"), idText(a.invitation)},
                                                 {key("expires"), moment(a.expires)}};
                          },
                          [](const InvitationsAnswer& a) {
                              return QJsonObject{{key("invitations"), list(a.invitations)}};
                          },
                          [](const PublicAddressAnswer& a) { return toJson(a.address); },
                          [](const PublicAddressesAnswer& a) {
                              return QJsonObject{{key("addresses"), list(a.addresses)}};
                          },
                          [](const ContactAnswer& a) { return toJson(a.contact); },
                          [](const ContactsAnswer& a) {
                              return QJsonObject{{key("contacts"), list(a.contacts)}};
                          },
                          [](const SafetyNumberAnswer& a) {
                              return QJsonObject{{key("safetyNumber"), toQString(a.digits)}};
                          },
                          [](const MessageAnswer& a) { return toJson(a.message); },
                          [](const MessagesAnswer& a) {
                              return QJsonObject{{key("messages"), list(a.messages)}, {key("more"), a.more}};
                          },
                          [](const MessageHistoryAnswer& a) {
                              return QJsonObject{{key("versions"), list(a.versions)}};
                          },
                          [](const CallAnswer& a) {
                              return QJsonObject{{key("call"), idText(a.call)}};
                          },
                          [](const CallStatsAnswer& a) { return toJson(a.stats); },
                          [](const LinkInfoAnswer& a) { return toJson(a.info); },
                          [](const SecretChatAnswer& a) { return a.chat ? toJson(*a.chat) : QJsonObject{}; },
                          [](const StorageAnswer& a) { return toJson(a.use); },
                          [](const MeterAnswer& a) { return toJson(a.meter); },
                          [](const auto&) { return QJsonObject{}; },
                      },
                      answer);
}

}  // namespace nightjar::cli
