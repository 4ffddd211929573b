// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Several identities behind one PIN, and chats behind a PIN of their own.

#include <QQuickItem>
#include <QTest>

#include "scenes.h"

namespace nightjar::test {

namespace {

using namespace std::chrono;

void furnish(FakeMessenger& m, bool ru) {
    m.status.name = ru ? "Алиса" : "Alice";
    const auto anna = m.addContact(ru ? "Анна Петрова" : "Anna Petersen");
    m.addMessage(anna, false, ru ? "Горелку брать?" : "Shall I bring the stove?", present() - minutes(20));
}

Scene inside(const QString& name, bool ru, std::function<void(Stage&)> play) {
    return {name, Gate::Profile::Locked,
            [ru](FakeGate& gate) {
                gate.rooms = std::make_unique<FakeHousehold>();
                gate.furnish = [ru](FakeMessenger& m) { furnish(m, ru); };
                gate.rooms->furnish = [ru](FakeMessenger& m) {
                    const auto karl = m.addContact(ru ? "Карл" : "Karl");
                    m.addMessage(karl, false, ru ? "Счёт готов." : "The invoice is ready.", present() - minutes(5));
                    m.setUnread(karl, 2);
                };
                gate.rooms->add(ContainerKind::Identity, ru ? "Работа" : "Work", true);
                gate.rooms
                    ->add(ContainerKind::Identity,
                          ru ? "Вторая работа с длинным именем" : "Night shift with a long name", false)
                    .opensItself = false;
                gate.rooms->add(ContainerKind::LockedChat, ru ? "Лена" : "Lena", false);
            },
            [play = std::move(play)](Stage& s) {
                s.gate.open();
                s.settle();
                play(s);
                s.settle();
            }};
}

}  // namespace

void addIdentityScenes(std::vector<Scene>& scenes, const QString& language) {
    const bool ru = language == QLatin1String("ru");
    scenes.push_back(inside(QStringLiteral("identities-list"), ru, [](Stage&) {}));
    scenes.push_back(
        inside(QStringLiteral("identities-sheet"), ru, [](Stage& s) { s.click(QStringLiteral("identities")); }));
    scenes.push_back(inside(QStringLiteral("identities-page"), ru, [](Stage& s) {
        s.click(QStringLiteral("identities"));
        s.settle();
        s.click(QStringLiteral("sheetIdentities"));
    }));
    const auto openPage = [](Stage& s) {
        s.click(QStringLiteral("identities"));
        s.settle();
        s.click(QStringLiteral("sheetIdentities"));
        s.settle();
    };
    const auto press = [](Stage& s, const char* button) {
        if (auto* item = s.item(QString::fromLatin1(button))) {
            item->forceActiveFocus();
            s.settle();
            QMetaObject::invokeMethod(item, "clicked");
            s.settle();
        }
    };
    scenes.push_back(inside(QStringLiteral("hidden-offer"), ru, [openPage](Stage& s) {
        openPage(s);
        if (auto* item = s.item(QStringLiteral("makeHidden"))) {
            item->forceActiveFocus();
        }
    }));
    scenes.push_back(inside(QStringLiteral("hidden-pin"), ru, [openPage, press](Stage& s) {
        openPage(s);
        press(s, "makeHidden");
        s.type(QStringLiteral("2580"));
        s.press(Qt::Key_Return);
        s.type(QStringLiteral("59163"));
    }));
    scenes.push_back(inside(QStringLiteral("hidden-working"), ru, [openPage, press](Stage& s) {
        openPage(s);
        press(s, "makeHidden");
        s.gate.stuck = true;
        for (const auto* pin : {"2580", "59163", "59163"}) {
            s.type(QString::fromLatin1(pin));
            s.press(Qt::Key_Return);
        }
    }));
    scenes.push_back(inside(QStringLiteral("hidden-made"), ru, [openPage, press](Stage& s) {
        openPage(s);
        press(s, "makeHidden");
        for (const auto* pin : {"2580", "59163", "59163"}) {
            s.type(QString::fromLatin1(pin));
            s.press(Qt::Key_Return);
        }
    }));
    const auto within = [](Stage& s) {
        s.gate.lock();
        s.gate.told = {};
        s.gate.told.hidden = true;
        s.gate.open();
        s.settle();
    };
    scenes.push_back(inside(QStringLiteral("hidden-within"), ru, [within, openPage](Stage& s) {
        within(s);
        openPage(s);
        if (auto* item = s.item(QStringLiteral("deleteHidden"))) {
            item->forceActiveFocus();
        }
    }));
    scenes.push_back(inside(QStringLiteral("hidden-delete"), ru, [within, openPage, press](Stage& s) {
        within(s);
        openPage(s);
        press(s, "deleteHidden");
        s.type(QStringLiteral("1111"));
        s.press(Qt::Key_Return);
    }));
    scenes.push_back(inside(QStringLiteral("identities-other"), ru, [](Stage& s) {
        auto& identities = *s.ui.app().identities();
        identities.select(identities.index(1).data(IdentitiesModel::ContainerRole).toString());
    }));
    scenes.push_back(inside(QStringLiteral("locked-open"), ru, [](Stage& s) { s.click(QStringLiteral("lockedRow")); }));
    scenes.push_back(inside(QStringLiteral("locked-wrong"), ru, [](Stage& s) {
        s.gate.rooms->retryAfter = seconds(4);
        s.click(QStringLiteral("lockedRow"));
        s.settle();
        s.ui.app().identities()->chatPin()->entry()->digit(1);
        s.ui.app().identities()->chatPin()->submit();
    }));
    scenes.push_back(inside(QStringLiteral("locked-set"), ru, [](Stage& s) {
        auto& session = *s.ui.app().session();
        session.open(session.chats()->contactAt(0));
        s.settle();
        s.press(Qt::Key_Down);
        s.press(Qt::Key_Up);
        s.press(Qt::Key_Return);
        s.settle();
        s.press(Qt::Key_D, Qt::ControlModifier);
        s.settle();
        s.click(QStringLiteral("lockChat"));
    }));
}

}  // namespace nightjar::test
