// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Every pair of colours that a look says can meet is legible.

#include <QQmlComponent>
#include <QQmlEngine>

#include "inspector.h"
#include "pagetest.h"

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
};

NIGHTJAR_PAGE_TEST_MAIN(TestTheme)

#include "tst_theme.moc"
