// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// What people do, from the first start to the last word, with the keyboard of the real window.

#include <QClipboard>
#include <QMimeData>
#include <QQuickItem>
#include <set>

#include "clipboard.h"
#include "names.h"
#include "pagetest.h"
#include "scenes.h"

using namespace nightjar;
using namespace nightjar::test;
using namespace std::chrono_literals;

namespace {

const Look desktop{QStringLiteral("desktop"), QSize(1000, 700), QStringLiteral("light"), QStringLiteral("en")};
const Look phone{QStringLiteral("phone"), QSize(380, 700), QStringLiteral("light"), QStringLiteral("en")};

constexpr auto hubAddress = "nightjar-hub://127.0.0.1:33445/tB3xN6yHj8mKp1qRs4vWz7cFd0gLu2oXe5iAn9kTbY0";

QString link() {
    return QString::fromUtf8(FakeMessenger::link.data(), FakeMessenger::link.size());
}

/// The text an item shows; empty when the item cannot be seen.
QString textOf(const Stage& stage, const char* objectName) {
    const auto* item = stage.find(QString::fromLatin1(objectName));
    return item ? item->property("text").toString() : QString();
}

bool seen(const Stage& stage, const char* objectName) {
    return stage.find(QString::fromLatin1(objectName)) != nullptr;
}

/// An open identity with Anna and Boris in it.
struct Home {
    explicit Home(const Look& look) : stage(Gate::Profile::Locked, look) {
        stage.gate.furnish = [this](FakeMessenger& m) {
            anna = m.addContact("Anna");
            boris = m.addContact("Boris");
            m.addMessage(boris, false, "evening", present() - 2h);
            m.addMessage(anna, false, "morning", present() - 1h);
        };
        stage.gate.open();
        stage.settle();
    }
    FakeMessenger& m() { return stage.messenger(); }
    SessionViewModel& session() { return *stage.ui.app().session(); }

    ContactId anna;
    ContactId boris;
    Stage stage;
};

}  // namespace

