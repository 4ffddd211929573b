// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Secret chats: made, joined, looked at, ended.

#include <QQuickItem>

#include "fakegate.h"
#include "names.h"
#include "pagetest.h"

using namespace nightjar;
using namespace nightjar::test;
using namespace std::chrono_literals;

namespace {

const Look phone{QStringLiteral("phone"), QSize(380, 700), QStringLiteral("light"), QStringLiteral("en")};
/// An hour from reading, for two.
const auto invitationLink = QStringLiteral(
    "nightjar:1s/hub.example.org:33445/Zx8fK1bqVd0mUu3oP5rWc7tYh2nLg4sJ9eAi6kQwDvE/"
    "tB3xN6yHj8mKp1qRs4vWz7cFd0gLu2oXe5iAn9kTbY0/AAIAAA4QAAAAAAAA");

struct Home {
    Home() : stage(Gate::Profile::Locked, phone) {
        stage.gate.rooms = std::make_unique<FakeHousehold>();
        stage.gate.furnish = [](FakeMessenger& m) { m.addContact("Anna"); };
        rooms().furnish = [](FakeMessenger& m) {
            m.secretChat = SecretChat{{LifeFrom::Read, 1h}, present() + 47min, false, true};
            m.addContact("Swift");
        };
        stage.gate.open();
        stage.settle();
    }
    FakeHousehold& rooms() { return *stage.gate.rooms; }
    IdentitiesModel& identities() { return *stage.ui.app().identities(); }
    SessionViewModel& session() { return *stage.ui.app().session(); }

    Stage stage;
};

}  // namespace

class TestSecret : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { (void)takeQmlWarnings(); }
    void cleanup() {
        const auto warnings = takeQmlWarnings();
        QVERIFY2(warnings.isEmpty(), qPrintable(warnings.join(u'\n')));
    }

    void oneIsMadeAndShown() {
        Home home;
        QVERIFY(home.stage.click(QStringLiteral("addContact")));
        home.stage.settle();
        QVERIFY(home.stage.click(QStringLiteral("sheetSecret")));
        home.stage.settle();
        auto* const making = home.session().newSecret();
        QVERIFY(making && !making->isPossible());
        making->setNickname(QStringLiteral(" Owl "));
        making->setRule(QStringLiteral("sent"), 60);
        QCOMPARE(making->from(), QStringLiteral("sent"));
        QCOMPARE(making->seconds(), 60);
        QVERIFY(making->isPossible());
        making->create();
        home.stage.settle();
        QCOMPARE(home.rooms().all.size(), std::size_t(1));
        QCOMPARE(home.rooms().all.front().label, std::string("Owl"));
        QCOMPARE(home.identities().currentKind(), QStringLiteral("secret-chat"));
        auto* const secret = home.session().secret();
        QVERIFY(secret->isActive() && secret->isFounder());
        QCOMPARE(secret->seconds(), 3600);
        QVERIFY(secret->secondsLeft() > 46 * 60 && secret->secondsLeft() <= 47 * 60);
        QVERIFY(home.stage.find(QStringLiteral("secretCard")));
    }

    void aLinkTellsItsRuleBeforeItIsUsed() {
        Home home;
        home.stage.press(Qt::Key_I, Qt::ControlModifier);
        home.stage.settle();
        auto* const accept = home.session().accept();
        accept->setLink(QStringLiteral("Here: ") + invitationLink + QStringLiteral(" see you"));
        home.stage.settle();
        QVERIFY(accept->isSecret() && !accept->isSecretGroup());
        QCOMPARE(accept->secretFrom(), QStringLiteral("read"));
        QCOMPARE(accept->secretSeconds(), 3600);
        QVERIFY(home.stage.find(QStringLiteral("secretTerms")));
        QVERIFY(!accept->isPlausible());  // nobody is there without a nickname
        accept->setName(QStringLiteral("Swift"));
        QVERIFY(accept->isPlausible());
        accept->accept();
        home.stage.settle();
        QCOMPARE(home.identities().currentKind(), QStringLiteral("secret-chat"));
        // An ordinary one is none.
        QVERIFY(invitationIn(invitationLink.chopped(1)).isEmpty());
    }

    void itIsEndedForEverybody() {
        Home home;
        home.session().startSecret();
        home.session().newSecret()->setNickname(QStringLiteral("Owl"));
        home.session().newSecret()->create();
        home.stage.settle();
        home.identities().select(toQt(home.rooms().all.front().id));
        home.stage.settle();
        QVERIFY(home.stage.click(QStringLiteral("secretEnd")));
        home.stage.settle();
        QVERIFY(home.stage.click(QStringLiteral("secretEndYes")));
        home.stage.settle();
        QVERIFY(home.rooms().all.empty());
        QVERIFY(home.identities().current().isEmpty());
    }
};

NIGHTJAR_PAGE_TEST_MAIN(TestSecret)

#include "tst_secret.moc"
