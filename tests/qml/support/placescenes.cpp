// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Places, contact cards, links before they are opened, and what a month costs.

#include <QQuickItem>
#include <QTest>

#include "scenes.h"

namespace nightjar::test {

namespace {

using namespace std::chrono;

constexpr auto address =
    "nightjar:1p/hub.example.org:33445/Zx8fK1bqVd0mUu3oP5rWc7tYh2nLg4sJ9eAi6kQwDvE/"
    "tB3xN6yHj8mKp1qRs4vWz7cFd0gLu2oXe5iAn9kTbY0";

void furnish(FakeMessenger& m, bool ru) {
    const auto t = [ru](const char* en, const char* russian) { return std::string(ru ? russian : en); };
    const auto jonas = m.addContact(t("Jonas", "Иван"));
    const auto anna = m.addContact(t("Anna Petersen", "Анна Петрова"));
    const auto now = present();
    m.setAddress(jonas, address);
    m.addMessage(jonas, false, t("See you there.", "До встречи."), now - hours(2));
    m.addCard(anna, false, t("Vera, who has the boat", "Вера, у которой лодка"), address, now - minutes(40));
    m.addCard(anna, true, t("Jonas", "Иван"), address, now - minutes(38));
    m.addMessage(anna, false,
                 t("The timetable: https://ferry.example.org/times?day=sat",
                   "Расписание: https://ferry.example.org/times?day=sat"),
                 now - minutes(30));
    m.addPlace(anna, false, {*GeoPoint::of(59.9386, 30.3141, 35), now - minutes(20), std::nullopt, false},
               now - minutes(20), t("The landing stage behind the market", "Причал за рынком"));
    m.addPlace(anna, true, {*GeoPoint::of(-33.856784, 151.215297, 180), now - minutes(1), now + minutes(14), true},
               now - minutes(3), {});
    m.setLink(anna, Path::Direct, LinkClass::Lte, 60);
}

Scene inside(const QString& name, bool ru, std::function<void(Stage&)> play) {
    return {name, Gate::Profile::Locked,
            [ru](FakeGate& gate) { gate.furnish = [ru](FakeMessenger& m) { furnish(m, ru); }; },
            [play = std::move(play)](Stage& s) {
                s.gate.open();
                s.settle();
                s.press(Qt::Key_Down);
                s.press(Qt::Key_Up);
                s.press(Qt::Key_Return);
                play(s);
                s.settle();
            }};
}

}  // namespace

void addPlaceScenes(std::vector<Scene>& scenes, const QString& language) {
    const auto add = [&](const char* name, std::function<void(Stage&)> play) {
        scenes.push_back(inside(QString::fromLatin1(name), language == u"ru", std::move(play)));
    };
    add("a0-places", [](Stage&) {});
    add("a1-cards",
        [](Stage& s) { QMetaObject::invokeMethod(s.find(QStringLiteral("messages")), "positionViewAtEnd"); });
    add("a2-attach", [](Stage& s) { s.click(QStringLiteral("attach")); });
    add("a3-place-typed", [](Stage& s) {
        s.click(QStringLiteral("attach"));
        s.settle();
        s.click(QStringLiteral("attachPlace"));
        s.ui.app().session()->place()->setText(QStringLiteral("55°45'21\"N 37°37'2\"E"));
    });
    add("a4-place-here", [](Stage& s) {
        s.click(QStringLiteral("attach"));
        s.settle();
        s.click(QStringLiteral("attachPlace"));
        s.ui.app().session()->place()->locate();
        s.gate.position.say(59.9386, 30.3141, 300);
        s.ui.app().session()->place()->setMinutes(60);
    });
    add("a5-place-wrong", [](Stage& s) {
        s.click(QStringLiteral("attach"));
        s.settle();
        s.click(QStringLiteral("attachPlace"));
        s.ui.app().session()->place()->setText(QStringLiteral("91, 200"));
    });
    add("a6-card-choice", [](Stage& s) {
        s.click(QStringLiteral("attach"));
        s.settle();
        s.click(QStringLiteral("attachCard"));
    });
    add("a7-link", [](Stage& s) {
        QMetaObject::invokeMethod(s.find(QStringLiteral("messageRow")), "linkPressed",
                                  Q_ARG(QString, QStringLiteral("https://аррӏе.com/login?next=%E2%80%AEmoc")));
    });
    add("a8-fetch-asked", [](Stage& s) {
        s.messenger().setLink(*ContactId::parse(s.ui.app().session()->chats()->contactAt(0).toStdString()),
                              Path::Relayed, LinkClass::Gprs, 900);
        s.ui.app().session()->conversation()->attachments()->fetch(QStringLiteral("0123456789abcdef"), 9'000'000);
    });
    add("a9-find-kinds", [](Stage& s) {
        s.ui.app().session()->conversation()->find()->setActive(true);
        s.ui.app().session()->conversation()->find()->setKind(QStringLiteral("links"));
    });
    add("aa-meter", [](Stage& s) {
        s.messenger().spend(500'000'000, 430'000'000);
        s.settle();
        s.press(Qt::Key_Comma, Qt::ControlModifier);
        QMetaObject::invokeMethod(s.item(QStringLiteral("connection")), "clicked");
    });
}

}  // namespace nightjar::test
