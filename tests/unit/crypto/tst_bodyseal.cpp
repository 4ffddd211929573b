// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QtTest>

#include "crypto/bodyseal.h"
#include "cryptotest.h"

using namespace nightjar;
using namespace nightjar::crypto;

class TestBodySeal : public QObject {
    Q_OBJECT

private:
    static Bytes seal(const Bytes& key, const Bytes& associated, const Bytes& text) {
        Bytes buffer = text;
        buffer.resize(text.size() + BodySeal::tagSize);
        BodySeal::sealInPlace(key, associated, buffer);
        return buffer;
    }

private Q_SLOTS:
    void opensWhatItSealed() {
        SeededRandom random(1);
        for (const std::size_t size : {0, 1, 63, 64, 65, 154, 16'384}) {
            Bytes key(32);
            Bytes associated(122);
            Bytes text(size);
            random.fill(key);
            random.fill(associated);
            random.fill(text);
            const auto sealed = seal(key, associated, text);
            QCOMPARE(BodySeal::open(key, associated, sealed).value(), text);
        }
    }

    void refusesEveryChangedBit() {
        const Bytes key(32, 1);
        const Bytes associated(122, 2);
        const auto sealed = seal(key, associated, Bytes(40, 3));
        for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
            auto changed = sealed;
            changed[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
            QVERIFY(!BodySeal::open(key, associated, changed));
        }
        QVERIFY(!BodySeal::open(Bytes(32, 9), associated, sealed));
        QVERIFY(!BodySeal::open(key, Bytes(122, 9), sealed));
    }

    /// The reason for it: a key that is used a second time gives nothing away about two texts that differ.
    void theSameKeyTwiceHidesTheDifference() {
        const Bytes key(32, 1);
        const Bytes associated(122, 2);
        Bytes one(100, 0);
        Bytes other(100, 0);
        other[50] = 1;
        const auto first = seal(key, associated, one);
        const auto second = seal(key, associated, other);
        QCOMPARE(first, seal(key, associated, one));
        std::size_t equal = 0;
        for (std::size_t i = 0; i < first.size(); ++i) {
            equal += first[i] == second[i] ? 1 : 0;
        }
        QVERIFY(equal < 10);  // of 116; by chance about every 256th
    }
};

QTEST_APPLESS_MAIN(TestBodySeal)
#include "tst_bodyseal.moc"
