// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Every pair of colours that a look says can meet is legible.

#include <QQmlComponent>
#include <QQmlEngine>
#include <QTemporaryDir>
#include <QTemporaryFile>

#include "inspector.h"
#include "pagetest.h"
#include "themefile.h"

using namespace nightjar;
using namespace nightjar::test;

class TestTheme : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pairs_data() {
        QTest::addColumn<QString>("look");
        QTest::addColumn<double>("least");  // for text; 4.5 is AA, 7 is AAA
        QTest::newRow("light") << QStringLiteral("light") << 4.5;
        QTest::newRow("night") << QStringLiteral("night") << 4.5;
        QTest::newRow("contrast") << QStringLiteral("contrast") << 7.0;
    }

    void pairs() {
        QFETCH(QString, look);
        QFETCH(double, least);
        QQmlEngine engine;
        UserInterface::prepareEngine(engine);
        QQmlComponent component(&engine);
        component.setData("import QtQml\nimport Nightjar.Theme\nQtObject { readonly property QtObject colours: Theme." +
                              look.toLatin1() + " }",
                          QUrl());
        const std::unique_ptr<QObject> object(component.create());
        QVERIFY2(object, qPrintable(component.errorString()));
        auto* colours = object->property("colours").value<QObject*>();
        QVERIFY(colours);

        const QQmlListReference pairs(colours, "pairs");
        QVERIFY(pairs.count() > 30);
        for (qsizetype i = 0; i < pairs.count(); ++i) {
            const auto ink = pairs.at(i)->property("ink").toString();
            const auto ground = pairs.at(i)->property("ground").toString();
            const auto usual = pairs.at(i)->property("needed").toDouble();
            const auto needed = usual < 4.5 ? usual : std::max(usual, least);
            const auto is = contrast(colours->property(ink.toLatin1()).value<QColor>(),
                                     colours->property(ground.toLatin1()).value<QColor>());
            QVERIFY2(is >= needed, qPrintable(QStringLiteral("%1 on %2: %3").arg(ink, ground).arg(is)));
        }
        const auto onAvatar = colours->property("avatarInk").value<QColor>();
        const auto avatars = colours->property("avatars").value<QList<QColor>>();
        QCOMPARE(avatars.size(), 8);
        for (const auto& avatar : avatars) {
            QVERIFY2(contrast(onAvatar, avatar) >= least, qPrintable(avatar.name()));
        }
    }

    void aFileChangesWhatItNamesAndNothingElse() {
        const QTemporaryDir folder;
        const auto write = [&folder](const QByteArray& text) {
            QFile file(folder.filePath(QStringLiteral("theme.json")));
            [&] { QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size()); }();
            return file.fileName();
        };
        QVERIFY(QFile::copy(QStringLiteral(":/nightjar/icons/appicon.svg"), folder.filePath(QStringLiteral("l.svg"))));
        const auto read =
            readThemeFile(write("{\"colours\": {\"light\": {\"accent\": \"#005a3c\", \"muted\": \"#c0c0c0\", "
                                "\"nothing\": \"#000000\"}}, \"radius\": 4, \"typeScale\": 1.1, \"name\": \"Acme "
                                "Talk\", \"logo\": \"l.svg\"}"));
        QVERIFY2(read.theme, qPrintable(read.problem));
        QQmlEngine engine;
        UserInterface::prepareEngine(engine);
        const auto warnings = applyTheme(*read.theme, engine);
        const auto all = warnings.join(u'\n');
        QVERIFY2(all.contains(QStringLiteral("light: there is no colour \"nothing\"")), qPrintable(all));
        QVERIFY2(all.contains(QStringLiteral("light: muted on window is")), qPrintable(all));
        QVERIFY2(!all.contains(QStringLiteral("accentInk")) && !all.contains(QStringLiteral("dark")), qPrintable(all));
        QQmlComponent component(&engine);
        component.setData(
            "import QtQuick\nimport Nightjar.Theme\nQtObject { property color accent: Theme.colours.accent; "
            "property color text: Theme.colours.text; property int radius: Theme.radius; property int "
            "large: Theme.radiusLarge; property int body: Theme.bodySize; property string name: "
            "Theme.name; property url logo: Theme.logoSource }",
            QUrl());
        const std::unique_ptr<QObject> seen(component.create());
        QVERIFY2(seen, qPrintable(component.errorString()));
        QCOMPARE(seen->property("accent").value<QColor>(), QColor(QStringLiteral("#005a3c")));
        QCOMPARE(seen->property("text").value<QColor>(), QColor(QStringLiteral("#1d2230")));
        QCOMPARE(seen->property("radius").toInt(), 4);
        QCOMPARE(seen->property("large").toInt(), 6);
        QCOMPARE(seen->property("body").toInt(), 17);  // 15 × 1.1
        QCOMPARE(seen->property("name").toString(), QStringLiteral("Acme Talk"));
        QCOMPARE(seen->property("logo").toUrl(), QUrl::fromLocalFile(folder.filePath(QStringLiteral("l.svg"))));
    }

    void aBadFileIsToldAndNotTaken_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("told");
        const auto row = [](const char* name, const QByteArray& text, const char* told) {
            QTest::newRow(name) << text << QString::fromLatin1(told);
        };
        row("empty", "", "no JSON object");
        row("list", "[]", "no JSON object");
        row("cut", "{\"radius\":", "no JSON object");
        row("unknown", "{\"color\": {}}", "knows no \"color\"");
        row("look", "{\"colours\": {\"pink\": {}}}", "knows no \"pink\"");
        row("shape", "{\"colours\": 7}", "colours has to be an object");
        row("colour", "{\"colours\": {\"dark\": {\"text\": \"red\"}}}", "dark.text has to be a colour");
        row("radius", "{\"radius\": 1e9}", "radius has to be a number from 0 to 24");
        row("scale", "{\"typeScale\": \"2\"}", "typeScale has to be a number");
        row("name", "{\"name\": \"a\\u0007b\"}", "name has to be a text");
        row("logo", "{\"logo\": \"/etc/passwd\"}", "logo has to be a readable file");
        row("sound", "{\"sounds\": {\"ring\": \"none.wav\"}}", "sounds.ring has to be a readable file");
        row("large", QByteArray(maxThemeFile + 1, ' '), "larger than");
    }
    void aBadFileIsToldAndNotTaken() {
        QFETCH(QByteArray, text);
        QFETCH(QString, told);
        QTemporaryFile file;
        QVERIFY(file.open() && file.write(text) == text.size() && file.flush());
        const auto read = readThemeFile(file.fileName());
        QVERIFY(!read.theme);
        QVERIFY2(read.problem.contains(told), qPrintable(read.problem));
    }
    void aFileThatIsNotThereIsTold() {
        const auto read = readThemeFile(QStringLiteral("/no/such/file"));
        QVERIFY(!read.theme && !read.problem.isEmpty());
    }
    void theExampleIsGood() {
        const auto read = readThemeFile(QStringLiteral(NIGHTJAR_EXAMPLE_THEME));
        QVERIFY2(read.theme, qPrintable(read.problem));
        QQmlEngine engine;
        UserInterface::prepareEngine(engine);
        QCOMPARE(applyTheme(*read.theme, engine), QStringList());
    }
};

NIGHTJAR_PAGE_TEST_MAIN(TestTheme)

#include "tst_theme.moc"
