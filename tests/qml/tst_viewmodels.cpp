// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// What pages are bound to, without a page.

#include <QAbstractItemModelTester>
#include <QBuffer>
#include <QClipboard>
#include <QSignalSpy>
#include <QTemporaryDir>

#include "acceptviewmodel.h"
#include "chatlistmodel.h"
#include "emojimodel.h"
#include "fakemessenger.h"
#include "messagelistmodel.h"
#include "names.h"
#include "onboardingviewmodel.h"
#include "pagetest.h"
#include "preferences.h"
#include "qrcode.h"
#include "searchmodel.h"
#include "texttools.h"

using namespace nightjar;
using namespace nightjar::test;
using namespace std::chrono_literals;

namespace {

void settle() {
    for (int i = 0; i < 6; ++i) {
        QCoreApplication::processEvents();
    }
}

void typeInto(SecretBuffer& buffer, const QString& text) {
    for (qsizetype i = 0; i < text.size(); ++i) {
        const auto length = text[i].isHighSurrogate() ? 2 : 1;
        buffer.append(QStringView(text).mid(i, length));
        i += length - 1;
    }
}

/// All texts of the model from the newest to the oldest.
QStringList texts(const QAbstractItemModel& model) {
    QStringList out;
    for (int row = 0; row < model.rowCount(); ++row) {
        out.append(model.index(row, 0).data(MessageListModel::TextRole).toString());
    }
    return out;
}

}  // namespace

