// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QClipboard>
#include <QGuiApplication>
#include <QQuickItem>
#include <QSignalSpy>
#include <QTest>

#include "attachmentsviewmodel.h"
#include "cardsmodel.h"
#include "fakeposition.h"
#include "findviewmodel.h"
#include "meterviewmodel.h"
#include "names.h"
#include "pagetest.h"
#include "placeviewmodel.h"
#include "scenes.h"
#include "searchmodel.h"
#include "testpictures.h"
#include "texttools.h"
#include "transfercost.h"

using namespace nightjar;
using namespace nightjar::test;
using namespace std::chrono_literals;

namespace {

const Look desktop{QStringLiteral("desktop"), QSize(1000, 700), QStringLiteral("light"), QStringLiteral("en")};
constexpr auto address = "nightjar:1p/hub.example.org:33445/AAAA/BBBB";

void settle() {
    for (int i = 0; i < 8; ++i) {
        QCoreApplication::processEvents();
    }
}

bool metered() {
    return true;
}
bool notMetered() {
    return false;
}

/// A conversation, and a receiver.
struct Talk {
    Talk() { settle(); }

    FakeMessenger m;
    ContactId anna = m.addContact("Anna");
    Courier courier{m};
    FakePosition position;
};

/// The real window with that conversation open.
struct Home {
    explicit Home(std::function<void(FakeMessenger&, const ContactId&)> furnish = {})
        : stage(Gate::Profile::Locked, desktop, [this, furnish = std::move(furnish)](FakeGate& gate) {
              gate.furnish = [this, furnish](FakeMessenger& m) {
                  anna = m.addContact("Anna");
                  if (furnish) {
                      furnish(m, anna);
                  }
              };
          }) {
        stage.gate.open();
        stage.settle();
        stage.ui.app().session()->open(toQt(anna));
        stage.press(Qt::Key_Down);
        stage.press(Qt::Key_Up);
        stage.press(Qt::Key_Return);
        stage.settle();
    }
    FakeMessenger& m() { return stage.messenger(); }
    QString textOf(const char* name) const {
        const auto* item = stage.find(QString::fromLatin1(name));
        return item ? item->property("text").toString() : QString();
    }

    ContactId anna;
    Stage stage;
};

}  // namespace

