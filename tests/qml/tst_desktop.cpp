// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// What the desktop and the program have to do with each other, over the real window.

#include <QFile>
#include <QQmlComponent>
#include <QQuickItem>
#include <QRegularExpression>
#include <QSignalSpy>

#include "fakedesktop.h"
#include "names.h"
#include "notifier.h"
#include "pagetest.h"

using namespace nightjar;
using namespace nightjar::test;

namespace {

const Look desktop{QStringLiteral("desktop"), QSize(1000, 700), QStringLiteral("light"), QStringLiteral("en")};

QString link() {
    return QString::fromUtf8(FakeMessenger::link.data(), FakeMessenger::link.size());
}

QString shownLink(Stage& stage) {
    const auto* const page = stage.find(QStringLiteral("acceptPage"));
    return page ? stage.ui.app().openSession()->accept()->link() : QString();
}

/// An open identity with two contacts, on a desktop that has everything, while another window is in front.
struct Home {
    explicit Home(std::function<void(FakeGate&)> prepare = {}) : stage(Gate::Profile::Locked, desktop, prepare) {
        stage.gate.furnish = [this](FakeMessenger& m) {
            anna = m.addContact("Anna");
            boris = m.addContact("Boris");
        };
        stage.ui.app().desktop()->use(
            {&world.tray, &world.badge, &world.notifications, &world.autostart, &world.spelling});
        stage.gate.open();
        stage.settle();
        lookAway();
    }
    ~Home() { stage.ui.app().desktop()->use({}); }

    void lookAway() {
        other.show();
        other.requestActivate();
        stage.settle();
    }
    void lookHere() {
        stage.window().requestActivate();
        stage.settle();
    }
    void receive(const ContactId& contact, const char* text) {
        stage.messenger().receive(contact, text);
        wait();
    }
    /// Answers, and the question for what is unread, 50 ms after a message.
    void wait() {
        QTest::qWait(70);
        stage.settle();
    }
    void openly() { stage.preferences.setNotifiesContent(true); }
    QString told() const { return world.notifications.read(); }

    FakeDesktop world;
    ContactId anna;
    ContactId boris;
    Stage stage;
    QWindow other;
};

}  // namespace

