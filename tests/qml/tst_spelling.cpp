// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// What is a word, which dictionaries there are, and what they say; with dictionaries of three words.

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "spelling.h"
#include "spellingviewmodel.h"

using namespace nightjar;

class TestSpelling : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    void write(const char* name, const QByteArray& content) const {
        QFile file(m_folder.filePath(QString::fromLatin1(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }
    static QStringList found(const QString& text) {
        QStringList out;
        for (const auto& one : spelledWords(text)) {
            [&] { QCOMPARE(text.mid(one.start, one.word.size()).replace(u'\u2019', u'\''), one.word); }();
            out.append(one.word);
        }
        return out;
    }

private Q_SLOTS:
    void initTestCase() {
        write("en_GB.aff", "SET UTF-8\n");
        write("en_GB.dic", "3\nhello\nworld\ncolour\n");
        write("en_US.aff", "SET UTF-8\n");
        write("en_US.dic", "3\nhello\nworld\ncolor\n");
        write("ru_RU.aff", "SET UTF-8\n");
        write("ru_RU.dic", "1\nпривет\n");
        write("de_DE.dic", "1\nhallo\n");  // its other half is missing
    }

    void wordsAreOfLettersAndNotInLinks() {
        QCOMPARE(found(QStringLiteral("Hello, world! It's 5th; don’t.")),
                 QStringList({QStringLiteral("Hello"), QStringLiteral("world"), QStringLiteral("It's"),
                              QStringLiteral("don't")}));
        QCOMPARE(found(QStringLiteral("see: https://exmaple.org/pth me@exmaple.org exmaple.org /tmp/foo nightjar:1/x "
                                      "snake_case #tag a=b")),
                 QStringList({QStringLiteral("see")}));
        QCOMPARE(found(QStringLiteral("Привет, как-нибудь \u0301 a")),
                 QStringList({QStringLiteral("Привет"), QStringLiteral("как"), QStringLiteral("нибудь")}));
        QCOMPARE(found(QString(500, u'x') + u' '), QStringList());
        QCOMPARE(found({}), QStringList());
    }

    void theFittingDictionariesAreFound() {
        const auto names = [this](const QStringList& languages) {
            QStringList out;
            for (const auto& one : findDictionaries(languages, {m_folder.path(), QStringLiteral("/no/such")})) {
                out.append(one.name);
            }
            return out;
        };
        QCOMPARE(names({QStringLiteral("en"), QStringLiteral("en_US")}), QStringList({QStringLiteral("en_US")}));
        QCOMPARE(names({QStringLiteral("ru"), QStringLiteral("en_AU")}),
                 QStringList({QStringLiteral("ru_RU"), QStringLiteral("en_GB")}));
        QCOMPARE(names({QStringLiteral("de"), QStringLiteral("C"), QString(), QStringLiteral("../en")}), QStringList());
    }

    void whatIsMisspeltIsToldWithOtherSpellings() {
        Spelling spelling({m_folder.path()});
        if (!spelling.speak({QStringLiteral("en_GB"), QStringLiteral("ru")})) {
            QSKIP("built without hunspell");
        }
        QSignalSpy checked(&spelling, &SpellPort::checked);
        QSignalSpy suggested(&spelling, &SpellPort::suggested);
        // No dictionary here has Greek letters.
        spelling.check({QStringLiteral("hello"), QStringLiteral("wrold"), QStringLiteral("привет"),
                        QStringLiteral("превет"), QStringLiteral("καλημέρα")});
        QTRY_COMPARE(checked.count(), 1);
        QCOMPARE(checked.at(0).at(0).toStringList(),
                 QStringList({QStringLiteral("hello"), QStringLiteral("привет"), QStringLiteral("καλημέρα")}));
        QCOMPARE(checked.at(0).at(1).toStringList(), QStringList({QStringLiteral("wrold"), QStringLiteral("превет")}));
        spelling.suggest(QStringLiteral("wrold"));
        QTRY_COMPARE(suggested.count(), 1);
        QCOMPARE(suggested.at(0).at(1).toStringList(), QStringList({QStringLiteral("world")}));

        // Another language from now on; and none.
        QVERIFY(spelling.speak({QStringLiteral("ru")}));
        spelling.check({QStringLiteral("wrold"), QStringLiteral("превет")});
        QTRY_COMPARE(checked.count(), 2);
        QCOMPARE(checked.at(1).at(1).toStringList(), QStringList({QStringLiteral("превет")}));
        QVERIFY(!spelling.speak({QStringLiteral("xx")}));
    }
};

QTEST_GUILESS_MAIN(TestSpelling)
#include "tst_spelling.moc"
