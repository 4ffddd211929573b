// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QtTest>
#include <algorithm>
#include <set>
#include <thread>

#include "base/secret.h"
#include "base/secretpool.h"

using namespace nightjar;

namespace {

bool isZero(const std::uint8_t* data, std::size_t size) {
    return std::all_of(data, data + size, [](std::uint8_t byte) { return byte == 0; });
}

}  // namespace

class TestSecretPool : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everySizeIsZeroAlignedAndItsOwn() {
        auto& pool = SecretPool::instance();
        std::vector<std::pair<std::uint8_t*, std::size_t>> taken;
        for (const std::size_t size : {1, 16, 31, 32, 33, 64, 1000, 4095, 4096, 4097, 20000}) {
            for (int i = 0; i < 40; ++i) {
                auto* const data = pool.take(size);
                QVERIFY(isZero(data, size));
                QVERIFY(size > 4096 || reinterpret_cast<std::uintptr_t>(data) % 16 == 0);
                std::fill(data, data + size, static_cast<std::uint8_t>(taken.size()));
                taken.emplace_back(data, size);
            }
        }
        for (std::size_t i = 0; i < taken.size(); ++i) {
            const auto [data, size] = taken[i];
            QVERIFY(std::all_of(data, data + size, [&](auto byte) { return byte == static_cast<std::uint8_t>(i); }));
            pool.giveBack(data, size);
        }
    }

    void whatIsGivenBackIsZero() {
        auto& pool = SecretPool::instance();
        auto* const data = pool.take(48);
        std::fill(data, data + 48, std::uint8_t{0xa5});
        pool.giveBack(data, 48);
        QVERIFY(isZero(data, 48));  // a slot: its region stays
        pool.giveBack(nullptr, 0);
    }

    void secretsMoveAndNeverShareASlot() {
        std::set<const std::uint8_t*> places;
        std::vector<SecretBytes> secrets;
        for (int i = 0; i < 2000; ++i) {
            secrets.emplace_back(SecretBytes(32));
            places.insert(secrets.back().data());
        }
        QCOMPARE(places.size(), secrets.size());
        auto moved = std::move(secrets.front());
        QVERIFY(places.contains(moved.data()));
        QVERIFY(secrets.front().empty());
    }

    void manyThreadsAtOnce() {
        std::atomic<int> wrong = 0;
        std::vector<std::thread> threads;
        for (int t = 1; t <= 4; ++t) {
            threads.emplace_back([&wrong, t] {
                for (int i = 0; i < 2000; ++i) {
                    SecretBytes secret(static_cast<std::size_t>(1 + i % 300));
                    wrong += isZero(secret.data(), secret.size()) ? 0 : 1;
                    std::fill_n(secret.data(), secret.size(), static_cast<std::uint8_t>(t));
                    wrong += std::all_of(secret.data(), secret.data() + secret.size(),
                                         [&](auto byte) { return byte == static_cast<std::uint8_t>(t); })
                                 ? 0
                                 : 1;
                }
            });
        }
        for (auto& thread : threads) {
            thread.join();
        }
        QCOMPARE(wrong.load(), 0);
    }
};

QTEST_APPLESS_MAIN(TestSecretPool)
#include "tst_secretpool.moc"
