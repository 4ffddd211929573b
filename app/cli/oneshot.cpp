// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "cli/oneshot.h"

#include <QDateTime>
#include <QDeadlineTimer>
#include <QFile>
#include <QFileInfo>
#include <QJsonObject>
#include <map>

#include "cli/json.h"
#include "cli/pinreader.h"
#include "cli/terminal.h"

namespace nightjar::cli {

namespace {

constexpr auto usualTimeout = std::chrono::seconds(60);
constexpr auto pollInterval = std::chrono::milliseconds(100);
// What was accepted is on the disk already; this much is waited for it to leave as well.
constexpr auto sendingGrace = std::chrono::seconds(5);
// Invitations of a new public address that are waited for.
constexpr std::uint32_t usualStock = 4;

const std::map<QString, MessageState>& waitStates() {
    static const std::map<QString, MessageState> states{
        {QStringLiteral("queued"), MessageState::Queued},
        {QStringLiteral("sent"), MessageState::Sent},
        {QStringLiteral("delivered"), MessageState::Delivered},
        {QStringLiteral("read"), MessageState::Read},
    };
    return states;
}

/// How many operands each command takes.
const std::map<QString, int>& commands() {
    static const std::map<QString, int> known{
        {QStringLiteral("status"), 0},        {QStringLiteral("contacts"), 0},  {QStringLiteral("invite"), 0},
        {QStringLiteral("accept"), 1},        {QStringLiteral("send"), 2},      {QStringLiteral("listen"), 0},
        {QStringLiteral("invitations"), 0},   {QStringLiteral("revoke"), 1},    {QStringLiteral("send-file"), 2},
        {QStringLiteral("files"), 0},         {QStringLiteral("save"), 2},      {QStringLiteral("fetch"), 1},
        {QStringLiteral("pause"), 1},         {QStringLiteral("resume"), 1},    {QStringLiteral("cancel"), 1},
        {QStringLiteral("publish"), 0},       {QStringLiteral("addresses"), 0}, {QStringLiteral("unpublish"), 1},
        {QStringLiteral("storage"), 0},       {QStringLiteral("compact"), 0},   {QStringLiteral("backup"), 1},
        {QStringLiteral("send-location"), 2}, {QStringLiteral("send-card"), 2}, {QStringLiteral("meter"), 0},
        {QStringLiteral("cap"), 1},
    };
    return known;
}

QString timeText(qint64 unixMs) {
    return QDateTime::fromMSecsSinceEpoch(unixMs).toString(Qt::ISODate);
}

/// A notification in words.
QString wordsOf(const Notification& news) {
    const auto text = [&news](const char* name) { return news.params[QLatin1String(name)].toString(); };
    if (news.method == QLatin1String("message.received")) {
        return QStringLiteral("%1  %2: %3")
            .arg(timeText(news.params[QLatin1String("time")].toInteger()), text("contact"), text("text"));
    }
    if (news.method == QLatin1String("error")) {
        return text("message");
    }
    if (news.method == QLatin1String("ready")) {
        return news.method;
    }
    QStringList words{news.method};
    for (const auto* name : {"name", "contact", "id", "call", "state", "reason", "path"}) {
        if (const auto value = text(name); !value.isEmpty()) {
            words.append(value);
        }
    }
    return words.join(QLatin1String("  "));
}

}  // namespace

OneShot::OneShot(const Arguments& arguments, Session& session, QObject* parent)
    : QObject(parent), m_arguments(arguments), m_session(session) {
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        if (m_listening) {
            finish(static_cast<int>(ExitCode::Done));
            return;
        }
        fail({ExitCode::TimedOut, "timed-out",
              m_message ? "The message is on its way, but what was waited for has not happened yet."
                        : "There was no answer in time."});
    });
    m_poll.setInterval(pollInterval);
}

bool OneShot::knows(const QString& command) {
    return commands().contains(command);
}