class TestSharing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPlaceIsTyped() {
        Talk t;
        PositionSharing sharing(t.courier, nullptr);
        PlaceViewModel place(t.courier, sharing);
        place.begin(toQt(t.anna));
        QVERIFY(!place.canLocate() && !place.isValid());
        place.setText(QStringLiteral("somewhere"));
        QVERIFY(!place.isValid());
        place.setText(QStringLiteral("geo:55.75,37.6;u=30"));
        QVERIFY(place.isValid());
        QCOMPARE(place.uncertainty(), 30.0);
        place.setMinutes(15);
        QCOMPARE(place.minutes(), 0);  // what was typed does not move
        place.setLabel(QStringLiteral("  Here  "));
        QSignalSpy sent(&place, &PlaceViewModel::sent);
        place.send();
        QTRY_COMPARE(sent.size(), 1);
        const auto* command = t.m.last<SendLocation>();
        QVERIFY(command && command->contact == t.anna && command->label == "Here" && command->live == Duration::zero());
        QVERIFY(command->point == *GeoPoint::of(55.75, 37.6, 30));
        t.m.failNext(ErrorCode::DiskFull);
        place.send();
        QTRY_COMPARE(place.problem(), QStringLiteral("disk-full"));
        QCOMPARE(sent.size(), 1);
    }

    void theReceiverRunsOnlyWhileItIsWanted() {
        Talk t;
        PositionSharing sharing(t.courier, &t.position);
        settle();
        QVERIFY(!t.position.running && t.position.starts == 0);  // nobody is asked for permission before
        PlaceViewModel place(t.courier, sharing);
        place.begin(toQt(t.anna));
        place.locate();
        QVERIFY(t.position.running && place.isLocating());
        t.position.say(55.75, 37.6, 20);
        QVERIFY(!t.position.running && place.isHere() && place.isValid());
        place.setMinutes(60);
        place.send();
        settle();
        QCOMPARE(t.m.last<SendLocation>()->live, Duration(1h));
        QTRY_VERIFY(t.position.running);
        t.position.say(55.76, 37.6, 20);
        QVERIFY(t.m.last<MoveLocation>()->point == *GeoPoint::of(55.76, 37.6, 20));
        place.stop(toQt(t.anna), toQt(t.m.messages(t.anna).back().id));
        QTRY_VERIFY(!t.position.running);
        QCOMPARE(t.m.count<StopLocation>(), 1);
        // It does not know.
        place.locate();
        t.position.giveUp();
        QCOMPARE(place.problem(), QStringLiteral("no-position"));
        QVERIFY(!t.position.running);
        // What was asked for another conversation says nothing to this one.
        place.locate();
        place.begin(toQt(t.anna));
        t.position.say(1, 2);
        QVERIFY(!place.isValid());
    }

    void whatWasLiveGoesOnOrEndsHonestly() {
        for (const bool there : {true, false}) {
            Talk t;
            t.position.there = there;
            const auto id =
                t.m.addPlace(t.anna, true, {*GeoPoint::of(1, 2), present(), present() + 1h, true}, present(), {});
            PositionSharing sharing(t.courier, &t.position);
            settle();
            QCOMPARE(t.position.running, there);
            QCOMPARE(t.m.count<StopLocation>(), there ? 0 : 1);
            if (there) {
                t.position.giveUp();  // and so does a permission that is taken back
                QTRY_COMPARE(t.m.count<StopLocation>(), 1);
                QVERIFY(!t.position.running);
            }
            QCOMPARE(t.m.last<StopLocation>()->message, id);
        }
    }

    void cardsAreOfPublicAddressesOnly() {
        Talk t;
        const auto vera = t.m.addContact("Vera");
        (void)t.m.addContact("Boris");
        t.m.setAddress(vera, address);
        t.m.setAddress(t.anna, address);  // who would be told about herself
        ChatListModel chats(t.courier);
        settle();
        CardsModel cards(t.courier, chats);
        cards.begin(toQt(t.anna));
        QTRY_VERIFY(cards.isLoaded());
        QCOMPARE(cards.count(), 1);
        QCOMPARE(cards.index(0).data(CardsModel::NameRole).toString(), QStringLiteral("Vera"));
        QVERIFY(!cards.index(0).data(CardsModel::OwnRole).toBool());
        PublicAddress own;
        own.link = "nightjar:1p/own";
        t.m.addresses().push_back(own);
        t.m.status.name = "Me";
        cards.begin(toQt(t.anna));
        QTRY_VERIFY(cards.isLoaded());
        QCOMPARE(cards.count(), 2);
        QVERIFY(cards.index(0).data(CardsModel::OwnRole).toBool());
        QSignalSpy sent(&cards, &CardsModel::sent);
        cards.send(1);
        QTRY_COMPARE(sent.size(), 1);
        QCOMPARE(t.m.last<SendCard>()->name, std::string("Vera"));
        QCOMPARE(t.m.last<SendCard>()->link, std::string(address));
        t.m.failNext(ErrorCode::OneTimeLink);
        cards.send(0);
        QTRY_COMPARE(cards.problem(), QStringLiteral("one-time-link"));
    }

    void theMeterTellsOnceAndTakesACap() {
        Talk t;
        MeterViewModel meter(t.courier);
        meter.refresh();
        QTRY_COMPARE(meter.count(), 2);
        QCOMPARE(meter.index(1).data(MeterViewModel::FilesRole).toDouble(), 120'000'000.0);
        meter.setCap(QStringLiteral("many"));
        QCOMPARE(meter.problem(), QStringLiteral("bad-argument"));
        meter.setCap(QStringLiteral("300"));
        QTRY_COMPARE(meter.capMegabytes(), 300);
        QVERIFY(meter.problem().isEmpty() && meter.notice().isEmpty());
        t.m.spend(300'000'000, 250'000'000);
        QTRY_COMPARE(meter.notice(), QStringLiteral("near"));
        meter.dismissNotice();
        t.m.spend(300'000'000, 300'000'000);
        QTRY_COMPARE(meter.notice(), QStringLiteral("spent"));
        QCOMPARE(meter.askMegabytes(), 5);
        meter.setAskAbove(QStringLiteral("20"));
        QTRY_COMPARE(meter.askMegabytes(), 20);
        QCOMPARE(t.m.settings()["ask-above"], std::string("20000000"));
        MeterViewModel later(t.courier);
        QTRY_COMPARE(later.askMegabytes(), 20);
    }

    void whatIsDearIsAskedFirst_data() {
        QTest::addColumn<int>("linkClass");
        QTest::addColumn<bool>("paid");
        QTest::addColumn<double>("bytes");
        QTest::addColumn<bool>("asks");
        const auto row = [](const char* name, LinkClass linkClass, bool paid, double bytes, bool asks) {
            QTest::newRow(name) << static_cast<int>(linkClass) << paid << bytes << asks;
        };
        row("small on gprs", LinkClass::Gprs, false, 50'000, false);
        row("half a minute on gprs", LinkClass::Gprs, false, 70'000, true);
        row("large on edge", LinkClass::Edge, false, 5'100'000, true);
        row("a minute on 3g", LinkClass::Umts, false, 5'000'000, true);
        row("large on lte", LinkClass::Lte, false, 30'000'000, false);
        row("large on paid lte", LinkClass::Lte, true, 5'100'000, true);
        row("small on paid lte", LinkClass::Lte, true, 4'900'000, false);
        row("large where nothing is known", LinkClass::Unknown, false, 50'000'000, false);
        row("large where one pays", LinkClass::Unknown, true, 50'000'000, true);
    }
    void whatIsDearIsAskedFirst() {
        QFETCH(int, linkClass);
        QFETCH(bool, paid);
        QFETCH(double, bytes);
        QFETCH(bool, asks);
        TransferCost cost;
        cost.linkClass = static_cast<LinkClass>(linkClass);
        cost.metered = paid;
        QCOMPARE(cost.asksFirst(bytes), asks);
    }

    void aDownloadWaitsForAYes() {
        Talk t;
        t.m.setLink(t.anna, Path::Relayed, LinkClass::Gprs, 900);
        AttachmentsViewModel files(t.courier, t.anna, nullptr, &notMetered);
        const auto id = toQt(t.m.receiveFile(t.anna, MessageKind::File, fileOf("film.mkv", 6'000'000)));
        files.fetch(id, 6'000'000);
        QTRY_VERIFY(files.isAsking());
        QCOMPARE(files.askedSeconds(), 3000);
        QCOMPARE(t.m.count<FetchFile>(), 0);
        files.forgetQuestion();
        QVERIFY(!files.isAsking());
        files.fetch(id, 6'000'000);
        QTRY_VERIFY(files.isAsking());
        files.fetchAnyway();
        settle();
        QCOMPARE(t.m.count<FetchFile>(), 1);
        QVERIFY(!files.isAsking());
        files.fetch(id, 1'000);
        QTRY_COMPARE(t.m.count<FetchFile>(), 2);
        // The person's own limit.
        t.m.settings()["ask-above"] = "1000000";
        t.m.setLink(t.anna, Path::Direct, LinkClass::Lan, 1);
        AttachmentsViewModel paid(t.courier, t.anna, nullptr, &metered);
        settle();
        paid.fetch(id, 1'500'000);
        QTRY_VERIFY(paid.isAsking());
    }

    void linksTellWhoIsAsked() {
        QCOMPARE(TextTools::hostOf(QStringLiteral("https://example.org/a?b=c")), QStringLiteral("example.org"));
        QCOMPARE(TextTools::hostOf(QStringLiteral("https://paypal.com@evil.example/")), QStringLiteral("evil.example"));
        // Cyrillic letters that look like Latin ones.
        QVERIFY(TextTools::hostOf(QStringLiteral("https://аррӏе.com/")).startsWith(u"xn--"));
        for (const auto* other :
             {"javascript:alert(1)", "file:///etc/passwd", "nightjar:1/x", "geo:1,2", "http:///x", "", "x"}) {
            QVERIFY2(TextTools::hostOf(QString::fromLatin1(other)).isEmpty(), other);
            QVERIFY(!TextTools::openLink(QString::fromLatin1(other)));
        }
        const auto turned = TextTools::plainAddress(QStringLiteral("https://example.org/\u202egnp.exe"));
        QCOMPARE(turned, QStringLiteral("https://example.org/%E2%80%AEgnp.exe"));
        for (const auto c : turned) {
            QVERIFY(c.unicode() < 128);
        }
    }

    void aLinkIsOpenedByASecondPressOnly() {
        Home h([](FakeMessenger& m, const ContactId& anna) {
            m.addMessage(anna, false, "https://paypal.com@evil.example/login", present() - 1min);
        });
        auto* row = h.stage.find(QStringLiteral("messageRow"));
        QVERIFY(row);
        QMetaObject::invokeMethod(row, "linkPressed",
                                  Q_ARG(QString, QStringLiteral("https://paypal.com@evil.example/login")));
        h.stage.settle();
        QCOMPARE(h.textOf("linkHost"), QStringLiteral("evil.example"));
        QVERIFY(h.stage.click(QStringLiteral("linkCopy")));
        QVERIFY(QGuiApplication::clipboard()->text().contains(u"evil.example"));
    }

    void searchGoesByKindAndIsGrouped() {
        Talk t;
        t.m.addMessage(t.anna, false, "the report is ready", present() - 5min);
        t.m.addMessage(t.anna, false, "https://example.org/report", present() - 4min);
        t.m.addFile(t.anna, false, MessageKind::File, fileOf("report.pdf", 10), present() - 3min);
        FindViewModel find(t.courier, t.anna);
        find.setActive(true);
        QCOMPARE(find.kind(), QStringLiteral("everything"));
        find.setKind(QStringLiteral("links"));
        QTRY_COMPARE(find.count(), 1);
        QCOMPARE(t.m.last<SearchMessages>()->kind, SearchKind::Links);
        find.setKind(QStringLiteral("files"));
        QTRY_COMPARE(t.m.last<SearchMessages>()->kind, SearchKind::Files);
        find.setActive(false);
        QCOMPARE(find.kind(), QStringLiteral("everything"));
        QCOMPARE(find.count(), 0);

        ChatListModel chats(t.courier);
        settle();
        SearchModel search(t.courier, chats);
        search.setText(QStringLiteral("report"));
        QTRY_COMPARE(search.count(), 3);
        QStringList sections;
        for (int row = 0; row < search.count(); ++row) {
            sections.append(search.index(row).data(SearchModel::SectionRole).toString());
        }
        QCOMPARE(sections, QStringList({QStringLiteral("messages"), QStringLiteral("files"), QStringLiteral("links")}));
        QVERIFY(search.index(1).data(SearchModel::PlainRole).toString().contains(u"report.pdf"));
    }

    void placesAndCardsAreShownAndUsed() {
        Home h([](FakeMessenger& m, const ContactId& anna) {
            m.addCard(anna, false, "Vera", address, present() - 3min);
            m.addPlace(anna, true, {*GeoPoint::of(55.7558, 37.6173, 20), present(), present() + 10min, true},
                       present() - 2min, "The square");
        });
        QVERIFY2(h.textOf("placeWords").contains(u"55°45′21″ N"), qPrintable(h.textOf("placeWords")));
        QVERIFY(h.textOf("placeLife").startsWith(u"Live until"));
        QVERIFY(h.stage.click(QStringLiteral("placeCopy")));
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("55.75580, 37.61730"));
        QVERIFY(h.stage.click(QStringLiteral("placeStop")));
        QTRY_COMPARE(h.m().count<StopLocation>(), 1);
        h.stage.settle();
        QVERIFY(!h.stage.find(QStringLiteral("placeStop")));
        QVERIFY(h.stage.click(QStringLiteral("cardWrite")));
        h.stage.settle();
        QCOMPARE(h.stage.ui.app().session()->accept()->link(), QString::fromLatin1(address));
        QCOMPARE(h.stage.ui.app().session()->accept()->name(), QStringLiteral("Vera"));
        QVERIFY(h.stage.find(QStringLiteral("acceptLink")));
    }

    void aPlaceIsSentThroughThePage() {
        Home h;
        QVERIFY(h.stage.click(QStringLiteral("attach")));
        h.stage.settle();
        QVERIFY(h.stage.click(QStringLiteral("attachPlace")));
        h.stage.settle();
        QVERIFY(h.stage.find(QStringLiteral("placeLocate")));
        QVERIFY(h.stage.click(QStringLiteral("placeText.field")));
        h.stage.type(QStringLiteral("55.7558, 37.6173"));
        h.stage.settle();
        QVERIFY(h.stage.find(QStringLiteral("placeSheetWords")));
        QVERIFY(h.stage.click(QStringLiteral("placeSend")));
        QTRY_COMPARE(h.m().count<SendLocation>(), 1);
        QTRY_VERIFY(!h.stage.find(QStringLiteral("placeSend")));
        QCOMPARE(h.stage.gate.position.starts, 0);
        QVERIFY(takeQmlWarnings().isEmpty());
    }

    void aCallAsksWhenTheCapIsSpent() {
        Home h;
        h.m().failNext(ErrorCode::CapSpent);
        QVERIFY(h.stage.click(QStringLiteral("call")));
        h.stage.settle();
        QVERIFY(h.stage.find(QStringLiteral("callAnyway")));
        QVERIFY(!h.m().last<StartCall>()->anyway);
        QVERIFY(h.stage.click(QStringLiteral("callAnyway")));
        QTRY_COMPARE(h.m().count<StartCall>(), 2);
        QVERIFY(h.m().last<StartCall>()->anyway);
    }
};

NIGHTJAR_PAGE_TEST_MAIN(TestSharing)
#include "tst_sharing.moc"
