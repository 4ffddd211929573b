// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// What the desktop and the program have to do with each other.

#include <QTest>

#include "fakedesktop.h"
#include "scenes.h"

namespace nightjar::test {

namespace {

Scene inside(const QString& name, bool ru, std::function<void(Stage&)> play) {
    return {name, Gate::Profile::Locked, {}, [ru, play = std::move(play)](Stage& s) {
                s.gate.furnish = [ru](FakeMessenger& m) { m.addContact(ru ? "Анна Петрова" : "Anna Petersen"); };
                s.gate.open();
                s.settle();
                play(s);
                s.settle();
            }};
}

void openSettings(Stage& s, const char* page) {
    s.press(Qt::Key_Comma, Qt::ControlModifier);
    s.click(QString::fromLatin1(page));
}

}  // namespace

void addDesktopScenes(std::vector<Scene>& scenes, const QString& language) {
    const bool ru = language == QLatin1String("ru");
    scenes.push_back(inside(QStringLiteral("desktop-nothing"), ru, [](Stage& s) { openSettings(s, "desktop"); }));
    scenes.push_back(inside(QStringLiteral("desktop-everything"), ru, [](Stage& s) {
        static FakeDesktop world;  // outlives every stage
        world.autostart.works = false;
        s.ui.app().desktop()->use({&world.tray, &world.badge, &world.notifications, &world.autostart, &world.spelling});
        s.preferences.setNotifiesContent(true);
        s.preferences.setClosesToTray(true);
        openSettings(s, "desktop");
        s.ui.app().desktop()->setAutostart(true);
    }));
    scenes.push_back(inside(QStringLiteral("desktop-shortcuts"), ru, [](Stage& s) { s.press(Qt::Key_F1); }));
    scenes.push_back(inside(QStringLiteral("desktop-bad-theme"), ru, [](Stage& s) {
        s.preferences.setThemeProblem(QStringLiteral("radius has to be a number from 0 to 24"));
        s.press(Qt::Key_Comma, Qt::ControlModifier);
    }));
}

}  // namespace nightjar::test
