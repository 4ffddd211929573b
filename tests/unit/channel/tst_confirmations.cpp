// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "channel/confirmations.h"

using namespace nightjar;
using namespace nightjar::channel;
using namespace std::chrono_literals;

namespace {

constexpr Instant start = fromUnixMs(1'700'000'000'000);
constexpr std::size_t room = 500;

std::vector<wire::Frame> said(Confirmations& by, Instant now, std::size_t space = room) {
    ByteWriter out;
    by.write(now, out, space);
    std::vector<wire::Frame> frames;
    wire::FrameReader reader(out.view());
    while (const auto frame = reader.next()) {
        frames.push_back(*frame);
    }
    return frames;
}

}  // namespace

class TestConfirmations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void neighboursShareAFrame() {
        Confirmations one;
        for (const auto number : {5, 3, 4, 9}) {
            one.confirm(static_cast<std::uint64_t>(number));
        }
        QVERIFY(one.hasNews());
        const auto frames = said(one, start);
        QCOMPARE(frames.size(), std::size_t{2});
        QCOMPARE(std::get<wire::StoredFrame>(frames[0]), (wire::StoredFrame{9, 9}));
        QCOMPARE(std::get<wire::StoredFrame>(frames[1]), (wire::StoredFrame{3, 5}));
        QVERIFY(!one.hasNews());
    }

    // A frame that was lost is mended by the next one.
    void earlierOnesAreToldAgain() {
        Confirmations one;
        one.confirm(0);
        (void)said(one, start);
        one.confirm(1);
        QCOMPARE(std::get<wire::StoredFrame>(said(one, start).front()), (wire::StoredFrame{0, 1}));
    }

    void whoHearsNothingAsks() {
        Confirmations sender;
        Confirmations receiver;
        sender.expect(start, 7, 1, 1s);
        QVERIFY(sender.deadline() == start + 2s);
        QVERIFY(said(sender, start + 1s).empty());
        const auto question = said(sender, start + 2s);
        QCOMPARE(std::get<wire::AskStoredFrame>(question.at(0)).number, std::uint64_t{7});
        receiver.asked(7);
        QVERIFY(!receiver.hasNews());  // not yet
        receiver.confirm(7);
        (void)said(receiver, start);
        receiver.asked(7);
        const auto answer = said(receiver, start);
        std::vector<MessageKey> stored;
        sender.stored(std::get<wire::StoredFrame>(answer.at(0)), stored);
        QVERIFY(stored == std::vector<MessageKey>{1});
        QVERIFY(sender.deadline() == never);
        sender.stored(std::get<wire::StoredFrame>(answer.at(0)), stored);
        QCOMPARE(stored.size(), std::size_t{1});  // told once
    }

    void nobodyAsksForEver() {
        Confirmations sender;
        sender.expect(start, 7, 1, 1s);
        int questions = 0;
        for (auto now = start; sender.deadline() != never && questions < 100; now = sender.deadline()) {
            questions += static_cast<int>(said(sender, now).size());
        }
        QCOMPARE(questions, 8);
    }

    void memoryIsBounded() {
        Confirmations one;
        for (std::uint64_t number = 0; number < 10'000; number += 2) {
            one.confirm(number);
        }
        QVERIFY(said(one, start, 1u << 20).size() <= 5'000);
        one.asked(0);
        QVERIFY(!one.hasNews());  // forgotten
        one.asked(9'998);
        QVERIFY(one.hasNews());
    }

    void whatDoesNotFitWaits() {
        Confirmations one;
        one.confirm(1);
        one.confirm(3);
        QCOMPARE(said(one, start, 3).size(), std::size_t{1});
        QVERIFY(one.hasNews());
        QCOMPARE(said(one, start).size(), std::size_t{1});
    }
};

QTEST_APPLESS_MAIN(TestConfirmations)
#include "tst_confirmations.moc"
