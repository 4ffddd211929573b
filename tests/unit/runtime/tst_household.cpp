// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <deque>

#include "runtime/containerfolder.h"
#include "runtime/nodehousehold.h"
#include "runtime/ports/clock.h"
#include "runtime/requests.h"
#include "runtime/restore.h"
#include "store/contacts.h"
#include "store/containers.h"
#include "store/messages.h"
#include "store/migrations.h"

using namespace nightjar;
using Kind = VaultProblem::Kind;

namespace {

SecretBytes pin(std::string_view digits) {
    return SecretBytes(asBytes(digits));
}

SecretBytes outerKey() {
    SecretBytes key(32);
    SeededRandom(7).fill(key.mutableView());
    return key;
}

/// A profile's container on the disk, and the household that lives in it.
class Home {
public:
    Home() : path(folder.filePath(QStringLiteral("c-0000000000000000")).toStdString()) {
        if (!runtime::furnish({path, outerKey()})) {
            qFatal("no container");
        }
    }
    /// As a start of the program.
    void open() {
        settled = false;
        household = std::make_unique<NodeHousehold>(UnlockedIdentity{path, outerKey()});
        household->setKdfCost(8, 1);
        QObject::connect(household.get(), &Household::opened, household.get(),
                         [this](const ContainerInfo& info, Messenger*) { opened.push_back(info.label); });
        QObject::connect(household.get(), &Household::closed, household.get(),
                         [this](const ContainerId&) { ++closed; });
        QObject::connect(household.get(), &Household::outerOpened, household.get(), [this] { ++outerOpened; });
        QObject::connect(household.get(), &Household::settled, household.get(), [this] { settled = true; });
        QVERIFY(household->start().has_value());
        QTRY_VERIFY(settled);
    }
    void close() { household.reset(); }

