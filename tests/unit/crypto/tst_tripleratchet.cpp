// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QtTest>

#include "base/buffer.h"
#include "cryptotest.h"

using namespace nightjar;
using namespace nightjar::crypto;
using namespace nightjar::crypto::test;

namespace {

constexpr Instant start = fromUnixMs(1'700'000'000'000);
/// A short text in the smallest envelope: 154 bytes of plaintext, of which so many are used.
constexpr std::size_t plaintextSize = 154;
constexpr std::size_t usedSize = 50;

Bytes seal(TripleRatchet& from, std::uint8_t mark, RandomSource& random) {
    Bytes plaintext(plaintextSize);
    std::fill_n(plaintext.begin(), usedSize, mark);
    from.fillPadding(MutableByteView(plaintext).subspan(usedSize), random);
    auto sealed = from.encrypt(plaintext, random);
    if (!sealed) {
        qFatal("cannot seal");
    }
    return std::move(*sealed);
}

/// The mark of the message; nothing when it does not open.
std::optional<std::uint8_t> open(TripleRatchet& to, ByteView message, RandomSource& random) {
    const auto plaintext = to.decrypt(message, start, random);
    if (!plaintext || !to.takePadding(ByteView(*plaintext).subspan(usedSize), random)) {
        return std::nullopt;
    }
    return plaintext->front();
}

void restart(TripleRatchet& ratchet) {
    const auto stored = ratchet.serialize();
    auto read = TripleRatchet::deserialize(stored);
    if (!read || read->serialize() != stored) {
        qFatal("the state does not survive");
    }
    ratchet = std::move(*read);
}

/// Version, length, the Double Ratchet's state, the post-quantum ratchet's state.
struct Halves {
    Bytes doubleRatchet;
    Bytes pq;
    explicit Halves(const TripleRatchet& ratchet) {
        const auto stored = ratchet.serialize();
        ByteReader in(stored);
        (void)in.u8();
        const auto size = in.u32();
        doubleRatchet = toBytes(in.bytes(size));
        pq = toBytes(in.rest());
    }
    static TripleRatchet join(const Bytes& doubleRatchet, const Bytes& pq) {
        ByteWriter out;
        out.u8(2);
        out.u32(static_cast<std::uint32_t>(doubleRatchet.size()));
        out.bytes(doubleRatchet);
        out.bytes(pq);
        return std::move(*TripleRatchet::deserialize(out.view()));
    }
};

}  // namespace

