// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// One conversation without a page: what is written, answered, changed, reacted to, forwarded and selected.

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QSignalSpy>

#include "conversationviewmodel.h"
#include "fakemessenger.h"
#include "names.h"
#include "pagetest.h"

using namespace nightjar;
using namespace nightjar::test;
using namespace std::chrono_literals;

namespace {

void settle() {
    for (int i = 0; i < 8; ++i) {
        QCoreApplication::processEvents();
    }
}

/// A conversation with Anna, and Boris besides.
struct Talk {
    Talk() : anna(m.addContact("Anna")), boris(m.addContact("Boris")) {}
    /// From here on the messages that have been put into `m` are looked at.
    ConversationViewModel& open() {
        courier = std::make_unique<Courier>(m);
        chats = std::make_unique<ChatListModel>(*courier);
        settle();
        return reopen();
    }
    ConversationViewModel& reopen() {
        view.reset();
        settle();
        view = std::make_unique<ConversationViewModel>(*courier, *chats, undo, *chats->find(anna));
        settle();
        return *view;
    }
    [[nodiscard]] QVariant value(int row, int role) const { return view->messages()->index(row).data(role); }
    [[nodiscard]] QString chat(int role) const { return chats->index(chats->rowOf(toQt(anna))).data(role).toString(); }

    FakeMessenger m;
    ContactId anna;
    ContactId boris;
    std::unique_ptr<Courier> courier;
    std::unique_ptr<ChatListModel> chats;
    UndoViewModel undo;
    std::unique_ptr<ConversationViewModel> view;
};

using M = MessageListModel;
using Purpose = ComposerViewModel::Purpose;

}  // namespace

