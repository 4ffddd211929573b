// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>
#include <set>

#include "hub/addresstable.h"
#include "hub/tokenbucket.h"

using namespace nightjar;
using namespace nightjar::hub;

namespace {

const Instant start = fromUnixMs(1'700'000'000'000);

}  // namespace

class TestLimits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bucketsStartFull() {
        TokenBucket bucket;
        const Rate rate{2, 3};
        QVERIFY(bucket.take(start, rate, 3));
        QVERIFY(!bucket.take(start, rate));
    }

    void bucketsFillWithTime() {
        TokenBucket bucket;
        const Rate rate{2, 3};
        QVERIFY(bucket.take(start, rate, 3));
        QVERIFY(!bucket.take(start + 499ms, rate));
        QVERIFY(bucket.take(start + 500ms, rate));
        QVERIFY(!bucket.take(start + 500ms, rate));
        // Never above the brim, never by a clock that goes back.
        QVERIFY(bucket.take(start + 1h, rate, 3));
        QVERIFY(!bucket.take(start, rate));
        QVERIFY(!bucket.take(start + 1h, rate));
    }

    void aRefusalCostsNothing() {
        TokenBucket bucket;
        const Rate rate{1, 5};
        QVERIFY(!bucket.take(start, rate, 6));
        QVERIFY(bucket.take(start, rate, 5));
    }

    void addressesAreNetworks() {
        SeededRandom random(1);
        AddressTable table(random);
        auto& slot = table.slotOf(Endpoint::v4(192, 0, 2, 1, 1000));
        QCOMPARE(&table.slotOf(Endpoint::v4(192, 0, 2, 1, 2000)), &slot);
        auto& network = table.slotOf(*Endpoint::parse("[2001:db8:1:2::1]:1"));
        QCOMPARE(&table.slotOf(*Endpoint::parse("[2001:db8:1:2:ffff::1]:1")), &network);
        // Others share a slot by chance alone, and the chance is drawn at the start.
        std::set<AddressSlot*> slots;
        for (std::uint8_t i = 0; i < 100; ++i) {
            slots.insert(&table.slotOf(Endpoint::v4(192, 0, 2, i, 1)));
        }
        QVERIFY(slots.size() > 90);
    }
};

QTEST_APPLESS_MAIN(TestLimits)
#include "tst_limits.moc"
