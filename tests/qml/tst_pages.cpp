// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Every page in every state, looked at by the inspector (support/inspector.h), in the looks that differ.

#include "inspector.h"
#include "pagetest.h"
#include "scenes.h"

using namespace nightjar;
using namespace nightjar::test;

class TestPages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyPage_data() {
        QTest::addColumn<QString>("scene");
        QTest::addColumn<Look>("look");
        QTest::addColumn<double>("textScale");
        QTest::addColumn<bool>("mirrored");
        const Look phone{QStringLiteral("phone-light-en"), QSize(360, 740), QStringLiteral("light"),
                         QStringLiteral("en")};
        const Look phoneRu{QStringLiteral("phone-dark-ru"), QSize(360, 740), QStringLiteral("dark"),
                           QStringLiteral("ru")};
        const Look desktop{QStringLiteral("desktop-light-ru"), QSize(900, 600), QStringLiteral("light"),
                           QStringLiteral("ru")};
        for (const auto& look : {phone, phoneRu, desktop}) {
            for (const auto& scene : allScenes(look.language)) {
                QTest::addRow("%s %s", qPrintable(scene.name), qPrintable(look.name))
                    << scene.name << look << 1.0 << false;
            }
        }
        // Twice as large letters, where they are most: on the narrowest window, in Russian.
        for (const auto& scene : allScenes(phoneRu.language)) {
            QTest::addRow("%s large", qPrintable(scene.name)) << scene.name << phoneRu << 2.0 << false;
        }
        // As where one reads from right to left, with as much contrast as there is.
        const Look strange{QStringLiteral("mirrored"), QSize(900, 600), QStringLiteral("contrast"),
                           QStringLiteral("en")};
        for (const auto& scene : allScenes(strange.language)) {
            QTest::addRow("%s mirrored", qPrintable(scene.name)) << scene.name << strange << 1.0 << true;
        }
    }

    void everyPage() {
        QFETCH(QString, scene);
        QFETCH(Look, look);
        QFETCH(double, textScale);
        QFETCH(bool, mirrored);
        QGuiApplication::setLayoutDirection(mirrored ? Qt::RightToLeft : Qt::LeftToRight);
        (void)takeQmlWarnings();
        for (const auto& candidate : allScenes(look.language)) {
            if (candidate.name == scene) {
                Stage stage(candidate.profile, look, candidate.prepare);
                stage.preferences.setTextScale(textScale);
                if (candidate.play) {
                    candidate.play(stage);
                }
                stage.settle();
                const auto findings = inspect(stage.window());
                QVERIFY2(findings.isEmpty(), qPrintable(findings.join(u'\n')));
            }
        }
        const auto warnings = takeQmlWarnings();
        QVERIFY2(warnings.isEmpty(), qPrintable(warnings.join(u'\n')));
    }
};

NIGHTJAR_PAGE_TEST_MAIN(TestPages)

#include "tst_pages.moc"