class TestViewModels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // ---- SecretBuffer

    void secretsAreUtf8AndShrinkByCharacters() {
        SecretBuffer buffer;
        typeInto(buffer, QStringLiteral("aж€😀"));
        QCOMPARE(buffer.count(), 4);
        buffer.backspace();
        QCOMPARE(buffer.count(), 3);
        const auto taken = buffer.take();
        QCOMPARE(QString::fromStdString(toText(taken.view())), QStringLiteral("aж€"));
        QVERIFY(buffer.isEmpty());
        QVERIFY(buffer.take().empty());
    }

    void secretsIgnoreControlCharactersAndHalfSurrogates() {
        SecretBuffer buffer;
        typeInto(buffer, QStringLiteral("\n\t\x1b"));
        const QChar half(0xd83d);
        buffer.append(QStringView(&half, 1));
        QCOMPARE(buffer.count(), 0);
        buffer.digit(10);
        buffer.digit(-1);
        QCOMPARE(buffer.count(), 0);
        for (int i = 0; i < 200; ++i) {
            buffer.digit(7);
        }
        QCOMPARE(buffer.count(), SecretBuffer::maxCharacters);
    }

    void strengthIsHonest_data() {
        using S = OnboardingViewModel::Strength;
        QTest::addColumn<QString>("pin");
        QTest::addColumn<S>("strength");
        QTest::newRow("none") << QString() << S::None;
        QTest::newRow("three") << QStringLiteral("271") << S::TooShort;
        QTest::newRow("same") << QStringLiteral("1111") << S::Obvious;
        QTest::newRow("up") << QStringLiteral("123456") << S::Obvious;
        QTest::newRow("down") << QStringLiteral("9876") << S::Obvious;
        QTest::newRow("two digits") << QStringLiteral("121212") << S::Obvious;
        QTest::newRow("four") << QStringLiteral("2718") << S::Short;
        QTest::newRow("six") << QStringLiteral("271828") << S::Fair;
        QTest::newRow("twelve") << QStringLiteral("271828182845") << S::Strong;
        QTest::newRow("word") << QStringLiteral("heron") << S::Short;
        QTest::newRow("phrase") << QStringLiteral("the heron flies late") << S::Strong;
    }
    void strengthIsHonest() {
        QFETCH(QString, pin);
        QFETCH(OnboardingViewModel::Strength, strength);
        SecretBuffer buffer;
        typeInto(buffer, pin);
        QCOMPARE(strengthOf(buffer), strength);
    }

    // ---- texts

    void markupInTextsIsText() {
        QCOMPARE(TextTools::withLinks(QStringLiteral("<b>&\"</b>")), QStringLiteral("&lt;b&gt;&amp;&quot;&lt;/b&gt;"));
        QCOMPARE(TextTools::withLinks(QStringLiteral("a\n  b")), QStringLiteral("a<br>&nbsp;&nbsp;b"));
    }

    void linksEndBeforePunctuation() {
        QCOMPARE(
            TextTools::withLinks(QStringLiteral("See https://example.org/a?b=1&c=2.")),
            QStringLiteral("See <a href=\"https://example.org/a?b=1&amp;c=2\">https://example.org/a?b=1&amp;c=2</a>."));
        QCOMPARE(TextTools::withLinks(QStringLiteral("(http://x.org)")),
                 QStringLiteral("(<a href=\"http://x.org\">http://x.org</a>)"));
        QVERIFY(!TextTools::withLinks(QStringLiteral("javascript:alert(1) file:///etc/passwd")).contains(u"<a"));
        QVERIFY(!TextTools::withLinks(QStringLiteral("https://x\" onclick=\"")).contains(u"\" onclick"));
    }

    void whatASearchFoundStandsOut() {
        QCOMPARE(TextTools::marked(QStringLiteral("a <Bear> ate"), QStringLiteral("bea a")),
                 QStringLiteral("<b><u>a</u></b> &lt;<b><u>Bea</u></b>r&gt; <b><u>a</u></b>te"));
        QCOMPARE(TextTools::marked(QStringLiteral("Ёлка, Café"), QStringLiteral("елк cafe")),
                 QStringLiteral("<b><u>Ёлк</u></b>а, <b><u>Café</u></b>"));
        QCOMPARE(TextTools::marked(QStringLiteral("sea"), QStringLiteral("ea")), QStringLiteral("sea"));
        const auto around = TextTools::around(QString(300, u'x') + QStringLiteral(" needle ") + QString(300, u'y'),
                                              QStringLiteral("need"), 60);
        QVERIFY2(around.contains(u"needle") && around.size() <= 62, qPrintable(around));
        QCOMPARE(TextTools::around(QStringLiteral("short\ntext"), QString(), 60), QStringLiteral("short text"));
    }

    void searchingFindsChatsAndMessages() {
        FakeMessenger m;
        const auto anna = m.addContact("Anna");
        const auto boris = m.addContact("Boris");
        m.addMessage(boris, true, "Anna comes, too", present() - 1h, MessageState::Read);
        m.addMessage(anna, false, "nothing", present());
        Courier courier(m);
        ChatListModel chats(courier);
        settle();
        SearchModel search(courier, chats);
        QAbstractItemModelTester tester(&search, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(search.count(), 2);  // the chats, while nothing is searched for
        search.setText(QStringLiteral("anna"));
        QVERIFY(search.isSearching());
        QTRY_VERIFY(!search.isSearching());
        QCOMPARE(search.count(), 2);
        QCOMPARE(search.contactAt(0), toQt(anna));
        QVERIFY(search.messageAt(0).isEmpty());
        QCOMPARE(search.contactAt(1), toQt(boris));
        QVERIFY(!search.messageAt(1).isEmpty());
        QCOMPARE(search.index(1).data(SearchModel::SnippetRole).toString(),
                 QStringLiteral("<b><u>Anna</u></b> comes, too"));
        search.setText({});
        QCOMPARE(search.count(), 2);
        QVERIFY(search.messageAt(1).isEmpty());
    }

    void initialsAreLetters() {
        QCOMPARE(initials(QStringLiteral("anna maria petersen")), QStringLiteral("AM"));
        QCOMPARE(initials(QStringLiteral("«Редакция»")), QStringLiteral("Р"));
        QCOMPARE(initials(QStringLiteral("🦉 owl")), QStringLiteral("O"));
        QCOMPARE(initials(QString()), QString());
    }

    void emojiAreFoundInBothLanguages() {
        EmojiModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const auto all = model.count();
        QVERIFY(all > 300);
        model.setText(QStringLiteral("thumb up"));
        QCOMPARE(model.emojiAt(0), QStringLiteral("👍"));
        model.setText(QStringLiteral("Елка"));  // without the dots
        QCOMPARE(model.emojiAt(0), QStringLiteral("🎄"));
        model.setLanguage(QStringLiteral("ru"));
        QVERIFY(model.index(0).data(EmojiModel::NameRole).toString().startsWith(u"ёлка"));
        model.setText(QStringLiteral("umb"));  // words are found by how they begin
        QCOMPARE(model.count(), 0);
        QCOMPARE(model.emojiAt(0), QString());
        model.setText({});
        QCOMPARE(model.count(), all);
        QSet<QString> seen;
        for (int row = 0; row < all; ++row) {
            const auto emoji = model.emojiAt(row);
            QVERIFY2(!seen.contains(emoji), qPrintable(emoji));
            QVERIFY(emoji.toUtf8().size() <= static_cast<qsizetype>(maxEmojiBytes));
            seen.insert(emoji);
        }
    }

    // ---- QR codes

    void qrCodeComesBack() {
        const auto link = QString::fromUtf8(FakeMessenger::link.data(), FakeMessenger::link.size());
        const auto code = makeQrCode(link);
        QVERIFY(!code.isNull());
        // As a photograph of a screen: larger, with a margin, grey rather than black.
        QImage photo(code.width() * 6 + 80, code.height() * 6 + 80, QImage::Format_RGB32);
        photo.fill(QColor(230, 225, 215));
        for (int y = 0; y < code.height() * 6; ++y) {
            for (int x = 0; x < code.width() * 6; ++x) {
                photo.setPixelColor(x + 40, y + 40,
                                    qGray(code.pixel(x / 6, y / 6)) < 128 ? QColor(50, 45, 60) : QColor(225, 220, 215));
            }
        }
        QCOMPARE(readQrCode(photo), link);
        QCOMPARE(readQrCode(QImage(64, 64, QImage::Format_RGB32)), QString());
        QCOMPARE(readQrCode(QImage()), QString());
        QVERIFY(makeQrCode(QString(5000, u'x')).isNull());
    }

    void hugePicturesAreNotDecoded() {
        QTemporaryDir folder;
        // A PNG header that promises 60,000 × 60,000 pixels.
        QByteArray png("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xea\x60\0\0\xea\x60\x08\x06\0\0\0\0\0\0\0", 33);
        QFile file(folder.filePath(QStringLiteral("huge.png")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(png) == png.size());
        file.close();
        QVERIFY(loadSmallImage(file.fileName()).isNull());
        QVERIFY(loadSmallImage(folder.filePath(QStringLiteral("missing.png"))).isNull());
    }

    void invitationsAreFoundInLetters() {
        const auto link = QString::fromUtf8(FakeMessenger::link.data(), FakeMessenger::link.size());
        QCOMPARE(invitationIn(QStringLiteral("Here: ") + link + QStringLiteral(" see you!")), link);
        QCOMPARE(invitationIn(link.chopped(1)), QString());
        QCOMPARE(invitationIn(link + u'x'), QString());
        QCOMPARE(invitationIn(QStringLiteral("nightjar:1/x")), QString());
    }

    // ---- the list of chats

    void chatsMoveUpWithTheirMessages() {
        FakeMessenger m;
        const auto a = m.addContact("Anna");
        const auto b = m.addContact("Boris");
        m.addMessage(a, false, "hello", present() - 1h);
        Courier courier(m);
        ChatListModel chats(courier);
        QAbstractItemModelTester tester(&chats, QAbstractItemModelTester::FailureReportingMode::QtTest);
        settle();
        QVERIFY(chats.isLoaded());
        QCOMPARE(chats.contactAt(0), toQt(a));
        const auto id = m.receive(b, "a\nb");
        QTest::qWait(80);
        QCOMPARE(chats.contactAt(0), toQt(b));
        QCOMPARE(chats.index(0).data(ChatListModel::LastTextRole).toString(), QStringLiteral("a b"));
        QCOMPARE(chats.index(0).data(ChatListModel::UnreadRole).toInt(), 1);
        QCOMPARE(chats.unread(), 1);
        (void)id;
        QCOMPARE(chats.named(QStringLiteral(" ann "), -1), std::vector{a});
        chats.setLeaving(a);
        QCOMPARE(chats.count(), 1);
        QVERIFY(chats.named(QStringLiteral("ann"), -1).empty());
        chats.setLeaving({});
        QCOMPARE(chats.count(), 2);
        m.removedBy(a);
        QCOMPARE(chats.index(chats.rowOf(toQt(a))).data(ChatListModel::ContactStateRole).toString(),
                 QStringLiteral("gone"));
        Command remove = DeleteContact{0, a, false};
        m.post(remove);
        settle();
        QCOMPARE(chats.count(), 1);
        QCOMPARE(chats.rowOf(toQt(a)), -1);
        QCOMPARE(chats.rowOf(QStringLiteral("nonsense")), -1);
    }

    // ---- the window on a conversation

    void theWindowHoldsLittleAndLosesNothing() {
        FakeMessenger m;
        const auto anna = m.addContact("Anna");
        constexpr int all = 1000;
        for (int i = 0; i < all; ++i) {
            m.addMessage(anna, i % 3 == 0, std::to_string(i), present() - std::chrono::minutes(all - i),
                         i % 3 == 0 ? MessageState::Read : MessageState::Received);
        }
        Courier courier(m);
        MessageListModel model(courier, anna, 0);
        settle();
        QCOMPARE(model.count(), MessageListModel::pageSize);
        QCOMPARE(texts(model).first(), QStringLiteral("999"));

        int steps = 0;
        while (model.canFetchMore({})) {
            model.fetchMore({});
            settle();
            QVERIFY(model.count() <= MessageListModel::maxHeld);
            QVERIFY(++steps < 100);
        }
        QCOMPARE(texts(model).last(), QStringLiteral("0"));
        QVERIFY(!model.hasOlder());
        QVERIFY(!model.isAtNewest());

        // Something arrives while one reads what was said long ago.
        m.receive(anna, "new");
        settle();
        QCOMPARE(texts(model).last(), QStringLiteral("0"));

        // And back: without a gap, without a double.
        steps = 0;
        while (!model.isAtNewest()) {
            model.fetchNewer();
            settle();
            QVERIFY(model.count() <= MessageListModel::maxHeld);
            QVERIFY(++steps < 100);
        }
        auto shown = texts(model);
        QCOMPARE(shown.takeFirst(), QStringLiteral("new"));
        for (qsizetype i = 0; i < shown.size(); ++i) {
            QCOMPARE(shown[i], QString::number(all - 1 - i));
        }
        m.receive(anna, "newer");
        settle();
        QCOMPARE(texts(model).first(), QStringLiteral("newer"));
    }

    void jumpingPutsTheWindowAnywhere() {
        FakeMessenger m;
        const auto anna = m.addContact("Anna");
        std::vector<MessageId> ids;
        for (int i = 0; i < 1000; ++i) {
            ids.push_back(m.addMessage(anna, false, std::to_string(i), present() - std::chrono::minutes(1000 - i)));
        }
        Courier courier(m);
        MessageListModel model(courier, anna, 0);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        settle();
        QSignalSpy found(&model, &MessageListModel::found);
        model.jumpTo(toQt(ids[980]));  // held already
        QCOMPARE(found.takeFirst().first().toInt(), 19);
        model.jumpTo(toQt(ids[300]));
        settle();
        QCOMPARE(found.count(), 1);
        const auto row = found.takeFirst().first().toInt();
        QCOMPARE(model.index(row).data(MessageListModel::TextRole).toString(), QStringLiteral("300"));
        QVERIFY(model.count() <= MessageListModel::maxHeld);
        QVERIFY(model.hasOlder() && !model.isAtNewest());
        QVERIFY(row > 10 && row < model.count() - 10);
        // From there both ways without a gap.
        model.fetchNewer();
        settle();
        model.fetchMore({});
        settle();
        const auto shown = texts(model);
        for (qsizetype i = 1; i < shown.size(); ++i) {
            QCOMPARE(shown[i].toInt(), shown[i - 1].toInt() - 1);
        }
        model.jumpToNewest();
        settle();
        QCOMPARE(texts(model).first(), QStringLiteral("999"));
        QSignalSpy missing(&model, &MessageListModel::missing);
        model.jumpTo(toQt(MessageId{}));
        settle();
        QCOMPARE(missing.count(), 1);
        QCOMPARE(texts(model).first(), QStringLiteral("999"));
    }

    void jumpingToTheNewestStartsOver() {
        FakeMessenger m;
        const auto anna = m.addContact("Anna");
        for (int i = 0; i < 600; ++i) {
            m.addMessage(anna, false, std::to_string(i), present() - std::chrono::minutes(600 - i));
        }
        Courier courier(m);
        MessageListModel model(courier, anna, 0);
        settle();
        while (model.isAtNewest()) {
            model.fetchMore({});
            settle();
        }
        model.fetchMore({});  // on its way while one jumps
        model.jumpToNewest();
        settle();
        QVERIFY(model.isAtNewest());
        QCOMPARE(model.count(), MessageListModel::pageSize);
        QCOMPARE(texts(model).first(), QStringLiteral("599"));
    }

    void daysAndGroups() {
        FakeMessenger m;
        const auto anna = m.addContact("Anna");
        const QDateTime noon(QDate(2024, 3, 10), QTime(12, 0));
        const auto at = [&](int minutes) { return fromUnixMs(noon.addSecs(minutes * 60).toMSecsSinceEpoch()); };
        m.addMessage(anna, false, "yesterday", at(-24 * 60));
        m.addMessage(anna, false, "one", at(0));
        m.addMessage(anna, false, "two", at(1));
        m.addMessage(anna, true, "mine", at(2), MessageState::Read);
        m.addMessage(anna, true, "later", at(30), MessageState::Read);
        Courier courier(m);
        MessageListModel model(courier, anna, 2);
        settle();
        const auto is = [&](int row, int role) { return model.index(row).data(role).toBool(); };
        using M = MessageListModel;
        // rows: 0 later, 1 mine, 2 two, 3 one, 4 yesterday
        QVERIFY(is(4, M::DayStartRole) && is(3, M::DayStartRole) && !is(2, M::DayStartRole));
        QVERIFY(is(3, M::GroupStartRole) && !is(3, M::GroupEndRole));
        QVERIFY(!is(2, M::GroupStartRole) && is(2, M::GroupEndRole));
        QVERIFY(is(1, M::GroupStartRole) && is(1, M::GroupEndRole));
        QVERIFY(is(0, M::GroupStartRole));
        // Two were unread: the border is above "one".
        QVERIFY(is(3, M::UnreadFromHereRole) && !is(2, M::UnreadFromHereRole));
    }

    void theWindowIsAProperModel() {
        FakeMessenger m;
        const auto anna = m.addContact("Anna");
        for (int i = 0; i < 500; ++i) {
            m.addMessage(anna, false, std::to_string(i), present());
        }
        Courier courier(m);
        MessageListModel model(courier, anna, 0);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        settle();
        const auto id = m.receive(anna, "x");
        m.post(DeleteMessage{0, id, false});
        settle();
        model.jumpToNewest();
        settle();
        QCOMPARE(texts(model).first(), QStringLiteral("499"));
    }

    void statesFollowTheFacts() {
        FakeMessenger m;
        const auto anna = m.addContact("Anna");
        const auto id = m.addMessage(anna, true, "x", present(), MessageState::Queued);
        Courier courier(m);
        MessageListModel model(courier, anna, 0);
        settle();
        QSignalSpy changed(&model, &MessageListModel::dataChanged);
        m.advance(id, MessageState::Failed, ErrorCode::ContactGone);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(model.index(0).data(MessageListModel::StageRole).toString(), QStringLiteral("failed"));
        QCOMPARE(model.index(0).data(MessageListModel::ReasonRole).toString(), QStringLiteral("contact-gone"));
    }

    // ---- preferences

    void preferencesAreKeptOnlyWhereThereIsAProfile() {
        QTemporaryDir folder;
        const auto file = Preferences::fileIn(folder.path());
        {
            Preferences preferences(file);
            preferences.setTheme(QStringLiteral("dark"));
            preferences.setLanguage(QStringLiteral("klingon"));
            QTest::qWait(250);
            QVERIFY(!QFile::exists(file));
            preferences.keep();
        }
        QVERIFY(QFile::exists(file));
        Preferences again(file);
        QCOMPARE(again.theme(), QStringLiteral("dark"));
        QCOMPARE(again.language(), QStringLiteral("system"));
        again.forget();
        QVERIFY(!QFile::exists(file));
    }

    void damagedPreferencesAreIgnored_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("noise") << QByteArray("\x00\xff{{{", 5);
        QTest::newRow("array") << QByteArray("[1,2]");
        QTest::newRow("types") << QByteArray(R"({"language":7,"theme":["x"],"textScale":"big","listWidth":{}})");
        QTest::newRow("range") << QByteArray(R"({"textScale":1e9})");
        QTest::newRow("huge") << QByteArray(1 << 20, '{');
    }
    void damagedPreferencesAreIgnored() {
        QFETCH(QByteArray, content);
        QTemporaryDir folder;
        QFile file(Preferences::fileIn(folder.path()));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
        file.close();
        Preferences preferences(file.fileName());
        QCOMPARE(preferences.language(), QStringLiteral("system"));
        QVERIFY(preferences.textScale() >= 0.8 && preferences.textScale() <= 2.0);
    }
};

NIGHTJAR_PAGE_TEST_MAIN(TestViewModels)

#include "tst_viewmodels.moc"
