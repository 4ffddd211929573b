// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// What people do in one conversation, with the keyboard and the mouse of the real window.

#include <QClipboard>
#include <QPointingDevice>
#include <QQuickItem>

#include "names.h"
#include "pagetest.h"
#include "scenes.h"

using namespace nightjar;
using namespace nightjar::test;
using namespace std::chrono_literals;

namespace {

const Look desktop{QStringLiteral("desktop"), QSize(1000, 700), QStringLiteral("light"), QStringLiteral("en")};
const Look phone{QStringLiteral("phone"), QSize(380, 700), QStringLiteral("light"), QStringLiteral("en")};

QString textOf(const Stage& stage, const char* objectName) {
    const auto* item = stage.find(QString::fromLatin1(objectName));
    return item ? item->property("text").toString() : QString();
}

bool seen(const Stage& stage, const char* objectName) {
    return stage.find(QString::fromLatin1(objectName)) != nullptr;
}

/// The open conversation with Anna; Boris and Vera, who asks to be let in, are there besides.
struct Open {
    explicit Open(const Look& look, std::function<void(Open&, FakeMessenger&)> furnish = {})
        : stage(Gate::Profile::Locked, look) {
        stage.gate.furnish = [&](FakeMessenger& m) {
            anna = m.addContact("Anna");
            boris = m.addContact("Boris");
            vera = m.addContact("Vera", ContactState::Requested);
            m.addMessage(boris, false, "evening", present() - 3h);
            if (furnish) {
                furnish(*this, m);
            }
            theirs = m.addMessage(anna, false, "Shall I bring the stove?", present() - 20min);
            mine = m.addMessage(anna, true, "Please do", present() - 10min, MessageState::Read);
        };
        stage.gate.open();
        stage.settle();
        stage.press(Qt::Key_Return);
    }
    FakeMessenger& m() { return stage.messenger(); }
    SessionViewModel& session() { return *stage.ui.app().session(); }
    ConversationViewModel& talk() { return *session().conversation(); }
    ComposerViewModel& composer() { return *talk().composer(); }
    /// The menu of the message that is so many above the newest.
    void menu(int row) {
        stage.press(Qt::Key_Backtab, Qt::ShiftModifier);
        auto* list = stage.find(QStringLiteral("messages"));
        list->setProperty("currentIndex", row);
        stage.settle();
        stage.press(Qt::Key_Return);
    }
    [[nodiscard]] QVariant value(int row, int role) { return talk().messages()->index(row).data(role); }
    /// What a screen reader says of the shown row of this message.
    [[nodiscard]] QQuickItem* row(const MessageId& id) {
        QQuickItem* found = nullptr;
        forEachVisible(stage.window(), [&](QQuickItem& item) {
            if (item.objectName() == u"messageRow" && item.property("message").toString() == toQt(id)) {
                found = &item;
            }
        });
        return found;
    }

    ContactId anna;
    ContactId boris;
    ContactId vera;
    MessageId theirs;
    MessageId mine;
    Stage stage;
};

using M = MessageListModel;
using Purpose = ComposerViewModel::Purpose;

}  // namespace

class TestConversationPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { (void)takeQmlWarnings(); }
    void cleanup() {
        const auto warnings = takeQmlWarnings();
        QVERIFY2(warnings.isEmpty(), qPrintable(warnings.join(u'\n')));
    }

    void replying() {
        Open open(phone);
        auto& s = open.stage;
        s.type(QStringLiteral("yes, "));
        open.menu(1);
        QVERIFY(seen(s, "menuAnswer") && !seen(s, "menuEdit"));
        s.press(Qt::Key_Return);  // reply has the focus
        QVERIFY(seen(s, "composerAbout"));
        s.type(QStringLiteral("bring it"));  // and the keyboard is back where one writes
        // Escape leaves the reply and not the page.
        s.press(Qt::Key_Escape);
        QVERIFY(!seen(s, "composerAbout") && seen(s, "conversationPage"));
        QCOMPARE(textOf(s, "composer.area"), QStringLiteral("yes, bring it"));
        open.menu(1);
        s.press(Qt::Key_Return);
        s.press(Qt::Key_Return);
        QCOMPARE(open.m().last<SendText>()->quote, std::optional(open.theirs));
        QVERIFY(!seen(s, "composerAbout"));
        QCOMPARE(open.value(0, M::QuotePreviewRole).toString(), QStringLiteral("Shall I bring the stove?"));
    }

    void pullingAMessageAsideRepliesToIt() {
        Open open(phone);
        auto& s = open.stage;
        (void)s.picture();
        const std::unique_ptr<QPointingDevice> finger(QTest::createTouchDevice());
        const auto swipe = [&](double share) {
            auto* row = open.row(open.theirs);
            const auto from = row->mapToScene(QPointF(60, row->height() - 20)).toPoint();
            QTest::touchEvent(&s.window(), finger.get()).press(0, from, &s.window());
            for (int i = 1; i <= 10; ++i) {
                const QPoint at(from.x() + static_cast<int>(200 * share * i / 10), from.y());
                QTest::touchEvent(&s.window(), finger.get()).move(0, at, &s.window());
                s.settle();
            }
            QTest::touchEvent(&s.window(), finger.get())
                .release(0, from + QPoint(static_cast<int>(200 * share), 0), &s.window());
            s.settle();
        };
        swipe(0.1);  // not far enough
        QCOMPARE(open.composer().purpose(), Purpose::Writing);
        swipe(1);
        QCOMPARE(open.composer().about(), toQt(open.theirs));
        QCOMPARE(open.row(open.theirs)->property("pulled").toDouble(), 0.0);
    }

    void followingAQuoteAndComingBack() {
        MessageId first;
        Open open(desktop, [&](Open& o, FakeMessenger& m) {
            first = m.addMessage(o.anna, false, "the very first", present() - 2h);
            for (int i = 0; i < 400; ++i) {
                m.addMessage(o.anna, false, "line " + std::to_string(i), present() - std::chrono::minutes(100));
            }
        });
        auto& s = open.stage;
        Command send = SendText{0, open.anna, "as I said", first};
        open.m().post(send);
        s.settle();
        QVERIFY(s.click(QStringLiteral("quote")));
        s.settle();
        QVERIFY(!open.talk().messages()->isAtNewest());
        QVERIFY(open.row(first));
        QVERIFY(open.row(first)->property("lit").toBool());
        QVERIFY(s.click(QStringLiteral("goBack")));
        s.settle();
        QVERIFY(!seen(s, "goBack"));
        const auto answer = open.m().messages(open.anna).back().id;
        QVERIFY(open.row(answer));
        QVERIFY(s.click(QStringLiteral("jumpToNewest")) || open.talk().messages()->isAtNewest());
        s.settle();
        QVERIFY(open.talk().messages()->isAtNewest());
    }

    void upChangesTheNewestOwnMessage() {
        Open open(desktop);
        auto& s = open.stage;
        s.type(QStringLiteral("x"));
        s.press(Qt::Key_Up);  // only moves the cursor while something is there
        QCOMPARE(open.composer().purpose(), Purpose::Writing);
        s.press(Qt::Key_Backspace);
        s.press(Qt::Key_Home);
        s.press(Qt::Key_Delete);
        QCOMPARE(textOf(s, "composer.area"), QString());
        s.press(Qt::Key_Up);
        QCOMPARE(open.composer().purpose(), Purpose::Editing);
        s.type(QStringLiteral(" please"));  // the cursor is at the end
        s.press(Qt::Key_Return);
        QCOMPARE(open.m().last<EditMessage>()->message, open.mine);
        QCOMPARE(open.m().last<EditMessage>()->text, std::string("Please do please"));
        QVERIFY(open.row(open.mine)->property("edited").toBool());
        // Its earlier texts.
        open.menu(0);
        QVERIFY(s.click(QStringLiteral("menuHistory")));
        s.settle();
        QCOMPARE(open.talk().history()->count(), 2);
        QVERIFY(seen(s, "version"));
        s.press(Qt::Key_Return);  // close has the focus
        QVERIFY(!seen(s, "version"));
    }

    void draftsAreInTheListAndSurvive() {
        Open open(phone);
        auto& s = open.stage;
        open.menu(1);
        s.press(Qt::Key_Return);
        s.type(QStringLiteral("half a thou"));
        s.press(Qt::Key_Escape);  // leaves the reply
        open.menu(1);
        s.press(Qt::Key_Return);
        s.press(Qt::Key_L, Qt::ControlModifier);  // locked in the middle of it
        // The store is the fake's here: what it was given is what it has.
        QVERIFY(seen(s, "unlockPage"));
        s.gate.furnish = [](FakeMessenger& m) {
            const auto anna = m.addContact("Anna");
            m.addMessage(anna, false, "hello", present());
            m.setDraft(anna, "half a thou");
        };
        s.gate.open();
        s.settle();
        auto* row = s.find(QStringLiteral("chatRow"));
        QCOMPARE(row->property("draft").toString(), QStringLiteral("half a thou"));
        QVERIFY(row->property("drafted").toBool());
        s.press(Qt::Key_Return);
        QCOMPARE(textOf(s, "composer.area"), QStringLiteral("half a thou"));
    }

    void reactingByMenuAndByChip() {
        Open open(phone);
        auto& s = open.stage;
        open.menu(1);
        QVERIFY(s.click(QStringLiteral("quickReaction")));
        QCOMPARE(open.m().last<ReactToMessage>()->message, open.theirs);
        QCOMPARE(open.m().last<ReactToMessage>()->emoji, std::vector<std::string>{"👍"});
        QVERIFY(s.click(QStringLiteral("reaction")));  // pressing ours takes it away
        QVERIFY(open.m().last<ReactToMessage>()->emoji.empty());
        QVERIFY(!seen(s, "reaction"));
        open.m().theyReact(open.mine, {"🦉"});
        s.settle();
        QVERIFY(s.click(QStringLiteral("reaction")));  // pressing theirs puts ours beside it
        QCOMPARE(open.m().last<ReactToMessage>()->emoji, std::vector<std::string>{"🦉"});
        // Any other one, found by its name.
        open.menu(0);
        QVERIFY(s.click(QStringLiteral("moreReactions")));
        s.type(QStringLiteral("rocket"));
        s.press(Qt::Key_Return);
        QCOMPARE(open.m().last<ReactToMessage>()->emoji, (std::vector<std::string>{"🦉", "🚀"}));
    }

    void enterOrControlEnterAsOneLikes() {
        Open open(desktop);
        auto& s = open.stage;
        s.preferences.setEnterSending(false);
        s.type(QStringLiteral("two"));
        s.press(Qt::Key_Return);
        s.type(QStringLiteral("lines"));
        QCOMPARE(open.m().count<SendText>(), 0);
        s.press(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(open.m().last<SendText>()->text, std::string("two\nlines"));
        s.preferences.setEnterSending(true);
        s.type(QStringLiteral("  "));  // nothing but blanks is not sent
        s.press(Qt::Key_Return);
        QCOMPARE(open.m().count<SendText>(), 1);
        s.press(Qt::Key_A, Qt::ControlModifier);
        QGuiApplication::clipboard()->setText(QStringLiteral("pasted\nin two lines"));
        s.press(Qt::Key_V, Qt::ControlModifier);
        s.press(Qt::Key_Return);
        QCOMPARE(open.m().last<SendText>()->text, std::string("pasted\nin two lines"));
    }

    void emojiGoWhereOneWrites() {
        Open open(desktop);
        auto& s = open.stage;
        s.type(QStringLiteral("ab"));
        s.press(Qt::Key_Left);
        QVERIFY(s.click(QStringLiteral("emoji")));
        s.press(Qt::Key_Right);
        s.press(Qt::Key_Left);
        s.press(Qt::Key_Return);
        QCOMPARE(textOf(s, "composer.area"), QStringLiteral("a😀b"));
        s.type(QStringLiteral("c"));
        QCOMPARE(textOf(s, "composer.area"), QStringLiteral("a😀cb"));
    }

    void forwardingToAChatThatIsSearchedFor() {
        Open open(desktop);
        auto& s = open.stage;
        open.menu(1);
        QVERIFY(s.click(QStringLiteral("menuForward")));
        s.type(QStringLiteral("bor"));
        QVERIFY(s.click(QStringLiteral("forwardWithName")));
        QVERIFY(s.click(QStringLiteral("forwardField")));
        s.press(Qt::Key_Return);
        QCOMPARE(open.m().last<ForwardMessage>()->to, open.boris);
        QVERIFY(open.m().last<ForwardMessage>()->withName);
        // And there one is.
        QCOMPARE(open.talk().id(), open.boris);
        QCOMPARE(open.value(0, M::OriginRole).toString(), QStringLiteral("Anna"));
    }

    void selectingMany() {
        Open open(phone);
        auto& s = open.stage;
        open.menu(0);
        QVERIFY(s.click(QStringLiteral("menuSelect")));
        QCOMPARE(textOf(s, "selectionCount"), QStringLiteral("1 selected"));
        s.press(Qt::Key_Up);
        s.press(Qt::Key_Space);
        QCOMPARE(textOf(s, "selectionCount"), QStringLiteral("2 selected"));
        QVERIFY(s.click(QStringLiteral("selectionCopy")));
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("Shall I bring the stove?\n\nPlease do"));
        QVERIFY(!seen(s, "selectionCount"));
        open.menu(0);
        QVERIFY(s.click(QStringLiteral("menuSelect")));
        s.press(Qt::Key_Escape);
        QVERIFY(!seen(s, "selectionCount") && seen(s, "conversationPage"));
        open.menu(0);
        QVERIFY(s.click(QStringLiteral("menuSelect")));
        QVERIFY(s.click(QStringLiteral("selectionDelete")));
        QVERIFY(s.click(QStringLiteral("selectionDeleteBoth")));
        QVERIFY(seen(s, "undoNotice"));
        open.session().undo()->settle();
        s.settle();
        QVERIFY(open.m().last<DeleteMessage>()->both);
        QCOMPARE(open.talk().messages()->count(), 1);
    }

    void theyAreWriting() {
        Open open(desktop);
        auto& s = open.stage;
        open.m().theyType(open.anna);
        s.settle();
        QCOMPARE(textOf(s, "subtitle"), QStringLiteral("is writing…"));
        auto* row = s.find(QStringLiteral("chatRow"));
        QCOMPARE(row->property("line").toString(), QStringLiteral("is writing…"));
        open.m().theyType(open.anna, false);
        s.settle();
        QCOMPARE(textOf(s, "subtitle"), QStringLiteral("End-to-end encrypted"));
    }

    void whatComesIsToldToAScreenReader() {
        Open o(desktop);
        QVERIFY(!seen(o.stage, "announcer"));
        o.stage.type(QStringLiteral("Yes"));
        o.stage.press(Qt::Key_Return);
        o.stage.settle();
        QVERIFY(!seen(o.stage, "announcer"));
        o.m().receive(o.anna, "The stove is on its way");
        o.stage.settle();
        const auto* announcer = o.stage.find(QStringLiteral("announcer"));
        QVERIFY(announcer);
        QVERIFY(announcer->property("words").toString().startsWith(QStringLiteral("Anna, The stove is on its way")));
        // For a while.
        QTRY_VERIFY_WITH_TIMEOUT(!seen(o.stage, "announcer"), 8000);
    }

    void whatIsUnreadIsWhereOneBegins() {
        Open open(phone, [](Open& o, FakeMessenger& m) {
            for (int i = 0; i < 200; ++i) {
                m.addMessage(o.anna, false, "line " + std::to_string(i), present() - std::chrono::minutes(300 - i));
            }
            m.setUnread(o.anna, 60);
        });
        auto& s = open.stage;
        (void)s.picture();
        s.settle();
        QVERIFY(!s.find(QStringLiteral("messages"))->property("atYEnd").toBool());
        const auto first = open.talk().messages()->unreadRow();
        const auto id = *MessageId::parse(open.value(first, M::MessageRole).toString().toStdString());
        auto* row = open.row(id);
        QVERIFY(row);
        const auto top = row->mapToScene(QPointF(0, 0)).y();
        QVERIFY2(top > 0 && top < 300, qPrintable(QString::number(top)));
        // Nothing counts as read before its end was seen; what comes now is counted.
        QCOMPARE(open.m().count<MarkRead>(), 0);
        QCOMPARE(open.talk().unread(), 60);
        open.m().receive(open.anna, "one more");
        s.settle();
        QCOMPARE(open.talk().unread(), 61);
        QVERIFY(s.click(QStringLiteral("jumpToNewest")));
        s.settle();
        QVERIFY(s.find(QStringLiteral("messages"))->property("atYEnd").toBool());
        QCOMPARE(open.m().count<MarkRead>(), 1);
        QCOMPARE(open.talk().unread(), 0);
        QVERIFY(!seen(s, "jumpToNewest"));
    }

    void farBackToTheFirstUnread() {
        Open open(phone, [](Open& o, FakeMessenger& m) {
            for (int i = 0; i < 900; ++i) {
                m.addMessage(o.anna, false, "line " + std::to_string(i), present() - std::chrono::minutes(1000 - i));
            }
            m.setUnread(o.anna, 600);
        });
        auto& s = open.stage;
        QVERIFY(textOf(s, "jumpToUnread").contains(u"600"));
        QVERIFY(s.click(QStringLiteral("jumpToUnread")));
        s.settle();
        QVERIFY(!seen(s, "jumpToUnread"));
        auto* list = s.find(QStringLiteral("messages"));
        QVERIFY(open.value(list->property("currentIndex").toInt(), M::UnreadFromHereRole).toBool());
    }

    void somebodyAsksToBeLetIn() {
        Open open(desktop);
        auto& s = open.stage;
        s.press(Qt::Key_Down, Qt::AltModifier);
        s.press(Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(open.talk().id(), open.vera);
        QVERIFY(seen(s, "contactBar") && !seen(s, "composer"));
        QVERIFY(s.click(QStringLiteral("blockContact")));
        QVERIFY(open.m().last<BlockContact>());
        QVERIFY(!seen(s, "acceptContact"));
        QVERIFY(s.click(QStringLiteral("unblockContact")));
        QVERIFY(s.click(QStringLiteral("acceptContact")));
        QCOMPARE(open.m().last<AcceptContact>()->contact, open.vera);
        QVERIFY(!seen(s, "contactBar") && seen(s, "composer"));
    }

    void fromRightToLeft() {
        QGuiApplication::setLayoutDirection(Qt::RightToLeft);
        {
            MessageId hebrew;
            Open open(desktop, [&](Open& o, FakeMessenger& m) {
                hebrew = m.addMessage(o.anna, false, "\u05e9\u05dc\u05d5\u05dd, \u05de\u05d4 \u05e0\u05e9\u05de\u05e2?",
                                      present() - 1h);
            });
            auto& s = open.stage;
            (void)s.picture();
            const auto x = [](const QQuickItem* item) { return item->mapToScene(QPointF(0, 0)).x(); };
            QVERIFY(x(s.find(QStringLiteral("chatListPage"))) > x(s.find(QStringLiteral("conversationPage"))));
            const auto bubble = [&](const MessageId& id) {
                return open.row(id)->property("bubble").value<QQuickItem*>();
            };
            QVERIFY(x(bubble(open.mine)) < x(bubble(open.theirs)));
            // The letters stay within their bubble, whichever way they run.
            for (const auto& id : {hebrew, open.theirs, open.mine}) {
                const auto* body = bubble(id)->property("body").value<QQuickItem*>();
                const auto width = body->property("contentWidth").toDouble();
                const auto fromRight = bubble(id)->property("fromRight").toBool();
                QCOMPARE(fromRight, id == hebrew);
                const auto left = fromRight ? body->x() + body->width() - width : body->x();
                QVERIFY(left >= 0 && left + width <= bubble(id)->width() + 1);
            }
        }
        QGuiApplication::setLayoutDirection(Qt::LeftToRight);
    }

    void whatFailedTellsWhyAndIsSentAgain() {
        Open open(phone);
        auto& s = open.stage;
        open.m().advance(open.mine, MessageState::Failed, ErrorCode::MessageExpired);
        s.settle();
        QVERIFY(open.row(open.mine)->property("stage").toString() == u"failed");
        open.menu(0);
        QVERIFY(seen(s, "menuRetry"));
        s.press(Qt::Key_Return);
        QCOMPARE(open.m().last<ResendMessage>()->message, open.mine);
        QCOMPARE(open.value(0, M::StageRole).toString(), QStringLiteral("queued"));
    }
};

NIGHTJAR_PAGE_TEST_MAIN(TestConversationPage)

#include "tst_conversationpage.moc"
