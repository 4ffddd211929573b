// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Calls over links in virtual time, a short form of ./dev bench voice: what a long call, drifting clocks, an outage and
// a changing link do to the sound; and how soon the first word is heard.

#include <QTest>
#include <numeric>

#include "../unit/voice/speech.h"
#include "filepair.h"
#include "scene.h"
#include "support/simworld.h"
#include "voicesoak.h"

using namespace nightjar;
using namespace nightjar::lab;
using namespace std::chrono_literals;

namespace {

Scene cs1() {
    Scene scene;
    scene.link.kbit = 8;
    scene.link.oneWay = 300;
    scene.link.layerBytes = 10;
    return scene;
}

double mean(std::span<const double> values) {
    return std::accumulate(values.begin(), values.end(), 0.0) /
           static_cast<double>(std::max<std::size_t>(1, values.size()));
}

}  // namespace

Q_DECLARE_METATYPE(nightjar::sim::LinkProfile)

class TestSimVoice : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLongCallOnGprsStaysAsItIs_data() {
        QTest::addColumn<double>("drift");
        QTest::newRow("one clock") << 0.0;
        QTest::newRow("the loudspeaker is faster") << 200.0;
        QTest::newRow("the loudspeaker is slower") << -200.0;
    }
    void aLongCallOnGprsStaysAsItIs() {
        QFETCH(double, drift);
        auto scene = cs1();
        scene.driftPpm = drift;
        scene.bothTalk = false;
        // Five minutes of 200 ppm are 60 ms.
        const auto outcome = play(scene, voice::test::speech(300));
        const auto tenth = outcome.delays.size() / 10;
        const double early = mean(std::span(outcome.delays).subspan(tenth, tenth));
        const double late = mean(std::span(outcome.delays).last(tenth));
        QVERIFY2(std::abs(late - early) < 30, qPrintable(QStringLiteral("%1 → %2 ms").arg(early).arg(late)));
        QVERIFY2(outcome.delayMedian < 650, qPrintable(QString::number(outcome.delayMedian)));
        QVERIFY2(outcome.wireKbit < 4.75, qPrintable(QString::number(outcome.wireKbit)));
        QVERIFY2(outcome.concealedPercent < 1, qPrintable(QString::number(outcome.concealedPercent)));
    }
    /// The words that the stall held back come late and 15 to 25 % faster, until the delay is back.
    void afterAStallNothingIsMissingAndTheDelayComesBack() {
        auto scene = cs1();
        scene.link.kbit = 24;
        scene.bothTalk = false;
        scene.link.outageEvery = 20000;
        scene.link.outageLength = 2000;
        scene.link.outageHolds = true;
        const auto said = voice::test::speech(39);
        const auto outcome = play(scene, said);
        // One step of stretching may pass the mark of a single frame; two marks in a row would be missing sound.
        const auto heard = std::span(outcome.placeOf).first(1700);
        QCOMPARE(std::ranges::search_n(heard, 2, -1).size(), std::size_t{0});
        const auto worst = std::ranges::max_element(outcome.delays);
        QVERIFY2(*worst > outcome.delayMedian + 1000, qPrintable(QString::number(*worst)));
        const auto back =
            std::find_if(worst, outcome.delays.end(), [&](double d) { return d < outcome.delayMedian + 100; });
        QVERIFY(back != outcome.delays.end());
        const double seconds = static_cast<double>(back - worst) / 100;
        const double faster = (*worst - *back) / 1000 / seconds;
        QVERIFY2(faster > 0.13 && faster < 0.27, qPrintable(QString::number(faster)));
    }
    void aCallSurvivesEveryWeather() {
        for (const unsigned seed : {1u, 2u, 3u}) {
            const auto result = soak(6, seed);
            for (const auto& finding : result.findings) {
                qWarning("%s", finding.c_str());
            }
            QVERIFY(result.findings.empty());
            QVERIFY(result.changes > 5);
        }
    }
    /// A file moves beside a call, on the same link and the same way, and the call keeps its rung.
    void aFileNeverCostsACallItsRung_data() {
        QTest::addColumn<sim::LinkProfile>("link");
        QTest::addColumn<int>("kilobytes");
        QTest::newRow("edge") << sim::edge() << 200;
        QTest::newRow("umts") << sim::umts() << 2000;
    }
    void aFileNeverCostsACallItsRung() {
        QFETCH(sim::LinkProfile, link);
        QFETCH(int, kilobytes);
        sim::Pair pair(81, link);
        auto& world = pair.world;
        auto& alice = pair.alice;
        auto& bob = pair.bob;
        alice.microphone = bob.microphone = [](std::uint64_t n) {
            return static_cast<std::int16_t>(n % 8000 < 6000 ? (n % 123) * 60 : 0);
        };
        alice.files.put(sim::doc, sim::noise(static_cast<std::size_t>(kilobytes) * 1000));
        alice.post(StartCall{alice.request(), pair.friends.bobAtAlice});
        QVERIFY(world.runUntil([&] { return !bob.heard<CallIncoming>().empty(); }, 30s));
        bob.post(AcceptCall{bob.request(), bob.heard<CallIncoming>().back().call});
        QVERIFY(world.runUntil([&] { return alice.callState() == CallState::Active; }, 30s));
        world.run(30s);
        const auto call = alice.heard<CallAnswer>().back().call;
        const auto rung = [&] { return alice.ask<CallStatsAnswer>(GetCallStats{0, call}).stats.rung; };
        const auto before = rung();
        const auto message = pair.send(sim::doc);
        QVERIFY(message && pair.offered(*message));
        QVERIFY(pair.order<FetchFile>(bob, *message));
        auto worst = before;
        double latest = 0;
        for (int second = 0; second < 60 && !pair.is(bob, *message, TransferState::Done); ++second) {
            world.run(1s);
            worst = std::min(worst, rung());
            latest = std::max(
                latest, bob.ask<CallStatsAnswer>(GetCallStats{0, bob.heard<CallIncoming>().back().call}).stats.delayMs);
        }
        qInfo("%s before, %s at worst, at most %.0f ms late, file %s", before.c_str(), worst.c_str(), latest,
              pair.is(bob, *message, TransferState::Done) ? "done" : "on its way");
        QCOMPARE(worst, before);
        const auto transfer = sim::Pair::last(bob, *message);
        QVERIFY(transfer.has_value());
    }
    /// 1.5 one-way delays and 250 ms after "accept" the caller hears the first word.
    void theFirstWordComesSoonAfterAccept_data() {
        QTest::addColumn<int>("eachMs");
        QTest::newRow("near") << 10;
        QTest::newRow("far") << 150;
    }
    void theFirstWordComesSoonAfterAccept() {
        QFETCH(int, eachMs);
        sim::SimWorld world(71);
        auto link = sim::umts();
        link.delay = std::chrono::milliseconds(eachMs);
        auto& alice = world.addPeer("alice", link, sim::portRestricted());
        auto& bob = world.addPeer("bob", link, sim::portRestricted());
        const auto friends = world.befriend(alice, bob);
        alice.microphone = bob.microphone = [](std::uint64_t n) { return static_cast<std::int16_t>(n % 100 * 100); };
        alice.post(StartCall{alice.request(), friends.bobAtAlice});
        QVERIFY(world.runUntil([&] { return !bob.heard<CallIncoming>().empty(); }, 30s));
        world.run(5s);  // it rings for a while, in which the two find a direct way
        const auto accepted = world.now();
        bob.post(AcceptCall{bob.request(), bob.heard<CallIncoming>().back().call});
        const auto loud = [&] {
            return std::ranges::any_of(alice.loudspeaker, [](auto x) { return std::abs(int(x)) > 300; });
        };
        QVERIFY(world.runUntil(loud, 10s));
        const auto took = world.now() - accepted;
        const auto most = 3 * link.delay + 250ms;  // the way is both access links: 1.5 of it are three
        QVERIFY2(took <= most, qPrintable(QStringLiteral("%1 ms instead of %2").arg(took / 1ms).arg(most / 1ms)));
    }
};

QTEST_GUILESS_MAIN(TestSimVoice)
#include "tst_simvoice.moc"