class TestDesktop : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QCOMPARE(takeQmlWarnings(), QStringList()); }

    void aLinkOpensThePageAndAcceptsNothing() {
        Stage stage(Gate::Profile::Locked, desktop);
        stage.gate.open();
        stage.settle();
        QVERIFY(stage.ui.app().offerLink(QStringLiteral("Here you are: ") + link()));
        stage.settle();
        QCOMPARE(shownLink(stage), link());
        QVERIFY(!stage.ui.app().isLinkWaiting());
        QVERIFY(!stage.messenger().last<AcceptInvitation>());

        // Another one takes its place.
        auto other = link();
        other.replace(QStringLiteral("hub.example.org"), QStringLiteral("other.example.org"));
        QVERIFY(stage.ui.app().offerLink(other));
        stage.settle();
        QCOMPARE(shownLink(stage), other);
        QVERIFY(!stage.messenger().last<AcceptInvitation>());
    }

    void aLinkWaitsForThePin() {
        Stage stage(Gate::Profile::Locked, desktop);
        QVERIFY(stage.ui.app().offerLink(link()));
        stage.settle();
        QVERIFY(stage.find(QStringLiteral("unlockPage")));
        QVERIFY(stage.ui.app().isLinkWaiting());
        stage.gate.open();
        stage.settle();
        QCOMPARE(shownLink(stage), link());

        // Behind the lock screen, too.
        stage.ui.app().cover();
        stage.settle();
        QVERIFY(stage.ui.app().offerLink(link()));
        stage.settle();
        QVERIFY(stage.ui.app().isLinkWaiting());
        stage.gate.unlock(SecretBytes(asBytes(stage.gate.pin)));
        stage.settle();
        QCOMPARE(shownLink(stage), link());
    }

    void whatIsNoInvitationOpensNothing() {
        Stage stage(Gate::Profile::Locked, desktop);
        stage.gate.open();
        stage.settle();
        for (const auto& text :
             {QString(), QStringLiteral("nightjar:"), QStringLiteral("nightjar:quit"),
              QStringLiteral("file:///etc/passwd"), QString(100000, u'x'), QStringLiteral("--help")}) {
            QVERIFY(!stage.ui.app().offerLink(text));
        }
        stage.settle();
        QVERIFY(!stage.find(QStringLiteral("acceptPage")));
        // As some browsers hand it over.
        auto encoded = link();
        encoded.replace(QStringLiteral("hub.example.org"), QStringLiteral("[2001:db8::1]"));
        const auto plain = encoded;
        encoded.replace(u'[', QStringLiteral("%5B")).replace(u']', QStringLiteral("%5D"));
        QVERIFY(stage.ui.app().offerLink(encoded));
        stage.settle();
        QCOMPARE(shownLink(stage), plain);
    }

    void withoutAChoiceNothingIsSaidButThatThereIsSomething() {
        Home home;
        home.receive(home.anna, "the secret plan");
        QCOMPARE(home.told(), QStringLiteral("Nightjar|New message|Open|\n"));
        home.receive(home.boris, "another plan");
        QCOMPARE(home.told(), QStringLiteral("Nightjar|New messages: 2|Open|\n"));
        // One of two is read: it stays; both: it goes.
        home.stage.messenger().post(MarkRead{home.anna});
        home.wait();
        QCOMPARE(home.world.notifications.shown.size(), 1);
        home.stage.messenger().post(MarkRead{home.boris});
        home.wait();
        QCOMPARE(home.told(), QString());
    }

    void whoChoseSoSeesNameAndTextAndMayReply() {
        Home home;
        home.openly();
        home.receive(home.anna, "shall we\ngo?");
        QCOMPARE(home.told(), QStringLiteral("Anna|shall we go?|Open|Reply\n"));
        const auto key = home.world.notifications.shown.firstKey();
        Q_EMIT home.world.notifications.replied(key, QStringLiteral("  yes "));
        home.wait();
        const auto* const sent = home.stage.messenger().last<SendText>();
        QVERIFY(sent);
        QCOMPARE(sent->text, std::string("yes"));
        QVERIFY(sent->contact == home.anna);
        QVERIFY(home.stage.messenger().last<MarkRead>());
        QCOMPARE(home.told(), QString());
        // Neither blanks nor what is not shown any more sends anything.
        Q_EMIT home.world.notifications.replied(key, QStringLiteral("again"));
        home.wait();
        QCOMPARE(home.stage.messenger().count<SendText>(), 1);
    }

    void whatIsLookedAtOrMutedOrOwnIsNotTold() {
        Home home;
        home.stage.ui.app().session()->open(toQt(home.anna));
        home.lookHere();
        home.receive(home.anna, "seen");
        QCOMPARE(home.world.notifications.total, 0);
        home.receive(home.boris, "elsewhere");
        QCOMPARE(home.world.notifications.total, 1);
        home.lookAway();

        home.stage.ui.app().session()->showContact(toQt(home.boris));
        home.stage.ui.app().session()->contactDetails()->setMuted(true);
        home.stage.settle();
        QVERIFY(home.stage.ui.app().session()->contactDetails()->isMuted());
        home.receive(home.boris, "muted");
        QCOMPARE(home.world.notifications.total, 1);
        home.stage.ui.app().session()->contactDetails()->setMuted(false);
        home.stage.settle();
        home.receive(home.boris, "heard again");
        QCOMPARE(home.world.notifications.total, 2);

        home.stage.preferences.setNotifies(false);
        QCOMPARE(home.told(), QString());
        home.receive(home.boris, "off");
        QCOMPARE(home.world.notifications.total, 2);
    }

    void aRemovedContactIsInNoList() {
        Home home;
        auto* const muted = home.stage.ui.app().session()->muted();
        muted->set(home.boris, true, this, [](ErrorCode) {});
        home.stage.settle();
        QCOMPARE(home.stage.messenger().settings()["muted"], home.boris.toString());
        DeleteContact gone;
        gone.contact = home.boris;
        home.stage.messenger().post(gone);
        home.wait();
        QCOMPARE(home.stage.messenger().settings()["muted"], std::string());
    }

    void theLockTakesEverythingBack() {
        Home home;
        home.openly();
        home.receive(home.anna, "words");
        QVERIFY(home.told().contains(QStringLiteral("words")));
        home.stage.ui.app().cover();
        home.stage.settle();
        QCOMPARE(home.told(), QString());
        // Behind the lock screen things go on, without content.
        home.receive(home.anna, "more words");
        QCOMPARE(home.told(), QStringLiteral("Nightjar|New message|Open|\n"));
        home.stage.ui.app().lock();
        home.stage.settle();
        QCOMPARE(home.told(), QString());
        QCOMPARE(home.world.badge.count, 0);
        QVERIFY(!home.world.tray.unread);
        QVERIFY(!home.world.tray.lockable);
    }

    void ofLockedChatsNothingIsEverSaid() {
        Home home([](FakeGate& gate) {
            gate.rooms = std::make_unique<FakeHousehold>();
            gate.rooms->furnish = [](FakeMessenger& m) { m.addContact("Lena"); };
            gate.rooms->add(ContainerKind::LockedChat, "Lena", true).guarded = true;
            gate.rooms->add(ContainerKind::Identity, "Work", true);
        });
        home.openly();
        auto& rooms = *home.stage.gate.rooms;
        for (const auto& one : rooms.all) {
            auto& messenger = rooms.messenger(one.id);
            const auto contact = messenger.addContact("Karl");
            home.stage.ui.app().identities()->sessions().at(one.id)->chats()->reload();
            home.stage.settle();
            messenger.receive(contact, "the plan");
            home.wait();
        }
        QCOMPARE(home.world.notifications.shown.size(), 2);
        QVERIFY(home.told().contains(QStringLiteral("Nightjar|New message|Open|\n")));
        QVERIFY(home.told().contains(QStringLiteral("Karl|the plan|Open|Reply\n")));
    }

    void aClickOpensTheConversation() {
        Home home;
        home.openly();
        home.receive(home.boris, "here");
        const QSignalSpy wanted(home.stage.ui.app().desktop(), &DesktopViewModel::windowWanted);
        Q_EMIT home.world.notifications.acted(home.world.notifications.shown.firstKey(), QStringLiteral("open"),
                                              "token");
        home.stage.settle();
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted.at(0).at(0).toByteArray(), QByteArray("token"));
        QVERIFY(home.stage.ui.app().session()->conversation());
        QCOMPARE(home.stage.ui.app().session()->conversation()->name(), QStringLiteral("Boris"));
        QVERIFY(home.stage.find(QStringLiteral("conversationPage")));
    }

    void aCallIsToldAndMissed() {
        Home home;
        home.openly();
        home.stage.messenger().ring(home.anna);
        home.stage.settle();
        QCOMPARE(home.told(), QStringLiteral("Anna|Incoming call|Open|Accept|Decline|\n"));
        QVERIFY(home.world.notifications.shown.first().urgent);
        Q_EMIT home.world.notifications.acted(home.world.notifications.shown.firstKey(), QStringLiteral("decline"), {});
        home.stage.settle();
        QVERIFY(home.stage.messenger().last<EndCall>());
        home.stage.messenger().moveCall(CallState::Ended, CallEnd::Declined);
        home.stage.settle();
        QCOMPARE(home.told(), QString());
    }

    void theTrayShowsAMarkAndClosingIsAChoice() {
        Home home;
        auto& app = home.stage.ui.app();
        QVERIFY(home.world.tray.shown && home.world.tray.lockable && !home.world.tray.unread);
        QCOMPARE(home.world.tray.words.quit, QStringLiteral("Quit"));
        home.receive(home.anna, "one");
        QVERIFY(home.world.tray.unread);
        QCOMPARE(home.world.badge.count, 1);

        QVERIFY(!app.desktop()->staysWhenClosed());
        home.stage.preferences.setClosesToTray(true);
        QVERIFY(app.desktop()->staysWhenClosed());
        home.stage.window().close();
        QVERIFY(!home.stage.window().isVisible());
        Q_EMIT home.world.tray.showWanted();
        // Whose tray goes away has a window again.
        const QSignalSpy wanted(app.desktop(), &DesktopViewModel::iconLost);
        home.world.tray.become(false);
        QCOMPARE(wanted.count(), 1);
        QVERIFY(!app.desktop()->staysWhenClosed());
        home.world.tray.become(true);
        home.stage.preferences.setTray(false);
        QVERIFY(!home.world.tray.shown);
        QVERIFY(!app.desktop()->staysWhenClosed());

        Q_EMIT home.world.tray.lockWanted();
        home.stage.settle();
        QCOMPARE(app.screen(), AppViewModel::Screen::Locked);
        home.stage.preferences.setLanguage(QStringLiteral("ru"));
        home.stage.settle();
        QVERIFY(home.world.tray.words.quit != QStringLiteral("Quit"));
    }

    void autostartIsWrittenAndTold() {
        Home home;
        auto& model = *home.stage.ui.app().desktop();
        model.setAutostart(true);
        QVERIFY(home.world.autostart.on && model.isAutostarting() && !model.hasAutostartFailed());
        home.world.autostart.works = false;
        model.setAutostart(false);
        QVERIFY(model.isAutostarting() && model.hasAutostartFailed());
        home.world.autostart.works = true;
        model.forget();
        QVERIFY(!home.world.autostart.on);
    }

    void whatIsMisspeltIsMarkedAndPutRight() {
        Home home;
        home.lookHere();
        home.stage.ui.app().session()->open(toQt(home.anna));
        home.stage.ui.app().offerChat({}, home.anna);
        home.stage.settle();
        auto* const area = home.stage.find(QStringLiteral("composer.area"));
        QVERIFY(area);
        const auto marks = [&home] {
            int count = 0;
            forEachVisible(home.stage.window(), [&count](QQuickItem& item) {
                if (item.objectName() == u"misspelt" && item.width() > 0) {
                    ++count;
                }
            });
            return count;
        };
        home.stage.type(QStringLiteral("hello wrold"));
        QCOMPARE(marks(), 0);  // it is still being written
        home.stage.type(QStringLiteral(" and"));
        QCOMPARE(marks(), 1);
        QCOMPARE(home.world.spelling.asked, QStringList({QStringLiteral("hello"), QStringLiteral("wrold")}));

        auto* const spelling = home.stage.ui.app().desktop()->spelling();
        QVERIFY(!spelling->ask(2));
        QVERIFY(area->setProperty("cursorPosition", 8));
        home.stage.press(Qt::Key_Menu);
        QCOMPARE(spelling->word(), QStringLiteral("wrold"));
        // The second of the two suggestions.
        QList<QQuickItem*> others;
        forEachVisible(home.stage.window(), [&others](QQuickItem& item) {
            if (item.objectName() == u"spelling") {
                others.append(&item);
            }
        });
        QCOMPARE(others.size(), 2);
        QVERIFY(QMetaObject::invokeMethod(others.at(1), "clicked"));
        home.stage.settle();
        QCOMPARE(home.stage.ui.app().session()->conversation()->composer()->text(), QStringLiteral("hello world and"));

        home.stage.type(QStringLiteral(" xyz "));
        home.stage.preferences.setChecksSpelling(false);
        home.stage.settle();
        QCOMPARE(marks(), 0);
        QVERIFY(spelling->marks().isEmpty() && spelling->word().isEmpty());
    }

    void everyShortcutIsInTheTableAndOnThePage() {
        Home home;
        home.lookHere();
        home.stage.press(Qt::Key_F1);
        QVERIFY(home.stage.find(QStringLiteral("shortcutsPage")));
        home.stage.press(Qt::Key_Escape);
        QVERIFY(!home.stage.find(QStringLiteral("shortcutsPage")));
        home.stage.press(Qt::Key_Slash, Qt::ControlModifier);
        QVERIFY(home.stage.find(QStringLiteral("shortcutsPage")));
        // Who acts on keys takes them from the table, and all of them are there.
        QFile file(QStringLiteral(":/qt/qml/Nightjar/Shell/ReadyScreen.qml"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto source = QString::fromUtf8(file.readAll());
        QQmlComponent component(&home.stage.ui.engine());
        component.setData(
            "import QtQml\nimport Nightjar.Words\nQtObject { property string name; readonly property int "
            "count: Shortcuts.keys(name).length }",
            QUrl());
        const std::unique_ptr<QObject> table(component.create());
        QVERIFY2(table, qPrintable(component.errorString()));
        static const QRegularExpression handler(QStringLiteral(R"re(sequences: (?:Shortcuts\.keys\("(\w+)"\))?)re"));
        int handlers = 0;
        for (auto at = handler.globalMatch(source); at.hasNext(); ++handlers) {
            const auto name = at.next().captured(1);
            QVERIFY(table->setProperty("name", name));
            QVERIFY2(table->property("count").toInt() > 0, qPrintable(name));
        }
        QCOMPARE(handlers, 17);
    }
};

NIGHTJAR_PAGE_TEST_MAIN(TestDesktop)
#include "tst_desktop.moc"
