// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <unistd.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <set>

#include "cli/arguments.h"
#include "cli/exitcode.h"
#include "cli/json.h"
#include "cli/linesplitter.h"
#include "cli/methods.h"
#include "cli/pinreader.h"

using namespace nightjar;
using namespace nightjar::cli;

namespace {

QStringList words(const char* line) {
    return QString::fromUtf8(line).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

QJsonObject object(const char* json) {
    return QJsonDocument::fromJson(json).object();
}

const ContactId anna = *ContactId::parse("0102030405060708");

}  // namespace

class CliTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // ---- the command line

    void optionsStandAnywhere() {
        const auto parsed = parseArguments(
            words("--profile /p init --name Anna --hub=nightjar-hub://h:1/K --pin-fd 3 --wipe-pin-fd 4 --json "
                  "--kdf-memory 64"));
        QVERIFY(parsed.has_value());
        QCOMPARE(parsed->profile, QStringLiteral("/p"));
        QCOMPARE(parsed->command, QStringLiteral("init"));
        QCOMPARE(parsed->name, QStringLiteral("Anna"));
        QCOMPARE(parsed->hub, QStringLiteral("nightjar-hub://h:1/K"));
        QCOMPARE(parsed->pinFd, std::optional(3));
        QCOMPARE(parsed->wipePinFd, std::optional(4));
        QCOMPARE(parsed->kdfMemory, std::optional(64U * 1024));
        QVERIFY(parsed->json);
        QVERIFY(parsed->operands.isEmpty());
    }

    void operandsMayLookLikeOptionsAfterTwoDashes() {
        const auto parsed = parseArguments(words("--profile /p send --wait delivered --timeout 1.5 -- anna --json"));
        QVERIFY(parsed.has_value());
        QCOMPARE(parsed->operands, words("anna --json"));
        QCOMPARE(parsed->wait, QStringLiteral("delivered"));
        QCOMPARE(parsed->timeout, std::optional(std::chrono::milliseconds(1500)));
        QVERIFY(!parsed->json);
    }

    void wrongCommandLinesAreNamed_data() {
        QTest::addColumn<QString>("line");
        QTest::newRow("unknown option") << QStringLiteral("--colour red rpc");
        QTest::newRow("no value") << QStringLiteral("rpc --profile");
        QTest::newRow("descriptor is no number") << QStringLiteral("--pin-fd x rpc");
        QTest::newRow("descriptor below zero") << QStringLiteral("--pin-fd -1 rpc");
        QTest::newRow("time is no number") << QStringLiteral("--timeout nan listen");
        QTest::newRow("too little memory") << QStringLiteral("--kdf-memory 7 init");
        QTest::newRow("too much memory") << QStringLiteral("--kdf-memory 4194305 init");
        QTest::newRow("time below zero") << QStringLiteral("--timeout -3 listen");
    }
    void wrongCommandLinesAreNamed() {
        QFETCH(QString, line);
        const auto parsed = parseArguments(line.split(QLatin1Char(' ')));
        QVERIFY(!parsed.has_value());
        QVERIFY(parsed.error().endsWith(QLatin1Char('.')));
    }

    // ---- lines

    void linesComeWhole() {
        std::vector<QByteArray> lines;
        LineSplitter splitter([&lines](const QByteArray& line) { lines.push_back(line); }, [] {});
        splitter.feed("one\ntw");
        splitter.feed("o\n\nthree");
        QCOMPARE(lines.size(), std::size_t{3});
        splitter.finish();
        QVERIFY((lines == std::vector<QByteArray>{"one", "two", "", "three"}));
    }

    void anEndlessLineIsDroppedInOneMebibyte() {
        std::vector<QByteArray> lines;
        int tooLong = 0;
        LineSplitter splitter([&lines](const QByteArray& line) { lines.push_back(line); }, [&tooLong] { ++tooLong; });
        const QByteArray block(65536, 'x');
        for (int i = 0; i < 100; ++i) {
            splitter.feed(block);
        }
        QCOMPARE(tooLong, 1);
        splitter.feed("y\nnext\n");
        QVERIFY(lines == std::vector<QByteArray>{"next"});
        splitter.feed(QByteArray(LineSplitter::maxLine, 'z') + '\n');
        QCOMPARE(lines.size(), std::size_t{2});
        QCOMPARE(tooLong, 1);
    }

    // ---- PINs

    void pinIsOneLineAndTheRestStays() {
        int ends[2];
        QCOMPARE(::pipe(ends), 0);
        const QByteArray input("1234\r\n5678\nrest");
        QCOMPARE(::write(ends[1], input.constData(), static_cast<std::size_t>(input.size())), input.size());
        ::close(ends[1]);
        const auto first = readPin(ends[0]);
        const auto second = readPin(ends[0]);
        QCOMPARE(toText(first->view()), std::string("1234"));
        QCOMPARE(toText(second->view()), std::string("5678"));
        QCOMPARE(toText(readPin(ends[0])->view()), std::string("rest"));
        QVERIFY(readPin(ends[0])->empty());
        ::close(ends[0]);
        QVERIFY(!readPin(ends[0]).has_value());
    }

