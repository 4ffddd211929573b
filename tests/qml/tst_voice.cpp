// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Voice notes and what a call can do, with the keyboard and the mouse of the real window.

#include <QQuickItem>

#include "names.h"
#include "pagetest.h"
#include "scenes.h"

using namespace nightjar;
using namespace nightjar::test;
using namespace std::chrono_literals;

namespace {

const Look phone{QStringLiteral("phone"), QSize(380, 720), QStringLiteral("light"), QStringLiteral("en")};
using Recording = VoiceNotesViewModel::Recording;

/// The open conversation with Anna, who has said three things; Boris is there besides.
struct Open {
    Open() : stage(Gate::Profile::Locked, phone) {
        stage.gate.furnish = [&](FakeMessenger& m) {
            anna = m.addContact("Anna");
            boris = m.addContact("Boris");
            m.addMessage(boris, false, "evening", present() - 3h);
            m.addCallRecord(boris, false, "missed", present() - 4h, {});
            first = m.addNote(anna, false, 20s, present() - 9min, true, false);
            second = m.addNote(anna, false, 5s, present() - 8min, false, false);
            m.addMessage(anna, false, "That is all.", present() - 7min);
            last = m.addNote(anna, false, 5s, present() - 6min, true, false);
        };
        stage.gate.open();
        stage.settle();
        stage.press(Qt::Key_Return);
    }
    FakeMessenger& m() { return stage.messenger(); }
    VoiceNotesViewModel& notes() { return *stage.ui.app().session()->conversation()->notes(); }
    CallViewModel& call() { return *stage.ui.app().session()->call(); }
    bool seen(const char* name) { return stage.find(QString::fromLatin1(name)) != nullptr; }
    bool click(const char* name) { return stage.click(QString::fromLatin1(name)); }

    ContactId anna;
    ContactId boris;
    MessageId first;
    MessageId second;
    MessageId last;
    Stage stage;
};

}  // namespace