class TestTripleRatchet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void epochsTurnWhilePeopleTalk() {
        SeededRandom random(1);
        auto [inviter, accepter] = makeSessionOf<TripleRatchet>(random);
        for (int i = 0; i < 200; ++i) {
            QCOMPARE(open(inviter, seal(accepter, 1, random), random), std::optional<std::uint8_t>(1));
            QCOMPARE(open(accepter, seal(inviter, 2, random), random), std::optional<std::uint8_t>(2));
        }
        // Three chunks a message: 13 messages for a key, 12 for the answer.
        QVERIFY2(accepter.epoch() >= 7, qPrintable(QString::number(accepter.epoch())));
        QCOMPARE(TripleRatchet::overhead, std::size_t(74));
    }

    /// 10,000 messages over a network that loses a fifth, reorders and repeats, with restarts in between.
    void survivesABadNetwork() {
        SeededRandom random(2);
        auto pair = makeSessionOf<TripleRatchet>(random);
        TripleRatchet* ends[2] = {&pair.accepter, &pair.inviter};
        std::vector<std::pair<Bytes, std::uint8_t>> towards[2];
        int sent = 0;
        int opened = 0;
        const auto deliver = [&](std::size_t to) {
            const auto which = random.below(towards[to].size());
            const auto [message, mark] = towards[to][which];
            towards[to].erase(towards[to].begin() + static_cast<std::ptrdiff_t>(which));
            if (open(*ends[to], message, random) != std::optional(mark)) {
                return false;
            }
            ++opened;
            return random.below(10) != 0 || !open(*ends[to], message, random);
        };
        while (sent < 10'000) {
            const auto from = random.below(2);
            for (auto burst = random.below(6); ends[from]->canSend() && burst > 0; --burst) {
                const auto mark = static_cast<std::uint8_t>(1 + random.below(255));
                auto message = seal(*ends[from], mark, random);
                ++sent;
                if (random.below(5) != 0) {
                    towards[1 - from].emplace_back(std::move(message), mark);
                }
            }
            for (std::size_t to = 0; to < 2; ++to) {
                while (towards[to].size() > 25 || (!towards[to].empty() && random.below(3) != 0)) {
                    QVERIFY(deliver(to));
                }
            }
            if (random.below(40) == 0) {
                restart(*ends[random.below(2)]);
            }
        }
        for (std::size_t to = 0; to < 2; ++to) {
            while (!towards[to].empty()) {
                QVERIFY(deliver(to));
            }
        }
        QVERIFY(opened > 7'500);
        QVERIFY2(pair.accepter.epoch() > 60, qPrintable(QString::number(pair.accepter.epoch())));
    }

    /// A message of an epoch that is long over opens as long as its key may be kept.
    void whatIsLateStillOpens() {
        SeededRandom random(3);
        auto [inviter, accepter] = makeSessionOf<TripleRatchet>(random);
        QVERIFY(open(inviter, seal(accepter, 1, random), random));
        const auto late = seal(accepter, 7, random);
        for (int i = 0; i < 300; ++i) {
            QVERIFY(open(inviter, seal(accepter, 1, random), random));
            QVERIFY(open(accepter, seal(inviter, 2, random), random));
        }
        QVERIFY(inviter.epoch() >= 5);
        restart(inviter);
        auto copy = Halves::join(Halves(inviter).doubleRatchet, Halves(inviter).pq);
        QCOMPARE(open(inviter, late, random), std::optional<std::uint8_t>(7));
        copy.expire(start + ratchetSkippedLife);
        QVERIFY(!open(copy, late, random));
    }

    /// Who has stolen everything, and ever since knows all of the X25519 half besides, is out after two epochs.
    void healsAgainstWhoBreaksX25519() {
        SeededRandom random(4);
        auto [inviter, accepter] = makeSessionOf<TripleRatchet>(random);
        for (int i = 0; i < 50; ++i) {
            QVERIFY(open(inviter, seal(accepter, 1, random), random));
            QVERIFY(open(accepter, seal(inviter, 2, random), random));
        }
        const auto stolenAt = inviter.epoch();
        auto pq = Halves(inviter).pq;  // the theft
        SeededRandom thiefs(99);
        int read = 0;
        int lastRead = -1;
        for (int i = 0; i < 400; ++i) {
            const auto message = seal(accepter, 1, random);
            // Their present Double Ratchet, and the stolen post-quantum half, which follows what it can see.
            auto thief = Halves::join(Halves(inviter).doubleRatchet, pq);
            if (open(thief, message, thiefs)) {
                ++read;
                lastRead = static_cast<int>(inviter.epoch());
                pq = Halves(thief).pq;
            }
            QVERIFY(open(inviter, message, random));
            QVERIFY(open(accepter, seal(inviter, 2, random), random));
        }
        QVERIFY(read > 0);  // the theft was a real one
        QVERIFY2(lastRead <= static_cast<int>(stolenAt) + 2, qPrintable(QString::number(lastRead)));
        QVERIFY(inviter.epoch() >= stolenAt + 5);
    }

    /// The other way round: the post-quantum half alone opens nothing either.
    void theDoubleRatchetIsStillNeeded() {
        SeededRandom random(5);
        auto [inviter, accepter] = makeSessionOf<TripleRatchet>(random);
        QVERIFY(open(inviter, seal(accepter, 1, random), random));
        QVERIFY(open(accepter, seal(inviter, 2, random), random));
        const auto stolen = Halves(inviter).doubleRatchet;
        for (int i = 0; i < 3; ++i) {
            QVERIFY(open(inviter, seal(accepter, 1, random), random));
            QVERIFY(open(accepter, seal(inviter, 2, random), random));
        }
        auto thief = Halves::join(stolen, Halves(inviter).pq);
        QVERIFY(!open(thief, seal(accepter, 1, random), random));
    }

    /// A stolen epoch is not good for new messages once the other side has gone on.
    void nobodyGoesBack() {
        SeededRandom random(6);
        auto [inviter, accepter] = makeSessionOf<TripleRatchet>(random);
        QVERIFY(open(inviter, seal(accepter, 1, random), random));
        (void)seal(accepter, 9, random);  // lost, so that old epochs are kept
        const auto old = Halves(accepter).pq;
        for (int i = 0; i < 100; ++i) {
            QVERIFY(open(inviter, seal(accepter, 1, random), random));
            QVERIFY(open(accepter, seal(inviter, 2, random), random));
        }
        QVERIFY(inviter.epoch() >= 2);
        auto forger = Halves::join(Halves(accepter).doubleRatchet, old);
        QVERIFY(!open(inviter, seal(forger, 5, random), random));
        QVERIFY(open(inviter, seal(accepter, 1, random), random));
    }

    void refusesBrokenStates() {
        SeededRandom random(7);
        auto [inviter, accepter] = makeSessionOf<TripleRatchet>(random);
        QVERIFY(open(inviter, seal(accepter, 1, random), random));
        const auto state = inviter.serialize();
        for (std::size_t size = 0; size < state.size(); size += 7) {
            QVERIFY(!TripleRatchet::deserialize(ByteView(state).first(size)));
        }
        auto changed = state;
        changed[0] = 1;
        QVERIFY(!TripleRatchet::deserialize(changed));
    }
};

QTEST_APPLESS_MAIN(TestTripleRatchet)
#include "tst_tripleratchet.moc"
