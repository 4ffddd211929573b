// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QtTest>

#include "crypto/headerseal.h"
#include "cryptotest.h"

using namespace nightjar;
using namespace nightjar::crypto;
using namespace nightjar::crypto::test;

namespace {

constexpr Instant start = fromUnixMs(1'700'000'000'000);

Bytes text(std::string_view content) {
    return toBytes(asBytes(content));
}

bool failsWith(const Result<Bytes, RatchetError>& result, RatchetError error) {
    return !result && result.error() == error;
}

/// Both ends after each has heard the other once.
SessionPair makeRunningSession(RandomSource& random) {
    auto pair = makeSession(random);
    const auto hello = pair.accepter.encrypt(asBytes("hello"), random);
    const auto read = pair.inviter.decrypt(*hello, start, random);
    const auto welcome = pair.inviter.encrypt(asBytes("welcome"), random);
    const auto readBack = pair.accepter.decrypt(*welcome, start, random);
    if (!read || !readBack) {
        std::abort();
    }
    return pair;
}

/// One direction of a bad network: what has been sent and not yet arrived.
class Mail {
public:
    struct Letter {
        Bytes sealed;
        Bytes plaintext;
    };
    void put(Letter letter) { m_letters.push_back(std::move(letter)); }
    [[nodiscard]] bool empty() const { return m_letters.empty(); }
    Letter takeAny(RandomSource& random) {
        const auto at = m_letters.begin() + static_cast<std::ptrdiff_t>(random.below(m_letters.size()));
        Letter letter = std::move(*at);
        m_letters.erase(at);
        return letter;
    }
    [[nodiscard]] std::size_t size() const { return m_letters.size(); }

private:
    std::vector<Letter> m_letters;
};

void restart(Ratchet& ratchet) {
    auto read = Ratchet::deserialize(ratchet.serialize());
    if (!read) {
        std::abort();
    }
    ratchet = std::move(*read);
}

}  // namespace