    // ---- methods

    void methodsBecomeCommands() {
        Params send(object(R"({"contact": "0102030405060708", "text": "Grüße"})"));
        const auto command = findMethod(QStringLiteral("message.send"))->command(send, 7);
        QVERIFY(send.problem().isEmpty());
        const auto& text = std::get<SendText>(command);
        QCOMPARE(text.request, RequestId{7});
        QCOMPARE(text.contact, anna);
        QCOMPARE(text.text, std::string("Grüße"));

        Params list(object(R"({"contact": "0102030405060708", "before": "1111111111111111", "limit": 100000})"));
        const auto page = std::get<ListMessages>(findMethod(QStringLiteral("message.list"))->command(list, 8));
        QVERIFY(list.problem().isEmpty());
        QCOMPARE(page.before->toString(), std::string("1111111111111111"));
        QCOMPARE(page.limit, 500u);
        QVERIFY(!page.from);

        QVERIFY(!findMethod(QStringLiteral("message.explode")));
    }

    void groupsAreToldAsTheyAre() {
        Params remove(object(R"({"contact": "0102030405060708", "name": "Wren"})"));
        const auto command = std::get<RemoveMember>(findMethod(QStringLiteral("group.remove"))->command(remove, 9));
        QVERIFY(remove.problem().isEmpty());
        QCOMPARE(command.name, std::string("Wren"));
        Params states(object(R"({"contact": "0102030405060708", "id": "1111111111111111"})"));
        QVERIFY(std::holds_alternative<GetMessageStates>(
            findMethod(QStringLiteral("message.states"))->command(states, 10)));
        QVERIFY(states.problem().isEmpty());

        Contact group;
        group.isGroup = true;
        group.members = {{"Owl", true, true}, {"Wren", false, false}};
        const auto members = toJson(group).value(QLatin1String("members")).toArray();
        QCOMPARE(members.size(), 2);
        QCOMPARE(members[1].toObject().value(QLatin1String("name")).toString(), QStringLiteral("Wren"));
        QVERIFY(members[0].toObject().value(QLatin1String("founder")).toBool());
        QVERIFY(!members[1].toObject().value(QLatin1String("joined")).toBool());
        QVERIFY(!toJson(Contact()).contains(QLatin1String("members")));
        Message message;
        message.author = "Owl";
        QCOMPARE(toJson(message).value(QLatin1String("author")).toString(), QStringLiteral("Owl"));
    }

    void wrongParametersAreNamed_data() {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QByteArray>("params");
        QTest::newRow("missing") << QStringLiteral("message.send") << QByteArray(R"({"contact": "0102030405060708"})");
        QTest::newRow("number for text") << QStringLiteral("invite.accept") << QByteArray(R"({"link": 5})");
        QTest::newRow("text for flag") << QStringLiteral("message.delete")
                                       << QByteArray(R"({"id": "0102030405060708", "both": "yes"})");
        QTest::newRow("half a message") << QStringLiteral("message.list")
                                        << QByteArray(R"({"contact": "0102030405060708", "limit": 1.5})");
        QTest::newRow("no list") << QStringLiteral("message.react")
                                 << QByteArray(R"({"contact": "0102030405060708", "id": "01", "emoji": "a"})");
        QTest::newRow("a list of numbers")
            << QStringLiteral("message.react") << QByteArray(R"({"contact": "01", "id": "01", "emoji": [5]})");
        QTest::newRow("half a choice") << QStringLiteral("contact.privacy")
                                       << QByteArray(R"({"contact": "01", "receipts": true, "typing": true})");
        QTest::newRow("no message") << QStringLiteral("message.list")
                                    << QByteArray(R"({"contact": "0102030405060708", "limit": 0})");
    }
    void wrongParametersAreNamed() {
        QFETCH(QString, method);
        QFETCH(QByteArray, params);
        Params read(QJsonDocument::fromJson(params).object());
        (void)findMethod(method)->command(read, 1);
        QVERIFY(!read.problem().isEmpty());
    }

    void anIdThatIsNoneIsNobody() {
        Params read(object(R"({"contact": "anna"})"));
        const auto command = std::get<GetLinkInfo>(findMethod(QStringLiteral("link.info"))->command(read, 1));
        QVERIFY(read.problem().isEmpty());
        QVERIFY(command.contact.isNull());
    }

    // ---- answers and news

    void messagesAreToldAsTheDocumentSays() {
        Message message;
        message.id = *MessageId::parse("00000000000000aa");
        message.contact = anna;
        message.text = "hello";
        message.time = fromUnixMs(1700000000123);
        message.state = MessageState::Received;
        const auto news = notificationOf(MessageAdded{message});
        QVERIFY(news.has_value());
        QCOMPARE(news->method, QStringLiteral("message.received"));
        QCOMPARE(news->params, object(R"({"contact": "0102030405060708", "id": "00000000000000aa", "text": "hello",
                                          "time": 1700000000123})"));
        message.mine = true;
        QVERIFY(!notificationOf(MessageAdded{message}).has_value());

        const auto failed =
            notificationOf(MessageStateChanged{message.id, anna, MessageState::Failed, ErrorCode::ContactGone});
        QCOMPARE(failed->method, QStringLiteral("message.state"));
        QCOMPARE(failed->params[QLatin1String("reason")].toString(), QStringLiteral("contact-gone"));
    }