QString OneShot::problemWith(const Arguments& arguments) {
    const auto wanted = commands().at(arguments.command);
    if (arguments.operands.size() != wanted) {
        return QStringLiteral("%1 takes %2 operands, not %3.")
            .arg(arguments.command)
            .arg(wanted)
            .arg(arguments.operands.size());
    }
    if (!arguments.wait.isEmpty() && !waitStates().contains(arguments.wait)) {
        return QStringLiteral("--wait takes queued, sent, delivered or read.");
    }
    if (arguments.command == QLatin1String("revoke") && !InvitationId::parse(arguments.operands[0].toStdString())) {
        return QStringLiteral("revoke takes the id of an invitation: see invitations.");
    }
    if (arguments.command == QLatin1String("unpublish") && !AddressId::parse(arguments.operands[0].toStdString())) {
        return QStringLiteral("unpublish takes the id of a public address: see addresses.");
    }
    if (arguments.command == QLatin1String("send-location") && !GeoPoint::parse(arguments.operands[1].toStdString())) {
        return QStringLiteral("send-location takes a geo: link or coordinates.");
    }
    if (arguments.command == QLatin1String("send-card") && arguments.name.isEmpty()) {
        return QStringLiteral("send-card needs --name: who the card is of.");
    }
    bool number = true;
    if (arguments.command == QLatin1String("cap")) {
        number = arguments.operands[0].toLongLong(&number) >= 0 && number;
    }
    if (!number) {
        return QStringLiteral("cap takes megabytes a month; 0: no cap.");
    }
    return {};
}

void OneShot::start() {
    connect(&m_session.node(), &Messenger::event, this, &OneShot::takeEvent);
    static const std::map<QString, void (OneShot::*)()> starts{
        {QStringLiteral("status"), &OneShot::status},
        {QStringLiteral("contacts"), &OneShot::contacts},
        {QStringLiteral("invite"), &OneShot::invite},
        {QStringLiteral("accept"), &OneShot::accept},
        {QStringLiteral("send"), &OneShot::send},
        {QStringLiteral("listen"), &OneShot::listen},
        {QStringLiteral("invitations"), &OneShot::invitations},
        {QStringLiteral("revoke"), &OneShot::revoke},
        {QStringLiteral("publish"), &OneShot::publish},
        {QStringLiteral("addresses"), &OneShot::addresses},
        {QStringLiteral("unpublish"), &OneShot::unpublish},
        {QStringLiteral("send-file"), &OneShot::sendFile},
        {QStringLiteral("files"), &OneShot::files},
        {QStringLiteral("save"), &OneShot::save},
        {QStringLiteral("fetch"), &OneShot::move},
        {QStringLiteral("pause"), &OneShot::move},
        {QStringLiteral("resume"), &OneShot::move},
        {QStringLiteral("cancel"), &OneShot::move},
        {QStringLiteral("storage"), &OneShot::storage},
        {QStringLiteral("compact"), &OneShot::compact},
        {QStringLiteral("backup"), &OneShot::backup},
        {QStringLiteral("send-location"), &OneShot::sendLocation},
        {QStringLiteral("send-card"), &OneShot::sendCard},
        {QStringLiteral("meter"), &OneShot::meter},
        {QStringLiteral("cap"), &OneShot::setCap},
    };
    if (m_arguments.command != QLatin1String("listen") || m_arguments.timeout) {
        m_patience.start(m_arguments.timeout.value_or(usualTimeout));
    }
    (this->*starts.at(m_arguments.command))();
}

void OneShot::interrupt() {
    finish(static_cast<int>(m_listening ? ExitCode::Done : ExitCode::Failed));
}

void OneShot::ask(Command command, Handler then) {
    std::visit(
        [this](auto& asked) {
            if constexpr (requires { asked.request; }) {
                m_asked = asked.request = request();
            }
        },
        command);
    m_then = std::move(then);
    m_session.node().post(std::move(command));
}