    /// Waits for a request to be answered.
    template <class Request>
    Household::Outcome ask(Request request) {
        std::optional<Household::Outcome> answer;
        request([&answer](const Household::Outcome& outcome) { answer = outcome; });
        if (!QTest::qWaitFor([&] { return answer.has_value(); }, 20'000)) {
            qFatal("no answer");
        }
        return *answer;
    }
    ContainerId make(const std::string& name) {
        const auto made = ask([&](auto done) { household->makeIdentity(name, {}, done); });
        return made ? *made : ContainerId{};
    }
    /// What an engine answers.
    template <class T, class C>
    T ask(Messenger& messenger, C command) {
        std::optional<T> answer;
        command.request = messenger.newRequest();
        QObject context;
        QObject::connect(&messenger, &Messenger::event, &context, [&](const Event& event) {
            if (requestOf(event) == command.request) {
                if (const auto* one = std::get_if<T>(&event)) {
                    answer = *one;
                }
            }
        });
        messenger.post(command);
        (void)QTest::qWaitFor([&] { return answer.has_value(); }, 20'000);
        return answer.value_or(T{});
    }
    std::string nameOf(const ContainerId& id) {
        auto* const messenger = household->find(id);
        return messenger ? ask<StatusAnswer>(*messenger, GetStatus{}).status.name : "(closed)";
    }
    /// The folders of containers within.
    [[nodiscard]] QStringList folders() const {
        return QDir(QString::fromStdString(path)).entryList({QStringLiteral("c-*")}, QDir::Dirs);
    }
    [[nodiscard]] QString folderOf(const ContainerId& id) const {
        return QString::fromStdString(runtime::folderWithin(path, id));
    }
    /// Somebody with messages in the outer store, which nobody has open.
    ContactId addFriend(const std::string& name, int messages) {
        const auto database =
            std::move(*store::openIdentity(runtime::databasePath(path), outerKey(), store::OpenMode::Existing));
        SystemRandom random;
        store::ContactRecord record;
        record.id = ContactId::draw(random);
        record.name = name;
        record.state = store::ContactState::Active;
        record.ownPublic = Bytes(32, 1);
        record.peerPublic = Bytes(32, 2);
        store::Contacts(*database).add(record);
        for (int i = 0; i < messages; ++i) {
            store::MessageRecord message;
            message.id = MessageId::draw(random);
            message.contact = record.id;
            message.text = "secret number " + std::to_string(i);
            message.timeMs = message.receivedMs = 1'700'000'000'000 + i;
            message.state = store::MessageState::Received;
            message.seq = static_cast<std::uint64_t>(i) + 1;
            store::Messages(*database).add(message);
        }
        return record.id;
    }
    std::vector<std::string> contactsOf(Messenger& messenger) {
        std::vector<std::string> out;
        for (const auto& one : ask<ContactsAnswer>(messenger, ListContacts{}).contacts) {
            out.push_back(one.name);
        }
        return out;
    }

    QTemporaryDir folder;
    std::string path;
    std::unique_ptr<NodeHousehold> household;
    std::vector<std::string> opened;
    int closed = 0;
    int outerOpened = 0;
    bool settled = false;
};

using Names = std::vector<std::string>;

/// Why it was refused; empty: it was not.
std::string refusalOf(const Household::Outcome& outcome) {
    return outcome ? std::string() : std::string(outcome.error().name());
}
std::string nameOf(ErrorCode code) {
    return std::string(errorName(code));
}
std::string nameOf(Kind kind) {
    return std::string(problemName(kind));
}

/// Everything that a container holds, as text: bytes in hexadecimal.
std::string contentOf(const UnlockedIdentity& identity) {
    const auto database = std::move(
        *store::openIdentity(runtime::databasePath(identity.folder), identity.key, store::OpenMode::Existing));
    std::string out;
    // The cache of statements keeps views of what it was asked.
    static std::deque<std::string> questions;
    Names tables;
    auto names = database->query("SELECT name FROM sqlite_schema WHERE type = 'table'");
    while (names.next()) {
        tables.push_back(names.text(0));
    }
    for (const auto& table : tables) {
        std::string columns;
        auto column = database->query("SELECT name FROM pragma_table_info(?1)", table);
        while (column.next()) {
            columns += (columns.empty() ? "quote(\"" : " || quote(\"") + column.text(0) + "\")";
        }
        auto row = database->query(questions.emplace_back("SELECT " + columns + " FROM \"" + table + "\""));
        while (row.next()) {
            out += row.text(0) + "\n";
        }
        (void)database->takeError();
    }
    return out;
}

}  // namespace

class HouseholdTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void identitiesLiveSideBySide() {
        Home home;
        home.open();
        QVERIFY(home.household->containers().empty());
        const auto work = home.make("Work");
        const auto play = home.make("Игра");
        QVERIFY(!work.isNull() && !play.isNull());
        QCOMPARE(home.nameOf(work), std::string("Work"));
        QCOMPARE(home.nameOf(play), std::string("Игра"));
        QCOMPARE(home.folders().size(), 2);
        QCOMPARE(home.household->containers().size(), std::size_t(2));
        QVERIFY((home.opened == Names{"Work", "Игра"}));
        QVERIFY(home.household->find(work) != home.household->find(play));
        QVERIFY(home.household->outer() != nullptr);
    }

    void theyOpenAgainUnlessToldNotTo() {
        Home home;
        home.open();
        const auto work = home.make("Work");
        const auto play = home.make("Play");
        QVERIFY(home.ask([&](auto done) { home.household->change(play, "Fun", false, done); }).has_value());
        QCOMPARE(home.household->info(play)->label, std::string("Fun"));
        home.close();
        home.opened.clear();
        home.open();
        QVERIFY((home.opened == Names{"Work"}));
        QCOMPARE(home.nameOf(work), std::string("Work"));
        QVERIFY(home.household->find(play) == nullptr);
        QVERIFY(home.ask([&](auto done) { home.household->open(play, done); }).has_value());
        QCOMPARE(home.nameOf(play), std::string("Play"));
        home.household->close(play);
        QCOMPARE(home.closed, 1);
        QVERIFY(home.household->find(play) == nullptr);
        QVERIFY(home.ask([&](auto done) { home.household->open(play, done); }).has_value());
        QVERIFY(home.ask([&](auto done) { home.household->open(play, done); }).has_value());  // open already
        QCOMPARE(home.nameOf(play), std::string("Play"));
    }

