// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QtTest>

#include "crypto/pqratchet.h"
#include "cryptotest.h"

using namespace nightjar;
using namespace nightjar::crypto;

namespace {

constexpr Instant start = fromUnixMs(1'700'000'000'000);

SessionSecrets secrets() {
    const auto filled = [](std::uint8_t value) { return SecretBytes(Bytes(32, value)); };
    return {filled(1), filled(2), filled(3), {}, filled(4), filled(5)};
}

/// What rides in one message.
struct Padding {
    Bytes bytes;
    std::uint32_t epoch = 0;
};

struct Pair {
    SeededRandom random{1};
    PqRatchet accepter = PqRatchet::begin(secrets(), true);
    PqRatchet inviter = PqRatchet::begin(secrets(), false);

    Padding send(PqRatchet& from, std::size_t room) {
        Padding out{Bytes(room), from.sendingEpoch()};
        from.fill(out.bytes, random);
        return out;
    }
    bool receive(PqRatchet& to, const Padding& padding) {
        if (!to.key(padding.epoch)) {
            return false;
        }
        to.heard(padding.epoch, start);
        return to.take(padding.bytes, random);
    }
    bool pass(PqRatchet& from, PqRatchet& to, std::size_t room) { return receive(to, send(from, room)); }
};

Bytes keyOf(const PqRatchet& ratchet, std::uint32_t epoch) {
    const auto key = ratchet.key(epoch);
    return key ? toBytes(*key) : Bytes{};
}

void restart(PqRatchet& ratchet) {
    const auto stored = ratchet.serialize();
    auto read = PqRatchet::deserialize(stored);
    if (!read || read->serialize() != stored) {
        qFatal("the state does not survive");
    }
    ratchet = std::move(*read);
}

}  // namespace