void OneShot::takeEvent(const Event& event) {
    if (const auto answered = requestOf(event)) {
        if (*answered != m_asked || m_finished) {
            return;
        }
        if (const auto* failed = std::get_if<CommandFailed>(&event)) {
            fail(failureOf(failed->code));
        } else if (const auto then = std::exchange(m_then, nullptr)) {
            then(event);
        }
        return;
    }
    if (const auto* changed = std::get_if<MessageStateChanged>(&event);
        changed && m_message && changed->message == m_message->id) {
        noteMessageState(changed->state, changed->reason);
    }
    if (m_arguments.command == QLatin1String("listen")) {
        if (const auto news = notificationOf(event)) {
            if (m_listening) {
                tell(*news);
            } else {
                m_early.push_back(*news);
            }
        }
    }
}

void OneShot::status() {
    ask(GetStatus{}, [this](const Event& answer) {
        const auto object = resultOf(answer);
        const auto& told = std::get<StatusAnswer>(answer).status;
        const auto hub = told.hubAddress.empty() ? QStringLiteral("none") : toQString(told.hubAddress);
        auto text = QStringLiteral("name:    %1\nserver:  %2 (%3)\nwaiting: %4")
                        .arg(toQString(told.name), hub, toQString(stateName(told.hub)))
                        .arg(told.waiting);
        if (!told.portMapping.empty()) {
            text +=
                QStringLiteral("\nrouter:  %1 (%2)").arg(toQString(told.mappedAddress), toQString(told.portMapping));
        }
        if (told.idleBytesPerHour > 0) {
            text += QStringLiteral("\nidle:    %1 bytes an hour").arg(told.idleBytesPerHour);
        }
        say(text, object);
        finish(0);
    });
}

void OneShot::contacts() {
    ask(ListContacts{}, [this](const Event& answer) {
        QStringList lines;
        for (const auto& contact : std::get<ContactsAnswer>(answer).contacts) {
            lines.append(QStringLiteral("%1  %2").arg(toQString(contact.id.toString()), toQString(contact.name)));
        }
        say(lines.isEmpty() ? QStringLiteral("No contacts yet.") : lines.join(QLatin1Char('\n')), resultOf(answer));
        finish(0);
    });
}

void OneShot::invite() {
    ask(CreateInvitation{0, m_arguments.life.value_or(longestInvitation)}, [this](const Event& answer) {
        say(toQString(std::get<InvitationAnswer>(answer).link), resultOf(answer));
        finish(0);
    });
}

void OneShot::invitations() {
    ask(ListInvitations{}, [this](const Event& answer) {
        QStringList lines;
        for (const auto& one : std::get<InvitationsAnswer>(answer).invitations) {
            lines.append(QStringLiteral("%1  until %2  %3")
                             .arg(toQString(one.id.toString()), timeText(toUnixMs(one.expires)), toQString(one.link)));
        }
        say(lines.isEmpty() ? QStringLiteral("No open invitations.") : lines.join(QLatin1Char('\n')), resultOf(answer));
        finish(0);
    });
}

void OneShot::revoke() {
    const auto invitation = InvitationId::parse(m_arguments.operands[0].toStdString());
    ask(RevokeInvitation{0, invitation.value_or(InvitationId{})}, [this](const Event& answer) {
        say(QStringLiteral("Revoked."), resultOf(answer));
        finish(0);
    });
}

void OneShot::publish() {
    ask(CreatePublicAddress{}, [this](const Event& answer) {
        const auto link = toQString(std::get<PublicAddressAnswer>(answer).address.link);
        const auto object = resultOf(answer);
        // An address without stock is of no use: a while for the first invitations.
        untilStocked([this, link, object] {
            say(link, object);
            finish(0);
        });
    });
}

void OneShot::addresses() {
    ask(ListPublicAddresses{}, [this](const Event& answer) {
        QStringList lines;
        for (const auto& one : std::get<PublicAddressesAnswer>(answer).addresses) {
            lines.append(QStringLiteral("%1  %2 an hour, %3 a day, %4 in stock, %5 came today  %6")
                             .arg(toQString(one.id.toString()))
                             .arg(one.perHour)
                             .arg(one.perDay)
                             .arg(one.inStock)
                             .arg(one.takenToday)
                             .arg(toQString(one.link)));
        }
        say(lines.isEmpty() ? QStringLiteral("No public addresses.") : lines.join(QLatin1Char('\n')), resultOf(answer));
        finish(0);
    });
}