class TestVoice : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { (void)takeQmlWarnings(); }
    void cleanup() {
        const auto warnings = takeQmlWarnings();
        QVERIFY2(warnings.isEmpty(), qPrintable(warnings.join(u'\n')));
    }

    void aPressRecordsUntilTheNextOne() {
        Open open;
        QVERIFY(open.click("record"));
        QCOMPARE(open.m().count<RecordNote>(), 1);
        QCOMPARE(open.notes().recording(), Recording::Running);
        QVERIFY(!open.seen("composer") && open.seen("recordTime"));
        open.m().setRecording(open.anna, RecordingState::Recording, 4s);
        open.stage.settle();
        QCOMPARE(open.stage.find(QStringLiteral("recordTime"))->property("text").toString(), QStringLiteral("0:04"));
        QVERIFY(open.click("record"));
        QCOMPARE(open.notes().recording(), Recording::Paused);
        QVERIFY(open.seen("recordListen") && open.seen("recordAnew"));
        // The keyboard stands on sending it.
        open.stage.press(Qt::Key_Space);
        QCOMPARE(open.m().count<SendRecording>(), 1);
        QCOMPARE(open.notes().recording(), Recording::None);
        QCOMPARE(open.m().messages(open.anna).back().kind, MessageKind::Note);
        QVERIFY(open.seen("composer"));
    }

    void heldDownItRecordsAsLongAsItIsHeld() {
        Open open;
        auto* const button = open.stage.find(QStringLiteral("record"));
        QVERIFY(button);
        const auto middle = button->mapToScene(QPointF(button->width() / 2, button->height() / 2)).toPoint();
        QTest::mousePress(&open.stage.window(), Qt::LeftButton, {}, middle);
        open.stage.settle();
        QCOMPARE(open.notes().recording(), Recording::Running);
        open.m().setRecording(open.anna, RecordingState::Recording, 2s);
        QTest::qWait(600);
        const auto now = open.stage.find(QStringLiteral("record"))->mapToScene(QPointF(5, 5)).toPoint();
        QTest::mouseRelease(&open.stage.window(), Qt::LeftButton, {}, now);
        open.stage.settle();
        QCOMPARE(open.notes().recording(), Recording::Paused);
    }

    void byTheKeyboardAlone() {
        Open open;
        open.stage.find(QStringLiteral("record"))->forceActiveFocus();
        open.stage.press(Qt::Key_Return);
        QCOMPARE(open.notes().recording(), Recording::Running);
        open.m().setRecording(open.anna, RecordingState::Recording, 2s);
        open.stage.settle();
        open.stage.press(Qt::Key_Return);
        QCOMPARE(open.notes().recording(), Recording::Paused);
    }

    void listenAnewAndThrowAway() {
        Open open;
        open.m().setRecording(open.anna, RecordingState::Paused, 6s);
        open.stage.settle();
        QVERIFY(open.click("recordListen"));
        QVERIFY(open.notes().isPlayingDraft());
        QVERIFY(!open.m().last<PlayNote>()->message);
        QVERIFY(open.click("recordListen"));
        QVERIFY(!open.notes().isPlayingDraft());
        QVERIFY(open.click("recordAnew"));
        QCOMPARE(open.m().count<DiscardRecording>(), 1);
        QCOMPARE(open.notes().recording(), Recording::Running);
        QVERIFY(open.click("recordDiscard"));
        QCOMPARE(open.notes().recording(), Recording::None);
        QVERIFY(open.seen("composer"));
        QCOMPARE(open.m().count<SendRecording>(), 0);
    }

    void whatWasRecordedBeforeIsThereAgain() {
        Open open;
        open.m().setRecording(open.boris, RecordingState::Paused, 6s);
        open.stage.ui.app().session()->chats()->reload();
        open.stage.settle();
        open.stage.ui.app().session()->open(toQt(open.boris));
        open.stage.settle();
        QCOMPARE(open.notes().recording(), Recording::Paused);
        QCOMPARE(open.notes().seconds(), 6.0);
    }

    void leavingTheConversationPausesTheRecording() {
        Open open;
        QVERIFY(open.click("record"));
        open.m().setRecording(open.anna, RecordingState::Recording, 3s);
        open.stage.settle();
        const auto before = open.m().count<PauseRecording>();
        open.stage.ui.app().session()->open(toQt(open.boris));
        open.stage.settle();
        QTRY_COMPARE(open.m().count<PauseRecording>(), before + 1);
    }

    void aRefusedRecordingSaysWhy() {
        Open open;
        open.m().failNext(ErrorCode::AlreadyInCall);
        QVERIFY(open.click("record"));
        QVERIFY(open.seen("noteProblem"));
        QVERIFY(open.seen("composer"));
    }

    void theNextNotePlaysOn() {
        Open open;
        open.notes().toggle(toQt(open.first));
        open.stage.settle();
        QCOMPARE(open.notes().playing(), toQt(open.first));
        open.m().playTo(7s);
        open.stage.settle();
        QCOMPARE(open.notes().position(), 7.0);
        open.m().playTo(20s, true);
        open.stage.settle();
        QCOMPARE(open.m().count<PlayNote>(), 2);
        QCOMPARE(open.notes().playing(), toQt(open.second));
        // A text comes after the second one: there it ends.
        open.m().playTo(5s, true);
        open.stage.settle();
        QCOMPARE(open.m().count<PlayNote>(), 2);
        QVERIFY(open.notes().playing().isEmpty());
    }

    void itGoesOnWhereItStoppedAndAtItsSpeed() {
        Open open;
        auto& notes = open.notes();
        notes.toggle(toQt(open.first));
        open.stage.settle();
        open.m().playTo(7s);
        open.stage.settle();
        QVERIFY(open.click("noteSpeed"));
        QCOMPARE(notes.speed(), 1.5);
        QCOMPARE(open.m().last<PlayNote>()->speed, 1.5);
        QCOMPARE(open.m().last<PlayNote>()->from, Duration(7s));
        notes.nextSpeed();
        notes.nextSpeed();
        QCOMPARE(notes.speed(), 0.5);
        notes.nextSpeed();
        QCOMPARE(notes.speed(), 1.0);
        open.stage.settle();
        notes.toggle(toQt(open.first));
        open.stage.settle();
        QVERIFY(notes.playing().isEmpty());
        QCOMPARE(notes.at(), toQt(open.first));
        notes.seek(toQt(open.first), 0.5);
        open.stage.settle();
        QCOMPARE(open.m().last<PlayNote>()->from, Duration(10s));
    }

    void theBetterFormIsFetchedByHand() {
        Open open;
        auto* list = open.stage.find(QStringLiteral("messages"));
        QVERIFY(list);
        QVERIFY(open.click("noteFetch"));
        QTRY_VERIFY(open.m().last<FetchFile>());
        QCOMPARE(open.m().last<FetchFile>()->message, open.second);
        open.m().moveFile(open.second, TransferState::Done, 1);
        open.stage.settle();
        QVERIFY(!open.seen("noteFetch"));
    }

    void anIncomingCallIsDeclinedWithAMessage() {
        Open open;
        open.m().ring(open.anna);
        open.stage.settle();
        QVERIFY(open.click("declineWith"));
        open.stage.type(QStringLiteral("On the train"));
        open.stage.press(Qt::Key_Return);
        QVERIFY(open.m().last<EndCall>());
        QCOMPARE(open.m().last<EndCall>()->text, std::string("On the train"));
        QCOMPARE(open.call().state(), CallViewModel::State::Ended);
    }

    void aSecondCallIsTakenAndTheFirstHeld() {
        Open open;
        QVERIFY(open.click("call"));
        open.m().moveCall(CallState::Active);
        open.stage.settle();
        const auto second = open.m().ringSecond(open.boris);
        open.stage.settle();
        QCOMPARE(open.call().other(), CallViewModel::Other::Waiting);
        QCOMPARE(open.call().otherName(), QStringLiteral("Boris"));
        QVERIFY(open.click("takeOther"));
        QCOMPARE(open.m().last<AcceptCall>()->call, second);
        QCOMPARE(open.call().name(), QStringLiteral("Boris"));
        QCOMPARE(open.call().other(), CallViewModel::Other::OnHold);
        QCOMPARE(open.call().otherName(), QStringLiteral("Anna"));
        QVERIFY(!open.call().isHeld());
        // It ends: the one on hold is what there is, still on hold.
        open.m().endSecond();
        open.stage.settle();
        QCOMPARE(open.call().name(), QStringLiteral("Anna"));
        QCOMPARE(open.call().other(), CallViewModel::Other::None);
        QVERIFY(open.call().isHeld());
        QVERIFY(open.click("hold"));
        QVERIFY(!open.m().last<HoldCall>()->held);
    }

    void aSecondCallIsDeclined() {
        Open open;
        QVERIFY(open.click("call"));
        open.m().moveCall(CallState::Active);
        const auto second = open.m().ringSecond(open.boris);
        open.stage.settle();
        QVERIFY(open.click("endOther"));
        QCOMPARE(open.m().last<EndCall>()->call, second);
        QCOMPARE(open.call().other(), CallViewModel::Other::None);
        QCOMPARE(open.call().state(), CallViewModel::State::Active);
    }

    void holdIsToldBothWays() {
        Open open;
        QVERIFY(open.click("call"));
        open.m().moveCall(CallState::Active);
        open.stage.settle();
        open.m().hold(true);
        open.stage.settle();
        QCOMPARE(open.stage.find(QStringLiteral("callState"))->property("text").toString(),
                 QStringLiteral("They put you on hold"));
        open.m().hold(false);
        open.stage.settle();
        QVERIFY(open.click("hold"));
        QVERIFY(open.m().last<HoldCall>()->held);
        QVERIFY(open.call().isHeld());
    }

    void theSpaceBarTalks() {
        Open open;
        QVERIFY(open.click("call"));
        open.m().moveCall(CallState::Active);
        open.stage.settle();
        QVERIFY(!open.seen("talk"));
        QVERIFY(open.click("pushToTalk"));
        QVERIFY(open.m().last<SetPushToTalk>()->on);
        QTest::keyPress(&open.stage.window(), Qt::Key_Space);
        open.stage.settle();
        QVERIFY(open.m().last<PressToTalk>() && open.m().last<PressToTalk>()->down);
        QTest::keyRelease(&open.stage.window(), Qt::Key_Space);
        open.stage.settle();
        QVERIFY(!open.m().last<PressToTalk>()->down);
    }

    void aStalledCallOffersTheTalkKey() {
        Open open;
        QVERIFY(open.click("call"));
        open.m().moveCall(CallState::Active);
        open.stage.settle();
        open.m().moveCall(CallState::Stalled);
        open.stage.settle();
        QVERIFY(open.seen("talk"));
        QTest::keyPress(&open.stage.window(), Qt::Key_Space);
        open.stage.settle();
        QVERIFY(open.m().last<PressToTalk>()->down);
        QTest::keyRelease(&open.stage.window(), Qt::Key_Space);
        open.m().moveCall(CallState::Active);
        open.stage.settle();
        QVERIFY(!open.seen("talk"));
    }

    void theCauseIsToldInWords() {
        Open open;
        open.m().stats.cause = "loss-there";
        open.m().stats.relayOnly = true;
        QVERIFY(open.click("call"));
        open.m().moveCall(CallState::Active);
        QTRY_VERIFY(open.stage.find(QStringLiteral("causeWords")) != nullptr);
        const auto words = open.stage.find(QStringLiteral("causeWords"))->property("text").toString();
        QCOMPARE(words, QStringLiteral("Some of what you say gets lost on the way. Your address is hidden from them."));
    }

    void theLogCallsBack() {
        Open open;
        open.stage.press(Qt::Key_Escape);
        QVERIFY(open.click("calls"));
        QTRY_VERIFY(open.seen("callLogRow"));
        open.stage.press(Qt::Key_Return);
        QVERIFY(open.m().last<StartCall>());
        QCOMPARE(open.m().last<StartCall>()->contact, open.boris);
    }
};

NIGHTJAR_PAGE_TEST_MAIN(TestVoice)
#include "tst_voice.moc"
