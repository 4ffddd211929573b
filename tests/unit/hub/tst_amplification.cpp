// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Bytes in, bytes out, for everything that a stranger can send: nobody gets more out of a hub than he put in.

#include <QTest>

#include "hub/memoryqueuestore.h"
#include "hubclient.h"
#include "wire/discovery.h"
#include "wire/stun.h"

using namespace nightjar;
using namespace nightjar::hub;

namespace {

const Endpoint hubAt = Endpoint::v4(203, 0, 113, 10, 33445);
const Endpoint secondAt = Endpoint::v4(203, 0, 113, 11, 33445);

}  // namespace

class TestAmplification : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void neverMoreOutThanIn_data() {
        QTest::addColumn<int>("firstByte");
        QTest::addColumn<bool>("answers");
        QTest::newRow("stun") << 0 << true;
        QTest::newRow("discovery") << int('N') << true;
        QTest::newRow("voice") << 130 << false;
        QTest::newRow("hello") << 192 << true;
        QTest::newRow("welcome") << 193 << false;
        QTest::newRow("cookie") << 194 << false;
        QTest::newRow("channel packet") << 196 << true;
        QTest::newRow("channel unknown") << 197 << false;
        QTest::newRow("anything else") << 77 << false;
    }
    void neverMoreOutThanIn() {
        QFETCH(int, firstByte);
        QFETCH(bool, answers);
        MemoryQueueStore store;
        Config config;
        config.stun = {hubAt.port(), {hubAt, secondAt}, false};
        config.discoveryLine = "nightjar-hub://:33445/" + std::string(43, 'A');
        config.limits.hellosUnproven = {100, 100};  // so that both the welcome and the cookie are seen
        HubBench bench(store, config);
        SeededRandom random(7);
        const std::vector<Endpoint> strangers{Endpoint::v4(198, 51, 100, 1, 40000),
                                              *Endpoint::parse("[2001:db8::9]:4000"),
                                              Endpoint::v4(192, 168, 0, 7, 4000)};
        std::size_t in = 0;
        std::size_t out = 0;
        const auto ask = [&](const Endpoint& from, Port port, const Bytes& question) {
            std::size_t answered = 0;
            for (const auto& one : bench.hub().handle(bench.now, Incoming{port, from, question, hubAt.withPort(1)})) {
                answered += one.datagram.size();
            }
            in += question.size();
            out += answered;
            QVERIFY2(answered <= question.size(),
                     (std::to_string(question.size()) + " bytes answered with " + std::to_string(answered)).c_str());
        };
        for (int round = 0; round < 400; ++round) {
            for (const auto& from : strangers) {
                for (const auto port : {Port::Main, Port::Alternate, Port::Discovery}) {
                    // Noise of every size, and the right thing of every kind, whole and changed.
                    Bytes noise(1 + random.below(400));
                    random.fill(noise);
                    noise[0] = static_cast<std::uint8_t>(firstByte);
                    ask(from, port, noise);
                    Bytes good;
                    if (firstByte == 0) {
                        good = wire::encodeBindingRequest(wire::StunTransaction::draw(random),
                                                          {round % 2 == 0, round % 3 == 0});
                        good.resize(wire::stunHeaderSize + 8 * random.below(4));
                        good[3] = static_cast<std::uint8_t>(good.size() - wire::stunHeaderSize);
                        ask(from, port, good);
                        good = wire::encodeBindingRequest(wire::StunTransaction::draw(random),
                                                          {round % 2 == 0, round % 3 == 0});
                    } else if (firstByte == 'N') {
                        good = wire::encodeDiscoveryProbe(wire::DiscoveryNonce{1, 2, 3});
                    } else if (firstByte == 192) {
                        HubClient client(bench, from, 1000 + static_cast<std::uint64_t>(round));
                        good = client.hello();
                        ask(from, port, good);
                        append(good, Bytes(wire::hubHelloMacSize, 7));
                    }
                    if (!good.empty()) {
                        ask(from, port, good);
                        good[random.below(good.size() - 1) + 1] ^= 0x40;
                        ask(from, port, good);
                    }
                }
            }
            // Nor later: no repetition to whom has proven nothing.
            bench.now += 100ms;
            for (const auto& one : bench.hub().tick(bench.now)) {
                out += one.datagram.size();
            }
        }
        for (int i = 0; i < 40; ++i) {
            bench.now += 1s;
            for (const auto& one : bench.hub().tick(bench.now)) {
                out += one.datagram.size();
            }
        }
        QVERIFY(in > 100'000);
        QCOMPARE(out > 0, answers);
        QVERIFY(out <= in);
        qInfo("%zu bytes in, %zu out: %.3f", in, out, static_cast<double>(out) / static_cast<double>(in));
    }
};

QTEST_APPLESS_MAIN(TestAmplification)
#include "tst_amplification.moc"