void OneShot::unpublish() {
    const auto address = AddressId::parse(m_arguments.operands[0].toStdString());
    ask(DeletePublicAddress{0, address.value_or(AddressId{})}, [this](const Event& answer) {
        say(QStringLiteral("Deleted."), resultOf(answer));
        finish(0);
    });
}

void OneShot::accept() {
    ask(AcceptInvitation{0, m_arguments.operands[0].toStdString(), m_arguments.name.toStdString()},
        [this](const Event& answer) {
            const auto contact = std::get<ContactAnswer>(answer).contact;
            const auto object = resultOf(answer);
            untilSent([this, contact, object] {
                say(QStringLiteral("%1  %2").arg(toQString(contact.id.toString()), toQString(contact.name)), object);
                finish(0);
            });
        });
}

void OneShot::send() {
    if (m_arguments.operands[1] == QLatin1String("-")) {
        QFile input;
        if (!input.open(stdin, QIODevice::ReadOnly)) {
            fail({ExitCode::Usage, "no-input", "Standard input cannot be read."});
            return;
        }
        auto text = input.read(static_cast<qint64>(maxTextBytes) + 2);
        if (text.endsWith('\n')) {
            text.chop(1);
        }
        m_arguments.operands[1] = QString::fromUtf8(text);
    }
    withContact(m_arguments.operands[0], [this](ContactId contact) { sendTo(contact); });
}

void OneShot::withContact(const QString& operand, std::function<void(ContactId)> then) {
    // A name is looked for first: somebody may be called by sixteen hexadecimal digits.
    ask(ListContacts{}, [this, wanted = operand.toStdString(), then = std::move(then)](const Event& answer) {
        std::vector<ContactId> found;
        for (const auto& contact : std::get<ContactsAnswer>(answer).contacts) {
            if (contact.name == wanted || contact.id.toString() == wanted) {
                found.push_back(contact.id);
            }
        }
        if (found.size() > 1) {
            fail({ExitCode::UnknownContact, "unknown-contact", "Several contacts have this name: use an id."});
        } else if (found.empty()) {
            fail(failureOf(ErrorCode::UnknownContact));
        } else {
            then(found.front());
        }
    });
}

void OneShot::sendFile() {
    withContact(m_arguments.operands[0], [this](ContactId contact) {
        SendFile command;
        command.contact = contact;
        command.path = QFileInfo(m_arguments.operands[1]).absoluteFilePath().toStdString();
        ask(std::move(command), [this](const Event& answer) {
            m_message = std::get<MessageAnswer>(answer).message;
            noteMessageState(m_message->state, m_message->reason);
        });
    });
}

void OneShot::files() {
    ask(ListFiles{}, [this](const Event& answer) {
        QStringList lines;
        for (const auto& message : std::get<MessagesAnswer>(answer).messages) {
            if (const auto& file = message.attachment) {
                lines.append(QStringLiteral("%1  %2  %3 of %4  %5")
                                 .arg(toQString(message.id.toString()), toQString(stateName(file->state)))
                                 .arg(file->done)
                                 .arg(file->size)
                                 .arg(toQString(file->name)));
            }
        }
        say(lines.isEmpty() ? QStringLiteral("No files yet.") : lines.join(QLatin1Char('\n')), resultOf(answer));
        finish(0);
    });
}

std::optional<MessageId> OneShot::messageOperand() {
    const auto id = MessageId::parse(m_arguments.operands[0].toStdString());
    if (!id) {
        fail(failureOf(ErrorCode::UnknownMessage));
    }
    return id;
}

void OneShot::save() {
    if (const auto id = messageOperand()) {
        const auto path = QFileInfo(m_arguments.operands[1]).absoluteFilePath();
        ask(SaveFile{0, *id, path.toStdString()}, [this, path](const Event& answer) {
            say(path, resultOf(answer));
            finish(0);
        });
    }
}