    void whatAMessageHasBesidesItsTextIsToldWhereItHasIt() {
        Message message;
        message.id = *MessageId::parse("00000000000000aa");
        message.contact = anna;
        message.text = "tea";
        message.quote = Quote{*MessageId::parse("00000000000000bb"), Quote::State::Present, true, MessageKind::Text,
                              "tea or coffee?"};
        message.forwarded = true;
        message.origin = "Ben";
        message.edited = fromUnixMs(5);
        message.reactions = {{true, "a"}, {false, "b"}};
        const auto told = notificationOf(MessageChanged{message});
        QCOMPARE(told->method, QStringLiteral("message.changed"));
        QCOMPARE(told->params[QLatin1String("quote")].toObject(),
                 object(R"({"id": "00000000000000bb", "state": "present", "mine": true, "kind": "text",
                            "preview": "tea or coffee?"})"));
        QCOMPARE(told->params[QLatin1String("origin")].toString(), QStringLiteral("Ben"));
        QCOMPARE(told->params[QLatin1String("edited")].toInt(), 5);
        QCOMPARE(told->params[QLatin1String("reactions")].toArray().size(), 2);
        message.quote->state = Quote::State::Deleted;
        QVERIFY(!notificationOf(MessageChanged{message})
                     ->params[QLatin1String("quote")]
                     .toObject()
                     .contains(QLatin1String("preview")));
    }

    void callEndsCarryTheirReason() {
        const auto call = *CallId::parse("00000000000000cc");
        const auto ended = notificationOf(CallStateChanged{call, anna, CallState::Ended, CallEnd::Busy});
        QCOMPARE(ended->method, QStringLiteral("call.state"));
        QCOMPARE(ended->params[QLatin1String("state")].toString(), QStringLiteral("ended"));
        QCOMPARE(ended->params[QLatin1String("reason")].toString(), QStringLiteral("busy"));
        const auto active = notificationOf(CallStateChanged{call, anna, CallState::Active, CallEnd::None});
        QVERIFY(!active->params.contains(QLatin1String("reason")));
    }

    void answersAreRecognised() {
        QCOMPARE(requestOf(CommandDone{5}), std::optional(RequestId{5}));
        QCOMPARE(requestOf(StatusAnswer{6, {}}), std::optional(RequestId{6}));
        QVERIFY(!requestOf(ContactRemoved{anna}).has_value());
        QVERIFY(resultOf(CommandDone{5}).isEmpty());
        Contact contact;
        contact.id = anna;
        contact.name = "Anna";
        const auto result = resultOf(ContactsAnswer{1, {contact}});
        QCOMPARE(result[QLatin1String("contacts")].toArray()[0].toObject()[QLatin1String("name")].toString(),
                 QStringLiteral("Anna"));
    }

    void linesHaveNoLineBreakInside() {
        const auto line = toLine({{QStringLiteral("text"), QStringLiteral("a\nb\u2028c")}});
        QCOMPARE(line.count('\n'), 1);
        QVERIFY(line.endsWith('\n'));
        QCOMPARE(QJsonDocument::fromJson(line).object()[QLatin1String("text")].toString(),
                 QStringLiteral("a\nb\u2028c"));
    }

    // ---- exit codes

    void everythingAScriptMayActOnHasItsOwnExitCode() {
        std::set<ExitCode> codes;
        const std::vector<ErrorCode> errors{ErrorCode::MalformedLink,
                                            ErrorCode::InvitationUsed,
                                            ErrorCode::InvitationExpired,
                                            ErrorCode::InvitationUnknown,
                                            ErrorCode::OwnInvitation,
                                            ErrorCode::MalformedHubAddress,
                                            ErrorCode::NoHub,
                                            ErrorCode::HubUnreachable,
                                            ErrorCode::HubRefused,
                                            ErrorCode::HubIdentityMismatch,
                                            ErrorCode::UnknownContact,
                                            ErrorCode::DiskFull};
        for (const auto error : errors) {
            QVERIFY(exitCodeOf(error) > ExitCode::Usage);
            codes.insert(exitCodeOf(error));
        }
        QCOMPARE(codes.size(), errors.size());
        using Kind = VaultProblem::Kind;
        codes.clear();
        const std::vector<Kind> kinds{Kind::WrongPin, Kind::TooSoon,  Kind::BadPin,  Kind::Exists,
                                      Kind::Missing,  Kind::Foreign,  Kind::Damaged, Kind::InUse,
                                      Kind::DiskFull, Kind::NoAccess, Kind::TooNew};
        for (const auto kind : kinds) {
            codes.insert(exitCodeOf(kind));
        }
        QCOMPARE(codes.size(), kinds.size());
    }
};

QTEST_APPLESS_MAIN(CliTest)
#include "tst_cli.moc"