class TestFlows : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { (void)takeQmlWarnings(); }
    void cleanup() {
        const auto warnings = takeQmlWarnings();
        QVERIFY2(warnings.isEmpty(), qPrintable(warnings.join(u'\n')));
    }

    void firstMinutes() {
        Stage s(Gate::Profile::None, phone, [](FakeGate& gate) { gate.hubs = {QString::fromLatin1(hubAddress)}; });
        s.press(Qt::Key_Return);
        s.type(QStringLiteral("Vera"));
        s.press(Qt::Key_Return);
        // A slip at the second time: said, and typed again.
        s.type(QStringLiteral("271828"));
        s.press(Qt::Key_Return);
        s.type(QStringLiteral("271829"));
        s.press(Qt::Key_Return);
        QCOMPARE(s.ui.app().onboarding()->problem(), QStringLiteral("pins-differ"));
        s.type(QStringLiteral("271828"));
        s.press(Qt::Key_Return);
        // A wipe PIN that is the PIN is none.
        QVERIFY(s.click(QStringLiteral("setWipePin")));
        s.type(QStringLiteral("271828"));
        s.press(Qt::Key_Return);
        QCOMPARE(s.ui.app().onboarding()->problem(), QStringLiteral("wipe-pin-equals-pin"));
        for (int i = 0; i < 2; ++i) {
            s.type(QStringLiteral("314159"));
            s.press(Qt::Key_Return);
        }
        // The server that was found is chosen already.
        QVERIFY(seen(s, "foundServer"));
        QCOMPARE(s.ui.app().onboarding()->hub(), QString::fromLatin1(hubAddress));
        s.press(Qt::Key_Return);
        QVERIFY(seen(s, "chatListPage"));
        QCOMPARE(s.gate.pin, std::string("271828"));
        QCOMPARE(s.gate.wipePin, std::string("314159"));
        QCOMPARE(s.messenger().status.name, std::string("Vera"));
        QCOMPARE(s.messenger().status.hubAddress, std::string(hubAddress));
        QVERIFY(seen(s, "invite"));
        QCOMPARE(s.ui.app().onboarding()->step(), OnboardingViewModel::Step::Welcome);
    }

    void firstMinutesInThreeDecisions() {
        Stage s(Gate::Profile::None, desktop, [](FakeGate& gate) { gate.hubs = {QString::fromLatin1(hubAddress)}; });
        s.press(Qt::Key_Return);  // begin
        s.press(Qt::Key_Return);  // no name
        for (int i = 0; i < 2; ++i) {
            s.type(QStringLiteral("2718"));
            s.press(Qt::Key_Return);
        }
        s.press(Qt::Key_Return);  // no wipe PIN
        s.press(Qt::Key_Return);  // the server that was found
        QVERIFY(seen(s, "chatListPage"));
        QVERIFY(s.gate.wipePin.empty());
    }

    void stepsGoBackwards() {
        Stage s(Gate::Profile::None, phone);
        s.press(Qt::Key_Return);
        s.type(QStringLiteral("Vera"));
        s.press(Qt::Key_Return);
        s.type(QStringLiteral("2718"));
        s.press(Qt::Key_Return);
        s.press(Qt::Key_Escape);
        s.press(Qt::Key_Escape);
        QCOMPARE(s.ui.app().onboarding()->step(), OnboardingViewModel::Step::Name);
        QCOMPARE(textOf(s, "name.field"), QStringLiteral("Vera"));
        s.press(Qt::Key_Escape);
        s.press(Qt::Key_Escape);
        QCOMPARE(s.ui.app().onboarding()->step(), OnboardingViewModel::Step::Welcome);
        QCOMPARE(s.ui.app().screen(), AppViewModel::Screen::Onboarding);
    }

    void aFailedCreationIsToldAndTriedAgain() {
        Stage s(Gate::Profile::None, phone);
        s.press(Qt::Key_Return);
        s.press(Qt::Key_Return);
        for (int i = 0; i < 2; ++i) {
            s.type(QStringLiteral("2718"));
            s.press(Qt::Key_Return);
        }
        s.press(Qt::Key_Return);
        s.type(QString::fromLatin1(hubAddress).chopped(3));
        s.press(Qt::Key_Return);
        QCOMPARE(s.ui.app().onboarding()->problem(), QStringLiteral("malformed-hub-address"));
        s.type(QStringLiteral("bY0"));
        s.gate.stuck = true;
        s.press(Qt::Key_Return);
        QVERIFY(s.ui.app().onboarding()->isWorking());
        Q_EMIT s.gate.failed(QStringLiteral("disk-full"), {});
        s.settle();
        QCOMPARE(s.ui.app().onboarding()->problem(), QStringLiteral("disk-full"));
        s.gate.stuck = false;
        QVERIFY(s.click(QStringLiteral("next")));
        QVERIFY(seen(s, "chatListPage"));
    }

    void unlocking() {
        Stage s(Gate::Profile::Locked, phone);
        QVERIFY(seen(s, "unlockPage"));
        s.type(QStringLiteral("x1y1"));  // letters are not for a pad
        QCOMPARE(s.ui.app().unlock()->pin()->count(), 2);
        s.press(Qt::Key_Backspace);
        s.press(Qt::Key_Return);
        QCOMPARE(s.ui.app().unlock()->problem(), QStringLiteral("wrong-pin"));
        QVERIFY(!textOf(s, "report").isEmpty());
        // What was said about the last attempt goes with the next one.
        s.type(QStringLiteral("2"));
        QVERIFY(textOf(s, "report").isEmpty());
        QVERIFY(s.click(QStringLiteral("key5")) && s.click(QStringLiteral("key8")) && s.click(QStringLiteral("key0")));
        QVERIFY(s.click(QStringLiteral("keySubmit")));
        QVERIFY(seen(s, "readyScreen"));
    }

    void waitingAfterWrongPins() {
        Stage s(Gate::Profile::Locked, phone);
        s.gate.retryAfter = 2s;
        s.type(QStringLiteral("1111"));
        s.press(Qt::Key_Return);
        QCOMPARE(s.ui.app().unlock()->waitSeconds(), 2);
        s.type(QStringLiteral("2580"));
        s.press(Qt::Key_Return);
        QVERIFY(!seen(s, "readyScreen"));
        QTRY_COMPARE_WITH_TIMEOUT(s.ui.app().unlock()->waitSeconds(), 0, 4000);
        s.settle();
        s.ui.app().unlock()->pin()->clear();
        s.type(QStringLiteral("2580"));
        s.press(Qt::Key_Return);
        QVERIFY(seen(s, "readyScreen"));
    }

    void passphrase() {
        Stage s(Gate::Profile::Locked, phone);
        s.gate.pin = "the heron flies late";
        QVERIFY(s.click(QStringLiteral("passphraseToggle")));
        s.type(QStringLiteral("the heron flies late"));
        s.press(Qt::Key_Return);
        QVERIFY(seen(s, "readyScreen"));
    }

    void aDamagedProfileIsNotAskedForAPin() {
        Stage s(Gate::Profile::Unusable, phone, [](FakeGate& g) { g.problem = QStringLiteral("profile-damaged"); });
        QVERIFY(!seen(s, "pinInput"));
        QVERIFY(textOf(s, "report").contains(u"damaged"));
    }

    void invitingSomebody() {
        Home home(phone);
        auto& s = home.stage;
        s.press(Qt::Key_N, Qt::ControlModifier);
        QCOMPARE(textOf(s, "inviteLink"), link());
        s.press(Qt::Key_Return);  // copy has the focus
        QCOMPARE(QGuiApplication::clipboard()->text(), link());
        const auto tomas = home.m().acceptOurInvitation("Tomas");
        s.settle();
        s.press(Qt::Key_Return);  // now: open the conversation
        QVERIFY(seen(s, "conversationPage"));
        QCOMPARE(home.session().conversation()->id(), tomas);
    }

    void locking() {
        Home home(desktop);
        auto& s = home.stage;
        s.press(Qt::Key_N, Qt::ControlModifier);
        s.press(Qt::Key_Return);
        s.press(Qt::Key_L, Qt::ControlModifier);
        QVERIFY(seen(s, "unlockPage"));
        QVERIFY(!s.ui.app().session());
        QVERIFY(!s.item(QStringLiteral("readyScreen")));
        QVERIFY2(QGuiApplication::clipboard()->text().isEmpty(), "the invitation stays on the clipboard");
        s.type(QStringLiteral("2580"));
        s.press(Qt::Key_Return);
        QVERIFY(seen(s, "readyScreen"));
    }

    void acceptingAnInvitation() {
        Home home(phone);
        auto& s = home.stage;
        QGuiApplication::clipboard()->setText(QStringLiteral("Here it is: ") + link() + QStringLiteral(" bye"));
        s.press(Qt::Key_I, Qt::ControlModifier);
        QVERIFY(s.click(QStringLiteral("paste")));
        QCOMPARE(textOf(s, "acceptLink.area"), link());
        home.m().failNext(ErrorCode::InvitationUsed);
        QVERIFY(s.click(QStringLiteral("acceptInvitation")));
        QVERIFY(textOf(s, "acceptProblem").contains(u"has been used"));
        QVERIFY(seen(s, "acceptPage"));
        QVERIFY(s.click(QStringLiteral("contactName.field")));
        s.type(QStringLiteral("Tomas"));
        s.press(Qt::Key_Return);
        QVERIFY(seen(s, "conversationPage"));
        QCOMPARE(home.m().last<AcceptInvitation>()->name, std::string("Tomas"));
        QCOMPARE(home.m().last<AcceptInvitation>()->link, link().toStdString());
        QCOMPARE(home.session().conversation()->contactState(), QStringLiteral("pending"));
    }

    void talking() {
        Home home(desktop);
        auto& s = home.stage;
        s.press(Qt::Key_Return);  // the first chat
        QVERIFY(seen(s, "conversationPage"));
        QCOMPARE(home.session().conversation()->id(), home.anna);
        s.type(QStringLiteral("two"));
        s.press(Qt::Key_Return, Qt::ShiftModifier);
        s.type(QStringLiteral("lines"));
        s.press(Qt::Key_Return);
        QCOMPARE(home.m().last<SendText>()->text, std::string("two\nlines"));
        QCOMPARE(textOf(s, "composer.area"), QString());
        const auto id = home.m().messages(home.anna).back().id;
        QCOMPARE(home.session().chats()->index(0).data(ChatListModel::LastStateRole).toString(),
                 QStringLiteral("queued"));
        home.m().advance(id, MessageState::Delivered);
        s.settle();
        QCOMPARE(home.session().chats()->index(0).data(ChatListModel::LastStateRole).toString(),
                 QStringLiteral("delivered"));
        home.m().receive(home.anna, "answer");
        s.settle();
        QCOMPARE(home.session().conversation()->messages()->count(), 3);
        // On to the next chat, and back, without the mouse.
        s.press(Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(home.session().conversation()->id(), home.boris);
        s.press(Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(home.session().conversation()->id(), home.anna);
    }

    void theMenuOfAMessage() {
        Home home(phone);
        auto& s = home.stage;
        s.press(Qt::Key_Return);
        s.type(QStringLiteral("wrong chat"));
        s.press(Qt::Key_Return);
        s.press(Qt::Key_Backtab, Qt::ShiftModifier);
        s.press(Qt::Key_Return);
        QVERIFY(s.click(QStringLiteral("menuCopy")));
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("wrong chat"));
        QVERIFY(!seen(s, "menuCopy"));

        s.press(Qt::Key_Backtab, Qt::ShiftModifier);
        s.press(Qt::Key_Return);
        QVERIFY(s.click(QStringLiteral("menuDeleteBoth")));
        QVERIFY(seen(s, "undoNotice"));
        s.press(Qt::Key_Z, Qt::ControlModifier);
        s.settle();
        QVERIFY(!seen(s, "undoNotice"));
        QCOMPARE(home.m().count<DeleteMessage>(), 0);

        const auto id = home.m().messages(home.anna).back().id;
        home.m().advance(id, MessageState::Failed, ErrorCode::MailboxFull);
        s.settle();
        s.press(Qt::Key_Backtab, Qt::ShiftModifier);
        s.press(Qt::Key_Return);
        s.press(Qt::Key_Return);  // send it again is first
        QCOMPARE(home.m().last<ResendMessage>()->message, id);
        QCOMPARE(home.m().count<SendText>(), 1);
    }

    void oneWindowOrTwoPanes() {
        Home home(desktop);
        auto& s = home.stage;
        s.press(Qt::Key_Return);
        QVERIFY(seen(s, "chatListPage") && seen(s, "conversationPage"));
        s.type(QStringLiteral("half a thought"));
        s.window().resize(420, 700);
        s.settle();
        QVERIFY(!seen(s, "chatListPage") && seen(s, "conversationPage"));
        QCOMPARE(textOf(s, "composer.area"), QStringLiteral("half a thought"));
        s.press(Qt::Key_Escape);
        QVERIFY(seen(s, "chatListPage") && !seen(s, "conversationPage"));
        s.window().resize(1000, 700);
        s.settle();
        QVERIFY(seen(s, "chatListPage"));
        QVERIFY(s.find(QStringLiteral("chatListPage"))->width() >= 260);
    }

    void escapeGoesBackStepByStep() {
        Home home(phone);
        auto& s = home.stage;
        s.press(Qt::Key_Down);
        s.press(Qt::Key_Return);
        s.press(Qt::Key_D, Qt::ControlModifier);
        QVERIFY(seen(s, "contactPage"));
        s.press(Qt::Key_Escape);
        QVERIFY(seen(s, "conversationPage"));
        s.press(Qt::Key_Escape);
        QVERIFY(seen(s, "chatListPage"));
        QCOMPARE(s.find(QStringLiteral("chatList"))->property("currentIndex").toInt(), 1);
        s.press(Qt::Key_Escape);
        QVERIFY(seen(s, "chatListPage"));
    }

    void searchingEverywhere() {
        Home home(phone);
        auto& s = home.stage;
        std::vector<MessageId> ids;
        for (int i = 0; i < 300; ++i) {
            ids.push_back(home.m().addMessage(home.boris, false,
                                              i == 40 ? "the heron flies" : "line " + std::to_string(i),
                                              present() - std::chrono::minutes(400 - i)));
        }
        s.press(Qt::Key_K, Qt::ControlModifier);
        s.type(QStringLiteral("heron"));
        QTRY_VERIFY(!home.session().quickSearch()->isSearching());
        s.settle();
        s.press(Qt::Key_Return);
        QVERIFY(seen(s, "conversationPage"));
        QCOMPARE(home.session().conversation()->id(), home.boris);
        QTRY_COMPARE(textOf(s, "findPosition"), QStringLiteral("1 of 1"));
        // The view stands where it was said, without the 260 messages after it.
        auto* messages = home.session().conversation()->messages();
        QVERIFY(!messages->isAtNewest() && messages->count() <= MessageListModel::maxHeld);
        auto* list = s.find(QStringLiteral("messages"));
        QCOMPARE(messages->index(list->property("currentIndex").toInt()).data(MessageListModel::TextRole).toString(),
                 QStringLiteral("the heron flies"));
        // Within the chat: from place to place, and out.
        s.press(Qt::Key_F, Qt::ControlModifier);
        s.type(QStringLiteral("line"));
        QTRY_COMPARE(textOf(s, "findPosition"), QStringLiteral("1 of 299"));
        s.press(Qt::Key_Return);
        QTRY_COMPARE(textOf(s, "findPosition"), QStringLiteral("2 of 299"));
        s.press(Qt::Key_Escape);
        QVERIFY(!seen(s, "findField"));
        QVERIFY(seen(s, "conversationPage"));
    }

    void whoMayLearnTheAddress() {
        Home home(desktop);
        auto& s = home.stage;
        s.press(Qt::Key_Comma, Qt::ControlModifier);
        QVERIFY(s.click(QStringLiteral("connection")));
        QVERIFY(seen(s, "connectionPage"));
        QVERIFY(s.click(QStringLiteral("invisible")));
        QVERIFY(home.m().status.invisible);
        QVERIFY(s.find(QStringLiteral("invisible"))->property("on").toBool());
        home.m().failNext(ErrorCode::DiskFull);
        QVERIFY(s.click(QStringLiteral("invisible")));
        QVERIFY(home.m().status.invisible && s.find(QStringLiteral("invisible"))->property("on").toBool());
        s.press(Qt::Key_Escape);
        QVERIFY(seen(s, "settingsPage"));
        s.press(Qt::Key_Escape);
        s.press(Qt::Key_Return);
        s.press(Qt::Key_D, Qt::ControlModifier);
        QVERIFY(s.click(QStringLiteral("relayOnly")));
        QVERIFY(home.m().last<SetRelayOnly>()->relayOnly);
        QVERIFY(s.find(QStringLiteral("relayOnly"))->property("on").toBool());
    }

    void removingAContact() {
        Home home(desktop);
        auto& s = home.stage;
        s.press(Qt::Key_Return);
        s.press(Qt::Key_D, Qt::ControlModifier);
        QVERIFY(s.click(QStringLiteral("removeBoth")));
        // Out of sight at once, and back again.
        QVERIFY(!seen(s, "contactPage") && !seen(s, "conversationPage"));
        QCOMPARE(home.session().chats()->count(), 1);
        QVERIFY(textOf(s, "undoNotice").contains(u"Anna"));
        s.press(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(!seen(s, "undoNotice"));
        QCOMPARE(home.session().chats()->count(), 2);
        QCOMPARE(home.m().count<DeleteContact>(), 0);
        s.press(Qt::Key_Return);
        s.press(Qt::Key_D, Qt::ControlModifier);
        QVERIFY(s.click(QStringLiteral("removeBoth")));
        home.session().undo()->settle();
        s.settle();
        QVERIFY(home.m().last<DeleteContact>()->both);
        QCOMPARE(home.session().chats()->count(), 1);
    }

    void calling() {
        Home home(desktop);
        auto& s = home.stage;
        s.press(Qt::Key_Return);
        s.press(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(seen(s, "callPage"));
        QCOMPARE(home.session().call()->state(), CallViewModel::State::Ringing);
        home.m().moveCall(CallState::Active);
        s.settle();
        QCOMPARE(textOf(s, "callState"), QStringLiteral("1:24"));
        s.press(Qt::Key_M, Qt::ControlModifier);
        QVERIFY(home.m().last<MuteCall>()->muted);
        // Talking and writing at the same time.
        QVERIFY(s.click(QStringLiteral("minimise")));
        QVERIFY(!seen(s, "callPage") && seen(s, "callBar"));
        s.type(QStringLiteral("as I said"));
        s.press(Qt::Key_Return);
        QCOMPARE(home.m().count<SendText>(), 1);
        QVERIFY(s.click(QStringLiteral("callBar")));
        home.m().moveCall(CallState::Reconnecting);
        s.settle();
        QVERIFY(textOf(s, "callState").contains(u"Holding"));
        s.press(Qt::Key_Return);  // hang up has the focus
        QCOMPARE(home.m().count<EndCall>(), 1);
        QCOMPARE(textOf(s, "callState"), QStringLiteral("Call ended"));
        s.press(Qt::Key_Escape);
        QVERIFY(!seen(s, "callPage"));
        QCOMPARE(home.session().call()->state(), CallViewModel::State::Idle);
    }

    void beingCalled() {
        Home home(phone);
        auto& s = home.stage;
        s.press(Qt::Key_Comma, Qt::ControlModifier);
        home.m().ring(home.boris);
        s.settle();
        QVERIFY(seen(s, "callPage"));
        s.press(Qt::Key_Return);  // accept has the focus
        QCOMPARE(home.m().count<AcceptCall>(), 1);
        home.m().moveCall(CallState::Active);
        home.m().moveCall(CallState::Ended, CallEnd::LostLink);
        s.settle();
        QVERIFY(textOf(s, "callState").contains(u"link"));
        s.press(Qt::Key_Return);
        QVERIFY(!seen(s, "callPage") && seen(s, "settingsPage"));

        home.m().ring(home.anna);
        s.settle();
        QVERIFY(s.click(QStringLiteral("decline")));
        QCOMPARE(home.m().count<EndCall>(), 1);
    }

    void aCallThatCannotBegin() {
        Home home(phone);
        auto& s = home.stage;
        s.press(Qt::Key_Return);
        home.m().failNext(ErrorCode::ContactGone);
        QVERIFY(s.click(QStringLiteral("call")));
        QVERIFY(textOf(s, "callState").contains(u"removed you"));
    }

    void settings() {
        Home home(desktop);
        auto& s = home.stage;
        s.press(Qt::Key_Comma, Qt::ControlModifier);
        QVERIFY(s.click(QStringLiteral("ownName.field")));
        s.press(Qt::Key_A, Qt::ControlModifier);
        s.type(QStringLiteral("Wren"));
        s.press(Qt::Key_Return);
        QCOMPARE(home.m().last<SetName>()->name, std::string("Wren"));
        QVERIFY(seen(s, "settingsDone"));

        QVERIFY(s.click(QStringLiteral("themeDark")));
        QVERIFY(s.preferences.isDark());
        QVERIFY(s.click(QStringLiteral("languageRu")));
        QCOMPARE(textOf(s, "lockNow"), QStringLiteral("Заблокировать"));
        QVERIFY(s.click(QStringLiteral("languageEn")));
        QCOMPARE(textOf(s, "lockNow"), QStringLiteral("Lock now"));

        QVERIFY(s.click(QStringLiteral("hubAddress.field")));
        s.press(Qt::Key_A, Qt::ControlModifier);
        s.type(QStringLiteral("nonsense"));
        s.press(Qt::Key_Return);
        QCOMPARE(home.m().count<SetHub>(), 0);
        QVERIFY(textOf(s, "settingsProblem").contains(u"not a server address"));
        s.press(Qt::Key_A, Qt::ControlModifier);
        s.type(QString::fromLatin1(hubAddress));
        s.press(Qt::Key_Return);
        QCOMPARE(home.m().last<SetHub>()->address, std::string(hubAddress));
    }

    void changingThePin() {
        Home home(phone);
        auto& s = home.stage;
        s.press(Qt::Key_Comma, Qt::ControlModifier);
        QVERIFY(s.click(QStringLiteral("locking")));
        QVERIFY(s.click(QStringLiteral("changePin")));
        const auto enter = [&s](const QString& pin) {
            s.type(pin);
            s.press(Qt::Key_Return);
        };
        enter(QStringLiteral("1111"));
        enter(QStringLiteral("31415"));
        enter(QStringLiteral("31415"));
        QCOMPARE(home.session().settings()->problem(), QStringLiteral("wrong-pin"));
        enter(QStringLiteral("2580"));
        enter(QStringLiteral("2580"));
        QCOMPARE(home.session().settings()->problem(), QStringLiteral("pin-unchanged"));
        enter(QStringLiteral("31415"));
        enter(QStringLiteral("31416"));
        QCOMPARE(home.session().settings()->problem(), QStringLiteral("pins-differ"));
        enter(QStringLiteral("31415"));
        QCOMPARE(s.gate.pin, std::string("31415"));
        QVERIFY(seen(s, "lockingPage") && seen(s, "lockingDone"));

        QVERIFY(s.click(QStringLiteral("changeWipePin")));
        enter(QStringLiteral("31415"));
        enter(QStringLiteral("27182"));
        enter(QStringLiteral("27182"));
        QCOMPARE(s.gate.wipePin, std::string("27182"));
        QVERIFY(s.click(QStringLiteral("changeWipePin")));
        enter(QStringLiteral("31415"));
        QVERIFY(s.click(QStringLiteral("removeWipePin")));
        QVERIFY(s.gate.wipePin.empty());
        // Leaving in the middle forgets what was typed.
        QVERIFY(s.click(QStringLiteral("changePin")));
        enter(QStringLiteral("31415"));
        s.type(QStringLiteral("99"));
        s.press(Qt::Key_Escape);
        QCOMPARE(home.session().settings()->pinStep(), SettingsViewModel::PinStep::None);
        QVERIFY(home.session().settings()->entry()->isEmpty());
    }

    void theLockScreenLiesOverWhatGoesOn() {
        Home home(desktop);
        auto& s = home.stage;
        auto& app = s.ui.app();
        app.cover();
        s.settle();
        QVERIFY(seen(s, "unlockPage") && !seen(s, "readyScreen"));
        QVERIFY(!app.session() && app.openSession() && s.gate.messenger());
        s.type(QStringLiteral("0000"));
        s.press(Qt::Key_Return);
        QCOMPARE(app.unlock()->problem(), QStringLiteral("wrong-pin"));
        s.type(QStringLiteral("2580"));
        s.press(Qt::Key_Return);
        QVERIFY(seen(s, "readyScreen") && app.session());
    }

    void tenWrongPinsMayWipe() {
        Home home(phone);
        auto& s = home.stage;
        s.press(Qt::Key_Comma, Qt::ControlModifier);
        QVERIFY(s.click(QStringLiteral("locking")));
        QVERIFY(s.click(QStringLiteral("failureLimit")));
        QVERIFY(seen(s, "pinChangePage"));
        s.type(QStringLiteral("2580"));
        s.press(Qt::Key_Return);
        QVERIFY(s.gate.told.wipesAfterFailures && home.session().locking()->wipesAfterFailures());
        QVERIFY(seen(s, "lockingPage"));
        QVERIFY(s.click(QStringLiteral("failureLimit")));
        s.type(QStringLiteral("1111"));
        s.press(Qt::Key_Return);
        QVERIFY(s.gate.told.wipesAfterFailures);
    }

    void theWipePinIsTriedWithoutHarm() {
        Home home(desktop);
        auto& s = home.stage;
        auto& app = s.ui.app();
        s.gate.wipePin = "31415";
        s.gate.told.hasWipePin = true;
        s.press(Qt::Key_Comma, Qt::ControlModifier);
        QVERIFY(s.click(QStringLiteral("locking")));
        QVERIFY(s.click(QStringLiteral("rehearse")));
        QVERIFY(seen(s, "unlockPage"));
        s.type(QStringLiteral("2580"));
        s.press(Qt::Key_Return);
        QCOMPARE(app.unlock()->problem(), QStringLiteral("wrong-pin"));
        s.type(QStringLiteral("31415"));
        s.press(Qt::Key_Return);
        QVERIFY(seen(s, "readyScreen") && seen(s, "visitNotice") && app.isVisiting());
        app.leaveDecoy();
        s.settle();
        QVERIFY(seen(s, "readyScreen") && !seen(s, "visitNotice"));
        QCOMPARE(s.gate.wipes, 0);
        // And one may turn back before.
        app.rehearse();
        s.settle();
        QVERIFY(s.click(QStringLiteral("back")));
        QVERIFY(seen(s, "readyScreen") && !app.isVisiting());
    }

    void thePanicKeyLocksOrWipes() {
        Home home(desktop);
        auto& s = home.stage;
        const auto escapes = [&s] {
            for (int i = 0; i < 3; ++i) {
                s.press(Qt::Key_Escape);
            }
            s.settle();
        };
        escapes();
        QVERIFY(seen(s, "readyScreen"));
        home.session().locking()->setPanicKey(QStringLiteral("escape"));
        escapes();
        QVERIFY(seen(s, "unlockPage") && !s.gate.messenger());
        QCOMPARE(s.gate.wipes, 0);
        s.gate.open();
        s.settle();
        home.session().locking()->setPanicKey(QStringLiteral("chord"));
        home.session().locking()->setPanicWipes(true);
        s.press(Qt::Key_X, Qt::ControlModifier | Qt::ShiftModifier);
        s.settle();
        QCOMPARE(s.gate.wipes, 1);
    }

    void idleTimeLocks() {
        auto now = fromUnixMs(1'000'000);
        Home home(desktop);
        auto& s = home.stage;
        auto* const locking = home.session().locking();
        locking->setScreenAfter(5);
        locking->setVaultAfter(60);
        AutoLock watch([&now] { return now; });
        int screens = 0;
        int vaults = 0;
        QObject::connect(&watch, &AutoLock::screenWanted, &watch, [&screens] { ++screens; });
        QObject::connect(&watch, &AutoLock::vaultWanted, &watch, [&vaults] { ++vaults; });
        watch.look();
        watch.follow(locking);
        now += std::chrono::minutes(5) - std::chrono::seconds(1);
        watch.look();
        QCOMPARE(screens, 0);
        s.press(Qt::Key_Shift);
        now += std::chrono::minutes(4);
        watch.look();
        QCOMPARE(screens, 0);
        now += std::chrono::minutes(1);
        watch.look();
        QCOMPARE(screens, 1);
        now += std::chrono::minutes(55);
        watch.look();
        QCOMPARE(vaults, 1);
        locking->setVaultAfter(0);
        locking->setScreenAfter(0);
        watch.look();
        QCOMPARE(screens + vaults, 2);
        watch.follow(nullptr);
    }

    void theDigitsMayBeShuffled() {
        Stage s(Gate::Profile::Locked, phone);
        s.preferences.setShuffledPad(true);
        s.settle();
        std::set<QList<int>> orders;
        for (int i = 0; i < 20; ++i) {
            auto digits = s.ui.app().unlock()->shuffledDigits();
            orders.insert(digits);
            std::sort(digits.begin(), digits.end());
            QCOMPARE(digits, (QList<int>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
        }
        QVERIFY(orders.size() > 10);
        for (const auto* key : {"key2", "key5", "key8", "key0"}) {
            QVERIFY(s.click(QString::fromLatin1(key)));
        }
        s.press(Qt::Key_Return);
        QVERIFY(seen(s, "readyScreen"));
    }

    void whatIsCopiedIsMarkedAndGoesWithTheLock() {
        Home home(desktop);
        auto* const clipboard = QGuiApplication::clipboard();
        copySensitive(QStringLiteral("said in confidence"));
        QVERIFY(clipboard->mimeData()->hasFormat(QStringLiteral("x-kde-passwordManagerHint")));
        QCOMPARE(clipboard->text(), QStringLiteral("said in confidence"));
        home.stage.ui.app().cover();
        home.stage.settle();
        QVERIFY(clipboard->text().isEmpty());
    }

    void theNetworkIsToldInWords() {
        Home home(desktop);
        auto& s = home.stage;
        QVERIFY(!seen(s, "networkNotice"));
        home.m().setHubState(HubState::Unreachable, ErrorCode::HubUnreachable);
        s.settle();
        QVERIFY(textOf(s, "networkNotice").contains(u"No connection"));
        home.m().setHubState(HubState::Unreachable, ErrorCode::HubIdentityMismatch);
        s.settle();
        QVERIFY(textOf(s, "networkNotice").contains(u"not the server"));
        home.m().setHubState(HubState::Online);
        s.settle();
        QVERIFY(!seen(s, "networkNotice"));
        home.m().trouble(ErrorCode::DiskFull);
        s.settle();
        QVERIFY(textOf(s, "problemNotice").contains(u"disk is full"));
    }

    void theTitleTellsNothing() {
        Home home(desktop);
        QCOMPARE(home.stage.window().title(), QStringLiteral("Nightjar"));
        home.stage.press(Qt::Key_Return);
        QCOMPARE(home.stage.window().title(), QStringLiteral("Nightjar"));
    }

    void tabReachesEverything() {
        Home home(desktop);
        auto& s = home.stage;
        s.press(Qt::Key_Return);
        QSet<QString> reached;
        for (int i = 0; i < 14; ++i) {
            s.press(Qt::Key_Tab);
            for (auto* at = s.window().activeFocusItem(); at; at = at->parentItem()) {
                reached.insert(at->objectName());
            }
        }
        for (const auto* name : {"addContact", "calls", "settings", "search", "chatList", "contactDetails", "call",
                                 "messages", "composer.area", "record"}) {
            QVERIFY2(reached.contains(QString::fromLatin1(name)), name);
        }
    }
};

NIGHTJAR_PAGE_TEST_MAIN(TestFlows)

#include "tst_flows.moc"