class TestRatchet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void messagesGoBothWays() {
        SeededRandom random(1);
        auto [inviter, accepter] = makeSession(random);
        QVERIFY(!inviter.canSend());
        QVERIFY(failsWith(inviter.encrypt(asBytes("too early"), random), RatchetError::NoSendingChain));
        QVERIFY(accepter.canSend());
        for (int turn = 0; turn < 20; ++turn) {
            auto& from = turn % 2 == 0 ? accepter : inviter;
            auto& to = turn % 2 == 0 ? inviter : accepter;
            for (int i = 0; i <= turn % 3; ++i) {
                const auto sealed = from.encrypt(asBytes("text"), random);
                QVERIFY(sealed);
                QCOMPARE(sealed->size(), 4 + Ratchet::overhead);
                QVERIFY(*to.decrypt(*sealed, start, random) == text("text"));
            }
        }
        QCOMPARE(Ratchet::overhead, std::size_t{74});
        QCOMPARE(inviter.skippedCount() + accepter.skippedCount(), std::size_t{0});
    }

    void emptyAndLongestPlaintexts() {
        SeededRandom random(2);
        auto [inviter, accepter] = makeRunningSession(random);
        for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{16384}}) {
            const Bytes plaintext(size, 0x5a);
            QVERIFY(*inviter.decrypt(*accepter.encrypt(plaintext, random), start, random) == plaintext);
        }
    }

    // 10,000 messages over a network that loses, reorders and repeats, with restarts in between
    void survivesABadNetwork() {
        SeededRandom random(3);
        auto pair = makeSession(random);
        Ratchet* ends[2] = {&pair.accepter, &pair.inviter};
        Mail towards[2];
        std::vector<Bytes> lastRead[2];
        int sent = 0;
        int lost = 0;
        int delivered = 0;
        const auto deliverOne = [&](std::size_t to) {
            auto letter = towards[to].takeAny(random);
            const auto read = ends[to]->decrypt(letter.sealed, start, random);
            if (!read || *read != letter.plaintext) {
                return false;
            }
            ++delivered;
            if (random.below(10) == 0) {
                const auto again = ends[to]->decrypt(letter.sealed, start, random);
                if (again) {
                    return false;
                }
            }
            lastRead[to].push_back(std::move(letter.sealed));
            return true;
        };
        while (sent < 10'000) {
            const std::size_t from = random.below(2);
            if (ends[from]->canSend()) {
                // A burst, so that chains have several messages.
                for (auto burst = 1 + random.below(6); burst > 0; --burst) {
                    Bytes plaintext(random.below(64));
                    random.fill(plaintext);
                    auto sealed = ends[from]->encrypt(plaintext, random);
                    QVERIFY(sealed);
                    ++sent;
                    if (random.below(20) == 0) {
                        ++lost;
                    } else {
                        towards[1 - from].put({std::move(*sealed), std::move(plaintext)});
                    }
                }
            }
            for (std::size_t to = 0; to < 2; ++to) {
                while (!towards[to].empty() && (towards[to].size() > 25 || random.below(3) != 0)) {
                    QVERIFY(deliverOne(to));
                }
            }
            if (random.below(40) == 0) {
                restart(pair.accepter);
                restart(pair.inviter);
            }
        }
        for (std::size_t to = 0; to < 2; ++to) {
            while (!towards[to].empty()) {
                QVERIFY(deliverOne(to));
            }
        }
        QCOMPARE(delivered + lost, sent);
        for (std::size_t to = 0; to < 2; ++to) {
            for (const auto& old : lastRead[to]) {
                QVERIFY(!ends[to]->decrypt(old, start, random));
            }
            QVERIFY(ends[to]->skippedCount() <= static_cast<std::size_t>(lost));
        }
    }

    void aChangedMessageChangesNothing() {
        SeededRandom random(4);
        auto fresh = makeSession(random);
        auto running = makeRunningSession(random);
        const auto early = *running.accepter.encrypt(asBytes("early"), random);
        const auto late = *running.accepter.encrypt(asBytes("late"), random);
        auto withSkipped = running.inviter;
        QVERIFY(withSkipped.decrypt(late, start, random));
        QCOMPARE(withSkipped.skippedCount(), std::size_t{1});

        struct Case {
            Ratchet* receiver;
            Bytes message;
        };
        const std::vector<Case> cases = {
            {&fresh.inviter, *fresh.accepter.encrypt(asBytes("the first of all"), random)},
            {&running.inviter, early},
            {&running.inviter, late},
            {&withSkipped, early},
        };
        for (const auto& one : cases) {
            auto copy = *one.receiver;
            const auto before = copy.serialize();
            for (std::size_t i = 0; i < one.message.size(); ++i) {
                auto changed = one.message;
                changed[i] ^= static_cast<std::uint8_t>(1 << (i % 8));
                QVERIFY2(failsWith(copy.decrypt(changed, start, random), RatchetError::Unauthenticated),
                         qPrintable(QString::number(i)));
            }
            for (std::size_t size = 0; size < one.message.size(); ++size) {
                QVERIFY(failsWith(copy.decrypt(ByteView(one.message).first(size), start, random),
                                  size < Ratchet::overhead ? RatchetError::Malformed : RatchetError::Unauthenticated));
            }
            QVERIFY(copy.serialize() == before);
            QVERIFY(copy.decrypt(one.message, start, random));
            QVERIFY(copy.serialize() != before);
        }
    }

    void aMessageIsReadOnce() {
        SeededRandom random(5);
        auto [inviter, accepter] = makeRunningSession(random);
        const auto first = *accepter.encrypt(asBytes("1"), random);
        const auto second = *accepter.encrypt(asBytes("2"), random);
        QVERIFY(inviter.decrypt(second, start, random));
        QVERIFY(failsWith(inviter.decrypt(second, start, random), RatchetError::AlreadyRead));
        QVERIFY(inviter.decrypt(first, start, random));
        QVERIFY(failsWith(inviter.decrypt(first, start, random), RatchetError::AlreadyRead));
    }

    void aMessageForAnotherSessionIsRefused() {
        SeededRandom random(6);
        auto one = makeRunningSession(random);
        auto other = makeRunningSession(random);
        const auto sealed = *one.accepter.encrypt(asBytes("text"), random);
        QVERIFY(failsWith(other.inviter.decrypt(sealed, start, random), RatchetError::Unauthenticated));
        // Nor does it come back to its sender as if the peer had written it.
        QVERIFY(failsWith(one.accepter.decrypt(sealed, start, random), RatchetError::Unauthenticated));
    }

    void skipsUpToTheBound() {
        SeededRandom random(7);
        auto [inviter, accepter] = makeRunningSession(random);
        std::vector<Bytes> sealed;
        for (std::size_t i = 0; i <= ratchetMaxSkip + 1; ++i) {
            sealed.push_back(*accepter.encrypt(asBytes("text"), random));
        }
        const auto before = inviter.serialize();
        QVERIFY(failsWith(inviter.decrypt(sealed[ratchetMaxSkip + 1], start, random), RatchetError::TooFarAhead));
        QVERIFY(inviter.serialize() == before);
        QVERIFY(inviter.decrypt(sealed[ratchetMaxSkip], start, random));
        QCOMPARE(inviter.skippedCount(), ratchetMaxSkip);
        QVERIFY(inviter.decrypt(sealed[ratchetMaxSkip + 1], start, random));
        for (std::size_t i = 0; i < ratchetMaxSkip; ++i) {
            QVERIFY(inviter.decrypt(sealed[i], start, random));
        }
        QCOMPARE(inviter.skippedCount(), std::size_t{0});
    }

    void theOldestSkippedKeysGoFirst() {
        SeededRandom random(8);
        auto [inviter, accepter] = makeRunningSession(random);
        std::vector<Bytes> sealed;
        for (std::size_t i = 0; i < ratchetMaxSkip + 12; ++i) {
            sealed.push_back(*accepter.encrypt(asBytes("text"), random));
        }
        // 1,000 keys, then 1,010 more: the ten oldest make room.
        QVERIFY(inviter.decrypt(sealed[1000], start, random));
        QVERIFY(inviter.decrypt(sealed[2011], start, random));
        QCOMPARE(inviter.skippedCount(), ratchetMaxSkip);
        for (std::size_t i = 0; i < 10; ++i) {
            QVERIFY(failsWith(inviter.decrypt(sealed[i], start, random), RatchetError::AlreadyRead));
        }
        for (std::size_t i = 10; i < 2011; ++i) {
            QCOMPARE(inviter.decrypt(sealed[i], start, random).has_value(), i != 1000);
        }
        QCOMPARE(inviter.skippedCount(), std::size_t{0});
    }

    void theNumberOfChainsIsBounded() {
        SeededRandom random(9);
        auto [inviter, accepter] = makeRunningSession(random);
        std::vector<Bytes> lost;
        const std::size_t turns = ratchetMaxSkippedChains + 3;
        for (std::size_t turn = 0; turn < turns; ++turn) {
            lost.push_back(*accepter.encrypt(asBytes("lost"), random));
            QVERIFY(inviter.decrypt(*accepter.encrypt(asBytes("text"), random), start, random));
            QVERIFY(accepter.decrypt(*inviter.encrypt(asBytes("answer"), random), start, random));
        }
        QCOMPARE(inviter.skippedCount(), ratchetMaxSkippedChains);
        restart(inviter);
        for (std::size_t turn = 0; turn < turns; ++turn) {
            QCOMPARE(inviter.decrypt(lost[turn], start, random).has_value(), turn >= 3);
        }
        QCOMPARE(inviter.skippedCount(), std::size_t{0});
    }

    void skippedKeysExpire() {
        SeededRandom random(10);
        auto [inviter, accepter] = makeRunningSession(random);
        const auto first = *accepter.encrypt(asBytes("1"), random);
        const auto second = *accepter.encrypt(asBytes("2"), random);
        const auto third = *accepter.encrypt(asBytes("3"), random);
        const auto fourth = *accepter.encrypt(asBytes("4"), random);
        const auto later = start + std::chrono::hours(24);
        QVERIFY(inviter.decrypt(second, start, random));
        QVERIFY(inviter.decrypt(fourth, later, random));
        QCOMPARE(inviter.skippedCount(), std::size_t{2});
        QCOMPARE(inviter.expire(start + ratchetSkippedLife - 1ms), std::size_t{0});
        restart(inviter);
        QCOMPARE(inviter.expire(start + ratchetSkippedLife), std::size_t{1});
        QVERIFY(failsWith(inviter.decrypt(first, later, random), RatchetError::AlreadyRead));
        QVERIFY(inviter.decrypt(third, later, random));
        QCOMPARE(inviter.expire(later + ratchetSkippedLife), std::size_t{0});
    }

    void storedStateGoesOnExactly() {
        SeededRandom random(11);
        auto [inviter, accepter] = makeSession(random);
        for (auto* end : {&inviter, &accepter}) {
            const auto stored = end->serialize();
            const auto read = Ratchet::deserialize(stored);
            QVERIFY(read);
            QVERIFY(read->serialize() == stored);
            QCOMPARE(read->canSend(), end->canSend());
        }
        auto running = makeRunningSession(random);
        const auto skipped = *running.accepter.encrypt(asBytes("skipped"), random);
        QVERIFY(running.inviter.decrypt(*running.accepter.encrypt(asBytes("read"), random), start, random));
        auto restored = Ratchet::deserialize(running.inviter.serialize());
        QVERIFY(restored);
        QVERIFY(restored->serialize() == running.inviter.serialize());
        QVERIFY(*restored->decrypt(skipped, start, random) == text("skipped"));
        QVERIFY(*running.accepter.decrypt(*restored->encrypt(asBytes("on"), random), start, random) == text("on"));
    }

    void brokenStoredStatesAreRefused() {
        SeededRandom random(12);
        auto [inviter, accepter] = makeRunningSession(random);
        for (int i = 0; i < 3; ++i) {
            QVERIFY(accepter.encrypt(asBytes("lost"), random));
        }
        QVERIFY(inviter.decrypt(*accepter.encrypt(asBytes("read"), random), start, random));
        const auto stored = inviter.serialize();
        const auto refused = [](const Bytes& bytes) { return !Ratchet::deserialize(bytes); };
        for (std::size_t size = 0; size < stored.size(); ++size) {
            QVERIFY(refused(toBytes(ByteView(stored).first(size))));
        }
        auto changed = stored;
        changed.push_back(0);
        QVERIFY(refused(changed));
        const auto with = [&](std::size_t at, std::uint8_t value) {
            auto bytes = stored;
            bytes[at] = value;
            return bytes;
        };
        QVERIFY(refused(with(0, 2)));  // version
        QVERIFY(refused(with(1, 7)));  // flags
        QVERIFY(refused(with(1, 1)));
        QVERIFY(refused(with(2, 63)));  // length of the associated data
        const std::size_t chains = 3 + 64 + 5 * 32 + 2 * 64 + 3 * 4;
        QCOMPARE(int(stored[chains]), 1);
        QVERIFY(refused(with(chains, 0)));
        QVERIFY(refused(with(chains, 2)));
        QVERIFY(refused(with(chains, 255)));
        const std::size_t count = chains + 1 + 32;
        QCOMPARE(int(stored[count + 1]), 3);
        QVERIFY(refused(with(count + 1, 0)));
        QVERIFY(refused(with(count + 1, 4)));
        QVERIFY(refused(with(count, 0xff)));
        const std::size_t firstKey = count + 2;
        QVERIFY(refused(with(firstKey + 3, 9)));  // numbers that do not ascend
    }

    void theChainEndsBeforeItsCounterWraps() {
        SeededRandom random(13);
        auto [inviter, accepter] = makeRunningSession(random);
        QVERIFY(inviter.decrypt(*accepter.encrypt(asBytes("text"), random), start, random));
        auto stored = accepter.serialize();
        const std::size_t sent = 3 + 64 + 5 * 32 + 2 * 64;
        for (std::size_t i = 0; i < 4; ++i) {
            stored[sent + i] = 0xff;
        }
        auto atTheEnd = Ratchet::deserialize(stored);
        QVERIFY(atTheEnd);
        QVERIFY(failsWith(atTheEnd->encrypt(asBytes("text"), random), RatchetError::Exhausted));
        // The next turn begins a new chain.
        QVERIFY(atTheEnd->decrypt(*inviter.encrypt(asBytes("answer"), random), start, random));
        QVERIFY(atTheEnd->encrypt(asBytes("text"), random));
    }

    void equalTextsLookDifferent() {
        SeededRandom random(14);
        auto [inviter, accepter] = makeRunningSession(random);
        const auto first = *accepter.encrypt(asBytes("text"), random);
        const auto second = *accepter.encrypt(asBytes("text"), random);
        // Not even the header shows that the two belong together.
        int equal = 0;
        for (std::size_t i = 0; i < first.size(); ++i) {
            equal += first[i] == second[i] ? 1 : 0;
        }
        QVERIFY(equal < 8);
    }

    // A thief who copied the state reads nothing more after one round trip.
    void theSessionHealsAfterTheft() {
        SeededRandom random(15);
        auto [inviter, accepter] = makeRunningSession(random);
        auto thief = inviter;
        QVERIFY(thief.decrypt(*accepter.encrypt(asBytes("read by both"), random), start, random));
        QVERIFY(inviter.decrypt(*accepter.encrypt(asBytes("goes on"), random), start, random));
        QVERIFY(accepter.decrypt(*inviter.encrypt(asBytes("a fresh key"), random), start, random));
        QVERIFY(inviter.decrypt(*accepter.encrypt(asBytes("another"), random), start, random));
        QVERIFY(accepter.decrypt(*inviter.encrypt(asBytes("healed"), random), start, random));
        const auto healed = *accepter.encrypt(asBytes("only for you"), random);
        QVERIFY(!thief.decrypt(healed, start, random));
        QVERIFY(inviter.decrypt(healed, start, random));
    }

    void aRatchetKeyOfLowOrderIsRefused() {
        SeededRandom random(16);
        const auto oneTime = generateKeyPair(random);
        const auto secrets = [] {
            return SessionSecrets{SecretBytes(Bytes(32, 1)), SecretBytes(Bytes(32, 2)), SecretBytes(Bytes(32, 3)), {}};
        };
        for (const auto& point : lowOrderPoints()) {
            QVERIFY(!Ratchet::asAccepter(secrets(), point, random));
            // A peer who knows all keys sends such a header.
            auto inviter = Ratchet::asInviter(secrets(), oneTime);
            const auto before = inviter.serialize();
            const auto evil = Nj1Suite::seal(RatchetKey(Bytes(32, 2)), {point, 0, 0}, RatchetKey(Bytes(32, 4)),
                                             Bytes(64), asBytes("text"), random);
            QVERIFY(failsWith(inviter.decrypt(evil, start, random), RatchetError::Malformed));
            QVERIFY(inviter.serialize() == before);
        }
    }

    // Without its post-quantum half (tst_tripleratchet) a session knows epoch 0 only.
    void aHeaderOfAnotherEpochIsRefused() {
        SeededRandom random(17);
        auto [inviter, accepter] = makeSession(random);
        const auto before = inviter.serialize();
        class Claim final : public MessageKeyMix {
        public:
            explicit Claim(std::uint32_t epoch) : m_epoch(epoch) {}
            std::uint32_t forSending(RatchetKey& /*key*/) override { return m_epoch; }
            bool forReceiving(RatchetKey& /*key*/, std::uint32_t epoch, bool /*late*/) override {
                return epoch == m_epoch;
            }

        private:
            std::uint32_t m_epoch;
        };
        for (const std::uint32_t epoch : {1u, 1u << 24, 0xffffffffu}) {
            Claim claim(epoch);
            const auto message = *accepter.encrypt(asBytes("text"), random, &claim);
            QVERIFY(failsWith(inviter.decrypt(message, start, random), RatchetError::Unauthenticated));
            QVERIFY(inviter.serialize() == before);
            auto other = *Ratchet::deserialize(before);
            QVERIFY(other.decrypt(message, start, random, &claim));
        }
        Claim none(0);
        QVERIFY(inviter.decrypt(*accepter.encrypt(asBytes("text"), random, &none), start, random));
    }

    // The nonce of a header is the keyed hash of it, so no two of a chain have the same.
    void equalPlaintextsLookDifferent() {
        SeededRandom random(18);
        auto pair = makeSession(random);
        const auto one = *pair.accepter.encrypt(asBytes("same"), random);
        const auto two = *pair.accepter.encrypt(asBytes("same"), random);
        QVERIFY(toBytes(ByteView(one).first(HeaderSeal::tagSize)) != toBytes(ByteView(two).first(HeaderSeal::tagSize)));
    }
};

QTEST_APPLESS_MAIN(TestRatchet)
#include "tst_ratchet.moc"
