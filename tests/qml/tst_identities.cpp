// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Several identities behind one PIN, and chats behind a PIN of their own.

#include <QAbstractItemModelTester>
#include <QQuickItem>

#include "fakegate.h"
#include "names.h"
#include "pagetest.h"

using namespace nightjar;
using namespace nightjar::test;
using namespace std::chrono_literals;

namespace {

const Look phone{QStringLiteral("phone"), QSize(380, 700), QStringLiteral("light"), QStringLiteral("en")};

/// Alice with Anna as a contact, "Work" with Karl within, open, and a locked chat with Lena.
struct Home {
    Home() : stage(Gate::Profile::Locked, phone) {
        stage.gate.rooms = std::make_unique<FakeHousehold>();
        stage.gate.furnish = [this](FakeMessenger& m) {
            m.status.name = "Alice";
            anna = m.addContact("Anna");
            m.addMessage(anna, false, "morning", present() - 1h);
            m.setUnread(anna, 1);
        };
        rooms().furnish = [this](FakeMessenger& m) { karl = m.addContact("Karl"); };
        work = rooms().add(ContainerKind::Identity, "Work", true).id;
        lena = rooms().add(ContainerKind::LockedChat, "Lena", false).id;
        stage.gate.open();
        stage.settle();
    }
    FakeHousehold& rooms() { return *stage.gate.rooms; }
    IdentitiesModel& identities() { return *stage.ui.app().identities(); }
    SessionViewModel* session() { return stage.ui.app().session(); }
    QVariant at(int row, IdentitiesModel::Role role) { return identities().index(row).data(role); }
    void press(const char* button) {
        QMetaObject::invokeMethod(stage.item(QString::fromLatin1(button)), "clicked");
        stage.settle();
    }
    void openPage() {
        press("identities");
        press("sheetIdentities");
    }
    /// On the page that asks for a PIN.
    void type(const char* pin) {
        stage.type(QString::fromLatin1(pin));
        stage.press(Qt::Key_Return);
    }
    void enter(const char* pin) {
        for (const auto* digit = pin; *digit != 0; ++digit) {
            identities().chatPin()->entry()->digit(*digit - '0');
        }
        identities().chatPin()->submit();
        stage.settle();
    }

    ContactId anna;
    ContactId karl;
    ContainerId work;
    ContainerId lena;
    Stage stage;
};

}  // namespace

