// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "base/random.h"
#include "vault/guard.h"

using namespace nightjar;
using namespace nightjar::vault;
using namespace std::chrono_literals;

namespace {

constexpr KdfCost cheap{8, 1};
constexpr Instant noon = fromUnixMs(1'700'000'000'000);

SecretBytes pinKey(std::string_view pin, const ByteArray<saltSize>& salt) {
    return *derivePinKey(SecretBytes(asBytes(pin)), salt, cheap);
}

}  // namespace

class TestGuard : public QObject {
    Q_OBJECT

    SeededRandom m_random{5};
    ByteArray<saltSize> m_salt{};
    SecretBytes m_key{32};

    Guard made() { return Guard::make(m_key, pinKey("2580", m_salt), m_salt, cheap, m_random); }

private Q_SLOTS:
    void init() {
        m_random.fill(m_salt);
        m_random.fill(m_key.mutableView());
    }

    void opensWithItsPinOnly() {
        const auto bytes = made().encode();
        QCOMPARE(bytes.size(), Guard::encodedSize);
        const auto guard = Guard::decode(bytes);
        QVERIFY(guard);
        QCOMPARE(guard->cost(), cheap);
        QCOMPARE(guard->salt(), m_salt);
        const auto key = guard->open(pinKey("2580", guard->salt()));
        QVERIFY(key && constantTimeEqual(key->view(), m_key.view()));
        QVERIFY(!guard->open(pinKey("2581", guard->salt())));
    }

    void delaysGrowAndEnd() {
        auto guard = made();
        QCOMPARE(guard.waiting(noon), Duration::zero());
        QCOMPARE(guard.count(noon), Duration(1s));
        QCOMPARE(guard.waiting(noon), Duration(1s));
        QCOMPARE(guard.waiting(noon + 1s), Duration::zero());
        QCOMPARE(guard.count(noon + 1s), Duration(2s));
        QCOMPARE(guard.count(noon + 3s), Duration(4s));
        guard.failed(noon + 4s);
        QCOMPARE(guard.waiting(noon + 4s), Duration(4s));
        QCOMPARE(guard.attempts(), 3u);
        for (int i = 0; i < 20; ++i) {
            (void)guard.count(noon + 10s);
        }
        auto again = Guard::decode(guard.encode());
        QVERIFY(again);
        QCOMPARE(again->attempts(), 23u);
        QCOMPARE(again->waiting(noon + 10s), Duration(60s));
        again->reset();
        QCOMPARE(again->waiting(noon + 10s), Duration::zero());
    }

    void aClockSetBackWinsNothing() {
        auto guard = made();
        for (int i = 0; i < 7; ++i) {
            (void)guard.count(noon);
        }
        QCOMPARE(guard.waiting(noon - std::chrono::hours(24)), Duration(60s));
        QCOMPARE(guard.waiting(noon - std::chrono::hours(24) + 59s), Duration(1s));
    }

    void otherBytesAreNoGuard() {
        const auto bytes = made().encode();
        for (std::size_t size = 0; size < bytes.size(); ++size) {
            QVERIFY(!Guard::decode(ByteView(bytes).first(size)));
        }
        auto longer = bytes;
        longer.push_back(0);
        QVERIFY(!Guard::decode(longer));
        auto newer = bytes;
        newer[0] = 2;
        QVERIFY(!Guard::decode(newer));
        auto costly = bytes;
        costly[13] = 0xff;  // terabytes of memory
        QVERIFY(!Guard::decode(costly));
        for (std::size_t i = 37; i < bytes.size(); ++i) {
            auto changed = bytes;
            changed[i] ^= 1;
            const auto guard = Guard::decode(changed);
            QVERIFY(guard && !guard->open(pinKey("2580", m_salt)));
        }
    }
};

QTEST_GUILESS_MAIN(TestGuard)
#include "tst_guard.moc"