    void destroyedMeansGone() {
        Home home;
        home.open();
        const auto work = home.make("Work");
        const auto play = home.make("Play");
        QVERIFY(home.ask([&](auto done) { home.household->destroy(work, done); }).has_value());
        QVERIFY(home.household->find(work) == nullptr);
        QVERIFY(home.household->info(work) == nullptr);
        QVERIFY(!QFileInfo::exists(home.folderOf(work)));
        QCOMPARE(home.nameOf(play), std::string("Play"));
        for (int i = 0; i < 2; ++i) {
            const auto again = home.ask([&](auto done) { home.household->destroy(work, done); });
            QCOMPARE(refusalOf(again), nameOf(ErrorCode::UnknownContainer));
            QCOMPARE(refusalOf(home.ask([&](auto done) { home.household->open(work, done); })),
                     nameOf(ErrorCode::UnknownContainer));
            home.close();
            home.open();
        }
        QCOMPARE(home.folders().size(), 1);
    }

    void theOthersKeepNoTraceOfIt() {
        Home home;
        home.open();
        const auto work = home.make("needle-name");
        const auto play = home.make("Play");
        const auto key = home.ask<ContainerKeyAnswer>(*home.household->outer(), GetContainerKey{0, work}).key;
        const auto others = home.ask<ContainerKeyAnswer>(*home.household->outer(), GetContainerKey{0, play}).key;
        QVERIFY(key && others);
        const auto needles = [&] {
            std::vector<std::string> found;
            for (const auto& content : {contentOf({home.path, outerKey()}),
                                        contentOf({home.folderOf(play).toStdString(), others->clone()})}) {
                for (const auto& needle : {std::string("needle"), toHex(key->view()), work.toString()}) {
                    const auto upper = QString::fromStdString(needle).toUpper().toStdString();
                    if (content.find(needle) != std::string::npos || content.find(upper) != std::string::npos) {
                        found.push_back(needle);
                    }
                }
            }
            return found;
        };
        home.close();
        QCOMPARE(needles().size(), std::size_t(3));  // the search finds what is there
        home.open();
        QVERIFY(home.ask([&](auto done) { home.household->destroy(work, done); }).has_value());
        home.close();
        QVERIFY(needles().empty());
        for (const auto* suffix : {"", "-wal"}) {
            QFile file(QString::fromStdString(runtime::databasePath(home.path) + suffix));
            QVERIFY(!file.open(QIODevice::ReadOnly) || !file.readAll().contains("needle"));
        }
    }

    /// Without a server there is nothing to take leave of.
    void retiringNeedsNoServer() {
        Home home;
        home.open();
        const auto work = home.make("Work");
        QVERIFY(home.ask([&](auto done) { home.household->retire(work, done); }).has_value());
        QVERIFY(!QFileInfo::exists(home.folderOf(work)));
        QCOMPARE(refusalOf(home.ask([&](auto done) { home.household->retire(work, done); })),
                 nameOf(ErrorCode::UnknownContainer));
    }

