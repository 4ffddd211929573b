// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QtTest>
#include <numeric>

#include "crypto/erasure.h"
#include "crypto/mlkem.h"
#include "cryptotest.h"

using namespace nightjar;
using namespace nightjar::crypto;

class TestErasure : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theFirstChunksAreTheData() {
        Bytes data(kemKeySize);
        SeededRandom(1).fill(data);
        Bytes joined;
        for (std::uint8_t i = 0; i < kemKeySize / erasureChunkSize; ++i) {
            append(joined, erasureChunk(data, i));
        }
        QCOMPARE(joined, data);
    }

    /// Two chunks are the line through two points: in GF(2^8), 7 and 11 at 0 and 1 are 7 + 12 x.
    void aLineByHand() {
        Bytes data(64, 7);
        std::fill(data.begin() + 32, data.end(), std::uint8_t{11});
        // 12 x 2 = 24, 12 x 3 = 20; 12 x 100 is reduced by x^8 + x^4 + x^3 + x + 1.
        QCOMPARE(erasureChunk(data, 2)[0], std::uint8_t(7 ^ 24));
        QCOMPARE(erasureChunk(data, 3)[31], std::uint8_t(7 ^ 20));
        unsigned product = 0;
        for (unsigned bit = 0; bit < 8; ++bit) {
            product ^= (100u >> bit & 1u) != 0 ? 12u << bit : 0u;
        }
        for (unsigned bit = 15; bit >= 8; --bit) {
            product ^= (product >> bit & 1u) != 0 ? 0x11bu << (bit - 8) : 0u;
        }
        QCOMPARE(unsigned{erasureChunk(data, 100)[5]}, 7u ^ product);
    }

    void anySubsetIsEnough() {
        SeededRandom random(2);
        for (const std::size_t size :
             {erasureChunkSize, 2 * erasureChunkSize, kemCiphertextSize, kemKeySize, 128 * erasureChunkSize}) {
            for (int round = 0; round < 20; ++round) {
                Bytes data(size);
                random.fill(data);
                std::vector<std::uint8_t> order(maxErasureChunks);
                std::iota(order.begin(), order.end(), std::uint8_t{0});
                for (std::size_t i = order.size(); i > 1; --i) {
                    std::swap(order[i - 1], order[random.below(i)]);
                }
                ErasureCollector collector(size);
                std::size_t taken = 0;
                for (const auto index : order) {
                    QVERIFY(!collector.isComplete());
                    const auto chunk = erasureChunk(data, index);
                    collector.add(index, chunk);
                    collector.add(index, chunk);  // twice is once
                    if (++taken == size / erasureChunkSize) {
                        break;
                    }
                }
                QVERIFY(collector.isComplete());
                QCOMPARE(collector.data(), data);
            }
        }
    }

    void survivesTheDisk() {
        SeededRandom random(3);
        Bytes data(kemCiphertextSize);
        random.fill(data);
        ErasureCollector collector(data.size());
        while (!collector.isComplete()) {
            const auto index = static_cast<std::uint8_t>(random.below(maxErasureChunks));
            collector.add(index, erasureChunk(data, index));
            const auto stored = collector.serialize();
            auto read = ErasureCollector::deserialize(stored, data.size());
            QVERIFY(read);
            QCOMPARE(read->serialize(), stored);
            collector = std::move(*read);
        }
        QCOMPARE(collector.data(), data);
    }

    void refusesWhatIsBroken() {
        Bytes data(4 * erasureChunkSize, 1);
        ErasureCollector collector(data.size());
        collector.add(255, erasureChunk(data, 0));
        collector.add(0, Bytes(31));
        QCOMPARE(collector.count(), std::size_t(0));
        collector.add(7, erasureChunk(data, 7));
        collector.add(9, erasureChunk(data, 9));
        auto stored = collector.serialize();
        QVERIFY(!ErasureCollector::deserialize({}, data.size()));
        QVERIFY(!ErasureCollector::deserialize(ByteView(stored).first(stored.size() - 1), data.size()));
        QVERIFY(!ErasureCollector::deserialize(stored, erasureChunkSize));  // more than are needed
        stored[1] = 9;
        QVERIFY(!ErasureCollector::deserialize(stored, data.size()));  // twice the same
        stored[1] = 255;
        QVERIFY(!ErasureCollector::deserialize(stored, data.size()));
    }
};

QTEST_APPLESS_MAIN(TestErasure)
#include "tst_erasure.moc"
