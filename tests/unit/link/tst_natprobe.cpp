// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "link/natprobe.h"

using namespace nightjar;
using namespace nightjar::link;

namespace {

const Endpoint hubAt = Endpoint::v4(198, 51, 100, 7, 33445);
const Endpoint hubAtNext = Endpoint::v4(198, 51, 100, 7, 33446);
const Endpoint own = Endpoint::v4(192, 168, 1, 20, 40000);
const Endpoint outer = Endpoint::v4(203, 0, 113, 9, 51234);

}  // namespace

class TestNatProbe : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void concludes_data();
    void concludes();
    void asksAsRfc8489Says();
    void ignoresStrangers();
    void startsOver();

private:
    /// Answers a request of the probe as a hub that sees `mapped`.
    static bool answer(NatProbe& probe, const OutgoingDatagram& request, const Endpoint& mapped) {
        const auto question = wire::decodeStun(request.bytes);
        return question &&
               probe.handle(Instant{1s}, request.to, wire::encodeBindingSuccess(question->transaction, mapped));
    }
};

void TestNatProbe::concludes_data() {
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");
    QTest::addColumn<QString>("mapping");
    QTest::newRow("no NAT") << "192.168.1.20:40000"
                            << "192.168.1.20:40000"
                            << "none";
    QTest::newRow("one mapping") << "203.0.113.9:51234"
                                 << "203.0.113.9:51234"
                                 << "endpoint-independent";
    QTest::newRow("another port") << "203.0.113.9:51234"
                                  << "203.0.113.9:51235"
                                  << "address-dependent";
    QTest::newRow("another address") << "203.0.113.9:51234"
                                     << "203.0.113.10:51234"
                                     << "address-dependent";
}

void TestNatProbe::concludes() {
    QFETCH(QString, first);
    QFETCH(QString, second);
    QFETCH(QString, mapping);
    SeededRandom random(1);
    NatProbe probe(random);
    QVERIFY(probe.finished());
    QVERIFY(probe.nextDeadline() == never);
    probe.start(Instant{1s}, hubAt, {own});
    const auto requests = probe.poll(Instant{1s});
    QCOMPARE(requests.size(), std::size_t{2});
    QVERIFY(requests[0].to == hubAt);
    QVERIFY(requests[1].to == hubAtNext);
    const auto mappedFirst = *Endpoint::parse(first.toStdString());
    QVERIFY(answer(probe, requests[0], mappedFirst));
    QVERIFY(probe.publicAddress() == mappedFirst);  // known as early as can be
    QVERIFY(!probe.finished());
    QVERIFY(answer(probe, requests[1], *Endpoint::parse(second.toStdString())));
    QVERIFY(probe.finished());
    QVERIFY(probe.publicAddress() == mappedFirst);
    QCOMPARE(QString::fromStdString(std::string(NatProbe::mappingName(probe.mapping()))), mapping);
}

void TestNatProbe::asksAsRfc8489Says() {
    SeededRandom random(1);
    NatProbe probe(random);
    const Instant start{1s};
    probe.start(start, hubAt, {});
    std::vector<std::int64_t> at;
    OutgoingDatagram firstRequest;
    while (!probe.finished()) {
        const auto now = probe.nextDeadline();
        for (const auto& request : probe.poll(now)) {
            if (request.to == hubAt) {
                at.push_back(toMs(now - start));
                firstRequest = request;
            }
        }
        QVERIFY(probe.nextDeadline() > now);
    }
    QVERIFY((at == std::vector<std::int64_t>{0, 500, 1500, 3500, 7500, 15500, 31500}));
    QCOMPARE(probe.mapping(), NatMapping::Unknown);
    QVERIFY(!probe.publicAddress().isValid());
    QVERIFY(!answer(probe, firstRequest, outer));  // too late
}

void TestNatProbe::ignoresStrangers() {
    SeededRandom random(1);
    NatProbe probe(random);
    probe.start(Instant{1s}, hubAt, {});
    const auto requests = probe.poll(Instant{1s});
    const auto question = *wire::decodeStun(requests[0].bytes);
    const auto good = wire::encodeBindingSuccess(question.transaction, outer);
    QVERIFY(!probe.handle(Instant{1s}, hubAtNext, good));  // the right answer from the wrong place
    QVERIFY(!probe.handle(Instant{1s}, hubAt, wire::encodeBindingSuccess(wire::StunTransaction::draw(random), outer)));
    QVERIFY(!probe.handle(Instant{1s}, hubAt, requests[0].bytes));  // our own question
    QVERIFY(!probe.handle(Instant{1s}, hubAt, Bytes(30, 0)));
    QVERIFY(!probe.publicAddress().isValid());
    QVERIFY(probe.handle(Instant{1s}, hubAt, good));
    QVERIFY(!probe.handle(Instant{1s}, hubAt, good));  // once
}

void TestNatProbe::startsOver() {
    SeededRandom random(1);
    NatProbe probe(random);
    probe.start(Instant{1s}, hubAt, {});
    for (const auto& request : probe.poll(Instant{1s})) {
        QVERIFY(answer(probe, request, outer));
    }
    QCOMPARE(probe.mapping(), NatMapping::EndpointIndependent);
    probe.start(Instant{100s}, hubAt, {outer});
    QVERIFY(probe.publicAddress() == outer);  // kept until it is known better
    const auto again = probe.poll(Instant{100s});
    QCOMPARE(again.size(), std::size_t{2});
    for (const auto& request : again) {
        QVERIFY(answer(probe, request, outer));
    }
    QCOMPARE(probe.mapping(), NatMapping::None);
}

QTEST_APPLESS_MAIN(TestNatProbe)
#include "tst_natprobe.moc"
