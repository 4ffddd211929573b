// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>
#include <numeric>
#include <thread>

#include "runtime/ports/audioring.h"

using namespace nightjar;

class AudioRingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesBackWhatWasWrittenAcrossTheSeam() {
        const auto ring = std::make_unique<AudioRing>();
        std::vector<std::int16_t> block(5000);
        std::vector<std::int16_t> out(5000);
        std::int16_t next = 0;
        for (int round = 0; round < 20; ++round) {
            std::iota(block.begin(), block.end(), next);
            next = static_cast<std::int16_t>(next + 5000);
            QCOMPARE(ring->write(block), block.size());
            QCOMPARE(ring->available(), block.size());
            QCOMPARE(ring->read(out), out.size());
            QVERIFY(out == block);
        }
        QCOMPARE(ring->available(), std::size_t{0});
    }

    void refusesMoreThanFits() {
        const auto ring = std::make_unique<AudioRing>();
        const std::vector<std::int16_t> much(AudioRing::capacity + 100, 7);
        QCOMPARE(ring->write(much), AudioRing::capacity);
        QCOMPARE(ring->write(much), std::size_t{0});
        std::vector<std::int16_t> out(10);
        QCOMPARE(ring->read(out), out.size());
        QCOMPARE(ring->write(much), std::size_t{10});
    }

    void readsWhatThereIs() {
        const auto ring = std::make_unique<AudioRing>();
        const std::vector<std::int16_t> few{1, 2, 3};
        (void)ring->write(few);
        std::vector<std::int16_t> out(10);
        QCOMPARE(ring->read(out), std::size_t{3});
        QCOMPARE(ring->read(out), std::size_t{0});
        (void)ring->write(few);
        ring->discard();
        QCOMPARE(ring->available(), std::size_t{0});
    }

    void twoThreadsLoseAndInventNothing() {
        const auto ring = std::make_unique<AudioRing>();
        constexpr int total = 2'000'000;
        std::thread writer([&ring] {
            std::vector<std::int16_t> block(317);
            for (int written = 0; written < total;) {
                const auto count = std::min<std::size_t>(block.size(), static_cast<std::size_t>(total - written));
                for (std::size_t i = 0; i < count; ++i) {
                    block[i] = static_cast<std::int16_t>(written + static_cast<int>(i));
                }
                const auto done = ring->write(std::span(block).first(count));
                written += static_cast<int>(done);
                if (done == 0) {
                    std::this_thread::yield();
                }
            }
        });
        std::vector<std::int16_t> out(211);
        int wrong = 0;
        for (int seen = 0; seen < total;) {
            const auto count = ring->read(out);
            for (std::size_t i = 0; i < count; ++i) {
                wrong += out[i] == static_cast<std::int16_t>(seen + static_cast<int>(i)) ? 0 : 1;
            }
            seen += static_cast<int>(count);
            if (count == 0) {
                std::this_thread::yield();
            }
        }
        writer.join();
        QCOMPARE(wrong, 0);
    }
};

QTEST_APPLESS_MAIN(AudioRingTest)
#include "tst_audioring.moc"
