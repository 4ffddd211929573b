// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Voice notes, and what a call can do besides ringing and ending.

#include <QQuickItem>
#include <QTest>

#include "scenes.h"

namespace nightjar::test {

namespace {

using namespace std::chrono;

void furnish(FakeMessenger& m, bool ru) {
    const auto t = [ru](const char* en, const char* russian) { return std::string(ru ? russian : en); };
    const auto anna = m.addContact(t("Anna Petersen", "Анна Петрова"));
    const auto jonas = m.addContact(t("Jonas", "Иван"));
    const auto now = present();
    m.addCallRecord(jonas, false, "missed", now - hours(27), {});
    m.addCallRecord(anna, true, "", now - hours(5), seconds(754));
    m.addCallRecord(anna, false, "", now - hours(3), seconds(62));
    m.addMessage(jonas, false, t("Later then.", "Тогда позже."), now - hours(2));
    m.addMessage(anna, false, t("I can only speak now.", "Могу только говорить."), now - minutes(20));
    m.addNote(anna, false, seconds(47), now - minutes(19), true, true);
    m.addNote(anna, false, seconds(8), now - minutes(18), false, false);
    m.addNote(anna, true, seconds(23), now - minutes(4), true, true);
    m.setLink(anna, Path::Relayed, LinkClass::Gprs, 900);
}

ContactId anna(Stage& s) {
    return *ContactId::parse(s.ui.app().session()->chats()->contactAt(0).toStdString());
}

Scene inside(const QString& name, bool ru, bool opened, std::function<void(Stage&)> play) {
    return {name, Gate::Profile::Locked,
            [ru](FakeGate& gate) { gate.furnish = [ru](FakeMessenger& m) { furnish(m, ru); }; },
            [opened, play = std::move(play)](Stage& s) {
                s.gate.open();
                s.settle();
                if (opened) {
                    s.press(Qt::Key_Down);
                    s.press(Qt::Key_Up);
                    s.press(Qt::Key_Return);
                }
                play(s);
                s.settle();
            }};
}

void talk(Stage& s, CallState state) {
    s.click(QStringLiteral("call"));
    s.messenger().stats.wireKbitUp = 4.4;
    s.messenger().stats.wireKbitDown = 4.1;
    s.messenger().stats.cause = "narrow";
    s.messenger().stats.relayOnly = true;
    s.messenger().moveCall(CallState::Active);
    s.settle();
    if (state != CallState::Active) {
        s.messenger().moveCall(state);
    }
    s.settle();
}

}  // namespace

void addVoiceScenes(std::vector<Scene>& scenes, const QString& language) {
    const bool ru = language == u"ru";
    const auto add = [&](const char* name, bool opened, std::function<void(Stage&)> play) {
        scenes.push_back(inside(QString::fromLatin1(name), ru, opened, std::move(play)));
    };
    add("80-notes", true, [](Stage&) {});
    add("81-note-playing", true, [](Stage& s) {
        auto* notes = s.ui.app().session()->conversation()->notes();
        const auto& messages = s.messenger().messages(anna(s));
        notes->toggle(QString::fromStdString(messages[messages.size() - 3].id.toString()));
        s.settle();
        s.messenger().playTo(seconds(19));
    });
    add("82-recording", true,
        [](Stage& s) { s.messenger().setRecording(anna(s), RecordingState::Recording, seconds(6)); });
    add("83-recorded", true,
        [](Stage& s) { s.messenger().setRecording(anna(s), RecordingState::Paused, seconds(14)); });
    add("84-call-narrow", true, [](Stage& s) { talk(s, CallState::Active); });
    add("85-call-stalled", true, [](Stage& s) { talk(s, CallState::Stalled); });
    add("86-call-waiting", true, [](Stage& s) {
        talk(s, CallState::Active);
        s.messenger().ringSecond(*ContactId::parse(s.ui.app().session()->chats()->contactAt(1).toStdString()));
    });
    add("87-call-held", true, [](Stage& s) {
        talk(s, CallState::Active);
        s.messenger().hold(true);
    });
    add("88-decline-message", true, [](Stage& s) {
        s.messenger().ring(anna(s));
        s.settle();
        s.click(QStringLiteral("declineWith"));
    });
    add("89-call-log", false, [](Stage& s) { s.click(QStringLiteral("calls")); });
}

}  // namespace nightjar::test
