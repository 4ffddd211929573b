// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "scenes.h"

#include <QQuickItem>
#include <QTest>

namespace nightjar::test {

namespace {

using namespace std::chrono;

/// What is said, in both languages.
struct Talk {
    bool ru;
    [[nodiscard]] std::string operator()(const char* en, const char* russian) const { return ru ? russian : en; }
};

constexpr auto serverA = "nightjar-hub://192.168.1.20:33445/Zx8fK1bqVd0mUu3oP5rWc7tYh2nLg4sJ9eAi6kQwDvE";
constexpr auto serverB = "nightjar-hub://127.0.0.1:33445/tB3xN6yHj8mKp1qRs4vWz7cFd0gLu2oXe5iAn9kTbY0";

ContactId furnishFull(FakeMessenger& m, const Talk& t) {
    const auto now = present();
    const auto anna = m.addContact(t("Anna Petersen", "Анна Петрова"));
    const auto jonas = m.addContact(t("Jonas", "Иван"));
    const auto lena = m.addContact(t("Lena (Elbrus hut)", "Лена (хижина на Эльбрусе)"));
    const auto desk = m.addContact(t("Editorial desk", "Редакция"));
    const auto pavel = m.addContact(t("Pavel", "Павел"), ContactState::Pending);
    const auto nameless = m.addContact("");
    const auto old = m.addContact(t("Mira Lindqvist-Oyelaran", "Мирослава Константинопольская"), ContactState::Gone);

    m.addMessage(old, false, t("Take care.", "Береги себя."), now - hours(24 * 40));
    m.addMessage(nameless, false, t("Found the map, thanks!", "Карту нашла, спасибо!"), now - hours(24 * 9));
    (void)pavel;
    m.addMessage(desk, true, t("The second part is with you by Friday.", "Вторая часть будет у вас к пятнице."),
                 now - hours(50), MessageState::Read);
    m.addCallRecord(lena, false, "missed", now - hours(27), {});
    m.addMessage(jonas, true, t("On the night train. See you at seven?", "Еду ночным. Увидимся в семь?"),
                 now - hours(3), MessageState::Delivered);

    const auto day = now - hours(26);
    m.addMessage(anna, false, t("Are you still in the valley?", "Ты ещё в долине?"), day);
    m.addMessage(anna, true,
                 t("Yes, until Sunday. One bar of EDGE if I stand on the woodpile.",
                   "Да, до воскресенья. Одна палочка EDGE, если встать на поленницу."),
                 day + minutes(2), MessageState::Read);
    m.addMessage(anna, false, t("Then stand on the woodpile.", "Тогда стой на поленнице."), day + minutes(3));
    m.addCallRecord(anna, true, "", day + minutes(20), seconds(754));
    const auto today = now - minutes(55);
    m.addMessage(anna, false,
                 t("Here is the route for tomorrow: https://example.org/routes/ridge-path and the hut opens at eight.",
                   "Вот маршрут на завтра: https://example.org/routes/ridge-path, хижина открывается в восемь."),
                 today);
    m.addMessage(anna, false, t("Shall I bring the stove?", "Горелку брать?"), today + minutes(1));
    m.addMessage(
        anna, true,
        t("Please do. And a spare cartridge: the last one did not survive the night, it was so cold that even the "
          "kettle complained.",
          "Бери. И запасной баллон: прошлый не пережил ночь, было так холодно, что жаловался даже чайник."),
        today + minutes(7), MessageState::Read);
    m.addMessage(anna, true, t("Meet you at the bridge at nine", "Встречаемся у моста в девять"), today + minutes(8),
                 MessageState::Delivered);
    m.addMessage(anna, true,
                 t("or a little later, the bus is never on time", "или чуть позже, автобус всегда опаздывает"),
                 today + minutes(9), MessageState::Sent);
    m.addMessage(anna, true, t("Battery is low, talk to you there!", "Батарея садится, до встречи!"),
                 today + minutes(50), MessageState::Queued);
    m.setUnread(lena, 1);
    m.setUnread(nameless, 3);
    m.setLink(anna, Path::Relayed, LinkClass::Edge, 410);
    return anna;
}

void openFirst(Stage& s) {
    s.settle();
    s.press(Qt::Key_Down);
    s.press(Qt::Key_Up);
    s.press(Qt::Key_Return);
}

/// An identity with chats; `play` follows when the list is there.
Scene inside(const QString& name, const Talk& talk, std::function<void(Stage&)> play) {
    return {name, Gate::Profile::Locked,
            [talk](FakeGate& gate) { gate.furnish = [talk](FakeMessenger& m) { furnishFull(m, talk); }; },
            [play = std::move(play)](Stage& s) {
                s.gate.open();
                s.settle();
                if (play) {
                    play(s);
                }
            }};
}

/// An identity in which nobody has been met yet.
Scene alone(const QString& name, std::function<void(Stage&)> play) {
    return {name, Gate::Profile::Locked, {}, [play = std::move(play)](Stage& s) {
                s.gate.open();
                s.settle();
                if (play) {
                    play(s);
                }
            }};
}

Scene firstSteps(const QString& name, std::function<void(Stage&)> play) {
    return {name, Gate::Profile::None,
            [](FakeGate& gate) {
                gate.hubs = {QString::fromLatin1(serverA), QString::fromLatin1(serverB)};
            },
            std::move(play)};
}

void toPin(Stage& s) {
    s.press(Qt::Key_Return);
    s.type(QStringLiteral("Vera"));
    s.press(Qt::Key_Return);
}

void toWipeOffer(Stage& s) {
    toPin(s);
    for (int i = 0; i < 2; ++i) {
        s.type(QStringLiteral("271828"));
        s.press(Qt::Key_Return);
    }
}

ContactId firstContact(Stage& s) {
    return *ContactId::parse(s.ui.app().session()->chats()->contactAt(0).toStdString());
}

/// What can be in a conversation besides plain texts: a notice, an answer, an edited, a forwarded one, reactions.
void furnishTalk(Stage& s, const Talk& t) {
    auto& m = s.messenger();
    const auto anna = firstContact(s);
    const auto now = present();
    m.addNotice(anna, noticeSessionRenewed, now - minutes(4));
    const auto map =
        m.addMessage(anna, false, t("The ridge path is closed until Thursday.", "Тропа по гребню закрыта до четверга."),
                     now - minutes(3));
    m.amend(map).forwarded = true;
    m.amend(map).origin = t("Lena", "Лена");
    m.amend(map).reactions = {{true, "😮"}, {false, "😮"}, {false, "🙏"}};
    const auto mine =
        m.addMessage(anna, true, t("Then by the lake.", "Тогда вдоль озера."), now - minutes(2), MessageState::Read);
    m.amend(mine).quote = Quote{map, Quote::State::Present, false, MessageKind::Text, m.amend(map).text};
    m.theyEdit(mine, t("Then by the lake, it is longer but dry.", "Тогда вдоль озера: дольше, зато сухо."));
    m.amend(mine).reactions = {{false, "👍"}};
    const auto last = m.addMessage(anna, false, t("Are you on the woodpile?", "Ты на поленнице?"), now - minutes(1));
    m.amend(last).quote = Quote{mine, Quote::State::Present, true, MessageKind::Text, m.amend(mine).text};
    const auto jonas = *ContactId::parse(s.ui.app().session()->chats()->contactAt(1).toStdString());
    m.setDraft(jonas, t("At half past", "В половине"));
    s.ui.app().session()->chats()->reload();
    s.settle();
}

void call(Stage& s, CallState state, CallEnd end = CallEnd::None) {
    openFirst(s);
    s.click(QStringLiteral("call"));
    s.messenger().setLink(firstContact(s), Path::Relayed, LinkClass::Edge, 410);
    s.messenger().moveCall(state, end);
    s.settle();
}

void openLocking(Stage& s) {
    s.press(Qt::Key_Comma, Qt::ControlModifier);
    QMetaObject::invokeMethod(s.item(QStringLiteral("locking")), "clicked");
    s.settle();
}

}  // namespace

std::vector<Look> allLooks() {
    std::vector<Look> looks;
    for (const auto& [device, size] : {std::pair{"phone", QSize(360, 740)}, std::pair{"desktop", QSize(1080, 700)}}) {
        for (const auto* theme : {"light", "dark"}) {
            for (const auto* language : {"en", "ru"}) {
                looks.push_back({QStringLiteral("%1-%2-%3")
                                     .arg(QLatin1String(device), QLatin1String(theme), QLatin1String(language)),
                                 size, QString::fromLatin1(theme), QString::fromLatin1(language)});
            }
        }
    }
    return looks;
}

std::vector<Scene> allScenes(const QString& language) {
    const Talk talk{language == u"ru"};
    std::vector<Scene> scenes;
    const auto add = [&scenes](Scene scene) { scenes.push_back(std::move(scene)); };

    add(firstSteps(QStringLiteral("01-welcome"), {}));
    add(firstSteps(QStringLiteral("02-name"), [](Stage& s) { s.press(Qt::Key_Return); }));
    add(firstSteps(QStringLiteral("03-pin"), [](Stage& s) {
        toPin(s);
        s.type(QStringLiteral("27182"));
    }));
    add(firstSteps(QStringLiteral("04-pin-differs"), [](Stage& s) {
        toPin(s);
        s.type(QStringLiteral("271828"));
        s.press(Qt::Key_Return);
        s.type(QStringLiteral("271829"));
        s.press(Qt::Key_Return);
    }));
    add(firstSteps(QStringLiteral("05-passphrase"), [](Stage& s) {
        toPin(s);
        s.click(QStringLiteral("passphraseToggle"));
        s.type(QStringLiteral("under the old"));
    }));
    add(firstSteps(QStringLiteral("06-wipe-offer"), toWipeOffer));
    add(firstSteps(QStringLiteral("07-wipe-pin"), [](Stage& s) {
        toWipeOffer(s);
        s.click(QStringLiteral("setWipePin"));
    }));
    add(firstSteps(QStringLiteral("08-server"), [](Stage& s) {
        toWipeOffer(s);
        s.click(QStringLiteral("skipWipePin"));
    }));
    add(firstSteps(QStringLiteral("08-backup"), [](Stage& s) {
        s.click(QStringLiteral("haveBackup"));
        for (int i = 0; i < 2; ++i) {
            s.type(QStringLiteral("271828"));
            s.press(Qt::Key_Return);
        }
        s.click(QStringLiteral("skipWipePin"));
        s.ui.app().onboarding()->chooseBackup(QUrl::fromLocalFile(QStringLiteral("/media/stick/mine.njbk")));
        s.settle();
    }));
    add({QStringLiteral("09-server-none"), Gate::Profile::None, {}, [](Stage& s) {
             toWipeOffer(s);
             s.click(QStringLiteral("skipWipePin"));
             s.type(QStringLiteral("hub.example.org"));
             s.press(Qt::Key_Return);
         }});
    add({QStringLiteral("10-server-working"), Gate::Profile::None, {}, [](Stage& s) {
             toWipeOffer(s);
             s.click(QStringLiteral("skipWipePin"));
             s.type(QString::fromLatin1(serverA));
             s.gate.stuck = true;
             s.press(Qt::Key_Return);
         }});

    add({QStringLiteral("11-lock"), Gate::Profile::Locked, {}, [](Stage& s) { s.type(QStringLiteral("25")); }});
    add({QStringLiteral("12-lock-wrong"), Gate::Profile::Locked, {}, [](Stage& s) {
             s.gate.retryAfter = seconds(8);
             s.type(QStringLiteral("1111"));
             s.press(Qt::Key_Return);
         }});
    add({QStringLiteral("13-lock-passphrase"), Gate::Profile::Locked, {}, [](Stage& s) {
             s.click(QStringLiteral("passphraseToggle"));
         }});
    add({QStringLiteral("14-lock-damaged"),
         Gate::Profile::Unusable,
         [](FakeGate& gate) { gate.problem = QStringLiteral("profile-damaged"); },
         {}});

    add(alone(QStringLiteral("20-empty"), {}));
    add(alone(QStringLiteral("21-empty-no-server"), [](Stage& s) {
        s.messenger().setHubState(HubState::None);
        s.settle();
    }));
    add(inside(QStringLiteral("22-chats"), talk, {}));
    add(inside(QStringLiteral("23-chats-offline"), talk, [](Stage& s) {
        s.messenger().setHubState(HubState::Unreachable, ErrorCode::HubUnreachable);
        s.settle();
    }));
    add(inside(QStringLiteral("24-chats-search"), talk, [talk](Stage& s) {
        s.press(Qt::Key_F, Qt::ControlModifier);
        s.type(QString::fromStdString(talk("an", "на")));
        QTest::qWait(200);
    }));
    add(inside(QStringLiteral("27-quick-switch"), talk, [talk](Stage& s) {
        openFirst(s);
        s.press(Qt::Key_K, Qt::ControlModifier);
        s.type(QString::fromStdString(talk("the", "за")));
        QTest::qWait(200);
    }));
    add(inside(QStringLiteral("28-search-nothing"), talk, [](Stage& s) {
        s.press(Qt::Key_F, Qt::ControlModifier);
        s.type(QStringLiteral("zzz"));
        QTest::qWait(200);
    }));
    add(inside(QStringLiteral("37-conversation-find"), talk, [talk](Stage& s) {
        openFirst(s);
        s.press(Qt::Key_F, Qt::ControlModifier);
        s.type(QString::fromStdString(talk("the", "на")));
        QTest::qWait(250);
    }));
    add(inside(QStringLiteral("25-chats-add"), talk, [](Stage& s) { s.click(QStringLiteral("addContact")); }));
    add(inside(QStringLiteral("26-trouble"), talk, [](Stage& s) {
        s.messenger().trouble(ErrorCode::DiskFull);
        s.settle();
    }));

    add(inside(QStringLiteral("30-conversation"), talk, [talk](Stage& s) {
        openFirst(s);
        s.type(QString::fromStdString(talk("See you ", "До завтра ")));
    }));
    add(inside(QStringLiteral("31-conversation-failed"), talk, [talk](Stage& s) {
        openFirst(s);
        const auto id = s.messenger().messages(firstContact(s)).back().id;
        s.messenger().advance(id, MessageState::Failed, ErrorCode::ContactGone);
        s.settle();
    }));
    add(inside(QStringLiteral("32-conversation-menu"), talk, [](Stage& s) {
        openFirst(s);
        s.press(Qt::Key_Backtab, Qt::ShiftModifier);
        s.press(Qt::Key_Return);
    }));
    add(inside(QStringLiteral("33-conversation-deleted"), talk, [](Stage& s) {
        openFirst(s);
        s.press(Qt::Key_Backtab, Qt::ShiftModifier);
        s.press(Qt::Key_Return);
        s.click(QStringLiteral("menuDelete"));
    }));
    add(inside(QStringLiteral("34-conversation-gone"), talk, [](Stage& s) {
        s.press(Qt::Key_End);
        auto* list = s.find(QStringLiteral("chatList"));
        list->setProperty("currentIndex", list->property("count").toInt() - 2);
        s.press(Qt::Key_Return);
    }));
    add(inside(QStringLiteral("35-conversation-pending"), talk, [](Stage& s) {
        auto* list = s.find(QStringLiteral("chatList"));
        list->setProperty("currentIndex", list->property("count").toInt() - 1);
        s.press(Qt::Key_Return);
    }));
    add(inside(QStringLiteral("36-conversation-unread"), talk, [](Stage& s) {
        const auto id = *ContactId::parse(s.ui.app().session()->chats()->contactAt(4).toStdString());
        const auto now = present();
        for (int i = 0; i < 4; ++i) {
            s.messenger().addMessage(id, false, "· · · — — — · · ·", now - minutes(20 - 4 * i));
        }
        s.messenger().setUnread(id, 3);
        s.ui.app().session()->chats()->reload();
        s.settle();
        s.press(Qt::Key_Down);
        s.press(Qt::Key_Home);
        auto* list = s.find(QStringLiteral("chatList"));
        list->setProperty("currentIndex", 0);
        s.press(Qt::Key_Return);
    }));

    add(inside(QStringLiteral("38-conversation-all"), talk, [talk](Stage& s) {
        furnishTalk(s, talk);
        openFirst(s);
        s.messenger().theyType(firstContact(s));
        s.settle();
    }));
    add(inside(QStringLiteral("38-conversation-reply"), talk, [talk](Stage& s) {
        furnishTalk(s, talk);
        openFirst(s);
        s.press(Qt::Key_Backtab, Qt::ShiftModifier);
        s.press(Qt::Key_Return);
        s.click(QStringLiteral("menuAnswer"));
        s.type(QString::fromStdString(talk("I will", "Буду")));
    }));
    add(inside(QStringLiteral("38-conversation-edit"), talk, [talk](Stage& s) {
        furnishTalk(s, talk);
        openFirst(s);
        s.press(Qt::Key_Up);
    }));
    add(inside(QStringLiteral("38-conversation-history"), talk, [talk](Stage& s) {
        furnishTalk(s, talk);
        openFirst(s);
        s.press(Qt::Key_Backtab, Qt::ShiftModifier);
        s.press(Qt::Key_Up);
        s.press(Qt::Key_Return);
        s.click(QStringLiteral("menuHistory"));
    }));
    add(inside(QStringLiteral("38-conversation-emoji"), talk, [talk](Stage& s) {
        openFirst(s);
        s.click(QStringLiteral("emoji"));
        s.type(QString::fromStdString(talk("hea", "сер")));
    }));
    add(inside(QStringLiteral("38-conversation-unknown"), talk, [](Stage& s) {
        s.messenger().addNotice(firstContact(s), noticeUnknownContent, present());
        openFirst(s);
    }));
    add(inside(QStringLiteral("38-conversation-forward"), talk, [](Stage& s) {
        openFirst(s);
        s.press(Qt::Key_Backtab, Qt::ShiftModifier);
        s.press(Qt::Key_Return);
        s.click(QStringLiteral("menuForward"));
    }));
    add(inside(QStringLiteral("38-conversation-select"), talk, [](Stage& s) {
        openFirst(s);
        s.press(Qt::Key_Backtab, Qt::ShiftModifier);
        s.press(Qt::Key_Return);
        s.click(QStringLiteral("menuSelect"));
        s.press(Qt::Key_Up);
        s.press(Qt::Key_Space);
    }));
    add(inside(QStringLiteral("38-conversation-unread-far"), talk, [](Stage& s) {
        const auto id = *ContactId::parse(s.ui.app().session()->chats()->contactAt(1).toStdString());
        for (int i = 0; i < 400; ++i) {
            s.messenger().addMessage(id, false, "· · · — — — · · ·", present() - minutes(500 - i));
        }
        s.messenger().setUnread(id, 320);
        s.ui.app().session()->chats()->reload();
        s.settle();
        s.press(Qt::Key_Home);
        s.find(QStringLiteral("chatList"))->setProperty("currentIndex", 0);
        s.press(Qt::Key_Return);
    }));
    add(inside(QStringLiteral("39-request"), talk, [talk](Stage& s) {
        const auto id = s.messenger().addContact(talk("Vera", "Вера"), ContactState::Requested);
        s.messenger().addMessage(id, false, talk("Hello, it is me.", "Здравствуйте, это я."), present());
        s.ui.app().session()->chats()->reload();
        s.settle();
        s.press(Qt::Key_Home);
        s.find(QStringLiteral("chatList"))->setProperty("currentIndex", 0);
        s.press(Qt::Key_Return);
    }));
    add(inside(QStringLiteral("39-blocked"), talk, [](Stage& s) {
        openFirst(s);
        s.ui.app().session()->conversation()->setBlocked(true);
        s.settle();
    }));

    add(inside(QStringLiteral("40-invite"), talk, [](Stage& s) { s.press(Qt::Key_N, Qt::ControlModifier); }));
    add(inside(QStringLiteral("41-invite-accepted"), talk, [talk](Stage& s) {
        s.press(Qt::Key_N, Qt::ControlModifier);
        s.messenger().acceptOurInvitation(talk("Tomas", "Тимофей"));
        s.settle();
    }));
    add(inside(QStringLiteral("42-invite-problem"), talk, [](Stage& s) {
        s.messenger().failNext(ErrorCode::HubUnreachable);
        s.press(Qt::Key_N, Qt::ControlModifier);
    }));
    add(inside(QStringLiteral("43-accept"), talk, [](Stage& s) { s.press(Qt::Key_I, Qt::ControlModifier); }));
    add(inside(QStringLiteral("44-accept-used"), talk, [](Stage& s) {
        s.press(Qt::Key_I, Qt::ControlModifier);
        s.type(QString::fromUtf8(FakeMessenger::link.data(), FakeMessenger::link.size()));
        s.messenger().failNext(ErrorCode::InvitationUsed);
        s.press(Qt::Key_Return);
    }));
    add(inside(QStringLiteral("45-contact"), talk, [](Stage& s) {
        openFirst(s);
        s.messenger().setLink(firstContact(s), Path::Direct, LinkClass::Lte, 38);
        s.press(Qt::Key_D, Qt::ControlModifier);
    }));
    add(inside(QStringLiteral("46-contact-remove"), talk, [](Stage& s) {
        openFirst(s);
        s.press(Qt::Key_D, Qt::ControlModifier);
        QMetaObject::invokeMethod(s.item(QStringLiteral("removeHere")), "clicked");
        s.settle();
    }));

    add(inside(QStringLiteral("47-contact-told"), talk, [](Stage& s) {
        openFirst(s);
        s.press(Qt::Key_D, Qt::ControlModifier);
        if (auto* item = s.item(QStringLiteral("block"))) {
            item->forceActiveFocus();
        }
        s.settle();
    }));
    add(inside(QStringLiteral("48-invite-others"), talk, [](Stage& s) {
        for (int i = 0; i < 2; ++i) {
            s.press(Qt::Key_N, Qt::ControlModifier);
            s.press(Qt::Key_Escape);
        }
        s.press(Qt::Key_N, Qt::ControlModifier);
        if (auto* item = s.item(QStringLiteral("invitationWithdraw"))) {
            item->forceActiveFocus();
        }
        s.settle();
    }));

    add(inside(QStringLiteral("49-address"), talk, [](Stage& s) {
        s.press(Qt::Key_N, Qt::ControlModifier);
        s.click(QStringLiteral("addresses"));
        s.press(Qt::Key_Return);
    }));
    add(inside(QStringLiteral("4a-address-none"), talk, [](Stage& s) {
        s.press(Qt::Key_N, Qt::ControlModifier);
        s.click(QStringLiteral("addresses"));
    }));

    add(inside(QStringLiteral("50-call-ringing"), talk, [](Stage& s) { call(s, CallState::Ringing); }));
    add(inside(QStringLiteral("51-call-incoming"), talk, [](Stage& s) {
        s.messenger().ring(firstContact(s));
        s.settle();
    }));
    add(inside(QStringLiteral("52-call-active"), talk, [](Stage& s) { call(s, CallState::Active); }));
    add(inside(QStringLiteral("53-call-muted-no-devices"), talk, [](Stage& s) {
        call(s, CallState::Active);
        s.ui.app().session()->call()->setDevices(false, false);
        s.click(QStringLiteral("mute"));
    }));
    add(inside(QStringLiteral("54-call-reconnecting"), talk, [](Stage& s) { call(s, CallState::Reconnecting); }));
    add(inside(QStringLiteral("55-call-ended"), talk, [](Stage& s) { call(s, CallState::Ended, CallEnd::NoAnswer); }));
    add(inside(QStringLiteral("56-call-minimised"), talk, [](Stage& s) {
        call(s, CallState::Active);
        s.click(QStringLiteral("minimise"));
    }));

    add(inside(QStringLiteral("60-settings"), talk, [](Stage& s) { s.press(Qt::Key_Comma, Qt::ControlModifier); }));
    add(inside(QStringLiteral("61-settings-end"), talk, [](Stage& s) {
        s.press(Qt::Key_Comma, Qt::ControlModifier);
        if (auto* item = s.item(QStringLiteral("hubAddress.field"))) {
            item->forceActiveFocus();
        }
        s.settle();
    }));
    add(inside(QStringLiteral("64-connection"), talk, [](Stage& s) {
        s.press(Qt::Key_Comma, Qt::ControlModifier);
        QMetaObject::invokeMethod(s.item(QStringLiteral("connection")), "clicked");
        s.settle();
    }));
    add(inside(QStringLiteral("65-connection-turn"), talk, [](Stage& s) {
        s.press(Qt::Key_Comma, Qt::ControlModifier);
        s.messenger().status.turnServer = "turn:turn.example.org:3478";
        s.messenger().status.turnState = "resting";
        s.messenger().status.turnProblem = "credentials";
        QMetaObject::invokeMethod(s.item(QStringLiteral("connection")), "clicked");
        s.ui.app().session()->settings()->refresh();
        if (auto* item = s.item(QStringLiteral("turnPassword.field"))) {
            item->forceActiveFocus();
        }
        s.settle();
        s.type(QStringLiteral("s3cret"));
    }));
    add(inside(QStringLiteral("66-sound"), talk, [](Stage& s) {
        s.ui.app().session()->sound()->chooseMicrophone(1);
        s.ui.app().session()->sound()->chooseLoudspeaker(1);
        s.gate.devices.plug(SoundDevices::Kind::Loudspeaker, s.gate.devices.loudspeakers.first(1));
        s.press(Qt::Key_Comma, Qt::ControlModifier);
        QMetaObject::invokeMethod(s.item(QStringLiteral("sound")), "clicked");
        s.settle();
    }));
    add(inside(QStringLiteral("67-sound-test"), talk, [](Stage& s) {
        s.press(Qt::Key_Comma, Qt::ControlModifier);
        QMetaObject::invokeMethod(s.item(QStringLiteral("sound")), "clicked");
        s.settle();
        if (auto* item = s.item(QStringLiteral("soundPlay"))) {
            item->forceActiveFocus();
        }
        QMetaObject::invokeMethod(s.item(QStringLiteral("soundRecord")), "clicked");
        s.settle();
    }));
    add(inside(QStringLiteral("68-storage"), talk, [](Stage& s) {
        s.press(Qt::Key_Comma, Qt::ControlModifier);
        QMetaObject::invokeMethod(s.item(QStringLiteral("storage")), "clicked");
        s.settle();
    }));
    add(inside(QStringLiteral("62-settings-pin"), talk, [](Stage& s) {
        openLocking(s);
        QMetaObject::invokeMethod(s.item(QStringLiteral("changePin")), "clicked");
        s.settle();
        s.type(QStringLiteral("2580"));
        s.press(Qt::Key_Return);
    }));
    add(inside(QStringLiteral("63-settings-wipe-pin"), talk, [](Stage& s) {
        openLocking(s);
        QMetaObject::invokeMethod(s.item(QStringLiteral("changeWipePin")), "clicked");
        s.settle();
        s.type(QStringLiteral("2580"));
        s.press(Qt::Key_Return);
    }));
    add(inside(QStringLiteral("68-locking"), talk, openLocking));
    add(inside(QStringLiteral("69-locking-duress"), talk, [](Stage& s) {
        s.gate.told.hasWipePin = true;
        s.gate.told.wipesAfterFailures = true;
        s.ui.app().session()->locking()->setPanicKey(QStringLiteral("escape"));
        openLocking(s);
        if (auto* item = s.item(QStringLiteral("panicWipes"))) {
            item->forceActiveFocus();
        }
        s.settle();
    }));
    add(inside(QStringLiteral("70-decoy-visited"), talk, [](Stage& s) {
        s.gate.visitDecoy();
        s.settle();
    }));
    addFileScenes(scenes, language);
    addVoiceScenes(scenes, language);
    addPlaceScenes(scenes, language);
    addIdentityScenes(scenes, language);
    addSecretScenes(scenes, language);
    addDesktopScenes(scenes, language);
    addCameraScenes(scenes, language);
    return scenes;
}

}  // namespace nightjar::test
