// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Who is told what, who is let in, and the invitations that are out.

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QQuickItem>
#include <QSignalSpy>

#include "acceptviewmodel.h"
#include "bytemeter.h"
#include "contactviewmodel.h"
#include "fakegate.h"
#include "inviteviewmodel.h"
#include "mutedchats.h"
#include "names.h"
#include "pagetest.h"
#include "publicaddressesmodel.h"
#include "settingsviewmodel.h"

using namespace nightjar;
using namespace nightjar::test;
using namespace std::chrono_literals;

namespace {

const Look phone{QStringLiteral("phone"), QSize(380, 700), QStringLiteral("light"), QStringLiteral("en")};

void settle() {
    for (int i = 0; i < 8; ++i) {
        QCoreApplication::processEvents();
    }
}

/// One contact and what shows them.
struct Known {
    Known() : anna(m.addContact("Anna")), courier(m), chats(courier), muted(courier) {
        settle();
        contact = std::make_unique<ContactViewModel>(courier, chats, undo, muted, anna);
    }
    FakeMessenger m;
    ContactId anna;
    Courier courier;
    ChatListModel chats;
    UndoViewModel undo;
    MutedChats muted;
    std::unique_ptr<ContactViewModel> contact;
};

struct Home {
    Home() : stage(Gate::Profile::Locked, phone) {
        stage.gate.furnish = [this](FakeMessenger& m) {
            anna = m.addContact("Anna");
            m.addMessage(anna, false, "morning", present() - 1h);
        };
        stage.gate.open();
        stage.settle();
    }
    FakeMessenger& m() { return stage.messenger(); }

    ContactId anna;
    Stage stage;
};

}  // namespace