    void whatNobodyNamesIsShredded() {
        Home home;
        const auto stray = home.folderOf(ContainerId{{1, 2, 3, 4, 5, 6, 7, 8}});
        QVERIFY(QDir().mkpath(stray + QStringLiteral("/blobs")));
        QFile file(stray + QStringLiteral("/blobs/a"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("left over") > 0);
        file.close();
        home.open();
        QTRY_VERIFY(!QFileInfo::exists(stray));
        // What is being made meanwhile is not taken for a leftover.
        const auto work = home.make("Work");
        QTest::qWait(50);
        QVERIFY(QFileInfo::exists(home.folderOf(work)));
    }

    void nonsenseIsRefused() {
        Home home;
        home.open();
        for (const auto& name : {std::string(), std::string(65, 'a'), std::string("\xff")}) {
            QCOMPARE(refusalOf(home.ask([&](auto done) { home.household->makeIdentity(name, {}, done); })),
                     nameOf(ErrorCode::BadArgument));
        }
        QCOMPARE(refusalOf(home.ask([&](auto done) { home.household->change({}, {}, {}, done); })),
                 nameOf(ErrorCode::UnknownContainer));
        QCOMPARE(refusalOf(
                     home.ask([&](auto done) { home.household->lockChat(ContactId{{1}}, "", pin("1"), false, done); })),
                 nameOf(ErrorCode::UnknownContact));
        QVERIFY(home.folders().empty());
    }

    void anEndComesWhetherItIsOpenOrNot() {
        Home home;
        home.open();
        const auto open = home.make("open");
        const auto shut = home.make("shut");
        home.household->close(shut);
        const auto setEnd = [&](const ContainerId& id, Duration in) {
            PutContainer put;
            put.info = *home.household->info(id);
            put.info.ends = SystemClock().now() + in;
            (void)home.ask<CommandDone>(*home.household->outer(), put);
        };
        setEnd(open, -1s);
        setEnd(shut, 400ms);
        home.close();
        home.opened.clear();
        home.open();
        // The first was due at the start and was not opened any more; the second opened, and then its time came.
        QVERIFY((home.opened == Names{"shut"}));
        QTRY_VERIFY(!QFileInfo::exists(home.folderOf(open)));
        QTRY_VERIFY(!QFileInfo::exists(home.folderOf(shut)));
        QVERIFY(home.household->find(shut) == nullptr);
        QTRY_VERIFY(home.household->containers().empty());
    }

    void aLockedChatIsElsewhere() {
        Home home;
        const auto bob = home.addFriend("Bob", 20);
        (void)home.addFriend("Carol", 3);
        home.open();
        const auto locked =
            home.ask([&](auto done) { home.household->lockChat(bob, "Bob", pin("4711"), false, done); });
        QVERIFY2(locked.has_value(), locked ? "" : locked.error().sentence().c_str());
        QCOMPARE(home.outerOpened, 1);
        QVERIFY(home.contactsOf(*home.household->outer()) == Names{"Carol"});
        QVERIFY(
            home.ask<MessagesAnswer>(*home.household->outer(), SearchMessages{0, "secret", {}, 100}).messages.size() ==
            3);
        QVERIFY(home.household->find(*locked) == nullptr);
        const auto* info = home.household->info(*locked);
        QVERIFY(info && info->guarded && !info->hidden && info->kind == ContainerKind::LockedChat);
        // It does not open by itself, nor without its PIN.
        home.close();
        home.open();
        QVERIFY(home.household->find(*locked) == nullptr);
        QCOMPARE(refusalOf(home.ask([&](auto done) { home.household->open(*locked, done); })), nameOf(Kind::WrongPin));

        QVERIFY(home.ask([&](auto done) { home.household->openLocked(*locked, pin("4711"), {}, done); }).has_value());
        auto* const chat = home.household->find(*locked);
        QVERIFY(home.contactsOf(*chat) == Names{"Bob"});
        QCOMPARE(home.ask<MessagesAnswer>(*chat, ListMessages{0, bob, {}, 100}).messages.size(), std::size_t(20));

        QVERIFY(home.ask([&](auto done) { home.household->unlockChat(*locked, pin("4711"), done); }).has_value());
        auto names = home.contactsOf(*home.household->outer());
        std::sort(names.begin(), names.end());
        QVERIFY((names == Names{"Bob", "Carol"}));
        QCOMPARE(home.ask<MessagesAnswer>(*home.household->outer(), ListMessages{0, bob, {}, 100}).messages.size(),
                 std::size_t(20));
        QVERIFY(home.household->containers().empty());
        QVERIFY(home.folders().empty());
    }

    void wrongPinsMustWait() {
        Home home;
        const auto bob = home.addFriend("Bob", 1);
        home.open();
        const auto locked =
            *home.ask([&](auto done) { home.household->lockChat(bob, "Bob", pin("4711"), false, done); });
        const auto tryPin = [&](const char* digits) {
            return home.ask([&](auto done) { home.household->openLocked(locked, pin(digits), {}, done); });
        };
        auto refused = tryPin("4712");
        QCOMPARE(refusalOf(refused), nameOf(Kind::WrongPin));
        QCOMPARE(refused.error().retryAfter(), Duration(1s));
        QTest::qWait(1050);
        refused = tryPin("4712");
        QCOMPARE(refusalOf(refused), nameOf(Kind::WrongPin));
        QCOMPARE(refused.error().retryAfter(), Duration(2s));
        refused = tryPin("4711");
        QCOMPARE(refusalOf(refused), nameOf(Kind::TooSoon));
        QVERIFY(refused.error().retryAfter() > Duration::zero() && refused.error().retryAfter() <= 2s);
        // Starting again wins nothing.
        home.close();
        home.open();
        QCOMPARE(refusalOf(tryPin("4711")), nameOf(Kind::TooSoon));
        QTest::qWait(2050);
        QCOMPARE(refusalOf(tryPin("4711")), std::string());
        home.household->close(locked);
        QVERIFY(tryPin("4711").has_value());  // forgiven
        QCOMPARE(refusalOf(home.ask([&](auto done) { home.household->unlockChat(locked, pin("1"), done); })),
                 nameOf(Kind::WrongPin));
        QVERIFY(home.household->info(locked));
    }

    void aHiddenChatIsFoundByItsPin() {
        Home home;
        const auto bob = home.addFriend("Bob", 1);
        const auto carol = home.addFriend("Carol", 1);
        home.open();
        const auto one = *home.ask([&](auto done) { home.household->lockChat(bob, "Bob", pin("1111"), true, done); });
        const auto two =
            *home.ask([&](auto done) { home.household->lockChat(carol, "Carol", pin("2222"), true, done); });
        QVERIFY(home.household->info(one)->hidden);
        QCOMPARE(refusalOf(home.ask([&](auto done) { home.household->openHidden(pin("3333"), {}, done); })),
                 nameOf(Kind::WrongPin));
        QTest::qWait(1050);
        const auto found = home.ask([&](auto done) { home.household->openHidden(pin("2222"), 300ms, done); });
        QCOMPARE(found.value(), two);
        QVERIFY(home.contactsOf(*home.household->find(two)) == Names{"Carol"});
        QVERIFY(home.household->find(one) == nullptr);
        QTRY_VERIFY(home.household->find(two) == nullptr);  // its time was over
    }

    void whereThereIsNothingHiddenAPinIsWrong() {
        Home home;
        home.open();
        QCOMPARE(refusalOf(home.ask([&](auto done) { home.household->openHidden(pin("2222"), {}, done); })),
                 nameOf(Kind::WrongPin));
        QCOMPARE(refusalOf(home.ask([&](auto done) { home.household->openHidden(pin(""), {}, done); })),
                 nameOf(Kind::BadPin));
    }

    /// Identities that are open or not, chats that are closed or open, and their files; not a secret chat.
    void aBackupHoldsWhatLiesWithin() {
        Home home;
        const auto bob = home.addFriend("Bob", 20);
        const auto carol = home.addFriend("Carol", 3);
        home.open();
        const auto work = home.make("Work");
        const auto play = home.make("Play");
        home.household->close(play);
        const auto closedChat =
            *home.ask([&](auto done) { home.household->lockChat(bob, "Bob", pin("4711"), false, done); });
        const auto openChat =
            *home.ask([&](auto done) { home.household->lockChat(carol, "Carol", pin("4712"), true, done); });
        QVERIFY(home.ask([&](auto done) { home.household->openHidden(pin("4712"), {}, done); }).has_value());
        FoundSecretChat found;
        found.nickname = "nobody";
        found.rule = {LifeFrom::Creation, 1h};
        const auto secret = home.ask([&](auto done) { home.household->makeSecretChat(found, done); });
        QVERIFY(secret.has_value());
        const auto blob = QStringLiteral("/blobs/0123456789abcdef0123456789abcdef");
        for (const auto& id : {work, play}) {
            QVERIFY(QDir().mkpath(home.folderOf(id) + QStringLiteral("/blobs")));
            QFile file(home.folderOf(id) + blob);
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(300'000, 'x')) == 300'000);
        }

        const auto path = home.folder.filePath(QStringLiteral("backup.njbk")).toStdString();
        const auto backUp = [&](const std::string& to, bool closing = false) {
            std::optional<Event> answer;
            auto& outer = *home.household->outer();
            ExportBackup command{
                outer.newRequest(), to, std::make_shared<const SecretBytes>(asBytes("passphrase")), {}};
            QObject context;
            QObject::connect(&outer, &Messenger::event, &context, [&](const Event& event) {
                if (requestOf(event) == command.request) {
                    answer = event;
                }
            });
            outer.post(command);
            if (closing) {
                // While it is being copied.
                QTimer::singleShot(0, &context, [&] { home.household->close(work); });
            }
            (void)QTest::qWaitFor([&] { return answer.has_value(); }, 60'000);
            const auto* failed = answer ? std::get_if<CommandFailed>(&*answer) : nullptr;
            return failed ? failed->code : answer ? ErrorCode::None : ErrorCode::Internal;
        };
        QCOMPARE(backUp(path, true), ErrorCode::None);
        QVERIFY(home.household->find(openChat) != nullptr);
        QVERIFY(!QFileInfo::exists(QString::fromStdString(home.path) + QStringLiteral("/identity.db.copies")));
        QCOMPARE(backUp(path), ErrorCode::TargetUnwritable);
        QVERIFY(!QFileInfo::exists(QString::fromStdString(home.path) + QStringLiteral("/identity.db.copies")));
        QCOMPARE(home.nameOf(home.make("After")), std::string("After"));  // it goes on
        home.close();

        Home fresh;
        fresh.path = fresh.folder.filePath(QStringLiteral("c-1111111111111111")).toStdString();
        QVERIFY(QDir().mkpath(QString::fromStdString(fresh.path)));
        const auto restored =
            runtime::restoreContainer({path, SecretBytes(asBytes("passphrase"))}, fresh.path, outerKey());
        QVERIFY2(restored.has_value(), restored ? "" : restored.error().sentence.c_str());
        // Before anything opens, because a file that no message names is shredded then.
        for (const auto& id : {work, play}) {
            QFile file(fresh.folderOf(id) + blob);
            QVERIFY(file.open(QIODevice::ReadOnly) && file.readAll() == QByteArray(300'000, 'x'));
        }
        fresh.open();
        QCOMPARE(fresh.household->containers().size(), std::size_t(4));
        QCOMPARE(fresh.folders().size(), 4);
        QVERIFY(!QFileInfo::exists(fresh.folderOf(*secret)));
        auto opened = fresh.opened;
        std::sort(opened.begin(), opened.end());
        QVERIFY((opened == Names{"Play", "Work"}));
        QCOMPARE(fresh.nameOf(work), std::string("Work"));
        QCOMPARE(fresh.nameOf(play), std::string("Play"));
        QVERIFY(
            fresh.ask([&](auto done) { fresh.household->openLocked(closedChat, pin("4711"), {}, done); }).has_value());
        QCOMPARE(fresh.ask<MessagesAnswer>(*fresh.household->find(closedChat), ListMessages{0, bob, {}, 100})
                     .messages.size(),
                 std::size_t(20));
        const auto hidden = fresh.ask([&](auto done) { fresh.household->openHidden(pin("4712"), {}, done); });
        QCOMPARE(hidden.value(), openChat);
        QVERIFY(fresh.contactsOf(*fresh.household->find(openChat)) == Names{"Carol"});
        // It goes back among the others as ever.
        QVERIFY(fresh.ask([&](auto done) { fresh.household->unlockChat(closedChat, pin("4711"), done); }).has_value());
        QVERIFY(fresh.contactsOf(*fresh.household->outer()) == Names{"Bob"});
    }

    void whatABackupLeftIsClearedAway() {
        Home home;
        const auto copies = QString::fromStdString(home.path) + QStringLiteral("/identity.db.copies");
        QVERIFY(QDir().mkpath(copies + QStringLiteral("/c-0102030405060708")));
        QFile file(copies + QStringLiteral("/c-0102030405060708/identity.db"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("left over") > 0);
        file.close();
        home.open();
        QTRY_VERIFY(!QFileInfo::exists(copies));
    }

    /// What is asked for while a conversation moves waits, and is done.
    void requestsWaitForAMove() {
        Home home;
        const auto bob = home.addFriend("Bob", 200);
        const auto carol = home.addFriend("Carol", 200);
        home.open();
        int answers = 0;
        const auto good = [&answers](const Household::Outcome& outcome) { answers += outcome ? 1 : 100; };
        home.household->lockChat(bob, "Bob", pin("1"), false, good);
        home.household->makeIdentity("Work", {}, good);
        home.household->lockChat(carol, "Carol", pin("2"), false, good);
        home.household->makeIdentity("Play", {}, good);
        QTRY_COMPARE_WITH_TIMEOUT(answers, 4, 20'000);
        QCOMPARE(home.household->containers().size(), std::size_t(4));
        QVERIFY(home.contactsOf(*home.household->outer()).empty());
        QCOMPARE(home.folders().size(), 4);
    }
};

QTEST_GUILESS_MAIN(HouseholdTest)
#include "tst_household.moc"