class TestIdentities : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { (void)takeQmlWarnings(); }
    void cleanup() {
        const auto warnings = takeQmlWarnings();
        QVERIFY2(warnings.isEmpty(), qPrintable(warnings.join(u'\n')));
    }

    void allAreListed() {
        Home home;
        const QAbstractItemModelTester tester(&home.identities());
        QCOMPARE(home.identities().count(), 3);
        QCOMPARE(home.identities().openCount(), 2);
        QCOMPARE(home.at(0, IdentitiesModel::NameRole).toString(), QStringLiteral("Alice"));
        QCOMPARE(home.at(0, IdentitiesModel::CurrentRole).toBool(), true);
        QCOMPARE(home.at(1, IdentitiesModel::NameRole).toString(), QStringLiteral("Work"));
        QCOMPARE(home.at(1, IdentitiesModel::OpenRole).toBool(), true);
        QCOMPARE(home.at(1, IdentitiesModel::LockedRole).toBool(), false);
        QCOMPARE(home.at(2, IdentitiesModel::OpenRole).toBool(), false);
        QCOMPARE(home.at(2, IdentitiesModel::LockedRole).toBool(), true);
        QCOMPARE(home.at(2, IdentitiesModel::KindRole).toString(), QStringLiteral("locked-chat"));
    }

    void theSwitchShowsTheOthersPeople() {
        Home home;
        QCOMPARE(home.session()->chats()->contactAt(0), toQt(home.anna));
        QVERIFY(home.stage.click(QStringLiteral("identities")));
        home.stage.settle();
        QVERIFY(home.stage.find(QStringLiteral("sheetIdentities")));
        home.identities().select(toQt(home.work));
        home.stage.settle();
        QCOMPARE(home.session()->chats()->contactAt(0), toQt(home.karl));
        QCOMPARE(home.identities().current(), toQt(home.work));
        QCOMPARE(home.identities().currentName(), QStringLiteral("Work"));
        home.stage.press(Qt::Key_Escape);
        home.identities().select({});
        home.stage.settle();
        QCOMPARE(home.session()->chats()->contactAt(0), toQt(home.anna));
    }

    void whatWaitsElsewhereIsCounted() {
        Home home;
        QCOMPARE(home.identities().unreadElsewhere(), 0);
        home.rooms().messenger(home.work).receive(home.karl, "are you there?");
        home.stage.settle();
        QCOMPARE(home.identities().unreadElsewhere(), 1);
        QCOMPARE(home.at(1, IdentitiesModel::UnreadRole).toInt(), 1);
        home.identities().select(toQt(home.work));
        home.stage.settle();
        QCOMPARE(home.identities().unreadElsewhere(), 1);  // Anna's morning
    }

    void aCallOfAnotherComesToTheScreen() {
        Home home;
        home.rooms().messenger(home.work).ring(home.karl);
        home.stage.settle();
        QCOMPARE(home.identities().current(), toQt(home.work));
        QCOMPARE(home.session()->call()->state(), CallViewModel::State::Incoming);
    }

    void whoIsTalkingIsNotInterrupted() {
        Home home;
        home.session()->call()->start(toQt(home.anna));
        home.stage.settle();
        home.rooms().messenger(home.work).ring(home.karl);
        home.stage.settle();
        QCOMPARE(home.identities().current(), QString());
    }

    void oneIsMadeShownClosedAndDeleted() {
        Home home;
        home.identities().create(QStringLiteral(" Night "), {});
        home.stage.settle();
        QCOMPARE(home.identities().count(), 4);
        QCOMPARE(home.identities().currentName(), QStringLiteral("Night"));
        const auto night = home.identities().current();
        home.identities().setOpensItself(night, false);
        home.stage.settle();
        QCOMPARE(home.at(3, IdentitiesModel::OpensItselfRole).toBool(), false);
        // Closed while it is on the screen: back to the one around it.
        home.identities().close(night);
        home.stage.settle();
        QCOMPARE(home.identities().current(), QString());
        QVERIFY(home.session());
        home.identities().remove(night);
        home.stage.settle();
        QCOMPARE(home.identities().count(), 3);
        home.identities().remove(QStringLiteral("00"));
        home.stage.settle();
        QVERIFY(!home.identities().isWorking());
    }

    void theirPageDoesIt() {
        Home home;
        QVERIFY(home.stage.click(QStringLiteral("identities")));
        home.stage.settle();
        QVERIFY(home.stage.click(QStringLiteral("sheetIdentities")));
        home.stage.settle();
        QVERIFY(home.stage.find(QStringLiteral("identitiesPage")));
        QVERIFY(home.stage.find(QStringLiteral("identityName")));
    }

    void aChatIsLocked() {
        Home home;
        auto& pin = *home.identities().chatPin();
        pin.beginLock(toQt(home.anna), QStringLiteral("Anna"));
        home.enter("1234");
        QCOMPARE(pin.step(), ChatPinViewModel::Step::SetAgain);
        home.enter("4321");
        QCOMPARE(pin.step(), ChatPinViewModel::Step::Set);
        QCOMPARE(pin.problem(), QStringLiteral("pins-differ"));
        home.enter("1234");
        pin.setHidden(true);
        home.enter("1234");
        QCOMPARE(home.rooms().lockedUp, home.anna);
        QCOMPARE(home.rooms().pin, std::string("1234"));
        QCOMPARE(home.rooms().all.back().hidden, true);
        QCOMPARE(home.identities().count(), 3);  // in no list
        pin.beginOpenHidden();
        home.enter("1234");
        QCOMPARE(home.identities().count(), 4);
        QCOMPARE(home.identities().currentKind(), QStringLiteral("locked-chat"));
    }

    void aLockedChatOpensFromTheList() {
        Home home;
        QVERIFY(home.stage.click(QStringLiteral("lockedRow")));
        home.stage.settle();
        QVERIFY(home.stage.find(QStringLiteral("chatPinPage")));
        auto& pin = *home.identities().chatPin();
        QCOMPARE(pin.step(), ChatPinViewModel::Step::Open);
        home.rooms().retryAfter = 2s;
        home.enter("1");
        QCOMPARE(pin.problem(), QStringLiteral("wrong-pin"));
        QCOMPARE(pin.waitSeconds(), 2);
        QTRY_COMPARE_WITH_TIMEOUT(pin.waitSeconds(), 0, 4000);
        pin.setOpenSeconds(3600);
        home.enter("4711");
        QCOMPARE(home.rooms().openFor, Duration(1h));
        QCOMPARE(home.identities().current(), toQt(home.lena));
        QCOMPARE(home.identities().currentName(), QStringLiteral("Lena"));
        // Its time is over.
        home.rooms().close(home.lena);
        home.stage.settle();
        QCOMPARE(home.identities().current(), QString());
    }

    void thePinIsTakenAway() {
        Home home;
        home.identities().chatPin()->beginTakeAway(toQt(home.lena), QStringLiteral("Lena"));
        home.enter("4711");
        QCOMPARE(home.identities().count(), 2);
        QCOMPARE(home.identities().chatPin()->step(), ChatPinViewModel::Step::None);
    }

    void aHiddenIdentityIsMade() {
        Home home;
        auto& s = home.stage;
        auto& gate = s.gate;
        gate.wipePin = "31415";
        home.openPage();
        QVERIFY(home.identities().canHide() && !home.identities().isHidden());
        QVERIFY(!s.find(QStringLiteral("deleteHidden")));
        home.press("makeHidden");
        QVERIFY(s.find(QStringLiteral("pinChangePage")));
        auto& settings = *home.session()->settings();
        home.type("2580");
        home.type("2580");
        QCOMPARE(settings.problem(), QStringLiteral("hidden-pin-equals-pin"));
        home.type("123");
        QCOMPARE(settings.problem(), QStringLiteral("pin-too-short"));
        s.type(QStringLiteral("1234"));
        QCOMPARE(settings.strength(), QStringLiteral("obvious"));
        s.type(QStringLiteral("9167"));
        QCOMPARE(settings.strength(), QStringLiteral("fair"));
        s.press(Qt::Key_Return);
        home.type("12349168");
        QCOMPARE(settings.problem(), QStringLiteral("pins-differ"));
        QVERIFY(gate.hiddenPin.empty());
        home.type("12349167");
        QCOMPARE(gate.hiddenPin, std::string("12349167"));
        QVERIFY(s.find(QStringLiteral("identitiesPage")) && s.find(QStringLiteral("identitiesDone")));
        // Making another says the same and does the same; a PIN that opens something is none.
        home.press("makeHidden");
        home.type("2580");
        home.type("31415");
        home.type("31415");
        QCOMPARE(settings.problem(), QStringLiteral("bad-pin"));
        QCOMPARE(settings.pinStep(), SettingsViewModel::PinStep::Current);
        home.type("2580");
        home.type("77777");
        home.type("77777");
        QCOMPARE(gate.hiddenPin, std::string("77777"));
        // On a visit to the decoy there is nothing to make.
        gate.visitDecoy();
        s.settle();
        QVERIFY(!home.identities().canHide());
    }

    void theVaultIsBusyForAWhile() {
        Home home;
        home.openPage();
        home.press("makeHidden");
        home.stage.gate.stuck = true;
        home.type("2580");
        home.type("77777");
        home.type("77777");
        QVERIFY(home.session()->settings()->isWorking());
        home.stage.press(Qt::Key_Escape);
        QVERIFY(home.session()->settings()->isWorking());
    }

    void insideTheHiddenIdentityItIsDeleted() {
        Home home;
        auto& s = home.stage;
        s.gate.lock();
        s.gate.told = {};
        s.gate.told.hidden = true;
        s.gate.hiddenPin = "2580";
        s.gate.open();
        s.settle();
        QVERIFY(home.identities().isHidden() && !home.identities().canHide());
        QVERIFY(home.session()->locking()->isHidden());
        home.openPage();
        QVERIFY(!s.find(QStringLiteral("makeHidden")));
        home.press("deleteHidden");
        home.type("1111");
        QCOMPARE(home.session()->settings()->problem(), QStringLiteral("wrong-pin"));
        QVERIFY(!s.gate.hiddenPin.empty());
        home.type("2580");
        QVERIFY(s.gate.hiddenPin.empty());
        QVERIFY(!s.gate.messenger() && s.find(QStringLiteral("unlockPage")));
    }

    void whatConcernsTheOthersIsNotOfferedInside() {
        Home home;
        auto& s = home.stage;
        const auto offered = [&] {
            s.press(Qt::Key_Comma, Qt::ControlModifier);
            home.press("locking");
            return std::array{s.find(QStringLiteral("changeWipePin")) != nullptr,
                              s.find(QStringLiteral("failureLimit")) != nullptr,
                              s.find(QStringLiteral("changePin")) != nullptr};
        };
        QCOMPARE(offered(), (std::array{true, true, true}));
        s.gate.lock();
        s.gate.told = {};
        s.gate.told.hidden = true;
        s.gate.open();
        s.settle();
        QCOMPARE(offered(), (std::array{false, false, true}));
    }

    /// While a conversation moves, the identity goes and comes back.
    void theIdentityMayGoForAMoment() {
        Home home;
        Q_EMIT home.rooms().outerClosing();
        home.stage.settle();
        QVERIFY(!home.session());
        Q_EMIT home.rooms().outerOpened(&home.stage.messenger());
        home.stage.settle();
        QVERIFY(home.session());
        QCOMPARE(home.session()->chats()->count(), 1);
    }

    void lockingTakesEverything() {
        Home home;
        home.identities().select(toQt(home.work));
        home.stage.settle();
        home.stage.gate.lock();
        home.stage.settle();
        QVERIFY(!home.stage.ui.app().identities() && !home.session());
    }
};

NIGHTJAR_PAGE_TEST_MAIN(TestIdentities)

#include "tst_identities.moc"