class TestPeople : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { (void)takeQmlWarnings(); }
    void cleanup() {
        const auto warnings = takeQmlWarnings();
        QVERIFY2(warnings.isEmpty(), qPrintable(warnings.join(u'\n')));
    }

    void whatOneContactIsTold() {
        Known k;
        QVERIFY(k.contact->givesReceipts() && k.contact->givesReadReceipts() && k.contact->tellsTyping());
        k.contact->setReadReceipts(false);
        settle();
        QVERIFY(!k.contact->givesReadReceipts());
        QCOMPARE(k.m.last<SetContactPrivacy>()->privacy, (ContactPrivacy{true, false, true}));
        k.contact->setTyping(false);
        settle();
        QCOMPARE(k.m.last<SetContactPrivacy>()->privacy, (ContactPrivacy{true, false, false}));
        // Whoever does not hear that it arrived does not hear that it was read.
        k.contact->setReadReceipts(true);
        settle();
        k.contact->setReceipts(false);
        settle();
        QVERIFY(!k.contact->givesReceipts() && !k.contact->givesReadReceipts());
        // What cannot be done is told, and nothing is shown as done.
        k.m.failNext(ErrorCode::DiskFull);
        k.contact->setReceipts(true);
        settle();
        QVERIFY(!k.contact->givesReceipts());
        QCOMPARE(k.contact->problem(), QStringLiteral("disk-full"));
    }

    void howLongMessagesLiveIsChosenPerContact() {
        Known k;
        QCOMPARE(k.contact->lifeFrom(), QStringLiteral("never"));
        k.contact->setLife(QStringLiteral("read"), 3600);
        settle();
        QVERIFY((k.m.last<SetLife>()->rule == LifeRule{LifeFrom::Read, std::chrono::hours(1)}));
        QCOMPARE(k.contact->lifeFrom(), QStringLiteral("read"));
        QCOMPARE(k.contact->lifeSeconds(), 3600);
        k.m.failNext(ErrorCode::ContactGone);
        k.contact->setLife(QStringLiteral("never"), 0);
        settle();
        QCOMPARE(k.contact->problem(), QStringLiteral("contact-gone"));
        QCOMPARE(k.contact->lifeSeconds(), 3600);
    }

    void blockingIsTakenBack() {
        Known k;
        k.contact->setBlocked(true);
        settle();
        QVERIFY(k.contact->isBlocked());
        QCOMPARE(k.m.last<BlockContact>()->contact, k.anna);
        k.contact->setBlocked(false);
        settle();
        QVERIFY(!k.contact->isBlocked());
        QCOMPARE(k.m.last<UnblockContact>()->contact, k.anna);
    }

    void whatEverybodyIsTold() {
        FakeMessenger m;
        m.settings()["typing"] = "off";
        Courier courier(m);
        FakeGate gate(Gate::Profile::Locked);
        SettingsViewModel settings(courier, gate);
        settle();
        QVERIFY(settings.givesReadReceipts());
        QVERIFY(!settings.tellsTyping());
        settings.setReadReceipts(false);
        settings.setTyping(true);
        settle();
        QCOMPARE(m.settings()["read-receipts"], std::string("off"));
        QCOMPARE(m.settings()["typing"], std::string());
        QVERIFY(!settings.givesReadReceipts() && settings.tellsTyping());
    }

    void bytesOfAnHourAreTold() {
        ByteMeter meter;
        const auto start = present();
        QCOMPARE(meter.perHour(), -1.0);
        meter.note(start, 1'000);
        meter.note(start + 59s, 1'500);
        QCOMPARE(meter.perHour(), -1.0);
        meter.note(start + 60s, 2'000);
        QCOMPARE(meter.perHour(), 60'000.0);
        // An hour later the first minute says nothing any more.
        for (int minute = 2; minute <= 60; ++minute) {
            meter.note(start + minute * 60s, 2'000 + minute * 10);
        }
        QCOMPARE(meter.perHour(), 600.0);
        meter.note(start + 61min, 5);  // a new session counts from zero
        QCOMPARE(meter.perHour(), -1.0);
    }

    void invitationsHaveALifeAndAnEnd() {
        FakeMessenger m;
        Courier courier(m);
        InviteViewModel invite(courier);
        settle();
        QCOMPARE(invite.hours(), 168);
        const auto first = m.invitations().back().id;
        invite.setHours(1);
        settle();
        QCOMPARE(m.last<CreateInvitation>()->life, Duration(1h));
        QCOMPARE(m.last<RevokeInvitation>()->invitation, first);
        QCOMPARE(m.invitations().size(), std::size_t(1));
        QVERIFY(!invite.link().isEmpty() && !invite.isUsed());
        QVERIFY(std::abs(QDateTime::currentDateTime().secsTo(invite.expires()) - 3600) < 60);
        m.endInvitation(m.invitations().back().id, InvitationEnd::Expired);
        settle();
        QVERIFY(invite.isUsed());
        QCOMPARE(invite.end(), QStringLiteral("expired"));
    }

    void openInvitationsAreListedAndWithdrawn() {
        FakeMessenger m;
        Courier courier(m);
        InviteViewModel before(courier);
        settle();
        const auto old = m.invitations().front().id;
        InviteViewModel invite(courier);
        const QAbstractItemModelTester tester(invite.others());
        settle();
        QCOMPARE(invite.others()->count(), 1);  // the one on show is not among the others
        QCOMPARE(invite.others()->index(0).data(InvitationsModel::InvitationRole).toString(), toQt(old));
        invite.others()->copy(toQt(old));
        QVERIFY(QGuiApplication::clipboard()->text().startsWith(u"nightjar:1/"));
        m.failNext(ErrorCode::HubUnreachable);
        invite.others()->revoke(toQt(old));
        settle();
        QCOMPARE(invite.others()->problem(), QStringLiteral("hub-unreachable"));
        QCOMPARE(invite.others()->count(), 1);
        invite.others()->revoke(toQt(old));
        settle();
        QVERIFY(invite.others()->problem().isEmpty());
        QCOMPARE(invite.others()->count(), 0);
        QVERIFY(!invite.isUsed());
    }

    void publicAddressesAreMadeAndChanged() {
        FakeMessenger m;
        Courier courier(m);
        PublicAddressesModel addresses(courier);
        const QAbstractItemModelTester tester(&addresses);
        settle();
        QVERIFY(addresses.isLoaded() && addresses.count() == 0);
        m.failNext(ErrorCode::HubRefused);
        addresses.create();
        QVERIFY(addresses.isWorking());
        settle();
        QCOMPARE(addresses.problem(), QStringLiteral("hub-refused"));
        QVERIFY(!addresses.isWorking());
        addresses.create();
        settle();
        QCOMPARE(addresses.count(), 1);
        QVERIFY(addresses.problem().isEmpty());
        const auto id = addresses.index(0).data(PublicAddressesModel::AddressRole).toString();
        addresses.copy(id);
        const auto link = QGuiApplication::clipboard()->text();
        QVERIFY(link.startsWith(u"nightjar:1p/"));
        QCOMPARE(invitationIn(QStringLiteral("write to ") + link + QStringLiteral(", please")), link);
        addresses.change(id, 3, 15);
        settle();
        QCOMPARE(addresses.index(0).data(PublicAddressesModel::PerDayRole).toInt(), 15);
        QCOMPARE(m.last<ChangePublicAddress>()->effort, m.addresses().front().effort);
        addresses.create();
        settle();
        m.loseAddress();
        settle();
        QVERIFY(addresses.hasEnded());
        QCOMPARE(addresses.count(), 1);
        addresses.remove(addresses.index(0).data(PublicAddressesModel::AddressRole).toString());
        settle();
        QCOMPARE(addresses.count(), 0);
        QVERIFY(m.addresses().empty());
    }

    void aTurnServerIsSetAndRemoved() {
        FakeMessenger m;
        Courier courier(m);
        FakeGate gate(Gate::Profile::Locked);
        SettingsViewModel settings(courier, gate);
        settle();
        QVERIFY(settings.turnServer().isEmpty());
        for (const auto c : QStringLiteral("s3cret")) {
            settings.turnPassword()->append(QStringView(&c, 1));
        }
        settings.useTurn(QStringLiteral(" turn:turn.example.org "), QStringLiteral("anna"));
        settle();
        QCOMPARE(m.last<SetTurnServer>()->server, std::string("turn:turn.example.org"));
        QCOMPARE(toText(m.last<SetTurnServer>()->password->view()), std::string("s3cret"));
        QVERIFY(settings.turnPassword()->isEmpty());
        QCOMPARE(settings.turnServer(), QStringLiteral("turn:turn.example.org"));
        settings.removeTurn();
        settle();
        QVERIFY(settings.turnServer().isEmpty());
        QVERIFY(!m.last<SetTurnServer>()->password);
        m.failNext(ErrorCode::BadArgument);
        settings.useTurn(QStringLiteral("nonsense"), QStringLiteral("anna"));
        settle();
        QCOMPARE(settings.problem(), QStringLiteral("bad-argument"));
    }

    void theAddressPageDoesIt() {
        Home h;
        h.stage.press(Qt::Key_N, Qt::ControlModifier);
        QVERIFY(h.stage.click(QStringLiteral("addresses")));
        QVERIFY(h.stage.find(QStringLiteral("addressesPage")));
        h.stage.press(Qt::Key_Return);
        QCOMPARE(h.m().addresses().size(), std::size_t(1));
        QVERIFY(h.stage.click(QStringLiteral("quota3")));
        QCOMPARE(h.m().addresses().front().perHour, 3U);
        QVERIFY(h.stage.click(QStringLiteral("addressDelete")));
        QVERIFY(h.m().addresses().empty());
        h.stage.press(Qt::Key_Escape);
        QVERIFY(h.stage.find(QStringLiteral("invitePage")));
    }

    void theContactPageDoesIt() {
        Home h;
        for (const auto key : {Qt::Key_Down, Qt::Key_Up, Qt::Key_Return}) {
            h.stage.press(key);
        }
        h.stage.press(Qt::Key_D, Qt::ControlModifier);
        QVERIFY(h.stage.click(QStringLiteral("typing")));
        QVERIFY(!h.m().last<SetContactPrivacy>()->privacy.typing);
        QVERIFY(h.stage.click(QStringLiteral("block")));
        QCOMPARE(h.m().last<BlockContact>()->contact, h.anna);
        QCOMPARE(h.stage.item(QStringLiteral("block"))->property("text").toString(), QStringLiteral("Unblock"));
        QVERIFY(h.stage.click(QStringLiteral("block")));
        QCOMPARE(h.m().count<UnblockContact>(), 1);
    }

    void theInvitePageDoesIt() {
        Home h;
        h.stage.press(Qt::Key_N, Qt::ControlModifier);
        h.stage.press(Qt::Key_Escape);
        h.stage.press(Qt::Key_N, Qt::ControlModifier);
        QVERIFY(h.stage.click(QStringLiteral("life24")));
        QCOMPARE(h.m().last<CreateInvitation>()->life, Duration(24h));
        QCOMPARE(h.m().invitations().size(), std::size_t(2));
        QVERIFY(h.stage.click(QStringLiteral("invitationWithdraw")));
        QCOMPARE(h.m().invitations().size(), std::size_t(1));
        QVERIFY(h.stage.click(QStringLiteral("withdraw")));
        QVERIFY(h.m().invitations().empty());
        QVERIFY(!h.stage.find(QStringLiteral("qrCode")));
    }
};

NIGHTJAR_PAGE_TEST_MAIN(TestPeople)

#include "tst_people.moc"
