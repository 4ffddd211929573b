// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Secret chats, and messages that delete themselves.

#include "scenes.h"

namespace nightjar::test {

namespace {

using namespace std::chrono;

constexpr auto secretLink =
    "nightjar:1s/hub.example.org:33445/Zx8fK1bqVd0mUu3oP5rWc7tYh2nLg4sJ9eAi6kQwDvE/"
    "tB3xN6yHj8mKp1qRs4vWz7cFd0gLu2oXe5iAn9kTbY0/AAIAAA4QAAAAAAAA";

Scene secretly(const QString& name, bool ru, std::function<void(Stage&)> play) {
    return {name, Gate::Profile::Locked,
            [ru](FakeGate& gate) {
                gate.rooms = std::make_unique<FakeHousehold>();
                gate.furnish = [ru](FakeMessenger& m) {
                    const auto anna = m.addContact(ru ? "Анна Петрова" : "Anna Petersen");
                    m.addMessage(anna, false, ru ? "Горелку брать?" : "Shall I bring the stove?",
                                 present() - minutes(20));
                };
                gate.rooms->furnish = [ru](FakeMessenger& m) {
                    m.secretChat = SecretChat{{LifeFrom::Read, hours(1)}, present() + minutes(47), false, true};
                    const auto owl = m.addContact(ru ? "Сыч" : "Swift");
                    const auto said = m.addMessage(owl, false, ru ? "Никому ни слова." : "Not a word to anybody.",
                                                   present() - minutes(5));
                    m.amend(said).life = {LifeFrom::Read, hours(1)};
                };
                gate.rooms->add(ContainerKind::SecretChat, ru ? "Сова" : "Owl", true).ends = present() + minutes(47);
            },
            [play = std::move(play)](Stage& s) {
                s.gate.open();
                s.settle();
                play(s);
                s.settle();
            }};
}

}  // namespace

void addSecretScenes(std::vector<Scene>& scenes, const QString& language) {
    const bool ru = language == QLatin1String("ru");
    scenes.push_back(secretly(QStringLiteral("secret-list"), ru, [](Stage&) {}));
    scenes.push_back(secretly(QStringLiteral("secret-new"), ru, [](Stage& s) {
        s.click(QStringLiteral("addContact"));
        s.settle();
        s.click(QStringLiteral("sheetSecret"));
    }));
    scenes.push_back(secretly(QStringLiteral("secret-join"), ru, [](Stage& s) {
        s.press(Qt::Key_I, Qt::ControlModifier);
        s.settle();
        s.ui.app().session()->accept()->setLink(QString::fromLatin1(secretLink));
    }));
    scenes.push_back(secretly(QStringLiteral("secret-inside"), ru, [](Stage& s) {
        s.click(QStringLiteral("secretRow"));
        s.settle();
    }));
    scenes.push_back(secretly(QStringLiteral("secret-talk"), ru, [](Stage& s) {
        s.click(QStringLiteral("secretRow"));
        s.settle();
        s.press(Qt::Key_Down);
        s.press(Qt::Key_Up);
        s.press(Qt::Key_Return);
    }));
}

}  // namespace nightjar::test
