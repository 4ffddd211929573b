// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// The inspector finds what it is there to find; otherwise tst_pages would prove nothing.

#include <QQmlComponent>
#include <QQuickItem>

#include "inspector.h"
#include "pagetest.h"

using namespace nightjar;
using namespace nightjar::test;

class TestInspector : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findings_data() {
        QTest::addColumn<QByteArray>("item");
        QTest::addColumn<QString>("expected");

        QTest::newRow("all is well") << QByteArray("ActionButton { text: 'Go on' }") << QString();
        QTest::newRow("no name") << QByteArray("T.Button { width: 50; height: 50 }")
                                 << QStringLiteral("no accessible name");
        QTest::newRow("focus without name") << QByteArray("Item { width: 50; height: 50; activeFocusOnTab: true }")
                                            << QStringLiteral("no accessible name");
        QTest::newRow("small") << QByteArray("IconButton { iconName: 'close'; text: 'Close'; width: 20; height: 20 }")
                               << QStringLiteral("is only 20");
        QTest::newRow("cut below")
            << QByteArray("ActionButton { text: 'many words that need several lines'; width: 90; height: 44 }")
            << QStringLiteral("cuts its words");
        QTest::newRow("pale") << QByteArray("Text { text: 'Read me'; color: '#a0a0a0'; font.pixelSize: 15 }")
                              << QStringLiteral("is too pale");
        QTest::newRow("invisible") << QByteArray("Text { text: 'Read me'; color: 'white'; font.pixelSize: 15 }")
                                   << QStringLiteral("is too pale");
        QTest::newRow("leaves") << QByteArray("Text { x: 250; text: 'A text that is much too long for where it is' }")
                                << QStringLiteral("leaves the window");
    }

    void findings() {
        QFETCH(QByteArray, item);
        QFETCH(QString, expected);
        QQmlEngine engine;
        UserInterface::prepareEngine(engine);
        QQmlComponent component(&engine);
        component.setData(
            "import QtQuick\nimport QtQuick.Window\nimport QtQuick.Templates as T\nimport Nightjar.Controls\n"
            "Window { width: 300; height: 200; color: 'white'; visible: true; " +
                item + "}",
            QUrl());
        const std::unique_ptr<QObject> object(component.create());
        QVERIFY2(object, qPrintable(component.errorString()));
        auto* window = qobject_cast<QQuickWindow*>(object.get());
        QVERIFY(QTest::qWaitForWindowExposed(window));
        const auto found = inspect(*window).join(u'\n');
        QVERIFY2(expected.isEmpty() ? found.isEmpty() : found.contains(expected), qPrintable(found));
    }

    void contrastOfKnownPairs() {
        QCOMPARE(contrast(Qt::black, Qt::white), 21.0);
        QCOMPARE(contrast(Qt::white, Qt::black), 21.0);
        QCOMPARE(contrast(QColor(0x76, 0x76, 0x76), Qt::white) > 4.5, true);  // the palest grey that passes
        QCOMPARE(contrast(QColor(0x77, 0x77, 0x77), Qt::white) < 4.5, true);
    }
};

NIGHTJAR_PAGE_TEST_MAIN(TestInspector)

#include "tst_inspector.moc"