void OneShot::move() {
    const auto id = messageOperand();
    if (!id) {
        return;
    }
    const auto then = [this](const Event& answer) {
        say(m_arguments.operands[0], resultOf(answer));
        finish(0);
    };
    if (m_arguments.command == QLatin1String("fetch")) {
        ask(FetchFile{0, *id}, then);
    } else if (m_arguments.command == QLatin1String("pause")) {
        ask(PauseTransfer{0, *id}, then);
    } else if (m_arguments.command == QLatin1String("resume")) {
        ask(ResumeTransfer{0, *id}, then);
    } else {
        ask(CancelTransfer{0, *id}, then);
    }
}

void OneShot::storage() {
    ask(GetStorage{}, [this](const Event& answer) {
        const auto& use = std::get<StorageAnswer>(answer).use;
        QStringList lines;
        const std::pair<const char*, std::int64_t> rows[] = {
            {"database", use.messages}, {"photos", use.photos},   {"voice notes", use.notes},
            {"files", use.files},       {"waiting", use.waiting}, {"reclaimable", use.reclaimable}};
        for (const auto& [name, bytes] : rows) {
            lines.append(QStringLiteral("%1  %2").arg(QLatin1String(name), -12).arg(bytes));
        }
        say(lines.join(QLatin1Char('\n')), resultOf(answer));
        finish(0);
    });
}

void OneShot::compact() {
    ask(CompactStore{}, [this](const Event& answer) {
        say(QStringLiteral("Done."), resultOf(answer));
        finish(0);
    });
}

void OneShot::backup() {
    auto passphrase =
        m_arguments.passphraseFd ? readPin(*m_arguments.passphraseFd) : askPin("Passphrase of the backup: ");
    if (!passphrase) {
        fail({ExitCode::Usage, "passphrase-unreadable", passphrase.error()});
        return;
    }
    m_patience.stop();  // as long as it takes
    const auto path = QFileInfo(m_arguments.operands[0]).absoluteFilePath();
    ask(ExportBackup{0, path.toStdString(), std::make_shared<const SecretBytes>(std::move(*passphrase))},
        [this, path](const Event& answer) {
            say(path, resultOf(answer));
            finish(0);
        });
}

void OneShot::sendLocation() {
    withContact(m_arguments.operands[0], [this](ContactId contact) {
        const auto place = GeoPoint::parse(m_arguments.operands[1].toStdString());
        ask(SendLocation{0, contact, place.value_or(GeoPoint{})},
            [this](const Event& answer) { awaitMessage(answer); });
    });
}

void OneShot::sendCard() {
    withContact(m_arguments.operands[0], [this](ContactId contact) {
        ask(SendCard{0, contact, m_arguments.name.toStdString(), m_arguments.operands[1].toStdString()},
            [this](const Event& answer) { awaitMessage(answer); });
    });
}

void OneShot::meter() {
    ask(GetMeter{}, [this](const Event& answer) {
        const auto& meter = std::get<MeterAnswer>(answer).meter;
        QStringList lines;
        for (const auto& month : meter.months) {
            QStringList words{
                QStringLiteral("%1-%2").arg(month.year).arg(month.month, 2, 10, QLatin1Char('0')),
                QString::number(month.total()),
            };
            for (std::size_t kind = 0; kind < trafficKinds; ++kind) {
                const auto& one = month.kinds[kind];
                words.append(QStringLiteral("%1 %2")
                                 .arg(toQString(kindName(static_cast<TrafficKind>(kind))))
                                 .arg(one.sent + one.received));
            }
            lines.append(words.join(QLatin1String("  ")));
        }
        if (meter.cap > 0) {
            lines.append(QStringLiteral("cap  %1  %2 %").arg(meter.cap).arg(meter.percent()));
        }
        say(lines.join(QLatin1Char('\n')), resultOf(answer));
        finish(0);
    });
}

void OneShot::setCap() {
    constexpr qint64 megabyte = 1'000'000;
    ask(SetMeterCap{0, m_arguments.operands[0].toLongLong() * megabyte}, [this](const Event& answer) {
        say(QStringLiteral("Done."), resultOf(answer));
        finish(0);
    });
}

