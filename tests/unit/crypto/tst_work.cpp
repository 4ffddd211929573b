// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "base/hash.h"
#include "crypto/addresskeys.h"
#include "crypto/work.h"

using namespace nightjar;
using namespace nightjar::crypto;

class TestWork : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isWhatTheProtocolSays() {
        // Section 12, written out: the first bits of the hash of the four parts are zero.
        const WorkTask task{{1, 2, 3}, {9, 8}, 12};
        const auto nonce = WorkSolver(task).step(1 << 20).value();
        auto text = toBytes(asBytes("NJ1 work"));
        append(text, task.seed);
        append(text, task.token);
        for (int shift = 56; shift >= 0; shift -= 8) {
            text.push_back(static_cast<std::uint8_t>(nonce >> shift));
        }
        const auto hash = blake2b256(text);
        QCOMPARE(hash[0], std::uint8_t(0));
        QVERIFY(hash[1] < 16);
    }

    void theFirstSolutionIsFound() {
        const WorkTask task{{7}, {5}, 10};
        const auto nonce = WorkSolver(task).step(1 << 20).value();
        QVERIFY(isSolvedBy(task, nonce));
        for (std::uint64_t i = 0; i < nonce; ++i) {
            QVERIFY(!isSolvedBy(task, i));
        }
        auto other = task;
        other.token[0] ^= 1;
        other.bits = 30;
        QVERIFY(!isSolvedBy(other, nonce));
    }

    void goesOnWhereItStopped() {
        const WorkTask task{{3}, {4}, 12};
        const auto whole = WorkSolver(task).step(1 << 20).value();
        WorkSolver solver(task);
        std::optional<std::uint64_t> found;
        int steps = 0;
        while (!found) {
            found = solver.step(100);
            ++steps;
        }
        QCOMPARE(*found, whole);
        QCOMPARE(steps, static_cast<int>(whole / 100) + 1);
    }

    void nothingIsSolvedAtOnce() {
        QCOMPARE(WorkSolver({{}, {}, 0}).step(1), std::optional<std::uint64_t>(0));
        QVERIFY(!WorkSolver({{}, {}, 200}).step(1000));
    }

    void addressesAreNamedByTheirKeys() {
        const VerifyKey one{{1}};
        const VerifyKey other{{2}};
        QVERIFY(AddressKeys::derive(one).id == AddressKeys::derive(one).id);
        QVERIFY(AddressKeys::derive(one).id != AddressKeys::derive(other).id);
        QVERIFY(!std::equal(one.value.begin(), one.value.end(), AddressKeys::derive(one).itemKey.data()));
    }
};

QTEST_APPLESS_MAIN(TestWork)
#include "tst_work.moc"