class TestPqRatchet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aKeyAndItsAnswerAreAnEpoch() {
        Pair pair;
        QVERIFY(pair.pass(pair.accepter, pair.inviter, 37 * 32 + 4));  // the whole key at once
        QCOMPARE(pair.inviter.epoch(), 1u);
        QCOMPARE(pair.inviter.sendingEpoch(), 0u);  // the other side cannot know it yet
        QVERIFY(pair.pass(pair.inviter, pair.accepter, 34 * 32 + 4));
        QCOMPARE(pair.accepter.epoch(), 1u);
        QCOMPARE(pair.accepter.sendingEpoch(), 1u);
        QCOMPARE(keyOf(pair.accepter, 1), keyOf(pair.inviter, 1));
        QVERIFY(keyOf(pair.accepter, 1) != keyOf(pair.accepter, 0));
        // Hearing of it, the inviter uses it, too, and begins the next one.
        QVERIFY(pair.pass(pair.accepter, pair.inviter, 0));
        QCOMPARE(pair.inviter.sendingEpoch(), 1u);
        QVERIFY(pair.pass(pair.inviter, pair.accepter, 37 * 32 + 4));
        QCOMPARE(pair.accepter.epoch(), 2u);
    }

    void chunksRideWhereThereIsRoom() {
        Pair pair;
        for (const std::size_t room : {0, 1, 4, 35}) {
            const auto padding = pair.send(pair.accepter, room);
            QCOMPARE(padding.bytes, Bytes(room));
        }
        const auto one = pair.send(pair.accepter, 36);
        QCOMPARE(one.bytes[0], std::uint8_t(1));
        QCOMPARE(one.bytes[1], std::uint8_t(1));  // of epoch 1
        QCOMPARE(one.bytes[2], std::uint8_t(0));
        QCOMPARE(one.bytes[3], std::uint8_t(1));
        const auto next = pair.send(pair.accepter, 135);
        QCOMPARE(next.bytes[2], std::uint8_t(1));
        QCOMPARE(next.bytes[3], std::uint8_t(4));
        QCOMPARE(Bytes(next.bytes.end() - 3, next.bytes.end()), Bytes(3));
    }

    /// 20 % loss, any order, restarts at any moment, 10,000 messages.
    void goesOnThroughLossAndDisorder() {
        Pair pair;
        PqRatchet* ends[2] = {&pair.accepter, &pair.inviter};
        std::vector<Padding> under[2];
        std::size_t sent = 0;
        while (sent < 10'000) {
            const auto from = pair.random.below(2);
            auto padding = pair.send(*ends[from], pair.random.below(200));
            ++sent;
            if (pair.random.below(5) != 0) {
                under[1 - from].push_back(std::move(padding));
            }
            for (std::size_t to = 0; to < 2; ++to) {
                while (under[to].size() > 8) {
                    const auto which = static_cast<std::ptrdiff_t>(pair.random.below(under[to].size()));
                    QVERIFY(pair.receive(*ends[to], under[to][static_cast<std::size_t>(which)]));
                    under[to].erase(under[to].begin() + which);
                }
            }
            if (pair.random.below(10) == 0) {
                restart(*ends[pair.random.below(2)]);
            }
            const auto both = std::min(pair.accepter.epoch(), pair.inviter.epoch());
            QCOMPARE(keyOf(pair.accepter, both), keyOf(pair.inviter, both));
            QVERIFY(std::max(pair.accepter.epoch(), pair.inviter.epoch()) - both <= 1);
        }
        QVERIFY2(pair.accepter.epoch() > 50, qPrintable(QString::number(pair.accepter.epoch())));
    }

    void oneSideAloneGoesNowhere() {
        Pair pair;
        for (int i = 0; i < 1000; ++i) {
            QVERIFY(pair.pass(pair.accepter, pair.inviter, 100));
        }
        QCOMPARE(pair.inviter.epoch(), 1u);
        QCOMPARE(pair.accepter.epoch(), 0u);
    }

    void pastKeysGoWhenTheyMay() {
        Pair pair;
        for (int i = 0; i < 20; ++i) {
            QVERIFY(pair.pass(pair.accepter, pair.inviter, 1300));
            QVERIFY(pair.pass(pair.inviter, pair.accepter, 1300));
        }
        QVERIFY(pair.accepter.epoch() >= 10);
        QVERIFY(pair.accepter.key(0));
        pair.accepter.forgetPast(start - 1s);
        QVERIFY(pair.accepter.key(0));
        pair.accepter.forgetPast(start);
        QVERIFY(!pair.accepter.key(0));
        QVERIFY(pair.accepter.key(pair.accepter.sendingEpoch()));
        QVERIFY(pair.accepter.key(pair.accepter.heardEpoch()));
        for (int i = 0; i < 400; ++i) {
            QVERIFY(pair.pass(pair.accepter, pair.inviter, 1300));
            QVERIFY(pair.pass(pair.inviter, pair.accepter, 1300));
        }
        QVERIFY(pair.inviter.serialize().size() < 8'192);  // bounded without anybody's help
        restart(pair.inviter);
    }

    void refusesPaddingThatCannotBe() {
        Pair pair;
        auto padding = pair.send(pair.accepter, 105).bytes;
        const auto refused = [&](std::size_t at, std::uint8_t value) {
            auto changed = padding;
            changed[at] = value;
            return !pair.inviter.take(changed, pair.random);
        };
        QVERIFY(refused(0, 0));    // nothing, but not zeros
        QVERIFY(refused(0, 3));    // an unknown kind
        QVERIFY(refused(2, 255));  // no such chunk
        QVERIFY(refused(3, 0));    // a run of none
        QVERIFY(refused(3, 4));    // longer than the padding
        QVERIFY(refused(104, 1));  // something behind it
        QVERIFY(!pair.inviter.take(Bytes{1}, pair.random));
        QVERIFY(pair.inviter.take({}, pair.random));
        QVERIFY(pair.inviter.take(Bytes(500), pair.random));
        Bytes many(4 + 38 * 32);
        many[0] = 1;
        many[1] = 1;
        many[3] = 38;
        QVERIFY(!pair.inviter.take(many, pair.random));
    }

    /// A peer who sends rubbish for a key harms the healing of this session, and nothing else.
    void aKeyThatIsNoneIsDropped() {
        Pair pair;
        Bytes evil(4 + 37 * 32, 0xff);
        evil[0] = 1;
        evil[1] = 1;
        evil[2] = 0;
        evil[3] = 37;
        QVERIFY(pair.inviter.take(evil, pair.random));
        QCOMPARE(pair.inviter.epoch(), 0u);
        QVERIFY(pair.pass(pair.accepter, pair.inviter, 37 * 32 + 4));
        QCOMPARE(pair.inviter.epoch(), 1u);
    }

    /// The answering side forgot the key, because its store was put back: it gets it again.
    void whoLostTheKeyGetsItAgain() {
        Pair pair;
        QVERIFY(pair.pass(pair.accepter, pair.inviter, 600));
        const auto backup = pair.inviter.serialize();
        QVERIFY(pair.pass(pair.accepter, pair.inviter, 700));
        QCOMPARE(pair.inviter.epoch(), 1u);
        QVERIFY(pair.pass(pair.inviter, pair.accepter, 100));
        QCOMPARE(pair.send(pair.accepter, 100).bytes, Bytes(100));  // the key is there
        pair.inviter = *PqRatchet::deserialize(backup);
        QVERIFY(pair.pass(pair.inviter, pair.accepter, 35));  // too little room to tell
        QCOMPARE(pair.send(pair.accepter, 100).bytes, Bytes(100));
        QVERIFY(pair.pass(pair.inviter, pair.accepter, 36));
        QVERIFY(pair.pass(pair.accepter, pair.inviter, 700));
        QCOMPARE(pair.inviter.epoch(), 1u);
    }

    void refusesStatesThatCannotBe() {
        Pair pair;
        std::vector<Bytes> states;
        for (int i = 0; i < 60; ++i) {
            QVERIFY(pair.pass(pair.accepter, pair.inviter, 200));
            states.push_back(pair.accepter.serialize());
            QVERIFY(pair.pass(pair.inviter, pair.accepter, 200));
            states.push_back(pair.inviter.serialize());
        }
        for (const auto& state : states) {
            QVERIFY(PqRatchet::deserialize(state));
            for (std::size_t size = 0; size < state.size(); size += 1 + size / 8) {
                QVERIFY(!PqRatchet::deserialize(ByteView(state).first(size)));
            }
            auto longer = state;
            longer.push_back(0);
            QVERIFY(!PqRatchet::deserialize(longer));
        }
    }
};

QTEST_APPLESS_MAIN(TestPqRatchet)
#include "tst_pqratchet.moc"