class TestConversation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // ---- writing

    void blankTextsAreNotSentAndLongOnesAreToldSo() {
        Talk t;
        auto& talk = t.open();
        auto& composer = *talk.composer();
        composer.setText(QStringLiteral(" \n "));
        QVERIFY(!composer.isSendable());
        composer.send();
        composer.setText(QString(static_cast<qsizetype>(maxTextBytes) / 2 + 1, u'ж'));
        composer.send();
        settle();
        QCOMPARE(t.m.count<SendText>(), 0);
        QCOMPARE(talk.problem(), QStringLiteral("message-too-long"));
        QVERIFY(!composer.text().isEmpty());
        composer.setText(QStringLiteral(" hello "));
        composer.send();
        composer.send();  // impatient
        settle();
        QCOMPARE(t.m.count<SendText>(), 1);
        QCOMPARE(t.m.last<SendText>()->text, std::string("hello"));
        QVERIFY(composer.text().isEmpty());
        QVERIFY(talk.problem().isEmpty());
    }

    void aTextThatCouldNotBeKeptStaysInTheComposer() {
        Talk t;
        auto& talk = t.open();
        talk.composer()->setText(QStringLiteral("hello"));
        t.m.failNext(ErrorCode::DiskFull);
        talk.composer()->send();
        settle();
        QCOMPARE(talk.composer()->text(), QStringLiteral("hello"));
        QCOMPARE(talk.problem(), QStringLiteral("disk-full"));
    }

    void draftsSurviveWithWhatTheyAnswer() {
        Talk t;
        const auto question = t.m.addMessage(t.anna, false, "Shall I bring the stove?", present());
        auto& talk = t.open();
        talk.composer()->answer(toQt(question));
        talk.composer()->setText(QStringLiteral("half a thou"));
        auto& again = t.reopen();
        QCOMPARE(t.chat(ChatListModel::DraftRole), QStringLiteral("half a thou"));
        QCOMPARE(again.composer()->text(), QStringLiteral("half a thou"));
        QCOMPARE(again.composer()->purpose(), Purpose::Answering);
        QCOMPARE(again.composer()->about(), toQt(question));
        QCOMPARE(again.composer()->aboutPreview(), QStringLiteral("Shall I bring the stove?"));
        QVERIFY(!again.composer()->isAboutMine());
        again.composer()->setText(QStringLiteral("half a thought"));
        again.composer()->send();
        settle();
        // The store had what was sent, so that it forgets it in the same step, and nothing is left.
        QCOMPARE(t.m.last<SetDraft>()->text, std::string("half a thought"));
        QCOMPARE(t.m.last<SendText>()->quote, std::optional(question));
        QVERIFY(t.chat(ChatListModel::DraftRole).isEmpty());
        QVERIFY(t.reopen().composer()->text().isEmpty());
    }

    void whatWasTypedJustBeforeLeavingIsThereAgain() {
        Talk t;
        auto& talk = t.open();
        talk.composer()->setText(QStringLiteral("quick"));
        t.view.reset();  // and opened again before the store has said anything
        t.view = std::make_unique<ConversationViewModel>(*t.courier, *t.chats, t.undo, *t.chats->find(t.anna));
        QVERIFY(t.view->composer()->text().isEmpty());
        settle();
        QCOMPARE(t.view->composer()->text(), QStringLiteral("quick"));
        t.view->composer()->setText(QStringLiteral("quicker"));
        t.m.receive(t.anna, "hello");
        settle();
        QCOMPARE(t.view->composer()->text(), QStringLiteral("quicker"));
    }

    void aCrashCostsHalfASecondOfTyping() {
        Talk t;
        auto& talk = t.open();
        for (int i = 0; i < 9; ++i) {  // without a pause
            talk.composer()->setText(QString(i + 1, u'x'));
            QTest::qWait(100);
        }
        QVERIFY(t.m.count<SetDraft>() >= 1);
        QVERIFY(t.m.last<SetDraft>()->text.size() >= 4);
    }

    void theyAreToldThatOneWrites() {
        Talk t;
        auto& talk = t.open();
        talk.composer()->setText(QStringLiteral(" "));
        settle();
        QCOMPARE(t.m.count<SetTyping>(), 0);
        talk.composer()->setText(QStringLiteral("a"));
        talk.composer()->setText(QStringLiteral("ab"));
        settle();
        QCOMPARE(t.m.count<SetTyping>(), 2);
        QVERIFY(t.m.last<SetTyping>()->typing);
        talk.composer()->setText({});
        settle();
        QCOMPARE(t.m.count<SetTyping>(), 3);
        QVERIFY(!t.m.last<SetTyping>()->typing);
        talk.composer()->setText(QStringLiteral("abc"));
        t.view.reset();
        settle();
        QVERIFY(!t.m.last<SetTyping>()->typing);
        // A draft that is only looked at is not being written.
        const auto before = t.m.count<SetTyping>();
        t.reopen();
        QCOMPARE(t.m.count<SetTyping>(), before);
    }

    void theirTypingIsSeenInBothPlaces() {
        Talk t;
        auto& talk = t.open();
        QSignalSpy changed(&talk, &ConversationViewModel::contactChanged);
        t.m.theyType(t.anna);
        QVERIFY(talk.isTyping());
        QCOMPARE(changed.count(), 1);
        QVERIFY(t.chats->index(t.chats->rowOf(toQt(t.anna))).data(ChatListModel::TypingRole).toBool());
        QVERIFY(!t.chats->isTyping(t.boris));
        t.m.receive(t.anna, "there");  // that is what they were writing
        QVERIFY(!talk.isTyping());
        t.m.theyType(t.anna);
        t.m.theyType(t.anna, false);
        QVERIFY(!talk.isTyping());
    }

    // ---- answering, changing

    void answersShowWhatTheyAnswer() {
        Talk t;
        const auto question = t.m.addMessage(t.anna, false, "one\ntwo", present());
        auto& talk = t.open();
        talk.composer()->answer(toQt(question));
        talk.composer()->dismiss();
        QCOMPARE(talk.composer()->purpose(), Purpose::Writing);
        talk.composer()->answer(toQt(question));
        talk.composer()->setText(QStringLiteral("three"));
        talk.composer()->send();
        settle();
        QCOMPARE(talk.composer()->purpose(), Purpose::Writing);
        QCOMPARE(t.value(0, M::QuotedRole).toString(), toQt(question));
        QCOMPARE(t.value(0, M::QuotePreviewRole).toString(), QStringLiteral("one two"));
        QCOMPARE(t.value(0, M::QuoteStateRole).toString(), QStringLiteral("present"));
        QVERIFY(!t.value(0, M::QuoteMineRole).toBool());
        QCOMPARE(t.value(1, M::QuotedRole).toString(), QString());
        // There and back.
        QSignalSpy found(talk.messages(), &M::found);
        talk.followQuote(t.value(0, M::MessageRole).toString());
        QCOMPARE(found.takeFirst().first().toInt(), 1);
        QVERIFY(talk.canReturn());
        talk.goBack();
        QCOMPARE(found.takeFirst().first().toInt(), 0);
        QVERIFY(!talk.canReturn());
    }

    void aMessageThatGoesIsNotAnsweredAnyMore() {
        Talk t;
        const auto question = t.m.addMessage(t.anna, false, "one", present());
        auto& talk = t.open();
        talk.composer()->setText(QStringLiteral("two"));
        talk.composer()->answer(toQt(question));
        t.m.post(DeleteMessage{0, question, false});
        settle();
        QCOMPARE(talk.composer()->purpose(), Purpose::Writing);
        QCOMPARE(talk.composer()->text(), QStringLiteral("two"));
    }

    void editingPutsTheDraftAsideAndBringsItBack() {
        Talk t;
        const auto id = t.m.addMessage(t.anna, true, "teh bridge", present(), MessageState::Read);
        t.m.addMessage(t.anna, false, "ok", present());
        auto& talk = t.open();
        auto& composer = *talk.composer();
        composer.setText(QStringLiteral("next"));
        QVERIFY(composer.editNewest());
        QCOMPARE(composer.purpose(), Purpose::Editing);
        QCOMPARE(composer.text(), QStringLiteral("teh bridge"));
        QCOMPARE(composer.aboutPreview(), QStringLiteral("teh bridge"));
        composer.dismiss();
        QCOMPARE(composer.text(), QStringLiteral("next"));
        composer.edit(toQt(id));
        composer.setText(QStringLiteral("the bridge"));
        composer.send();
        settle();
        QCOMPARE(t.m.count<SendText>(), 0);
        QCOMPARE(t.m.last<EditMessage>()->text, std::string("the bridge"));
        QCOMPARE(t.m.last<EditMessage>()->message, id);
        QCOMPARE(composer.text(), QStringLiteral("next"));
        QCOMPARE(t.chat(ChatListModel::DraftRole), QStringLiteral("next"));
        QCOMPARE(t.value(1, M::TextRole).toString(), QStringLiteral("the bridge"));
        QVERIFY(t.value(1, M::EditedRole).toBool());
        QVERIFY(!t.value(0, M::EditedRole).toBool());
        // Theirs are not ours to change.
        composer.edit(t.value(0, M::MessageRole).toString());
        QCOMPARE(composer.purpose(), Purpose::Writing);
    }

    void theHistoryOfAnEditedMessage() {
        Talk t;
        const auto id = t.m.addMessage(t.anna, false, "first", present() - 1h);
        auto& talk = t.open();
        t.m.theyEdit(id, "second");
        t.m.theyEdit(id, "third");
        settle();
        QCOMPARE(t.value(0, M::TextRole).toString(), QStringLiteral("third"));
        QCOMPARE(t.chat(ChatListModel::LastTextRole), QStringLiteral("third"));
        auto& history = *talk.history();
        QAbstractItemModelTester tester(&history, QAbstractItemModelTester::FailureReportingMode::QtTest);
        history.show(toQt(id));
        settle();
        QCOMPARE(history.count(), 3);
        using H = MessageHistoryModel;
        QCOMPARE(history.index(0).data(H::TextRole).toString(), QStringLiteral("third"));
        QCOMPARE(history.index(2).data(H::TextRole).toString(), QStringLiteral("first"));
        QVERIFY(history.index(2).data(H::FirstRole).toBool() && !history.index(0).data(H::FirstRole).toBool());
    }

    void whatFailedIsSentOnceMore() {
        Talk t;
        const auto id = t.m.addMessage(t.anna, true, "x", present(), MessageState::Failed, ErrorCode::MessageExpired);
        auto& talk = t.open();
        QCOMPARE(t.value(0, M::ReasonRole).toString(), QStringLiteral("message-expired"));
        talk.resend(toQt(id));
        settle();
        QCOMPARE(t.m.last<ResendMessage>()->message, id);
        QCOMPARE(t.value(0, M::StageRole).toString(), QStringLiteral("queued"));
        t.m.advance(id, MessageState::Failed, ErrorCode::MessageExpired);
        t.m.failNext(ErrorCode::ContactBlocked);
        talk.resend(toQt(id));
        settle();
        QCOMPARE(talk.problem(), QStringLiteral("contact-blocked"));
    }

    // ---- reactions

    void reactionsAreToggled() {
        Talk t;
        const auto id = t.m.addMessage(t.anna, false, "x", present());
        auto& talk = t.open();
        const auto message = toQt(id);
        talk.react(message, QStringLiteral("👍"));
        settle();
        talk.react(message, QStringLiteral("🔥"));
        settle();
        t.m.theyReact(id, {"👍", "🦉"});
        QCOMPARE(t.value(0, M::ReactionsRole).toStringList(),
                 QStringList({QStringLiteral("👍"), QStringLiteral("🔥"), QStringLiteral("🦉")}));
        QCOMPARE(t.value(0, M::OwnReactionsRole).toStringList(),
                 QStringList({QStringLiteral("👍"), QStringLiteral("🔥")}));
        QCOMPARE(t.value(0, M::SharedReactionsRole).toStringList(), QStringList({QStringLiteral("👍")}));
        talk.react(message, QStringLiteral("👍"));
        settle();
        QCOMPARE(t.m.last<ReactToMessage>()->emoji, std::vector<std::string>{"🔥"});
        QVERIFY(t.value(0, M::SharedReactionsRole).toStringList().isEmpty());
        t.m.failNext(ErrorCode::ContactGone);
        talk.react(message, QStringLiteral("🔥"));
        settle();
        QCOMPARE(talk.problem(), QStringLiteral("contact-gone"));
    }

    void noMoreReactionsThanThereMayBe() {
        Talk t;
        const auto id = t.m.addMessage(t.anna, false, "x", present());
        auto& talk = t.open();
        for (char16_t c = u'a'; c < u'a' + static_cast<char16_t>(maxReactions) + 2; ++c) {
            talk.react(toQt(id), QString(QChar(c)));
            settle();
        }
        const auto own = t.value(0, M::OwnReactionsRole).toStringList();
        QCOMPARE(own.size(), static_cast<qsizetype>(maxReactions));
        QCOMPARE(own.first(), QStringLiteral("c"));
    }

    // ---- forwarding, selecting

    void forwardingWithAndWithoutTheName() {
        Talk t;
        const auto id = t.m.addMessage(t.anna, false, "the hut opens at eight", present());
        t.m.addContact("Gone", ContactState::Gone);
        auto& talk = t.open();
        auto& forwarding = *talk.forwarding();
        QAbstractItemModelTester tester(&forwarding, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy done(&forwarding, &ForwardViewModel::done);
        talk.beginForward(toQt(id));
        QCOMPARE(forwarding.count(), 2);  // whoever has removed us gets nothing
        forwarding.setText(QStringLiteral("bor"));
        QCOMPARE(forwarding.count(), 1);
        QCOMPARE(forwarding.contactAt(0), toQt(t.boris));
        forwarding.send(forwarding.contactAt(0));
        settle();
        QCOMPARE(done.count(), 1);
        QVERIFY(!t.m.last<ForwardMessage>()->withName);
        QVERIFY(t.m.messages(t.boris).back().forwarded && t.m.messages(t.boris).back().origin.empty());
        talk.beginForward(toQt(id));
        forwarding.setWithName(true);
        forwarding.send(toQt(t.anna));
        settle();
        QCOMPARE(t.value(0, M::OriginRole).toString(), QStringLiteral("Anna"));
        QVERIFY(t.value(0, M::ForwardedRole).toBool() && !t.value(1, M::ForwardedRole).toBool());
        talk.beginForward(toQt(id));
        QVERIFY(!forwarding.isWithName());  // asked anew every time
        t.m.failNext(ErrorCode::DiskFull);
        forwarding.send(toQt(t.boris));
        settle();
        QCOMPARE(talk.problem(), QStringLiteral("disk-full"));
        QCOMPARE(done.count(), 2);
    }

    void whateverIsHereCanBeForwarded() {
        Talk t;
        Attachment photo;
        photo.name = "nest.jpg";
        photo.state = TransferState::Offered;
        const auto away = t.m.addFile(t.anna, false, MessageKind::Photo, photo, present() - 5min);
        photo.state = TransferState::Done;
        photo.readable = true;
        const auto here = t.m.addFile(t.anna, false, MessageKind::Photo, photo, present() - 4min);
        const auto note = t.m.addNote(t.anna, false, 8s, present() - 3min, false, false);
        const auto card = t.m.addCard(t.anna, false, "Carol", "https://example.org/a", present() - 2min);
        auto& talk = t.open();
        auto& selection = *talk.selection();
        selection.begin(toQt(away));
        QVERIFY(!selection.isForwardable());
        selection.begin(toQt(here));
        selection.toggle(toQt(note));
        selection.toggle(toQt(card));
        QVERIFY(selection.isForwardable() && !selection.isCopyable());
        talk.beginForwardSelected();
        QVERIFY(!talk.forwarding()->isNameable());
        talk.forwarding()->send(toQt(t.boris));
        settle();
        QCOMPARE(t.m.messages(t.boris).size(), std::size_t(3));
        QVERIFY(t.m.messages(t.boris).front().kind == MessageKind::Photo);
        QVERIFY(!t.m.messages(t.boris).front().forwarded);
        QCOMPARE(t.m.messages(t.boris).back().link, std::string("https://example.org/a"));
    }

    void manyAreSelectedForwardedCopiedAndDeleted() {
        Talk t;
        const auto one = t.m.addMessage(t.anna, false, "one", present() - 3min);
        const auto two = t.m.addMessage(t.anna, true, "two", present() - 2min, MessageState::Read);
        const auto three = t.m.addMessage(t.anna, true, "three", present() - 1min, MessageState::Read);
        t.m.addCallRecord(t.anna, true, "missed", present(), {});
        auto& talk = t.open();
        auto& selection = *talk.selection();
        selection.toggle(toQt(one));  // not before it has begun
        QCOMPARE(selection.count(), 0);
        selection.begin(toQt(three));
        selection.toggle(toQt(one));
        selection.toggle(toQt(two));
        QCOMPARE(selection.ids(), (std::vector{one, two, three}));
        QVERIFY(t.value(1, M::SelectedRole).toBool() && !t.value(0, M::SelectedRole).toBool());
        QVERIFY(selection.isCopyable() && !selection.isOurs());
        talk.beginForwardSelected();
        talk.forwarding()->send(toQt(t.boris));
        settle();
        QCOMPARE(t.m.count<ForwardMessage>(), 3);
        QCOMPARE(t.m.messages(t.boris).size(), std::size_t(3));
        QCOMPARE(t.m.messages(t.boris).front().text, std::string("one"));
        talk.copySelected();
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("one\n\ntwo\n\nthree"));
        QVERIFY(!selection.isActive());
        selection.begin(t.value(0, M::MessageRole).toString());  // the call
        QVERIFY(!selection.isCopyable() && !selection.isOurs());
        selection.toggle(t.value(0, M::MessageRole).toString());
        QVERIFY(!selection.isActive());  // none is left
        selection.begin(toQt(two));
        selection.toggle(toQt(three));
        QVERIFY(selection.isOurs());
        talk.removeSelected(true);
        QCOMPARE(t.undo.count(), 2);
        t.undo.undo();
        QVERIFY(!t.value(1, M::LeavingRole).toBool());
        selection.begin(toQt(two));
        selection.toggle(toQt(three));
        talk.removeSelected(true);
        t.undo.settle();
        settle();
        QCOMPARE(t.m.count<DeleteMessage>(), 2);
        QCOMPARE(t.m.messages(t.anna).size(), std::size_t(2));
        selection.begin(toQt(one));
        t.m.post(DeleteMessage{0, one, false});
        settle();
        QVERIFY(!selection.isActive());
    }

    // ---- requests, notices

    void whoAsksIsLetInOrNot() {
        Talk t;
        const auto vera = t.m.addContact("Vera", ContactState::Requested);
        (void)t.open();
        ConversationViewModel talk(*t.courier, *t.chats, t.undo, *t.chats->find(vera));
        QCOMPARE(talk.contactState(), QStringLiteral("requested"));
        talk.setBlocked(true);
        settle();
        QVERIFY(talk.isBlocked());
        talk.setBlocked(false);
        settle();
        QVERIFY(!talk.isBlocked());
        talk.acceptContact();
        settle();
        QCOMPARE(talk.contactState(), QStringLiteral("active"));
        talk.refuseContact();
        settle();
        QVERIFY(!t.chats->find(vera));
    }

    void noticesAreNoMessages() {
        Talk t;
        t.m.addNotice(t.anna, noticeSessionRenewed, present());
        auto& talk = t.open();
        QCOMPARE(t.value(0, M::KindRole).toString(), QStringLiteral("notice"));
        talk.composer()->answer(t.value(0, M::MessageRole).toString());
        QCOMPARE(talk.composer()->purpose(), Purpose::Writing);
        QVERIFY(!talk.composer()->editNewest());
    }

    // ---- where one is

    void theConversationOpensAtTheFirstUnread() {
        Talk t;
        for (int i = 0; i < 700; ++i) {
            t.m.addMessage(t.anna, i % 7 == 0, std::to_string(i), present() - std::chrono::minutes(700 - i));
        }
        t.m.setUnread(t.anna, 120);
        auto& few = t.open();
        // All of them are in the first page, with some of what was said before.
        QCOMPARE(few.unread(), 120);
        QCOMPARE(few.messages()->unreadElsewhere(), 0);
        const auto row = few.messages()->unreadRow();
        QVERIFY(row >= 119 && row < few.messages()->count() - 1);

        t.m.setUnread(t.anna, 500);
        t.chats->reload();
        auto& many = t.reopen();
        QCOMPARE(many.messages()->count(), M::maxFirstPage);
        QCOMPARE(many.messages()->unreadElsewhere(), 500);
        QSignalSpy found(many.messages(), &M::found);
        many.messages()->jumpToUnread();
        settle();
        QCOMPARE(found.count(), 1);
        QCOMPARE(many.messages()->unreadElsewhere(), 0);
        const auto at = found.first().first().toInt();
        QVERIFY(t.value(at, M::UnreadFromHereRole).toBool());
        const auto first = t.value(at, M::TextRole).toInt();
        int later = 0;
        for (int i = first; i < 700; ++i) {
            later += i % 7 == 0 ? 0 : 1;
        }
        QCOMPARE(later, 500);
    }

    void deletionsWaitAndCanBeTakenBack() {
        FakeMessenger m;
        const auto anna = m.addContact("Anna");
        const auto first = m.addMessage(anna, true, "first", present(), MessageState::Sent);
        const auto second = m.addMessage(anna, true, "second", present(), MessageState::Sent);
        Courier courier(m);
        ChatListModel chats(courier);
        UndoViewModel undo;
        settle();
        auto talk = std::make_unique<ConversationViewModel>(courier, chats, undo, *chats.find(anna));
        settle();
        talk->remove(toQt(second), true);
        QVERIFY(undo.isPossible());
        QVERIFY(talk->messages()->index(0).data(MessageListModel::LeavingRole).toBool());
        undo.undo();
        QVERIFY(!undo.isPossible());
        QVERIFY(!talk->messages()->index(0).data(MessageListModel::LeavingRole).toBool());
        settle();
        QCOMPARE(m.count<DeleteMessage>(), 0);
        talk->remove(toQt(first), false);
        talk->remove(toQt(second), true);  // the first is settled by that
        settle();
        QCOMPARE(m.count<DeleteMessage>(), 1);
        talk.reset();  // and leaving settles the second
        settle();
        QCOMPARE(m.count<DeleteMessage>(), 2);
        QCOMPARE(m.last<DeleteMessage>()->message, second);
        QVERIFY(m.last<DeleteMessage>()->both);
    }

    void whatIsLookedAtIsRead() {
        FakeMessenger m;
        const auto anna = m.addContact("Anna");
        m.addMessage(anna, false, "x", present());
        m.setUnread(anna, 1);
        Courier courier(m);
        ChatListModel chats(courier);
        UndoViewModel undo;
        settle();
        ConversationViewModel talk(courier, chats, undo, *chats.find(anna));
        settle();
        QCOMPARE(m.count<MarkRead>(), 0);
        talk.setWatched(true);
        settle();
        QCOMPARE(m.count<MarkRead>(), 1);
        m.receive(anna, "y");
        settle();
        QCOMPARE(m.count<MarkRead>(), 2);
        talk.setWatched(false);
        m.receive(anna, "z");
        settle();
        QCOMPARE(m.count<MarkRead>(), 2);
    }
};

NIGHTJAR_PAGE_TEST_MAIN(TestConversation)

#include "tst_conversation.moc"