void OneShot::awaitMessage(const Event& answer) {
    m_message = std::get<MessageAnswer>(answer).message;
    noteMessageState(m_message->state, m_message->reason);
}

void OneShot::sendTo(ContactId contact) {
    ask(SendText{0, contact, m_arguments.operands[1].toStdString()},
        [this](const Event& answer) { awaitMessage(answer); });
}

void OneShot::noteMessageState(MessageState state, ErrorCode reason) {
    m_message->state = state;
    m_message->reason = reason;
    if (state == MessageState::Failed) {
        fail({ExitCode::NotDelivered, std::string(errorName(reason)), std::string(errorSentence(reason))});
        return;
    }
    const auto wanted = m_arguments.wait.isEmpty() ? MessageState::Sent : waitStates().at(m_arguments.wait);
    if (state >= wanted && !m_finished) {
        say(QStringLiteral("%1  %2").arg(toQString(m_message->id.toString()), toQString(stateName(state))),
            toJson(*m_message));
        finish(0);
    }
}

void OneShot::listen() {
    ask(GetStatus{}, [this](const Event& answer) {
        m_listening = true;
        tell({QStringLiteral("ready"), resultOf(answer)});
        for (const auto& news : std::exchange(m_early, {})) {
            tell(news);
        }
    });
}

void OneShot::tell(const Notification& news) {
    say(wordsOf(news), {{QStringLiteral("jsonrpc"), QStringLiteral("2.0")},
                        {QStringLiteral("method"), news.method},
                        {QStringLiteral("params"), news.params}});
}

void OneShot::untilSent(std::function<void()> then) {
    m_patience.stop();
    const auto end = std::make_shared<QDeadlineTimer>(sendingGrace);
    connect(&m_poll, &QTimer::timeout, this, [this, end, then = std::move(then)] {
        ask(GetStatus{}, [this, end, then](const Event& answer) {
            if (std::get<StatusAnswer>(answer).status.waiting == 0 || end->hasExpired()) {
                m_poll.stop();
                then();
            }
        });
    });
    m_poll.start();
}

void OneShot::untilStocked(std::function<void()> then) {
    m_patience.stop();
    const auto end = std::make_shared<QDeadlineTimer>(sendingGrace);
    connect(&m_poll, &QTimer::timeout, this, [this, end, then = std::move(then)] {
        ask(ListPublicAddresses{}, [this, end, then](const Event& answer) {
            const auto& all = std::get<PublicAddressesAnswer>(answer).addresses;
            const bool stocked = !all.empty() && all.back().inStock >= std::min(all.back().perDay, usualStock);
            if (stocked || end->hasExpired()) {
                m_poll.stop();
                then();
            }
        });
    });
    m_poll.start();
}

void OneShot::say(const QString& words, const QJsonObject& object) {
    if (!print(m_arguments.json ? toLine(object) : words.toUtf8() + '\n')) {
        finish(static_cast<int>(ExitCode::Done));
    }
}

void OneShot::fail(const Failure& failure) {
    if (!m_finished) {
        finish(complain(failure));
    }
}

void OneShot::finish(int exitCode) {
    if (!std::exchange(m_finished, true)) {
        m_poll.stop();
        m_patience.stop();
        Q_EMIT finished(exitCode);
    }
}

HubSearch::HubSearch(const Arguments& arguments, QObject* parent) : QObject(parent), m_arguments(arguments) {
    connect(&m_discovery, &LanDiscovery::found, this, [this](const QString& address) {
        ++m_count;
        print(m_arguments.json ? toLine({{QStringLiteral("hub"), address}}) : address.toUtf8() + '\n');
    });
    connect(&m_discovery, &LanDiscovery::finished, this, [this] {
        if (m_count == 0) {
            complain("No server answers on this network.");
        }
        Q_EMIT finished(static_cast<int>(m_count > 0 ? ExitCode::Done : ExitCode::HubUnreachable));
    });
}

void HubSearch::start() {
    m_discovery.start(m_arguments.timeout.value_or(std::chrono::seconds(3)));
}

}  // namespace nightjar::cli
